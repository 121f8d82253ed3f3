//! `Get-MarkdownOption`, `Set-MarkdownOption`: the colours of Markdown.

use super::options::{MarkdownOptions, NAMES, OptionsObject};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

const MODULE: &str = "Microsoft.PowerShell.Utility";

/// What `Get-MarkdownOption` says of itself.
pub const GET: Spec = Spec {
    verb: "Get",
    noun: "MarkdownOption",
    module: MODULE,
    synopsis: "Gives the colours in which Markdown is shown.",
    description: "One escape sequence (without its first sign) for each kind of text.",
    parameters: parameters::GET_MARKDOWNOPTION,
    default_set: parameters::GET_MARKDOWNOPTION_DEFAULT,
    related: &["Set-MarkdownOption", "Show-Markdown"],
    examples: &[Example::new("Strong text", "(Get-MarkdownOption).EmphasisBold", "[1m\n")],
    ..Spec::EMPTY
};

/// What `Set-MarkdownOption` says of itself.
pub const SET: Spec = Spec {
    verb: "Set",
    noun: "MarkdownOption",
    module: MODULE,
    synopsis: "Sets the colours in which Markdown is shown.",
    description: "One at a time, a whole theme, or the options that Get-MarkdownOption gave. They last as long as the session.",
    parameters: parameters::SET_MARKDOWNOPTION,
    default_set: parameters::SET_MARKDOWNOPTION_DEFAULT,
    related: &["Get-MarkdownOption", "Show-Markdown"],
    examples: &[Example::new(
        "Red headings",
        "(Set-MarkdownOption -Header1Color '[31m' -PassThru).Header1\nSet-MarkdownOption -Theme Dark",
        "[31m\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const GET_ENTRY: Entry = entry!(GET, GetMarkdownOption);
/// The registry's entry.
pub const SET_ENTRY: Entry = entry!(SET, SetMarkdownOption);

#[derive(Default)]
struct GetMarkdownOption;

impl Cmdlet for GetMarkdownOption {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let options = ctx.engine().extension::<MarkdownOptions>().clone();
        ctx.write(OptionsObject::value(options))
    }
}

#[derive(Default)]
struct SetMarkdownOption;

/// Parameters, as the options have their names.
const COLOURS: [&str; 11] = [
    "Header1Color",
    "Header2Color",
    "Header3Color",
    "Header4Color",
    "Header5Color",
    "Header6Color",
    "Code",
    "LinkForegroundColor",
    "ImageAltTextForegroundColor",
    "BoldForegroundColor",
    "ItalicsForegroundColor",
];

impl Cmdlet for SetMarkdownOption {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut options = ctx.engine().extension::<MarkdownOptions>().clone();
        if let Some(theme) = ctx.call.text("Theme") {
            options = MarkdownOptions::themed(theme.eq_ignore_ascii_case("Light"));
        } else if let Some(given) = ctx.call.get("InputObject").cloned() {
            match given.downcast::<OptionsObject>() {
                Some(given) => options = given.0.borrow().clone(),
                None => {
                    let class = given.base().type_id().full_name();
                    let message = format!("The type of the input object '{class}' is invalid.");
                    let target = Value::from(message.clone());
                    let record = ErrorRecord::new(TypeId::ARGUMENT_EXCEPTION, message, "InvalidObject", Category::InvalidArgument, target);
                    return Err(ctx.raise(record));
                }
            }
        } else {
            debug_assert_eq!(COLOURS.len(), NAMES.len());
            for (place, name) in COLOURS.iter().enumerate() {
                if let Some(sequence) = ctx.call.text(name) {
                    options.sequences[place] = sequence;
                }
            }
        }
        *ctx.engine().extension::<MarkdownOptions>() = options.clone();
        if ctx.call.flag("PassThru") { ctx.write(OptionsObject::value(options)) } else { Ok(()) }
    }
}
