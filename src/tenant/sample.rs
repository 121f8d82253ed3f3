//! The sample tenant: Contoso, some 25 users in many countries, two bridges, several licences.
//!
//! Names, numbers and domains are those set aside for examples: the fictional ranges of the
//! telephone authorities, and `contoso.com`. Every value is fixed but the times, which lie around
//! the present, so that the same seed and time give the same tenant.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};

use super::model::{
    Assignment, Bridge, ConferenceId, Conferencing, ConferencingPolicy, Country, Detail, Group, GroupGrant, Guid, Meeting, MeetingType,
    Meetings, Number, NumberKind, Pin, PolicyArea, Provider, ServiceNumber, Subscription, Tenant, TenantInfo, UserRecord,
};

/// The id of the tenant.
pub const TENANT_ID: Guid = Guid::from_u128(0x26efe125_c070_46f9_8ed0_fc02165a167c);
/// The default bridge, `Conference Bridge`.
pub const CONFERENCE_BRIDGE: Guid = Guid::from_u128(0x72dfe128_d079_46f8_8ad0_ab12369a167c);
/// The second bridge, `Contoso EMEA Bridge`.
pub const EMEA_BRIDGE: Guid = Guid::from_u128(0x1f6a2d70_6a0e_4a55_8f0c_7d1b0f5c2a31);
/// The group whose members have a licence through it.
pub const SALES_GROUP: Guid = Guid::from_u128(0x9b1d2f00_38d1_4f0f_9b6d_7a0b8f3f1c55);

/// Digits, toll or toll-free, geocode, bridge (`C`, `E`, or `-` for none), shared.
type NumberRow = (&'static str, NumberKind, &'static str, char, bool);

use NumberKind::{Toll, TollFree};

const NUMBERS: &[NumberRow] = &[
    ("14255550100", Toll, "NOAM-US-WA-SE", 'C', true),
    ("14255037265", Toll, "NOAM-US-WA-BE", 'C', false),
    ("14255551234", Toll, "NOAM-US-WA-RE", 'C', false),
    ("12125550142", Toll, "NOAM-US-NY-NY", 'C', true),
    ("16135550187", Toll, "NOAM-CA-ON-OT", 'C', true),
    ("5511955501234", Toll, "LATAM-BR-ALL-SP", 'C', true),
    ("81355501234", Toll, "APAC-JP-ALL-TK", 'C', true),
    ("61255501000", Toll, "APAC-AU-NSW-SY", 'C', true),
    ("442079460100", Toll, "EMEA-GB-ALL-LO", 'C', true),
    ("33199000100", Toll, "EMEA-FR-ALL-PA", 'C', true),
    ("493023125000", Toll, "EMEA-DE-ALL-BE", 'C', true),
    ("18005550199", TollFree, "NOAM-US-ALL-TF", 'C', false),
    ("80045551234", TollFree, "", 'C', false),
    ("442079460200", Toll, "EMEA-GB-ALL-LO", 'E', false),
    ("33199000200", Toll, "EMEA-FR-ALL-PA", 'E', false),
    ("493023125200", Toll, "EMEA-DE-ALL-BE", 'E', false),
    ("4532550117", Toll, "EMEA-DK-ALL-KO", 'E', false),
    ("46846500402", Toll, "EMEA-SE-ALL-ST", 'E', false),
    ("448081570199", TollFree, "EMEA-GB-ALL-TF", 'E', false),
    ("14255550177", Toll, "NOAM-US-WA-SE", '-', false),
    ("448081570200", TollFree, "EMEA-GB-ALL-TF", '-', false),
];

/// Licences bought.
const SUBSCRIPTIONS: &[(&str, u32)] =
    &[("MCOMEETADV", 25), ("ENTERPRISEPREMIUM", 10), ("SPE_E5", 5), ("ENTERPRISEPACK", 50), ("MCOMEETACPEA", 5), ("MCOEV", 10)];

/// How a user stands.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    /// Conferencing is on, on the default bridge.
    On,
    /// Conferencing is on, on the second bridge.
    OnEmea,
    /// Conferencing is off, whatever the licence.
    Off,
    /// A third party provides it.
    ThirdParty,
}

use Standing::{Off, On, OnEmea, ThirdParty};

/// Local part, display name, usage location, preferred language, licences, standing, city, department.
type UserRow = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str], Standing, &'static str, &'static str);

const E3: &[&str] = &["ENTERPRISEPACK"];
const E3_ADV: &[&str] = &["ENTERPRISEPACK", "MCOMEETADV"];
const E5: &[&str] = &["ENTERPRISEPREMIUM"];
const M365_E5: &[&str] = &["SPE_E5"];

const USERS: &[UserRow] = &[
    ("ken", "Ken Myers", "US", "en-US", E3_ADV, On, "Seattle", "Sales"),
    ("amos.marble", "Amos Marble", "US", "en-US", E3_ADV, On, "Redmond", "Engineering"),
    ("adele.vance", "Adele Vance", "US", "en-US", E5, On, "Bellevue", "Marketing"),
    ("megan.bowen", "Megan Bowen", "US", "", M365_E5, On, "New York", "Marketing"),
    ("alex.wilber", "Alex Wilber", "US", "en-US", E3, Off, "Seattle", "Operations"),
    ("lisa.andrews", "Lisa Andrews", "US", "en-US", E3, Off, "New York", "Sales"),
    ("chris.green", "Chris Green", "US", "en-US", E3_ADV, On, "Seattle", "Finance"),
    ("chris.green2", "Chris Green", "GB", "en-GB", E3, Off, "London", "Finance"),
    ("monica.thompson", "Monica Thompson", "CA", "fr-CA", E3_ADV, On, "Ottawa", "Engineering"),
    ("ana.trujillo", "Ana Trujillo", "MX", "es-MX", E3_ADV, On, "Mexico City", "Sales"),
    ("joao.silva", "João Silva", "BR", "pt-BR", E5, On, "São Paulo", "Sales"),
    ("marie.dubois", "Marie Dubois", "FR", "fr-FR", E3_ADV, OnEmea, "Paris", "Sales"),
    ("jean.martin", "Jean Martin", "FR", "", E5, On, "Lyon", "Finance"),
    ("zoe.lefevre", "Zoé Lefèvre", "FR", "fr-FR", E3, Off, "Paris", "Human Resources"),
    ("anna.schmidt", "Anna Schmidt", "DE", "de-DE", E3_ADV, OnEmea, "Berlin", "Engineering"),
    ("jurgen.muller", "Jürgen Müller", "DE", "de-DE", E3, ThirdParty, "München", "Operations"),
    ("lene.holm", "Lene Holm", "DK", "da-DK", E3_ADV, OnEmea, "København", "Finance"),
    ("erik.lund", "Erik Lund", "SE", "sv-SE", M365_E5, OnEmea, "Stockholm", "Engineering"),
    ("sofia.rossi", "Sofia Rossi", "IT", "it-IT", E3_ADV, On, "Milano", "Marketing"),
    ("piotr.nowak", "Piotr Nowak", "PL", "pl-PL", E3, Off, "Warszawa", "Engineering"),
    ("emily.clarke", "Emily Clarke", "GB", "en-GB", E3_ADV, OnEmea, "London", "Sales"),
    ("daisuke.sato", "佐藤 大輔", "JP", "ja-JP", E5, On, "東京", "Sales"),
    ("olivia.brown", "Olivia Brown", "AU", "en-AU", E3_ADV, On, "Sydney", "Operations"),
    ("noa.levi", "נועה לוי", "IL", "he-IL", E3_ADV, On, "Tel Aviv", "Engineering"),
    ("layla.hassan", "ليلى حسن", "AE", "ar-SA", E3, ThirdParty, "Dubai", "Sales"),
    ("meeting.room1", "Meeting Room 1", "US", "", &["MCOMEETADV"], On, "Seattle", "Facilities"),
];

/// The sample tenant, its meetings around `now`.
pub fn contoso(now: Timestamp) -> Tenant {
    let mut tenant = Tenant::new(TenantInfo {
        tenant_id: TENANT_ID,
        display_name: "Contoso".to_owned(),
        country: country("US").expect("US is a country"),
        state: "WA".to_owned(),
        city: "Redmond".to_owned(),
        street: "1 Contoso Way".to_owned(),
        postal_code: "98052".to_owned(),
        preferred_language: "en-US".to_owned(),
        domains: vec!["contoso.com".to_owned(), "contoso.onmicrosoft.com".to_owned()],
        region: "NOAM".to_owned(),
        created: created(now),
    });
    tenant.bridges = Arc::new(vec![
        bridge(CONFERENCE_BRIDGE, "Conference Bridge", "NOAM", "14255550100"),
        bridge(EMEA_BRIDGE, "Contoso EMEA Bridge", "EMEA", "442079460200"),
    ]);
    tenant.default_bridge = Some(CONFERENCE_BRIDGE);
    tenant.numbers = Arc::new(numbers());
    tenant.subscriptions = Arc::new(SUBSCRIPTIONS.iter().filter_map(|(sku, total)| Subscription::of_catalogue(sku, *total)).collect());
    let policies = Arc::make_mut(&mut tenant.conferencing_policies);
    policies.push(ConferencingPolicy {
        meeting_invite_phone_numbers: ["46846500402", "4532550117"].iter().filter_map(|it| Number::parse(it)).collect(),
        ..ConferencingPolicy::new("Nordic team")
    });
    for (at, row) in USERS.iter().enumerate() {
        let record = user(&tenant, at as u32, row, now);
        tenant.users.insert(&record);
    }
    let sales = USERS.iter().enumerate().filter(|(_, row)| row.7 == "Sales").map(|(at, _)| user_id(at as u32));
    tenant.groups = Arc::new(vec![Group { id: SALES_GROUP, name: "Sales".to_owned(), members: sales.collect(), licences: Vec::new() }]);
    tenant.group_grants = Arc::new(vec![GroupGrant {
        area: PolicyArea::Other("OnlineDialOutPolicy".to_owned()),
        group: SALES_GROUP,
        rank: 1,
        policy: "DialoutCPCandPSTNInternational".to_owned(),
    }]);
    tenant.meetings = Arc::new(meetings(&tenant, now));
    tenant
}

fn bridge(id: Guid, name: &str, region: &str, default: &str) -> Bridge {
    Bridge { id, name: name.to_owned(), region: region.to_owned(), is_shared: false, default_service_number: Number::parse(default) }
}

fn numbers() -> IndexMap<Number, ServiceNumber> {
    NUMBERS
        .iter()
        .filter_map(|(digits, kind, geocode, on, is_shared)| {
            let number = Number::parse(digits)?;
            let bridge_id = match on {
                'C' => Some(CONFERENCE_BRIDGE),
                'E' => Some(EMEA_BRIDGE),
                _ => None,
            };
            let new = ServiceNumber::new(number, *kind, geocode);
            Some((number, ServiceNumber { bridge_id, is_shared: *is_shared, ..new }))
        })
        .collect()
}

fn user_id(at: u32) -> Guid {
    // Spread over the GUID, so that ids look like those of a directory and not like a count.
    let mixed = (u128::from(at) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    Guid::from_random(mixed.to_be_bytes())
}

fn user(tenant: &Tenant, at: u32, row: &UserRow, now: Timestamp) -> UserRecord {
    let (local, name, location, language, skus, standing, city, department) = *row;
    let id = user_id(at);
    let mut record = UserRecord::new(id, &format!("{local}@contoso.com"), name, created(now));
    if let Some((given, surname)) = name.split_once(' ') {
        record.set_detail(Detail::GivenName, Some(given.to_owned()));
        record.set_detail(Detail::Surname, Some(surname.to_owned()));
    }
    record.set_detail(Detail::City, Some(city.to_owned()));
    record.set_detail(Detail::Department, Some(department.to_owned()));
    record.usage_location = country(location);
    record.preferred_language = (!language.is_empty()).then(|| language.to_owned());
    record.licences = skus.iter().map(|sku| Assignment::direct(*sku)).collect();
    if local == "meeting.room1" {
        record.mail = None;
    }
    if location == "DK" || location == "SE" {
        record.policies.push((PolicyArea::AudioConferencing, "Nordic team".to_owned()));
    }
    match standing {
        Off => {}
        ThirdParty => record.provider = Provider::Other("InterCall".to_owned()),
        On | OnEmea => {
            let bridge = if standing == OnEmea { EMEA_BRIDGE } else { CONFERENCE_BRIDGE };
            let mixed = id.to_u128();
            record.provider = Provider::Microsoft;
            record.conferencing = Some(Conferencing {
                bridge,
                toll: tenant.initial_toll_number(bridge, record.usage_location),
                toll_free: None,
                conference_id: ConferenceId::from_value(1_000_000 + (mixed >> 24) as u32 % 9_000_000, 7).expect("seven digits"),
                pin: Some(Pin::from_value((mixed >> 70) as u64 % 100_000, 5)),
                allow_pstn_only_meetings: false,
                allow_toll_free_dial_in: true,
            });
        }
    }
    record
}

/// Organizer, subject, hours from now, attendees, held in Skype for Business.
const MEETINGS: &[(&str, &str, i64, u32, bool)] = &[
    ("ken", "Weekly sales call", 26, 12, false),
    ("ken", "Quarterly review", 400, 45, false),
    ("ken", "Kick-off", -72, 8, false),
    ("amos.marble", "Design review", 50, 9, false),
    ("adele.vance", "Campaign launch", 75, 30, false),
    ("marie.dubois", "Point hebdomadaire", 30, 7, false),
    ("lene.holm", "Månedsregnskab", 120, 6, true),
    ("erik.lund", "Sprintplanering", 100, 11, false),
    ("daisuke.sato", "全社会議", 200, 300, false),
];

fn meetings(tenant: &Tenant, now: Timestamp) -> Meetings {
    let mut meetings = Meetings::default();
    for (at, (organizer, subject, hours, attendees, is_sfb)) in MEETINGS.iter().enumerate() {
        let Some(user) = tenant.users.by_upn(&format!("{organizer}@contoso.com")) else { continue };
        let whole_hour = now.as_second() - now.as_second().rem_euclid(3600);
        let start = Timestamp::from_second(whole_hour)
            .ok()
            .and_then(|hour| hour.saturating_add(SignedDuration::from_hours(*hours)).ok())
            .unwrap_or(now);
        meetings.put(Meeting {
            id: user_id(1000 + at as u32),
            organizer: user.object_id(),
            subject: (*subject).to_owned(),
            start,
            attendees: *attendees,
            meeting_type: if *is_sfb { MeetingType::SfB } else { MeetingType::Teams },
            on_premises_mailbox: false,
            conference_id: user.static_conference_id(),
            service_number: user.toll_number(),
            toll_free_service_number: user.toll_free_number(),
        });
    }
    meetings
}

/// A little over a year ago, to the second.
fn created(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second() - 400 * 86_400).unwrap_or(now)
}

fn country(code: &str) -> Option<Country> {
    Country::parse(code)
}
