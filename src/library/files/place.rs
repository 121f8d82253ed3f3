//! What a path means: a file, or an item of the session's own drives (`env:`, `variable:`, `function:`, `alias:`);
//! wildcards in it; drives that scripts made.

use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};

use crate::engine::Engine;
use crate::engine::command::clean;
use crate::engine::scope::Scope;
use crate::value::text::compare::{CompareOptions, compare_in};
use crate::value::text::wildcard::{WildcardCase, WildcardPattern, contains_wildcards, unescape};
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value};

/// A drive of the session itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionDrive {
    /// `Alias:`.
    Alias,
    /// `Env:`.
    Env,
    /// `Function:`.
    Function,
    /// `Variable:`.
    Variable,
}

impl SessionDrive {
    /// All of them.
    pub const ALL: [SessionDrive; 4] = [SessionDrive::Alias, SessionDrive::Env, SessionDrive::Function, SessionDrive::Variable];

    /// The drive's name.
    pub fn name(self) -> &'static str {
        match self {
            SessionDrive::Alias => "Alias",
            SessionDrive::Env => "Env",
            SessionDrive::Function => "Function",
            SessionDrive::Variable => "Variable",
        }
    }

    /// The provider's name.
    pub fn provider(self) -> &'static str {
        match self {
            SessionDrive::Env => "Environment",
            other => other.name(),
        }
    }

    /// By the drive's or provider's name.
    pub fn named(name: &str) -> Option<SessionDrive> {
        SessionDrive::ALL.into_iter().find(|drive| drive.name().eq_ignore_ascii_case(name) || drive.provider().eq_ignore_ascii_case(name))
    }
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file system.
    File(PathBuf),
    /// An item of a drive of the session; an empty name is the drive's root.
    Item(SessionDrive, Rc<str>),
}

impl Place {
    /// The path as messages show it.
    pub fn text(&self) -> String {
        match self {
            Place::File(path) => path.to_string_lossy().into_owned(),
            Place::Item(drive, name) => format!("{}:/{name}", drive.name()),
        }
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Place::File(path) => Some(path),
            Place::Item(..) => None,
        }
    }
}

/// A drive that a script made with `New-PSDrive`.
#[derive(Clone)]
pub struct UserDrive {
    /// Its name.
    pub name: Rc<str>,
    /// The folder it stands for.
    pub root: PathBuf,
    /// Its description.
    pub description: Rc<str>,
    /// Its current location, from the root: relative paths with the drive's name start there.
    pub current: PathBuf,
    /// The scope that it ends with; none: the session's.
    pub scope: Option<Weak<Scope>>,
}

impl UserDrive {
    /// Whether it is there for what runs in a scope.
    pub fn is_seen_from(&self, here: &Rc<Scope>) -> bool {
        match &self.scope {
            None => true,
            Some(own) => own.upgrade().is_some_and(|own| here.chain().any(|scope| Rc::ptr_eq(&scope, &own))),
        }
    }

    /// Whether it was made in just this scope.
    pub fn is_of(&self, scope: &Rc<Scope>) -> bool {
        match self.scope.as_ref().map(Weak::upgrade) {
            None => scope.parent.is_none(),
            Some(own) => own.is_some_and(|own| Rc::ptr_eq(&own, scope)),
        }
    }

    /// A file's path by this drive: `Work:/sub/a.txt`.
    pub fn shown(&self, path: &Path) -> Option<String> {
        let rest = path.strip_prefix(&self.root).ok()?.to_string_lossy();
        Some(format!("{}:/{rest}", self.name))
    }
}

/// The drive made by a script that a path goes by: the one that it names, or the one of the location that it starts from.
pub fn user_drive(engine: &mut Engine, text: &str) -> Option<UserDrive> {
    let name: Rc<str> = match split_drive(text) {
        Some((name, _)) => Rc::from(name),
        None if text.starts_with(['/', '~']) || text.contains("::") => return None,
        None => engine.other_location.as_ref()?.0.clone(),
    };
    drive_named(engine, &name)
}

/// The drive made by a script that has a name; the innermost scope's comes first.
fn drive_named(engine: &Engine, name: &str) -> Option<UserDrive> {
    let drives = engine.extensions.get(&std::any::TypeId::of::<Drives>())?.downcast_ref::<Drives>()?;
    let mut named = drives.0.iter().rev().filter(|own| own.name.eq_ignore_ascii_case(name)).peekable();
    named.peek()?;
    let here = engine.scope();
    named.find(|own| own.is_seen_from(&here)).cloned()
}

/// The drives that scripts made.
#[derive(Default)]
pub struct Drives(pub Vec<UserDrive>);

/// Splits `drive:rest`; a name has letters, digits and `_ . -`, and nothing of a path before the colon.
pub fn split_drive(text: &str) -> Option<(&str, &str)> {
    let colon = text.find(':')?;
    let (drive, rest) = (&text[..colon], &text[colon + 1..]);
    let is_name = !drive.is_empty() && drive.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
    (is_name && !rest.starts_with(':')).then_some((drive, rest))
}

/// A path without the provider in front of it.
fn without_provider(text: &str) -> (Option<&str>, &str) {
    match text.split_once("::") {
        Some((provider, rest)) if !provider.contains('/') => (Some(provider.rsplit('\\').next().unwrap_or(provider)), rest),
        _ => (None, text),
    }
}

/// Where a path leads, whether there is something or not. Wildcards are not read.
pub fn place_of(engine: &mut Engine, text: &str) -> Run<Place> {
    let (provider, text) = without_provider(text);
    if let Some(provider) = provider {
        if let Some(drive) = SessionDrive::named(provider) {
            return Ok(Place::Item(drive, Rc::from(text.trim_start_matches(['/', '\\']))));
        }
        if !provider.eq_ignore_ascii_case("FileSystem") {
            return Err(no_provider(provider));
        }
        return Ok(Place::File(engine.resolve_path(text)));
    }
    let Some((drive, rest)) = split_drive(text) else {
        return Ok(match &engine.other_location {
            Some((drive, _))
                if !text.starts_with('/')
                    && let Some(drive) = SessionDrive::named(drive) =>
            {
                Place::Item(drive, Rc::from(if text == "." { "" } else { text.trim_start_matches("./") }))
            }
            _ => Place::File(engine.resolve_path(text)),
        });
    };
    let name = rest.trim_start_matches(['/', '\\']);
    if let Some(drive) = SessionDrive::ALL.into_iter().find(|own| own.name().eq_ignore_ascii_case(drive)) {
        return Ok(Place::Item(drive, Rc::from(name)));
    }
    if drive.eq_ignore_ascii_case("Temp") {
        return Ok(Place::File(clean(&std::env::temp_dir().join(name.replace('\\', "/")))));
    }
    match drive_named(engine, drive) {
        Some(own) => {
            let base = if rest.starts_with(['/', '\\']) { own.root.clone() } else { own.root.join(&own.current) };
            Ok(Place::File(clean(&base.join(name.replace('\\', "/")))))
        }
        None => Err(no_drive(drive)),
    }
}

/// The error for a drive that is not there.
pub fn no_drive(name: &str) -> Raise {
    if name.eq_ignore_ascii_case("TestRegistry") {
        return ErrorRecord::new(
            TypeId::PS_NOT_SUPPORTED_EXCEPTION,
            "TestRegistry: is not available in this shell: there is no registry. TestDrive: is the tests' own folder.",
            "TestRegistryNotSupported",
            Category::NotImplemented,
            Value::str(name),
        )
        .into();
    }
    ErrorRecord::new(
        TypeId::AUTOMATION_DRIVE_NOT_FOUND_EXCEPTION,
        format!("Cannot find drive. A drive with the name '{name}' does not exist."),
        "DriveNotFound",
        Category::ObjectNotFound,
        Value::str(name),
    )
    .into()
}

fn no_provider(name: &str) -> Raise {
    ErrorRecord::new(
        TypeId::PROVIDER_NOT_FOUND_EXCEPTION,
        format!("Cannot find a provider with the name '{name}'."),
        "ProviderNotFound",
        Category::ObjectNotFound,
        Value::str(name),
    )
    .into()
}

/// The error for a path without anything.
pub fn not_found(path: &str) -> ErrorRecord {
    ErrorRecord::new(
        TypeId::ITEM_NOT_FOUND_EXCEPTION,
        format!("Cannot find path '{path}' because it does not exist."),
        "PathNotFound",
        Category::ObjectNotFound,
        Value::str(path),
    )
}

/// Whether there is something.
pub fn exists(engine: &mut Engine, place: &Place) -> bool {
    match place {
        Place::File(path) => std::fs::symlink_metadata(path).is_ok(),
        Place::Item(_, name) if name.is_empty() => true,
        Place::Item(drive, name) => super::session_items::get(engine, *drive, name).is_some(),
    }
}

/// The places that a path with wildcards matches. Without wildcards: the place itself if there is something, else an
/// error.
pub fn expand(engine: &mut Engine, text: &str, is_literal: bool, with_hidden: bool) -> Run<Vec<Place>> {
    if is_literal || !contains_wildcards(text) {
        let plain = if is_literal { text.to_owned() } else { unescape(text) };
        let place = place_of(engine, &plain)?;
        if exists(engine, &place) {
            return Ok(vec![place]);
        }
        return Err(not_found(&place.text()).into());
    }
    match place_of(engine, text)? {
        Place::Item(drive, pattern) => {
            let pattern = WildcardPattern::new(&pattern, WildcardCase::Ignored).ok();
            let names = super::session_items::names(engine, drive);
            Ok(names
                .into_iter()
                .filter(|name| pattern.as_ref().is_some_and(|pattern| pattern.is_match(name)))
                .map(|name| Place::Item(drive, name))
                .collect())
        }
        Place::File(path) => Ok(expand_files(engine, &path, with_hidden).into_iter().map(Place::File).collect()),
    }
}

/// The files that a path with wildcards in its parts matches.
fn expand_files(engine: &Engine, path: &Path, with_hidden: bool) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::from("/")];
    for part in path.components() {
        let std::path::Component::Normal(part) = part else { continue };
        let part = part.to_string_lossy();
        let mut next = Vec::new();
        if !contains_wildcards(&part) {
            let plain = unescape(&part);
            next.extend(found.into_iter().map(|folder| folder.join(&plain)).filter(|path| std::fs::symlink_metadata(path).is_ok()));
        } else if let Ok(pattern) = WildcardPattern::new(&part, WildcardCase::Ignored) {
            for folder in found {
                for name in child_names(engine, &folder) {
                    if pattern.is_match(&name) && (with_hidden || !name.starts_with('.')) {
                        next.push(folder.join(&name));
                    }
                }
            }
        }
        found = next;
    }
    found
}

/// Names in a folder: folders first, each part sorted as the culture sorts, whatever the case.
pub fn child_names(engine: &Engine, folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<(bool, String)> =
        entries.flatten().map(|entry| (!entry.path().is_dir(), entry.file_name().to_string_lossy().into_owned())).collect();
    let culture = engine.culture.clone();
    let options = CompareOptions { ignore_case: true, ..CompareOptions::default() };
    names.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| compare_in(&culture, &a.1, &b.1, options)).then_with(|| a.1.cmp(&b.1)));
    names.into_iter().map(|(_, name)| name).collect()
}

/// The only file that a path of a cmdlet that reads or writes one file means; wildcards must match one.
pub fn file_of(engine: &mut Engine, text: &str) -> Run<PathBuf> {
    match place_of(engine, text)? {
        Place::File(path) => Ok(path),
        Place::Item(drive, _) => Err(ErrorRecord::new(
            TypeId::PS_INVALID_OPERATION_EXCEPTION,
            format!("The file system is needed here, not the provider '{}'.", drive.provider()),
            "FileSystemProviderRequired",
            Category::InvalidArgument,
            Value::str(text),
        )
        .into()),
    }
}

/// The files that a `-Path` or `-LiteralPath` argument means; those must exist.
pub fn files_of(engine: &mut Engine, text: &str, is_literal: bool) -> Run<Vec<PathBuf>> {
    let mut files = Vec::new();
    for place in expand(engine, text, is_literal, false)? {
        match place {
            Place::File(path) => files.push(path),
            Place::Item(..) => files.push(file_of(engine, &place.text())?),
        }
    }
    Ok(files)
}

/// The folder of a drive that a script made, for paths that the engine itself resolves.
pub fn drive_root(engine: &Engine, name: &str) -> Option<PathBuf> {
    drive_named(engine, name).map(|own| own.root)
}
