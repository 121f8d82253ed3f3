//! Breaking text into lines that fit a number of cells.

use super::cells::{cells, char_cells, escape_len};
use super::style::RESET;
use crate::value::text::culture::Culture;

/// Languages whose text is broken between words; all others are broken anywhere.
const WORD_WRAP: [&str; 6] = ["en", "fr", "de", "it", "pt", "es"];

const SOFT_HYPHEN: char = '\u{ad}';
const HARD_HYPHEN: char = '\u{2011}';
const NO_BREAK_SPACE: char = '\u{a0}';

/// Whether the culture breaks lines between words.
pub fn wraps_words(culture: &Culture) -> bool {
    WORD_WRAP.contains(&culture.iso2.as_str())
}

/// The lines of a text: ends at line feeds, carriage returns are dropped. A style that is open at a line's end is
/// closed there and opened again on the next line.
pub fn split_lines(text: &str) -> Vec<String> {
    let lines = text.split('\n').map(|line| line.chars().filter(|c| *c != '\r').collect()).collect();
    carry_styles(lines)
}

/// Breaks text into lines: the first of each paragraph has `first` cells, the others `following`.
pub fn wrap(text: &str, first: usize, following: usize, words: bool) -> Vec<String> {
    if text.is_empty() {
        return vec![String::new()];
    }
    let mut out = Vec::new();
    for line in split_lines(text) {
        if cells(&line) <= first {
            out.push(line);
        } else {
            let broken = if words { between_words(&line, first, following) } else { anywhere(&line, first, following) };
            out.extend(carry_styles(broken));
        }
    }
    out
}

/// A word with the delimiter that follows it.
struct Word {
    text: String,
    delimiter: Option<char>,
}

fn words_of(line: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut text = String::new();
    for c in line.chars() {
        match c {
            ' ' | '\t' | SOFT_HYPHEN => words.push(Word { text: std::mem::take(&mut text), delimiter: Some(c) }),
            // These two end a word and are themselves lost, in PowerShell too.
            HARD_HYPHEN | NO_BREAK_SPACE => words.push(Word { text: std::mem::take(&mut text), delimiter: None }),
            _ => text.push(c),
        }
    }
    words.push(Word { text, delimiter: None });
    words
}

/// The lines under way.
struct Breaker {
    done: Vec<String>,
    line: String,
    width: usize,
    left: usize,
    following: usize,
}

impl Breaker {
    fn new(first: usize, following: usize) -> Breaker {
        Breaker { done: Vec::new(), line: String::new(), width: first, left: first, following }
    }

    fn next_line(&mut self) {
        self.done.push(std::mem::take(&mut self.line));
        self.width = self.following;
        self.left = self.following;
    }

    /// Puts characters one by one, breaking where a line is full.
    fn put_chars(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(len) = escape_len(rest) {
                self.line.push_str(&rest[..len]);
                rest = &rest[len..];
                continue;
            }
            rest = &rest[c.len_utf8()..];
            // A character wider than a whole line has no place: a question mark stands for it.
            let (c, n_cells) = if char_cells(c) > self.width { ('?', 1) } else { (c, char_cells(c)) };
            if n_cells > self.left {
                self.next_line();
            }
            self.line.push(c);
            self.left = self.left.saturating_sub(n_cells);
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.done.push(self.line);
        self.done
    }
}

fn between_words(line: &str, first: usize, following: usize) -> Vec<String> {
    let mut breaker = Breaker::new(first, following);
    for word in words_of(line) {
        let mut text = word.text;
        match word.delimiter {
            // It shows only where the line ends with it.
            Some(SOFT_HYPHEN) if cells(&text) + 1 == breaker.left => text.push('-'),
            Some(SOFT_HYPHEN) => {}
            Some(c) => text.push(c),
            None => {}
        }
        let n_cells = cells(&text);
        if breaker.width == 0 {
            breaker.width = following;
            breaker.left = following;
            if following == 0 {
                break;
            }
        }
        if n_cells > breaker.width {
            breaker.put_chars(&text);
        } else {
            if n_cells > breaker.left {
                breaker.next_line();
            }
            breaker.line.push_str(&text);
            breaker.left = breaker.left.saturating_sub(n_cells);
        }
    }
    breaker.finish()
}

fn anywhere(line: &str, first: usize, following: usize) -> Vec<String> {
    if first == 0 && following == 0 {
        return Vec::new();
    }
    let mut breaker = Breaker::new(first, following.max(1));
    breaker.put_chars(line);
    breaker.finish()
}

/// Closes open styles at each line's end and opens them again on the next line.
fn carry_styles(lines: Vec<String>) -> Vec<String> {
    if !lines.iter().any(|line| line.contains('\u{1b}')) {
        return lines;
    }
    let mut open = String::new();
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let mut text = if line.is_empty() { String::new() } else { open.clone() };
        text.push_str(&line);
        let mut rest = line.as_str();
        while let Some(c) = rest.chars().next() {
            match escape_len(rest) {
                Some(len) => {
                    if &rest[..len] == RESET {
                        open.clear();
                    } else {
                        open.push_str(&rest[..len]);
                    }
                    rest = &rest[len..];
                }
                None => rest = &rest[c.len_utf8()..],
            }
        }
        if !open.is_empty() && !text.is_empty() && !text.ends_with(RESET) {
            text.push_str(RESET);
        }
        out.push(text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_between_words_and_long_words_anywhere() {
        assert_eq!(wrap("alpha beta gamma delta epsilon zeta", 27, 27, true), ["alpha beta gamma delta ", "epsilon zeta"]);
        assert_eq!(wrap("abcdefghij", 4, 4, true), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("東京都千代田区丸の内一丁目", 20, 20, true), ["東京都千代田区丸の内", "一丁目"]);
    }

    #[test]
    fn carries_styles_over() {
        assert_eq!(split_lines("\u{1b}[31ma\nb\u{1b}[0m"), ["\u{1b}[31ma\u{1b}[0m", "\u{1b}[31mb\u{1b}[0m"]);
    }
}
