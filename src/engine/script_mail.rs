//! A script's own mails on their way into the outbox.

use std::sync::Arc;

use super::session::Engine;
use crate::mail::{Body, Mail, Mailbox};
use crate::notify::Kind;
use crate::tenant::event::Event;
use crate::value::runtime::ScriptMail;
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
        let from = mailbox(&message.from)?;
        let pins = self.issued_pins();
        let contains_pin = pins.iter().any(|pin| message.body.contains(pin.as_str()) || message.subject.contains(pin.as_str()));
        let (text, html) =
            if message.is_html { (plain_of(&message.body), message.body.clone()) } else { (message.body.clone(), page_of(&message.body)) };
        let language: Arc<str> = Arc::from(self.culture.name.as_str());
        let mut mails = Vec::with_capacity(message.to.len());
        for recipient in &message.to {
            mails.push(Mail {
                kind: Kind::Message,
                to: mailbox(recipient)?,
                from: from.clone(),
                language: Arc::clone(&language),
                subject: message.subject.replace(['\r', '\n'], " "),
                contains_pin,
                text: Body::from(text.as_str()),
                html: Body::from(html.as_str()),
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

/// A text as a page that shows it as it is.
fn page_of(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<html><body><pre>{escaped}</pre></body></html>")
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
    use super::{page_of, plain_of};

    #[test]
    fn a_page_and_its_words() {
        assert_eq!(plain_of("<html><body><h1>A &amp; B</h1>\n<p>one</p></body></html>"), "A & B\none");
        assert_eq!(page_of("1 < 2"), "<html><body><pre>1 &lt; 2</pre></body></html>");
    }
}
