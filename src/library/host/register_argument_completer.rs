//! `Register-ArgumentCompleter`: a script's own completions.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::completion::{ArgumentCompleters, Registered};
use crate::library::parameters;
use crate::value::{Run, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Register",
    noun: "ArgumentCompleter",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Gives completions for a parameter, or for a program's arguments.",
    description: "The script block gets the command, the parameter and the word at the cursor, and gives texts or CompletionResult objects. With -Native it gets the word, the text and the cursor.",
    parameters: parameters::REGISTER_ARGUMENTCOMPLETER,
    default_set: parameters::REGISTER_ARGUMENTCOMPLETER_DEFAULT,
    related: &["TabExpansion2"],
    examples: &[Example::new(
        "Offer pets",
        "function Get-Pet($Name) { $Name }\nRegister-ArgumentCompleter -CommandName Get-Pet -ParameterName Name -ScriptBlock { 'cat', 'dog' }\n(TabExpansion2 'Get-Pet -Name ').CompletionMatches.CompletionText",
        "cat\ndog\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, RegisterArgumentCompleter);

#[derive(Default)]
struct RegisterArgumentCompleter;

impl Cmdlet for RegisterArgumentCompleter {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let commands = ctx.call.get("CommandName").cloned();
        let names: Vec<Option<String>> = match commands.as_ref().map(|value| value.enumerate().unwrap_or_else(|| vec![value.clone()])) {
            Some(values) => {
                let mut names = Vec::new();
                for value in values {
                    names.push(Some(convert::to_text(ctx.engine(), &value)?.to_string()));
                }
                names
            }
            None => vec![None],
        };
        let parameter = match ctx.call.get("ParameterName").cloned() {
            Some(value) => Some(convert::to_text(ctx.engine(), &value)?.to_string()),
            None => None,
        };
        let block = match ctx.call.get("ScriptBlock") {
            Some(Value::ScriptBlock(block)) => Some(block.clone()),
            _ => None,
        };
        let all = ctx.engine().extension::<ArgumentCompleters>();
        for command in names {
            let same = |own: &Registered| {
                own.parameter.as_deref().map(str::to_lowercase) == parameter.as_deref().map(str::to_lowercase)
                    && own.command.as_deref().map(str::to_lowercase) == command.as_deref().map(str::to_lowercase)
            };
            all.0.retain(|own| !same(own));
            if let Some(block) = &block {
                all.0.push(Registered { command, parameter: parameter.clone(), block: Rc::clone(block) });
            }
        }
        Ok(())
    }
}
