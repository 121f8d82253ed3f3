//! Labels and values, a line each.

use std::rc::Rc;

use super::Pen;
use crate::present::cells::{blanks, cells, head};
use crate::present::style::RESET;
use crate::present::wrap::{split_lines, wrap};
use crate::value::Run;

const SEPARATOR: &str = " : ";

/// Draws the properties of one object.
pub(super) fn draw(fields: &[(Rc<str>, String)], pen: &mut Pen<'_>) -> Run {
    let screen = pen.surface.width;
    // One cell for a label, one for a value: below that nothing can be shown.
    let Some(widest_label) = screen.checked_sub(SEPARATOR.len() + 1).filter(|&width| width > 0) else { return Ok(()) };
    let label_width = fields.iter().map(|(label, _)| cells(label)).max().unwrap_or(0).min(widest_label);
    for (label, value) in fields {
        let label = match cells(label) {
            length if length > label_width => head(label, label_width),
            length => format!("{label}{}", blanks(label_width - length)),
        };
        draw_property(&format!("{label}{SEPARATOR}"), label_width + SEPARATOR.len(), value, pen)?;
    }
    Ok(())
}

fn draw_property(label: &str, label_width: usize, value: &str, pen: &mut Pen<'_>) -> Run {
    let width = pen.surface.width.saturating_sub(label_width);
    let mut is_first = true;
    for paragraph in split_lines(value) {
        for line in wrap(&paragraph, width, width, pen.surface.words) {
            let mut out = if !is_first {
                blanks(label_width)
            } else if pen.surface.styles.format_accent.is_empty() {
                label.to_owned()
            } else {
                format!("{}{label}{RESET}", pen.surface.styles.format_accent)
            };
            is_first = false;
            out.push_str(&line);
            if line.contains('\u{1b}') && !line.ends_with(RESET) {
                out.push_str(RESET);
            }
            pen.line(&out)?;
        }
    }
    Ok(())
}
