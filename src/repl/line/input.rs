//! Keys from the terminal: modes, bytes, escape sequences, pastes, signals.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::stdin;
use rustix::termios::{InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM, SIGTSTP, SIGWINCH};

use crate::library::readline::{Code, Key};

/// Something that came from the terminal.
pub enum Event {
    /// A key.
    Key(Key),
    /// A text pasted in one piece.
    Paste(String),
    /// The terminal has another size, or the screen must be drawn again.
    Redraw,
    /// The terminal is gone, or the program is told to end.
    Closed,
}

/// Signals that the loop looks at.
struct Signals {
    resized: Arc<AtomicBool>,
    continued: Arc<AtomicBool>,
    ended: Arc<AtomicBool>,
    /// No line is read: the signals that end the program do so at once.
    is_away: Arc<AtomicBool>,
}

/// The terminal's keys.
pub struct Input {
    pending: VecDeque<u8>,
    /// Keys that were read and given back.
    returned: VecDeque<Key>,
    /// The modes while no line is read.
    cooked: Option<Termios>,
    signals: Signals,
    /// How long after Escape a key still belongs to it.
    pub escape_timeout: Duration,
    is_closed: bool,
}

/// Bracketed paste on and off.
const PASTE_ON: &[u8] = b"\x1b[?2004h";
const PASTE_OFF: &[u8] = b"\x1b[?2004l";

impl Input {
    /// Keys of standard input.
    pub fn new() -> std::io::Result<Input> {
        tcgetattr(stdin())?;
        let signals =
            Signals { resized: Arc::default(), continued: Arc::default(), ended: Arc::default(), is_away: Arc::new(AtomicBool::new(true)) };
        signal_hook::flag::register(SIGWINCH, signals.resized.clone())?;
        signal_hook::flag::register(SIGCONT, signals.continued.clone())?;
        for signal in [SIGHUP, SIGTERM] {
            signal_hook::flag::register_conditional_default(signal, signals.is_away.clone())?;
            signal_hook::flag::register(signal, signals.ended.clone())?;
        }
        Ok(Input {
            pending: VecDeque::new(),
            returned: VecDeque::new(),
            cooked: None,
            signals,
            escape_timeout: Duration::from_millis(100),
            is_closed: false,
        })
    }

    /// Takes the terminal: keys come one by one.
    pub fn enter(&mut self) {
        if let Ok(old) = tcgetattr(stdin()) {
            let mut raw = old.clone();
            raw.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN;
            raw.input_modes -= InputModes::IXON | InputModes::ICRNL | InputModes::INLCR;
            raw.special_codes[SpecialCodeIndex::VMIN] = 1;
            raw.special_codes[SpecialCodeIndex::VTIME] = 0;
            let _ = tcsetattr(stdin(), OptionalActions::Now, &raw);
            self.cooked.get_or_insert(old);
        }
        self.signals.is_away.store(false, Ordering::Relaxed);
        write(PASTE_ON);
    }

    /// Gives the terminal back.
    pub fn leave(&mut self) {
        if let Some(old) = self.cooked.take() {
            write(PASTE_OFF);
            let _ = tcsetattr(stdin(), OptionalActions::Now, &old);
        }
        self.signals.is_away.store(true, Ordering::Relaxed);
    }

    /// While a script runs for a key, Ctrl-C is a signal again, and nothing else is.
    pub fn allow_interrupt(&mut self, on: bool) {
        if self.cooked.is_none() {
            return;
        }
        let Ok(mut mode) = tcgetattr(stdin()) else { return };
        mode.local_modes.set(LocalModes::ISIG, on);
        for key in [SpecialCodeIndex::VSUSP, SpecialCodeIndex::VQUIT] {
            mode.special_codes[key] = 0;
        }
        let _ = tcsetattr(stdin(), OptionalActions::Now, &mode);
    }

    /// Stops the program until the shell that started it lets it go on.
    pub fn suspend(&mut self) {
        self.leave();
        let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
        self.enter();
    }

    /// Whether a key waits.
    pub fn has_more(&self) -> bool {
        !self.returned.is_empty() || !self.pending.is_empty() || ready(Duration::ZERO)
    }

    /// The key comes again at the next reading.
    pub fn give_back(&mut self, key: Key) {
        self.returned.push_front(key);
    }

    /// Waits for what comes next.
    pub fn next(&mut self) -> Event {
        if let Some(key) = self.returned.pop_front() {
            return Event::Key(key);
        }
        loop {
            let Some(first) = self.byte(None) else {
                if self.is_closed || self.signals.ended.load(Ordering::Relaxed) {
                    return Event::Closed;
                }
                return Event::Redraw;
            };
            if first == 0x1b {
                return match self.escape() {
                    Some(event) => event,
                    None => continue,
                };
            }
            return Event::Key(self.character(first));
        }
    }

    /// What follows Escape.
    fn escape(&mut self) -> Option<Event> {
        let Some(second) = self.byte(Some(self.escape_timeout)) else { return Some(Event::Key(Key::plain(Code::Escape))) };
        match second {
            b'[' => match self.control_sequence() {
                Sequence::Key(key) => Some(Event::Key(key)),
                Sequence::Paste => Some(Event::Paste(self.paste())),
                Sequence::Unknown => None,
                Sequence::Alone => Some(Event::Key(Key::char('[').alt())),
            },
            b'O' => match self.byte(Some(self.escape_timeout)) {
                Some(last) => Some(Event::Key(final_key(last)?)),
                None => Some(Event::Key(Key::char('O').alt())),
            },
            0x1b => {
                self.pending.push_front(0x1b);
                Some(Event::Key(Key::plain(Code::Escape)))
            }
            second => Some(Event::Key(self.character(second).alt())),
        }
    }

    fn control_sequence(&mut self) -> Sequence {
        let mut parameters = String::new();
        let last = loop {
            match self.byte(Some(self.escape_timeout)) {
                None if parameters.is_empty() => return Sequence::Alone,
                None => return Sequence::Unknown,
                Some(byte @ 0x40..=0x7e) => break byte,
                Some(byte @ 0x20..=0x3f) if parameters.len() < 32 => parameters.push(char::from(byte)),
                Some(_) => return Sequence::Unknown,
            }
        };
        let mut numbers = parameters.split(';').map(|part| part.parse::<u32>().unwrap_or(0));
        let (first, second) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(1));
        let key = match last {
            b'~' => match first {
                1 | 7 => Some(Key::plain(Code::Home)),
                2 => Some(Key::plain(Code::Insert)),
                3 => Some(Key::plain(Code::Delete)),
                4 | 8 => Some(Key::plain(Code::End)),
                5 => Some(Key::plain(Code::PageUp)),
                6 => Some(Key::plain(Code::PageDown)),
                11..=15 => Some(Key::plain(Code::F((first - 10) as u8))),
                17..=21 => Some(Key::plain(Code::F((first - 11) as u8))),
                23..=24 => Some(Key::plain(Code::F((first - 12) as u8))),
                200 => return Sequence::Paste,
                27 => numbers.next().and_then(char::from_u32).map(key_of_code),
                _ => None,
            },
            // Keys by their Unicode value, from terminals that can tell them apart.
            b'u' => char::from_u32(first).map(key_of_code),
            b'Z' => Some(Key { shift: true, ..Key::plain(Code::Tab) }),
            last => final_key(last),
        };
        let Some(mut key) = key else { return Sequence::Unknown };
        let modifiers = second.saturating_sub(1);
        key.shift |= modifiers & 1 != 0;
        key.alt |= modifiers & 2 != 0;
        key.ctrl |= modifiers & 4 != 0;
        Sequence::Key(key.normal())
    }

    /// A pasted text up to its end mark; line ends become line feeds.
    fn paste(&mut self) -> String {
        const END: &[u8] = b"\x1b[201~";
        let mut bytes: Vec<u8> = Vec::new();
        let mut searched = 0usize;
        loop {
            bytes.extend(self.pending.drain(..));
            let from = searched.saturating_sub(END.len());
            if let Some(at) = memchr::memmem::find(&bytes[from..], END) {
                self.pending.extend(&bytes[from + at + END.len()..]);
                bytes.truncate(from + at);
                break;
            }
            searched = bytes.len();
            // A terminal that sends no end mark does not hold the prompt up for ever.
            if !self.fill(Some(Duration::from_secs(2))) {
                break;
            }
        }
        String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n")
    }

    /// The key of a byte and those that belong to it.
    fn character(&mut self, first: u8) -> Key {
        match first {
            b'\r' | b'\n' => Key::plain(Code::Enter),
            b'\t' => Key::plain(Code::Tab),
            0x7f => Key::plain(Code::Backspace),
            0x1b => Key::plain(Code::Escape),
            0x08 => Key::ctrl('h'),
            0 => Key::ctrl('@'),
            1..=26 => Key::ctrl(char::from(first - 1 + b'a')),
            28..=31 => Key::ctrl(char::from(first + 0x40)),
            0x20..=0x7e => Key::char(char::from(first)),
            _ => {
                let n = match first {
                    0xc2..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xf4 => 4,
                    _ => return Key::char(char::REPLACEMENT_CHARACTER),
                };
                let mut bytes = vec![first];
                while bytes.len() < n {
                    match self.byte(Some(self.escape_timeout)) {
                        Some(next) if next & 0xc0 == 0x80 => bytes.push(next),
                        Some(next) => {
                            self.pending.push_front(next);
                            break;
                        }
                        None => break,
                    }
                }
                let text = std::str::from_utf8(&bytes).ok();
                Key::char(text.and_then(|text| text.chars().next()).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
        }
    }

    /// The next byte; none after `limit`, at a signal, or at the end.
    fn byte(&mut self, limit: Option<Duration>) -> Option<u8> {
        if let Some(byte) = self.pending.pop_front() {
            return Some(byte);
        }
        self.fill(limit);
        self.pending.pop_front()
    }

    /// Reads what there is; waits if there is nothing. False if nothing came.
    fn fill(&mut self, limit: Option<Duration>) -> bool {
        loop {
            if self.has_signal() && limit.is_none() {
                return false;
            }
            if !ready(limit.unwrap_or(Duration::from_millis(500))) {
                if limit.is_some() {
                    return false;
                }
                continue;
            }
            let mut buffer = [0u8; 1 << 14];
            match rustix::io::read(stdin(), &mut buffer) {
                Ok(0) => {
                    self.is_closed = true;
                    return false;
                }
                Ok(n) => {
                    self.pending.extend(&buffer[..n]);
                    return true;
                }
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Err(_) => {
                    self.is_closed = true;
                    return false;
                }
            }
        }
    }

    /// Whether a signal asks for attention; a size change and a going on count once.
    fn has_signal(&mut self) -> bool {
        let resized = self.signals.resized.swap(false, Ordering::Relaxed);
        let continued = self.signals.continued.swap(false, Ordering::Relaxed);
        if continued {
            self.enter();
        }
        resized || continued || self.signals.ended.load(Ordering::Relaxed)
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        self.leave();
    }
}

enum Sequence {
    Key(Key),
    Paste,
    Unknown,
    Alone,
}

/// The key of a sequence's last byte.
fn final_key(last: u8) -> Option<Key> {
    Some(Key::plain(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'P' => Code::F(1),
        b'Q' => Code::F(2),
        b'R' => Code::F(3),
        b'S' => Code::F(4),
        _ => return None,
    }))
}

fn key_of_code(c: char) -> Key {
    Key::plain(match c {
        '\r' | '\n' => Code::Enter,
        '\t' => Code::Tab,
        '\x1b' => Code::Escape,
        '\x7f' | '\x08' => Code::Backspace,
        c => Code::Char(c),
    })
}

fn write(bytes: &[u8]) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(bytes);
    let _ = out.flush();
}

/// Whether something can be read within the time. A signal ends the wait.
fn ready(limit: Duration) -> bool {
    let input = stdin();
    let mut waits = [PollFd::new(&input, PollFlags::IN)];
    let limit = Timespec { tv_sec: limit.as_secs() as i64, tv_nsec: i64::from(limit.subsec_nanos()) };
    poll(&mut waits, Some(&limit)).is_ok_and(|n| n > 0)
}
