//! The prompt: reads lines, runs them, shows what came of them.
//!
//! `line` is the editor at a terminal, `plain` the one for terminals that cannot move their cursor, `highlight` colours a
//! line, `history` keeps the file, `prompt` makes the prompt's text, `piped` reads lines where there is no terminal. What
//! completes a word is in [`crate::library::completion`], where `TabExpansion2` has it, too; the editor's settings and
//! keys are in [`crate::library::readline`].

mod feedback;
mod highlight;
mod history;
mod line;
mod piped;
mod plain;
mod prompt;
mod silent;
pub mod terminal;

pub use piped::run_piped;
pub use prompt::DEFAULT as DEFAULT_PROMPT;

use std::cell::RefCell;
use std::rc::Rc;

use crate::engine::{Engine, HistoryEntry, RunOptions, ScriptOutcome};
use crate::library::host::display::{self, ToHost};
use crate::library::readline::ReadLine;
use crate::program::Symbol;
use crate::source::SourceText;
use crate::syntax::token::{Token, TokenKind};
use crate::value::{Runtime, Value};

/// The two lines at the start.
pub const BANNER: &str = concat!(
    "PowerShell 7.6.9 (bridgesh ",
    env!("CARGO_PKG_VERSION"),
    ")\nA Teams conferencing tenant to try things on. Get-Help shows how.\n"
);

/// What came of reading.
pub enum Read {
    /// A whole command.
    Line(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D, or the terminal is gone.
    Ended,
}

/// What reads lines.
enum LineReader {
    /// At a terminal.
    Full(Rc<RefCell<line::Editor>>),
    /// At one that cannot move its cursor.
    Plain(Box<RefCell<plain::PlainEditor>>),
}

impl LineReader {
    fn read(&self, engine: &mut Engine, prompt: &str) -> Read {
        match self {
            LineReader::Full(editor) => line::read(editor, engine, prompt),
            LineReader::Plain(editor) => {
                // Such a terminal shows what is typed by itself.
                engine.ui.lend_terminal(true);
                let read = editor.borrow_mut().read(engine, prompt);
                engine.ui.lend_terminal(false);
                read
            }
        }
    }

    /// Writes what the history keeps for the end.
    fn save(&self, engine: &mut Engine) {
        match self {
            LineReader::Full(editor) => editor.borrow_mut().history.save(engine),
            LineReader::Plain(editor) => editor.borrow_mut().history.save(engine),
        }
    }
}

/// Reads lines at the terminal and runs them until `exit` or Ctrl-D; gives the exit code. `is_plain` asks for lines that
/// no key changes once they are drawn.
pub fn run_interactive(engine: &mut Engine, is_plain: bool) -> i32 {
    let reader = if is_plain {
        plain::PlainEditor::new(engine).map(|editor| LineReader::Plain(Box::new(RefCell::new(editor)))).map_err(|error| error.to_string())
    } else {
        line::Editor::new(engine).map(|editor| LineReader::Full(Rc::new(RefCell::new(editor)))).map_err(|error| error.to_string())
    };
    let reader = match reader {
        Ok(reader) => Rc::new(reader),
        Err(error) => {
            engine.ui.write_err(&format!("bridgesh: the terminal cannot be used: {error}\n"));
            return 1;
        }
    };
    if let LineReader::Full(editor) = &*reader {
        engine.extension::<ReadLine>().host = Some(Rc::new(line::ScriptAccess(editor.clone())));
    }
    engine.at_prompt = true;
    // What is typed while something runs is not echoed: it is shown when the prompt takes it.
    engine.ui.lend_terminal(false);
    let inner = reader.clone();
    engine.nested_prompt = Some(Rc::new(move |engine: &mut Engine| {
        run_lines(engine, &inner);
        engine.interrupt.clear();
    }));
    let code = run_lines(engine, &reader);
    reader.save(engine);
    engine.ui.lend_terminal(true);
    engine.nested_prompt = None;
    engine.extension::<ReadLine>().host = None;
    code
}

/// Reads and runs lines until `exit` or Ctrl-D.
fn run_lines(engine: &mut Engine, reader: &LineReader) -> i32 {
    loop {
        let _ = display::flush(engine);
        engine.interrupt.clear();
        let prompt = prompt::text(engine);
        match reader.read(engine, &prompt) {
            Read::Line(line) => {
                let now = crate::value::Runtime::now(engine);
                let (date, time) = ((now.year(), now.month(), now.day()), (now.hour(), now.minute(), now.second()));
                let stamp = format!("{:04}{:02}{:02}{:02}{:02}{:02}", date.0, date.1, date.2, time.0, time.1, time.2);
                engine.ui.typed(&prompt, &line, &stamp);
                if let Some(code) = run_line(engine, &line) {
                    return code;
                }
            }
            Read::Interrupted => {}
            Read::Ended => return 0,
        }
    }
}

/// Runs a line as typed at the prompt, and keeps it in the session's history; gives the code of `exit`.
fn run_line(engine: &mut Engine, line: &str) -> Option<i32> {
    let source = SourceText::new(None, line);
    let tokens = crate::syntax::parse(&source).tokens;
    let words = words(&source, &tokens);
    let is_blank = words.is_empty();
    engine.interrupt.clear();
    let start = engine.now();
    let n_errors = engine.errors.items.borrow().len();
    engine.ui.lend_terminal(false);
    engine.history_line = None;
    let outcome = engine.run_text(line, &RunOptions::default(), &mut ToHost);
    let _ = display::flush(engine);
    if outcome == ScriptOutcome::Interrupted {
        engine.success = false;
    }
    if let ScriptOutcome::Exit(code) = outcome {
        return Some(code);
    }
    if is_blank {
        return None;
    }
    if engine.errors.items.borrow().len() > n_errors {
        feedback::show(engine);
    }
    let end = engine.now();
    let id = next_history_id(engine);
    let line = engine.history_line.take().unwrap_or_else(|| Rc::from(line));
    engine.history.push(HistoryEntry { id, line, start, end, completed: outcome == ScriptOutcome::Done });
    let globals = engine.scope().global();
    globals.set(Symbol::CARET, words.first().cloned().unwrap_or(Value::Null));
    globals.set(Symbol::of("$"), words.last().cloned().unwrap_or(Value::Null));
    None
}

/// Numbers of history entries go on where others were removed.
fn next_history_id(engine: &mut Engine) -> i64 {
    #[derive(Default)]
    struct LastId(i64);
    let newest = engine.history.last().map_or(0, |entry| entry.id);
    let last = engine.extension::<LastId>();
    last.0 = last.0.max(newest) + 1;
    last.0
}

/// The words of a line as `$^` and `$$` give them: quotes are taken off.
fn words(source: &SourceText, tokens: &[Token]) -> Vec<Value> {
    let is_word = |token: &&Token| {
        token.depth == 0
            && !matches!(
                token.kind,
                TokenKind::Comment | TokenKind::NewLine | TokenKind::EndOfInput | TokenKind::LineContinuation | TokenKind::Semi
            )
    };
    let text = |token: &Token| {
        let text = source.slice(token.span);
        match token.kind {
            TokenKind::StringLiteral | TokenKind::StringExpandable if text.len() >= 2 => Value::str(&text[1..text.len() - 1]),
            _ => Value::str(text),
        }
    };
    tokens.iter().filter(is_word).map(text).collect()
}
