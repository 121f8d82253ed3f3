//! Every row of the table whose value this layer can express.

use super::literal::{Sample, sample};
use bridgesh::value::fault::Fault;
use bridgesh::value::text::composite;
use bridgesh::value::text::culture;
use bridgesh::value::text::date::format_unix;

const TABLE: &str = include_str!("tables/formats.tsv");

/// How many rows must pass; it only rises.
const FLOOR: usize = 4938;

/// Undoes the escapes of the table's cells.
fn unescape(cell: &str) -> String {
    let mut out = String::new();
    let mut characters = cell.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('u') => {
                let digits: String = characters.by_ref().take(4).collect();
                out.extend(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()));
            }
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}

fn file_format(format: &str) -> Option<&'static str> {
    Some(match format.to_ascii_lowercase().as_str() {
        "filedate" => "yyyyMMdd",
        "filedateuniversal" => "yyyyMMddZ",
        "filedatetime" => "yyyyMMddTHHmmssffff",
        "filedatetimeuniversal" => "yyyyMMddTHHmmssffffZ",
        _ => return None,
    })
}

fn run(via: &str, culture: &str, format: &str, value: &str) -> Option<Result<String, Fault>> {
    let culture = culture::get(if culture == "-" { "" } else { culture }).unwrap();
    let mut out = String::new();
    if via == "-f" {
        let items: Vec<Sample> = match value {
            "" => vec![Sample::Null],
            "1,2" | "1,2,3" => value.split(',').map(|item| sample(item).unwrap()).collect(),
            _ => vec![sample(value)?],
        };
        let result = composite::format(format, items.len(), &mut out, |index, format| {
            let mut text = String::new();
            items[index].format(&mut text, format.unwrap_or(""), &culture)?;
            Ok(Some(text))
        });
        return Some(match result {
            Ok(()) => Ok(out),
            Err(composite::CompositeError::Format(fault) | composite::CompositeError::Item(fault)) => Err(fault),
        });
    }
    let value = sample(value)?;
    Some(match (via, &value) {
        ("ToString", _) => value.format(&mut out, format, &culture).map(|()| out),
        ("text", _) => Ok(value.shell_text()),
        ("tostring0", _) => value.format(&mut out, "", &culture).map(|()| out),
        ("DateTime property", Sample::Date(date)) => date.format(&mut out, "F", &culture).map(|()| out),
        ("Get-Date -Format", Sample::Date(date)) => date.format(&mut out, file_format(format).unwrap_or(format), &culture).map(|()| out),
        ("Get-Date -UFormat", Sample::Date(date)) => {
            format_unix(&mut out, *date, format, &culture);
            Ok(out)
        }
        _ => return None,
    })
}

#[test]
fn table() {
    let (mut n_passed, mut n_failed, mut n_skipped) = (0, 0, 0);
    let mut report = String::new();
    for row in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<String> = row.split('\t').map(unescape).collect();
        let [via, culture, format, value, expected] = cells.as_slice() else { panic!("five cells in {row}") };
        let is_error = expected.starts_with('!');
        let shown = match run(via, culture, format, value) {
            None => {
                n_skipped += 1;
                continue;
            }
            Some(Ok(text)) if !is_error && text == *expected => {
                n_passed += 1;
                continue;
            }
            Some(Err(_)) if is_error => {
                n_passed += 1;
                continue;
            }
            Some(Ok(text)) => text,
            Some(Err(fault)) => format!("!{fault}"),
        };
        n_failed += 1;
        if n_failed <= 60 {
            let shorten = |text: &str| text.chars().take(80).collect::<String>();
            report.push_str(&format!(
                "{via} | {culture} | {format} | {value} | want {:?} | got {:?}\n",
                shorten(expected),
                shorten(&shown)
            ));
        }
    }
    println!("{n_passed} passed, {n_failed} failed, {n_skipped} not of this layer\n{report}");
    assert!(n_passed >= FLOOR, "{n_passed} passed, fewer than {FLOOR}\n{report}");
}
