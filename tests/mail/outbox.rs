//! The outbox: order, states, its file, and the transports.

use std::path::PathBuf;

use bridgesh::mail::outbox::log::OutboxLog;
use bridgesh::mail::transport::eml_file::EmlFolder;
use bridgesh::mail::transport::memory::MemoryTransport;
use bridgesh::mail::transport::smtp::{SmtpServer, SmtpTransport};
use bridgesh::mail::transport::{Envelope, SendError, Transport};
use bridgesh::mail::{MailFilter, MailState, Outbox};
use bridgesh::notify::{Kind, Reason, Suppressed};
use bridgesh::tenant::model::Guid;
use jiff::Timestamp;

use super::samples;

fn now() -> Timestamp {
    "2026-11-25T08:30:00Z".parse().unwrap()
}

fn filled() -> Outbox {
    let renderer = samples::renderer();
    let mut outbox = Outbox::new(0x5eed);
    for kind in Kind::ALL {
        outbox.post(renderer.render(&samples::notification(kind, "en")).unwrap(), now());
    }
    outbox
}

/// A folder of this test run's own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bridgesh-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Gives a fixed answer to each mail, in turn.
struct Scripted(Vec<Result<String, SendError>>);

impl Transport for Scripted {
    fn send(&mut self, _: &Envelope<'_>, _: &[u8]) -> Result<String, SendError> {
        self.0.remove(0)
    }
}

#[test]
fn mails_are_sent_in_the_order_of_posting() {
    let mut outbox = filled();
    let mut memory = MemoryTransport::default();
    assert_eq!(outbox.flush(&mut memory).n_sent, 5);
    let numbers: Vec<u64> = memory.delivered.iter().map(|delivered| delivered.id.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert!(outbox.items().iter().all(|item| item.state == MailState::Sent && item.n_attempts == 1));
    assert_eq!(outbox.flush(&mut memory).n_sent, 0, "a sent mail is not sent again");
}

#[test]
fn a_failure_stays_with_its_mail() {
    let mut outbox = filled();
    let said = |text: &str| text.to_owned();
    let mut scripted = Scripted(vec![
        Ok(said("250 2.0.0 Ok")),
        Err(SendError::Deferred(said("451 later"))),
        Err(SendError::Failed(said("550 never"))),
        Err(SendError::Unknown(said("connection closed"))),
        Ok(said("250 Ok")),
    ]);
    outbox.flush(&mut scripted);
    let states: Vec<MailState> = outbox.items().iter().map(|item| item.state).collect();
    assert_eq!(states, [MailState::Sent, MailState::Deferred, MailState::Failed, MailState::Unknown, MailState::Sent]);
    // Only the deferred one is tried again by itself.
    let mut memory = MemoryTransport::default();
    outbox.flush(&mut memory);
    assert_eq!(memory.delivered.len(), 1);
    // The others when a person says so.
    for item in outbox.clone().items().iter().filter(|item| item.state != MailState::Sent) {
        outbox.release(item.id).unwrap();
    }
    outbox.flush(&mut memory);
    assert_eq!(memory.delivered.len(), 3);
}

#[test]
fn a_held_mail_stays() {
    let mut outbox = filled();
    let second = outbox.items()[1].id;
    outbox.hold(second).unwrap();
    let mut memory = MemoryTransport::default();
    assert_eq!(outbox.flush(&mut memory).n_sent, 4);
    assert!(outbox.hold(outbox.items()[0].id).is_err(), "a sent mail cannot be held");
    outbox.release(second).unwrap();
    assert_eq!(outbox.flush(&mut memory).n_sent, 1);
}

#[test]
fn filters_choose() {
    let mut outbox = filled();
    let count = |outbox: &Outbox, filter: &MailFilter| outbox.find(filter).len();
    assert_eq!(count(&outbox, &MailFilter::default()), 5);
    assert_eq!(count(&outbox, &MailFilter { kind: Some(Kind::PinReset), ..MailFilter::default() }), 1);
    assert_eq!(count(&outbox, &MailFilter { to: Some("ADELE*".into()), ..MailFilter::default() }), 5);
    assert_eq!(count(&outbox, &MailFilter { to: Some("adele?vance@contoso.com".into()), ..MailFilter::default() }), 5);
    assert_eq!(count(&outbox, &MailFilter { to: Some("*fabrikam*".into()), ..MailFilter::default() }), 0);
    let newest = outbox.find(&MailFilter { newest: Some(2), ..MailFilter::default() });
    assert_eq!(newest.iter().map(|item| item.id.0).collect::<Vec<_>>(), [4, 5]);
    assert_eq!(outbox.clear(&MailFilter { kind: Some(Kind::Enabled), ..MailFilter::default() }).len(), 1);
    assert_eq!(outbox.items().len(), 4);
    let mail = samples::render(&samples::notification(Kind::Enabled, "en"));
    assert_eq!(outbox.post(mail, now()).0, 6, "a number is not given twice");
}

#[test]
fn the_file_gives_back_what_was_put_in() {
    let folder = Folder::new("log");
    std::fs::create_dir_all(&folder.0).unwrap();
    let path = folder.0.join("outbox");
    let original = filled();
    {
        let (mut log, empty) = OutboxLog::open(&path, 0x5eed).unwrap();
        assert!(empty.items().is_empty());
        for item in original.items() {
            log.append_mail(item).unwrap();
        }
        log.append_suppressed(&Suppressed {
            kind: Kind::PinReset,
            user: Guid::from_u128(9),
            user_principal_name: "nestor@contoso.com".into(),
            reason: Reason::AutomaticMailsOff,
            created: now(),
        })
        .unwrap();
        log.append_state(original.items()[0].id, MailState::Sending, "").unwrap();
        log.append_state(original.items()[1].id, MailState::Held, "").unwrap();
        log.append_removed(&[original.items()[4].id]).unwrap();
        log.sync().unwrap();
        assert_eq!(log.n_syncs(), 2, "one for the header, one for the batch");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let (_, read) = OutboxLog::open(&path, 99).unwrap();
    assert_eq!(read.instance(), 0x5eed);
    assert_eq!(read.items().len(), 4);
    assert_eq!(read.suppressed().len(), 1);
    assert_eq!(read.items()[0].state, MailState::Unknown, "it was being sent when the program ended");
    assert_eq!(read.items()[1].state, MailState::Held);
    for (read, original) in read.items().iter().zip(original.items()) {
        assert_eq!(read.mail, original.mail);
        assert_eq!(read.message(), original.message());
    }
}

#[test]
fn a_cut_file_loses_its_last_record_alone() {
    let folder = Folder::new("cut");
    std::fs::create_dir_all(&folder.0).unwrap();
    let path = folder.0.join("outbox");
    let original = filled();
    {
        let (mut log, _) = OutboxLog::open(&path, 1).unwrap();
        for item in original.items().iter().take(2) {
            log.append_mail(item).unwrap();
        }
        log.sync().unwrap();
    }
    let whole = std::fs::read(&path).unwrap();
    let first_end = {
        let length = u32::from_le_bytes(whole[26..30].try_into().unwrap()) as usize;
        26 + 8 + length
    };
    for cut in [26, 27, 33, 500, first_end - 1, first_end, first_end + 3, whole.len() - 1] {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let (_, read) = OutboxLog::open(&path, 1).unwrap();
        assert_eq!(read.items().len(), usize::from(cut >= first_end), "cut at {cut}");
        // What is left can be opened and appended to.
        let (mut log, _) = OutboxLog::open(&path, 1).unwrap();
        log.append_mail(&original.items()[2]).unwrap();
        log.sync().unwrap();
        drop(log);
        assert_eq!(OutboxLog::open(&path, 1).unwrap().1.items().len(), 1 + usize::from(cut >= first_end));
    }
    // Damage before the end is no cut.
    let mut damaged = whole.clone();
    damaged[100] ^= 1;
    std::fs::write(&path, &damaged).unwrap();
    assert!(OutboxLog::open(&path, 1).unwrap_err().to_string().contains("damaged at byte 26"));
    std::fs::write(&path, "something else entirely, but long enough").unwrap();
    assert!(OutboxLog::open(&path, 1).unwrap_err().to_string().contains("is not an outbox file"));
}

#[test]
fn eml_files_sort_and_are_the_owners() {
    let folder = Folder::new("eml");
    let mut outbox = filled();
    let mut eml = EmlFolder::create(&folder.0).unwrap();
    assert_eq!(outbox.flush(&mut eml).n_sent, 5);
    // The same mails again change nothing; another outbox of the same time keeps both.
    let mut again = filled();
    assert_eq!(again.flush(&mut eml).n_sent, 5);
    let mut names: Vec<String> =
        std::fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 5);
    assert_eq!(names[2], "20261125-083000-000003-PinReset-adele.vance@contoso.com.eml");
    assert_eq!(std::fs::read(folder.0.join(&names[2])).unwrap(), outbox.items()[2].message());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder.0), 0o700);
        assert_eq!(mode(&folder.0.join(&names[0])), 0o600);
        let link = folder.0.join("link");
        std::os::unix::fs::symlink(&folder.0, &link).unwrap();
        assert!(EmlFolder::create(&link).is_err());
    }
}

#[test]
fn a_server_elsewhere_is_refused_before_anything_is_sent() {
    // 192.0.2.1 is an address of documentation (RFC 5737): were it tried, the test would hang.
    let mut outbox = filled();
    let report = outbox.flush(&mut SmtpTransport::new(SmtpServer::parse("smtp://192.0.2.1:25").unwrap()));
    assert_eq!(report.n_failed, 5);
    assert!(outbox.items()[0].detail.contains("TLS"));
    for text in ["smtps://mail.contoso.com", "smtp://user:secret@mail.contoso.com", "http://x", "smtp://", "smtp://h:port"] {
        let error = SmtpServer::parse(text).unwrap_err();
        assert!(!error.contains("secret"), "{error}");
    }
    assert_eq!(SmtpServer::parse("smtp://[::1]:2525").unwrap(), SmtpServer { host: "::1".into(), port: 2525 });
}

/// A server of one connection that says yes, but to the recipient `refused`.
fn small_server() -> (u16, std::thread::JoinHandle<String>) {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let thread = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut out = stream.try_clone().unwrap();
        let mut received = String::new();
        out.write_all(b"220 sink\r\n").unwrap();
        let mut in_data = false;
        for line in BufReader::new(stream).lines() {
            let line = line.unwrap();
            if in_data {
                if line == "." {
                    in_data = false;
                    out.write_all(b"250 2.0.0 taken\r\n").unwrap();
                } else {
                    received.push_str(&line);
                    received.push('\n');
                }
                continue;
            }
            let answer: &[u8] = match &line {
                line if line.starts_with("DATA") => {
                    in_data = true;
                    b"354 go on\r\n"
                }
                line if line.starts_with("QUIT") => {
                    out.write_all(b"221 bye\r\n").unwrap();
                    break;
                }
                _ => b"250 ok\r\n",
            };
            out.write_all(answer).unwrap();
        }
        received
    });
    (port, thread)
}

#[test]
fn a_server_on_this_machine_gets_the_mails() {
    let (port, server) = small_server();
    let mut outbox = filled();
    let report = outbox.flush(&mut SmtpTransport::new(SmtpServer { host: "127.0.0.1".into(), port }));
    assert_eq!(report.n_sent, 5, "{:?}", outbox.items()[0].detail);
    assert_eq!(outbox.items()[0].detail, "2.0.0 taken");
    let received = server.join().unwrap();
    assert_eq!(received.matches("Auto-Submitted: auto-generated").count(), 5);
}
