//! `Write-Error`: a non-terminating error in the name of the function or script that calls it.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Preference, Spec};
use crate::engine::EngineContext;
use crate::engine::objects::InvocationObject;
use crate::entry;
use crate::library::parameters;
use crate::program::Symbol;
use crate::value::{Category, ErrorRecord, Exception, Run, TypeId};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Write",
    noun: "Error",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes an error.",
    description: "Writes a message, an exception or an error record to the error stream. The script goes on, unless -ErrorAction or $ErrorActionPreference say Stop; use throw to end it.",
    parameters: parameters::WRITE_ERROR,
    default_set: parameters::WRITE_ERROR_DEFAULT,
    related: &["Write-Warning", "Get-Error"],
    examples: &[Example::new(
        "An error with an id",
        "try { Write-Error 'no such user' -ErrorId UserNotFound -Category ObjectNotFound -ErrorAction Stop } catch { $_.CategoryInfo.Category; $_.Exception.Message }",
        "ObjectNotFound\nno such user\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, WriteError);

#[derive(Default)]
struct WriteError;

impl Cmdlet for WriteError {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let record = record(ctx)?;
        let data = &record.0;
        let text = |name: &str| ctx.call.text(name).filter(|text| !text.is_empty());
        *data.activity.borrow_mut() = text("CategoryActivity").unwrap_or_else(|| Rc::from("Write-Error"));
        if let Some(reason) = text("CategoryReason") {
            *data.reason.borrow_mut() = Some(reason);
        }
        if let Some(name) = text("CategoryTargetName") {
            *data.target_name.borrow_mut() = Some(name);
        }
        if let Some(name) = text("CategoryTargetType") {
            *data.target_type.borrow_mut() = Some(name);
        }
        if let Some(action) = text("RecommendedAction") {
            let message = ctx.call.text("Message").unwrap_or_else(|| record.message());
            *data.details.borrow_mut() = Some((message, Some(action)));
        }
        // The error stands where the caller was called, and carries the caller's name.
        let scope = ctx.engine().scope();
        let caller = ctx.engine().automatic_in(&scope, Symbol::MY_INVOCATION)?;
        let invocation = caller.and_then(|caller| caller.downcast::<InvocationObject>().map(|object| object.0.clone())).unwrap_or_default();
        if let Some(name) = invocation.command.as_deref().filter(|name| !name.is_empty()) {
            crate::engine::errors::append_class(&record, name);
        }
        let preference = ctx.call.preferences.error;
        ctx.call.failed = true;
        let own = ctx.call.invocation.clone();
        let engine = ctx.engine();
        // One that stops the script stands where it was written itself.
        let stops =
            preference.unwrap_or_else(|| engine.preference(Symbol::ERROR_ACTION_PREFERENCE, Preference::Continue)) == Preference::Stop;
        *data.invocation.borrow_mut() = Some(if stops { own } else { invocation });
        engine.locate(&record);
        engine.write_error_by(preference, record)
    }
}

fn record(ctx: &mut Context<'_>) -> Run<ErrorRecord> {
    if let Some(given) = ctx.call.get("ErrorRecord").and_then(ErrorRecord::from_value) {
        // A copy, so that the original keeps its own place.
        let data = &given.0;
        let target = data.target.borrow().clone();
        let copy = ErrorRecord::of(data.exception.clone(), &*given.id(), data.category, target);
        *copy.0.details.borrow_mut() = data.details.borrow().clone();
        return Ok(copy);
    }
    let category = ctx.call.integer("Category").and_then(Category::from_value).unwrap_or_default();
    let target = ctx.call.get("TargetObject").cloned().unwrap_or_default();
    let message = ctx.call.text("Message");
    let id = ctx.call.text("ErrorId").filter(|id| !id.is_empty());
    let exception = match ctx.call.get("Exception").cloned() {
        Some(exception) => exception,
        None => Exception::object(TypeId::WRITE_ERROR_EXCEPTION, message.clone().unwrap_or_else(|| Rc::from("")), None),
    };
    let id = id.unwrap_or_else(|| exception.base().type_id().full_name());
    let given = ctx.call.has("Exception");
    let record = ErrorRecord::of(exception, &*id, category, target);
    if given && let Some(message) = message.filter(|message| !message.is_empty()) {
        *record.0.details.borrow_mut() = Some((message, None));
    }
    Ok(record)
}
