//! Templates in the names of groups and tests: `<name>`, `<user.name>`, `<_>`.

use std::rc::Rc;

use super::data;
use super::session::RunState;
use crate::engine::Engine;
use crate::value::{Run, convert};

/// A name with its templates filled in from the scope at hand.
pub fn expand(engine: &mut Engine, run: &RunState, name: &Rc<str>) -> Run<Rc<str>> {
    if !name.contains('<') {
        return Ok(name.clone());
    }
    let known = run.templates.borrow().get(name).cloned();
    let block = match known {
        Some(block) => block,
        None => {
            let block = engine.script_block_from(&program(name), None)?;
            run.templates.borrow_mut().insert(name.clone(), block.clone());
            block
        }
    };
    // The block belongs to the session state at hand, not to the one where the name was first met.
    let block = engine.rebound(&block);
    let mut items = Vec::new();
    data::dot(engine, &block, None, &mut items)?;
    let value = items.pop().unwrap_or_default();
    convert::to_text(engine, &value)
}

/// A name as a text in double quotes: templates become expressions, everything else stays what it is.
fn program(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 16);
    out.push('"');
    let mut rest = name;
    let mut before = None;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        match letter {
            '$' => out.push_str("`$"),
            '"' => out.push_str("`\""),
            '<' if before != Some('`') => {
                let inner = after.find(['>', '^', '`']).filter(|end| *end > 0 && after[*end..].starts_with('>'));
                match inner {
                    Some(end) => {
                        let expression = after[..end].replace('$', "`$").replace('"', "`\"");
                        out.push_str(&format!("$(${expression})"));
                        rest = &after[end + 1..];
                        before = Some('>');
                        continue;
                    }
                    None => out.push('<'),
                }
            }
            other => out.push(other),
        }
        before = Some(letter);
        rest = after;
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn templates_become_expressions() {
        assert_eq!(program("adds <a> and <user.name>"), "\"adds $($a) and $($user.name)\"");
        assert_eq!(program("costs $5 \"net\""), "\"costs `$5 `\"net`\"\"");
        assert_eq!(program("`<literal`> <> a < b"), "\"`<literal`> <> a < b\"");
    }
}
