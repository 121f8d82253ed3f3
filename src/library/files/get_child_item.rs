//! `Get-ChildItem`: lists folders and drives.

use super::file_info::file_value;
use super::place::{self, Place};
use super::selection::{self, NameFilter};
use super::session_items;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::text::wildcard::{WildcardCase, WildcardPattern, contains_wildcards};
use crate::value::{Category, Run, TypeId, Value};
use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "ChildItem",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Lists folders and drives.",
    description: "Folders come first, then files, each by name. -Recurse goes into folders, -Depth says how deep; -Filter, -Include and -Exclude look at names; -Name gives names alone. Hidden files need -Force or -Hidden.",
    parameters: parameters::GET_CHILDITEM,
    default_set: parameters::GET_CHILDITEM_DEFAULT,
    related: &["Get-Item", "Set-Location"],
    examples: &[Example::new(
        "Names in a folder",
        "Set-Content b.txt 1\nSet-Content a.txt 1\nGet-ChildItem -Name -Filter *.txt",
        "a.txt\nb.txt\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetChildItem);

#[derive(Default)]
struct GetChildItem;

/// What of a folder is listed.
struct Wanted {
    names: NameFilter,
    depth: usize,
    with_hidden: bool,
    only_hidden: bool,
    files: bool,
    folders: bool,
    only_read_only: bool,
    follow: bool,
    as_names: bool,
    /// Folders that were listed, where links are followed: a link to one of them leads nowhere new.
    seen: RefCell<HashSet<PathBuf>>,
}

impl Cmdlet for GetChildItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (mut texts, is_literal) = selection::path_texts(ctx);
        if texts.is_empty() {
            texts.push(Rc::from("."));
        }
        let (file, folder) = (ctx.call.flag("File"), ctx.call.flag("Directory"));
        let attributes = match ctx.call.get("Attributes").cloned() {
            Some(value) => crate::value::convert::to_text(ctx.host.runtime(), &value)?.to_ascii_lowercase(),
            None => String::new(),
        };
        let depth = match ctx.call.integer("Depth") {
            Some(depth) => depth.max(0) as usize,
            None if ctx.call.flag("Recurse") => usize::MAX,
            None => 0,
        };
        let only_hidden = ctx.call.flag("Hidden") || attributes.contains("hidden") && !attributes.contains("!hidden");
        let wanted = Wanted {
            names: NameFilter::of(ctx),
            depth,
            with_hidden: ctx.call.flag("Force") || only_hidden,
            only_hidden,
            files: !folder && attributes != "directory",
            folders: !file && !attributes.contains("!directory"),
            only_read_only: ctx.call.flag("ReadOnly") || attributes.contains("readonly") && !attributes.contains("!readonly"),
            follow: ctx.call.flag("FollowSymlink"),
            as_names: ctx.call.flag("Name"),
            seen: RefCell::default(),
        };
        let recurses = depth > 0;
        for text in texts {
            // With a slash behind it a name is a folder's, where levels are gone through.
            if recurses
                && text.len() > 1
                && text.ends_with('/')
                && let Ok(Place::File(path)) = place::place_of(ctx.engine(), &text)
                && path.is_file()
            {
                let message = format!("Cannot find path '{text}' because it does not exist.");
                let class = TypeId::ITEM_NOT_FOUND_EXCEPTION;
                ctx.fail(class, message, "ItemNotFound", Category::ObjectNotFound, Value::Str(text))?;
                continue;
            }
            let has_wildcards = !is_literal && contains_wildcards(&text);
            let found = match place::expand(ctx.engine(), &text, is_literal, wanted.with_hidden) {
                Ok(found) => found,
                Err(raise) => match raise.error().cloned() {
                    // A name that is not there: with -Recurse it is a pattern for all levels.
                    Some(record) => {
                        let place = place::place_of(ctx.engine(), &text).ok();
                        if recurses
                            && let Some(Place::File(path)) = &place
                            && let (Some(parent), Some(name)) = (path.parent(), path.file_name())
                            && parent.is_dir()
                        {
                            let pattern = WildcardPattern::new(&name.to_string_lossy(), WildcardCase::Ignored).ok();
                            list(ctx, parent, parent, &wanted, pattern.as_ref(), 0)?;
                            continue;
                        }
                        *record.0.target.borrow_mut() = Value::Str(text.clone());
                        ctx.error(record)?;
                        continue;
                    }
                    None => return Err(raise),
                },
            };
            if has_wildcards && recurses {
                // The last part is a pattern for all levels.
                if let Place::File(path) = place::place_of(ctx.engine(), &text)?
                    && let (Some(parent), Some(last)) = (path.parent(), path.file_name())
                    && !contains_wildcards(&parent.to_string_lossy())
                {
                    let pattern = WildcardPattern::new(&last.to_string_lossy(), WildcardCase::Ignored).ok();
                    list(ctx, parent, parent, &wanted, pattern.as_ref(), 0)?;
                    continue;
                }
            }
            for place in found {
                match place {
                    Place::File(path) if path.is_dir() && (recurses || !(has_wildcards && wanted.names.has_lists())) => {
                        // Without -Recurse, -Include and -Exclude look at the path's own last part.
                        if wanted.names.has_lists() && !recurses && !has_wildcards && ctx.call.has("Include") {
                            if wanted.names.passes(&selection::leaf(&Place::File(path.clone()))) {
                                list(ctx, &path, &path, &wanted_copy(&wanted), None, 0)?;
                            }
                            continue;
                        }
                        list(ctx, &path, &path, &wanted, None, 0)?;
                    }
                    Place::File(path) => {
                        let base = path.parent().map(Path::to_owned).unwrap_or_default();
                        offer(ctx, &path, &base, &wanted, None)?;
                    }
                    Place::Item(drive, name) if name.is_empty() => {
                        for name in session_items::names(ctx.engine(), drive) {
                            if wanted.names.passes(&name) {
                                give(ctx, &Place::Item(drive, name), &wanted)?;
                            }
                        }
                    }
                    item => give(ctx, &item, &wanted)?,
                }
            }
        }
        Ok(())
    }
}

fn wanted_copy(wanted: &Wanted) -> Wanted {
    Wanted { names: NameFilter::none(), seen: RefCell::default(), ..*wanted }
}

fn give(ctx: &mut Context<'_>, place: &Place, wanted: &Wanted) -> Run {
    if wanted.as_names {
        return ctx.write(selection::leaf(place));
    }
    match selection::item_value(ctx.engine(), place) {
        Some(value) => ctx.write(value),
        None => Ok(()),
    }
}

/// Gives a file if it is wanted.
fn offer(ctx: &mut Context<'_>, path: &Path, base: &Path, wanted: &Wanted, pattern: Option<&WildcardPattern>) -> Run {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let is_hidden = name.starts_with('.');
    let is_folder = path.is_dir();
    let kind_fits = if is_folder { wanted.folders } else { wanted.files };
    if !kind_fits
        || (is_hidden && !wanted.with_hidden)
        || (!is_hidden && wanted.only_hidden)
        || !wanted.names.passes(&name)
        || pattern.is_some_and(|pattern| !pattern.is_match(&name))
    {
        return Ok(());
    }
    if wanted.only_read_only && !std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Ok(());
    }
    if wanted.as_names {
        let shown = path.strip_prefix(base).unwrap_or(path).to_string_lossy().into_owned();
        return ctx.write(shown);
    }
    ctx.write(file_value(path))
}

/// Lists a folder, and those in it down to the wanted depth.
fn list(ctx: &mut Context<'_>, folder: &Path, base: &Path, wanted: &Wanted, pattern: Option<&WildcardPattern>, level: usize) -> Run {
    if let Err(error) = std::fs::read_dir(folder) {
        let record = super::write_file::failure(folder, &error, "DirUnauthorizedAccessError", Category::PermissionDenied);
        return ctx.error(record);
    }
    if wanted.follow
        && let Ok(real) = std::fs::canonicalize(folder)
        && !wanted.seen.borrow_mut().insert(real)
    {
        return ctx.warn(format!("Skip already-visited directory {}.", folder.display()));
    }
    let names = place::child_names(ctx.engine(), folder);
    let mut folders: Vec<PathBuf> = Vec::new();
    for name in names {
        ctx.engine().poll()?;
        let path = folder.join(&name);
        if level < wanted.depth && path.is_dir() && (wanted.with_hidden || !name.starts_with('.')) && (wanted.follow || !path.is_symlink())
        {
            folders.push(path.clone());
        }
        offer(ctx, &path, base, wanted, pattern)?;
    }
    for folder in folders {
        list(ctx, &folder, base, wanted, pattern, level + 1)?;
    }
    Ok(())
}
