//! Binary and unary operators against `tables/operators.tsv`.

use std::collections::BTreeMap;

use bridgesh::engine::operators;
use bridgesh::syntax::operator::{BinaryOperator as B, Case, UnaryOperator as U};
use bridgesh::value::{Run, Value};

use super::literal::value_of;
use super::machine::Machine;
use super::written;

const TABLE: &str = include_str!("../tables/operators.tsv");

/// How many cells agree at least; the rest are known differences.
const FLOOR: usize = 41050;

fn binary(name: &str) -> Option<B> {
    use Case::{Heed, Ignore};
    Some(match name {
        "+" => B::Add,
        "-" => B::Subtract,
        "*" => B::Multiply,
        "/" => B::Divide,
        "%" => B::Remainder,
        "-eq" => B::Equal(Ignore),
        "-ne" => B::NotEqual(Ignore),
        "-gt" => B::Greater(Ignore),
        "-ge" => B::GreaterOrEqual(Ignore),
        "-lt" => B::Less(Ignore),
        "-le" => B::LessOrEqual(Ignore),
        "-ceq" => B::Equal(Heed),
        "-clt" => B::Less(Heed),
        "-like" => B::Like(Ignore),
        "-notlike" => B::NotLike(Ignore),
        "-clike" => B::Like(Heed),
        "-match" => B::Match(Ignore),
        "-notmatch" => B::NotMatch(Ignore),
        "-cmatch" => B::Match(Heed),
        "-replace" => B::Replace(Ignore),
        "-creplace" => B::Replace(Heed),
        "-split" => B::Split(Ignore),
        "-csplit" => B::Split(Heed),
        "-join" => B::Join,
        "-contains" => B::Contains(Ignore),
        "-notcontains" => B::NotContains(Ignore),
        "-ccontains" => B::Contains(Heed),
        "-in" => B::In(Ignore),
        "-notin" => B::NotIn(Ignore),
        "-is" => B::Is,
        "-isnot" => B::IsNot,
        "-as" => B::As,
        "-band" => B::BitAnd,
        "-bor" => B::BitOr,
        "-bxor" => B::BitXor,
        "-shl" => B::ShiftLeft,
        "-shr" => B::ShiftRight,
        "-and" => B::And,
        "-or" => B::Or,
        "-xor" => B::Xor,
        "-f" => B::Format,
        ".." => B::Range,
        "??" => B::Coalesce,
        _ => return None,
    })
}

fn unary(name: &str, value: &Value) -> Option<Run<Value>> {
    let operator = match name {
        "-not" => U::Not,
        "!" => U::Exclaim,
        "-" => U::Minus,
        "+" => U::Plus,
        "-bnot" => U::BitNot,
        "-join" => U::Join,
        "-split" => U::Split(Case::Ignore),
        "++" => U::PreIncrement,
        "--" => U::PreDecrement,
        // `,`, `@()` and `$()` are the evaluator's.
        _ => return None,
    };
    Some(operators::unary(&mut Machine, operator, value))
}

#[test]
fn operators_agree_with_the_table() {
    let (mut n_right, mut n_cells) = (0, 0);
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap().split('\t').skip(2).collect();
    for line in lines {
        let mut cells = line.split('\t');
        let (name, left) = (cells.next().unwrap(), cells.next().unwrap());
        let mut last = "";
        for (right, cell) in header.iter().zip(cells) {
            let expected = if cell == "=" { last } else { cell };
            last = expected;
            if expected == "skip" {
                continue;
            }
            let actual = match name.strip_prefix("unary ") {
                Some(name) => match value_of(right).and_then(|value| unary(name, &value)) {
                    Some(result) => written::result(result),
                    None => continue,
                },
                // The table has one value a name, so that equal names are one object.
                None => match (value_of(left), if left == *right { None } else { value_of(right) }, binary(name)) {
                    (Some(left_value), right_value, Some(operator)) if left == *right || right_value.is_some() => {
                        let right_value = right_value.unwrap_or_else(|| left_value.clone());
                        written::result(operators::binary(&mut Machine, operator, &left_value, &right_value))
                    }
                    _ => "?".to_owned(),
                },
            };
            n_cells += 1;
            // `=` was written where the shell's own `-eq`, which ignores case, saw no difference.
            let is_equal = if cell == "=" { actual.eq_ignore_ascii_case(expected) } else { actual == expected };
            if is_equal {
                n_right += 1;
            } else {
                wrong.entry(name).or_default().push(format!("{left} {name} {right} | {expected} | {actual}"));
            }
        }
    }
    if std::env::var_os("SHOW").is_some() {
        for (name, rows) in &wrong {
            for row in rows {
                println!("@{name}@ {row}");
            }
        }
        println!("{n_right} of {n_cells}");
    }
    assert!(n_right >= FLOOR, "{n_right} of {n_cells} cells agree, {FLOOR} did");
}
