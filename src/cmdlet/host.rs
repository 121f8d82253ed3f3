//! What a cmdlet may ask of the engine.

use std::any::Any;
use std::rc::Rc;

use super::{Call, Output};
use crate::value::{ErrorRecord, Run, Runtime, ScriptBlock, Value};

/// PowerShell's streams beside output.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StreamKind {
    /// 2.
    Error,
    /// 3.
    Warning,
    /// 4.
    Verbose,
    /// 5.
    Debug,
    /// 6.
    Information,
}

/// The engine, seen by cmdlets.
pub trait Host: Runtime {
    /// The engine itself, for the cmdlets that belong to the language (`Set-Variable`, `Import-Module`, …).
    fn as_any_mut(&mut self) -> &mut dyn Any;

    /// As the values' runtime.
    fn runtime(&mut self) -> &mut dyn Runtime;

    /// Writes a non-terminating error by the call's and the session's preferences: shown and kept, or (with
    /// `Stop`) raised.
    fn write_error(&mut self, call: &mut Call, record: ErrorRecord) -> Run;

    /// Writes to the warning, verbose or debug stream.
    fn write_message(&mut self, call: &mut Call, stream: StreamKind, text: &str) -> Run;

    /// Writes to the information stream (`Write-Host` marks its text as for the host).
    fn write_information(&mut self, call: &mut Call, record: Value) -> Run;

    /// Shows progress: activity, status, percent (negative: unknown); completed takes it away.
    fn write_progress(&mut self, call: &mut Call, activity: &str, status: &str, percent: i32, completed: bool) -> Run;

    /// Asks `-WhatIf`/`-Confirm`: true if the change may be made.
    fn should_process(&mut self, call: &mut Call, target: &str, action: &str, description: Option<&str>) -> Run<bool>;

    /// Asks a question whatever the preferences say; true for yes.
    fn should_continue(&mut self, call: &mut Call, query: &str, caption: &str) -> Run<bool>;

    /// A variable's value by name (scopes and drives in the name count).
    fn variable(&mut self, name: &str) -> Option<Value>;

    /// Sets a variable in the scope at hand.
    fn set_variable(&mut self, name: &str, value: Value) -> Run;

    /// Runs a block as a pipeline's stage does (`ForEach-Object`): in the scope at hand, `$_` set, outputs passed on.
    fn run_block(&mut self, block: &Rc<ScriptBlock>, underscore: Option<Value>, arguments: Vec<Value>, out: &mut dyn Output) -> Run;

    /// The tenant's door.
    fn dispatch(&mut self) -> &mut crate::dispatch::Dispatch;

    /// The number of the pipeline at work, for [`crate::value::Unwind::StopUpstream`].
    fn pipeline_id(&self) -> u64;
}
