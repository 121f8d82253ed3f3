//! `-match` and `-like`: booleans for a single text, the matching items of a list.

use std::rc::Rc;

use super::failure;
use super::objects::regex_of;
use super::pattern::{abort, match_options, regex, wildcard};
use crate::value::convert;
use crate::value::text::regex::{Match, Regex, slice};
use crate::value::text::wildcard::WildcardPattern;
use crate::value::{Dict, Run, Runtime, TypeId, Value};

/// What `-match` found, for `$Matches`; the table is made when a script asks for it.
#[derive(Clone, Debug)]
pub struct MatchData {
    /// The text that was searched.
    pub text: Rc<str>,
    /// The match.
    pub found: Match,
}

impl MatchData {
    /// `$Matches`: numbers and names of the groups that took part, with their texts.
    pub fn to_table(&self) -> Value {
        let table = Dict::hashtable();
        for group in self.found.groups() {
            let Some(span) = group.span() else { continue };
            let key = match group.name.parse::<i32>() {
                Ok(number) => Value::Int(number),
                Err(_) => Value::str(group.name),
            };
            table.set(&key, Value::str(slice(&self.text, span)));
        }
        Value::Dict(Rc::new(table))
    }

    /// Two groups whose names differ by case alone have no place in one table.
    fn check_names(&self) -> Run {
        let mut seen: Vec<String> = Vec::new();
        for group in self.found.groups().filter(|group| group.success()) {
            let folded = group.name.to_lowercase();
            if seen.contains(&folded) {
                let message = format!("Item has already been added. Key in dictionary: '{0}'  Key being added: '{0}'", group.name);
                return Err(failure::raw(TypeId::ARGUMENT_EXCEPTION, message));
            }
            seen.push(folded);
        }
        Ok(())
    }
}

/// The outcome of `-match`.
pub struct Matched {
    /// The operator's value.
    pub result: Value,
    /// What `$Matches` becomes; `None` leaves it as it is.
    pub captures: Option<MatchData>,
}

/// The pattern of `-match`: a regex object as it is, anything else by its text.
pub fn pattern_of(rt: &mut dyn Runtime, right: &Value, case_sensitive: bool) -> Run<Rc<Regex>> {
    if let Some(compiled) = regex_of(right) {
        return Ok(compiled);
    }
    let text = convert::to_text(rt, right)?;
    regex(&text, match_options(case_sensitive))
}

/// `left -match right` with its captures.
pub fn match_with_captures(rt: &mut dyn Runtime, left: &Value, right: &Value, case_sensitive: bool, negated: bool) -> Run<Matched> {
    let compiled = pattern_of(rt, right, case_sensitive)?;
    match_compiled(rt, left, &compiled, negated)
}

/// The same with a pattern that was compiled before.
pub fn match_compiled(rt: &mut dyn Runtime, left: &Value, compiled: &Regex, negated: bool) -> Run<Matched> {
    if let Some(items) = left.enumerate() {
        let mut kept = Vec::new();
        for item in items {
            let text = convert::to_text(rt, &item)?;
            if compiled.is_match(&text).map_err(|end| abort(&end))? != negated {
                kept.push(item);
            }
            rt.check_interrupt()?;
        }
        return Ok(Matched { result: Value::array(kept), captures: None });
    }
    let text = convert::to_text(rt, left)?;
    let found = compiled.find(&text).map_err(|end| abort(&end))?;
    let result = Value::Bool(found.is_some() != negated);
    let captures = found.map(|found| MatchData { text, found });
    if let Some(captures) = &captures {
        captures.check_names()?;
    }
    Ok(Matched { result, captures })
}

/// `left -like right`.
pub fn like(rt: &mut dyn Runtime, left: &Value, right: &Value, case_sensitive: bool, negated: bool) -> Run<Value> {
    let text = convert::to_text(rt, right)?;
    let compiled = wildcard(&text, case_sensitive)?;
    like_compiled(rt, left, &compiled, negated)
}

/// The same with a pattern that was compiled before.
pub fn like_compiled(rt: &mut dyn Runtime, left: &Value, compiled: &WildcardPattern, negated: bool) -> Run<Value> {
    if let Some(items) = left.enumerate() {
        let mut kept = Vec::new();
        for item in items {
            let text = convert::to_text(rt, &item)?;
            if compiled.is_match(&text) != negated {
                kept.push(Value::Str(text));
            }
        }
        return Ok(Value::array(kept));
    }
    let text = convert::to_text(rt, left)?;
    Ok(Value::Bool(compiled.is_match(&text) != negated))
}
