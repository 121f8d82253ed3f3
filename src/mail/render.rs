//! A notification -> a rendered mail. The only place that names the template engine, and the only
//! reader of a secret.
//!
//! A template sees the fields of its kind and no others, so the engine's `__tera_context` has
//! nothing to leak. A missing field or text is an error: a mail with a hole is never queued.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tera::{Context, Kwargs, State, Tera, Value};

use crate::notify::{Account, Coordinates, Kind, Model, Notification};

use super::address::{AddressError, Mailbox};
use super::extra::Extra;
use super::prepared::{self, FIELDS, Prepared};
use super::templates::{TemplateError, Templates, folder_of};
use super::texts::{self, Direction, Texts};
use super::{Body, date, gate, phone};

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
    /// The HTML part; empty in a script's mail that is text alone.
    pub html: Body,
    /// What a script's own mail has beside.
    pub extra: Option<Arc<Extra>>,
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
    /// The compiled-in templates by language, kind and which values are there, cut at their values
    /// when first used. Empty with an administrator's templates: those go through the engine.
    prepared: Vec<OnceLock<Option<[Prepared; 3]>>>,
    /// What the administrator replaced: names and sources.
    own: Vec<(String, String)>,
}

/// The values of a mail, in the order of [`FIELDS`].
type Values = [Option<String>; FIELDS.len()];

/// The places of the values that a mail may lack: number, conference ID, PIN.
const OPTIONAL: [usize; 3] = [2, 4, 5];

/// The parts of a mail.
const PARTS: [&str; 3] = ["subject.txt", "body.txt", "body.html"];

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
        let mut renderer = Self::compile(&Templates::built_in()?)?;
        let n_shapes = (renderer.languages.len() * Kind::ALL.len()) << OPTIONAL.len();
        renderer.prepared.resize_with(n_shapes, OnceLock::new);
        Ok(renderer)
    }

    /// The compiled-in templates, with those replaced that the folder has.
    ///
    /// # Errors
    /// The fault of the first template or file of texts that cannot be used.
    pub fn with_folder(folder: &Path) -> Result<Self, TemplateError> {
        Self::of(&Templates::with_folder(folder)?)
    }

    /// The renderer of templates.
    ///
    /// # Errors
    /// The fault of the first template that cannot be used.
    pub fn of(templates: &Templates) -> Result<Self, TemplateError> {
        if templates.own().is_empty() { Self::built_in() } else { Self::compile(templates) }
    }

    /// What the administrator replaced: names and sources.
    pub fn own(&self) -> &[(String, String)] {
        &self.own
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
        let renderer = Self { tera, languages, prepared: Vec::new(), own: templates.own().to_vec() };
        for kind in Kind::ALL {
            renderer.check_fields(kind)?;
        }
        Ok(renderer)
    }

    /// Refuses templates that name a field which their kind does not show.
    fn check_fields(&self, kind: Kind) -> Result<(), TemplateError> {
        let known = fields_of(kind);
        for part in PARTS {
            let name = format!("{}/{part}", folder_of(kind));
            let used = self.tera.get_template_variables(&name).map_err(|error| TemplateError::new(&name, error.to_string()))?;
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

    /// The place of the language that is written, and the wanted tag that it serves: the first that there are texts
    /// for, else the default.
    fn language<'a>(&self, notification: &'a Notification) -> (usize, &'a str) {
        let known: Vec<&str> = self.languages().collect();
        let wanted = std::iter::once(&notification.language).chain(&notification.other_languages);
        let found = wanted.filter_map(|wanted| Some((texts::choose(&known, wanted)?, wanted.as_str()))).next();
        found.and_then(|(tag, wanted)| Some((known.iter().position(|known| *known == tag)?, wanted))).unwrap_or_default()
    }

    /// Writes the mail of a notification.
    ///
    /// # Errors
    /// An address that cannot be sent to, an empty field, a template that fails: nothing is rendered
    /// by halves.
    pub fn render(&self, notification: &Notification) -> Result<Mail, RenderError> {
        self.render_with(notification, true)
    }

    /// As [`Renderer::render`], but always through the template engine: the measure of the faster way.
    ///
    /// # Errors
    /// Those of [`Renderer::render`].
    pub fn render_by_engine(&self, notification: &Notification) -> Result<Mail, RenderError> {
        self.render_with(notification, false)
    }

    fn render_with(&self, notification: &Notification, may_fill: bool) -> Result<Mail, RenderError> {
        let kind = notification.kind();
        let (language_at, wanted) = self.language(notification);
        let to = Mailbox::new(&notification.to.name, &notification.to.address).map_err(RenderError::Address)?;
        let from = Mailbox::new(&notification.from.name, &notification.from.address).map_err(RenderError::Address)?;
        let date = date::written(notification.date, wanted, &self.languages[language_at].tag);
        let values = values(&notification.model, date)?;
        let prepared = if may_fill { self.prepared(&notification.model, language_at, &values) } else { None };
        let [subject, text, html] = match prepared {
            Some([subject, text, html]) => {
                // The marks of a right-to-left text stand between isolates already.
                [subject.fill(&values), text.fill(&values), html.fill(&escaped(&values))]
            }
            None => self.parts(&notification.model, language_at, &values)?,
        };
        let subject = gate::clean(subject.trim()).into_owned();
        if subject.is_empty() {
            return Err(RenderError::MissingField { kind, field: "subject" });
        }
        Ok(Mail {
            kind,
            to,
            from,
            language: Arc::clone(&self.languages[language_at].tag),
            subject,
            contains_pin: notification.contains_pin(),
            text: Body::from(text),
            html: Body::from(html),
            extra: None,
        })
    }

    /// The templates cut for a mail of this language, kind and set of values; `None` where the
    /// engine has to write each mail.
    fn prepared(&self, model: &Model, language_at: usize, values: &Values) -> Option<&[Prepared; 3]> {
        let kind_at = Kind::ALL.iter().position(|kind| *kind == model.kind())?;
        let mut shape = language_at * Kind::ALL.len() + kind_at;
        for field in OPTIONAL {
            shape = shape << 1 | usize::from(values[field].is_some());
        }
        let cut = || {
            let mut marks: Values = Default::default();
            for (field, value) in values.iter().enumerate() {
                marks[field] = value.as_ref().map(|_| prepared::mark(field));
            }
            let [subject, text, html] = self.parts(model, language_at, &marks).ok()?;
            Some([Prepared::cut(&subject)?, Prepared::cut(&text)?, Prepared::cut(&html)?])
        };
        self.prepared.get(shape)?.get_or_init(cut).as_ref()
    }

    /// Subject, text and HTML, as the engine writes them.
    fn parts(&self, model: &Model, language_at: usize, values: &Values) -> Result<[String; 3], RenderError> {
        let context = context(model, &self.languages[language_at], values);
        let folder = folder_of(model.kind());
        let [subject, text, html] = PARTS.map(|part| self.part(&format!("{folder}/{part}"), &context));
        Ok([subject?, without_blank_runs(&text?, 1), without_blank_runs(&html?, 0)])
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
            Some("ja") => (
                "'Yu Gothic UI',Meiryo,'Hiragino Sans',Arial,sans-serif",
                "'Yu Gothic UI Light','Yu Gothic UI',Meiryo,'Hiragino Sans',Arial,sans-serif",
            ),
            Some("zh") => (
                "'Microsoft YaHei UI','PingFang SC','Noto Sans SC',Arial,sans-serif",
                "'Microsoft YaHei UI Light','Microsoft YaHei UI','PingFang SC','Noto Sans SC',Arial,sans-serif",
            ),
            _ => (
                "'Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif",
                "'Segoe UI Light','Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif",
            ),
        };
        Ok(Self { tag: Arc::from(texts.language.as_str()), direction: texts.direction(), of_kind, fonts })
    }
}

/// The fields that the templates of a kind see; all others are unknown to them.
pub fn fields_of(kind: Kind) -> BTreeSet<&'static str> {
    let mut fields = BTreeSet::from(["t", "lang", "dir", "start", "font", "light_font", "name", "account", "date"]);
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

/// The values of a model, past the gate.
fn values(model: &Model, date: String) -> Result<Values, RenderError> {
    let (account, coordinates): (&Account, Option<&Coordinates>) = match model {
        Model::Enabled(model) => (&model.account, Some(&model.coordinates)),
        Model::InformationChanged(model) => (&model.account, Some(&model.coordinates)),
        Model::PinReset(model) => (&model.account, Some(&model.coordinates)),
        Model::Disabled(model) => (&model.account, None),
        Model::ConferencingInformation(model) => (&model.account, Some(&model.coordinates)),
    };
    let address = gate::clean(&account.user_principal_name);
    if address.is_empty() {
        return Err(RenderError::MissingField { kind: model.kind(), field: "account" });
    }
    // A user without a display name is called by the account.
    let name = match gate::clean(&account.name) {
        name if name.is_empty() => address.clone(),
        name => name,
    };
    let number = coordinates.and_then(|coordinates| coordinates.number);
    let conference_id = coordinates.and_then(|coordinates| coordinates.conference_id);
    Ok([
        Some(name.into_owned()),
        Some(address.into_owned()),
        number.map(|number| phone::readable(&number.to_string())),
        number.map(|number| number.with_plus()),
        conference_id.map(|id| id.to_string()),
        model.pin().map(|pin| pin.expose_secret().as_str().to_owned()),
        Some(date),
    ])
}

/// The context of a mail: exactly the fields of [`fields_of`].
fn context(model: &Model, language: &Language, values: &Values) -> Context {
    let kind = model.kind();
    let known = fields_of(kind);
    let mut context = Context::new();
    context.insert_value("t", language.of_kind.get(&kind).cloned().unwrap_or_else(Value::none));
    context.insert_value("lang", Value::from(&*language.tag));
    context.insert_value("dir", Value::from(language.direction.attribute()));
    context.insert_value("start", Value::from(language.direction.start()));
    context.insert_value("font", Value::safe_string(language.fonts.0));
    context.insert_value("light_font", Value::safe_string(language.fonts.1));
    for (field, value) in FIELDS.into_iter().zip(values).filter(|(field, _)| known.contains(field)) {
        context.insert_value(field, value.as_deref().map_or_else(Value::none, Value::from));
    }
    if known.contains("pin_url") {
        context.insert_value("pin_url", Value::safe_string(PIN_URL));
        context.insert_value("meetings_url", Value::safe_string(MEETINGS_URL));
    }
    if let Model::InformationChanged(model) = model {
        context.insert_value("number_changed", Value::from(model.changed.number));
        context.insert_value("conference_id_changed", Value::from(model.changed.conference_id));
    }
    context
}

/// The values as a page shows them: escaped as the engine escapes them.
fn escaped(values: &Values) -> Values {
    values.clone().map(|value| {
        value.map(|text| {
            let mut bytes = Vec::with_capacity(text.len() + 16);
            // Writing to a vector cannot fail, and escaping keeps UTF-8.
            let _ = tera::escape_html(&text, &mut bytes);
            String::from_utf8(bytes).unwrap_or_default()
        })
    })
}

/// The filter `isolate`: in right-to-left text a number, address or foreign name keeps its own
/// direction, set between U+2068 and U+2069 (first strong isolate, Unicode's bidirectional algorithm).
fn isolate(value: &str, _: Kwargs, state: &State<'_>) -> tera::TeraResult<String> {
    let direction = state.get::<String>("dir")?;
    let is_right_to_left = direction.as_deref() == Some(Direction::RightToLeft.attribute());
    Ok(if is_right_to_left { format!("\u{2068}{value}\u{2069}") } else { value.to_owned() })
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
