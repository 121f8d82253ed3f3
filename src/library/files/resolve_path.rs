//! `Resolve-Path`: gives the full paths that a path means.

use super::{place, selection};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::engine::objects::PathInfo;
use crate::entry;
use crate::library::parameters;
use crate::value::{Object, Run};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Resolve",
    noun: "Path",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Gives the full paths that a path means.",
    description: "Wildcards are taken apart; paths that lead nowhere are an error. -Relative gives paths from the current folder.",
    parameters: parameters::RESOLVE_PATH,
    default_set: parameters::RESOLVE_PATH_DEFAULT,
    related: &["Convert-Path", "Test-Path"],
    examples: &[Example::new("From the current folder", "Set-Content a.txt 1\nResolve-Path a.txt -Relative", "./a.txt\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ResolvePath);

#[derive(Default)]
struct ResolvePath;

impl Cmdlet for ResolvePath {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let base_text = ctx.call.text("RelativeBasePath");
        let base: PathBuf = match &base_text {
            Some(base) => place::file_of(ctx.engine(), base)?,
            None => ctx.engine().location.clone(),
        };
        let here = ctx.engine().location.clone();
        if base_text.is_some() {
            ctx.engine().location = base.clone();
        }
        let found = selection::places_by_text(ctx);
        ctx.engine().location = here;
        for (text, place) in found? {
            match place {
                place::Place::File(path) if ctx.call.flag("Relative") => ctx.write(relative(&path, &base))?,
                place::Place::File(path) => {
                    let drive = place::user_drive(ctx.engine(), &text);
                    let file: Rc<str> = Rc::from(path.to_string_lossy());
                    let by_drive = drive.as_ref().and_then(|drive| Some((drive.name.clone(), Rc::from(drive.shown(&path)?))));
                    let (drive, shown) = by_drive.unwrap_or_else(|| (Rc::from("/"), file.clone()));
                    ctx.write(Object::from_clr(PathInfo { drive, path: shown, provider: Rc::from("FileSystem"), provider_path: file }))?;
                }
                place::Place::Item(drive, ref name) => {
                    let path = format!("{}:/{name}", drive.name());
                    ctx.write(Object::from_clr(PathInfo {
                        drive: Rc::from(drive.name()),
                        path: Rc::from(path),
                        provider: Rc::from(drive.provider()),
                        provider_path: name.clone(),
                    }))?;
                }
            }
        }
        Ok(())
    }
}

/// A path from a folder: `./x`, `../x`.
fn relative(path: &Path, base: &Path) -> String {
    if path == base {
        return ".".to_owned();
    }
    let mut up = 0;
    let mut common = base;
    while !path.starts_with(common) {
        up += 1;
        match common.parent() {
            Some(parent) => common = parent,
            None => break,
        }
    }
    let rest = path.strip_prefix(common).unwrap_or(path).to_string_lossy().into_owned();
    let mut text = if up == 0 { "./".to_owned() } else { "../".repeat(up) };
    text.push_str(&rest);
    text.trim_end_matches('/').to_owned()
}
