//! The current location: going to a place, stacks of locations.

use super::place::{self, Drives, Place, SessionDrive, UserDrive};
use crate::engine::Engine;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// A place to be at, and the drive by which one came there, if a script made it.
#[derive(Clone)]
pub struct Spot {
    /// Where.
    pub place: Place,
    /// By which drive.
    pub drive: Option<UserDrive>,
}

impl Spot {
    fn text(&self) -> String {
        match (&self.place, &self.drive) {
            (Place::File(path), Some(drive)) => drive.shown(path).unwrap_or_else(|| self.place.text()),
            _ => self.place.text(),
        }
    }
}

/// What a session remembers of where it was.
#[derive(Default)]
pub struct Trail {
    /// Places left by `Set-Location`, for `-`.
    pub back: Vec<Spot>,
    /// Places left by `-`, for `+`.
    pub forward: Vec<Spot>,
}

/// Where the session is.
pub fn here(engine: &mut Engine) -> Spot {
    let place = match &engine.other_location {
        Some((drive, path)) => match SessionDrive::named(drive) {
            Some(drive) => Place::Item(drive, path.trim_start_matches('/').into()),
            None => Place::File(engine.location.clone()),
        },
        None => Place::File(engine.location.clone()),
    };
    Spot { place, drive: place::user_drive(engine, ".") }
}

/// Goes to a place.
pub fn go(engine: &mut Engine, spot: Spot) {
    match spot.place {
        Place::File(path) => {
            let inside = spot.drive.and_then(|drive| Some((drive.name.clone(), path.strip_prefix(&drive.root).ok()?.to_owned())));
            if let Some((name, current)) = &inside
                && let Some(own) = engine.extension::<Drives>().0.iter_mut().rev().find(|own| own.name == *name)
            {
                own.current = current.clone();
            }
            engine.other_location = inside.map(|(name, current)| (name, format!("/{}", current.display()).into()));
            engine.location = path;
        }
        Place::Item(drive, name) => engine.other_location = Some((drive.name().into(), format!("/{name}").into())),
    }
}

/// Finds the folder or drive that a path means.
pub fn find(engine: &mut Engine, text: &str, is_literal: bool) -> Run<Spot> {
    let drive = place::user_drive(engine, text);
    let found = place::expand(engine, text, is_literal, true)?;
    let mut folders = found.iter().filter(|place| match place {
        Place::File(path) => path.is_dir(),
        Place::Item(_, name) => name.is_empty(),
    });
    let Some(folder) = folders.next().cloned() else {
        return Err(place::not_found(&place::place_of(engine, text)?.text()).into());
    };
    if folders.next().is_some() {
        return Err(ErrorRecord::new(
            TypeId::PS_ARGUMENT_EXCEPTION,
            "Cannot set the location because path resolved to multiple containers. You can only the set location to a single container at a time.",
            "Argument",
            Category::InvalidArgument,
            Value::str(text),
        )
        .into());
    }
    Ok(Spot { place: folder, drive })
}

/// The location stack's name as a key.
pub fn stack_key(name: Option<&str>) -> String {
    match name {
        Some(name) if !name.is_empty() => name.to_lowercase(),
        _ => "default".to_owned(),
    }
}

/// Puts the location on a stack.
pub fn push(engine: &mut Engine, stack: Option<&str>) {
    let text = here(engine).text();
    engine.location_stacks.entry(stack_key(stack)).or_default().push(Value::str(text));
}

/// Takes a location from a stack and goes there; false if it is empty.
pub fn pop(engine: &mut Engine, stack: Option<&str>) -> Run<bool> {
    let Some(value) = engine.location_stacks.get_mut(&stack_key(stack)).and_then(Vec::pop) else { return Ok(false) };
    if let Some(text) = value.as_str() {
        let spot = Spot { place: place::place_of(engine, text)?, drive: place::user_drive(engine, text) };
        go(engine, spot);
    }
    Ok(true)
}
