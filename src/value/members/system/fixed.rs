//! Statics of `[object]`, of PowerShell's own small classes, of AutomationNull.

use crate::value::dict::equals_exactly;
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, ok};
use crate::value::{TypeId, Value, convert};

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
