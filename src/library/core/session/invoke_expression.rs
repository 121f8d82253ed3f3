//! `Invoke-Expression`: runs a text as code, in the scope at hand.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::errors::{append_class, class_of};
use crate::engine::{BlockInvocation, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Invoke",
    noun: "Expression",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Runs a text as a command.",
    description: "Runs the text in the scope it is called from. Never give it text that came from somebody else.",
    parameters: parameters::INVOKE_EXPRESSION,
    default_set: parameters::INVOKE_EXPRESSION_DEFAULT,
    related: &["Invoke-Command"],
    examples: &[Example::new("Run a text", "Invoke-Expression '$total = 2 + 3; $total'", "5\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, InvokeExpression);

#[derive(Default)]
struct InvokeExpression;

impl Cmdlet for InvokeExpression {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let text = ctx.call.text("Command").unwrap_or_else(|| Rc::from(""));
        let block = match ctx.engine().script_block_from(&text, None) {
            Ok(block) => block,
            Err(raise) => {
                if let Some(record) = raise.error() {
                    append_class(record, &class_of(ctx.call.spec));
                }
                return Err(raise);
            }
        };
        let Context { host, out, .. } = ctx;
        crate::engine::engine_of(*host).invoke(&block, BlockInvocation { dotted: true, ..BlockInvocation::default() }, *out)
    }
}
