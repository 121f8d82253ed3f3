//! `Tee-Object`: passes objects on and keeps them in a file or variable.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::binding::Arg;
use crate::entry;
use crate::library::parameters;
use crate::source::Span;
use crate::value::{Run, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Tee",
    noun: "Object",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Passes objects on and keeps them in a file or a variable.",
    description: "The file gets what Out-File writes; the variable gets the object, or an array of the objects.",
    parameters: parameters::TEE_OBJECT,
    default_set: parameters::TEE_OBJECT_DEFAULT,
    related: &["Out-File", "Set-Variable"],
    examples: &[Example::new("Keep what passes", "1..3 | Tee-Object -Variable all | Select-Object -Last 1; $all.Count", "3\n3\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, TeeObject);

#[derive(Default)]
struct TeeObject {
    kept: Vec<Value>,
}

impl Cmdlet for TeeObject {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.input() else { return Ok(()) };
        self.kept.push(input.clone());
        ctx.write(input)
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let kept = std::mem::take(&mut self.kept);
        if let Some(name) = ctx.call.text("Variable") {
            return ctx.host.set_variable(&name, Value::from_outputs(kept));
        }
        let mut args = Vec::new();
        let mut named = |name: &str, value: Value| {
            args.push(Arg::Named {
                name: Rc::from(name),
                value: Some(value),
                text: Rc::from(format!("-{name}")),
                span: Span::default(),
                value_span: Span::default(),
                splatted: false,
            });
        };
        for name in ["FilePath", "LiteralPath", "Encoding"] {
            if let Some(value) = ctx.call.get(name) {
                named(name, value.clone());
            }
        }
        if ctx.call.flag("Append") {
            named("Append", Value::Bool(true));
        }
        let Context { host, out, .. } = ctx;
        let engine = crate::engine::engine_of(*host);
        match engine.find_command("Out-File") {
            Some(command) => engine.run_command(&command, args, Some(kept), *out),
            None => Err(engine.raise(
                "The command Out-File is not available.",
                "CommandNotFoundException",
                crate::value::Category::ObjectNotFound,
            )),
        }
    }
}
