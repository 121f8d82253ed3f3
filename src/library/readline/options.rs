//! The line editor's settings, as `Set-PSReadLineOption` takes them; PSReadLine's own defaults.

use std::rc::Rc;

use super::bindings::{self, Bindings};
use super::host::LineHost;
use crate::engine::Engine;
use crate::value::{ScriptBlock, Value};

/// What is coloured; the order is that of the options' list.
#[allow(missing_docs)] // Named as the options have them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paint {
    Command,
    Comment,
    ContinuationPrompt,
    Default,
    Emphasis,
    Error,
    InlinePrediction,
    Keyword,
    ListPrediction,
    ListPredictionSelected,
    ListPredictionTooltip,
    Member,
    Number,
    Operator,
    Parameter,
    Selection,
    String,
    Type,
    Variable,
}

/// The colours' names and defaults, in the order of [`Paint`].
pub const COLORS: [(&str, &str); 19] = [
    ("Command", "\x1b[93m"),
    ("Comment", "\x1b[32m"),
    ("ContinuationPrompt", "\x1b[37m"),
    ("DefaultToken", "\x1b[37m"),
    ("Emphasis", "\x1b[96m"),
    ("Error", "\x1b[91m"),
    ("InlinePrediction", "\x1b[97;2;3m"),
    ("Keyword", "\x1b[92m"),
    ("ListPrediction", "\x1b[33m"),
    ("ListPredictionSelected", "\x1b[48;5;238m"),
    ("ListPredictionTooltip", "\x1b[97;2;3m"),
    ("Member", "\x1b[37m"),
    ("Number", "\x1b[97m"),
    ("Operator", "\x1b[90m"),
    ("Parameter", "\x1b[90m"),
    ("Selection", "\x1b[30;47m"),
    ("String", "\x1b[36m"),
    ("Type", "\x1b[37m"),
    ("Variable", "\x1b[92m"),
];

/// The settings.
#[derive(Clone)]
pub struct Options {
    /// `Emacs`, `Windows` or `Vi`.
    pub edit_mode: &'static str,
    /// Before the second and further lines.
    pub continuation_prompt: String,
    /// The prompt's end; the second is drawn where the line has an error.
    pub prompt_text: Vec<String>,
    /// Up passes repeated lines over.
    pub history_no_duplicates: bool,
    /// Decides what the history keeps.
    pub add_to_history: Option<Rc<ScriptBlock>>,
    /// Called with a line before it is run.
    pub command_validation: Option<Rc<ScriptBlock>>,
    /// `SaveIncrementally`, `SaveAtExit` or `SaveNothing`, by number.
    pub history_save_style: i64,
    /// Where the history is; none: the usual place.
    pub history_save_path: Option<String>,
    /// Search case-sensitively.
    pub history_search_case_sensitive: bool,
    /// A search by prefix leaves the cursor at the end.
    pub history_search_cursor_moves_to_end: bool,
    /// Entries of the history.
    pub maximum_history_count: i32,
    /// Entries of the kill ring.
    pub maximum_kill_ring_count: i32,
    /// So many matches are listed unasked.
    pub completion_query_items: i32,
    /// Show what a match is below the menu.
    pub show_tool_tips: bool,
    /// More lines that the prompt has.
    pub extra_prompt_line_count: i32,
    /// `None`, `Audible` or `Visual`, by number.
    pub bell_style: i64,
    /// Hz.
    pub ding_tone: i32,
    /// Milliseconds.
    pub ding_duration: i32,
    /// How long after Escape a key still belongs to it, in milliseconds.
    pub ansi_escape_timeout: i32,
    /// What ends a word.
    pub word_delimiters: String,
    /// `None`, `History`, `Plugin` or `HistoryAndPlugin`, by number.
    pub prediction_source: i64,
    /// `InlineView` or `ListView`, by number.
    pub prediction_view_style: i64,
    /// `None`, `Prompt`, `Cursor` or `Script`, by number.
    pub vi_mode_indicator: i64,
    /// Called with the mode that vi changes to.
    pub vi_mode_change: Option<Rc<ScriptBlock>>,
    /// Kept; means something on Windows alone.
    pub terminate_orphaned: bool,
    /// Plain lines, for those who listen to the screen.
    pub screen_reader: bool,
    /// The colours, in the order of [`COLORS`].
    pub colors: [String; COLORS.len()],
}

impl Default for Options {
    fn default() -> Options {
        Options {
            edit_mode: "Emacs",
            continuation_prompt: ">> ".to_owned(),
            prompt_text: vec!["> ".to_owned()],
            history_no_duplicates: true,
            add_to_history: None,
            command_validation: None,
            history_save_style: 0,
            history_save_path: None,
            history_search_case_sensitive: false,
            history_search_cursor_moves_to_end: false,
            maximum_history_count: 4096,
            maximum_kill_ring_count: 10,
            completion_query_items: 100,
            show_tool_tips: true,
            extra_prompt_line_count: 0,
            bell_style: 1,
            ding_tone: 1221,
            ding_duration: 50,
            ansi_escape_timeout: 100,
            word_delimiters: ";:,.[]{}()/\\|!?^&*-=+'\"–—―".to_owned(),
            prediction_source: 3,
            prediction_view_style: 0,
            vi_mode_indicator: 0,
            vi_mode_change: None,
            terminate_orphaned: false,
            screen_reader: false,
            colors: COLORS.map(|(_, code)| code.to_owned()),
        }
    }
}

/// The line editor as a session has it: settings, keys, and the editor itself while a line is read.
pub struct ReadLine {
    /// The settings.
    pub options: Options,
    /// The keys; in vi mode those of insert mode.
    pub bindings: Bindings,
    /// The keys of vi's command mode.
    pub vi_bindings: Bindings,
    /// The editor that reads lines, where there is one.
    pub host: Option<Rc<dyn LineHost>>,
    /// Rises with each change of settings or keys.
    pub version: u64,
}

impl Default for ReadLine {
    fn default() -> ReadLine {
        let options = Options::default();
        ReadLine { bindings: bindings::initial(options.edit_mode), vi_bindings: bindings::vi_command(), options, host: None, version: 1 }
    }
}

/// Where the history is kept.
pub fn history_path(engine: &mut Engine) -> Option<String> {
    if let Some(path) = &engine.extension::<ReadLine>().options.history_save_path {
        return Some(path.clone());
    }
    let set = |name: &str| engine.environment.get(name).filter(|value| !value.is_empty()).cloned();
    let data = set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| format!("{home}/.local/share")))?;
    Some(format!("{data}/powershell/PSReadLine/ConsoleHost_history.txt"))
}

/// A colour as an option gives it: an escape sequence, or the name of a console colour.
pub fn color_of(value: &Value, text: &str) -> Result<String, String> {
    const NAMES: [&str; 16] = [
        "Black",
        "DarkBlue",
        "DarkGreen",
        "DarkCyan",
        "DarkRed",
        "DarkMagenta",
        "DarkYellow",
        "Gray",
        "DarkGray",
        "Blue",
        "Green",
        "Cyan",
        "Red",
        "Magenta",
        "Yellow",
        "White",
    ];
    const CODES: [u8; 16] = [30, 34, 32, 36, 31, 35, 33, 37, 90, 94, 92, 96, 91, 95, 93, 97];
    let number = match value.base() {
        Value::Enum(_, number) => usize::try_from(*number).ok(),
        Value::Int(number) => usize::try_from(*number).ok(),
        _ => NAMES.iter().position(|name| name.eq_ignore_ascii_case(text)),
    };
    if let Some(code) = number.and_then(|number| CODES.get(number)) {
        return Ok(format!("\x1b[{code}m"));
    }
    if text.starts_with('\x1b') {
        return Ok(text.to_owned());
    }
    let hex = text.strip_prefix('#').unwrap_or(text);
    if hex.len() == 6
        && let Ok(rgb) = u32::from_str_radix(hex, 16)
    {
        return Ok(format!("\x1b[38;2;{};{};{}m", rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255));
    }
    Err(format!("'{text}' is not a valid color sequence: use an escape sequence, a ConsoleColor or #RRGGBB."))
}
