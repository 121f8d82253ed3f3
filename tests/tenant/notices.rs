//! Who is told what: triggers, order, suppression, sender, language, secrecy.

use bridgesh::notify::{Kind, Model, Reason, renew};
use bridgesh::tenant::command::*;
use bridgesh::tenant::event::{Actor, UserField};
use bridgesh::tenant::model::{Setting, TenantInfo};

use super::*;

fn both(site: &Site) -> ChangeUserConferencing {
    ChangeUserConferencing { service_number: Some(number("14255037265")), reset_pin: true, ..ChangeUserConferencing::new(site.id(KEN)) }
}

#[test]
fn number_and_pin_give_two_mails_the_information_first() {
    let mut site = Site::contoso();
    let mails = site.mails(both(&site));
    assert_eq!(mails.iter().map(|mail| mail.kind()).collect::<Vec<_>>(), [Kind::InformationChanged, Kind::PinReset]);
    assert!(!mails[0].contains_pin() && mails[1].contains_pin());
    assert!(mails.iter().all(|mail| mail.to.address == KEN && mail.user == site.id(KEN)));
}

#[test]
fn one_mail_of_a_kind_whatever_changed() {
    let mut site = Site::contoso();
    let change = ChangeUserConferencing { reset_conference_id: true, ..both(&site) };
    let mails = site.mails(ChangeUserConferencing { reset_pin: false, ..change });
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    let Model::InformationChanged(model) = &mail.model else { panic!("{mail:?}") };
    assert!(model.changed.number && model.changed.conference_id);
    assert_eq!(model.coordinates.number, Some(number("14255037265")));
    assert_eq!(model.coordinates.conference_id, site.user(KEN).static_conference_id());
}

#[test]
fn with_the_switch_off_records_are_kept_without_the_pin() {
    let mut site = Site::contoso();
    site.run(ChangeSettings { changes: vec![Setting::AutomaticallySendEmailsToUsers(false)] }).unwrap();
    let told = site.told(both(&site));
    let kinds: Vec<_> = told
        .iter()
        .map(|notice| match notice {
            Notice::Suppressed(record) => (record.kind, record.reason, record.created),
            Notice::Mail(mail) => panic!("{mail:?}"),
        })
        .collect();
    let off = Reason::AutomaticMailsOff;
    assert_eq!(kinds, [(Kind::InformationChanged, off, noon()), (Kind::PinReset, off, noon())]);
    assert!(!format!("{told:?}").contains(site.user(KEN).pin().unwrap().expose_secret().as_str()));
    // Switching on again sends nothing late.
    assert!(site.told(ChangeSettings { changes: vec![Setting::AutomaticallySendEmailsToUsers(true)] }).is_empty());
    // Later, by hand, what holds then.
    let mail = renew(Kind::PinReset, &site.tenant, site.id(KEN), jiff::Timestamp::UNIX_EPOCH).unwrap().unwrap();
    assert_eq!(mail.model.pin(), site.user(KEN).pin().as_ref());
    assert_eq!(renew(Kind::Disabled, &site.tenant, site.id(KEN), jiff::Timestamp::UNIX_EPOCH), Ok(None));
}

#[test]
fn who_has_no_mailbox_is_not_told() {
    let mut site = Site::contoso();
    let told = site.told(ResetPin { user: site.id(ROOM), by: Actor::Administrator });
    assert!(matches!(told.as_slice(), [Notice::Suppressed(record)] if record.reason == Reason::NoMailAddress));
    assert_eq!(renew(Kind::PinReset, &site.tenant, site.id(ROOM), jiff::Timestamp::UNIX_EPOCH), Err(Reason::NoMailAddress));
}

#[test]
fn the_manual_mail_goes_out_with_the_switch_off_and_without_pin() {
    let mut site = Site::contoso();
    site.run(ChangeSettings { changes: vec![Setting::AutomaticallySendEmailsToUsers(false)] }).unwrap();
    let send = SendInformation { user: site.id(KEN), wish: SendWish::default() };
    let mails = site.mails(send);
    assert_eq!(mails[0].kind(), Kind::ConferencingInformation);
    assert!(!mails[0].contains_pin());
    let wish = SendWish {
        to: Some("assistant@fabrikam.com".to_owned()),
        from_address: Some("helpdesk@contoso.com".to_owned()),
        from_name: Some("Helpdesk".to_owned()),
    };
    let mails = site.mails(SendInformation { user: site.id(KEN), wish });
    assert_eq!(mails[0].to.address, "assistant@fabrikam.com");
    assert_eq!((mails[0].from.address.as_str(), mails[0].from.name.as_str()), ("helpdesk@contoso.com", "Helpdesk"));
    assert_eq!(mails[0].user, site.id(KEN));
    let bad = SendWish { to: Some("a@b\r\nBcc: c@d".to_owned()), ..SendWish::default() };
    assert_eq!(site.run(SendInformation { user: site.id(KEN), wish: bad }).unwrap_err().id(), "ControlCharacter");
    let off = SendInformation { user: site.id(ALEX), wish: SendWish::default() };
    assert_eq!(site.run(off).unwrap_err().id(), "UserNotLicensed");
}

#[test]
fn the_manual_mail_has_the_pin_only_with_a_reset_in_the_same_command() {
    let mut site = Site::contoso();
    let change = ChangeUserConferencing { reset_pin: true, send_email: true, ..ChangeUserConferencing::new(site.id(KEN)) };
    let mails = site.mails(change.clone());
    assert_eq!(mails.iter().map(|mail| mail.kind()).collect::<Vec<_>>(), [Kind::PinReset, Kind::ConferencingInformation]);
    assert_eq!(mails[1].model.pin(), site.user(KEN).pin().as_ref());
    let mails = site.mails(ChangeUserConferencing { reset_pin: false, ..change });
    assert!(mails.len() == 1 && !mails[0].contains_pin());
}

#[test]
fn parameters_of_the_manual_mail_need_it_and_each_other() {
    let mut site = Site::contoso();
    let base = ChangeUserConferencing::new(site.id(KEN));
    let to = SendWish { to: Some("a@b.c".to_owned()), ..SendWish::default() };
    let refusal = site.run(ChangeUserConferencing { send: to, ..base.clone() }).unwrap_err();
    assert_eq!(refusal.id(), "SendEmailRequired");
    let half = SendWish { from_name: Some("IT".to_owned()), ..SendWish::default() };
    let refusal = site.run(ChangeUserConferencing { send: half, send_email: true, ..base.clone() }).unwrap_err();
    assert_eq!(refusal.id(), "SenderIncomplete");
    let both_ids = ChangeUserConferencing {
        reset_conference_id: true,
        conference_id: bridgesh::tenant::model::ConferenceId::parse("7654321"),
        ..base
    };
    assert_eq!(site.run(both_ids).unwrap_err().id(), "BothConferenceIds");
}

#[test]
fn a_users_own_reset_mails_nobody() {
    let mut site = Site::contoso();
    assert!(site.told(ResetPin { user: site.id(KEN), by: Actor::User }).is_empty());
}

#[test]
fn the_language_is_preferred_then_of_the_location_then_the_tenants() {
    let mut site = Site::contoso();
    let language = |site: &mut Site, upn: &str| {
        let user = site.id(upn);
        site.mails(SendInformation { user, wish: SendWish::default() })[0].language.clone()
    };
    assert_eq!(language(&mut site, "monica.thompson@contoso.com"), "fr-CA");
    assert_eq!(language(&mut site, "jean.martin@contoso.com"), "fr-FR");
    let info = TenantInfo { preferred_language: "nl_nl".to_owned(), ..site.tenant.info().clone() };
    site.run(ChangeInfo { info }).unwrap();
    let fields = vec![UserField::PreferredLanguage(None), UserField::UsageLocation(None)];
    site.run(ChangeUser { user: site.id(MARIE), fields }).unwrap();
    assert_eq!(language(&mut site, MARIE), "nl-NL");
}

#[test]
fn dynamic_ids_stand_in_no_mail() {
    let mut site = Site::contoso();
    site.run(ChangeSettings { changes: vec![Setting::UseUniqueConferenceIds(true)] }).unwrap();
    let mails = site.mails(both(&site));
    let Model::InformationChanged(model) = &mails[0].model else { panic!() };
    assert_eq!(model.coordinates.conference_id, None);
}

#[test]
fn switches_of_the_user_mail_nobody() {
    let mut site = Site::contoso();
    let change = ChangeUserConferencing {
        allow_pstn_only_meetings: Some(true),
        allow_toll_free_dial_in: Some(false),
        ..ChangeUserConferencing::new(site.id(KEN))
    };
    let events = site.run(change.clone()).unwrap();
    assert_eq!(events.len(), 3, "two switches, and meetings without the toll-free number");
    assert!(notices(&events, &site.tenant, noon()).is_empty());
    assert!(site.run(change).unwrap().is_empty());
}
