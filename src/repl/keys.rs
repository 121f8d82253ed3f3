//! PSReadLine's keys where rustyline has others, or none.

use std::sync::{Arc, Mutex};

use rustyline::history::DefaultHistory;
use rustyline::{
    At, Cmd, ConditionalEventHandler, Editor, Event, EventContext, EventHandler, KeyCode, KeyEvent, Modifiers, Movement, RepeatCount, Word,
};

use super::helper::LineHelper;

/// Why a line was given back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Reason {
    /// Enter.
    #[default]
    Accepted,
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-O: and the next line of the history is offered.
    AcceptedAndNext,
    /// F1: help for the command at the cursor, then the line again.
    Help,
}

/// What key handlers and the editor share.
#[derive(Default)]
pub struct Shared {
    /// Why the line ends.
    pub reason: Mutex<Reason>,
    /// Where the cursor was when it ended.
    pub cursor: Mutex<usize>,
    /// The words of earlier lines, newest first.
    pub words: Mutex<Vec<Vec<String>>>,
    /// What Alt-. put in last.
    inserted: Mutex<Option<Inserted>>,
}

/// An insertion of Alt-.
struct Inserted {
    line: String,
    cursor: usize,
    text: String,
    entry: usize,
}

impl Shared {
    fn end(&self, reason: Reason, ctx: &EventContext) {
        if let Ok(mut own) = self.reason.lock() {
            *own = reason;
        }
        if let Ok(mut cursor) = self.cursor.lock() {
            *cursor = ctx.pos();
        }
    }
}

/// Ends the line for a reason other than Enter.
struct End(Arc<Shared>, Reason);

impl ConditionalEventHandler for End {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, ctx: &EventContext) -> Option<Cmd> {
        if self.1 == Reason::Help && ctx.line().trim().is_empty() {
            return Some(Cmd::Noop);
        }
        self.0.end(self.1, ctx);
        Some(Cmd::AcceptLine)
    }
}

/// Alt-f: a word of the suggestion at the line's end, else a word to the right.
struct ForwardWord;

impl ConditionalEventHandler for ForwardWord {
    fn handle(&self, _: &Event, n: RepeatCount, positive: bool, ctx: &EventContext) -> Option<Cmd> {
        match ctx.hint_text() {
            Some(hint) if positive && ctx.pos() == ctx.line().len() => Some(Cmd::Insert(1, first_word(hint).to_owned())),
            _ if positive => Some(Cmd::Move(Movement::ForwardWord(n, At::AfterEnd, Word::Emacs))),
            _ => None,
        }
    }
}

/// A suggestion's first word, with what stands before it and the blanks behind it.
fn first_word(hint: &str) -> &str {
    let is_delimiter = |c: char| c.is_whitespace() || ";:,.[]{}()/\\|!?^&*-=+'\"–—―".contains(c);
    let word = hint.find(|c| !is_delimiter(c)).unwrap_or(hint.len());
    let end = hint[word..].find(is_delimiter).map_or(hint.len(), |at| word + at);
    let next = hint[end..].find(|c: char| !c.is_whitespace()).map_or(hint.len(), |at| end + at);
    &hint[..next]
}

/// Alt-.: the last word of the line before; again: of the line before that. Alt-1 Alt-.: the word of that number.
struct YankLastArgument(Arc<Shared>);

impl ConditionalEventHandler for YankLastArgument {
    fn handle(&self, _: &Event, n: RepeatCount, _: bool, ctx: &EventContext) -> Option<Cmd> {
        let words = self.0.words.lock().ok()?;
        let mut inserted = self.0.inserted.lock().ok()?;
        let again = inserted.take().filter(|own| own.line == ctx.line() && own.cursor == ctx.pos());
        let entry = again.as_ref().map_or(0, |own| own.entry + 1);
        let is_last = n == 1 || again.is_some();
        let line_words = words.get(entry)?;
        // An argument's number counts the command as 0; without one it is the last.
        let word = if is_last && n == 1 { line_words.last() } else { line_words.get(usize::from(n)) }?.clone();
        let old = again.as_ref().map_or(0, |own| own.text.len());
        let head = &ctx.line()[..ctx.pos() - old];
        let line = format!("{head}{word}{}", &ctx.line()[ctx.pos()..]);
        *inserted = Some(Inserted { cursor: head.len() + word.len(), line, text: word.clone(), entry });
        let n_chars = again.map_or(0, |own| own.text.chars().count());
        if n_chars > 0 {
            return Some(Cmd::Replace(Movement::BackwardChar(n_chars as RepeatCount), Some(word)));
        }
        Some(Cmd::Insert(1, word))
    }
}

/// Binds the keys.
pub fn bind(editor: &mut Editor<LineHelper, DefaultHistory>, shared: &Arc<Shared>) {
    let end = |reason| EventHandler::Conditional(Box::new(End(shared.clone(), reason)));
    let alt = |c| KeyEvent(KeyCode::Char(c), Modifiers::ALT);
    editor.bind_sequence(KeyEvent::ctrl('C'), end(Reason::Interrupted));
    editor.bind_sequence(KeyEvent::ctrl('O'), end(Reason::AcceptedAndNext));
    editor.bind_sequence(KeyEvent(KeyCode::F(1), Modifiers::NONE), end(Reason::Help));
    editor.bind_sequence(alt('f'), EventHandler::Conditional(Box::new(ForwardWord)));
    for key in ['.', '_'] {
        editor.bind_sequence(alt(key), EventHandler::Conditional(Box::new(YankLastArgument(shared.clone()))));
    }
    // Ctrl-R's partner; without it the terminal's flow control would take the key.
    editor.bind_sequence(KeyEvent::ctrl('S'), Cmd::ForwardSearchHistory);
    editor.bind_sequence(alt('r'), Cmd::Kill(Movement::WholeBuffer));
    editor.bind_sequence(KeyEvent::ctrl('U'), Cmd::Kill(Movement::BeginningOfLine));
    editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::SHIFT), Cmd::Newline);
}

#[cfg(test)]
mod tests {
    use super::first_word;

    #[test]
    fn takes_words_of_a_suggestion() {
        assert_eq!(first_word("Output 'a longer'"), "Output ");
        assert_eq!(first_word(" 'a longer'"), " 'a ");
        assert_eq!(first_word("x"), "x");
    }
}
