//! Instance members of `System.String`. Positions are UTF-16 code units.

use std::rc::Rc;

use crate::value::limits::MAX_TEXT;
use crate::value::members::call::{Call, items, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::string::{fold_char, from_units, slice, utf16_index, utf16_len};
use crate::value::text::{case, compare};
use crate::value::{Array, TypeId, Value};
use unicode_normalization::UnicodeNormalization;

fn this(c: &Call) -> Rc<str> {
    c.this.as_str().cloned().unwrap_or_else(|| Rc::from(""))
}

/// How a `StringComparison` compares.
#[derive(Clone, Copy)]
pub struct Comparison {
    /// By culture, not by code unit.
    pub culture: bool,
    /// Without regard to case.
    pub ignore_case: bool,
}

/// The comparison of an enum value.
pub fn comparison(value: i64) -> Comparison {
    Comparison { culture: value < 4, ignore_case: value % 2 == 1 }
}

/// The comparison among the arguments; by culture with case where there is none.
fn comparison_of(c: &Call, default_culture: bool) -> Comparison {
    (0..c.len())
        .find_map(|at| c.enum_of(at, TypeId::STRING_COMPARISON))
        .map_or(Comparison { culture: default_culture, ignore_case: false }, comparison)
}

/// Code units, folded if case does not matter.
fn units(text: &str, ignore_case: bool) -> Vec<u16> {
    if ignore_case {
        let mut out = Vec::with_capacity(text.len());
        let mut buffer = [0; 2];
        for c in text.chars() {
            out.extend_from_slice(fold_char(c).encode_utf16(&mut buffer));
        }
        out
    } else {
        text.encode_utf16().collect()
    }
}

fn find_units(text: &[u16], needle: &[u16]) -> Option<usize> {
    if needle.is_empty() { Some(0) } else { text.windows(needle.len()).position(|window| window == needle) }
}

fn rfind_units(text: &[u16], needle: &[u16]) -> Option<usize> {
    if needle.is_empty() { Some(text.len()) } else { text.windows(needle.len()).rposition(|window| window == needle) }
}

const START: &str = "Index was out of range. Must be non-negative and less than or equal to the size of the collection.";
const COUNT: &str = "Count must be positive and count must refer to a location within the string/array/collection.";

/// `startIndex` and `count` among the arguments (behind the first): a range of code units.
fn forward_range(c: &Call, length: usize) -> Outcome<(usize, usize)> {
    let numbers: Vec<i64> = c.args[1..].iter().filter(|value| matches!(value, Value::Int(_))).map(to_long).collect();
    let start = numbers.first().copied().unwrap_or(0);
    if start < 0 || start > length as i64 {
        return Err(Thrown::out_of_range("startIndex", START));
    }
    let count = numbers.get(1).copied().unwrap_or(length as i64 - start);
    if count < 0 || count > length as i64 - start {
        return Err(Thrown::out_of_range("count", COUNT));
    }
    Ok((start as usize, (start + count) as usize))
}

/// The same searched backwards: the start is the last unit looked at.
fn backward_range(c: &Call, length: usize) -> Outcome<(usize, usize)> {
    let numbers: Vec<i64> = c.args[1..].iter().filter(|value| matches!(value, Value::Int(_))).map(to_long).collect();
    let Some(start) = numbers.first().copied() else { return Ok((0, length)) };
    if length == 0 {
        return Ok((0, 0));
    }
    if start < -1 || start > length as i64 {
        return Err(Thrown::out_of_range("startIndex", START));
    }
    let start = start.min(length as i64 - 1);
    let count = numbers.get(1).copied().unwrap_or(start + 1);
    if count < 0 || start - count + 1 < 0 {
        return Err(Thrown::out_of_range("count", COUNT));
    }
    Ok(((start - count + 1) as usize, (start + 1) as usize))
}

fn index_of(c: &mut Call) -> Outcome {
    let text = this(c);
    let needle = c.str(0, "value")?;
    let how = comparison_of(c, c.args.first().is_some_and(|value| matches!(value, Value::Str(_))));
    if c.len() == 1 && !how.ignore_case {
        return ok(text.find(&*needle).map_or(-1, |at| utf16_index(&text, at) as i32));
    }
    let text = units(&text, how.ignore_case);
    let (from, to) = forward_range(c, text.len())?;
    ok(find_units(&text[from..to], &units(&needle, how.ignore_case)).map_or(-1, |at| (at + from) as i32))
}

fn last_index_of(c: &mut Call) -> Outcome {
    let text = this(c);
    let needle = c.str(0, "value")?;
    let how = comparison_of(c, true);
    let text = units(&text, how.ignore_case);
    let (from, to) = backward_range(c, text.len())?;
    ok(rfind_units(&text[from..to], &units(&needle, how.ignore_case)).map_or(-1, |at| (at + from) as i32))
}

fn any_of(c: &Call) -> Vec<u16> {
    c.items(0).iter().filter_map(|value| if let Value::Char(unit) = value { Some(*unit) } else { None }).collect()
}

fn index_of_any(c: &mut Call) -> Outcome {
    let (text, wanted) = (units(&this(c), false), any_of(c));
    let (from, to) = forward_range(c, text.len())?;
    ok(text[from..to].iter().position(|unit| wanted.contains(unit)).map_or(-1, |at| (at + from) as i32))
}

fn last_index_of_any(c: &mut Call) -> Outcome {
    let (text, wanted) = (units(&this(c), false), any_of(c));
    let (from, to) = backward_range(c, text.len())?;
    ok(text[from..to].iter().rposition(|unit| wanted.contains(unit)).map_or(-1, |at| (at + from) as i32))
}

fn contains(c: &mut Call) -> Outcome {
    let (text, needle) = (this(c), c.str(0, "value")?);
    let how = comparison_of(c, false);
    ok(if how.ignore_case { crate::value::string::find_folded(&text, &needle).is_some() } else { text.contains(&*needle) })
}

/// Whether case is ignored: by a comparison, or by `ignoreCase` with a culture.
fn ignores_case(c: &Call) -> bool {
    comparison_of(c, true).ignore_case || c.bool(1)
}

fn starts_with(c: &mut Call) -> Outcome {
    let (text, needle) = (this(c), c.str(0, "value")?);
    ok(if ignores_case(c) { units(&text, true).starts_with(&units(&needle, true)) } else { text.starts_with(&*needle) })
}

fn ends_with(c: &mut Call) -> Outcome {
    let (text, needle) = (this(c), c.str(0, "value")?);
    ok(if ignores_case(c) { units(&text, true).ends_with(&units(&needle, true)) } else { text.ends_with(&*needle) })
}

fn substring(c: &mut Call) -> Outcome {
    let text = this(c);
    let length = utf16_len(&text) as i64;
    let start = c.long(0);
    if start < 0 {
        return Err(Thrown::out_of_range("startIndex", "StartIndex cannot be less than zero."));
    }
    if start > length {
        return Err(Thrown::out_of_range("startIndex", "startIndex cannot be larger than length of string."));
    }
    let count = if c.len() > 1 { c.long(1) } else { length - start };
    if count < 0 {
        return Err(Thrown::out_of_range("length", "Length cannot be less than zero."));
    }
    if start > length - count {
        return Err(Thrown::out_of_range("length", "Index and length must refer to a location within the string."));
    }
    ok(part(&text, start as usize, (start + count) as usize))
}

/// The part between two positions; halves of surrogate pairs become U+FFFD.
fn part(text: &str, from: usize, to: usize) -> String {
    if text.is_ascii() {
        return text[from..to].to_owned();
    }
    let units: Vec<u16> = text.encode_utf16().skip(from).take(to - from).collect();
    from_units(&units)
}

fn remove(c: &mut Call) -> Outcome {
    let text = this(c);
    let length = utf16_len(&text) as i64;
    let start = c.long(0);
    if start < 0 {
        return Err(Thrown::out_of_range("startIndex", "StartIndex cannot be less than zero."));
    }
    if c.len() == 1 {
        if start > length {
            return Err(Thrown::out_of_range("startIndex", "startIndex must be less than length of string."));
        }
        return ok(part(&text, 0, start as usize));
    }
    let count = c.long(1);
    if count < 0 {
        return Err(Thrown::out_of_range("count", "Count cannot be less than zero."));
    }
    if count > length - start {
        return Err(Thrown::out_of_range("count", "Index and count must refer to a location within the string."));
    }
    ok(part(&text, 0, start as usize) + &part(&text, (start + count) as usize, length as usize))
}

fn insert(c: &mut Call) -> Outcome {
    let (text, value) = (this(c), c.str(1, "value")?);
    let length = utf16_len(&text) as i64;
    let start = c.long(0);
    if start < 0 || start > length {
        return Err(Thrown::out_of_range("startIndex", "Specified argument was out of the range of valid values."));
    }
    ok(part(&text, 0, start as usize) + &value + &part(&text, start as usize, length as usize))
}

fn pad(c: &mut Call, left: bool) -> Outcome {
    let text = this(c);
    if c.long(0) < 0 {
        return Err(Thrown::out_of_range("totalWidth", "Non-negative number required."));
    }
    let missing = c.count(0, MAX_TEXT)?.saturating_sub(utf16_len(&text));
    let unit = if c.len() > 1 { c.char(1) } else { u16::from(b' ') };
    let padding = from_units(&vec![unit; missing]);
    ok(if left { padding + &text } else { text.to_string() + &padding })
}

fn replace(c: &mut Call) -> Outcome {
    let text = this(c);
    let old = c.str(0, "oldValue")?;
    let new = c.text(1).unwrap_or_else(|| Rc::from(""));
    if old.is_empty() {
        return Err(Thrown::argument_named("oldValue", "String cannot be of zero length."));
    }
    let ignore_case = c.enum_of(2, TypeId::STRING_COMPARISON).map_or(c.bool(2), |value| comparison(value).ignore_case);
    if !ignore_case {
        return ok(text.replace(&*old, &new));
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), &*text);
    while let Some((from, to)) = crate::value::string::find_folded(rest, &old) {
        out.push_str(&rest[..from]);
        out.push_str(&new);
        rest = &rest[to..];
    }
    out.push_str(rest);
    ok(out)
}

fn replace_line_endings(c: &mut Call) -> Outcome {
    let with = c.text(0).unwrap_or_else(|| Rc::from("\n"));
    let text = this(c).replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') { out.push_str(&with) } else { out.push(c) }
    }
    ok(out)
}

/// What `Split` splits at.
enum Separators {
    White,
    Chars(Vec<char>),
    Texts(Vec<Rc<str>>),
}

fn split(c: &mut Call) -> Outcome {
    let text = this(c);
    let options = (1..c.len()).find_map(|at| c.enum_of(at, TypeId::STRING_SPLIT_OPTIONS)).unwrap_or(0);
    let count = c.args.get(1).filter(|value| matches!(value, Value::Int(_))).map_or(i64::from(i32::MAX), to_long);
    if count < 0 {
        return Err(Thrown::out_of_range("count", "Count cannot be less than zero."));
    }
    let separators = match c.args.first() {
        Some(Value::Str(text)) if text.is_empty() => Separators::Texts(Vec::new()),
        Some(Value::Str(text)) => Separators::Texts(vec![text.clone()]),
        Some(Value::Char(unit)) => Separators::Chars(vec![crate::value::string::unit_text(*unit)]),
        Some(Value::Array(array)) if array.element == TypeId::STRING => {
            let texts: Vec<Rc<str>> =
                array.items.borrow().iter().filter_map(|item| item.as_str().cloned()).filter(|text| !text.is_empty()).collect();
            if array.is_empty() { Separators::White } else { Separators::Texts(texts) }
        }
        Some(value @ Value::Array(_)) => {
            let chars: Vec<char> = items(value)
                .iter()
                .filter_map(|item| if let Value::Char(unit) = item { Some(crate::value::string::unit_text(*unit)) } else { None })
                .collect();
            if chars.is_empty() { Separators::White } else { Separators::Chars(chars) }
        }
        _ => Separators::White,
    };
    Ok(Value::strings(split_text(&text, &separators, count as usize, options & 1 != 0, options & 2 != 0)))
}

fn split_text(text: &str, separators: &Separators, count: usize, drop_empty: bool, trim: bool) -> Vec<String> {
    let place = |rest: &str| -> Option<(usize, usize)> {
        match separators {
            Separators::White => rest.char_indices().find(|(_, c)| c.is_whitespace()).map(|(at, c)| (at, at + c.len_utf8())),
            Separators::Chars(chars) => rest.char_indices().find(|(_, c)| chars.contains(c)).map(|(at, c)| (at, at + c.len_utf8())),
            Separators::Texts(texts) => rest
                .char_indices()
                .find_map(|(at, _)| texts.iter().find(|wanted| rest[at..].starts_with(&***wanted)).map(|wanted| (at, at + wanted.len()))),
        }
    };
    let mut parts: Vec<String> = Vec::new();
    let mut rest = text;
    if count == 0 {
        return parts;
    }
    let finish = |part: &str| if trim { part.trim().to_owned() } else { part.to_owned() };
    while parts.len() + 1 < count {
        let Some((from, to)) = place(rest) else { break };
        let part = finish(&rest[..from]);
        rest = &rest[to..];
        if !(drop_empty && part.is_empty()) {
            parts.push(part);
        }
    }
    if drop_empty && count > 1 {
        // The last part takes the rest, but not separators that would only begin it with empty parts.
        while parts.len() + 1 == count
            && let Some((from, to)) = place(rest)
            && finish(&rest[..from]).is_empty()
        {
            rest = &rest[to..];
        }
    }
    let last = finish(rest);
    if !(drop_empty && last.is_empty()) {
        parts.push(last);
    }
    parts
}

fn trim_with(c: &mut Call, start: bool, end: bool) -> Outcome {
    let text = this(c);
    let chars: Vec<char> = match c.args.first() {
        Some(Value::Char(unit)) => vec![crate::value::string::unit_text(*unit)],
        Some(value) => items(value)
            .iter()
            .filter_map(|item| if let Value::Char(unit) = item { Some(crate::value::string::unit_text(*unit)) } else { None })
            .collect(),
        None => Vec::new(),
    };
    let cut = |c: char| if chars.is_empty() { c.is_whitespace() } else { chars.contains(&c) };
    let mut part: &str = &text;
    if start {
        part = part.trim_start_matches(cut);
    }
    if end {
        part = part.trim_end_matches(cut);
    }
    if part.len() == text.len() { Ok(Value::Str(text)) } else { ok(part) }
}

fn compare_to(c: &mut Call) -> Outcome {
    let other = c.arg(0);
    match other.base() {
        Value::Null | Value::Nothing => ok(1),
        Value::Str(other) => ok(compare::compare_culture(&this(c), other, false) as i32),
        _ => Err(Thrown::argument("Object must be of type String.")),
    }
}

fn equals(c: &mut Call) -> Outcome {
    let text = this(c);
    let other = c.arg(0);
    let Some(other) = other.as_str() else { return ok(false) };
    match c.enum_of(1, TypeId::STRING_COMPARISON).map(comparison) {
        Some(Comparison { culture: true, ignore_case }) => ok(compare::compare_culture(&text, other, ignore_case).is_eq()),
        Some(Comparison { culture: false, ignore_case: true }) => ok(compare::equals_ignore_case(&text, other)),
        _ => ok(*text == **other),
    }
}

fn change_case(c: &mut Call, upper: bool, invariant: bool) -> Outcome {
    let text = this(c);
    if invariant {
        return ok(if upper { case::to_upper_invariant(&text) } else { case::to_lower_invariant(&text) });
    }
    let culture = super::culture::argument(c, 0);
    ok(if upper { case::to_upper(&text, &culture) } else { case::to_lower(&text, &culture) })
}

fn to_char_array(c: &mut Call) -> Outcome {
    let all: Vec<u16> = this(c).encode_utf16().collect();
    let (from, to) = match c.len() {
        0 => (0, all.len()),
        _ => {
            let (start, length) = (c.long(0), c.long(1));
            if start < 0 || start > all.len() as i64 || start + length > all.len() as i64 {
                return Err(Thrown::out_of_range(
                    "startIndex",
                    "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
                ));
            }
            if length < 0 {
                return Err(Thrown::out_of_range("length", "Length cannot be less than zero."));
            }
            (start as usize, (start + length) as usize)
        }
    };
    Ok(Value::Array(Rc::new(Array::new(TypeId::CHAR, all[from..to].iter().map(|unit| Value::Char(*unit)).collect()))))
}

fn copy_to(c: &mut Call) -> Outcome {
    let text = this(c);
    let (from, at, count) = (c.int(0) as usize, c.int(2) as usize, c.int(3) as usize);
    let units: Vec<u16> = text.encode_utf16().collect();
    if let Value::Array(array) = c.arg(1) {
        let mut items = array.items.borrow_mut();
        if from + count > units.len() || at + count > items.len() {
            return Err(Thrown::out_of_range("sourceIndex", "Index and count must refer to a location within the string."));
        }
        for (place, unit) in units[from..from + count].iter().enumerate() {
            items[at + place] = Value::Char(*unit);
        }
    }
    void()
}

fn chars(c: &mut Call) -> Outcome {
    let text = this(c);
    let at = c.long(0);
    match usize::try_from(at).ok().and_then(|at| crate::value::string::unit_at(&text, at)) {
        Some(unit) => Ok(Value::Char(unit)),
        None => Err(Thrown::new(TypeId::INDEX_OUT_OF_RANGE_EXCEPTION, "Index was outside the bounds of the array.")),
    }
}

/// `ToBoolean`, `ToInt32` … of `IConvertible`, with an ignored format provider.
fn convertible(c: &mut Call, to: TypeId) -> Outcome {
    let text = this(c);
    crate::value::members::numbers::convert_text(c, &text, to)
}

/// Instance members of strings.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::STRING],
    properties: &[("Length", |c| ok(utf16_len(&this(c)) as i32))],
    methods: &[
        ("Clone", |c| Ok(Value::Str(this(c)))),
        ("CompareTo", compare_to),
        ("Contains", contains),
        ("CopyTo", copy_to),
        ("EndsWith", ends_with),
        ("EnumerateRunes", |c| Ok(enumerator_of(c.this.clone(), this(c).chars().map(super::character::rune).collect()))),
        ("Equals", equals),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), this(c).encode_utf16().map(Value::Char).collect()))),
        ("GetTypeCode", |_| Ok(Value::Enum(TypeId::TYPE_CODE, 18))),
        ("IndexOf", index_of),
        ("IndexOfAny", index_of_any),
        ("Insert", insert),
        ("IsNormalized", |c| {
            let text = this(c);
            ok(normalized(&text, form(c)) == *text)
        }),
        ("LastIndexOf", last_index_of),
        ("LastIndexOfAny", last_index_of_any),
        ("Normalize", |c| ok(normalized(&this(c), form(c)))),
        ("PadLeft", |c| pad(c, true)),
        ("PadRight", |c| pad(c, false)),
        ("Remove", remove),
        ("Replace", replace),
        ("ReplaceLineEndings", replace_line_endings),
        ("Split", split),
        ("StartsWith", starts_with),
        ("Substring", substring),
        ("ToBoolean", |c| convertible(c, TypeId::BOOLEAN)),
        ("ToByte", |c| convertible(c, TypeId::BYTE)),
        ("ToChar", |c| convertible(c, TypeId::CHAR)),
        ("ToDateTime", |c| convertible(c, TypeId::DATE_TIME)),
        ("ToDecimal", |c| convertible(c, TypeId::DECIMAL)),
        ("ToDouble", |c| convertible(c, TypeId::DOUBLE)),
        ("ToInt16", |c| convertible(c, TypeId::INT16)),
        ("ToInt32", |c| convertible(c, TypeId::INT32)),
        ("ToInt64", |c| convertible(c, TypeId::INT64)),
        ("ToSByte", |c| convertible(c, TypeId::S_BYTE)),
        ("ToSingle", |c| convertible(c, TypeId::SINGLE)),
        ("ToUInt16", |c| convertible(c, TypeId::U_INT16)),
        ("ToUInt32", |c| convertible(c, TypeId::U_INT32)),
        ("ToUInt64", |c| convertible(c, TypeId::U_INT64)),
        ("ToCharArray", to_char_array),
        ("ToLower", |c| change_case(c, false, false)),
        ("ToLowerInvariant", |c| change_case(c, false, true)),
        ("ToString", |c| Ok(Value::Str(this(c)))),
        ("ToUpper", |c| change_case(c, true, false)),
        ("ToUpperInvariant", |c| change_case(c, true, true)),
        ("Trim", |c| trim_with(c, true, true)),
        ("TrimEnd", |c| trim_with(c, false, true)),
        ("TrimStart", |c| trim_with(c, true, false)),
    ],
    index: Some(chars),
    ..TypeImpl::EMPTY
};

/// The normalization form among the arguments: C where there is none.
fn form(c: &Call) -> i64 {
    c.enum_of(0, TypeId::NORMALIZATION_FORM).unwrap_or(1)
}

/// A slice by positions, for others of this folder.
pub fn text_part(text: &str, from: usize, to: usize) -> String {
    slice(text, from, to).map_or_else(|| part(text, from, to), str::to_owned)
}

/// A text in a normalization form (C, D, KC, KD by .NET's values).
pub fn normalized(text: &str, form: i64) -> String {
    match form {
        2 => text.nfd().collect(),
        5 => text.nfkc().collect(),
        6 => text.nfkd().collect(),
        _ => text.nfc().collect(),
    }
}
