//! `ForEach-Object`: runs blocks, or calls a member, for each object.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::{BlockRunner, EngineContext};
use crate::entry;
use crate::library::core::jobs::{JobObject, Kind, run_job};
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ForEach",
    noun: "Object",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Runs a script block for each object.",
    description: "The block runs in the caller's scope with the object as $_. -Begin runs once before, -End once after. With a member's name it reads the property or calls the method. -Parallel runs each block in a scope of its own, one after the other: results keep the input's order.",
    parameters: parameters::FOREACH_OBJECT,
    default_set: parameters::FOREACH_OBJECT_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Where-Object"],
    examples: &[
        Example::new("Double each number", "1..3 | ForEach-Object { $_ * 2 }", "2\n4\n6\n"),
        Example::new("Read a property", "'a', 'bbb' | ForEach-Object Length", "1\n3\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ForEachObject);

#[derive(Default)]
struct ForEachObject {
    process: Vec<BlockRunner>,
    end: Option<BlockRunner>,
    saved: Option<Option<Value>>,
    member: Option<Rc<str>>,
    parallel: Option<Rc<crate::value::ScriptBlock>>,
    /// Objects of a job, which runs at the end.
    tasks: Vec<Value>,
}

impl Cmdlet for ForEachObject {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(Value::ScriptBlock(block)) = ctx.call.get("Parallel") {
            self.parallel = Some(block.clone());
            return Ok(());
        }
        if let Some(name) = ctx.call.text("MemberName") {
            self.member = Some(name);
            return Ok(());
        }
        let mut blocks: Vec<Rc<crate::value::ScriptBlock>> = Vec::new();
        let mut take = |value: Option<&Value>| {
            for item in value.map(|value| value.enumerate().unwrap_or_else(|| vec![value.clone()])).unwrap_or_default() {
                if let Value::ScriptBlock(block) = item {
                    blocks.push(block);
                }
            }
        };
        take(ctx.call.get("Process"));
        take(ctx.call.get("RemainingScripts"));
        let mut begin = match ctx.call.get("Begin") {
            Some(Value::ScriptBlock(block)) => Some(block.clone()),
            _ => None,
        };
        let mut end = match ctx.call.get("End") {
            Some(Value::ScriptBlock(block)) => Some(block.clone()),
            _ => None,
        };
        // Several blocks by position: the first is begin, and with three or more the last is end.
        if begin.is_none() && blocks.len() > 1 {
            begin = Some(blocks.remove(0));
        }
        if end.is_none() && blocks.len() > 1 {
            end = blocks.pop();
        }
        for block in &blocks {
            self.process.push(ctx.engine().runner(block));
        }
        if let Some(block) = end {
            self.end = Some(ctx.engine().runner(&block));
        }
        self.saved = self.process.first().or(self.end.as_ref()).map(BlockRunner::save);
        if let Some(block) = begin {
            let runner = ctx.engine().runner(&block);
            let Context { host, out, .. } = ctx;
            runner.run(crate::engine::engine_of(*host), Value::Null, *out)?;
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.input() else {
            if ctx.call.expecting_input {
                return Ok(());
            }
            // Without input the blocks run once.
            let Context { host, out, .. } = ctx;
            let engine = crate::engine::engine_of(*host);
            for runner in &self.process {
                runner.run(engine, Value::Null, *out)?;
            }
            return Ok(());
        };
        if let Some(block) = &self.parallel {
            if ctx.call.flag("AsJob") {
                self.tasks.push(input);
                return Ok(());
            }
            let Context { host, out, .. } = ctx;
            let call = crate::engine::BlockInvocation { underscore: Some(input), ..Default::default() };
            let result = crate::engine::engine_of(*host).isolated(false, |engine| {
                let block = engine.rebound(block);
                engine.invoke(&block, call, *out)
            });
            return match result {
                Ok(()) => Ok(()),
                Err(raise) => match raise.error().cloned() {
                    // What ends one block does not end the others; a variable that is not there ends the command.
                    Some(record) if record.id().starts_with("UsingVariableIsUndefined") => {
                        *record.0.invocation.borrow_mut() = None;
                        Err(record.into())
                    }
                    Some(record) => ctx.error(record),
                    None => Err(raise),
                },
            };
        }
        if let Some(name) = self.member.clone() {
            return self.call_member(ctx, &input, &name);
        }
        let Context { host, out, .. } = ctx;
        let engine = crate::engine::engine_of(*host);
        for runner in &self.process {
            runner.run(engine, input.clone(), *out)?;
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(block) = &self.parallel
            && ctx.call.flag("AsJob")
        {
            let job = run_as_job(ctx.engine(), block, std::mem::take(&mut self.tasks))?;
            return ctx.write(job);
        }
        if let Some(runner) = &self.end {
            let Context { host, out, .. } = ctx;
            runner.run(crate::engine::engine_of(*host), Value::Null, *out)?;
        }
        self.stop();
        Ok(())
    }

    fn stop(&mut self) {
        if let (Some(runner), Some(saved)) = (self.process.first().or(self.end.as_ref()), self.saved.take()) {
            runner.restore(saved);
        }
    }
}

impl ForEachObject {
    fn call_member(&self, ctx: &mut Context<'_>, input: &Value, name: &str) -> Run {
        if input.is_null() {
            if ctx.engine().strict() < 20 {
                return Ok(());
            }
            let record = ErrorRecord::new(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                "The input object is null.",
                "InputObjectIsNull",
                Category::InvalidOperation,
                Value::Null,
            );
            return ctx.error(record);
        }
        let arguments = ctx.call.items("ArgumentList").unwrap_or_default();
        let methods = crate::value::members::methods(input);
        let is_method = methods.iter().any(|method| method.name.eq_ignore_ascii_case(name));
        if is_method {
            let text = crate::value::convert::to_text(ctx.engine(), input)?;
            if !ctx.should_process(format!("InputObject: {text}"), format!("Invoke method '{name}'"))? {
                return Ok(());
            }
        }
        let value = if is_method {
            match crate::value::members::invoke(ctx.engine(), input, name, &arguments) {
                Ok(value) => value.unwrap_or(Value::Nothing),
                Err(raise) => match raise.error().cloned() {
                    Some(record) => return ctx.error(record),
                    None => return Err(raise),
                },
            }
        } else {
            ctx.engine().property(input, name, false)?
        };
        ctx.write_each(value)
    }
}

/// Runs the block for each object as a job with a child for each.
fn run_as_job(engine: &mut crate::engine::Engine, block: &Rc<crate::value::ScriptBlock>, tasks: Vec<Value>) -> Run<Value> {
    let job = run_job(engine, Kind::Tasks, None, block.code.text(), tasks.len(), |engine, out| {
        for task in tasks {
            engine.isolated(false, |engine| {
                let block = engine.rebound(block);
                engine.invoke(&block, crate::engine::BlockInvocation { underscore: Some(task), ..Default::default() }, out)
            })?;
        }
        Ok(())
    })?;
    Ok(JobObject::value(&job))
}
