//! Where mails are handed in, and how the way there is protected.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::credentials::Credentials;
use crate::mail::dkim::Signer;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `smtp://`: in clear at first, then STARTTLS. To this machine itself, without credentials, it may stay in clear.
    StartTls,
    /// `smtps://`: TLS from the first byte.
    Implicit,
}

/// Where mails are handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpServer {
    /// A host name or an address.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection is protected.
    pub scheme: Scheme,
}

impl SmtpServer {
    /// Reads `smtp://host[:port]` or `smtps://host[:port]`; without a port it is 587 or 465, and 25 for this machine.
    ///
    /// # Errors
    /// Another scheme, credentials in the text (they would stand in the history), no host, no port number.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("smtp") => (Scheme::StartTls, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("smtps") => (Scheme::Implicit, rest),
            _ => return Err("The address of a mail server is 'smtp://host', 'smtp://host:port' or 'smtps://host'.".to_owned()),
        };
        if rest.contains('@') {
            return Err(
                "Credentials do not belong into the address of a mail server: it stands in histories and logs. Set BRIDGESH_SMTP_USER and BRIDGESH_SMTP_PASSWORD, or use -CredentialFile."
                    .to_owned(),
            );
        }
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':') {
            // The last colon of an IPv6 address stands inside its brackets.
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            _ => (rest, None),
        };
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if host.is_empty() || host.chars().any(|c| c.is_control() || c.is_whitespace() || "/?#[]".contains(c)) {
            return Err("The address of a mail server names a host.".to_owned());
        }
        let is_here = host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(is_loopback);
        let port = match port {
            Some(port) => port.parse().map_err(|_| format!("'{port}' is not the number of a port."))?,
            None if scheme == Scheme::Implicit => 465,
            None if is_here => 25,
            None => 587,
        };
        Ok(Self { host: host.to_owned(), port, scheme })
    }

    /// The server's addresses.
    ///
    /// # Errors
    /// The host is not found.
    pub(super) fn addresses(&self) -> Result<Vec<SocketAddr>, String> {
        let not_found = |error: String| format!("The mail server '{}' was not found: {error}", self.host);
        let addresses: Vec<SocketAddr> =
            (self.host.as_str(), self.port).to_socket_addrs().map_err(|error| not_found(error.to_string()))?.collect();
        if addresses.is_empty() { Err(not_found("it has no address".to_owned())) } else { Ok(addresses) }
    }
}

/// Whether an address is this machine's own.
pub(super) fn is_loopback(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback(),
        IpAddr::V6(address) => address.is_loopback() || address.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback()),
    }
}

/// How long the steps of a conversation may take, each as a whole: a server that sends a byte now and then does not
/// get more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until a connection stands, the greeting included.
    pub connect: Duration,
    /// Until a command is answered.
    pub command: Duration,
    /// Until a message is sent.
    pub message: Duration,
    /// Until the server has taken a message (RFC 5321, 4.5.3.2.6 says 10 minutes).
    pub accept: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(60),
            message: Duration::from_secs(180),
            accept: Duration::from_secs(600),
        }
    }
}

impl Timeouts {
    /// The same time for every step.
    pub fn all(time: Duration) -> Self {
        Self { connect: time, command: time, message: time, accept: time }
    }
}

/// All that a connection needs beside the server.
#[derive(Debug, Clone, Default)]
pub struct SmtpOptions {
    /// How long the steps may take.
    pub timeouts: Timeouts,
    /// Who hands the mails in; sent over TLS alone.
    pub credentials: Option<Credentials>,
    /// A file of certificates (PEM) that are trusted beside the system's.
    pub certificate_authority: Option<PathBuf>,
    /// Files with the client's certificate and its private key (PEM).
    pub client_certificate: Option<(PathBuf, PathBuf)>,
    /// Who signs the messages.
    pub signer: Option<Arc<Signer>>,
}
