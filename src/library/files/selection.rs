//! What the path parameters of a call select: `-Path` or `-LiteralPath`, `-Filter`, `-Include`, `-Exclude`, `-Force`.

use std::rc::Rc;

use super::place::{self, Place};
use super::session_items;
use crate::cmdlet::Context;
use crate::engine::{Engine, EngineContext};
use crate::value::text::wildcard::{WildcardCase, WildcardPattern, contains_wildcards};
use crate::value::{Run, Value};

/// The paths that a call names, and whether they are literal.
pub fn path_texts(ctx: &Context<'_>) -> (Vec<Rc<str>>, bool) {
    match (ctx.call.texts("LiteralPath"), ctx.call.texts("Path")) {
        (Some(texts), _) => (texts, true),
        (None, Some(texts)) => (texts, false),
        (None, None) => (Vec::new(), false),
    }
}

/// Name patterns of a call.
pub struct NameFilter {
    filter: Option<WildcardPattern>,
    /// `*.` of old: names without an extension.
    bare: bool,
    include: Vec<WildcardPattern>,
    exclude: Vec<WildcardPattern>,
}

impl NameFilter {
    /// From `-Filter`, `-Include` and `-Exclude`.
    pub fn of(ctx: &Context<'_>) -> NameFilter {
        let pattern = |text: &str| WildcardPattern::new(text, WildcardCase::Ignored).ok();
        let many = |name: &str| ctx.call.texts(name).unwrap_or_default().iter().filter_map(|text| pattern(text)).collect();
        let text = ctx.call.text("Filter").filter(|text| !text.is_empty());
        let bare = text.as_ref().is_some_and(|text| text.ends_with("*."));
        let filter = text.and_then(|text| pattern(if bare { text.trim_end_matches('.') } else { &text }));
        NameFilter { filter, bare, include: many("Include"), exclude: many("Exclude") }
    }

    /// Whether a name passes all.
    pub fn passes(&self, name: &str) -> bool {
        self.filter.as_ref().is_none_or(|pattern| pattern.is_match(name))
            && !(self.bare && name.contains('.'))
            && (self.include.is_empty() || self.include.iter().any(|pattern| pattern.is_match(name)))
            && !self.exclude.iter().any(|pattern| pattern.is_match(name))
    }

    /// Whether any pattern was given.
    pub fn is_any(&self) -> bool {
        self.filter.is_some() || !self.include.is_empty() || !self.exclude.is_empty()
    }

    /// Whether `-Include` or `-Exclude` was given.
    pub fn has_lists(&self) -> bool {
        !self.include.is_empty() || !self.exclude.is_empty()
    }
}

/// The places that a call selects; paths that lead nowhere are reported.
pub fn places(ctx: &mut Context<'_>) -> Run<Vec<Place>> {
    Ok(places_by_text(ctx)?.into_iter().map(|(_, place)| place).collect())
}

/// The places that a call selects, each with the path that led there.
pub fn places_by_text(ctx: &mut Context<'_>) -> Run<Vec<(Rc<str>, Place)>> {
    let (texts, is_literal) = path_texts(ctx);
    let names = NameFilter::of(ctx);
    let force = ctx.call.flag("Force");
    let mut found = Vec::new();
    for text in texts {
        match place::expand(ctx.engine(), &text, is_literal, force) {
            Ok(places) => {
                let filtered = names.is_any() && (contains_wildcards(&text) || names.has_lists());
                let chosen = places.into_iter().filter(|place| !filtered || names.passes(&leaf(place)));
                found.extend(chosen.map(|place| (text.clone(), place)));
            }
            Err(raise) => match raise.error().cloned() {
                Some(record) => ctx.error(record)?,
                None => return Err(raise),
            },
        }
    }
    Ok(found)
}

/// The last part of a place.
pub fn leaf(place: &Place) -> Rc<str> {
    match place {
        Place::File(path) => Rc::from(path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy())),
        Place::Item(_, name) => name.clone(),
    }
}

/// A place as an object.
pub fn item_value(engine: &mut Engine, place: &Place) -> Option<Value> {
    match place {
        Place::File(path) => Some(super::file_info::file_value(path)),
        Place::Item(drive, name) => {
            let item = session_items::get(engine, *drive, name)?;
            Some(super::file_info::with_notes(item, drive.provider(), drive.name(), name))
        }
    }
}

/// Asks the session's gate before a file changes.
pub fn ask_gate(engine: &mut Engine, path: &std::path::Path) -> Run {
    match engine.file_gate.clone() {
        Some(gate) => gate(engine, path),
        None => Ok(()),
    }
}

impl NameFilter {
    /// A filter that lets all pass.
    pub fn none() -> NameFilter {
        NameFilter { filter: None, bare: false, include: Vec::new(), exclude: Vec::new() }
    }
}
