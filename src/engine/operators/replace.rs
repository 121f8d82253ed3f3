//! `-replace`: with a text that names groups, or with a script block that gets each match as `$_`.

use std::rc::Rc;

use super::failure;
use super::matching::pattern_of;
use super::objects::match_value;
use super::pattern::abort;
use super::repeat::MAX_TEXT;
use crate::value::convert;
use crate::value::text::regex::{Regex, ReplaceError, Replacement, Watch};
use crate::value::{Category, ErrorRecord, Exception, Raise, Run, Runtime, TypeId, Value};

/// `left -replace right`, where the right side is a pattern or a pattern and its replacement.
pub fn replace(rt: &mut dyn Runtime, left: &Value, right: &Value, case_sensitive: bool) -> Run<Value> {
    let (pattern, with) = match right.base().enumerate() {
        Some(items) => match &items[..] {
            [] => (Value::Null, Value::Null),
            [pattern] => (pattern.clone(), Value::Null),
            [pattern, with] => (pattern.clone(), with.clone()),
            _ => {
                let operator = if case_sensitive { "-creplace" } else { "-ireplace" };
                let message = format!("The {operator} operator allows only two elements to follow it, not {}.", items.len());
                return Err(failure::runtime("BadReplaceArgument", message));
            }
        },
        None => (right.clone(), Value::Null),
    };
    let compiled = match pattern_of(rt, &pattern, case_sensitive) {
        Ok(compiled) => compiled,
        Err(raise) => return Err(invalid_pattern(rt, &pattern, raise)),
    };
    replace_compiled(rt, left, &compiled, &with)
}

/// The same with a pattern that was compiled before.
pub fn replace_compiled(rt: &mut dyn Runtime, left: &Value, compiled: &Rc<Regex>, with: &Value) -> Run<Value> {
    let how = match with.base() {
        Value::ScriptBlock(block) => How::Block(block.clone()),
        other => How::Text(Replacement::new(&convert::to_text(rt, other)?, compiled)),
    };
    match left.enumerate() {
        Some(items) => {
            let mut replaced = Vec::with_capacity(items.len());
            for item in &items {
                replaced.push(replace_one(rt, item, compiled, &how)?);
                rt.check_interrupt()?;
            }
            Ok(Value::array(replaced))
        }
        None => replace_one(rt, left, compiled, &how),
    }
}

/// A pattern that is none: this operator has its own words for it.
fn invalid_pattern(rt: &mut dyn Runtime, pattern: &Value, raise: Raise) -> Raise {
    let Some(inner) = raise.error().map(|record| record.0.exception.clone()).filter(|inner| inner.type_id() != TypeId::RUNTIME_EXCEPTION)
    else {
        return raise;
    };
    let message = format!("The regular expression pattern {} is not valid.", convert::to_message_text(rt, pattern));
    let exception = Exception::object(TypeId::RUNTIME_EXCEPTION, message, Some(inner));
    ErrorRecord::of(exception, "InvalidRegularExpression", Category::InvalidOperation, Value::Null).into()
}

enum How {
    Text(Replacement),
    Block(Rc<crate::value::ScriptBlock>),
}

fn replace_one(rt: &mut dyn Runtime, value: &Value, compiled: &Rc<Regex>, how: &How) -> Run<Value> {
    let text = convert::to_text(rt, value)?;
    let start = compiled.origin(&text);
    let replaced = compiled.replace_by(&text, None, start, &Watch::DEFAULT, |found, out| {
        match how {
            How::Text(with) => with.expand(&text, found, out),
            How::Block(block) => {
                let found = match_value(compiled, &text, found);
                let result = rt.invoke_block(block, None, Some(&found), vec![found.clone()])?;
                convert::append_text(rt, out, &result)?;
            }
        }
        if out.len() > MAX_TEXT {
            return Err(failure::out_of_memory());
        }
        Ok::<(), Raise>(())
    });
    match replaced {
        // Nothing replaced: the same string.
        Ok(result) if result == *text => Ok(Value::Str(text)),
        Ok(result) => Ok(Value::from(result)),
        Err(ReplaceError::Abort(end)) => Err(abort(&end)),
        Err(ReplaceError::Callback(raise)) => Err(raise),
    }
}
