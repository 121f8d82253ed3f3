//! The world outside as the engine's [`Ui`]: standard streams, a terminal if there is one.

use std::cell::RefCell;
use std::io::{BufRead, IsTerminal, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::cmdlet::StreamKind;
use crate::engine::{Interrupt, Ui};
use crate::present::cells::cells;
use crate::present::message::{self, Stream};
use crate::present::progress::{self, Progress};
use crate::present::style::{Formatting, RESET};
use crate::present::terminal::gate;
use crate::repl::terminal::{self, RawMode, Typed};

/// Standard streams.
pub struct Console {
    out: std::io::BufWriter<std::io::Stdout>,
    interrupt: Interrupt,
    is_terminal: bool,
    input_is_terminal: bool,
    is_dumb: bool,
    /// Colours are wanted.
    is_coloured: bool,
    styles: Rc<RefCell<Rc<Formatting>>>,
    /// What stands on the terminal's line since the last line end.
    line: String,
    progress_shown: bool,
    progress_drawn: Option<Instant>,
}

/// Progress is drawn so often at most.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// Whether the terminal only prints what it gets.
pub fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|term| term == "dumb")
}

impl Console {
    /// The process's own; Ctrl-C in an answer sets `interrupt`.
    pub fn new(interrupt: Interrupt) -> Console {
        let is_terminal = std::io::stdout().is_terminal();
        let is_dumb = is_dumb();
        let plain = is_dumb || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Console {
            out: std::io::BufWriter::with_capacity(1 << 16, std::io::stdout()),
            interrupt,
            is_terminal,
            input_is_terminal: std::io::stdin().is_terminal(),
            is_dumb,
            is_coloured: is_terminal && !plain,
            styles: Rc::default(),
            line: String::new(),
            progress_shown: false,
            progress_drawn: None,
        }
    }

    fn put(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
        if self.is_terminal {
            match text.rfind('\n') {
                Some(at) => {
                    self.line.clear();
                    self.line.push_str(&text[at + 1..]);
                }
                None => self.line.push_str(text),
            }
            let _ = self.out.flush();
        }
    }

    fn hide_progress(&mut self) {
        if self.progress_shown {
            self.progress_shown = false;
            let _ = self.out.write_all(b"\r\x1b[K");
            let _ = self.out.write_all(self.line.as_bytes());
        }
    }

    /// A line typed at the terminal; with `mask` each character is shown as that.
    fn ask(&mut self, prompt: &str, mask: Option<char>) -> Option<String> {
        self.write_out(prompt);
        let _ = self.out.flush();
        let Some(raw) = RawMode::enter() else { return self.read_plain() };
        let mut text = String::new();
        let answer = loop {
            match terminal::typed(&self.interrupt) {
                Typed::Character(c) => {
                    text.push(c);
                    let shown = mask.unwrap_or(c).to_string();
                    let _ = self.out.write_all(gate(&shown).as_bytes());
                }
                Typed::Backspace => {
                    if let Some(c) = text.pop() {
                        let n = cells(&mask.unwrap_or(c).to_string());
                        let _ = self.out.write_all("\u{8} \u{8}".repeat(n).as_bytes());
                    }
                }
                Typed::KillLine => {
                    let n: usize = text.chars().map(|c| cells(&mask.unwrap_or(c).to_string())).sum();
                    let _ = self.out.write_all("\u{8} \u{8}".repeat(n).as_bytes());
                    text.clear();
                }
                Typed::Enter => break Some(text),
                Typed::EndOfInput if text.is_empty() => break None,
                Typed::EndOfInput | Typed::Nothing => {}
                Typed::Closed => break None,
                Typed::Interrupt => {
                    self.interrupt.set();
                    break None;
                }
            }
            let _ = self.out.flush();
        };
        drop(raw);
        self.put(if self.interrupt.is_set() { "" } else { "\n" });
        if self.interrupt.is_set() {
            self.line.push(' ');
        }
        answer
    }

    fn read_plain(&mut self) -> Option<String> {
        let mut line = Vec::new();
        match std::io::stdin().lock().read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned()),
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.out.flush();
    }
}

impl Ui for Console {
    fn write_out(&mut self, text: &str) {
        self.hide_progress();
        self.put(text);
    }

    fn write_err(&mut self, text: &str) {
        self.hide_progress();
        let _ = self.out.flush();
        let _ = std::io::stderr().write_all(text.as_bytes());
        if let Some(at) = text.rfind('\n') {
            self.line = text[at + 1..].to_owned();
        } else {
            self.line.push_str(text);
        }
    }

    fn width(&self) -> Option<usize> {
        if self.is_terminal { Some(terminal::columns()) } else { None }
    }

    fn height(&self) -> Option<usize> {
        self.is_terminal.then(terminal::rows)
    }

    fn set_title(&mut self, title: &str) {
        if self.is_terminal && !self.is_dumb {
            let title = gate(title).replace('\n', " ");
            let _ = write!(self.out, "\x1b]0;{title}\x07");
            let _ = self.out.flush();
        }
    }

    fn use_styles(&mut self, styles: Rc<RefCell<Rc<Formatting>>>) {
        self.styles = styles;
    }

    fn colors(&self) -> bool {
        self.is_coloured
    }

    fn interactive(&self) -> bool {
        self.input_is_terminal
    }

    fn read_line(&mut self, prompt: &str) -> Option<String> {
        if self.input_is_terminal && self.is_terminal {
            return self.ask(prompt, None);
        }
        self.write_out(prompt);
        let _ = self.out.flush();
        self.read_plain()
    }

    fn read_secret(&mut self, prompt: &str) -> Option<String> {
        if self.input_is_terminal && self.is_terminal {
            return self.ask(prompt, Some('*'));
        }
        self.write_out(prompt);
        let _ = self.out.flush();
        self.read_plain()
    }

    fn write_message(&mut self, stream: StreamKind, text: &str) {
        let stream = match stream {
            StreamKind::Warning => Stream::Warning,
            StreamKind::Verbose => Stream::Verbose,
            _ => Stream::Debug,
        };
        let styles = self.styles.borrow().clone();
        let line = message::message(stream, text, self.is_coloured.then_some(&*styles));
        self.write_out(&line);
        self.write_out("\n");
    }

    fn write_host(&mut self, text: &str, foreground: Option<i64>, background: Option<i64>) {
        if !self.is_terminal {
            return self.write_out(text);
        }
        let text = gate(text).into_owned();
        let mut codes = String::new();
        if self.is_coloured {
            codes.extend(foreground.and_then(|colour| console_colour(colour, false)));
            codes.extend(background.and_then(|colour| console_colour(colour, true)));
        }
        if codes.is_empty() {
            return self.write_out(&text);
        }
        self.write_out(&format!("{codes}{text}{RESET}"));
    }

    fn progress(&mut self, progress: Option<(&str, &str, i32)>) {
        if !self.is_terminal || self.is_dumb {
            return;
        }
        let Some((activity, status, percent)) = progress else {
            self.hide_progress();
            let _ = self.out.flush();
            return;
        };
        if self.progress_drawn.is_some_and(|drawn| drawn.elapsed() < PROGRESS_INTERVAL) || !self.line.is_empty() {
            return;
        }
        self.progress_drawn = Some(Instant::now());
        let percent = u8::try_from(percent).ok().filter(|percent| *percent <= 100);
        let (activity, status) = (gate(activity).replace('\n', " "), gate(status).replace('\n', " "));
        let line = progress::line(
            &Progress { activity: &activity, status: &status, percent, seconds_left: None },
            terminal::columns().saturating_sub(2),
            self.is_coloured,
        );
        let _ = write!(self.out, "\r{line}\x1b[K");
        let _ = self.out.flush();
        self.progress_shown = true;
    }

    fn clear(&mut self) {
        if self.is_terminal && !self.is_dumb {
            self.put("\x1b[H\x1b[2J\x1b[3J");
            self.line.clear();
        }
    }

    fn pending_line(&self) -> &str {
        &self.line
    }

    fn begin_line(&mut self) {
        self.line.clear();
    }

    fn lend_terminal(&mut self, to_program: bool) {
        if self.input_is_terminal {
            terminal::echo(to_program);
        }
    }
}

/// The escape sequence of a `ConsoleColor`.
fn console_colour(colour: i64, is_background: bool) -> Option<String> {
    const CODES: [u8; 16] = [30, 34, 32, 36, 31, 35, 33, 37, 90, 94, 92, 96, 91, 95, 93, 97];
    let code = CODES.get(usize::try_from(colour).ok()?)? + if is_background { 10 } else { 0 };
    Some(format!("\x1b[{code}m"))
}
