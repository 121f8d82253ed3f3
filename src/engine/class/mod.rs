//! Classes and enums that scripts define.

mod instance;
mod method;

use super::eval::nothing_to_null;
use super::scope::{AttributeGuard, Frame, Scope, SessionState};
use super::session::Engine;
use crate::program::{Block, BlockCode, TypeRef};
use crate::syntax::ast::{self, MemberDefinition, TypeKind};
use crate::value::types::{Class, ClassMember, ClassMemberKind, Dynamic, Kind, ScriptEnum};
use crate::value::{Category, Run, TypeId, Value, convert};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A property of a class.
pub struct Property {
    /// Its name.
    pub name: Rc<str>,
    /// Its type; none: object.
    pub type_id: Option<TypeId>,
    /// Whether it belongs to the class.
    pub is_static: bool,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// Validation attributes.
    pub checks: Vec<Rc<AttributeGuard>>,
    /// The initial value.
    initial: Option<Rc<BlockCode>>,
}

/// A method or constructor of a class.
pub struct Method {
    /// Its name.
    pub name: Rc<str>,
    /// Whether it belongs to the class.
    pub is_static: bool,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// Its return type; none: object.
    pub return_type: Option<TypeId>,
    /// Types of its parameters.
    pub parameters: Vec<(Rc<str>, TypeId)>,
    code: Rc<BlockCode>,
}

/// What the engine knows of a class.
pub struct ClassRuntime {
    /// Properties in order.
    pub properties: Vec<Property>,
    /// Methods in order.
    pub methods: Vec<Method>,
    /// Constructors.
    pub constructors: Vec<Method>,
    /// Values of static properties.
    statics: RefCell<HashMap<String, Value>>,
    state: Rc<SessionState>,
    scope: Rc<Scope>,
}

/// The engine's data of a class.
pub fn runtime_of(class: TypeId) -> Option<Rc<ClassRuntime>> {
    match class.dynamic().as_deref() {
        Some(Dynamic::Class(class)) => class.runtime.borrow().clone().and_then(|runtime| runtime.downcast().ok()),
        _ => None,
    }
}

/// A class that the program itself makes objects of, under a name that scripts use (`[PesterConfiguration]`).
pub struct NativeClass {
    /// Makes one of at most one value.
    pub make: fn(&mut Engine, &[Value]) -> Run<Value>,
    /// Static properties by lower-case name.
    pub statics: fn(&mut Engine, &str) -> Option<Value>,
}

/// What makes a class's objects, if the program itself does.
pub fn native_of(class: TypeId) -> Option<Rc<NativeClass>> {
    match class.dynamic().as_deref() {
        Some(Dynamic::Class(class)) => class.runtime.borrow().clone().and_then(|runtime| runtime.downcast().ok()),
        _ => None,
    }
}

impl Engine {
    /// A type is known to all code of its own text, wherever that runs.
    fn note_type(&mut self, frame: &Frame, name: &str, id: TypeId) {
        let source = &frame.block.source;
        let (_, own) = self.text_types.entry(Rc::as_ptr(source)).or_insert_with(|| (source.clone(), HashMap::new()));
        own.insert(name.to_owned(), id);
    }

    /// Defines a class of the program's own for the whole session.
    pub fn define_native_class(&mut self, name: &str, native: NativeClass) -> TypeId {
        let id = TypeId::define_class(Class {
            name: Rc::from(name),
            base: TypeId::OBJECT,
            interfaces: Vec::new(),
            runtime: RefCell::new(Some(Rc::new(native))),
            members: RefCell::default(),
        });
        self.global.top.tables_mut().types.insert(name.to_lowercase(), id);
        id
    }

    /// Defines the types of a block: names first, so that they may name each other.
    pub(crate) fn define_types(&mut self, frame: &Frame, definitions: &[Rc<ast::TypeDefinition>]) -> Run {
        let mut classes = Vec::new();
        let mut enums = Vec::new();
        for definition in definitions {
            match definition.kind {
                TypeKind::Enum => enums.push(definition),
                TypeKind::Class | TypeKind::Interface => classes.push(definition.clone()),
            }
        }
        // An enum whose values name one that is defined later in the block waits for it.
        while !enums.is_empty() {
            let n_waiting = enums.len();
            let mut fault = None;
            enums.retain(|definition| match self.define_enum(frame, definition) {
                Ok(()) => false,
                Err(raise) => {
                    fault.get_or_insert(raise);
                    true
                }
            });
            if let (Some(fault), true) = (fault, enums.len() == n_waiting) {
                return Err(fault);
            }
        }
        let mut made = Vec::new();
        for definition in &classes {
            made.push((definition.clone(), self.declare_class(frame, definition)?));
        }
        for (definition, id) in made {
            self.fill_class(frame, &definition, id)?;
        }
        Ok(())
    }

    fn define_enum(&mut self, frame: &Frame, definition: &ast::TypeDefinition) -> Run {
        let underlying = match definition.base_types.first() {
            Some(base) => self.type_of(&TypeRef::new(&base.type_name))?,
            None => TypeId::INT32,
        };
        let flags = definition.attributes.iter().any(|attribute| {
            let name = attribute.type_name.name();
            name.eq_ignore_ascii_case("Flags")
                || name.eq_ignore_ascii_case("FlagsAttribute")
                || name.eq_ignore_ascii_case("System.FlagsAttribute")
        });
        let mut values: Vec<(Rc<str>, i64)> = Vec::new();
        let mut next = 0i64;
        for member in &definition.members {
            let MemberDefinition::Property(property) = member else { continue };
            if let Some(initial) = &property.initial {
                let value = self.constant_of(frame, initial, &values)?;
                next = match convert::try_cast(self, &value, TypeId::INT64) {
                    Ok(Value::Long(number)) => number,
                    _ => match value.base() {
                        Value::UInt64(number) => *number as i64,
                        _ => 0,
                    },
                };
            }
            values.push((property.name.clone(), next));
            next = next.wrapping_add(1);
        }
        let id = TypeId::define_enum(ScriptEnum { name: definition.name.clone(), values, flags, underlying });
        frame.scope.tables_mut().types.insert(definition.name.to_lowercase(), id);
        self.note_type(frame, &definition.name.to_lowercase(), id);
        Ok(())
    }

    /// The value of an enum's constant: earlier names of the same enum may stand in it.
    fn constant_of(&mut self, frame: &Frame, expression: &ast::Expression, values: &[(Rc<str>, i64)]) -> Run<Value> {
        if let ast::Expression::Member(member) = expression
            && let ast::Expression::String(name) = &member.member
            && let Some((_, value)) = values.iter().find(|(own, _)| own.eq_ignore_ascii_case(&name.value))
        {
            return Ok(Value::Long(*value));
        }
        let code = expression_code(&frame.block, expression);
        self.eval_code(frame, &code)
    }

    /// Evaluates a block that is one expression in the scope at hand.
    fn eval_code(&mut self, frame: &Frame, code: &Rc<BlockCode>) -> Run<Value> {
        let block = code.block().clone();
        let own = Frame::dotted(frame.scope.clone(), block, frame.state.clone());
        let Some(body) = &own.block.end else { return Ok(Value::Null) };
        let Some(statement) = body.statements.first() else { return Ok(Value::Null) };
        let value = self.value_of(&own, statement)?;
        Ok(nothing_to_null(value))
    }

    /// The error of a class that cannot be made.
    fn refuse_class(&mut self, message: String, id: &str) -> crate::value::Raise {
        self.raise_as(TypeId::PARSE_EXCEPTION, message, id, Category::ParserError, Value::Null)
    }

    /// Whether a class may name a type as its base, or as an interface behind it.
    fn check_base(&mut self, id: TypeId, at: usize) -> Run {
        let name = id.short_name();
        if id.array_element().is_some() {
            return Err(self.refuse_class(format!("Invalid base type '{name}'. Base type cannot be an array."), "SubtypeArray"));
        }
        if at > 0 && !id.is_interface() {
            return Err(self.refuse_class(format!("'{name}': Interface name expected."), "InterfaceNameExpected"));
        }
        let sealed = id.info().is_some_and(|info| !matches!(info.kind, Kind::Class | Kind::AbstractClass | Kind::Interface));
        if sealed && !id.is_class() {
            return Err(self.refuse_class(format!("Cannot inherit from sealed class '{name}'."), "SealedBaseClass"));
        }
        Ok(())
    }

    /// Whether no two members of a class are the same.
    fn check_members(&mut self, properties: &[Property], methods: &[Method], constructors: &[Method]) -> Run {
        let same = |a: &Method, b: &Method| {
            a.is_static == b.is_static
                && a.name.eq_ignore_ascii_case(&b.name)
                && a.parameters.len() == b.parameters.len()
                && a.parameters.iter().zip(&b.parameters).all(|((_, a), (_, b))| a == b)
        };
        let twice = properties
            .iter()
            .enumerate()
            .find(|(at, own)| properties[..*at].iter().any(|before| before.name.eq_ignore_ascii_case(&own.name)))
            .map(|(_, own)| own.name.clone())
            .or_else(|| {
                [methods, constructors].into_iter().find_map(|all| {
                    let mut numbered = all.iter().enumerate();
                    let (_, twice) = numbered.find(|(at, own)| all[..*at].iter().any(|before| same(before, own)))?;
                    Some(twice.name.clone())
                })
            });
        match twice {
            Some(name) => Err(self.refuse_class(format!("The member '{name}' is already defined."), "MemberAlreadyDefined")),
            None => Ok(()),
        }
    }

    fn declare_class(&mut self, frame: &Frame, definition: &ast::TypeDefinition) -> Run<TypeId> {
        let mut base = TypeId::OBJECT;
        let mut interfaces = Vec::new();
        for (at, constraint) in definition.base_types.iter().enumerate() {
            let name = constraint.type_name.full_name();
            let existing = self.find_type(&name).or_else(|| {
                frame
                    .scope
                    .chain()
                    .find_map(|scope| scope.tables.borrow().as_ref().and_then(|tables| tables.types.get(&name.to_lowercase()).copied()))
            });
            // A base is defined before what derives from it.
            let id = match existing {
                Some(id) => id,
                None => self.type_of(&TypeRef::new(&constraint.type_name))?,
            };
            self.check_base(id, at)?;
            if at == 0 && !id.is_interface() {
                base = id;
            } else {
                interfaces.push(id);
            }
        }
        // Already declared while a class before it asked for its base.
        let key = definition.name.to_lowercase();
        let known = frame.scope.tables.borrow().as_ref().and_then(|tables| tables.types.get(&key).copied());
        if let Some(known) = known
            && known.is_class()
            && runtime_of(known).is_none()
        {
            return Ok(known);
        }
        let id = TypeId::define_class(Class {
            name: definition.name.clone(),
            base,
            interfaces,
            runtime: RefCell::new(None),
            members: RefCell::default(),
        });
        self.note_type(frame, &key, id);
        frame.scope.tables_mut().types.insert(key, id);
        Ok(id)
    }

    fn optional_type(&mut self, constraint: &Option<ast::TypeConstraint>) -> Run<Option<TypeId>> {
        match constraint {
            Some(constraint) => self.type_of(&TypeRef::new(&constraint.type_name)).map(Some),
            None => Ok(None),
        }
    }

    fn fill_class(&mut self, frame: &Frame, definition: &ast::TypeDefinition, id: TypeId) -> Run {
        let mut properties = Vec::new();
        let mut methods = Vec::new();
        let mut constructors = Vec::new();
        for member in &definition.members {
            match member {
                MemberDefinition::Property(property) => {
                    let mut checks = Vec::new();
                    for attribute in &property.attributes {
                        checks.push(Rc::new(self.attribute_of(frame, attribute)?));
                    }
                    properties.push(Property {
                        name: property.name.clone(),
                        type_id: self.optional_type(&property.property_type)?,
                        is_static: property.is_static,
                        is_hidden: property.is_hidden,
                        checks,
                        initial: property.initial.as_ref().map(|initial| expression_code(&frame.block, initial)),
                    });
                }
                MemberDefinition::Function(function) => {
                    let mut parameters = Vec::new();
                    for parameter in &function.parameters {
                        let type_id = match parameter.type_name() {
                            Some(name) => self.type_of(&TypeRef::new(name))?,
                            None => TypeId::OBJECT,
                        };
                        parameters.push((parameter.name.path.name.clone(), type_id));
                    }
                    let definition = Rc::new(ast::FunctionDefinition {
                        span: function.span,
                        name: function.name.clone(),
                        name_span: function.name_span,
                        is_filter: false,
                        parameters: Some(function.parameters.clone()),
                        body: function.body.clone(),
                    });
                    let method = Method {
                        name: function.name.clone(),
                        is_static: function.is_static,
                        is_hidden: function.is_hidden,
                        return_type: self.optional_type(&function.return_type)?,
                        parameters,
                        code: BlockCode::of_function(&definition, frame.block.namespaces.clone()),
                    };
                    if function.is_constructor { constructors.push(method) } else { methods.push(method) }
                }
            }
        }
        self.check_members(&properties, &methods, &constructors)?;
        let runtime = Rc::new(ClassRuntime {
            properties,
            methods,
            constructors,
            statics: RefCell::default(),
            state: frame.state.clone(),
            scope: frame.scope.clone(),
        });
        if let Some(Dynamic::Class(class)) = id.dynamic().as_deref() {
            *class.members.borrow_mut() = listed(&definition.name, &runtime);
            *class.runtime.borrow_mut() = Some(runtime.clone());
        }
        for property in runtime.properties.iter().filter(|property| property.is_static) {
            let value = self.initial_value(&runtime, property)?;
            runtime.statics.borrow_mut().insert(property.name.to_lowercase(), value);
        }
        if let Some(constructor) = runtime.constructors.iter().find(|constructor| constructor.is_static) {
            self.run_method(id, &runtime, constructor, None, &[])?;
        }
        Ok(())
    }

    fn attribute_of(&mut self, frame: &Frame, attribute: &ast::Attribute) -> Run<AttributeGuard> {
        let mut positional = Vec::new();
        for argument in &attribute.positional {
            let code = expression_code(&frame.block, argument);
            positional.push(self.eval_code(frame, &code)?);
        }
        let mut named = Vec::new();
        for argument in &attribute.named {
            let value = match &argument.argument {
                Some(expression) => {
                    let code = expression_code(&frame.block, expression);
                    self.eval_code(frame, &code)?
                }
                None => Value::Bool(true),
            };
            named.push((argument.name.clone(), value));
        }
        Ok(AttributeGuard { name: Rc::from(attribute.type_name.name()), positional, named })
    }

    /// The classes of an instance's chain that scripts define, most derived first.
    fn script_bases(class: TypeId) -> Vec<(TypeId, Rc<ClassRuntime>)> {
        class.bases().filter_map(|base| runtime_of(base).map(|runtime| (base, runtime))).collect()
    }
}

/// The members of a class as `Get-Member` lists them.
fn listed(class: &Rc<str>, runtime: &ClassRuntime) -> Vec<ClassMember> {
    let prefix = |is_static: bool| if is_static { "static " } else { "" };
    let type_name = |id: Option<TypeId>| id.unwrap_or(TypeId::OBJECT).signature_name();
    let properties = runtime.properties.iter().map(|property| ClassMember {
        name: property.name.clone(),
        kind: ClassMemberKind::Property,
        is_static: property.is_static,
        is_hidden: property.is_hidden,
        definition: Rc::from(format!("{}{} {} {{get;set;}}", prefix(property.is_static), type_name(property.type_id), property.name)),
    });
    let arguments = |method: &Method| {
        let texts: Vec<String> = method.parameters.iter().map(|(name, id)| format!("{} {name}", id.signature_name())).collect();
        texts.join(", ")
    };
    let methods = runtime.methods.iter().map(|method| ClassMember {
        name: method.name.clone(),
        kind: ClassMemberKind::Method,
        is_static: method.is_static,
        is_hidden: method.is_hidden,
        definition: Rc::from(format!(
            "{}{} {}({})",
            prefix(method.is_static),
            type_name(method.return_type.or(Some(TypeId::VOID))),
            method.name,
            arguments(method)
        )),
    });
    let constructor = |text: String| ClassMember {
        name: Rc::from("new"),
        kind: ClassMemberKind::Constructor,
        is_static: true,
        is_hidden: false,
        definition: Rc::from(format!("{class} new({text})")),
    };
    let mut constructors: Vec<ClassMember> =
        runtime.constructors.iter().filter(|method| !method.is_static).map(|method| constructor(arguments(method))).collect();
    if constructors.is_empty() {
        constructors.push(constructor(String::new()));
    }
    properties.chain(methods).chain(constructors).collect()
}

/// An expression of the tree as code of its own, in the text it stands in.
fn expression_code(block: &Rc<Block>, expression: &ast::Expression) -> Rc<BlockCode> {
    let span = expression.span();
    let command = ast::CommandExpression { span, expression: expression.clone(), redirections: Vec::new() };
    let end = ast::NamedBlock {
        span,
        kind: ast::BlockKind::End,
        unnamed: true,
        traps: Vec::new(),
        statements: vec![ast::Statement::CommandExpression(Box::new(command))],
    };
    let tree = ast::ScriptBlock {
        span,
        unit: block.tree.unit.clone(),
        using_statements: Vec::new(),
        attributes: Vec::new(),
        param_block: None,
        dynamic_param: None,
        begin: None,
        process: None,
        end: Some(end),
        clean: None,
        requirements: None,
        is_configuration: false,
    };
    BlockCode::new(Rc::new(tree), block.namespaces.clone())
}
