//! `Suspend-`, `Resume-` and `Remove-Mail`, and `Get-DeliveryReport`: what becomes of the mails in the outbox.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::MODULE;
use super::choose::{ID, KIND, NEWEST, STATE, TO, mails};
use crate::cmdlet::{Context, Entry, Example, Impact, Parameter, Spec};
use crate::each;
use crate::library::conferencing::{act, objects};
use crate::mail::{Item, MailId, MailState};
use crate::value::{Object, Run, Value};

const SUSPEND: Spec = Spec {
    verb: "Suspend",
    noun: "Mail",
    module: MODULE,
    synopsis: "Keeps waiting mails back.",
    description: "They are Held, and Send-Mail leaves them out, until Resume-Mail.",
    parameters: &[ID, TO, KIND, STATE, NEWEST],
    should_process: Some(Impact::Low),
    related: &["Resume-Mail", "Send-Mail"],
    examples: &[Example::new("The last one", "Reset-Pin ken@contoso.com\nGet-Mail | Suspend-Mail\n(Get-Mail).State", "Held\n")
        .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn suspend(ctx: &mut Context<'_>) -> Run {
    let by_number = ctx.call.has("Id");
    for id in mails(ctx)? {
        let state = state_of(ctx, id);
        // A filter takes those that can be held; a mail that is named and cannot be is an error.
        if !by_number && !state.may_become(MailState::Held) || state == MailState::Held {
            continue;
        }
        if ctx.should_process(format!("mail {id}"), "Suspend-Mail")? {
            let result = ctx.dispatch().hold_mail(id);
            result.or_else(|error| act::fail(ctx, &error, &Value::from(id.to_string())))?;
        }
    }
    Ok(())
}

fn state_of(ctx: &mut Context<'_>, id: MailId) -> MailState {
    ctx.dispatch().outbox().get(id).map_or(MailState::Sent, |item| item.state)
}

const RESUME: Spec = Spec {
    verb: "Resume",
    noun: "Mail",
    module: MODULE,
    synopsis: "Lets mails wait to be sent again.",
    description: "Held, deferred and failed mails are Queued again. A mail whose fate is Unknown may have arrived, and its recipient may get it twice: this is asked for each, but with -Force or -Confirm:$false.",
    parameters: &[ID, TO, KIND, STATE, NEWEST, Parameter::switch("Force").help("Takes mails whose fate is unknown without a question.")],
    should_process: Some(Impact::Low),
    related: &["Suspend-Mail", "Send-Mail"],
    examples: &[Example::new(
        "A mail that was held",
        "Reset-Pin ken@contoso.com\nSuspend-Mail 1\nResume-Mail 1\n(Get-Mail).State",
        "Queued\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn resume(ctx: &mut Context<'_>) -> Run {
    let by_number = ctx.call.has("Id");
    let asks = !ctx.call.flag("Force") && ctx.call.preferences.confirm != Some(false);
    for id in mails(ctx)? {
        let state = state_of(ctx, id);
        if !by_number && !state.may_become(MailState::Queued) || state == MailState::Queued {
            continue;
        }
        if !ctx.should_process(format!("mail {id}"), "Resume-Mail")? {
            continue;
        }
        if state == MailState::Unknown && asks {
            let query = format!("The mail {id} may have arrived already. Send it again?");
            if !ctx.host.should_continue(ctx.call, &query, "Resume-Mail")? {
                continue;
            }
        }
        let result = ctx.dispatch().release_mail(id);
        result.or_else(|error| act::fail(ctx, &error, &Value::from(id.to_string())))?;
    }
    Ok(())
}

const REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "Mail",
    module: MODULE,
    synopsis: "Removes mails from the outbox.",
    description: "Those that -Id or the other parameters name; without any of them all. The tenant stays as it is.",
    parameters: &[ID, TO, KIND, STATE, NEWEST],
    should_process: Some(Impact::Medium),
    related: &["Clear-Mail", "Get-Mail"],
    examples: &[Example::new("One mail", "Reset-Pin ken@contoso.com\nRemove-Mail 1\n@(Get-Mail).Count", "0\n")],
    ..Spec::EMPTY
};

fn remove(ctx: &mut Context<'_>) -> Run {
    let mut agreed = Vec::new();
    for id in mails(ctx)? {
        if ctx.should_process(format!("mail {id}"), "Remove-Mail")? {
            agreed.push(id);
        }
    }
    let result = ctx.dispatch().remove_mails(&agreed);
    result.map(drop).or_else(|error| act::fail(ctx, &error, &Value::Null))
}

const REPORT: Spec = Spec {
    verb: "Get",
    noun: "DeliveryReport",
    module: MODULE,
    synopsis: "Says for each recipient what became of the mails.",
    description: "A row for each address: how many mails are in each state, when the last was tried, and what the mail server said of the last that did not arrive. Write it to a file with Export-Csv.",
    parameters: &[TO, KIND, STATE, NEWEST],
    output: &["Bridgesh.DeliveryReport"],
    related: &["Get-Mail", "Send-Mail", "Export-Csv"],
    examples: &[Example::new(
        "As CSV",
        "Reset-Pin ken@contoso.com\nGet-DeliveryReport | Select-Object Recipient, Total, Queued | ConvertTo-Csv -UseQuotes AsNeeded",
        "Recipient,Total,Queued\nken@contoso.com,1,1\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

/// What is known of one recipient.
#[derive(Default)]
struct Row {
    name: String,
    by_state: BTreeMap<MailState, i32>,
    last_attempt: Option<Timestamp>,
    trouble: String,
}

fn report(ctx: &mut Context<'_>) -> Run {
    let ids = mails(ctx)?;
    let mut order: Vec<String> = Vec::new();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let outbox = ctx.dispatch().outbox();
    for item in ids.iter().filter_map(|id| outbox.get(*id)) {
        let address = item.mail.to.address().to_owned();
        let row = rows.entry(address.to_lowercase()).or_insert_with(|| {
            order.push(address.clone());
            Row::default()
        });
        note(row, item);
    }
    for address in order {
        let Some(row) = rows.remove(&address.to_lowercase()) else { continue };
        let mut columns = vec![
            ("Recipient", objects::text(&address)),
            ("Name", objects::text(&row.name)),
            ("Total", Value::Int(row.by_state.values().sum())),
        ];
        for state in MailState::ALL {
            columns.push((state.name(), Value::Int(row.by_state.get(&state).copied().unwrap_or_default())));
        }
        columns.push(("LastAttempt", row.last_attempt.map_or(Value::Null, objects::date)));
        columns.push(("Trouble", objects::text(&row.trouble)));
        ctx.write(Object::record(Some("Bridgesh.DeliveryReport"), columns))?;
    }
    Ok(())
}

fn note(row: &mut Row, item: &Item) {
    item.mail.to.name().clone_into(&mut row.name);
    *row.by_state.entry(item.state).or_default() += 1;
    row.last_attempt = row.last_attempt.max(item.last_attempt);
    if matches!(item.state, MailState::Deferred | MailState::Failed | MailState::Unknown) {
        row.trouble.clone_from(&item.detail);
    }
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(SUSPEND, suspend), each!(RESUME, resume), each!(REMOVE, remove), each!(REPORT, report)];
