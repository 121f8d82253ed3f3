//! Plans: a script run on a copy of the tenant, and the report of what it would do.
//!
//! Nothing outside the copy changes while a plan runs: native programs and writes to files are refused and listed.

mod document;
mod fingerprint;
mod invoke_plan;
mod report;
mod warnings;

use std::cell::RefCell;
use std::rc::Rc;

use crate::cmdlet::Entry;
use crate::engine::Engine;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

pub use report::{HourRow, MailRow, Report, SuppressedRow, UserRow};

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[invoke_plan::ENTRY];

/// Runs something on a copy of the tenant and reports what it did there.
pub fn run<T>(engine: &mut Engine, script: impl FnOnce(&mut Engine) -> T) -> (T, Report) {
    let fork = engine.tenant().fork();
    let fingerprint = fingerprint::of(engine.tenant());
    let from_entry = fork.log().len();
    let original = engine.dispatch.replace(fork);
    let refused: Rc<RefCell<Vec<String>>> = Rc::default();
    let (programs, files, requests) = (refused.clone(), refused.clone(), refused.clone());
    let old_native = engine.native_gate.replace(Rc::new(move |engine: &mut Engine, path: &str, arguments: &[String]| -> Run {
        programs.borrow_mut().push(format!("program {path} {}", arguments.join(" ")).trim_end().to_owned());
        refuse(engine, "run the program", path)
    }));
    let old_files = engine.file_gate.replace(Rc::new(move |engine: &mut Engine, path: &std::path::Path| -> Run {
        let path = path.to_string_lossy().into_owned();
        files.borrow_mut().push(format!("file {path}"));
        refuse(engine, "write the file", &path)
    }));
    let old_network = engine.network_gate.replace(Rc::new(move |engine: &mut Engine, method: &str, address: &str| -> Run {
        requests.borrow_mut().push(format!("request {method} {address}"));
        refuse(engine, "send the request", address)
    }));
    let outcome = script(engine);
    engine.native_gate = old_native;
    engine.file_gate = old_files;
    engine.network_gate = old_network;
    let report = match &engine.dispatch {
        Some(dispatch) => Report { fingerprint, ..Report::of(dispatch, from_entry, refused.take()) },
        None => Report::default(),
    };
    engine.dispatch = original;
    (outcome, report)
}

fn refuse(engine: &mut Engine, what: &str, target: &str) -> Run {
    let record = ErrorRecord::new(
        TypeId::PS_INVALID_OPERATION_EXCEPTION,
        format!("A plan does not {what} '{target}': nothing outside the copy of the tenant changes."),
        "RefusedInPlan",
        Category::PermissionDenied,
        Value::str(target),
    );
    engine.locate(&record);
    Err(record.into())
}
