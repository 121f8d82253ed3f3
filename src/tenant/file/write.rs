//! Writing a tenant file: one user a line, so that two files can be compared line by line.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::VERSION;
use super::form::SubscriptionForm;
use super::user_form::{LicenceForm, PinText, Text, UserForm};
use crate::tenant::model::{Tenant, User, local_part};

/// Whether PINs are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pins {
    /// They are left out: a tenant read from the file does not know them.
    LeftOut,
    /// They are written in the clear: the file must be kept like a password.
    InTheClear,
}

/// Writes a tenant as JSON.
///
/// # Errors
/// Whatever the writer says.
pub fn write(tenant: &Tenant, pins: Pins, out: &mut dyn Write) -> io::Result<()> {
    write_outer(tenant, out)?;
    for (at, user) in tenant.users().iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        write_user(tenant, &user, pins, out)?;
    }
    out.write_all(END)
}

/// What ends the list of users and the file.
const END: &[u8] = b"\n]\n}\n";

/// Writes one user of a tenant file.
///
/// # Errors
/// Whatever the writer says.
pub fn write_user(tenant: &Tenant, user: &User<'_>, pins: Pins, out: &mut dyn Write) -> io::Result<()> {
    Ok(serde_json::to_writer(out, &user_form(tenant, user, pins))?)
}

/// A tenant file of what [`write_outer`] and [`write_user`] wrote.
pub fn join(outer: &[u8], users: &[Vec<u8>]) -> Vec<u8> {
    let mut text = Vec::with_capacity(outer.len() + users.iter().map(|user| user.len() + 2).sum::<usize>() + END.len());
    text.extend_from_slice(outer);
    for (at, user) in users.iter().enumerate() {
        text.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        text.extend_from_slice(user);
    }
    text.extend_from_slice(END);
    text
}

/// Writes a tenant file up to its users.
///
/// # Errors
/// Whatever the writer says.
pub fn write_outer(tenant: &Tenant, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\n\"version\": {VERSION},\n")?;
    member(out, "tenant", tenant.info())?;
    member(out, "configuration", tenant.configuration())?;
    member(out, "settings", tenant.settings())?;
    list(out, "bridges", tenant.bridges().iter())?;
    if let Some(bridge) = tenant.default_bridge() {
        member(out, "defaultBridge", &bridge.id)?;
    }
    list(out, "serviceNumbers", tenant.service_numbers())?;
    let subscriptions = tenant.subscriptions().iter().map(|subscription| SubscriptionForm {
        sku: subscription.sku.clone(),
        total: subscription.total,
        id: Some(subscription.id),
        plans: Some(subscription.plans.clone()),
    });
    list(out, "subscriptions", subscriptions)?;
    list(out, "audioConferencingPolicies", tenant.conferencing_policies().iter())?;
    list(out, "routingPolicies", tenant.routing_policies().iter())?;
    list(out, "groups", tenant.groups().iter())?;
    list(out, "groupPolicies", tenant.group_grants().iter())?;
    let global: BTreeMap<&str, &String> = tenant.global_grants.iter().map(|(area, policy)| (area.property(), policy)).collect();
    member(out, "globalPolicies", &global)?;
    list(out, "meetings", tenant.meetings().iter())?;
    list(out, "migrations", tenant.migrations().iter())?;
    write!(out, "\"users\": [")
}

fn member(out: &mut dyn Write, name: &str, value: &impl Serialize) -> io::Result<()> {
    write!(out, "\"{name}\": ")?;
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b",\n")
}

fn list<T: Serialize>(out: &mut dyn Write, name: &str, values: impl Iterator<Item = T>) -> io::Result<()> {
    write!(out, "\"{name}\": [")?;
    for (at, value) in values.enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &value)?;
    }
    out.write_all(b"],\n")
}

fn user_form<'a>(tenant: &Tenant, user: &User<'a>, pins: Pins) -> UserForm<'a> {
    let upn = user.user_principal_name();
    // What is like the principal name is left out.
    let unlike_upn = |address: Option<&'a str>| match address {
        Some(address) if address == upn => None,
        other => Some(other.map(|text| Text(Cow::Borrowed(text)))),
    };
    let record = user.record();
    let pin = user.pin().filter(|_| pins == Pins::InTheClear);
    UserForm {
        user_principal_name: Cow::Borrowed(upn),
        display_name: Cow::Borrowed(user.display_name()),
        object_id: Some(user.object_id()),
        mail: unlike_upn(user.mail()),
        sip_address: unlike_upn(user.sip_address()),
        alias: (user.alias() != local_part(upn)).then(|| Text(Cow::Borrowed(user.alias()))),
        account_enabled: user.account_enabled(),
        usage_location: user.usage_location(),
        preferred_language: user.preferred_language().map(|tag| Text(Cow::Borrowed(tag))),
        created: (user.created() != tenant.info().created).then(|| user.created()),
        details: record.details.into_iter().collect(),
        licences: user.licences().iter().map(LicenceForm::from).collect(),
        provider: match record.provider {
            crate::tenant::model::Provider::None => None,
            provider => Some(Text(Cow::Owned(provider.name().to_owned()))),
        },
        bridge_id: user.bridge(),
        service_number: user.toll_number(),
        toll_free_service_number: user.toll_free_number(),
        conference_id: user.static_conference_id(),
        pin: pin.map(|pin| PinText(pin.expose_secret().as_str().to_owned())),
        allow_pstn_only_meetings: user.allow_pstn_only_meetings(),
        allow_toll_free_dial_in: !user.is_enabled() || user.allow_toll_free_dial_in(),
        policies: record.policies.into_iter().map(|(area, policy)| (area.property().to_owned(), policy)).collect(),
    }
}
