//! Reading a tenant file, all or nothing.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::form::{Outer, SubscriptionForm};
use super::read_users::read_users;
use super::{FileError, VERSION};
use crate::tenant::command::{expect_inert, expect_info, expect_languages, expect_policy_name, expect_setting, expect_text};
use crate::tenant::model::{
    ConferencingPolicy, GLOBAL, Guid, MOST_BRIDGES, Meetings, Migrations, Number, NumberKind, PolicyArea, RoutingPolicy, ServiceNumber,
    Subscription, Tenant, same_text,
};
use crate::tenant::world::World;

/// Reads a tenant file. What a file may leave out (object ids, conference IDs) comes from `world`;
/// a PIN that is not in the file stays unknown.
///
/// # Errors
/// A [`FileError`] that names the first place that is wrong.
pub fn read(bytes: &[u8], world: &mut World<'_>) -> Result<Tenant, FileError> {
    // Editors on Windows put a mark before the text.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let mut fault = FileError::at("", "the text is not UTF-8");
        (fault.line, fault.column) = position(bytes, error.valid_up_to());
        fault
    })?;
    let mut json = serde_json::Deserializer::from_str(text);
    let outer: Outer<'_> = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        syntax_error(if path == "." { String::new() } else { path }, error.inner(), 0, bytes)
    })?;
    json.end().map_err(|error| syntax_error(String::new(), &error, 0, bytes))?;
    if outer.version > VERSION || outer.version == 0 {
        return Err(FileError::at("version", format!("the version must be 1 to {VERSION}, but is {}", outer.version)));
    }
    let users = outer.users;
    let rest = (outer.meetings.clone(), outer.migrations.clone());
    let mut tenant = outer_tenant(outer)?;
    if let Some(users) = users {
        let offset = users.get().as_ptr() as usize - text.as_ptr() as usize;
        read_users(&mut tenant, users.get(), world)
            .map_err(|fault| fault.into_file_error(|path, error| syntax_error(path, error, offset, bytes)))?;
    }
    expect_group_members(&tenant)?;
    put_meetings(&mut tenant, rest.0, rest.1)?;
    Ok(tenant)
}

/// Everything but users, meetings and migrations, checked.
fn outer_tenant(outer: Outer<'_>) -> Result<Tenant, FileError> {
    let mut info = outer.tenant;
    expect_info(&mut info).map_err(|refusal| FileError::at("tenant", refusal))?;
    for setting in outer.settings.all() {
        expect_setting(&setting).map_err(|refusal| FileError::at(format!("settings.{}", setting.name()), refusal))?;
    }
    let mut tenant = Tenant::new(info);
    tenant.configuration = outer.configuration;
    tenant.settings = Arc::new(outer.settings);
    tenant.subscriptions = Arc::new(read_subscriptions(outer.subscriptions)?);

    if outer.bridges.len() > MOST_BRIDGES {
        return Err(FileError::at("bridges", format!("a tenant may have at most {MOST_BRIDGES} bridges")));
    }
    for (at, bridge) in outer.bridges.iter().enumerate() {
        let path = format!("bridges[{at}]");
        expect_text("bridge name", &bridge.name).map_err(|refusal| FileError::at(format!("{path}.name"), refusal))?;
        expect_inert("region", &bridge.region, 64).map_err(|refusal| FileError::at(format!("{path}.region"), refusal))?;
        if outer.bridges[..at].iter().any(|other| other.id == bridge.id) {
            return Err(FileError::at(format!("{path}.id"), format!("another bridge has the id {}", bridge.id)));
        }
        if outer.bridges[..at].iter().any(|other| same_text(&other.name, &bridge.name)) {
            return Err(FileError::at(format!("{path}.name"), format!("another bridge is named '{}'", bridge.name)));
        }
    }
    tenant.default_bridge = outer.default_bridge.or(outer.bridges.first().map(|bridge| bridge.id));
    if let Some(id) = outer.default_bridge
        && !outer.bridges.iter().any(|bridge| bridge.id == id)
    {
        return Err(FileError::at("defaultBridge", format!("there is no bridge {id}")));
    }
    tenant.bridges = Arc::new(outer.bridges);
    tenant.numbers = Arc::new(read_numbers(&tenant, outer.service_numbers)?);
    for (at, bridge) in tenant.bridges.iter().enumerate() {
        if let Some(number) = bridge.default_service_number {
            expect_number(&tenant, number, bridge.id, NumberKind::Toll)
                .map_err(|message| FileError::at(format!("bridges[{at}].defaultServiceNumber"), message))?;
        }
    }
    read_policies(&mut tenant, outer.audio_conferencing_policies, outer.routing_policies)?;

    let mut ids = HashSet::new();
    for (at, group) in outer.groups.iter().enumerate() {
        let path = format!("groups[{at}]");
        expect_text("group name", &group.name).map_err(|refusal| FileError::at(format!("{path}.name"), refusal))?;
        if !ids.insert(group.id) {
            return Err(FileError::at(format!("{path}.id"), format!("another group has the id {}", group.id)));
        }
        for (which, licence) in group.licences.iter().enumerate() {
            expect_sku(&tenant, &licence.sku).map_err(|message| FileError::at(format!("{path}.licences[{which}]"), message))?;
        }
    }
    tenant.groups = Arc::new(outer.groups);
    for (at, grant) in outer.group_policies.iter().enumerate() {
        if tenant.group(grant.group).is_none() {
            return Err(FileError::at(format!("groupPolicies[{at}].group"), format!("there is no group {}", grant.group)));
        }
        expect_policy(&tenant, &grant.area, &grant.policy)
            .map_err(|message| FileError::at(format!("groupPolicies[{at}].policy"), message))?;
    }
    tenant.group_grants = Arc::new(outer.group_policies);
    let mut global = BTreeMap::new();
    for (property, policy) in outer.global_policies {
        let area = area_of(&property);
        expect_policy(&tenant, &area, &policy).map_err(|message| FileError::at(format!("globalPolicies.{property}"), message))?;
        global.insert(area, policy);
    }
    tenant.global_grants = Arc::new(global);
    Ok(tenant)
}

fn read_subscriptions(forms: Vec<SubscriptionForm>) -> Result<Vec<Subscription>, FileError> {
    let mut all: Vec<Subscription> = Vec::new();
    for (at, form) in forms.into_iter().enumerate() {
        let path = format!("subscriptions[{at}]");
        expect_text("SKU", &form.sku).map_err(|refusal| FileError::at(format!("{path}.sku"), refusal))?;
        if all.iter().any(|known| known.sku.eq_ignore_ascii_case(&form.sku)) {
            return Err(FileError::at(format!("{path}.sku"), format!("{} is there twice", form.sku)));
        }
        let known = Subscription::of_catalogue(&form.sku, form.total);
        all.push(match (known, form.id, form.plans) {
            (_, Some(id), Some(plans)) => Subscription { sku: form.sku, id, plans, total: form.total },
            (Some(known), None, None) => known,
            _ => {
                let message = format!("{} is not in the catalogue: give its id and plans", form.sku);
                return Err(FileError::at(path, message));
            }
        });
    }
    Ok(all)
}

fn read_numbers(tenant: &Tenant, numbers: Vec<ServiceNumber>) -> Result<IndexMap<Number, ServiceNumber>, FileError> {
    let mut all = IndexMap::with_capacity(numbers.len());
    for (at, mut number) in numbers.into_iter().enumerate() {
        let path = format!("serviceNumbers[{at}]");
        expect_inert("city", &number.city, 64).map_err(|refusal| FileError::at(format!("{path}.city"), refusal))?;
        (number.primary_language, number.secondary_languages) = expect_languages(&number.primary_language, &number.secondary_languages)
            .map_err(|refusal| FileError::at(format!("{path}.primaryLanguage"), refusal))?;
        if let Some(id) = number.bridge_id
            && tenant.bridge(id).is_none()
        {
            return Err(FileError::at(format!("{path}.bridgeId"), format!("there is no bridge {id}")));
        }
        let digits = number.number;
        if all.insert(digits, number).is_some() {
            return Err(FileError::at(format!("{path}.number"), format!("{digits} is there twice")));
        }
    }
    Ok(all)
}

fn read_policies(tenant: &mut Tenant, conferencing: Vec<ConferencingPolicy>, routing: Vec<RoutingPolicy>) -> Result<(), FileError> {
    for (at, policy) in conferencing.iter().enumerate() {
        let path = format!("audioConferencingPolicies[{at}]");
        expect_policy_name(&policy.name).map_err(|refusal| FileError::at(format!("{path}.name"), refusal))?;
        if conferencing[..at].iter().any(|other| same_text(&other.name, &policy.name)) {
            return Err(FileError::at(format!("{path}.name"), format!("'{}' is there twice", policy.name)));
        }
        for (which, number) in policy.meeting_invite_phone_numbers.iter().enumerate() {
            if tenant.service_number(*number).is_none() {
                return Err(FileError::at(
                    format!("{path}.meetingInvitePhoneNumbers[{which}]"),
                    format!("the tenant has no service number {number}"),
                ));
            }
        }
    }
    for (at, policy) in routing.iter().enumerate() {
        let path = format!("routingPolicies[{at}]");
        expect_policy_name(&policy.name).map_err(|refusal| FileError::at(format!("{path}.name"), refusal))?;
        expect_inert("description", &policy.description, 1024).map_err(|refusal| FileError::at(format!("{path}.description"), refusal))?;
        if routing[..at].iter().any(|other| same_text(&other.name, &policy.name)) {
            return Err(FileError::at(format!("{path}.name"), format!("'{}' is there twice", policy.name)));
        }
    }
    if !conferencing.is_empty() {
        let mut all = conferencing;
        if !all.iter().any(|policy| policy.name == GLOBAL) {
            all.insert(0, ConferencingPolicy::new(GLOBAL));
        }
        all.sort_by_key(|policy| policy.name != GLOBAL);
        tenant.conferencing_policies = Arc::new(all);
    }
    if !routing.is_empty() {
        let mut all = routing;
        if !all.iter().any(|policy| policy.name == GLOBAL) {
            all.insert(0, RoutingPolicy::new(GLOBAL));
        }
        all.sort_by_key(|policy| policy.name != GLOBAL);
        tenant.routing_policies = Arc::new(all);
    }
    Ok(())
}

fn expect_group_members(tenant: &Tenant) -> Result<(), FileError> {
    for (at, group) in tenant.groups.iter().enumerate() {
        if let Some(which) = group.members.iter().position(|member| tenant.user(*member).is_none()) {
            let path = format!("groups[{at}].members[{which}]");
            return Err(FileError::at(path, format!("there is no user {}", group.members[which])));
        }
    }
    Ok(())
}

fn put_meetings(
    tenant: &mut Tenant,
    list: Vec<crate::tenant::model::Meeting>,
    requests: Vec<crate::tenant::model::Migration>,
) -> Result<(), FileError> {
    let mut meetings = Meetings::default();
    for (at, meeting) in list.into_iter().enumerate() {
        let path = format!("meetings[{at}]");
        expect_inert("subject", &meeting.subject, 255).map_err(|refusal| FileError::at(format!("{path}.subject"), refusal))?;
        if tenant.user(meeting.organizer).is_none() {
            let message = format!("there is no user {}", meeting.organizer);
            return Err(FileError::at(format!("{path}.organizer"), message));
        }
        if meetings.get(meeting.id).is_some() {
            return Err(FileError::at(format!("{path}.id"), format!("another meeting has the id {}", meeting.id)));
        }
        meetings.put(meeting);
    }
    let mut migrations = Migrations::default();
    for (at, request) in requests.into_iter().enumerate() {
        if migrations.get(request.id).is_some() {
            let message = format!("another migration has the id {}", request.id);
            return Err(FileError::at(format!("migrations[{at}].id"), message));
        }
        migrations.put(request);
    }
    tenant.meetings = Arc::new(meetings);
    tenant.migrations = Arc::new(migrations);
    Ok(())
}

fn syntax_error(path: String, error: &serde_json::Error, offset: usize, bytes: &[u8]) -> FileError {
    // The users are parsed from the middle of the file: count their lines on from there.
    let (line, column) = match (position(bytes, offset), error.line()) {
        ((Some(line), Some(column)), 1) => (line, column + error.column() - usize::from(error.column() > 0)),
        ((Some(line), _), inner) => (line + inner - 1, error.column()),
        _ => (error.line(), error.column()),
    };
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
    FileError { path, message, line: Some(line), column: Some(column) }
}

/// Line and column, from 1, of a place in the file.
fn position(bytes: &[u8], at: usize) -> (Option<usize>, Option<usize>) {
    let before = &bytes[..at.min(bytes.len())];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    (Some(line), Some(before.len() - line_start + 1))
}

/// Whether the tenant has this SKU.
pub(super) fn expect_sku(tenant: &Tenant, sku: &str) -> Result<(), String> {
    match tenant.subscriptions().iter().any(|subscription| subscription.sku == sku) {
        true => Ok(()),
        false => Err(format!("the tenant has no subscription '{sku}'")),
    }
}

/// Whether the number is on the bridge and of the kind.
pub(super) fn expect_number(tenant: &Tenant, number: Number, bridge: Guid, kind: NumberKind) -> Result<(), String> {
    match tenant.service_number(number) {
        None => Err(format!("no bridge has the number {number}")),
        Some(known) if known.bridge_id != Some(bridge) => {
            let name = tenant.bridge(bridge).map_or("", |bridge| bridge.name.as_str());
            Err(format!("the number {number} is not on the bridge '{name}'"))
        }
        Some(known) if known.kind != kind => Err(format!("the number {number} is not {}", kind.name())),
        Some(_) => Ok(()),
    }
}

/// Whether there is a policy of this name; those of other areas are taken as they are.
pub(super) fn expect_policy(tenant: &Tenant, area: &PolicyArea, name: &str) -> Result<(), String> {
    let is_there = match area {
        PolicyArea::AudioConferencing => tenant.conferencing_policy(name).is_some(),
        PolicyArea::AudioConferencingRouting => tenant.routing_policy(name).is_some(),
        PolicyArea::Other(_) => expect_policy_name(name).is_ok(),
    };
    if is_there { Ok(()) } else { Err(format!("there is no {} '{name}'", area.property())) }
}

/// The area of a property of users.
pub(super) fn area_of(property: &str) -> PolicyArea {
    [PolicyArea::AudioConferencing, PolicyArea::AudioConferencingRouting]
        .into_iter()
        .find(|area| area.property() == property)
        .unwrap_or_else(|| PolicyArea::Other(property.to_owned()))
}
