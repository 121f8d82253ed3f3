//! Statics of `[object]`, of PowerShell's own small classes, of AutomationNull.

use crate::value::dict::equals_exactly;
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, ok};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value, convert};
use std::any::Any;

/// An object that is nothing but itself, or the string that is null.
struct Plain(TypeId);

impl ClrObject for Plain {
    fn class(&self) -> TypeId {
        self.0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        (self.0 == TypeId::NULL_STRING).then(String::new)
    }
}

/// `[object]::new()`.
pub fn plain_object() -> Value {
    // Its place in memory is its identity, which a field of no size would not give it.
    Object::from_clr(Plain(TypeId::OBJECT))
}

/// `[NullString]::Value`, which is null for a parameter that takes a string.
pub const NULL_STRING: TypeImpl = TypeImpl {
    ids: &[TypeId::NULL_STRING],
    static_properties: &[("Value", |_| Ok(Object::from_clr(Plain(TypeId::NULL_STRING))))],
    ..TypeImpl::EMPTY
};

/// `[object]`.
pub const OBJECT: TypeImpl = TypeImpl {
    ids: &[TypeId::OBJECT],
    statics: &[
        ("Equals", |c| ok(equals_exactly(&c.arg(0), &c.arg(1)))),
        ("ReferenceEquals", |c| {
            let (a, b) = (c.arg(0), c.arg(1));
            ok(a.is_null() && b.is_null() || a.base().same_object(b.base()))
        }),
    ],
    static_texts: &[("Equals", &["bool (Object objA, Object objB)"]), ("ReferenceEquals", &["bool (Object objA, Object objB)"])],
    ..TypeImpl::EMPTY
};

fn type_text(c: &mut Call) -> Outcome {
    let value = c.arg(0);
    match value.base() {
        Value::Type(id) => ok(convert::type_text(*id)),
        other => {
            let other = other.clone();
            Ok(Value::Str(convert::to_text(c.rt, &other)?))
        }
    }
}

/// `[Microsoft.PowerShell.ToStringCodeMethods]`: how the shell writes what .NET writes otherwise.
pub const TO_STRING_CODE: TypeImpl = TypeImpl {
    ids: &[TypeId::TO_STRING_CODE_METHODS],
    statics: &[
        ("Type", type_text),
        ("XmlNode", |c| {
            let value = c.arg(0);
            Ok(Value::Str(convert::to_text(c.rt, &value)?))
        }),
    ],
    static_texts: &[("Type", &["string (psobject instance)"]), ("XmlNode", &["string (psobject instance)"])],
    ..TypeImpl::EMPTY
};

/// What a command without output gives.
pub const AUTOMATION_NULL: TypeImpl =
    TypeImpl { ids: &[TypeId::AUTOMATION_NULL], static_properties: &[("Value", |_| Ok(Value::Nothing))], ..TypeImpl::EMPTY };
