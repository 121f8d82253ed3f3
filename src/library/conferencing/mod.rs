//! Audio conferencing: users, bridges, numbers, settings, policies and meetings, under short names for people and
//! under the names of the real Teams module. Thin: arguments, a tenant command, an output object.

pub mod act;
mod bridges;
mod coordinates;
pub mod each;
pub mod effect;
mod events;
mod exports;
mod faults;
pub mod filter;
mod grants;
mod import;
mod mailboxes;
mod numbers;
pub mod objects;
pub mod parameters;
mod policies;
pub mod sessions;
mod settings;
mod snapshots;
mod teams_users;
mod tenants;
mod unknown;
mod users;
mod voice;

use crate::cmdlet::{Completer, Entry, InSet, Parameter};

/// The module of the native cmdlets.
pub const MODULE: &str = "Bridgesh";
/// The module of the real ones.
pub const TEAMS: &str = "MicrosoftTeams";

/// The users a cmdlet is about.
pub const IDENTITY: Parameter = Parameter::new("Identity", "Object[]")
    .sets(&[InSet::ALL.at(0).mandatory().pipeline().by_property()])
    .aliases(&["UserPrincipalName", "User"])
    .complete(Completer::User)
    .help("Users by principal name, object id, SIP address, display name or alias, or objects with one of these.");
/// The same where all users are meant if there is none.
pub const OPTIONAL_IDENTITY: Parameter = IDENTITY.sets(&[InSet::ALL.at(0).pipeline().by_property()]);
/// `-PassThru`.
pub const PASS_THRU: Parameter = Parameter::switch("PassThru").help("Writes the object as it is afterwards.");

/// The cmdlets of this folder, a list for each file.
pub const ALL: &[&[Entry]] = &[
    bridges::ALL,
    coordinates::ALL,
    events::ALL,
    faults::ALL,
    import::ALL,
    snapshots::ALL,
    grants::ALL,
    mailboxes::ALL,
    numbers::ALL,
    policies::ALL,
    sessions::ALL,
    settings::ALL,
    teams_users::ALL,
    tenants::ALL,
    users::ALL,
    voice::ALL,
];

/// A better text for the name of a real cmdlet that is not here.
pub use unknown::hint;
