//! `StreamReader`, `StringReader`, `StreamWriter`, `StringWriter`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fs;
use std::path::Path;
use std::rc::Rc;

use crate::value::members::call::{Call, items};
use crate::value::members::files::{io_error, on_disk, to_change};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::streams::{self, Stream};
use crate::value::members::text::{Encoding, concat_text, decode_file, encode_text, format_composite};
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::string::from_units;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// Text read from the front.
pub struct Reader {
    class: TypeId,
    units: Vec<u16>,
    at: Cell<usize>,
    closed: Cell<bool>,
    source: Value,
    encoding: Encoding,
}

impl ClrObject for Reader {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A reader of a file.
pub fn reader_at(path: &Path, encoding: Encoding) -> Outcome {
    let bytes = fs::read(path).map_err(|error| io_error(path, &error))?;
    Ok(reader(TypeId::STREAM_READER, &decode_file(&bytes, encoding), Value::Null, encoding))
}

fn reader(class: TypeId, text: &str, source: Value, encoding: Encoding) -> Value {
    Object::from_clr(Reader { class, units: text.encode_utf16().collect(), at: Cell::new(0), closed: Cell::new(false), source, encoding })
}

fn encoding_of(c: &Call) -> Encoding {
    c.args.iter().skip(1).find_map(|value| value.downcast::<Encoding>().copied()).unwrap_or(Encoding::UTF8)
}

fn new_reader(c: &mut Call) -> Outcome {
    if c.type_id == TypeId::STRING_READER {
        return Ok(reader(TypeId::STRING_READER, &c.str(0, "s")?, Value::Null, Encoding::UTF8));
    }
    let source = c.arg(0);
    let encoding = encoding_of(c);
    match source.downcast::<Stream>() {
        Some(stream) => {
            let text = decode_file(&stream.rest(), encoding);
            Ok(reader(TypeId::STREAM_READER, &text, source.clone(), encoding))
        }
        None => reader_at(&on_disk(c, 0)?, encoding),
    }
}

fn own<'a>(c: &'a Call) -> Outcome<&'a Reader> {
    let reader = c.this.downcast::<Reader>().ok_or_else(|| Thrown::invalid_operation("The object is no reader."))?;
    if reader.closed.get() {
        return Err(Thrown::new(TypeId::OBJECT_DISPOSED_EXCEPTION, "Cannot read from a closed TextReader."));
    }
    Ok(reader)
}

fn read_line(c: &mut Call) -> Outcome {
    let reader = own(c)?;
    let rest = &reader.units[reader.at.get()..];
    if rest.is_empty() {
        return Ok(Value::Null);
    }
    let (cr, lf) = (u16::from(b'\r'), u16::from(b'\n'));
    let end = rest.iter().position(|unit| *unit == cr || *unit == lf);
    let (length, skip) = match end {
        Some(end) if rest[end] == cr && rest.get(end + 1) == Some(&lf) => (end, end + 2),
        Some(end) => (end, end + 1),
        None => (rest.len(), rest.len()),
    };
    reader.at.set(reader.at.get() + skip);
    ok(from_units(&rest[..length]))
}

fn read(c: &mut Call) -> Outcome {
    let reader = own(c)?;
    let at = reader.at.get();
    if c.len() >= 3 {
        let count = (c.int(2).max(0) as usize).min(reader.units.len() - at);
        let values: Vec<Value> = reader.units[at..at + count].iter().map(|unit| Value::Char(*unit)).collect();
        reader.at.set(at + count);
        crate::value::members::collections::array::copy_into(&values, &c.arg(0), c.long(1))?;
        return ok(count as i32);
    }
    let unit = reader.units.get(at).copied();
    if unit.is_some() {
        reader.at.set(at + 1);
    }
    ok(unit.map_or(-1, i32::from))
}

fn close_reader(c: &mut Call) -> Outcome {
    if let Some(reader) = c.this.downcast::<Reader>() {
        reader.closed.set(true);
        if let Some(stream) = reader.source.downcast::<Stream>() {
            stream.close()?;
        }
    }
    void()
}

/// Members of readers.
pub const READER: TypeImpl = TypeImpl {
    ids: &[TypeId::STREAM_READER, TypeId::STRING_READER, TypeId::TEXT_READER],
    new: Some(new_reader),
    properties: &[
        ("EndOfStream", |c| ok(own(c)?.at.get() >= own(c)?.units.len())),
        ("BaseStream", |c| Ok(own(c)?.source.clone())),
        ("CurrentEncoding", |c| Ok(Object::from_clr(own(c)?.encoding))),
    ],
    methods: &[
        ("Close", close_reader),
        ("DiscardBufferedData", |_| void()),
        ("Dispose", close_reader),
        ("Peek", |c| ok(own(c)?.units.get(own(c)?.at.get()).map_or(-1, |unit| i32::from(*unit)))),
        ("Read", read),
        ("ReadBlock", read),
        ("ReadLine", read_line),
        ("ReadToEnd", |c| {
            let reader = own(c)?;
            let rest = from_units(&reader.units[reader.at.get()..]);
            reader.at.set(reader.units.len());
            ok(rest)
        }),
    ],
    ..TypeImpl::EMPTY
};

/// Text written to a stream, or kept.
pub struct Writer {
    class: TypeId,
    text: RefCell<String>,
    line_end: RefCell<String>,
    stream: Value,
    encoding: Encoding,
    leave_open: bool,
    closed: Cell<bool>,
}

impl ClrObject for Writer {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        (self.class == TypeId::STRING_WRITER).then(|| self.text.borrow().clone())
    }
}

impl Writer {
    fn flush(&self) -> Outcome<()> {
        if let Some(stream) = self.stream.downcast::<Stream>() {
            let text = std::mem::take(&mut *self.text.borrow_mut());
            if stream.position.get() == 0 && !text.is_empty() {
                stream.write(self.encoding.preamble())?;
            }
            stream.write(&encode_text(&text, self.encoding))?;
            stream.flush()?;
        }
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Text that was never flushed is lost in .NET too, unless the writer was closed.
        if !self.closed.get() {
            self.text.borrow_mut().clear();
        }
    }
}

fn writer(class: TypeId, stream: Value, encoding: Encoding, leave_open: bool) -> Value {
    Object::from_clr(Writer {
        class,
        text: RefCell::default(),
        line_end: RefCell::new("\n".to_owned()),
        stream,
        encoding,
        leave_open,
        closed: Cell::new(false),
    })
}

/// A writer to a file, from its start or at its end.
pub fn writer_at(path: &Path, append: bool, encoding: Encoding) -> Outcome {
    let stream = streams::open(path, if append { 6 } else { 2 }, 2)?;
    Ok(writer(TypeId::STREAM_WRITER, stream, encoding, false))
}

fn new_writer(c: &mut Call) -> Outcome {
    if c.type_id == TypeId::STRING_WRITER {
        return Ok(writer(TypeId::STRING_WRITER, Value::Null, Encoding::UTF8, false));
    }
    let encoding = encoding_of(c);
    let target = c.arg(0);
    match target.downcast::<Stream>() {
        Some(_) => Ok(writer(TypeId::STREAM_WRITER, target.clone(), encoding, c.bool(3))),
        None => writer_at(&to_change(c, 0)?, c.bool(1), encoding),
    }
}

fn target<'a>(c: &'a Call) -> Outcome<&'a Writer> {
    let writer = c.this.downcast::<Writer>().ok_or_else(|| Thrown::invalid_operation("The object is no writer."))?;
    if writer.closed.get() {
        return Err(Thrown::new(TypeId::OBJECT_DISPOSED_EXCEPTION, "Cannot write to a closed TextWriter."));
    }
    Ok(writer)
}

/// The text of a `Write` overload.
fn written(c: &mut Call) -> Outcome<String> {
    match (c.args.first().cloned(), c.len()) {
        (None, _) => Ok(String::new()),
        (Some(Value::Array(array)), _) if array.element == TypeId::CHAR => {
            let units: Vec<u16> = array.items.borrow().iter().map(|item| crate::value::members::call::to_long(item) as u16).collect();
            let (from, count) = if c.len() >= 3 { (c.int(1).max(0) as usize, c.int(2).max(0) as usize) } else { (0, units.len()) };
            Ok(from_units(units.get(from..from + count).unwrap_or_default()))
        }
        (Some(value), 1) => Ok(concat_text(c, &value)?.to_string()),
        (Some(format), _) => {
            let values: Vec<Value> = match &c.args[1..] {
                [only @ Value::Array(array)] if array.element == TypeId::OBJECT => items(only),
                all => all.to_vec(),
            };
            let culture = c.rt.culture();
            let format: Rc<str> = format.as_str().cloned().unwrap_or_default();
            format_composite(c.rt, &format, &values, &culture)
        }
    }
}

fn write(c: &mut Call, with_end: bool) -> Outcome {
    let text = written(c)?;
    let writer = target(c)?;
    writer.text.borrow_mut().push_str(&text);
    if with_end {
        let end = writer.line_end.borrow().clone();
        writer.text.borrow_mut().push_str(&end);
    }
    void()
}

fn close_writer(c: &mut Call) -> Outcome {
    if let Some(writer) = c.this.downcast::<Writer>()
        && !writer.closed.get()
    {
        writer.flush()?;
        writer.closed.set(true);
        if let Some(stream) = writer.stream.downcast::<Stream>().filter(|_| !writer.leave_open) {
            stream.close()?;
        }
    }
    void()
}

/// Members of writers.
pub const WRITER: TypeImpl = TypeImpl {
    ids: &[TypeId::STREAM_WRITER, TypeId::STRING_WRITER, TypeId::TEXT_WRITER],
    new: Some(new_writer),
    properties: &[
        ("AutoFlush", |_| ok(false)),
        ("BaseStream", |c| Ok(target(c)?.stream.clone())),
        ("Encoding", |c| Ok(Object::from_clr(target(c)?.encoding))),
        ("NewLine", |c| ok(target(c)?.line_end.borrow().as_str())),
    ],
    setters: &[
        ("AutoFlush", |_| void()),
        ("NewLine", |c| {
            *target(c)?.line_end.borrow_mut() = c.text(0).unwrap_or_default().to_string();
            void()
        }),
    ],
    methods: &[
        ("Close", close_writer),
        ("Dispose", close_writer),
        ("Flush", |c| {
            target(c)?.flush()?;
            void()
        }),
        ("GetStringBuilder", |c| {
            let text = Value::from(target(c)?.text.borrow().clone());
            Ok(crate::value::members::new_object(c.rt, TypeId::STRING_BUILDER, &[text])?)
        }),
        ("ToString", |c| match c.this.downcast::<Writer>() {
            Some(writer) if writer.class == TypeId::STRING_WRITER => ok(writer.text.borrow().as_str()),
            _ => Ok(Value::Str(c.this.type_id().full_name())),
        }),
        ("Write", |c| write(c, false)),
        ("WriteLine", |c| write(c, true)),
    ],
    ..TypeImpl::EMPTY
};
