//! A tenant of a million users: memory, loading, look-ups, copies, and what commands cost.
//!
//! `cargo bench --bench tenant` prints the figures; a number after `--` gives another count of users.
//! Memory is the growth of the process's resident set, so other systems than Linux print none.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use bridgesh::notify::for_each_notice;
use bridgesh::tenant::command::{Command, ReplaceDefaultNumbers, ResetPin, Selection, decide};
use bridgesh::tenant::event::{Actor, evolve_all};
use bridgesh::tenant::file::{Pins, read, write};
use bridgesh::tenant::model::{ConferenceId, Number, NumberKind, Tenant, Timestamp};
use bridgesh::tenant::sample;
use bridgesh::tenant::world::{FixedClock, SeededRandom, World};

const HEAD: &str = r#"{"version":1,
"tenant":{"tenantId":"26efe125-c070-46f9-8ed0-fc02165a167c","displayName":"Contoso","country":"US","preferredLanguage":"en-US","domains":["contoso.com"],"created":"2026-01-01T00:00:00Z"},
"bridges":[{"id":"72dfe128-d079-46f8-8ad0-ab12369a167c","name":"Conference Bridge","defaultServiceNumber":"14255550100"}],
"serviceNumbers":[
{"number":"14255550100","type":"Toll","bridgeId":"72dfe128-d079-46f8-8ad0-ab12369a167c","primaryLanguage":"en-US"},
{"number":"33199000100","type":"Toll","bridgeId":"72dfe128-d079-46f8-8ad0-ab12369a167c","primaryLanguage":"fr-FR"},
{"number":"493023125000","type":"Toll","bridgeId":"72dfe128-d079-46f8-8ad0-ab12369a167c","primaryLanguage":"de-DE"}],
"subscriptions":[{"sku":"MCOMEETADV","total":2000000},{"sku":"ENTERPRISEPACK","total":2000000},{"sku":"SPE_E5","total":2000000}],
"users":["#;

const GIVEN: [&str; 8] = ["Adele", "Jean", "Anna", "Erik", "Marie", "Christopher", "Lee", "Zoé"];
const FAMILY: [&str; 8] = ["Vance", "Martin", "Schmidt", "Lund", "Dubois", "Green", "Gu", "Lefèvre"];

/// One number of a fixed scattered sequence.
fn scatter(index: u64) -> u64 {
    let mixed = (index + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ mixed >> 31
}

fn upn(index: u64) -> String {
    let given = GIVEN[index as usize % 8].replace('é', "e").to_lowercase();
    let family = FAMILY[index as usize / 8 % 8].replace('è', "e").to_lowercase();
    format!("{given}.{family}{index}@contoso.com")
}

/// Seven digits, and eight beyond the ninth million.
fn conference_id(index: u64) -> ConferenceId {
    ConferenceId::from_value(1_000_000 + index as u32, if index < 9_000_000 { 7 } else { 8 }).expect("it fits")
}

fn file(n_users: u64) -> String {
    let mut text = String::with_capacity(HEAD.len() + n_users as usize * 340);
    text.push_str(HEAD);
    for index in 0..n_users {
        let (place, language, number) =
            [("US", "en-US", "14255550100"), ("FR", "fr-FR", "33199000100"), ("DE", "de-DE", "493023125000")][index as usize % 3];
        let id = (u128::from(scatter(index)) << 64 | u128::from(scatter(index ^ 0xffff_ffff))) & !(0xf << 76);
        let id = bridgesh::tenant::model::Guid::from_u128(id);
        let _ = write!(
            text,
            "{}{{\"userPrincipalName\":\"{}\",\"displayName\":\"{} {}\",\"objectId\":\"{id}\",\"usageLocation\":\"{place}\",\
             \"preferredLanguage\":\"{language}\",\"licences\":[\"ENTERPRISEPACK\",\"MCOMEETADV\"],\"provider\":\"Microsoft\",\
             \"bridgeId\":\"72dfe128-d079-46f8-8ad0-ab12369a167c\",\"serviceNumber\":\"{number}\",\"conferenceId\":\"{}\",\
             \"pin\":\"{:05}\"}}",
            if index == 0 { "\n" } else { ",\n" },
            upn(index),
            GIVEN[index as usize % 8],
            FAMILY[index as usize / 8 % 8],
            conference_id(index),
            scatter(index) % 100_000,
        );
    }
    text.push_str("\n]}\n");
    text
}

/// Resident bytes of this process.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// The time that work took on the processor: on Linux from the scheduler, so that a busy machine
/// does not count; elsewhere by the clock.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (start, on_processor) = (Instant::now(), processor_time());
    let result = work();
    let elapsed = start.elapsed();
    match (on_processor, processor_time()) {
        // The scheduler counts in ticks: for less than some of them the clock is better.
        (Some(before), Some(after)) if elapsed > Duration::from_millis(50) => (result, after - before),
        _ => (result, elapsed),
    }
}

fn processor_time() -> Option<Duration> {
    let line = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    line.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn per(time: Duration, n: u64) -> String {
    format!("{:.0} ns each", time.as_nanos() as f64 / n as f64)
}

fn main() {
    let n_users: u64 = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(1_000_000);
    let clock = FixedClock(Timestamp::UNIX_EPOCH);
    let mut random = SeededRandom::new(1);

    let (_, time) = timed(|| black_box(sample::contoso(Timestamp::UNIX_EPOCH)));
    println!("sample tenant, first           {time:?}");
    let (contoso, time) = timed(|| sample::contoso(Timestamp::UNIX_EPOCH));
    println!("sample tenant, again           {time:?}");
    let (_, time) = timed(|| black_box(contoso.clone()));
    println!("copy of the sample tenant      {time:?}");

    let text = file(n_users);
    println!("tenant file                    {} MB, {n_users} users", text.len() / 1_000_000);
    let before = resident();
    let (tenant, time) = timed(|| read(text.as_bytes(), &mut World { clock: &clock, random: &mut random }).expect("the file is valid"));
    println!("loaded in                      {time:?}");
    if let (Some(before), Some(after)) = (before, resident()) {
        println!("memory                         {:.1} bytes a user", (after - before) as f64 / n_users as f64);
    }
    println!("  of it rows and texts         {:.1}", tenant.users().heap_bytes() as f64 / n_users as f64);
    drop(text);
    look_ups(&tenant, n_users);
    copies(&tenant, &clock);
    bulk(&tenant, &clock, n_users);

    let (written, time) = timed(|| {
        let mut bytes = Vec::new();
        write(&tenant, Pins::InTheClear, &mut bytes).expect("memory takes everything");
        bytes.len()
    });
    println!("written in                     {time:?}, {} MB", written / 1_000_000);
}

fn look_ups(tenant: &Tenant, n_users: u64) {
    let n = 1_000_000.min(n_users);
    let names: Vec<String> = (0..n).map(|index| upn(scatter(index) % n_users)).collect();
    let (_, time) = timed(|| names.iter().filter(|name| tenant.users().by_upn(black_box(name)).is_some()).count());
    println!("look-up by UPN                 {}", per(time, n));
    let (_, time) = timed(|| names.iter().filter(|name| tenant.resolve(black_box(name)).is_ok()).count());
    println!("-Identity of a UPN             {}", per(time, n));
    let ids: Vec<ConferenceId> = (0..n).map(|index| conference_id(scatter(index) % n_users)).collect();
    let (_, time) = timed(|| ids.iter().filter(|id| tenant.users().by_conference_id(**id).is_some()).count());
    println!("look-up by conference ID       {}", per(time, n));
    let (_, time) = timed(|| tenant.resolve("Nobody At All").is_ok());
    println!("first look-up by display name  {time:?}");
    let (_, time) = timed(|| tenant.users().iter().filter(|user| user.toll_number() == Number::parse("33199000100")).count());
    println!("scan of all users              {time:?}");
}

fn copies(tenant: &Tenant, clock: &FixedClock) {
    let mut random = SeededRandom::new(2);
    let user = tenant.users().iter().last().expect("there are users").object_id();
    let command = Command::from(ResetPin { user, by: Actor::Administrator });
    let mut best = [Duration::MAX; 3];
    for _ in 0..9 {
        let (mut copy, time) = timed(|| tenant.clone());
        best[0] = best[0].min(time);
        for best in &mut best[1..] {
            let (_, time) = timed(|| {
                let mut world = World { clock, random: &mut random };
                let events = decide(&copy, &command, &mut world).expect("the user is enabled");
                evolve_all(&mut copy, &events);
            });
            *best = time.min(*best);
        }
    }
    for (name, time) in ["copy", "first change of the copy", "second change of the copy"].iter().zip(best) {
        println!("{name:31}{time:?}");
    }
}

fn bulk(tenant: &Tenant, clock: &FixedClock, n_users: u64) {
    let mut random = SeededRandom::new(3);
    let mut copy = tenant.clone();
    let command = Command::from(ReplaceDefaultNumbers {
        bridge: sample::CONFERENCE_BRIDGE,
        kind: NumberKind::Toll,
        select: Selection::FromNumber(Number::parse("33199000100")),
        to: Number::parse("493023125000"),
        reschedule: true,
    });
    let (n_mails, time) = timed(|| {
        let events = decide(&copy, &command, &mut World { clock, random: &mut random }).expect("it is allowed");
        evolve_all(&mut copy, &events);
        let mut n_mails = 0;
        for_each_notice(&events, &copy, clock.0, &mut |notice| {
            black_box(notice);
            n_mails += 1;
        });
        n_mails
    });
    println!("bulk replacement               {time:?} for {n_mails} of {n_users} users, with their notifications");
}
