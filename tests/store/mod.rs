//! The tenant file: nothing is lost or torn, nothing secret is readable, several may work on it.

mod storms;

use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::time::Duration;

use bridgesh::dispatch::{Dispatch, Sources};
use bridgesh::mail::templates::Templates;
use bridgesh::mail::transport::sink::{Behavior, Sink, SinkOptions};
use bridgesh::mail::{MailFilter, MailId, MailState, Renderer};
use bridgesh::store::sqlite::SqliteStore;
use bridgesh::tenant::command::{ChangeSettings, Command, RemoveUser, ResetPin};
use bridgesh::tenant::event::Actor;
use bridgesh::tenant::file::{Pins, write};
use bridgesh::tenant::model::{Guid, Setting, Tenant};
use bridgesh::tenant::sample;
use jiff::Timestamp;

const KEN: &str = "ken@contoso.com";

fn now() -> Timestamp {
    "2026-11-25T08:30:00Z".parse().unwrap()
}

/// A folder of a test's own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bridgesh-store-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn tenant(&self) -> PathBuf {
        self.0.join("contoso.tenant")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn open(path: &Path) -> Dispatch {
    let (store, tenant, outbox, templates) = SqliteStore::open(path, 0x5eed, || sample::contoso(now())).unwrap();
    let mut dispatch = Dispatch::with_store(tenant, outbox, Box::new(store), Sources::new(Some(now()), None));
    if !templates.is_empty() {
        dispatch.restore_templates(Renderer::of(&Templates::with_sources(templates).unwrap()).unwrap());
    }
    dispatch
}

fn user(dispatch: &Dispatch, name: &str) -> Guid {
    dispatch.tenant().users().by_upn(name).unwrap().object_id()
}

fn reset(dispatch: &mut Dispatch, name: &str) {
    let command: Command = ResetPin { user: user(dispatch, name), by: Actor::Administrator }.into();
    dispatch.execute(&command).unwrap();
}

/// A script's mail as it was posted is what is there after the file is opened again.
#[test]
fn a_mail_with_files_comes_back_as_it_was() {
    use bridgesh::mail::extra::{Attachment, Extra, Priority};
    use bridgesh::mail::{Body, Mail, Mailbox};
    let folder = Folder::new("files");
    let mailbox = |name: &str, address: &str| Mailbox::new(name, address).unwrap();
    let files = vec![
        Attachment::new("pins.csv", "text/csv", None, b"a,b\n".to_vec().into()),
        Attachment::new("logo.png", "image/png", Some("logo"), vec![0, 255].into()),
    ];
    let extra = Extra {
        to: vec![mailbox("Ken", KEN), mailbox("", "ann@example.org")],
        cc: vec![mailbox("Boss", "boss@example.org")],
        reply_to: Vec::new(),
        priority: Priority::High,
        attachments: files,
    };
    let mail = |html: &str, extra: Option<Extra>| Mail {
        kind: bridgesh::notify::Kind::Message,
        to: mailbox("Ken", KEN),
        from: mailbox("IT", "it@contoso.com"),
        language: "en-US".into(),
        subject: "Files".to_owned(),
        contains_pin: true,
        text: Body::from("text"),
        html: Body::from(html),
        extra: extra.map(Into::into),
    };
    let mut dispatch = open(&folder.tenant());
    dispatch.post_messages("Send-MailMessage", vec![mail("<p>text</p>", Some(extra)), mail("", None)]).unwrap();
    let items = dispatch.outbox().items().to_vec();
    drop(dispatch);
    let again = open(&folder.tenant());
    assert_eq!(again.outbox().items(), items);
    assert_eq!(again.outbox().items()[0].message(), items[0].message());
}

fn text(tenant: &Tenant) -> String {
    let mut bytes = Vec::new();
    write(tenant, Pins::InTheClear, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Every user's PIN is the one that the last mail of a PIN told.
fn expect_whole(dispatch: &Dispatch) {
    for user in dispatch.tenant().users().iter() {
        let mails = dispatch.outbox().items();
        let last = mails.iter().rev().find(|item| item.mail.contains_pin && Some(item.mail.to.address()) == user.mail());
        if let (Some(last), Some(pin)) = (last, user.pin()) {
            assert!(last.mail.text.expose().contains(pin.expose_secret().as_str()), "{}", user.user_principal_name());
        }
    }
}

#[test]
fn what_was_kept_is_there_again() {
    let folder = Folder::new("again");
    let mut first = open(&folder.tenant());
    reset(&mut first, KEN);
    let settings: Command = ChangeSettings { changes: vec![Setting::AutomaticallySendEmailsToUsers(false)] }.into();
    first.execute(&settings).unwrap();
    reset(&mut first, KEN);
    let doomed = first.tenant().users().iter().find(|user| user.user_principal_name() != KEN).unwrap().object_id();
    first.execute(&RemoveUser { user: doomed }.into()).unwrap();
    first.hold_mail(MailId(1)).unwrap();
    let own = Templates::with_sources(vec![("disabled/subject.txt".into(), "Off for {{ name }}".into())]).unwrap();
    first.use_templates(Renderer::of(&own).unwrap()).unwrap();
    let expected = (text(first.tenant()), first.outbox().items().to_vec(), first.outbox().suppressed().to_vec());
    drop(first);
    let mut again = open(&folder.tenant());
    assert_eq!(text(again.tenant()), expected.0);
    assert_eq!(again.outbox().items(), expected.1);
    assert_eq!(again.outbox().items()[0].message(), expected.1[0].message());
    assert_eq!(again.outbox().suppressed(), expected.2);
    assert_eq!(again.renderer().unwrap().own(), own.own());
    assert_eq!(again.outbox().items()[0].state, MailState::Held);
    // What was suppressed is sent, fresh, and removed from the list for good.
    again.send_suppressed(|_| true).unwrap();
    again.clear_mails(&MailFilter { state: Some(MailState::Held), ..MailFilter::default() }).unwrap();
    drop(again);
    let last = open(&folder.tenant());
    assert_eq!(last.outbox().suppressed(), []);
    assert_eq!(last.outbox().items().iter().map(|item| item.id.0).collect::<Vec<_>>(), [2]);
    expect_whole(&last);
}

#[test]
fn no_secret_and_no_name_is_readable() {
    let folder = Folder::new("canary");
    let mut dispatch = open(&folder.tenant());
    let mut secrets: Vec<String> = vec![KEN.into(), "Ken Myers".into(), "Audio conferencing".into(), "conferencing PIN".into()];
    for _ in 0..20 {
        reset(&mut dispatch, KEN);
        secrets.push(dispatch.tenant().user(user(&dispatch, KEN)).unwrap().pin().unwrap().expose_secret().as_str().to_owned());
    }
    dispatch.clear_mails(&MailFilter { newest: Some(10), ..MailFilter::default() }).unwrap();
    // While the file is open its log is there, too; free pages stand in both.
    let mut n_files = 0;
    for entry in std::fs::read_dir(&folder.0).unwrap() {
        let entry = entry.unwrap();
        let bytes = std::fs::read(entry.path()).unwrap();
        n_files += 1;
        if entry.path().extension().is_some_and(|extension| extension == "key") {
            continue;
        }
        for secret in &secrets {
            assert!(memchr::memmem::find(&bytes, secret.as_bytes()).is_none(), "{secret} in {}", entry.path().display());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{}", entry.path().display());
        }
    }
    assert!(n_files >= 3, "the file, its log and its key");
}

#[test]
fn a_file_that_cannot_be_trusted_is_refused() {
    let folder = Folder::new("refused");
    let path = folder.tenant();
    drop(open(&path));
    let fault = |path: &Path| match SqliteStore::open(path, 1, || sample::contoso(now())) {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(error) => error.to_string(),
    };
    let key = folder.0.join("contoso.tenant.key");
    let good = std::fs::read(&key).unwrap();
    std::fs::write(&key, "0".repeat(64)).unwrap();
    assert!(fault(&path).contains("the key is another one"));
    std::fs::write(&key, "no key").unwrap();
    assert!(fault(&path).contains("holds no key"));
    std::fs::remove_file(&key).unwrap();
    assert!(fault(&path).contains("is not there"));
    std::fs::write(&key, good).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(fault(&path).contains("chmod 600"));
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        let link = folder.0.join("link.tenant");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(fault(&link).contains("is a link"));
    }
    drop(open(&path));
    let other = folder.0.join("other.tenant");
    std::fs::write(&other, "not a database at all, but long enough to look like one").unwrap();
    assert!(fault(&other).contains("cannot be used") || fault(&other).contains("not a database"));
}

/// The program itself, on a tenant file.
fn shell(path: &Path, script: &str) -> Child {
    command(path, script).spawn().unwrap()
}

fn command(path: &Path, script: &str) -> Process {
    let mut process = Process::new(env!("CARGO_BIN_EXE_bridgesh"));
    with_arguments(&mut process, path, script);
    process
}

fn with_arguments(process: &mut Process, path: &Path, script: &str) {
    process.args(["-NoProfile", "-NonInteractive", "-Tenant"]).arg(path).arg("-Command").arg(script);
    process.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
}

#[test]
fn what_was_being_sent_is_unknown_and_not_sent_again() {
    let folder = Folder::new("sending");
    let path = folder.tenant();
    let mut dispatch = open(&path);
    for _ in 0..5 {
        reset(&mut dispatch, KEN);
    }
    drop(dispatch);
    let sink = Sink::start(&SinkOptions { behavior: Behavior::HangAfterMessage, after: 2, ..SinkOptions::default() }).unwrap();
    let send = format!("Send-Mail -Transport smtp://{} -Confirm:$false", sink.address());
    let mut child = shell(&path, &send);
    let patience = std::time::Instant::now() + Duration::from_secs(60);
    while sink.n_received() < 2 && std::time::Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(10));
    }
    // While it sends, its mails are its own, and nobody else may send.
    let other = open(&path);
    assert!(other.outbox().items().iter().all(|item| item.state == MailState::Sending));
    drop(other);
    std::thread::sleep(Duration::from_millis(100));
    child.kill().unwrap();
    child.wait().unwrap();
    let after = open(&path);
    assert!(after.outbox().items().iter().all(|item| item.state == MailState::Unknown));
    drop(after);
    sink.set_behavior(Behavior::Normal);
    assert!(shell(&path, &send).wait().unwrap().success());
    assert_eq!(sink.n_received(), 2, "nothing is sent again silently");
    assert!(shell(&path, &format!("Resume-Mail -Force; {send}")).wait().unwrap().success());
    assert_eq!(sink.n_received(), 7);
}
