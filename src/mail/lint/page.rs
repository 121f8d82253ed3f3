//! An HTML page cut into tags and texts: as much of HTML as a lint needs, and never a panic.

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// An opening tag.
    Open {
        /// Its name in lower case.
        tag: String,
        /// Its attributes: names in lower case, values as they stand.
        attributes: Vec<(String, &'a str)>,
    },
    /// A closing tag.
    Close(String),
    /// Text between tags.
    Text(&'a str),
}

/// Elements without an end.
pub(super) const VOID: &[&str] = &["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// The value of an attribute.
pub(super) fn attribute<'a>(attributes: &[(String, &'a str)], wanted: &str) -> Option<&'a str> {
    attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value)
}

/// The pieces of a page. Comments are left out, with what only Outlook sees in them.
pub(super) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            pieces.push(Piece::Text(rest));
            break;
        };
        if at > 0 {
            pieces.push(Piece::Text(&rest[..at]));
        }
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let (inside, after) = split_tag(&rest[1..]);
        rest = after;
        if inside.starts_with(['!', '?']) {
            continue;
        }
        if let Some(tag) = inside.strip_prefix('/') {
            pieces.push(Piece::Close(tag.trim().to_ascii_lowercase()));
            continue;
        }
        let end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
        let tag = inside[..end].to_ascii_lowercase();
        pieces.push(Piece::Open { attributes: attributes(&inside[end..]), tag: tag.clone() });
        if matches!(tag.as_str(), "style" | "script" | "title") {
            // What stands in them is no markup.
            let close = format!("</{tag}");
            let end = rest.to_ascii_lowercase().find(&close).unwrap_or(rest.len());
            if end > 0 {
                pieces.push(Piece::Text(&rest[..end]));
            }
            rest = &rest[end..];
        }
    }
    pieces
}

/// The inside of a tag, whose `<` is taken, and what follows its `>`.
fn split_tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (&text[..at], &text[at + 1..]),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    (text, "")
}

fn attributes(text: &str) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
        }
        if !name.is_empty() {
            found.push((name, value));
        } else if value.is_empty() {
            // A character that can begin no attribute.
            rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        }
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    }
    found
}

/// The declarations of a style, names in lower case.
pub(super) fn declarations(style: &str) -> impl Iterator<Item = (String, &str)> {
    style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()))
}

/// The text of HTML: its entities resolved.
pub fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        let name = end.map_or("", |end| &rest[1..end]);
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
                None => number.parse().ok().and_then(char::from_u32),
            }),
        };
        match (character, end) {
            (Some(character), Some(end)) => {
                plain.push(character);
                rest = &rest[end + 1..];
            }
            _ => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}
