//! The tenant file in a storm: many writers, kills at any moment and at every write, disks that fail.
//!
//! In the usual run each is a breeze. `.ci/storms` makes them long: the numbers come from the environment.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command as Process, ExitStatus};
use std::time::Duration;

use bridgesh::dispatch::Dispatch;
use bridgesh::mail::MailState;
use bridgesh::mail::transport::sink::{Sink, SinkOptions};
use bridgesh::store::sqlite::SqliteStore;
use bridgesh::tenant::sample;

use super::{Folder, KEN, expect_whole, now, open, reset, shell, with_arguments};

/// A number of the environment, or the one for the usual run.
fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// A tenant file as a broken program left it: it opens, no command is half there, no mail of one is missing.
fn expect_sound(path: &Path, what: &str) -> Dispatch {
    let dispatch = open(path);
    expect_whole(&dispatch);
    let numbers: Vec<u64> = dispatch.outbox().items().iter().map(|item| item.id.0).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{what}: a mail of a command is missing: {numbers:?}");
    dispatch
}

#[test]
fn several_writers_lose_nothing() {
    let (n_writers, n_changes) = (number("WRITERS", 4), number("CHANGES", 40));
    let folder = Folder::new("writers");
    let path = folder.tenant();
    drop(open(&path));
    std::thread::scope(|scope| {
        for _ in 0..n_writers {
            scope.spawn(|| {
                let mut dispatch = open(&path);
                for _ in 0..n_changes {
                    reset(&mut dispatch, KEN);
                }
            });
        }
    });
    let last = open(&path);
    let numbers: Vec<u64> = last.outbox().items().iter().map(|item| item.id.0).collect();
    assert_eq!(numbers, (1..=n_writers * n_changes).collect::<Vec<_>>(), "each change has its mail, each its number");
    expect_whole(&last);
}

#[test]
fn a_killed_program_leaves_whole_commands() {
    let folder = Folder::new("kills");
    let path = folder.tenant();
    drop(open(&path));
    let mut n_before = 0;
    for kill in 0..number("KILLS", 6) {
        let mut child = shell(&path, "while ($true) { Get-ConferencingUser | Where-Object Enabled | Reset-Pin }");
        std::thread::sleep(Duration::from_millis(100 + kill * 97 % 400));
        child.kill().unwrap();
        child.wait().unwrap();
        let dispatch = expect_sound(&path, &format!("kill {kill}"));
        let n_mails = dispatch.outbox().items().len();
        assert!(n_mails >= n_before, "kill {kill} lost mails");
        n_before = n_mails;
        drop(dispatch);
        if n_before > 5_000 {
            assert!(shell(&path, "Clear-Mail -Confirm:$false").wait().unwrap().success());
            n_before = 0;
        }
    }
}

/// A program that is killed while it sends loses no mail and sends none twice; what may have arrived is unknown.
#[test]
fn a_program_that_is_killed_while_it_sends_loses_and_doubles_nothing() {
    const N_MAILS: usize = 60;
    let folder = Folder::new("sending-kills");
    let path = folder.tenant();
    let mut n_kills = number("KILLS_SENDING", 6);
    while n_kills > 0 {
        let mut dispatch = open(&path);
        for _ in 0..N_MAILS {
            reset(&mut dispatch, KEN);
        }
        drop(dispatch);
        let sink = Sink::start(&SinkOptions::default()).unwrap();
        let send = format!("Send-Mail -Transport smtp://{} -Confirm:$false", sink.address());
        loop {
            let mut child = shell(&path, &send);
            // Killed soon after a mail arrived, sooner or later.
            let patience = std::time::Instant::now() + Duration::from_secs(20);
            let n_before = sink.n_received();
            while sink.n_received() == n_before && child.try_wait().unwrap().is_none() && std::time::Instant::now() < patience {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(Duration::from_micros(n_kills * 389 % 3_000));
            let _ = child.kill();
            child.wait().unwrap();
            n_kills = n_kills.saturating_sub(1);
            let left = expect_sound(&path, "sending").outbox().items().iter().any(|item| item.state == MailState::Queued);
            if !left || n_kills == 0 {
                break;
            }
        }
        assert!(shell(&path, &send).wait().unwrap().success());
        let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
        for message in sink.received() {
            let text = String::from_utf8_lossy(&message.message).into_owned();
            let id = text.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned();
            *arrived.entry(id).or_default() += 1;
        }
        let dispatch = expect_sound(&path, "sent");
        for item in dispatch.outbox().items() {
            let id = format!("Message-ID: {}", item.message_id().header(item.mail.from.domain()));
            let n_times = arrived.get(&id).copied().unwrap_or_default();
            match item.state {
                MailState::Sent => assert_eq!(n_times, 1, "{id} is sent"),
                MailState::Unknown => assert!(n_times <= 1, "{id} is unknown and arrived {n_times} times"),
                other => panic!("{id} is {other}"),
            }
        }
        drop(dispatch);
        assert!(shell(&path, "Clear-Mail -Confirm:$false").wait().unwrap().success());
    }
}

/// Runs the program with one call of the system made to fail, or to kill it; whether there was such a call.
fn injected(path: &Path, script: &str, calls: &str, fault: &str, at: usize) -> (ExitStatus, bool) {
    let log = path.with_extension("calls");
    let mut process = Process::new("strace");
    process.args(["-f", "-qq", "-s", "0", "-o"]).arg(&log).arg("-e").arg(format!("trace={calls}"));
    process.arg("-e").arg(format!("inject={calls}:{fault}:when={at}")).arg(env!("CARGO_BIN_EXE_bridgesh"));
    with_arguments(&mut process, path, script);
    let status = process.status().expect("strace is there");
    let was_there = std::fs::read_to_string(&log).unwrap_or_default().contains("(INJECTED)");
    (status, was_there || status.signal().is_some())
}

/// A tenant file with a few mails in it, copied for each attempt.
fn template(folder: &Folder) -> std::path::PathBuf {
    let path = folder.0.join("template.tenant");
    let mut dispatch = open(&path);
    for _ in 0..3 {
        reset(&mut dispatch, KEN);
    }
    drop(dispatch);
    path
}

fn copy(from: &Path, to: &Path) {
    for suffix in ["", ".key", "-wal", "-shm", "-sending"] {
        let (from, to) = (format!("{}{suffix}", from.display()), format!("{}{suffix}", to.display()));
        let _ = std::fs::remove_file(&to);
        if Path::new(&from).exists() {
            std::fs::copy(from, to).unwrap();
        }
    }
}

const CHANGES: &str = "1..3 | ForEach-Object { Reset-Pin ken@contoso.com }; Set-BridgeSettings -SendEmailsToUsers $false; \
    Reset-ConferenceId ken@contoso.com; Get-Mail -Newest 1 | Suspend-Mail; Send-SuppressedMail; Remove-Mail 1";

/// Killed at each write in turn, on a file that is there and on one that is made, the file is sound; what was there before
/// is there still.
#[test]
#[ignore = "long, and needs strace: .ci/storms"]
fn killed_at_every_write_a_file_is_sound() {
    let folder = Folder::new("writes");
    let (template, path) = (template(&folder), folder.tenant());
    for is_fresh in [false, true] {
        for at in 1.. {
            copy(&template, &path);
            if is_fresh {
                for suffix in ["", ".key"] {
                    let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
                }
            }
            let calls = "pwrite64,write,ftruncate,unlink,rename,fsync,fdatasync";
            let (status, was_there) = injected(&path, CHANGES, calls, "signal=SIGKILL", at);
            if is_fresh && !path.exists() {
                continue;
            }
            let dispatch = expect_sound(&path, &format!("write {at}"));
            let n_mails = dispatch.outbox().items().len();
            assert!(is_fresh || n_mails >= 2, "write {at} lost mails: {n_mails} are left");
            if !was_there {
                assert!(status.success());
                eprintln!("{} writes, fresh: {is_fresh}", at - 1);
                assert!(at > 20, "there were writes to be killed at");
                break;
            }
        }
    }
}

/// Each call of the disk fails once in turn: no panic, no half command; the program says so, and the next one goes on.
#[test]
#[ignore = "long, and needs strace: .ci/storms"]
fn whatever_call_fails_a_file_is_sound() {
    let folder = Folder::new("faults");
    let (template, path) = (template(&folder), folder.tenant());
    let script = "1..200 | ForEach-Object { Reset-Pin ken@contoso.com }";
    let step = number("STEP", 41) as usize;
    let faults = [
        ("pwrite64", "error=EIO", step),
        ("pwrite64", "error=ENOSPC", step),
        ("fsync", "error=EIO", 1),
        ("fdatasync", "error=EIO", 1),
        ("pread64", "error=EIO", 7),
        ("ftruncate", "error=EIO", 1),
        ("fcntl", "error=ENOLCK", step),
    ];
    for (calls, fault, step) in faults {
        for at in (1..).step_by(step) {
            copy(&template, &path);
            let (status, was_there) = injected(&path, script, calls, fault, at);
            if !was_there {
                eprintln!("{calls} {fault}: every {step}th of {at}");
                break;
            }
            assert!(status.signal().is_none() && status.code() != Some(101), "{calls} {at} {fault}: {status}");
            let dispatch = expect_sound(&path, &format!("{calls} {at} {fault}"));
            drop(dispatch);
            assert!(shell(&path, "Reset-Pin ken@contoso.com").wait().unwrap().success(), "{calls} {at} {fault}: a clean restart");
        }
    }
    drop(SqliteStore::open(&path, 1, || sample::contoso(now())).unwrap());
}

/// No mail has the number of another, whatever process posted it.
#[test]
fn programs_at_once_number_their_mails_apart() {
    let folder = Folder::new("programs");
    let path = folder.tenant();
    drop(open(&path));
    let (n_programs, n_each) = (4, 10);
    let script = format!("1..{n_each} | ForEach-Object {{ Reset-Pin ken@contoso.com }}");
    let children: Vec<_> = (0..n_programs).map(|_| shell(&path, &script)).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let dispatch = expect_sound(&path, "programs at once");
    let ids: BTreeSet<String> = dispatch.outbox().items().iter().map(|item| item.message_id().header("x")).collect();
    assert_eq!(ids.len(), n_programs * n_each);
}
