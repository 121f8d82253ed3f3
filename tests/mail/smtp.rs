//! Sending over SMTP to a sink on this machine, which misbehaves on order.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use bridgesh::dispatch::Sending;
use bridgesh::mail::delivery::Report;
use bridgesh::mail::transport::sink::{Behavior, Sink, SinkOptions};
use bridgesh::mail::transport::smtp::{Credentials, Scheme, SmtpOptions, SmtpServer, SmtpTransport, Timeouts};
use bridgesh::mail::{MailState, Outbox};
use bridgesh::notify::Kind;

use super::outbox::{dispatch, filled, now, send, send_as, states};
use super::samples;

/// Long enough for a busy machine, short enough for a test.
const PATIENCE: Duration = Duration::from_millis(400);

fn start(behavior: Behavior) -> Sink {
    Sink::start(&SinkOptions { behavior, ..SinkOptions::default() }).unwrap()
}

fn tls_file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/mail/tls").join(name)
}

fn tls_sink(behavior: Behavior) -> Sink {
    let certificate = Some((tls_file("server.pem"), tls_file("server.key")));
    Sink::start(&SinkOptions { behavior, certificate, ..SinkOptions::default() }).unwrap()
}

fn server(sink: &Sink) -> SmtpServer {
    SmtpServer { host: sink.address().ip().to_string(), port: sink.address().port(), scheme: Scheme::StartTls }
}

fn patient() -> SmtpOptions {
    SmtpOptions { timeouts: Timeouts::all(Duration::from_secs(20)), ..SmtpOptions::default() }
}

fn signed_in(password: &str) -> SmtpOptions {
    SmtpOptions {
        credentials: Some(Credentials::new("admin@contoso.com", password).unwrap()),
        certificate_authority: Some(tls_file("ca.pem")),
        ..patient()
    }
}

fn transport(sink: &Sink) -> SmtpTransport {
    SmtpTransport::new(server(sink), patient())
}

fn hundred() -> Outbox {
    let mut outbox = Outbox::new(0x5eed);
    for number in 0..100 {
        let address = format!("user{number}@contoso.com");
        let notification = samples::with(Kind::PinReset, "en", "14255550123", Some("1234567"), "Zo\u{eb} Dubois", &address);
        outbox.post(samples::render(&notification), now());
    }
    outbox
}

#[test]
fn mails_arrive_whole_and_in_order_with_and_without_pipelining() {
    for behavior in [Behavior::Normal, Behavior::NoPipelining, Behavior::NoExtensions, Behavior::OneMessage] {
        let sink = start(behavior);
        let mut dispatch = dispatch(hundred());
        let report = send(&mut dispatch, transport(&sink));
        assert_eq!(report.n_sent, 100, "{behavior:?}: {report:?}");
        assert_eq!(dispatch.outbox().items()[0].detail, "250 2.0.0 taken");
        let received = sink.received();
        for (received, item) in received.iter().zip(dispatch.outbox().items()) {
            assert_eq!(received.message, item.message());
            assert_eq!(received.to, [item.mail.to.address()]);
            assert_eq!(received.from, item.mail.from.address());
        }
        assert_eq!(sink.n_connections(), if behavior == Behavior::OneMessage { 100 } else { 1 });
    }
}

/// While one message is on its way the next is written already: one that is refused may not go to the one after.
#[test]
fn what_is_written_for_a_refused_recipient_goes_to_nobody() {
    for behavior in [Behavior::RefuseSome, Behavior::RefuseSomeYetAsk] {
        let sink = start(behavior);
        let mut dispatch = dispatch(hundred());
        let report = send(&mut dispatch, transport(&sink));
        assert_eq!((report.n_sent, report.n_failed), (67, 33), "{behavior:?}: {report:?}");
        let received: Vec<_> = sink.received().into_iter().filter(|received| !received.to.is_empty()).collect();
        let sent = dispatch.outbox().items().iter().filter(|item| item.state == MailState::Sent);
        let mut n_sent = 0;
        for (received, item) in received.iter().zip(sent) {
            assert_eq!(received.to, [item.mail.to.address()], "{behavior:?}");
            assert!(received.message == item.message(), "{behavior:?}: {} got another's mail", item.mail.to.address());
            n_sent += 1;
        }
        assert_eq!((n_sent, received.len()), (67, 67), "{behavior:?}");
        assert!(sink.received().iter().all(|received| !received.to.is_empty() || received.message.is_empty()), "{behavior:?}");
    }
}

#[test]
fn several_connections_share_the_mails() {
    let sink = start(Behavior::Normal);
    let mut dispatch = dispatch(hundred());
    let report = dispatch.send(&Sending::default(), &mut [Box::new(transport(&sink)), Box::new(transport(&sink))], &|| false, &mut |_| {});
    assert_eq!(report.unwrap().n_sent, 100);
    assert_eq!(sink.n_connections(), 2);
    let mut to: Vec<String> = sink.received().into_iter().flat_map(|received| received.to).collect();
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 100, "each once");
}

#[test]
fn a_line_of_dots_is_a_line_of_dots() {
    let sink = start(Behavior::Normal);
    let mut notification = samples::notification(Kind::Disabled, "en");
    if let bridgesh::notify::Model::Disabled(model) = &mut notification.model {
        model.account.name = ".".into();
    }
    let mut mail = samples::render(&notification);
    mail.text = bridgesh::mail::Body::from(".\n..\n.dot\n\n.\n");
    let mut outbox = Outbox::new(1);
    outbox.post(mail, now());
    let mut dispatch = dispatch(outbox);
    assert_eq!(send(&mut dispatch, transport(&sink)).n_sent, 1);
    assert_eq!(sink.received()[0].message, dispatch.outbox().items()[0].message());
}

/// Every behaviour that is none of a good server: what is said of the mails, and in what time.
#[test]
fn every_bad_server_ends_in_its_timeout() {
    use MailState::{Deferred, Failed, Queued, Unknown};
    let cases = [
        (Behavior::Silent, Queued),
        (Behavior::CloseAtOnce, Queued),
        (Behavior::DripGreeting, Queued),
        (Behavior::RefuseGreeting, Queued),
        (Behavior::BusyGreeting, Queued),
        (Behavior::Garbage, Queued),
        (Behavior::EndlessGreeting, Queued),
        (Behavior::EndlessLine, Queued),
        (Behavior::HangAtHello, Queued),
        (Behavior::RefuseHello, Queued),
        (Behavior::HangAtMail, Deferred),
        (Behavior::DeferMail, Deferred),
        (Behavior::RefuseRecipient, Failed),
        (Behavior::DeferRecipient, Deferred),
        (Behavior::CloseAtMail, Deferred),
        (Behavior::HangAtData, Deferred),
        (Behavior::RefuseData, Failed),
        (Behavior::WrongDataCode, Deferred),
        (Behavior::HangAfterMessage, Unknown),
        (Behavior::CloseAfterMessage, Unknown),
        (Behavior::BusyAfterMessage, Deferred),
        (Behavior::DeferMessage, Deferred),
        (Behavior::RefuseMessage, Failed),
    ];
    std::thread::scope(|scope| {
        for (behavior, state) in cases {
            scope.spawn(move || {
                let sink = start(behavior);
                let mut dispatch = dispatch(filled());
                dispatch.remove_mails(&[3, 4, 5].map(bridgesh::mail::MailId)).unwrap();
                let started = Instant::now();
                let report = send(
                    &mut dispatch,
                    SmtpTransport::new(server(&sink), SmtpOptions { timeouts: Timeouts::all(PATIENCE), ..SmtpOptions::default() }),
                );
                // Two mails, each with a second connection, a few steps each.
                assert!(started.elapsed() < PATIENCE * 12, "{behavior:?} took {:?}", started.elapsed());
                assert_eq!(states(&dispatch)[0], state, "{behavior:?}: {report:?} {:?}", dispatch.outbox().items()[0]);
                assert_eq!(report.n_sent, 0, "{behavior:?}");
                assert_eq!(state == Queued, report.stopped.is_some(), "{behavior:?}: {report:?}");
                if state != Queued {
                    assert!(!dispatch.outbox().items()[0].detail.is_empty(), "{behavior:?}");
                }
            });
        }
    });
}

/// A message that the socket's buffers do not hold: the server stops reading in the middle.
#[test]
fn a_server_that_stops_reading_is_left() {
    for behavior in [Behavior::StopReading, Behavior::CloseInMessage] {
        let sink = start(behavior);
        let mut mail = samples::render(&samples::notification(Kind::Disabled, "en"));
        mail.text = bridgesh::mail::Body::from("a line of a long text\n".repeat(1_000_000));
        let mut outbox = Outbox::new(1);
        outbox.post(mail, now());
        let mut dispatch = dispatch(outbox);
        let options = SmtpOptions { timeouts: Timeouts::all(PATIENCE), ..SmtpOptions::default() };
        send(&mut dispatch, SmtpTransport::new(server(&sink), options));
        assert_eq!(states(&dispatch), [MailState::Deferred], "{behavior:?}: the end of the message was never sent");
    }
}

#[test]
fn a_server_that_recovers_gets_the_rest() {
    for (behavior, n_first) in [(Behavior::BusyAfterMessage, 30), (Behavior::CloseAtMail, 30), (Behavior::CloseAfterMessage, 30)] {
        let sink = Sink::start(&SinkOptions { behavior, after: n_first, ..SinkOptions::default() }).unwrap();
        let mut dispatch = dispatch(hundred());
        let first = send(&mut dispatch, transport(&sink));
        // A connection that is reset may take the last answers with it.
        assert!(first.n_sent + first.n_unknown >= 30 && first.n_sent < 100, "{behavior:?}: {first:?}");
        sink.set_behavior(Behavior::Normal);
        let later = now() + jiff::SignedDuration::from_hours(1);
        dispatch.sources().wait_until(later, &|| false);
        let second = send(&mut dispatch, transport(&sink));
        let n_unknown = states(&dispatch).iter().filter(|state| **state == MailState::Unknown).count();
        assert_eq!(first.n_sent + second.n_sent + n_unknown, 100, "{behavior:?}");
        // Every mail arrived, but those whose fate is unknown may have; none twice.
        let mut to: Vec<String> = sink.received().into_iter().flat_map(|received| received.to).collect();
        let n_received = to.len();
        to.sort();
        to.dedup();
        assert_eq!(to.len(), n_received, "{behavior:?}: none twice");
        assert!(n_received >= 100 - n_unknown, "{behavior:?}");
    }
}

#[test]
fn one_bad_mail_blocks_nobody() {
    let sink = start(Behavior::Normal);
    let mut outbox = Outbox::new(1);
    for name in ["a", "b", "c"] {
        let mut notification = samples::notification(Kind::Disabled, "en");
        notification.to.address = format!("{name}@contoso.com");
        let mut mail = samples::render(&notification);
        if name == "b" {
            mail.text = bridgesh::mail::Body::from("x\n".repeat(20_000_000));
        }
        outbox.post(mail, now());
    }
    let mut dispatch = dispatch(outbox);
    let report = send(&mut dispatch, transport(&sink));
    assert_eq!(states(&dispatch), [MailState::Sent, MailState::Failed, MailState::Sent], "{report:?}");
    assert!(dispatch.outbox().items()[1].detail.contains("bytes at most"));
}

#[test]
fn nobody_there_is_said_once() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let mut dispatch = dispatch(hundred());
    let report =
        send(&mut dispatch, SmtpTransport::new(SmtpServer { host: "127.0.0.1".into(), port, scheme: Scheme::StartTls }, patient()));
    assert_eq!((report.n_left, report.n_done()), (100, 0));
    assert!(report.stopped.unwrap().contains("cannot be reached"));
    assert!(states(&dispatch).iter().all(|state| *state == MailState::Queued));
}

fn over_tls(options: SmtpOptions, scheme: Scheme, behavior: Behavior) -> (Report, Vec<MailState>, Sink) {
    let sink = tls_sink(behavior);
    let mut dispatch = dispatch(filled());
    let server = SmtpServer { host: "localhost".into(), scheme, ..server(&sink) };
    let report = send(&mut dispatch, SmtpTransport::new(server, options));
    (report, states(&dispatch), sink)
}

#[test]
fn credentials_go_over_tls_alone() {
    let (report, _, sink) = over_tls(signed_in("right"), Scheme::StartTls, Behavior::Normal);
    assert_eq!(report.n_sent, 5, "{report:?}");
    assert!(sink.received().iter().all(|received| received.over_tls && received.user.as_deref() == Some("admin@contoso.com")));
    // A wrong password, a certificate of an unknown authority, a server that has no TLS, one that refuses it.
    let (report, states, _) = over_tls(signed_in("wrong"), Scheme::StartTls, Behavior::Normal);
    assert!(
        report.stopped.as_ref().is_some_and(|text| text.contains("does not let 'admin@contoso.com' in") && !text.contains("wrong")),
        "{report:?}"
    );
    assert!(states.iter().all(|state| *state == MailState::Queued));
    let (report, ..) = over_tls(SmtpOptions { certificate_authority: None, ..signed_in("right") }, Scheme::StartTls, Behavior::Normal);
    assert!(
        report.stopped.as_ref().is_some_and(|text| text.contains("could not be protected") && text.contains("certificate")),
        "{report:?}"
    );
    let sink = start(Behavior::Normal);
    let mut dispatch = dispatch(filled());
    let report = send(&mut dispatch, SmtpTransport::new(server(&sink), signed_in("right")));
    assert!(report.stopped.as_ref().is_some_and(|text| text.contains("offers no TLS")), "{report:?}");
    for behavior in [Behavior::RefuseTls, Behavior::GarbageTls, Behavior::HangAtTls] {
        let quick = SmtpOptions { timeouts: Timeouts::all(PATIENCE), ..signed_in("right") };
        let (report, states, sink) = over_tls(quick, Scheme::StartTls, behavior);
        assert!(report.stopped.is_some() && states.iter().all(|state| *state == MailState::Queued), "{behavior:?}: {report:?}");
        assert_eq!(sink.n_received(), 0);
    }
}

#[test]
fn a_server_elsewhere_needs_tls_and_addresses_have_no_credentials() {
    for (text, host, port, scheme) in [
        ("smtp://mail.contoso.com", "mail.contoso.com", 587, Scheme::StartTls),
        ("smtps://mail.contoso.com", "mail.contoso.com", 465, Scheme::Implicit),
        ("SMTP://mail.contoso.com:2525/", "mail.contoso.com", 2525, Scheme::StartTls),
        ("smtp://[::1]:2525", "::1", 2525, Scheme::StartTls),
        ("smtp://[2001:db8::1]", "2001:db8::1", 587, Scheme::StartTls),
        ("smtp://localhost", "localhost", 25, Scheme::StartTls),
    ] {
        assert_eq!(SmtpServer::parse(text).unwrap(), SmtpServer { host: host.into(), port, scheme }, "{text}");
    }
    for text in ["mail.contoso.com", "smtp://user:secret@mail.contoso.com", "http://x", "smtp://", "smtp://h:port", "smtp://a b"] {
        let error = SmtpServer::parse(text).unwrap_err();
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn addresses_in_other_scripts_need_a_server_that_takes_them() {
    for (behavior, state) in [(Behavior::Normal, MailState::Sent), (Behavior::NoExtensions, MailState::Failed)] {
        let sink = start(behavior);
        let mut notification = samples::notification(Kind::Disabled, "en");
        notification.to.address = "zo\u{eb}@b\u{fc}cher.example".into();
        let mut outbox = Outbox::new(1);
        outbox.post(samples::render(&notification), now());
        let mut dispatch = dispatch(outbox);
        send(&mut dispatch, transport(&sink));
        assert_eq!(states(&dispatch), [state]);
        if state == MailState::Sent {
            assert_eq!(sink.received()[0].to, ["zo\u{eb}@b\u{fc}cher.example"]);
        } else {
            assert!(dispatch.outbox().items()[0].detail.contains("SMTPUTF8"));
        }
    }
}

#[test]
fn ipv6_is_as_good() {
    let Ok(sink) = Sink::start(&SinkOptions { address: "::1".parse().unwrap(), ..SinkOptions::default() }) else { return };
    let mut dispatch = dispatch(filled());
    let text = format!("smtp://[::1]:{}", sink.address().port());
    assert_eq!(send(&mut dispatch, SmtpTransport::new(SmtpServer::parse(&text).unwrap(), patient())).n_sent, 5);
}

#[test]
fn a_file_of_credentials_is_its_owners_alone() {
    let path = std::env::temp_dir().join(format!("bridgesh-credentials-{}", std::process::id()));
    std::fs::write(&path, "admin\nsecret\n").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Credentials::from_file(&path).unwrap_err().contains("chmod 600"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert!(!format!("{:?}", Credentials::from_file(&path).unwrap()).contains("secret"));
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn a_trial_goes_to_one_address() {
    let sink = start(Behavior::Normal);
    let mut dispatch = dispatch(filled());
    let sending = Sending { redirect_to: Some("me@contoso.com".into()), ..Sending::default() };
    assert_eq!(send_as(&mut dispatch, &sending, transport(&sink)).n_sent, 5);
    assert!(sink.received().iter().all(|received| received.to == ["me@contoso.com"]));
}
