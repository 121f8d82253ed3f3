//! `-split`: at blanks, at a pattern, at a literal text, or where a script block says so.

use std::rc::Rc;

use super::failure;
use super::pattern::{abort, regex};
use crate::value::convert::{self, to_bool};
use crate::value::string::unit_text;
use crate::value::text::regex::{RegexOptions, Watch, escape};
use crate::value::{Array, Category, ErrorRecord, Exception, Raise, Run, Runtime, ScriptBlock, TypeId, Value};

/// `SplitOptions` by name and value.
const OPTIONS: &[(&str, u32)] = &[
    ("SimpleMatch", 0x01),
    ("RegexMatch", 0x02),
    ("CultureInvariant", 0x04),
    ("IgnorePatternWhitespace", 0x08),
    ("Multiline", 0x10),
    ("Singleline", 0x20),
    ("IgnoreCase", 0x40),
    ("ExplicitCapture", 0x80),
];
const SIMPLE_MATCH: u32 = 0x01;
const REGEX_MATCH: u32 = 0x02;
const IGNORE_CASE: u32 = 0x40;

fn strings(pieces: Vec<Value>) -> Value {
    Value::Array(Rc::new(Array::new(TypeId::STRING, pieces)))
}

fn texts(rt: &mut dyn Runtime, value: &Value) -> Run<Vec<Rc<str>>> {
    match value.enumerate() {
        Some(items) => items.iter().map(|item| convert::to_text(rt, item)).collect(),
        None => Ok(vec![convert::to_text(rt, value)?]),
    }
}

/// `-split text`: at blanks, without empty pieces at the ends.
pub fn split_blanks(rt: &mut dyn Runtime, value: &Value) -> Run<Value> {
    let mut pieces = Vec::new();
    for text in texts(rt, value)? {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            pieces.push(Value::empty_str());
        } else {
            pieces.extend(trimmed.split_whitespace().map(Value::str));
        }
    }
    Ok(strings(pieces))
}

/// `left -split right`: separator, number of pieces, options.
pub fn split(rt: &mut dyn Runtime, left: &Value, right: &Value, case_sensitive: bool) -> Run<Value> {
    let arguments = right.base().enumerate().unwrap_or_else(|| vec![right.clone()]);
    let [separator, rest @ ..] = &arguments[..] else {
        return Err(failure::runtime("BadOperatorArgument", "Bad argument to operator '-split': the right operand is empty."));
    };
    let limit = match rest.first() {
        Some(limit) => match convert::cast(rt, limit, TypeId::INT32)? {
            Value::Int(limit) => i64::from(limit),
            _ => 0,
        },
        None => 0,
    };
    let mut options = match rest.get(1) {
        Some(options) if !options.is_null() && options.as_str().is_none_or(|text| !text.is_empty()) => Some(parse_options(rt, options)?),
        _ => None,
    };
    let content = texts(rt, left)?;
    if let Value::ScriptBlock(block) = separator.base() {
        if options.is_some() {
            return Err(option_error(
                "InvalidSplitOptionWithPredicate",
                "A predicate cannot be specified with options in the -split operator.",
            ));
        }
        return split_by_block(rt, &content, block, limit);
    }
    if !case_sensitive {
        options = Some(options.unwrap_or(0) | IGNORE_CASE);
    }
    let separator = convert::to_text(rt, separator)?;
    split_by_pattern(rt, &content, &separator, limit, options.unwrap_or(0))
}

fn option_error(id: &str, message: &str) -> Raise {
    let inner = Exception::object(TypeId::PARSE_EXCEPTION, message, None);
    let exception = Exception::object(TypeId::RUNTIME_EXCEPTION, message, Some(inner));
    ErrorRecord::of(exception, id, Category::InvalidArgument, Value::Null).into()
}

fn parse_options(rt: &mut dyn Runtime, value: &Value) -> Run<u32> {
    if let Some(number) = convert::integer_of(value.base()) {
        return Ok(number as u32);
    }
    let names = match value.enumerate() {
        Some(items) => {
            let mut names = Vec::new();
            for item in &items {
                names.push(convert::to_text(rt, item)?.to_string());
            }
            names.join(",")
        }
        None => convert::to_text(rt, value)?.to_string(),
    };
    let mut options = 0;
    for name in names.split(',') {
        let name = name.trim();
        let folded = name.to_ascii_lowercase();
        let mut matches = OPTIONS.iter().filter(|(own, _)| own.to_ascii_lowercase().starts_with(&folded));
        let exact = OPTIONS.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        match (exact, matches.next(), matches.next()) {
            (Some((_, bit)), ..) | (None, Some((_, bit)), None) => options |= bit,
            _ => {
                let all: Vec<&str> = OPTIONS.iter().map(|(name, _)| *name).collect();
                let message = format!(
                    "Cannot convert value \"{names}\" to type \"System.Management.Automation.SplitOptions\". Error: \"Unable to match the identifier name {name} to a valid enumerator name. Specify one of the following enumerator names and try again:\n{}\"",
                    all.join(", ")
                );
                return Err(failure::runtime("RuntimeException", message));
            }
        }
    }
    Ok(options)
}

fn split_by_pattern(rt: &mut dyn Runtime, content: &[Rc<str>], separator: &str, limit: i64, options: u32) -> Run<Value> {
    let invalid = || {
        option_error(
            "InvalidSplitOptionCombination",
            "The SimpleMatch option cannot be combined with options other than IgnoreCase in the -split operator.",
        )
    };
    if options & SIMPLE_MATCH != 0 && options & !(SIMPLE_MATCH | IGNORE_CASE) != 0 {
        return Err(invalid());
    }
    // Only an end of lines that is one makes sense.
    if options & REGEX_MATCH != 0 && options & SIMPLE_MATCH != 0 {
        return Err(invalid());
    }
    let mut regex_options = RegexOptions::NONE;
    for (bit, option) in [
        (0x04, RegexOptions::CULTURE_INVARIANT),
        (0x08, RegexOptions::IGNORE_PATTERN_WHITESPACE),
        (0x10, RegexOptions::MULTILINE),
        (0x20, RegexOptions::SINGLELINE),
        (IGNORE_CASE, RegexOptions::IGNORE_CASE),
        (0x80, RegexOptions::EXPLICIT_CAPTURE),
    ] {
        if options & bit != 0 {
            regex_options |= option;
        }
    }
    // A negative number of pieces counts from the end.
    if limit < 0 {
        regex_options |= RegexOptions::RIGHT_TO_LEFT;
    }
    let max = limit.unsigned_abs() as usize;
    let compiled = if options & SIMPLE_MATCH != 0 { regex(&escape(separator), regex_options)? } else { regex(separator, regex_options)? };
    let mut pieces = Vec::new();
    for text in content {
        let start = compiled.origin(text);
        let split = compiled.split(text, max, start, &Watch::DEFAULT).map_err(|end| abort(&end))?;
        pieces.extend(split.into_iter().map(Value::from));
        rt.check_interrupt()?;
    }
    Ok(strings(pieces))
}

fn split_by_block(rt: &mut dyn Runtime, content: &[Rc<str>], block: &Rc<ScriptBlock>, limit: i64) -> Run<Value> {
    let mut pieces = Vec::new();
    for text in content {
        if limit.abs() == 1 {
            pieces.push(Value::Str(text.clone()));
            continue;
        }
        let mut units: Vec<u16> = text.encode_utf16().collect();
        let max = limit.unsigned_abs() as usize;
        if limit < 0 {
            units.reverse();
        }
        let mut own: Vec<Vec<u16>> = Vec::new();
        let mut piece = Vec::new();
        let n_units = units.len();
        let mut at = 0;
        let mut is_cut = false;
        while at < n_units {
            let unit = units[at];
            let place = if limit < 0 { n_units - 1 - at } else { at };
            let underscore = Value::str(unit_text(unit).to_string());
            let arguments = vec![Value::Str(text.clone()), Value::Int(place as i32)];
            let answer = rt.invoke_block(block, None, Some(&underscore), arguments)?;
            if to_bool(&answer) {
                own.push(std::mem::take(&mut piece));
                if max > 0 && own.len() >= max - 1 {
                    own.push(units[at + 1..].to_vec());
                    is_cut = true;
                    break;
                }
                if at == n_units - 1 {
                    own.push(Vec::new());
                }
            } else {
                piece.push(unit);
            }
            at += 1;
        }
        if !is_cut && (!piece.is_empty() || n_units == 0) {
            own.push(piece);
        }
        if limit < 0 {
            own.reverse();
            for piece in &mut own {
                piece.reverse();
            }
        }
        pieces.extend(own.iter().map(|piece| Value::from(crate::value::string::from_units(piece))));
    }
    Ok(strings(pieces))
}
