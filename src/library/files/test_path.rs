//! `Test-Path`: tells whether paths lead to something.

use super::place::{self, Place};
use super::selection::{self, NameFilter};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Test",
    noun: "Path",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Tells whether paths lead to something.",
    description: "Gives true or false for each path; with wildcards, whether anything matches. -PathType asks for a file (Leaf) or a folder (Container), -OlderThan and -NewerThan for when it was last written.",
    parameters: parameters::TEST_PATH,
    default_set: parameters::TEST_PATH_DEFAULT,
    related: &["Resolve-Path", "Get-Item"],
    examples: &[Example::new("Look for a file", "Test-Path ./no-such-file.txt", "False\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, TestPath);

#[derive(Default)]
struct TestPath;

impl Cmdlet for TestPath {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (texts, is_literal) = selection::path_texts(ctx);
        for (at, text) in texts.into_iter().enumerate() {
            if is_null(text_at(ctx, is_literal), at) {
                null_path(ctx)?;
                continue;
            }
            if text.is_empty() {
                ctx.write(false)?;
                continue;
            }
            if ctx.call.flag("IsValid") {
                // All names are valid but those with a drive that is not there.
                let is_valid = !text.contains('\0')
                    && text
                        .find(':')
                        .is_none_or(|colon| place::split_drive(&text).is_some() || text[..colon].contains('/') || text.contains("::"))
                    && place::place_of(ctx.engine(), &text).is_ok();
                ctx.write(is_valid)?;
                continue;
            }
            if text.trim().is_empty() {
                ctx.write(false)?;
                continue;
            }
            let found = match place::expand(ctx.engine(), &text, is_literal, true) {
                Ok(places) => self.any(ctx, &places)?,
                Err(_) => false,
            };
            ctx.write(found)?;
        }
        if ctx.call.get("Path").is_some_and(Value::is_null) || ctx.call.get("LiteralPath").is_some_and(Value::is_null) {
            null_path(ctx)?;
        }
        Ok(())
    }
}

fn text_at(ctx: &Context<'_>, is_literal: bool) -> Vec<Value> {
    ctx.call.items(if is_literal { "LiteralPath" } else { "Path" }).unwrap_or_default()
}

fn is_null(items: Vec<Value>, at: usize) -> bool {
    items.get(at).is_some_and(Value::is_null)
}

fn null_path(ctx: &mut Context<'_>) -> Run {
    ctx.fail(
        TypeId::ARGUMENT_NULL_EXCEPTION,
        "Value cannot be null. (Parameter 'The provided Path argument was null or an empty collection.')",
        "NullPathNotPermitted",
        Category::InvalidArgument,
        Value::Null,
    )
}

impl TestPath {
    fn any(&self, ctx: &mut Context<'_>, places: &[Place]) -> Run<bool> {
        let names = NameFilter::of(ctx);
        let kind = match ctx.call.get("PathType").cloned() {
            Some(kind) => convert::to_text(ctx.host.runtime(), &kind)?.to_ascii_lowercase(),
            None => "any".to_owned(),
        };
        let moment = |value: Option<&Value>| match value.map(Value::base) {
            Some(Value::DateTime(date)) => Some(date.to_universal_time().ticks()),
            _ => None,
        };
        let (older, newer) = (moment(ctx.call.get("OlderThan")), moment(ctx.call.get("NewerThan")));
        Ok(places.iter().any(|place| {
            if !names.passes(&selection::leaf(place)) {
                return false;
            }
            let is_folder = match place {
                Place::File(path) => path.is_dir(),
                Place::Item(_, name) => name.is_empty(),
            };
            let written = place
                .file()
                .and_then(|path| std::fs::metadata(path).ok()?.modified().ok())
                .map(|time| super::file_info::date_of(time, crate::value::date::DateTimeKind::Utc).ticks());
            (match kind.as_str() {
                "leaf" => !is_folder,
                "container" => is_folder,
                _ => true,
            }) && older.is_none_or(|limit| written.is_some_and(|written| written < limit))
                && newer.is_none_or(|limit| written.is_some_and(|written| written > limit))
        }))
    }
}
