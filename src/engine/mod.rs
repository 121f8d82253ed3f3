//! The engine: runs programs.

pub mod operators;
