//! A notification -> a rendered mail. The only place that names the template engine, and the only
//! reader of a secret.
//!
//! A template sees the fields of its kind and no others, so the engine's `__tera_context` has
//! nothing to leak. A missing field or text is an error: a mail with a hole is never queued.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use tera::{Context, Kwargs, State, Tera, Value};

use crate::notify::{Account, Coordinates, Kind, Model, Notification};
use crate::tenant::model::Pin;

use super::address::{AddressError, Mailbox};
use super::templates::{TemplateError, Templates, folder_of};
use super::texts::{self, Direction, Texts};
use super::{Body, gate, phone};

/// The most a rendered part may have. Mail programs cut HTML above 102 kB.
const MAX_PART: usize = 100 * 1024;

/// Where a user resets the own PIN (the documentation of resetting PINs names it).
const PIN_URL: &str = "https://dialin.teams.microsoft.com/usp";

/// Where the Meeting Update Tool is offered.
const MEETINGS_URL: &str = "https://www.microsoft.com/download/details.aspx?id=51659";

/// A rendered mail, not yet in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Which mail.
    pub kind: Kind,
    /// The recipient.
    pub to: Mailbox,
    /// The sender.
    pub from: Mailbox,
    /// The tag of the language it is written in.
    pub language: Arc<str>,
    /// The subject, one line.
    pub subject: String,
    /// Whether a PIN stands in it.
    pub contains_pin: bool,
    /// The text part.
    pub text: Body,
    /// The HTML part.
    pub html: Body,
}

/// Why a mail was not rendered. Never shows a value of the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderError {
    /// The sender's or the recipient's address cannot be sent to.
    Address(AddressError),
    /// A field that the mail must show is empty.
    MissingField {
        /// Which mail.
        kind: Kind,
        /// The field.
        field: &'static str,
    },
    /// A part has more than 102,400 bytes.
    TooLarge {
        /// The template.
        template: String,
    },
    /// The template failed: an unknown field, a wrong type.
    Template(TemplateError),
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(error) => error.fmt(f),
            Self::MissingField { kind, field } => {
                write!(f, "The mail '{kind}' cannot be written: its field '{field}' is empty.")
            }
            Self::TooLarge { template } => {
                write!(f, "The mail template '{template}' gives more than {MAX_PART} bytes.")
            }
            Self::Template(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RenderError {}

/// A language with its texts as the engine takes them.
struct Language {
    tag: Arc<str>,
    direction: Direction,
    of_kind: BTreeMap<Kind, Value>,
    fonts: (&'static str, &'static str),
}

/// The compiled templates and texts. Made once, used for every mail.
pub struct Renderer {
    tera: Tera,
    languages: Vec<Language>,
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renderer").field("languages", &self.languages().collect::<Vec<_>>()).finish_non_exhaustive()
    }
}

impl Renderer {
    /// The renderer of the compiled-in templates.
    ///
    /// # Errors
    /// Never for the templates as they are; a test compiles them.
    pub fn built_in() -> Result<Self, TemplateError> {
        Self::compile(&Templates::built_in()?)
    }

    /// The compiled-in templates, with those replaced that the folder has.
    ///
    /// # Errors
    /// The fault of the first template or file of texts that cannot be used.
    pub fn with_folder(folder: &Path) -> Result<Self, TemplateError> {
        Self::compile(&Templates::with_folder(folder)?)
    }

    fn compile(templates: &Templates) -> Result<Self, TemplateError> {
        let mut tera = Tera::default();
        tera.register_filter("isolate", isolate);
        tera.add_raw_templates(templates.sources.iter().map(|(name, source)| (name.as_str(), source.as_str())))
            .map_err(|error| TemplateError::new("*", error.to_string()))?;
        let mut languages = Vec::with_capacity(templates.texts.len());
        for texts in &templates.texts {
            languages.push(Language::of(texts)?);
        }
        let renderer = Self { tera, languages };
        for kind in Kind::ALL {
            renderer.check_fields(kind)?;
        }
        Ok(renderer)
    }

    /// Refuses templates that name a field which their kind does not show.
    fn check_fields(&self, kind: Kind) -> Result<(), TemplateError> {
        let known = fields_of(kind);
        for part in ["subject.txt", "body.html", "body.txt"] {
            let name = format!("{}/{part}", folder_of(kind));
            let used = self
                .tera
                .get_template_variables(&name)
                .map_err(|error| TemplateError::new(&name, error.to_string()))?;
            if let Some(unknown) = used.iter().find(|field| !known.contains(*field)) {
                return Err(TemplateError::new(name, format!("a mail of the kind {kind} has no field '{unknown}'")));
            }
        }
        Ok(())
    }

    /// The tags of the languages that mails can be written in, the default first.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(|language| &*language.tag)
    }

    fn language(&self, wanted: &str) -> Result<&Language, TemplateError> {
        let known: Vec<&str> = self.languages().collect();
        let default = known.first().copied().unwrap_or_default();
        let tag = texts::choose(&known, wanted, default);
        self.languages
            .iter()
            .find(|language| &*language.tag == tag)
            .ok_or_else(|| TemplateError::new("texts", "there is no language"))
    }

    /// Writes the mail of a notification.
    ///
    /// # Errors
    /// An address that cannot be sent to, an empty field, a template that fails: nothing is rendered
    /// by halves.
    pub fn render(&self, notification: &Notification) -> Result<Mail, RenderError> {
        let kind = notification.kind();
        let language = self.language(&notification.language).map_err(RenderError::Template)?;
        let to = Mailbox::new(&notification.to.name, &notification.to.address).map_err(RenderError::Address)?;
        let from = Mailbox::new(&notification.from.name, &notification.from.address).map_err(RenderError::Address)?;
        let context = context(&notification.model, language)?;
        let folder = folder_of(kind);
        let subject = self.part(&format!("{folder}/subject.txt"), &context)?;
        let text = self.part(&format!("{folder}/body.txt"), &context)?;
        let html = self.part(&format!("{folder}/body.html"), &context)?;
        let subject = gate::clean(subject.trim()).into_owned();
        if subject.is_empty() {
            return Err(RenderError::MissingField { kind, field: "subject" });
        }
        Ok(Mail {
            kind,
            to,
            from,
            language: Arc::clone(&language.tag),
            subject,
            contains_pin: notification.contains_pin(),
            text: Body::from(without_blank_runs(&text, 1)),
            html: Body::from(without_blank_runs(&html, 0)),
        })
    }

    fn part(&self, template: &str, context: &Context) -> Result<String, RenderError> {
        let mut bounded = Bounded { bytes: Vec::with_capacity(12 * 1024), overflowed: false };
        match self.tera.render_to(template, context, &mut bounded) {
            Ok(()) => {}
            Err(_) if bounded.overflowed => return Err(RenderError::TooLarge { template: template.to_owned() }),
            Err(error) => return Err(RenderError::Template(TemplateError::new(template, error.to_string()))),
        }
        String::from_utf8(bounded.bytes)
            .map_err(|_| RenderError::Template(TemplateError::new(template, "it gives bytes that are no UTF-8")))
    }
}

impl Language {
    fn of(texts: &Texts) -> Result<Self, TemplateError> {
        let mut of_kind = BTreeMap::new();
        for kind in Kind::ALL {
            let value = Value::try_from_serializable(&texts.of(kind))
                .map_err(|error| TemplateError::new(format!("texts/{}.txt", texts.language), error.to_string()))?;
            of_kind.insert(kind, value);
        }
        let fonts = match texts.language.split('-').next() {
            Some("ja") => ("'Yu Gothic UI',Meiryo,'Hiragino Sans',Arial,sans-serif", "'Yu Gothic UI Light','Yu Gothic UI',Meiryo,'Hiragino Sans',Arial,sans-serif"),
            Some("zh") => ("'Microsoft YaHei UI','PingFang SC','Noto Sans SC',Arial,sans-serif", "'Microsoft YaHei UI Light','Microsoft YaHei UI','PingFang SC','Noto Sans SC',Arial,sans-serif"),
            _ => ("'Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif", "'Segoe UI Light','Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif"),
        };
        Ok(Self { tag: Arc::from(texts.language.as_str()), direction: texts.direction(), of_kind, fonts })
    }
}

/// The fields that the templates of a kind see; all others are unknown to them.
pub fn fields_of(kind: Kind) -> BTreeSet<&'static str> {
    let mut fields = BTreeSet::from(["t", "lang", "dir", "start", "font", "light_font", "name", "account"]);
    if kind != Kind::Disabled {
        fields.extend(["number", "dial", "conference_id"]);
    }
    if matches!(kind, Kind::Enabled | Kind::InformationChanged) {
        fields.extend(["pin_url", "meetings_url"]);
    }
    if kind == Kind::InformationChanged {
        fields.extend(["number_changed", "conference_id_changed"]);
    }
    if kind.may_carry_pin() {
        fields.insert("pin");
    }
    fields
}

/// The context of a mail: exactly the fields of [`fields_of`].
fn context(model: &Model, language: &Language) -> Result<Context, RenderError> {
    let kind = model.kind();
    let mut context = Context::new();
    let mut put = |field: &'static str, value: Value| context.insert_value(field, value);
    put("t", language.of_kind.get(&kind).cloned().unwrap_or_else(Value::none));
    put("lang", Value::from(&*language.tag));
    put("dir", Value::from(language.direction.attribute()));
    put("start", Value::from(language.direction.start()));
    put("font", Value::safe_string(language.fonts.0));
    put("light_font", Value::safe_string(language.fonts.1));
    let mut account = |account: &Account| {
        let address = required(kind, "account", &account.user_principal_name)?;
        // A user without a display name is called by the account.
        let name = gate::clean(&account.name);
        put("name", Value::from(if name.is_empty() { &*address } else { &*name }));
        put("account", Value::from(&*address));
        Ok(())
    };
    match model {
        Model::Enabled(model) => {
            account(&model.account)?;
            put_coordinates(&mut context, &model.coordinates);
            put_pin(&mut context, Some(&model.pin));
            put_links(&mut context);
        }
        Model::InformationChanged(model) => {
            account(&model.account)?;
            put_coordinates(&mut context, &model.coordinates);
            put_links(&mut context);
            context.insert_value("number_changed", Value::from(model.changed.number));
            context.insert_value("conference_id_changed", Value::from(model.changed.conference_id));
        }
        Model::PinReset(model) => {
            account(&model.account)?;
            put_coordinates(&mut context, &model.coordinates);
            put_pin(&mut context, Some(&model.pin));
        }
        Model::Disabled(model) => account(&model.account)?,
        Model::ConferencingInformation(model) => {
            account(&model.account)?;
            put_coordinates(&mut context, &model.coordinates);
            put_pin(&mut context, model.pin.as_ref());
        }
    }
    Ok(context)
}

fn required<'a>(kind: Kind, field: &'static str, text: &'a str) -> Result<std::borrow::Cow<'a, str>, RenderError> {
    let cleaned = gate::clean(text);
    if cleaned.is_empty() { Err(RenderError::MissingField { kind, field }) } else { Ok(cleaned) }
}

fn put_coordinates(context: &mut Context, coordinates: &Coordinates) {
    let number = coordinates.number.map(|number| phone::readable(&number.to_string()));
    context.insert_value("number", number.map_or_else(Value::none, Value::from));
    context.insert_value("dial", coordinates.number.map_or_else(Value::none, |number| Value::from(number.with_plus())));
    let conference_id = coordinates.conference_id.map(|id| id.to_string());
    context.insert_value("conference_id", conference_id.map_or_else(Value::none, Value::from));
}

fn put_links(context: &mut Context) {
    context.insert_value("pin_url", Value::safe_string(PIN_URL));
    context.insert_value("meetings_url", Value::safe_string(MEETINGS_URL));
}

fn put_pin(context: &mut Context, pin: Option<&Pin>) {
    let value = pin.map_or_else(Value::none, |pin| Value::from(pin.expose_secret().as_str()));
    context.insert_value("pin", value);
}

/// The filter `isolate`: in right-to-left text a number, address or foreign name keeps its own
/// direction (U+2066 to U+2069, Unicode's bidirectional algorithm). Other text stays as it is.
fn isolate(value: &str, _: Kwargs, state: &State<'_>) -> tera::TeraResult<String> {
    let direction = state.get::<String>("dir")?;
    if direction.as_deref() != Some(Direction::RightToLeft.attribute()) {
        return Ok(value.to_owned());
    }
    let is_right_to_left = value.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'));
    Ok(format!("{}{value}\u{2069}", if is_right_to_left { '\u{2068}' } else { '\u{2066}' }))
}

/// Takes out what the statements of the templates leave: spaces at the ends of lines, and all but so
/// many blank lines in a row.
fn without_blank_runs(text: &str, n_kept: usize) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut n_blank = n_kept;
    for line in text.lines().map(str::trim_end) {
        n_blank = if line.is_empty() { n_blank + 1 } else { 0 };
        if n_blank <= n_kept {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy
}

/// A writer that refuses more than [`MAX_PART`] bytes.
struct Bounded {
    bytes: Vec<u8>,
    overflowed: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_PART {
            self.overflowed = true;
            return Err(io::Error::other("the mail is too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
