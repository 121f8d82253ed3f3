//! `-Throw`.

use super::text::join_and;
use super::{Asked, Verdict, block_value};
use crate::engine::BlockInvocation;
use crate::engine::objects::position_message;
use crate::value::text::wildcard::unescape;
use crate::value::{ErrorRecord, Run, TypeId, Unwind, Value, convert};

use super::super::session::thrown_as;

/// Where an error happened, as the message goes on with it.
fn place(record: &ErrorRecord) -> String {
    let invocation = record.0.invocation.borrow();
    let Some((source, span)) = invocation.as_ref().and_then(|invocation| invocation.place.as_ref()) else { return String::new() };
    let text = position_message(source, *span);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let joined = lines.join("\n    ");
    match joined.strip_prefix("At ") {
        Some(rest) => format!("from {rest}"),
        None => joined,
    }
}

/// Whether the block throws, and as it is said to.
pub fn throw(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let Some(block) = block_value(actual) else {
        return Err(thrown_as(
            TypeId::ARGUMENT_EXCEPTION,
            "Input is missing or not a ScriptBlock. Input to '-Throw' and '-Not -Throw' must be enclosed in curly braces.",
        ));
    };
    let mut dropped = super::super::Dropped;
    let engine = asked.engine();
    let result = engine.guarding(|engine| engine.invoke(&block, BlockInvocation::default(), &mut dropped));
    let caught = match result {
        Ok(()) => None,
        Err(raise) => match &*raise.0 {
            Unwind::Error(record) => Some(record.clone()),
            Unwind::Exit(_) | Unwind::Interrupted => return Err(raise),
            _ => None,
        },
    };
    if let Some(record) = &caught {
        asked.engine().locate(record);
        asked.engine().log_error(record);
    }
    let reason = asked.because();
    if asked.negate {
        return Ok(match &caught {
            None => Verdict::Holds(None),
            Some(record) => Verdict::Fails(format!(
                "Expected no exception to be thrown,{reason} but an exception \"{}\" was thrown {}.",
                record.exception_message(),
                place(record)
            )),
        });
    }
    let mut filters = Vec::new();
    let mut buts = Vec::new();
    if let Value::Type(wanted) = asked.value("ExceptionType") {
        filters.push(format!("type {}", asked.nicely(&Value::Type(wanted))?));
        if let Some(record) = &caught
            && !convert::is_type(&record.0.exception, wanted)
        {
            let own = asked.nicely(&Value::Type(record.exception_type()))?;
            buts.push(format!("the exception type was {own}"));
        }
    }
    let wanted = asked.value("ExpectedMessage");
    let wanted = asked.engine().text(&wanted)?;
    if !wanted.trim().is_empty() {
        filters.push(format!("message like {}", asked.nicely(&Value::str(unescape(&wanted)))?));
        if let Some(record) = &caught {
            let message = record.exception_message();
            if !like(asked, &message, &wanted)? {
                let shown = asked.nicely(&Value::Str(message))?;
                buts.push(format!("the message was {shown}"));
            }
        }
    }
    let wanted = asked.ctx.call.text("ErrorId").unwrap_or_default();
    if !wanted.trim().is_empty() {
        filters.push(format!("FullyQualifiedErrorId {}", asked.nicely(&Value::Str(wanted.clone()))?));
        if let Some(record) = &caught {
            let id = record.id();
            if !like(asked, &id, &wanted)? {
                let shown = asked.nicely(&Value::Str(id))?;
                buts.push(format!("the FullyQualifiedErrorId was {shown}"));
            }
        }
    }
    let Some(record) = caught else {
        buts.push("no exception was thrown".to_owned());
        return Ok(Verdict::Fails(message(&filters, &buts, &reason, "")));
    };
    if !buts.is_empty() {
        return Ok(Verdict::Fails(message(&filters, &buts, &reason, &place(&record))));
    }
    Ok(Verdict::Holds(asked.ctx.call.flag("PassThru").then(|| record.value())))
}

fn like(asked: &mut Asked<'_, '_>, text: &str, pattern: &str) -> Run<bool> {
    let result = crate::engine::operators::matching::like(asked.engine(), &Value::str(text), &Value::str(pattern), false, false)?;
    Ok(convert::to_bool(&result))
}

fn message(filters: &[String], buts: &[String], reason: &str, place: &str) -> String {
    let with = if filters.is_empty() { String::new() } else { format!(" with {}", join_and(filters)) };
    format!("Expected an exception{with} to be thrown,{reason} but {}. {place}", join_and(buts)).trim().to_owned()
}
