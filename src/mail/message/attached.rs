//! The body of a message that has files with it. lettre builds it: such a mail is a script's own, and rare.

use lettre::message::header::{ContentDisposition, ContentId, ContentTransferEncoding, ContentType};
use lettre::message::{Body, MultiPart, SinglePart};

use crate::mail::extra::Attachment;

/// The header fields of the body, an empty line, and the body: `multipart/mixed` of the text (with its page, and what the
/// page shows) and the files. The same bytes each time: `boundary` makes all boundaries.
pub(super) fn formatted(text: &str, html: &str, attachments: &[Attachment], boundary: &str) -> Vec<u8> {
    let (inline, files): (Vec<&Attachment>, Vec<&Attachment>) =
        attachments.iter().partition(|attachment| attachment.content_id().is_some() && !html.is_empty());
    let plain = text_part(ContentType::TEXT_PLAIN, text);
    let mixed = MultiPart::mixed().boundary(format!("{boundary}-m"));
    let mut whole = if html.is_empty() {
        mixed.singlepart(plain)
    } else {
        let page = text_part(ContentType::TEXT_HTML, html);
        let both = MultiPart::alternative().boundary(format!("{boundary}-a")).singlepart(plain);
        let both = if inline.is_empty() {
            both.singlepart(page)
        } else {
            let related = MultiPart::related().boundary(format!("{boundary}-r")).singlepart(page);
            both.multipart(inline.into_iter().fold(related, |related, shown| related.singlepart(file_part(shown))))
        };
        mixed.multipart(both)
    };
    for file in files {
        whole = whole.singlepart(file_part(file));
    }
    whole.formatted()
}

fn text_part(content_type: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().header(content_type).body(text.replace("\r\n", "\n").replace('\n', "\r\n"))
}

/// Base64 whatever it is: a text's line ends stay as they are in the file.
fn file_part(attachment: &Attachment) -> SinglePart {
    let content_type = ContentType::parse(attachment.media_type()).ok();
    let bytes = attachment.content().to_vec();
    let content = Body::new_with_encoding(bytes, ContentTransferEncoding::Base64)
        .unwrap_or_else(|bytes| Body::dangerous_pre_encoded(bytes, ContentTransferEncoding::Binary));
    let part = SinglePart::builder().header(match attachment.content_id() {
        Some(_) => ContentDisposition::inline_with_name(attachment.name()),
        None => ContentDisposition::attachment(attachment.name()),
    });
    let part = match attachment.content_id() {
        Some(id) => part.header(ContentId::from(format!("<{id}>"))),
        None => part,
    };
    match content_type {
        Some(content_type) => part.header(content_type).body(content),
        None => part.body(content),
    }
}
