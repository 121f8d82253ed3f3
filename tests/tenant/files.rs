//! The tenant file: round trip, all or nothing, errors with their place.

use bridgesh::tenant::file::{FileError, Pins, read, write};

use super::*;

fn text(tenant: &Tenant, pins: Pins) -> String {
    let mut bytes = Vec::new();
    write(tenant, pins, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn reread(text: &str) -> Result<Tenant, FileError> {
    let clock = FixedClock(noon());
    let mut random = SeededRandom::new(3);
    read(text.as_bytes(), &mut World { clock: &clock, random: &mut random })
}

#[test]
fn what_is_written_reads_back_equal() {
    let tenant = sample::contoso(noon());
    let written = text(&tenant, Pins::InTheClear);
    let back = reread(&written).unwrap();
    assert!(back == tenant);
    assert_eq!(text(&back, Pins::InTheClear), written);
}

#[test]
fn pins_are_left_out_unless_asked() {
    let tenant = sample::contoso(noon());
    let written = text(&tenant, Pins::LeftOut);
    assert!(!written.contains("\"pin\""));
    let back = reread(&written).unwrap();
    let ken = back.users().by_upn(KEN).unwrap();
    assert!(ken.is_enabled() && ken.pin().is_none());
}

const SMALL: &str = r#"{
  "version": 1,
  "tenant": { "tenantId": "26efe125-c070-46f9-8ed0-fc02165a167c", "displayName": "Fabrikam", "country": "DK",
    "preferredLanguage": "da-DK", "domains": ["fabrikam.com"], "created": "2026-01-01T00:00:00Z" },
  "bridges": [{ "id": "1f6a2d70-6a0e-4a55-8f0c-7d1b0f5c2a31", "name": "Conference Bridge", "defaultServiceNumber": "+4532550117" }],
  "serviceNumbers": [
    { "number": "4532550117", "type": "Toll", "bridgeId": "1f6a2d70-6a0e-4a55-8f0c-7d1b0f5c2a31", "country": "DK", "primaryLanguage": "da-DK" }
  ],
  "subscriptions": [{ "sku": "MCOMEETADV", "total": 10 }],
  "users": [
    { "userPrincipalName": "a@fabrikam.com", "displayName": "A" },
    { "userPrincipalName": "b@fabrikam.com", "displayName": "B", "licences": ["MCOMEETADV"], "provider": "Microsoft" },
    { "userPrincipalName": "c@fabrikam.com", "displayName": "C", "mail": null }
  ]
}"#;

#[test]
fn a_small_file_is_enough() {
    let tenant = reread(SMALL).unwrap();
    assert_eq!(tenant.users().len(), 3);
    let user = tenant.users().by_upn("B@fabrikam.com").unwrap();
    assert_eq!(user.toll_number(), Some(number("4532550117")));
    assert!(user.static_conference_id().is_some() && user.pin().is_none());
    assert_eq!(tenant.users().by_upn("c@fabrikam.com").unwrap().mail(), None);
    assert!(reread(&format!("\u{feff}{SMALL}")).is_ok());
}

#[test]
fn faults_name_their_place() {
    let b = r#""displayName": "B", "#;
    let cases = [
        (b, r#""displayName": "B", "serviceNumber": "4599999999", "#, "users[1].serviceNumber"),
        (b, r#""displayName": "B", "serviceNumber": true, "#, "users[1].serviceNumber"),
        (b, r#""displayName": "B", "serviceNumber": "12x", "#, "users[1].serviceNumber"),
        (b, r#""displayName": "B", "conferenceId": "123", "#, "users[1].conferenceId"),
        (b, r#""displayName": "B", "pin": "12", "#, "users[1].pin"),
        (b, r#""displayName": "B\nC", "#, "users[1].displayName"),
        (b, r#""displayName": "B", "colour": "red", "#, "users[1].colour"),
        (b, r#""displayName": "B", "bridgeId": "00000000-0000-0000-0000-000000000001", "#, "users[1].bridgeId"),
        (r#""licences": ["MCOMEETADV"]"#, r#""licences": ["NOPE"]"#, "users[1].licences[0]"),
        ("b@fabrikam.com", "A@FABRIKAM.COM", "users[1].userPrincipalName"),
        ("c@fabrikam.com", "c", "users[2].userPrincipalName"),
        (r#""mail": null"#, r#""mail": 5"#, "users[2].mail"),
        (
            r#""mail": null"#,
            r#""policies": { "TeamsAudioConferencingPolicy": "None such" }"#,
            "users[2].policies.TeamsAudioConferencingPolicy",
        ),
        (r#""defaultServiceNumber": "+4532550117""#, r#""defaultServiceNumber": "4532550118""#, "bridges[0].defaultServiceNumber"),
        (r#""type": "Toll""#, r#""type": "Mobile""#, "serviceNumbers[0].type"),
        (r#""primaryLanguage": "da-DK""#, r#""primaryLanguage": "xx-XX""#, "serviceNumbers[0].primaryLanguage"),
        (r#""version": 1"#, r#""version": 2"#, "version"),
        (r#""country": "DK","#, r#""country": "QQ","#, "tenant.country"),
        (r#""total": 10"#, r#""total": "ten""#, "subscriptions[0].total"),
    ];
    for (from, to, path) in cases {
        assert!(SMALL.contains(from), "{from}");
        let error = reread(&SMALL.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.path, path, "{error}");
    }
}

#[test]
fn lines_are_counted_over_the_whole_file() {
    let error = reread(&SMALL.replacen(r#""displayName": "C""#, r#""displayName": 7"#, 1)).unwrap_err();
    assert_eq!((error.path.as_str(), error.line), ("users[2].displayName", Some(13)), "{error}");
}

#[test]
fn a_cut_file_is_an_error_wherever_it_is_cut() {
    for at in (0..SMALL.len() - 1).filter(|at| SMALL.is_char_boundary(*at)) {
        assert!(reread(&SMALL[..at]).is_err(), "cut at {at}");
    }
    assert!(reread(&format!("{SMALL} x")).is_err());
    let clock = FixedClock(noon());
    let mut random = SeededRandom::new(3);
    let mut world = World { clock: &clock, random: &mut random };
    assert!(read(b"\xff\xfe{", &mut world).is_err());
}

#[test]
fn the_schema_knows_every_property_that_is_written() {
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../docs/tenant.schema.json")).unwrap();
    let tenant: serde_json::Value = serde_json::from_str(&text(&sample::contoso(noon()), Pins::InTheClear)).unwrap();
    check(&tenant, &schema, &schema, "");
}

/// Whether every property has its place in the schema: refs, properties, items.
fn check(value: &serde_json::Value, schema: &serde_json::Value, root: &serde_json::Value, path: &str) {
    let schema = match schema.get("$ref").and_then(|it| it.as_str()) {
        Some(reference) => root.pointer(&reference[1..]).unwrap_or_else(|| panic!("{reference}")),
        None => schema,
    };
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                let inner =
                    schema.pointer(&format!("/properties/{name}")).or(schema.get("additionalProperties").filter(|it| it.is_object()));
                match inner {
                    Some(inner) => check(member, inner, root, &format!("{path}.{name}")),
                    None if schema.get("oneOf").is_some() => {}
                    None => panic!("the schema does not know {path}.{name}"),
                }
            }
        }
        serde_json::Value::Array(items) => {
            let inner = schema.get("items").unwrap_or_else(|| panic!("no items at {path}"));
            for item in items {
                check(item, inner, root, &format!("{path}[]"));
            }
        }
        _ => {}
    }
}
