//! What must hold of any text: the fuzz targets and the test that replays the kept corpus ask the same.
#![allow(dead_code, reason = "each target asks one of the checks")]

use bridgesh::source::SourceText;
use bridgesh::syntax::{Environment, Parsed, parse, parse_in};
use bridgesh::value::types;

/// A world with the shell's own types and no modules.
struct OwnTypes;

impl Environment for OwnTypes {
    fn full_type_name(&self, name: &str) -> Option<String> {
        types::resolve(name).map(|id| id.full_name().to_string())
    }

    fn derives_from(&self, derived: &str, base: &str) -> bool {
        match (types::resolve(derived), types::resolve(base)) {
            (Some(derived), Some(base)) => base.is_assignable_from(derived),
            _ => false,
        }
    }

    fn module_exists(&self, name: &str) -> bool {
        name.len().is_multiple_of(2)
    }

    fn assembly_exists(&self, _: &str) -> bool {
        false
    }
}

/// Texts around an input that put the lexer into one of its modes at once.
const FRAMES: &[(&str, &str)] = &[
    ("", ""),
    ("f ", ""),
    ("$x = ", ""),
    ("\"", "\""),
    ("@\"\n", "\n\"@"),
    ("'", "'"),
    ("[", "]$x"),
    ("class A { ", " }"),
    ("$(", ")"),
    ("@{ ", " }"),
    ("f -a:", ""),
    ("${", "}"),
    ("f --% ", ""),
    ("#Requires ", ""),
    ("<#", "#>"),
    ("$x.", "()"),
];

/// The first byte says in what frame the rest stands; tokens lie in order, inside the text, on characters.
pub fn lexer(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let (before, after) = FRAMES[usize::from(*first) % FRAMES.len()];
    let text = format!("{before}{}{after}", String::from_utf8_lossy(rest));
    let source = SourceText::new(None, text.as_str());
    let parsed = parse(&source);
    let mut start = 0;
    for token in parsed.tokens.iter().filter(|token| token.depth == 0) {
        assert!(token.span.start >= start, "tokens out of order in {text:?}");
        assert!(token.span.end >= token.span.start && token.span.end as usize <= text.len(), "a token outside of {text:?}");
        assert!(text.is_char_boundary(token.span.start as usize) && text.is_char_boundary(token.span.end as usize));
        start = token.span.start;
    }
    located(&source, &parsed);
}

/// Any text gives a tree and errors with places; trees print themselves; the same text gives the same twice.
pub fn parser(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let source = SourceText::new(None, &*text);
    let parsed = parse_in(&source, &OwnTypes);
    located(&source, &parsed);
    let outline = parsed.tree.outline();
    let again = parse_in(&source, &OwnTypes);
    assert_eq!(parsed.errors, again.errors, "two readings of {text:?}");
    assert_eq!(outline, again.tree.outline(), "two readings of {text:?}");
}

/// Every error has a place that a person can be shown.
fn located(source: &SourceText, parsed: &Parsed) {
    for error in &parsed.errors {
        let place = source.locate(error.span.start);
        assert!(place.line as usize <= source.n_lines() + 1, "{error:?}");
        source.locate(error.span.end);
        source.utf16_offset(error.span.end);
        assert!(!error.message.is_empty(), "{error:?}");
    }
}
