//! A message about a place in a text, and its drawing with the line and a mark under the place.

use super::{SourceText, Span};
use std::rc::Rc;

/// Something to say about a range of a text: a parse error, or the place of a run-time error.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The text.
    pub source: Rc<SourceText>,
    /// The place in it.
    pub span: Span,
    /// What is said, possibly of several lines.
    pub message: String,
}

impl Diagnostic {
    /// PowerShell's concise view without colours: `Line |`, the numbered line, the mark, the message.
    ///
    /// The mark ends with the line where the range runs over several lines. What stands above (`ParserError: file:1:5`)
    /// is the caller's, who knows the category.
    pub fn draw(&self) -> String {
        let at = self.source.locate(self.span.start);
        let line = self.source.line(at.line);
        let line_start = self.source.line_start(at.line);
        let from = (self.span.start.saturating_sub(line_start) as usize).min(line.len());
        let to = (self.span.end.saturating_sub(line_start) as usize).clamp(from, line.len());
        let width = line.get(from..to).map_or(1, |t| t.chars().count()).max(1);
        let indent: String = line.get(..from).unwrap_or("").chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let number = at.line.to_string();
        let gutter = number.len().max(4);
        let mut out = format!("{:<gutter$} |\n{number:>gutter$} | {line}\n{:gutter$} | {indent}{}\n", "Line", "", "~".repeat(width));
        for text in self.message.lines() {
            out.push_str(&format!("{:gutter$} | {text}\n", ""));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_the_place() {
        let source = SourceText::new(None, "if ($x) {\n  ä }}\n");
        let text = source.text().find("}}").map_or(0, |i| i as u32 + 1);
        let drawn = Diagnostic { source, span: Span::new(text, text + 1), message: "Unexpected token '}'.".into() }.draw();
        assert_eq!(drawn, "Line |\n   2 |   ä }}\n     |      ~\n     | Unexpected token '}'.\n");
    }
}
