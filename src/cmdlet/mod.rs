//! The contract between the engine and cmdlets: how a cmdlet describes itself and what it may do while it runs.
//!
//! The engine knows this contract and no single cmdlet; a cmdlet knows its [`Context`].

mod call;
mod context;
mod host;
mod spec;

pub use call::{Call, Preference, Preferences};
pub use context::{Context, Output};
pub use host::{Host, StreamKind};
pub use spec::{Completer, Example, Impact, InSet, Parameter, Spec, Validation};

use crate::value::Run;

/// A cmdlet at work in one pipeline. `begin` runs before any input, `process` once for each input object (once in
/// all without pipeline input), `end` after the last.
pub trait Cmdlet {
    /// Before the first input.
    fn begin(&mut self, _ctx: &mut Context<'_>) -> Run {
        Ok(())
    }

    /// For each input object; parameters bound from it are in the call.
    fn process(&mut self, _ctx: &mut Context<'_>) -> Run {
        Ok(())
    }

    /// After the last input.
    fn end(&mut self, _ctx: &mut Context<'_>) -> Run {
        Ok(())
    }

    /// When the pipeline is torn down, also after an error: releases what it holds.
    fn stop(&mut self) {}
}

/// A cmdlet in the registry: what it is and how one is made.
pub struct Entry {
    /// Its description.
    pub spec: &'static Spec,
    /// Makes one for a pipeline.
    pub make: fn() -> Box<dyn Cmdlet>,
}

/// Declares the registry's entry of a cmdlet: `entry!(SPEC, WhereObject)` for a type with `Default`.
#[macro_export]
macro_rules! entry {
    ($spec:expr, $type:ty) => {
        $crate::cmdlet::Entry { spec: &$spec, make: || Box::new(<$type>::default()) }
    };
}
