//! Instances: constructors, properties, items.

use super::super::scope::{Frame, Scope, ScopeKind};
use super::super::session::Engine;
use super::{ClassRuntime, Method, Property, runtime_of};
use crate::program::Symbol;
use crate::syntax::ast::{self};
use crate::value::{Category, Exception, Members, Object, Payload, Run, Shape, TypeId, Value, convert, members};
use std::cell::RefCell;
use std::rc::Rc;

impl Engine {
    pub(super) fn initial_value(&mut self, runtime: &ClassRuntime, property: &Property) -> Run<Value> {
        let value = match &property.initial {
            None => match property.type_id {
                // A string that was never set is null, not empty.
                Some(TypeId::STRING) | None => Value::Null,
                Some(type_id) => crate::engine::function::default_of(type_id, true),
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

    pub(super) fn typed(&mut self, property: &Property, value: Value) -> Run<Value> {
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

    /// `[Class]::new(…)`.
    pub fn new_instance(&mut self, class: TypeId, arguments: &[Value]) -> Run<Value> {
        if let Some(native) = super::native_of(class) {
            return (native.make)(self, arguments);
        }
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
    pub(super) fn construct(&mut self, class: TypeId, this: &Value, arguments: &[Value]) -> Run {
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
    pub(super) fn construct_base(&mut self, base: TypeId, this: &Value, arguments: &[Value]) -> Run {
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

    /// Reads or writes a static property of a class or its script bases.
    pub(crate) fn class_static(&mut self, class: TypeId, name: &str, value: Option<Value>) -> Option<Run<Value>> {
        if let (Some(native), None) = (super::native_of(class), &value) {
            return (native.statics)(self, &name.to_lowercase()).map(Ok);
        }
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
                if let Some(items) = crate::engine::objects::drain_enumerator(self, &enumerator)? {
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
