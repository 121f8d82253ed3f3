//! The history: in memory with what is needed to go through it, and on disk in PSReadLine's place and form: a line an
//! entry, a line end in an entry behind a backtick.

use std::collections::HashMap;
use std::io::Write;
use std::rc::Rc;

use crate::engine::{BlockInvocation, Engine};
use crate::library::readline::{ReadLine, history_path};
use crate::value::Value;

/// The lines of this and earlier sessions, oldest first.
#[derive(Default)]
pub struct History {
    /// The lines.
    pub entries: Vec<Rc<str>>,
    /// Where each line stands last.
    newest: HashMap<Rc<str>, usize>,
    /// Lines that are written when the session ends.
    unsaved: Vec<Rc<str>>,
}

impl History {
    /// The history of earlier sessions.
    pub fn load(engine: &mut Engine) -> History {
        let mut history = History::default();
        let maximum = maximum(engine);
        let Some(bytes) = history_path(engine).and_then(|path| std::fs::read(path).ok()) else { return history };
        let text = String::from_utf8_lossy(&bytes);
        let mut entry = String::new();
        for line in text.lines() {
            match line.strip_suffix('`') {
                Some(line) => {
                    entry.push_str(line);
                    entry.push('\n');
                }
                None => {
                    entry.push_str(line);
                    history.push(&std::mem::take(&mut entry), maximum);
                }
            }
        }
        history
    }

    /// Adds a line to those in memory.
    pub fn push(&mut self, line: &str, maximum: usize) {
        let line: Rc<str> = Rc::from(line);
        if self.entries.len() >= maximum.saturating_mul(2).max(64) {
            // The oldest go, many at once.
            let surplus = self.entries.len() - maximum;
            self.entries.drain(..surplus);
            self.newest = self.entries.iter().cloned().zip(0..).collect();
        }
        self.newest.insert(line.clone(), self.entries.len());
        self.entries.push(line);
    }

    /// Whether the line at a place comes again later.
    pub fn is_repeated(&self, at: usize) -> bool {
        self.newest.get(&self.entries[at]).is_some_and(|newest| *newest > at)
    }

    /// Keeps a line that was typed: in memory, and on disk unless a secret may stand in it.
    pub fn add(&mut self, engine: &mut Engine, line: &str) {
        if self.entries.last().is_some_and(|last| **last == *line) {
            return;
        }
        let keep = match engine.extension::<ReadLine>().options.add_to_history.clone() {
            Some(handler) => {
                let mut items = Vec::new();
                let arguments = vec![Value::str(line)];
                let result = engine.invoke(&handler, BlockInvocation { arguments, ..BlockInvocation::default() }, &mut items);
                match items.first().map(Value::base) {
                    _ if result.is_err() => Keep::All,
                    Some(Value::Bool(false)) => return,
                    Some(Value::Str(text)) if text.eq_ignore_ascii_case("SkipAdding") => return,
                    Some(Value::Str(text)) if text.eq_ignore_ascii_case("MemoryOnly") => Keep::Memory,
                    _ => Keep::All,
                }
            }
            None if is_sensitive(line) => Keep::Memory,
            None => Keep::All,
        };
        let maximum = maximum(engine);
        self.push(line, maximum);
        if keep == Keep::Memory || engine.file_gate.is_some() {
            return;
        }
        match engine.extension::<ReadLine>().options.history_save_style {
            0 => write(engine, &[Rc::from(line)]),
            1 => self.unsaved.push(Rc::from(line)),
            _ => {}
        }
    }

    /// Writes what was to be written at the end.
    pub fn save(&mut self, engine: &mut Engine) {
        let lines = std::mem::take(&mut self.unsaved);
        if !lines.is_empty() {
            write(engine, &lines);
        }
    }

    /// Forgets the lines in memory.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.newest.clear();
    }
}

#[derive(PartialEq, Eq)]
enum Keep {
    All,
    Memory,
}

fn maximum(engine: &mut Engine) -> usize {
    usize::try_from(engine.extension::<ReadLine>().options.maximum_history_count).unwrap_or(1).max(1)
}

/// Appends lines to the file. A history that cannot be written is no reason to stop.
fn write(engine: &mut Engine, lines: &[Rc<str>]) {
    let Some(path) = history_path(engine).map(std::path::PathBuf::from) else { return };
    let Some(folder) = path.parent() else { return };
    let _ = std::fs::create_dir_all(folder);
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let Ok(mut file) = options.open(&path) else { return };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = file.set_permissions(std::fs::Permissions::from_mode(0o600));
    }
    let text: String = lines.iter().map(|line| format!("{}\n", line.replace('\n', "`\n"))).collect();
    let _ = file.write_all(text.as_bytes());
}

/// Whether a line may hold a secret.
pub fn is_sensitive(line: &str) -> bool {
    let lower = line.to_lowercase();
    if ["password", "asplaintext", "token", "apikey", "secret"].iter().any(|word| lower.contains(word)) {
        return true;
    }
    // `pin` as a word or a word's end in camel case, so that `ping` and `mapping` stay.
    lower.match_indices("pin").any(|(at, _)| {
        let rest = line.get(at + 3..).unwrap_or("");
        let rest = rest.strip_prefix(['s', 'S']).unwrap_or(rest);
        !rest.starts_with(|c: char| c.is_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for line in
            ["Reset-Pin ann", "$pin = 1", "$pins", "Set-X -LeaderPin 1234", "ConvertTo-SecureString x -AsPlainText", "$apiKey", "$TOKEN"]
        {
            assert!(is_sensitive(line), "{line}");
        }
        for line in ["ping host", "$mapping", "Get-Pineapple", "Get-Date"] {
            assert!(!is_sensitive(line), "{line}");
        }
    }

    #[test]
    fn repetitions_are_passed_over() {
        let mut history = History::default();
        for line in ["one", "two", "one"] {
            history.push(line, 4096);
        }
        assert!(history.is_repeated(0));
        assert!(!history.is_repeated(1) && !history.is_repeated(2));
    }
}
