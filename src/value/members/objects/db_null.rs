//! `[dbnull]::Value`.

use std::any::Any;

use crate::value::members::implementation::TypeImpl;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// The database's null, which is no `$null`.
pub struct DbNull;

/// The only value of its type.
pub fn value() -> Value {
    Object::from_clr(DbNull)
}

impl ClrObject for DbNull {
    fn class(&self) -> TypeId {
        TypeId::DB_NULL
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(String::new())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<DbNull>().is_some()
    }

    fn hash_code(&self) -> u64 {
        0
    }
}

/// Its members.
pub const TABLE: TypeImpl = TypeImpl { ids: &[TypeId::DB_NULL], static_properties: &[("Value", |_| Ok(value()))], ..TypeImpl::EMPTY };
