//! `Get-PSCallStack`: the calls that led here.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Fields, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "PSCallStack",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Lists the calls that led here.",
    description: "Gives the calls, innermost first, with the place of each.",
    parameters: parameters::GET_PSCALLSTACK,
    default_set: parameters::GET_PSCALLSTACK_DEFAULT,
    output: &["System.Management.Automation.CallStackFrame"],
    related: &["Get-Error"],
    examples: &[Example::new(
        "Who is calling",
        "function Outer { Inner }; function Inner { (Get-PSCallStack).FunctionName -join ' < ' }; Outer",
        "Inner < Outer < <ScriptBlock>\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetPsCallStack);

#[derive(Default)]
struct GetPsCallStack;

impl Cmdlet for GetPsCallStack {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let engine = ctx.engine();
        let mut frames = Vec::new();
        for activation in engine.stack.iter().rev() {
            let source = &activation.block.source;
            let place = source.locate(activation.span.start);
            let name: Rc<str> = if activation.name.is_empty() { Rc::from("<ScriptBlock>") } else { activation.name.clone() };
            let file = source.name().map(str::to_owned);
            let short =
                file.as_deref().and_then(|file| std::path::Path::new(file).file_name()).map(|name| name.to_string_lossy().into_owned());
            let location = match &short {
                Some(short) => format!("{short}: line {}", place.line),
                None => "<No file>".to_owned(),
            };
            let command = match (&*name, &short) {
                ("<ScriptBlock>", Some(short)) => Value::str(short),
                _ => Value::Str(name.clone()),
            };
            let text = format!("at {name}, {}: line {}", file.as_deref().unwrap_or("<No file>"), place.line);
            frames.push(Fields::open_with_text(
                TypeId::CALL_STACK_FRAME,
                vec![
                    ("ScriptName", file.map_or(Value::Null, Value::str)),
                    ("ScriptLineNumber", Value::Int(place.line as i32)),
                    ("InvocationInfo", Value::Null),
                    ("Position", Value::Null),
                    ("FunctionName", Value::Str(name)),
                    ("Command", command),
                    ("Location", Value::str(location)),
                    ("Arguments", Value::str("{}")),
                ],
                Rc::from(text),
            ));
        }
        for frame in frames {
            ctx.write(frame)?;
        }
        Ok(())
    }
}
