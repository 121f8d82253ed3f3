//! Packets -> lines: the drawing half of the formatter.

mod complex;
mod list;
mod queue;
mod table;
mod width;

use std::rc::Rc;

use super::packet::{Align, Content, Entry, Header, Packet, Shape, Start};
use super::style::{Formatting, RESET, Rendering};
use super::wrap::wraps_words;
use crate::value::text::culture::Culture;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};
use queue::GroupQueue;
use table::TableWriter;
pub use table::best_items_per_row;

/// Takes finished lines.
pub trait LineSink {
    /// Takes a line without its end; plain text may itself have several lines.
    fn line(&mut self, text: &str) -> Run;

    /// Takes an error's text, likewise.
    fn error(&mut self, text: &str) -> Run {
        self.line(text)
    }
}

impl LineSink for Vec<String> {
    fn line(&mut self, text: &str) -> Run {
        self.push(text.to_owned());
        Ok(())
    }
}

/// The surface that is drawn on.
#[derive(Clone)]
pub struct Surface {
    /// Cells in a line that lists and free text may take.
    pub width: usize,
    /// Cells in a line that tables may take.
    pub table_width: usize,
    /// Lines on the screen, for repeated headers.
    pub height: usize,
    /// Whether escape sequences reach it.
    pub rendering: Rendering,
    /// The styles of headers and labels.
    pub styles: Rc<Formatting>,
    /// Whether lines are broken between words.
    pub words: bool,
}

impl Surface {
    /// A surface of this width without colours.
    pub fn plain(width: usize, culture: &Culture) -> Surface {
        Surface { width, table_width: width, height: 24, rendering: Rendering::Plain, styles: Rc::default(), words: wraps_words(culture) }
    }
}

/// Writes lines to a sink, escape sequences taken out where they are not wanted.
pub(super) struct Pen<'a> {
    pub surface: &'a Surface,
    pub sink: &'a mut dyn LineSink,
}

impl Pen<'_> {
    pub(super) fn line(&mut self, text: &str) -> Run {
        match self.surface.rendering {
            Rendering::Ansi => self.sink.line(text),
            Rendering::Plain => self.sink.line(&super::cells::strip_escapes(text)),
        }
    }
}

/// What a group's rows were measured to need.
enum Hint {
    Columns(Vec<usize>),
    Widest(usize),
}

/// Where in the protocol we are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    InSequence,
    InGroup,
}

/// The group that is being drawn.
enum Group {
    Table { writer: TableWriter, n_lines: usize },
    List,
    Wide { writer: TableWriter, items: Vec<String>, per_row: usize },
    Complex,
}

/// Draws packets.
pub struct Drawer {
    surface: Surface,
    queue: Option<GroupQueue>,
    state: State,
    start: Option<Rc<Start>>,
    group: Option<Group>,
    hint: Option<Hint>,
}

impl Drawer {
    /// A drawer for one stream of output.
    pub fn new(surface: Surface) -> Drawer {
        Drawer { surface, queue: None, state: State::Outside, start: None, group: None, hint: None }
    }

    /// The surface it draws on.
    pub fn surface(&self) -> &Surface {
        &self.surface
    }

    /// Whether a sequence's start now would have to close the one under way first.
    pub fn is_in_group(&self) -> bool {
        self.state == State::InGroup
    }

    /// Takes the next packet; draws it, or keeps it until its group's widths are known.
    pub fn packet(&mut self, packet: Packet, sink: &mut dyn LineSink) -> Run {
        self.advance(&packet)?;
        if let Packet::Start(start) = &packet {
            // Cells decide the widths of a table that was asked to, or whose first column has none. Once a stream
            // has had such a table, all its later tables are measured too, their own widths ignored.
            if start.auto_size {
                self.queue = Some(GroupQueue::until_end());
            } else if let Shape::Table(header) = &start.shape
                && header.columns.first().is_some_and(|column| column.width == 0)
            {
                self.queue = Some(GroupQueue::for_a_moment());
            }
        }
        let ready = match &mut self.queue {
            None => vec![packet],
            Some(queue) => queue.add(packet),
        };
        self.draw_all(ready, sink)
    }

    /// Draws what was kept back.
    pub fn drain(&mut self, sink: &mut dyn LineSink) -> Run {
        let rest = self.queue.as_mut().map(GroupQueue::take).unwrap_or_default();
        self.draw_all(rest, sink)
    }

    /// Forgets that a sequence is open, after its end has been drawn out of turn.
    pub fn reset(&mut self) {
        self.state = State::Outside;
    }

    fn advance(&mut self, packet: &Packet) -> Run {
        let (needed, next) = match packet {
            Packet::Entry(entry) if entry.out_of_band => return Ok(()),
            Packet::Entry(_) => (State::InGroup, State::InGroup),
            Packet::Start(_) => (State::Outside, State::InSequence),
            Packet::End => (State::InSequence, State::Outside),
            Packet::GroupStart(_) => (State::InSequence, State::InGroup),
            Packet::GroupEnd => (State::InGroup, State::InSequence),
        };
        if self.state != needed {
            return Err(out_of_sequence(packet).into());
        }
        self.state = next;
        Ok(())
    }

    fn draw_all(&mut self, packets: Vec<Packet>, sink: &mut dyn LineSink) -> Run {
        if packets.len() > 1 {
            self.measure(&packets);
        }
        for packet in packets {
            self.draw(packet, sink)?;
        }
        Ok(())
    }

    /// Measures the cells of the group in these packets.
    fn measure(&mut self, packets: &[Packet]) {
        let Some(start) = self.start.clone() else { return };
        let entries = packets.iter().filter_map(|packet| match packet {
            Packet::Entry(entry) if !entry.out_of_band => Some(entry),
            _ => None,
        });
        self.hint = match &start.shape {
            Shape::Table(header) if !header.columns.is_empty() => {
                let mut widths: Vec<usize> = header.columns.iter().map(|column| super::cells::cells(&column.label)).collect();
                for entry in entries {
                    if let Content::Row { fields, .. } = &entry.content {
                        for (width, (text, _)) in widths.iter_mut().zip(fields) {
                            *width = (*width).max(super::cells::cells(text));
                        }
                    }
                }
                Some(Hint::Columns(widths))
            }
            Shape::Wide { columns: 0 } => {
                let widest = entries.map(|entry| match &entry.content {
                    Content::Wide(text) => super::cells::cells(text),
                    _ => 0,
                });
                Some(Hint::Widest(widest.max().unwrap_or(0)))
            }
            _ => None,
        };
    }

    fn draw(&mut self, packet: Packet, sink: &mut dyn LineSink) -> Run {
        let surface = self.surface.clone();
        let mut pen = Pen { surface: &surface, sink };
        match packet {
            Packet::Start(start) => {
                self.start = Some(start);
                pen.line("")
            }
            Packet::GroupStart(heading) => {
                let group = self.open_group();
                if let Some(tokens) = heading {
                    complex::draw(&tokens, surface.width, &mut pen)?;
                    pen.line("")?;
                }
                self.group = Some(group);
                self.draw_header(&mut pen)
            }
            Packet::Entry(entry) if entry.out_of_band => draw_out_of_band(&entry, &mut pen),
            Packet::Entry(entry) => self.draw_entry(&entry, &mut pen),
            Packet::GroupEnd => match self.group.take() {
                Some(Group::Wide { writer, items, .. }) if !items.is_empty() => writer.row(&items, &[], false, &mut pen),
                _ => Ok(()),
            },
            Packet::End => match self.start.take().as_deref() {
                // A list has written a blank line after its last entry already.
                Some(Start { shape: Shape::List, .. }) => Ok(()),
                _ => pen.line(""),
            },
        }
    }

    fn open_group(&mut self) -> Group {
        let hint = self.hint.take();
        let Some(start) = self.start.clone() else { return Group::List };
        match &start.shape {
            Shape::Table(header) => {
                let widths: Vec<usize> = match hint {
                    Some(Hint::Columns(widths)) => widths,
                    _ => header.columns.iter().map(|column| column.width).collect(),
                };
                let aligns: Vec<Align> = header.columns.iter().map(|column| column.align).collect();
                let own: Vec<bool> = header.columns.iter().map(|column| column.is_property).collect();
                Group::Table { writer: TableWriter::new(self.surface.table_width, &widths, aligns, own), n_lines: 0 }
            }
            Shape::List => Group::List,
            Shape::Wide { columns } => {
                let per_row = match hint {
                    Some(Hint::Widest(widest)) if widest > 0 => best_items_per_row(widest, self.surface.table_width),
                    _ if *columns > 0 => *columns,
                    _ => 2,
                };
                let writer = TableWriter::new(self.surface.table_width, &vec![0; per_row], vec![Align::Left; per_row], vec![true; per_row]);
                Group::Wide { writer, items: Vec::new(), per_row }
            }
            Shape::Complex => Group::Complex,
        }
    }

    fn header(&self) -> Option<(Rc<Start>, bool)> {
        let start = self.start.clone()?;
        match &start.shape {
            Shape::Table(Header { hidden, .. }) => {
                let hidden = *hidden;
                Some((start, hidden))
            }
            _ => None,
        }
    }

    fn draw_header(&mut self, pen: &mut Pen<'_>) -> Run {
        let Some((start, hidden)) = self.header() else { return Ok(()) };
        if let (Some(Group::Table { writer, n_lines }), Shape::Table(header), false) = (&mut self.group, &start.shape, hidden) {
            let labels: Vec<String> = header.columns.iter().map(|column| column.label.to_string()).collect();
            if !labels.is_empty() {
                *n_lines += writer.header(&labels, pen)?;
            }
        }
        Ok(())
    }

    fn draw_entry(&mut self, entry: &Entry, pen: &mut Pen<'_>) -> Run {
        match (&mut self.group, &entry.content) {
            (Some(Group::Table { writer, n_lines }), Content::Row { fields, wrap }) => {
                let Some(Start { shape: Shape::Table(header), .. }) = self.start.as_deref() else { return Ok(()) };
                let n_columns = header.columns.len();
                if n_columns == 0 {
                    return Ok(());
                }
                // Two lines of a screen are left to the pager and a blank line.
                if header.repeated && !header.hidden && *n_lines + 2 >= pen.surface.height {
                    pen.line("")?;
                    let labels: Vec<String> = header.columns.iter().map(|column| column.label.to_string()).collect();
                    *n_lines = writer.header(&labels, pen)?;
                }
                let mut texts = Vec::with_capacity(n_columns);
                let mut aligns = Vec::with_capacity(n_columns);
                for place in 0..n_columns {
                    let (text, align) = fields.get(place).cloned().unwrap_or((String::new(), Some(Align::Left)));
                    texts.push(text);
                    aligns.push(align);
                }
                writer.row(&texts, &aligns, *wrap, pen)?;
                *n_lines += 1;
                Ok(())
            }
            (Some(Group::List), Content::List(fields)) => {
                list::draw(fields, pen)?;
                pen.line("")
            }
            (Some(Group::Wide { writer, items, per_row }), Content::Wide(text)) => {
                items.push(text.clone());
                if items.len() == *per_row {
                    writer.row(items, &[], false, pen)?;
                    items.clear();
                }
                Ok(())
            }
            (Some(Group::Complex), Content::Complex(tokens)) => complex::draw(tokens, pen.surface.width, pen),
            _ => Ok(()),
        }
    }
}

fn draw_out_of_band(entry: &Entry, pen: &mut Pen<'_>) -> Run {
    match &entry.content {
        Content::Raw(text) => pen.line(text),
        Content::Error(text) => match pen.surface.rendering {
            Rendering::Ansi => pen.sink.error(text),
            Rendering::Plain => pen.sink.error(&super::cells::strip_escapes(text)),
        },
        Content::Complex(tokens) => complex::draw(tokens, usize::MAX / 4, pen),
        Content::List(fields) => {
            pen.line("")?;
            list::draw(fields, pen)?;
            pen.line("")
        }
        Content::Row { .. } | Content::Wide(_) => Ok(()),
    }
}

fn out_of_sequence(packet: &Packet) -> ErrorRecord {
    let cmdlet = match packet {
        Packet::Start(start) => match start.shape {
            Shape::Table(_) => "format-table",
            Shape::List => "format-list",
            Shape::Wide { .. } => "format-wide",
            Shape::Complex => "format-complex",
        },
        _ => "format-*",
    };
    let class = packet.clone().into_value().type_id().full_name();
    let text = format!(
        "The object of type \"{class}\" is not valid or not in the correct sequence. This is likely caused by a user-specified \"{cmdlet}\" command which is conflicting with the default formatting."
    );
    let record = ErrorRecord::new(
        TypeId::INVALID_OPERATION_EXCEPTION,
        "Operation is not valid due to the current state of the object.",
        "ConsoleLineOutputOutOfSequencePacket",
        Category::InvalidData,
        Value::Null,
    );
    *record.0.details.borrow_mut() = Some((Rc::from(text), None));
    record
}

/// A text in a style, as far as there is one.
pub(super) fn styled(style: &str, text: &str) -> String {
    if style.is_empty() { text.to_owned() } else { format!("{style}{text}{RESET}") }
}
