//! A cmdlet whose whole work is done for each input, and what its parameters without effect say.

use std::rc::Rc;

use super::effect::{self, Effect};
use super::faults::{self, Fate};
use super::{MODULE, act};
use crate::cmdlet::{Cmdlet, Context};
use crate::engine::engine_of;
use crate::library::core::jobs::{JobObject, Kind, run_job};
use crate::tenant::model::Guid;
use crate::value::Run;

/// A cmdlet that is one function.
pub struct Each(pub fn(&mut Context<'_>) -> Run);

/// Declares the registry's entry of a cmdlet that is one function.
#[macro_export]
macro_rules! each {
    ($spec:expr, $run:path) => {
        $crate::cmdlet::Entry { spec: &$spec, make: || Box::new($crate::library::conferencing::each::Each($run)) }
    };
}

/// Tenants that are named by another than the tenant's id or domain: a real session has one tenant too.
fn check_tenant(ctx: &mut Context<'_>) -> Run {
    for name in ["Tenant", "TenantId", "TenantDomain"] {
        let Some(given) = act::any_text(ctx, name)?.filter(|given| !given.trim().is_empty()) else { continue };
        let info = ctx.dispatch().tenant().info();
        let is_it = Guid::parse(&given) == Some(info.tenant_id)
            || info.domains.iter().any(|domain| domain.eq_ignore_ascii_case(given.trim()))
            || given.eq_ignore_ascii_case("common")
            || given.eq_ignore_ascii_case("organizations");
        if !is_it {
            let own = format!("{} ({})", info.tenant_id, info.default_domain());
            ctx.warn(format!("-{name} '{given}' is not the tenant at hand, {own}. The simulation has this one only and works on it."))?;
        }
    }
    Ok(())
}

/// Runs a cmdlet as the fault plan lets it; the shell's own cmdlets never fail by plan.
fn run_with_faults(ctx: &mut Context<'_>, run: fn(&mut Context<'_>) -> Run) -> Run {
    if ctx.call.spec.module == MODULE {
        return run(ctx);
    }
    match faults::fate(ctx) {
        Fate::Spared => run(ctx),
        Fate::Retried(note) => {
            ctx.verbose(note)?;
            run(ctx)
        }
        Fate::Struck(record, after_change) => {
            if after_change {
                run(ctx)?;
            }
            ctx.error(*record)
        }
    }
}

impl Cmdlet for Each {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        // Native cmdlets have no parameter without effect.
        if ctx.call.spec.module == MODULE {
            return Ok(());
        }
        let cmdlet = ctx.call.spec.name();
        for parameter in ctx.call.spec.parameters {
            if !ctx.call.has(parameter.name) {
                continue;
            }
            let is_inert = parameter.help.starts_with("Accepted") || parameter.help.starts_with("No effect here");
            let effect = if is_inert { Effect::Accepted } else { effect::of(&cmdlet, parameter.name) };
            if let Some(note) = effect.note(parameter.name) {
                ctx.verbose(note)?;
            }
        }
        // -Force: no question, unless -Confirm wants one.
        if ctx.call.flag("Force") && ctx.call.preferences.confirm.is_none() {
            ctx.call.preferences.confirm = Some(false);
        }
        check_tenant(ctx)
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let run = self.0;
        if !ctx.call.flag("AsJob") {
            return run_with_faults(ctx, run);
        }
        let command = Rc::from(ctx.call.spec.name());
        let call = &mut *ctx.call;
        let job = run_job(engine_of(ctx.host), Kind::Process, None, command, 1, |engine, out| {
            run_with_faults(&mut Context { host: engine, out, call }, run)
        })?;
        ctx.write(JobObject::value(&job))
    }
}
