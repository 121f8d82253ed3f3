//! What was taken out and can be put in again: the kill ring, arguments of earlier lines, the clipboard.

use std::rc::Rc;

use super::Editor;
use crate::library::readline::Function;
use crate::source::SourceText;

/// Texts that were killed, newest last.
#[derive(Default)]
pub struct Ring {
    texts: Vec<String>,
    /// Where the text that was put in stands, and which it is.
    yanked: Option<(usize, usize, usize)>,
    /// The last function killed, too: what is killed now joins it.
    pub goes_on: bool,
}

impl Ring {
    /// Keeps a text; it joins the newest one where the function before killed, too.
    pub fn add(&mut self, text: &str, is_before: bool, maximum: i32, goes_on: bool) {
        if text.is_empty() {
            return;
        }
        match self.texts.last_mut().filter(|_| goes_on) {
            Some(last) if is_before => last.insert_str(0, text),
            Some(last) => last.push_str(text),
            None => {
                self.texts.push(text.to_owned());
                let surplus = self.texts.len().saturating_sub(usize::try_from(maximum).unwrap_or(1).max(1));
                self.texts.drain(..surplus);
            }
        }
        self.goes_on = true;
    }
}

/// An argument of an earlier line that was put in.
#[derive(Default)]
pub struct YankedArgument {
    place: Option<(usize, usize)>,
    /// The history's place of its line.
    entry: usize,
    /// Which argument; none: the last.
    argument: Option<i32>,
}

impl Editor {
    /// Takes a part out, into the kill ring.
    pub(super) fn kill(&mut self, start: usize, end: usize, is_before: bool) {
        let goes_on = self.kills.goes_on;
        let text = self.text.remove(start, end);
        self.kills.add(&text, is_before, self.options.maximum_kill_ring_count, goes_on);
    }

    pub(super) fn yank(&mut self) {
        let Some(text) = self.kills.texts.last().cloned() else { return };
        let start = self.text.cursor;
        self.text.insert(&text);
        self.kills.yanked = Some((start, text.len(), self.kills.texts.len() - 1));
    }

    pub(super) fn yank_pop(&mut self) {
        let was_yank = matches!(self.last, Some(Function::Yank | Function::YankPop));
        let Some((start, length, which)) = self.kills.yanked.filter(|_| was_yank) else { return };
        let which = which.checked_sub(1).unwrap_or(self.kills.texts.len() - 1);
        let text = self.kills.texts[which].clone();
        self.text.replace(start, start + length, &text);
        self.kills.yanked = Some((start, text.len(), which));
    }

    /// The last argument of the line before, or the one of a number; again: of the line before that.
    pub(super) fn yank_argument(&mut self, count: Option<i32>, is_last: bool) {
        let again = matches!(self.last, Some(Function::YankLastArg | Function::YankNthArg));
        let (place, entry, argument) = match self.yanked_arguments.place.filter(|_| again) {
            Some(place) => (Some(place), self.yanked_arguments.entry, count.or(self.yanked_arguments.argument)),
            None => (None, self.history.entries.len(), if is_last { count } else { Some(count.unwrap_or(1)) }),
        };
        let Some((entry, word)) = self.argument_before(entry, argument) else { return };
        let start = match place {
            Some((start, length)) => {
                self.text.replace(start, start + length, &word);
                start
            }
            None => {
                let start = self.text.cursor;
                self.text.insert(&word);
                start
            }
        };
        self.yanked_arguments = YankedArgument { place: Some((start, word.len())), entry, argument };
    }

    fn argument_before(&self, mut entry: usize, argument: Option<i32>) -> Option<(usize, Rc<str>)> {
        loop {
            entry = entry.checked_sub(1)?;
            let words = words(&self.history.entries[entry]);
            let found = match argument {
                None => words.last(),
                Some(number) if number < 0 => words.len().checked_sub(number.unsigned_abs() as usize).and_then(|at| words.get(at)),
                Some(number) => words.get(number as usize),
            };
            if let Some(word) = found {
                return Some((entry, word.clone()));
            }
        }
    }
}

/// The words of a line, as they are written.
fn words(line: &str) -> Vec<Rc<str>> {
    let source = SourceText::new(None, line);
    let tokens = crate::syntax::parse(&source).tokens;
    let own = tokens.iter().filter(|token| token.depth == 0);
    own.map(|token| source.slice(token.span)).filter(|word| !word.trim().is_empty()).map(Rc::from).collect()
}

/// Gives a text to the clipboard, through the terminal.
pub fn copy(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = write!(out, "\x1b]52;c;{}\x07", crate::value::text::encode::base64_encode(text.as_bytes(), false));
    let _ = out.flush();
}
