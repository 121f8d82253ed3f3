//! Lines at a terminal that cannot move its cursor (`TERM=dumb`), or for those who listen to the screen (`-Plain`):
//! rustyline, without colours, suggestions and lists that come and go.

use std::cell::RefCell;
use std::rc::Rc;

use rustyline::completion::{Completer, Pair};
use rustyline::config::BellStyle;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{ColorMode, CompletionType, Config, Context, Editor, Helper};

use super::history::History;
use super::{Read, piped};
use crate::engine::Engine;
use crate::library::completion;
use crate::library::readline::ReadLine;
use crate::present::cells::strip_escapes;

/// The editor.
pub struct PlainEditor {
    editor: Editor<PlainHelper, DefaultHistory>,
    /// The lines of this and earlier sessions.
    pub history: History,
}

/// What can follow, found before the line is read: rustyline asks while the engine is not at hand.
struct PlainHelper {
    engine: Rc<RefCell<Option<Engine>>>,
}

impl Helper for PlainHelper {}
impl Validator for PlainHelper {}
impl Highlighter for PlainHelper {}

impl Hinter for PlainHelper {
    type Hint = String;
}

impl Completer for PlainHelper {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let mut engine = self.engine.borrow_mut();
        let Some(engine) = engine.as_mut() else { return Ok((pos, Vec::new())) };
        let found = completion::complete(engine, line, pos);
        let pairs = found.matches.into_iter().map(|own| Pair { display: own.list, replacement: own.text }).collect();
        Ok((found.start.min(pos), pairs))
    }
}

impl PlainEditor {
    /// An editor with the history of earlier sessions.
    pub fn new(engine: &mut Engine) -> rustyline::Result<PlainEditor> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .bell_style(BellStyle::None)
            .color_mode(ColorMode::Disabled)
            .auto_add_history(false)
            .build();
        let mut editor = Editor::with_config(config)?;
        editor.set_helper(Some(PlainHelper { engine: Rc::default() }));
        let history = History::load(engine);
        for line in &history.entries {
            let _ = editor.add_history_entry(&**line);
        }
        Ok(PlainEditor { editor, history })
    }

    /// Reads a command, of several lines where the first is not complete.
    pub fn read(&mut self, engine: &mut Engine, prompt: &str) -> Read {
        let mut text = String::new();
        loop {
            let continuation = engine.extension::<ReadLine>().options.continuation_prompt.clone();
            let shown = if text.is_empty() { strip_escapes(prompt).into_owned() } else { continuation };
            let line = match self.line(engine, &shown) {
                Ok(line) => line,
                Err(ReadlineError::Eof) if text.is_empty() => return Read::Ended,
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Read::Interrupted,
                Err(_) => return Read::Ended,
            };
            text.push_str(&line);
            if piped::is_incomplete(engine, &text) {
                text.push('\n');
                continue;
            }
            if !text.trim().is_empty() {
                self.history.add(engine, &text);
                let _ = self.editor.add_history_entry(&text);
            }
            return Read::Line(text);
        }
    }

    /// A line, with the engine lent to the completer meanwhile.
    fn line(&mut self, engine: &mut Engine, prompt: &str) -> rustyline::Result<String> {
        let slot = match self.editor.helper() {
            Some(helper) => helper.engine.clone(),
            None => return self.editor.readline(prompt),
        };
        let stand_in = Engine::new(Box::new(super::silent::Silent));
        *slot.borrow_mut() = Some(std::mem::replace(engine, stand_in));
        let line = self.editor.readline(prompt);
        if let Some(own) = slot.borrow_mut().take() {
            *engine = own;
        }
        line
    }
}
