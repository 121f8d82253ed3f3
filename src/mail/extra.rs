//! What a script's own mail has beside sender, recipient, subject and text.

use std::sync::Arc;

use super::address::Mailbox;
use super::gate;

/// The further fields and parts of a mail. Its envelope has one recipient all the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra {
    /// Who stands in `To`; the recipient of the envelope if empty.
    pub to: Vec<Mailbox>,
    /// Who stands in `Cc`.
    pub cc: Vec<Mailbox>,
    /// Where answers go.
    pub reply_to: Vec<Mailbox>,
    /// How urgent it is.
    pub priority: Priority,
    /// Files that come with it.
    pub attachments: Vec<Attachment>,
}

/// How urgent a mail is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Priority {
    /// As any other.
    #[default]
    Normal,
    /// Less than others.
    Low,
    /// More than others.
    High,
}

impl Priority {
    /// Header fields that say so: names and values; none for an ordinary mail.
    pub fn headers(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Normal => &[],
            Self::Low => &[("X-Priority", "5"), ("Priority", "non-urgent"), ("Importance", "low")],
            Self::High => &[("X-Priority", "1"), ("Priority", "urgent"), ("Importance", "high")],
        }
    }
}

/// A file that comes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    name: String,
    media_type: String,
    content_id: Option<String>,
    content: Arc<[u8]>,
}

impl Attachment {
    /// A file of a name, a type (`text/csv`) and its bytes. With a content ID it is a part of the page, which shows it
    /// as `cid:ID`. Nothing in the three texts can break a header: what cannot stand there is taken out.
    pub fn new(name: &str, media_type: &str, content_id: Option<&str>, content: Arc<[u8]>) -> Self {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        let is_type = media_type.split_once('/').is_some_and(|(kind, of)| {
            [kind, of].iter().all(|part| !part.is_empty() && part.bytes().all(is_token)) && !kind.eq_ignore_ascii_case("multipart")
        });
        let visible = |id: &str| id.chars().filter(|c| c.is_ascii_graphic() && !"<>\"\\()".contains(*c)).take(200).collect::<String>();
        let name = gate::clean(name);
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        Self {
            name: if name.is_empty() { "attachment".to_owned() } else { name.to_owned() },
            media_type: if is_type { media_type.to_ascii_lowercase() } else { "application/octet-stream".to_owned() },
            content_id: content_id.map(visible).filter(|id| !id.is_empty()),
            content,
        }
    }

    /// The file's name, without a folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its type, `text/csv`.
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// What the page shows it by.
    pub fn content_id(&self) -> Option<&str> {
        self.content_id.as_deref()
    }

    /// Its bytes.
    pub fn content(&self) -> &Arc<[u8]> {
        &self.content
    }
}
