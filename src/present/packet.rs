//! What `Format-*` cmdlets put into the pipeline: objects turned into fields of text, not yet drawn.
//!
//! The order is always start, then groups (start, entries, end), then end. Entries that are out of band (plain
//! text, errors) may stand anywhere.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::value::types::Class;
use crate::value::{ClrObject, Object, TypeId, Value};

/// Where text stands in its column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// One message of the formatting protocol.
#[derive(Clone)]
pub enum Packet {
    /// A sequence begins, in this shape.
    Start(Rc<Start>),
    /// A group of entries begins, under these words if any.
    GroupStart(Option<Rc<[Token]>>),
    /// An object.
    Entry(Rc<Entry>),
    /// The group ends.
    GroupEnd,
    /// The sequence ends.
    End,
}

/// The beginning of a sequence.
pub struct Start {
    /// How its entries are laid out.
    pub shape: Shape,
    /// Whether columns are as wide as their widest cell.
    pub auto_size: bool,
}

/// A layout.
pub enum Shape {
    /// Rows under headers.
    Table(Header),
    /// A line a property.
    List,
    /// One property of each object, several a line.
    Wide {
        /// Objects a line; 0 if it is not said.
        columns: usize,
    },
    /// Free text with indents.
    Complex,
}

/// The head of a table.
pub struct Header {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Whether the header lines are left out.
    pub hidden: bool,
    /// Whether they come again on each screen.
    pub repeated: bool,
}

/// A column of a table.
pub struct Column {
    /// The words above it.
    pub label: Rc<str>,
    /// Its width in cells; 0: whatever is left.
    pub width: usize,
    /// Where header and values stand in it.
    pub align: Align,
    /// Whether the label is the name of a property (it has another colour if not).
    pub is_property: bool,
}

/// One object's text.
pub struct Entry {
    /// The text.
    pub content: Content,
    /// Whether it is shown at once, whatever sequence is under way.
    pub out_of_band: bool,
}

/// Text in one of the layouts.
pub enum Content {
    /// Cells of a row; an alignment where it differs from the column's.
    Row {
        /// Text and alignment.
        fields: Vec<(String, Option<Align>)>,
        /// Whether long text goes on on further lines.
        wrap: bool,
    },
    /// Labels and values.
    List(Vec<(Rc<str>, String)>),
    /// One text of several in a line.
    Wide(String),
    /// Tokens of free text.
    Complex(Vec<Token>),
    /// Text as it is.
    Raw(String),
    /// An error's text, which stands in the order of the output and goes to standard error.
    Error(String),
}

/// A piece of free text.
#[derive(Clone)]
pub enum Token {
    /// Text.
    Text(String),
    /// The line ends.
    NewLine,
    /// What is inside stands further in.
    Frame {
        /// Cells at the left.
        left: usize,
        /// Cells more (or less) in the first line.
        first_line: isize,
        /// What is inside.
        tokens: Vec<Token>,
    },
}

/// The five classes' names, by [`Packet::class_index`].
const CLASSES: [&str; 5] = [
    "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData",
    "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData",
    "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData",
    "Microsoft.PowerShell.Commands.Internal.Format.GroupEndData",
    "Microsoft.PowerShell.Commands.Internal.Format.FormatEndData",
];

thread_local! {
    static IDS: Cell<Option<[TypeId; 5]>> = const { Cell::new(None) };
}

fn class_ids() -> [TypeId; 5] {
    IDS.with(|cell| {
        if let Some(ids) = cell.get() {
            return ids;
        }
        let ids = CLASSES.map(|name| {
            TypeId::define_class(Class {
                name: Rc::from(name),
                base: TypeId::OBJECT,
                interfaces: Vec::new(),
                runtime: RefCell::new(None),
                members: RefCell::default(),
            })
        });
        cell.set(Some(ids));
        ids
    })
}

impl Packet {
    fn class_index(&self) -> usize {
        match self {
            Packet::Start(_) => 0,
            Packet::GroupStart(_) => 1,
            Packet::Entry(_) => 2,
            Packet::GroupEnd => 3,
            Packet::End => 4,
        }
    }

    /// The message as an object of the pipeline.
    pub fn into_value(self) -> Value {
        Object::from_clr(FormatData(self))
    }

    /// The message in an object, if it is one.
    pub fn of(value: &Value) -> Option<&Packet> {
        value.downcast::<FormatData>().map(|data| &data.0)
    }
}

/// A message of the formatting protocol as an object.
struct FormatData(Packet);

impl ClrObject for FormatData {
    fn class(&self) -> TypeId {
        class_ids()[self.0.class_index()]
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
