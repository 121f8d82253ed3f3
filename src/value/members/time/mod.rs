//! Dates, times, spans, time zones.

mod date_only;
mod date_time;
mod date_time_offset;
mod time_only;
mod time_span;
mod zone;

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    date_time::TABLE,
    date_time::STATICS,
    time_span::TABLE,
    date_time_offset::TABLE,
    date_only::TABLE,
    time_only::TABLE,
    zone::TABLE,
    zone::OLD,
];
