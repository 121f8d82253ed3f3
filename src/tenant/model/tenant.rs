//! The tenant: everything an administrator can ask about or change.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use super::user::same_text;
use super::{
    Bridge, ConferenceId, ConferencingPolicy, Configuration, Country, GLOBAL, Group, GroupGrant, Guid, Meetings, Migrations, Number,
    NumberKind, PolicyArea, RoutingPolicy, ServiceNumber, Settings, Subscription, TOLL_FREE_OFF, TenantInfo, Timestamp, User, Users,
};

/// A tenant. A copy shares everything with the original until one of the two is written to, so
/// that a plan may run on a copy of a tenant of any size.
#[derive(Clone, PartialEq)]
pub struct Tenant {
    pub(in crate::tenant) info: Arc<TenantInfo>,
    pub(in crate::tenant) configuration: Configuration,
    pub(in crate::tenant) settings: Arc<Settings>,
    pub(in crate::tenant) bridges: Arc<Vec<Bridge>>,
    pub(in crate::tenant) default_bridge: Option<Guid>,
    pub(in crate::tenant) numbers: Arc<IndexMap<Number, ServiceNumber>>,
    pub(in crate::tenant) subscriptions: Arc<Vec<Subscription>>,
    pub(in crate::tenant) groups: Arc<Vec<Group>>,
    pub(in crate::tenant) conferencing_policies: Arc<Vec<ConferencingPolicy>>,
    pub(in crate::tenant) routing_policies: Arc<Vec<RoutingPolicy>>,
    pub(in crate::tenant) group_grants: Arc<Vec<GroupGrant>>,
    pub(in crate::tenant) global_grants: Arc<BTreeMap<PolicyArea, String>>,
    pub(in crate::tenant) users: Users,
    pub(in crate::tenant) meetings: Arc<Meetings>,
    pub(in crate::tenant) migrations: Arc<Migrations>,
}

impl fmt::Debug for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tenant({}, {} users)", self.info.display_name, self.users.len())
    }
}

impl Tenant {
    /// An empty tenant: the two policies that every tenant has, and nothing else.
    pub fn new(info: TenantInfo) -> Self {
        let toll_free_off = ConferencingPolicy { allow_toll_free_dialin: false, ..ConferencingPolicy::new(TOLL_FREE_OFF) };
        Tenant {
            info: Arc::new(info),
            configuration: Configuration::default(),
            settings: Arc::default(),
            bridges: Arc::default(),
            default_bridge: None,
            numbers: Arc::default(),
            subscriptions: Arc::default(),
            groups: Arc::default(),
            conferencing_policies: Arc::new(vec![ConferencingPolicy::new(GLOBAL), toll_free_off]),
            routing_policies: Arc::new(vec![RoutingPolicy::new(GLOBAL)]),
            group_grants: Arc::default(),
            global_grants: Arc::default(),
            users: Users::default(),
            meetings: Arc::default(),
            migrations: Arc::default(),
        }
    }

    /// An empty tenant of this name: default domain from the name, in the United States.
    pub fn named(name: &str, id: Guid, created: Timestamp) -> Self {
        let domain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
        let domain = if domain.is_empty() { "tenant".to_owned() } else { domain };
        Tenant::new(TenantInfo {
            tenant_id: id,
            display_name: name.to_owned(),
            country: Country::parse("US").expect("US is a country"),
            state: String::new(),
            city: String::new(),
            street: String::new(),
            postal_code: String::new(),
            preferred_language: "en-US".to_owned(),
            domains: vec![format!("{domain}.com"), format!("{domain}.onmicrosoft.com")],
            region: "NOAM".to_owned(),
            created,
        })
    }

    /// What the tenant says of itself.
    pub fn info(&self) -> &TenantInfo {
        &self.info
    }

    /// Whether conferencing and the migration of meetings are there at all.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The conferencing settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// All users.
    pub fn users(&self) -> &Users {
        &self.users
    }

    /// The user of an object id.
    pub fn user(&self, id: Guid) -> Option<User<'_>> {
        self.users.by_object_id(id)
    }

    /// All bridges, in the order of creation.
    pub fn bridges(&self) -> &[Bridge] {
        &self.bridges
    }

    /// The bridge of an id.
    pub fn bridge(&self, id: Guid) -> Option<&Bridge> {
        self.bridges.iter().find(|bridge| bridge.id == id)
    }

    /// The bridge of a name, in any case.
    pub fn bridge_by_name(&self, name: &str) -> Option<&Bridge> {
        self.bridges.iter().find(|bridge| same_text(&bridge.name, name.trim()))
    }

    /// The bridge of an id or a name.
    pub fn find_bridge(&self, id_or_name: &str) -> Option<&Bridge> {
        Guid::parse(id_or_name).and_then(|id| self.bridge(id)).or_else(|| self.bridge_by_name(id_or_name))
    }

    /// The bridge users get if none is named: the only one, else the default one.
    pub fn default_bridge(&self) -> Option<&Bridge> {
        match self.bridges.as_slice() {
            [only] => Some(only),
            _ => self.bridge(self.default_bridge?),
        }
    }

    /// Whether this bridge is the tenant's default.
    pub fn is_default_bridge(&self, id: Guid) -> bool {
        self.default_bridge().is_some_and(|bridge| bridge.id == id)
    }

    /// All service numbers, in the order they came.
    pub fn service_numbers(&self) -> impl Iterator<Item = &ServiceNumber> + '_ {
        self.numbers.values()
    }

    /// The service number of these digits.
    pub fn service_number(&self, number: Number) -> Option<&ServiceNumber> {
        self.numbers.get(&number)
    }

    /// The service numbers of a bridge, in the order they came.
    pub fn numbers_of(&self, bridge: Guid) -> impl Iterator<Item = &ServiceNumber> + '_ {
        self.numbers.values().filter(move |number| number.bridge_id == Some(bridge))
    }

    /// The toll number a user of this country starts with on a bridge: the bridge's default if it
    /// is of the country, else the first toll number of the country, else the bridge's default.
    pub fn initial_toll_number(&self, bridge: Guid, country: Option<Country>) -> Option<Number> {
        let default = self.bridge(bridge).and_then(|bridge| bridge.default_service_number);
        let of_country = |number: &ServiceNumber| country.is_some() && number.country == country;
        if let Some(number) = default
            && self.service_number(number).is_some_and(of_country)
        {
            return default;
        }
        self.numbers_of(bridge).find(|number| number.kind == NumberKind::Toll && of_country(number)).map(|number| number.number).or(default)
    }

    /// The subscriptions: SKUs with their plans and counts.
    pub fn subscriptions(&self) -> &[Subscription] {
        &self.subscriptions
    }

    /// The subscription of a part number (`MCOMEETADV`), an account SKU id
    /// (`contoso:MCOMEETADV`) or a SKU id, in any case.
    pub fn find_subscription(&self, sku: &str) -> Option<&Subscription> {
        let sku = sku.trim();
        let id = Guid::parse(sku);
        let name = sku.rsplit(':').next().unwrap_or(sku);
        self.subscriptions.iter().find(|subscription| subscription.sku.eq_ignore_ascii_case(name) || Some(subscription.id) == id)
    }

    /// Whether the user's licences allow audio conferencing.
    pub fn is_licensed(&self, user: &User<'_>) -> bool {
        self.allows_conferencing(user.licences())
    }

    /// Whether these licences allow audio conferencing.
    pub(in crate::tenant) fn allows_conferencing(&self, licences: &[super::Assignment]) -> bool {
        licences.iter().any(|licence| {
            self.subscriptions
                .iter()
                .find(|subscription| subscription.sku == licence.sku)
                .is_some_and(|subscription| subscription.gives_conferencing(&licence.effective_disabled_plans()))
        })
    }

    /// The groups.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The group of an object id.
    pub fn group(&self, id: Guid) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The group of an object id or a display name.
    pub fn find_group(&self, id_or_name: &str) -> Option<&Group> {
        let id = Guid::parse(id_or_name);
        self.groups.iter().find(|group| Some(group.id) == id || same_text(&group.name, id_or_name.trim()))
    }

    /// The audio conferencing policies; `Global` is the first.
    pub fn conferencing_policies(&self) -> &[ConferencingPolicy] {
        &self.conferencing_policies
    }

    /// The audio conferencing policy of a name, in any case, with or without `Tag:`.
    pub fn conferencing_policy(&self, name: &str) -> Option<&ConferencingPolicy> {
        let name = strip_tag(name);
        self.conferencing_policies.iter().find(|policy| same_text(&policy.name, name))
    }

    /// The routing policies; `Global` is the first.
    pub fn routing_policies(&self) -> &[RoutingPolicy] {
        &self.routing_policies
    }

    /// The routing policy of a name, in any case, with or without `Tag:`.
    pub fn routing_policy(&self, name: &str) -> Option<&RoutingPolicy> {
        let name = strip_tag(name);
        self.routing_policies.iter().find(|policy| same_text(&policy.name, name))
    }

    /// Policies granted to groups.
    pub fn group_grants(&self) -> &[GroupGrant] {
        &self.group_grants
    }

    /// The policy of an area that everybody without another grant has.
    pub fn global_grant(&self, area: &PolicyArea) -> &str {
        self.global_grants.get(area).map_or(GLOBAL, String::as_str)
    }

    /// The name of the policy in force for a user: the user's own grant, else the one of the
    /// group of the lowest rank, else the one of everybody.
    pub fn effective_policy<'a>(&'a self, user: &User<'a>, area: &PolicyArea) -> &'a str {
        if let Some(name) = user.granted_policy(area) {
            return name;
        }
        let id = user.object_id();
        self.group_grants
            .iter()
            .filter(|grant| grant.area == *area)
            .filter(|grant| self.group(grant.group).is_some_and(|group| group.members.contains(&id)))
            .min_by_key(|grant| grant.rank)
            .map_or_else(|| self.global_grant(area), |grant| grant.policy.as_str())
    }

    /// The audio conferencing policy in force for a user.
    pub fn conferencing_policy_of<'a>(&'a self, user: &User<'a>) -> &'a ConferencingPolicy {
        let name = self.effective_policy(user, &PolicyArea::AudioConferencing);
        self.conferencing_policy(name).unwrap_or(&self.conferencing_policies[0])
    }

    /// All meetings.
    pub fn meetings(&self) -> &Meetings {
        &self.meetings
    }

    /// The queue of meeting migrations.
    pub fn migrations(&self) -> &Migrations {
        &self.migrations
    }

    /// The conference ID that people see: none while each meeting has its own.
    pub fn shown_conference_id(&self, user: &User<'_>) -> Option<ConferenceId> {
        user.static_conference_id().filter(|_| !self.settings.use_unique_conference_ids)
    }

    /// Whether a user or a meeting has this conference ID.
    pub fn has_conference_id(&self, id: ConferenceId) -> bool {
        self.users.by_conference_id(id).is_some() || self.meetings.has_conference_id(id)
    }
}

/// A policy's name without the `Tag:` that custom policies read back with.
pub(in crate::tenant) fn strip_tag(name: &str) -> &str {
    let name = name.trim();
    match name.get(..4) {
        Some(tag) if tag.eq_ignore_ascii_case("tag:") => &name[4..],
        _ => name,
    }
}
