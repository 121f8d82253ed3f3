//! Going back and comparing: `Save-`, `Restore-`, `Compare-` and `Reset-Tenant`, and `Step-Clock`.

use std::collections::BTreeMap;

use super::act;
use super::objects::{self, text};
use super::tenants::replace;
use super::{MODULE, PASS_THRU};
use crate::cmdlet::{Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::engine::EngineContext;
use crate::mail::MailId;
use crate::tenant::command::AdvanceMigrations;
use crate::tenant::model::{Guid, MASKED_PIN, Tenant, User};
use crate::tenant::sample;
use crate::value::{Category, Object, Run, TypeId, Value};

/// A tenant that was kept, and how far the log was then.
struct Snapshot {
    name: String,
    tenant: Tenant,
    n_entries: usize,
}

/// Tenants that `Save-Tenant` kept.
#[derive(Default)]
struct Saved(Vec<Snapshot>);

const SNAPSHOT: Parameter = Parameter::new("Name", "string").sets(&[InSet::ALL.at(0)]).default("default").help("The snapshot's name.");

const SAVE: Spec = Spec {
    verb: "Save",
    noun: "Tenant",
    module: MODULE,
    synopsis: "Keeps the tenant as it is, to go back to or to compare with.",
    description: "In memory, for this session.",
    parameters: &[SNAPSHOT],
    related: &["Restore-Tenant", "Compare-Tenant"],
    examples: &[Example::new(
        "Try and go back",
        "Save-Tenant\nSet-BridgeSettings -PinLength 9\nRestore-Tenant\n(Get-BridgeSettings).PinLength",
        "5\n",
    )],
    ..Spec::EMPTY
};

fn snapshot_name(ctx: &Context<'_>, parameter: &str) -> String {
    act::text(ctx, parameter).unwrap_or_else(|| "default".to_owned())
}

fn save(ctx: &mut Context<'_>) -> Run {
    let name = snapshot_name(ctx, "Name");
    let (tenant, n_entries) = (ctx.dispatch().tenant().clone(), ctx.dispatch().log().len());
    let saved = ctx.engine().extension::<Saved>();
    saved.0.retain(|known| !known.name.eq_ignore_ascii_case(&name));
    saved.0.push(Snapshot { name, tenant, n_entries });
    Ok(())
}

/// The snapshot of a name, with the place of the log; an error if there is none.
fn snapshot(ctx: &mut Context<'_>, name: &str) -> Run<Option<(Tenant, usize)>> {
    let saved = ctx.engine().extension::<Saved>();
    let found = saved.0.iter().find(|known| known.name.eq_ignore_ascii_case(name)).map(|known| (known.tenant.clone(), known.n_entries));
    if found.is_none() {
        let names: Vec<String> = saved.0.iter().map(|known| format!("'{}'", known.name)).collect();
        let known = if names.is_empty() { "Save-Tenant keeps one.".to_owned() } else { format!("There are {}.", names.join(", ")) };
        let message = format!("There is no snapshot '{name}'. {known}");
        ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, "SnapshotNotFound", Category::ObjectNotFound, Value::str(name))?;
    }
    Ok(found)
}

const RESTORE: Spec = Spec {
    verb: "Restore",
    noun: "Tenant",
    module: MODULE,
    synopsis: "Goes back to a tenant that Save-Tenant kept.",
    description: "Nobody is mailed. Mails already sent stay in the outbox.",
    parameters: &[SNAPSHOT, PASS_THRU],
    should_process: Some(Impact::Medium),
    related: &["Save-Tenant"],
    examples: &[Example::runs("Back", "Save-Tenant before\nRestore-Tenant before")],
    ..Spec::EMPTY
};

fn restore(ctx: &mut Context<'_>) -> Run {
    let name = snapshot_name(ctx, "Name");
    match snapshot(ctx, &name)? {
        Some((tenant, _)) => replace(ctx, tenant),
        None => Ok(()),
    }
}

const RESET: Spec = Spec {
    verb: "Reset",
    noun: "Tenant",
    module: MODULE,
    synopsis: "Goes back to the sample tenant.",
    description: "Nobody is mailed. In tests it goes back to a fresh copy of the tenant that the run started with.",
    parameters: &[PASS_THRU],
    should_process: Some(Impact::Medium),
    related: &["New-Tenant", "Restore-Tenant"],
    examples: &[Example::new("Contoso", "New-Tenant Fabrikam\nReset-Tenant\n@(Get-ConferencingUser).Count", "26\n")],
    ..Spec::EMPTY
};

fn reset(ctx: &mut Context<'_>) -> Run {
    // In tests the tenant that the run started with comes back, and nothing was mailed yet.
    if ctx.should_process("the tenant of the tests", "Reset")? && crate::library::testing::mails::reset(ctx.engine()) {
        return Ok(());
    }
    let now = ctx.dispatch().now();
    replace(ctx, sample::contoso(now))
}

const COMPARE: Spec = Spec {
    verb: "Compare",
    noun: "Tenant",
    module: MODULE,
    synopsis: "Shows what changed since Save-Tenant, per user and property, and which mails it caused.",
    description: "Compares a snapshot with the tenant as it is, or with another snapshot. A new PIN shows as a change and never as digits. Mails names the kinds of mail that the user was sent in between.",
    parameters: &[
        Parameter::new("Reference", "string").sets(&[InSet::ALL.at(0)]).aliases(&["Name"]).default("default").help("The snapshot."),
        Parameter::new("Difference", "string").sets(&[InSet::ALL.at(1)]).help("Another snapshot; the tenant as it is if not given."),
    ],
    output: &["Bridgesh.TenantDifference"],
    related: &["Save-Tenant", "Get-TenantEvent"],
    examples: &[Example::new(
        "After a number change",
        "Save-Tenant\nSet-DefaultNumber ken@contoso.com 14255037265\nCompare-Tenant | Where-Object Area -eq User | ForEach-Object { \"$($_.Property): $($_.Before) -> $($_.After), $($_.Mails)\" }",
        "ServiceNumber: 14255550100 -> 14255037265, InformationChanged\n",
    )
    .mails(&["InformationChanged ken@contoso.com"])],
    ..Spec::EMPTY
};

/// A named thing's properties as texts.
type Facts = Vec<(&'static str, String)>;

fn user_facts(tenant: &Tenant, user: &User<'_>) -> Facts {
    let object = objects::native_user(tenant, user);
    let mut facts: Facts = Vec::new();
    let names = [
        "UserPrincipalName",
        "DisplayName",
        "Mail",
        "SipAddress",
        "UsageLocation",
        "PreferredLanguage",
        "Provider",
        "BridgeName",
        "ServiceNumber",
        "TollFreeServiceNumber",
        "ConferenceId",
        "Alias",
        "Department",
        "City",
        "Country",
        "Policy",
    ];
    for name in names {
        facts.push((name, object.note(name).and_then(|value| value.as_str().map(|text| text.to_string())).unwrap_or_default()));
    }
    let skus = user.licences().iter().map(|licence| {
        let off = licence.effective_disabled_plans();
        if off.is_empty() { licence.sku.clone() } else { format!("{} without {}", licence.sku, off.join("+")) }
    });
    facts.push(("Licenses", skus.collect::<Vec<_>>().join(", ")));
    let flag = |on: bool| if on { "True" } else { "False" }.to_owned();
    facts.push(("AccountEnabled", flag(user.account_enabled())));
    facts.push(("AllowPstnOnlyMeetings", flag(user.allow_pstn_only_meetings())));
    facts.push(("AllowTollFreeDialIn", flag(user.allow_toll_free_dial_in())));
    for (area, policy) in user.granted_policies().iter().filter(|(area, _)| area.property() != "TeamsAudioConferencingPolicy") {
        facts.push(("Policies", format!("{area} {policy}")));
    }
    facts
}

/// Everything beside users, by area and name.
fn tenant_facts(tenant: &Tenant) -> BTreeMap<(&'static str, String), Facts> {
    let mut all: BTreeMap<(&'static str, String), Facts> = BTreeMap::new();
    let settings = tenant.settings().all().iter().map(|setting| (setting.name(), setting.shown())).collect();
    all.insert(("Setting", "Global".to_owned()), settings);
    let configuration = tenant.configuration();
    let flag = |on: bool| if on { "True" } else { "False" }.to_owned();
    all.insert(
        ("Tenant", tenant.info().display_name.clone()),
        vec![
            ("ConferencingEnabled", flag(configuration.enabled)),
            ("MeetingMigrationEnabled", flag(configuration.meeting_migration_enabled)),
            ("Meetings", tenant.meetings().len().to_string()),
            ("Migrations", tenant.migrations().len().to_string()),
        ],
    );
    for bridge in tenant.bridges() {
        let number = bridge.default_service_number.map(|number| number.to_string()).unwrap_or_default();
        let facts =
            vec![("Name", bridge.name.clone()), ("DefaultServiceNumber", number), ("IsDefault", flag(tenant.is_default_bridge(bridge.id)))];
        all.insert(("Bridge", bridge.id.to_string()), facts);
    }
    for number in tenant.service_numbers() {
        let bridge = number.bridge_id.and_then(|id| tenant.bridge(id)).map(|bridge| bridge.name.clone()).unwrap_or_default();
        let facts = vec![
            ("Bridge", bridge),
            ("PrimaryLanguage", number.primary_language.clone()),
            ("SecondaryLanguages", number.secondary_languages.join(", ")),
        ];
        all.insert(("ServiceNumber", number.number.to_string()), facts);
    }
    for pool in tenant.subscriptions() {
        let used = tenant.users().consumed(&pool.sku);
        all.insert(("Subscription", pool.sku.clone()), vec![("Total", pool.total.to_string()), ("Used", used.to_string())]);
    }
    for policy in tenant.conferencing_policies() {
        let numbers: Vec<String> = policy.meeting_invite_phone_numbers.iter().map(|number| number.to_string()).collect();
        let facts = vec![("MeetingInvitePhoneNumbers", numbers.join(", ")), ("AllowTollFreeDialin", flag(policy.allow_toll_free_dialin))];
        all.insert(("Policy", policy.name.clone()), facts);
    }
    for group in tenant.groups() {
        let skus: Vec<&str> = group.licences.iter().map(|licence| licence.sku.as_str()).collect();
        let facts = vec![("Members", group.members.len().to_string()), ("Licenses", skus.join(", "))];
        all.insert(("Group", group.name.clone()), facts);
    }
    all
}

fn difference(area: &str, name: &str, property: &str, before: &str, after: &str, mails: &str) -> Value {
    Object::record(
        Some("Bridgesh.TenantDifference"),
        [
            ("Area", text(area)),
            ("Name", text(name)),
            ("Property", text(property)),
            ("Before", text(before)),
            ("After", text(after)),
            ("Mails", text(mails)),
        ],
    )
}

fn differences(found: &mut Vec<Value>, area: &str, name: &str, before: Option<&Facts>, after: Option<&Facts>, mails: &str) {
    match (before, after) {
        (Some(before), Some(after)) => {
            let value = |facts: &Facts, name: &str| {
                let all: Vec<&str> = facts.iter().filter(|(own, _)| *own == name).map(|(_, value)| value.as_str()).collect();
                all.join(", ")
            };
            let mut names: Vec<&str> = before.iter().chain(after).map(|(name, _)| *name).collect();
            let mut seen = Vec::new();
            names.retain(|name| {
                !seen.contains(name) && {
                    seen.push(*name);
                    true
                }
            });
            for property in names {
                let (old, new) = (value(before, property), value(after, property));
                if old != new {
                    found.push(difference(area, name, property, &old, &new, mails));
                }
            }
        }
        (Some(_), None) => found.push(difference(area, name, "", "there", "removed", mails)),
        (None, Some(_)) => found.push(difference(area, name, "", "", "created", mails)),
        (None, None) => {}
    }
}

fn compare(ctx: &mut Context<'_>) -> Run {
    let name = snapshot_name(ctx, "Reference");
    let Some((before, from)) = snapshot(ctx, &name)? else { return Ok(()) };
    let (after, to) = match act::text(ctx, "Difference") {
        Some(name) => match snapshot(ctx, &name)? {
            Some(found) => found,
            None => return Ok(()),
        },
        None => (ctx.dispatch().tenant().clone(), ctx.dispatch().log().len()),
    };
    // Which kinds of mail each user was sent in between.
    let mut mails: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut withheld: BTreeMap<Guid, Vec<String>> = BTreeMap::new();
    let dispatch = ctx.dispatch();
    for entry in dispatch.log().get(from..to).unwrap_or_default() {
        for item in entry.mails.clone().filter_map(|number| dispatch.outbox().get(MailId(number))) {
            let kinds = mails.entry(item.mail.to.address().to_lowercase()).or_default();
            let kind = item.kind().to_string();
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        for record in &entry.suppressed {
            withheld.entry(record.user).or_default().push(format!("{} (not sent: {})", record.kind, record.reason.name()));
        }
    }
    let told = |user: &User<'_>| {
        let sent = user.mail().and_then(|address| mails.get(&address.to_lowercase()));
        let kinds: Vec<&str> = sent.into_iter().chain(withheld.get(&user.object_id())).flatten().map(String::as_str).collect();
        kinds.join(", ")
    };
    let mut found = Vec::new();
    for user in before.users().iter() {
        let id = user.object_id();
        let old = user_facts(&before, &user);
        let Some(now) = after.user(id) else {
            differences(&mut found, "User", user.user_principal_name(), Some(&old), None, &told(&user));
            continue;
        };
        differences(&mut found, "User", user.user_principal_name(), Some(&old), Some(&user_facts(&after, &now)), &told(&user));
        let pins = (user.pin(), now.pin());
        if user.is_enabled() && now.is_enabled() && pins.0 != pins.1 {
            found.push(difference("User", user.user_principal_name(), "Pin", MASKED_PIN, MASKED_PIN, &told(&user)));
        }
    }
    for user in after.users().iter().filter(|user| before.user(user.object_id()).is_none()) {
        differences(&mut found, "User", user.user_principal_name(), None, Some(&Facts::new()), &told(&user));
    }
    let (old, new) = (tenant_facts(&before), tenant_facts(&after));
    let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for key in keys {
        differences(&mut found, key.0, &key.1, old.get(key), new.get(key), "");
    }
    found.into_iter().try_for_each(|object| ctx.write(object))
}

const STEP: Spec = Spec {
    verb: "Step",
    noun: "Clock",
    module: MODULE,
    synopsis: "Moves the tenant's clock on: what is due by then happens.",
    description: "Meeting migrations wait 90 minutes and take time: this is how a rehearsal sees them end. Only the tenant's time moves, not Get-Date.",
    parameters: &[
        Parameter::new("By", "timespan")
            .sets(&[InSet::ALL.at(0).mandatory()])
            .help("How far: '02:00:00', or a number of days as PowerShell reads it."),
        PASS_THRU,
    ],
    related: &["Get-CsMeetingMigrationStatus"],
    examples: &[Example::new(
        "Let meetings be migrated",
        "Start-CsExMeetingMigration -Identity ken@contoso.com\nStep-Clock 03:00:00\n(Get-CsMeetingMigrationStatus -Identity ken@contoso.com).State",
        "Succeeded\n",
    )],
    ..Spec::EMPTY
};

fn step(ctx: &mut Context<'_>) -> Run {
    let ticks = match ctx.call.get("By").map(Value::base) {
        Some(Value::TimeSpan(span)) => span.0,
        _ => 0,
    };
    if ticks < 0 {
        let message = "The clock does not go back.";
        return ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, "ClockBackwards", Category::InvalidArgument, Value::Null);
    }
    // A tick is 100 nanoseconds.
    let by = jiff::SignedDuration::new(ticks / 10_000_000, i32::try_from(ticks % 10_000_000 * 100).unwrap_or(0));
    ctx.dispatch().sources().advance(by);
    if let Err(error) = ctx.dispatch().execute(&AdvanceMigrations.into()) {
        act::fail(ctx, &error, &Value::Null)?;
    }
    if ctx.call.flag("PassThru") {
        let now = ctx.dispatch().now();
        return ctx.write(objects::date(now));
    }
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(SAVE, save), each!(RESTORE, restore), each!(RESET, reset), each!(COMPARE, compare), each!(STEP, step)];
