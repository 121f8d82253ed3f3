//! `TabExpansion2`: what the Tab key offers, for scripts and tests.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, InSet, Parameter, Spec, Validation};
use crate::engine::EngineContext;
use crate::engine::described::completion_result;
use crate::entry;
use crate::library::completion::{self, Completions};
use crate::value::{Object, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "TabExpansion2",
    noun: "",
    module: "",
    synopsis: "Gives the completions of a text at a place.",
    description: "Gives a CommandCompletion: the matches, and the part of the text that each replaces. The prompt's Tab key asks the same.",
    parameters: &[
        Parameter::new("inputScript", "string")
            .sets(&[InSet::ALL.at(0).mandatory()])
            .validate(&[Validation::AllowEmptyString])
            .help("The text."),
        Parameter::new("cursorColumn", "int").sets(&[InSet::ALL.at(1)]).help("Where the cursor is, in characters; the end if not given."),
        Parameter::new("options", "hashtable").sets(&[InSet::ALL.at(2)]).help("Accepted; changes nothing."),
    ],
    output: &["System.Management.Automation.CommandCompletion"],
    related: &["Register-ArgumentCompleter"],
    examples: &[Example::new(
        "Complete a command's name",
        "(TabExpansion2 'Write-Outp').CompletionMatches.CompletionText",
        "Write-Output\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, TabExpansion2);

#[derive(Default)]
struct TabExpansion2;

impl Cmdlet for TabExpansion2 {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let text = match ctx.call.get("inputScript").cloned() {
            Some(value) => convert::to_text(ctx.engine(), &value)?,
            None => Rc::from(""),
        };
        let n_units: usize = text.chars().map(char::len_utf16).sum();
        let column = match ctx.call.get("cursorColumn") {
            Some(Value::Int(column)) => usize::try_from(*column).unwrap_or(0).min(n_units),
            _ => n_units,
        };
        let cursor = byte_of(&text, column);
        let found = completion::complete(ctx.engine(), &text, cursor);
        let value = completion_value(&text, &found);
        ctx.write(value)
    }
}

/// The byte at which a UTF-16 unit starts.
fn byte_of(text: &str, unit: usize) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= unit {
            return at;
        }
        units += c.len_utf16();
    }
    text.len()
}

fn completion_value(text: &str, found: &Completions) -> Value {
    let units = |text: &str| text.chars().map(char::len_utf16).sum::<usize>() as i32;
    let matches = found.matches.iter().map(|own| completion_result(&own.text, &own.list, own.kind as i64, &own.tip)).collect();
    let (start, length) = match found.nothing {
        true => (-1, -1),
        false => (units(&text[..found.start]), units(&text[found.start..found.start + found.length])),
    };
    Object::record(
        Some("System.Management.Automation.CommandCompletion"),
        [
            ("CurrentMatchIndex", Value::Int(-1)),
            ("ReplacementIndex", Value::Int(start)),
            ("ReplacementLength", Value::Int(length)),
            ("CompletionMatches", Value::List(Rc::new(crate::value::List::new(TypeId::ARRAY_LIST, matches)))),
        ],
    )
}
