//! From a command to its mails: what happens together, and what happens not at all.

use bridgesh::dispatch::{Dispatch, DispatchError, Sending, Sources};
use bridgesh::mail::transport::eml_file::EmlFolder;
use bridgesh::mail::transport::memory::MemoryTransport;
use bridgesh::mail::{MailFilter, MailState, Outbox, Renderer};
use bridgesh::notify::{Kind, Reason};
use bridgesh::store::{Batch, Store, StoreError};
use bridgesh::tenant::command::{
    AddServiceNumber, ChangeLicences, ChangeSettings, ChangeUserConferencing, Command, CreateBridge, CreateUser, LicenceToAdd,
    RegisterServiceNumber, ResetPin, SetSubscription,
};
use bridgesh::tenant::event::Actor;
use bridgesh::tenant::model::{Guid, Number, Setting, Tenant};

const ADELE: &str = "adele.vance@contoso.com";

fn number(digits: &str) -> Number {
    Number::parse(digits).unwrap()
}

/// A tenant with one bridge, two toll numbers, licences, and Adele without any.
fn dispatch() -> Dispatch {
    let now = "2026-11-25T08:30:00Z".parse().unwrap();
    let tenant = Tenant::named("Contoso", Guid::from_u128(1), now);
    let mut dispatch = Dispatch::new(tenant, Sources::new(Some(now), Some(7)));
    let mut commands: Vec<Command> = vec![CreateBridge { id: None, name: "Conference Bridge".into(), region: None }.into()];
    for digits in ["14255550123", "33170990123"] {
        commands.push(AddServiceNumber::new(number(digits)).into());
        commands.push(RegisterServiceNumber { number: number(digits), bridge: None }.into());
    }
    commands.push(SetSubscription { sku: "MCOMEETADV".into(), total: 10 }.into());
    commands.push(CreateUser::new(ADELE, "Adele Vance").into());
    for command in commands {
        let outcome = dispatch.execute(&command).unwrap();
        assert!(outcome.mails.is_empty(), "{} mails nobody", command.name());
    }
    dispatch
}

fn adele(dispatch: &Dispatch) -> Guid {
    dispatch.tenant().users().by_upn(ADELE).unwrap().object_id()
}

fn license(dispatch: &Dispatch) -> Command {
    ChangeLicences { user: adele(dispatch), add: vec![LicenceToAdd::new("MCOMEETADV")], remove: Vec::new() }.into()
}

fn enabled() -> Dispatch {
    let mut dispatch = dispatch();
    let command = license(&dispatch);
    dispatch.execute(&command).unwrap();
    dispatch
}

fn reset_pin(dispatch: &Dispatch) -> Command {
    ResetPin { user: adele(dispatch), by: Actor::Administrator }.into()
}

fn kinds(dispatch: &Dispatch) -> Vec<Kind> {
    dispatch.outbox().items().iter().map(|item| item.kind()).collect()
}

#[test]
fn a_licence_turns_conferencing_on_and_mails_the_pin() {
    let dispatch = enabled();
    let items = dispatch.outbox().items();
    assert_eq!(kinds(&dispatch), [Kind::Enabled]);
    let item = &items[0];
    assert_eq!((item.mail.to.address(), item.mail.to.name()), (ADELE, "Adele Vance"));
    assert_eq!(item.mail.from.address(), "no-reply@contoso.com");
    assert_eq!(item.mail.from.name(), "Microsoft 365");
    assert_eq!(item.state, MailState::Queued);
    assert!(item.mail.contains_pin);
    let user = dispatch.tenant().user(adele(&dispatch)).unwrap();
    let pin = user.pin().unwrap();
    for part in [item.mail.text.expose(), item.mail.html.expose()] {
        assert!(part.contains(pin.expose_secret().as_str()));
        assert!(part.contains("+1 425-555-0123"));
    }
}

#[test]
fn the_new_pin_is_shown_to_the_caller_and_mailed() {
    let mut dispatch = enabled();
    let command = reset_pin(&dispatch);
    let outcome = dispatch.execute(&command).unwrap();
    let pin = outcome.pin_of(adele(&dispatch)).unwrap().expose_secret().as_str().to_owned();
    let item = dispatch.outbox().get(outcome.mails[0]).unwrap();
    assert!(item.mail.text.expose().contains(&format!("PIN: {pin}")));
    assert!(!format!("{outcome:?}{dispatch:?}{:?}", dispatch.log()).contains(&pin));
}

#[test]
fn number_and_pin_in_one_command_are_two_mails_the_information_first() {
    let mut dispatch = enabled();
    let mut command = ChangeUserConferencing::new(adele(&dispatch));
    command.service_number = Some(number("33170990123"));
    command.reset_pin = true;
    let outcome = dispatch.execute(&command.into()).unwrap();
    assert_eq!(outcome.mails.len(), 2);
    assert_eq!(kinds(&dispatch), [Kind::Enabled, Kind::InformationChanged, Kind::PinReset]);
    let pin = outcome.pin_of(adele(&dispatch)).unwrap().expose_secret();
    let information = dispatch.outbox().get(outcome.mails[0]).unwrap();
    assert!(!information.mail.text.expose().contains(pin.as_str()));
    assert!(information.mail.text.expose().contains("+33 1 70 99 01 23"));
}

#[test]
fn what_is_so_already_changes_nothing_and_mails_nobody() {
    let mut dispatch = enabled();
    let n_entries = dispatch.log().len();
    let mut command = ChangeUserConferencing::new(adele(&dispatch));
    command.service_number = dispatch.tenant().user(adele(&dispatch)).unwrap().toll_number();
    let outcome = dispatch.execute(&command.into()).unwrap();
    assert!(outcome.events.is_empty() && outcome.mails.is_empty());
    assert_eq!(dispatch.log().len(), n_entries);
}

#[test]
fn a_refused_command_changes_nothing() {
    let mut dispatch = dispatch();
    let before = dispatch.tenant().clone();
    let command = reset_pin(&dispatch);
    let error = dispatch.execute(&command).unwrap_err();
    assert!(matches!(error, DispatchError::Refused(_)), "{error:?}");
    assert_eq!(error.id(), "UserNotLicensed");
    assert!(*dispatch.tenant() == before);
    assert!(dispatch.outbox().items().is_empty());
}

#[test]
fn a_mail_that_cannot_be_written_undoes_its_command() {
    let mut dispatch = dispatch();
    let folder = std::env::temp_dir().join(format!("bridgesh-dispatch-templates-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("enabled")).unwrap();
    std::fs::write(folder.join("enabled/body.txt"), "{{ t.nothing }}").unwrap();
    dispatch.use_templates(Renderer::with_folder(&folder).unwrap()).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let before = dispatch.tenant().clone();
    let command = license(&dispatch);
    let error = dispatch.execute(&command).unwrap_err();
    assert_eq!(error.id(), "MailNotRendered");
    assert!(*dispatch.tenant() == before);
    assert!(dispatch.outbox().items().is_empty());
}

/// A store that is full.
struct Full;

impl Store for Full {
    fn commit(&mut self, _: &Batch<'_>) -> Result<(), StoreError> {
        Err(StoreError { message: "the disk is full".into() })
    }
}

#[test]
fn a_store_that_cannot_keep_it_undoes_its_command() {
    let ready = enabled();
    let sources = Sources::new(Some(ready.now()), Some(1));
    let mut dispatch = Dispatch::with_store(ready.tenant().clone(), Outbox::new(1), Box::new(Full), sources);
    let before = dispatch.tenant().clone();
    let settings = ChangeSettings { changes: vec![Setting::PinLength(8)] };
    for command in [reset_pin(&dispatch), settings.into()] {
        assert_eq!(dispatch.execute(&command).unwrap_err().id(), "ChangeNotKept");
        assert!(*dispatch.tenant() == before && dispatch.outbox().items().is_empty());
    }
}

#[test]
fn what_if_and_a_fork_change_nothing() {
    let dispatch = enabled();
    let command = reset_pin(&dispatch);
    let before = dispatch.tenant().clone();
    assert_eq!(dispatch.what_if(&command).unwrap().len(), 1);
    let mut fork = dispatch.fork();
    fork.execute(&command).unwrap();
    assert_eq!(kinds(&fork), [Kind::Enabled, Kind::PinReset]);
    assert!(*dispatch.tenant() == before);
    assert_eq!(kinds(&dispatch), [Kind::Enabled]);
    let summary = fork.summary(dispatch.log().len());
    assert_eq!(summary.mails.into_iter().collect::<Vec<_>>(), [(Kind::PinReset, 1)]);
    assert_eq!((summary.users.len(), summary.n_with_pin), (1, 1));
}

#[test]
fn trying_a_command_out_does_not_change_what_comes_of_it() {
    let (mut tried, mut untried) = (enabled(), enabled());
    let command = reset_pin(&tried);
    tried.what_if(&command).unwrap();
    tried.fork().execute(&command).unwrap();
    tried.execute(&command).unwrap();
    untried.execute(&command).unwrap();
    let messages = |dispatch: &Dispatch| dispatch.outbox().items().iter().map(|item| item.message()).collect::<Vec<_>>();
    assert_eq!(messages(&tried), messages(&untried), "the same seed and time give the same bytes");
}

#[test]
fn with_automatic_mails_off_nobody_is_told_and_it_is_written_down() {
    let mut dispatch = dispatch();
    let switch = |on| Command::from(ChangeSettings { changes: vec![Setting::AutomaticallySendEmailsToUsers(on)] });
    dispatch.execute(&switch(false)).unwrap();
    for command in [license(&dispatch), switch(true), switch(false)] {
        dispatch.execute(&command).unwrap();
    }
    assert!(dispatch.outbox().items().is_empty(), "a switch back on sends nothing late");
    let record = dispatch.outbox().suppressed()[0].clone();
    assert_eq!((record.kind, record.reason), (Kind::Enabled, Reason::AutomaticMailsOff));
    assert_eq!(record.user_principal_name, ADELE);

    // The PIN changes before the mail is sent after all: the fresh mail has the new one.
    let command = reset_pin(&dispatch);
    let pin = dispatch.execute(&command).unwrap().pin_of(adele(&dispatch)).unwrap().clone();
    assert_eq!(dispatch.outbox().suppressed().len(), 2);
    let outcome = dispatch.send_suppressed(|record| record.kind == Kind::Enabled).unwrap();
    assert_eq!(outcome.mails.len(), 1);
    assert_eq!(dispatch.outbox().suppressed().len(), 1);
    let item = dispatch.outbox().get(outcome.mails[0]).unwrap();
    assert!(item.mail.text.expose().contains(pin.expose_secret().as_str()));
}

#[test]
fn mails_are_sent_copied_held_and_cleared() {
    let folder = std::env::temp_dir().join(format!("bridgesh-dispatch-eml-{}", std::process::id()));
    let mut dispatch = dispatch();
    dispatch.copy_mails_to(EmlFolder::create(&folder).unwrap());
    for command in [license(&dispatch), reset_pin(&dispatch), reset_pin(&dispatch)] {
        assert!(dispatch.execute(&command).unwrap().warnings.is_empty());
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3);
    std::fs::remove_dir_all(&folder).unwrap();
    let command = reset_pin(&dispatch);
    let outcome = dispatch.execute(&command).unwrap();
    assert_eq!(outcome.warnings.len(), 1, "a copy that cannot be written undoes nothing");

    dispatch.hold_mail(outcome.mails[0]).unwrap();
    assert_eq!(dispatch.hold_mail(outcome.mails[0]).unwrap_err().id(), "MailStateConflict");
    let memory = MemoryTransport::default();
    let send = |dispatch: &mut Dispatch| {
        dispatch.send(&Sending::default(), &mut [Box::new(memory.clone())], &|| false, &mut |_| {}).unwrap().n_sent
    };
    assert_eq!(send(&mut dispatch), 3);
    dispatch.release_mail(outcome.mails[0]).unwrap();
    assert_eq!(send(&mut dispatch), 1);
    assert_eq!(dispatch.clear_mails(&MailFilter::default()).unwrap().len(), 4);
    assert_eq!(dispatch.release_mail(outcome.mails[0]).unwrap_err().id(), "MailNotFound");
}

#[test]
fn a_pin_reset_by_the_user_mails_nobody() {
    let mut dispatch = enabled();
    let outcome = dispatch.execute(&ResetPin { user: adele(&dispatch), by: Actor::User }.into()).unwrap();
    assert_eq!(outcome.events.len(), 1);
    assert!(outcome.mails.is_empty());
}
