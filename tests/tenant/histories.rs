//! Random histories of commands: what holds after every one of them.

use std::collections::HashSet;

use bridgesh::notify::{Kind, Model};
use bridgesh::tenant::command::*;
use bridgesh::tenant::event::{Actor, UserField};
use bridgesh::tenant::model::{ConferenceId, Country, NumberKind, PolicyArea, PolicyTarget, Provider, Setting, Settings};

use super::*;

/// Draws commands that are often right and sometimes wrong.
struct Dice(SeededRandom);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        let clock = FixedClock(noon());
        World { clock: &clock, random: &mut self.0 }.below(bound as u64) as usize
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn user(&mut self, tenant: &Tenant) -> Guid {
        let n = self.below(tenant.users().len() + 1);
        tenant.users().iter().nth(n).map_or(Guid::from_u128(5), |user| user.object_id())
    }

    fn number(&mut self, tenant: &Tenant) -> Number {
        let all: Vec<_> = tenant.service_numbers().map(|number| number.number).collect();
        self.pick(&all)
    }

    fn bridge(&mut self, tenant: &Tenant) -> Guid {
        let all: Vec<_> = tenant.bridges().iter().map(|bridge| bridge.id).collect();
        self.pick(&all)
    }

    fn sku(&mut self) -> String {
        self.pick(&["MCOMEETADV", "ENTERPRISEPREMIUM", "SPE_E5", "ENTERPRISEPACK", "MCOMEETACPEA", "NOPE"]).to_owned()
    }

    fn kind(&mut self) -> NumberKind {
        self.pick(&[NumberKind::Toll, NumberKind::TollFree])
    }

    fn command(&mut self, tenant: &Tenant) -> Command {
        let user = self.user(tenant);
        match self.below(28) {
            0 => {
                let n = self.below(60);
                let mut wish = CreateUser::new(format!("user{n}@contoso.com"), format!("User {n}"));
                wish.usage_location = Country::parse(self.pick(&["US", "FR", "JP", "IT", "DK"]));
                if self.coin() {
                    wish.licences.push(LicenceToAdd::new(self.sku()));
                }
                if self.below(5) == 0 {
                    wish.mail = Some(None);
                }
                wish.into()
            }
            1 if tenant.users().len() > 20 => RemoveUser { user }.into(),
            1 | 2 => {
                let n = self.below(60);
                let field = match self.below(4) {
                    0 => UserField::UserPrincipalName(format!("User{n}@contoso.com")),
                    1 => UserField::SipAddress(Some(format!("sip:user{n}@contoso.com"))),
                    2 => UserField::Mail(self.coin().then(|| format!("mail{n}@contoso.com"))),
                    _ => UserField::DisplayName(self.pick(&["Two\nlines", "Ann", "Bob"]).to_owned()),
                };
                ChangeUser { user, fields: vec![field] }.into()
            }
            3..=6 => {
                let (add, remove) = (self.sku(), self.sku());
                let disabled_plans = if self.below(4) == 0 { vec!["MCOMEETADV".to_owned()] } else { vec![] };
                let add = LicenceToAdd { sku: add, disabled_plans };
                let (with, without) = (self.coin(), self.coin());
                ChangeLicences { user, add: if with { vec![add] } else { vec![] }, remove: if without { vec![remove] } else { vec![] } }
                    .into()
            }
            7 | 8 => {
                let name = self.pick(&["Microsoft", "None", "InterCall"]);
                ChangeProvider { user, provider: Provider::parse(name) }.into()
            }
            9 => EnableConferencing { replace_provider: self.coin(), ..EnableConferencing::new(user) }.into(),
            10 => DisableConferencing { user }.into(),
            11 => {
                let by = self.pick(&[Actor::Administrator, Actor::User]);
                ResetPin { user, by }.into()
            }
            12 => {
                let id = ConferenceId::from_value(1_000_000 + self.below(5) as u32, 7);
                let conference_id = if self.coin() { id } else { None };
                ChangeConferenceId { user, conference_id }.into()
            }
            13..=15 => {
                let number = self.number(tenant);
                let number = self.pick(&[NumberChoice::Number(number), NumberChoice::ByLocation, NumberChoice::Nothing]);
                SetDefaultNumber { user, kind: self.kind(), number }.into()
            }
            16 => MoveUserToBridge { user, bridge: self.bridge(tenant), service_number: None }.into(),
            17..=19 => {
                let mut change = ChangeUserConferencing::new(user);
                change.bridge = if self.below(4) == 0 { Some(self.bridge(tenant)) } else { None };
                change.service_number = if self.coin() { Some(self.number(tenant)) } else { None };
                change.reset_pin = self.coin();
                change.reset_conference_id = self.coin();
                change.allow_toll_free_dial_in = Some(self.coin());
                change.send_email = self.coin();
                if change.send_email && self.coin() {
                    change.send.to = Some("somebody@fabrikam.com".to_owned());
                }
                change.into()
            }
            20 => {
                let setting = match self.below(6) {
                    0 => Setting::AutomaticallySendEmailsToUsers(self.coin()),
                    1 => Setting::PinLength(self.below(15) as u32),
                    2 => Setting::UseUniqueConferenceIds(self.below(4) == 0),
                    3 => Setting::AutomaticallyReplaceAcpProvider(self.coin()),
                    4 => Setting::SendEmailFromOverride(self.coin()),
                    _ => Setting::SendEmailFromDisplayName(Some("IT".to_owned())),
                };
                ChangeSettings { changes: vec![setting] }.into()
            }
            21 => ReplaceDefaultNumbers {
                bridge: self.bridge(tenant),
                kind: self.kind(),
                select: Selection::FromNumber(Some(self.number(tenant))),
                to: Some(self.number(tenant)),
                reschedule: self.coin(),
            }
            .into(),
            22 => RegisterServiceNumber { number: self.number(tenant), bridge: Some(self.bridge(tenant)) }.into(),
            23 => UnregisterServiceNumber { number: self.number(tenant), bridge: None, remove_default: self.coin() }.into(),
            24 => ConfigureBridge {
                bridge: self.bridge(tenant),
                name: None,
                default_service_number: Some(self.number(tenant)),
                set_default: self.coin(),
            }
            .into(),
            25 => {
                let group = tenant.groups()[0].id;
                if self.coin() {
                    let (add, remove) = if self.coin() { (vec![user], vec![]) } else { (vec![], vec![user]) };
                    ChangeGroupMembers { group, add, remove }.into()
                } else if self.coin() {
                    ChangeGroupLicences { group, add: vec![LicenceToAdd::new(self.sku())], remove: vec![] }.into()
                } else {
                    ChangeGroupLicences { group, add: vec![], remove: vec![self.sku()] }.into()
                }
            }
            26 => GrantPolicy {
                area: PolicyArea::AudioConferencing,
                target: PolicyTarget::User(user),
                policy: Some("Nordic team".to_owned()).filter(|_| self.coin()),
            }
            .into(),
            _ => AdvanceMigrations.into(),
        }
    }
}

fn expect_invariants(tenant: &Tenant) {
    let mut names = HashSet::new();
    let mut ids = HashSet::new();
    let mut conference_ids = HashSet::new();
    for user in tenant.users().iter() {
        assert!(names.insert(user.user_principal_name().to_lowercase()), "{user:?} is there twice");
        assert!(ids.insert(user.object_id()));
        let found = tenant.users().by_upn(&user.user_principal_name().to_uppercase()).unwrap();
        assert_eq!(found.object_id(), user.object_id());
        let found = tenant.users().by_object_id(user.object_id()).unwrap();
        assert_eq!(found.user_principal_name(), user.user_principal_name());
        if let Some(sip) = user.sip_address() {
            assert_eq!(tenant.users().by_sip(sip).unwrap().object_id(), user.object_id());
        }
        assert_eq!(user.provider() == Provider::Microsoft, user.conferencing().is_some());
        let Some(conferencing) = user.conferencing() else { continue };
        assert!(tenant.is_licensed(&user), "{user:?} has conferencing without a licence");
        assert!(conference_ids.insert(conferencing.conference_id));
        let found = tenant.users().by_conference_id(conferencing.conference_id).unwrap();
        assert_eq!(found.object_id(), user.object_id());
        assert!((4..=12).contains(&conferencing.pin.unwrap().length()));
        for (number, kind) in [(conferencing.toll, NumberKind::Toll), (conferencing.toll_free, NumberKind::TollFree)] {
            let Some(number) = number.map(|number| tenant.service_number(number).unwrap()) else { continue };
            assert_eq!((number.bridge_id, number.kind), (Some(conferencing.bridge), kind), "{user:?}");
        }
    }
    for subscription in tenant.subscriptions() {
        let held = tenant.users().iter().filter(|user| user.licence(&subscription.sku).is_some()).count();
        assert_eq!(tenant.users().consumed(&subscription.sku) as usize, held, "{}", subscription.sku);
    }
}

fn expect_notices_fit(events: &[bridgesh::tenant::event::Event], told: &[Notice], tenant: &Tenant) {
    if events.is_empty() {
        assert!(told.is_empty(), "nothing changed, nobody is told");
    }
    let mut seen = HashSet::new();
    for notice in told {
        let (user, kind) = match notice {
            Notice::Mail(mail) => (mail.user, mail.kind()),
            Notice::Suppressed(record) => (record.user, record.kind),
        };
        assert!(seen.insert((user, kind)), "one mail of a kind");
        let Notice::Mail(mail) = notice else { continue };
        let user = tenant.user(user).unwrap();
        assert!(tenant.settings().automatically_send_emails_to_users || !kind.is_automatic());
        assert!(!mail.contains_pin() || kind.may_carry_pin());
        if kind != Kind::ConferencingInformation {
            assert_eq!(Some(mail.to.address.as_str()), user.mail(), "the recipient is the subject");
        }
        match &mail.model {
            Model::Enabled(model) => assert_eq!(Some(&model.pin), user.pin().as_ref()),
            Model::PinReset(model) => assert_eq!(Some(&model.pin), user.pin().as_ref()),
            Model::Disabled(_) => assert!(!user.is_enabled()),
            Model::InformationChanged(model) => assert_eq!(model.coordinates.number, user.toll_number()),
            Model::ConferencingInformation(model) => assert!(model.pin.is_none() || model.pin == user.pin()),
        }
    }
}

#[test]
fn invariants_hold_and_the_log_replays() {
    let mut n_refused = 0;
    let mut n_told = 0;
    // Many more in a release run: `.ci/histories`.
    let n_commands: u64 = std::env::var("BRIDGESH_COMMANDS").ok().and_then(|number| number.parse().ok()).unwrap_or(3_000);
    for seed in 0..n_commands.div_ceil(250) {
        let start = sample::contoso(noon());
        let mut site = Site { tenant: start.clone(), clock: FixedClock(noon()), random: SeededRandom::new(seed) };
        let mut dice = Dice(SeededRandom::new(1000 + seed));
        let mut log = Vec::new();
        for _ in 0..250 {
            site.clock.0 = site.clock.0.saturating_add(jiff::SignedDuration::from_mins(7)).unwrap();
            let command = dice.command(&site.tenant);
            match site.run(command) {
                Ok(events) => {
                    let told = notices(&events, &site.tenant, site.clock.0);
                    expect_notices_fit(&events, &told, &site.tenant);
                    n_told += told.len();
                    log.extend(events);
                }
                Err(refusal) => {
                    n_refused += 1;
                    assert!(!refusal.to_string().is_empty() && !refusal.id().is_empty());
                }
            }
            expect_invariants(&site.tenant);
        }
        let mut replayed = start;
        evolve_all(&mut replayed, &log);
        assert!(replayed == site.tenant, "seed {seed}");
        assert_ne!(*site.tenant.settings(), Settings { pin_length: 3, ..Settings::default() });
    }
    assert!(n_refused > 100 && n_told > 100, "the dice must hit both: {n_refused} refused, {n_told} told");
}
