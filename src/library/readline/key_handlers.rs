//! `Get-`, `Set-` and `Remove-PSReadLineKeyHandler`.

use std::rc::Rc;

use super::bindings::{Bindings, Handler};
use super::chord::{self, Chord};
use super::functions::{Function, Group};
use super::options::ReadLine;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Object, Run, TypeId, Value};

/// What `Get-PSReadLineKeyHandler` says of itself.
pub const GET_SPEC: Spec = Spec {
    verb: "Get",
    noun: "PSReadLineKeyHandler",
    module: "PSReadLine",
    synopsis: "Shows what the prompt's keys do.",
    description: "All keys that do something, by group; with -Unbound also the functions that no key has; with -Chord those keys alone.",
    parameters: parameters::GET_PSREADLINEKEYHANDLER,
    default_set: parameters::GET_PSREADLINEKEYHANDLER_DEFAULT,
    output: &["Microsoft.PowerShell.KeyHandler"],
    related: &["Set-PSReadLineKeyHandler", "Remove-PSReadLineKeyHandler"],
    examples: &[
        Example::new("What Ctrl+r does", "(Get-PSReadLineKeyHandler -Chord Ctrl+r).Function", "ReverseSearchHistory\n"),
        Example::new(
            "Functions without a key",
            "Get-PSReadLineKeyHandler -Unbound | Where-Object Function -eq MenuComplete | ForEach-Object Key",
            "Unbound\n",
        ),
    ],
    ..Spec::EMPTY
};

/// What `Set-PSReadLineKeyHandler` says of itself.
pub const SET_SPEC: Spec = Spec {
    verb: "Set",
    noun: "PSReadLineKeyHandler",
    module: "PSReadLine",
    synopsis: "Gives a key of the prompt something to do.",
    description: "Either a function of the line editor, or a script, which changes the line through [Microsoft.PowerShell.PSConsoleReadLine].",
    parameters: parameters::SET_PSREADLINEKEYHANDLER,
    default_set: parameters::SET_PSREADLINEKEYHANDLER_DEFAULT,
    related: &["Get-PSReadLineKeyHandler", "Remove-PSReadLineKeyHandler", "Set-PSReadLineOption"],
    examples: &[
        Example::new(
            "A menu of the matches",
            "Set-PSReadLineKeyHandler -Chord Ctrl+Spacebar -Function MenuComplete\n(Get-PSReadLineKeyHandler -Chord Ctrl+Spacebar).Function",
            "MenuComplete\n",
        ),
        Example::new(
            "Search the history by what is typed",
            "Set-PSReadLineKeyHandler -Key UpArrow -Function HistorySearchBackward\n(Get-PSReadLineKeyHandler -Chord UpArrow).Function",
            "HistorySearchBackward\n",
        ),
    ],
    ..Spec::EMPTY
};

/// What `Remove-PSReadLineKeyHandler` says of itself.
pub const REMOVE_SPEC: Spec = Spec {
    verb: "Remove",
    noun: "PSReadLineKeyHandler",
    module: "PSReadLine",
    synopsis: "Takes what a key of the prompt does away.",
    description: "The key does nothing then, or types its character.",
    parameters: parameters::REMOVE_PSREADLINEKEYHANDLER,
    default_set: parameters::REMOVE_PSREADLINEKEYHANDLER_DEFAULT,
    related: &["Get-PSReadLineKeyHandler", "Set-PSReadLineKeyHandler"],
    examples: &[Example::new(
        "Ctrl+t does nothing",
        "Remove-PSReadLineKeyHandler -Chord Ctrl+t\n@(Get-PSReadLineKeyHandler -Chord Ctrl+t).Count",
        "0\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry of `Get-PSReadLineKeyHandler`.
pub const GET_KEY_HANDLER: Entry = entry!(GET_SPEC, GetKeyHandler);
/// The registry's entry of `Set-PSReadLineKeyHandler`.
pub const SET_KEY_HANDLER: Entry = entry!(SET_SPEC, SetKeyHandler);
/// The registry's entry of `Remove-PSReadLineKeyHandler`.
pub const REMOVE_KEY_HANDLER: Entry = entry!(REMOVE_SPEC, RemoveKeyHandler);

/// The chords of `-Chord`; one that cannot be read ends the cmdlet.
fn chords(ctx: &mut Context<'_>) -> Run<Vec<Chord>> {
    let mut chords = Vec::new();
    for text in ctx.call.texts("Chord").unwrap_or_default() {
        match chord::parse(&text) {
            Some(chord) => chords.push(chord),
            None => {
                let message = format!("Unrecognized key '{text}'. Please use a character literal or a well-known key name.");
                return Err(ctx.raise(ErrorRecord::new(
                    TypeId::ARGUMENT_EXCEPTION,
                    message,
                    "InvalidKey",
                    Category::InvalidArgument,
                    Value::Str(text.clone()),
                )));
            }
        }
    }
    Ok(chords)
}

fn handler_value(key: String, handler: &Handler) -> (Group, Value) {
    let (name, about, group) = handler.describe();
    let title = group.title();
    let value = Object::record(
        Some("Microsoft.PowerShell.KeyHandler"),
        [
            ("Key", Value::from(key)),
            ("Function", Value::from(name)),
            ("Description", Value::from(about)),
            ("Group", Value::from(format!("{title}\n{}", "=".repeat(title.len())))),
        ],
    );
    (group, value)
}

#[derive(Default)]
struct GetKeyHandler;

impl Cmdlet for GetKeyHandler {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let wanted = chords(ctx)?;
        let (bound, unbound) = match (ctx.call.has("Bound"), ctx.call.has("Unbound")) {
            (false, false) => (true, false),
            (true, false) => (ctx.call.flag("Bound"), false),
            (false, true) => (!ctx.call.flag("Unbound"), ctx.call.flag("Unbound")),
            (true, true) => (ctx.call.flag("Bound"), ctx.call.flag("Unbound")),
        };
        let own = ctx.engine().extension::<ReadLine>();
        let is_vi = own.options.edit_mode == "Vi";
        let tables: Vec<(&Bindings, &str, &str)> =
            if is_vi { vec![(&own.bindings, "", ""), (&own.vi_bindings, "<", ">")] } else { vec![(&own.bindings, "", "")] };
        let mut found: Vec<(Group, Value)> = Vec::new();
        let mut used: Vec<Function> = Vec::new();
        for (table, open, close) in tables {
            for (chord, handler) in table {
                if let Handler::Function(function) = handler {
                    used.push(*function);
                }
                let is_wanted = if wanted.is_empty() { bound } else { wanted.contains(chord) };
                if is_wanted {
                    found.push(handler_value(format!("{open}{}{close}", chord::name(chord)), handler));
                }
            }
        }
        if wanted.is_empty() && unbound {
            let free = Function::ALL.iter().filter(|function| !used.contains(function) && **function != Function::SelfInsert);
            found.extend(free.map(|function| handler_value("Unbound".to_owned(), &Handler::Function(*function))));
        }
        found.sort_by_key(|(group, _)| *group);
        for (_, value) in found {
            ctx.write(value)?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct SetKeyHandler;

impl Cmdlet for SetKeyHandler {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let chords = chords(ctx)?;
        let handler = match ctx.call.get("ScriptBlock").map(Value::base) {
            Some(Value::ScriptBlock(block)) => {
                let name = ctx.call.text("BriefDescription").unwrap_or_else(|| Rc::from("CustomAction"));
                let about = ctx.call.text("Description").unwrap_or_else(|| Rc::from("User defined action"));
                Handler::Script(block.clone(), name, about)
            }
            _ => match ctx.call.text("Function").as_deref().and_then(Function::named) {
                Some(function) => Handler::Function(function),
                None => return Ok(()),
            },
        };
        let in_command_mode = in_command_mode(ctx);
        let own = ctx.engine().extension::<ReadLine>();
        own.version += 1;
        let table = if in_command_mode { &mut own.vi_bindings } else { &mut own.bindings };
        for chord in chords {
            table.insert(chord, handler.clone());
        }
        Ok(())
    }
}

/// `-ViMode Command`.
fn in_command_mode(ctx: &Context<'_>) -> bool {
    matches!(ctx.call.get("ViMode").map(Value::base), Some(Value::Enum(_, 1)))
}

#[derive(Default)]
struct RemoveKeyHandler;

impl Cmdlet for RemoveKeyHandler {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let chords = chords(ctx)?;
        let in_command_mode = in_command_mode(ctx);
        let own = ctx.engine().extension::<ReadLine>();
        own.version += 1;
        let table = if in_command_mode { &mut own.vi_bindings } else { &mut own.bindings };
        for chord in chords {
            table.shift_remove(&chord);
        }
        Ok(())
    }
}
