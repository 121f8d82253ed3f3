//! Numbers to text and back, as .NET and the shell do it.
//!
//! `invariant_*` write what `"$x"` gives (a double has 15 digits there); `format_*` are `.ToString(format)`,
//! `-f` and `.ToString()` in a culture (a double has its shortest round-trip digits there).

mod custom;
mod digits;
mod format;
mod parse;
mod shell;
mod standard;

pub use format::{
    Int, format_bigint, format_decimal, format_f32, format_f64, format_i64, format_int, invariant_decimal, invariant_f32, invariant_f64,
    invariant_i64, round_trip_f64,
};
pub use parse::{NumberStyles, parse_bigint, parse_decimal, parse_f32, parse_f64, parse_i64, parse_integer, parse_u64};
pub use shell::{IntegerType, ShellNumber, decimal_from_f64, shell_bigint, shell_decimal, shell_f64, shell_integer, shell_number};
