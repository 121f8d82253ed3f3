//! The templates: compiled in, and overridable file by file from a folder of the administrator's.
//!
//! An administrator's template is data, not a program: what it may do is in `bounds`; how it is tried on samples
//! before it is used, in `trial`.

use std::fmt;
use std::path::Path;

use crate::notify::Kind;

use super::texts::{self, Texts};

mod bounds;
mod trial;

pub use trial::{Fault, Severity, trial};

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        /// The compiled-in templates: the name, which is the path below `templates/`, and the source.
        ///
        /// The engine escapes HTML in templates whose name ends in `.html`, and in no others.
        pub const BUILT_IN: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../templates/", $name)))),*];
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
    own: Vec<(String, String)>,
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
        Ok(Self { sources, texts: read, own: Vec::new() })
    }

    /// The compiled-in ones, with those files replaced that are in the folder. A file of texts for a
    /// language that is not compiled in adds the language.
    ///
    /// # Errors
    /// A file that cannot be read, is too large or is not UTF-8; else those of [`Templates::with_sources`].
    pub fn with_folder(folder: &Path) -> Result<Self, TemplateError> {
        let mut own = Vec::new();
        for (name, _) in BUILT_IN {
            if let Some(source) = read(folder, name)? {
                own.push(((*name).to_owned(), source));
            }
        }
        let entries = match std::fs::read_dir(folder.join("texts")) {
            Ok(entries) => Some(entries),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(TemplateError::new("texts", error.to_string())),
        };
        let mut names: Vec<String> =
            entries.into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        for file in names.iter().filter(|name| name.ends_with(".txt")).map(|name| format!("texts/{name}")) {
            if let Some(source) = read(folder, &file)? {
                own.push((file, source));
            }
        }
        Self::with_sources(own)
    }

    /// The compiled-in ones, with some replaced by name (`enabled/body.html`, `texts/fr.txt`).
    ///
    /// # Errors
    /// A template with a statement that templates may not use, texts that lack a key, an unknown name.
    pub fn with_sources(own: Vec<(String, String)>) -> Result<Self, TemplateError> {
        let mut templates = Self::built_in()?;
        for (name, source) in &own {
            if let Some(language) = name.strip_prefix("texts/").and_then(|name| name.strip_suffix(".txt")) {
                templates.replace_texts(name, language, source)?;
                continue;
            }
            bounds::check_statements(name, source)?;
            match templates.sources.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.clone_from(source),
                None => return Err(TemplateError::new(name, "there is no template of this name")),
            }
        }
        if !own.is_empty() {
            bounds::check_size(&templates.sources)?;
        }
        templates.own = own;
        Ok(templates)
    }

    fn replace_texts(&mut self, file: &str, language: &str, source: &str) -> Result<(), TemplateError> {
        let own = Texts::parse(language, source)?;
        if let Some(first) = self.texts.first() {
            let missing = own.missing_from(first);
            if !missing.is_empty() {
                return Err(TemplateError::new(file, format!("it lacks the keys {}", missing.join(", "))));
            }
        }
        match self.texts.iter_mut().find(|texts| texts.language == language) {
            Some(known) => *known = own,
            None => self.texts.push(own),
        }
        Ok(())
    }

    /// What the administrator replaced: names and sources.
    pub fn own(&self) -> &[(String, String)] {
        &self.own
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
