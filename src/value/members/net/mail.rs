//! `MailAddress`, `MailMessage`, `SmtpClient`: data, and a door to the outbox.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::runtime::ScriptMail;

use super::mail_part::{MailPart, attachment_of};
use crate::value::members::files::io_error;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Fields, List, Object, TypeId, Value};

/// A `MailAddress`.
pub struct MailAddress {
    display: String,
    user: String,
    host: String,
}

const WRONG: &str = "The specified string is not in the form required for an e-mail address.";

impl MailAddress {
    /// An address from its text, with or without a display name.
    fn parse(text: &str) -> Option<MailAddress> {
        let text = text.trim();
        let (display, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((display, address)) => (display.trim().trim_matches('"').to_owned(), address.trim()),
            None => (String::new(), text),
        };
        let (user, host) = address.rsplit_once('@')?;
        let wrong = |part: &str| {
            part.is_empty()
                || part.contains(|c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:@\"".contains(c))
                || part.starts_with('.')
                || part.ends_with('.')
                || part.contains("..")
        };
        let quoted = user.len() > 2 && user.starts_with('"') && user.ends_with('"');
        ((quoted || !wrong(user)) && !wrong(host) && !display.contains(['\r', '\n'])).then(|| MailAddress {
            display,
            user: user.to_owned(),
            host: host.to_owned(),
        })
    }
}

impl ClrObject for MailAddress {
    fn class(&self) -> TypeId {
        TypeId::MAIL_ADDRESS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["DisplayName", "User", "Host", "Address"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "displayname" => Value::str(&self.display),
            "user" => Value::str(&self.user),
            "host" => Value::str(&self.host),
            "address" => Value::from(format!("{}@{}", self.user, self.host)),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        let address = format!("{}@{}", self.user, self.host);
        Some(if self.display.is_empty() { address } else { format!("\"{}\" <{address}>", self.display) })
    }

    fn equals(&self, other: &Value) -> bool {
        other
            .downcast::<MailAddress>()
            .is_some_and(|other| self.user.eq_ignore_ascii_case(&other.user) && self.host.eq_ignore_ascii_case(&other.host))
    }

    fn hash_code(&self) -> u64 {
        self.host.len() as u64
    }
}

fn new_address(c: &mut Call) -> Outcome {
    let text = c.str(0, "address")?;
    if text.is_empty() {
        return Err(Thrown::argument_named("address", "The value cannot be an empty string."));
    }
    let mut address = MailAddress::parse(&text).ok_or_else(|| Thrown::format(WRONG))?;
    if let Some(display) = c.text(1) {
        address.display = display.to_string();
    }
    Ok(Object::from_clr(address))
}

/// `[mailaddress]`.
pub const ADDRESS: TypeImpl = TypeImpl {
    ids: &[TypeId::MAIL_ADDRESS],
    new: Some(new_address),
    statics: &[("TryCreate", |c| {
        let made = c.text(0).and_then(|text| MailAddress::parse(&text)).map(Object::from_clr);
        let is_address = made.is_some();
        let last = c.len() - 1;
        c.write_ref(last, made.unwrap_or_default())?;
        ok(is_address)
    })],
    ..TypeImpl::EMPTY
};

/// A `MailMessage`: properties by name.
struct MailMessage {
    values: RefCell<Vec<(&'static str, Value)>>,
}

impl ClrObject for MailMessage {
    fn class(&self) -> TypeId {
        TypeId::MAIL_MESSAGE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        self.values.borrow().iter().map(|(name, _)| *name).collect()
    }

    fn get(&self, name: &str) -> Option<Value> {
        self.values.borrow().iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let mut values = self.values.borrow_mut();
        let (own, place) = values.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        if own == &"Subject" && value.as_str().is_some_and(|text| text.contains(['\r', '\n'])) {
            return Some(Err("The specified string is not in the form required for a subject.".to_owned()));
        }
        *place = value.clone();
        Some(Ok(()))
    }
}

/// Addresses of a comma-separated text.
fn addresses(text: &str) -> Outcome<Value> {
    let mut list = Vec::new();
    for part in text.split(',').filter(|part| !part.trim().is_empty()) {
        list.push(Object::from_clr(MailAddress::parse(part).ok_or_else(|| Thrown::format(WRONG))?));
    }
    Ok(Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::MAIL_ADDRESS]), list))))
}

fn empty_list(element: TypeId) -> Value {
    Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[element]), Vec::new())))
}

fn new_message(c: &mut Call) -> Outcome {
    let from = match c.arg(0) {
        Value::Str(text) => Object::from_clr(MailAddress::parse(&text).ok_or_else(|| Thrown::format(WRONG))?),
        other => other,
    };
    let to = match c.arg(1) {
        Value::Str(text) => addresses(&text)?,
        Value::Null => empty_list(TypeId::MAIL_ADDRESS),
        other => Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::MAIL_ADDRESS]), vec![other]))),
    };
    let text = |at: usize| c.text(at).map_or_else(Value::empty_str, Value::Str);
    Ok(Object::from_clr(MailMessage {
        values: RefCell::new(vec![
            ("From", from),
            ("Sender", Value::Null),
            ("ReplyToList", empty_list(TypeId::MAIL_ADDRESS)),
            ("To", to),
            ("Bcc", empty_list(TypeId::MAIL_ADDRESS)),
            ("CC", empty_list(TypeId::MAIL_ADDRESS)),
            ("Priority", Value::Enum(TypeId::MAIL_PRIORITY, 0)),
            ("DeliveryNotificationOptions", Value::Enum(TypeId::DELIVERY_NOTIFICATION_OPTIONS, 0)),
            ("Subject", text(2)),
            ("SubjectEncoding", Value::Null),
            ("Body", text(3)),
            ("BodyEncoding", Value::Null),
            ("IsBodyHtml", Value::Bool(false)),
            ("Attachments", empty_list(TypeId::OBJECT)),
            ("AlternateViews", empty_list(TypeId::ALTERNATE_VIEW)),
        ]),
    }))
}

/// `[net.mail.mailmessage]`.
pub const MESSAGE: TypeImpl =
    TypeImpl { ids: &[TypeId::MAIL_MESSAGE], new: Some(new_message), methods: &[("Dispose", |_| void())], ..TypeImpl::EMPTY };

/// An `SmtpClient`: where it would connect to is kept and told; its mails go into the outbox.
fn new_client(c: &mut Call) -> Outcome {
    let host = c.text(0).map_or(Value::Null, Value::Str);
    let port = if c.len() > 1 { c.int(1) } else { 25 };
    Ok(Fields::open(
        TypeId::SMTP_CLIENT,
        vec![
            ("Host", host),
            ("Port", Value::Int(port)),
            ("UseDefaultCredentials", Value::Bool(false)),
            ("Credentials", Value::Null),
            ("Timeout", Value::Int(100_000)),
            ("EnableSsl", Value::Bool(false)),
            ("DeliveryFormat", Value::Int(0)),
            ("DeliveryMethod", Value::Int(0)),
            ("PickupDirectoryLocation", Value::Null),
            ("TargetName", Value::Null),
        ],
    ))
}

/// Display name and address of a value: an address object, or its text.
fn parts_of(value: &Value) -> Outcome<(String, String)> {
    if let Some(address) = value.downcast::<MailAddress>() {
        return Ok((address.display.clone(), format!("{}@{}", address.user, address.host)));
    }
    let text = value.as_str().cloned().unwrap_or_default();
    let address = MailAddress::parse(&text).ok_or_else(|| Thrown::format(WRONG))?;
    Ok((address.display.clone(), format!("{}@{}", address.user, address.host)))
}

/// Display names and addresses of a text with commas, as `Send-MailMessage` and `MailMessage` take them.
pub fn address_parts(text: &str) -> Option<(String, String)> {
    let address = MailAddress::parse(text)?;
    Some((address.display.clone(), format!("{}@{}", address.user, address.host)))
}

/// Display names and addresses of a list of addresses.
fn all_parts(list: &Value) -> Outcome<Vec<(String, String)>> {
    list.enumerate().unwrap_or_default().iter().map(parts_of).collect()
}

/// A `MailMessage` as the outbox takes it.
fn of_message(message: &MailMessage, c: &Call) -> Outcome<ScriptMail> {
    let field = |name: &str| message.get(name).unwrap_or_default();
    if field("From").is_null() {
        return Err(Thrown::invalid_operation("A from address must be specified."));
    }
    let text = |name: &str| field(name).as_str().map_or_else(String::new, |text| text.to_string());
    let body = text("Body");
    let is_html = matches!(field("IsBodyHtml").base(), Value::Bool(true));
    let (text_body, html) = if is_html { (None, Some(body)) } else { (Some(body), None) };
    let mut mail = ScriptMail {
        from: parts_of(&field("From"))?,
        to: all_parts(&field("To"))?,
        cc: all_parts(&field("CC"))?,
        bcc: all_parts(&field("Bcc"))?,
        reply_to: all_parts(&field("ReplyToList"))?,
        subject: text("Subject"),
        text: text_body,
        html,
        priority: priority_of(&field("Priority")),
        attachments: Vec::new(),
    };
    for view in field("AlternateViews").enumerate().unwrap_or_default() {
        let Some(view) = view.downcast::<MailPart>() else { continue };
        if view.is_html() {
            mail.html = Some(view.text());
        } else {
            mail.text = Some(view.text());
        }
        let linked = view.linked().enumerate().unwrap_or_default();
        mail.attachments.extend(linked.iter().filter_map(|part| Some(part.downcast::<MailPart>()?.attachment())));
    }
    // A page whose message has no text of its own is told in words made from it.
    if mail.html.is_some() && mail.text.as_ref().is_some_and(String::is_empty) {
        mail.text = None;
    }
    for file in field("Attachments").enumerate().unwrap_or_default() {
        let attachment = match file.downcast::<MailPart>() {
            Some(part) => part.attachment(),
            None => {
                let path = c.rt.current_directory().join(&*file.as_str().cloned().unwrap_or_default());
                attachment_of(&path).map_err(|error| io_error(&path, &error))?
            }
        };
        mail.attachments.push(attachment);
    }
    Ok(mail)
}

/// The number of a priority; its name stands where a script set a text.
fn priority_of(value: &Value) -> i64 {
    match value.base() {
        Value::Enum(_, number) => *number,
        Value::Int(number) => i64::from(*number),
        other => match other.as_str().map(|name| name.to_ascii_lowercase()).as_deref() {
            Some("low") => 1,
            Some("high") => 2,
            _ => 0,
        },
    }
}

fn send(c: &mut Call) -> Outcome {
    let mail = if c.len() >= 4 {
        ScriptMail {
            from: parts_of(&c.arg(0))?,
            to: all_parts(&addresses(&c.text(1).unwrap_or_default())?)?,
            subject: c.text(2).unwrap_or_default().to_string(),
            text: Some(c.text(3).unwrap_or_default().to_string()),
            ..ScriptMail::default()
        }
    } else {
        let message = c.arg(0);
        let Some(own) = message.downcast::<MailMessage>() else { return Err(Thrown::null("message")) };
        of_message(own, c)?
    };
    if mail.to.is_empty() && mail.cc.is_empty() && mail.bcc.is_empty() {
        return Err(Thrown::invalid_operation("A recipient must be specified."));
    }
    c.rt.post_mail(&mail)?;
    void()
}

/// `[net.mail.smtpclient]`.
pub const CLIENT: TypeImpl = TypeImpl {
    ids: &[TypeId::SMTP_CLIENT],
    new: Some(new_client),
    methods: &[("Send", send), ("SendAsync", send), ("SendMailAsync", send), ("Dispose", |_| void())],
    ..TypeImpl::EMPTY
};
