//! The prompt in a real terminal: a pseudo-terminal with a screen model, driven by keys as a person types them.

mod editing;
mod endings;
mod pastes;
mod settings;

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long a screen may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A shell in a terminal.
pub struct Terminal {
    pty: pty_process::blocking::Pty,
    child: std::process::Child,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    _home: tempfile::TempDir,
}

impl Terminal {
    /// A shell without profile and banner in a terminal of this size, with a home folder of its own.
    pub fn start(columns: u16, rows: u16) -> Terminal {
        Terminal::start_with(columns, rows, &[], &[])
    }

    /// With more arguments and environment variables.
    pub fn start_with(columns: u16, rows: u16, arguments: &[&str], environment: &[(&str, &str)]) -> Terminal {
        let home = tempfile::tempdir().unwrap();
        let (pty, pts) = pty_process::blocking::open().unwrap();
        pty.resize(pty_process::Size::new(rows, columns)).unwrap();
        let mut command = pty_process::blocking::Command::new(env!("CARGO_BIN_EXE_bridgesh"))
            .args(["-NoProfile", "-NoLogo"])
            .args(arguments)
            .current_dir(home.path())
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", home.path())
            .env("TERM", "xterm-256color")
            .env("LANG", "en_US.UTF-8");
        for (name, value) in environment {
            command = command.env(name, value);
        }
        let child = command.spawn(pts).unwrap();
        let mut reader = std::fs::File::from(std::os::fd::AsFd::as_fd(&pty).try_clone_to_owned().unwrap());
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0u8; 1 << 16];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || sender.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut terminal = Terminal { pty, child, bytes, screen: vt100::Parser::new(rows, columns, 2000), _home: home };
        terminal.wait(|screen| screen.trim_end().ends_with('>'));
        terminal
    }

    /// Types a text as it stands; `\r` is Enter, `\x1b` Escape.
    pub fn keys(&mut self, text: &str) {
        self.pty.write_all(text.as_bytes()).unwrap();
    }

    /// Types bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.pty.write_all(bytes).unwrap();
    }

    /// Types a line and waits until it has run: a marker that it prints stands on the screen.
    pub fn line(&mut self, text: &str) {
        self.keys(&format!("{text}\r"));
        self.wait(|screen| screen.trim_end().ends_with('>') && !screen.trim_end().ends_with(">>"));
    }

    /// The rows of the screen, without blanks at their ends.
    pub fn screen(&mut self) -> String {
        while let Ok(bytes) = self.bytes.try_recv() {
            self.screen.process(&bytes);
        }
        let rows: Vec<String> = self.screen.screen().contents().lines().map(|row| row.trim_end().to_owned()).collect();
        rows.join("\n").trim_end().to_owned()
    }

    /// Waits until the screen is as it should be, and has stood still for a moment; gives it.
    pub fn wait(&mut self, is_there: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + PATIENCE;
        let mut last = self.screen();
        let mut still = 0;
        loop {
            std::thread::sleep(Duration::from_millis(15));
            let now = self.screen();
            still = if now == last { still + 1 } else { 0 };
            last = now;
            if still >= 2 && is_there(&last) {
                return last;
            }
            assert!(Instant::now() < end, "the screen did not come; it is:\n{last}");
        }
    }

    /// Waits for a text on the screen.
    pub fn wait_for(&mut self, text: &str) -> String {
        self.wait(|screen| screen.contains(text))
    }

    /// The colour of the first character of a text on the screen.
    pub fn colour_of(&mut self, text: &str) -> vt100::Color {
        let screen = self.screen();
        let (row, column) = screen
            .lines()
            .enumerate()
            .filter_map(|(row, line)| line.find(text).map(|column| (row, column)))
            .last()
            .unwrap_or_else(|| panic!("{text} is not on the screen:\n{screen}"));
        self.screen.screen().cell(row as u16, column as u16).unwrap().fgcolor()
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.screen();
        self.screen.screen_mut().set_size(rows, columns);
        self.pty.resize(pty_process::Size::new(rows, columns)).unwrap();
    }

    /// Sends a signal to the shell.
    pub fn signal(&self, name: &str) {
        let status = std::process::Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the shell's end; its exit code.
    pub fn end(&mut self) -> Option<i32> {
        let end = Instant::now() + PATIENCE;
        loop {
            self.screen();
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(Instant::now() < end, "the shell did not end");
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// Whether the terminal echoes and waits for whole lines, as shells leave it.
    pub fn is_cooked(&self) -> bool {
        let modes = rustix::termios::tcgetattr(&self.pty).unwrap().local_modes;
        modes.contains(rustix::termios::LocalModes::ICANON | rustix::termios::LocalModes::ECHO)
    }

    /// The home folder.
    pub fn home(&self) -> &std::path::Path {
        self._home.path()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
