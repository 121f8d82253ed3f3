//! Reading the users of a tenant file, one by one, straight into the tenant.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use super::FileError;
use super::read::{area_of, expect_number, expect_policy, expect_sku};
use super::user_form::{LicenceForm, Text, UserForm};
use crate::tenant::command::{expect_keys_free, expect_text, expect_user_texts, fresh_conference_id};
use crate::tenant::model::{Conferencing, NumberKind, PIN_LENGTHS, Pin, Provider, Tenant, Timestamp, USER_ID_DIGITS, UserRecord};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// From this many bytes on, a list of users is counted before it is read.
const LONG_LIST: usize = 1 << 20;

/// Why the users were not read.
pub(super) enum Fault {
    /// The text is no list of users: the path, and what the parser says.
    Syntax(String, serde_json::Error),
    /// A user does not fit the tenant.
    Meaning(FileError),
}

impl Fault {
    pub(super) fn into_file_error(self, place: impl FnOnce(String, &serde_json::Error) -> FileError) -> FileError {
        match self {
            Fault::Syntax(path, error) => place(path, &error),
            Fault::Meaning(error) => error,
        }
    }
}

/// Reads the list of users into the tenant. Paths are tracked only when something is wrong, in a
/// second run: tracking every field of a million users would cost as much as reading them.
pub(super) fn read_users(tenant: &mut Tenant, users: &str, world: &mut World<'_>) -> Result<(), Fault> {
    if users.len() > LONG_LIST {
        // Growing the indexes step by step would touch every user again and again.
        let n_users = memchr::memmem::find_iter(users.as_bytes(), b"\"userPrincipalName\"").count();
        tenant.users.reserve(n_users);
    }
    let mut reader = Reader { tenant, world, n_read: 0, fault: None };
    let mut json = serde_json::Deserializer::from_str(users);
    let Err(error) = (&mut reader).deserialize(&mut json) else { return Ok(()) };
    if let Some(fault) = reader.fault {
        return Err(Fault::Meaning(fault));
    }
    let mut finder = PathFinder { n_good: reader.n_read, path: "users".to_owned() };
    let mut json = serde_json::Deserializer::from_str(users);
    // It fails where it failed before; only the path is wanted.
    let _ = (&mut finder).deserialize(&mut json);
    Err(Fault::Syntax(finder.path, error))
}

struct Reader<'t, 'w> {
    tenant: &'t mut Tenant,
    world: &'t mut World<'w>,
    n_read: usize,
    fault: Option<FileError>,
}

impl<'de> DeserializeSeed<'de> for &mut Reader<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Reader<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of users")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(form) = list.next_element::<UserForm<'de>>()? {
            if let Err(fault) = accept(self.tenant, form, self.n_read, self.world) {
                self.fault = Some(fault);
                return Err(A::Error::custom("a user does not fit the tenant"));
            }
            self.n_read += 1;
        }
        Ok(())
    }
}

/// Finds the path to the fault in the user after the good ones.
struct PathFinder {
    n_good: usize,
    path: String,
}

impl<'de> DeserializeSeed<'de> for &mut PathFinder {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut PathFinder {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of users")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for _ in 0..self.n_good {
            list.next_element::<IgnoredAny>()?;
        }
        list.next_element_seed(OneUser(self))?;
        Ok(())
    }
}

struct OneUser<'a>(&'a mut PathFinder);

impl<'de> DeserializeSeed<'de> for OneUser<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut track = serde_path_to_error::Track::new();
        let result = UserForm::deserialize(serde_path_to_error::Deserializer::new(deserializer, &mut track));
        self.0.path = match track.path().to_string().as_str() {
            "." | "" => format!("users[{}]", self.0.n_good),
            inner => format!("users[{}].{inner}", self.0.n_good),
        };
        result.map(|_| ())
    }
}

/// Checks one user against the tenant and puts the user in.
fn accept(tenant: &mut Tenant, form: UserForm<'_>, at: usize, world: &mut World<'_>) -> Result<(), FileError> {
    let fault = |field: &str, message: &dyn fmt::Display| FileError::at(format!("users[{at}].{field}"), message);
    let id = form.object_id.unwrap_or_else(|| world.guid());
    let created = form.created.unwrap_or(tenant.info().created);
    let mut record = UserRecord::new(id, &form.user_principal_name, &form.display_name, whole_seconds(created));
    if let Some(mail) = &form.mail {
        record.mail = mail.as_ref().map(|Text(text)| text.clone().into_owned());
    }
    if let Some(sip) = &form.sip_address {
        record.sip_address = sip.as_ref().map(|Text(text)| text.clone().into_owned());
    }
    if let Some(Text(alias)) = &form.alias {
        record.alias = alias.clone().into_owned();
    }
    record.account_enabled = form.account_enabled;
    record.usage_location = form.usage_location;
    record.preferred_language = form.preferred_language.as_ref().map(|Text(tag)| tag.clone().into_owned());
    record.details = form.details.iter().map(|(detail, text)| (*detail, text.clone())).collect();
    expect_user_texts(&mut record).map_err(|refusal| fault(field_of(&refusal), &refusal))?;
    if tenant.user(id).is_some() {
        return Err(fault("objectId", &Refusal::DuplicateObjectId { value: id }));
    }
    expect_keys_free(tenant, &record).map_err(|refusal| fault(field_of(&refusal), &refusal))?;
    record.policies = form.policies.iter().map(|(property, policy)| (area_of(property), policy.clone())).collect();
    record.policies.sort();
    for (area, policy) in &record.policies {
        expect_policy(tenant, area, policy).map_err(|message| fault(&format!("policies.{}", area.property()), &message))?;
    }
    let (allow_pstn_only_meetings, allow_toll_free_dial_in) = (form.allow_pstn_only_meetings, form.allow_toll_free_dial_in);
    let coordinates = Coordinates {
        bridge_id: form.bridge_id,
        service_number: form.service_number,
        toll_free: form.toll_free_service_number,
        conference_id: form.conference_id,
        pin: form.pin.as_ref().map(|pin| Pin::parse(&pin.0)),
    };
    let provider = form.provider.as_ref().map(|Text(name)| Provider::parse(name));
    record.licences = form.licences.into_iter().map(LicenceForm::into_assignment).collect();
    for (which, licence) in record.licences.iter().enumerate() {
        let path = format!("licences[{which}]");
        expect_sku(tenant, &licence.sku).map_err(|message| fault(&path, &message))?;
        if record.licences[..which].iter().any(|other| other.sku == licence.sku) {
            return Err(fault(&path, &format!("{} is there twice", licence.sku)));
        }
    }
    // A file may leave the provider out: who has coordinates has Microsoft.
    record.provider = provider.unwrap_or(match coordinates.is_empty() {
        true => Provider::None,
        false => Provider::Microsoft,
    });
    match &record.provider {
        Provider::Microsoft => {
            record.conferencing = Some(Conferencing {
                allow_pstn_only_meetings,
                allow_toll_free_dial_in,
                ..coordinates.complete(tenant, &record, world).map_err(|(field, message)| fault(field, &message))?
            });
        }
        other if !coordinates.is_empty() => {
            let message = format!("a user with the provider '{}' has no conferencing coordinates", other.name());
            return Err(fault("provider", &message));
        }
        Provider::Other(name) => expect_text("provider", name).map_err(|refusal| fault("provider", &refusal))?,
        Provider::None => {}
    }
    tenant.users.insert(&record);
    Ok(())
}

/// What the file says of a user's conferencing.
struct Coordinates {
    bridge_id: Option<crate::tenant::model::Guid>,
    service_number: Option<crate::tenant::model::Number>,
    toll_free: Option<crate::tenant::model::Number>,
    conference_id: Option<crate::tenant::model::ConferenceId>,
    /// The inner `None` is a text that is no PIN.
    pin: Option<Option<Pin>>,
}

impl Coordinates {
    fn is_empty(&self) -> bool {
        self.bridge_id.is_none()
            && self.service_number.is_none()
            && self.toll_free.is_none()
            && self.conference_id.is_none()
            && self.pin.is_none()
    }

    /// With what the file left out, or the field at fault and why.
    fn complete(self, tenant: &Tenant, record: &UserRecord, world: &mut World<'_>) -> Result<Conferencing, (&'static str, String)> {
        let bridge = match self.bridge_id {
            Some(id) => tenant.bridge(id).ok_or_else(|| ("bridgeId", format!("there is no bridge {id}")))?,
            None => tenant.default_bridge().ok_or_else(|| ("bridgeId", "the tenant has no default bridge".to_owned()))?,
        };
        if let Some(number) = self.service_number {
            expect_number(tenant, number, bridge.id, NumberKind::Toll).map_err(|message| ("serviceNumber", message))?;
        }
        if let Some(number) = self.toll_free {
            expect_number(tenant, number, bridge.id, NumberKind::TollFree).map_err(|message| ("tollFreeServiceNumber", message))?;
        }
        let conference_id = match self.conference_id {
            Some(id) if tenant.has_conference_id(id) => {
                return Err(("conferenceId", Refusal::DuplicateConferenceId { value: id }.to_string()));
            }
            Some(id) => id,
            None => fresh_conference_id(tenant, USER_ID_DIGITS, world).map_err(|refusal| ("conferenceId", refusal.to_string()))?,
        };
        let pin = match self.pin {
            Some(None) => {
                let (least, most) = (PIN_LENGTHS.start(), PIN_LENGTHS.end());
                return Err(("pin", format!("a PIN must have {least} to {most} digits and nothing else")));
            }
            Some(pin) => pin,
            None => None,
        };
        Ok(Conferencing {
            bridge: bridge.id,
            toll: self.service_number.or_else(|| tenant.initial_toll_number(bridge.id, record.usage_location)),
            toll_free: self.toll_free,
            conference_id,
            pin,
            allow_pstn_only_meetings: false,
            allow_toll_free_dial_in: true,
        })
    }
}

/// The field of the file that a refusal is about.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::InvalidUserPrincipalName { .. } | Refusal::DuplicateUserPrincipalName { .. } => "userPrincipalName",
        Refusal::DuplicateSipAddress { .. } => "sipAddress",
        Refusal::InvalidLanguageTag { .. } => "preferredLanguage",
        Refusal::ControlCharacter { what, .. }
        | Refusal::EmptyText { what }
        | Refusal::TextTooLong { what, .. }
        | Refusal::InvalidAddress { what, .. } => match *what {
            "user principal name" => "userPrincipalName",
            "display name" => "displayName",
            "mail address" => "mail",
            "SIP address" => "sipAddress",
            "alias" => "alias",
            "language" => "preferredLanguage",
            _ => "details",
        },
        _ => "userPrincipalName",
    }
}

fn whole_seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
