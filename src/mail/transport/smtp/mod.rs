//! Sends over SMTP: one connection for many mails, commands without waiting where the server takes them so.
//!
//! TLS is required everywhere but on this machine's own addresses, and with credentials there, too; there is no
//! fallback in clear. While a message is sent, the commands of the next one go with it (RFC 2920), so that a mail costs
//! one round trip. Where a mail may have arrived although no answer came, it is [`SendError::Unknown`].

mod credentials;
mod reply;
mod server;
mod session;
mod stream;

use std::io;
use std::time::Instant;

pub use credentials::{Credentials, PASSWORD_VARIABLE, USER_VARIABLE};
use reply::Reply;
pub use server::{Scheme, SmtpOptions, SmtpServer, Timeouts};
pub(crate) use session::read_certificates;
use session::{Refusal, Session};

use super::{Outgoing, SendError, Transport};
use crate::mail::dkim::Signer;

/// So many connections in a row may be lost before a single mail is taken; then the server is given up.
const MOST_LOSSES: u32 = 3;

/// A connection to a mail server, made when the first mail is sent and again when it broke.
pub struct SmtpTransport {
    server: SmtpServer,
    options: SmtpOptions,
    session: Option<Session>,
    /// Connections lost since a mail was last taken.
    n_losses: u32,
    /// What is being sent: the message with its end, and the commands of the next.
    buffer: Vec<u8>,
    /// The message of a mail by its place, written while the server thinks about the one before. The place is what keeps
    /// it from going to another recipient when the server refuses this one.
    prepared: Option<(usize, Vec<u8>)>,
}

/// How one mail ended, and whether the connection lives on.
struct End {
    result: Result<String, SendError>,
    lives: bool,
}

impl SmtpTransport {
    /// A transport to the server. Nothing is connected yet.
    pub fn new(server: SmtpServer, options: SmtpOptions) -> Self {
        Self { server, options, session: None, n_losses: 0, buffer: Vec::new(), prepared: None }
    }

    /// Sends mails on one connection until it ends, `stop` says so, or all are done. `announced` says whether the
    /// first one's commands are on their way already. Gives how many are done.
    fn run(&mut self, mails: &[Outgoing<'_>], stop: &dyn Fn() -> bool, done: &mut dyn FnMut(usize, Result<String, SendError>)) -> usize {
        let Some(mut session) = self.session.take() else { return 0 };
        let mut announced = false;
        let mut at = 0;
        self.prepared = None;
        while let Some(mail) = mails.get(at) {
            if !announced {
                if stop() {
                    break;
                }
                if let Some(refused) = self.cannot_take(&session, mail) {
                    done(at, Err(refused));
                    at += 1;
                    continue;
                }
                let commands = commands(mail, &session);
                let until = Instant::now() + self.options.timeouts.command;
                if session.abilities.pipelining
                    && let Err((_, error)) = session.stream.write(commands.as_bytes(), until)
                {
                    return self.lost(at, error, done);
                }
            }
            announced = false;
            let opened =
                if session.abilities.pipelining { self.open_pipelined(&mut session) } else { self.open_stepwise(&mut session, mail) };
            match opened {
                Err(error) => return self.lost(at, error, done),
                Ok(Some(End { result, lives })) => {
                    done(at, result);
                    at += 1;
                    if !lives {
                        return at;
                    }
                    continue;
                }
                Ok(None) => {}
            }
            let message = match self.prepared.take() {
                Some((place, message)) if place == at => message,
                _ => body(mail, self.options.signer.as_deref()),
            };
            self.buffer.clear();
            self.buffer.extend_from_slice(&message);
            let n_message = message.len();
            let next =
                mails.get(at + 1).filter(|next| session.abilities.pipelining && self.cannot_take(&session, next).is_none() && !stop());
            if let Some(next) = next {
                self.buffer.extend_from_slice(commands(next, &session).as_bytes());
                announced = true;
            }
            let until = Instant::now() + self.options.timeouts.message;
            if let Err((n_written, error)) = session.stream.write(&self.buffer, until) {
                // The end of the message may have arrived only if it was written.
                let is_whole = n_written >= n_message || session.stream.is_protected();
                done(at, Err(if is_whole { SendError::Unknown(error.to_string()) } else { SendError::Deferred(error.to_string()) }));
                self.n_losses += 1;
                return at + 1;
            }
            if let Some(next) = next {
                self.prepared = Some((at + 1, body(next, self.options.signer.as_deref())));
            }
            match Reply::read(&mut session.stream, Instant::now() + self.options.timeouts.accept) {
                Ok(reply) => {
                    let end = ended(&reply);
                    if end.result.is_ok() {
                        self.n_losses = 0;
                    }
                    done(at, end.result);
                    at += 1;
                    if !end.lives {
                        return at;
                    }
                }
                Err(error) => {
                    self.n_losses += 1;
                    done(at, Err(SendError::Unknown(format!("No answer to the message: {error}"))));
                    return at + 1;
                }
            }
        }
        if !announced {
            self.session = Some(session);
        }
        at
    }

    /// A connection was lost before anything of a mail's content was sent.
    fn lost(&mut self, at: usize, error: io::Error, done: &mut dyn FnMut(usize, Result<String, SendError>)) -> usize {
        self.n_losses += 1;
        // A server may close a connection between two mails at any time: the first loss of all is worth a second try.
        if self.n_losses == 1 {
            return at;
        }
        done(at, Err(SendError::Deferred(error.to_string())));
        at + 1
    }

    /// Reads the answers to the commands of a mail; `None` if its message may follow.
    fn open_pipelined(&mut self, session: &mut Session) -> io::Result<Option<End>> {
        let until = Instant::now() + self.options.timeouts.command;
        let mail = Reply::read(&mut session.stream, until)?;
        if mail.code == 421 {
            return Ok(Some(ended(&mail)));
        }
        let recipient = Reply::read(&mut session.stream, until)?;
        let data = Reply::read(&mut session.stream, until)?;
        let refusal = [&mail, &recipient].into_iter().find(|reply| !reply.is_yes());
        match (refusal, data.code) {
            (None, 354) => Ok(None),
            (None, _) => self.after_refusal(session, &data).map(Some),
            (Some(refusal), 354) => {
                // A server that wants a message without a recipient gets an empty one (RFC 2920, 3.1).
                session.stream.write(b".\r\n", until).map_err(|(_, error)| error)?;
                Reply::read(&mut session.stream, until)?;
                self.after_refusal(session, refusal).map(Some)
            }
            (Some(refusal), _) => self.after_refusal(session, refusal).map(Some),
        }
    }

    /// The same for a server that takes one command at a time.
    fn open_stepwise(&mut self, session: &mut Session, mail: &Outgoing<'_>) -> io::Result<Option<End>> {
        for command in commands(mail, session).split_inclusive("\r\n") {
            let until = Instant::now() + self.options.timeouts.command;
            session.stream.write(command.as_bytes(), until).map_err(|(_, error)| error)?;
            let reply = Reply::read(&mut session.stream, until)?;
            let is_right = if command.starts_with("DATA") { reply.code == 354 } else { reply.is_yes() };
            if !is_right {
                return self.after_refusal(session, &reply).map(Some);
            }
        }
        Ok(None)
    }

    /// Ends the transaction of a mail that the server refuses, so that the next can begin.
    fn after_refusal(&mut self, session: &mut Session, refusal: &Reply) -> io::Result<End> {
        let mut end = ended(refusal);
        if end.result.is_ok() {
            // A yes where the server should have asked for the message.
            end = End { result: Err(SendError::Deferred(format!("The mail server answered out of turn: {refusal}"))), lives: false };
        }
        if end.lives {
            let until = Instant::now() + self.options.timeouts.command;
            session.stream.write(b"RSET\r\n", until).map_err(|(_, error)| error)?;
            end.lives = Reply::read(&mut session.stream, until)?.is_yes();
        }
        Ok(end)
    }

    /// Why a server cannot take a mail, before it is asked.
    fn cannot_take(&self, session: &Session, mail: &Outgoing<'_>) -> Option<SendError> {
        let is_ascii = mail.envelope.to.is_ascii() && mail.envelope.from.is_ascii() && mail.item.has_ascii_addresses();
        let takes_utf8 = session.abilities.smtp_utf8 && session.abilities.eight_bit;
        if !is_ascii && !takes_utf8 {
            return Some(SendError::Failed(format!(
                "The mail server '{}' takes no addresses outside ASCII (SMTPUTF8), and the mail has one.",
                self.server.host
            )));
        }
        let limit = session.abilities.size?;
        let mail = &mail.item.mail;
        let files = mail.extra.iter().flat_map(|extra| &extra.attachments).map(|file| file.content().len() * 4 / 3);
        let least = (mail.text.expose().len() + mail.html.expose().len() + files.sum::<usize>()) as u64;
        (least > limit).then(|| SendError::Failed(format!("The mail server takes {limit} bytes at most, and the mail has more.")))
    }
}

/// MAIL, RCPT and DATA of a mail.
fn commands(mail: &Outgoing<'_>, session: &Session) -> String {
    let envelope = &mail.envelope;
    let is_ascii = envelope.to.is_ascii() && envelope.from.is_ascii() && mail.item.has_ascii_addresses();
    let extended = if !is_ascii && session.abilities.smtp_utf8 { " BODY=8BITMIME SMTPUTF8" } else { "" };
    format!("MAIL FROM:<{}>{extended}\r\nRCPT TO:<{}>\r\nDATA\r\n", envelope.from, envelope.to)
}

/// A message as it is sent: dots at the start of a line doubled, a dot alone at the end (RFC 5321, 4.5.2).
fn body(mail: &Outgoing<'_>, signer: Option<&Signer>) -> Vec<u8> {
    let mut message = Vec::with_capacity(16 * 1024);
    mail.item.write_message(&mut message);
    if let Some(signature) = signer.and_then(|signer| signer.signature(&message)) {
        message.splice(..0, signature);
    }
    if message.starts_with(b".") || memchr::memmem::find(&message, b"\n.").is_some() {
        let mut stuffed = Vec::with_capacity(message.len() + 16);
        for line in message.split_inclusive(|&byte| byte == b'\n') {
            if line.starts_with(b".") {
                stuffed.push(b'.');
            }
            stuffed.extend_from_slice(line);
        }
        message = stuffed;
    }
    message.extend_from_slice(b".\r\n");
    message
}

/// What an answer means for the mail, and for the connection.
fn ended(reply: &Reply) -> End {
    let said = reply.to_string();
    match reply.code {
        200..300 => End { result: Ok(said), lives: true },
        421 => End { result: Err(SendError::Deferred(said)), lives: false },
        500..600 => End { result: Err(SendError::Failed(said)), lives: true },
        400..500 => End { result: Err(SendError::Deferred(said)), lives: true },
        _ => End { result: Err(SendError::Deferred(format!("The mail server answered out of turn: {said}"))), lives: false },
    }
}

impl Transport for SmtpTransport {
    fn deliver(&mut self, mails: &[Outgoing<'_>], stop: &dyn Fn() -> bool, done: &mut dyn FnMut(usize, Result<String, SendError>)) {
        let mut at = 0;
        while at < mails.len() {
            if stop() {
                return (at..mails.len()).for_each(|at| done(at, Err(SendError::NotTried(String::new()))));
            }
            if self.session.is_none() {
                let refusal = if self.n_losses >= MOST_LOSSES {
                    Some(format!("The mail server '{}' closed {} connections in a row.", self.server.host, self.n_losses))
                } else {
                    match Session::open(&self.server, &self.options) {
                        Ok(session) => {
                            self.session = Some(session);
                            None
                        }
                        Err(Refusal::Now(text) | Refusal::Never(text)) => Some(text),
                    }
                };
                if let Some(text) = refusal {
                    self.n_losses = 0;
                    return (at..mails.len()).for_each(|at| done(at, Err(SendError::NotTried(text.clone()))));
                }
            }
            let start = at;
            at += self.run(&mails[start..], stop, &mut |offset, result| done(start + offset, result));
        }
    }
}

impl Drop for SmtpTransport {
    fn drop(&mut self) {
        if let Some(session) = &mut self.session {
            let until = Instant::now() + self.options.timeouts.command.min(std::time::Duration::from_secs(2));
            if session.stream.write(b"QUIT\r\n", until).is_ok() {
                let _ = Reply::read(&mut session.stream, until);
            }
        }
    }
}
