//! Literal numbers and strings.

use super::{Expression, Span};
use num_bigint::BigInt;
use rust_decimal::Decimal;
use std::rc::Rc;

/// A number literal.
#[derive(Clone, Debug)]
pub struct Constant {
    /// With sign and suffix.
    pub span: Span,
    /// Its value.
    pub value: Number,
}

/// The value of a number literal, with its .NET type.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// `SByte`: `1y`
    I8(i8),
    /// `Byte`: `1uy`
    U8(u8),
    /// `Int16`: `1s`
    I16(i16),
    /// `UInt16`: `1us`
    U16(u16),
    /// `Int32`
    I32(i32),
    /// `UInt32`: `1u`
    U32(u32),
    /// `Int64`: `1l`, or too large for 32 bits
    I64(i64),
    /// `UInt64`: `1ul`
    U64(u64),
    /// `Double`: `1.0`, `1e3`, or too large for anything else
    F64(f64),
    /// `Decimal`: `1d`, or too large for 64 bits
    Decimal(Decimal),
    /// `BigInteger`: `1n`
    Big(BigInt),
}

impl Number {
    /// The name of the .NET type, without its namespace.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::I8(_) => "SByte",
            Self::U8(_) => "Byte",
            Self::I16(_) => "Int16",
            Self::U16(_) => "UInt16",
            Self::I32(_) => "Int32",
            Self::U32(_) => "UInt32",
            Self::I64(_) => "Int64",
            Self::U64(_) => "UInt64",
            Self::F64(_) => "Double",
            Self::Decimal(_) => "Decimal",
            Self::Big(_) => "BigInteger",
        }
    }
}

/// How a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringKind {
    /// `word`
    Bare,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `@' … '@`
    SingleHere,
    /// `@" … "@`
    DoubleHere,
}

/// A string without anything to expand.
#[derive(Clone, Debug)]
pub struct StringConstant {
    /// With the quotes.
    pub span: Span,
    /// The value, escapes resolved.
    pub value: Rc<str>,
    /// How it is written.
    pub kind: StringKind,
}

/// A string with variables and subexpressions inside.
#[derive(Clone, Debug)]
pub struct ExpandableString {
    /// With the quotes.
    pub span: Span,
    /// The text with the parts as written and escapes resolved: `Value` of the .NET class.
    pub value: Rc<str>,
    /// How it is written.
    pub kind: StringKind,
    /// Literal text and expressions in order.
    pub parts: Vec<StringPart>,
}

impl ExpandableString {
    /// The expressions inside, in order.
    pub fn nested(&self) -> impl Iterator<Item = &Expression> {
        self.parts.iter().filter_map(|p| match p {
            StringPart::Expression(e) => Some(e),
            StringPart::Text(_) => None,
        })
    }
}

/// A piece of an expandable string.
#[derive(Clone, Debug)]
pub enum StringPart {
    /// Literal text, escapes resolved, never empty.
    Text(Rc<str>),
    /// A variable or `$(…)`.
    Expression(Expression),
}
