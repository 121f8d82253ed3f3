//! Conversion between types, as PowerShell's `LanguagePrimitives` does it.
//!
//! The doors: [`to_bool`], [`to_text`] (`"$x"`, always invariant), [`to_culture_text`] (`$x.ToString()`),
//! [`try_cast`] (a conversion whose caller words the error: parameter binding, method arguments, assignments) and
//! [`cast`] (`[T]$x`, which raises PowerShell's cast errors).

mod cast;
mod collection;
mod enumeration;
mod error;
mod format;
mod instance;
mod number;
mod record;
mod text;
mod truth;

pub use cast::{as_type, cast, is_type, try_cast};
pub use enumeration::underlying;
pub use error::{Cast, CastError, fault_class};
pub use format::{FormatError, format_value};
pub use number::{Number, cast_to_type, decimal_to_f64, integer_of, integer_value, number_of, to_decimal, to_f64, to_integer};
pub use record::to_custom_object;
pub use text::{
    append_text, append_text_with, enum_text, to_culture_text, to_message_text, to_plain_text, to_text, to_text_with, type_text,
};
pub use truth::to_bool;
