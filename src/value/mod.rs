//! Values of the language: numbers, strings, objects, their conversion and comparison.

pub mod date;
pub mod fault;
pub mod text;
