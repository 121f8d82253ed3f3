//! Reading one user without copying.

use jiff::Timestamp;

use super::chunk::{ACCOUNT_ENABLED, Chunk, OTHER_POLICIES, PSTN_ONLY, Row, TOLL_FREE_DIAL_IN};
use super::record::{Conferencing, Detail, Provider, UserRecord};
use super::store::{Users, read_guid};
use crate::tenant::model::{Assignment, ConferenceId, Country, Guid, Number, Pin, PolicyArea};

/// One user of a tenant, read in place.
#[derive(Clone, Copy)]
pub struct User<'a> {
    pub(super) users: &'a Users,
    pub(super) chunk: &'a Chunk,
    pub(super) row: &'a Row,
    pub(super) number: u32,
}

impl<'a> User<'a> {
    /// Object id.
    pub fn object_id(&self) -> Guid {
        read_guid(self.row)
    }

    /// User principal name.
    pub fn user_principal_name(&self) -> &'a str {
        self.chunk.upn(self.row)
    }

    /// Display name.
    pub fn display_name(&self) -> &'a str {
        self.chunk.display_name(self.row)
    }

    /// Primary mail address.
    pub fn mail(&self) -> Option<&'a str> {
        self.chunk.mail(self.row)
    }

    /// SIP address without `sip:`.
    pub fn sip_address(&self) -> Option<&'a str> {
        self.chunk.sip(self.row)
    }

    /// Mail nickname.
    pub fn alias(&self) -> &'a str {
        self.chunk.alias(self.row)
    }

    /// A further fact.
    pub fn detail(&self, detail: Detail) -> Option<&'a str> {
        self.chunk.detail(self.row, detail)
    }

    /// Whether the user may sign in.
    pub fn account_enabled(&self) -> bool {
        self.row.has(ACCOUNT_ENABLED)
    }

    /// Where the user uses the services.
    pub fn usage_location(&self) -> Option<Country> {
        Country::unpack(self.row.country)
    }

    /// The language tag the user prefers.
    pub fn preferred_language(&self) -> Option<&'a str> {
        self.users.names.get(self.row.language).map(|name| &**name)
    }

    /// When the user was created, to the second.
    pub fn created(&self) -> Timestamp {
        Timestamp::from_second(i64::from(self.row.created)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Licences, in the order of assignment.
    pub fn licences(&self) -> &'a [Assignment] {
        self.users.licences.get(self.row.licences).map_or(&[], |set| &**set)
    }

    /// The licence of this SKU, by part number in any case.
    pub fn licence(&self, sku: &str) -> Option<&'a Assignment> {
        self.licences().iter().find(|licence| licence.sku.eq_ignore_ascii_case(sku))
    }

    /// Who provides audio conferencing.
    pub fn provider(&self) -> Provider {
        if self.is_enabled() {
            return Provider::Microsoft;
        }
        match self.users.names.get(self.row.provider) {
            Some(name) => Provider::Other(name.to_string()),
            None => Provider::None,
        }
    }

    /// Whether Microsoft provides audio conferencing: the user has coordinates.
    pub fn is_enabled(&self) -> bool {
        self.row.conference_id != 0
    }

    /// The bridge, if conferencing is on.
    pub fn bridge(&self) -> Option<Guid> {
        self.users.bridge_of(self.row.bridge)
    }

    /// The default toll number.
    pub fn toll_number(&self) -> Option<Number> {
        Number::from_value(self.row.toll)
    }

    /// The default toll-free number.
    pub fn toll_free_number(&self) -> Option<Number> {
        Number::from_value(self.row.toll_free)
    }

    /// The user's static conference ID, also while the tenant uses dynamic IDs: ask
    /// [`Tenant::shown_conference_id`](crate::tenant::model::Tenant::shown_conference_id) for what people see.
    pub fn static_conference_id(&self) -> Option<ConferenceId> {
        ConferenceId::unpack(self.row.conference_id)
    }

    /// The PIN; none while conferencing is off, or if nobody here knows it.
    pub fn pin(&self) -> Option<Pin> {
        Pin::unpack(self.row.pin)
    }

    /// Callers may start meetings without a PIN.
    pub fn allow_pstn_only_meetings(&self) -> bool {
        self.row.has(PSTN_ONLY)
    }

    /// Meetings can be joined by toll-free numbers, as far as the user's own switch goes.
    pub fn allow_toll_free_dial_in(&self) -> bool {
        self.row.has(TOLL_FREE_DIAL_IN)
    }

    /// The policy granted to the user directly.
    pub fn granted_policy(&self, area: &PolicyArea) -> Option<&'a str> {
        let names = &self.users.names;
        match area {
            PolicyArea::AudioConferencing => names.get(self.row.conferencing_policy).map(|name| &**name),
            PolicyArea::AudioConferencingRouting => names.get(self.row.routing_policy).map(|name| &**name),
            PolicyArea::Other(_) => self
                .other_policies()
                .iter()
                .find(|(known, _)| known.property().eq_ignore_ascii_case(area.property()))
                .map(|(_, name)| name.as_str()),
        }
    }

    /// Policies granted directly, in order of area.
    pub fn granted_policies(&self) -> Vec<(PolicyArea, String)> {
        let fixed = [PolicyArea::AudioConferencing, PolicyArea::AudioConferencingRouting];
        let mut all: Vec<_> = fixed.into_iter().filter_map(|area| self.granted_policy(&area).map(|name| (area, name.to_owned()))).collect();
        all.extend_from_slice(self.other_policies());
        all
    }

    /// The coordinates, while Microsoft is the provider.
    pub fn conferencing(&self) -> Option<Conferencing> {
        Some(Conferencing {
            bridge: self.bridge()?,
            toll: self.toll_number(),
            toll_free: self.toll_free_number(),
            conference_id: self.static_conference_id()?,
            pin: self.pin(),
            allow_pstn_only_meetings: self.allow_pstn_only_meetings(),
            allow_toll_free_dial_in: self.allow_toll_free_dial_in(),
        })
    }

    /// The user in full.
    pub fn record(&self) -> UserRecord {
        UserRecord {
            object_id: self.object_id(),
            user_principal_name: self.user_principal_name().to_owned(),
            display_name: self.display_name().to_owned(),
            mail: self.mail().map(str::to_owned),
            sip_address: self.sip_address().map(str::to_owned),
            alias: self.alias().to_owned(),
            details: self.chunk.details(self.row),
            account_enabled: self.account_enabled(),
            usage_location: self.usage_location(),
            preferred_language: self.preferred_language().map(str::to_owned),
            created: self.created(),
            licences: self.licences().to_vec(),
            provider: self.provider(),
            conferencing: self.conferencing(),
            policies: self.granted_policies(),
        }
    }

    fn other_policies(&self) -> &'a [(PolicyArea, String)] {
        if !self.row.has(OTHER_POLICIES) {
            return &[];
        }
        self.users.other_policies.get(&self.number).map_or(&[], Vec::as_slice)
    }
}

impl std::fmt::Debug for User<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "User({})", self.user_principal_name())
    }
}
