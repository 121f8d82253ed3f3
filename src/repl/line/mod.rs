//! The line editor at a terminal: PSReadLine's keys, screens and settings.
//!
//! `input` gives keys, `screen` draws, `text` is what is typed; `edit` carries the keys' functions out, `history_moves`
//! and `search` go through the history, `complete` and `menu` are the Tab key, `predict` the suggestions, `vi` the
//! command mode, `help` F1 and its like. Where there is no terminal that moves its cursor, `super::plain` reads lines.

mod complete;
mod edit;
mod help;
mod history_moves;
mod input;
mod kill;
mod menu;
mod predict;
pub mod screen;
mod script;
mod search;
mod text;
mod vi;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::highlight::{self, Painted, style_of};
use super::history::History;
use super::{Read, piped};
use crate::engine::Engine;
use crate::library::readline::bindings::{self, Bindings, Handler};
use crate::library::readline::{Code, Function, Key, Options, Paint, ReadLine};
use input::{Event, Input};
use screen::{Scene, Screen};
use text::Text;

pub use script::ScriptAccess;

/// What became of the line.
enum Done {
    /// It is to be run.
    Accepted,
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D, or the terminal is gone.
    Ended,
}

/// The editor.
pub struct Editor {
    input: Input,
    screen: Screen,
    text: Text,
    prompt: String,
    /// The lines of this and earlier sessions.
    pub history: History,
    moves: history_moves::Moves,
    kills: kill::Ring,
    yanked_arguments: kill::YankedArgument,
    options: Options,
    bindings: Bindings,
    vi_bindings: Bindings,
    version: u64,
    is_coloured: bool,
    /// The number typed with Alt, for the next key.
    count: Option<i32>,
    last: Option<Function>,
    searched: edit::CharSearch,
    search: search::Searched,
    cycle: Option<complete::Cycle>,
    prediction: predict::Prediction,
    vi: vi::Vi,
    painted: Painted,
    /// Names that were looked up since the prompt was drawn, and whether they are commands.
    known: HashMap<String, bool>,
    /// Lines shown below the text.
    below: Vec<String>,
    done: Option<Done>,
    /// The history's place of the line that comes next.
    offered: Option<usize>,
    /// A text that the next line starts with.
    initial: Option<String>,
}

impl Editor {
    /// An editor of this terminal with the history of earlier sessions.
    pub fn new(engine: &mut Engine) -> std::io::Result<Editor> {
        let own = engine.extension::<ReadLine>();
        let (options, bindings, vi_bindings, version) = (own.options.clone(), own.bindings.clone(), own.vi_bindings.clone(), own.version);
        Ok(Editor {
            input: Input::new()?,
            screen: Screen::default(),
            text: Text::default(),
            prompt: String::new(),
            history: History::load(engine),
            moves: history_moves::Moves::default(),
            kills: kill::Ring::default(),
            yanked_arguments: kill::YankedArgument::default(),
            options,
            bindings,
            vi_bindings,
            version,
            is_coloured: engine.ui.colors(),
            count: None,
            last: None,
            searched: edit::CharSearch::default(),
            search: search::Searched::default(),
            cycle: None,
            prediction: predict::Prediction::default(),
            vi: vi::Vi::default(),
            painted: Painted::default(),
            known: HashMap::new(),
            below: Vec::new(),
            done: None,
            offered: None,
            initial: None,
        })
    }

    /// Takes the settings that the last line changed.
    fn take_settings(&mut self, engine: &mut Engine) {
        let own = engine.extension::<ReadLine>();
        if own.version != self.version {
            self.version = own.version;
            self.options = own.options.clone();
            self.bindings = own.bindings.clone();
            self.vi_bindings = own.vi_bindings.clone();
            self.vi = vi::Vi::default();
        }
        self.input.escape_timeout = std::time::Duration::from_millis(self.options.ansi_escape_timeout.clamp(25, 1000) as u64);
        self.is_coloured = engine.ui.colors();
    }

    fn begin(&mut self, engine: &mut Engine, prompt: &str) {
        self.take_settings(engine);
        self.prompt = prompt.to_owned();
        self.text.reset(self.initial.take().as_deref().unwrap_or(""));
        self.moves.begin(self.history.entries.len());
        if let Some(at) = self.offered.take().filter(|at| *at < self.history.entries.len()) {
            let line = self.history.entries[at].clone();
            self.text.reset(&line);
            self.moves.at = at;
        }
        self.count = None;
        self.last = None;
        self.cycle = None;
        self.known.clear();
        self.painted = Painted::default();
        self.below.clear();
        self.done = None;
        self.vi.begin_line();
        self.prediction.begin_line();
        self.input.enter();
        self.screen.begin();
    }

    /// Draws what is to be seen.
    fn draw(&mut self, engine: &mut Engine) {
        self.predict(engine);
        let below = if self.below.is_empty() { self.prediction_lines() } else { self.below.clone() };
        self.show(engine, &below, self.text.cursor, None);
    }

    /// Draws the line with these lines below it; `emphasis` is a part that stands out.
    fn show(&mut self, engine: &mut Engine, below: &[String], cursor: usize, emphasis: Option<(usize, usize)>) {
        self.with_scene(engine, below, cursor, emphasis, |screen, scene| screen.draw(scene));
    }

    /// Draws the line a last time; the cursor stands in the row below then.
    fn finish(&mut self, engine: &mut Engine, mark: &str) {
        self.with_scene(engine, &[], self.text.as_str().len(), None, |screen, scene| screen.finish(scene, mark));
    }

    fn with_scene(
        &mut self,
        engine: &mut Engine,
        below: &[String],
        cursor: usize,
        emphasis: Option<(usize, usize)>,
        draw: impl FnOnce(&mut Screen, &Scene<'_>),
    ) {
        let is_finishing = below.is_empty() && self.done.is_some();
        let mut marks = Vec::new();
        if self.is_coloured {
            let known = &mut self.known;
            self.painted.read(self.text.as_str(), &mut |name| match known.get(name) {
                Some(known) => *known,
                None => {
                    let found = engine.find_command(name).is_some();
                    known.insert(name.to_owned(), found);
                    found
                }
            });
            marks = self.painted.marks((!is_finishing).then_some(cursor));
        }
        let mut fill = |start: usize, end: usize, style: u8| {
            marks.resize(self.text.as_str().len(), 0);
            let end = end.min(marks.len());
            if start < end {
                marks[start..end].fill(style);
            }
        };
        if let Some((start, end)) = emphasis {
            fill(start, end, style_of(Paint::Emphasis));
        }
        if let Some((start, end)) = self.text.selection().filter(|_| !is_finishing) {
            fill(start, end, style_of(Paint::Selection));
        }
        let mut styles = vec![String::new(); usize::from(highlight::BRACKET) + 1];
        if self.is_coloured {
            for (at, code) in self.options.colors.iter().enumerate() {
                styles[at + 1] = code.clone();
            }
            styles[usize::from(highlight::BRACKET)] = "\x1b[1;4m".to_owned();
        } else {
            styles[usize::from(style_of(Paint::Selection))] = "\x1b[7m".to_owned();
        }
        let continuation = match &self.options.continuation_prompt {
            text if text.is_empty() || !self.is_coloured => text.clone(),
            text => format!("{}{text}\x1b[0m", self.options.colors[Paint::ContinuationPrompt as usize]),
        };
        let prompt = self.prompt_now();
        let suggestion = self.prediction.inline().filter(|_| !is_finishing && cursor == self.text.as_str().len() && self.below.is_empty());
        let scene = Scene {
            prompt: &prompt,
            continuation: &continuation,
            text: self.text.as_str(),
            marks: &marks,
            styles: &styles,
            cursor,
            suggestion: suggestion.map(|text| (text, self.options.colors[Paint::InlinePrediction as usize].as_str())),
            below,
        };
        draw(&mut self.screen, &scene);
    }

    /// The prompt; its mark is red where the line has an error.
    fn prompt_now(&self) -> String {
        let Some(mark) = self.options.prompt_text.first().filter(|mark| !mark.is_empty()) else { return self.prompt.clone() };
        if !self.painted.has_error || !self.is_coloured {
            return self.prompt.clone();
        }
        let Some(head) = self.prompt.strip_suffix(mark.as_str()) else { return self.prompt.clone() };
        match self.options.prompt_text.get(1) {
            Some(wrong) if screen::width(wrong) == screen::width(mark) => format!("{head}{wrong}"),
            _ => {
                let shown = mark.trim_end();
                format!("{head}{}{shown}\x1b[0m{}", self.options.colors[Paint::Error as usize], &mark[shown.len()..])
            }
        }
    }

    /// Calls attention, as the settings say.
    fn ding(&self) {
        if self.options.bell_style == 1 {
            use std::io::Write;
            let mut out = std::io::stdout().lock();
            let _ = out.write_all(b"\x07");
            let _ = out.flush();
        }
    }

    /// Waits for a key; a change of the terminal's size is seen to meanwhile, a paste is typed.
    fn key(&mut self, engine: &mut Engine) -> Option<Key> {
        loop {
            match self.input.next() {
                Event::Key(key) => {
                    self.vi.note(key);
                    return Some(key);
                }
                Event::Paste(text) => self.paste(&text),
                Event::Redraw => self.screen.resized(),
                Event::Closed => {
                    self.done = Some(Done::Ended);
                    return None;
                }
            }
            self.draw(engine);
        }
    }

    /// Takes a pasted text, whatever is in it.
    fn paste(&mut self, text: &str) {
        let text = if self.prompt.is_empty() { text } else { text.trim_end_matches('\n') };
        self.text.insert(text);
        self.cycle = None;
        self.below.clear();
        self.last = None;
    }

    /// The handler of the keys that begin with this one; more keys are read where a chord needs them.
    fn handler(&mut self, engine: &mut Engine, key: Key) -> (Option<Handler>, Key) {
        let in_command_mode = self.vi.is_command();
        let table = if in_command_mode { &self.vi_bindings } else { &self.bindings };
        if bindings::is_prefix(table, key) {
            let chord_of = |next: Key| vec![key, next];
            if let Some(next) = self.key(engine) {
                let table = if in_command_mode { &self.vi_bindings } else { &self.bindings };
                return (table.get(&chord_of(next)).cloned(), next);
            }
            return (None, key);
        }
        if let Some(handler) = table.get(&vec![key]) {
            return (Some(handler.clone()), key);
        }
        // Escape and a key are Alt and that key.
        if key == Key::plain(Code::Escape) && self.options.edit_mode == "Emacs" {
            let Some(next) = self.key(engine) else { return (None, key) };
            let next = next.alt();
            return (self.bindings.get(&vec![next]).cloned(), next);
        }
        if !in_command_mode && key.typed().is_some() {
            return (Some(Handler::Function(Function::SelfInsert)), key);
        }
        (None, key)
    }

    /// What the line became, once it is done.
    fn conclude(&mut self, engine: &mut Engine) -> Option<Read> {
        let done = self.done.take()?;
        self.below.clear();
        self.text.is_selecting = false;
        let line = self.text.as_str().to_owned();
        let read = match done {
            Done::Accepted => {
                self.done = Some(Done::Accepted);
                self.finish(engine, "");
                Read::Line(line.clone())
            }
            Done::Interrupted => {
                self.done = Some(Done::Interrupted);
                self.finish(engine, "^C");
                Read::Interrupted
            }
            Done::Ended => Read::Ended,
        };
        self.input.leave();
        engine.ui.begin_line();
        if matches!(read, Read::Line(_)) && !line.trim().is_empty() {
            let offered = self.offered.map(|at| at.min(self.history.entries.len()));
            self.history.add(engine, &line);
            self.offered = offered;
        }
        Some(read)
    }
}

/// Reads a command. The editor is borrowed for single steps alone, so that scripts of key handlers can get at it.
pub fn read(editor: &Rc<RefCell<Editor>>, engine: &mut Engine, prompt: &str) -> Read {
    editor.borrow_mut().begin(engine, prompt);
    loop {
        let handler = {
            let mut own = editor.borrow_mut();
            if !own.input.has_more() {
                own.draw(engine);
            }
            match own.key(engine) {
                Some(key) => own.step(engine, key),
                None => None,
            }
        };
        if let Some((block, key)) = handler {
            script::run(engine, editor, &block, key);
        }
        let read = editor.borrow_mut().conclude(engine);
        if let Some(read) = read {
            return read;
        }
    }
}

impl Editor {
    /// Does what a key asks for; a script to run is given back.
    fn step(&mut self, engine: &mut Engine, key: Key) -> Option<(Rc<crate::value::ScriptBlock>, Key)> {
        self.below.clear();
        if self.vi.is_command() && self.vi_command_key(engine, key) {
            return None;
        }
        match self.handler(engine, key) {
            (Some(Handler::Function(function)), key) => {
                let count = self.count.take();
                self.run(engine, function, key, count);
                None
            }
            (Some(Handler::Script(block, ..)), key) => {
                self.last = None;
                self.cycle = None;
                Some((block, key))
            }
            (None, key) => {
                self.count = None;
                // Ctrl-Z that is nothing else stops the shell, as it stops any program.
                if key == Key::ctrl('z') {
                    self.finish(engine, "");
                    self.input.suspend();
                    self.screen.restart();
                }
                None
            }
        }
    }

    /// Whether more lines must follow.
    fn is_incomplete(&mut self, engine: &mut Engine) -> bool {
        piped::is_incomplete(engine, self.text.as_str())
    }
}
