//! A conversation with a server up to the point where mails can be handed in: greeting, TLS, who we are.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};

use super::reply::Reply;
use super::server::{Scheme, SmtpOptions, SmtpServer, is_loopback};
use super::stream::Stream;
use crate::value::text::encode::base64_encode;

/// What a server can do (the keywords of its answer to EHLO).
#[derive(Debug, Clone, Default)]
pub(super) struct Abilities {
    /// Commands may follow each other without waiting (RFC 2920).
    pub(super) pipelining: bool,
    /// STARTTLS (RFC 3207).
    start_tls: bool,
    /// Addresses outside ASCII (RFC 6531).
    pub(super) smtp_utf8: bool,
    /// Octets above 127 in bodies (RFC 6152).
    pub(super) eight_bit: bool,
    /// The largest message, if it is bounded (RFC 1870).
    pub(super) size: Option<u64>,
    /// Ways to sign in, in capitals.
    auth: Vec<String>,
}

impl Abilities {
    fn of(reply: &Reply) -> Self {
        let mut abilities = Self::default();
        for line in reply.lines.iter().skip(1) {
            let upper = line.to_ascii_uppercase();
            let mut words = upper.split_whitespace();
            match words.next() {
                Some("PIPELINING") => abilities.pipelining = true,
                Some("STARTTLS") => abilities.start_tls = true,
                Some("SMTPUTF8") => abilities.smtp_utf8 = true,
                Some("8BITMIME") => abilities.eight_bit = true,
                Some("SIZE") => abilities.size = words.next().and_then(|size| size.parse().ok()).filter(|size| *size > 0),
                Some("AUTH") => abilities.auth.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        abilities
    }
}

/// Why a session did not come about. Nothing of a mail was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Perhaps later.
    Now(String),
    /// Not with these settings.
    Never(String),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Now(error.to_string())
    }
}

/// An open session.
pub(super) struct Session {
    pub(super) stream: Stream,
    pub(super) abilities: Abilities,
}

impl Session {
    /// Connects, protects the connection and signs in.
    pub(super) fn open(server: &SmtpServer, options: &SmtpOptions) -> Result<Self, Refusal> {
        let until = Instant::now() + options.timeouts.connect;
        let addresses = server.addresses().map_err(Refusal::Now)?;
        let (stream, address) = Stream::connect(&addresses, until).map_err(|error| {
            Refusal::Now(format!("The mail server '{}' (port {}) cannot be reached: {error}", server.host, server.port))
        })?;
        let mut session = Self { stream, abilities: Abilities::default() };
        if server.scheme == Scheme::Implicit {
            session = session.protected(server, options, until)?;
        }
        let greeting = Reply::read(&mut session.stream, until)?;
        if greeting.code != 220 {
            return Err(Refusal::Now(format!("The mail server does not take mails: {greeting}")));
        }
        session.hello(options)?;
        let may_stay_clear = is_loopback(address.ip()) && options.credentials.is_none();
        if !session.stream.is_protected() && !may_stay_clear {
            session = session.start_tls(server, options)?;
        }
        if let Some(credentials) = &options.credentials {
            let (user, password) = (credentials.user(), credentials.password());
            session.sign_in(options, user, password)?;
        }
        Ok(session)
    }

    fn command(&mut self, options: &SmtpOptions, line: &str) -> Result<Reply, Refusal> {
        let until = Instant::now() + options.timeouts.command;
        self.stream.write(format!("{line}\r\n").as_bytes(), until).map_err(|(_, error)| error)?;
        Ok(Reply::read(&mut self.stream, until)?)
    }

    fn hello(&mut self, options: &SmtpOptions) -> Result<(), Refusal> {
        // An address literal is a name that every client has (RFC 5321, 4.1.4).
        let name = match self.stream.local_address()?.ip() {
            std::net::IpAddr::V4(address) => format!("[{address}]"),
            std::net::IpAddr::V6(address) => format!("[IPv6:{address}]"),
        };
        let reply = self.command(options, &format!("EHLO {name}"))?;
        if reply.is_yes() {
            self.abilities = Abilities::of(&reply);
            return Ok(());
        }
        if reply.code == 421 {
            return Err(Refusal::Now(format!("The mail server does not take mails: {reply}")));
        }
        let reply = self.command(options, &format!("HELO {name}"))?;
        self.abilities = Abilities::default();
        if reply.is_yes() { Ok(()) } else { Err(Refusal::Now(format!("The mail server does not take mails: {reply}"))) }
    }

    fn start_tls(mut self, server: &SmtpServer, options: &SmtpOptions) -> Result<Self, Refusal> {
        if !self.abilities.start_tls {
            return Err(Refusal::Never(format!(
                "The mail server '{}' offers no TLS (STARTTLS), and mail is not sent in clear. Nothing was sent.",
                server.host
            )));
        }
        let reply = self.command(options, "STARTTLS")?;
        if !reply.is_yes() {
            return Err(Refusal::Now(format!("The mail server refuses TLS, and mail is not sent in clear: {reply}")));
        }
        let mut session = self.protected(server, options, Instant::now() + options.timeouts.connect)?;
        // What was said in clear does not count any more.
        session.hello(options)?;
        Ok(session)
    }

    fn protected(self, server: &SmtpServer, options: &SmtpOptions, until: Instant) -> Result<Self, Refusal> {
        let name = ServerName::try_from(server.host.clone())
            .map_err(|_| Refusal::Never(format!("'{}' is no name that a certificate can have.", server.host)))?;
        let config = tls_config(options).map_err(Refusal::Never)?;
        let connection = ClientConnection::new(Arc::new(config), name).map_err(|error| Refusal::Never(error.to_string()))?;
        let stream = self.stream.protect(connection, until).map_err(|error| {
            let text = format!("The connection to the mail server '{}' could not be protected: {error}", server.host);
            // A certificate that is not trusted will not be so later.
            if text.contains("certificate") { Refusal::Never(text) } else { Refusal::Now(text) }
        })?;
        Ok(Self { stream, abilities: self.abilities })
    }

    fn sign_in(&mut self, options: &SmtpOptions, user: &str, password: &str) -> Result<(), Refusal> {
        if !self.stream.is_protected() {
            return Err(Refusal::Never("Credentials are not sent in clear. Nothing was sent.".to_owned()));
        }
        let offers = |name: &str| self.abilities.auth.iter().any(|known| known == name);
        let reply = if offers("PLAIN") {
            self.command(options, &format!("AUTH PLAIN {}", base64_encode(format!("\0{user}\0{password}").as_bytes(), false)))?
        } else if offers("LOGIN") {
            let asked = self.command(options, "AUTH LOGIN")?;
            let named = if asked.code == 334 { self.command(options, &base64_encode(user.as_bytes(), false))? } else { asked };
            if named.code == 334 { self.command(options, &base64_encode(password.as_bytes(), false))? } else { named }
        } else {
            return Err(Refusal::Never("The mail server offers no way to sign in that is known here (PLAIN, LOGIN).".to_owned()));
        };
        match reply.code {
            235 => Ok(()),
            400..500 => Err(Refusal::Now(format!("The mail server does not let '{user}' in now: {reply}"))),
            _ => Err(Refusal::Never(format!("The mail server does not let '{user}' in: {reply}"))),
        }
    }
}

/// The trusted certificates and the client's own.
fn tls_config(options: &SmtpOptions) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        // One that cannot be read is one that is not trusted.
        let _ = roots.add(certificate);
    }
    if let Some(path) = &options.certificate_authority {
        for certificate in read_certificates(path)? {
            roots.add(certificate).map_err(|error| format!("The certificate file '{}' cannot be used: {error}", path.display()))?;
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots);
    match &options.client_certificate {
        None => Ok(builder.with_no_client_auth()),
        Some((certificate, key)) => {
            let key_der =
                PrivateKeyDer::from_pem_file(key).map_err(|error| format!("The key file '{}' cannot be used: {error}", key.display()))?;
            builder.with_client_auth_cert(read_certificates(certificate)?, key_der).map_err(|error| error.to_string())
        }
    }
}

/// The certificates of a PEM file.
pub(crate) fn read_certificates(path: &std::path::Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let fault = |error: String| format!("The certificate file '{}' cannot be used: {error}", path.display());
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_file_iter(path).map_err(|error| fault(error.to_string()))?.collect();
    match certificates {
        Ok(certificates) if certificates.is_empty() => Err(fault("it has no certificate".to_owned())),
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(fault(error.to_string())),
    }
}
