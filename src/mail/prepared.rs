//! A template rendered once with marks in place of the values: later mails only fill the marks.
//!
//! This is for the compiled-in templates, which show their values and ask whether they are there, and
//! do nothing else with them; a test holds it to what the engine writes. Which marks a template
//! gets, and how a value is escaped, is in `render`.

/// The fields whose values differ from mail to mail, in the order of their marks.
pub(super) const FIELDS: [&str; 7] = ["name", "account", "number", "dial", "conference_id", "pin", "date"];

/// Private-use characters around the number of a field: no text of ours has them.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// The mark that stands for a field.
pub(super) fn mark(field: usize) -> String {
    format!("{OPEN}{field}{CLOSE}")
}

/// A rendered template, cut at its marks.
#[derive(Debug)]
pub(super) struct Prepared {
    /// Text, and the field that follows it.
    pieces: Vec<(String, usize)>,
    tail: String,
    n_bytes: usize,
}

impl Prepared {
    /// Cuts a rendered template; `None` if a mark was changed by the template.
    pub(super) fn cut(rendered: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = rendered;
        while let Some((text, after)) = rest.split_once(OPEN) {
            let (field, after) = after.split_once(CLOSE)?;
            let field = field.parse().ok().filter(|field| *field < FIELDS.len())?;
            pieces.push((text.to_owned(), field));
            rest = after;
        }
        if rest.contains(CLOSE) {
            return None;
        }
        Some(Self { pieces, tail: rest.to_owned(), n_bytes: rendered.len() })
    }

    /// The template with the values in place of its marks.
    pub(super) fn fill(&self, values: &[Option<String>; FIELDS.len()]) -> String {
        let mut filled = String::with_capacity(self.n_bytes + 128);
        for (text, field) in &self.pieces {
            filled.push_str(text);
            filled.push_str(values[*field].as_deref().unwrap_or_default());
        }
        filled.push_str(&self.tail);
        filled
    }
}
