//! Regular expressions and wildcards.

mod engine;
mod expressions;
mod random;
mod shell;
mod wildcards;
