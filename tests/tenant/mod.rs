//! The tenant and its notifications.

mod files;
mod histories;
mod identity;
mod licences;
mod meetings;
mod notices;
mod numbers;
mod policies;
mod settings;
mod transitions;
mod users;

use bridgesh::notify::{Kind, Notice, Notification, notices};
use bridgesh::tenant::command::{Command, decide};
use bridgesh::tenant::event::{Event, evolve_all};
use bridgesh::tenant::model::{Guid, Number, Tenant, Timestamp, User};
use bridgesh::tenant::refusal::Refusal;
use bridgesh::tenant::sample;
use bridgesh::tenant::world::{FixedClock, SeededRandom, World};

/// A tenant with a clock and a random source of its own.
struct Site {
    tenant: Tenant,
    clock: FixedClock,
    random: SeededRandom,
}

fn noon() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

impl Site {
    fn contoso() -> Self {
        Site { tenant: sample::contoso(noon()), clock: FixedClock(noon()), random: SeededRandom::new(7) }
    }

    /// Runs a command; a refusal must leave the tenant equal.
    fn run(&mut self, command: impl Into<Command>) -> Result<Vec<Event>, Refusal> {
        let before = self.tenant.clone();
        let mut world = World { clock: &self.clock, random: &mut self.random };
        let result = decide(&self.tenant, &command.into(), &mut world);
        assert!(self.tenant == before, "decide must not write");
        let events = result?;
        evolve_all(&mut self.tenant, &events);
        Ok(events)
    }

    fn told(&mut self, command: impl Into<Command>) -> Vec<Notice> {
        let events = self.run(command).unwrap();
        notices(&events, &self.tenant, self.clock.0)
    }

    fn mails(&mut self, command: impl Into<Command>) -> Vec<Notification> {
        self.told(command).into_iter().map(mail).collect()
    }

    fn kinds(&mut self, command: impl Into<Command>) -> Vec<Kind> {
        self.mails(command).iter().map(Notification::kind).collect()
    }

    fn id(&self, upn: &str) -> Guid {
        self.tenant.users().by_upn(upn).unwrap().object_id()
    }

    fn user(&self, upn: &str) -> User<'_> {
        self.tenant.users().by_upn(upn).unwrap()
    }
}

fn mail(notice: Notice) -> Notification {
    match notice {
        Notice::Mail(mail) => *mail,
        Notice::Suppressed(suppressed) => panic!("suppressed: {suppressed:?}"),
    }
}

fn number(digits: &str) -> Number {
    Number::parse(digits).unwrap()
}

const KEN: &str = "ken@contoso.com";
const AMOS: &str = "amos.marble@contoso.com";
const ALEX: &str = "alex.wilber@contoso.com";
const MARIE: &str = "marie.dubois@contoso.com";
const JURGEN: &str = "jurgen.muller@contoso.com";
const ROOM: &str = "meeting.room1@contoso.com";
