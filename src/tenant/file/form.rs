//! The file's outer form: everything but the users, which are streamed.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::tenant::model::{
    Bridge, ConferencingPolicy, Configuration, Group, GroupGrant, Guid, Meeting, Migration, Plan, RoutingPolicy, ServiceNumber, Settings,
    TenantInfo,
};

/// The file as it is read: the users still as text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Outer<'a> {
    #[serde(rename = "$schema", default)]
    _schema: Option<IgnoredAny>,
    pub version: u32,
    pub tenant: TenantInfo,
    #[serde(default)]
    pub configuration: Configuration,
    #[serde(default)]
    pub settings: Settings,
    #[serde(default)]
    pub bridges: Vec<Bridge>,
    #[serde(default)]
    pub default_bridge: Option<Guid>,
    #[serde(default)]
    pub service_numbers: Vec<ServiceNumber>,
    #[serde(default)]
    pub subscriptions: Vec<SubscriptionForm>,
    #[serde(default)]
    pub audio_conferencing_policies: Vec<ConferencingPolicy>,
    #[serde(default)]
    pub routing_policies: Vec<RoutingPolicy>,
    #[serde(default)]
    pub groups: Vec<Group>,
    #[serde(default)]
    pub group_policies: Vec<GroupGrant>,
    #[serde(default)]
    pub global_policies: BTreeMap<String, String>,
    #[serde(default)]
    pub meetings: Vec<Meeting>,
    #[serde(default)]
    pub migrations: Vec<Migration>,
    #[serde(borrow, default)]
    pub users: Option<&'a RawValue>,
}

/// A subscription: of a SKU of the catalogue, the part number and the count are enough.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SubscriptionForm {
    pub sku: String,
    pub total: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Guid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plans: Option<Vec<Plan>>,
}
