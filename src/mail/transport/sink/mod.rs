//! A small mail server that keeps what it gets: for trying out, for tests, and for seeing how sending copes with servers
//! that misbehave. It listens on this machine alone, and nothing that it takes goes further.

mod behavior;
mod conversation;

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

pub use behavior::Behavior;

use crate::mail::transport::smtp::read_certificates;

/// The most messages that a sink keeps; the oldest go first, and are counted still.
const MOST_KEPT: usize = 10_000;

/// The most connections at a time.
const MOST_CONNECTIONS: u64 = 64;

/// A message that a sink took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The message, its dots undoubled.
    pub message: Vec<u8>,
    /// Whether it came over TLS.
    pub over_tls: bool,
    /// Who signed in.
    pub user: Option<String>,
}

/// What a sink and its connections share.
struct Shared {
    received: Mutex<VecDeque<Received>>,
    n_received: AtomicU64,
    n_connections: AtomicU64,
    n_open: AtomicU64,
    is_stopped: AtomicBool,
    /// The behaviour, and after how many messages it begins.
    behavior: Mutex<(Behavior, u64)>,
    tls: Option<Arc<ServerConfig>>,
    /// Keeps no messages, only counts them.
    counts_only: bool,
}

impl Shared {
    fn behavior(&self) -> Behavior {
        let (behavior, after) = *self.behavior.lock().unwrap_or_else(PoisonError::into_inner);
        if self.n_received.load(Ordering::Relaxed) < after { Behavior::Normal } else { behavior }
    }

    fn keep(&self, received: Received) {
        self.n_received.fetch_add(1, Ordering::Relaxed);
        if self.counts_only {
            return;
        }
        let mut kept = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == MOST_KEPT {
            kept.pop_front();
        }
        kept.push_back(received);
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}

/// How a sink is started.
#[derive(Debug, Clone)]
pub struct SinkOptions {
    /// The address, one of this machine's own.
    pub address: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// What it does.
    pub behavior: Behavior,
    /// After how many messages the behaviour begins.
    pub after: u64,
    /// The certificate (PEM) and its key, to offer TLS with.
    pub certificate: Option<(std::path::PathBuf, std::path::PathBuf)>,
    /// Counts messages without keeping them.
    pub counts_only: bool,
}

impl Default for SinkOptions {
    fn default() -> Self {
        Self {
            address: IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
            port: 0,
            behavior: Behavior::Normal,
            after: 0,
            certificate: None,
            counts_only: false,
        }
    }
}

/// A running sink; dropping it stops it.
pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Sink {
    /// Starts a sink.
    ///
    /// # Errors
    /// The address is not one of this machine's own, the port is taken, or the certificate cannot be used.
    pub fn start(options: &SinkOptions) -> io::Result<Self> {
        if !options.address.is_loopback() {
            return Err(io::Error::other(format!(
                "A mail sink listens on this machine alone, and {} is another address.",
                options.address
            )));
        }
        let tls =
            options.certificate.as_ref().map(|(certificate, key)| server_config(certificate, key)).transpose().map_err(io::Error::other)?;
        let listener = TcpListener::bind((options.address, options.port))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            received: Mutex::default(),
            n_received: AtomicU64::new(0),
            n_connections: AtomicU64::new(0),
            n_open: AtomicU64::new(0),
            is_stopped: AtomicBool::new(false),
            behavior: Mutex::new((options.behavior, options.after)),
            tls,
            counts_only: options.counts_only,
        });
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("mail sink".to_owned()).spawn(move || listen(&listener, &of_thread))?;
        Ok(Self { address, shared, thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it does at present.
    pub fn behavior(&self) -> Behavior {
        self.shared.behavior()
    }

    /// Does something else from now on.
    pub fn set_behavior(&self, behavior: Behavior) {
        *self.shared.behavior.lock().unwrap_or_else(PoisonError::into_inner) = (behavior, 0);
    }

    /// How many messages it took.
    pub fn n_received(&self) -> u64 {
        self.shared.n_received.load(Ordering::Relaxed)
    }

    /// How many connections were made.
    pub fn n_connections(&self) -> u64 {
        self.shared.n_connections.load(Ordering::Relaxed)
    }

    /// The messages that it keeps, oldest first.
    pub fn received(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Stops it, and waits until it has.
    pub fn stop(&mut self) {
        self.shared.is_stopped.store(true, Ordering::Relaxed);
        // The listener waits for a connection: this is one.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.stop();
    }
}

fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    for socket in listener.incoming() {
        if shared.is_stopped() {
            return;
        }
        let Ok(socket) = socket else { continue };
        shared.n_connections.fetch_add(1, Ordering::Relaxed);
        if shared.n_open.fetch_add(1, Ordering::Relaxed) >= MOST_CONNECTIONS {
            shared.n_open.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let of_connection = Arc::clone(shared);
        let serve = move || {
            // What the other side does wrong is its own affair.
            let _ = conversation::serve(socket, &of_connection);
            of_connection.n_open.fetch_sub(1, Ordering::Relaxed);
        };
        if std::thread::Builder::new().name("mail sink connection".to_owned()).spawn(serve).is_err() {
            shared.n_open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn server_config(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, String> {
    let key_der = PrivateKeyDer::from_pem_file(key).map_err(|error| format!("The key file '{}' cannot be used: {error}", key.display()))?;
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_no_client_auth()
        .with_single_cert(read_certificates(certificate)?, key_der)
        .map_err(|error| error.to_string())?;
    Ok(Arc::new(config))
}
