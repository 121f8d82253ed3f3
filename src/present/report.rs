//! Tables of our own reports (plans, mails): not PowerShell's, so they may have lines.

use comfy_table::{ContentArrangement, Table, presets};

use super::cells::strip_escapes;
use super::terminal::gate;

/// A table with a header, in at most `width` cells. Cells are user data: escape sequences and control characters in
/// them are neutralised, because the table library passes them through.
pub fn table<R, C>(header: &[&str], rows: R, width: usize) -> String
where
    R: IntoIterator,
    R::Item: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(header.iter().map(|text| (*text).to_owned()));
    for row in rows {
        table.add_row(row.into_iter().map(|cell| clean(cell.as_ref())));
    }
    let drawn = table.to_string();
    drawn.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn clean(text: &str) -> String {
    gate(&strip_escapes(text)).replace('\u{1b}', "\u{241b}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neutralises_cells() {
        let drawn = table(&["Name"], [["a\u{1b}[31mb\u{7}"]], 40);
        assert!(drawn.contains("ab␇"), "{drawn}");
    }
}
