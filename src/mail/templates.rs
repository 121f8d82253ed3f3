//! The templates: compiled in, and overridable file by file from a folder of the administrator's.
//!
//! An administrator's template is data, not a program: it may show, choose and include, but not
//! loop or compute, so that no template can run for ever or grow without bound.

use std::fmt;
use std::path::Path;

use crate::notify::Kind;

use super::texts::{self, Texts};

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        /// The compiled-in templates: the name, which is the path below `templates/`, and the source.
        ///
        /// The engine escapes HTML in templates whose name ends in `.html`, and in no others.
        pub const BUILT_IN: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../templates/", $name)))),*];
    };
}

templates![
    "layout/page.html",
    "layout/account-card.html",
    "layout/band.html",
    "layout/footer.html",
    "layout/coordinates.html",
    "layout/update-meetings.html",
    "layout/page.txt",
    "layout/coordinates.txt",
    "layout/update-meetings.txt",
    "enabled/subject.txt",
    "enabled/body.html",
    "enabled/body.txt",
    "information-changed/subject.txt",
    "information-changed/body.html",
    "information-changed/body.txt",
    "pin-reset/subject.txt",
    "pin-reset/body.html",
    "pin-reset/body.txt",
    "disabled/subject.txt",
    "disabled/body.html",
    "disabled/body.txt",
    "conferencing-information/subject.txt",
    "conferencing-information/body.html",
    "conferencing-information/body.txt",
];

/// The largest template or file of texts that is read.
const MAX_FILE: u64 = 128 * 1024;

/// The folder of a kind's templates, and the section of its texts.
pub fn folder_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Enabled => "enabled",
        Kind::InformationChanged => "information-changed",
        Kind::PinReset => "pin-reset",
        Kind::Disabled => "disabled",
        Kind::ConferencingInformation => "conferencing-information",
        Kind::Message => "message",
    }
}

/// A fault in the templates or texts, found before any mail is rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The file, relative to the folder of templates.
    pub file: String,
    /// What is wrong.
    pub message: String,
}

impl TemplateError {
    pub(super) fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), message: message.into() }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The mail template '{}' cannot be used: {}", self.file, self.message)
    }
}

impl std::error::Error for TemplateError {}

impl From<texts::TextsError> for TemplateError {
    fn from(error: texts::TextsError) -> Self {
        Self::new(format!("texts/{}.txt", error.language), format!("line {}: {}", error.line, error.message))
    }
}

/// Sources of all templates and texts, not yet compiled.
#[derive(Debug, Clone)]
pub struct Templates {
    pub(super) sources: Vec<(String, String)>,
    pub(super) texts: Vec<Texts>,
}

impl Templates {
    /// The compiled-in templates and texts.
    ///
    /// # Errors
    /// Never for the files as they are; a test reads them all.
    pub fn built_in() -> Result<Self, TemplateError> {
        let sources = BUILT_IN.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect();
        let mut read = Vec::with_capacity(texts::BUILT_IN.len());
        for (language, source) in texts::BUILT_IN {
            read.push(Texts::parse(language, source)?);
        }
        Ok(Self { sources, texts: read })
    }

    /// The compiled-in ones, with those files replaced that are in the folder. A file of texts for a
    /// language that is not compiled in adds the language.
    ///
    /// # Errors
    /// A file that cannot be read, is too large or is not UTF-8; a template with a statement that
    /// templates may not use; texts that lack a key.
    pub fn with_folder(folder: &Path) -> Result<Self, TemplateError> {
        let mut templates = Self::built_in()?;
        for (name, source) in &mut templates.sources {
            if let Some(own) = read(folder, name)? {
                check_statements(name, &own)?;
                *source = own;
            }
        }
        let texts_folder = folder.join("texts");
        let entries = match std::fs::read_dir(&texts_folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(templates),
            Err(error) => return Err(TemplateError::new("texts", error.to_string())),
        };
        let mut names: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        for name in names {
            let Some(language) = name.strip_suffix(".txt") else { continue };
            let file = format!("texts/{name}");
            let source = read(folder, &file)?.unwrap_or_default();
            let own = Texts::parse(language, &source)?;
            if let Some(first) = templates.texts.first().filter(|first| first.language != language) {
                let missing = own.missing_from(first);
                if !missing.is_empty() {
                    return Err(TemplateError::new(file, format!("it lacks the keys {}", missing.join(", "))));
                }
            }
            templates.texts.retain(|texts| texts.language != language);
            // English stays the first: it is the default and the measure of completeness.
            if language == "en" { templates.texts.insert(0, own) } else { templates.texts.push(own) }
        }
        Ok(templates)
    }
}

fn read(folder: &Path, name: &str) -> Result<Option<String>, TemplateError> {
    let path = folder.join(name);
    let fault = |error: std::io::Error| TemplateError::new(name, error.to_string());
    match std::fs::metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fault(error)),
        Ok(metadata) if metadata.len() > MAX_FILE => {
            return Err(TemplateError::new(name, format!("it is larger than {MAX_FILE} bytes")));
        }
        Ok(_) => {}
    }
    std::fs::read_to_string(&path).map(Some).map_err(fault)
}

/// Statements that show, choose and include; all others loop or compute.
const STATEMENTS: &[&str] =
    &["if", "elif", "else", "endif", "block", "endblock", "extends", "include", "component", "endcomponent", "raw", "endraw"];

/// Refuses what an administrator's template may not do: loop, set variables, show the whole context.
fn check_statements(name: &str, source: &str) -> Result<(), TemplateError> {
    if source.contains("__tera_context") {
        return Err(TemplateError::new(name, "'__tera_context' shows the whole context; name the fields instead"));
    }
    for (at, _) in source.match_indices("{%") {
        let statement = source[at + 2..].trim_start_matches(['-', ' ', '\t', '\r', '\n']);
        // A component call, `{% <band> %}`.
        if statement.starts_with('<') {
            continue;
        }
        let word: String = statement.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if !STATEMENTS.contains(&word.as_str()) {
            let line = source[..at].matches('\n').count() + 1;
            return Err(TemplateError::new(name, format!("line {line}: the statement '{word}' cannot be used here")));
        }
    }
    // Concatenation and replacement, repeated, grow without bound; comprehensions loop.
    for (at, _) in source.match_indices("{{") {
        let expression = source[at + 2..].split("}}").next().unwrap_or_default();
        for word in ["replace", "range", " for ", "join"] {
            if expression.contains(word) {
                let line = source[..at].matches('\n').count() + 1;
                return Err(TemplateError::new(name, format!("line {line}: '{}' cannot be used here", word.trim())));
            }
        }
    }
    Ok(())
}
