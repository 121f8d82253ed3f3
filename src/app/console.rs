//! The world outside as the engine's [`Ui`]: standard streams, a terminal if there is one.

use std::io::{BufRead, IsTerminal, Write};

use crate::cmdlet::StreamKind;
use crate::engine::Ui;
use crate::present::message::{self, Stream};
use crate::present::style::Formatting;

/// Standard streams.
pub struct Console {
    out: std::io::BufWriter<std::io::Stdout>,
    is_terminal: bool,
    input_is_terminal: bool,
    styles: Option<Formatting>,
}

impl Console {
    /// The process's own.
    pub fn new() -> Console {
        let is_terminal = std::io::stdout().is_terminal();
        let plain = std::env::var_os("NO_COLOR").is_some() || std::env::var("TERM").is_ok_and(|term| term == "dumb");
        Console {
            out: std::io::BufWriter::with_capacity(1 << 16, std::io::stdout()),
            is_terminal,
            input_is_terminal: std::io::stdin().is_terminal(),
            styles: (is_terminal && !plain).then(Formatting::default),
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
        let _ = self.out.write_all(text.as_bytes());
        if self.is_terminal {
            let _ = self.out.flush();
        }
    }

    fn write_err(&mut self, text: &str) {
        let _ = self.out.flush();
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    fn width(&self) -> Option<usize> {
        if !self.is_terminal {
            return None;
        }
        crate::app::terminal_width()
    }

    fn colors(&self) -> bool {
        self.styles.is_some()
    }

    fn interactive(&self) -> bool {
        self.input_is_terminal
    }

    fn read_line(&mut self, prompt: &str) -> Option<String> {
        self.write_out(prompt);
        let _ = self.out.flush();
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(line.trim_end_matches(['\n', '\r']).to_owned()),
        }
    }

    fn read_secret(&mut self, prompt: &str) -> Option<String> {
        self.read_line(prompt)
    }

    fn write_message(&mut self, stream: StreamKind, text: &str) {
        let stream = match stream {
            StreamKind::Warning => Stream::Warning,
            StreamKind::Verbose => Stream::Verbose,
            _ => Stream::Debug,
        };
        let line = message::message(stream, text, self.styles.as_ref());
        self.write_out(&line);
        self.write_out("\n");
    }

    fn write_host(&mut self, text: &str, _foreground: Option<i64>, _background: Option<i64>) {
        self.write_out(text);
    }

    fn progress(&mut self, _progress: Option<(&str, &str, i32)>) {}

    fn clear(&mut self) {
        if self.is_terminal {
            self.write_out("\x1b[H\x1b[2J\x1b[3J");
        }
    }
}
