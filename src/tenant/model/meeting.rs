//! Meetings and the queue of their migration.
//!
//! A request waits 90 minutes, is worked on, and ends in Succeeded or Failed; an attempt that
//! fails is tried again up to nine times within 24 hours.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{ConferenceId, Guid, Number};

/// No request is worked on earlier than this after it was queued.
pub const MIGRATION_DELAY: SignedDuration = SignedDuration::from_mins(90);
/// How long a request is in progress.
pub const MIGRATION_DURATION: SignedDuration = SignedDuration::from_mins(20);
/// How many times a failed request is tried again.
pub const MOST_RETRIES: u32 = 9;
/// The time within which the retries happen.
pub const RETRY_WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// Meetings with more attendees than this, the organizer included, are not migrated.
pub const MOST_ATTENDEES: u32 = 250;

/// Which service a meeting is held in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum MeetingType {
    /// Teams.
    #[default]
    Teams,
    /// Skype for Business.
    SfB,
}

/// A scheduled meeting.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Meeting {
    /// Its id.
    pub id: Guid,
    /// The object id of who organizes it.
    pub organizer: Guid,
    /// Its subject.
    pub subject: String,
    /// When it begins.
    pub start: Timestamp,
    /// How many are invited, the organizer included.
    #[serde(default = "one")]
    pub attendees: u32,
    /// The service it is held in.
    #[serde(default)]
    pub meeting_type: MeetingType,
    /// The organizer's mailbox is on premises: the invitation cannot be replaced.
    #[serde(default)]
    pub on_premises_mailbox: bool,
    /// The conference ID its invitation shows, if it can be joined by telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conference_id: Option<ConferenceId>,
    /// The toll number its invitation shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_number: Option<Number>,
    /// The toll-free number its invitation shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toll_free_service_number: Option<Number>,
}

fn one() -> u32 {
    1
}

/// What a migration turns meetings into.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MigrationType {
    /// Skype for Business meetings become Teams meetings.
    SfbToTeams,
    /// Teams meetings are updated.
    TeamsToTeams,
    /// Each meeting stays what it is and is updated.
    ToSameType,
    /// Every meeting becomes or stays a Teams meeting.
    AllToTeams,
}

impl MigrationType {
    /// Whether meetings of this type are taken.
    pub fn takes(self, meeting_type: MeetingType) -> bool {
        match self {
            MigrationType::SfbToTeams => meeting_type == MeetingType::SfB,
            MigrationType::TeamsToTeams => meeting_type == MeetingType::Teams,
            MigrationType::ToSameType | MigrationType::AllToTeams => true,
        }
    }

    /// The type a taken meeting has afterwards.
    pub fn result(self, meeting_type: MeetingType) -> MeetingType {
        match self {
            MigrationType::ToSameType => meeting_type,
            _ => MeetingType::Teams,
        }
    }
}

impl fmt::Display for MigrationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            MigrationType::SfbToTeams => "SfbToTeams",
            MigrationType::TeamsToTeams => "TeamsToTeams",
            MigrationType::ToSameType => "ToSameType",
            MigrationType::AllToTeams => "AllToTeams",
        })
    }
}

/// Where a migration request stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum MigrationState {
    /// It waits.
    Pending,
    /// Meetings are being replaced.
    InProgress,
    /// It failed, and is not tried again.
    Failed,
    /// It is done.
    Succeeded,
}

impl MigrationState {
    /// Every state, in the order of the summary.
    pub const ALL: [MigrationState; 4] =
        [MigrationState::Pending, MigrationState::InProgress, MigrationState::Failed, MigrationState::Succeeded];

    /// The name that never changes.
    pub fn name(self) -> &'static str {
        match self {
            MigrationState::Pending => "Pending",
            MigrationState::InProgress => "InProgress",
            MigrationState::Failed => "Failed",
            MigrationState::Succeeded => "Succeeded",
        }
    }
}

impl fmt::Display for MigrationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A request to update one user's meetings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Migration {
    /// Its correlation id.
    pub id: Guid,
    /// Whose meetings.
    pub user: Guid,
    /// What they become.
    pub migration_type: MigrationType,
    /// Where it stands.
    pub state: MigrationState,
    /// When it was queued.
    pub created: Timestamp,
    /// When it last changed.
    pub modified: Timestamp,
    /// When it is worked on next.
    pub due: Timestamp,
    /// How often it was tried again.
    #[serde(default)]
    pub retries: u32,
    /// Meetings it covers.
    #[serde(default)]
    pub total: u32,
    /// Meetings updated.
    #[serde(default)]
    pub succeeded: u32,
    /// Meetings it could not update.
    #[serde(default)]
    pub failed: u32,
    /// Invitations sent out anew.
    #[serde(default)]
    pub invites_updated: u32,
    /// Why it failed, or what was left out.
    #[serde(default)]
    pub last_message: String,
}

impl Migration {
    /// Whether it still has work to do.
    pub fn is_open(&self) -> bool {
        matches!(self.state, MigrationState::Pending | MigrationState::InProgress)
    }
}
