//! Mails a second: rendered, built and kept in a tenant file with one sync per 1,000; sent to a sink.
//!
//! `cargo bench --bench mails` prints the figures, and what the steps cost.
//! The file lies in the target folder, so that the sync is that of a real disk.

use std::path::{Path, PathBuf};
use std::time::Instant;

use bridgesh::dispatch::{Dispatch, Sending, Sources};
use bridgesh::mail::transport::Transport;
use bridgesh::mail::transport::sink::{Sink, SinkOptions};
use bridgesh::mail::transport::smtp::{SmtpOptions, SmtpServer, SmtpTransport};
use bridgesh::mail::{Mail, Outbox, Renderer};
use bridgesh::notify::{Account, Coordinates, EnabledModel, Kind, Mailbox, Model, Notification, PinResetModel};
use bridgesh::store::sqlite::SqliteStore;
use bridgesh::store::{Batch, MemoryStore, Store};
use bridgesh::tenant::model::{ConferenceId, Guid, Number, Pin, Tenant};

/// Mails of one thread's run.
const N_MAILS: usize = 12_000;

/// Mails of one transaction.
const BATCH: usize = 1000;

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

/// A fresh tenant file.
fn store(name: &str) -> (SqliteStore, Outbox) {
    let path = folder().join(name);
    for suffix in ["", "-wal", "-shm", ".key", "-sending"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
    let now = jiff::Timestamp::UNIX_EPOCH;
    let fresh = || Tenant::named("Contoso", Guid::from_u128(1), now);
    let (store, _, outbox, _) = SqliteStore::open(&path, 1, fresh).expect("the tenant file opens");
    (store, outbox)
}

/// Renders on one thread; builds, seals and keeps on another: a transaction that outlives a power failure each 1,000.
/// Gives the mails a second.
fn run(renderer: &Renderer, language: &str, kind: Kind) -> f64 {
    let (mut store, mut outbox) = store("queued.tenant");
    let start = Instant::now();
    let (sender, receiver) = std::sync::mpsc::sync_channel::<Vec<Mail>>(4);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for first in (0..N_MAILS).step_by(BATCH) {
                let mails = (first..first + BATCH)
                    .map(|index| renderer.render(&notification(index, language, kind)).expect("the mail renders"))
                    .collect();
                sender.send(mails).expect("the other thread takes them");
            }
        });
        for mails in receiver {
            let items = outbox.stage(mails, jiff::Timestamp::UNIX_EPOCH);
            store.begin(true).expect("the file can be locked");
            store.commit(&Batch { mails: &items, ..Batch::default() }).expect("the file can be written");
            outbox.accept(items);
        }
    });
    N_MAILS as f64 / start.elapsed().as_secs_f64()
}

/// Sends to a sink on this machine over so many connections; gives the mails a second.
fn deliver(renderer: &Renderer, n_connections: usize) -> f64 {
    let sink = Sink::start(&SinkOptions { counts_only: true, ..SinkOptions::default() }).expect("the sink starts");
    let server = SmtpServer::parse(&format!("smtp://{}", sink.address())).expect("it is an address");
    let now = jiff::Timestamp::UNIX_EPOCH;
    let mut outbox = Outbox::new(1);
    for index in 0..N_MAILS {
        outbox.post(renderer.render(&notification(index, "en", Kind::PinReset)).expect("the mail renders"), now);
    }
    let tenant = Tenant::named("Contoso", Guid::from_u128(1), now);
    let mut dispatch = Dispatch::with_store(tenant, outbox, Box::new(MemoryStore), Sources::new(Some(now), Some(1)));
    let mut transports: Vec<Box<dyn Transport>> =
        (0..n_connections).map(|_| Box::new(SmtpTransport::new(server.clone(), SmtpOptions::default())) as Box<dyn Transport>).collect();
    let start = Instant::now();
    let report = dispatch.send(&Sending::default(), &mut transports, &|| false, &mut |_| {}).expect("memory keeps it");
    assert_eq!(report.n_sent, N_MAILS, "{report:?}");
    N_MAILS as f64 / start.elapsed().as_secs_f64()
}

/// Commands through the whole way: decided, applied, told, written, posted. In memory.
fn commands() {
    use bridgesh::tenant::command::{
        AddServiceNumber, Command, CreateBridge, CreateUser, LicenceToAdd, RegisterServiceNumber, ResetPin, SetSubscription,
    };
    use bridgesh::tenant::event::Actor;
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
    println!("Rendered, built, sealed and kept in a tenant file, 1,000 a transaction, two threads:");
    for language in ["en", "fr"] {
        for kind in [Kind::Enabled, Kind::PinReset] {
            println!("  {language} {kind:12} {:8.0} mails/s", run(&renderer, language, kind));
        }
    }
    println!("Sent to a sink on this machine:");
    for n_connections in [1, 2] {
        println!("  connections {n_connections}   {:8.0} mails/s", deliver(&renderer, n_connections));
    }
}
