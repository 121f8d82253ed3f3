//! Objects -> lines: what `Out-Default`, `Out-Host`, `Out-String` and `Out-File` do with whatever comes.
//!
//! Objects that a `Format-*` cmdlet has turned into packets are drawn; all others are formatted first. One `Output`
//! serves one stream from its first object to its last (a script's whole output, or a line at the prompt), because
//! a table goes on over statements.

use std::rc::Rc;

use super::draw::{Drawer, LineSink, Surface};
use super::format::{Formatter, Parameters, Settings};
use super::packet::{Content, Entry, Packet};
use crate::value::{Run, Runtime, Value};

/// A stream of output.
pub struct Output {
    drawer: Drawer,
    formatter: Option<Formatter>,
}

impl Output {
    /// A stream onto this surface.
    pub fn new(surface: Surface) -> Output {
        Output { drawer: Drawer::new(surface), formatter: None }
    }

    /// Takes an object. The settings count from the first object that needs formatting until [`Output::finish`].
    pub fn object(&mut self, rt: &mut dyn Runtime, settings: &Settings, value: &Value, sink: &mut dyn LineSink) -> Run {
        if value.is_null() {
            return Ok(());
        }
        if let Some(packet) = Packet::of(value) {
            // A sequence that begins inside another ends that one first.
            if matches!(packet, Packet::Start(_)) && self.drawer.is_in_group() {
                self.finish(sink)?;
                self.drawer.reset();
            }
            return self.drawer.packet(packet.clone(), sink);
        }
        let formatter = self.formatter.get_or_insert_with(|| Formatter::new(Parameters::default(), settings.clone()));
        let mut packets = Vec::new();
        let formatted = formatter.object(rt, value, &mut packets);
        for packet in packets {
            self.drawer.packet(packet, sink)?;
        }
        formatted
    }

    /// Takes the text of an error, which is shown after the objects before it.
    pub fn error(&mut self, text: String, sink: &mut dyn LineSink) -> Run {
        self.drawer.packet(Packet::Entry(Rc::new(Entry { content: Content::Error(text), out_of_band: true })), sink)
    }

    /// Draws the rows that wait for others, without ending their table.
    pub fn flush(&mut self, sink: &mut dyn LineSink) -> Run {
        self.drawer.drain(sink)
    }

    /// Ends the stream: what was kept back is drawn.
    pub fn finish(&mut self, sink: &mut dyn LineSink) -> Run {
        if let Some(mut formatter) = self.formatter.take() {
            let mut packets = Vec::new();
            formatter.finish(&mut packets);
            for packet in packets {
                self.drawer.packet(packet, sink)?;
            }
        }
        self.drawer.drain(sink)
    }
}

/// Draws objects that belong together, from first to last.
pub fn lines(rt: &mut dyn Runtime, settings: &Settings, surface: Surface, values: &[Value]) -> Run<Vec<String>> {
    let mut output = Output::new(surface);
    let mut out = Vec::new();
    for value in values {
        output.object(rt, settings, value, &mut out)?;
    }
    output.finish(&mut out)?;
    Ok(out)
}
