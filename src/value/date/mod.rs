//! Dates and times as .NET has them: `DateTime`, `TimeSpan`, `DateTimeOffset`, `DateOnly`, `TimeOnly`.
//!
//! All are `Copy` and at most 16 bytes. The clock is not read here: "now" comes in from outside.
//! Text of dates, both ways, is in [`crate::value::text::date`].
//!
//! `AddDays`, `AddHours` ... are one function: `date.add_units(1.5, TICKS_PER_DAY)`.

#![allow(clippy::should_implement_trait, reason = "sums are checked, so that the operators' traits do not fit")]

pub mod calendar;
mod date_only;
mod date_time;
mod date_time_offset;
mod time_span;
mod windows_zones;
pub mod zone;

pub use date_only::{DateOnly, TimeOnly};
pub use date_time::{DateTime, DateTimeKind, MAX_TICKS};
pub use date_time_offset::DateTimeOffset;
pub use time_span::{
    TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MICROSECOND, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, TICKS_PER_SECOND, TimeSpan,
};
