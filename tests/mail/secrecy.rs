//! A PIN stands in the mails that carry one, and nowhere else.

use bridgesh::notify::{Kind, Notification};

use super::samples::{self, PIN};

fn places_of_the_pin(notification: &Notification) -> Vec<&'static str> {
    let mail = samples::render(notification);
    let mut places = Vec::new();
    for (place, text) in [("subject", &*mail.subject), ("text", mail.text.expose()), ("html", mail.html.expose())] {
        if text.contains(PIN) {
            places.push(place);
        }
    }
    places
}

#[test]
fn kinds_without_a_pin_show_none() {
    for kind in Kind::ALL.into_iter().filter(|kind| !kind.may_carry_pin()) {
        for language in samples::renderer().languages() {
            assert!(places_of_the_pin(&samples::notification(kind, language)).is_empty(), "{kind} in {language}");
        }
    }
    for language in samples::renderer().languages() {
        let plain = samples::notification(Kind::ConferencingInformation, language);
        assert!(places_of_the_pin(&plain).is_empty(), "{language}");
    }
}

#[test]
fn kinds_with_a_pin_show_it_in_both_bodies_and_not_in_the_subject() {
    for language in samples::renderer().languages() {
        for notification in [
            samples::notification(Kind::Enabled, language),
            samples::notification(Kind::PinReset, language),
            samples::information_with_pin(language),
        ] {
            assert_eq!(places_of_the_pin(&notification), ["text", "html"], "{} in {language}", notification.kind());
            assert!(samples::render(&notification).contains_pin);
        }
    }
}

#[test]
fn a_disabled_mail_shows_neither_number_nor_id() {
    for language in samples::renderer().languages() {
        let mail = samples::render(&samples::notification(Kind::Disabled, language));
        for secret in ["555-0123", "5550123", "1234567", PIN] {
            assert!(!mail.text.expose().contains(secret) && !mail.html.expose().contains(secret), "{language}");
        }
    }
}

#[test]
fn debug_output_shows_no_pin() {
    let notification = samples::notification(Kind::PinReset, "en");
    let mail = samples::render(&notification);
    let mut outbox = bridgesh::mail::Outbox::new(1);
    assert!(!format!("{mail:?}{notification:?}").contains(PIN));
    outbox.post(mail, "2026-11-25T08:30:00Z".parse().unwrap());
    assert!(!format!("{outbox:?}").contains(PIN));
}
