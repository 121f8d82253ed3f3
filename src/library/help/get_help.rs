//! `Get-Help`: what a command does, how it is called, and the `about_` topics.

use super::find::{Filter, Found, find};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::members::objects::wildcard_matches;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, ErrorRecord, Object, Payload, Run, TypeId, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Help",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Shows the help of a command or a topic.",
    description: "A name gives the help of that command, function, script or topic; with wildcards, or where no command has the name, a list of what fits. -Examples, -Detailed and -Full show more, -Parameter one parameter. \"Get-Help about_*\" lists the topics, \"Get-Help Start-Here\" is where to begin.",
    parameters: parameters::GET_HELP,
    default_set: parameters::GET_HELP_DEFAULT,
    output: &["MamlCommandHelpInfo", "System.String"],
    related: &["Get-Command", "Start-Tour", "about_Mails", "Start-Here"],
    examples: &[
        Example::new("One line about a command", "(Get-Help Get-Verb).Synopsis", "Lists the approved verbs.\n"),
        Example::runs("Examples of a command", "Get-Help Reset-Pin -Examples"),
        Example::new("A parameter", "(Get-Help Sort-Object -Parameter Descending).name", "Descending\n"),
        Example::runs("The topics", "Get-Help about_*"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetHelp);

/// What is shown where no name is given.
const DEFAULT_TOPIC: &str = "Start-Here";

#[derive(Default)]
struct GetHelp;

impl Cmdlet for GetHelp {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        show(ctx)
    }
}

/// Shows what the call asks for.
pub(super) fn show(ctx: &mut Context<'_>) -> Run {
    let name = ctx.call.text("Name").unwrap_or_else(|| Rc::from(DEFAULT_TOPIC));
    let texts = |name: &str| ctx.call.texts(name).unwrap_or_default();
    let filter = Filter {
        categories: texts("Category"),
        components: texts("Component"),
        functionalities: texts("Functionality"),
        roles: texts("Role"),
    };
    if ctx.call.flag("Online") {
        let message = "Help is part of the program here: no page of it is online.";
        let record =
            ErrorRecord::new(TypeId::PS_INVALID_OPERATION_EXCEPTION, message, "NoOnlineHelp", Category::InvalidOperation, Value::Str(name));
        return Err(ctx.raise(record));
    }
    let found = find(ctx.engine(), &name, &filter)?;
    match &found[..] {
        [] if contains_wildcards(&name) => Ok(()),
        [] => not_found(ctx, &name),
        [one] => show_one(ctx, one),
        several => {
            for one in several {
                ctx.write(one.short_value())?;
            }
            Ok(())
        }
    }
}

fn show_one(ctx: &mut Context<'_>, found: &Found) -> Run {
    match found {
        Found::Topic(topic) => {
            let text = Value::str(topic.text(ctx.engine()));
            let object = Value::Object(Rc::new(Object::new(Payload::Wrapped(text))));
            object.set_note("Name", Value::str(topic.name));
            object.set_note("Category", Value::str("HelpFile"));
            object.set_note("Synopsis", Value::str(topic.synopsis()));
            ctx.write(object)
        }
        Found::Alias(_, definition) => {
            let found = find(ctx.engine(), definition, &Filter::default())?;
            match &found[..] {
                [one @ Found::Command(_)] => show_one(ctx, one),
                _ => not_found(ctx, definition),
            }
        }
        Found::Command(article) => {
            if let Some(patterns) = ctx.call.texts("Parameter") {
                let names = article.parameter_names();
                let mut any = false;
                for pattern in &patterns {
                    for name in names.iter().filter(|name| wildcard_matches(pattern, name)) {
                        if let Some(value) = article.parameter_value(name) {
                            any = true;
                            ctx.write(value)?;
                        }
                    }
                }
                if !any {
                    let message = format!("No parameter matches criteria {}.", patterns.join(", "));
                    let record = ErrorRecord::new(
                        TypeId::PS_ARGUMENT_EXCEPTION,
                        message,
                        "NoParmsFound",
                        Category::InvalidArgument,
                        article.value(""),
                    );
                    return Err(ctx.raise(record));
                }
                return Ok(());
            }
            let view = match () {
                () if ctx.call.flag("Full") => "FullView",
                () if ctx.call.flag("Detailed") => "DetailedView",
                () if ctx.call.flag("Examples") => "ExamplesView",
                () => "",
            };
            let value = article.value(view);
            ctx.write(value)
        }
    }
}

fn not_found(ctx: &mut Context<'_>, name: &str) -> Run {
    let message = format!(
        "Get-Help could not find {name} in a help file in this session. To download updated help topics type: \"Update-Help\". To get help online, search for the help topic in the TechNet library at https://go.microsoft.com/fwlink/?LinkID=107116."
    );
    ctx.fail(TypeId::HELP_NOT_FOUND_EXCEPTION, message, "HelpNotFound", Category::ResourceUnavailable, Value::Null)
}
