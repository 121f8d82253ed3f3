//! XML and HTML of objects, and searches in XML.

pub mod convert_to_html;
pub mod convert_to_xml;
pub mod select_xml;

/// Text of an element, or of an attribute, with what XML reserves escaped.
pub fn escape(text: &str, in_attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            '\n' if in_attribute => out.push_str("&#xA;"),
            '\t' if in_attribute => out.push_str("&#x9;"),
            // XML has no place for other control characters.
            c if c < ' ' && !matches!(c, '\t' | '\n') => out.push_str(&format!("&#x{:X};", c as u32)),
            c => out.push(c),
        }
    }
    out
}
