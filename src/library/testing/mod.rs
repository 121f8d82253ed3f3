//! Pester's language, built in: scripts are tested here, and mails are assertions.
//!
//! `define` has the words that test files are written in; `discovery` finds tests, `filter` chooses them, `run` runs
//! them; `should` asserts, `mock` stands in for commands; `configuration` holds the options, `screen` shows a run,
//! `result` is what it puts out. The conduct is Pester 5's, by its documentation.

pub mod configuration;
mod coverage;
mod data;
mod define;
mod discovery;
mod drive;
mod exchange;
mod failure;
mod filter;
pub mod invoke_pester;
mod items;
pub mod mails;
mod mock;
mod model;
mod names;
mod parallel;
mod report;
mod result;
mod run;
mod screen;
mod session;
mod settings;
mod should;
mod single_pass;

use crate::cmdlet::{Entry, Host, Output};
use crate::value::{Run, Value};

/// The module that these commands belong to.
pub const MODULE: &str = "Pester";
/// The version whose conduct this is.
pub const VERSION: &str = "5.7.1";

/// The cmdlets of this folder, file by file.
pub const ALL: &[&[Entry]] =
    &[define::ALL, configuration::ALL, invoke_pester::ALL, items::ALL, should::ALL, should::custom::ALL, mock::ALL];

/// Takes outputs that nobody wants.
pub struct Dropped;

impl Output for Dropped {
    fn push(&mut self, _host: &mut dyn Host, _value: Value) -> Run {
        Ok(())
    }
}
