//! Create a user.

use super::{ChangeLicences, LicenceToAdd, Steps, expect_user_texts};
use crate::tenant::event::Event;
use crate::tenant::model::{Country, Detail, Guid, Provider, Tenant, UserRecord};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Creates a user, and assigns licences at once, which may turn conferencing on.
#[derive(Clone, Debug)]
pub struct CreateUser {
    /// Object id; a new one if none.
    pub object_id: Option<Guid>,
    /// User principal name.
    pub user_principal_name: String,
    /// Display name.
    pub display_name: String,
    /// Primary mail address: `None` for the principal name, `Some(None)` for a user without mailbox.
    pub mail: Option<Option<String>>,
    /// SIP address: `None` for the principal name, `Some(None)` for none.
    pub sip_address: Option<Option<String>>,
    /// Mail nickname; the local part of the principal name if none.
    pub alias: Option<String>,
    /// Where the user uses the services.
    pub usage_location: Option<Country>,
    /// The language tag the user prefers.
    pub preferred_language: Option<String>,
    /// Further facts.
    pub details: Vec<(Detail, String)>,
    /// A third-party conferencing provider.
    pub provider: Option<String>,
    /// Licences to assign.
    pub licences: Vec<LicenceToAdd>,
}

impl CreateUser {
    /// A user with a principal name and a display name, and nothing else chosen.
    pub fn new(user_principal_name: impl Into<String>, display_name: impl Into<String>) -> Self {
        CreateUser {
            object_id: None,
            user_principal_name: user_principal_name.into(),
            display_name: display_name.into(),
            mail: None,
            sip_address: None,
            alias: None,
            usage_location: None,
            preferred_language: None,
            details: Vec::new(),
            provider: None,
            licences: Vec::new(),
        }
    }

    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let upn = self.user_principal_name.trim();
        let id = self.object_id.unwrap_or_else(|| world.guid());
        let mut record = UserRecord::new(id, upn, self.display_name.trim(), whole_seconds(world));
        if let Some(mail) = &self.mail {
            record.mail.clone_from(mail);
        }
        if let Some(sip) = &self.sip_address {
            record.sip_address.clone_from(sip);
        }
        if let Some(alias) = &self.alias {
            record.alias.clone_from(alias);
        }
        record.usage_location = self.usage_location;
        record.preferred_language.clone_from(&self.preferred_language);
        for (detail, text) in &self.details {
            record.set_detail(*detail, Some(text.clone()));
        }
        if let Some(provider) = &self.provider
            && let provider @ Provider::Other(_) = Provider::parse(provider)
        {
            super::expect_text("provider", provider.name())?;
            record.provider = provider;
        }
        expect_user_texts(&mut record)?;
        if tenant.user(id).is_some() {
            return Err(Refusal::DuplicateObjectId { value: id });
        }
        expect_keys_free(tenant, &record)?;
        let created = Event::UserCreated(Box::new(record));
        if self.licences.is_empty() {
            return Ok(vec![created]);
        }
        let mut steps = Steps::on(tenant);
        steps.take(vec![created]);
        let licences = ChangeLicences { user: id, add: self.licences.clone(), remove: Vec::new() };
        let events = licences.decide(&steps.tenant, world)?;
        steps.take(events);
        Ok(steps.events)
    }
}

/// Refuses a record whose keys another user has.
pub(in crate::tenant) fn expect_keys_free(tenant: &Tenant, record: &UserRecord) -> Result<(), Refusal> {
    let is_other = |user: crate::tenant::model::User<'_>| user.object_id() != record.object_id;
    if tenant.users().by_upn(&record.user_principal_name).is_some_and(is_other) {
        return Err(Refusal::DuplicateUserPrincipalName { value: record.user_principal_name.clone() });
    }
    if let Some(sip) = &record.sip_address
        && (tenant.users().by_separate_sip(sip).is_some_and(is_other)
            || (*sip != record.user_principal_name && tenant.users().by_sip(sip).is_some_and(is_other)))
    {
        return Err(Refusal::DuplicateSipAddress { value: sip.clone() });
    }
    Ok(())
}

fn whole_seconds(world: &World<'_>) -> crate::tenant::model::Timestamp {
    let now = world.now();
    crate::tenant::model::Timestamp::from_second(now.as_second()).unwrap_or(now)
}
