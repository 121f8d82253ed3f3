//! Turn conferencing on for a user.

use super::expect_user;
use super::send_information::{SendWish, sent};
use super::transition::{Wishes, enable};
use crate::tenant::event::Event;
use crate::tenant::model::{ConferenceId, Guid, Number, Provider, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Makes Microsoft the user's provider. A user who has Microsoft already stays as is.
#[derive(Clone, Debug)]
pub struct EnableConferencing {
    /// The user.
    pub user: Guid,
    /// The bridge; the default one if none.
    pub bridge: Option<Guid>,
    /// The default toll number; by usage location if none.
    pub service_number: Option<Number>,
    /// The default toll-free number.
    pub toll_free_number: Option<Number>,
    /// The static conference ID; a new one if none.
    pub conference_id: Option<ConferenceId>,
    /// Whether callers may start meetings without a PIN; the tenant's default if none.
    pub allow_pstn_only_meetings: Option<bool>,
    /// Whether meetings can be joined by toll-free numbers.
    pub allow_toll_free_dial_in: Option<bool>,
    /// Whether a third party may be replaced.
    pub replace_provider: bool,
    /// The manual mail, if it is to go out too.
    pub send: Option<SendWish>,
}

impl EnableConferencing {
    /// Everything left to the service.
    pub fn new(user: Guid) -> Self {
        EnableConferencing {
            user,
            bridge: None,
            service_number: None,
            toll_free_number: None,
            conference_id: None,
            allow_pstn_only_meetings: None,
            allow_toll_free_dial_in: None,
            replace_provider: false,
            send: None,
        }
    }

    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        if !tenant.configuration().enabled {
            return Err(Refusal::ConferencingDisabledForTenant);
        }
        let user = expect_user(tenant, self.user)?;
        let name = || user.user_principal_name().to_owned();
        if !tenant.is_licensed(&user) {
            return Err(Refusal::UserNotLicensed { user: name() });
        }
        let mut events = match user.provider() {
            Provider::Microsoft => Vec::new(),
            Provider::Other(provider) if !self.replace_provider => {
                return Err(Refusal::ThirdPartyProvider { user: name(), provider });
            }
            Provider::None | Provider::Other(_) => enable(
                tenant,
                &user,
                &Wishes {
                    bridge: self.bridge,
                    toll: self.service_number,
                    toll_free: self.toll_free_number,
                    conference_id: self.conference_id,
                    allow_pstn_only_meetings: self.allow_pstn_only_meetings,
                    allow_toll_free_dial_in: self.allow_toll_free_dial_in,
                },
                world,
            )?,
        };
        if let Some(wish) = &self.send {
            events.push(sent(self.user, wish, None)?);
        }
        Ok(events)
    }
}
