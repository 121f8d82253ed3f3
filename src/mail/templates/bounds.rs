//! What an administrator's template may do: show, choose and include, but neither loop nor compute nor call itself,
//! so that no template runs for ever or grows without bound.

use std::collections::HashMap;

use super::TemplateError;

/// Statements that show, choose and include; all others loop or compute.
const STATEMENTS: &[&str] =
    &["if", "elif", "else", "endif", "block", "endblock", "extends", "include", "component", "endcomponent", "raw", "endraw"];

/// Words in expressions that repeat (`for` is a comprehension) or grow what they are given.
const FORBIDDEN: &[&str] = &["replace", "range", "for", "join", "repeat", "split", "map", "spaceless", "pad_start", "pad_end"];

/// The most pieces (templates, components) that one mail may be put together from.
const MOST_STEPS: u64 = 2_000;

/// The tags of a source: offset, and what stands between the braces.
fn tags(source: &str) -> impl Iterator<Item = (usize, bool, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + source[at..].find('{')?;
            at = open + 1;
            let (close, is_statement) = match source.as_bytes().get(open + 1) {
                Some(b'%') => ("%}", true),
                Some(b'{') => ("}}", false),
                _ => continue,
            };
            let inside = &source[open + 2..];
            let inside = &inside[..inside.find(close).unwrap_or(inside.len())];
            at = open + 2 + inside.len();
            return Some((open, is_statement, inside.trim_matches(['-', ' ', '\t', '\r', '\n'])));
        }
    })
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// Refuses the statements and expressions that a template may not use.
///
/// # Errors
/// The first of them, with its line.
pub(super) fn check_statements(name: &str, source: &str) -> Result<(), TemplateError> {
    if source.contains("__tera_context") {
        return Err(TemplateError::new(name, "'__tera_context' shows the whole context; name the fields instead"));
    }
    let fault = |at: usize, what: &str| {
        let line = source[..at].matches('\n').count() + 1;
        Err(TemplateError::new(name, format!("line {line}: {what} cannot be used here")))
    };
    for (at, is_statement, inside) in tags(source) {
        if is_statement && !inside.starts_with('<') && !STATEMENTS.contains(&word(inside)) {
            return fault(at, &format!("the statement '{}'", word(inside)));
        }
        let mut in_text = None;
        for (place, character) in inside.char_indices() {
            match (in_text, character) {
                (None, '"' | '\'' | '`') => in_text = Some(character),
                (Some(open), _) if open == character => in_text = None,
                (None, _) if character.is_ascii_alphabetic() => {
                    let starts = !inside[..place].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
                    let found = word(&inside[place..]);
                    if starts && FORBIDDEN.contains(&found) {
                        return fault(at, &format!("'{found}'"));
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// What a template or component uses: the names of templates, and components as `<name`.
fn uses(sources: &[(String, String)]) -> HashMap<String, Vec<String>> {
    let mut uses: HashMap<String, Vec<String>> = HashMap::new();
    for (name, source) in sources {
        let mut owner = name.clone();
        uses.entry(owner.clone()).or_default();
        for (_, is_statement, inside) in tags(source) {
            if is_statement {
                match word(inside) {
                    "component" => owner = format!("<{}", word(inside["component".len()..].trim_start())),
                    "endcomponent" => owner.clone_from(name),
                    "include" | "extends" => {
                        let quoted = inside.split(['"', '\'', '`']).nth(1).unwrap_or_default();
                        uses.entry(owner.clone()).or_default().push(quoted.to_owned());
                    }
                    _ => {}
                }
            }
            for (at, _) in inside.match_indices('<') {
                let called = word(&inside[at + 1..]);
                if !called.is_empty() {
                    uses.entry(owner.clone()).or_default().push(format!("<{called}"));
                }
            }
        }
    }
    uses
}

/// Refuses templates that include or call themselves, or each other so often that a mail would never be done.
///
/// # Errors
/// The template at fault.
pub(super) fn check_size(sources: &[(String, String)]) -> Result<(), TemplateError> {
    let uses = uses(sources);
    let mut costs = HashMap::new();
    for (name, _) in sources {
        let n_steps =
            cost(name, &uses, &mut costs, &mut Vec::new()).ok_or_else(|| TemplateError::new(name, "it includes or calls itself"))?;
        if n_steps > MOST_STEPS {
            return Err(TemplateError::new(name, format!("it is put together from more than {MOST_STEPS} pieces")));
        }
    }
    Ok(())
}

/// How many pieces a template is put together from; `None` if it is a part of itself.
fn cost<'a>(
    name: &'a str,
    uses: &'a HashMap<String, Vec<String>>,
    costs: &mut HashMap<&'a str, u64>,
    above: &mut Vec<&'a str>,
) -> Option<u64> {
    if let Some(known) = costs.get(name) {
        return Some(*known);
    }
    if above.contains(&name) {
        return None;
    }
    above.push(name);
    let mut total = 1u64;
    for used in uses.get(name).into_iter().flatten() {
        total = total.saturating_add(cost(used, uses, costs, above)?);
    }
    above.pop();
    costs.insert(name, total);
    Some(total)
}
