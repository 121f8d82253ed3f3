//! Control may not leave a `finally` block.

use crate::syntax::ast::{Expression, LoopJump, Statement};
use std::rc::Rc;

/// What a statement stands in, from the outside in.
#[derive(Default)]
pub(super) struct Nesting {
    levels: Vec<Level>,
}

enum Level {
    /// A loop or switch, with its label.
    Loop(Option<Rc<str>>),
    Finally,
    /// A script block: what is outside does not count inside.
    ScriptBlock,
}

impl Nesting {
    /// Enters or leaves a `finally` block.
    pub fn finally(&mut self, enters: bool) {
        if enters {
            self.levels.push(Level::Finally);
        } else {
            self.levels.pop();
        }
    }

    /// Enters or leaves a script block.
    pub fn script_block(&mut self, enters: bool) {
        if enters {
            self.levels.push(Level::ScriptBlock);
        } else {
            self.levels.pop();
        }
    }

    /// Enters a statement, if it is a loop.
    pub fn enter(&mut self, statement: &Statement) {
        if let Some(label) = loop_label(statement) {
            self.levels.push(Level::Loop(label.clone()));
        }
    }

    /// Leaves a statement, if it is a loop.
    pub fn leave(&mut self, statement: &Statement) {
        if loop_label(statement).is_some() {
            self.levels.pop();
        }
    }

    /// A `return` here leaves a `finally` block.
    pub fn return_leaves(&self) -> bool {
        self.levels.iter().rev().take_while(|l| !matches!(l, Level::ScriptBlock)).any(|l| matches!(l, Level::Finally))
    }

    /// A `break` or `continue` here leaves a `finally` block.
    pub fn jump_leaves(&self, jump: &LoopJump) -> bool {
        let wanted = match &jump.label {
            None => None,
            Some(Expression::String(s)) => Some(&s.value),
            // Known only when it runs.
            Some(_) => return false,
        };
        for level in self.levels.iter().rev() {
            match level {
                Level::ScriptBlock => return false,
                Level::Finally => return true,
                Level::Loop(label) => {
                    let is_target = match (wanted, label) {
                        (None, _) => true,
                        (Some(wanted), Some(label)) => wanted.eq_ignore_ascii_case(label),
                        (Some(_), None) => false,
                    };
                    if is_target {
                        return false;
                    }
                }
            }
        }
        false
    }
}

fn loop_label(statement: &Statement) -> Option<&Option<Rc<str>>> {
    Some(match statement {
        Statement::While(s) => &s.label,
        Statement::DoWhile(s) | Statement::DoUntil(s) => &s.label,
        Statement::For(s) => &s.label,
        Statement::ForEach(s) => &s.label,
        Statement::Switch(s) => &s.label,
        _ => return None,
    })
}
