//! `New-Module`: makes a module of a script block.

use super::load::{self, ImportOptions};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::engine::objects::module_value;
use crate::entry;
use crate::library::parameters;
use crate::value::{Members, Object, Payload, Run, ScriptBlock, Slot, SpecialMember, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "New",
    noun: "Module",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Makes a module of a script block.",
    description: "The block runs in a state of its own; what it exports can be called here. -AsCustomObject gives an object whose methods are the functions, -ReturnResult what the block gives.",
    parameters: parameters::NEW_MODULE,
    default_set: parameters::NEW_MODULE_DEFAULT,
    related: &["Import-Module", "Export-ModuleMember"],
    examples: &[Example::new(
        "A module without a file",
        "New-Module -Name Greet { function Get-Greeting { 'hello' } } | Out-Null\nGet-Greeting",
        "hello\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, NewModule);

#[derive(Default)]
struct NewModule;

impl Cmdlet for NewModule {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(Value::ScriptBlock(block)) = ctx.call.get("ScriptBlock").map(Value::base).cloned() else { return Ok(()) };
        let name = match ctx.call.text("Name") {
            Some(name) => name.to_string(),
            None => {
                let bits =
                    ((crate::value::Runtime::random(ctx.engine()) as u128) << 64) | crate::value::Runtime::random(ctx.engine()) as u128;
                let mut text = String::from("__DynamicModule_");
                crate::value::text::guid::Guid::from_random(bits.to_be_bytes()).invariant_text(&mut text);
                text
            }
        };
        let path = ctx.engine().stack.last().and_then(|top| top.block.source.name()).unwrap_or("").to_owned();
        let module = load::script_module(ctx.engine(), &name, &path);
        let arguments = ctx.call.items("ArgumentList").unwrap_or_default();
        let mut results: Vec<Value> = Vec::new();
        load::run_block(ctx.engine(), &module, &block, arguments, &mut results)?;
        if let Some(patterns) = ctx.call.texts("Function") {
            module.exported_functions.borrow_mut().clear();
            load::export(&module, &patterns, &[], &[]);
        }
        if ctx.call.flag("AsCustomObject") {
            let mut members = Members::default();
            for symbol in module.exported_variables.borrow().iter() {
                // The variable itself: it changes with the module.
                let text = format!("${{{}}}", symbol.name());
                let getter = ctx.engine().script_block_from(&text, None)?;
                let setter = ctx.engine().script_block_from(&format!("${{script:{}}} = $args[0]", symbol.name()), None)?;
                let home = || module.state.clone().map(|state| state as Rc<dyn std::any::Any>);
                let bound = |block: &ScriptBlock| Some(Rc::new(ScriptBlock::new(block.code.clone(), home())));
                members.push(
                    symbol.name(),
                    Slot::Special(Rc::new(SpecialMember::ScriptProperty { get: bound(&getter), set: bound(&setter) })),
                );
            }
            for (name, function) in module.exported_functions.borrow().iter() {
                members.push(name.clone(), Slot::Special(Rc::new(SpecialMember::ScriptMethod(function.block.clone()))));
            }
            let object = Object::new(Payload::Custom);
            *object.members.borrow_mut() = members;
            return ctx.write(Value::Object(Rc::new(object)));
        }
        load::bring_in(ctx.engine(), &module, &ImportOptions::default())?;
        // What was never imported is not listed.
        ctx.engine().modules.retain(|own| !Rc::ptr_eq(own, &module));
        if ctx.call.flag("ReturnResult") {
            for result in results {
                ctx.write(result)?;
            }
            return Ok(());
        }
        ctx.write(module_value(&module))
    }
}
