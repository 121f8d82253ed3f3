//! Regular expressions and wildcards.

mod expressions;
mod shell;
