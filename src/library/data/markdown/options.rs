//! The colours of Markdown (`Get-MarkdownOption`).

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::engine::Engine;
use crate::value::{ClrObject, Members, Object, Payload, Run, TypeId, Value, convert};

/// What has a style of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Headings by their level.
    Header(usize),
    /// Code inside a line.
    Code,
    /// A line of a block of code.
    CodeBlock,
    /// A link's text.
    Link,
    /// An image's text.
    Image,
    /// Strong text.
    Bold,
    /// Emphasized text.
    Italics,
}

impl Style {
    /// That of a heading.
    pub fn heading(level: usize) -> Style {
        Style::Header(level)
    }

    fn place(self) -> usize {
        match self {
            Style::Header(level) => level.clamp(1, 6) - 1,
            Style::Code | Style::CodeBlock => 6,
            Style::Link => 7,
            Style::Image => 8,
            Style::Bold => 9,
            Style::Italics => 10,
        }
    }
}

/// The options' names, in their order.
pub const NAMES: [&str; 11] =
    ["Header1", "Header2", "Header3", "Header4", "Header5", "Header6", "Code", "Link", "Image", "EmphasisBold", "EmphasisItalics"];

const CODE: &str = "[48;2;155;155;155;38;2;30;30;30m";
const DARK: [&str; 11] = ["[7m", "[4;93m", "[4;94m", "[4;95m", "[4;96m", "[4;97m", CODE, "[4;38;5;117m", "[33m", "[1m", "[36m"];
const LIGHT: [&str; 11] = ["[7m", "[4;33m", "[4;34m", "[4;35m", "[4;36m", "[4;30m", CODE, "[4;38;5;117m", "[33m", "[1m", "[36m"];

/// The options: an escape sequence (without its first sign) for each name, and whether there are colours at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MarkdownOptions {
    /// Sequences, as [`NAMES`] has them.
    pub sequences: Vec<Rc<str>>,
    /// `EnableVT100Encoding`.
    pub has_colours: bool,
}

impl Default for MarkdownOptions {
    fn default() -> MarkdownOptions {
        MarkdownOptions::themed(false)
    }
}

impl MarkdownOptions {
    /// Those of a theme.
    pub fn themed(is_light: bool) -> MarkdownOptions {
        let sequences = if is_light { LIGHT } else { DARK };
        MarkdownOptions { sequences: sequences.iter().map(|text| Rc::from(*text)).collect(), has_colours: true }
    }

    /// Text in a style.
    pub fn paint(&self, style: Style, text: &str) -> String {
        let text = match style {
            Style::Link => format!("\"{text}\""),
            Style::Image if text.is_empty() => "[Image]".to_owned(),
            Style::Image => format!("[{text}]"),
            _ => text.to_owned(),
        };
        if !self.has_colours {
            return text;
        }
        let sequence = &self.sequences[style.place()];
        // A line of code is coloured to its end.
        let rest = if style == Style::CodeBlock { "\x1b[500@" } else { "" };
        format!("\x1b{sequence}{text}{rest}\x1b[0m")
    }
}

/// The options as a value.
pub struct OptionsObject(pub RefCell<MarkdownOptions>);

impl OptionsObject {
    /// A copy of options as a value.
    pub fn value(options: MarkdownOptions) -> Value {
        let names = ["Microsoft.PowerShell.MarkdownRender.PSMarkdownOptionInfo", "System.Object"];
        let members = Members { type_names: Some(names.iter().map(|name| Rc::from(*name)).collect()), ..Members::default() };
        let payload = Payload::Clr(Box::new(OptionsObject(RefCell::new(options))));
        Value::Object(Rc::new(Object { payload, members: RefCell::new(members) }))
    }
}

impl ClrObject for OptionsObject {
    fn class(&self) -> TypeId {
        TypeId::OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        NAMES.iter().copied().chain(["EnableVT100Encoding"]).collect()
    }

    fn get(&self, name: &str) -> Option<Value> {
        let options = self.0.borrow();
        if name.eq_ignore_ascii_case("EnableVT100Encoding") {
            return Some(Value::Bool(options.has_colours));
        }
        let place = NAMES.iter().position(|own| own.eq_ignore_ascii_case(name))?;
        Some(Value::Str(options.sequences[place].clone()))
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let mut options = self.0.borrow_mut();
        if name.eq_ignore_ascii_case("EnableVT100Encoding") {
            options.has_colours = convert::to_bool(value);
            return Some(Ok(()));
        }
        let place = NAMES.iter().position(|own| own.eq_ignore_ascii_case(name))?;
        match value.base() {
            Value::Str(text) => options.sequences[place] = text.clone(),
            _ => return Some(Err(format!("'{name}' takes a text."))),
        }
        Some(Ok(()))
    }
}

/// `AsEscapeSequence(name)`: the sequence, shown in itself.
pub fn method(engine: &mut Engine, target: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    let options = target.downcast::<OptionsObject>()?;
    if !name.eq_ignore_ascii_case("AsEscapeSequence") {
        return None;
    }
    Some((|| {
        let wanted = convert::to_text(engine, arguments.first().unwrap_or(&Value::Null))?;
        let sequence =
            NAMES.iter().position(|own| own.eq_ignore_ascii_case(&wanted)).map(|place| options.0.borrow().sequences[place].clone());
        Ok(sequence.map_or(Value::Null, |sequence| Value::from(format!("\x1b{sequence}{sequence}\x1b[0m"))))
    })())
}
