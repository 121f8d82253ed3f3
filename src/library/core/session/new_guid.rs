//! `New-Guid`: a new GUID, the empty one, or one from a text.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value, convert, members};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "New",
    noun: "Guid",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes a GUID.",
    description: "Makes a random GUID; -Empty gives the one of zeros, -InputObject reads one from a text.",
    parameters: parameters::NEW_GUID,
    default_set: parameters::NEW_GUID_DEFAULT,
    output: &["System.Guid"],
    related: &["Get-Random"],
    examples: &[Example::new("The empty one", "(New-Guid -Empty).ToString()", "00000000-0000-0000-0000-000000000000\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, NewGuid);

#[derive(Default)]
struct NewGuid;

impl Cmdlet for NewGuid {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let text = ctx.call.text("InputObject").or_else(|| ctx.call.input.as_ref().and_then(|input| input.as_str().cloned()));
        if let Some(text) = text {
            return match convert::try_cast(ctx.engine(), &Value::Str(text.clone()), TypeId::GUID) {
                Ok(guid) => ctx.write(guid),
                Err(error) => {
                    ctx.fail(TypeId::FORMAT_EXCEPTION, error.message, "StringNotRecognizedAsGuid", Category::InvalidArgument, Value::Null)
                }
            };
        }
        let guid = if ctx.call.flag("Empty") {
            convert::cast(ctx.engine(), &Value::str("00000000-0000-0000-0000-000000000000"), TypeId::GUID)?
        } else {
            members::invoke_static(ctx.engine(), TypeId::GUID, "NewGuid", &[])?.unwrap_or_default()
        };
        ctx.write(guid)
    }
}
