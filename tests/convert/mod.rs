//! Conversions, comparison and operators against the measured tables.

mod conversions;
mod literal;
mod machine;
mod operators;
mod written;
