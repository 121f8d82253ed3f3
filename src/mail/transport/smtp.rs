//! Sends over SMTP, one connection for many mails.
//!
//! TLS is required everywhere but on this machine's own addresses. This build has no TLS, so any
//! other server is refused before anything is sent: there is no fallback in clear.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::SmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;

use super::{Envelope, SendError, Transport};

/// How long one step of the conversation may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Where mails are handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpServer {
    /// A host name or an address.
    pub host: String,
    /// The port: 25, 465 or 587 as a rule.
    pub port: u16,
}

impl SmtpServer {
    /// Reads `smtp://host[:port]`; the port is 25 if it is not given.
    ///
    /// # Errors
    /// Another scheme, credentials in the text (they would stand in the history), no host, no port
    /// number.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix("smtp://") else {
            return Err(match text.split_once("://") {
                Some(("smtps", _)) => "TLS is not built in, so 'smtps://' servers cannot be used.".to_owned(),
                _ => "The address of a mail server is 'smtp://host' or 'smtp://host:port'.".to_owned(),
            });
        };
        if rest.contains('@') {
            return Err("Credentials do not belong into the address of a mail server.".to_owned());
        }
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':') {
            // The last colon of a bare IPv6 address in brackets stands inside them.
            Some((host, port)) if !port.contains(']') => (host, port),
            _ => (rest, "25"),
        };
        let port = port.parse().map_err(|_| format!("'{port}' is not the number of a port."))?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() || host.bytes().any(|byte| byte.is_ascii_control() || byte == b' ') {
            return Err("The address of a mail server names a host.".to_owned());
        }
        Ok(Self { host: host.to_owned(), port })
    }

    /// The server's addresses on this machine.
    fn loopback_addresses(&self) -> Result<Vec<SocketAddr>, SendError> {
        let addresses: Vec<SocketAddr> = (self.host.as_str(), self.port)
            .to_socket_addrs()
            .map_err(|error| SendError::Deferred(format!("The mail server '{}' was not found: {error}", self.host)))?
            .collect();
        if addresses.is_empty() || !addresses.iter().all(|address| is_loopback(address.ip())) {
            return Err(SendError::Failed(format!(
                "Mail is sent to '{}' with TLS only, and this build has none. Nothing was sent.",
                self.host
            )));
        }
        Ok(addresses)
    }
}

fn is_loopback(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback(),
        IpAddr::V6(address) => address.is_loopback() || address.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback()),
    }
}

/// A connection to a mail server, made when the first mail is sent and again when it broke.
pub struct SmtpTransport {
    server: SmtpServer,
    connection: Option<SmtpConnection>,
}

impl SmtpTransport {
    /// A transport to the server. Nothing is connected yet.
    pub fn new(server: SmtpServer) -> Self {
        Self { server, connection: None }
    }

    fn connected(&mut self) -> Result<&mut SmtpConnection, SendError> {
        if self.connection.as_ref().is_none_or(SmtpConnection::has_broken) {
            let addresses = self.server.loopback_addresses()?;
            let connection = SmtpConnection::connect(addresses.as_slice(), Some(TIMEOUT), &ClientId::default(), None, None)
                .map_err(|error| before_the_message(&error))?;
            self.connection = Some(connection);
        }
        self.connection.as_mut().ok_or_else(|| SendError::Deferred("There is no connection.".to_owned()))
    }
}

impl Transport for SmtpTransport {
    fn send(&mut self, envelope: &Envelope<'_>, message: &[u8]) -> Result<String, SendError> {
        let address = |text: &str| text.parse::<Address>().map_err(|error| SendError::Failed(error.to_string()));
        let (from, to) = (address(envelope.from)?, address(envelope.to)?);
        let connection = self.connected()?;
        let ask = || {
            connection.command(Mail::new(Some(from), Vec::new()))?;
            connection.command(Rcpt::new(to, Vec::new()))?;
            connection.command(Data)
        };
        if let Err(error) = ask() {
            // The conversation is in the middle of a transaction: the next mail starts afresh.
            connection.abort();
            return Err(before_the_message(&error));
        }
        match connection.message(message) {
            Ok(response) => Ok(response.message().collect::<Vec<_>>().join(" ")),
            Err(error) => {
                connection.abort();
                Err(if error.is_permanent() {
                    SendError::Failed(error.to_string())
                } else if error.is_transient() {
                    SendError::Deferred(error.to_string())
                } else {
                    // No answer to the message: the server may have it.
                    SendError::Unknown(error.to_string())
                })
            }
        }
    }
}

impl Drop for SmtpTransport {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.as_mut().filter(|connection| !connection.has_broken()) {
            let _ = connection.quit();
        }
    }
}

fn before_the_message(error: &SmtpError) -> SendError {
    if error.is_permanent() { SendError::Failed(error.to_string()) } else { SendError::Deferred(error.to_string()) }
}
