//! Rows and headers of a table.

use super::width::fit;
use super::{Pen, styled};
use crate::present::cells::{blanks, cells, head, tail};
use crate::present::packet::Align;
use crate::present::style::RESET;
use crate::present::wrap::wrap;
use crate::value::Run;

const ELLIPSIS: char = '…';
/// Below this width there is no table at all.
const SMALLEST_SCREEN: usize = 5;

/// How many texts of at most `width` cells go into one line of `screen` cells.
pub fn best_items_per_row(width: usize, screen: usize) -> usize {
    if width == 0 || width >= screen {
        return 1;
    }
    let mut count = 1;
    while width * (count + 1) + count < screen {
        count += 1;
    }
    count
}

/// A table's columns as they are drawn.
pub(super) struct TableWriter {
    /// None of a column: it is hidden. Empty: the screen is too narrow for a table.
    widths: Vec<Option<usize>>,
    aligns: Vec<Align>,
    own_labels: Vec<bool>,
}

impl TableWriter {
    pub(super) fn new(screen: usize, wanted: &[usize], aligns: Vec<Align>, own_labels: Vec<bool>) -> TableWriter {
        let widths = if screen < SMALLEST_SCREEN { Vec::new() } else { fit(screen, wanted) };
        TableWriter { widths, aligns, own_labels }
    }

    fn is_disabled(&self) -> bool {
        !self.widths.iter().any(Option::is_some)
    }

    /// Draws labels and the dashes beneath; gives the number of lines.
    pub(super) fn header(&self, labels: &[String], pen: &mut Pen<'_>) -> Run<usize> {
        if self.is_disabled() {
            return Ok(0);
        }
        let lines = self.wrapped(labels, &self.aligns, true, pen);
        let n_lines = lines.len() + 1;
        for line in lines {
            pen.line(&line)?;
        }
        let dashes: Vec<String> = labels
            .iter()
            .zip(&self.widths)
            .map(|(label, width)| {
                let width = width.unwrap_or(0);
                "-".repeat(if label.is_empty() { width } else { cells(label).min(width) })
            })
            .collect();
        let line = self.single(&dashes, &self.aligns, true, pen);
        pen.line(&line)?;
        Ok(n_lines)
    }

    /// Draws one row; alignments that are not given are the columns'.
    pub(super) fn row(&self, texts: &[String], aligns: &[Option<Align>], wraps: bool, pen: &mut Pen<'_>) -> Run {
        if self.is_disabled() {
            return Ok(());
        }
        let aligns: Vec<Align> =
            self.aligns.iter().enumerate().map(|(place, own)| aligns.get(place).copied().flatten().unwrap_or(*own)).collect();
        if wraps {
            for line in self.wrapped(texts, &aligns, false, pen) {
                pen.line(&line)?;
            }
            Ok(())
        } else {
            let line = self.single(texts, &aligns, false, pen);
            pen.line(&line)
        }
    }

    /// A row of one line.
    fn single(&self, texts: &[String], aligns: &[Align], is_header: bool, pen: &Pen<'_>) -> String {
        let mut line = String::new();
        let last = self.widths.len() - 1;
        for (place, width) in self.widths.iter().enumerate() {
            let Some(width) = *width else { continue };
            if place > 0 {
                line.push(' ');
            }
            let text = texts.get(place).map_or("", String::as_str);
            let field = field(text, width, aligns[place], place != last);
            if is_header {
                line.push_str(&styled(&pen.surface.styles.table_header, &field));
            } else {
                line.push_str(&field);
                if field.contains('\u{1b}') && !field.trim_end().ends_with(RESET) {
                    line.push_str(RESET);
                }
            }
        }
        line
    }

    /// A row whose cells may take several lines.
    fn wrapped(&self, texts: &[String], aligns: &[Align], is_header: bool, pen: &Pen<'_>) -> Vec<String> {
        let shown: Vec<(usize, usize)> =
            self.widths.iter().enumerate().filter_map(|(place, width)| width.map(|width| (place, width))).collect();
        let mut columns: Vec<Vec<String>> = Vec::with_capacity(shown.len());
        for (nth, &(place, width)) in shown.iter().enumerate() {
            let pads = nth + 1 != shown.len();
            let text = texts.get(place).map_or("", String::as_str);
            let mut lines = wrap(text, width, width, pen.surface.words);
            if pads || aligns[place] != Align::Left {
                for line in &mut lines {
                    if cells(line) < width {
                        *line = field(line, width, aligns[place], pads);
                    }
                }
            }
            if nth > 0 {
                for line in &mut lines {
                    line.insert(0, ' ');
                }
            }
            columns.push(lines);
        }
        let n_rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        let mut rows = Vec::with_capacity(n_rows);
        for row in 0..n_rows {
            let last_with_text = columns.iter().rposition(|lines| lines.len() > row).unwrap_or(0);
            let mut out = String::new();
            for (nth, lines) in columns.iter().enumerate() {
                let mut cell = match lines.get(row) {
                    Some(line) => line.clone(),
                    None if nth > last_with_text || nth + 1 == columns.len() => String::new(),
                    None => blanks(shown[nth].1 + usize::from(nth > 0)),
                };
                if nth == last_with_text && n_rows > 1 {
                    cell.truncate(cell.trim_end().len());
                }
                if is_header {
                    cell = self.header_cell(cell, shown[nth].0, nth, pen);
                }
                out.push_str(&cell);
            }
            rows.push(out);
        }
        rows
    }

    fn header_cell(&self, cell: String, place: usize, nth: usize, pen: &Pen<'_>) -> String {
        let styles = &pen.surface.styles;
        if self.own_labels.get(place).copied().unwrap_or(true) {
            return format!("{}{cell}{RESET}", styles.table_header);
        }
        if cell.is_empty() {
            return RESET.to_owned();
        }
        // From the second column on a cell starts with the blank between columns, which stays outside.
        let (gap, text) = cell.split_at(usize::from(nth > 0));
        format!("{gap}{}{text}{RESET}", styles.custom_table_header_label)
    }
}

/// A text in a field of `width` cells: padded, or cut with an ellipsis; only its first line is shown.
fn field(text: &str, width: usize, align: Align, pads_right: bool) -> String {
    let mut text = match text.find(['\n', '\r']) {
        Some(end) => format!("{}{ELLIPSIS}", &text[..end]),
        None => text.to_owned(),
    };
    let length = cells(&text);
    if length < width {
        let gap = width - length;
        match align {
            Align::Right => text.insert_str(0, &blanks(gap)),
            Align::Center => {
                text.insert_str(0, &blanks(gap / 2));
                if pads_right {
                    text.push_str(&blanks(gap - gap / 2));
                }
            }
            Align::Left if pads_right => text.push_str(&blanks(gap)),
            Align::Left => {}
        }
    } else if length > width {
        text = match (width > 1, align) {
            (true, Align::Right) => format!("{ELLIPSIS}{}", tail(&text, width - 1)),
            (true, _) => {
                let mut cut = head(&text, width - 1);
                let at = if cut.ends_with(RESET) { cut.len() - RESET.len() } else { cut.len() };
                cut.insert(at, ELLIPSIS);
                cut
            }
            (false, Align::Right) => tail(&text, width),
            (false, _) => head(&text, width),
        };
        // A wide character that was cut off leaves a cell free.
        if cells(&text) != width {
            match align {
                Align::Right => text.insert(0, ' '),
                _ if pads_right => text.push(' '),
                _ => {}
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_the_end_that_matters_least() {
        assert_eq!(field("abcdefghijklmnop", 6, Align::Left, true), "abcde…");
        assert_eq!(field("1234567890123", 6, Align::Right, true), "…90123");
        assert_eq!(field("abcdefghijklmnop", 7, Align::Center, false), "abcdef…");
        assert_eq!(field("line1\nline2", 8, Align::Left, true), "line1…  ");
    }

    #[test]
    fn fills_a_line() {
        assert_eq!(best_items_per_row(5, 79), 13);
        assert_eq!(best_items_per_row(90, 79), 1);
    }
}
