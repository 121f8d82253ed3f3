//! The sample scripts do what their descriptions say, on the sample tenant.

mod base_cmdlets;
mod clixml;
mod help;
mod parameters_page;
mod plan;
mod rehearsal;
mod script_mail;
mod teams;
mod transcript;

use std::path::Path;

use bridgesh::engine::{Engine, ScriptOutcome};
use bridgesh::library::host::display::{self, ToHost};

use crate::examples::{mails, session};
use crate::session::Captured;

/// Runs a script of `scripts/`; gives the session and what was printed.
fn run(name: &str) -> (Engine, String) {
    let screen = Captured::default();
    let mut engine = session(&screen);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(name);
    let outcome = engine.run_script_file(&path.to_string_lossy(), Vec::new(), None, &mut ToHost);
    display::flush(&mut engine).unwrap();
    let (out, err) = (screen.out.borrow().clone(), screen.err.borrow().clone());
    assert_eq!((outcome, err.as_str()), (ScriptOutcome::Done, ""), "{out}");
    (engine, out)
}

#[test]
fn onboarding_creates_licenses_and_mails_each_user_once() {
    let (mut engine, out) = run("onboard-users.ps1");
    assert_eq!(
        mails(&mut engine),
        [
            "Enabled lucie.blanc@contoso.com",
            "Enabled oscar.ward@contoso.com",
            "Enabled hanna.weber@contoso.com",
            "Enabled nils.berg@contoso.com",
            "Enabled alex.wilber@contoso.com",
        ],
        "{out}"
    );
    let languages: Vec<String> = engine.tenant().outbox().items().iter().map(|item| item.mail.language.to_string()).collect();
    assert!(languages[0].starts_with("fr"), "{languages:?}");
}

#[test]
fn rotating_pins_makes_them_longer_and_prints_none() {
    let (mut engine, out) = run("rotate-pins.ps1");
    assert_eq!(
        mails(&mut engine),
        ["PinReset chris.green@contoso.com", "PinReset jean.martin@contoso.com", "PinReset lene.holm@contoso.com"]
    );
    let tenant = engine.tenant().tenant();
    for upn in ["chris.green@contoso.com", "jean.martin@contoso.com", "lene.holm@contoso.com"] {
        let pin = tenant.users().by_upn(upn).unwrap().pin().unwrap();
        assert_eq!(pin.length(), 7);
        assert!(!out.contains(pin.expose_secret().as_str()), "a PIN is printed");
    }
}

#[test]
fn moving_a_number_mails_those_who_had_the_old_one() {
    let (mut engine, out) = run("move-country-number.ps1");
    let sent = mails(&mut engine);
    assert!(!sent.is_empty() && sent.iter().all(|mail| mail.starts_with("InformationChanged ")), "{sent:?}\n{out}");
    let tenant = engine.tenant().tenant();
    let left = tenant.users().iter().filter(|user| {
        user.usage_location().is_some_and(|country| country.code() == "US")
            && user.toll_number().is_some_and(|number| number.to_string() == "14255550100")
    });
    assert_eq!(left.count(), 0);
}

#[test]
fn telling_by_hand_sends_no_automatic_mail_and_cleans_up() {
    let (mut engine, _) = run("tell-users-by-hand.ps1");
    assert_eq!(mails(&mut engine), ["ConferencingInformation ken@contoso.com", "ConferencingInformation amos.marble@contoso.com"]);
    let dispatch = engine.tenant();
    assert!(dispatch.outbox().items().iter().all(|item| item.mail.from.name() == "Contoso Help Desk" && !item.mail.contains_pin));
    assert!(dispatch.tenant().settings().automatically_send_emails_to_users);
    assert!(!dispatch.tenant().settings().send_email_from_override);
}

#[test]
fn the_report_changes_nothing() {
    let (mut engine, out) = run("report.ps1");
    assert!(out.contains("meeting.room1@contoso.com"), "{out}");
    assert!(engine.tenant().log().is_empty());
}
