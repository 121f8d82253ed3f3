//! Markdown as HTML: headings have ids made of their text.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd, html};

/// The page's body.
pub fn page(text: &str) -> String {
    let mut events: Vec<Event<'_>> = super::parser(text).collect();
    let mut taken: Vec<String> = Vec::new();
    let mut at = 0;
    while at < events.len() {
        if matches!(events[at], Event::Start(Tag::Heading { .. })) {
            let end = events[at..].iter().position(|event| matches!(event, Event::End(TagEnd::Heading(_)))).map_or(at, |end| at + end);
            let name = unused(identifier(&plain(&events[at..end])), &mut taken);
            if let Event::Start(Tag::Heading { id, .. }) = &mut events[at] {
                *id = Some(CowStr::from(name));
            }
            at = end;
        }
        at += 1;
    }
    let mut page = String::new();
    html::push_html(&mut page, events.into_iter());
    page
}

/// The text of events, without its marks.
fn plain(events: &[Event<'_>]) -> String {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(&**text),
            Event::SoftBreak | Event::HardBreak => Some(" "),
            _ => None,
        })
        .collect()
}

/// A heading's id: its letters in lower case from the first on, blanks as hyphens, no other signs but `-`, `_` and `.`.
fn identifier(text: &str) -> String {
    let mut id = String::new();
    for letter in text.chars() {
        let next = match letter {
            _ if letter.is_alphabetic() => letter.to_lowercase().next().unwrap_or(letter),
            _ if id.is_empty() => continue,
            _ if letter.is_alphanumeric() => letter,
            '-' | '_' | '.' => letter,
            _ if letter.is_whitespace() => '-',
            _ => continue,
        };
        let is_sign = matches!(next, '-' | '_' | '.');
        if !(is_sign && id.ends_with(['-', '_', '.'])) {
            id.push(next);
        }
    }
    let id = id.trim_end_matches(['-', '_', '.']);
    if id.is_empty() { "section".to_owned() } else { id.to_owned() }
}

/// An id that no heading before has.
fn unused(id: String, taken: &mut Vec<String>) -> String {
    let mut name = id.clone();
    let mut number = 0;
    while taken.contains(&name) {
        number += 1;
        name = format!("{id}-{number}");
    }
    taken.push(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn headings_have_ids_of_their_own() {
        assert_eq!(page("# Set up, then go!"), "<h1 id=\"set-up-then-go\">Set up, then go!</h1>\n");
        assert_eq!(page("## A\n## A"), "<h2 id=\"a\">A</h2>\n<h2 id=\"a-1\">A</h2>\n");
        assert_eq!(page("# 1. Intro"), "<h1 id=\"intro\">1. Intro</h1>\n");
    }
}
