//! Free text with indents: groups' headings and custom views.

use super::Pen;
use crate::present::cells::blanks;
use crate::present::packet::Token;
use crate::present::wrap::wrap;
use crate::value::Run;

/// Deeper frames are left out.
const DEEPEST: usize = 50;

struct Writer<'a, 'b> {
    width: usize,
    buffer: String,
    left: usize,
    first_line: isize,
    pen: &'a mut Pen<'b>,
}

/// Draws tokens in `width` cells; text at the end without a line end gets one.
pub(super) fn draw(tokens: &[Token], width: usize, pen: &mut Pen<'_>) -> Run {
    let mut writer = Writer { width, buffer: String::new(), left: 0, first_line: 0, pen };
    writer.tokens(tokens, 0)?;
    writer.flush()
}

impl Writer<'_, '_> {
    fn tokens(&mut self, tokens: &[Token], depth: usize) -> Run {
        for token in tokens {
            match token {
                Token::Text(text) => self.buffer.push_str(text),
                Token::NewLine => self.flush()?,
                Token::Frame { left, first_line, tokens } if depth < DEEPEST => {
                    let before = (self.left, self.first_line);
                    self.left += left;
                    self.first_line = *first_line;
                    self.tokens(tokens, depth + 1)?;
                    (self.left, self.first_line) = before;
                }
                Token::Frame { .. } => {}
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Run {
        let text = std::mem::take(&mut self.buffer);
        let useful = self.width.saturating_sub(self.left);
        let text = if useful == 0 { String::new() } else { text };
        let shift = if self.first_line.unsigned_abs() >= useful { 0 } else { self.first_line };
        let (first_width, following_width) =
            if shift >= 0 { (useful - shift.unsigned_abs(), useful) } else { (useful, useful - shift.unsigned_abs()) };
        let (first_pad, following_pad) =
            if shift >= 0 { (self.left + shift.unsigned_abs(), self.left) } else { (self.left, self.left + shift.unsigned_abs()) };
        for (nth, line) in wrap(&text, first_width, following_width, self.pen.surface.words).iter().enumerate() {
            let pad = if nth == 0 { first_pad } else { following_pad };
            self.pen.line(&format!("{}{line}", blanks(pad)))?;
        }
        Ok(())
    }
}
