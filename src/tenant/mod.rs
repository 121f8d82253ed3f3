//! The tenant: a pure model. No clock, no I/O, no values of the language. Mail is decided in `notify`.

pub mod model;
pub mod world;
