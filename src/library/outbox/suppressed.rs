//! `Get-SuppressedMail` and `Send-SuppressedMail`: who was not told what and why, and telling them after all.

use std::collections::HashSet;

use super::MODULE;
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec, Validation};
use crate::each;
use crate::library::conferencing::{act, objects};
use crate::notify::{Kind, Suppressed};
use crate::tenant::model::Guid;
use crate::value::{Object, Run, Value};

const USER: Parameter = Parameter::new("User", "Object[]")
    .sets(&[InSet::ALL.at(0).pipeline().by_property()])
    .aliases(&["Identity", "UserPrincipalName"])
    .complete(Completer::User)
    .help("Only those of these users.");
const KIND: Parameter = Parameter::new("Kind", "string")
    .validate(&[Validation::Set(&["Enabled", "InformationChanged", "PinReset", "Disabled", "ConferencingInformation"])])
    .help("Only mails of this kind.");
const REASON: Parameter = Parameter::new("Reason", "string")
    .validate(&[Validation::Set(&["AutomaticMailsOff", "NoMailAddress", "PinUnknown"])])
    .help("Only for this reason.");

const GET: Spec = Spec {
    verb: "Get",
    noun: "SuppressedMail",
    module: MODULE,
    synopsis: "Lists the mails that did not go out, and why.",
    description: "Automatic mails do not go out while they are switched off, to users without a mail address, and where the PIN to tell is not known.",
    parameters: &[USER, KIND, REASON],
    output: &["Bridgesh.SuppressedMail"],
    related: &["Send-SuppressedMail", "Set-BridgeSettings"],
    examples: &[Example::new(
        "While automatic mails are off",
        "Set-BridgeSettings -SendEmailsToUsers $false\nReset-Pin ken@contoso.com\nGet-SuppressedMail | ForEach-Object { \"$($_.Kind) $($_.User) $($_.Reason)\" }",
        "PinReset ken@contoso.com AutomaticMailsOff\n",
    )],
    ..Spec::EMPTY
};

fn object(record: &Suppressed) -> Value {
    Object::record(
        Some("Bridgesh.SuppressedMail"),
        [
            ("Kind", objects::text(record.kind)),
            ("User", objects::text(&record.user_principal_name)),
            ("Reason", objects::text(record.reason)),
            ("Explanation", objects::text(record.reason.explanation())),
            ("Created", objects::date(record.created)),
        ],
    )
}

/// Which records the parameters name.
struct Wanted {
    users: Option<Vec<Guid>>,
    kind: Option<Kind>,
    reason: Option<String>,
}

impl Wanted {
    fn of(ctx: &mut Context<'_>) -> Run<Wanted> {
        let users = match ctx.call.has("User") {
            true => Some(act::users(ctx, "User")?.into_iter().map(|(id, _)| id).collect()),
            false => None,
        };
        Ok(Wanted { users, kind: act::text(ctx, "Kind").and_then(|name| Kind::parse(&name)), reason: act::text(ctx, "Reason") })
    }

    fn takes(&self, record: &Suppressed) -> bool {
        self.users.as_ref().is_none_or(|users| users.contains(&record.user))
            && self.kind.is_none_or(|kind| kind == record.kind)
            && self.reason.as_ref().is_none_or(|reason| reason.eq_ignore_ascii_case(record.reason.name()))
    }
}

fn get(ctx: &mut Context<'_>) -> Run {
    let wanted = Wanted::of(ctx)?;
    let found: Vec<Value> = ctx.dispatch().outbox().suppressed().iter().filter(|record| wanted.takes(record)).map(object).collect();
    for record in found {
        ctx.write(record)?;
    }
    Ok(())
}

const SEND: Spec = Spec {
    verb: "Send",
    noun: "SuppressedMail",
    module: MODULE,
    synopsis: "Sends mails that did not go out.",
    description: "Not the old mail, but a fresh one of the same kind with what holds today. It goes out while automatic mails are off, too. Users without an address keep their record.",
    parameters: &[USER, KIND, REASON],
    should_process: Some(Impact::Medium),
    related: &["Get-SuppressedMail"],
    examples: &[Example::new(
        "After all",
        "Set-BridgeSettings -SendEmailsToUsers $false\nReset-Pin ken@contoso.com\nSend-SuppressedMail\n(Get-Mail).Kind",
        "PinReset\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn send(ctx: &mut Context<'_>) -> Run {
    let wanted = Wanted::of(ctx)?;
    let chosen: Vec<Suppressed> = ctx.dispatch().outbox().suppressed().iter().filter(|record| wanted.takes(record)).cloned().collect();
    let mut agreed = HashSet::new();
    for record in chosen {
        if ctx.should_process(format!("{} to {}", record.kind, record.user_principal_name), "Send-SuppressedMail")? {
            agreed.insert(record);
        }
    }
    if agreed.is_empty() {
        return Ok(());
    }
    match ctx.dispatch().send_suppressed(|record| agreed.contains(record)) {
        Ok(outcome) => outcome.warnings.iter().try_for_each(|warning| ctx.warn(warning)),
        Err(error) => act::fail(ctx, &error, &Value::Null),
    }
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(GET, get), each!(SEND, send)];
