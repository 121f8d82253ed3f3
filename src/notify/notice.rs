//! From the events of one command to its mails and its suppressed records.

use indexmap::IndexMap;
use jiff::Timestamp;

use super::kinds::conferencing_information::{self, Asked};
use super::kinds::{self, disabled, enabled, information_changed, pin_reset};
use super::{Account, Coordinates, Kind, Mailbox, Model, Notification, Reason, Suppressed};
use crate::tenant::event::{Event, SenderOverride};
use crate::tenant::model::{Guid, Pin, Tenant, User};

/// The display name of the service's own sender.
pub const DEFAULT_SENDER_NAME: &str = "Microsoft 365";

/// What comes of a command for one user and one kind of mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// A mail is to go out.
    Mail(Box<Notification>),
    /// A mail is not to go out.
    Suppressed(Suppressed),
}

/// What the events of one command mean for one user.
#[derive(Default)]
struct Told<'a> {
    enabled: Option<&'a Pin>,
    disabled: bool,
    changed: kinds::Changed,
    pin: Option<&'a Pin>,
    asked: Option<Asked<'a>>,
}

/// Hands the notices of one command to `sink`: users in the order of the events, for each user at
/// most one of a kind, in the order of [`Kind::ALL`]. `tenant` is as it is after the events.
pub fn for_each_notice(events: &[Event], tenant: &Tenant, now: Timestamp, sink: &mut dyn FnMut(Notice)) {
    let mut users: IndexMap<Guid, Told<'_>> = IndexMap::new();
    for event in events {
        collect(event, &mut users);
    }
    for (id, told) in users {
        // Who was removed has no mailbox any more.
        let Some(user) = tenant.user(id) else { continue };
        let mut automatic = |model: Model| sink(notice(tenant, &user, model, now));
        let account = || Account::of(&user);
        let coordinates = || Coordinates::of(tenant, &user);
        if let Some(pin) = told.enabled {
            automatic(Model::Enabled(kinds::EnabledModel { account: account(), coordinates: coordinates(), pin: pin.clone() }));
        }
        if told.changed.number || told.changed.conference_id {
            automatic(Model::InformationChanged(kinds::InformationChangedModel {
                account: account(),
                coordinates: coordinates(),
                changed: told.changed,
            }));
        }
        if let Some(pin) = told.pin {
            automatic(Model::PinReset(kinds::PinResetModel { account: account(), coordinates: coordinates(), pin: pin.clone() }));
        }
        if told.disabled {
            automatic(Model::Disabled(kinds::DisabledModel { account: account() }));
        }
        if let Some(asked) = told.asked {
            let model = Model::ConferencingInformation(kinds::InformationModel {
                account: account(),
                coordinates: coordinates(),
                pin: asked.pin.cloned(),
            });
            sink(manual(tenant, &user, &asked, model, now));
        }
    }
}

/// Whether any of the events could tell anybody: false for most commands, and cheap to know.
pub fn may_tell(events: &[Event]) -> bool {
    let mut users = IndexMap::new();
    events.iter().any(|event| {
        collect(event, &mut users);
        !users.is_empty()
    })
}

/// The notices of one command, all at once.
pub fn notices(events: &[Event], tenant: &Tenant, now: Timestamp) -> Vec<Notice> {
    let mut all = Vec::new();
    for_each_notice(events, tenant, now, &mut |notice| all.push(notice));
    all
}

/// The mail that a suppressed one has become by now: of the same kind, with what holds today.
///
/// # Errors
/// The reason why there is none to send: no address, or a PIN that is not known. `None` in place of a mail if
/// the user or what there was to tell is gone.
pub fn renew(kind: Kind, tenant: &Tenant, user: Guid, now: Timestamp) -> Result<Option<Notification>, Reason> {
    let Some(user) = tenant.user(user) else { return Ok(None) };
    let Some(model) = model_today(kind, tenant, &user)? else { return Ok(None) };
    let Some(address) = user.mail() else { return Err(Reason::NoMailAddress) };
    Ok(Some(addressed(tenant, &user, address, sender(tenant), model, now)))
}

/// The same as a letter, which needs no address of mail: the user's principal name stands where one would.
///
/// # Errors
/// The PIN to tell is not known.
pub fn letter(kind: Kind, tenant: &Tenant, user: Guid, now: Timestamp) -> Result<Option<Notification>, Reason> {
    let Some(user) = tenant.user(user) else { return Ok(None) };
    let Some(model) = model_today(kind, tenant, &user)? else { return Ok(None) };
    Ok(Some(addressed(tenant, &user, user.mail().unwrap_or(user.user_principal_name()), sender(tenant), model, now)))
}

/// What a mail of a kind would say today; `None` if there is nothing to say any more.
fn model_today(kind: Kind, tenant: &Tenant, user: &User<'_>) -> Result<Option<Model>, Reason> {
    let (account, coordinates) = (Account::of(user), Coordinates::of(tenant, user));
    if user.is_enabled() == (kind == Kind::Disabled) {
        return Ok(None);
    }
    let model = match (kind, user.pin()) {
        (Kind::Disabled, _) => Model::Disabled(kinds::DisabledModel { account }),
        (Kind::InformationChanged, _) => {
            let changed = kinds::Changed { number: true, conference_id: coordinates.conference_id.is_some() };
            Model::InformationChanged(kinds::InformationChangedModel { account, coordinates, changed })
        }
        (Kind::ConferencingInformation, _) => Model::ConferencingInformation(kinds::InformationModel { account, coordinates, pin: None }),
        (Kind::Enabled, Some(pin)) => Model::Enabled(kinds::EnabledModel { account, coordinates, pin }),
        (Kind::PinReset, Some(pin)) => Model::PinReset(kinds::PinResetModel { account, coordinates, pin }),
        (Kind::Enabled | Kind::PinReset, None) => return Err(Reason::PinUnknown),
        // A script's own mail is not written again by the tenant.
        (Kind::Message, _) => return Ok(None),
    };
    Ok(Some(model))
}

fn collect<'a>(event: &'a Event, users: &mut IndexMap<Guid, Told<'a>>) {
    if let Some((user, pin)) = enabled::trigger(event) {
        let told = users.entry(user).or_default();
        // The mail that turns conferencing on says everything: what came before is out of date.
        *told = Told { enabled: Some(pin), ..Told::default() };
    } else if let Some(user) = disabled::trigger(event) {
        let told = users.entry(user).or_default();
        *told = Told { disabled: true, ..Told::default() };
    } else if let Some((user, changed)) = information_changed::trigger(event) {
        let told = users.entry(user).or_default();
        if told.enabled.is_none() {
            told.changed.number |= changed.number;
            told.changed.conference_id |= changed.conference_id;
        }
    } else if let Some((user, pin)) = pin_reset::trigger(event) {
        let told = users.entry(user).or_default();
        match told.enabled {
            Some(_) => told.enabled = Some(pin),
            None => told.pin = Some(pin),
        }
    } else if let Some(asked) = conferencing_information::trigger(event) {
        users.entry(asked.user).or_default().asked = Some(asked);
    }
}

/// An automatic mail, or why it does not go out.
fn notice(tenant: &Tenant, user: &User<'_>, model: Model, now: Timestamp) -> Notice {
    if !tenant.settings().automatically_send_emails_to_users {
        return suppressed(user, model.kind(), Reason::AutomaticMailsOff, now);
    }
    match user.mail() {
        Some(address) => Notice::Mail(Box::new(addressed(tenant, user, address, sender(tenant), model, now))),
        None => suppressed(user, model.kind(), Reason::NoMailAddress, now),
    }
}

/// A manual mail: the switch does not matter, and the command may say where to and from whom.
fn manual(tenant: &Tenant, user: &User<'_>, asked: &Asked<'_>, model: Model, now: Timestamp) -> Notice {
    let Some(address) = asked.to.or(user.mail()) else {
        return suppressed(user, model.kind(), Reason::NoMailAddress, now);
    };
    let mut from = sender(tenant);
    if let Some(SenderOverride { address, name }) = asked.from {
        if let Some(address) = address {
            from.address.clone_from(address);
        }
        if let Some(name) = name {
            from.name.clone_from(name);
        }
    }
    let mut notification = addressed(tenant, user, address, from, model, now);
    if asked.to.is_some_and(|to| user.mail().is_none_or(|mail| !to.eq_ignore_ascii_case(mail))) {
        // Whose address that is nobody knows: the user's name beside it would mislead.
        notification.to.name.clear();
    }
    Notice::Mail(Box::new(notification))
}

fn suppressed(user: &User<'_>, kind: Kind, reason: Reason, created: Timestamp) -> Notice {
    Notice::Suppressed(Suppressed {
        kind,
        user: user.object_id(),
        user_principal_name: user.user_principal_name().to_owned(),
        reason,
        created,
    })
}

fn addressed(tenant: &Tenant, user: &User<'_>, address: &str, from: Mailbox, model: Model, date: Timestamp) -> Notification {
    let mut wanted = languages(tenant, user).map(str::to_owned);
    Notification {
        user: user.object_id(),
        to: Mailbox { address: address.to_owned(), name: user.display_name().to_owned() },
        from,
        language: wanted.next().unwrap_or_default(),
        other_languages: wanted.collect(),
        date,
        model,
    }
}

/// The tenant's sender: the service's own, with what the tenant overrides.
pub fn sender(tenant: &Tenant) -> Mailbox {
    let settings = tenant.settings();
    let mut sender = Mailbox { address: format!("no-reply@{}", tenant.info().default_domain()), name: DEFAULT_SENDER_NAME.to_owned() };
    if settings.send_email_from_override {
        if let Some(address) = &settings.send_email_from_address {
            sender.address.clone_from(address);
        }
        if let Some(name) = &settings.send_email_from_display_name {
            sender.name.clone_from(name);
        }
    }
    sender
}

/// The languages to write to a user in, best first: preferred, of the usage location, the tenant's.
fn languages<'a>(tenant: &'a Tenant, user: &User<'a>) -> impl Iterator<Item = &'a str> {
    let of_location = user.usage_location().and_then(|country| country.language());
    user.preferred_language().into_iter().chain(of_location).chain([tenant.info().preferred_language.as_str()])
}

/// The language to write to a user in, if there are texts in it.
pub fn language(tenant: &Tenant, user: &User<'_>) -> String {
    languages(tenant, user).next().unwrap_or_default().to_owned()
}
