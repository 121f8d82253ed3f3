//! The terminal itself: its size, its modes, keys one by one for answers that are not shown.

use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::{stdin, stdout};
use rustix::termios::{InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use crate::engine::Interrupt;

/// Columns of the terminal as it is now; 80 where it does not say.
pub fn columns() -> usize {
    let own = tcgetwinsize(stdout()).ok().map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0);
    own.or_else(|| std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok())).unwrap_or(80)
}

/// Rows of the terminal as it is now; 24 where it does not say.
pub fn rows() -> usize {
    let own = tcgetwinsize(stdout()).ok().map(|size| usize::from(size.ws_row)).filter(|rows| *rows > 0);
    own.or_else(|| std::env::var("LINES").ok().and_then(|text| text.parse().ok())).unwrap_or(24)
}

/// Turns the echo of what is typed on or off: off while the shell itself runs something, so that keys typed ahead do not
/// stand in the output.
pub fn echo(on: bool) {
    let Ok(mut mode) = tcgetattr(stdin()) else { return };
    mode.local_modes.set(LocalModes::ECHO, on);
    let _ = tcsetattr(stdin(), OptionalActions::Now, &mode);
}

/// Keys come one by one, unechoed, until this is dropped.
pub struct RawMode(Termios);

impl RawMode {
    /// Raw mode; none where standard input is no terminal.
    pub fn enter() -> Option<RawMode> {
        let old = tcgetattr(stdin()).ok()?;
        let mut raw = old.clone();
        raw.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN;
        raw.input_modes |= InputModes::ICRNL;
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(stdin(), OptionalActions::Now, &raw).ok()?;
        Some(RawMode(old))
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.0);
    }
}

/// What was typed.
pub enum Typed {
    /// A character.
    Character(char),
    /// The character before is taken back.
    Backspace,
    /// All is taken back.
    KillLine,
    /// The answer is complete.
    Enter,
    /// Ctrl-D.
    EndOfInput,
    /// Ctrl-C, or the engine was told to stop.
    Interrupt,
    /// The terminal is gone.
    Closed,
    /// A key that means nothing here.
    Nothing,
}

/// Waits for a key in raw mode.
pub fn typed(interrupt: &Interrupt) -> Typed {
    let Some(first) = byte(interrupt) else { return if interrupt.is_set() { Typed::Interrupt } else { Typed::Closed } };
    match first {
        b'\r' | b'\n' => Typed::Enter,
        3 => Typed::Interrupt,
        4 => Typed::EndOfInput,
        8 | 127 => Typed::Backspace,
        21 => Typed::KillLine,
        27 => {
            skip_sequence(interrupt);
            Typed::Nothing
        }
        0..=31 => Typed::Nothing,
        first => {
            let n = match first {
                0..=0x7f => 1,
                0xc0..=0xdf => 2,
                0xe0..=0xef => 3,
                _ => 4,
            };
            let mut bytes = vec![first];
            while bytes.len() < n {
                match byte(interrupt) {
                    Some(next) => bytes.push(next),
                    None => return Typed::Nothing,
                }
            }
            std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()).map_or(Typed::Nothing, Typed::Character)
        }
    }
}

/// Reads over an escape sequence of a key such as an arrow.
fn skip_sequence(interrupt: &Interrupt) {
    if !ready(Duration::from_millis(30)) {
        return;
    }
    if !matches!(byte(interrupt), Some(b'[' | b'O')) {
        return;
    }
    while let Some(next) = byte(interrupt) {
        if (0x40..=0x7e).contains(&next) {
            return;
        }
    }
}

fn byte(interrupt: &Interrupt) -> Option<u8> {
    loop {
        if interrupt.is_set() {
            return None;
        }
        if !ready(Duration::from_millis(50)) {
            continue;
        }
        let mut buffer = [0u8; 1];
        match rustix::io::read(stdin(), &mut buffer) {
            Ok(1) => return Some(buffer[0]),
            Err(rustix::io::Errno::INTR) => {}
            _ => return None,
        }
    }
}

/// Whether something can be read within the time.
fn ready(limit: Duration) -> bool {
    let input = stdin();
    let mut waits = [PollFd::new(&input, PollFlags::IN)];
    let limit = Timespec { tv_sec: 0, tv_nsec: i64::from(limit.subsec_nanos()) };
    poll(&mut waits, Some(&limit)).is_ok_and(|n| n > 0)
}
