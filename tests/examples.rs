//! Sessions over the sample tenant, for tests of cmdlets.
#![allow(dead_code)]

use bridgesh::dispatch::{Dispatch, Sources};
use bridgesh::engine::Engine;

use crate::session::Captured;

/// A session over the sample tenant, always at the same time and with the same chance.
pub fn session(screen: &Captured) -> Engine {
    let mut engine = Engine::new(Box::new(screen.clone()));
    engine.non_interactive = true;
    engine.location = std::env::temp_dir();
    bridgesh::library::install(&mut engine);
    engine.open_dispatch = Some(Box::new(|| {
        let now: jiff::Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        Dispatch::new(bridgesh::tenant::sample::contoso(now), Sources::new(Some(now), Some(1)))
    }));
    engine
}

/// The mails of a session, `Kind recipient` each.
pub fn mails(engine: &mut Engine) -> Vec<String> {
    let mails = engine.tenant().outbox().items();
    mails.iter().map(|item| format!("{} {}", item.kind(), item.mail.to.address())).collect()
}
