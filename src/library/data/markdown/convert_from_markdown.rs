//! `ConvertFrom-Markdown`: a page or coloured text of Markdown.

use std::rc::Rc;

use super::options::MarkdownOptions;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::library::files::encoding::{encoding_of, text_of};
use crate::library::files::file_info::FileObject;
use crate::library::files::{place, write_file};
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Fields, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertFrom",
    noun: "Markdown",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes HTML or coloured text of Markdown.",
    description: "The result has the page's body in Html, or with -AsVT100EncodedString text for a terminal in VT100EncodedString. Markdown is what CommonMark says, with tables, footnotes, task lists and definition lists. Tokens names the kinds of its blocks.",
    parameters: parameters::CONVERTFROM_MARKDOWN,
    default_set: parameters::CONVERTFROM_MARKDOWN_DEFAULT,
    related: &["Show-Markdown", "ConvertTo-Html"],
    examples: &[Example::new("A page", "('Hello *you*' | ConvertFrom-Markdown).Html", "<p>Hello <em>you</em></p>\n\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertFromMarkdown);

#[derive(Default)]
struct ConvertFromMarkdown;

/// The result for a text.
pub fn convert(engine: &mut Engine, text: &str, is_vt100: bool) -> Value {
    let (html, coloured) = if is_vt100 {
        let mut options = engine.extension::<MarkdownOptions>().clone();
        options.has_colours &= engine.environment.get("TERM").is_none_or(|term| term != "dumb");
        (Value::Null, Value::from(super::vt100::text(text, &|style, text| options.paint(style, text))))
    } else {
        (Value::from(super::html::page(text)), Value::Null)
    };
    let fields = vec![("Html", html), ("VT100EncodedString", coloured), ("Tokens", kinds(text))];
    Fields::derived(TypeId::OBJECT, &["Microsoft.PowerShell.MarkdownRender.MarkdownInfo", "System.Object"], fields)
}

/// The kinds of the blocks of a text.
fn kinds(text: &str) -> Value {
    use pulldown_cmark::{Event, Tag};
    let mut depth = 0;
    let mut kinds = Vec::new();
    for event in super::parser(text) {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    kinds.push(Value::str(match tag {
                        Tag::Heading { .. } => "HeadingBlock",
                        Tag::CodeBlock(_) => "CodeBlock",
                        Tag::List(_) => "ListBlock",
                        Tag::BlockQuote(_) => "QuoteBlock",
                        Tag::Table(_) => "Table",
                        Tag::HtmlBlock => "HtmlBlock",
                        _ => "ParagraphBlock",
                    }));
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Rule if depth == 0 => kinds.push(Value::str("ThematicBreakBlock")),
            _ => {}
        }
    }
    Value::array(kinds)
}

/// The texts of the files that a path names; what cannot be read is an error.
pub fn texts_of(ctx: &mut Context<'_>, path: &Rc<str>, is_literal: bool) -> Run<Vec<String>> {
    let files = match place::files_of(ctx.engine(), path, is_literal) {
        Ok(files) => files,
        Err(raise) => {
            let Some(record) = raise.error().cloned() else { return Err(raise) };
            let is_other = record.id().starts_with("FileSystemProviderRequired");
            let (id, message) = match is_other {
                true => ("OnlyFileSystemPathsSupported", "Only FileSystem Provider paths are supported."),
                false => ("FileNotFound", &*record.message()),
            };
            let category = if is_other { Category::InvalidArgument } else { Category::ObjectNotFound };
            ctx.fail(record.0.exception.type_id(), message, id, category, Value::Str(path.clone()))?;
            return Ok(Vec::new());
        }
    };
    let mut texts = Vec::new();
    for file in files {
        match std::fs::read(&file) {
            Ok(bytes) => texts.push(text_of(&bytes, encoding_of(None)?)),
            Err(error) => ctx.error(write_file::failure(&file, &error, "FileUnauthorizedAccess", Category::SecurityError))?,
        }
    }
    Ok(texts)
}

impl Cmdlet for ConvertFromMarkdown {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let is_vt100 = ctx.call.flag("AsVT100EncodedString");
        let mut texts: Vec<String> = Vec::new();
        if let Some(input) = ctx.call.get("InputObject").cloned() {
            if let Some(file) = input.downcast::<FileObject>() {
                let path: Rc<str> = Rc::from(file.path().to_string_lossy());
                texts = texts_of(ctx, &path, true)?;
            } else if let Value::Str(text) = input.base() {
                texts.push(text.to_string());
            } else {
                let class = input.base().type_id().full_name();
                let message = format!("The type of the input object '{class}' is invalid.");
                let record = ErrorRecord::new(TypeId::INVALID_DATA_EXCEPTION, message, "InvalidInputObject", Category::InvalidData, input);
                return ctx.error(record);
            }
        } else {
            let is_literal = ctx.call.has("LiteralPath");
            for path in ctx.call.texts(if is_literal { "LiteralPath" } else { "Path" }).unwrap_or_default() {
                texts.extend(texts_of(ctx, &path, is_literal)?);
            }
        }
        for text in texts {
            let result = convert(ctx.engine(), &text, is_vt100);
            ctx.write(result)?;
        }
        Ok(())
    }
}
