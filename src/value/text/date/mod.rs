//! Dates and times to text and back.
//!
//! `DateTime::format(out, format, &Culture)` and its like on the other types are in `format.rs` and
//! `span.rs`; the shell's conversions to text (`"$x"`) are the empty format in the invariant culture.

mod exact;
mod format;
mod parse;
mod resolve;
mod span;
mod span_parse;
mod um_al_qura;
mod unix;

pub use exact::{parse_date_time_exact, parse_date_time_offset_exact};
pub use parse::{DateTimeStyles, parse_date_only, parse_date_time, parse_date_time_offset, parse_time_only};
pub use span_parse::{parse_time_span, parse_time_span_exact};
pub use unix::format_unix;
