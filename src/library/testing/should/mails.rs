//! Operators about mails and the tenant: who would have been mailed what, and what changed.
//!
//! A block given as the value is run, and what it sends and changes counts; without a value all counts that happened to
//! the test file's copy of the tenant. No message shows a PIN.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::super::mails::Start;
use super::super::screen::colour;
use super::super::session::{current, thrown};
use super::text::join_and;
use super::{Asked, Verdict, block_value};
use crate::dispatch::user_of;
use crate::engine::BlockInvocation;
use crate::engine::operators::matching::match_with_captures;
use crate::mail::{Item, MailId};
use crate::notify::Kind;
use crate::tenant::event::Event;
use crate::tenant::model::Guid;
use crate::value::members::objects::wildcard_matches;
use crate::value::{Run, Value, convert};

/// What had happened before that which counts.
struct Before {
    n_mails: usize,
    n_suppressed: usize,
    n_commands: usize,
    /// What the block put out.
    output: Vec<Value>,
}

/// Runs the block, if there is one, and says from where on things count.
fn before(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Before> {
    let engine = asked.engine();
    let Some(block) = block_value(actual) else {
        let start = engine.extension::<Start>();
        return Ok(Before { n_mails: start.n_mails, n_suppressed: start.n_suppressed, n_commands: start.n_commands, output: Vec::new() });
    };
    let dispatch = engine.tenant();
    let mut before = Before {
        n_mails: dispatch.outbox().items().len(),
        n_suppressed: dispatch.outbox().suppressed().len(),
        n_commands: dispatch.log().len(),
        output: Vec::new(),
    };
    engine.invoke(&block, BlockInvocation::default(), &mut before.output)?;
    Ok(before)
}

fn kind_of(asked: &Asked<'_, '_>) -> Run<Option<Kind>> {
    match asked.ctx.call.text("Kind") {
        None => Ok(None),
        Some(name) => match Kind::parse(&name) {
            Some(kind) => Ok(Some(kind)),
            None => {
                let known: Vec<String> = Kind::ALL.iter().map(|kind| kind.name().to_owned()).collect();
                Err(thrown(format!("There is no kind of mail '{name}'. The kinds are {}.", join_and(&known))))
            }
        },
    }
}

/// The addresses that `-To` names: texts with wildcards, users as objects, names of users.
fn addresses(asked: &mut Asked<'_, '_>) -> Run<Option<Vec<String>>> {
    let Some(to) = asked.ctx.call.get("To").cloned() else { return Ok(None) };
    let mut found = Vec::new();
    for item in to.enumerate().unwrap_or_else(|| vec![to.clone()]) {
        let mut text = None;
        if item.as_str().is_none() {
            for name in ["Mail", "PrimarySmtpAddress", "WindowsEmailAddress", "UserPrincipalName"] {
                let value = asked.engine().property(&item, name, false)?;
                if let Some(address) = value.as_str().filter(|address| !address.is_empty()) {
                    text = Some(address.to_string());
                    break;
                }
            }
        }
        let text = match text {
            Some(text) => text,
            None => asked.engine().text(&item)?.to_string(),
        };
        if text.is_empty() {
            return Err(thrown("-To names nobody: the address is empty."));
        }
        let tenant = asked.engine().tenant().tenant();
        let by_name = tenant.resolve(&text).ok().and_then(|id| tenant.user(id)).and_then(|user| user.mail().map(str::to_owned));
        found.push(by_name.unwrap_or(text));
    }
    Ok(Some(found))
}

fn describe(item: &Item) -> String {
    format!("{} to {} ({})", item.mail.kind.name(), item.mail.to.address(), item.mail.language)
}

/// What was asked for, for messages.
fn wanted_text(asked: &mut Asked<'_, '_>, to: Option<&[String]>) -> Run<String> {
    let mut parts = Vec::new();
    if let Some(kind) = asked.ctx.call.text("Kind") {
        parts.push(format!("of kind {kind}"));
    }
    if let Some(to) = to {
        parts.push(format!("to {}", join_and(to)));
    }
    if let Some(from) = asked.ctx.call.text("From") {
        parts.push(format!("from {from}"));
    }
    if let Some(language) = asked.ctx.call.text("Language") {
        parts.push(format!("in {language}"));
    }
    let pattern = asked.value("Matching");
    if !pattern.is_null() {
        parts.push(format!("matching {}", asked.nicely(&pattern)?));
    }
    if let Some(reason) = asked.ctx.call.text("Reason") {
        parts.push(format!("because of {reason}"));
    }
    Ok(parts.iter().map(|part| format!(" {part}")).collect())
}

fn mails(n: usize) -> String {
    match n {
        0 => "no mail".to_owned(),
        1 => "1 mail".to_owned(),
        n => format!("{n} mails"),
    }
}

/// The verdict on a count, in the same words for mails sent and kept back.
fn judge(asked: &Asked<'_, '_>, n: usize, wanted: &str, happened: &str, all: &[String]) -> Verdict {
    let times = asked.ctx.call.integer("Times").map(|times| times.max(0) as usize);
    let holds = times.map_or(n > 0, |times| n == times);
    if holds != asked.negate {
        return Verdict::Holds(None);
    }
    let reason = asked.because();
    let expected = match (asked.negate, times) {
        (false, None) => format!("at least 1 mail{wanted} {happened}"),
        (false, Some(times)) => format!("{}{wanted} {happened}", mails(times)),
        (true, None) => format!("no mail{wanted} {happened}"),
        (true, Some(times)) => format!("not {}{wanted} {happened}", mails(times)),
    };
    let list = match all {
        [] => String::new(),
        all => format!("\nAll of them:\n  {}", all.join("\n  ")),
    };
    Verdict::Fails(format!("Expected {expected},{reason} but there was {}.{list}", mails(n)))
}

/// Whether a mail is as it is asked for.
fn fits(asked: &mut Asked<'_, '_>, item: &Item, kind: Option<Kind>, to: Option<&[String]>) -> Run<bool> {
    let mail = &item.mail;
    let is = |pattern: &str, text: &str| wildcard_matches(pattern, text);
    if kind.is_some_and(|kind| kind != mail.kind) || to.is_some_and(|to| !to.iter().any(|to| is(to, mail.to.address()))) {
        return Ok(false);
    }
    if let Some(from) = asked.ctx.call.text("From")
        && !is(&from, mail.from.address())
        && !is(&from, mail.from.name())
    {
        return Ok(false);
    }
    if let Some(language) = asked.ctx.call.text("Language") {
        let own = mail.language.to_lowercase();
        let wanted = language.to_lowercase();
        if own != wanted && !own.starts_with(&format!("{wanted}-")) {
            return Ok(false);
        }
    }
    let pattern = asked.value("Matching");
    if pattern.is_null() {
        return Ok(true);
    }
    for text in [mail.subject.as_str(), mail.text.expose()] {
        let matched = match_with_captures(asked.engine(), &Value::str(text), &pattern, false, false)?;
        if convert::to_bool(&matched.result) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn sent_since(asked: &mut Asked<'_, '_>, n_before: usize) -> Vec<Item> {
    asked.engine().tenant().outbox().items().iter().skip(n_before).cloned().collect()
}

/// `-HaveSentMail`.
pub fn have_sent(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let kind = kind_of(asked)?;
    let to = addresses(asked)?;
    let before = before(asked, actual)?;
    let sent = sent_since(asked, before.n_mails);
    let mut n = 0;
    for item in &sent {
        n += usize::from(fits(asked, item, kind, to.as_deref())?);
    }
    let wanted = wanted_text(asked, to.as_deref())?;
    let all: Vec<String> = sent.iter().map(describe).collect();
    Ok(judge(asked, n, &wanted, "to go out", &all))
}

/// `-HaveSuppressedMail`.
pub fn have_suppressed(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let kind = kind_of(asked)?;
    let to = addresses(asked)?;
    let before = before(asked, actual)?;
    let reason = asked.ctx.call.text("Reason");
    let tenant = asked.engine().tenant();
    let records: Vec<_> = tenant.outbox().suppressed().iter().skip(before.n_suppressed).cloned().collect();
    let mut n = 0;
    let mut all = Vec::new();
    for record in &records {
        let mail = tenant.tenant().user(record.user).and_then(|user| user.mail().map(str::to_owned));
        let names = [Some(record.user_principal_name.clone()), mail];
        let is_to = to.as_ref().is_none_or(|to| names.iter().flatten().any(|name| to.iter().any(|to| wildcard_matches(to, name))));
        let is_kind = kind.is_none_or(|kind| kind == record.kind);
        let is_reason = reason.as_ref().is_none_or(|reason| wildcard_matches(reason, record.reason.name()));
        n += usize::from(is_to && is_kind && is_reason);
        all.push(format!("{} to {} ({})", record.kind, record.user_principal_name, record.reason));
    }
    let wanted = wanted_text(asked, to.as_deref())?;
    Ok(judge(asked, n, &wanted, "to be kept back", &all))
}

/// All PINs of the tenant's users; they never leave this function's callers.
fn pins(asked: &mut Asked<'_, '_>) -> Vec<String> {
    let tenant = asked.engine().tenant().tenant();
    let users = tenant.users();
    users.iter().filter_map(|user| user.pin()).map(|pin| pin.expose_secret().as_str().to_owned()).collect()
}

/// Whether one of the PINs stands in a text as a number of its own.
fn has_pin(text: &str, pins: &[String]) -> bool {
    text.split(|letter: char| !letter.is_ascii_digit()).any(|digits| digits.len() >= 4 && pins.iter().any(|pin| pin == digits))
}

/// `-ContainPin`: of mails it is known, in texts the PINs of the tenant's users are looked for.
pub fn contain_pin(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let mut items: Vec<Value> = actual.enumerate().unwrap_or_default();
    let mut found = Vec::new();
    let is_block = items.len() == 1 && block_value(&items[0]).is_some();
    if items.is_empty() || is_block || items.iter().all(Value::is_null) {
        let value = items.pop().unwrap_or_default();
        let before = before(asked, &value)?;
        let sent = sent_since(asked, before.n_mails);
        found.extend(sent.iter().filter(|item| item.mail.contains_pin).map(describe));
        items = before.output;
    }
    let pins = pins(asked);
    for item in items {
        if item.is_null() {
            continue;
        }
        let engine = asked.engine();
        let own = engine.property(&item, "ContainsPin", false)?;
        if !own.is_null() {
            if convert::to_bool(&own) {
                let (kind, to) = (engine.property(&item, "Kind", false)?, engine.property(&item, "To", false)?);
                found.push(format!("{} to {}", engine.text(&kind)?, engine.text(&to)?));
            }
            continue;
        }
        let text = match item.as_str() {
            Some(text) => text.to_string(),
            None => engine.format_text(std::slice::from_ref(&item))?,
        };
        if has_pin(&text, &pins) {
            found.push(format!("a value of type {}", item.base().type_id().full_name()));
        }
    }
    let (reason, negate) = (asked.because(), asked.negate);
    Ok(Verdict::of(found.is_empty() == negate, || match negate {
        true => format!("Expected no PIN in it,{reason} but there is one in:\n  {}", found.join("\n  ")),
        false => format!("Expected a PIN in it,{reason} but there is none."),
    }))
}

/// The name under which a change of a user is asked for.
fn changed_property(event: &Event) -> &'static str {
    match event {
        Event::UserCreated(_) => "Created",
        Event::UserRemoved { .. } => "Removed",
        Event::UserChanged { field, .. } => field.name(),
        Event::LicenceAssigned { .. } | Event::LicenceRemoved { .. } => "Licence",
        Event::ConferencingEnabled { .. } | Event::ConferencingDisabled { .. } => "Conferencing",
        Event::ProviderChanged { .. } => "Provider",
        Event::PinReset { .. } => "Pin",
        Event::ConferenceIdChanged { .. } => "ConferenceId",
        Event::DefaultNumberChanged { .. } => "ServiceNumber",
        Event::UserBridgeChanged { .. } => "Bridge",
        Event::PstnOnlyMeetingsChanged { .. } => "AllowPstnOnlyMeetings",
        Event::TollFreeDialInChanged { .. } => "AllowTollFreeDialIn",
        Event::InformationSent { .. } => "InformationSent",
        Event::GroupJoined { .. } | Event::GroupLeft { .. } => "Groups",
        Event::MeetingScheduled(_) | Event::MeetingRescheduled(_) => "Meetings",
        Event::MigrationQueued(_) | Event::MigrationAdvanced(_) => "Migration",
        _ => "",
    }
}

/// `-HaveChanged`.
pub fn have_changed(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let is_user = block_value(actual).is_none() && !actual.is_null();
    let before = before(asked, if is_user { &Value::Null } else { actual })?;
    let users = match asked.ctx.call.get("User").cloned() {
        Some(value) => value.enumerate().unwrap_or_else(|| vec![value]),
        None if is_user => vec![actual.clone()],
        None => Vec::new(),
    };
    let mut wanted: Vec<(Guid, String)> = Vec::new();
    for value in users {
        let mut text = asked.engine().text(&value)?;
        if value.as_str().is_none() {
            for name in ["UserPrincipalName", "Identity", "ObjectId"] {
                let own = asked.engine().property(&value, name, false)?;
                if !own.is_null() {
                    text = asked.engine().text(&own)?;
                    break;
                }
            }
        }
        match asked.engine().tenant().tenant().resolve(&text) {
            Ok(id) => wanted.push((id, text.to_string())),
            Err(refusal) => return Err(thrown(refusal.to_string())),
        }
    }
    let settings = asked.ctx.call.texts("Setting").unwrap_or_default();
    let properties = asked.ctx.call.texts("Property").unwrap_or_default();
    let dispatch = asked.engine().tenant();
    let events: Vec<Event> = dispatch.log().iter().skip(before.n_commands).flat_map(|entry| entry.events.iter().cloned()).collect();
    let tenant = dispatch.tenant();
    let named = |user: Guid| tenant.user(user).map_or_else(|| user.to_string(), |user| user.user_principal_name().to_owned());
    let mut changes: Vec<String> = Vec::new();
    for event in &events {
        let text = match (event, user_of(event)) {
            (Event::SettingChanged(setting), _) => format!("setting {}", setting.name()),
            (event, Some(user)) => format!("{} of {}", changed_property(event), named(user)),
            (event, None) => format!("{event:?}").chars().take_while(char::is_ascii_alphanumeric).collect(),
        };
        if !changes.contains(&text) {
            changes.push(text);
        }
    }
    let is_property =
        |event: &Event| properties.is_empty() || properties.iter().any(|name| name.eq_ignore_ascii_case(changed_property(event)));
    let mut missing = Vec::new();
    let mut present = Vec::new();
    let mut note = |holds: bool, what: String| if holds { present.push(what) } else { missing.push(what) };
    for (id, name) in &wanted {
        for property in if properties.is_empty() { vec![None] } else { properties.iter().map(Some).collect() } {
            let holds = events
                .iter()
                .any(|event| user_of(event) == Some(*id) && property.is_none_or(|name| name.eq_ignore_ascii_case(changed_property(event))));
            let what = property.map_or_else(|| name.clone(), |property| format!("{property} of {name}"));
            note(holds, what);
        }
    }
    for setting in &settings {
        let holds = events.iter().any(|event| match event {
            Event::SettingChanged(own) => own.name().eq_ignore_ascii_case(setting),
            Event::SettingsReset => true,
            _ => false,
        });
        note(holds, format!("setting {setting}"));
    }
    if wanted.is_empty() && settings.is_empty() {
        let holds = events.iter().any(is_property);
        let what = if properties.is_empty() { "the tenant".to_owned() } else { properties.join(", ") };
        note(holds, what);
    }
    let (reason, negate) = (asked.because(), asked.negate);
    let wrong = if negate { present } else { missing };
    let list = if changes.is_empty() { "nothing did".to_owned() } else { format!("these did: {}", changes.join("; ")) };
    Ok(Verdict::of(wrong.is_empty(), || match negate {
        true => format!("Expected {} not to change,{reason} but {list}.", join_and(&wrong)),
        false => format!("Expected {} to change,{reason} but {list}.", join_and(&wrong)),
    }))
}

/// A mail as a snapshot keeps it. The PIN is never written down.
fn snapshot_of(item: &Item, pins: &[String]) -> String {
    let mail = &item.mail;
    let mut text = format!(
        "Kind: {}\nFrom: {}\nTo: {}\nLanguage: {}\nSubject: {}\n\n{}",
        mail.kind,
        mail.from.address(),
        mail.to.address(),
        mail.language,
        mail.subject,
        mail.text.expose()
    )
    .replace("\r\n", "\n");
    if mail.contains_pin {
        for pin in pins {
            text = hide(&text, pin);
        }
    }
    let mut text: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    while text.ends_with("\n\n") {
        text.pop();
    }
    text
}

/// A text with a number replaced by stars where it stands for itself.
fn hide(text: &str, pin: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(pin) {
        let after = &rest[at + pin.len()..];
        let is_own =
            !rest[..at].ends_with(|letter: char| letter.is_ascii_digit()) && !after.starts_with(|letter: char| letter.is_ascii_digit());
        out.push_str(&rest[..at]);
        out.push_str(&if is_own { "*".repeat(pin.len()) } else { pin.to_owned() });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The snapshot's file: beside the test file, named for it and for the test.
fn snapshot_path(asked: &mut Asked<'_, '_>) -> Run<(PathBuf, Rc<str>)> {
    let place = asked.ctx.call.invocation.place.clone();
    let file = place.as_ref().and_then(|(source, _)| source.name()).map(PathBuf::from);
    let Some(file) = file.filter(|file| file.is_absolute()) else {
        return Err(thrown("Should -MatchMailSnapshot needs a saved test file: its snapshots are kept beside it."));
    };
    let given = asked.ctx.call.text("SnapshotName");
    let run = current(asked.engine());
    let by_test = run.and_then(|run| run.test.borrow().as_ref().map(|test| test.item.expanded_path.borrow().clone()));
    let Some(name) = given.or(by_test) else {
        return Err(thrown("Should -MatchMailSnapshot needs -SnapshotName outside of a test."));
    };
    let safe: String = name.chars().map(|letter| if letter.is_alphanumeric() || "-_. ".contains(letter) { letter } else { '_' }).collect();
    let stem = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = stem.strip_suffix(".Tests.ps1").or_else(|| stem.strip_suffix(".ps1")).unwrap_or(&stem).to_owned();
    let folder = file.parent().unwrap_or(Path::new("/")).join("__snapshots__");
    Ok((folder.join(format!("{stem}.{}.txt", safe.trim())), name))
}

/// The mails that are compared: those given, else the last of those that `-Kind` and `-To` name.
fn compared(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Vec<Item>> {
    let items = actual.enumerate().unwrap_or_default();
    let only = match items.as_slice() {
        [only] => only.clone(),
        _ => Value::Null,
    };
    let given: Vec<Value> = items.into_iter().filter(|item| !item.is_null() && block_value(item).is_none()).collect();
    if !given.is_empty() {
        let mut mails = Vec::new();
        for value in given {
            let id = asked.engine().property(&value, "Id", false)?;
            let id = convert::integer_of(&id).and_then(|id| u64::try_from(id).ok());
            let mail = id.and_then(|id| asked.engine().tenant().outbox().get(MailId(id)).cloned());
            match mail {
                Some(mail) => mails.push(mail),
                None => return Err(thrown("Should -MatchMailSnapshot takes mails of Get-Mail, or a block that sends them.")),
            }
        }
        return Ok(mails);
    }
    let kind = kind_of(asked)?;
    let to = addresses(asked)?;
    let is_block = block_value(&only).is_some();
    let before = before(asked, &only)?;
    let sent = sent_since(asked, before.n_mails);
    let mut mails = Vec::new();
    for item in sent {
        if fits(asked, &item, kind, to.as_deref())? {
            mails.push(item);
        }
    }
    if !is_block {
        let last = mails.len().saturating_sub(1);
        mails.drain(..last);
    }
    Ok(mails)
}

/// `-MatchMailSnapshot`.
pub fn match_snapshot(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    if asked.negate {
        return Err(thrown("Should -MatchMailSnapshot has no -Not: a mail is what its snapshot says, or the test fails."));
    }
    let mails = compared(asked, actual)?;
    if mails.is_empty() {
        let reason = asked.because();
        return Ok(Verdict::Fails(format!("Expected a mail to compare with its snapshot,{reason} but none went out.")));
    }
    let pins = pins(asked);
    let texts: Vec<String> = mails.iter().map(|mail| snapshot_of(mail, &pins)).collect();
    let own = texts.join("\n----\n\n");
    let (path, name) = snapshot_path(asked)?;
    let run = current(asked.engine());
    let updates = asked.ctx.call.flag("UpdateSnapshot") || run.as_ref().is_some_and(|run| run.update_snapshots);
    let known = std::fs::read_to_string(&path).ok().map(|text| text.replace("\r\n", "\n"));
    if known.as_deref() == Some(own.as_str()) {
        return Ok(Verdict::Holds(None));
    }
    if updates || known.is_none() {
        if let Some(gate) = asked.engine().file_gate.clone() {
            gate(asked.engine(), &path)?;
        }
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, &own));
        written.map_err(|error| thrown(format!("The snapshot '{}' cannot be written: {error}", path.display())))?;
        if let Some(run) = run {
            let text = format!("Snapshot written: {}", path.display());
            run.screen.clone().note(asked.engine(), &text, colour::SKIPPED)?;
        }
        return Ok(Verdict::Holds(None));
    }
    let known = known.unwrap_or_default();
    let (a, b): (Vec<&str>, Vec<&str>) = (known.lines().collect(), own.lines().collect());
    let at = (0..a.len().max(b.len())).find(|at| a.get(*at) != b.get(*at)).unwrap_or(0);
    let line = |lines: &[&str]| lines.get(at).map_or("<end>".to_owned(), |line| format!("'{line}'"));
    let reason = asked.because();
    Ok(Verdict::Fails(format!(
        "Expected the mail to be as its snapshot '{name}' says,{reason} but line {} differs.\nExpected: {}\nBut was:  {}\n-UpdateSnapshot writes {} anew.",
        at + 1,
        line(&a),
        line(&b),
        path.display()
    )))
}
