//! The tenant: a pure model. No clock, no I/O, no values of the language. Mail is decided in `notify`.

pub mod command;
pub mod event;
pub mod file;
pub mod model;
pub mod refusal;
pub mod sample;
pub mod world;
