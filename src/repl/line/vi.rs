//! vi's command mode: numbers, operators with motions, changes that can be repeated. Words are as rustyline's line buffer
//! has them, which knows vi's rules.

use rustyline::line_buffer::{ChangeListener, DeleteListener, Direction, LineBuffer};
use rustyline::{At, Word};

use super::{Editor, kill};
use crate::engine::{BlockInvocation, Engine};
use crate::library::readline::bindings::Handler;
use crate::library::readline::{Function, Key};
use crate::value::{TypeId, Value, convert};

/// The mode, and the change at work.
#[derive(Default)]
pub struct Vi {
    is_command: bool,
    /// The keys of the change at work.
    recording: Option<Vec<Key>>,
    /// The keys of the last change.
    last_change: Vec<Key>,
}

impl Vi {
    /// Whether keys are commands.
    pub fn is_command(&self) -> bool {
        self.is_command
    }

    /// A new line begins in insert mode.
    pub fn begin_line(&mut self) {
        self.is_command = false;
        self.recording = None;
    }

    /// The line is accepted.
    pub fn end_line(&mut self) {
        self.is_command = false;
    }

    /// Notes a key of the change at work.
    pub fn note(&mut self, key: Key) {
        if let Some(keys) = self.recording.as_mut().filter(|keys| keys.len() < 10_000) {
            keys.push(key);
        }
    }
}

/// Nobody asks what the line buffer changed: it only moves.
struct Unheard;

impl DeleteListener for Unheard {
    fn delete(&mut self, _: usize, _: &str, _: Direction) {}
}

impl ChangeListener for Unheard {
    fn insert_char(&mut self, _: usize, _: char) {}
    fn insert_str(&mut self, _: usize, _: &str) {}
    fn replace(&mut self, _: usize, _: &str, _: &str) {}
}

/// Where a motion of rustyline's line buffer leads to.
fn motion(text: &str, at: usize, go: impl FnOnce(&mut LineBuffer)) -> usize {
    let mut buffer = LineBuffer::with_capacity(text.len() + 1);
    buffer.update(text, at, &mut Unheard);
    go(&mut buffer);
    buffer.pos()
}

impl Editor {
    pub(super) fn to_next_vi_word(&self, at: usize) -> usize {
        motion(self.text.as_str(), at, |buffer| {
            if !buffer.move_to_next_word(At::Start, Word::Vi, 1) {
                buffer.move_buffer_end();
            }
        })
    }

    pub(super) fn to_vi_word_start(&self, at: usize) -> usize {
        motion(self.text.as_str(), at, |buffer| {
            buffer.move_to_prev_word(Word::Vi, 1);
        })
    }

    pub(super) fn to_vi_word_end(&self, at: usize) -> usize {
        motion(self.text.as_str(), at, |buffer| {
            if !buffer.move_to_next_word(At::BeforeEnd, Word::Vi, 1) {
                buffer.move_buffer_end();
            }
        })
    }

    /// A key in command mode that is no function's alone; true if it was one.
    pub(super) fn vi_command_key(&mut self, engine: &mut Engine, key: Key) -> bool {
        self.vi.recording = Some(vec![key]);
        let before = self.text.as_str().to_owned();
        let taken = match key.typed() {
            Some(digit @ '0'..='9') if digit != '0' || self.count.is_some() => {
                let value = digit.to_digit(10).unwrap_or(0) as i32;
                self.count = Some((self.count.unwrap_or(0).saturating_mul(10)).saturating_add(value).min(100_000));
                return true;
            }
            Some(operator @ ('d' | 'c' | 'y')) => {
                self.operator(engine, operator);
                true
            }
            Some('r') => {
                if let Some(c) = self.key(engine).and_then(|key| key.typed())
                    && self.text.cursor < self.text.as_str().len()
                {
                    let cursor = self.text.cursor;
                    let end = self.text.next(cursor);
                    self.text.replace(cursor, end, &c.to_string());
                    self.text.cursor = cursor;
                }
                true
            }
            Some('G') => {
                self.show_entry(self.history.entries.len(), None);
                true
            }
            _ => false,
        };
        if taken {
            self.vi_settle(&before);
            return true;
        }
        let (handler, key) = self.handler(engine, key);
        let count = self.count.take();
        match handler {
            Some(Handler::Function(function)) => self.run(engine, function, key, count),
            Some(Handler::Script(..)) => return false,
            None => self.ding(),
        }
        self.vi_settle(&before);
        true
    }

    /// After a command: the change is kept for `.`, and the cursor stands on a character.
    fn vi_settle(&mut self, before: &str) {
        if !self.vi.is_command {
            return;
        }
        let keys = self.vi.recording.take();
        if let Some(keys) = keys.filter(|_| before != self.text.as_str())
            && !keys.first().is_some_and(|key| matches!(key.typed(), Some('u' | 'U' | '.' | 'j' | 'k' | '+' | '-' | 'n' | 'N' | '/' | '?')))
        {
            self.vi.last_change = keys;
        }
        let cursor = self.text.cursor;
        if cursor > self.text.line_start(cursor) && cursor == self.text.line_end(cursor) && self.done.is_none() {
            self.text.cursor = self.text.previous(cursor);
        }
    }

    /// `d`, `c` or `y`, and where to.
    fn operator(&mut self, engine: &mut Engine, operator: char) {
        let count = self.count.take();
        let Some(mut key) = self.key(engine) else { return };
        let mut second: Option<i32> = None;
        while let Some(digit) = key.typed().filter(|c| c.is_ascii_digit() && (*c != '0' || second.is_some())) {
            second = Some(second.unwrap_or(0).saturating_mul(10).saturating_add(digit.to_digit(10).unwrap_or(0) as i32).min(100_000));
            match self.key(engine) {
                Some(next) => key = next,
                None => return,
            }
        }
        let n = count.unwrap_or(1).saturating_mul(second.unwrap_or(1));
        let cursor = self.text.cursor;
        if key.typed() == Some(operator) {
            let (start, end) = (self.text.line_start(cursor), self.text.line_end(cursor));
            match operator {
                'y' => {
                    let line = self.text.as_str()[start..end].to_owned();
                    self.kills.add(&line, false, self.options.maximum_kill_ring_count, false);
                }
                'd' => self.delete_line(),
                _ => self.vi_take(engine, operator, start, end),
            }
            return;
        }
        let Some(Handler::Function(mut function)) = self.vi_bindings.get(&vec![key]).cloned() else { return self.ding() };
        // `cw` leaves the blank behind the word.
        if operator == 'c' {
            function = match function {
                Function::ViNextWord => Function::NextWordEnd,
                Function::ViNextGlob => Function::ViEndOfGlob,
                other => other,
            };
        }
        let takes_last = matches!(
            function,
            Function::NextWordEnd | Function::SearchChar | Function::SearchCharWithBackoff | Function::ViGotoBrace | Function::GotoBrace
        );
        self.run(engine, function, key, Some(n));
        let target = self.text.cursor;
        self.text.cursor = cursor;
        let (start, mut end) = (cursor.min(target), cursor.max(target));
        if takes_last && end < self.text.as_str().len() && target != cursor {
            end = self.text.next(end);
        }
        self.vi_take(engine, operator, start, end);
    }

    fn vi_take(&mut self, engine: &mut Engine, operator: char, start: usize, end: usize) {
        if start < end {
            let taken = self.text.as_str()[start..end].to_owned();
            self.kills.add(&taken, false, self.options.maximum_kill_ring_count, false);
            self.kills.goes_on = false;
            if operator != 'y' {
                self.text.remove(start, end);
            }
            self.text.cursor = start;
        }
        if operator == 'c' {
            self.vi_mode(engine, Function::ViInsertMode);
        }
    }

    /// Changes the mode.
    pub(super) fn vi_mode(&mut self, engine: &mut Engine, function: Function) {
        let cursor = self.text.cursor;
        match function {
            Function::ViInsertWithAppend if cursor < self.text.line_end(cursor) => self.text.cursor = self.text.next(cursor),
            Function::ViInsertWithDelete if cursor < self.text.line_end(cursor) => {
                let end = self.text.next(cursor);
                self.text.remove(cursor, end);
            }
            Function::ViInsertAtBegining => self.text.cursor = self.text.line_text(cursor),
            Function::ViInsertAtEnd => self.text.cursor = self.text.line_end(cursor),
            _ => {}
        }
        let is_command = function == Function::ViCommandMode;
        if is_command && !self.vi.is_command {
            if let Some(keys) = self.vi.recording.take() {
                self.vi.last_change = keys;
            }
            let cursor = self.text.cursor;
            if cursor > self.text.line_start(cursor) {
                self.text.cursor = self.text.previous(cursor);
            }
            self.text.end_group();
        } else if !is_command && self.vi.is_command {
            self.text.begin_group();
        }
        self.vi.is_command = is_command;
        self.show_mode(engine);
    }

    /// Shows the mode as the settings say: by the cursor's shape, or by a script.
    fn show_mode(&mut self, engine: &mut Engine) {
        use std::io::Write;
        match (self.options.vi_mode_indicator, self.options.vi_mode_change.clone()) {
            (2, _) => {
                let mut out = std::io::stdout().lock();
                let _ = out.write_all(if self.vi.is_command { b"\x1b[2 q" } else { b"\x1b[6 q" });
                let _ = out.flush();
            }
            (3, Some(block)) => {
                let mode = i32::from(self.vi.is_command);
                let id = crate::value::types::resolve("Microsoft.PowerShell.ViMode").unwrap_or(TypeId::INT32);
                let value = convert::cast(engine, &Value::Int(mode), id).unwrap_or(Value::Int(mode));
                let call = BlockInvocation { arguments: vec![value], ..BlockInvocation::default() };
                let _ = engine.invoke(&block, call, &mut Vec::new());
                let _ = crate::library::host::display::flush(engine);
            }
            _ => {}
        }
    }

    /// Does the last change again.
    pub(super) fn vi_repeat(&mut self, _engine: &mut Engine) {
        let keys = self.vi.last_change.clone();
        for key in keys.into_iter().rev() {
            self.input.give_back(key);
        }
    }

    /// Copies a part into the kill ring.
    pub(super) fn vi_yank(&mut self, function: Function) {
        use Function::*;
        let at = self.text.cursor;
        let length = self.text.as_str().len();
        let (start, end) = match function {
            ViYankLine => (self.text.line_start(at), self.text.line_end(at)),
            ViYankRight if at < length => (at, self.text.next(at)),
            ViYankLeft if at > 0 => (self.text.previous(at), at),
            ViYankToEndOfLine => (at, self.text.line_end(at)),
            ViYankBeginningOfLine => (self.text.line_start(at), at),
            ViYankToFirstChar => (self.text.line_text(at).min(at), at),
            ViYankNextWord | ViYankNextGlob => (at, self.to_next_vi_word(at)),
            ViYankPreviousWord | ViYankPreviousGlob => (self.to_vi_word_start(at), at),
            ViYankEndOfWord | ViYankEndOfGlob => (at, self.text.next(self.to_vi_word_end(at).min(length.saturating_sub(1)))),
            ViYankPercent => match self.text.partner(at) {
                Some(partner) => (at.min(partner), self.text.next(at.max(partner))),
                None => return self.ding(),
            },
            _ => return,
        };
        let text = self.text.as_str()[start..end].to_owned();
        self.kills.add(&text, false, self.options.maximum_kill_ring_count, false);
        self.kills.goes_on = false;
        if self.options.edit_mode == "Vi" {
            kill::copy(&text);
        }
    }

    /// Deletes up to a character that is read.
    pub(super) fn vi_to_char(&mut self, engine: &mut Engine, function: Function) {
        use Function::*;
        let Some(wanted) = self.key(engine).and_then(|key| key.typed()) else { return self.ding() };
        let is_back = matches!(
            function,
            ViDeleteToCharBackward | ViDeleteToBeforeCharBackward | ViReplaceToCharBackward | ViReplaceToBeforeCharBackward
        );
        let stays_before =
            matches!(function, ViDeleteToBeforeChar | ViDeleteToBeforeCharBackward | ViReplaceToBeforeChar | ViReplaceToBeforeCharBackward);
        let Some(target) = self.place_of_char(wanted, is_back, stays_before, 1) else { return self.ding() };
        let cursor = self.text.cursor;
        let (start, end) = if is_back { (target, cursor) } else { (cursor, self.text.next(target)) };
        let is_replace = function.name().starts_with("ViReplace");
        self.vi_take(engine, if is_replace { 'c' } else { 'd' }, start, end);
    }
}
