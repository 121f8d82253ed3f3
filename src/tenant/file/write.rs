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
    write!(out, "\"users\": [")?;
    for (at, user) in tenant.users().iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &user_form(tenant, &user, pins))?;
    }
    out.write_all(b"\n]\n}\n")
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
