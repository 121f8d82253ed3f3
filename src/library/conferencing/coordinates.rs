//! The changes of a user's conferencing that mail: `Reset-Pin`, `Reset-ConferenceId`, `Set-DefaultNumber`,
//! `Set-ConferencingProvider`, and the manual mail, `Send-ConferencingInfo`.

use super::act::{self, execute, name_of, users};
use super::users::pass;
use super::{IDENTITY, MODULE, PASS_THRU, objects};
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec, Validation};
use crate::each;
use crate::tenant::command::NumberChoice;
use crate::tenant::command::{
    ChangeConferenceId, ChangeProvider, ResetPin, SendInformation, SendWish, SetDefaultNumber, expect_conference_id,
};
use crate::tenant::event::Actor;
use crate::tenant::model::{NumberKind, Provider};
use crate::value::{Object, Run, Value};

const RESET_PIN: Spec = Spec {
    verb: "Reset",
    noun: "Pin",
    module: MODULE,
    synopsis: "Gives users a new PIN and mails it to them.",
    description: "-PassThru shows the new PIN, this once, in the property Pin. With -BySelf the user has reset it at the web page: then no mail goes out.",
    parameters: &[IDENTITY, Parameter::switch("BySelf").help("The user resets it, not an administrator: no mail."), PASS_THRU],
    output: &["Bridgesh.PinReset"],
    should_process: Some(Impact::Medium),
    related: &["Set-BridgeSettings", "Set-CsOnlineDialInConferencingUser"],
    examples: &[
        Example::runs("One user", "Reset-Pin ken@contoso.com").mails(&["PinReset ken@contoso.com"]),
        Example::new("Show the PIN, this once", "(Reset-Pin ken@contoso.com -PassThru).Pin.Length", "5\n")
            .mails(&["PinReset ken@contoso.com"]),
        Example::new(
            "All of a department",
            "Get-ConferencingUser -Enabled | Where-Object Department -eq Finance | Reset-Pin\n@(Get-Mail -Kind PinReset).Count",
            "3\n",
        )
        .mails(&["PinReset chris.green@contoso.com", "PinReset jean.martin@contoso.com", "PinReset lene.holm@contoso.com"]),
    ],
    ..Spec::EMPTY
};

fn reset_pin(ctx: &mut Context<'_>) -> Run {
    let by = if ctx.call.flag("BySelf") { Actor::User } else { Actor::Administrator };
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        let Some(outcome) = execute(ctx, &name, &about, ResetPin { user, by })? else { continue };
        if ctx.call.flag("PassThru")
            && let Some(pin) = outcome.pin_of(user)
        {
            let pin = pin.expose_secret().as_str().to_owned();
            crate::engine::engine_of(ctx.host).reveal(&pin);
            let tenant = ctx.dispatch().tenant();
            let display = tenant.user(user).map(|user| user.display_name().to_owned());
            let pairs = [("UserPrincipalName", Value::str(&name)), ("DisplayName", objects::maybe(display)), ("Pin", Value::str(&pin))];
            ctx.write(Object::record(Some("Bridgesh.PinReset"), pairs))?;
        }
    }
    Ok(())
}

const RESET_ID: Spec = Spec {
    verb: "Reset",
    noun: "ConferenceId",
    module: MODULE,
    synopsis: "Gives users a new conference ID; the old one stops working at once.",
    description: "The user's meetings are queued to be updated. While the tenant uses dynamic IDs users have none to reset.",
    parameters: &[
        IDENTITY,
        Parameter::new("ConferenceId", "string").help("The new ID, seven digits; a generated one if not given."),
        PASS_THRU,
    ],
    output: &["Bridgesh.ConferencingUser"],
    should_process: Some(Impact::Medium),
    related: &["Reset-Pin"],
    examples: &[Example::new(
        "A chosen ID",
        "Reset-ConferenceId ken@contoso.com -ConferenceId 7654321 -PassThru | ForEach-Object ConferenceId",
        "7654321\n",
    )
    .mails(&["InformationChanged ken@contoso.com"])],
    ..Spec::EMPTY
};

fn reset_id(ctx: &mut Context<'_>) -> Run {
    let conference_id = match act::text(ctx, "ConferenceId").map(|text| (expect_conference_id(&text), text)) {
        None => None,
        Some((Ok(id), _)) => Some(id),
        Some((Err(refusal), text)) => return act::refuse(ctx, &refusal, &Value::from(text)),
    };
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        execute(ctx, &name, &about, ChangeConferenceId { user, conference_id })?;
        pass(ctx, user)?;
    }
    Ok(())
}

const SET_NUMBER: Spec = Spec {
    verb: "Set",
    noun: "DefaultNumber",
    module: MODULE,
    synopsis: "Gives users another default number.",
    description: "The number must be on the user's bridge. Without a number the one of the usage location is taken. A toll number replaces the toll number, a toll-free one the toll-free number.",
    parameters: &[
        IDENTITY,
        Parameter::new("ServiceNumber", "Object")
            .sets(&[InSet::ALL.at(1).by_property()])
            .aliases(&["Number"])
            .complete(Completer::ServiceNumber)
            .help("The number; that of the usage location if not given."),
        Parameter::new("Type", "string")
            .validate(&[Validation::Set(&["Toll", "TollFree"])])
            .help("Which of the two default numbers, if no number is given."),
        Parameter::switch("Remove").help("Takes the toll-free number away."),
        PASS_THRU,
    ],
    output: &["Bridgesh.ConferencingUser"],
    should_process: Some(Impact::Medium),
    related: &["Get-ServiceNumber", "Set-CsOnlineDialInConferencingUserDefaultNumber"],
    examples: &[
        Example::new(
            "A number of the bridge",
            "Set-DefaultNumber ken@contoso.com 12125550142\n(Get-ConferencingUser ken@contoso.com).ServiceNumber",
            "12125550142\n",
        )
        .mails(&["InformationChanged ken@contoso.com"]),
        Example::new(
            "The number a user has already is no change",
            "Set-DefaultNumber ken@contoso.com 14255550100\n@(Get-Mail).Count",
            "0\n",
        ),
    ],
    ..Spec::EMPTY
};

fn set_number(ctx: &mut Context<'_>) -> Run {
    let given = match ctx.call.get("ServiceNumber").cloned().filter(|value| !act::is_blank(value)) {
        Some(value) => match act::number(ctx, &value)? {
            Some(number) => Some(number),
            None => return Ok(()),
        },
        None => None,
    };
    let named = act::text(ctx, "Type").and_then(|name| NumberKind::parse(&name));
    let remove = ctx.call.flag("Remove");
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        let own = given.and_then(|number| ctx.dispatch().tenant().service_number(number).map(|known| known.kind));
        let kind = named.or(own).unwrap_or(if remove { NumberKind::TollFree } else { NumberKind::Toll });
        let number = match given {
            _ if remove => NumberChoice::Nothing,
            Some(number) => NumberChoice::Number(number),
            None => NumberChoice::ByLocation,
        };
        execute(ctx, &name, &about, SetDefaultNumber { user, kind, number })?;
        pass(ctx, user)?;
    }
    Ok(())
}

const SET_PROVIDER: Spec = Spec {
    verb: "Set",
    noun: "ConferencingProvider",
    module: MODULE,
    synopsis: "Changes who provides users' audio conferencing.",
    description: "Microsoft needs a licence and gives new coordinates, which are mailed. Any other provider, or None, takes Microsoft's away, which is mailed too.",
    parameters: &[
        IDENTITY,
        Parameter::new("Provider", "string")
            .sets(&[InSet::ALL.at(1).mandatory().by_property()])
            .help("Microsoft, None, or the name of a third party."),
        PASS_THRU,
    ],
    output: &["Bridgesh.ConferencingUser"],
    should_process: Some(Impact::Medium),
    related: &["Enable-ConferencingUser", "Disable-ConferencingUser"],
    examples: &[Example::runs("To a third party", "Set-ConferencingProvider ken@contoso.com -Provider InterCall")
        .mails(&["Disabled ken@contoso.com"])],
    ..Spec::EMPTY
};

fn set_provider(ctx: &mut Context<'_>) -> Run {
    let provider = Provider::parse(&act::text(ctx, "Provider").unwrap_or_default());
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        execute(ctx, &name, &about, ChangeProvider { user, provider: provider.clone() })?;
        pass(ctx, user)?;
    }
    Ok(())
}

const SEND: Spec = Spec {
    verb: "Send",
    noun: "ConferencingInfo",
    module: MODULE,
    synopsis: "Mails users their number and conference ID, never the PIN.",
    description: "It goes out while the automatic mails are off, too.",
    parameters: &[
        IDENTITY,
        Parameter::new("To", "string").help("Another recipient, of any domain."),
        Parameter::new("From", "string").aliases(&["FromAddress"]).help("The sender's address."),
        Parameter::new("FromDisplayName", "string").aliases(&["FromName"]).help("The sender's display name."),
    ],
    should_process: Some(Impact::Medium),
    related: &["Get-Mail", "Set-SenderDisplayName"],
    examples: &[
        Example::runs("To the user", "Send-ConferencingInfo ken@contoso.com").mails(&["ConferencingInformation ken@contoso.com"]),
        Example::new(
            "To the assistant",
            "Send-ConferencingInfo ken@contoso.com -To assistant@contoso.com\n(Get-Mail).To",
            "assistant@contoso.com\n",
        )
        .mails(&["ConferencingInformation assistant@contoso.com"]),
    ],
    ..Spec::EMPTY
};

fn send(ctx: &mut Context<'_>) -> Run {
    let wish = SendWish { to: act::text(ctx, "To"), from_address: act::text(ctx, "From"), from_name: act::text(ctx, "FromDisplayName") };
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        execute(ctx, &name, &about, SendInformation { user, wish: wish.clone() })?;
    }
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(RESET_PIN, reset_pin),
    each!(RESET_ID, reset_id),
    each!(SET_NUMBER, set_number),
    each!(SET_PROVIDER, set_provider),
    each!(SEND, send),
];
