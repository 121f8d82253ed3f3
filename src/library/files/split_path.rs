//! `Split-Path`: gives parts of paths.

use super::{place, selection};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Split",
    noun: "Path",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Gives parts of paths.",
    description: "The folder (-Parent, the default), the last part (-Leaf), its name without or with only the extension (-LeafBase, -Extension), the drive (-Qualifier) or all without it (-NoQualifier). -IsAbsolute tells whether the path starts at a root.",
    parameters: parameters::SPLIT_PATH,
    default_set: parameters::SPLIT_PATH_DEFAULT,
    related: &["Join-Path", "Resolve-Path"],
    examples: &[Example::new("The file name without its extension", "Split-Path reports/january.csv -LeafBase", "january\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SplitPath);

#[derive(Default)]
struct SplitPath;

impl Cmdlet for SplitPath {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (texts, is_literal) = selection::path_texts(ctx);
        for text in texts {
            let paths = if ctx.call.flag("Resolve") {
                place::expand(ctx.engine(), &text, is_literal, false)?.iter().map(place::Place::text).collect()
            } else {
                vec![text.to_string()]
            };
            for path in paths {
                self.split(ctx, &path)?;
            }
        }
        Ok(())
    }
}

impl SplitPath {
    fn split(&self, ctx: &mut Context<'_>, text: &str) -> Run {
        let path = text.replace('\\', "/");
        let drive = place::split_drive(&path).map(|(drive, _)| drive.to_owned());
        if ctx.call.flag("IsAbsolute") {
            return ctx.write(path.starts_with('/') || drive.is_some());
        }
        if ctx.call.flag("Qualifier") {
            return match drive {
                Some(drive) => ctx.write(format!("{drive}:")),
                None => ctx.fail(
                    TypeId::FORMAT_EXCEPTION,
                    format!("Cannot parse path because path '{text}' does not have a qualifier specified."),
                    "ParsePathFormatError",
                    Category::InvalidArgument,
                    Value::str(text),
                ),
            };
        }
        if ctx.call.flag("NoQualifier") {
            let rest = drive.as_ref().map_or(path.as_str(), |drive| &path[drive.len() + 1..]);
            return ctx.write(rest.to_owned());
        }
        let leaf = leaf_of(&path);
        if ctx.call.flag("Leaf") {
            return ctx.write(leaf.to_owned());
        }
        let dot = leaf.rfind('.');
        if ctx.call.flag("LeafBase") {
            return ctx.write(dot.map_or(leaf, |dot| &leaf[..dot]).to_owned());
        }
        if ctx.call.flag("Extension") {
            return ctx.write(dot.filter(|dot| dot + 1 < leaf.len()).map_or("", |dot| &leaf[dot..]).to_owned());
        }
        ctx.write(parent_of(&path))
    }
}

fn leaf_of(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return path;
    }
    trimmed.rsplit('/').next().unwrap_or(trimmed)
}

fn parent_of(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rfind('/') {
        Some(0) => "/".to_owned(),
        // What stands right under a drive's root has the root above it.
        Some(slash) if trimmed[..slash].ends_with(':') => format!("{}/", &trimmed[..slash]),
        Some(slash) => trimmed[..slash].trim_end_matches('/').to_owned(),
        None => match place::split_drive(trimmed) {
            Some((drive, rest)) if !rest.is_empty() => format!("{drive}:"),
            _ => String::new(),
        },
    }
}
