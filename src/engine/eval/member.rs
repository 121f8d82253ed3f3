//! `a.b`, `[T]::b`, `a.b(c)`.

use std::rc::Rc;

use crate::engine::scope::Frame;
use crate::engine::session::Engine;
use crate::program::{Expr, InvokeCode, MemberCode, MemberName};
use crate::value::{Category, Payload, Raise, Run, Slot, TypeId, Value, convert, members};

impl Engine {
    #[inline]
    pub(super) fn eval_member(&mut self, frame: &Frame, code: &MemberCode) -> Run<Value> {
        if code.is_static {
            return self.eval_static_member(frame, code);
        }
        let target = self.eval(frame, &code.target)?;
        if let (Value::Object(object), MemberName::Known(name)) = (&target, &code.name)
            && matches!(object.payload, Payload::Custom | Payload::Instance(_))
        {
            let own = object.members.borrow();
            let place = match code.cache.find(&own.shape) {
                Some(place) => Some(place),
                None => {
                    let place = own.shape.find(name);
                    if let Some(place) = place {
                        code.cache.keep(&own.shape, place);
                    }
                    place
                }
            };
            if let Some(Slot::Note(value)) = place.map(|place| &own.slots[place]) {
                return Ok(value.clone());
            }
        }
        if let (Value::Dict(dict), MemberName::Computed(expr)) = (&target, &code.name) {
            // A key of any type: `$h.10`.
            let key = self.eval(frame, expr)?;
            if let Some(value) = dict.get(&key) {
                return Ok(value);
            }
        }
        let name = self.member_name(frame, &code.name)?;
        if target.is_null() {
            if code.null_conditional {
                return Ok(Value::Null);
            }
            if self.strict_in(frame) >= 20 {
                return Err(self.no_property(&name));
            }
            // Null counts as a collection of nothing.
            return Ok(if name.eq_ignore_ascii_case("Count") || name.eq_ignore_ascii_case("Length") { Value::Int(0) } else { Value::Null });
        }
        let strict = self.strict_in(frame) >= 20;
        self.property(&target, &name, strict)
    }

    fn no_property(&mut self, name: &str) -> Raise {
        self.raise_as(
            TypeId::PROPERTY_NOT_FOUND_EXCEPTION,
            format!("The property '{name}' cannot be found on this object. Verify that the property exists."),
            "PropertyNotFoundStrict",
            Category::NotSpecified,
            Value::Null,
        )
    }

    /// `target.name`, with the members of its items where a collection has none of that name.
    pub fn property(&mut self, target: &Value, name: &str, strict: bool) -> Run<Value> {
        if let Value::Dict(dict) = target
            && let Some(value) = dict.get_str(name)
        {
            return Ok(value);
        }
        if let Some(result) = self.engine_property(target, name) {
            return result;
        }
        if let Some(value) = members::get(self, target, name)? {
            return Ok(value);
        }
        if let Some(items) = self.enumerable_items(target)? {
            let mut found = Vec::new();
            let mut any = false;
            for item in &items {
                self.poll()?;
                if item.is_null() {
                    continue;
                }
                match self.property_of_item(item, name)? {
                    Some(value) => {
                        any = true;
                        match self.enumerate(&value)? {
                            Some(values) => found.extend(values),
                            None => found.push(value),
                        }
                    }
                    // A custom object answers with null for what it has not.
                    None if item.is_custom() => {
                        any = true;
                        found.push(Value::Null);
                    }
                    None => continue,
                }
            }
            if any && !(strict && found.iter().all(Value::is_null)) {
                return Ok(match found.len() {
                    0 => Value::Null,
                    1 => found.remove(0),
                    _ => Value::array(found),
                });
            }
            if matches!(&name.to_ascii_lowercase()[..], "count" | "length") {
                return Ok(Value::Int(items.len() as i32));
            }
            if strict {
                return Err(self.no_property(name));
            }
            return Ok(Value::Null);
        }
        // A single object counts as a collection of one.
        if matches!(&name.to_ascii_lowercase()[..], "count" | "length") && !strict {
            return Ok(Value::Int(1));
        }
        if strict {
            return Err(self.no_property(name));
        }
        Ok(Value::Null)
    }

    fn enumerable_items(&mut self, target: &Value) -> Run<Option<Vec<Value>>> {
        match target {
            Value::Array(_) | Value::List(_) => self.enumerate(target),
            Value::Object(_) => Ok(target.enumerate()),
            _ => Ok(None),
        }
    }

    fn property_of_item(&mut self, item: &Value, name: &str) -> Run<Option<Value>> {
        if let Value::Dict(dict) = item
            && let Some(value) = dict.get_str(name)
        {
            return Ok(Some(value));
        }
        if let Some(result) = self.engine_property(item, name) {
            return result.map(Some);
        }
        if let Some(value) = members::get(self, item, name)? {
            return Ok(Some(value));
        }
        if let Some(items) = self.enumerable_items(item)? {
            let mut found = Vec::new();
            for inner in &items {
                if let Some(value) = self.property_of_item(inner, name)? {
                    found.push(value);
                }
            }
            if !found.is_empty() {
                return Ok(Some(Value::from_outputs(found)));
            }
        }
        Ok(None)
    }

    /// The type left of `::`.
    pub(super) fn static_target(&mut self, frame: &Frame, target: &Expr) -> Run<TypeId> {
        if let Expr::Type(type_ref) = target {
            return self.type_of(type_ref);
        }
        let value = self.eval(frame, target)?;
        match value.base() {
            Value::Type(id) => Ok(*id),
            Value::Str(text) => match self.find_type(text) {
                Some(id) => Ok(id),
                None => Ok(TypeId::STRING),
            },
            other => Ok(other.type_id()),
        }
    }

    fn eval_static_member(&mut self, frame: &Frame, code: &MemberCode) -> Run<Value> {
        let type_id = self.static_target(frame, &code.target)?;
        let name = self.member_name(frame, &code.name)?;
        if type_id.is_class()
            && let Some(result) = self.class_static(type_id, &name, None)
        {
            return result;
        }
        match members::get_static(self, type_id, &name)? {
            Some(value) => Ok(value),
            None if self.strict_in(frame) >= 20 => Err(self.no_property(&name)),
            None => Ok(Value::Null),
        }
    }

    pub(super) fn arguments(&mut self, frame: &Frame, arguments: &[Expr]) -> Run<Vec<Value>> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.argument(frame, argument)?);
        }
        Ok(values)
    }

    /// An argument; `[ref]$x` is the variable itself.
    fn argument(&mut self, frame: &Frame, argument: &Expr) -> Run<Value> {
        let value = match argument {
            Expr::Cast(code)
                if code.0.name.eq_ignore_ascii_case("ref")
                    || code.0.name.eq_ignore_ascii_case("System.Management.Automation.PSReference") =>
            {
                self.reference(frame, &code.1)?
            }
            other => self.eval(frame, other)?,
        };
        Ok(super::expr::nothing_to_null(value))
    }

    pub(super) fn eval_invoke(&mut self, frame: &Frame, code: &InvokeCode) -> Run<Value> {
        let name = self.member_name(frame, &code.name)?;
        if code.is_static {
            let type_id = self.static_target(frame, &code.target)?;
            let arguments = self.arguments(frame, &code.arguments)?;
            return self.invoke_static(type_id, &name, &arguments);
        }
        let target = self.eval(frame, &code.target)?;
        if target.is_null() && code.null_conditional {
            return Ok(Value::Null);
        }
        let arguments = self.arguments(frame, &code.arguments)?;
        if let Some(class) = self.base_class_of(&code.target, &target)?
            && let Some(result) = self.class_call(class, &target, &name, &arguments)
        {
            return result;
        }
        if let MemberName::Computed(_) = code.name
            && let Some(result) = self.invoke_computed(frame, code, &target, &arguments)?
        {
            return Ok(result);
        }
        self.invoke_method(frame, &target, &name, &arguments)
    }

    /// The class in `([Base]$this).Method()`: that class's own method is called.
    fn base_class_of(&mut self, target: &Expr, value: &Value) -> Run<Option<TypeId>> {
        if !value.base().type_id().is_class() {
            return Ok(None);
        }
        let cast = match target {
            Expr::Cast(code) => code,
            Expr::Paren(statement) => match &**statement {
                crate::program::Stmt::Expr(_, Expr::Cast(code)) => code,
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        let class = self.type_of(&cast.0)?;
        Ok(class.is_class().then_some(class))
    }

    /// `$x.$method(…)` where the name is a script block or a method object.
    fn invoke_computed(&mut self, _frame: &Frame, _code: &InvokeCode, _target: &Value, _arguments: &[Value]) -> Run<Option<Value>> {
        Ok(None)
    }

    /// `[T]::name(…)`.
    pub(crate) fn invoke_static(&mut self, type_id: TypeId, name: &str, arguments: &[Value]) -> Run<Value> {
        if name.eq_ignore_ascii_case("new") {
            if type_id.is_class() {
                return self.new_instance(type_id, arguments);
            }
            return members::new_object(self, type_id, arguments);
        }
        if type_id.is_class()
            && let Some(result) = self.class_static_call(type_id, name, arguments)
        {
            return result;
        }
        if let Some(result) = self.engine_static(type_id, name, arguments) {
            return result;
        }
        match members::invoke_static(self, type_id, name, arguments)? {
            Some(value) => Ok(value),
            None => Err(self.no_method(&type_id.full_name(), name)),
        }
    }

    fn no_method(&mut self, type_name: &str, name: &str) -> Raise {
        self.raise_as(
            TypeId::RUNTIME_EXCEPTION,
            format!("Method invocation failed because [{type_name}] does not contain a method named '{name}'."),
            "MethodNotFound",
            Category::InvalidOperation,
            Value::str(name),
        )
    }

    /// `target.name(…)`.
    pub(crate) fn invoke_method(&mut self, frame: &Frame, target: &Value, name: &str, arguments: &[Value]) -> Run<Value> {
        if target.is_null() {
            return Err(self.raise(
                "You cannot call a method on a null-valued expression.",
                "InvokeMethodOnNull",
                Category::InvalidOperation,
            ));
        }
        if let Some(result) = self.engine_method(frame, target, name, arguments) {
            return result;
        }
        if let Some(value) = members::invoke(self, target, name, arguments)? {
            return Ok(value);
        }
        if let Some(result) = self.intrinsic(frame, target, name, arguments)? {
            return Ok(result);
        }
        // A block in a property is called as a method only through `.Invoke`; a collection calls its items.
        if let Some(items) = self.enumerable_items(target)?
            && !items.is_empty()
        {
            let mut found = Vec::new();
            for item in &items {
                let value = self.invoke_method(frame, item, name, arguments)?;
                match self.enumerate(&value)? {
                    Some(values) => found.extend(values),
                    None if matches!(value, Value::Nothing) => {}
                    None => found.push(value),
                }
            }
            return Ok(Value::from_outputs(found));
        }
        let type_name = target.base().type_id().full_name();
        Err(self.no_method(&type_name, name))
    }

    /// `[ref]$x`: an object whose `Value` is the variable.
    pub(super) fn reference(&mut self, frame: &Frame, operand: &Expr) -> Run<Value> {
        let (scope, symbol) = match operand {
            Expr::Slot(slot) => {
                let symbol = frame.symbol(*slot);
                match frame.scope.find(symbol) {
                    Some((scope, _)) => (scope, symbol),
                    None => {
                        return Err(self.raise_as(
                            TypeId::RUNTIME_EXCEPTION,
                            "[ref] cannot be applied to a variable that does not exist.",
                            "NonExistingVariableReference",
                            Category::InvalidOperation,
                            Value::Str(symbol.name()),
                        ));
                    }
                }
            }
            Expr::Variable(variable) => {
                let scope = match variable.path.qualifier {
                    crate::syntax::ast::Qualifier::Global => frame.scope.global(),
                    crate::syntax::ast::Qualifier::Script => frame.scope.script_scope(),
                    _ => frame.scope.clone(),
                };
                (scope, variable.symbol)
            }
            other => {
                let value = self.eval(frame, other)?;
                return Ok(crate::engine::objects::value_reference(value));
            }
        };
        let place = scope.ensure(symbol);
        Ok(crate::engine::objects::variable_reference(scope, place, symbol))
    }

    /// `[ref]x` outside of an argument list.
    pub(crate) fn reference_cast(&mut self, frame: &Frame, operand: &Expr) -> Run<Value> {
        self.reference(frame, operand)
    }

    /// Text of a value for messages.
    pub fn text(&mut self, value: &Value) -> Run<Rc<str>> {
        convert::to_text(self, value)
    }
}
