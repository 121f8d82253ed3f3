//! `MemoryStream` and `FileStream`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::value::limits::MAX_TEXT;
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{Array, ClrObject, Object, TypeId, Value};

/// Bytes with a position. One that belongs to a file is written to it when flushed or closed.
pub struct Stream {
    class: TypeId,
    /// The bytes.
    pub bytes: RefCell<Vec<u8>>,
    /// Where the next read or write goes.
    pub position: Cell<usize>,
    closed: Cell<bool>,
    file: Option<PathBuf>,
    can_read: bool,
    can_write: bool,
}

impl Stream {
    /// A stream in memory.
    pub fn memory(bytes: Vec<u8>) -> Stream {
        Stream {
            class: TypeId::MEMORY_STREAM,
            bytes: RefCell::new(bytes),
            position: Cell::new(0),
            closed: Cell::new(false),
            file: None,
            can_read: true,
            can_write: true,
        }
    }

    /// Writes at the position.
    pub fn write(&self, bytes: &[u8]) -> Outcome<()> {
        self.check()?;
        if !self.can_write {
            return Err(Thrown::not_supported("Stream does not support writing."));
        }
        let at = self.position.get();
        if at.saturating_add(bytes.len()) > MAX_TEXT {
            return Err(Thrown::out_of_memory());
        }
        let mut own = self.bytes.borrow_mut();
        if own.len() < at + bytes.len() {
            own.resize(at + bytes.len(), 0);
        }
        own[at..at + bytes.len()].copy_from_slice(bytes);
        self.position.set(at + bytes.len());
        Ok(())
    }

    fn check(&self) -> Outcome<()> {
        if self.closed.get() {
            return Err(Thrown::new(TypeId::OBJECT_DISPOSED_EXCEPTION, "Cannot access a closed Stream."));
        }
        Ok(())
    }

    /// What is left behind the position, which moves to the end.
    pub fn rest(&self) -> Vec<u8> {
        let bytes = self.bytes.borrow();
        let from = self.position.get().min(bytes.len());
        self.position.set(bytes.len());
        bytes[from..].to_vec()
    }

    /// Writes what belongs to a file.
    pub fn flush(&self) -> Outcome<()> {
        if let Some(path) = self.file.as_ref().filter(|_| self.can_write && !self.closed.get()) {
            fs::write(path, &*self.bytes.borrow())?;
        }
        Ok(())
    }

    /// Flushes, and refuses everything afterwards.
    pub fn close(&self) -> Outcome<()> {
        self.flush()?;
        self.closed.set(true);
        Ok(())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // What was written and never closed is written all the same; nobody is left to hear of a failure.
        let _ = self.flush();
    }
}

impl ClrObject for Stream {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Opens a file with .NET's mode and access.
pub fn open(path: &Path, mode: i64, access: i64) -> Outcome {
    let exists = path.is_file();
    let not_there = || crate::value::members::files::io_error(path, &std::io::ErrorKind::NotFound.into());
    match mode {
        1 if exists => return Err(Thrown::new(TypeId::IO_EXCEPTION, format!("The file '{}' already exists.", path.display()))),
        3 | 5 if !exists => return Err(not_there()),
        _ => {}
    }
    let bytes = if exists && !matches!(mode, 2 | 5) {
        fs::read(path).map_err(|error| crate::value::members::files::io_error(path, &error))?
    } else {
        fs::write(path, []).map_err(|error| crate::value::members::files::io_error(path, &error))?;
        Vec::new()
    };
    let position = if mode == 6 { bytes.len() } else { 0 };
    Ok(Object::from_clr(Stream {
        class: TypeId::FILE_STREAM,
        bytes: RefCell::new(bytes),
        position: Cell::new(position),
        closed: Cell::new(false),
        file: Some(path.to_owned()),
        can_read: access & 1 != 0,
        can_write: access & 2 != 0,
    }))
}

fn this<'a>(c: &'a Call) -> Outcome<&'a Stream> {
    c.this.downcast::<Stream>().ok_or_else(|| Thrown::invalid_operation("The object is no stream."))
}

fn bytes_at(c: &Call) -> Vec<u8> {
    let all: Vec<u8> = c.items(0).iter().map(|item| to_long(item) as u8).collect();
    if c.len() >= 3 {
        let (from, count) = (c.int(1).max(0) as usize, c.int(2).max(0) as usize);
        return all.get(from..(from + count).min(all.len())).unwrap_or_default().to_vec();
    }
    all
}

fn new(c: &mut Call) -> Outcome {
    match c.arg(0) {
        Value::Null | Value::Int(_) => Ok(Object::from_clr(Stream::memory(Vec::new()))),
        _ => Ok(Object::from_clr(Stream::memory(bytes_at(c)))),
    }
}

fn read(c: &mut Call) -> Outcome {
    let stream = this(c)?;
    stream.check()?;
    let count = c.int(2).max(0) as usize;
    let part = {
        let bytes = stream.bytes.borrow();
        let from = stream.position.get().min(bytes.len());
        bytes[from..(from + count).min(bytes.len())].to_vec()
    };
    stream.position.set(stream.position.get() + part.len());
    let values: Vec<Value> = part.into_iter().map(Value::Byte).collect();
    crate::value::members::collections::array::copy_into(&values, &c.arg(0), c.long(1))?;
    ok(values.len() as i32)
}

fn seek(c: &mut Call) -> Outcome {
    let stream = this(c)?;
    let from = match to_long(&c.arg(1)) {
        1 => stream.position.get() as i64,
        2 => stream.bytes.borrow().len() as i64,
        _ => 0,
    };
    let at = from + c.long(0);
    if at < 0 {
        return Err(Thrown::new(TypeId::IO_EXCEPTION, "An attempt was made to move the position before the beginning of the stream."));
    }
    stream.position.set(at as usize);
    ok(at)
}

fn byte_array(bytes: Vec<u8>) -> Outcome {
    Ok(Value::Array(Rc::new(Array::new(TypeId::BYTE, bytes.into_iter().map(Value::Byte).collect()))))
}

/// Members of streams.
pub const MEMORY: TypeImpl = TypeImpl {
    ids: &[TypeId::MEMORY_STREAM, TypeId::FILE_STREAM, TypeId::STREAM],
    new: Some(new),
    properties: &[
        ("CanRead", |c| ok(this(c)?.can_read && !this(c)?.closed.get())),
        ("CanSeek", |c| ok(!this(c)?.closed.get())),
        ("CanWrite", |c| ok(this(c)?.can_write && !this(c)?.closed.get())),
        ("CanTimeout", |_| ok(false)),
        ("Capacity", |c| ok(this(c)?.bytes.borrow().len() as i32)),
        ("Length", |c| {
            this(c)?.check()?;
            ok(this(c)?.bytes.borrow().len() as i64)
        }),
        ("Position", |c| ok(this(c)?.position.get() as i64)),
        ("Name", |c| Ok(this(c)?.file.as_ref().map_or(Value::Null, |path| Value::from(path.to_string_lossy().into_owned())))),
    ],
    setters: &[
        ("Position", |c| {
            this(c)?.position.set(c.long(0).max(0) as usize);
            void()
        }),
        ("Capacity", |_| void()),
    ],
    methods: &[
        ("Close", |c| {
            this(c)?.close()?;
            void()
        }),
        ("CopyTo", |c| {
            let rest = this(c)?.rest();
            let target = c.arg(0);
            if let Some(target) = target.downcast::<Stream>() {
                target.write(&rest)?;
            }
            void()
        }),
        ("Dispose", |c| {
            this(c)?.close()?;
            void()
        }),
        ("Flush", |c| {
            this(c)?.flush()?;
            void()
        }),
        ("GetBuffer", |c| byte_array(this(c)?.bytes.borrow().clone())),
        ("Read", read),
        ("ReadByte", |c| {
            let stream = this(c)?;
            stream.check()?;
            let at = stream.position.get();
            let byte = stream.bytes.borrow().get(at).copied();
            if byte.is_some() {
                stream.position.set(at + 1);
            }
            ok(byte.map_or(-1, i32::from))
        }),
        ("Seek", seek),
        ("SetLength", |c| {
            let size = c.count(0, MAX_TEXT)?;
            this(c)?.bytes.borrow_mut().resize(size, 0);
            void()
        }),
        ("ToArray", |c| byte_array(this(c)?.bytes.borrow().clone())),
        ("Write", |c| {
            let bytes = bytes_at(c);
            this(c)?.write(&bytes)?;
            void()
        }),
        ("WriteByte", |c| {
            let byte = c.long(0) as u8;
            this(c)?.write(&[byte])?;
            void()
        }),
        ("WriteTo", |c| {
            let bytes = this(c)?.bytes.borrow().clone();
            let target = c.arg(0);
            if let Some(target) = target.downcast::<Stream>() {
                target.write(&bytes)?;
            }
            void()
        }),
    ],
    ..TypeImpl::EMPTY
};
