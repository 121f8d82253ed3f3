//! `Read-Host`: asks the user for a line.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Read",
    noun: "Host",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Asks the user for a line.",
    description: "-MaskInput and -AsSecureString do not show what is typed. Where nobody can answer it is an error.",
    parameters: parameters::READ_HOST,
    default_set: parameters::READ_HOST_DEFAULT,
    related: &["Write-Host"],
    examples: &[Example::runs("Ask for a name", "if ($false) { Read-Host Name }")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ReadHost);

#[derive(Default)]
struct ReadHost;

impl Cmdlet for ReadHost {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let prompt = match ctx.call.get("Prompt").cloned() {
            Some(prompt) => format!("{}: ", convert::to_text_with(ctx.host.runtime(), &prompt, " ")?),
            None => String::new(),
        };
        if ctx.engine().non_interactive {
            let message = "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.";
            let error = ErrorRecord::new(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                message,
                "InvalidOperation",
                Category::InvalidOperation,
                Value::Null,
            );
            return Err(ctx.raise(error));
        }
        ctx.engine().flush_shown()?;
        let is_secure = ctx.call.flag("AsSecureString");
        let line =
            if is_secure || ctx.call.flag("MaskInput") { ctx.engine().ui.read_secret(&prompt) } else { ctx.engine().ui.read_line(&prompt) };
        ctx.engine().poll()?;
        let line = line.unwrap_or_default();
        if !is_secure {
            return ctx.write(line);
        }
        ctx.write(crate::value::members::security::secure_value(&line))
    }
}
