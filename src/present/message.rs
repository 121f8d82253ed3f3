//! Lines of the other streams: warnings, verbose and debug texts, information.

use super::style::{Formatting, RESET};

/// A stream whose texts have a word before them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    /// `WARNING: `.
    Warning,
    /// `VERBOSE: `.
    Verbose,
    /// `DEBUG: `.
    Debug,
}

/// A text as its stream shows it, in colour if there are styles. Long texts are not broken: the terminal does that.
pub fn message(stream: Stream, text: &str, styles: Option<&Formatting>) -> String {
    let word = match stream {
        Stream::Warning => "WARNING: ",
        Stream::Verbose => "VERBOSE: ",
        Stream::Debug => "DEBUG: ",
    };
    let Some(styles) = styles else { return format!("{word}{text}") };
    let style = match stream {
        Stream::Warning => &styles.warning,
        Stream::Verbose => &styles.verbose,
        Stream::Debug => &styles.debug,
    };
    format!("{style}{word}{text}{RESET}")
}
