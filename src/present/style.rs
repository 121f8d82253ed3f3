//! Colours of what is shown: the part of `$PSStyle` that the formatter needs.

use std::rc::Rc;

/// Ends all styles.
pub const RESET: &str = "\u{1b}[0m";

/// `$PSStyle.OutputRendering`, with `Host` already decided by who knows the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rendering {
    /// Escape sequences are taken out.
    #[default]
    Plain,
    /// They are kept.
    Ansi,
}

/// `$PSStyle.Formatting`: an escape sequence for each kind of text.
#[allow(missing_docs)] // The names are PSStyle's own.
#[derive(Clone, Debug)]
pub struct Formatting {
    pub format_accent: Rc<str>,
    pub table_header: Rc<str>,
    pub custom_table_header_label: Rc<str>,
    pub error_accent: Rc<str>,
    pub error: Rc<str>,
    pub warning: Rc<str>,
    pub verbose: Rc<str>,
    pub debug: Rc<str>,
}

impl Default for Formatting {
    fn default() -> Formatting {
        Formatting {
            format_accent: Rc::from("\u{1b}[32;1m"),
            table_header: Rc::from("\u{1b}[32;1m"),
            custom_table_header_label: Rc::from("\u{1b}[32;1;3m"),
            error_accent: Rc::from("\u{1b}[36;1m"),
            error: Rc::from("\u{1b}[31;1m"),
            warning: Rc::from("\u{1b}[33;1m"),
            verbose: Rc::from("\u{1b}[33;1m"),
            debug: Rc::from("\u{1b}[33;1m"),
        }
    }
}
