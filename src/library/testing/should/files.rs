//! Operators about files.

use super::{Asked, Verdict};
use crate::engine::operators::matching::match_with_captures;
use crate::library::files::place;
use crate::value::{Run, Value, convert};

/// `-Exist`.
pub fn exist(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let path = asked.engine().text(actual)?;
    let exists = !path.is_empty() && place::expand(asked.engine(), &path, false, true).is_ok_and(|found| !found.is_empty());
    let (reason, negate) = (asked.because(), asked.negate);
    let shown = asked.nicely(actual)?;
    Ok(Verdict::of(exists != negate, || match negate {
        true => format!("Expected path {shown} to not exist,{reason} but it did exist."),
        false => format!("Expected path {shown} to exist,{reason} but it did not exist."),
    }))
}

/// `-FileContentMatch` and its like.
pub fn content(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let path = asked.engine().text(actual)?;
    let pattern = asked.value("ExpectedContent");
    let exactly = asked.operator.ends_with("Exactly");
    let whole = asked.operator.contains("Multiline");
    let mut found = false;
    for place in place::expand(asked.engine(), &path, false, true)? {
        let Some(file) = place.file() else { continue };
        let bytes = std::fs::read(file)
            .map_err(|error| super::super::session::thrown(format!("The file '{}' cannot be read: {error}", file.display())))?;
        let text = crate::engine::decode(&bytes);
        let parts: Vec<&str> = if whole { vec![&text] } else { text.lines().collect() };
        for part in parts {
            let matched = match_with_captures(asked.engine(), &Value::str(part), &pattern, exactly, false)?;
            if convert::to_bool(&matched.result) {
                found = true;
                break;
            }
        }
    }
    let (reason, negate) = (asked.because(), asked.negate);
    let shown_pattern = asked.nicely(&pattern)?;
    let shown = match asked.operator {
        "FileContentMatch" => format!("'{path}'"),
        _ => asked.nicely(actual)?,
    };
    let how = match (negate, exactly) {
        (false, false) => "to be found",
        (true, false) => "to not be found",
        (false, true) => "to be case sensitively found",
        (true, true) => "to not be case sensitively found",
    };
    let but = if negate { "it was found" } else { "it was not found" };
    Ok(Verdict::of(found != negate, || format!("Expected {shown_pattern} {how} in file {shown},{reason} but {but}.")))
}
