//! An error as a test's failure: its lines of text, and where it happened, without what lies outside of the test.

use super::model::Failure;
use crate::engine::Engine;
use crate::value::{Category, ErrorRecord, Exception, TypeId, Value};

/// The id of an assertion's error.
pub const ASSERTION: &str = "PesterAssertionFailed";
/// The ids with which a test ends itself without failing.
pub const SKIPPED: &str = "PesterTestSkipped";
/// See [`SKIPPED`].
pub const PENDING: &str = "PesterTestPending";
/// See [`SKIPPED`].
pub const INCONCLUSIVE: &str = "PesterTestInconclusive";

/// Whether an error ends a test without failing it.
pub fn is_own_end(record: &ErrorRecord) -> bool {
    matches!(&*record.id(), SKIPPED | PENDING | INCONCLUSIVE)
}

/// An error that carries its place in its target, as assertions' errors do.
pub fn placed_record(engine: &mut Engine, id: &str, message: &str, invocation: &std::rc::Rc<crate::value::Invocation>) -> ErrorRecord {
    let (file, line, text) = match &invocation.place {
        Some((source, span)) => {
            let location = source.locate(span.start);
            (Value::str(source.name().unwrap_or("")), i64::from(location.line), source.line(location.line).trim_end().to_owned())
        }
        None => (Value::empty_str(), 0, String::new()),
    };
    let target = crate::value::Dict::hashtable();
    target.set_str("Message", Value::str(message));
    target.set_str("File", file);
    target.set_str("Line", Value::str(line.to_string()));
    target.set_str("LineText", Value::str(text));
    target.set_str("Terminating", Value::Bool(true));
    let exception = Exception::object(TypeId::EXCEPTION, message, None);
    let record = ErrorRecord::of(exception, id, Category::InvalidResult, Value::Dict(std::rc::Rc::new(target)));
    record.0.thrown.set(true);
    *record.0.invocation.borrow_mut() = Some(invocation.clone());
    engine.locate(&record);
    record
}

/// How an error is shown; `base` is the depth of the stack where the code that failed was called.
pub fn of_record(record: &ErrorRecord, base: usize) -> Failure {
    Failure { record: record.clone(), message: message(record), trace: trace(record, base) }
}

fn short_class(value: &Value) -> String {
    let name = value.type_id().full_name().to_string();
    name.rsplit(['.', '+']).next().unwrap_or(&name).to_owned()
}

/// The messages of the exception and those inside of it, the innermost first.
fn message(record: &ErrorRecord) -> String {
    let is_assertion = &*record.id() == ASSERTION;
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut exception = Some(record.0.exception.clone());
    while let Some(value) = exception {
        let Some(inner) = Exception::of(&value) else {
            groups.push(vec![record.message().to_string()]);
            break;
        };
        let mut lines: Vec<String> =
            inner.message().split('\n').map(|line| line.trim_end_matches('\r').to_owned()).filter(|line| !line.is_empty()).collect();
        if let Some(first) = lines.first_mut()
            && !is_assertion
        {
            *first = format!("{}: {first}", short_class(&value));
        }
        groups.push(lines);
        exception = inner.inner();
    }
    groups.reverse();
    groups.concat().join("\n")
}

fn trace(record: &ErrorRecord, base: usize) -> String {
    let mut lines = Vec::new();
    if &*record.id() == ASSERTION
        && let Value::Dict(target) = record.0.target.borrow().base()
    {
        let text = |name: &str| target.get_str(name).and_then(|value| value.as_str().cloned()).unwrap_or_default();
        lines.push(format!("at {}, {}:{}", text("LineText").trim(), text("File"), text("Line")));
    }
    if let Some(stack) = &*record.0.stack.borrow() {
        let all: Vec<&str> = stack.lines().collect();
        // An error whose stack was taken elsewhere is shown with all of it.
        let n = if all.len() > base { all.len() - base } else { all.len() };
        lines.extend(all[..n].iter().map(|line| shorten(line)));
    }
    lines.join("\n")
}

/// `…: line 3` as `…:3`, which editors follow.
fn shorten(line: &str) -> String {
    match line.rsplit_once(": line ") {
        Some((front, number)) if number.trim().bytes().all(|byte| byte.is_ascii_digit()) => format!("{front}:{}", number.trim()),
        _ => line.to_owned(),
    }
}
