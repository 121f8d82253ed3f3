//! The rows on the screen: lays the line out, and draws what has changed.

use std::fmt::Write as _;
use std::io::Write as _;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::present::cells::strip_escapes;

const RESET: &str = "\x1b[0m";

/// A row as it is drawn.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct Row {
    text: String,
    cells: usize,
    /// Bytes and cells at its start that are always the same: the prompt.
    fixed: (usize, usize),
    /// The text goes on in the next row.
    wraps: bool,
}

/// What to draw.
pub struct Scene<'s> {
    /// The prompt's last line, with colours.
    pub prompt: &'s str,
    /// Before further lines, with colours.
    pub continuation: &'s str,
    /// The text.
    pub text: &'s str,
    /// For each byte of the text the number of its style; empty: no colours.
    pub marks: &'s [u8],
    /// Styles by number; 0 is none.
    pub styles: &'s [String],
    /// The cursor, a byte of the text.
    pub cursor: usize,
    /// Behind the text, with its style.
    pub suggestion: Option<(&'s str, &'s str)>,
    /// Lines below the text, which fit into the screen's width.
    pub below: &'s [String],
}

/// The screen below the prompt.
#[derive(Default)]
pub struct Screen {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    drawn: Vec<Row>,
    /// The first row that is seen, where not all have room.
    top: usize,
    /// The cursor: row among the drawn ones, column.
    at: (usize, usize),
    /// The last column was written, and the cursor stands behind it.
    is_pending: bool,
}

/// Cells of a character as it is drawn.
pub fn cells_of(grapheme: &str) -> usize {
    match grapheme.chars().next() {
        Some('\t') => 4,
        Some(c) if c.is_control() => 2,
        _ => grapheme.width(),
    }
}

/// Cells of a text without escape sequences, as a terminal has them.
pub fn width(text: &str) -> usize {
    strip_escapes(text).graphemes(true).map(cells_of).sum()
}

/// A character that would act, as it is shown.
fn push_shown(out: &mut String, grapheme: &str) {
    match grapheme.chars().next() {
        Some('\t') => out.push_str("    "),
        Some(c) if c.is_control() => {
            out.push('^');
            out.push(char::from_u32((c as u32 & 0x7f) ^ 0x40).unwrap_or('?'));
        }
        Some(c) if crate::present::terminal::is_direction_control(c) => out.push('\u{fffd}'),
        _ => out.push_str(grapheme),
    }
}

/// Lays rows out.
struct Layout<'s> {
    rows: Vec<Row>,
    row: Row,
    columns: usize,
    style: &'s str,
}

impl<'s> Layout<'s> {
    fn set_style(&mut self, style: &'s str) {
        if self.style != style {
            if !self.style.is_empty() {
                self.row.text.push_str(RESET);
            }
            self.row.text.push_str(style);
            self.style = style;
        }
    }

    fn end_row(&mut self, wraps: bool) {
        let style = self.style;
        self.set_style("");
        self.row.wraps = wraps;
        self.rows.push(std::mem::take(&mut self.row));
        if wraps {
            self.set_style(style);
        }
    }

    /// Makes room for a character; where it stands.
    fn room(&mut self, n: usize) -> (usize, usize) {
        if self.row.cells + n > self.columns && self.row.cells > 0 {
            self.end_row(self.row.cells == self.columns);
        }
        (self.rows.len(), self.row.cells)
    }

    fn push(&mut self, grapheme: &str) {
        let n = cells_of(grapheme);
        self.room(n);
        push_shown(&mut self.row.text, grapheme);
        self.row.cells += n;
    }
}

impl Screen {
    /// Begins below: nothing is drawn yet, the cursor stands at the start of a row.
    pub fn restart(&mut self) {
        self.measure();
        self.drawn.clear();
        self.top = 0;
        self.at = (0, 0);
        self.is_pending = false;
    }

    /// Begins at the start of the row that the cursor is in.
    pub fn begin(&mut self) {
        self.restart();
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(b"\r");
    }

    /// Asks the terminal for its size.
    pub fn measure(&mut self) {
        self.columns = crate::repl::terminal::columns().max(2);
        self.rows = crate::repl::terminal::rows().max(2);
    }

    fn layout(&self, scene: &Scene<'_>) -> (Vec<Row>, (usize, usize)) {
        let mut layout = Layout { rows: Vec::new(), row: Row::default(), columns: self.columns, style: "" };
        // The prompt is one piece, unless it is longer than a row.
        let prompt_cells = width(scene.prompt);
        if prompt_cells <= self.columns {
            layout.row.text.push_str(scene.prompt);
            layout.row.cells = prompt_cells;
            layout.row.fixed = (scene.prompt.len(), prompt_cells);
        } else {
            for grapheme in strip_escapes(scene.prompt).graphemes(true) {
                layout.push(grapheme);
            }
        }
        let mut cursor = None;
        for (at, grapheme) in scene.text.grapheme_indices(true) {
            if grapheme == "\n" || grapheme == "\r\n" {
                if at == scene.cursor {
                    cursor = Some(layout.room(1));
                }
                layout.set_style("");
                layout.end_row(false);
                layout.row.text.push_str(scene.continuation);
                layout.row.cells = width(scene.continuation).min(self.columns);
                layout.row.fixed = (scene.continuation.len(), layout.row.cells);
                continue;
            }
            let style = scene.marks.get(at).map_or("", |mark| scene.styles.get(usize::from(*mark)).map_or("", String::as_str));
            let place = layout.room(cells_of(grapheme));
            if at == scene.cursor {
                cursor = Some(place);
            }
            layout.set_style(style);
            layout.push(grapheme);
        }
        layout.set_style("");
        let cursor = cursor.unwrap_or_else(|| layout.room(1));
        if let Some((text, style)) = scene.suggestion {
            for grapheme in text.graphemes(true).take_while(|grapheme| *grapheme != "\n") {
                layout.room(cells_of(grapheme));
                layout.set_style(style);
                layout.push(grapheme);
            }
            layout.set_style("");
        }
        layout.end_row(false);
        for line in scene.below {
            layout.rows.push(Row { text: line.clone(), cells: width(line).min(self.columns), ..Row::default() });
        }
        (layout.rows, cursor)
    }

    /// Draws a scene: what differs from what is on the screen.
    pub fn draw(&mut self, scene: &Scene<'_>) {
        let (rows, cursor) = self.layout(scene);
        let height = self.rows;
        self.top = self.top.min(rows.len().saturating_sub(height)).min(cursor.0);
        if cursor.0 >= self.top + height {
            self.top = cursor.0 + 1 - height;
        }
        if rows.len() <= height {
            self.top = 0;
        } else if rows.len() - self.top < height {
            self.top = rows.len() - height;
        }
        let end = (self.top + height).min(rows.len());
        let seen = &rows[self.top..end];
        let mut out = String::new();
        let mut n_changed = 0;
        for (at, row) in seen.iter().enumerate() {
            if self.drawn.get(at) == Some(row) {
                continue;
            }
            n_changed += 1;
            let old = self.drawn.get(at);
            let keeps = old
                .is_some_and(|old| row.fixed.0 > 0 && old.fixed == row.fixed && old.text.get(..row.fixed.0) == row.text.get(..row.fixed.0));
            let follows = self.is_pending && at == self.at.0 + 1 && seen[at - 1].wraps && !keeps && row.cells > 0;
            if !follows {
                self.go(&mut out, at, if keeps { row.fixed.1 } else { 0 });
            }
            out.push_str(if keeps { &row.text[row.fixed.0..] } else { &row.text });
            self.at = (at, row.cells);
            self.is_pending = row.cells >= self.columns;
            if !self.is_pending {
                out.push_str("\x1b[K");
            }
            if at < self.drawn.len() {
                self.drawn[at] = row.clone();
            } else {
                self.drawn.push(row.clone());
            }
        }
        if self.drawn.len() > seen.len() {
            self.go(&mut out, seen.len(), 0);
            out.push_str("\x1b[J");
            self.drawn.truncate(seen.len());
        }
        self.go(&mut out, cursor.0 - self.top, cursor.1.min(self.columns - 1));
        let mut stdout = std::io::stdout().lock();
        let _ = if n_changed > 1 { write!(stdout, "\x1b[?25l{out}\x1b[?25h") } else { stdout.write_all(out.as_bytes()) };
        let _ = stdout.flush();
    }

    /// Moves the cursor.
    fn go(&mut self, out: &mut String, row: usize, column: usize) {
        if self.at == (row, column) && !self.is_pending {
            return;
        }
        let _ = match row.cmp(&self.at.0) {
            std::cmp::Ordering::Less => write!(out, "\r\x1b[{}A", self.at.0 - row),
            std::cmp::Ordering::Greater => {
                let n_there = self.drawn.len().saturating_sub(1).saturating_sub(self.at.0).min(row - self.at.0);
                out.push('\r');
                if n_there > 0 {
                    let _ = write!(out, "\x1b[{n_there}B");
                }
                out.push_str(&"\n".repeat(row - self.at.0 - n_there));
                Ok(())
            }
            std::cmp::Ordering::Equal => {
                out.push('\r');
                Ok(())
            }
        };
        if column > 0 {
            let _ = write!(out, "\x1b[{column}C");
        }
        self.at = (row, column);
        self.is_pending = false;
    }

    /// Draws the scene a last time and leaves the cursor behind its text; then `mark`, and the start of the next row.
    pub fn finish(&mut self, scene: &Scene<'_>, mark: &str) {
        let scene = Scene { cursor: scene.text.len(), suggestion: None, below: &[], ..*scene };
        self.draw(&scene);
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(mark.as_bytes());
        let _ = stdout.write_all(b"\n");
        let _ = stdout.flush();
        drop(stdout);
        self.restart();
    }

    /// The terminal has another size: what was drawn is drawn anew where its prompt is now.
    pub fn resized(&mut self) {
        // Rows that went on are one line for the terminal, which breaks it anew.
        let old_columns = self.columns.max(1);
        self.measure();
        let mut above = 0;
        let mut line = 0;
        for row in self.drawn.iter().take(self.at.0) {
            line += row.cells;
            if !row.wraps {
                above += line.div_ceil(self.columns).max(1);
                line = 0;
            }
        }
        above += (line + self.at.1.min(old_columns)) / self.columns;
        let mut out = String::from("\r");
        if above > 0 {
            let _ = write!(out, "\x1b[{above}A");
        }
        out.push_str("\x1b[J");
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(out.as_bytes());
        let _ = stdout.flush();
        self.drawn.clear();
        self.top = 0;
        self.at = (0, 0);
        self.is_pending = false;
    }

    /// Clears the screen; the next drawing is at its top.
    pub fn clear(&mut self) {
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(b"\x1b[H\x1b[2J");
        let _ = stdout.flush();
        drop(stdout);
        self.restart();
    }
}
