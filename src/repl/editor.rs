//! The line editor: rustyline with the session's engine behind its questions.

use std::sync::Arc;

use rustyline::config::BellStyle;
use rustyline::error::ReadlineError;
use rustyline::history::{DefaultHistory, History, SearchDirection};
use rustyline::{ColorMode, CompletionType, Config, Editor};

use super::helper::LineHelper;
use super::keys::{self, Reason, Shared};
use super::{history, piped};
use crate::cmdlet::StreamKind;
use crate::engine::{Engine, Ui};
use crate::present::cells::{cells, strip_escapes};
use crate::source::SourceText;

/// Before the second and further lines of a command.
const CONTINUATION: &str = ">> ";

/// What came of reading.
pub enum Read {
    /// A whole command.
    Line(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D, or the terminal is gone.
    Ended,
}

/// The editor.
pub struct LineEditor {
    editor: Editor<LineHelper, DefaultHistory>,
    shared: Arc<Shared>,
    /// What the next line starts with.
    offered: Option<String>,
}

impl LineEditor {
    /// An editor with the history of earlier sessions.
    pub fn new(engine: &Engine) -> rustyline::Result<LineEditor> {
        let is_coloured = engine.ui.colors();
        let config = Config::builder()
            .max_history_size(history::MAXIMUM)?
            .history_ignore_dups(true)?
            .completion_type(CompletionType::List)
            .completion_prompt_limit(100)
            .keyseq_timeout(Some(500))
            .bell_style(BellStyle::None)
            .color_mode(if is_coloured { ColorMode::Enabled } else { ColorMode::Disabled })
            .auto_add_history(false)
            .tab_stop(4)
            .build();
        let mut editor = Editor::with_config(config)?;
        editor.set_helper(Some(LineHelper::new(Engine::new(Box::new(Silent)), is_coloured)));
        let shared = Arc::new(Shared::default());
        keys::bind(&mut editor, &shared);
        let mut own = LineEditor { editor, shared, offered: None };
        for entry in history::load(engine) {
            own.remember(&entry);
        }
        Ok(own)
    }

    /// Reads a command, of several lines where the first is not complete.
    pub fn read(&mut self, engine: &mut Engine, prompt: &str) -> Read {
        let mut text = String::new();
        loop {
            let prompt = if text.is_empty() { prompt } else { CONTINUATION };
            let initial = self.offered.take().unwrap_or_default();
            let (line, reason) = match self.read_line(engine, prompt, &text, &initial) {
                Ok(read) => read,
                Err(ReadlineError::Eof) if text.is_empty() => return Read::Ended,
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Read::Interrupted,
                Err(_) => return Read::Ended,
            };
            match reason {
                Reason::Interrupted => {
                    mark_interrupt(engine, prompt, &line);
                    return Read::Interrupted;
                }
                Reason::Help => {
                    let cursor = self.shared.cursor.lock().map_or(0, |cursor| *cursor);
                    show_help(engine, &line, cursor);
                    self.offered = Some(line);
                    continue;
                }
                Reason::Accepted | Reason::AcceptedAndNext => {}
            }
            text.push_str(&line);
            if piped::is_incomplete(engine, &text) {
                text.push('\n');
                continue;
            }
            if reason == Reason::AcceptedAndNext {
                self.offered = self.entry_after(&text);
            }
            if !text.trim().is_empty() && self.remember(&text) {
                history::append(engine, &text);
            }
            return Read::Line(text);
        }
    }

    /// Puts an entry into the history; false for the newest entry's repetition.
    fn remember(&mut self, entry: &str) -> bool {
        let source = SourceText::new(None, entry);
        let tokens = crate::syntax::parse(&source).tokens;
        let words = tokens.iter().filter(|token| token.depth == 0 && !source.slice(token.span).trim().is_empty());
        let words = words.map(|token| source.slice(token.span).to_owned()).collect();
        if let Ok(mut all) = self.shared.words.lock() {
            all.insert(0, words);
            all.truncate(history::MAXIMUM);
        }
        self.editor.add_history_entry(entry).unwrap_or(false)
    }

    /// The history's entry behind the newest one with this text.
    fn entry_after(&self, text: &str) -> Option<String> {
        let history = self.editor.history();
        let at = (0..history.len())
            .rev()
            .find(|at| history.get(*at, SearchDirection::Forward).ok().flatten().is_some_and(|found| found.entry == text))?;
        history.get(at + 1, SearchDirection::Forward).ok().flatten().map(|found| found.entry.into_owned())
    }

    fn read_line(&mut self, engine: &mut Engine, prompt: &str, before: &str, initial: &str) -> rustyline::Result<(String, Reason)> {
        if let Ok(mut reason) = self.shared.reason.lock() {
            *reason = Reason::Accepted;
        }
        let helper = self.editor.helper().expect("the helper is set when the editor is made");
        before.clone_into(&mut helper.before.borrow_mut());
        helper.known.borrow_mut().clear();
        std::mem::swap(engine, &mut helper.engine.borrow_mut());
        let raw = strip_escapes(prompt).into_owned();
        let read = self.editor.readline_with_initial(&(raw, prompt.to_owned()), (initial, ""));
        let helper = self.editor.helper().expect("the helper is set when the editor is made");
        std::mem::swap(engine, &mut helper.engine.borrow_mut());
        let reason = self.shared.reason.lock().map_or(Reason::Accepted, |reason| *reason);
        read.map(|line| (line, reason))
    }
}

/// Draws `^C` behind a line that was given up. The cursor is at the start of the row below it.
fn mark_interrupt(engine: &mut Engine, prompt: &str, line: &str) {
    let columns = engine.ui.width().unwrap_or(80).max(1);
    let (last, indent) = match line.rsplit_once('\n') {
        Some((_, last)) => (last, 0),
        None => (line, cells(prompt)),
    };
    let column = (indent + cells(last)) % columns;
    let right = if column == 0 { String::new() } else { format!("\x1b[{column}C") };
    engine.ui.write_out(&format!("\x1b[A{right}^C\n"));
    engine.ui.begin_line();
}

/// F1: what `Get-Help` says of the command at the cursor.
fn show_help(engine: &mut Engine, line: &str, cursor: usize) {
    let source = SourceText::new(None, line);
    let tokens = crate::syntax::parse(&source).tokens;
    let is_name = |token: &&crate::syntax::token::Token| {
        token.role == crate::syntax::token::TokenRole::CommandName && token.span.start as usize <= cursor
    };
    let Some(name) = tokens.iter().rev().find(is_name).map(|token| source.slice(token.span).to_owned()) else { return };
    let quoted = name.replace('\'', "''");
    engine.run_text(&format!("Get-Help '{quoted}'"), &crate::engine::RunOptions::default(), &mut crate::library::host::display::ToHost);
    let _ = crate::library::host::display::flush(engine);
}

/// A terminal that nobody sees, for the engine that stands in while the session's is at the editor.
struct Silent;

impl Ui for Silent {
    fn write_out(&mut self, _: &str) {}
    fn write_err(&mut self, _: &str) {}
    fn width(&self) -> Option<usize> {
        None
    }
    fn colors(&self) -> bool {
        false
    }
    fn interactive(&self) -> bool {
        false
    }
    fn read_line(&mut self, _: &str) -> Option<String> {
        None
    }
    fn read_secret(&mut self, _: &str) -> Option<String> {
        None
    }
    fn write_message(&mut self, _: StreamKind, _: &str) {}
    fn write_host(&mut self, _: &str, _: Option<i64>, _: Option<i64>) {}
    fn progress(&mut self, _: Option<(&str, &str, i32)>) {}
    fn clear(&mut self) {}
}
