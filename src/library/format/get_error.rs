//! `Get-Error`: the newest errors with all their details.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::engine_of;
use crate::entry;
use crate::library::parameters;
use crate::value::{ErrorRecord, Exception, Object, Payload, Run, Slot, Value};

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Error",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gets the newest errors with their details.",
    description: "The records come from $Error, newest first, and are shown property by property.",
    parameters: parameters::GET_ERROR,
    default_set: parameters::GET_ERROR_DEFAULT,
    output: &["System.Management.Automation.ErrorRecord#PSExtendedError", "System.Exception#PSExtendedError"],
    related: &["Write-Error"],
    examples: &[Example::new(
        "The last error's id",
        "Write-Error 'seen' -ErrorId Sid -ErrorAction SilentlyContinue; (Get-Error).CategoryInfo.Activity",
        "Write-Error",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetError);

#[derive(Default)]
struct GetError;

impl Cmdlet for GetError {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(value) = ctx.input() {
            return ctx.write(extended(&value, None));
        }
        let newest = ctx.call.integer("Newest").unwrap_or(1);
        let errors: Vec<Value> =
            engine_of(ctx.host).errors.items.borrow().iter().take(usize::try_from(newest).unwrap_or(1)).cloned().collect();
        for (nth, value) in errors.iter().enumerate() {
            let index = (newest > 1).then_some(nth as i32);
            ctx.write(extended(value, index))?;
        }
        Ok(())
    }
}

/// The same record under the type name whose view shows all details.
fn extended(value: &Value, index: Option<i32>) -> Value {
    let payload = match (ErrorRecord::from_value(value), Exception::of(value)) {
        (Some(record), _) => Payload::Error(record),
        (None, Some(_)) => Payload::Wrapped(value.clone()),
        (None, None) => return value.clone(),
    };
    let first = if matches!(payload, Payload::Error(_)) { "System.Management.Automation.ErrorRecord" } else { "System.Exception" };
    let object = Object::new(payload);
    {
        let mut members = object.members.borrow_mut();
        let mut names: Vec<Rc<str>> = vec![Rc::from(format!("{first}#PSExtendedError"))];
        names.extend(value.type_names());
        members.type_names = Some(names.into());
        if let Some(index) = index {
            members.push(Rc::from("PSErrorIndex"), Slot::Note(Value::Int(index)));
        }
    }
    Value::Object(Rc::new(object))
}
