//! Creating, changing and removing users; PINs and conference IDs.

use bridgesh::notify::Kind;
use bridgesh::tenant::command::*;
use bridgesh::tenant::event::{Actor, UserField};
use bridgesh::tenant::model::{ConferenceId, Country, MASKED_PIN, Pin, Setting};

use super::*;

fn create(upn: &str, name: &str) -> CreateUser {
    CreateUser::new(upn, name)
}

#[test]
fn a_new_user_has_mail_and_sip_like_the_principal_name() {
    let mut site = Site::contoso();
    site.run(create("new.user@contoso.com", "New User")).unwrap();
    let user = site.user("NEW.USER@contoso.com");
    assert_eq!(user.mail(), Some("new.user@contoso.com"));
    assert_eq!(user.sip_address(), Some("new.user@contoso.com"));
    assert_eq!(user.alias(), "new.user");
    assert!(!user.is_enabled());
}

#[test]
fn a_new_user_with_a_licence_is_enabled_and_mailed_at_once() {
    let mut site = Site::contoso();
    let wish = CreateUser {
        usage_location: Country::parse("fr"),
        licences: vec![LicenceToAdd::new("mcomeetadv")],
        ..create("luc@contoso.com", "Luc")
    };
    let mails = site.mails(wish);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].language, "fr-FR");
    assert_eq!(site.user("luc@contoso.com").toll_number(), Some(number("33199000100")));
}

#[test]
fn keys_are_unique_without_regard_to_case() {
    let mut site = Site::contoso();
    assert_eq!(site.run(create("KEN@CONTOSO.COM", "X")).unwrap_err().id(), "DuplicateUserPrincipalName");
    let sip = CreateUser { sip_address: Some(Some("sip:Ken@contoso.com".to_owned())), ..create("x@contoso.com", "X") };
    assert_eq!(site.run(sip).unwrap_err().id(), "DuplicateSipAddress");
    let id = CreateUser { object_id: Some(site.id(KEN)), ..create("x@contoso.com", "X") };
    assert_eq!(site.run(id).unwrap_err().id(), "DuplicateObjectId");
    let rename = ChangeUser { user: site.id(AMOS), fields: vec![UserField::UserPrincipalName("Ken@Contoso.com".to_owned())] };
    assert_eq!(site.run(rename).unwrap_err().id(), "DuplicateUserPrincipalName");
}

#[test]
fn texts_that_would_act_are_refused_by_name() {
    let mut site = Site::contoso();
    let name = site.run(create("x@contoso.com", "Two\nlines")).unwrap_err();
    assert_eq!(name.to_string(), "The display name must have no control characters or line breaks, but has U+000A.");
    assert_eq!(site.run(create("x\r@contoso.com", "X")).unwrap_err().id(), "ControlCharacter");
    assert_eq!(site.run(create("no-at-sign", "X")).unwrap_err().id(), "InvalidUserPrincipalName");
    assert_eq!(site.run(create("x@contoso.com", "")).unwrap_err().id(), "EmptyText");
    assert_eq!(site.run(create("x@contoso.com", &"x".repeat(300))).unwrap_err().id(), "TextTooLong");
    let mail = CreateUser { mail: Some(Some("x@y\u{2028}".to_owned())), ..create("x@contoso.com", "X") };
    assert_eq!(site.run(mail).unwrap_err().id(), "ControlCharacter");
}

#[test]
fn changes_are_told_one_by_one_and_only_where_there_are_some() {
    let mut site = Site::contoso();
    let change = |site: &Site, fields| ChangeUser { user: site.id(KEN), fields };
    let same = change(&site, vec![UserField::DisplayName("Ken Myers".to_owned())]);
    assert!(site.run(same).unwrap().is_empty());
    let two = change(&site, vec![UserField::DisplayName("Kenneth Myers".to_owned()), UserField::UsageLocation(Country::parse("DE"))]);
    assert_eq!(site.run(two).unwrap().len(), 2);
    // The default number stays: location decides only when conferencing goes on.
    assert_eq!(site.user(KEN).toll_number(), Some(number("14255550100")));
    let upn = change(&site, vec![UserField::UserPrincipalName("kenneth@contoso.com".to_owned())]);
    site.run(upn).unwrap();
    assert!(site.tenant.users().by_upn(KEN).is_none());
    assert_eq!(site.user("kenneth@contoso.com").mail(), Some(KEN));
    assert!(site.tenant.users().by_sip("sip:ken@contoso.com").is_some());
}

#[test]
fn removal_frees_licences_id_and_meetings_and_mails_nobody() {
    let mut site = Site::contoso();
    let used = site.tenant.users().consumed("MCOMEETADV");
    let id = site.user(KEN).static_conference_id().unwrap();
    let user = site.id(KEN);
    assert!(site.told(RemoveUser { user }).is_empty());
    assert_eq!(site.tenant.users().consumed("MCOMEETADV"), used - 1);
    assert!(!site.tenant.has_conference_id(id));
    assert!(site.tenant.meetings().of(user).is_empty());
    assert!(site.tenant.groups()[0].members.iter().all(|member| *member != user));
    assert_eq!(site.run(RemoveUser { user }).unwrap_err().id(), "UserNotFound");
    site.run(create(KEN, "Ken Again")).unwrap();
    assert!(!site.user(KEN).is_enabled());
}

#[test]
fn pins_never_print() {
    let pin = Pin::parse("00012").unwrap();
    assert_eq!(format!("{pin:?}"), MASKED_PIN);
    assert_eq!(pin.expose_secret().as_str(), "00012");
    assert_eq!(format!("{:?}", pin.expose_secret()), MASKED_PIN);
    assert_eq!(Pin::parse("123"), None);
    assert_eq!(Pin::parse("1234567890123"), None);
    assert_eq!(Pin::parse("12a4"), None);
    let mut site = Site::contoso();
    let events = site.run(ResetPin { user: site.id(KEN), by: Actor::Administrator }).unwrap();
    let secret = site.user(KEN).pin().unwrap();
    let printed = format!("{events:?}{:?}", site.user(KEN).record());
    assert!(!printed.contains(secret.expose_secret().as_str()));
}

#[test]
fn a_new_pin_is_not_the_old_one() {
    let mut site = Site::contoso();
    site.run(ChangeSettings { changes: vec![Setting::PinLength(4)] }).unwrap();
    for _ in 0..200 {
        let old = site.user(KEN).pin();
        site.run(ResetPin { user: site.id(KEN), by: Actor::Administrator }).unwrap();
        assert_ne!(site.user(KEN).pin(), old);
    }
}

#[test]
fn only_enabled_users_have_a_pin_to_reset() {
    let mut site = Site::contoso();
    let reset = |upn: &str, site: &Site| ResetPin { user: site.id(upn), by: Actor::Administrator };
    assert_eq!(site.run(reset(ALEX, &site)).unwrap_err().id(), "UserNotLicensed");
    assert_eq!(site.run(reset(JURGEN, &site)).unwrap_err().id(), "ThirdPartyProvider");
    site.run(DisableConferencing { user: site.id(KEN) }).unwrap();
    assert_eq!(site.run(reset(KEN, &site)).unwrap_err().id(), "UserNotEnabled");
}

#[test]
fn conference_ids_are_seven_digits_and_unique() {
    let mut site = Site::contoso();
    let user = site.id(KEN);
    let old = site.user(KEN).static_conference_id().unwrap();
    assert_eq!(site.kinds(ChangeConferenceId { user, conference_id: None }), [Kind::InformationChanged]);
    let new = site.user(KEN).static_conference_id().unwrap();
    assert_ne!(new, old);
    assert_eq!(new.n_digits(), 7);
    assert!(site.tenant.users().by_conference_id(old).is_none());
    let set = |id: &str| ChangeConferenceId { user, conference_id: ConferenceId::parse(id) };
    assert_eq!(site.kinds(set("0000001")), [Kind::InformationChanged]);
    assert!(site.run(set("0000001")).unwrap().is_empty());
    let taken = site.user(AMOS).static_conference_id();
    let refusal = site.run(ChangeConferenceId { user, conference_id: taken }).unwrap_err();
    assert_eq!(refusal.id(), "DuplicateConferenceId");
    for text in ["123456", "1234567890", "12345a7", "", "-1234567"] {
        assert_eq!(ConferenceId::parse(text), None, "{text}");
    }
    assert_eq!(ConferenceId::parse("123 456 789#").unwrap().to_string(), "123456789");
}

#[test]
fn with_dynamic_ids_users_have_none_to_see_or_change() {
    let mut site = Site::contoso();
    site.run(ChangeSettings { changes: vec![Setting::UseUniqueConferenceIds(true)] }).unwrap();
    assert_eq!(site.tenant.shown_conference_id(&site.user(KEN)), None);
    let refusal = site.run(ChangeConferenceId { user: site.id(KEN), conference_id: None }).unwrap_err();
    assert_eq!(refusal.id(), "DynamicConferenceIds");
}
