//! The recorded expressions that need no more than the engine, its operators and `[regex]`.

use super::shell::{self, Item, Stop};

/// How many of the recorded rows the translator runs and the engine gets right. Rises only.
const FLOOR: usize = 1047;

/// A cell of the table: `\\`, `\n`, `\u1234` and so on resolved.
fn cell(text: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.next() } else { None };
        match escaped {
            None => units.extend(c.encode_utf16(&mut [0; 2]).iter()),
            Some('n') => units.push(10),
            Some('r') => units.push(13),
            Some('t') => units.push(9),
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).unwrap());
            }
            Some(other) => units.push(other as u16),
        }
    }
    String::from_utf16_lossy(&units)
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn canonical(item: &Item) -> String {
    match item {
        Item::Nothing => "nothing".to_string(),
        Item::Null => "null".to_string(),
        Item::Bool(true) => "True".to_string(),
        Item::Bool(false) => "False".to_string(),
        Item::Int(number) => format!("Int32 {number}"),
        Item::Text(text) => quoted(text),
        Item::List(items) => {
            let mut texts: Vec<String> = items.iter().take(12).map(canonical).collect();
            if items.len() > 12 {
                texts.push("...".to_string());
            }
            format!("Object[] ({})", texts.join(", "))
        }
        Item::Table(entries) => {
            let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key}={}", canonical(value))).collect();
            format!("Hashtable {{{}}}", entries.join("; "))
        }
        Item::Regex(regex) => format!("Regex {}", regex.pattern()),
        Item::Match(..) => match shell_value(item) {
            Some(value) => format!("Match {value}"),
            None => "?".to_string(),
        },
        _ => "?".to_string(),
    }
}

fn shell_value(item: &Item) -> Option<String> {
    let Item::Match(text, _, found) = item else { return None };
    Some(match found {
        Some(found) => bridgesh::value::text::regex::slice(text, found.span()).into_owned(),
        None => String::new(),
    })
}

/// What a row gives, `None` if it is beyond the translator.
fn result(source: &str) -> Option<String> {
    let stop = |stop: Stop| match stop {
        Stop::Skip => None,
        Stop::Throw { class, by_operator: true, .. } => Some(format!("!System.Text.RegularExpressions.{class}")),
        Stop::Throw { class, .. } => Some(format!("!{class}")),
    };
    let Some(body) = source.strip_prefix("try { ") else {
        return shell::run(source).map_or_else(stop, |item| Some(canonical(&item)));
    };
    let (body, handler) = body.split_once(" } catch { ")?;
    let thrown = match shell::run(body) {
        Ok(item) => return Some(canonical(&item)),
        Err(Stop::Skip) => return None,
        Err(Stop::Throw { by_operator, message, fault, .. }) => (by_operator, message, fault),
    };
    let (by_operator, message, fault) = thrown;
    match handler.trim_end_matches(" }") {
        "\"$_\"" if by_operator => Some(quoted(&message)),
        "\"$_\"" if body.starts_with("[regex]::new(") => {
            Some(quoted(&format!("Exception calling \".ctor\" with \"1\" argument(s): \"{message}\"")))
        }
        "\"$_\"" => {
            let pattern = cell_pattern(body)?;
            let start = format!("Cannot convert value \"{pattern}\" to type \"System.Text.RegularExpressions.Regex\". ");
            Some(quoted(&format!("{start}Error: \"{message}\"")))
        }
        "$_.FullyQualifiedErrorId" => Some(quoted("InvalidRegularExpression")),
        _ => Some(quoted(&fault)),
    }
}

fn cell_pattern(body: &str) -> Option<String> {
    Some(body.strip_prefix("[regex]'")?.strip_suffix('\'')?.replace("''", "'"))
}

#[test]
fn recorded_expressions_give_what_powershell_gave() {
    let table = include_str!("expressions.tsv");
    let mut n_right = 0;
    let mut n_skipped = 0;
    let mut wrong = Vec::new();
    for row in table.lines() {
        let mut fields = row.splitn(3, '\t').skip(1);
        let source = cell(fields.next().unwrap());
        let wanted = fields.next().unwrap();
        match result(&source) {
            None => {
                n_skipped += 1;
                if std::env::var_os("REGEX_SHOW_SKIPPED").is_some() {
                    println!("skipped: {source}");
                }
            }
            Some(given) if given == wanted => n_right += 1,
            Some(given) => wrong.push(format!("{source}\n  wanted {wanted}\n  given  {given}")),
        }
    }
    println!("{n_right} right, {} wrong, {n_skipped} skipped", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_right >= FLOOR, "{n_right} of at least {FLOOR}");
}
