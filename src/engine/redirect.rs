//! Where streams go: the host, nowhere, a file, or into another stream.

use std::cell::RefCell;
use std::rc::Rc;

use super::session::Engine;
use crate::cmdlet::StreamKind;
use crate::value::{ErrorRecord, List, Run, Value};

/// The mark on an error that a redirection put among the output.
pub const WRITE_ERROR_STREAM: &str = "writeErrorStream";

/// A stream's destination.
#[derive(Clone, Default)]
pub enum StreamTarget {
    /// Shown by the host.
    #[default]
    Host,
    /// Dropped.
    Null,
    /// Merged into output: taken out before the next object.
    Queue(Rc<RefCell<Vec<Value>>>),
    /// Appended to a file's lines.
    File(Rc<RefCell<RedirectFile>>),
}

/// A file that a redirection writes to.
pub struct RedirectFile {
    /// Its path.
    pub path: std::path::PathBuf,
    /// Objects waiting to be formatted and written when the command ends.
    pub items: Vec<Value>,
    /// Whether to append.
    pub append: bool,
}

/// Destinations of the streams beside output.
#[derive(Clone, Default)]
pub struct Streams {
    /// 2.
    pub error: StreamTarget,
    /// 3.
    pub warning: StreamTarget,
    /// 4.
    pub verbose: StreamTarget,
    /// 5.
    pub debug: StreamTarget,
    /// 6.
    pub information: StreamTarget,
    /// Lists that `-ErrorVariable` and its like collect into, whatever becomes of the records.
    pub lists: Vec<(StreamKind, Rc<List>)>,
}

impl Streams {
    /// Adds a record to the lists that collect its stream.
    pub fn collect(&self, kind: StreamKind, record: &Value) {
        for (own, list) in &self.lists {
            if *own == kind {
                list.items.borrow_mut().push(record.clone());
            }
        }
    }

    /// The destination of a stream.
    pub fn of(&self, kind: StreamKind) -> &StreamTarget {
        match kind {
            StreamKind::Error => &self.error,
            StreamKind::Warning => &self.warning,
            StreamKind::Verbose => &self.verbose,
            StreamKind::Debug => &self.debug,
            StreamKind::Information => &self.information,
        }
    }

    /// The same, to change.
    pub fn of_mut(&mut self, kind: StreamKind) -> &mut StreamTarget {
        match kind {
            StreamKind::Error => &mut self.error,
            StreamKind::Warning => &mut self.warning,
            StreamKind::Verbose => &mut self.verbose,
            StreamKind::Debug => &mut self.debug,
            StreamKind::Information => &mut self.information,
        }
    }

    /// The same with nothing where it goes into this queue.
    pub(super) fn without(&self, queue: &Rc<RefCell<Vec<Value>>>) -> Streams {
        let mut streams = self.clone();
        for kind in [StreamKind::Error, StreamKind::Warning, StreamKind::Verbose, StreamKind::Debug, StreamKind::Information] {
            let target = streams.of_mut(kind);
            if matches!(target, StreamTarget::Queue(own) if Rc::ptr_eq(own, queue)) {
                *target = StreamTarget::Null;
            }
        }
        streams
    }

    /// Writes an error record.
    pub fn write_error(&self, engine: &mut Engine, record: Value) -> Run {
        match &self.error {
            StreamTarget::Host => {
                engine.flush_shown()?;
                if let Some(record) = ErrorRecord::from_value(&record) {
                    engine.show_error(&record);
                }
            }
            other => other.put(record),
        }
        Ok(())
    }
}

impl StreamTarget {
    /// Takes an object, unless the host has to show it.
    pub fn put(&self, value: Value) {
        match self {
            StreamTarget::Host | StreamTarget::Null => {}
            StreamTarget::Queue(queue) => {
                // The display shows it as the error it was.
                if ErrorRecord::from_value(&value).is_some() {
                    value.set_note(WRITE_ERROR_STREAM, Value::Bool(true));
                }
                queue.borrow_mut().push(value);
            }
            StreamTarget::File(file) => file.borrow_mut().items.push(value),
        }
    }

    /// Whether the host shows it.
    pub fn is_host(&self) -> bool {
        matches!(self, StreamTarget::Host)
    }
}

/// Writes a redirection's text: at the file's end, or in the place of what was there. The new text goes into a file
/// beside the old one, which it replaces when it is complete; what has other names, and devices, are written in place.
pub(super) fn write_text(path: &std::path::Path, text: &str, append: bool) -> std::io::Result<()> {
    use std::io::Write;
    let found = std::fs::symlink_metadata(path).ok();
    let is_plain = found.as_ref().is_none_or(is_plain);
    if append || !is_plain {
        let mut file = std::fs::OpenOptions::new().create(true).write(true).append(append).truncate(!append).open(path)?;
        return file.write_all(text.as_bytes());
    }
    if found.as_ref().is_some_and(|metadata| metadata.permissions().readonly()) {
        return Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    // What only its owner may read is never readable by others, not for a moment.
    #[cfg(unix)]
    if let Some(metadata) = &found {
        use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
        options.mode(metadata.mode() & 0o777);
    }
    let mut file = match options.open(&beside) {
        Ok(file) => file,
        // A folder that takes no new files may still let the file itself be written.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied && found.is_some() => {
            return std::fs::write(path, text);
        }
        Err(error) => return Err(error),
    };
    let written = file.write_all(text.as_bytes()).and_then(|()| {
        if let Some(metadata) = &found {
            std::fs::set_permissions(&beside, metadata.permissions())?;
        }
        std::fs::rename(&beside, path)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

#[cfg(unix)]
fn is_plain(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.is_file() && metadata.nlink() == 1
}

#[cfg(not(unix))]
fn is_plain(metadata: &std::fs::Metadata) -> bool {
    metadata.is_file()
}
