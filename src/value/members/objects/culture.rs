//! `CultureInfo` and its formats as objects.

use std::any::Any;
use std::cell::RefCell;
use std::sync::Arc;

use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// A `CultureInfo`; a clone may have changed formats.
pub struct CultureInfo {
    /// The culture's data.
    pub culture: RefCell<Arc<Culture>>,
    /// Whether its formats cannot be changed.
    pub read_only: bool,
}

impl CultureInfo {
    /// The culture that formats go by.
    pub fn effective(&self) -> Arc<Culture> {
        self.culture.borrow().clone()
    }

    /// A culture as a value.
    pub fn value(culture: Arc<Culture>) -> Value {
        Object::from_clr(CultureInfo { culture: RefCell::new(culture), read_only: true })
    }
}

impl ClrObject for CultureInfo {
    fn class(&self) -> TypeId {
        TypeId::CULTURE_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.culture.borrow().name.clone())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<CultureInfo>().is_some_and(|other| self.culture.borrow().name == other.culture.borrow().name)
    }

    fn hash_code(&self) -> u64 {
        self.culture.borrow().name.len() as u64
    }
}

/// A part of a culture: the culture object it belongs to keeps the data.
macro_rules! culture_part {
    ($(#[$doc:meta])* $name:ident, $class:ident) => {
        $(#[$doc])*
        pub struct $name {
            /// The culture's data, shared with the culture object.
            pub owner: Value,
        }

        impl $name {
            /// The part of a culture object.
            pub fn of(owner: &Value) -> Value {
                Object::from_clr($name { owner: owner.clone() })
            }

            /// The culture that formats go by.
            pub fn as_culture(&self) -> Arc<Culture> {
                self.owner.downcast::<CultureInfo>().map_or_else(Culture::invariant_arc, CultureInfo::effective)
            }
        }

        impl ClrObject for $name {
            fn class(&self) -> TypeId {
                TypeId::$class
            }

            fn as_any(&self) -> &dyn Any {
                self
            }
        }
    };
}

culture_part!(
    /// `NumberFormatInfo`.
    NumberFormatInfo,
    NUMBER_FORMAT_INFO
);
culture_part!(
    /// `DateTimeFormatInfo`.
    DateTimeFormatInfo,
    DATE_TIME_FORMAT_INFO
);
culture_part!(
    /// `TextInfo`.
    TextInfo,
    TEXT_INFO
);
culture_part!(
    /// `CompareInfo`.
    CompareInfo,
    COMPARE_INFO
);
culture_part!(
    /// `Calendar`.
    Calendar,
    GREGORIAN_CALENDAR
);
