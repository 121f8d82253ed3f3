//! Bytes to and from a server, in clear or over TLS, each step with a time by which it is done.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use rustls::{ClientConnection, StreamOwned};

/// A connection in clear or over TLS.
enum Wire {
    Clear(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

/// The most that a line of a server may have; RFC 5321, 4.5.3.1.5 says 512.
const LONGEST_LINE: usize = 4096;

/// A connection with what was read of it and not yet used.
pub(super) struct Stream {
    wire: Wire,
    read: Vec<u8>,
    used: usize,
}

fn late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "The mail server did not answer in time.")
}

/// What is left until a time; an error if it is past.
fn left(until: Instant) -> io::Result<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(late()) } else { Ok(left) }
}

/// Reads end in `WouldBlock` or `TimedOut` at their timeout, as the system has it.
fn as_late(error: io::Error) -> io::Error {
    if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) { late() } else { error }
}

impl Stream {
    /// Connects to the first of the addresses that answers.
    pub(super) fn connect(addresses: &[SocketAddr], until: Instant) -> io::Result<(Self, SocketAddr)> {
        let mut failure = late();
        for address in addresses {
            match TcpStream::connect_timeout(address, left(until)?) {
                Ok(socket) => {
                    // Nagle's algorithm holds the end of a message back until the server acknowledges its beginning,
                    // which the server's delayed acknowledgement does after 40 ms: 23 mails a second.
                    socket.set_nodelay(true)?;
                    return Ok((Self { wire: Wire::Clear(socket), read: Vec::with_capacity(4096), used: 0 }, *address));
                }
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    fn socket(&self) -> &TcpStream {
        match &self.wire {
            Wire::Clear(socket) => socket,
            Wire::Tls(stream) => &stream.sock,
        }
    }

    /// This end's address.
    pub(super) fn local_address(&self) -> io::Result<SocketAddr> {
        self.socket().local_addr()
    }

    /// Whether TLS protects it.
    pub(super) fn is_protected(&self) -> bool {
        matches!(self.wire, Wire::Tls(_))
    }

    /// Protects the connection. What the server sent before that must all have been used: bytes in clear are not
    /// taken for the server's word (CVE-2011-0411).
    pub(super) fn protect(self, connection: ClientConnection, until: Instant) -> io::Result<Self> {
        if self.used < self.read.len() {
            return Err(io::Error::other("The mail server sent more in clear than it may before TLS."));
        }
        let Wire::Clear(socket) = self.wire else { return Err(io::Error::other("The connection is protected already.")) };
        let mut stream = StreamOwned::new(connection, socket);
        while stream.conn.is_handshaking() {
            stream.sock.set_read_timeout(Some(left(until)?))?;
            stream.sock.set_write_timeout(Some(left(until)?))?;
            // A short read at a time, so that a slow server does not get the time anew with each byte.
            if stream.conn.wants_write() {
                stream.conn.write_tls(&mut stream.sock).map_err(as_late)?;
            } else {
                if stream.conn.read_tls(&mut stream.sock).map_err(as_late)? == 0 {
                    return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
                }
                stream.conn.process_new_packets().map_err(|error| io::Error::other(format!("TLS failed: {error}")))?;
            }
        }
        Ok(Self { wire: Wire::Tls(Box::new(stream)), read: self.read, used: self.used })
    }

    /// Writes all bytes; the error comes with how many the system had taken by then.
    pub(super) fn write(&mut self, bytes: &[u8], until: Instant) -> Result<(), (usize, io::Error)> {
        let mut n_written = 0;
        while n_written < bytes.len() {
            let step = left(until).and_then(|left| self.socket().set_write_timeout(Some(left))).and_then(|()| match &mut self.wire {
                Wire::Clear(socket) => socket.write(&bytes[n_written..]),
                Wire::Tls(stream) => stream.write(&bytes[n_written..]),
            });
            match step {
                Ok(0) => return Err((n_written, io::Error::from(io::ErrorKind::WriteZero))),
                Ok(n) => n_written += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err((n_written, as_late(error))),
            }
        }
        match &mut self.wire {
            Wire::Clear(_) => Ok(()),
            Wire::Tls(stream) => stream.flush().map_err(|error| (n_written, as_late(error))),
        }
    }

    /// A line without its end.
    pub(super) fn line(&mut self, until: Instant) -> io::Result<&[u8]> {
        let mut searched = self.used;
        let end = loop {
            if let Some(at) = self.read[searched..].iter().position(|&byte| byte == b'\n') {
                break searched + at;
            }
            if self.read.len() - self.used > LONGEST_LINE {
                return Err(io::Error::other("The mail server sent a line without an end."));
            }
            searched = self.read.len();
            if self.used > 0 {
                searched -= self.used;
                self.read.drain(..self.used);
                self.used = 0;
            }
            let mut bytes = [0; 4096];
            let step = left(until).and_then(|left| self.socket().set_read_timeout(Some(left))).and_then(|()| match &mut self.wire {
                Wire::Clear(socket) => socket.read(&mut bytes),
                Wire::Tls(stream) => stream.read(&mut bytes),
            });
            match step {
                Ok(0) => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "The mail server closed the connection.")),
                Ok(n) => self.read.extend_from_slice(&bytes[..n]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(as_late(error)),
            }
        };
        let line = &self.read[self.used..end];
        self.used = end + 1;
        Ok(line.strip_suffix(b"\r").unwrap_or(line))
    }
}
