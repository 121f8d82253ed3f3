//! Trying templates on samples before any mail is written with them: every kind, shape and language.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use crate::mail::lint;
use crate::mail::{Mail, Renderer};
use crate::notify::kinds::{SAMPLE_PIN, samples};
use crate::notify::{Kind, Mailbox, Model, Notification};
use crate::tenant::model::Guid;

use super::{TemplateError, folder_of};

/// How grave a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The templates cannot be used.
    Error,
    /// The mails go out, but some readers will not see them as they are meant.
    Warning,
}

/// A fault that a trial found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// How grave it is.
    pub severity: Severity,
    /// The file at fault, relative to the folder.
    pub file: String,
    /// The language it was found in; empty where it is in all.
    pub language: String,
    /// A name that never changes: `Template`, `MissingField`, `SecretField`, `PartsDiffer` or a rule of the lint.
    pub rule: &'static str,
    /// What is wrong, for people.
    pub message: String,
}

/// Tries the templates of a folder (the compiled-in ones where it has none); gives what is wrong with them, the
/// gravest first, and nothing if all is well.
pub fn trial(folder: &Path) -> Vec<Fault> {
    let renderer = match Renderer::with_folder(folder) {
        Ok(renderer) => renderer,
        Err(error) => return vec![unusable(error)],
    };
    let mut faults = BTreeSet::new();
    let languages: Vec<String> = renderer.languages().map(str::to_owned).collect();
    for kind in Kind::ALL {
        for model in samples(kind) {
            for language in &languages {
                try_one(&renderer, model.clone(), language, &mut faults);
            }
        }
    }
    in_all_languages(faults, languages.len())
}

/// A fault found in each of several languages is one of the template, and reported once.
fn in_all_languages(faults: BTreeSet<Fault>, n_languages: usize) -> Vec<Fault> {
    let general = |fault: &Fault| Fault { language: String::new(), ..fault.clone() };
    let n_of = |wanted: &Fault| faults.iter().filter(|fault| general(fault) == *wanted).count();
    let merged: BTreeSet<Fault> = faults
        .iter()
        .map(|fault| if n_languages > 1 && n_of(&general(fault)) == n_languages { general(fault) } else { fault.clone() })
        .collect();
    merged.into_iter().collect()
}

fn unusable(error: TemplateError) -> Fault {
    Fault { severity: Severity::Error, file: error.file, language: String::new(), rule: "Template", message: error.message }
}

fn try_one(renderer: &Renderer, model: Model, language: &str, faults: &mut BTreeSet<Fault>) {
    let kind = model.kind();
    let file = |part: &str| format!("{}/{part}", folder_of(kind));
    let facts = facts(&model);
    let mailbox = Mailbox { address: "ken@contoso.com".to_owned(), name: "Ken Myers".to_owned() };
    let notification = Notification {
        user: Guid::from_u128(0),
        to: mailbox.clone(),
        from: mailbox,
        language: language.to_owned(),
        other_languages: Vec::new(),
        date: Timestamp::UNIX_EPOCH,
        model,
    };
    let mut fault = |severity, file, rule, message| {
        faults.insert(Fault { severity, file, language: language.to_owned(), rule, message });
    };
    let mail = match renderer.render(&notification) {
        Ok(mail) => mail,
        Err(crate::mail::RenderError::Template(error)) => return fault(Severity::Error, error.file, "Template", error.message),
        Err(error) => return fault(Severity::Error, file("*"), "Template", error.to_string()),
    };
    let page = lint::unescape(mail.html.expose());
    for (field, value) in &facts {
        for (part, text) in [("body.txt", mail.text.expose()), ("body.html", page.as_str())] {
            if !text.contains(value.as_str()) {
                fault(Severity::Error, file(part), "MissingField", format!("a mail of the kind {kind} must show '{field}', and does not"));
            }
        }
    }
    if secret_stands_in_subject(&mail) {
        let message = "the subject shows the PIN, which mail servers keep in their logs".to_owned();
        fault(Severity::Error, file("subject.txt"), "SecretField", message);
    }
    for finding in lint::check(mail.html.expose()) {
        fault(Severity::Warning, file("body.html"), finding.rule.name(), finding.message);
    }
    for link in links(mail.html.expose()) {
        if !mail.text.expose().contains(&link) {
            fault(Severity::Warning, file("body.txt"), "PartsDiffer", format!("the link {link} stands in the page alone"));
        }
    }
}

fn secret_stands_in_subject(mail: &Mail) -> bool {
    mail.subject.contains(SAMPLE_PIN)
}

/// The values that a mail must show.
fn facts(model: &Model) -> Vec<(&'static str, String)> {
    let (account, coordinates) = match model {
        Model::Enabled(model) => (&model.account, Some(&model.coordinates)),
        Model::InformationChanged(model) => (&model.account, Some(&model.coordinates)),
        Model::PinReset(model) => (&model.account, Some(&model.coordinates)),
        Model::Disabled(model) => (&model.account, None),
        Model::ConferencingInformation(model) => (&model.account, Some(&model.coordinates)),
    };
    let mut facts = vec![("account", account.user_principal_name.clone())];
    if let Some(number) = coordinates.and_then(|coordinates| coordinates.number) {
        facts.push(("number", crate::mail::phone::readable(&number.to_string())));
    }
    if let Some(id) = coordinates.and_then(|coordinates| coordinates.conference_id) {
        facts.push(("conference_id", id.to_string()));
    }
    if model.pin().is_some() {
        facts.push(("pin", SAMPLE_PIN.to_owned()));
    }
    facts
}

/// The addresses of the web that a page links to.
fn links(html: &str) -> Vec<String> {
    let found = html.split("href=\"https:").skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|rest| lint::unescape(&format!("https:{rest}"))).collect()
}
