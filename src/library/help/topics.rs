//! The `about_` topics: text files beside this one, with tables that the code fills in.
//!
//! A line `{{name words}}` in a file is replaced by the table of that name (see [`super::tables`]).

use super::tables;
use crate::engine::Engine;

/// A topic.
pub struct Topic {
    /// Its name: `about_Mails`.
    pub name: &'static str,
    /// The file as written.
    pub source: &'static str,
}

macro_rules! topics {
    ($($name:literal),+ $(,)?) => {
        /// Every topic, sorted by name; `Start-Here` last.
        pub const TOPICS: &[Topic] = &[$(Topic { name: $name, source: include_str!(concat!("topics/", $name, ".txt")) }),+];
    };
}

topics![
    "about_Bridges",
    "about_CommonParameters",
    "about_Comment_Based_Help",
    "about_Configuration",
    "about_Determinism",
    "about_Differences_from_PowerShell",
    "about_Licenses",
    "about_Limits",
    "about_Mails",
    "about_Meetings",
    "about_Outbox",
    "about_Pins",
    "about_Plan",
    "about_Policies",
    "about_Profiles",
    "about_Prompt",
    "about_Real_Names",
    "about_Secrets",
    "about_Serialization",
    "about_Sessions",
    "about_Suppressed_Mails",
    "about_Templates",
    "about_Tenant_Files",
    "about_Testing",
    "about_WhatIf",
    "Start-Here",
];

impl Topic {
    /// The line below `SHORT DESCRIPTION`.
    pub fn synopsis(&self) -> &'static str {
        let mut lines = self.source.lines().skip_while(|line| line.trim() != "SHORT DESCRIPTION");
        lines.nth(1).unwrap_or("").trim()
    }

    /// The text with its tables.
    pub fn text(&self, engine: &Engine) -> String {
        let mut text = String::new();
        for line in self.source.lines() {
            match line.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
                Some(wanted) => {
                    let (name, words) = wanted.split_once(' ').unwrap_or((wanted, ""));
                    text.push_str(&tables::table(engine, name, words));
                }
                None => text.push_str(line),
            }
            text.push('\n');
        }
        text
    }
}
