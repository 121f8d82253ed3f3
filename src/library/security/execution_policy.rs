//! `Get-ExecutionPolicy`, `Set-ExecutionPolicy`: kept and told, without effect: no script is refused here.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Object, Run, TypeId, Value};

/// What `Get-ExecutionPolicy` says of itself.
pub const GET: Spec = Spec {
    verb: "Get",
    noun: "ExecutionPolicy",
    module: "Microsoft.PowerShell.Security",
    synopsis: "Tells the execution policy.",
    description: "Unrestricted, as everywhere but on Windows, until Set-ExecutionPolicy says otherwise for this session. No script is refused because of it.",
    parameters: parameters::GET_EXECUTIONPOLICY,
    default_set: parameters::GET_EXECUTIONPOLICY_DEFAULT,
    output: &["Microsoft.PowerShell.ExecutionPolicy"],
    related: &["Set-ExecutionPolicy"],
    examples: &[Example::new("The policy", "Get-ExecutionPolicy", "Unrestricted\n")],
    ..Spec::EMPTY
};

/// What `Set-ExecutionPolicy` says of itself.
pub const SET: Spec = Spec {
    verb: "Set",
    noun: "ExecutionPolicy",
    module: "Microsoft.PowerShell.Security",
    synopsis: "Sets the execution policy of this session; scripts run whatever it says.",
    description: "Scripts written on Windows set it before they begin. It is kept for Get-ExecutionPolicy until the session ends.",
    parameters: parameters::SET_EXECUTIONPOLICY,
    default_set: parameters::SET_EXECUTIONPOLICY_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-ExecutionPolicy"],
    examples: &[Example::new(
        "As scripts begin",
        "Set-ExecutionPolicy RemoteSigned -Scope Process -Force\nGet-ExecutionPolicy -Scope Process",
        "RemoteSigned\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const GET_ENTRY: Entry = entry!(GET, GetExecutionPolicy);
/// The registry's entry.
pub const SET_ENTRY: Entry = entry!(SET, SetExecutionPolicy);

/// Number of scopes: Process, CurrentUser, LocalMachine, UserPolicy, MachinePolicy.
const N_SCOPES: usize = 5;
/// `Undefined`.
const UNDEFINED: i64 = 5;
/// `LocalMachine`.
const LOCAL_MACHINE: usize = 2;

/// The policy set for each scope.
#[derive(Default)]
struct Policies([Option<i64>; N_SCOPES]);

#[derive(Default)]
struct GetExecutionPolicy;

impl Cmdlet for GetExecutionPolicy {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let set = ctx.engine().extension::<Policies>().0;
        // Where nothing was set: Unrestricted.
        let of = |scope: usize| set[scope].unwrap_or(0);
        let policy = |value: i64| Value::Enum(TypeId::EXECUTION_POLICY, value);
        if ctx.call.flag("List") {
            for scope in [4, 3, 0, 1, 2] {
                let fields = [("Scope", Value::Enum(TypeId::EXECUTION_POLICY_SCOPE, scope as i64)), ("ExecutionPolicy", policy(of(scope)))];
                ctx.write(Object::record(None, fields))?;
            }
            return Ok(());
        }
        if let Some(scope) = ctx.call.integer("Scope").and_then(|scope| usize::try_from(scope).ok()).filter(|scope| *scope < N_SCOPES) {
            return ctx.write(policy(of(scope)));
        }
        let effective = [4, 3, 0, 1, 2].into_iter().find_map(|scope: usize| set[scope].filter(|value| *value != UNDEFINED));
        ctx.write(policy(effective.unwrap_or(0)))
    }
}

#[derive(Default)]
struct SetExecutionPolicy;

impl Cmdlet for SetExecutionPolicy {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let value = ctx.call.integer("ExecutionPolicy").unwrap_or(0);
        let scope = ctx.call.integer("Scope").and_then(|scope| usize::try_from(scope).ok()).unwrap_or(LOCAL_MACHINE);
        let name = Value::Enum(TypeId::EXECUTION_POLICY, value);
        let name = crate::value::convert::to_text(ctx.host.runtime(), &name)?;
        if scope < N_SCOPES && ctx.should_process(&*name, "Set-ExecutionPolicy")? {
            ctx.engine().extension::<Policies>().0[scope] = Some(value);
        }
        Ok(())
    }
}
