//! What a test file's copy of the tenant started with: assertions count mails and changes from there.

use crate::dispatch::Dispatch;
use crate::engine::Engine;

/// The start of a copy.
#[derive(Default)]
pub struct Start {
    tenant: Option<Dispatch>,
    /// Mails that were there before.
    pub n_mails: usize,
    /// Records of mails that were not sent, there before.
    pub n_suppressed: usize,
    /// Commands that ran before.
    pub n_commands: usize,
}

/// A test file begins on a copy of this tenant.
pub fn begin(engine: &mut Engine, tenant: &Dispatch) {
    *engine.extension::<Start>() = Start {
        n_mails: tenant.outbox().items().len(),
        n_suppressed: tenant.outbox().suppressed().len(),
        n_commands: tenant.log().len(),
        tenant: Some(tenant.fork()),
    };
}

/// The run is over: nothing is counted any more.
pub fn end(engine: &mut Engine) {
    *engine.extension::<Start>() = Start::default();
}

/// Goes back to a fresh copy, where tests run; false: no tests run.
pub fn reset(engine: &mut Engine) -> bool {
    let Some(fresh) = engine.extension::<Start>().tenant.as_ref().map(Dispatch::fork) else { return false };
    engine.dispatch = Some(fresh);
    true
}
