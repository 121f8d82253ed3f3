//! Policies: audio conferencing, its routing, and what is granted of other areas.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Guid, Number};

/// The name of the policy that holds where no other is granted.
pub const GLOBAL: &str = "Global";
/// The policy every tenant has beside Global.
pub const TOLL_FREE_OFF: &str = "AllowTollFreeDialinFalse";

/// A `TeamsAudioConferencingPolicy`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConferencingPolicy {
    /// Its name; unique without regard to case.
    pub name: String,
    /// Whether meetings of its users can be joined by toll-free numbers.
    #[serde(default = "default_true")]
    pub allow_toll_free_dialin: bool,
    /// The numbers invites show, in this order; empty: the user's own default numbers.
    #[serde(default)]
    pub meeting_invite_phone_numbers: Vec<Number>,
}

impl ConferencingPolicy {
    /// A policy with every property at its default.
    pub fn new(name: impl Into<String>) -> Self {
        ConferencingPolicy { name: name.into(), allow_toll_free_dialin: true, meeting_invite_phone_numbers: Vec::new() }
    }
}

fn default_true() -> bool {
    true
}

/// An `OnlineAudioConferencingRoutingPolicy`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoutingPolicy {
    /// Its name; unique without regard to case.
    pub name: String,
    /// Free text.
    #[serde(default)]
    pub description: String,
    /// The PSTN usages, in this order.
    #[serde(default)]
    pub online_pstn_usages: Vec<String>,
    /// The route type, such as `BYOT`.
    #[serde(default)]
    pub route_type: String,
}

impl RoutingPolicy {
    /// A policy with every property at its default.
    pub fn new(name: impl Into<String>) -> Self {
        RoutingPolicy { name: name.into(), description: String::new(), online_pstn_usages: Vec::new(), route_type: "BYOT".to_owned() }
    }
}

/// What a granted policy governs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum PolicyArea {
    /// `TeamsAudioConferencingPolicy`.
    AudioConferencing,
    /// `OnlineAudioConferencingRoutingPolicy`.
    AudioConferencingRouting,
    /// Another area, by the noun of its property on the user (`OnlineDialOutPolicy`): recorded,
    /// never checked.
    Other(String),
}

impl PolicyArea {
    /// The name of the property on the user.
    pub fn property(&self) -> &str {
        match self {
            PolicyArea::AudioConferencing => "TeamsAudioConferencingPolicy",
            PolicyArea::AudioConferencingRouting => "OnlineAudioConferencingRoutingPolicy",
            PolicyArea::Other(name) => name,
        }
    }
}

impl fmt::Display for PolicyArea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.property())
    }
}

/// Who a policy is granted to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PolicyTarget {
    /// One user, by object id.
    User(Guid),
    /// Everybody without a grant of the own or through a group.
    Global,
    /// The members of a group; of several groups the lowest rank wins.
    Group {
        /// The group.
        group: Guid,
        /// Its rank among the groups of this area, from 1.
        rank: u32,
    },
}

/// A policy granted to a group.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupGrant {
    /// What it governs.
    pub area: PolicyArea,
    /// The group.
    pub group: Guid,
    /// The lowest rank wins.
    pub rank: u32,
    /// The policy's name.
    pub policy: String,
}

/// A group of users, for licences and policies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Group {
    /// Its object id.
    pub id: Guid,
    /// Its display name.
    pub name: String,
    /// The object ids of its members, in the order they joined.
    #[serde(default)]
    pub members: Vec<Guid>,
    /// The licences its members get, with the plans left out.
    #[serde(default)]
    pub licences: Vec<GroupLicence>,
}

/// A licence that a group gives its members.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupLicence {
    /// The SKU's part number.
    pub sku: String,
    /// The plans left out.
    #[serde(default)]
    pub disabled_plans: Vec<String>,
}
