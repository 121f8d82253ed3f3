//! The written grammar: its rules are the parser's functions, every name in it is defined, and its examples parse.

use bridgesh::source::SourceText;
use bridgesh::syntax;
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn grammar(name: &str) -> String {
    fs::read_to_string(format!("{ROOT}/grammar/{name}")).unwrap()
}

/// The examples: comment lines that start with `> `.
fn examples(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|l| l.trim_start().trim_start_matches("(*").trim_start().strip_prefix("> "))
        .map(|e| e.replace("\\n", "\n"))
        .collect()
}

/// The rules without comments, quoted terminals and special sequences: names on the left, names on the right.
fn rules(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skip_to = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |i| from + i + end.len());
        let n = match c {
            '(' if rest.starts_with("(*") => skip_to("*)", 2),
            '"' => skip_to("\"", 1),
            '\'' => skip_to("'", 1),
            '?' => skip_to("?", 1),
            _ => {
                plain.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[n..];
    }
    let mut left = Vec::new();
    let mut right = BTreeSet::new();
    for rule in plain.split(';') {
        let Some((name, body)) = rule.split_once('=') else { continue };
        left.push(name.trim().to_string());
        let names = body.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|n| !n.is_empty());
        right.extend(names.map(str::to_string));
    }
    (left, right)
}

fn functions(folder: &Path, found: &mut HashSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, found);
        } else {
            let text = fs::read_to_string(path).unwrap();
            found.extend(text.split("fn ").skip(1).map(|t| t.split(['(', '<']).next().unwrap_or("").to_string()));
        }
    }
}

#[test]
fn every_example_parses() {
    for name in ["lexical.ebnf", "syntax.ebnf"] {
        let examples = examples(&grammar(name));
        assert!(examples.len() > 30, "{name} has few examples");
        for example in examples {
            let source = SourceText::new(None, example.as_str());
            let errors = syntax::parse(&source).errors;
            assert!(errors.is_empty(), "{name}: {example}\n{errors:?}");
        }
    }
}

#[test]
fn every_name_is_defined_and_every_rule_is_a_function() {
    let (lexical, used_by_lexical) = rules(&grammar("lexical.ebnf"));
    let (syntax, used_by_syntax) = rules(&grammar("syntax.ebnf"));
    let defined: HashSet<&String> = lexical.iter().chain(&syntax).collect();
    for name in used_by_lexical.iter().chain(&used_by_syntax) {
        assert!(defined.contains(name), "{name} is used and not defined");
    }
    let mut known = HashSet::new();
    functions(Path::new(&format!("{ROOT}/src/syntax")), &mut known);
    // Names of tokens that two or more functions make.
    let others = ["string", "operator", "parameter_token", "sub_expression_literal"];
    for name in lexical.iter().chain(&syntax) {
        let is_class = name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        assert!(is_class || others.contains(&&**name) || known.contains(name), "no function is called {name}");
    }
}
