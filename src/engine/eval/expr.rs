//! Expressions.

use std::rc::Rc;

use crate::engine::operators;
use crate::engine::scope::Frame;
use crate::engine::session::Engine;
use crate::program::{Body, Expr, HashCode, HashKind, IncrementCode, IndexCode, Piece, Stmt, Symbol, Target};
use crate::syntax::operator::BinaryOperator;
use crate::value::{Array, Category, Dict, Members, Object, Payload, Run, Shape, Slot, TypeId, Value, convert, members};

impl Engine {
    /// The value of an expression.
    pub(crate) fn eval(&mut self, frame: &Frame, expr: &Expr) -> Run<Value> {
        match expr {
            Expr::Const(value) => Ok(value.clone()),
            Expr::Slot(slot) => self.read_slot(frame, *slot),
            Expr::Binary(code) => self.eval_binary(frame, code),
            other => self.eval_other(frame, other),
        }
    }

    /// The expressions beyond constants, variables and operators; apart, so that these stay small.
    #[inline(never)]
    fn eval_other(&mut self, frame: &Frame, expr: &Expr) -> Run<Value> {
        match expr {
            Expr::Const(_) | Expr::Slot(_) | Expr::Binary(_) => self.eval(frame, expr),
            Expr::Member(code) => self.eval_member(frame, code),
            Expr::Invoke(code) => self.eval_invoke(frame, code),
            Expr::Index(code) => self.eval_index(frame, code),
            Expr::Expand(pieces) => self.eval_expand(frame, pieces),
            Expr::Increment(code) => self.eval_increment(frame, code),
            Expr::Unary(code) => {
                let operand = self.eval(frame, &code.operand)?;
                self.unary(code.operator, operand)
            }
            Expr::Variable(variable) => self.read_variable(frame, variable),
            Expr::Automatic(symbol) => self.eval_automatic(frame, *symbol),
            Expr::Array(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(match self.eval(frame, item)? {
                        Value::Nothing => Value::Null,
                        value => value,
                    });
                }
                Ok(Value::array(values))
            }
            Expr::ArrayOf(body) => self.eval_array_of(frame, body),
            Expr::Sub(body) => {
                let mut items = Vec::new();
                self.run_inner(frame, body, &mut items)?;
                Ok(Value::from_outputs(items))
            }
            Expr::Paren(statement) => self.eval_paren(frame, statement),
            Expr::Hash(code) => self.eval_hash(frame, code),
            Expr::Block(code) => Ok(Value::ScriptBlock(Rc::new(crate::value::ScriptBlock::new(code.clone(), Some(frame.state.clone()))))),
            Expr::Ternary(code) => {
                let condition = self.eval(frame, &code.0)?;
                self.eval(frame, if convert::to_bool(&condition) { &code.1 } else { &code.2 })
            }
            Expr::Cast(code) => {
                if code.0.name.eq_ignore_ascii_case("ref") {
                    return self.reference_cast(frame, &code.1);
                }
                let value = self.eval(frame, &code.1)?;
                let mut type_id = self.type_of(&code.0)?;
                if type_id == TypeId::VOID {
                    return Ok(Value::Nothing);
                }
                // Two names of one type, of which just this one turns a dictionary into an object.
                if type_id == TypeId::PS_OBJECT && code.0.name.eq_ignore_ascii_case("pscustomobject") {
                    type_id = TypeId::PS_CUSTOM_OBJECT;
                }
                self.cast(&value, type_id)
            }
            Expr::Attributed(code) => self.eval(frame, &code.1),
            Expr::Type(type_ref) => Ok(Value::Type(self.type_of(type_ref)?)),
            Expr::BaseCtor(arguments) => {
                let arguments = self.arguments(frame, arguments)?;
                self.call_base_constructor(frame, &arguments)
            }
            Expr::Using(code) => {
                let Some(caller) = self.using.last().cloned() else { return self.eval(frame, &code.1) };
                match caller.lookup(code.0) {
                    Some(value) => Ok(value),
                    None if code.0 == Symbol::NULL => self.eval(frame, &code.1),
                    None => match self.automatic_in(&caller, code.0)? {
                        Some(value) => Ok(value),
                        None => Err(self.using_undefined(&code.0.name())),
                    },
                }
            }
            Expr::Error(_) => Err(self.raise("The expression could not be parsed.", "ParserError", Category::ParserError)),
        }
    }

    #[cold]
    fn using_undefined(&mut self, name: &str) -> crate::value::Raise {
        let raise = self.raise_as(
            TypeId::PS_INVALID_OPERATION_EXCEPTION,
            format!(
                "The value of the using variable '$using:{name}' cannot be retrieved because it has not been set in the local session."
            ),
            "UsingVariableIsUndefined",
            Category::InvalidOperation,
            Value::Null,
        );
        // It ends the command that runs the block, not one statement of the block.
        if let Some(record) = raise.error() {
            record.0.stop.set(true);
        }
        raise
    }

    fn eval_automatic(&mut self, frame: &Frame, symbol: Symbol) -> Run<Value> {
        let found = if matches!(symbol, Symbol::QUESTION) { None } else { frame.scope.lookup(symbol) };
        if let Some(value) = found {
            return Ok(value);
        }
        match self.automatic(frame, symbol)? {
            Some(value) => Ok(value),
            None if self.strict_in(frame) > 0 => Err(self.unset_error(&symbol.name())),
            None => Ok(Value::Null),
        }
    }

    /// `[T]value`.
    pub(super) fn cast(&mut self, value: &Value, type_id: TypeId) -> Run<Value> {
        match (type_id, value) {
            (TypeId::INT32, Value::Int(_)) | (TypeId::STRING, Value::Str(_)) | (TypeId::BOOLEAN, Value::Bool(_)) => Ok(value.clone()),
            (TypeId::VOID, _) => Ok(Value::Nothing),
            _ => convert::cast(self, value, type_id),
        }
    }

    fn eval_array_of(&mut self, frame: &Frame, body: &Body) -> Run<Value> {
        // `@( 1, 2 )` and `@( $x )` alone: no pipeline in between.
        if let [Stmt::Expr(_, expr)] = body.statements.as_slice()
            && body.traps.is_empty()
            && body.types.is_empty()
            && !matches!(expr, Expr::Increment(_))
        {
            let value = self.eval(frame, expr)?;
            return Ok(match value {
                Value::Nothing => Value::array(Vec::new()),
                Value::Array(array) if array.element == TypeId::OBJECT && array.dimensions.is_none() => {
                    if matches!(expr, Expr::Array(_)) {
                        Value::Array(array)
                    } else {
                        Value::array(array.items.borrow().clone())
                    }
                }
                value => match self.enumerate(&value)? {
                    Some(items) => Value::array(items),
                    None => Value::array(vec![value]),
                },
            });
        }
        let mut items = Vec::new();
        self.run_inner(frame, body, &mut items)?;
        Ok(Value::array(items))
    }

    /// A value in parentheses: an assignment or increment gives its value there.
    fn eval_paren(&mut self, frame: &Frame, statement: &Stmt) -> Run<Value> {
        match statement {
            Stmt::Expr(_, expr) => self.eval(frame, expr),
            Stmt::Assign(code) => self.assign(frame, code),
            other => {
                let value = self.value_of(frame, other)?;
                Ok(value)
            }
        }
    }

    fn eval_expand(&mut self, frame: &Frame, pieces: &[Piece]) -> Run<Value> {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(part) => text.push_str(part),
                Piece::Value(expr) => {
                    let value = self.eval(frame, expr)?;
                    let value = match super::super::objects::drain_enumerator(self, &value)? {
                        Some(items) => Value::array(items),
                        None => value,
                    };
                    match &value {
                        Value::Str(part) => text.push_str(part),
                        Value::Null | Value::Nothing => {}
                        _ => {
                            let separator = self.list_separator(frame, &value)?;
                            convert::append_text_with(self, &mut text, &value, &separator)?;
                        }
                    }
                }
            }
        }
        Ok(Value::Str(Rc::from(text)))
    }

    fn list_separator(&mut self, frame: &Frame, value: &Value) -> Run<Rc<str>> {
        match value {
            Value::Array(_) | Value::List(_) | Value::Object(_) => match frame.scope.lookup(Symbol::OFS) {
                None => Ok(Rc::from(" ")),
                Some(ofs) => convert::to_text(self, &ofs),
            },
            _ => Ok(Rc::from(" ")),
        }
    }

    fn eval_hash(&mut self, frame: &Frame, code: &HashCode) -> Run<Value> {
        if code.kind == HashKind::Object {
            return self.eval_object(frame, code);
        }
        let dict = if code.kind == HashKind::Ordered { Dict::ordered() } else { Dict::hashtable() };
        for (key, value) in &code.pairs {
            let key = self.eval(frame, key)?;
            if key.is_null() {
                return Err(self.raise_as(
                    TypeId::RUNTIME_EXCEPTION,
                    "Null key is not allowed in a hash literal.",
                    "InvalidNullKey",
                    Category::InvalidOperation,
                    Value::Null,
                ));
            }
            let value = self.value_of(frame, value)?;
            if dict.contains(&key) {
                let text = convert::to_text(self, &key)?;
                return Err(self.raise_as(
                    TypeId::RUNTIME_EXCEPTION,
                    format!("Item has already been added. Key in dictionary: '{text}'  Key being added: '{text}'"),
                    "DuplicateKeyInHashLiteral",
                    Category::InvalidOperation,
                    Value::Null,
                ));
            }
            dict.set(&key, nothing_to_null(value));
        }
        Ok(Value::Dict(Rc::new(dict)))
    }

    fn eval_object(&mut self, frame: &Frame, code: &HashCode) -> Run<Value> {
        if let Some(shape) = code.shape.get() {
            let mut slots = Vec::with_capacity(code.pairs.len());
            for (_, value) in &code.pairs {
                slots.push(Slot::Note(nothing_to_null(self.value_of(frame, value)?)));
            }
            let members = Members { shape: shape.clone(), slots, ..Members::default() };
            return Ok(Value::Object(Rc::new(Object { payload: Payload::Custom, members: std::cell::RefCell::new(members) })));
        }
        let mut members = Members::default();
        let mut constant = true;
        let mut type_name = None;
        for (key, value) in &code.pairs {
            constant &= matches!(key, Expr::Const(_));
            let key = self.eval(frame, key)?;
            let name = convert::to_text(self, &key)?;
            let value = nothing_to_null(self.value_of(frame, value)?);
            if name.eq_ignore_ascii_case("PSTypeName") {
                constant = false;
                let first = convert::to_text(self, &value)?;
                type_name = Some(vec![first, Rc::from("System.Management.Automation.PSCustomObject"), Rc::from("System.Object")]);
                continue;
            }
            if members.shape.find(&name).is_some() {
                return Err(self.raise(
                    format!("Item has already been added. Key in dictionary: '{name}'  Key being added: '{name}'"),
                    "DuplicateKeyInHashLiteral",
                    Category::InvalidOperation,
                ));
            }
            members.push(name, Slot::Note(value));
        }
        if constant {
            let shape = Shape::new(members.shape.names.clone());
            members.shape = shape.clone();
            let _ = code.shape.set(shape);
        }
        members.type_names = type_name.map(Into::into);
        Ok(Value::Object(Rc::new(Object { payload: Payload::Custom, members: std::cell::RefCell::new(members) })))
    }

    fn eval_increment(&mut self, frame: &Frame, code: &IncrementCode) -> Run<Value> {
        if let Target::Slot(slot) = &code.target {
            let place = frame.place(*slot);
            let mut slots = frame.scope.slots.borrow_mut();
            let slot = &mut slots[place];
            if let (Some(Value::Int(number)), None) = (&mut slot.value, &slot.info) {
                let old = *number;
                if let Some(new) = if code.up { old.checked_add(1) } else { old.checked_sub(1) } {
                    *number = new;
                    return Ok(Value::Int(if code.prefix { new } else { old }));
                }
            }
        }
        let old = self.read_target(frame, &code.target)?;
        let new = self.step(&old, code.up)?;
        self.assign_target(frame, &code.target, new.clone())?;
        Ok(if code.prefix {
            new
        } else if old.is_null() {
            Value::Int(0)
        } else {
            old
        })
    }

    /// `value + 1` or `value - 1`; null counts from 0.
    fn step(&mut self, value: &Value, up: bool) -> Run<Value> {
        operators::step::step(self, value, up)
    }

    fn eval_index(&mut self, frame: &Frame, code: &IndexCode) -> Run<Value> {
        let target = self.eval(frame, &code.target)?;
        if target.is_null() && code.null_conditional {
            return Ok(Value::Null);
        }
        let index = self.eval(frame, &code.index)?;
        // Indexes written one by one are each asked of a string by themselves; those of any other list leave out what is not there.
        if let (Expr::Array(_), Value::Array(indices), Value::Str(_)) = (&code.index, &index, target.base()) {
            let indices = indices.items.borrow().clone();
            return indices.iter().map(|index| self.index(frame, &target, index)).collect::<Run<Vec<Value>>>().map(Value::array);
        }
        self.index(frame, &target, &index)
    }

    /// `target[index]`.
    pub(super) fn index(&mut self, frame: &Frame, target: &Value, index: &Value) -> Run<Value> {
        match (target, index) {
            (Value::Array(array), Value::Int(at)) if array.dimensions.is_none() => {
                if let Some(value) = item_at(&array.items.borrow(), *at) {
                    return Ok(value);
                }
                return self.out_of_range(frame, *at as i64);
            }
            (Value::List(list), Value::Int(at)) if *at >= 0 => {
                if let Some(value) = item_at(&list.items.borrow(), *at) {
                    return Ok(value);
                }
            }
            (Value::Dict(dict), Value::Str(key)) => {
                return Ok(dict.get_str(key).unwrap_or(Value::Null));
            }
            (Value::Null | Value::Nothing, _) => {
                return Err(self.raise("Cannot index into a null array.", "NullArray", Category::InvalidOperation));
            }
            _ => {}
        }
        if let Value::Dict(dict) = target.base() {
            if index.is_null() {
                return Err(self.raise("Array index evaluated to null.", "NullArrayIndex", Category::InvalidOperation));
            }
            if let Value::Array(keys) = index
                && !dict.contains(index)
            {
                let keys = keys.items.borrow().clone();
                let mut values = Vec::with_capacity(keys.len());
                for key in &keys {
                    values.push(self.index(frame, target, key)?);
                }
                return Ok(Value::array(values));
            }
            // The keys of a dictionary, and lists, name values one by one, too.
            if let Value::Object(_) | Value::List(_) = index
                && !dict.contains(index)
                && let Some(keys) = index.enumerate()
            {
                let mut values = Vec::with_capacity(keys.len());
                for key in &keys {
                    values.push(self.index(frame, target, key)?);
                }
                return Ok(Value::array(values));
            }
            return members::index_get(self, target, std::slice::from_ref(index));
        }
        if let Value::Array(array) = target.base()
            && let Some(dimensions) = &array.dimensions
            && let Value::Array(indices) = index
            && indices.len() == dimensions.len()
        {
            let indices = indices.items.borrow().clone();
            if indices.iter().all(|index| !matches!(index, Value::Array(_))) {
                return members::index_get(self, target, &indices);
            }
        }
        // Several indexes are a slice.
        if let Value::Array(indices) = index {
            let indices = indices.items.borrow().clone();
            let mut values = Vec::with_capacity(indices.len());
            for index in &indices {
                if index.is_null() {
                    return Err(self.raise("Array index evaluated to null.", "NullArrayIndex", Category::InvalidOperation));
                }
                if let Some(value) = self.slice_item(frame, target, index)? {
                    values.push(value);
                }
            }
            return Ok(Value::array(values));
        }
        if index.is_null() {
            return Err(self.raise("Array index evaluated to null.", "NullArrayIndex", Category::InvalidOperation));
        }
        if let Value::Array(_) | Value::Str(_) = target.base()
            && !matches!(index, Value::Int(_))
        {
            return match convert::try_cast(self, index, TypeId::INT32) {
                Ok(index) => self.index(frame, target, &index),
                Err(_) => Ok(Value::Null),
            };
        }
        if let Value::Int(at) = index
            && is_scalar(target)
        {
            return Ok(if matches!(at, 0 | -1) { target.clone() } else { Value::Nothing });
        }
        match (members::index_get(self, target, std::slice::from_ref(index)), index) {
            // An object without an index counts as a collection of itself.
            (Err(raise), Value::Int(at)) if raise.error().is_some_and(|record| &*record.id() == "CannotIndex") => match at {
                0 | -1 => Ok(target.clone()),
                _ => self.out_of_range(frame, *at as i64),
            },
            (result, _) => result,
        }
    }

    /// An item of a slice: what is out of range is left out.
    fn slice_item(&mut self, frame: &Frame, target: &Value, index: &Value) -> Run<Option<Value>> {
        if let Some(length) = length_of(target) {
            let at = match convert::try_cast(self, index, TypeId::INT32) {
                Ok(Value::Int(at)) => at as i64,
                _ => return self.index(frame, target, index).map(Some),
            };
            let place = if at < 0 { at + length as i64 } else { at };
            if place < 0 || place >= length as i64 {
                return Ok(None);
            }
            return self.index(frame, target, &Value::Int(at as i32)).map(Some);
        }
        self.index(frame, target, index).map(Some)
    }

    fn out_of_range(&mut self, frame: &Frame, at: i64) -> Run<Value> {
        if self.strict_in(frame) >= 30 {
            return Err(self.raise_as(
                TypeId::INDEX_OUT_OF_RANGE_EXCEPTION,
                "Index was outside the bounds of the array.",
                "System.IndexOutOfRangeException",
                Category::OperationStopped,
                Value::Long(at),
            ));
        }
        Ok(Value::Null)
    }

    /// The items of a value that a pipeline takes apart; none: it stays whole.
    pub fn enumerate(&mut self, value: &Value) -> Run<Option<Vec<Value>>> {
        match value {
            Value::Array(array) => Ok(Some(array.items.borrow().clone())),
            Value::List(list) => Ok(Some(list.items.borrow().clone())),
            Value::Object(_) => {
                if let Some(items) = super::super::objects::drain_enumerator(self, value)? {
                    return Ok(Some(items));
                }
                if let Value::Object(object) = value
                    && let Payload::Instance(class) = object.payload
                    && TypeId::I_ENUMERABLE.is_assignable_from(class)
                {
                    return self.enumerate_instance(class, value);
                }
                Ok(value.enumerate())
            }
            _ => Ok(None),
        }
    }

    /// Whether a value enumerates at all.
    pub fn is_enumerable(value: &Value) -> bool {
        matches!(value, Value::Array(_) | Value::List(_)) || matches!(value, Value::Object(_)) && value.enumerate().is_some()
    }

    /// A new array of exactly these items and type.
    pub(crate) fn typed_array(element: TypeId, items: Vec<Value>) -> Value {
        Value::Array(Rc::new(Array::new(element, items)))
    }

    /// The operands' operator.
    pub(crate) fn binary(&mut self, operator: BinaryOperator, left: &Value, right: &Value) -> Run<Value> {
        operators::binary(self, operator, left, right)
    }
}

/// Whether a value is a single thing, that counts as a collection of itself.
fn is_scalar(value: &Value) -> bool {
    match value.base() {
        Value::Object(object) => matches!(object.payload, Payload::Custom | Payload::Instance(_)),
        Value::Str(_) | Value::Array(_) | Value::List(_) | Value::Dict(_) => false,
        _ => true,
    }
}

/// Whether `++` works on it.
pub(crate) fn is_number(value: &Value) -> bool {
    matches!(
        value,
        Value::SByte(_)
            | Value::Byte(_)
            | Value::Int16(_)
            | Value::UInt16(_)
            | Value::Int(_)
            | Value::UInt32(_)
            | Value::Long(_)
            | Value::UInt64(_)
            | Value::Single(_)
            | Value::Double(_)
            | Value::Decimal(_)
            | Value::BigInt(_)
    )
}

/// Nothing, as a value that is kept.
pub(crate) fn nothing_to_null(value: Value) -> Value {
    match value {
        Value::Nothing => Value::Null,
        value => value,
    }
}

fn item_at(items: &[Value], at: i32) -> Option<Value> {
    let place = if at < 0 { items.len().checked_sub(at.unsigned_abs() as usize)? } else { at as usize };
    items.get(place).cloned()
}

fn length_of(value: &Value) -> Option<usize> {
    match value.base() {
        Value::Array(array) => Some(array.len()),
        Value::List(list) => Some(list.items.borrow().len()),
        Value::Str(text) => Some(crate::value::string::utf16_len(text)),
        _ => None,
    }
}
