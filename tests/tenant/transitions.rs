//! The table of licence and provider transitions: from, to, effect, mail.

use bridgesh::notify::{Kind, Model};
use bridgesh::tenant::command::*;
use bridgesh::tenant::model::{Provider, Setting};

use super::*;

fn grant(site: &Site, upn: &str, sku: &str) -> ChangeLicences {
    ChangeLicences { user: site.id(upn), add: vec![LicenceToAdd::new(sku)], remove: vec![] }
}

fn revoke(site: &Site, upn: &str, sku: &str) -> ChangeLicences {
    ChangeLicences { user: site.id(upn), add: vec![], remove: vec![sku.to_owned()] }
}

fn provider(site: &Site, upn: &str, name: &str) -> ChangeProvider {
    ChangeProvider { user: site.id(upn), provider: Provider::parse(name) }
}

#[test]
fn none_to_licensed_enables_and_mails_number_id_and_pin() {
    let mut site = Site::contoso();
    let mails = site.mails(grant(&site, ALEX, "MCOMEETADV"));
    let user = site.user(ALEX);
    assert_eq!(user.provider(), Provider::Microsoft);
    assert_eq!(user.toll_number(), Some(number("14255550100")));
    assert_eq!(user.pin().unwrap().length(), 5);
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(mail.to.address, ALEX);
    let Model::Enabled(model) = &mail.model else { panic!("{mail:?}") };
    assert_eq!(Some(model.pin.clone()), user.pin());
    assert_eq!(model.coordinates.number, user.toll_number());
    assert_eq!(model.coordinates.conference_id, user.static_conference_id());
    assert!(site.tenant.migrations().pending_of(site.id(ALEX)).is_some());
}

#[test]
fn a_third_party_user_stays_unless_the_tenant_replaces_providers() {
    let mut site = Site::contoso();
    assert!(site.told(grant(&site, JURGEN, "MCOMEETADV")).is_empty());
    assert_eq!(site.user(JURGEN).provider(), Provider::Other("InterCall".to_owned()));

    let enable = EnableConferencing::new(site.id(JURGEN));
    assert_eq!(site.run(enable.clone()).unwrap_err().id(), "ThirdPartyProvider");
    let replace = EnableConferencing { replace_provider: true, ..enable };
    assert_eq!(site.kinds(replace), [Kind::Enabled]);

    let mut site = Site::contoso();
    site.run(ChangeSettings { changes: vec![Setting::AutomaticallyReplaceAcpProvider(true)] }).unwrap();
    assert_eq!(site.kinds(grant(&site, JURGEN, "MCOMEETADV")), [Kind::Enabled]);
}

#[test]
fn provider_to_microsoft_needs_a_licence_and_gives_new_coordinates() {
    let mut site = Site::contoso();
    assert_eq!(site.run(provider(&site, ALEX, "Microsoft")).unwrap_err().id(), "UserNotLicensed");
    let before = site.user(KEN).conferencing();
    assert_eq!(site.kinds(provider(&site, KEN, "None")), [Kind::Disabled]);
    assert_eq!(site.user(KEN).conferencing(), None);
    assert_eq!(site.kinds(provider(&site, KEN, "Microsoft")), [Kind::Enabled]);
    assert_ne!(site.user(KEN).conferencing(), before);
}

#[test]
fn leaving_microsoft_mails_without_number_id_or_pin() {
    for name in ["None", "InterCall"] {
        let mut site = Site::contoso();
        let mails = site.mails(provider(&site, KEN, name));
        assert!(matches!(&mails[0].model, Model::Disabled(model) if model.account.user_principal_name == KEN));
        assert_eq!(site.user(KEN).provider().name(), name);
        assert_eq!(site.user(KEN).toll_number(), None);
    }
}

#[test]
fn third_parties_change_among_themselves_without_mail() {
    let mut site = Site::contoso();
    assert_eq!(site.run(provider(&site, JURGEN, "PGi")).unwrap().len(), 1);
    assert!(site.told(provider(&site, JURGEN, "None")).is_empty());
    assert!(site.run(provider(&site, JURGEN, "None")).unwrap().is_empty());
}

#[test]
fn enabling_again_succeeds_and_changes_nothing() {
    let mut site = Site::contoso();
    assert!(site.run(EnableConferencing::new(site.id(KEN))).unwrap().is_empty());
    assert!(site.run(provider(&site, KEN, "microsoft")).unwrap().is_empty());
}

#[test]
fn a_second_licence_with_the_plan_is_no_transition() {
    let mut site = Site::contoso();
    assert!(site.told(grant(&site, KEN, "ENTERPRISEPREMIUM")).is_empty());
    assert!(site.told(revoke(&site, KEN, "MCOMEETADV")).is_empty());
    assert_eq!(site.kinds(revoke(&site, KEN, "ENTERPRISEPREMIUM")), [Kind::Disabled]);
}

#[test]
fn swapping_licences_in_one_command_is_no_transition() {
    let mut site = Site::contoso();
    let swap = ChangeLicences { user: site.id(KEN), add: vec![LicenceToAdd::new("SPE_E5")], remove: vec!["contoso:MCOMEETADV".to_owned()] };
    assert!(site.told(swap).is_empty());
    assert!(site.user(KEN).is_enabled());
}

#[test]
fn removed_and_assigned_again_gives_new_coordinates_and_mail() {
    let mut site = Site::contoso();
    let id = site.user(KEN).static_conference_id().unwrap();
    assert_eq!(site.kinds(revoke(&site, KEN, "MCOMEETADV")), [Kind::Disabled]);
    assert!(site.tenant.users().by_conference_id(id).is_none());
    assert_eq!(site.kinds(grant(&site, KEN, "MCOMEETADV")), [Kind::Enabled]);
}

#[test]
fn disabling_keeps_the_licence() {
    let mut site = Site::contoso();
    assert_eq!(site.kinds(DisableConferencing { user: site.id(KEN) }), [Kind::Disabled]);
    assert!(site.tenant.is_licensed(&site.user(KEN)));
    assert!(site.run(DisableConferencing { user: site.id(KEN) }).unwrap().is_empty());
    assert_eq!(site.run(DisableConferencing { user: site.id(JURGEN) }).unwrap_err().id(), "ThirdPartyProvider");
    // Another licence for a licensed user who was disabled by hand is no transition.
    assert!(site.told(grant(&site, KEN, "ENTERPRISEPREMIUM")).is_empty());
    assert_eq!(site.kinds(EnableConferencing::new(site.id(KEN))), [Kind::Enabled]);
}

#[test]
fn with_conferencing_off_for_the_tenant_licences_come_without_it() {
    let mut site = Site::contoso();
    site.run(SwitchConferencing { enabled: false }).unwrap();
    assert!(site.told(grant(&site, ALEX, "MCOMEETADV")).is_empty());
    assert!(!site.user(ALEX).is_enabled());
    let refusal = site.run(EnableConferencing::new(site.id(ALEX))).unwrap_err();
    assert_eq!(refusal.id(), "ConferencingDisabledForTenant");
}

#[test]
fn what_can_be_chosen_when_enabling() {
    let mut site = Site::contoso();
    site.run(grant(&site, JURGEN, "MCOMEETADV")).unwrap();
    let wishes = EnableConferencing {
        bridge: Some(sample::EMEA_BRIDGE),
        service_number: Some(number("493023125200")),
        toll_free_number: Some(number("448081570199")),
        conference_id: bridgesh::tenant::model::ConferenceId::parse("7654321"),
        allow_pstn_only_meetings: Some(true),
        allow_toll_free_dial_in: Some(false),
        replace_provider: true,
        ..EnableConferencing::new(site.id(JURGEN))
    };
    site.run(wishes).unwrap();
    let conferencing = site.user(JURGEN).conferencing().unwrap();
    assert_eq!(conferencing.bridge, sample::EMEA_BRIDGE);
    assert_eq!(conferencing.toll, Some(number("493023125200")));
    assert_eq!(conferencing.toll_free, Some(number("448081570199")));
    assert_eq!(conferencing.conference_id.to_string(), "7654321");
    assert!(conferencing.allow_pstn_only_meetings);
    assert!(!conferencing.allow_toll_free_dial_in);
}
