//! Markdown: pages and coloured text of it, and the colours.

pub mod convert_from_markdown;
mod html;
mod options;
mod options_cmdlets;
mod show_markdown;
mod vt100;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[convert_from_markdown::ENTRY, show_markdown::ENTRY, options_cmdlets::GET_ENTRY, options_cmdlets::SET_ENTRY];

pub use options::method;

use pulldown_cmark::{Options, Parser};

/// The reader, with the extensions that PowerShell's has.
fn parser(text: &str) -> Parser<'_> {
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    Parser::new_ext(text, extensions)
}
