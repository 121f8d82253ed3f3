//! Doors for those who test scripts: something that takes calls in place of their commands (mocks), and something that
//! is told of each statement (coverage). Both are none almost always and then cost one comparison.

use std::rc::Rc;

use super::binding::Signature;
use super::command::Command;
use super::session::Engine;
use crate::cmdlet::{Cmdlet, Spec};
use crate::source::{SourceText, Span};
use crate::value::Run;

/// The name under which a stand-in's call keeps the arguments that no parameter took (`$args`).
pub const REST: &str = "<args>";

/// What runs in place of a command.
pub struct StandIn {
    /// Binds the call's arguments: the command's own, or one that asks less.
    pub signature: Rc<Signature>,
    /// Runs instead. Values of the signature's parameters are in the call by their own place; see [`REST`].
    pub cmdlet: Box<dyn Cmdlet>,
    /// A description that names the stand-in's kind.
    pub spec: &'static Spec,
}

/// Takes calls in place of their commands.
pub trait Interceptor {
    /// The stand-in for a command as the code at hand calls it; none: the command itself runs.
    fn intercept(&self, engine: &mut Engine, command: &Command) -> Run<Option<StandIn>>;
}

/// Is told of each statement.
pub trait Tracer {
    /// A statement of a source begins.
    fn at(&self, source: &Rc<SourceText>, span: Span);
}

impl Engine {
    /// Tells the tracer where execution is.
    #[cold]
    pub(super) fn trace(&self, span: Span) {
        if let (Some(tracer), Some(top)) = (&self.tracer, self.stack.last()) {
            tracer.at(&top.block.source, span);
        }
    }
}
