//! Objects -> packets: the deciding half of the formatter.
//!
//! The first object decides the shape: a default view of its type; else a table for up to four properties, else a
//! list. Later objects go on in it as far as they can; those that a view is not for are shown as lists of their own
//! between the others.

mod associate;
mod custom;
mod generator;
mod group;
mod out_of_band;
mod parameters;

use std::rc::Rc;

use super::access;
use super::error_view::ErrorOptions;
use super::packet::{Content, Entry, Packet, Token};
use super::views::ViewBase;
use crate::value::{ErrorRecord, Run, Runtime, Value};
use generator::Generator;
pub use parameters::{Expand, Parameter, Parameters, Place, properties, property};

/// What of the session the formatter depends on.
#[derive(Clone)]
pub struct Settings {
    /// `$FormatEnumerationLimit`.
    pub limit: i64,
    /// The views of the session.
    pub views: Rc<ViewBase>,
    /// How error records are shown.
    pub errors: ErrorOptions,
}

/// Turns objects into packets.
pub struct Formatter {
    parameters: Rc<Parameters>,
    settings: Settings,
    generator: Option<Generator>,
    in_group: bool,
}

impl Formatter {
    /// A formatter for one stream of objects.
    pub fn new(parameters: Parameters, settings: Settings) -> Formatter {
        Formatter { parameters: Rc::new(parameters), settings, generator: None, in_group: false }
    }

    /// Takes an object; collections are shown item by item unless `-Expand` says otherwise.
    pub fn object(&mut self, rt: &mut dyn Runtime, value: &Value, out: &mut Vec<Packet>) -> Run {
        if value.is_null() {
            return Ok(());
        }
        if let Some(packet) = Packet::of(value) {
            out.push(packet.clone());
            return Ok(());
        }
        let Some(items) = access::enumerate(value) else { return self.single(rt, value, out) };
        match self.parameters.expand.unwrap_or_default() {
            Expand::CoreOnly => self.single(rt, value, out),
            Expand::EnumOnly => self.items(rt, &items, out),
            Expand::Both => {
                out.push(raw("The following object supports IEnumerable:\n".to_owned()));
                if let Some(packet) = out_of_band::packet(rt, &self.settings, value, true)? {
                    out.push(packet);
                }
                out.push(raw(match items.len() {
                    0 => "The IEnumerable contains no objects.\n".to_owned(),
                    1 => "The IEnumerable contains the following object:\n".to_owned(),
                    count => format!("The IEnumerable contains the following {count} objects:\n"),
                }));
                self.items(rt, &items, out)
            }
        }
    }

    fn items(&mut self, rt: &mut dyn Runtime, items: &[Value], out: &mut Vec<Packet>) -> Run {
        for item in items {
            rt.check_interrupt()?;
            match item {
                // Inside a collection null is shown as an empty string.
                Value::Null | Value::Nothing => self.single(rt, &Value::empty_str(), out)?,
                item => self.single(rt, item, out)?,
            }
        }
        Ok(())
    }

    fn single(&mut self, rt: &mut dyn Runtime, value: &Value, out: &mut Vec<Packet>) -> Run {
        if let Some(packet) = Packet::of(value) {
            out.push(packet.clone());
            return Ok(());
        }
        let forced = self.parameters.wanted.is_some() && self.parameters.force;
        if !forced && let Some(packet) = out_of_band::packet(rt, &self.settings, value, false)? {
            out.push(packet);
            return Ok(());
        }
        if self.generator.is_none() {
            let generator = Generator::choose(rt, &self.parameters, &self.settings, value)?;
            out.push(Packet::Start(Rc::new(generator.start(rt, value)?)));
            self.generator = Some(generator);
        }
        let Some(generator) = &mut self.generator else { return Ok(()) };
        if !forced
            && !generator.applies_to(value)
            && let Some(packet) = out_of_band::packet(rt, &self.settings, value, true)?
        {
            out.push(packet);
            return Ok(());
        }
        let is_new = generator.update_group(rt, value)?;
        if !self.in_group {
            out.push(Packet::GroupStart(generator.heading(rt)?));
            self.in_group = true;
        } else if is_new {
            out.push(Packet::Entry(Rc::new(Entry { content: Content::Complex(Vec::<Token>::new()), out_of_band: true })));
            out.push(Packet::GroupEnd);
            out.push(Packet::GroupStart(generator.heading(rt)?));
        }
        let mut errors = Vec::new();
        let content = generator.content(rt, value, &mut errors)?;
        out.push(Packet::Entry(Rc::new(Entry { content, out_of_band: false })));
        self.show_errors(rt, errors, out)
    }

    fn show_errors(&mut self, rt: &mut dyn Runtime, errors: Vec<ErrorRecord>, out: &mut Vec<Packet>) -> Run {
        if !self.parameters.show_errors {
            return Ok(());
        }
        for record in errors {
            if let Some(packet) = out_of_band::packet(rt, &self.settings, &record.value(), true)? {
                out.push(packet);
            }
        }
        Ok(())
    }

    /// Ends the sequence, if one was begun; the formatter can then begin another.
    pub fn finish(&mut self, out: &mut Vec<Packet>) {
        if self.in_group {
            out.push(Packet::GroupEnd);
            self.in_group = false;
        }
        if self.generator.take().is_some() {
            out.push(Packet::End);
        }
    }

    /// Takes the session's settings as they are now, for the next sequence.
    pub fn set_settings(&mut self, settings: Settings) {
        self.settings = settings;
    }
}

/// Plain text out of band.
fn raw(text: String) -> Packet {
    Packet::Entry(Rc::new(Entry { content: Content::Raw(text), out_of_band: true }))
}
