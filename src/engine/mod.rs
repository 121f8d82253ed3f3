//! The engine: runs programs. It knows the cmdlets' contract and no single cmdlet.
//!
//! `eval/` runs statements and expressions over slots, `operators/` computes, `scope` holds variables, `binding/`
//! turns arguments into parameters, `pipeline` pushes objects through stages.

mod ask;
mod autoload;
pub mod binding;
pub mod class;
pub mod command;
pub mod describe;
pub mod described;
mod dynamic;
pub mod errors;
mod eval;
pub(crate) mod function;
pub mod host;
pub mod intercept;
pub mod interrupt;
pub mod invoke;
mod isolate;
mod messages;
pub mod module;
mod native;
pub mod objects;
pub mod operators;
mod pipeline;
mod proxy;
mod redirect;
mod run;
mod runner;
pub mod scope;
mod script_mail;
mod session;
mod should_process;
mod tree;
mod variables;

pub use binding::Signature;
pub use command::{Command, CommandObject, Function};
pub use interrupt::Interrupt;
pub use invoke::Invocation as BlockInvocation;
pub use redirect::{StreamTarget, Streams, WRITE_ERROR_STREAM};
pub use run::{Entry, RunOptions, ScriptOutcome, decode};
pub use runner::{BlockRunner, LocalRunner};
pub use session::{Engine, HistoryEntry, Ui};

use crate::cmdlet::{Context, Host};

/// The engine behind a cmdlet's host.
pub fn engine_of(host: &mut dyn Host) -> &mut Engine {
    host.as_any_mut().downcast_mut().expect("the only host is the engine")
}

/// The engine behind a context, for cmdlets of the language itself.
pub trait EngineContext {
    /// The engine.
    fn engine(&mut self) -> &mut Engine;
}

impl EngineContext for Context<'_> {
    fn engine(&mut self) -> &mut Engine {
        engine_of(self.host)
    }
}

/// A variable of a scope as an object (`Get-Variable`).
pub fn variable_object(scope: &std::rc::Rc<scope::Scope>, symbol: crate::program::Symbol) -> crate::value::Value {
    describe::VariableObject::value(scope, symbol)
}
