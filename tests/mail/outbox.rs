//! The outbox: order, states, retries, and folders of `.eml` files.

use std::path::PathBuf;

use bridgesh::dispatch::{Dispatch, Sending, Sources};
use bridgesh::mail::delivery::{Report, RetryPolicy};
use bridgesh::mail::transport::eml_file::EmlFolder;
use bridgesh::mail::transport::memory::MemoryTransport;
use bridgesh::mail::transport::{Outgoing, SendError, Transport};
use bridgesh::mail::{MailFilter, MailId, MailState, Outbox};
use bridgesh::notify::Kind;
use bridgesh::store::MemoryStore;
use bridgesh::tenant::model::{Guid, Tenant};
use jiff::{SignedDuration, Timestamp};

use super::samples;

pub fn now() -> Timestamp {
    "2026-11-25T08:30:00Z".parse().unwrap()
}

pub fn filled() -> Outbox {
    let renderer = samples::renderer();
    let mut outbox = Outbox::new(0x5eed);
    for kind in Kind::ALL {
        outbox.post(renderer.render(&samples::notification(kind, "en")).unwrap(), now());
    }
    outbox
}

/// A session with these mails, at 08:30.
pub fn dispatch(outbox: Outbox) -> Dispatch {
    let tenant = Tenant::named("Contoso", Guid::from_u128(1), now());
    Dispatch::with_store(tenant, outbox, Box::new(MemoryStore), Sources::new(Some(now()), Some(7)))
}

pub fn send(dispatch: &mut Dispatch, transport: impl Transport + 'static) -> Report {
    send_as(dispatch, &Sending::default(), transport)
}

pub fn send_as(dispatch: &mut Dispatch, sending: &Sending, transport: impl Transport + 'static) -> Report {
    dispatch.send(sending, &mut [Box::new(transport)], &|| false, &mut |_| {}).unwrap()
}

pub fn states(dispatch: &Dispatch) -> Vec<MailState> {
    dispatch.outbox().items().iter().map(|item| item.state).collect()
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
    fn deliver(&mut self, mails: &[Outgoing<'_>], _: &dyn Fn() -> bool, done: &mut dyn FnMut(usize, Result<String, SendError>)) {
        for at in 0..mails.len() {
            done(at, self.0.remove(0));
        }
    }
}

fn deferred() -> Result<String, SendError> {
    Err(SendError::Deferred("451 later".to_owned()))
}

#[test]
fn mails_are_sent_in_the_order_of_posting() {
    let mut dispatch = dispatch(filled());
    let memory = MemoryTransport::default();
    assert_eq!(send(&mut dispatch, memory.clone()).n_sent, 5);
    let numbers: Vec<u64> = memory.delivered().iter().map(|delivered| delivered.id.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert!(dispatch.outbox().items().iter().all(|item| item.state == MailState::Sent && item.n_attempts == 1));
    assert_eq!(send(&mut dispatch, memory).n_sent, 0, "a sent mail is not sent again");
}

#[test]
fn a_failure_stays_with_its_mail() {
    let mut dispatch = dispatch(filled());
    let said = |text: &str| text.to_owned();
    let scripted = Scripted(vec![
        Ok(said("250 2.0.0 Ok")),
        deferred(),
        Err(SendError::Failed(said("550 never"))),
        Err(SendError::Unknown(said("connection closed"))),
        Ok(said("250 Ok")),
    ]);
    send(&mut dispatch, scripted);
    assert_eq!(states(&dispatch), [MailState::Sent, MailState::Deferred, MailState::Failed, MailState::Unknown, MailState::Sent]);
    // The deferred one waits for its time.
    let memory = MemoryTransport::default();
    send(&mut dispatch, memory.clone());
    assert_eq!(memory.delivered().len(), 0);
    let next = dispatch.outbox().items()[1].next_attempt.unwrap();
    assert_eq!(next, now() + SignedDuration::from_mins(1));
    dispatch.sources().wait_until(next, &|| false);
    send(&mut dispatch, memory.clone());
    assert_eq!(memory.delivered().len(), 1);
    // The others when a person says so.
    for id in [3, 4].map(MailId) {
        dispatch.release_mail(id).unwrap();
    }
    send(&mut dispatch, memory.clone());
    assert_eq!(memory.delivered().len(), 3);
}

#[test]
fn waits_grow_and_end() {
    let mut dispatch = dispatch(filled());
    dispatch.remove_mails(&[2, 3, 4, 5].map(MailId)).unwrap();
    let mut waits = Vec::new();
    loop {
        let before = dispatch.now();
        send_as(
            &mut dispatch,
            &Sending {
                policy: RetryPolicy { expires_after: SignedDuration::from_hours(999), ..RetryPolicy::default() },
                ..Sending::default()
            },
            Scripted(vec![deferred()]),
        );
        let Some(next) = dispatch.outbox().items()[0].next_attempt else { break };
        waits.push(next.duration_since(before).as_mins());
        dispatch.sources().wait_until(next, &|| false);
    }
    assert_eq!(waits, [1, 4, 16, 64, 240, 240, 240]);
    let item = &dispatch.outbox().items()[0];
    assert_eq!((item.state, item.n_attempts), (MailState::Failed, 8));
    assert_eq!(item.detail, "Set aside after 8 tries: 451 later");
}

#[test]
fn an_old_mail_is_not_sent() {
    let mut dispatch = dispatch(filled());
    dispatch.sources().wait_until(now() + SignedDuration::from_hours(49), &|| false);
    let memory = MemoryTransport::default();
    let report = send(&mut dispatch, memory.clone());
    assert_eq!((report.n_failed, memory.delivered().len()), (5, 0));
    assert!(dispatch.outbox().items()[0].detail.starts_with("Too old"));
}

#[test]
fn a_trial_takes_nothing_from_the_mails() {
    let mut dispatch = dispatch(filled());
    let memory = MemoryTransport::default();
    let sending = Sending { redirect_to: Some("me@contoso.com".into()), ..Sending::default() };
    assert_eq!(send_as(&mut dispatch, &sending, memory.clone()).n_sent, 5);
    assert!(memory.delivered().iter().all(|delivered| delivered.to == "me@contoso.com"));
    assert!(states(&dispatch).iter().all(|state| *state == MailState::Queued));
    assert!(dispatch.outbox().items()[0].detail.starts_with("Redirected to me@contoso.com"));
    assert_eq!(send(&mut dispatch, memory.clone()).n_sent, 5);
    assert_eq!(memory.delivered()[9].to, "adele.vance@contoso.com");
}

#[test]
fn a_stop_leaves_the_rest_waiting() {
    let mut dispatch = dispatch(filled());
    let memory = MemoryTransport::default();
    let seen = memory.clone();
    let stop = move || seen.delivered().len() == 2;
    let report = dispatch.send(&Sending::default(), &mut [Box::new(memory.clone())], &stop, &mut |_| {}).unwrap();
    assert_eq!((report.n_sent, report.n_left), (2, 3));
    assert_eq!(states(&dispatch)[2..], [MailState::Queued; 3]);
    assert_eq!(dispatch.outbox().items()[2].n_attempts, 0);
}

#[test]
fn not_more_a_minute_than_asked() {
    let mut dispatch = dispatch(filled());
    let started = std::time::Instant::now();
    let sending = Sending { most_per_minute: Some(600), ..Sending::default() };
    assert_eq!(send_as(&mut dispatch, &sending, MemoryTransport::default()).n_sent, 5);
    // The first at once, four more at ten a second.
    assert!(started.elapsed().as_millis() >= 390, "{:?}", started.elapsed());
}

#[test]
fn a_held_mail_stays() {
    let mut dispatch = dispatch(filled());
    dispatch.hold_mail(MailId(2)).unwrap();
    assert_eq!(send(&mut dispatch, MemoryTransport::default()).n_sent, 4);
    assert!(dispatch.hold_mail(MailId(1)).is_err(), "a sent mail cannot be held");
    dispatch.release_mail(MailId(2)).unwrap();
    assert_eq!(send(&mut dispatch, MemoryTransport::default()).n_sent, 1);
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
    let doomed = outbox.clearable(&MailFilter { kind: Some(Kind::Enabled), ..MailFilter::default() });
    outbox.remove(&doomed);
    assert_eq!(outbox.items().len(), 4);
    let mail = samples::render(&samples::notification(Kind::Enabled, "en"));
    assert_eq!(outbox.post(mail, now()).0, 6, "a number is not given twice");
}

#[test]
fn eml_files_sort_and_are_the_owners() {
    let folder = Folder::new("eml");
    let mut dispatch = dispatch(filled());
    let eml = EmlFolder::create(&folder.0).unwrap();
    assert_eq!(send(&mut dispatch, eml.clone()).n_sent, 5);
    // The same mails again change nothing; another outbox of the same time keeps both.
    let mut again = self::dispatch(filled());
    assert_eq!(send(&mut again, eml).n_sent, 5);
    let mut names: Vec<String> =
        std::fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 5);
    assert_eq!(names[2], "20261125-083000-000003-PinReset-adele.vance@contoso.com.eml");
    assert_eq!(std::fs::read(folder.0.join(&names[2])).unwrap(), dispatch.outbox().items()[2].message());
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
