//! Help: `Get-Help` of commands, scripts and topics; the guided tour.
//!
//! What is said of a cmdlet comes from its `SPEC`, of a function from its comment, of a topic from `topics/`.

mod article;
mod comment;
mod examples;
mod find;
mod get_help;
mod help_function;
mod parameter_texts;
mod placement;
mod tables;
mod topics;
mod tour;

use crate::cmdlet::Entry;
use crate::engine::Engine;
use crate::library::files::place::SessionDrive;
use crate::library::files::session_items;
use std::rc::Rc;

pub use examples::examples_of;
pub use parameter_texts::text_of as parameter_text;
pub use topics::{TOPICS, Topic};

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[get_help::ENTRY, help_function::ENTRY, tour::ENTRY];

/// The aliases that mean a command, sorted.
fn aliases_of(engine: &mut Engine, name: &str) -> Vec<Rc<str>> {
    let names = session_items::names(engine, SessionDrive::Alias);
    let mut found: Vec<Rc<str>> = names
        .into_iter()
        .filter(|alias| engine.find_alias(alias).is_some_and(|alias| alias.definition.eq_ignore_ascii_case(name)))
        .collect();
    found.sort();
    found
}
