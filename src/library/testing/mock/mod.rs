//! `Mock`: something else in place of a command while tests run.
//!
//! A mock belongs to the test or block that defines it and ends with it. It takes the calls that come from the session
//! state it was defined for: the tests' own, or a module's. The call's arguments are bound as the command itself binds
//! them; then the newest behaviour whose filter holds runs, else the newest without a filter, else the command itself.

pub mod assert;
mod call;
mod module_scope;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::MODULE;
use super::define::block_of;
use super::model::{Block, Item};
use super::session::{Phase, RunState, current, expect_run, thrown, thrown_as};
use crate::cmdlet::{Context, Entry, Example, InSet, Parameter, Spec};
use crate::each;
use crate::engine::binding::{Check, Role, Signature};
use crate::engine::command::Command;
use crate::engine::intercept::{Interceptor, StandIn};
use crate::engine::module::Module;
use crate::engine::scope::SessionState;
use crate::engine::{Engine, EngineContext};
use crate::value::{Dict, Run, ScriptBlock, TypeId, Value};

/// A mocked command, as one session state calls it.
pub struct Hook {
    /// The command's name.
    pub name: Rc<str>,
    /// The module whose calls it takes; none: the tests' own.
    pub module: Option<Rc<str>>,
    /// The session state whose calls it takes.
    state: Rc<SessionState>,
    /// The session state it was defined in: filters and bodies run there.
    home: Rc<SessionState>,
    /// The command itself.
    original: Command,
    /// Binds calls.
    signature: Rc<Signature>,
}

/// What a mock does.
pub struct Behavior {
    hook: Rc<Hook>,
    filter: Option<Rc<ScriptBlock>>,
    body: Option<Rc<ScriptBlock>>,
    verifiable: bool,
    executed: Cell<bool>,
}

/// A call that a mock took.
#[derive(Clone)]
pub struct CallRecord {
    hook: Rc<Hook>,
    bound: Rc<Dict>,
    rest: Vec<Value>,
}

/// The mocks of a test or block, and the calls that were made in it.
#[derive(Default)]
pub struct Mocks {
    hooks: Vec<Rc<Hook>>,
    behaviors: Vec<Rc<Behavior>>,
    calls: Vec<CallRecord>,
}

/// The mocks at work.
#[derive(Default)]
struct Active {
    hooks: RefCell<Vec<Rc<Hook>>>,
}

impl Active {
    fn find(&self, state: &Rc<SessionState>, name: &str) -> Option<Rc<Hook>> {
        self.hooks.borrow().iter().find(|hook| Rc::ptr_eq(&hook.state, state) && hook.name.eq_ignore_ascii_case(name)).cloned()
    }
}

/// What stands in for calls, by its own name in errors.
const STAND_IN: Spec = Spec { verb: "Mock", noun: "", module: MODULE, ..Spec::EMPTY };

impl Interceptor for Active {
    fn intercept(&self, engine: &mut Engine, command: &Command) -> Run<Option<StandIn>> {
        let name = command.name();
        let Some(hook) = self.find(&engine.state.clone(), &name) else { return Ok(None) };
        let Some(run) = current(engine) else { return Ok(None) };
        let signature = hook.signature.clone();
        Ok(Some(StandIn { signature, cmdlet: Box::new(call::MockedCall::new(hook, run)), spec: &STAND_IN }))
    }
}

/// The mocks at work, where there are any.
fn active(engine: &mut Engine) -> Rc<Active> {
    if let Some(found) = &engine.extension::<Option<Rc<Active>>>() {
        return found.clone();
    }
    let made: Rc<Active> = Rc::default();
    *engine.extension::<Option<Rc<Active>>>() = Some(made.clone());
    made
}

/// A test or block is over: its mocks end.
pub fn retire(engine: &mut Engine, _run: &RunState, item: &Item) {
    let hooks = std::mem::take(&mut item.mocks.borrow_mut().hooks);
    if hooks.is_empty() {
        return;
    }
    let active = active(engine);
    active.hooks.borrow_mut().retain(|own| !hooks.iter().any(|gone| Rc::ptr_eq(own, gone)));
    if active.hooks.borrow().is_empty() {
        engine.interceptor = None;
    }
}

const NAME: Parameter = Parameter::new("CommandName", "string").sets(&[InSet::ALL.at(0)]).help("The command.");

const MOCK: Spec = Spec {
    verb: "Mock",
    noun: "",
    module: MODULE,
    synopsis: "Puts something else in a command's place.",
    description: "While the test or block lasts, calls of the command run -MockWith instead, with the call's parameters as variables. -ParameterFilter says for which calls; -ModuleName, for the calls that a module makes. The tenant's cmdlets can be mocked like any other: then nothing changes and nobody is mailed.",
    parameters: &[
        NAME,
        Parameter::new("MockWith", "scriptblock").sets(&[InSet::ALL.at(1)]).help("What runs instead; nothing by default."),
        Parameter::switch("Verifiable").help("Should -InvokeVerifiable fails unless it is called."),
        Parameter::new("ParameterFilter", "scriptblock").help("Whether it takes a call: the call's parameters are variables."),
        Parameter::new("ModuleName", "string").help("The module whose calls it takes."),
        Parameter::new("RemoveParameterType", "string[]").help("Parameters that take any type."),
        Parameter::new("RemoveParameterValidation", "string[]").help("Parameters whose values are not checked."),
    ],
    related: &["Should", "InModuleScope"],
    examples: &[Example::new(
        "Nobody is mailed",
        "$tests = New-PesterContainer -ScriptBlock {\n  Describe 'd' { It 'i' { Mock Reset-Pin { 'reset' }; Reset-Pin ken@contoso.com | Should -Be 'reset'; Should -Invoke Reset-Pin -Times 1 -Exactly } }\n}\n(Invoke-Pester -Container $tests -Output None -PassThru).PassedCount",
        "1\n",
    )],
    ..Spec::EMPTY
};

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    each!(MOCK, mock),
    each!(assert::CALLED, assert::called),
    each!(assert::VERIFIABLE, assert::verifiable_called),
    each!(assert::VERIFIABLES, assert::verifiable_called),
    each!(module_scope::SPEC, module_scope::in_module_scope),
];

/// The name of the module that code belongs to.
fn module_name(state: &SessionState) -> Option<Rc<str>> {
    state.module.borrow().as_ref().map(|module| module.name.clone())
}

/// A loaded script module of this name.
pub fn script_module(engine: &Engine, name: &str) -> Run<(Rc<Module>, Rc<SessionState>)> {
    let found: Vec<Rc<Module>> = engine.modules.iter().filter(|module| module.name.eq_ignore_ascii_case(name)).cloned().collect();
    if found.is_empty() {
        return Err(thrown(format!("No modules named '{name}' are currently loaded.")));
    }
    let scripts: Vec<_> = found.iter().filter_map(|module| module.state.clone().map(|state| (module.clone(), state))).collect();
    match scripts.as_slice() {
        [only] => Ok(only.clone()),
        [] => {
            let kinds: Vec<&str> = found.iter().map(|module| module.kind).collect();
            Err(thrown(format!(
                "Module '{name}' is not a Script or Manifest module. Detected modules of the following types: '{}'",
                kinds.join(", ")
            )))
        }
        _ => Err(thrown(format!(
            "Multiple script or manifest modules named '{name}' are currently loaded. Make sure to remove any extra copies of the module from your session before testing."
        ))),
    }
}

/// The state whose calls are meant, and the module's name.
fn target(engine: &mut Engine, module: Option<Rc<str>>) -> Run<(Rc<SessionState>, Option<Rc<str>>)> {
    let own = engine.state.clone();
    match module.or_else(|| module_name(&own)) {
        None => Ok((own, None)),
        Some(name) if module_name(&own).is_some_and(|own| own.eq_ignore_ascii_case(&name)) => Ok((own, Some(name))),
        Some(name) => {
            let (module, state) = script_module(engine, &name)?;
            Ok((state, Some(module.name.clone())))
        }
    }
}

/// The command of a name as a session state sees it.
fn resolve(engine: &mut Engine, state: &Rc<SessionState>, name: &str) -> Run<Command> {
    let scope = state.current.borrow().clone();
    let saved = engine.enter(state, scope);
    let found = engine.find_command(name);
    engine.leave(saved);
    found.ok_or_else(|| {
        let raise = thrown_as(TypeId::COMMAND_NOT_FOUND_EXCEPTION, format!("Could not find Command {name}"));
        if let Some(record) = raise.error() {
            *record.0.id.borrow_mut() = Rc::from("CommandNotFoundException");
        }
        raise
    })
}

/// How a command binds its arguments.
fn signature(engine: &mut Engine, command: &Command) -> Run<Rc<Signature>> {
    let block = match command {
        Command::Cmdlet(entry) => return Ok(engine.signature_of_spec(entry.spec)),
        Command::Function(function) => function.block.clone(),
        Command::Script(path) => engine.load_script(path)?,
        Command::Block(block) => block.clone(),
        Command::Application(_) | Command::Alias(_) => {
            return Ok(Rc::new(Signature {
                name: command.name(),
                class: Rc::from(""),
                parameters: Vec::new(),
                sets: Vec::new(),
                default_set: None,
                default_set_name: None,
                positional: true,
                is_cmdlet: false,
                advanced: false,
                should_process: None,
                takes_input: false,
            }));
        }
    };
    let code = crate::engine::command::block_code(&block).block().clone();
    engine.signature_of_block(&code, &command.name(), None)
}

/// The signature with what `-RemoveParameterType` and `-RemoveParameterValidation` take away.
fn relaxed(signature: Rc<Signature>, types: &[Rc<str>], checks: &[Rc<str>]) -> Rc<Signature> {
    if types.is_empty() && checks.is_empty() {
        return signature;
    }
    let is_named = |names: &[Rc<str>], name: &str| names.iter().any(|own| own.eq_ignore_ascii_case(name));
    let parameters = signature
        .parameters
        .iter()
        .cloned()
        .map(|mut param| {
            if is_named(types, &param.name) {
                param.type_id = TypeId::OBJECT;
                param.typed = false;
                param.is_switch = false;
                param.info = None;
            }
            if is_named(checks, &param.name) {
                param.checks.retain(|check| matches!(check, Check::Type(_)));
                param.info = None;
            }
            param
        })
        .collect();
    Rc::new(Signature {
        name: signature.name.clone(),
        class: signature.class.clone(),
        parameters,
        sets: signature.sets.clone(),
        default_set: signature.default_set,
        default_set_name: signature.default_set_name.clone(),
        positional: signature.positional,
        is_cmdlet: signature.is_cmdlet,
        advanced: signature.advanced,
        should_process: signature.should_process,
        takes_input: signature.takes_input,
    })
}

fn mock(ctx: &mut Context<'_>) -> Run {
    let run = expect_run(ctx.engine(), "Mock")?;
    if run.phase.get() == Phase::Discovery {
        return Ok(());
    }
    let name = ctx.call.text("CommandName").unwrap_or_default();
    let module = ctx.call.text("ModuleName").filter(|name| !name.is_empty());
    let (body, filter) = (block_of(ctx, "MockWith"), block_of(ctx, "ParameterFilter"));
    let verifiable = ctx.call.flag("Verifiable");
    let types = ctx.call.texts("RemoveParameterType").unwrap_or_default();
    let checks = ctx.call.texts("RemoveParameterValidation").unwrap_or_default();
    let engine = ctx.engine();
    let home = engine.state.clone();
    let (state, module) = target(engine, module)?;
    let original = resolve(engine, &state, &name)?;
    let active = active(engine);
    let hook = match active.find(&state, &original.name()) {
        Some(hook) => hook,
        None => {
            let signature = relaxed(signature(engine, &original)?, &types, &checks);
            let hook = Rc::new(Hook { name: original.name(), module, state, home, original, signature });
            active.hooks.borrow_mut().push(hook.clone());
            run.with_item(|item| item.mocks.borrow_mut().hooks.push(hook.clone()));
            engine.interceptor = Some(active);
            hook
        }
    };
    run.screen.clone().debug(engine, "Mock", || {
        let kind = if filter.is_some() { "parametrized" } else { "default" };
        let place = hook.module.as_ref().map(|module| format!(" {module} -")).unwrap_or_default();
        format!("Setting up {kind} mock for{place} {}.", hook.name)
    })?;
    let behavior = Rc::new(Behavior { hook, filter, body, verifiable, executed: Cell::new(false) });
    run.with_item(|item| item.mocks.borrow_mut().behaviors.push(behavior));
    Ok(())
}

/// The test at hand and the blocks around it, the innermost first, each with its item.
fn for_each_item(run: &RunState, mut visit: impl FnMut(&Item)) {
    if let Some(test) = &*run.test.borrow() {
        visit(&test.item);
    }
    let mut at: Option<Rc<Block>> = Some(run.block.borrow().clone());
    while let Some(block) = at {
        visit(&block.item);
        at = block.parent();
    }
}

/// The behaviours for a hook's calls, the newest first.
fn behaviors_of(run: &RunState, hook: &Hook) -> Vec<Rc<Behavior>> {
    let mut found = Vec::new();
    for_each_item(run, |item| {
        let mocks = item.mocks.borrow();
        found.extend(mocks.behaviors.iter().rev().filter(|behavior| std::ptr::eq(&*behavior.hook, hook)).cloned());
    });
    found
}

/// A parameter's own place, and its names.
fn own_parameters(signature: &Signature) -> impl Iterator<Item = (usize, &crate::engine::binding::Param)> {
    signature.parameters.iter().filter_map(|param| match param.role {
        Role::Own(own) => Some((own, param)),
        _ => None,
    })
}
