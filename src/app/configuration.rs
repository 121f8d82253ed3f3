//! The configuration file: what holds for every session unless the command line says otherwise.
//!
//! `bridgesh/config.json` in `$XDG_CONFIG_HOME`, or in `~/.config`. `-NoProfile` passes it over, as it does the profiles.

use std::path::PathBuf;

use serde::Deserialize;

use super::arguments::Arguments;
use crate::engine::{Engine, RunOptions};
use crate::library::host::display::ToHost;

/// What can stand in the file.
#[derive(Deserialize, Default, Debug)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
pub struct Configuration {
    /// As `-Tenant`.
    tenant: Option<String>,
    /// As `-Outbox`.
    outbox: Option<String>,
    /// As `-Culture`.
    culture: Option<String>,
    /// As `-NoLogo`.
    no_logo: bool,
    /// As `-Plain`.
    plain: bool,
    /// `Emacs`, `Windows` or `Vi`.
    edit_mode: Option<String>,
    /// `None`, `History`, `Plugin` or `HistoryAndPlugin`.
    prediction_source: Option<String>,
    /// `InlineView` or `ListView`.
    prediction_view_style: Option<String>,
    /// `None`, `Audible` or `Visual`.
    bell_style: Option<String>,
}

/// Where the file is.
fn path() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")))?;
    Some(folder.join("bridgesh/config.json"))
}

impl Configuration {
    /// Reads the file, if there is one; the error names the file and the place.
    pub fn read() -> Result<Configuration, String> {
        let Some(path) = path() else { return Ok(Configuration::default()) };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Configuration::default()),
            Err(error) => return Err(format!("The configuration file '{}' cannot be read: {error}.", path.display())),
        };
        let mut deserializer = serde_json::Deserializer::from_str(&text);
        serde_path_to_error::deserialize(&mut deserializer)
            .map_err(|error| format!("The configuration file '{}' is wrong at '{}': {}", path.display(), error.path(), error.inner()))
    }

    /// Fills in what the command line left open.
    pub fn complete(&self, arguments: &mut Arguments) {
        let fill = |own: &mut Option<String>, value: &Option<String>| {
            if own.is_none() {
                own.clone_from(value);
            }
        };
        fill(&mut arguments.tenant, &self.tenant);
        fill(&mut arguments.outbox, &self.outbox);
        fill(&mut arguments.culture, &self.culture);
        arguments.no_logo |= self.no_logo;
        arguments.plain |= self.plain;
    }

    /// Sets the prompt's settings, through the cmdlet that scripts use: its errors are shown.
    pub fn apply(&self, engine: &mut Engine) {
        let settings = [
            ("EditMode", &self.edit_mode),
            ("PredictionSource", &self.prediction_source),
            ("PredictionViewStyle", &self.prediction_view_style),
            ("BellStyle", &self.bell_style),
        ];
        for (name, value) in settings {
            if let Some(value) = value {
                let text = format!("Set-PSReadLineOption -{name} '{}'", value.replace('\'', "''"));
                engine.run_text(&text, &RunOptions::default(), &mut ToHost);
            }
        }
    }
}
