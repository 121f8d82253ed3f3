//! Classes and enums that scripts define.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::eval::nothing_to_null;
use super::scope::{AttributeGuard, Frame, MethodFrame, Scope, ScopeKind, SessionState, Slot};
use super::session::Engine;
use crate::program::{Block, BlockCode, Symbol, TypeRef};
use crate::syntax::ast::{self, MemberDefinition, TypeKind};
use crate::value::types::{Class, Dynamic, ScriptEnum};
use crate::value::{Category, Exception, Members, Object, Payload, Run, Shape, TypeId, Value, convert, members};

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

impl Engine {
    /// Defines the types of a block: names first, so that they may name each other.
    pub(crate) fn define_types(&mut self, frame: &Frame, definitions: &[Rc<ast::TypeDefinition>]) -> Run {
        let mut classes = Vec::new();
        for definition in definitions {
            match definition.kind {
                TypeKind::Enum => self.define_enum(frame, definition)?,
                TypeKind::Class | TypeKind::Interface => classes.push(definition.clone()),
            }
        }
        let mut made = Vec::new();
        for definition in &classes {
            // A class whose base is defined later in the block waits for it.
            made.push((definition.clone(), self.declare_class(frame, definition, &classes)?));
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

    fn declare_class(&mut self, frame: &Frame, definition: &ast::TypeDefinition, all: &[Rc<ast::TypeDefinition>]) -> Run<TypeId> {
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
            let id = match existing {
                Some(id) => id,
                None => match all.iter().find(|other| other.name.eq_ignore_ascii_case(&name)) {
                    Some(other) if !other.name.eq_ignore_ascii_case(&definition.name) => {
                        let other = other.clone();
                        self.declare_class(frame, &other, all)?
                    }
                    _ => self.type_of(&TypeRef::new(&constraint.type_name))?,
                },
            };
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
        let id = TypeId::define_class(Class { name: definition.name.clone(), base, interfaces, runtime: RefCell::new(None) });
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
        let runtime = Rc::new(ClassRuntime {
            properties,
            methods,
            constructors,
            statics: RefCell::default(),
            state: frame.state.clone(),
            scope: frame.scope.clone(),
        });
        if let Some(Dynamic::Class(class)) = id.dynamic().as_deref() {
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

    fn initial_value(&mut self, runtime: &ClassRuntime, property: &Property) -> Run<Value> {
        let value = match &property.initial {
            None => match property.type_id {
                // A string that was never set is null, not empty.
                Some(TypeId::STRING) | None => Value::Null,
                Some(type_id) => super::invoke::default_of(type_id, true),
            },
            Some(code) => {
                let block = code.block().clone();
                let scope = Scope::new(ScopeKind::Local, Some(runtime.scope.clone()), block.names.clone());
                let frame = Frame { scope, map: None, block, state: runtime.state.clone(), method: None };
                let value = self.eval_code(&frame, code)?;
                self.typed(property, value)?
            }
        };
        Ok(value)
    }

    fn typed(&mut self, property: &Property, value: Value) -> Run<Value> {
        let value = match property.type_id {
            Some(type_id) => convert::cast(self, &value, type_id)?,
            None => value,
        };
        for check in &property.checks {
            if let Some(reason) = self.check_attribute(check, &value)? {
                return Err(self.raise_as(
                    TypeId::VALIDATION_METADATA_EXCEPTION,
                    reason,
                    "ValidationMetadataException",
                    Category::MetadataError,
                    Value::Null,
                ));
            }
        }
        Ok(value)
    }

    /// The classes of an instance's chain that scripts define, most derived first.
    fn script_bases(class: TypeId) -> Vec<(TypeId, Rc<ClassRuntime>)> {
        class.bases().filter_map(|base| runtime_of(base).map(|runtime| (base, runtime))).collect()
    }

    /// `[Class]::new(…)`.
    pub fn new_instance(&mut self, class: TypeId, arguments: &[Value]) -> Run<Value> {
        let chain = Engine::script_bases(class);
        let root = class.bases().find(|base| !base.is_class()).unwrap_or(TypeId::OBJECT);
        let mut names = Vec::new();
        // As .NET lists them: those of the class itself before those of its bases.
        for (_, runtime) in &chain {
            for property in runtime.properties.iter().filter(|property| !property.is_static) {
                if !names.iter().any(|name: &Rc<str>| name.eq_ignore_ascii_case(&property.name)) {
                    names.push(property.name.clone());
                }
            }
        }
        let slots = vec![crate::value::Slot::Note(Value::Null); names.len()];
        let hidden: Vec<Rc<str>> = chain
            .iter()
            .flat_map(|(_, runtime)| &runtime.properties)
            .filter(|property| property.is_hidden)
            .map(|property| property.name.clone())
            .collect();
        let members =
            Members { shape: Shape::new(names), slots, hidden: (!hidden.is_empty()).then(|| Box::new(hidden)), ..Members::default() };
        let payload = if root.bases().any(|base| base == TypeId::EXCEPTION) {
            let message = format!("Exception of type '{}' was thrown.", class.full_name());
            Payload::Exception(Box::new(Exception::new(class, message, None)))
        } else {
            Payload::Instance(class)
        };
        let this = Value::Object(Rc::new(Object { payload, members: RefCell::new(members) }));
        self.construct(class, &this, arguments)?;
        Ok(this)
    }

    /// Runs the initializers and a constructor of exactly this class on an instance.
    fn construct(&mut self, class: TypeId, this: &Value, arguments: &[Value]) -> Run {
        let Some(runtime) = runtime_of(class) else {
            return self.construct_base(class, this, arguments);
        };
        for property in runtime.properties.iter().filter(|property| !property.is_static) {
            let value = self.initial_value(&runtime, property)?;
            this.set_note(&property.name, value);
        }
        let constructors: Vec<&Method> = runtime.constructors.iter().filter(|constructor| !constructor.is_static).collect();
        if constructors.is_empty() {
            if !arguments.is_empty() {
                return Err(self.no_overload("new", arguments.len()));
            }
            if let Some(base) = class.base() {
                return self.construct(base, this, &[]);
            }
            return Ok(());
        }
        let Some(constructor) = self.choose_method(&constructors, arguments) else {
            return Err(self.no_overload("new", arguments.len()));
        };
        let written = constructor.code.tree.end.as_ref().is_some_and(|end| {
            end.statements.first().is_some_and(|statement| match statement {
                ast::Statement::CommandExpression(command) => matches!(&command.expression, ast::Expression::BaseCtorInvoke(_)),
                ast::Statement::Pipeline(pipeline) => matches!(pipeline.pure_expression(), Some(ast::Expression::BaseCtorInvoke(_))),
                _ => false,
            })
        });
        if !written && let Some(base) = class.base() {
            self.construct(base, this, &[])?;
        }
        self.run_method(class, &runtime, constructor, Some(this), arguments).map(drop)
    }

    /// The constructor of a base that is no script class.
    fn construct_base(&mut self, base: TypeId, this: &Value, arguments: &[Value]) -> Run {
        if let Some(exception) = Exception::of(this) {
            if let Some(first) = arguments.first()
                && !first.is_null()
            {
                exception.set_message(convert::to_text(self, first)?);
            }
            if let Some(inner) = arguments.get(1) {
                exception.set_inner((!inner.is_null()).then(|| inner.clone()));
            }
            return Ok(());
        }
        if base == TypeId::OBJECT || arguments.is_empty() {
            return Ok(());
        }
        Err(self.no_overload("new", arguments.len()))
    }

    /// `base(…)` in a constructor.
    pub(crate) fn call_base_constructor(&mut self, frame: &Frame, arguments: &[Value]) -> Run<Value> {
        let Some(method) = &frame.method else { return Ok(Value::Nothing) };
        let this = frame.scope.get(Symbol::THIS).unwrap_or(Value::Null);
        if let Some(base) = method.class.base() {
            self.construct(base, &this, arguments)?;
        }
        Ok(Value::Nothing)
    }

    fn no_overload(&mut self, name: &str, count: usize) -> crate::value::Raise {
        self.raise_as(
            TypeId::METHOD_EXCEPTION,
            format!("Cannot find an overload for \"{name}\" and the argument count: \"{count}\"."),
            "MethodCountCouldNotFindBest",
            Category::NotSpecified,
            Value::Null,
        )
    }

    /// The overload that fits: by count, then by type.
    fn choose_method<'m>(&mut self, methods: &[&'m Method], arguments: &[Value]) -> Option<&'m Method> {
        let by_count: Vec<&&Method> = methods.iter().filter(|method| method.parameters.len() == arguments.len()).collect();
        match by_count.as_slice() {
            [] => None,
            [only] => Some(only),
            several => {
                let score = |method: &Method| -> i32 {
                    method
                        .parameters
                        .iter()
                        .zip(arguments)
                        .map(|((_, type_id), value)| {
                            let own = value.base().type_id();
                            if own == *type_id && !value.is_null() {
                                4
                            } else if value.is_null() && !type_id.is_value_type()
                                || *type_id != TypeId::OBJECT && type_id.is_assignable_from(own)
                            {
                                3
                            } else if *type_id == TypeId::OBJECT {
                                1
                            } else {
                                0
                            }
                        })
                        .sum()
                };
                let best = several.iter().map(|method| score(method)).max()?;
                several.iter().find(|method| score(method) == best).map(|method| **method)
            }
        }
    }

    fn run_method(
        &mut self,
        class: TypeId,
        runtime: &ClassRuntime,
        method: &Method,
        this: Option<&Value>,
        arguments: &[Value],
    ) -> Run<Value> {
        let block = method.code.block().clone();
        let scope = Scope::new(ScopeKind::Local, Some(runtime.scope.clone()), block.names.clone());
        for (((name, type_id), parameter), value) in method.parameters.iter().zip(&block.parameters).zip(arguments) {
            let value = match *type_id {
                TypeId::OBJECT => value.clone(),
                type_id => match convert::try_cast(self, value, type_id) {
                    Ok(value) => value,
                    Err(error) => {
                        if let Some(raise) = error.raise {
                            return Err(raise);
                        }
                        let text = convert::to_message_text(self, value);
                        return Err(self.raise_as(
                            TypeId::METHOD_EXCEPTION,
                            format!(
                                "Cannot convert argument \"{name}\", with value: \"{text}\", for \"{}\" to type \"{}\": \"{}\"",
                                method.name,
                                type_id.full_name(),
                                error.message
                            ),
                            "MethodArgumentConversionInvalidCastArgument",
                            Category::NotSpecified,
                            Value::Null,
                        ));
                    }
                },
            };
            scope.slots.borrow_mut()[parameter.slot as usize] = Slot { value: Some(value), info: None };
        }
        if let Some(this) = this {
            scope.set(Symbol::THIS, this.clone());
        }
        let frame = Frame {
            scope: scope.clone(),
            map: None,
            block: block.clone(),
            state: runtime.state.clone(),
            method: Some(Box::new(MethodFrame { class, returned: RefCell::new(None) })),
        };
        let saved = self.enter(&runtime.state, scope);
        let mut dropped = Dropped;
        // Inside a method errors stop it.
        self.guarded += 1;
        let result = self.activated(&block, method.name.clone(), |engine| match &block.end {
            Some(body) => engine.run_named(&frame, body, &mut dropped),
            None => Ok(()),
        });
        self.guarded -= 1;
        self.leave(saved);
        result?;
        let returned = frame.method.as_ref().and_then(|method| method.returned.borrow_mut().take()).unwrap_or(Value::Nothing);
        match method.return_type {
            Some(TypeId::VOID) | None if matches!(returned, Value::Nothing) => Ok(Value::Nothing),
            Some(TypeId::VOID) => Ok(Value::Nothing),
            None => Ok(returned),
            Some(type_id) => convert::cast(self, &nothing_to_null(returned), type_id),
        }
    }

    /// Calls an instance method of a class or its script bases.
    pub(crate) fn class_call(&mut self, class: TypeId, this: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
        for (base, runtime) in Engine::script_bases(class) {
            let methods: Vec<&Method> =
                runtime.methods.iter().filter(|method| !method.is_static && method.name.eq_ignore_ascii_case(name)).collect();
            if methods.is_empty() {
                continue;
            }
            if let Some(method) = self.choose_method(&methods, arguments) {
                return Some(self.run_method(base, &runtime, method, Some(this), arguments));
            }
            let inherited = Engine::script_bases(base)
                .into_iter()
                .skip(1)
                .any(|(_, runtime)| runtime.methods.iter().any(|method| method.name.eq_ignore_ascii_case(name)));
            if !inherited {
                return Some(Err(self.no_overload(name, arguments.len())));
            }
        }
        None
    }

    /// Calls a static method of a class or its script bases.
    pub(crate) fn class_static_call(&mut self, class: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
        for (base, runtime) in Engine::script_bases(class) {
            let methods: Vec<&Method> =
                runtime.methods.iter().filter(|method| method.is_static && method.name.eq_ignore_ascii_case(name)).collect();
            if methods.is_empty() {
                continue;
            }
            return Some(match self.choose_method(&methods, arguments) {
                Some(method) => self.run_method(base, &runtime, method, None, arguments),
                None => Err(self.no_overload(name, arguments.len())),
            });
        }
        None
    }

    /// Reads or writes a static property of a class or its script bases.
    pub(crate) fn class_static(&mut self, class: TypeId, name: &str, value: Option<Value>) -> Option<Run<Value>> {
        for (_, runtime) in Engine::script_bases(class) {
            let Some(property) = runtime.properties.iter().find(|property| property.is_static && property.name.eq_ignore_ascii_case(name))
            else {
                continue;
            };
            return Some(match value {
                None => Ok(runtime.statics.borrow().get(&name.to_lowercase()).cloned().unwrap_or(Value::Null)),
                Some(value) => self.typed(property, value).inspect(|value| {
                    runtime.statics.borrow_mut().insert(name.to_lowercase(), value.clone());
                }),
            });
        }
        None
    }

    /// Sets an instance property with its type and checks.
    pub(crate) fn class_property(&mut self, class: TypeId, this: &Value, name: &str, value: Value) -> Option<Run> {
        for (_, runtime) in Engine::script_bases(class) {
            let Some(property) = runtime.properties.iter().find(|property| !property.is_static && property.name.eq_ignore_ascii_case(name))
            else {
                continue;
            };
            return Some(match self.typed(property, value) {
                Ok(value) => {
                    this.set_note(&property.name, value);
                    Ok(())
                }
                Err(raise) => Err(match raise.error() {
                    Some(record) => {
                        let inner = record.0.exception.clone();
                        let text = format!("Exception setting \"{}\": \"{}\"", property.name, record.exception_message());
                        let outer = Exception::object(TypeId::SET_VALUE_INVOCATION_EXCEPTION, text, Some(inner));
                        let record = crate::value::ErrorRecord::of(outer, "ExceptionWhenSetting", Category::NotSpecified, Value::Null);
                        self.locate(&record);
                        record.into()
                    }
                    None => raise,
                }),
            });
        }
        None
    }

    /// The items of an instance that implements `IEnumerable` by its `GetEnumerator`.
    pub(crate) fn enumerate_instance(&mut self, class: TypeId, this: &Value) -> Run<Option<Vec<Value>>> {
        match self.class_call(class, this, "GetEnumerator", &[]) {
            None => Ok(None),
            Some(result) => {
                let enumerator = result?;
                if let Some(items) = enumerator.enumerate() {
                    return Ok(Some(items));
                }
                if let Some(items) = super::invoke::drain_enumerator(self, &enumerator)? {
                    return Ok(Some(items));
                }
                let mut items = Vec::new();
                let inner = enumerator.type_id();
                while let Some(more) = self.class_call(inner, &enumerator, "MoveNext", &[]) {
                    if !convert::to_bool(&more?) {
                        break;
                    }
                    self.poll()?;
                    items.push(members::get(self, &enumerator, "Current")?.unwrap_or(Value::Null));
                }
                Ok(Some(items))
            }
        }
    }
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

/// Output of a method that is not returned: it is lost.
struct Dropped;

impl crate::cmdlet::Output for Dropped {
    fn push(&mut self, _host: &mut dyn crate::cmdlet::Host, _value: Value) -> Run {
        Ok(())
    }
}
