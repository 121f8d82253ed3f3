//! Change facts of a user that are not about conferencing.

use super::create_user::expect_keys_free;
use super::{expect_user, expect_user_texts};
use crate::tenant::event::{Event, UserField};
use crate::tenant::model::{Detail, Guid, Tenant, UserRecord};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Gives facts of a user new values. Another usage location leaves the default number as it is.
#[derive(Clone, Debug)]
pub struct ChangeUser {
    /// The user.
    pub user: Guid,
    /// The facts with their new values; of one that stands twice, the last holds.
    pub fields: Vec<UserField>,
}

impl ChangeUser {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let before = expect_user(tenant, self.user)?.record();
        let mut after = before.clone();
        for field in &self.fields {
            field.apply(&mut after);
        }
        expect_user_texts(&mut after)?;
        expect_keys_free(tenant, &after)?;
        let user = self.user;
        Ok(differences(&before, &after).into_iter().map(|field| Event::UserChanged { user, field }).collect())
    }
}

/// The facts that differ, with the values they have after.
fn differences(before: &UserRecord, after: &UserRecord) -> Vec<UserField> {
    let detail = |record: &UserRecord, detail: Detail| {
        record.details.iter().find(|(known, _)| *known == detail).map(|(_, text)| text.clone())
    };
    let mut fields = vec![
        UserField::UserPrincipalName(after.user_principal_name.clone()),
        UserField::DisplayName(after.display_name.clone()),
        UserField::Mail(after.mail.clone()),
        UserField::SipAddress(after.sip_address.clone()),
        UserField::Alias(after.alias.clone()),
        UserField::AccountEnabled(after.account_enabled),
        UserField::UsageLocation(after.usage_location),
        UserField::PreferredLanguage(after.preferred_language.clone()),
    ];
    fields.extend(Detail::ALL.iter().map(|known| UserField::Detail(*known, detail(after, *known))));
    fields.retain(|field| {
        let mut changed = before.clone();
        field.apply(&mut changed);
        changed != *before
    });
    fields
}
