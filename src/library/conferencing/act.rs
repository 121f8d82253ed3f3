//! From a cmdlet to a tenant command and back: the question of `-WhatIf` and `-Confirm`, the refusal as an error
//! record, the users that `-Identity` names.

use std::rc::Rc;

use crate::cmdlet::Context;
use crate::dispatch::{DispatchError, Outcome};
use crate::engine::EngineContext;
use crate::tenant::command::Command;
use crate::tenant::model::{Bridge, Guid, Number};
use crate::tenant::refusal::Refusal;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, convert};

/// Runs a command if `-WhatIf` and `-Confirm` let it; `None` if it did not run. A refusal is a non-terminating error
/// with the refusal's id, and nothing has changed. With `-WhatIf` the command is decided all the same, so that a
/// rehearsal shows what would be refused.
pub fn execute(ctx: &mut Context<'_>, target: &str, about: &Value, command: impl Into<Command>) -> Run<Option<Outcome>> {
    let action = ctx.call.spec.name();
    execute_as(ctx, target, &action, about, command)
}

/// The same with words of its own for what is done.
pub fn execute_as(ctx: &mut Context<'_>, target: &str, action: &str, about: &Value, command: impl Into<Command>) -> Run<Option<Outcome>> {
    let command = command.into();
    if !ctx.should_process(target, action)? {
        if let Err(refusal) = ctx.dispatch().what_if(&command) {
            refuse(ctx, &refusal, about)?;
        }
        return Ok(None);
    }
    match ctx.dispatch().execute(&command) {
        Ok(outcome) => {
            for warning in &outcome.warnings {
                ctx.warn(warning)?;
            }
            Ok(Some(outcome))
        }
        Err(error) => {
            fail(ctx, &error, about)?;
            Ok(None)
        }
    }
}

/// Writes a refusal as an error.
pub fn refuse(ctx: &mut Context<'_>, refusal: &Refusal, about: &Value) -> Run {
    fail(ctx, &DispatchError::Refused(refusal.clone()), about)
}

/// Writes what went wrong as an error.
pub fn fail(ctx: &mut Context<'_>, error: &DispatchError, about: &Value) -> Run {
    ctx.error(record_of(error, about))
}

/// What went wrong as an error record.
pub fn record_of(error: &DispatchError, about: &Value) -> ErrorRecord {
    let category = category_of(error.id());
    let class = match category {
        Category::InvalidArgument => TypeId::ARGUMENT_EXCEPTION,
        _ => TypeId::INVALID_OPERATION_EXCEPTION,
    };
    ErrorRecord::new(class, error.to_string(), error.id(), category, about.clone())
}

fn category_of(id: &str) -> Category {
    match id {
        "NoLicensesLeft" | "NoConferenceIdLeft" | "TooManyBridges" => Category::LimitsExceeded,
        "UnknownSku" | "UnknownPlan" | "UnknownServiceNumber" | "LicenseNotAssigned" | "NoBridge" => Category::ObjectNotFound,
        _ if id.ends_with("NotFound") => Category::ObjectNotFound,
        _ if id.starts_with("Duplicate") && id != "DuplicateLanguage" => Category::ResourceExists,
        "ControlCharacter"
        | "EmptyText"
        | "TextTooLong"
        | "UnsupportedLanguage"
        | "TooManySecondaryLanguages"
        | "DuplicateLanguage"
        | "BothConferenceIds"
        | "PinLengthOutOfRange"
        | "SenderIncomplete"
        | "SendEmailRequired"
        | "UnknownCountry"
        | "AmbiguousIdentity"
        | "WrongNumberType"
        | "SkuAddedAndRemoved"
        | "MailAddressInvalid" => Category::InvalidArgument,
        _ if id.starts_with("Invalid") => Category::InvalidArgument,
        "ConferencingDisabledForTenant" | "MigrationDisabled" => Category::NotEnabled,
        "ChangeNotKept" => Category::WriteError,
        _ => Category::InvalidOperation,
    }
}

/// Properties that name a user, the surest first.
const USER_PROPERTIES: &[&str] =
    &["ObjectId", "Identity", "UserPrincipalName", "Id", "UserId", "Upn", "Mail", "SipAddress", "User", "Alias", "DisplayName"];

/// The text that names a user, a bridge or a number in a value: the value itself, or the first of these properties
/// that is not empty.
pub fn text_of(ctx: &mut Context<'_>, value: &Value, properties: &[&str]) -> Run<Rc<str>> {
    let is_record = match value {
        Value::Dict(_) => true,
        other => other.is_custom(),
    };
    if is_record {
        for name in properties {
            let own = ctx.engine().property(value, name, false)?;
            if !own.is_null() {
                let text = convert::to_text(ctx.engine(), &own)?;
                if !text.trim().is_empty() {
                    return Ok(text);
                }
            }
        }
    }
    convert::to_text(ctx.engine(), value)
}

/// The users that `-Identity` (or another parameter) names, with the value that named each. One that cannot be found
/// is a non-terminating error; the others go on.
pub fn users(ctx: &mut Context<'_>, parameter: &str) -> Run<Vec<(Guid, Value)>> {
    let items = ctx.call.items(parameter).unwrap_or_default();
    let mut found = Vec::with_capacity(items.len());
    for item in items {
        if let Some(id) = user(ctx, &item)? {
            found.push((id, item));
        }
    }
    Ok(found)
}

/// The one user that a value names.
pub fn user(ctx: &mut Context<'_>, value: &Value) -> Run<Option<Guid>> {
    let text = text_of(ctx, value, USER_PROPERTIES)?;
    let resolved = ctx.dispatch().tenant().resolve(&text);
    match resolved {
        Ok(id) => Ok(Some(id)),
        Err(refusal) => {
            refuse(ctx, &refusal, &Value::Str(text))?;
            Ok(None)
        }
    }
}

/// A user's principal name, for messages.
pub fn name_of(ctx: &mut Context<'_>, user: Guid) -> String {
    ctx.dispatch().tenant().user(user).map(|user| user.user_principal_name().to_owned()).unwrap_or_default()
}

/// The telephone number of a value: text in any usual form, or an object with a `Number`.
pub fn number(ctx: &mut Context<'_>, value: &Value) -> Run<Option<Number>> {
    let text = text_of(ctx, value, &["Number", "TelephoneNumber", "Id", "Identity"])?;
    match crate::tenant::command::expect_number(&text) {
        Ok(number) => Ok(Some(number)),
        Err(refusal) => {
            refuse(ctx, &refusal, &Value::Str(text))?;
            Ok(None)
        }
    }
}

/// What a parameter that may be missing gives: `Err(())` after an error has been written.
pub type Optional<T> = Result<Option<T>, ()>;

/// The number that a parameter names, if it was given and is not empty.
pub fn number_argument(ctx: &mut Context<'_>, parameter: &str) -> Run<Optional<Number>> {
    let Some(value) = ctx.call.get(parameter).cloned().filter(|value| !is_blank(value)) else { return Ok(Ok(None)) };
    Ok(number(ctx, &value)?.map(Some).ok_or(()))
}

/// The bridge that one of two parameters names by id or name, if either was given.
pub fn bridge_argument(ctx: &mut Context<'_>, by_id: &str, by_name: &str) -> Run<Optional<Guid>> {
    let given = ctx.call.get(by_id).or_else(|| ctx.call.get(by_name)).cloned().filter(|value| !is_blank(value));
    let Some(value) = given else { return Ok(Ok(None)) };
    Ok(bridge(ctx, &value)?.map(|bridge| Some(bridge.id)).ok_or(()))
}

/// The bridge of a value: an id, a name, or an object with an `Identity`.
pub fn bridge(ctx: &mut Context<'_>, value: &Value) -> Run<Option<Bridge>> {
    let text = text_of(ctx, value, &["Identity", "BridgeId", "Id", "Name"])?;
    let found = ctx.dispatch().tenant().find_bridge(&text).cloned();
    if found.is_none() {
        refuse(ctx, &Refusal::BridgeNotFound { bridge: text.to_string() }, &Value::Str(text))?;
    }
    Ok(found)
}

/// Whether `-Identity` and `-Filter` let the one object of the tenant, `Global`, through. Another name is an error.
pub fn wants_global(ctx: &mut Context<'_>) -> Run<bool> {
    let identity = any_text(ctx, "Identity")?.filter(|name| !name.trim().is_empty());
    let bare = |name: &str| name.trim().to_lowercase().trim_start_matches("tag:").to_owned();
    let tenant = ctx.dispatch().tenant().info().tenant_id;
    let is_global = |name: &str| super::filter::like(&bare(name), "Global") || Guid::parse(name) == Some(tenant);
    if let Some(name) = identity.filter(|name| !is_global(name)) {
        let message = format!("There is no '{name}': the tenant has one such object, 'Global'.");
        let class = TypeId::INVALID_OPERATION_EXCEPTION;
        ctx.fail(class, message, "ObjectNotFound", Category::ObjectNotFound, Value::from(name))?;
        return Ok(false);
    }
    Ok(any_text(ctx, "Filter")?.is_none_or(|pattern| is_global(&pattern)))
}

/// Whether a value is null or an empty text.
pub fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// A Boolean parameter, if it was given.
pub fn flag(ctx: &Context<'_>, name: &str) -> Option<bool> {
    ctx.call.has(name).then(|| ctx.call.flag(name))
}

/// A text parameter, if it was given.
pub fn text(ctx: &Context<'_>, name: &str) -> Option<String> {
    ctx.call.text(name).map(|text| text.to_string())
}

/// A text parameter as text, whatever type of value it has (a GUID, a number).
pub fn any_text(ctx: &mut Context<'_>, name: &str) -> Run<Option<String>> {
    let Some(value) = ctx.call.get(name).cloned() else { return Ok(None) };
    Ok(Some(convert::to_text(ctx.engine(), &value)?.to_string()))
}
