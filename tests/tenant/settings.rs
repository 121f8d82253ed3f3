//! Settings, sender, and the tenant's switches.

use bridgesh::notify::sender;
use bridgesh::tenant::command::*;
use bridgesh::tenant::event::Actor;
use bridgesh::tenant::model::{Masking, Named, Setting, Settings};

use super::*;

fn change(settings: &[Setting]) -> ChangeSettings {
    ChangeSettings { changes: settings.to_vec() }
}

#[test]
fn defaults_are_the_documented_ones() {
    let settings = Settings::default();
    assert!(settings.automatically_send_emails_to_users);
    assert_eq!(settings.pin_length, 5);
    assert!(!settings.send_email_from_override);
    assert!(settings.enable_entry_exit_notifications && settings.enable_name_recording);
    assert_eq!(settings.mask_pstn_numbers_type, Masking::MaskedForExternalUsers);
    assert!(!settings.allow_pstn_only_meetings_by_default);
    assert!(settings.automatically_migrate_user_meetings);
}

#[test]
fn a_value_that_is_there_already_is_no_change() {
    let mut site = Site::contoso();
    assert!(site.run(change(&[Setting::PinLength(5)])).unwrap().is_empty());
    assert_eq!(site.run(change(&[Setting::PinLength(6), Setting::EnableNameRecording(true)])).unwrap().len(), 1);
    assert!(site.run(change(&[Setting::PinLength(9), Setting::PinLength(6)])).unwrap().is_empty());
}

#[test]
fn pin_length_is_4_to_12_and_holds_for_new_pins_only() {
    let mut site = Site::contoso();
    for length in [0, 3, 13, u32::MAX] {
        assert_eq!(site.run(change(&[Setting::PinLength(length)])).unwrap_err().id(), "PinLengthOutOfRange");
    }
    for length in [4, 12] {
        site.run(change(&[Setting::PinLength(length)])).unwrap();
        assert_eq!(site.user(AMOS).pin().unwrap().length(), 5);
        site.run(ResetPin { user: site.id(KEN), by: Actor::Administrator }).unwrap();
        assert_eq!(site.user(KEN).pin().unwrap().length(), length);
    }
}

#[test]
fn reset_puts_every_setting_back() {
    let mut site = Site::contoso();
    assert!(site.run(ResetSettings).unwrap().is_empty());
    site.run(change(&[Setting::PinLength(8), Setting::MaskPstnNumbersType(Masking::NoMasking)])).unwrap();
    site.run(ResetSettings).unwrap();
    assert_eq!(*site.tenant.settings(), Settings::default());
}

#[test]
fn the_override_needs_address_and_display_name() {
    let mut site = Site::contoso();
    let address = Setting::SendEmailFromAddress(Some("it@contoso.com".to_owned()));
    let name = Setting::SendEmailFromDisplayName(Some("Contoso IT".to_owned()));
    let on = Setting::SendEmailFromOverride(true);
    let refusal = site.run(change(std::slice::from_ref(&on))).unwrap_err();
    assert_eq!(refusal.id(), "SenderIncomplete");
    site.run(change(std::slice::from_ref(&address))).unwrap();
    assert_eq!(site.run(change(std::slice::from_ref(&on))).unwrap_err().id(), "SenderIncomplete");
    assert_eq!(sender(&site.tenant).name, "Microsoft 365");
    site.run(change(&[name, on])).unwrap();
    assert_eq!(sender(&site.tenant).address, "it@contoso.com");
    assert_eq!(sender(&site.tenant).name, "Contoso IT");
    // A change of something else is not about the sender.
    site.run(change(&[Setting::PinLength(7)])).unwrap();
}

#[test]
fn natively_either_of_the_two_is_enough() {
    let mut site = Site::contoso();
    site.run(ChangeSender { name: Some("Contoso IT".to_owned()), address: None }).unwrap();
    assert_eq!(sender(&site.tenant).name, "Contoso IT");
    assert_eq!(sender(&site.tenant).address, "no-reply@contoso.com");
    site.run(ChangeSender { name: None, address: Some("it@contoso.com".to_owned()) }).unwrap();
    assert_eq!(sender(&site.tenant).name, "Contoso IT");
    assert_eq!(sender(&site.tenant).address, "it@contoso.com");
    site.run(ResetSender).unwrap();
    assert_eq!(sender(&site.tenant).name, "Microsoft 365");
    assert!(site.run(ResetSender).unwrap().is_empty());
}

#[test]
fn senders_that_would_act_in_a_header_are_refused() {
    let mut site = Site::contoso();
    for name in ["a\nb", "a\rb", "a\0b", "\u{202e}evil", "tab\there"] {
        let refusal = site.run(ChangeSender { name: Some(name.to_owned()), address: None }).unwrap_err();
        assert_eq!(refusal.id(), "ControlCharacter", "{name:?}");
    }
    for address in ["nobody", "a@b@c d", "@contoso.com", "a@", "a b@contoso.com", "<a@contoso.com>", "a..b@c.com"] {
        let refusal = site.run(ChangeSender { name: None, address: Some(address.to_owned()) }).unwrap_err();
        assert_eq!(refusal.id(), "InvalidAddress", "{address:?}");
    }
}

#[test]
fn enumerations_read_their_names_in_any_case() {
    assert_eq!(Masking::parse("nomasking"), Some(Masking::NoMasking));
    assert_eq!(Masking::parse("some"), None);
    assert_eq!(Masking::MaskedForAllUsers.to_string(), "MaskedForAllUsers");
}
