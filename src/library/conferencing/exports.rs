//! Exports of the real tenant, put together into one tenant: what each object is, where its properties go, and what
//! could not be placed.
//!
//! The parts become a tenant file in memory, so that the rules of the file hold for exports too. A property that the
//! rules refuse is left out and told; a PIN is never made up.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};

use super::act;
use crate::cmdlet::Context;
use crate::engine::EngineContext;
use crate::tenant::command::kind_of;
use crate::tenant::file::FileError;
use crate::tenant::model::{Country, Guid, Number, NumberKind, ServiceNumber, Setting, Settings, Subscription, Tenant};
use crate::value::{Run, Value, convert};

/// What one file gave.
pub struct Found {
    /// The file's name.
    pub file: String,
    /// What its objects are.
    pub kind: &'static str,
    /// How many objects it has.
    pub n_read: usize,
    /// How many have a place in the tenant.
    pub n_placed: usize,
    /// What has none.
    pub not_placed: Vec<String>,
}

/// Everything that the exports say, by what it is about.
#[derive(Default)]
pub struct Reader {
    /// The files, in the order given.
    pub files: Vec<Found>,
    /// What holds for several files.
    pub notes: Vec<String>,
    settings: Map<String, Json>,
    bridges: Vec<Map<String, Json>>,
    numbers: BTreeMap<String, Map<String, Json>>,
    users: BTreeMap<String, Map<String, Json>>,
    /// Users' principal names by object id, SIP address and display name.
    names: BTreeMap<String, String>,
    info: Map<String, Json>,
    conferencing: Vec<(usize, Map<String, Json>)>,
}

/// How many faults are left out before an import is given up.
const MOST_FAULTS: usize = 1000;

/// Product names of the admin centre, by part number.
const PRODUCTS: &[(&str, &str)] = &[
    ("Microsoft 365 Audio Conferencing", "MCOMEETADV"),
    ("Audio Conferencing", "MCOMEETADV"),
    ("Microsoft Teams Audio Conferencing with dial-out to USA/CAN", "MCOMEETADV"),
    ("Microsoft Teams Audio Conferencing select dial-out", "MCOMEETADV"),
    ("Office 365 E3", "ENTERPRISEPACK"),
    ("Office 365 E5", "ENTERPRISEPREMIUM"),
    ("Office 365 E5 without Audio Conferencing", "ENTERPRISEPREMIUM_NOPSTNCONF"),
    ("Microsoft 365 E5", "SPE_E5"),
    ("Microsoft 365 E3", "SPE_E3"),
    ("Microsoft Teams Phone Standard", "MCOEV"),
    ("Microsoft 365 Phone System", "MCOEV"),
    ("Audio Conferencing Pay-Per-Minute", "MCOMEETACPEA"),
];

/// What an object is, by properties that only such objects have.
const KINDS: &[(&str, &[&str])] = &[
    ("TenantSettings", &["AutomaticallySendEmailsToUsers"]),
    ("ServiceNumber", &["Number", "PrimaryLanguage"]),
    ("Bridge", &["IsDefault", "Name", "Region"]),
    ("ConferencingUser", &["LeaderPin"]),
    ("ConferencingUser", &["BridgeName", "ConferenceId"]),
    ("OnlineUser", &["InterpretedUserType"]),
    ("OnlineUser", &["FeatureTypes"]),
    ("Tenant", &["TenantId", "VerifiedDomains"]),
    ("Tenant", &["Domains", "CountryLetterCode"]),
    ("UserList", &["User principal name"]),
    ("UserList", &["UserPrincipalName", "DisplayName"]),
];

/// A property as text: of lists the items with a semicolon between, of nothing the empty text.
fn text(ctx: &mut Context<'_>, object: &Value, name: &str) -> Run<String> {
    let own = ctx.engine().property(object, name, false)?;
    if own.is_null() {
        return Ok(String::new());
    }
    if let Some(items) = own.enumerate() {
        let mut all = Vec::new();
        for item in items {
            all.push(act::text_of(ctx, &item, &["Number", "Capability", "SkuPartNumber", "Name"])?.to_string());
        }
        return Ok(all.join(";"));
    }
    let text = match own.base() {
        Value::Bool(value) => value.to_string(),
        _ => convert::to_text(ctx.engine(), &own)?.to_string(),
    };
    // What Export-Csv makes of a list.
    let is_lost = text.starts_with("System.") || text.starts_with("Microsoft.") || text.starts_with("Deserialized.");
    Ok(if is_lost { String::new() } else { text.trim().to_owned() })
}

/// The first of these properties that is not empty.
fn first(ctx: &mut Context<'_>, object: &Value, names: &[&str]) -> Run<String> {
    for name in names {
        let own = text(ctx, object, name)?;
        if !own.is_empty() {
            return Ok(own);
        }
    }
    Ok(String::new())
}

fn has(ctx: &mut Context<'_>, object: &Value, name: &str) -> bool {
    let own = object.members_cell_mut().map(|members| members.shape.names.clone());
    let is_there = own.is_some_and(|names| names.iter().any(|own| own.eq_ignore_ascii_case(name)));
    is_there || ctx.engine().property(object, name, false).is_ok_and(|value| !value.is_null())
}

fn put(map: &mut Map<String, Json>, key: &str, value: String) {
    if !value.is_empty() {
        map.insert(key.to_owned(), Json::String(value));
    }
}

fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn strip_sip(text: &str) -> String {
    crate::tenant::model::strip_sip(text).to_lowercase()
}

impl Reader {
    /// Takes a file's objects in.
    pub fn add(&mut self, ctx: &mut Context<'_>, file: String, objects: Vec<Value>) -> Run {
        let kind = match objects.first() {
            Some(object) => {
                KINDS.iter().find(|(_, names)| names.iter().all(|name| has(ctx, object, name))).map_or("Unknown", |(kind, _)| *kind)
            }
            None => "Empty",
        };
        let at = self.files.len();
        self.files.push(Found { file, kind, n_read: objects.len(), n_placed: 0, not_placed: Vec::new() });
        for object in &objects {
            let placed = match kind {
                "TenantSettings" => self.settings(ctx, at, object)?,
                "ServiceNumber" => self.number(ctx, at, object)?,
                "Bridge" => self.bridge(ctx, at, object)?,
                "ConferencingUser" => self.conferencing_user(ctx, at, object)?,
                "OnlineUser" | "UserList" => self.user(ctx, at, object)?,
                "Tenant" => self.tenant(ctx, object)?,
                _ => false,
            };
            self.files[at].n_placed += usize::from(placed);
        }
        if kind == "Unknown" {
            self.tell(at, "no cmdlet is known that puts out objects with these properties".to_owned());
        }
        Ok(())
    }

    fn tell(&mut self, at: usize, what: String) {
        let list = &mut self.files[at].not_placed;
        if list.len() < MOST_FAULTS && !list.contains(&what) {
            list.push(what);
        }
    }

    fn settings(&mut self, ctx: &mut Context<'_>, at: usize, object: &Value) -> Run<bool> {
        for setting in Settings::default().all() {
            let name = setting.name();
            if !has(ctx, object, name) {
                continue;
            }
            let own = text(ctx, object, name)?;
            let value = match &setting {
                Setting::PinLength(_) => own.parse::<u32>().ok().map(Json::from),
                Setting::AllowedDialOutExternalDomains(_) => {
                    Some(Json::from(own.split(';').filter(|part| !part.is_empty()).collect::<Vec<_>>()))
                }
                Setting::SendEmailFromAddress(_) | Setting::SendEmailFromDisplayName(_) => {
                    Some(if own.is_empty() { Json::Null } else { Json::String(own.clone()) })
                }
                _ => flag(&own).map(Json::Bool).or_else(|| (!own.is_empty()).then(|| Json::String(own.clone()))),
            };
            // The file's names begin small, and write PSTN as a word.
            let mut key = name.replace("PSTN", "Pstn");
            if let Some(letter) = key.get_mut(..1) {
                letter.make_ascii_lowercase();
            }
            match value {
                Some(value) => {
                    self.settings.insert(key, value);
                }
                None => self.tell(at, format!("{name}: '{own}'")),
            }
        }
        Ok(true)
    }

    fn bridge(&mut self, ctx: &mut Context<'_>, at: usize, object: &Value) -> Run<bool> {
        let id = text(ctx, object, "Identity")?;
        let name = text(ctx, object, "Name")?;
        let Some(id) = Guid::parse(&id) else {
            self.tell(at, format!("bridge '{name}': its identity '{id}' is no GUID"));
            return Ok(false);
        };
        let default = text(ctx, object, "DefaultServiceNumber")?;
        let mut map = Map::new();
        put(&mut map, "id", id.to_string());
        put(&mut map, "name", name);
        put(&mut map, "region", text(ctx, object, "Region")?);
        if let Some(number) = Number::parse(&default) {
            put(&mut map, "defaultServiceNumber", number.to_string());
        }
        map.insert("isDefault".to_owned(), Json::Bool(flag(&text(ctx, object, "IsDefault")?).unwrap_or(false)));
        self.bridges.push(map);
        // Its numbers stand in it, too, where the export kept them.
        let numbers = ctx.engine().property(object, "ServiceNumbers", false)?;
        for number in numbers.enumerate().unwrap_or_default() {
            self.number_of(ctx, at, &number, Some(id))?;
        }
        Ok(true)
    }

    fn number(&mut self, ctx: &mut Context<'_>, at: usize, object: &Value) -> Run<bool> {
        self.number_of(ctx, at, object, None)
    }

    fn number_of(&mut self, ctx: &mut Context<'_>, at: usize, object: &Value, bridge: Option<Guid>) -> Run<bool> {
        let digits = match object.base() {
            Value::Str(digits) if object.note("Number").is_none() => digits.to_string(),
            _ => text(ctx, object, "Number")?,
        };
        let Some(number) = Number::parse(&digits) else {
            self.tell(at, format!("'{digits}' is no telephone number"));
            return Ok(false);
        };
        let bridge_id = match Guid::parse(&text(ctx, object, "BridgeId")?) {
            Some(id) => Some(id),
            None => bridge,
        };
        let map = self.numbers.entry(number.to_string()).or_insert_with(|| number_map(number));
        if let Some(id) = bridge_id {
            put(map, "bridgeId", id.to_string());
        }
        if object.note("Number").is_none() {
            return Ok(true);
        }
        let city = text(ctx, object, "City")?;
        if let Some(kind) = NumberKind::parse(&text(ctx, object, "Type")?) {
            put(map, "type", kind.name().to_owned());
        }
        // The country stands in the geocode: EMEA-DK-ALL-KO.
        if let Some(country) = city.split('-').nth(1).and_then(Country::parse) {
            put(map, "country", country.code().to_owned());
        }
        put(map, "city", city);
        put(map, "primaryLanguage", text(ctx, object, "PrimaryLanguage")?);
        let secondary = text(ctx, object, "SecondaryLanguages")?;
        if !secondary.is_empty() {
            let codes: Vec<&str> = secondary.split([';', ',']).map(str::trim).filter(|code| !code.is_empty()).collect();
            map.insert("secondaryLanguages".to_owned(), Json::from(codes));
        }
        if let Some(is_shared) = flag(&text(ctx, object, "IsShared")?) {
            map.insert("isShared".to_owned(), Json::Bool(is_shared));
        }
        let raw = ctx.engine().property(object, "SecondaryLanguages", false)?;
        if secondary.is_empty() && raw.as_str().is_some_and(|raw| raw.starts_with("System.")) {
            self.tell(at, "SecondaryLanguages: Export-Csv does not keep lists, ConvertTo-Json and Export-Clixml do".to_owned());
        }
        Ok(true)
    }

    fn tenant(&mut self, ctx: &mut Context<'_>, object: &Value) -> Run<bool> {
        put(&mut self.info, "tenantId", text(ctx, object, "TenantId")?);
        put(&mut self.info, "displayName", text(ctx, object, "DisplayName")?);
        let own = first(ctx, object, &["CountryLetterCode", "Country"])?;
        if let Some(country) = Country::parse_code_or_name(&own) {
            put(&mut self.info, "country", country.code().to_owned());
        }
        put(&mut self.info, "preferredLanguage", text(ctx, object, "PreferredLanguage")?);
        let domains = first(ctx, object, &["Domains", "VerifiedDomains", "SipDomain"])?;
        let domains: Vec<&str> = domains.split([';', ',']).map(str::trim).filter(|domain| domain.contains('.')).collect();
        if !domains.is_empty() {
            self.info.insert("domains".to_owned(), Json::from(domains));
        }
        Ok(true)
    }

    fn user(&mut self, ctx: &mut Context<'_>, at: usize, object: &Value) -> Run<bool> {
        let upn = first(ctx, object, &["UserPrincipalName", "User principal name"])?.to_lowercase();
        if upn.is_empty() {
            self.tell(at, "an object without a principal name".to_owned());
            return Ok(false);
        }
        let id = first(ctx, object, &["ObjectId", "Object Id", "Id", "Identity", "ExternalDirectoryObjectId"])?;
        let display = first(ctx, object, &["DisplayName", "Display name"])?;
        let sip = strip_sip(&text(ctx, object, "SipAddress")?);
        let mail = first(ctx, object, &["PrimarySmtpAddress", "WindowsEmailAddress", "Mail"])?;
        let location = first(ctx, object, &["UsageLocation", "Usage location"])?;
        let language = first(ctx, object, &["PreferredLanguage", "Preferred language"])?;
        let alias = first(ctx, object, &["Alias", "MailNickname"])?;
        let tenant_id = text(ctx, object, "TenantId")?;
        let enabled = first(ctx, object, &["AccountEnabled"])?;
        let blocked = first(ctx, object, &["Block credential", "BlockCredential"])?;
        let line = first(ctx, object, &["LineUri", "LineURI"])?;
        let mut details = Map::new();
        for (key, names) in [
            ("givenName", &["GivenName", "First name", "FirstName"][..]),
            ("surname", &["Surname", "LastName", "Last name"]),
            ("title", &["Title", "JobTitle"]),
            ("department", &["Department"]),
            ("city", &["City"]),
            ("stateOrProvince", &["StateOrProvince", "State"]),
            ("postalCode", &["PostalCode", "Postal code"]),
            ("office", &["Office", "OfficeLocation"]),
        ] {
            put(&mut details, key, first(ctx, object, names)?);
        }
        put(&mut details, "lineUri", line);
        let skus = self.skus(ctx, at, object)?;
        for name in [&id, &sip, &display.to_lowercase()] {
            if !name.is_empty() {
                self.names.entry(name.to_lowercase()).or_insert_with(|| upn.clone());
            }
        }
        if !tenant_id.is_empty() && !self.info.contains_key("tenantId") {
            put(&mut self.info, "tenantId", tenant_id);
        }
        let map = self.users.entry(upn.clone()).or_default();
        put(map, "userPrincipalName", upn);
        put(map, "displayName", display);
        if let Some(id) = Guid::parse(&id) {
            put(map, "objectId", id.to_string());
        }
        put(map, "mail", mail);
        put(map, "sipAddress", sip);
        put(map, "alias", alias);
        put(map, "preferredLanguage", language);
        if let Some(country) = Country::parse_code_or_name(&location) {
            put(map, "usageLocation", country.code().to_owned());
        }
        if let Some(is_enabled) = flag(&enabled).or_else(|| flag(&blocked).map(|is_blocked| !is_blocked)) {
            map.insert("accountEnabled".to_owned(), Json::Bool(is_enabled));
        }
        if !details.is_empty() {
            let own = map.entry("details").or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(own) = own {
                own.extend(details);
            }
        }
        add_skus(map, skus);
        Ok(true)
    }

    /// The part numbers of a user's licences, as far as the export names them.
    fn skus(&mut self, ctx: &mut Context<'_>, at: usize, object: &Value) -> Run<Vec<String>> {
        let mut skus = Vec::new();
        let named = first(ctx, object, &["Licenses", "LicenseAssignment"])?;
        for name in named.split(['+', ';']).map(str::trim).filter(|name| !name.is_empty() && *name != "Unlicensed") {
            let part = name.rsplit(':').next().unwrap_or(name);
            let product = PRODUCTS.iter().find(|(product, _)| product.eq_ignore_ascii_case(name)).map(|(_, sku)| *sku);
            match product.or_else(|| Subscription::catalogue().find(|sku| sku.eq_ignore_ascii_case(part))) {
                Some(sku) if Subscription::of_catalogue(sku, 0).is_some() => skus.push(sku.to_owned()),
                _ => self.tell(at, format!("licence '{name}'")),
            }
        }
        let plans = format!("{};{}", text(ctx, object, "FeatureTypes")?, text(ctx, object, "AssignedPlan")?);
        let gives = plans.split([';', ',', ' ']).any(|plan| plan == "AudioConferencing" || plan == "MCOMEETADV");
        if gives && skus.is_empty() {
            // Which SKU the plan comes from, this export does not say: the add-on is the one that is only this.
            skus.push("MCOMEETADV".to_owned());
        }
        Ok(skus)
    }

    fn conferencing_user(&mut self, ctx: &mut Context<'_>, at: usize, object: &Value) -> Run<bool> {
        let mut map = Map::new();
        for (key, names) in [
            ("identity", &["Identity", "ObjectId"][..]),
            ("upn", &["UserPrincipalName"]),
            ("sip", &["SipAddress"]),
            ("display", &["DisplayName"]),
            ("bridgeId", &["BridgeId"]),
            ("bridgeName", &["BridgeName"]),
            ("serviceNumber", &["ServiceNumber", "DefaultTollNumber"]),
            ("tollFreeServiceNumber", &["TollFreeServiceNumber", "DefaultTollFreeNumber"]),
            ("conferenceId", &["ConferenceId"]),
            ("tenant", &["Tenant"]),
            ("pstnOnly", &["AllowPstnOnlyMeetings"]),
            ("tollFree", &["AllowTollFreeDialIn"]),
        ] {
            put(&mut map, key, first(ctx, object, names)?);
        }
        self.conferencing.push((at, map));
        // Whether there is a place turns out when all files are read.
        Ok(true)
    }

    /// Puts users' conferencing to the users.
    fn place_conferencing(&mut self) {
        for (at, map) in std::mem::take(&mut self.conferencing) {
            let get = |key: &str| map.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
            let (upn, sip) = (get("upn").to_lowercase(), strip_sip(&get("sip")));
            let candidates = [get("identity").to_lowercase(), upn.clone(), sip.clone(), get("display").to_lowercase()];
            let known = candidates
                .iter()
                .filter(|name| !name.is_empty())
                .find_map(|name| self.users.contains_key(name).then(|| name.clone()).or_else(|| self.names.get(name).cloned()));
            let key = match known {
                Some(key) => key,
                None => {
                    let name = if upn.is_empty() { sip.clone() } else { upn };
                    if name.is_empty() {
                        self.tell(at, format!("user '{}': in no export of users, and without an address", get("identity")));
                        self.files[at].n_placed = self.files[at].n_placed.saturating_sub(1);
                        continue;
                    }
                    self.tell(at, format!("user '{name}' is in no export of users: made from the conferencing export alone"));
                    let user = self.users.entry(name.clone()).or_default();
                    put(user, "userPrincipalName", name.clone());
                    let display = get("display");
                    put(user, "displayName", if display.is_empty() { name.clone() } else { display });
                    if let Some(id) = Guid::parse(&get("identity")) {
                        put(user, "objectId", id.to_string());
                    }
                    name
                }
            };
            if !self.info.contains_key("tenantId") {
                put(&mut self.info, "tenantId", get("tenant"));
            }
            let bridge = self.bridge_for(at, &get("bridgeId"), &get("bridgeName"));
            let number = |reader: &mut Reader, key: &str, kind: NumberKind| -> Option<String> {
                let number = Number::parse(&get(key))?;
                let known = reader.numbers.contains_key(&number.to_string());
                let map = reader.numbers.entry(number.to_string()).or_insert_with(|| number_map(number));
                if !known {
                    put(map, "type", kind.name().to_owned());
                }
                if let Some(bridge) = &bridge
                    && !map.contains_key("bridgeId")
                {
                    put(map, "bridgeId", bridge.clone());
                }
                if !known {
                    reader.tell(at, format!("number {number} is in no export of numbers: made from users' conferencing"));
                }
                Some(number.to_string())
            };
            let toll = number(self, "serviceNumber", NumberKind::Toll);
            let toll_free = number(self, "tollFreeServiceNumber", NumberKind::TollFree);
            let Some(user) = self.users.get_mut(&key) else { continue };
            put(user, "provider", "Microsoft".to_owned());
            put(user, "bridgeId", bridge.unwrap_or_default());
            put(user, "serviceNumber", toll.unwrap_or_default());
            put(user, "tollFreeServiceNumber", toll_free.unwrap_or_default());
            let conference_id = get("conferenceId");
            // 0 says that each meeting has its own.
            if conference_id.len() >= 7 {
                put(user, "conferenceId", conference_id);
            }
            for (key, name) in [("pstnOnly", "allowPstnOnlyMeetings"), ("tollFree", "allowTollFreeDialIn")] {
                if let Some(is_on) = flag(&get(key)) {
                    user.insert(name.to_owned(), Json::Bool(is_on));
                }
            }
            let gives = user.get("licences").and_then(Json::as_array).is_some_and(|licences| {
                licences
                    .iter()
                    .filter_map(Json::as_str)
                    .any(|sku| Subscription::of_catalogue(sku, 0).is_some_and(|pool| pool.gives_conferencing(&[])))
            });
            if !gives {
                add_skus(user, vec!["MCOMEETADV".to_owned()]);
                self.tell(at, "licences with audio conferencing are in no export of users: MCOMEETADV is put in their place".to_owned());
            }
        }
    }

    /// The bridge of a user: one that an export has, or one made for it.
    fn bridge_for(&mut self, at: usize, id: &str, name: &str) -> Option<String> {
        let is_it = |bridge: &Map<String, Json>| {
            let own = |key: &str| bridge.get(key).and_then(Json::as_str).unwrap_or_default();
            Guid::parse(id).is_some_and(|id| Guid::parse(own("id")) == Some(id))
                || !name.is_empty() && own("name").eq_ignore_ascii_case(name)
        };
        if let Some(bridge) = self.bridges.iter().find(|bridge| is_it(bridge)) {
            return bridge.get("id").and_then(Json::as_str).map(str::to_owned);
        }
        let id = Guid::parse(id)?;
        let name = if name.is_empty() { "Conference Bridge" } else { name };
        self.tell(at, format!("bridge '{name}' is in no export of bridges: made from users' conferencing"));
        let mut map = Map::new();
        put(&mut map, "id", id.to_string());
        put(&mut map, "name", name.to_owned());
        self.bridges.push(map);
        Some(id.to_string())
    }

    /// The tenant of all that was read. What its rules refuse is left out and told.
    ///
    /// # Errors
    /// What stands in the way of a tenant at all.
    pub fn build(
        &mut self,
        name: Option<String>,
        id: Guid,
        now: Timestamp,
        mut read: impl FnMut(&[u8]) -> Result<Tenant, FileError>,
    ) -> Result<Tenant, String> {
        self.place_conferencing();
        let mut document = self.document(name, id, now);
        let mut n_faults = 0;
        loop {
            let bytes = serde_json::to_vec(&document).map_err(|error| error.to_string())?;
            let error = match read(&bytes) {
                Ok(tenant) => return Ok(tenant),
                Err(error) => error,
            };
            n_faults += 1;
            if n_faults > MOST_FAULTS || !self.leave_out(&mut document, &error) {
                return Err(format!("The exports do not make a tenant: {error}"));
            }
        }
    }

    /// Takes the part at fault out of the document; false if there is none that can be spared.
    fn leave_out(&mut self, document: &mut Json, error: &FileError) -> bool {
        let Some((list, rest)) = error.path.split_once('[') else { return false };
        let Some((index, rest)) = rest.split_once(']') else { return false };
        let Ok(index) = index.parse::<usize>() else { return false };
        let field = rest.trim_start_matches('.').split(['.', '[']).next().unwrap_or_default().to_owned();
        let Some(items) = document.get_mut(list).and_then(Json::as_array_mut) else { return false };
        let Some(item) = items.get_mut(index).and_then(Json::as_object_mut) else { return false };
        let name = ["userPrincipalName", "number", "name"].iter().find_map(|key| item.get(*key).and_then(Json::as_str));
        let name = name.unwrap_or_default().to_owned();
        let is_needed = matches!(field.as_str(), "" | "userPrincipalName" | "number" | "id" | "name") || !item.contains_key(&field);
        if is_needed {
            items.remove(index);
            self.notes.push(format!("{name} is not placed: {}.", error.message));
        } else {
            item.remove(&field);
            self.notes.push(format!("{name}: {field} is not placed: {}.", error.message));
        }
        true
    }

    fn document(&mut self, name: Option<String>, id: Guid, now: Timestamp) -> Json {
        let domain = {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for upn in self.users.keys() {
                if let Some((_, domain)) = upn.rsplit_once('@') {
                    *counts.entry(domain).or_default() += 1;
                }
            }
            let most = counts.into_iter().max_by_key(|(_, count)| *count);
            most.map_or_else(|| "tenant.onmicrosoft.com".to_owned(), |(domain, _)| domain.to_owned())
        };
        let mut info = self.info.clone();
        let title = domain.split('.').next().unwrap_or("tenant").to_owned();
        if let Some(name) = name {
            info.insert("displayName".to_owned(), Json::String(name));
        }
        let mut or = |key: &str, value: Json, what: &str| {
            if !info.contains_key(key) {
                self.notes.push(format!("No export has the tenant's {what}: it is taken to be {value}."));
                info.insert(key.to_owned(), value);
            }
        };
        or("tenantId", json!(id.to_string()), "id");
        or("displayName", json!(title), "name");
        or("domains", json!([domain]), "domains");
        or("country", json!("US"), "country");
        or("preferredLanguage", json!("en-US"), "language");
        info.insert("created".to_owned(), json!(now));
        let default = self
            .bridges
            .iter()
            .find(|bridge| bridge.get("isDefault") == Some(&Json::Bool(true)))
            .and_then(|bridge| bridge.get("id").cloned());
        let bridges: Vec<Json> = self
            .bridges
            .iter()
            .map(|bridge| {
                let mut bridge = bridge.clone();
                bridge.remove("isDefault");
                Json::Object(bridge)
            })
            .collect();
        let mut used: BTreeMap<&str, u32> = BTreeMap::new();
        for sku in self.users.values().filter_map(|user| user.get("licences")).filter_map(Json::as_array).flatten().filter_map(Json::as_str)
        {
            *used.entry(sku).or_default() += 1;
        }
        let pools: Vec<Json> = used.iter().map(|(sku, count)| json!({ "sku": sku, "total": count })).collect();
        let mut document = json!({
            "version": 1,
            "tenant": info,
            "settings": self.settings,
            "bridges": bridges,
            "serviceNumbers": self.numbers.values().collect::<Vec<_>>(),
            "subscriptions": pools,
            "users": self.users.values().collect::<Vec<_>>(),
        });
        if let Some(default) = default {
            document["defaultBridge"] = default;
        }
        if !pools.is_empty() {
            self.notes.push("No export has the counts of licences bought: as many as are in use are taken to be there.".to_owned());
        }
        document
    }
}

fn add_skus(user: &mut Map<String, Json>, skus: Vec<String>) {
    let own = user.entry("licences").or_insert_with(|| Json::Array(Vec::new()));
    if let Json::Array(own) = own {
        for sku in skus {
            if !own.iter().any(|known| known.as_str() == Some(&sku)) {
                own.push(Json::String(sku));
            }
        }
    }
}

/// A number with what its digits say.
fn number_map(number: Number) -> Map<String, Json> {
    let mut map = Map::new();
    put(&mut map, "number", number.to_string());
    let own = ServiceNumber::new(number, kind_of(number), "");
    put(&mut map, "type", own.kind.name().to_owned());
    if let Some(country) = own.country {
        put(&mut map, "country", country.code().to_owned());
    }
    put(&mut map, "primaryLanguage", own.primary_language);
    map
}
