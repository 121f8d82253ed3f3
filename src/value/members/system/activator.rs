//! `[activator]`, `[buffer]`, `[lazy[T]]`, methods as reflection gives them.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::value::members::call::{Call, call_delegate, items};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::statics::default_value;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

fn create(c: &mut Call) -> Outcome {
    let Value::Type(id) = c.arg(0) else { return Err(Thrown::null("type")) };
    let args: Vec<Value> = match &c.args[1..] {
        [only] if only.enumerate().is_some() => items(only),
        all => all.to_vec(),
    };
    Ok(crate::value::members::new_object(c.rt, id, &args)?)
}

/// `[activator]`.
pub const ACTIVATOR: TypeImpl = TypeImpl { ids: &[TypeId::ACTIVATOR], statics: &[("CreateInstance", create)], ..TypeImpl::EMPTY };

/// Bytes of an element.
fn width(id: TypeId) -> Option<usize> {
    Some(match id {
        TypeId::BYTE | TypeId::S_BYTE | TypeId::BOOLEAN => 1,
        TypeId::CHAR | TypeId::INT16 | TypeId::U_INT16 => 2,
        TypeId::INT32 | TypeId::U_INT32 | TypeId::SINGLE => 4,
        TypeId::INT64 | TypeId::U_INT64 | TypeId::DOUBLE => 8,
        _ => return None,
    })
}

fn byte_length(c: &mut Call) -> Outcome {
    match c.arg(0) {
        Value::Array(array) => match width(array.element) {
            Some(width) => ok((array.len() * width) as i32),
            None => Err(Thrown::argument_named("array", "Object must be an array of primitives.")),
        },
        _ => Err(Thrown::null("array")),
    }
}

/// Copies bytes between arrays whose elements have one width.
fn block_copy(c: &mut Call) -> Outcome {
    let (Value::Array(from), Value::Array(to)) = (c.arg(0), c.arg(2)) else { return Err(Thrown::null("src")) };
    let (Some(wide), true) = (width(from.element), width(from.element) == width(to.element)) else {
        return Err(Thrown::not_supported("Bytes are copied between arrays of one element width alone."));
    };
    let (start, at, count) = (c.int(1).max(0) as usize / wide, c.long(3) / wide as i64, c.int(4).max(0) as usize / wide);
    let part = from.items.borrow().get(start..start + count).map(<[Value]>::to_vec);
    match part {
        Some(part) => crate::value::members::collections::array::copy_into(&part, &c.arg(2), at),
        None => Err(Thrown::argument(
            "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
        )),
    }
}

/// `[buffer]`.
pub const BUFFER: TypeImpl =
    TypeImpl { ids: &[TypeId::BUFFER], statics: &[("BlockCopy", block_copy), ("ByteLength", byte_length)], ..TypeImpl::EMPTY };

/// A `Lazy[T]`.
struct Lazy {
    class: TypeId,
    factory: Value,
    made: RefCell<Option<Value>>,
}

impl ClrObject for Lazy {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn element(id: TypeId) -> TypeId {
    id.generic_parts().and_then(|(_, arguments)| arguments.first().copied()).unwrap_or(TypeId::OBJECT)
}

fn new_lazy(c: &mut Call) -> Outcome {
    let first = c.arg(0);
    let (factory, made) = match first {
        Value::ScriptBlock(_) => (first, None),
        Value::Null | Value::Bool(_) | Value::Enum(..) => (Value::Null, None),
        value => (Value::Null, Some(value)),
    };
    Ok(Object::from_clr(Lazy { class: c.type_id, factory, made: RefCell::new(made) }))
}

fn lazy_value(c: &mut Call) -> Outcome {
    let this = c.this.clone();
    let Some(lazy) = this.downcast::<Lazy>() else { return Ok(Value::Null) };
    if let Some(made) = &*lazy.made.borrow() {
        return Ok(made.clone());
    }
    let made = match lazy.factory.is_null() {
        true => match default_value(element(lazy.class)) {
            Some(value) => value,
            None => crate::value::members::new_object(c.rt, element(lazy.class), &[])?,
        },
        false => call_delegate(c.rt, &lazy.factory, Vec::new())?,
    };
    *lazy.made.borrow_mut() = Some(made.clone());
    Ok(made)
}

/// `[lazy[T]]`.
pub const LAZY: TypeImpl = TypeImpl {
    ids: &[TypeId::LAZY],
    new: Some(new_lazy),
    properties: &[
        ("IsValueCreated", |c| ok(c.this.downcast::<Lazy>().is_some_and(|lazy| lazy.made.borrow().is_some()))),
        ("Value", lazy_value),
    ],
    ..TypeImpl::EMPTY
};

/// A method as reflection gives it.
pub struct MethodInfo {
    /// The type it belongs to.
    pub owner: TypeId,
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: Rc<str>,
    /// Whether it is static.
    pub is_static: bool,
}

impl ClrObject for MethodInfo {
    fn class(&self) -> TypeId {
        TypeId::METHOD_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Name", "DeclaringType", "ReflectedType", "MemberType", "IsStatic", "IsPublic"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::str(self.name),
            "declaringtype" | "reflectedtype" => Value::Type(self.owner),
            "membertype" => Value::str("Method"),
            "isstatic" => Value::Bool(self.is_static),
            "ispublic" => Value::Bool(true),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.text.to_string())
    }
}

fn invoke(c: &mut Call) -> Outcome {
    let this = c.this.clone();
    let Some(method) = this.downcast::<MethodInfo>() else { return void() };
    let (target, args) = (c.arg(0), c.items(1));
    let result = if method.is_static {
        crate::value::members::invoke_static(c.rt, method.owner, method.name, &args)?
    } else {
        crate::value::members::invoke(c.rt, &target, method.name, &args)?
    };
    Ok(result.unwrap_or_default())
}

/// `MethodInfo`.
pub const METHOD: TypeImpl = TypeImpl { ids: &[TypeId::METHOD_INFO], methods: &[("Invoke", invoke)], ..TypeImpl::EMPTY };
