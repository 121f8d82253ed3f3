//! The current location: going to a place, stacks of locations.

use super::place::{self, Place, SessionDrive};
use crate::engine::Engine;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What a session remembers of where it was.
#[derive(Default)]
pub struct Trail {
    /// Places left by `Set-Location`, for `-`.
    pub back: Vec<Place>,
    /// Places left by `-`, for `+`.
    pub forward: Vec<Place>,
}

/// Where the session is.
pub fn here(engine: &Engine) -> Place {
    match &engine.other_location {
        Some((drive, path)) => match SessionDrive::named(drive) {
            Some(drive) => Place::Item(drive, path.trim_start_matches('/').into()),
            None => Place::File(engine.location.clone()),
        },
        None => Place::File(engine.location.clone()),
    }
}

/// Goes to a place.
pub fn go(engine: &mut Engine, place: Place) {
    match place {
        Place::File(path) => {
            engine.location = path;
            engine.other_location = None;
        }
        Place::Item(drive, name) => engine.other_location = Some((drive.name().into(), format!("/{name}").into())),
    }
}

/// Finds the folder or drive that a path means.
pub fn find(engine: &mut Engine, text: &str, is_literal: bool) -> Run<Place> {
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
    Ok(folder)
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
        let place = place::place_of(engine, text)?;
        go(engine, place);
    }
    Ok(true)
}
