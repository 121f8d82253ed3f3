//! What a tenant is made of.

mod bridge;
mod conference_id;
mod country;
mod guid;
mod info;
pub mod language;
mod licence;
mod meeting;
mod meetings;
mod migrations;
mod number;
mod pin;
mod policy;
mod settings;
mod tenant;
mod text_form;
mod user;

pub use bridge::{Bridge, MOST_BRIDGES, NumberKind, ServiceNumber};
pub use conference_id::{ConferenceId, MEETING_ID_DIGITS, USER_ID_DIGITS};
pub use country::Country;
pub use guid::Guid;
pub use info::{Configuration, TenantInfo};
pub use jiff::Timestamp;
pub use licence::{Assignment, CONFERENCING_PLANS, GroupAssignment, Plan, Subscription};
pub use meeting::{
    MIGRATION_DELAY, MIGRATION_DURATION, MOST_ATTENDEES, MOST_RETRIES, Meeting, MeetingType, Migration, MigrationState, MigrationType,
    RETRY_WINDOW,
};
pub use meetings::Meetings;
pub use migrations::Migrations;
pub use number::Number;
pub use pin::{ExposedPin, MASKED_PIN, PIN_LENGTHS, Pin};
pub use policy::{ConferencingPolicy, GLOBAL, Group, GroupGrant, GroupLicence, PolicyArea, PolicyTarget, RoutingPolicy, TOLL_FREE_OFF};
pub use settings::{Announcements, FederatedDialOut, Masking, Named, Setting, Settings};
pub use tenant::Tenant;
pub(in crate::tenant) use tenant::strip_tag;
pub(in crate::tenant) use user::same_text;
pub use user::{Conferencing, Detail, Provider, User, UserRecord, Users, local_part, strip_sip};
