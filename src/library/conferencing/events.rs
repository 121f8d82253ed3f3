//! What happened, for audits: `Get-TenantEvent`.

use super::act::{self, users};
use super::objects::{date, maybe, text};
use super::{MODULE, sessions};
use crate::cmdlet::{Completer, Context, Entry, Example, InSet, Parameter, Spec};
use crate::dispatch::{detail_of, is_by_user, name_of, user_of};
use crate::each;
use crate::library::conferencing::filter::like;
use crate::value::{Object, Run, Value};

const EVENT: Spec = Spec {
    verb: "Get",
    noun: "TenantEvent",
    module: MODULE,
    synopsis: "Shows what changed in the tenant, oldest first: who did what to whom and when, without secrets.",
    description: "Who is the administrator, or the user who reset the own PIN. Detail has the new value. Mails counts the mails of the same command, Suppressed those that did not go out.",
    parameters: &[
        Parameter::new("User", "Object[]")
            .sets(&[InSet::ALL.at(0).pipeline().by_property()])
            .aliases(&["Identity", "UserPrincipalName"])
            .complete(Completer::User)
            .help("Only events about these users."),
        Parameter::new("Event", "string").help("Only events of this name; * and ? are wildcards."),
        Parameter::new("After", "datetime").help("Only events at this time or later."),
        Parameter::new("Newest", "int").help("Only the last so many."),
    ],
    output: &["Bridgesh.TenantEvent"],
    related: &["Get-Mail", "Compare-Tenant"],
    examples: &[
        Example::new("After a PIN reset", "Reset-Pin ken@contoso.com\n(Get-TenantEvent).Event", "PinReset\n").mails(&["PinReset ken@contoso.com"]),
        Example::new(
            "What a number change was",
            "Set-DefaultNumber ken@contoso.com 14255037265\nGet-TenantEvent -Event Default* | ForEach-Object { \"$($_.User) $($_.Detail)\" }",
            "ken@contoso.com toll 14255037265\n",
        )
        .mails(&["InformationChanged ken@contoso.com"]),
    ],
    ..Spec::EMPTY
};

fn event(ctx: &mut Context<'_>) -> Run {
    let wanted: Option<Vec<_>> = match ctx.call.has("User") {
        true => Some(users(ctx, "User")?.into_iter().map(|(id, _)| id).collect()),
        false => None,
    };
    let pattern = act::text(ctx, "Event");
    let after = match ctx.call.get("After").map(Value::base) {
        Some(Value::DateTime(at)) => Some(at.to_universal_time().ticks()),
        _ => None,
    };
    let newest = ctx.call.integer("Newest").and_then(|newest| usize::try_from(newest).ok());
    let dispatch = ctx.dispatch();
    let tenant = dispatch.tenant();
    let account = sessions::account(tenant.info());
    let mut found = Vec::new();
    for entry in dispatch.log() {
        let time = date(entry.at);
        if let (Some(after), Value::DateTime(at)) = (after, &time)
            && at.ticks() < after
        {
            continue;
        }
        let count = |number: usize| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
        for event in entry.events.iter() {
            let user = user_of(event);
            let name = name_of(event);
            if wanted.as_ref().is_some_and(|wanted| user.is_none_or(|user| !wanted.contains(&user)))
                || pattern.as_ref().is_some_and(|pattern| !like(pattern, name))
            {
                continue;
            }
            let upn = user.map(|id| tenant.user(id).map_or_else(|| id.to_string(), |user| user.user_principal_name().to_owned()));
            let who = if is_by_user(event) { upn.clone().unwrap_or_default() } else { account.clone() };
            found.push(Object::record(
                Some("Bridgesh.TenantEvent"),
                [
                    ("Time", time.clone()),
                    ("Who", Value::from(who)),
                    ("Command", text(entry.command)),
                    ("Event", Value::str(name)),
                    ("User", maybe(upn)),
                    ("Detail", Value::from(detail_of(event, tenant))),
                    ("Mails", count(usize::try_from(entry.mails.end - entry.mails.start).unwrap_or(usize::MAX))),
                    ("Suppressed", count(entry.suppressed.len())),
                ],
            ));
        }
    }
    let skipped = newest.map_or(0, |newest| found.len().saturating_sub(newest));
    found.into_iter().skip(skipped).try_for_each(|object| ctx.write(object))
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(EVENT, event)];
