//! Tables in the topics that the code knows: which cmdlet sends which mail, what suppresses one, languages, licences.

use crate::engine::Engine;
use crate::mail::texts;
use crate::notify::{Kind, Reason};
use crate::present::cells::{blanks, cells};
use crate::present::wrap::wrap;
use crate::tenant::model::Subscription;
use crate::value::members::objects::wildcard_matches;

/// Cells of a table in a topic.
const WIDTH: usize = 80;
/// What stands before each line.
const INDENT: &str = "      ";

/// The pages whose tables a topic shows.
const DIFFERENCES: &str = include_str!("../../../docs/differences.md");

/// A table by the name that topics give it; empty for an unknown one (a test looks for that).
pub fn table(engine: &Engine, name: &str, words: &str) -> String {
    match name {
        "mails" => mails(engine),
        "kinds" => kinds(),
        "suppressed" => suppressed(),
        "cmdlets" => cmdlets(engine, words),
        "real-names" => real_names(engine),
        "languages" => languages(),
        "licences" => licences(),
        "differences" => differences(),
        _ => String::new(),
    }
}

/// Columns side by side, the last one wrapped.
fn draw(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut all: Vec<Vec<String>> = vec![header.iter().map(|text| (*text).to_owned()).collect()];
    all.push(header.iter().map(|text| "-".repeat(text.len())).collect());
    all.extend(rows);
    let n_columns = header.len();
    let widest = |column: usize| all.iter().filter_map(|row| row.get(column)).map(|cell| cells(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n_columns).map(|column| widest(column).min(WIDTH * 2 / 3)).collect();
    let mut lines = Vec::new();
    for row in &all {
        let left: usize = widths[..n_columns - 1].iter().map(|width| width + 2).sum();
        let columns: Vec<Vec<String>> = row
            .iter()
            .enumerate()
            .map(|(column, cell)| {
                let width = if column + 1 == n_columns { WIDTH.saturating_sub(left + INDENT.len()).max(20) } else { widths[column] };
                wrap(cell, width, width, true)
            })
            .collect();
        for nth in 0..columns.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = INDENT.to_owned();
            for (column, texts) in columns.iter().enumerate() {
                let text = texts.get(nth).map_or("", |text| text.trim_end());
                line.push_str(text);
                line.push_str(&blanks((widths[column] + 2).saturating_sub(cells(text))));
            }
            lines.push(line.trim_end().to_owned());
        }
    }
    lines.join("\n")
}

/// Cmdlets by the mails that their examples send, which the tests check.
fn mails(engine: &Engine) -> String {
    let mut rows = Vec::new();
    let mut entries = engine.registry.entries.clone();
    entries.sort_by_key(|entry| entry.spec.name());
    for entry in entries {
        let name = entry.spec.name();
        let mut shown: Vec<&str> = Vec::new();
        for example in entry.spec.examples {
            let lines: Vec<&str> = example.script.lines().collect();
            let kind_of = |mail: &&'static str| mail.split(' ').next().unwrap_or("");
            match lines[..] {
                [line] if line.starts_with(&name) => shown.extend(example.mails.iter().map(kind_of)),
                // One mail a line: each is its line's.
                _ if lines.len() == example.mails.len() => {
                    shown
                        .extend(lines.iter().zip(example.mails).filter(|(line, _)| line.starts_with(&name)).map(|(_, mail)| kind_of(mail)));
                }
                _ => {}
            }
        }
        if !shown.is_empty() {
            let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).filter(|kind| shown.contains(kind)).collect();
            rows.push(vec![name, kinds.join(", ")]);
        }
    }
    draw(&["Cmdlet", "Mails its examples send"], rows)
}

fn kinds() -> String {
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let rows = Kind::ALL
        .iter()
        .map(|kind| {
            let sent = if kind.is_automatic() { "by itself" } else { "by hand" }.to_owned();
            vec![kind.name().to_owned(), sent, yes_no(kind.may_carry_pin())]
        })
        .collect();
    draw(&["Kind", "Sent", "May carry a PIN"], rows)
}

fn suppressed() -> String {
    let rows = Reason::ALL.iter().map(|reason| vec![reason.name().to_owned(), reason.explanation().to_owned()]).collect();
    draw(&["Reason", "What it means"], rows)
}

/// Cmdlets whose names match one of the patterns, with their synopsis.
fn cmdlets(engine: &Engine, patterns: &str) -> String {
    let mut entries = engine.registry.entries.clone();
    entries.sort_by_key(|entry| entry.spec.name());
    let rows = entries
        .iter()
        .filter(|entry| patterns.split_whitespace().any(|pattern| wildcard_matches(pattern, &entry.spec.name())))
        .map(|entry| vec![entry.spec.name(), entry.spec.synopsis.to_owned()])
        .collect();
    draw(&["Cmdlet", "What it does"], rows)
}

/// Native cmdlets beside the real ones that their help points to.
fn real_names(engine: &Engine) -> String {
    let mut rows = Vec::new();
    let mut entries = engine.registry.entries.clone();
    entries.sort_by_key(|entry| entry.spec.name());
    let is_real = |name: &str| {
        let noun = name.split_once('-').map_or("", |(_, noun)| noun);
        ["Cs", "Mg", "Msol", "AzureAD"].iter().any(|prefix| noun.starts_with(prefix))
    };
    for entry in entries.iter().filter(|entry| entry.spec.module == crate::library::conferencing::MODULE) {
        let real: Vec<&str> = entry.spec.related.iter().copied().filter(|name| is_real(name)).collect();
        if !real.is_empty() && !is_real(&entry.spec.name()) {
            rows.push(vec![entry.spec.name(), real.join(", ")]);
        }
    }
    draw(&["Here", "Real name, accepted too"], rows)
}

fn languages() -> String {
    format!("{INDENT}{}", texts::BUILT_IN.iter().map(|(tag, _)| *tag).collect::<Vec<_>>().join(", "))
}

fn licences() -> String {
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let rows = Subscription::catalogue()
        .filter_map(|sku| Subscription::of_catalogue(sku, 0))
        .map(|subscription| {
            let gives = yes_no(subscription.gives_conferencing(&[]));
            vec![subscription.sku.clone(), subscription.plans.len().to_string(), gives]
        })
        .collect();
    draw(&["Part number", "Plans", "Gives conferencing"], rows)
}

/// The table of the page on differences, as paragraphs: its cells are long.
fn differences() -> String {
    let width = WIDTH - INDENT.len();
    let rows = DIFFERENCES.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---")).skip(1);
    let mut lines = Vec::new();
    for row in rows {
        let cells: Vec<String> = row.trim_matches('|').split(" | ").map(|cell| cell.trim().replace('`', "")).collect();
        let [what, here, why] = &cells[..] else { continue };
        for text in [format!("{what}: {here}."), format!("Why: {why}.")] {
            lines.extend(wrap(&text, width, width, true).iter().map(|line| format!("{INDENT}{}", line.trim_end())));
        }
        lines.push(String::new());
    }
    lines.join("\n").trim_end().to_owned()
}
