//! A script's own mails on their way into the outbox.

use std::collections::HashSet;
use std::sync::Arc;

use super::session::Engine;
use crate::mail::extra::{Attachment, Extra, Priority};
use crate::mail::{Body, Mail, Mailbox};
use crate::notify::Kind;
use crate::tenant::event::Event;
use crate::value::runtime::{ScriptAttachment, ScriptMail};
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

impl Engine {
    /// Posts a script's mail, one for each recipient; nothing is posted where an address cannot be sent to.
    pub(super) fn post_script_mail(&mut self, message: &ScriptMail) -> Run {
        let mailbox = |(name, address): &(String, String)| {
            Mailbox::new(name, address).map_err(|error| {
                let (message, target) = (error.to_string(), Value::str(&error.address));
                ErrorRecord::new(TypeId::FORMAT_EXCEPTION, message, "MailAddressInvalid", Category::InvalidArgument, target)
            })
        };
        let mailboxes = |list: &[(String, String)]| list.iter().map(mailbox).collect::<Result<Vec<Mailbox>, ErrorRecord>>();
        let from = mailbox(&message.from)?;
        let (to, cc, bcc) = (mailboxes(&message.to)?, mailboxes(&message.cc)?, mailboxes(&message.bcc)?);
        let html = message.html.clone().unwrap_or_default();
        let text = message.text.clone().unwrap_or_else(|| plain_of(&html));
        let pins = self.issued_pins();
        let attached = |pin: &str| message.attachments.iter().any(|file| memchr::memmem::find(&file.content, pin.as_bytes()).is_some());
        let shows = |pin: &String| [&message.subject, &text, &html].iter().any(|shown| shown.contains(pin.as_str())) || attached(pin);
        let contains_pin = pins.iter().any(shows);
        let attachment =
            |file: &ScriptAttachment| Attachment::new(&file.name, &file.media_type, file.content_id.as_deref(), Arc::from(&*file.content));
        let extra = Arc::new(Extra {
            to: to.clone(),
            cc: cc.clone(),
            reply_to: mailboxes(&message.reply_to)?,
            priority: match message.priority {
                1 => Priority::Low,
                2 => Priority::High,
                _ => Priority::Normal,
            },
            attachments: message.attachments.iter().map(attachment).collect(),
        });
        let language: Arc<str> = Arc::from(self.culture.name.as_str());
        let (text, html) = (Body::from(text), Body::from(html));
        let mut known = HashSet::new();
        let mut mails = Vec::new();
        // Who is named twice gets it once, as from a mail server.
        for recipient in to.into_iter().chain(cc).chain(bcc).filter(|to| known.insert(to.address().to_lowercase())) {
            mails.push(Mail {
                kind: Kind::Message,
                to: recipient,
                from: from.clone(),
                language: Arc::clone(&language),
                subject: message.subject.replace(['\r', '\n'], " "),
                contains_pin,
                text: text.clone(),
                html: html.clone(),
                extra: Some(Arc::clone(&extra)),
            });
        }
        self.tenant().post_messages("Send-MailMessage", mails).map(|_| ()).map_err(|error| {
            ErrorRecord::new(TypeId::SMTP_EXCEPTION, error.to_string(), "SmtpException", Category::InvalidOperation, Value::Null).into()
        })
    }

    /// The PINs that commands of this session gave.
    pub fn issued_pins(&mut self) -> Vec<String> {
        let pin_of = |event: &Event| match event {
            Event::PinReset { pin, .. } => Some(pin.expose_secret().as_str().to_owned()),
            Event::ConferencingEnabled { conferencing, .. } => conferencing.pin.as_ref().map(|pin| pin.expose_secret().as_str().to_owned()),
            _ => None,
        };
        self.tenant().log().iter().flat_map(|entry| entry.events.iter()).filter_map(pin_of).collect()
    }
}

/// The words of a page, for readers that show no pages.
fn plain_of(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut in_tag = false;
    for letter in page.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => text.push(letter),
            _ => {}
        }
    }
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::plain_of;

    #[test]
    fn the_words_of_a_page() {
        assert_eq!(plain_of("<html><body><h1>A &amp; B</h1>\n<p>one</p></body></html>"), "A & B\none");
    }
}
