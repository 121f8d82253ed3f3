//! A cmdlet's view of the pipeline it runs in.

use super::{Call, Host, StreamKind};
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Unwind, Value};

/// Where a stage's objects go: the next stage, a variable, the host.
pub trait Output {
    /// Takes one object; arrays are passed as they are.
    fn push(&mut self, host: &mut dyn Host, value: Value) -> Run;

    /// Whether what it takes is shown at once: a native program may then write to the terminal itself.
    fn is_host(&self) -> bool {
        false
    }
}

impl Output for Vec<Value> {
    fn push(&mut self, _host: &mut dyn Host, value: Value) -> Run {
        Vec::push(self, value);
        Ok(())
    }
}

/// What a cmdlet works with.
pub struct Context<'a> {
    /// The engine.
    pub host: &'a mut dyn Host,
    /// Where its objects go.
    pub out: &'a mut dyn Output,
    /// Its arguments.
    pub call: &'a mut Call,
}

impl Context<'_> {
    /// Writes one object; a collection goes out as one object. Nothing (AutomationNull) is not written.
    pub fn write(&mut self, value: impl Into<Value>) -> Run {
        match value.into() {
            Value::Nothing => Ok(()),
            value => self.out.push(self.host, value),
        }
    }

    /// Writes the items of a collection one by one; any other object as it is.
    pub fn write_each(&mut self, value: Value) -> Run {
        match value.enumerate() {
            Some(items) => {
                for item in items {
                    self.out.push(self.host, item)?;
                }
                Ok(())
            }
            None => self.write(value),
        }
    }

    /// Writes a non-terminating error. `Err` only where the preferences make it terminating.
    pub fn error(&mut self, record: ErrorRecord) -> Run {
        self.host.write_error(self.call, record)
    }

    /// A non-terminating error of these parts.
    pub fn fail(&mut self, type_id: TypeId, message: impl AsRef<str>, id: &str, category: Category, target: Value) -> Run {
        self.error(ErrorRecord::new(type_id, message, id, category, target))
    }

    /// A terminating error: `return Err(ctx.raise(record))` (`ThrowTerminatingError`).
    pub fn raise(&mut self, record: ErrorRecord) -> Raise {
        Raise::from(record)
    }

    /// Writes a warning.
    pub fn warn(&mut self, text: impl AsRef<str>) -> Run {
        self.host.write_message(self.call, StreamKind::Warning, text.as_ref())
    }

    /// Writes to the verbose stream.
    pub fn verbose(&mut self, text: impl AsRef<str>) -> Run {
        self.host.write_message(self.call, StreamKind::Verbose, text.as_ref())
    }

    /// Writes to the debug stream.
    pub fn debug(&mut self, text: impl AsRef<str>) -> Run {
        self.host.write_message(self.call, StreamKind::Debug, text.as_ref())
    }

    /// `ShouldProcess(target, action)`: prints "What if: Performing the operation "action" on target "target"."
    pub fn should_process(&mut self, target: impl AsRef<str>, action: impl AsRef<str>) -> Run<bool> {
        self.host.should_process(self.call, target.as_ref(), action.as_ref(), None)
    }

    /// The tenant's door.
    pub fn dispatch(&mut self) -> &mut crate::dispatch::Dispatch {
        self.host.dispatch()
    }

    /// The pipeline's object at hand, else the value of `-InputObject`.
    pub fn input(&self) -> Option<Value> {
        self.call.input.clone().or_else(|| self.call.get("InputObject").cloned())
    }

    /// Ends the stages before this one: it has all it wants.
    pub fn stop_upstream(&mut self) -> Raise {
        Raise::from(Unwind::StopUpstream(self.host.pipeline_id()))
    }
}
