//! Names in a tree: of types (`ITypeName`), of variables (`VariablePath`), what `#Requires` asks for.

use std::any::Any;
use std::rc::Rc;

use super::Builder;
use super::extent::Extent;
use crate::source::SourceText;
use crate::syntax::ast::{ModuleSpecification, Qualifier, Requirements, TypeName, VariablePath};
use crate::value::members::objects::version::version;
use crate::value::text::culture::Culture;
use crate::value::text::version::Version;
use crate::value::types;
use crate::value::{ClrObject, List, Object, TypeId, Value};

/// A type as written.
struct Name {
    source: Rc<SourceText>,
    name: TypeName,
}

pub(super) fn type_name(builder: &Builder, name: &TypeName) -> Value {
    Object::from_clr(Name { source: builder.source.clone(), name: name.clone() })
}

impl ClrObject for Name {
    fn class(&self) -> TypeId {
        match self.name {
            TypeName::Simple { .. } => TypeId::TYPE_NAME,
            TypeName::Array { .. } => TypeId::ARRAY_TYPE_NAME,
            TypeName::Generic { .. } => TypeId::GENERIC_TYPE_NAME,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        let mut names = vec!["FullName", "Name", "AssemblyName", "IsArray", "IsGeneric", "Extent"];
        match self.name {
            TypeName::Simple { .. } => {}
            TypeName::Array { .. } => names.extend(["ElementType", "Rank"]),
            TypeName::Generic { .. } => names.extend(["TypeName", "GenericArguments"]),
        }
        names
    }

    fn get(&self, name: &str) -> Option<Value> {
        let part = |name: &TypeName| Object::from_clr(Name { source: self.source.clone(), name: name.clone() });
        Some(match (name.to_ascii_lowercase().as_str(), &self.name) {
            ("fullname", own) => Value::str(own.full_name()),
            ("name", TypeName::Simple { name, .. }) => Value::Str(name.clone()),
            ("name", TypeName::Array { element, rank, .. }) => {
                Value::str(format!("{}[{}]", element.name(), ",".repeat(*rank as usize - 1)))
            }
            ("name", own) => Value::str(own.full_name()),
            ("assemblyname", TypeName::Simple { assembly, .. } | TypeName::Generic { assembly, .. }) => assembly.clone().into(),
            ("assemblyname", _) => Value::Null,
            ("isarray", own) => Value::Bool(matches!(own, TypeName::Array { .. })),
            ("isgeneric", own) => Value::Bool(matches!(own, TypeName::Generic { .. })),
            ("extent", own) => Extent::value(&self.source, own.span()),
            ("elementtype", TypeName::Array { element, .. }) => part(element),
            ("rank", TypeName::Array { rank, .. }) => Value::Int(*rank as i32),
            ("typename", TypeName::Generic { definition, .. }) => part(definition),
            ("genericarguments", TypeName::Generic { arguments, .. }) => Value::List(Rc::new(List::new(
                TypeId::READ_ONLY_COLLECTION.generic(&[TypeId::I_TYPE_NAME]),
                arguments.iter().map(part).collect(),
            ))),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.name.full_name())
    }
}

/// The type that a name means, if it is known.
pub(super) fn reflection_type(value: &Value) -> Option<Value> {
    value.downcast::<Name>().map(|own| types::resolve(&own.name.full_name()).map_or(Value::Null, Value::Type))
}

/// What a variable names.
struct Path(VariablePath);

pub(super) fn variable_path(path: &VariablePath) -> Value {
    Object::from_clr(Path(path.clone()))
}

impl ClrObject for Path {
    fn class(&self) -> TypeId {
        TypeId::VARIABLE_PATH
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "UserPath",
            "IsGlobal",
            "IsLocal",
            "IsPrivate",
            "IsScript",
            "IsUnqualified",
            "IsUnscopedVariable",
            "IsVariable",
            "IsDriveQualified",
            "DriveName",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let is = |qualifier: Qualifier| Value::Bool(self.0.qualifier == qualifier);
        Some(match name.to_ascii_lowercase().as_str() {
            "userpath" => Value::Str(self.0.user_path.clone()),
            "isglobal" => is(Qualifier::Global),
            "islocal" => is(Qualifier::Local),
            "isprivate" => is(Qualifier::Private),
            "isscript" => is(Qualifier::Script),
            "isunqualified" | "isunscopedvariable" => is(Qualifier::None),
            "isvariable" => Value::Bool(self.0.is_variable()),
            "isdrivequalified" => Value::Bool(!self.0.is_variable()),
            "drivename" => self.0.drive().map_or(Value::Null, Value::str),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.0.user_path.to_string())
    }
}

/// What a script's `#Requires` lines ask for.
struct Required(Requirements);

pub(super) fn requirements(requirements: &Requirements) -> Value {
    Object::from_clr(Required(requirements.clone()))
}

fn collection(class: TypeId, items: Vec<Value>) -> Value {
    Value::List(Rc::new(List::new(TypeId::READ_ONLY_COLLECTION.generic(&[class]), items)))
}

impl ClrObject for Required {
    fn class(&self) -> TypeId {
        TypeId::SCRIPT_REQUIREMENTS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "RequiredApplicationId",
            "RequiredPSVersion",
            "RequiredPSEditions",
            "RequiredModules",
            "RequiredAssemblies",
            "IsElevationRequired",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let texts = |all: &[Rc<str>]| collection(TypeId::STRING, all.iter().map(|text| Value::Str(text.clone())).collect());
        Some(match name.to_ascii_lowercase().as_str() {
            "requiredapplicationid" => self.0.shell_id.clone().into(),
            "requiredpsversion" => match &self.0.version {
                Some(parts) => {
                    let part = |at: usize| parts.get(at).map_or(-1, |part| *part as i32);
                    version(Version { major: part(0).max(0), minor: part(1).max(0), build: part(2), revision: part(3) })
                }
                None => Value::Null,
            },
            "requiredpseditions" => texts(&self.0.editions),
            "requiredmodules" => collection(
                TypeId::MODULE_SPECIFICATION,
                self.0.modules.iter().map(|module| Object::from_clr(RequiredModule(module.clone()))).collect(),
            ),
            "requiredassemblies" => texts(&self.0.assemblies),
            "iselevationrequired" => Value::Bool(self.0.elevation),
            _ => return None,
        })
    }
}

/// A module asked for.
struct RequiredModule(ModuleSpecification);

impl ClrObject for RequiredModule {
    fn class(&self) -> TypeId {
        TypeId::MODULE_SPECIFICATION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Name", "Guid", "Version", "MaximumVersion", "RequiredVersion"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.0.name.clone()),
            "guid" => self.0.guid.clone().into(),
            "version" => self.0.version.clone().into(),
            "maximumversion" => self.0.maximum_version.clone().into(),
            "requiredversion" => self.0.required_version.clone().into(),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.0.to_string())
    }
}
