//! Change what the tenant says of itself.

use std::sync::Arc;

use super::{expect_inert, expect_language_tag, expect_text};
use crate::tenant::event::Event;
use crate::tenant::model::{Tenant, TenantInfo};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Gives the tenant another name, country, language, or address.
#[derive(Clone, Debug)]
pub struct ChangeInfo {
    /// Everything as it is to be; the tenant's id and creation stay.
    pub info: TenantInfo,
}

impl ChangeInfo {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let mut info = self.info.clone();
        expect_info(&mut info)?;
        info.tenant_id = tenant.info().tenant_id;
        info.created = tenant.info().created;
        Ok(if info == *tenant.info() { Vec::new() } else { vec![Event::InfoChanged(Arc::new(info))] })
    }
}

/// Refuses texts that do not fit; brings the language tag into its usual spelling.
pub(in crate::tenant) fn expect_info(info: &mut TenantInfo) -> Result<(), Refusal> {
    expect_text("tenant name", &info.display_name)?;
    info.preferred_language = expect_language_tag(&info.preferred_language)?;
    for (what, text) in [
        ("state", &info.state),
        ("city", &info.city),
        ("street", &info.street),
        ("postal code", &info.postal_code),
        ("region", &info.region),
    ] {
        expect_inert(what, text, 256)?;
    }
    info.domains.iter().try_for_each(|domain| expect_text("domain", domain))
}
