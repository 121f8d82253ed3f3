//! What a plan says: users touched, mails by kind and recipient, mails that do not go out, meetings, what was refused.

use serde::Serialize;

use crate::dispatch::Dispatch;
use crate::present::report::table;

/// A mail that would go out.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct MailRow {
    /// Its kind.
    pub kind: String,
    /// The recipient's address.
    pub to: String,
    /// The sender's address.
    pub from: String,
    /// Its language.
    pub language: String,
    /// Whether a PIN stands in it.
    pub contains_pin: bool,
    /// Its subject.
    pub subject: String,
}

/// A mail that would not go out.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct SuppressedRow {
    /// Its kind.
    pub kind: String,
    /// Who is not told.
    pub user: String,
    /// Why.
    pub reason: String,
}

/// The report.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Principal names of the users whom a change is about.
    pub users: Vec<String>,
    /// Kinds and counts of mails.
    pub mails_by_kind: Vec<(String, usize)>,
    /// How many mails carry a PIN.
    pub mails_with_pin: usize,
    /// The mails.
    pub mails: Vec<MailRow>,
    /// What is not told to whom.
    pub suppressed: Vec<SuppressedRow>,
    /// Meetings whose invitations would be replaced.
    pub meetings_rescheduled: usize,
    /// Users whose meetings would be queued for migration.
    pub migrations_queued: usize,
    /// What the script wanted outside of the tenant, and did not get.
    pub refused: Vec<String>,
}

impl Report {
    /// The report of what a dispatch did from a place of its log on.
    pub fn of(dispatch: &Dispatch, from_entry: usize, refused: Vec<String>) -> Report {
        let summary = dispatch.summary(from_entry);
        let entries = &dispatch.log()[from_entry..];
        let mut users: Vec<String> = summary
            .users
            .iter()
            .map(|id| dispatch.tenant().user(*id).map_or_else(|| id.to_string(), |user| user.user_principal_name().to_string()))
            .collect();
        users.sort();
        let mut mails = Vec::new();
        let mut suppressed = Vec::new();
        for entry in entries {
            for item in entry.mails.clone().filter_map(|number| dispatch.outbox().get(crate::mail::MailId(number))) {
                mails.push(MailRow {
                    kind: item.kind().to_string(),
                    to: item.mail.to.address().to_string(),
                    from: item.mail.from.address().to_string(),
                    language: item.mail.language.to_string(),
                    contains_pin: item.mail.contains_pin,
                    subject: item.mail.subject.clone(),
                });
            }
            for row in &entry.suppressed {
                suppressed.push(SuppressedRow {
                    kind: row.kind.to_string(),
                    user: row.user_principal_name.clone(),
                    reason: row.reason.name().to_owned(),
                });
            }
        }
        Report {
            users,
            mails_by_kind: summary.mails.iter().map(|(kind, count)| (kind.to_string(), *count)).collect(),
            mails_with_pin: summary.n_with_pin,
            mails,
            suppressed,
            meetings_rescheduled: summary.n_meetings_rescheduled,
            migrations_queued: summary.n_migrations_queued,
            refused,
        }
    }

    /// Whether a mail would go out.
    pub fn would_mail(&self) -> bool {
        !self.mails.is_empty()
    }

    /// As JSON.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a report is plain data")
    }

    /// As text with tables.
    pub fn text(&self, width: usize) -> String {
        let mut text = String::new();
        text.push_str(&format!("Users touched: {}\n", self.users.len()));
        text.push_str(&format!("Mails that would go out: {}, {} of them with a PIN\n", self.mails.len(), self.mails_with_pin));
        if !self.mails.is_empty() {
            let counts = self.mails_by_kind.iter().map(|(kind, count)| vec![kind.clone(), count.to_string()]);
            text.push_str(&table(&["Kind", "Mails"], counts, width));
            text.push('\n');
            let rows = self.mails.iter().map(|mail| {
                vec![
                    mail.kind.clone(),
                    mail.to.clone(),
                    mail.from.clone(),
                    mail.language.clone(),
                    if mail.contains_pin { "yes" } else { "no" }.to_owned(),
                ]
            });
            text.push_str(&table(&["Kind", "To", "From", "Language", "PIN"], rows, width));
            text.push('\n');
        }
        if !self.suppressed.is_empty() {
            text.push_str(&format!("Not told: {}\n", self.suppressed.len()));
            let rows = self.suppressed.iter().map(|row| vec![row.kind.clone(), row.user.clone(), row.reason.clone()]);
            text.push_str(&table(&["Kind", "User", "Reason"], rows, width));
            text.push('\n');
        }
        if self.meetings_rescheduled + self.migrations_queued > 0 {
            text.push_str(&format!(
                "Meetings rescheduled: {}; users queued for migration: {}\n",
                self.meetings_rescheduled, self.migrations_queued
            ));
        }
        if !self.refused.is_empty() {
            text.push_str("Refused, because it lies outside of the tenant:\n");
            for line in &self.refused {
                text.push_str(&format!("  {line}\n"));
            }
        }
        text
    }
}
