//! What a plan says: users touched, mails by kind and recipient, mails that do not go out, meetings, what was refused.

use std::collections::BTreeMap;

use serde::Serialize;

use super::warnings::warnings;
use crate::dispatch::{Dispatch, detail_of, name_of, user_of};
use crate::present::report::table;
use crate::tenant::model::Guid;

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

/// Mails of one kind in one hour.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct HourRow {
    /// The hour, as `2026-03-02 09:00`.
    pub hour: String,
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: usize,
}

/// What a plan does to one user.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct UserRow {
    /// The principal name.
    pub user: String,
    /// What changes, in order.
    pub changes: Vec<String>,
    /// The kinds of mail the user gets.
    pub mails: Vec<String>,
    /// The kinds that do not go out, with the reason.
    pub not_told: Vec<String>,
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
    /// The organization's name.
    pub tenant: String,
    /// When it was planned.
    pub planned_at: String,
    /// What the tenant was then: `-Apply` refuses another.
    pub fingerprint: String,
    /// What to know before one says yes.
    pub warnings: Vec<String>,
    /// Mails by hour and kind.
    pub mails_by_hour: Vec<HourRow>,
    /// What is done to each user, by name.
    pub by_user: Vec<UserRow>,
}

/// The rows of users, made when first asked for.
#[derive(Default)]
struct Rows(BTreeMap<String, UserRow>);

impl Rows {
    fn of(&mut self, user: &str) -> &mut UserRow {
        self.0.entry(user.to_owned()).or_insert_with(|| UserRow {
            user: user.to_owned(),
            changes: Vec::new(),
            mails: Vec::new(),
            not_told: Vec::new(),
        })
    }
}

impl Report {
    /// The report of what a dispatch did from a place of its log on.
    pub fn of(dispatch: &Dispatch, from_entry: usize, refused: Vec<String>) -> Report {
        let summary = dispatch.summary(from_entry);
        let entries = &dispatch.log()[from_entry..];
        let tenant = dispatch.tenant();
        let name_of_user = |id: Guid| tenant.user(id).map_or_else(|| id.to_string(), |user| user.user_principal_name().to_string());
        let mut users: Vec<String> = summary.users.iter().map(|id| name_of_user(*id)).collect();
        users.sort();
        // Whose mail an address is: of those touched, to whom nearly all mails go.
        let addresses: BTreeMap<String, String> = summary
            .users
            .iter()
            .filter_map(|id| tenant.user(*id))
            .filter_map(|user| Some((user.mail()?.to_lowercase(), user.user_principal_name().to_owned())))
            .collect();
        let mut rows = Rows::default();
        let mut hours: BTreeMap<(String, String), usize> = BTreeMap::new();
        let (mut mails, mut suppressed) = (Vec::new(), Vec::new());
        for entry in entries {
            for event in entry.events.iter() {
                let Some(user) = user_of(event) else { continue };
                let detail = detail_of(event, tenant);
                let what = if detail.is_empty() { name_of(event).to_owned() } else { format!("{}: {detail}", name_of(event)) };
                rows.of(&name_of_user(user)).changes.push(what);
            }
            let hour = entry.at.strftime("%Y-%m-%d %H:00").to_string();
            for item in entry.mails.clone().filter_map(|number| dispatch.outbox().get(crate::mail::MailId(number))) {
                let (kind, to) = (item.kind().to_string(), item.mail.to.address().to_string());
                *hours.entry((hour.clone(), kind.clone())).or_default() += 1;
                let user = addresses.get(&to.to_lowercase()).cloned().unwrap_or_else(|| to.clone());
                rows.of(&user).mails.push(kind.clone());
                mails.push(MailRow {
                    kind,
                    to,
                    from: item.mail.from.address().to_string(),
                    language: item.mail.language.to_string(),
                    contains_pin: item.mail.contains_pin,
                    subject: item.mail.subject.clone(),
                });
            }
            for row in &entry.suppressed {
                let (kind, reason) = (row.kind.to_string(), row.reason.name().to_owned());
                rows.of(&row.user_principal_name).not_told.push(format!("{kind} ({reason})"));
                suppressed.push(SuppressedRow { kind, user: row.user_principal_name.clone(), reason });
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
            tenant: tenant.info().display_name.clone(),
            planned_at: dispatch.now().strftime("%Y-%m-%d %H:%M UTC").to_string(),
            fingerprint: String::new(),
            warnings: warnings(dispatch, entries, summary.n_with_pin, &refused),
            mails_by_hour: hours.into_iter().map(|((hour, kind), count)| HourRow { hour, kind, count }).collect(),
            by_user: rows.0.into_values().collect(),
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
        if !self.warnings.is_empty() {
            text.push_str("Warnings:\n");
            for line in &self.warnings {
                text.push_str(&format!("  {line}\n"));
            }
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
