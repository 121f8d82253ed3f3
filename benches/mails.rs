//! Mails a second: rendered, built and appended to an outbox file with one sync per 1,000.
//!
//! `cargo bench --bench mails` prints the figure for one thread and for two, and what the steps cost.
//! The file lies in the target folder, so that the sync is that of a real disk.

use std::path::{Path, PathBuf};
use std::time::Instant;

use bridgesh::mail::outbox::log::OutboxLog;
use bridgesh::mail::{Outbox, Renderer};
use bridgesh::notify::{Account, Coordinates, EnabledModel, Kind, Mailbox, Model, Notification, PinResetModel};
use bridgesh::tenant::model::{ConferenceId, Guid, Number, Pin};

/// Mails of one thread's run.
const N_MAILS: usize = 12_000;

fn notification(index: usize, language: &str, kind: Kind) -> Notification {
    let name = format!("Zoë Dubois {index}");
    let address = format!("user{index}@contoso.com");
    let account = Account { name: name.clone(), user_principal_name: address.clone() };
    let coordinates =
        Coordinates { number: Number::parse("33170990123"), conference_id: ConferenceId::from_value(1_000_000 + index as u32, 7) };
    let pin = Pin::parse(&format!("{:05}", index % 100_000)).expect("five digits are a PIN");
    Notification {
        user: Guid::from_u128(index as u128),
        to: Mailbox { address, name },
        from: Mailbox { address: "noreply@contoso.com".to_owned(), name: "Microsoft 365".to_owned() },
        language: language.to_owned(),
        other_languages: Vec::new(),
        date: jiff::Timestamp::UNIX_EPOCH,
        model: match kind {
            Kind::PinReset => Model::PinReset(PinResetModel { account, coordinates, pin }),
            _ => Model::Enabled(EnabledModel { account, coordinates, pin }),
        },
    }
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mails");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// Renders, builds and appends; gives the mails a second.
fn run(renderer: &Renderer, thread: usize, language: &str, kind: Kind) -> f64 {
    let path = folder().join(format!("outbox-{thread}"));
    let _ = std::fs::remove_file(&path);
    let (mut log, mut outbox) = OutboxLog::open(&path, 1).expect("the outbox file opens");
    let start = Instant::now();
    for index in 0..N_MAILS {
        let mail = renderer.render(&notification(index, language, kind)).expect("the mail renders");
        let id = outbox.post(mail, jiff::Timestamp::UNIX_EPOCH);
        log.append_mail(outbox.get(id).expect("it was just posted")).expect("the outbox file can be written");
    }
    log.sync().expect("the outbox file can be synced");
    let rate = N_MAILS as f64 / start.elapsed().as_secs_f64();
    let _ = std::fs::remove_file(&path);
    rate
}

/// Commands through the whole way: decided, applied, told, written, posted. In memory.
fn commands() {
    use bridgesh::dispatch::{Dispatch, Sources};
    use bridgesh::tenant::command::{
        AddServiceNumber, Command, CreateBridge, CreateUser, LicenceToAdd, RegisterServiceNumber, ResetPin, SetSubscription,
    };
    use bridgesh::tenant::event::Actor;
    use bridgesh::tenant::model::Tenant;

    const N_USERS: usize = 10_000;
    let tenant = Tenant::named("Contoso", Guid::from_u128(1), jiff::Timestamp::UNIX_EPOCH);
    let mut dispatch = Dispatch::new(tenant, Sources::new(Some(jiff::Timestamp::UNIX_EPOCH), Some(1)));
    let number = Number::parse("14255550123").expect("it is a number");
    let setup: [Command; 4] = [
        CreateBridge { id: None, name: "Conference Bridge".to_owned(), region: None }.into(),
        AddServiceNumber::new(number).into(),
        RegisterServiceNumber { number, bridge: None }.into(),
        SetSubscription { sku: "MCOMEETADV".to_owned(), total: N_USERS as u32 }.into(),
    ];
    for command in &setup {
        dispatch.execute(command).expect("the tenant takes it");
    }
    let create = microseconds(N_USERS, |index| {
        let mut user = CreateUser::new(format!("user{index}@contoso.com"), format!("User {index}"));
        user.licences.push(LicenceToAdd::new("MCOMEETADV"));
        dispatch.execute(&user.into()).expect("the tenant takes it");
    });
    let users: Vec<Guid> = dispatch.tenant().users().iter().map(|user| user.object_id()).collect();
    let reset = microseconds(N_USERS, |index| {
        let command = ResetPin { user: users[index], by: Actor::Administrator };
        dispatch.execute(&command.into()).expect("the tenant takes it");
    });
    assert_eq!(dispatch.outbox().items().len(), 2 * N_USERS, "each command mailed");
    println!("One command with its mail, in microseconds, {N_USERS} users:");
    println!("  create and license {create:6.1}   reset the PIN {reset:6.1}");
}

fn microseconds(n: usize, mut step: impl FnMut(usize)) -> f64 {
    let start = Instant::now();
    for index in 0..n {
        step(index);
    }
    start.elapsed().as_secs_f64() * 1e6 / n as f64
}

fn main() {
    let start = Instant::now();
    let renderer = Renderer::built_in().expect("the templates compile");
    println!("Templates compiled in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let languages: Vec<&str> = renderer.languages().collect();
    println!("One mail, in microseconds:");
    for language in &languages {
        let render = microseconds(3000, |index| {
            renderer.render(&notification(index, language, Kind::Enabled)).expect("the mail renders");
        });
        let mut outbox = Outbox::new(1);
        let mail = renderer.render(&notification(1, language, Kind::Enabled)).expect("the mail renders");
        let id = outbox.post(mail, jiff::Timestamp::UNIX_EPOCH);
        let item = outbox.get(id).expect("it was just posted");
        let mut bytes = Vec::new();
        let build = microseconds(3000, |_| {
            bytes.clear();
            item.write_message(&mut bytes);
        });
        println!("  {language:8} render {render:6.1}   build {build:6.1}   message {} bytes", bytes.len());
    }
    commands();
    println!("Rendered, built and appended, one sync per 1,000:");
    for language in ["en", "fr"] {
        for kind in [Kind::Enabled, Kind::PinReset] {
            println!("  {language} {kind:12} one thread  {:8.0} mails/s", run(&renderer, 0, language, kind));
        }
    }
    let start = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..2 {
            let renderer = &renderer;
            scope.spawn(move || run(renderer, thread, "fr", Kind::Enabled));
        }
    });
    println!("  fr Enabled      two threads {:8.0} mails/s", 2.0 * N_MAILS as f64 / start.elapsed().as_secs_f64());
}
