//! Blocks that a cmdlet runs again and again.

use super::command::{block_code, home_of};
use super::eval::Collected;
use super::scope::{Frame, Scope, ScopeKind};
use super::session::Engine;
use crate::cmdlet::Output;
use crate::program::{Block, Symbol};
use crate::value::{Run, ScriptBlock, Value};
use std::rc::Rc;

/// A block ready to be run for many objects in the scope it belongs to (`ForEach-Object`, `Where-Object`).
pub struct BlockRunner {
    frame: Frame,
    underscore: Option<usize>,
    name: Rc<str>,
}

impl BlockRunner {
    /// Runs the block with `$_` set; its outputs go to `out`.
    pub fn run(&self, engine: &mut Engine, underscore: Value, out: &mut dyn Output) -> Run {
        engine.poll()?;
        let place = match self.underscore {
            Some(place) => place,
            None => self.frame.scope.ensure(Symbol::UNDERSCORE),
        };
        self.frame.scope.slots.borrow_mut()[place].value = Some(underscore);
        let saved = engine.enter(&self.frame.state, self.frame.scope.clone());
        let streams = engine.block_streams.take().map(|streams| {
            engine.block_streams = Some(streams.clone());
            std::mem::replace(&mut engine.streams, streams)
        });
        let result = engine.activated(&self.frame.block, self.name.clone(), |engine| engine.run_all_blocks(&self.frame, out));
        if let Some(streams) = streams {
            engine.streams = streams;
        }
        engine.leave(saved);
        result
    }

    /// Runs the block and gives its outputs as one value.
    pub fn value(&self, engine: &mut Engine, underscore: Value) -> Run<Value> {
        let mut items = Collected::default();
        self.run(engine, underscore, &mut items)?;
        Ok(items.value())
    }

    /// What `$_` was before, to be put back with [`BlockRunner::restore`].
    pub fn save(&self) -> Option<Value> {
        self.frame.scope.get(Symbol::UNDERSCORE)
    }

    /// Puts `$_` back.
    pub fn restore(&self, saved: Option<Value>) {
        let place = self.frame.scope.ensure(Symbol::UNDERSCORE);
        self.frame.scope.slots.borrow_mut()[place].value = saved;
    }
}

/// A block ready to be run for many objects, each time in a new scope (calculated properties).
pub struct LocalRunner {
    script_block: Rc<ScriptBlock>,
    block: Rc<Block>,
    state: Rc<super::scope::SessionState>,
    parent: Rc<Scope>,
    name: Rc<str>,
}

impl LocalRunner {
    /// The block as a script sees it.
    pub fn script_block(&self) -> &Rc<ScriptBlock> {
        &self.script_block
    }

    /// Runs the block with `$_` set and gives its outputs as one value.
    pub fn value(&self, engine: &mut Engine, underscore: Value) -> Run<Value> {
        engine.poll()?;
        if !self.block.parameters.is_empty() || self.block.requirements.is_some() {
            return engine.call_block_with(&self.script_block, Some(underscore), Vec::new());
        }
        let scope = Scope::new(ScopeKind::Local, Some(self.parent.clone()), self.block.names.clone());
        scope.set(Symbol::UNDERSCORE, underscore);
        let frame = Frame { scope: scope.clone(), map: None, block: self.block.clone(), state: self.state.clone(), method: None };
        let mut items = Collected::default();
        let saved = engine.enter(&self.state, scope);
        let result = engine.activated(&self.block, self.name.clone(), |engine| engine.run_all_blocks(&frame, &mut items));
        engine.leave(saved);
        result?;
        Ok(items.value())
    }
}

impl Engine {
    /// Makes a block ready to run again and again, each time in a new scope.
    pub fn local_runner(&mut self, block: &Rc<ScriptBlock>) -> LocalRunner {
        let code = block_code(block).block().clone();
        let state = home_of(block).unwrap_or_else(|| self.state.clone());
        let parent = state.current.borrow().clone();
        LocalRunner { script_block: block.clone(), block: code, state, parent, name: Rc::from("<ScriptBlock>") }
    }

    /// Makes a block ready to run in the scope at hand of its session state.
    pub fn runner(&mut self, block: &Rc<ScriptBlock>) -> BlockRunner {
        let code = block_code(block).block().clone();
        let state = home_of(block).unwrap_or_else(|| self.state.clone());
        let scope = state.current.borrow().clone();
        let frame = Frame::dotted(scope, code, state);
        let underscore = frame.block.underscore.map(|slot| frame.place(slot));
        BlockRunner { frame, underscore, name: Rc::from("<ScriptBlock>") }
    }
}
