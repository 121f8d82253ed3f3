//! Everything that can be changed of a user's conferencing, in one command.

use super::send_information::{SendWish, sent};
use super::set_default_number::{NumberChoice, SetDefaultNumber};
use super::transition::{expect_enabled, queue_migration};
use super::{ChangeConferenceId, MoveUserToBridge, ResetPin, Steps};
use crate::tenant::event::{Actor, Event};
use crate::tenant::model::{ConferenceId, Guid, Number, NumberKind, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Changes bridge, numbers, conference ID, PIN and switches of a user, and sends the manual mail.
#[derive(Clone, Debug)]
pub struct ChangeUserConferencing {
    /// The user.
    pub user: Guid,
    /// The bridge to move to.
    pub bridge: Option<Guid>,
    /// The default toll number; it must be on the bridge, or on the one being moved to.
    pub service_number: Option<Number>,
    /// The default toll-free number; `Some(None)` takes it away.
    pub toll_free_number: Option<Option<Number>>,
    /// The static conference ID to set.
    pub conference_id: Option<ConferenceId>,
    /// Generate a new conference ID.
    pub reset_conference_id: bool,
    /// Generate a new PIN.
    pub reset_pin: bool,
    /// Whether callers may start meetings without a PIN.
    pub allow_pstn_only_meetings: Option<bool>,
    /// Whether meetings can be joined by toll-free numbers.
    pub allow_toll_free_dial_in: Option<bool>,
    /// Send the manual mail.
    pub send_email: bool,
    /// Where the manual mail goes and who it comes from.
    pub send: SendWish,
}

impl ChangeUserConferencing {
    /// Nothing to change yet.
    pub fn new(user: Guid) -> Self {
        ChangeUserConferencing {
            user,
            bridge: None,
            service_number: None,
            toll_free_number: None,
            conference_id: None,
            reset_conference_id: false,
            reset_pin: false,
            allow_pstn_only_meetings: None,
            allow_toll_free_dial_in: None,
            send_email: false,
            send: SendWish::default(),
        }
    }

    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        if self.conference_id.is_some() && self.reset_conference_id {
            return Err(Refusal::BothConferenceIds);
        }
        self.expect_mail_parameters()?;
        expect_enabled(tenant, self.user)?;
        let user = self.user;
        let mut steps = Steps::on(tenant);
        if let Some(bridge) = self.bridge {
            let step = MoveUserToBridge { user, bridge, service_number: self.service_number };
            let events = step.decide(&steps.tenant, world)?;
            steps.take(events);
        } else if let Some(number) = self.service_number {
            let step = SetDefaultNumber { user, kind: NumberKind::Toll, number: NumberChoice::Number(number) };
            let events = step.decide(&steps.tenant, world)?;
            steps.take(events);
        }
        if let Some(number) = self.toll_free_number {
            let number = number.map_or(NumberChoice::Nothing, NumberChoice::Number);
            let step = SetDefaultNumber { user, kind: NumberKind::TollFree, number };
            let events = step.decide(&steps.tenant, world)?;
            steps.take(events);
        }
        if self.reset_conference_id || self.conference_id.is_some() {
            let step = ChangeConferenceId { user, conference_id: self.conference_id };
            let events = step.decide(&steps.tenant, world)?;
            steps.take(events);
        }
        let mut new_pin = None;
        if self.reset_pin {
            let events = ResetPin { user, by: Actor::Administrator }.decide(&steps.tenant, world)?;
            new_pin = events.iter().find_map(|event| match event {
                Event::PinReset { pin, .. } => Some(pin.clone()),
                _ => None,
            });
            steps.take(events);
        }
        let events = self.switches(&steps.tenant, world)?;
        steps.take(events);
        if self.send_email {
            steps.take(vec![sent(user, &self.send, new_pin)?]);
        }
        Ok(steps.events)
    }

    fn switches(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let user = expect_enabled(tenant, self.user)?;
        let mut events = Vec::new();
        if let Some(allowed) = self.allow_pstn_only_meetings
            && allowed != user.allow_pstn_only_meetings()
        {
            events.push(Event::PstnOnlyMeetingsChanged { user: self.user, allowed });
        }
        if let Some(allowed) = self.allow_toll_free_dial_in
            && allowed != user.allow_toll_free_dial_in()
        {
            events.push(Event::TollFreeDialInChanged { user: self.user, allowed });
            // The page: all meetings are rescheduled when toll-free joining goes off.
            events.extend(queue_migration(tenant, self.user, world).filter(|_| !allowed));
        }
        Ok(events)
    }

    /// The page: the address and sender parameters need `-SendEmail`, and the two of the sender
    /// need each other.
    fn expect_mail_parameters(&self) -> Result<(), Refusal> {
        let given = [
            ("SendEmailToAddress", self.send.to.is_some()),
            ("SendEmailFromAddress", self.send.from_address.is_some()),
            ("SendEmailFromDisplayName", self.send.from_name.is_some()),
        ];
        if !self.send_email
            && let Some((parameter, _)) = given.into_iter().find(|(_, is_given)| *is_given)
        {
            return Err(Refusal::SendEmailRequired { parameter });
        }
        match (&self.send.from_address, &self.send.from_name) {
            (Some(_), None) => Err(Refusal::SenderIncomplete { missing: "SendEmailFromDisplayName" }),
            (None, Some(_)) => Err(Refusal::SenderIncomplete { missing: "SendEmailFromAddress" }),
            _ => Ok(()),
        }
    }
}
