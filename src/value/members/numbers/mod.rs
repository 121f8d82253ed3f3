//! Numbers, characters' and booleans' conversions, `[math]`, `[convert]`, `[bitconverter]`, `[random]`.

mod bigint;
mod bit_converter;
mod boolean;
mod change_type;
mod complex;
mod convert_class;
mod decimal;
mod integer;
mod math;
mod number;
mod random;
mod real;
pub mod wide;

pub use change_type::change_type;
pub use number::to_string as to_string_method;

use super::call::Call;
use super::implementation::TypeImpl;
use super::thrown::Outcome;
use crate::value::{TypeId, Value};

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    number::TABLE,
    integer::TABLE,
    real::TABLE,
    decimal::TABLE,
    bigint::TABLE,
    boolean::TABLE,
    boolean::CONVERTIBLE,
    math::TABLE,
    math::SINGLE,
    convert_class::TABLE,
    bit_converter::TABLE,
    random::TABLE,
    wide::TABLE,
    complex::COMPLEX,
    complex::BIT_OPERATIONS,
];

/// `IConvertible` of a text.
pub fn convert_text(c: &mut Call, text: &str, to: TypeId) -> Outcome {
    let culture = super::text::provider(c, 0);
    change_type(c.rt, &Value::str(text), to, &culture)
}
