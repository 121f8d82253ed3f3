//! `DateTimeOffset`, `DateOnly`, `TimeOnly` as objects.

use std::any::Any;
use std::cmp::Ordering;

use crate::value::date::{DateOnly, DateTimeOffset, TimeOnly};
use crate::value::fault::Fault;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// A `DateTimeOffset`.
#[derive(Clone, Copy)]
pub struct OffsetObject(pub DateTimeOffset);

/// A `DateOnly`.
#[derive(Clone, Copy)]
pub struct DateObject(pub DateOnly);

/// A `TimeOnly`.
#[derive(Clone, Copy)]
pub struct TimeObject(pub TimeOnly);

/// A value of a `DateTimeOffset`.
pub fn offset(value: DateTimeOffset) -> Value {
    Object::from_clr(OffsetObject(value))
}

/// A value of a `DateOnly`.
pub fn date_only(value: DateOnly) -> Value {
    Object::from_clr(DateObject(value))
}

/// A value of a `TimeOnly`.
pub fn time_only(value: TimeOnly) -> Value {
    Object::from_clr(TimeObject(value))
}

/// The `DateTimeOffset` in a value.
pub fn as_offset(value: &Value) -> Option<DateTimeOffset> {
    value.downcast::<OffsetObject>().map(|object| object.0)
}

/// The `DateOnly` in a value.
pub fn as_date_only(value: &Value) -> Option<DateOnly> {
    value.downcast::<DateObject>().map(|object| object.0)
}

/// The `TimeOnly` in a value.
pub fn as_time_only(value: &Value) -> Option<TimeOnly> {
    value.downcast::<TimeObject>().map(|object| object.0)
}

/// The text in a format, if the value is one of these.
pub fn format(value: &Value, format: &str, culture: &Culture) -> Option<Result<String, Fault>> {
    let mut out = String::new();
    let result = if let Some(date) = as_offset(value) {
        date.format(&mut out, format, culture)
    } else if let Some(date) = as_date_only(value) {
        date.format(&mut out, format, culture)
    } else {
        as_time_only(value)?.format(&mut out, format, culture)
    };
    Some(result.map(|()| out))
}

macro_rules! date_object {
    ($object:ty, $class:ident, $read:ident, $ticks:expr) => {
        impl ClrObject for $object {
            fn class(&self) -> TypeId {
                TypeId::$class
            }

            fn as_any(&self) -> &dyn Any {
                self
            }

            fn to_text(&self, culture: &Culture) -> Option<String> {
                let mut out = String::new();
                self.0.format(&mut out, "", culture).ok()?;
                Some(out)
            }

            fn equals(&self, other: &Value) -> bool {
                $read(other).is_some_and(|other| other == self.0)
            }

            fn hash_code(&self) -> u64 {
                $ticks(self.0) as u64
            }

            fn compare(&self, other: &Value) -> Option<Ordering> {
                $read(other).map(|other| self.0.cmp(&other))
            }
        }
    };
}

date_object!(OffsetObject, DATE_TIME_OFFSET, as_offset, DateTimeOffset::utc_ticks);
date_object!(DateObject, DATE_ONLY, as_date_only, DateOnly::day_number);
date_object!(TimeObject, TIME_ONLY, as_time_only, TimeOnly::ticks);
