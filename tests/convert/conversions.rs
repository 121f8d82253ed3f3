//! `[T]value` and `value -as [T]` against `tables/conversions.tsv`.

use std::collections::BTreeMap;

use bridgesh::value::types::resolve;
use bridgesh::value::{TypeId, convert};

use super::literal::value_of;
use super::machine::{Machine, TODAY};
use super::written;

const TABLE: &str = include_str!("../tables/conversions.tsv");

/// How many rows agree at least; the rest are known differences.
const FLOOR: usize = 6560;

#[test]
fn conversions_agree_with_the_table() {
    let (year, month, day) = TODAY;
    let today = format!("{year:04}-{month:02}-{day:02}");
    let (mut n_right, mut n_rows) = (0, 0);
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let [expression, target, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        let (target, is_as) = match target.strip_prefix("-as ") {
            Some(target) => (target, true),
            None => (target, false),
        };
        // Parameters are bound by the engine.
        if target.starts_with("param ") || target.starts_with("mandatory ") {
            continue;
        }
        n_rows += 1;
        let id = match target {
            "pscustomobject" => Some(TypeId::PS_CUSTOM_OBJECT),
            _ => resolve(target),
        };
        let actual = match (value_of(&expression.replace("\\\\", "\\")), id) {
            (Some(value), Some(id)) if is_as => written::result(convert::as_type(&mut Machine, &value, id)),
            (Some(value), Some(id)) => written::result(convert::cast(&mut Machine, &value, id)),
            (None, _) => "?value".to_owned(),
            (_, None) => "?type".to_owned(),
        };
        if actual.replace(&today, "<today>") == expected {
            n_right += 1;
        } else {
            wrong.entry(target).or_default().push(format!("{expression}\n    wanted {expected}\n    got    {actual}"));
        }
    }
    if std::env::var_os("SHOW").is_some() {
        for (target, rows) in &wrong {
            println!("## {target}: {}", rows.len());
            for row in rows.iter().take(12) {
                println!("  {row}");
            }
        }
        println!("{n_right} of {n_rows}");
    }
    assert!(n_right >= FLOOR, "{n_right} of {n_rows} rows agree, {FLOOR} did");
}
