//! One connection of a sink: the server's side of SMTP, and the faults it is told to have.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::{ServerConnection, StreamOwned};

use super::{Behavior, Received, Shared};
use crate::value::text::encode::base64_decode;

/// The largest message that is taken.
const LARGEST: usize = 32 << 20;

/// A connection that says nothing for so long is closed.
const IDLE: Duration = Duration::from_secs(60);

enum Wire {
    Clear(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

/// A connection: what was read and not used, what is written and not sent.
struct Peer<'a> {
    wire: Wire,
    shared: &'a Shared,
    read: Vec<u8>,
    used: usize,
    out: Vec<u8>,
}

/// Serves a connection until either side ends it.
pub(super) fn serve(socket: TcpStream, shared: &Shared) -> io::Result<()> {
    socket.set_nodelay(true)?;
    // Short, so that a sink that is stopped is soon gone.
    socket.set_read_timeout(Some(Duration::from_millis(100)))?;
    socket.set_write_timeout(Some(Duration::from_secs(10)))?;
    let mut peer = Peer { wire: Wire::Clear(socket), shared, read: Vec::with_capacity(64 * 1024), used: 0, out: Vec::new() };
    match shared.behavior() {
        Behavior::Silent => return peer.hang(),
        Behavior::CloseAtOnce => return Ok(()),
        Behavior::RefuseGreeting => return peer.last_words("554 no mails here"),
        Behavior::BusyGreeting => return peer.last_words("421 come back later"),
        Behavior::Garbage => return peer.last_words("\u{1}\u{2}HTTP/1.1 400 Bad Request"),
        Behavior::DripGreeting => return peer.drip(b"220-slowly slowly slowly slowly slowly slowly slowly slowly"),
        Behavior::EndlessGreeting => return peer.endless(b"220-one more line\r\n"),
        Behavior::EndlessLine => return peer.endless(b"220 and on "),
        _ => peer.say("220 bridgesh mail sink"),
    }
    peer.converse()
}

/// The transaction at hand.
#[derive(Default)]
struct Transaction {
    from: Option<String>,
    to: Vec<String>,
}

impl Peer<'_> {
    fn converse(&mut self) -> io::Result<()> {
        let mut transaction = Transaction::default();
        let mut user = None;
        let mut n_recipients = 0;
        loop {
            let Some(line) = self.line()? else { return Ok(()) };
            let behavior = self.shared.behavior();
            let (verb, argument) = line.split_once([' ', ':']).unwrap_or((&line, ""));
            match (verb.to_ascii_uppercase().as_str(), behavior) {
                ("EHLO" | "HELO", Behavior::HangAtHello) => return self.hang(),
                ("EHLO" | "HELO", Behavior::RefuseHello) => self.say("502 unknown"),
                ("EHLO", _) => self.offer(behavior),
                ("HELO" | "NOOP", _) => self.say("250 ok"),
                ("STARTTLS", Behavior::RefuseTls) => self.say("454 not now"),
                ("STARTTLS", Behavior::HangAtTls) => return self.hang(),
                ("STARTTLS", Behavior::GarbageTls) => return self.last_words("220 go on\r\nthis is no TLS"),
                ("STARTTLS", _) => self.start_tls()?,
                ("AUTH", _) => user = self.sign_in(argument)?,
                ("MAIL", Behavior::HangAtMail) => return self.hang(),
                ("MAIL", Behavior::CloseAtMail) => return Ok(()),
                ("MAIL", Behavior::DeferMail) => self.say("451 later"),
                ("MAIL", _) => {
                    transaction = Transaction { from: Some(address(argument)), to: Vec::new() };
                    self.say("250 2.1.0 ok");
                }
                ("RCPT", _) if transaction.from.is_none() => self.say("503 MAIL first"),
                ("RCPT", Behavior::RefuseSome | Behavior::RefuseSomeYetAsk) => {
                    n_recipients += 1;
                    if n_recipients % 3 == 0 {
                        self.say("550 5.1.1 nobody of that name");
                    } else {
                        transaction.to.push(address(argument));
                        self.say("250 2.1.5 ok");
                    }
                }
                ("RCPT", Behavior::RefuseRecipient) => self.say("550 5.1.1 nobody of that name"),
                ("RCPT", Behavior::DeferRecipient) => self.say("450 4.2.1 later"),
                ("RCPT", _) => {
                    transaction.to.push(address(argument));
                    self.say("250 2.1.5 ok");
                }
                ("DATA", behavior) if transaction.to.is_empty() && behavior != Behavior::RefuseSomeYetAsk => self.say("503 RCPT first"),
                ("DATA", Behavior::HangAtData) => return self.hang(),
                ("DATA", Behavior::RefuseData) => self.say("554 no"),
                ("DATA", Behavior::WrongDataCode) => self.say("250 ok"),
                ("DATA", _) => {
                    let done = self.take(behavior, std::mem::take(&mut transaction), user.clone())?;
                    if done {
                        return Ok(());
                    }
                }
                ("RSET", _) => {
                    transaction = Transaction::default();
                    self.say("250 2.0.0 ok");
                }
                ("QUIT", _) => return self.last_words("221 2.0.0 bye"),
                _ => self.say("500 unknown command"),
            }
        }
    }

    fn offer(&mut self, behavior: Behavior) {
        self.out.extend_from_slice(b"250-bridgesh mail sink\r\n");
        if behavior != Behavior::NoExtensions {
            if behavior != Behavior::NoPipelining {
                self.out.extend_from_slice(b"250-PIPELINING\r\n");
            }
            let offers_tls = matches!(self.wire, Wire::Clear(_))
                && (self.shared.tls.is_some() || matches!(behavior, Behavior::RefuseTls | Behavior::GarbageTls | Behavior::HangAtTls));
            if offers_tls {
                self.out.extend_from_slice(b"250-STARTTLS\r\n");
            }
            if matches!(self.wire, Wire::Tls(_)) {
                self.out.extend_from_slice(b"250-AUTH PLAIN LOGIN\r\n");
            }
            self.out.extend_from_slice(format!("250-SIZE {LARGEST}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n").as_bytes());
        }
        self.say("250 HELP");
    }

    fn start_tls(&mut self) -> io::Result<()> {
        let Some(config) = &self.shared.tls else {
            self.say("502 no TLS here");
            return Ok(());
        };
        self.say("220 go on");
        self.flush()?;
        // What came in clear behind the command does not count.
        self.read.clear();
        self.used = 0;
        let Wire::Clear(socket) = &self.wire else { return Err(io::Error::other("TLS within TLS")) };
        let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
        self.wire = Wire::Tls(Box::new(StreamOwned::new(connection, socket.try_clone()?)));
        Ok(())
    }

    /// PLAIN and LOGIN; every name with the password `wrong` is refused.
    fn sign_in(&mut self, argument: &str) -> io::Result<Option<String>> {
        let decode = |text: &str| base64_decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let (user, password) = match argument.split_once(' ').map_or((argument, ""), |(how, first)| (how, first)) {
            (how, first) if how.eq_ignore_ascii_case("PLAIN") => {
                let text = decode(first);
                let mut parts = text.split('\0').skip(1);
                (parts.next().unwrap_or_default().to_owned(), parts.next().unwrap_or_default().to_owned())
            }
            (how, _) if how.eq_ignore_ascii_case("LOGIN") => {
                let mut answers = Vec::new();
                for question in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                    self.say(question);
                    answers.push(decode(&self.line()?.unwrap_or_default()));
                }
                (std::mem::take(&mut answers[0]), std::mem::take(&mut answers[1]))
            }
            _ => Default::default(),
        };
        if user.is_empty() || password == "wrong" {
            self.say("535 5.7.8 not you");
            return Ok(None);
        }
        self.say("235 2.7.0 welcome");
        Ok(Some(user))
    }

    /// Takes a message; true if the connection is over.
    fn take(&mut self, behavior: Behavior, transaction: Transaction, user: Option<String>) -> io::Result<bool> {
        self.say("354 go on");
        self.flush()?;
        if behavior == Behavior::StopReading {
            self.hang()?;
            return Ok(true);
        }
        if behavior == Behavior::CloseInMessage {
            self.fill()?;
            return Ok(true);
        }
        let Some(message) = self.message()? else { return Ok(true) };
        let answer = match behavior {
            Behavior::HangAfterMessage => return self.hang().map(|()| true),
            Behavior::BusyAfterMessage => return self.last_words("421 4.3.2 closing").map(|()| true),
            Behavior::DeferMessage => "451 4.7.1 greylisted",
            Behavior::RefuseMessage => "554 5.7.1 looks like spam",
            _ => "250 2.0.0 taken",
        };
        if answer.starts_with("250") {
            let over_tls = matches!(self.wire, Wire::Tls(_));
            self.shared.keep(Received { from: transaction.from.unwrap_or_default(), to: transaction.to, message, over_tls, user });
        }
        match behavior {
            Behavior::CloseAfterMessage => Ok(true),
            Behavior::OneMessage => self.last_words(answer).map(|()| true),
            _ => {
                self.say(answer);
                Ok(false)
            }
        }
    }

    /// A message up to the dot that ends it, its dots undoubled.
    fn message(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut searched = self.used;
        let end = loop {
            // The end may stand across two reads.
            let from = searched.saturating_sub(4).max(self.used);
            if self.read[self.used..].starts_with(b".\r\n") {
                break self.used;
            }
            if let Some(at) = memchr::memmem::find(&self.read[from..], b"\r\n.\r\n") {
                break from + at + 2;
            }
            searched = self.read.len();
            if self.read.len() - self.used > LARGEST {
                return Ok(None);
            }
            let before = self.used;
            if !self.fill()? {
                return Ok(None);
            }
            searched -= before - self.used;
        };
        let raw = &self.read[self.used..end];
        let message = if self.shared.counts_only {
            Vec::new()
        } else if raw.starts_with(b".") || memchr::memmem::find(raw, b"\n.").is_some() {
            raw.split_inclusive(|&byte| byte == b'\n').flat_map(|line| line.strip_prefix(b".").unwrap_or(line)).copied().collect()
        } else {
            raw.to_vec()
        };
        self.used = end + 3;
        Ok(Some(message))
    }

    fn say(&mut self, line: &str) {
        self.out.extend_from_slice(line.as_bytes());
        self.out.extend_from_slice(b"\r\n");
    }

    fn last_words(&mut self, line: &str) -> io::Result<()> {
        self.say(line);
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.out.is_empty() {
            return Ok(());
        }
        match &mut self.wire {
            Wire::Clear(socket) => socket.write_all(&self.out)?,
            Wire::Tls(stream) => {
                stream.write_all(&self.out)?;
                stream.flush()?;
            }
        }
        self.out.clear();
        Ok(())
    }

    /// Waits for more bytes; false at the end of the connection or of the sink. What is to be said is said before.
    fn fill(&mut self) -> io::Result<bool> {
        self.flush()?;
        if self.used > 0 {
            self.read.drain(..self.used);
            self.used = 0;
        }
        let idle = Instant::now() + IDLE;
        let mut bytes = [0; 64 * 1024];
        loop {
            let step = match &mut self.wire {
                Wire::Clear(socket) => socket.read(&mut bytes),
                Wire::Tls(stream) => stream.read(&mut bytes),
            };
            match step {
                Ok(0) => return Ok(false),
                Ok(n) => {
                    self.read.extend_from_slice(&bytes[..n]);
                    return Ok(true);
                }
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted) => {
                    if self.shared.is_stopped() || Instant::now() > idle {
                        return Ok(false);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// A command without its line end; `None` at the end of the connection.
    fn line(&mut self) -> io::Result<Option<String>> {
        loop {
            if let Some(at) = self.read[self.used..].iter().position(|&byte| byte == b'\n') {
                let line = String::from_utf8_lossy(&self.read[self.used..self.used + at]).trim_end().to_owned();
                self.used += at + 1;
                return Ok(Some(line));
            }
            if self.read.len() - self.used > 64 * 1024 || !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Says nothing more, reads nothing more, until the sink stops.
    fn hang(&mut self) -> io::Result<()> {
        self.flush()?;
        let until = Instant::now() + IDLE;
        while !self.shared.is_stopped() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn drip(&mut self, text: &[u8]) -> io::Result<()> {
        for byte in text {
            self.out.push(*byte);
            self.flush()?;
            std::thread::sleep(Duration::from_millis(100));
            if self.shared.is_stopped() {
                break;
            }
        }
        Ok(())
    }

    fn endless(&mut self, piece: &[u8]) -> io::Result<()> {
        let until = Instant::now() + IDLE;
        while !self.shared.is_stopped() && Instant::now() < until {
            self.out.extend_from_slice(piece);
            self.flush()?;
        }
        Ok(())
    }
}

/// The address of `FROM:<a@b> …` or `<a@b>`.
fn address(argument: &str) -> String {
    let inside = argument.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside);
    inside.unwrap_or(argument.trim()).to_owned()
}
