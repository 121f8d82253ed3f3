//! A place in a source as error messages show it: the line, cut to fit, and the mark beneath.

use super::{SourceText, Span};

/// Characters of a line that are shown at most.
const WIDEST: usize = 69;
/// Characters before and after the place that are kept first.
const BEFORE: usize = 12;
const AFTER: usize = 8;

/// A line and its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line's number, from 1.
    pub line_number: u32,
    /// The column of the place, from 1.
    pub column: u32,
    /// The line, cut at `…` if it is long; empty if there is none.
    pub line: String,
    /// Blanks before the mark.
    pub indent: usize,
    /// The mark's length.
    pub length: usize,
}

/// The excerpt for a place. A place of several lines is marked to the end of its first.
pub fn excerpt(source: &SourceText, span: Span) -> Excerpt {
    let at = source.locate(span.start);
    let end = source.locate(span.end);
    let whole = source.line(at.line);
    let mut line: Vec<char> = whole.trim_end().chars().collect();
    let mut before = chars_before(whole, at.column);
    let mut length = if end.line == at.line && chars_before(whole, end.column) <= line.len() {
        chars_before(whole, end.column).saturating_sub(before)
    } else {
        line.len().saturating_sub(before)
    };
    expand_tabs(&mut line, &mut before, &mut length);
    let mut prefix_dots = false;
    let mut suffix_dots = false;
    if line.len() > WIDEST {
        let mut prefix = before.min(BEFORE);
        let rest = line.len().saturating_sub(before + length);
        let mut suffix = rest.min(AFTER);
        if prefix + length + suffix >= WIDEST {
            length = length.min(WIDEST - prefix);
            suffix = suffix.min(WIDEST - prefix - length);
        } else {
            prefix += (before - prefix).min(WIDEST - prefix - length - suffix);
            suffix += (rest - suffix).min(WIDEST - prefix - length - suffix);
        }
        suffix_dots = before + length + suffix < line.len();
        prefix_dots = prefix < before;
        line = line[before - prefix..before + length + suffix].to_vec();
        before = prefix;
    }
    let mut text = String::new();
    if prefix_dots {
        text.push_str("… ");
    }
    text.extend(line);
    if suffix_dots {
        text.push_str(" …");
    }
    let indent = before + if prefix_dots { 2 } else { 0 };
    // At the end of the text there is nothing to mark, but the place.
    Excerpt { line_number: at.line, column: at.column, line: text, indent, length: length.max(1) }
}

/// Characters before a column that counts UTF-16 units from 1.
fn chars_before(line: &str, column: u32) -> usize {
    let mut units = 1;
    line.chars()
        .take_while(|c| {
            let is_before = units < column;
            units += c.len_utf16() as u32;
            is_before
        })
        .count()
}

fn expand_tabs(line: &mut Vec<char>, before: &mut usize, length: &mut usize) {
    if !line.contains(&'\t') {
        return;
    }
    let (start, end) = (*before, *before + *length);
    let mut out = Vec::with_capacity(line.len() + 16);
    for (nth, c) in line.iter().enumerate() {
        if *c != '\t' {
            out.push(*c);
            continue;
        }
        out.extend([' '; 4]);
        if nth < start {
            *before += 3;
        } else if nth < end {
            *length += 3;
        }
    }
    *line = out;
}

/// `At file:line char:column` with the excerpt: `$_.InvocationInfo.PositionMessage`.
pub fn position_message(source: &SourceText, span: Span) -> String {
    let excerpt = excerpt(source, span);
    let mut out = format!("At {}:{} char:{}\n", source.name().unwrap_or("line"), excerpt.line_number, excerpt.column);
    if excerpt.line.is_empty() {
        out.push_str("+ ");
    } else {
        out.push_str(&format!("+ {}\n+ {}{}", excerpt.line, " ".repeat(excerpt.indent), "~".repeat(excerpt.length)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, part: &str) -> Excerpt {
        let source = SourceText::new(None, text);
        let start = text.find(part).unwrap_or(0) as u32;
        excerpt(&source, Span::new(start, start + part.len() as u32))
    }

    #[test]
    fn cuts_long_lines_around_the_place() {
        let text =
            "$a = 1; $b = 0; $c = 'some text that makes this line rather long for the marker'; $d = $a / $b; $e = 'tail of the line'";
        let found = of(text, "$d = $a / $b");
        assert_eq!(found.line, "… hat makes this line rather long for the marker'; $d = $a / $b; $e = ' …");
        assert_eq!((found.indent, found.length), (51, 12));
        let text = "function Inner { throw [System.InvalidOperationException]::new('inner failure') }";
        let found = of(text, "throw [System.InvalidOperationException]::new('inner failure')");
        assert_eq!(found.line, "… ion Inner { throw [System.InvalidOperationException]::new('inner fail …");
        assert_eq!((found.indent, found.length), (14, 57));
    }
}
