//! `Show-Markdown`: Markdown at the terminal, or in the browser.

use super::convert_from_markdown::{convert, texts_of};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::host::opener;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Show",
    noun: "Markdown",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Shows Markdown.",
    description: "Of files, of texts, or of what ConvertFrom-Markdown made; coloured at the terminal, with -UseBrowser as a page in the system's browser.",
    parameters: parameters::SHOW_MARKDOWN,
    default_set: parameters::SHOW_MARKDOWN_DEFAULT,
    related: &["ConvertFrom-Markdown", "Set-MarkdownOption"],
    examples: &[Example::new("A heading", "'# Plan' | Show-Markdown | ForEach-Object { $_ -match 'Plan' }", "True\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ShowMarkdown);

#[derive(Default)]
struct ShowMarkdown;

impl Cmdlet for ShowMarkdown {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let in_browser = ctx.call.flag("UseBrowser");
        if let Some(input) = ctx.call.get("InputObject").cloned() {
            let made = match input.base() {
                Value::Str(text) => convert(ctx.engine(), text, !in_browser),
                _ if input.type_names().iter().any(|name| &**name == "Microsoft.PowerShell.MarkdownRender.MarkdownInfo") => input,
                other => {
                    let class = other.type_id().full_name();
                    let message = format!("The type of the input object '{class}' is invalid.");
                    let record = ErrorRecord::new(
                        TypeId::ARGUMENT_EXCEPTION,
                        message,
                        "InvalidInputObject",
                        Category::InvalidArgument,
                        input.clone(),
                    );
                    return Err(ctx.raise(record));
                }
            };
            return show(ctx, &made, in_browser);
        }
        let is_literal = ctx.call.has("LiteralPath");
        for path in ctx.call.texts(if is_literal { "LiteralPath" } else { "Path" }).unwrap_or_default() {
            for text in texts_of(ctx, &path, is_literal)? {
                let made = convert(ctx.engine(), &text, !in_browser);
                show(ctx, &made, in_browser)?;
            }
        }
        Ok(())
    }
}

fn show(ctx: &mut Context<'_>, made: &Value, in_browser: bool) -> Run {
    let (name, id) = if in_browser { ("Html", "HtmlIsNullOrEmpty") } else { ("VT100EncodedString", "VT100EncodedStringIsNullOrEmpty") };
    let text = ctx.engine().property(made, name, false)?;
    let Some(text) = text.as_str().cloned().filter(|text| !text.is_empty()) else {
        let message = format!("The property {name} of the given object is null or empty.");
        let class = TypeId::INVALID_DATA_EXCEPTION;
        return ctx.fail(class, message, id, Category::InvalidData, made.clone());
    };
    if !in_browser {
        return ctx.write(Value::Str(text));
    }
    let name = format!("markdown-{:016x}.html", crate::value::Runtime::random(ctx.engine()));
    let path = std::env::temp_dir().join(name);
    crate::value::Runtime::ask_file_gate(ctx.engine(), &path)?;
    if let Err(error) = std::fs::write(&path, text.as_bytes()) {
        return ctx.error(crate::library::files::write_file::failure(&path, &error, "ErrorWritingToFile", Category::WriteError));
    }
    opener::open(ctx, &path, "ErrorLaunchingDefaultApplication")
}
