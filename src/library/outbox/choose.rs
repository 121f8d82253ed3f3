//! Which mails of the outbox a call is about: the parameters that all cmdlets of mails share.

use crate::cmdlet::{Completer, Context, InSet, Parameter, Validation};
use crate::library::conferencing::act;
use crate::mail::{MailFilter, MailId, MailState};
use crate::notify::Kind;
use crate::value::{Category, Run, TypeId};

const KINDS: &[&str] = &["Enabled", "InformationChanged", "PinReset", "Disabled", "ConferencingInformation", "Message"];

/// `-Id`.
pub const ID: Parameter = Parameter::new("Id", "Object[]")
    .sets(&[InSet::ALL.at(0).pipeline().by_property()])
    .complete(Completer::Mail)
    .help("Mails by number, or objects of Get-Mail.");
/// `-To`.
pub const TO: Parameter =
    Parameter::new("To", "string").complete(Completer::User).help("Only mails to this address or name; * and ? are wildcards.");
/// `-Kind`.
pub const KIND: Parameter = Parameter::new("Kind", "string").validate(&[Validation::Set(KINDS)]).help("Only mails of this kind.");
/// `-Newest`.
pub const NEWEST: Parameter =
    Parameter::new("Newest", "int").validate(&[Validation::Range(0, i32::MAX as i64)]).help("Only the last so many.");
/// `-State`.
pub const STATE: Parameter = Parameter::new("State", "string")
    .validate(&[Validation::Set(&["Held", "Queued", "Sending", "Sent", "Deferred", "Failed", "Unknown"])])
    .help("Only mails in this state.");

/// The filter that the parameters make, without the numbers.
pub fn filter(ctx: &Context<'_>) -> MailFilter {
    MailFilter {
        to: act::text(ctx, "To"),
        kind: act::text(ctx, "Kind").and_then(|name| Kind::parse(&name)),
        state: act::text(ctx, "State").and_then(|name| MailState::parse(&name)),
        newest: ctx.call.integer("Newest").and_then(|newest| usize::try_from(newest).ok()),
    }
}

/// The mails that `-Id` or the filter names. A number that is none is an error of its own.
pub fn mails(ctx: &mut Context<'_>) -> Run<Vec<MailId>> {
    let filter = filter(ctx);
    if !ctx.call.has("Id") {
        return Ok(ctx.dispatch().outbox().find(&filter).into_iter().map(|item| item.id).collect());
    }
    let mut ids = Vec::new();
    for value in ctx.call.items("Id").unwrap_or_default() {
        let text = act::text_of(ctx, &value, &["Id"])?;
        let id = text.trim().parse().ok().map(MailId).filter(|id| ctx.dispatch().outbox().get(*id).is_some());
        match id {
            Some(id) => {
                if ctx.dispatch().outbox().get(id).is_some_and(|item| filter.passes(item)) {
                    ids.push(id);
                }
            }
            None => ctx.fail(
                TypeId::INVALID_OPERATION_EXCEPTION,
                format!("There is no mail '{text}' in the outbox."),
                "MailNotFound",
                Category::ObjectNotFound,
                value,
            )?,
        }
    }
    Ok(ids)
}
