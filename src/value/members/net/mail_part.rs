//! `Attachment`, `AlternateView` and `LinkedResource`: what a script's mail carries beside its text.

use std::any::Any;
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use crate::value::members::call::Call;
use crate::value::members::files::{io_error, on_disk};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::streams::Stream;
use crate::value::members::thrown::{Outcome, void};
use crate::value::runtime::ScriptAttachment;
use crate::value::{ClrObject, List, Object, TypeId, Value};

/// Bytes with a type, and a name or an ID. What is read from a file or a stream is read when it is made.
pub(super) struct MailPart {
    class: TypeId,
    content: Rc<[u8]>,
    name: RefCell<String>,
    media_type: RefCell<String>,
    content_id: RefCell<String>,
    /// The resources that a view shows.
    linked: Value,
}

impl MailPart {
    fn new(class: TypeId, content: Vec<u8>, name: &str, media_type: Option<&str>) -> MailPart {
        let usual = if class == TypeId::ALTERNATE_VIEW { "text/plain" } else { "application/octet-stream" };
        MailPart {
            class,
            content: Rc::from(content),
            name: RefCell::new(name.to_owned()),
            // What follows a type (`; charset=utf-8`) says how the text was written; it is UTF-8 here.
            media_type: RefCell::new(media_type.and_then(|text| text.split(';').next()).map_or(usual, str::trim).to_owned()),
            content_id: RefCell::default(),
            linked: Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::LINKED_RESOURCE]), Vec::new()))),
        }
    }

    /// The text of a view that is one.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.content).trim_start_matches('\u{feff}').to_owned()
    }

    /// Whether it is a page.
    pub(super) fn is_html(&self) -> bool {
        self.media_type.borrow().eq_ignore_ascii_case("text/html")
    }

    /// What a view shows.
    pub(super) fn linked(&self) -> &Value {
        &self.linked
    }

    /// As a file of a mail.
    pub(super) fn attachment(&self) -> ScriptAttachment {
        let id = self.content_id.borrow();
        ScriptAttachment {
            name: self.name.borrow().clone(),
            media_type: self.media_type.borrow().clone(),
            content_id: (!id.is_empty()).then(|| id.trim_start_matches('<').trim_end_matches('>').to_owned()),
            content: Rc::clone(&self.content),
        }
    }
}

impl ClrObject for MailPart {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        match self.class {
            TypeId::ATTACHMENT => vec!["Name", "ContentId", "ContentType"],
            TypeId::ALTERNATE_VIEW => vec!["LinkedResources", "ContentId", "ContentType"],
            _ => vec!["ContentId", "ContentType"],
        }
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "name" if self.class == TypeId::ATTACHMENT => Value::str(self.name.borrow().as_str()),
            "linkedresources" if self.class == TypeId::ALTERNATE_VIEW => self.linked.clone(),
            "contentid" => Value::str(self.content_id.borrow().as_str()),
            "contenttype" => Value::str(self.media_type.borrow().as_str()),
            _ => return None,
        })
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let text = value.as_str().map_or_else(String::new, |text| text.to_string());
        match name.to_ascii_lowercase().as_str() {
            "name" if self.class == TypeId::ATTACHMENT => *self.name.borrow_mut() = text,
            "contentid" => *self.content_id.borrow_mut() = text,
            "contenttype" => *self.media_type.borrow_mut() = text,
            _ => return None,
        }
        Some(Ok(()))
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The file of a path as an attachment.
///
/// # Errors
/// The file cannot be read.
pub fn attachment_of(path: &Path) -> std::io::Result<ScriptAttachment> {
    Ok(MailPart::new(TypeId::ATTACHMENT, std::fs::read(path)?, &file_name(path), None).attachment())
}

fn new_part(c: &mut Call, class: TypeId) -> Outcome {
    let second = c.text(1);
    let stream = c.arg(0);
    let part = match stream.downcast::<Stream>() {
        // A stream, then for attachments its name.
        Some(stream) if class == TypeId::ATTACHMENT => {
            MailPart::new(class, stream.rest(), second.as_deref().unwrap_or_default(), c.text(2).as_deref())
        }
        Some(stream) => MailPart::new(class, stream.rest(), "", second.as_deref()),
        None => {
            let path = on_disk(c, 0)?;
            let content = std::fs::read(&path).map_err(|error| io_error(&path, &error))?;
            MailPart::new(class, content, &file_name(&path), second.as_deref())
        }
    };
    Ok(Object::from_clr(part))
}

/// A part of a text: `(content, name)` for attachments, else `(content, type)`, or `(content, …, encoding, type)`.
fn part_of_text(c: &mut Call, class: TypeId) -> Outcome {
    let content = c.str(0, "content")?;
    let is_attachment = class == TypeId::ATTACHMENT;
    let media_type = match (c.len(), is_attachment) {
        (0 | 1, _) | (2, true) => None,
        (2, false) => c.text(1),
        (_, true) => c.text(3),
        (_, false) => c.text(2),
    };
    let name = if is_attachment { c.text(1) } else { None };
    let usual = if is_attachment || class == TypeId::ALTERNATE_VIEW { "text/plain" } else { "application/octet-stream" };
    let media_type = media_type.as_deref().unwrap_or(usual);
    Ok(Object::from_clr(MailPart::new(class, content.as_bytes().to_vec(), name.as_deref().unwrap_or_default(), Some(media_type))))
}

/// `[net.mail.attachment]`.
pub const ATTACHMENT: TypeImpl = TypeImpl {
    ids: &[TypeId::ATTACHMENT],
    new: Some(|c| new_part(c, TypeId::ATTACHMENT)),
    statics: &[("CreateAttachmentFromString", |c| part_of_text(c, TypeId::ATTACHMENT))],
    methods: &[("Dispose", |_| void())],
    ..TypeImpl::EMPTY
};

/// `[net.mail.alternateview]`.
pub const VIEW: TypeImpl = TypeImpl {
    ids: &[TypeId::ALTERNATE_VIEW],
    new: Some(|c| new_part(c, TypeId::ALTERNATE_VIEW)),
    statics: &[("CreateAlternateViewFromString", |c| part_of_text(c, TypeId::ALTERNATE_VIEW))],
    methods: &[("Dispose", |_| void())],
    ..TypeImpl::EMPTY
};

/// `[net.mail.linkedresource]`.
pub const RESOURCE: TypeImpl = TypeImpl {
    ids: &[TypeId::LINKED_RESOURCE],
    new: Some(|c| new_part(c, TypeId::LINKED_RESOURCE)),
    statics: &[("CreateLinkedResourceFromString", |c| part_of_text(c, TypeId::LINKED_RESOURCE))],
    methods: &[("Dispose", |_| void())],
    ..TypeImpl::EMPTY
};
