//! Output objects: the native ones, and those of the real cmdlets with their property order and type names.

use std::rc::Rc;

use jiff::Timestamp;

use crate::tenant::model::{
    Bridge, Detail, FederatedDialOut, Guid, MASKED_PIN, NumberKind, PolicyArea, ServiceNumber, Setting, Tenant, User,
};
use crate::value::{DateTime, Object, Payload, Slot, Value};

/// An instant as the language's UTC date.
pub fn date(at: Timestamp) -> Value {
    Value::DateTime(DateTime::from_unix_nanoseconds(at.as_nanosecond()))
}

/// Something's text.
pub fn text(value: impl ToString) -> Value {
    Value::from(value.to_string())
}

/// Something's text, or null.
pub fn maybe(value: Option<impl ToString>) -> Value {
    value.map_or(Value::Null, |value| text(value))
}

/// A text that carries properties: it is its digits wherever a text is wanted, and an object with those properties
/// wherever one is.
pub fn text_with(own: impl ToString, pairs: Vec<(&'static str, Value)>) -> Value {
    let object = Object::new(Payload::Wrapped(text(own)));
    for (name, value) in pairs {
        object.members.borrow_mut().push(Rc::from(name), Slot::Note(value));
    }
    Value::Object(Rc::new(object))
}

/// `Get-ConferencingUser`'s object.
pub fn native_user(tenant: &Tenant, user: &User<'_>) -> Value {
    Object::record(
        Some("Bridgesh.ConferencingUser"),
        [
            ("UserPrincipalName", text(user.user_principal_name())),
            ("DisplayName", text(user.display_name())),
            ("Mail", maybe(user.mail())),
            ("SipAddress", sip(user)),
            ("ObjectId", text(user.object_id())),
            ("UsageLocation", maybe(user.usage_location())),
            ("PreferredLanguage", maybe(user.preferred_language())),
            ("Licenses", Value::strings(user.licences().iter().map(|licence| &licence.sku))),
            ("Provider", text(user.provider().name())),
            ("Enabled", Value::Bool(user.is_enabled())),
            ("BridgeId", maybe(user.bridge())),
            ("BridgeName", maybe(bridge_name(tenant, user))),
            ("ServiceNumber", maybe(user.toll_number())),
            ("TollFreeServiceNumber", maybe(user.toll_free_number())),
            ("ConferenceId", maybe(tenant.shown_conference_id(user))),
            ("AllowPstnOnlyMeetings", Value::Bool(user.allow_pstn_only_meetings())),
            ("AllowTollFreeDialIn", Value::Bool(user.allow_toll_free_dial_in())),
            ("Alias", text(user.alias())),
            ("Department", maybe(user.detail(Detail::Department))),
            ("City", maybe(user.detail(Detail::City))),
            ("Country", maybe(user.detail(Detail::Country))),
            ("AccountEnabled", Value::Bool(user.account_enabled())),
            ("Policy", text(tenant.effective_policy(user, &PolicyArea::AudioConferencing))),
            ("Created", date(user.created())),
        ],
    )
}

fn sip(user: &User<'_>) -> Value {
    maybe(user.sip_address().map(|address| format!("sip:{address}")))
}

fn bridge_name(tenant: &Tenant, user: &User<'_>) -> Option<String> {
    user.bridge().and_then(|id| tenant.bridge(id)).map(|bridge| bridge.name.clone())
}

/// `Get-CsOnlineDialInConferencingUser`'s object.
pub fn conferencing_user(tenant: &Tenant, user: &User<'_>) -> Value {
    Object::record(
        Some("Microsoft.Rtc.Management.Hosted.Online.Models.ConferencingUser"),
        [
            ("Identity", text(user.object_id())),
            ("AllowPstnOnlyMeetings", Value::Bool(user.allow_pstn_only_meetings())),
            ("AllowTollFreeDialIn", Value::Bool(user.allow_toll_free_dial_in())),
            ("BridgeId", maybe(user.bridge())),
            ("BridgeName", maybe(bridge_name(tenant, user))),
            // Zero where each meeting has an ID of its own.
            ("ConferenceId", tenant.shown_conference_id(user).map_or_else(|| text("0"), text)),
            ("DefaultTollFreeNumber", maybe(user.toll_free_number())),
            ("DefaultTollNumber", maybe(user.toll_number())),
            ("DisplayName", text(user.display_name())),
            ("LeaderPin", text(MASKED_PIN)),
            ("ServiceNumber", maybe(user.toll_number())),
            ("SipAddress", sip(user)),
            ("Tenant", text(tenant.info().tenant_id)),
            ("TollFreeServiceNumber", maybe(user.toll_free_number())),
            ("UserPrincipalName", text(user.user_principal_name())),
        ],
    )
}

/// `Get-CsOnlineDialInConferencingUserInfo`'s object (retired).
pub fn user_info(tenant: &Tenant, user: &User<'_>) -> Value {
    Object::record(
        Some("Microsoft.Rtc.Management.Hosted.Online.Models.ConferencingUserInfo"),
        [
            ("DisplayName", text(user.display_name())),
            ("Identity", text(user.user_principal_name())),
            ("ConferenceId", tenant.shown_conference_id(user).map_or(Value::Null, text)),
            ("DefaultTollFreeNumbers", Value::strings(user.toll_free_number().map(|number| number.to_string()))),
            ("DefaultTollNumber", maybe(user.toll_number())),
            ("ObjectId", text(user.object_id())),
            ("Provider", text(user.provider().name())),
        ],
    )
}

/// `Get-CsOnlineDialInConferencingUserState`'s object (retired).
pub fn user_state(tenant: &Tenant, user: &User<'_>) -> Value {
    let domain = user.user_principal_name().rsplit_once('@').map(|(_, domain)| domain.to_owned());
    Object::record(
        Some("Microsoft.Rtc.Management.Hosted.Online.Models.ConferencingUserState"),
        [
            ("DisplayName", text(user.display_name())),
            ("Identity", text(user.user_principal_name())),
            ("ConferenceId", tenant.shown_conference_id(user).map_or(Value::Null, text)),
            ("Domain", maybe(domain)),
            ("Provider", text(user.provider().name())),
            ("PstnConferencingLicenseState", text(licence_state(tenant, user))),
            ("SipAddress", sip(user)),
            ("TollFreeNumbers", Value::strings(user.toll_free_number().map(|number| number.to_string()))),
            ("TollNumber", maybe(user.toll_number())),
            ("Url", text("https://dialin.teams.microsoft.com/")),
        ],
    )
}

/// The retired state cmdlet's word for the licence.
pub fn licence_state(tenant: &Tenant, user: &User<'_>) -> &'static str {
    if tenant.is_licensed(user) { "PstnConferencing" } else { "None" }
}

fn number_pairs(number: &ServiceNumber) -> Vec<(&'static str, Value)> {
    vec![
        ("BridgeId", maybe(number.bridge_id)),
        ("City", text(&number.city)),
        ("IsShared", Value::Bool(number.is_shared)),
        ("Number", text(number.number)),
        ("PrimaryLanguage", text(&number.primary_language)),
        ("SecondaryLanguages", Value::strings(&number.secondary_languages)),
        ("Type", text(number.kind.name())),
    ]
}

/// A service number, as `Get-CsOnlineDialInConferencingServiceNumber` shows it.
pub fn service_number(number: &ServiceNumber) -> Value {
    Object::record(Some("Microsoft.Rtc.Management.Hosted.Online.Models.ConferencingServiceNumber"), number_pairs(number))
}

/// A service number that is its digits wherever a text is wanted.
pub fn service_number_text(number: &ServiceNumber) -> Value {
    text_with(number.number, number_pairs(number))
}

/// `Get-ServiceNumber`'s object.
pub fn native_number(tenant: &Tenant, number: &ServiceNumber) -> Value {
    let bridge = number.bridge_id.and_then(|id| tenant.bridge(id));
    let is_default = bridge.is_some_and(|bridge| bridge.default_service_number == Some(number.number));
    Object::record(
        Some("Bridgesh.ServiceNumber"),
        [
            ("Number", text(number.number)),
            ("Type", text(number.kind.name())),
            ("BridgeId", maybe(number.bridge_id)),
            ("BridgeName", maybe(bridge.map(|bridge| &bridge.name))),
            ("City", text(&number.city)),
            ("Country", maybe(number.country)),
            ("PrimaryLanguage", text(&number.primary_language)),
            ("SecondaryLanguages", Value::strings(&number.secondary_languages)),
            ("IsShared", Value::Bool(number.is_shared)),
            ("IsDefault", Value::Bool(is_default)),
        ],
    )
}

/// A bridge, as `Get-CsOnlineDialInConferencingBridge` shows it.
pub fn bridge(tenant: &Tenant, bridge: &Bridge) -> Value {
    Object::record(Some("Microsoft.Rtc.Management.Hosted.Online.Models.ConferencingBridge"), bridge_pairs(tenant, bridge))
}

/// `Get-Bridge`'s object.
pub fn native_bridge(tenant: &Tenant, bridge: &Bridge) -> Value {
    Object::record(Some("Bridgesh.Bridge"), bridge_pairs(tenant, bridge))
}

fn bridge_pairs(tenant: &Tenant, bridge: &Bridge) -> Vec<(&'static str, Value)> {
    let default = bridge.default_service_number.and_then(|number| tenant.service_number(number));
    vec![
        ("DefaultServiceNumber", default.map_or(Value::Null, service_number_text)),
        ("Identity", text(bridge.id)),
        ("IsDefault", Value::Bool(tenant.is_default_bridge(bridge.id))),
        ("IsShared", Value::Bool(bridge.is_shared)),
        ("Name", text(&bridge.name)),
        ("Region", text(&bridge.region)),
        ("ServiceNumbers", Value::array(tenant.numbers_of(bridge.id).map(service_number_text).collect())),
    ]
}

/// The value of a setting.
pub fn setting_value(setting: &Setting) -> Value {
    use Setting::*;
    let federated = |value: &FederatedDialOut| text(value);
    match setting {
        AllowedDialOutExternalDomains(domains) => Value::strings(domains),
        EntryExitAnnouncementsType(value) => text(value),
        MaskPstnNumbersType(value) => text(value),
        PinLength(value) => Value::UInt32(*value),
        SendEmailFromAddress(value) | SendEmailFromDisplayName(value) => maybe(value.as_ref()),
        AllowFederatedUsersToDialOutToSelf(value) | AllowFederatedUsersToDialOutToThirdParty(value) => federated(value),
        EnableEntryExitNotifications(value)
        | EnableNameRecording(value)
        | IncludeTollFreeNumberInMeetingInvites(value)
        | AllowPSTNOnlyMeetingsByDefault(value)
        | AutomaticallySendEmailsToUsers(value)
        | SendEmailFromOverride(value)
        | AutomaticallyReplaceAcpProvider(value)
        | UseUniqueConferenceIds(value)
        | AutomaticallyMigrateUserMeetings(value)
        | MigrateServiceNumbersOnCrossForestMove(value)
        | EnableDialOutJoinConfirmation(value) => Value::Bool(*value),
    }
}

/// `Get-CsOnlineDialInConferencingTenantSettings`'s object. The identity stands first, as the real view shows it.
pub fn settings(tenant: &Tenant) -> Value {
    let all = tenant.settings().all();
    let mut pairs = vec![("Identity", text("Global"))];
    pairs.extend(all.iter().map(|setting| (setting.name(), setting_value(setting))));
    Object::record(
        Some("Microsoft.Rtc.Management.WritableConfig.Settings.OnLineDialInConferencing.OnLineDialInConferencingTenantSettings"),
        pairs,
    )
}

/// A user's property by the policy's area, with the effective name; null for the global policy, as the real one shows.
pub fn policy_value(tenant: &Tenant, user: &User<'_>, area: &PolicyArea) -> Value {
    let name = tenant.effective_policy(user, area);
    if name.eq_ignore_ascii_case("Global") { Value::Null } else { text(name) }
}

/// Whether a number is of a kind, by the words that scripts use.
pub fn is_kind(number: &ServiceNumber, kind: Option<NumberKind>) -> bool {
    kind.is_none_or(|kind| number.kind == kind)
}

/// The user of an id as an object, if there still is one.
pub fn user_by(tenant: &Tenant, id: Guid, make: fn(&Tenant, &User<'_>) -> Value) -> Option<Value> {
    tenant.user(id).map(|user| make(tenant, &user))
}
