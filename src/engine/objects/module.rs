//! Modules as objects.

use super::super::command::Command;
use super::super::module::Module;
use super::super::session::Engine;
use super::session_state;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Dict, Object, Run, ScriptBlock, TypeId, Value};
use std::any::Any;
use std::rc::Rc;

/// A module as a value: `PSModuleInfo`.
pub struct ModuleObject(pub Rc<Module>);

/// A module as a value.
pub fn module_value(module: &Rc<Module>) -> Value {
    Object::from_clr(ModuleObject(module.clone()))
}

impl ClrObject for ModuleObject {
    fn class(&self) -> TypeId {
        TypeId::PS_MODULE_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "LogPipelineExecutionDetails",
            "Name",
            "Path",
            "Definition",
            "Description",
            "Guid",
            "HelpInfoUri",
            "ModuleBase",
            "PrivateData",
            "Version",
            "ModuleType",
            "Author",
            "AccessMode",
            "ExportedFunctions",
            "ExportedCmdlets",
            "ExportedCommands",
            "ExportedAliases",
            "ExportedVariables",
            "NestedModules",
            "RequiredModules",
            "RootModule",
            "SessionState",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let module = &self.0;
        let named = |names: Vec<(Rc<str>, Value)>| {
            let type_id = TypeId::DICTIONARY2.generic(&[TypeId::STRING, TypeId::OBJECT]);
            let dict = Dict::new(crate::value::DictKind::Generic(type_id), true);
            for (name, value) in names {
                dict.set_str(&name, value);
            }
            Value::Dict(Rc::new(dict))
        };
        let functions = || -> Vec<(Rc<str>, Value)> {
            module
                .exported_functions
                .borrow()
                .iter()
                .map(|(name, function)| (name.clone(), Command::Function(function.clone()).value()))
                .collect()
        };
        let manifest = |key: &str| match &*module.manifest.borrow() {
            Value::Dict(dict) => dict.get_str(key).unwrap_or(Value::Null),
            _ => Value::Null,
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(module.name.clone()),
            // A manifest's module is the file that it names.
            "path" => match manifest("RootModule").as_str().filter(|root| root.ends_with(".psm1")) {
                Some(root) => {
                    let folder = std::path::Path::new(&*module.path).parent().unwrap_or(std::path::Path::new(""));
                    Value::str(folder.join(&**root).to_string_lossy())
                }
                None => Value::Str(module.path.clone()),
            },
            "description" => Value::Str(module.description.borrow().clone()),
            "guid" => Value::Str(module.guid.borrow().clone()),
            "modulebase" => {
                Value::str(std::path::Path::new(&*module.path).parent().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default())
            }
            "privatedata" => module.private_data.borrow().clone(),
            // An import reads the manifest twice and keeps the tags of both.
            "tags" => {
                let tags = module.ps_data("Tags");
                let tags = tags.enumerate().unwrap_or_else(|| if tags.is_null() { Vec::new() } else { vec![tags.clone()] });
                Value::array([tags.clone(), tags].concat())
            }
            "releasenotes" => module.ps_data("ReleaseNotes"),
            "helpinfouri" => manifest("HelpInfoURI"),
            "powershellversion" => manifest("PowerShellVersion"),
            "compatiblepseditions" => manifest("CompatiblePSEditions"),
            "scripts" => Value::array(Vec::new()),
            "author" => manifest("Author"),
            "companyname" => manifest("CompanyName"),
            "copyright" => manifest("Copyright"),
            "rootmodule" => manifest("RootModule"),
            "moduletype" => Value::str(module.kind),
            "accessmode" => Value::str("ReadWrite"),
            "exportedfunctions" => named(functions()),
            "exportedcmdlets" => {
                named(module.exported_cmdlets.borrow().iter().map(|name| (name.clone(), Value::Str(name.clone()))).collect())
            }
            "exportedcommands" => {
                let mut all = functions();
                all.extend(module.exported_cmdlets.borrow().iter().map(|name| (name.clone(), Value::Str(name.clone()))));
                all.extend(
                    module.exported_aliases.borrow().iter().map(|alias| (alias.name.clone(), Command::Alias(alias.clone()).value())),
                );
                named(all)
            }
            "exportedaliases" => named(
                module.exported_aliases.borrow().iter().map(|alias| (alias.name.clone(), Command::Alias(alias.clone()).value())).collect(),
            ),
            "exportedvariables" => named(
                module
                    .exported_variables
                    .borrow()
                    .iter()
                    .map(|symbol| (symbol.name(), module.state.as_ref().and_then(|state| state.top.get(*symbol)).unwrap_or(Value::Null)))
                    .collect(),
            ),
            "nestedmodules" => Value::array(module.nested.borrow().iter().map(module_value).collect()),
            "requiredmodules" => Value::array(Vec::new()),
            "onremove" => module.on_remove.borrow().clone(),
            "prefix" => Value::Str(module.prefix.borrow().clone()),
            "definition" => Value::empty_str(),
            "sessionstate" => module.state.as_ref().map_or(Value::Null, session_state),
            _ => return None,
        })
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        match name.to_ascii_lowercase().as_str() {
            "onremove" => *self.0.on_remove.borrow_mut() = value.clone(),
            "description" => *self.0.description.borrow_mut() = value.as_str().cloned().unwrap_or_else(|| Rc::from("")),
            "privatedata" => *self.0.private_data.borrow_mut() = value.clone(),
            _ => return None,
        }
        Some(Ok(()))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.0.name.to_string())
    }
}

pub(super) fn module_method(engine: &mut Engine, module: &Rc<Module>, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    match name.to_ascii_lowercase().as_str() {
        "invoke" => {
            let Some(Value::ScriptBlock(block)) = arguments.first().map(Value::base) else { return None };
            let bound = Rc::new(ScriptBlock::new(block.code.clone(), module.state.clone().map(|state| state as Rc<dyn Any>)));
            Some(engine.call_block(&bound, arguments[1..].to_vec()))
        }
        "newboundscriptblock" => {
            let Some(Value::ScriptBlock(block)) = arguments.first().map(Value::base) else { return None };
            Some(Ok(Value::ScriptBlock(Rc::new(ScriptBlock::new(
                block.code.clone(),
                module.state.clone().map(|state| state as Rc<dyn Any>),
            )))))
        }
        "getvariablefromcallersmodule" => Some(Ok(Value::Null)),
        _ => None,
    }
}
