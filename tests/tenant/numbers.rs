//! Bridges, service numbers, default numbers.

use bridgesh::notify::Kind;
use bridgesh::tenant::command::*;
use bridgesh::tenant::event::Event;
use bridgesh::tenant::model::{Country, Number, NumberKind, ServiceNumber};

use super::*;

fn toll(site: &Site, upn: &str, digits: &str) -> SetDefaultNumber {
    SetDefaultNumber { user: site.id(upn), kind: NumberKind::Toll, number: NumberChoice::Number(number(digits)) }
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for text in ["14255037265", "+14255037265", "tel:+14255037265", "TEL:14255037265", "+1 (425) 503-7265"] {
        assert_eq!(Number::parse(text).unwrap().to_string(), "14255037265");
    }
    for text in ["", "12", "0123456", "1234567890123456", "1425x", "+1425;ext=3", "++1425"] {
        assert_eq!(Number::parse(text), None, "{text}");
    }
    assert_eq!(expect_number("1\n425").unwrap_err().id(), "ControlCharacter");
}

#[test]
fn a_default_number_must_be_on_the_users_bridge_and_of_the_kind() {
    let mut site = Site::contoso();
    let refused = [
        ("442079460200", "ServiceNumberNotOnBridge"),
        ("14255550177", "ServiceNumberNotOnBridge"),
        ("18005550199", "WrongNumberType"),
        ("19995550000", "UnknownServiceNumber"),
    ];
    for (digits, id) in refused {
        assert_eq!(site.run(toll(&site, KEN, digits)).unwrap_err().id(), id, "{digits}");
    }
    let nothing = SetDefaultNumber { number: NumberChoice::Nothing, ..toll(&site, KEN, "14255550100") };
    assert_eq!(site.run(nothing).unwrap_err().id(), "TollNumberRequired");
    assert_eq!(site.kinds(toll(&site, KEN, "+14255037265".trim_start_matches('+'))), [Kind::InformationChanged]);
    assert!(site.run(toll(&site, KEN, "14255037265")).unwrap().is_empty());
}

#[test]
fn the_toll_free_number_changes_without_mail() {
    let mut site = Site::contoso();
    let set = |number| SetDefaultNumber { user: site.id(AMOS), kind: NumberKind::TollFree, number };
    let (give, take) = (set(NumberChoice::Number(number("80045551234"))), set(NumberChoice::Nothing));
    assert!(site.told(give).is_empty());
    assert_eq!(site.user(AMOS).toll_free_number(), Some(number("80045551234")));
    assert!(site.told(take).is_empty());
    assert_eq!(site.user(AMOS).toll_free_number(), None);
}

#[test]
fn initial_numbers_follow_the_usage_location() {
    let site = Site::contoso();
    let at = |code: &str| site.tenant.initial_toll_number(sample::CONFERENCE_BRIDGE, Country::parse(code));
    assert_eq!(at("US"), Some(number("14255550100")));
    assert_eq!(at("JP"), Some(number("81355501234")));
    assert_eq!(at("IT"), Some(number("14255550100")));
    assert_eq!(site.tenant.initial_toll_number(sample::CONFERENCE_BRIDGE, None), Some(number("14255550100")));
    let back = SetDefaultNumber { user: site.id("daisuke.sato@contoso.com"), kind: NumberKind::Toll, number: NumberChoice::ByLocation };
    let mut site = site;
    assert!(site.run(back).unwrap().is_empty());
}

#[test]
fn a_move_to_another_bridge_replaces_numbers_that_are_not_there() {
    let mut site = Site::contoso();
    let user = site.id("jean.martin@contoso.com");
    let move_to = MoveUserToBridge { user, bridge: sample::EMEA_BRIDGE, service_number: None };
    assert_eq!(site.kinds(move_to), [Kind::InformationChanged]);
    assert_eq!(site.user("jean.martin@contoso.com").toll_number(), Some(number("33199000200")));
    assert!(site.run(move_to).unwrap().is_empty());
    let wrong = MoveUserToBridge { bridge: sample::CONFERENCE_BRIDGE, service_number: Some(number("4532550117")), ..move_to };
    assert_eq!(site.run(wrong).unwrap_err().id(), "ServiceNumberNotOnBridge");
}

#[test]
fn one_command_may_move_and_set_the_number_there() {
    let mut site = Site::contoso();
    let change = ChangeUserConferencing {
        bridge: Some(sample::EMEA_BRIDGE),
        service_number: Some(number("442079460200")),
        ..ChangeUserConferencing::new(site.id(KEN))
    };
    assert_eq!(site.kinds(change), [Kind::InformationChanged]);
    assert_eq!(site.user(KEN).bridge(), Some(sample::EMEA_BRIDGE));
}

#[test]
fn a_bridges_default_changes_no_user_and_mails_nobody() {
    let mut site = Site::contoso();
    let configure = ConfigureBridge {
        bridge: sample::CONFERENCE_BRIDGE,
        name: None,
        default_service_number: Some(number("14255551234")),
        set_default: false,
    };
    assert!(site.told(configure.clone()).is_empty());
    assert_eq!(site.user(KEN).toll_number(), Some(number("14255550100")));
    assert!(site.run(configure.clone()).unwrap().is_empty());
    let free = ConfigureBridge { default_service_number: Some(number("18005550199")), ..configure.clone() };
    assert_eq!(site.run(free).unwrap_err().id(), "WrongNumberType");
    let other = ConfigureBridge { default_service_number: Some(number("4532550117")), ..configure.clone() };
    assert_eq!(site.run(other).unwrap_err().id(), "ServiceNumberNotOnBridge");
    let renamed = ConfigureBridge { name: Some("contoso emea bridge".to_owned()), ..configure.clone() };
    assert_eq!(site.run(renamed).unwrap_err().id(), "DuplicateBridgeName");
    let default = ConfigureBridge { bridge: sample::EMEA_BRIDGE, set_default: true, default_service_number: None, ..configure };
    site.run(default).unwrap();
    assert!(site.tenant.is_default_bridge(sample::EMEA_BRIDGE));
}

#[test]
fn numbers_come_onto_a_bridge_and_off_it_with_guards() {
    let mut site = Site::contoso();
    let put = RegisterServiceNumber { number: number("14255550177"), bridge: None };
    site.run(put).unwrap();
    assert!(site.run(put).unwrap().is_empty());
    let elsewhere = RegisterServiceNumber { bridge: Some(sample::EMEA_BRIDGE), ..put };
    assert_eq!(site.run(elsewhere).unwrap_err().id(), "ServiceNumberOnOtherBridge");
    let unknown = RegisterServiceNumber { number: number("19995550000"), bridge: None };
    assert_eq!(site.run(unknown).unwrap_err().id(), "UnknownServiceNumber");

    let off = |digits: &str| UnregisterServiceNumber { number: number(digits), bridge: None, remove_default: false };
    assert_eq!(site.run(off("12125550142")).unwrap_err().id(), "SharedServiceNumber");
    assert_eq!(site.run(off("442079460200")).unwrap_err().id(), "DefaultServiceNumber");
    assert_eq!(site.run(off("4532550117")).unwrap_err().id(), "ServiceNumberInUse");
    let default = UnregisterServiceNumber { remove_default: true, ..off("442079460200") };
    assert_eq!(site.run(default).unwrap_err().id(), "ServiceNumberInUse");
    let named = UnregisterServiceNumber { bridge: Some(sample::EMEA_BRIDGE), ..off("14255550177") };
    assert_eq!(site.run(named).unwrap_err().id(), "ServiceNumberNotOnBridge");
    site.run(off("14255550177")).unwrap();
    assert!(site.run(off("14255550177")).unwrap().is_empty());
}

#[test]
fn a_new_bridge_gets_its_first_toll_number_as_default() {
    let mut site = Site::contoso();
    let events = site.run(CreateBridge { id: None, name: "Third".to_owned(), region: None }).unwrap();
    let [Event::BridgeCreated(bridge)] = events.as_slice() else { panic!("{events:?}") };
    site.run(AddServiceNumber::new(number("18885550123"))).unwrap();
    site.run(AddServiceNumber::new(number("14255550188"))).unwrap();
    assert_eq!(site.run(AddServiceNumber::new(number("14255550188"))).unwrap_err().id(), "DuplicateServiceNumber");
    for (digits, default) in [("18885550123", None), ("14255550188", Some(number("14255550188")))] {
        site.run(RegisterServiceNumber { number: number(digits), bridge: Some(bridge.id) }).unwrap();
        assert_eq!(site.tenant.bridge(bridge.id).unwrap().default_service_number, default);
    }
    let default = UnregisterServiceNumber { number: number("14255550188"), bridge: None, remove_default: true };
    site.run(default).unwrap();
    assert_eq!(site.tenant.bridge(bridge.id).unwrap().default_service_number, None);
}

#[test]
fn languages_are_supported_ones_and_at_most_five() {
    let mut site = Site::contoso();
    let set = |primary: Option<&str>, secondary: Option<&[&str]>| SetServiceNumberLanguages {
        number: number("4532550117"),
        primary: primary.map(str::to_owned),
        secondary: secondary.map(|codes| codes.iter().map(|code| (*code).to_owned()).collect()),
        restore_default: false,
    };
    site.run(set(Some("DE-DE"), Some(&["en-us", "ja-JP", "en-GB", "da-DK"]))).unwrap();
    let known = |site: &Site| site.tenant.service_number(number("4532550117")).cloned().unwrap();
    assert_eq!(known(&site).primary_language, "de-DE");
    assert_eq!(known(&site).secondary_languages, ["en-US", "ja-JP", "en-GB", "da-DK"]);
    let five = set(None, Some(&["en-US", "ja-JP", "en-GB", "da-DK", "sv-SE"]));
    assert_eq!(site.run(five).unwrap_err().id(), "TooManySecondaryLanguages");
    assert_eq!(site.run(set(Some("xx-XX"), None)).unwrap_err().id(), "UnsupportedLanguage");
    assert_eq!(site.run(set(None, Some(&["sv-SE", "SV-se"]))).unwrap_err().id(), "DuplicateLanguage");
    let restore = SetServiceNumberLanguages { restore_default: true, ..set(None, None) };
    site.run(restore.clone()).unwrap();
    assert_eq!(known(&site).primary_language, "da-DK");
    assert!(site.run(restore).unwrap().is_empty());
    let shared = SetServiceNumberLanguages { number: number("33199000100"), ..set(Some("de-DE"), None) };
    assert_eq!(site.run(shared).unwrap_err().id(), "SharedServiceNumber");
}

#[test]
fn bulk_replacement_takes_users_by_number_or_place() {
    let mut site = Site::contoso();
    let replace = ReplaceDefaultNumbers {
        bridge: sample::CONFERENCE_BRIDGE,
        kind: NumberKind::Toll,
        select: Selection::FromNumber(Some(number("14255550100"))),
        to: Some(number("14255551234")),
        reschedule: false,
    };
    let on_it = site.tenant.users().iter().filter(|user| user.toll_number() == Some(number("14255550100"))).count();
    let told = site.told(replace.clone());
    assert_eq!(told.len(), on_it);
    assert!(site.run(replace.clone()).unwrap().is_empty());
    assert_eq!(site.tenant.migrations().iter().count(), 0);
    let place = Selection::Place { country: Country::parse("US").unwrap(), state: None, city: Some("seattle".to_owned()) };
    let seattle = ReplaceDefaultNumbers { select: place, to: Some(number("14255037265")), reschedule: true, ..replace.clone() };
    site.run(seattle).unwrap();
    assert_eq!(site.user(KEN).toll_number(), Some(number("14255037265")));
    assert_eq!(site.user(AMOS).toll_number(), Some(number("14255551234")));
    assert_eq!(site.tenant.migrations().iter().count(), 3);
    let nothing = ReplaceDefaultNumbers { to: None, ..replace };
    assert_eq!(site.run(nothing).unwrap_err().id(), "TollNumberRequired");
}

#[test]
fn a_number_without_languages_gets_those_of_its_country() {
    let danish = ServiceNumber::new(number("4532550117"), NumberKind::Toll, "EMEA-DK-ALL-KO");
    assert_eq!(danish.primary_language, "da-DK");
    assert_eq!(danish.secondary_languages, ["en-US"]);
    let indian = ServiceNumber::new(number("918005550100"), NumberKind::Toll, "");
    assert_eq!(indian.country, Country::parse("IN"));
}
