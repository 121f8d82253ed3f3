//! What ends a computation early: an error, or control that leaves it.

use std::rc::Rc;

use super::{ErrorRecord, Value};

/// Why a computation did not finish.
#[derive(Debug, Clone)]
pub enum Unwind {
    /// A terminating error.
    Error(ErrorRecord),
    /// `break`, to the loop of this label or the nearest.
    Break(Option<Rc<str>>),
    /// `continue`, likewise.
    Continue(Option<Rc<str>>),
    /// `return` out of a script block; its value has been written already.
    Return(Value),
    /// `exit` with a code.
    Exit(i32),
    /// A stage has all it wants (`Select-Object -First`): ends the pipeline of this number quietly.
    StopUpstream(u64),
    /// Ctrl-C, a time limit: nothing catches it.
    Interrupted,
}

/// [`Unwind`] in a pointer's width.
#[derive(Debug, Clone)]
pub struct Raise(pub Box<Unwind>);

/// The result of running something.
pub type Run<T = ()> = Result<T, Raise>;

impl Raise {
    /// The error inside, if it is one.
    pub fn error(&self) -> Option<&ErrorRecord> {
        match &*self.0 {
            Unwind::Error(record) => Some(record),
            _ => None,
        }
    }
}

impl From<Unwind> for Raise {
    fn from(unwind: Unwind) -> Raise {
        Raise(Box::new(unwind))
    }
}

impl From<ErrorRecord> for Raise {
    fn from(record: ErrorRecord) -> Raise {
        Raise(Box::new(Unwind::Error(record)))
    }
}
