//! HOT: statements and expressions over slots.

mod assign;
mod expr;
mod intrinsic;
mod loops;
mod member;
mod operate;
mod plain;
mod stmt;
mod switch;
mod types;

pub(crate) use expr::{is_number, nothing_to_null};
pub(crate) use stmt::{Collected, Flow, flow_to_raise};
