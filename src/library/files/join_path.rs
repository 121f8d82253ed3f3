//! `Join-Path`: puts paths together.

use super::place;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Join",
    noun: "Path",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Puts paths together.",
    description: "Joins a path and the parts beneath it with one slash between them. -Resolve gives the paths that are there.",
    parameters: parameters::JOIN_PATH,
    default_set: parameters::JOIN_PATH_DEFAULT,
    related: &["Split-Path", "Resolve-Path"],
    examples: &[Example::new("Put parts together", "Join-Path reports 2024 january.csv", "reports/2024/january.csv\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, JoinPath);

#[derive(Default)]
struct JoinPath;

impl Cmdlet for JoinPath {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut children = ctx.call.texts("ChildPath").unwrap_or_default();
        // No child is an empty one: the path gets its slash.
        if children.is_empty() {
            children.push("".into());
        }
        let more = ctx.call.texts("AdditionalChildPath").unwrap_or_default();
        for path in ctx.call.texts("Path").unwrap_or_default() {
            let mut joined = path.replace('\\', "/");
            for child in children.iter().chain(&more) {
                joined = join(&joined, child);
            }
            if ctx.call.flag("Resolve") {
                for found in place::expand(ctx.engine(), &joined, false, false)? {
                    ctx.write(found.text())?;
                }
            } else {
                ctx.write(joined)?;
            }
        }
        Ok(())
    }
}

/// Two parts with one slash between them.
pub fn join(parent: &str, child: &str) -> String {
    let child = child.replace('\\', "/");
    let child = child.strip_prefix('/').unwrap_or(&child);
    if parent.is_empty() || parent.ends_with('/') || parent.ends_with(':') && !parent.contains('/') && child.is_empty() {
        return format!("{parent}{child}");
    }
    format!("{parent}/{child}")
}
