//! The terminal with a listener: what is shown and typed goes into the session's transcripts too.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

use crate::cmdlet::StreamKind;
use crate::engine::Ui;
use crate::present::cells::strip_escapes;
use crate::present::message::{self, Stream};

/// A transcript being written.
pub struct Transcript {
    /// Its file.
    pub path: PathBuf,
    file: File,
    /// Whether each command has its time in front of it.
    with_commands: bool,
    /// The line at hand: a secret is looked for in whole lines.
    line: String,
}

impl Transcript {
    /// A transcript in an open file.
    pub fn new(path: PathBuf, file: File, with_commands: bool) -> Transcript {
        Transcript { path, file, with_commands, line: String::new() }
    }

    /// Writes text as it is. A disk that is full is no reason to stop the session.
    pub fn write(&mut self, text: &str) {
        let _ = self.file.write_all(text.as_bytes());
    }

    /// Takes text that was shown; `all` writes the line that has not ended too.
    pub fn take(&mut self, text: &str, secrets: &BTreeSet<Rc<str>>, all: bool) {
        self.line.push_str(&strip_escapes(text));
        let end = if all { Some(self.line.len()) } else { self.line.rfind('\n').map(|at| at + 1) };
        let Some(end) = end else { return };
        let rest = self.line.split_off(end);
        let mut done = std::mem::replace(&mut self.line, rest);
        if all && !done.is_empty() && !done.ends_with('\n') {
            done.push('\n');
        }
        let masked = mask(&done, secrets);
        self.write(&masked);
    }
}

/// A session's transcripts, oldest first.
#[derive(Clone, Default)]
pub struct Transcripts(pub Rc<RefCell<Vec<Transcript>>>);

/// A text without the secrets: each stands there as asterisks. A secret inside of a longer number or word is another thing.
pub fn mask(text: &str, secrets: &BTreeSet<Rc<str>>) -> String {
    let mut out = text.to_owned();
    for secret in secrets {
        if secret.is_empty() || !out.contains(&**secret) {
            continue;
        }
        let mut masked = String::with_capacity(out.len());
        let mut rest = out.as_str();
        while let Some(at) = rest.find(&**secret) {
            let before = rest[..at].chars().next_back().or_else(|| masked.chars().next_back());
            let after = rest[at + secret.len()..].chars().next();
            let is_part = [before, after].into_iter().flatten().any(char::is_alphanumeric);
            masked.push_str(&rest[..at]);
            if is_part {
                masked.push_str(secret);
            } else {
                masked.push_str(&"*".repeat(secret.chars().count()));
            }
            rest = &rest[at + secret.len()..];
        }
        masked.push_str(rest);
        out = masked;
    }
    out
}

/// A typed line with its quoted texts as asterisks, if it names a secret.
fn typed_line(line: &str) -> String {
    if !crate::library::host::transcript::names_secret(line) {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let mut quote = None;
    for letter in line.chars() {
        match quote {
            None => {
                if matches!(letter, '\'' | '"') {
                    quote = Some(letter);
                }
                out.push(letter);
            }
            Some(open) if open == letter => {
                quote = None;
                out.push(letter);
            }
            Some(_) => out.push('*'),
        }
    }
    out
}

/// The terminal, and who listens.
pub struct Recorder {
    inner: Box<dyn Ui>,
    transcripts: Transcripts,
    secrets: Rc<RefCell<BTreeSet<Rc<str>>>>,
}

impl Recorder {
    /// Puts a recorder in front of the terminal.
    pub fn install(ui: &mut Box<dyn Ui>, transcripts: Transcripts, secrets: Rc<RefCell<BTreeSet<Rc<str>>>>) {
        let inner = std::mem::replace(ui, Box::new(Silent));
        *ui = Box::new(Recorder { inner, transcripts, secrets });
    }

    /// Takes it away again.
    pub fn remove(ui: &mut Box<dyn Ui>) {
        if let Some(inner) = ui.take_inner() {
            *ui = inner;
        }
    }

    fn hear(&mut self, text: &str) {
        let secrets = self.secrets.borrow();
        for transcript in self.transcripts.0.borrow_mut().iter_mut() {
            transcript.take(text, &secrets, false);
        }
    }
}

impl Ui for Recorder {
    fn write_out(&mut self, text: &str) {
        self.inner.write_out(text);
        self.hear(text);
    }

    fn write_err(&mut self, text: &str) {
        self.inner.write_err(text);
        self.hear(text);
    }

    fn width(&self) -> Option<usize> {
        self.inner.width()
    }

    fn colors(&self) -> bool {
        self.inner.colors()
    }

    fn interactive(&self) -> bool {
        self.inner.interactive()
    }

    fn read_line(&mut self, prompt: &str) -> Option<String> {
        let line = self.inner.read_line(prompt);
        let heard = format!("{prompt}{}\n", line.as_deref().unwrap_or(""));
        self.hear(&heard);
        line
    }

    fn read_secret(&mut self, prompt: &str) -> Option<String> {
        let line = self.inner.read_secret(prompt);
        let heard = format!("{prompt}{}\n", "*".repeat(line.as_ref().map_or(0, |line| line.chars().count())));
        self.hear(&heard);
        line
    }

    fn write_message(&mut self, stream: StreamKind, text: &str) {
        self.inner.write_message(stream, text);
        let kind = match stream {
            StreamKind::Warning => Stream::Warning,
            StreamKind::Verbose => Stream::Verbose,
            _ => Stream::Debug,
        };
        let heard = format!("{}\n", message::message(kind, text, None));
        self.hear(&heard);
    }

    fn write_host(&mut self, text: &str, foreground: Option<i64>, background: Option<i64>) {
        self.inner.write_host(text, foreground, background);
        self.hear(text);
    }

    fn progress(&mut self, progress: Option<(&str, &str, i32)>) {
        self.inner.progress(progress);
    }

    fn clear(&mut self) {
        self.inner.clear();
    }

    fn pending_line(&self) -> &str {
        self.inner.pending_line()
    }

    fn begin_line(&mut self) {
        self.inner.begin_line();
    }

    fn lend_terminal(&mut self, to_program: bool) {
        self.inner.lend_terminal(to_program);
    }

    fn typed(&mut self, prompt: &str, line: &str, time: &str) {
        let secrets = self.secrets.borrow();
        for transcript in self.transcripts.0.borrow_mut().iter_mut() {
            let head = if transcript.with_commands {
                format!("**********************\nCommand start time: {time}\n**********************\n")
            } else {
                String::new()
            };
            transcript.take(&format!("{head}{prompt}{}\n", typed_line(line)), &secrets, false);
        }
    }

    fn take_inner(&mut self) -> Option<Box<dyn Ui>> {
        Some(std::mem::replace(&mut self.inner, Box::new(Silent)))
    }
}

/// Stands where a terminal was while it is moved.
struct Silent;

impl Ui for Silent {
    fn write_out(&mut self, _text: &str) {}
    fn write_err(&mut self, _text: &str) {}
    fn width(&self) -> Option<usize> {
        None
    }
    fn colors(&self) -> bool {
        false
    }
    fn interactive(&self) -> bool {
        false
    }
    fn read_line(&mut self, _prompt: &str) -> Option<String> {
        None
    }
    fn read_secret(&mut self, _prompt: &str) -> Option<String> {
        None
    }
    fn write_message(&mut self, _stream: StreamKind, _text: &str) {}
    fn write_host(&mut self, _text: &str, _foreground: Option<i64>, _background: Option<i64>) {}
    fn progress(&mut self, _progress: Option<(&str, &str, i32)>) {}
    fn clear(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_where_they_stand_alone() {
        let secrets: BTreeSet<Rc<str>> = [Rc::from("48213")].into();
        assert_eq!(mask("PIN: 48213, phone 14821345\n48213\n", &secrets), "PIN: *****, phone 14821345\n*****\n");
    }

    #[test]
    fn typed_lines_that_name_a_secret_lose_their_texts() {
        assert_eq!(typed_line("ConvertTo-SecureString 'pw' -AsPlainText"), "ConvertTo-SecureString '**' -AsPlainText");
        assert_eq!(typed_line("Get-User 'ann'"), "Get-User 'ann'");
    }
}
