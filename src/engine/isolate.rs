//! Sessions inside the session: jobs and `ForEach-Object -Parallel` see nothing of their caller but `$using:`.

use std::cell::RefCell;
use std::rc::Rc;

use super::scope::{Scope, ScopeKind, SessionState};
use super::session::Engine;
use crate::value::{List, ScriptBlock, TypeId};

/// A session beside the one at hand: its scopes and its errors.
pub struct Runspace {
    /// Its session state.
    pub state: Rc<SessionState>,
    errors: Rc<List>,
}

impl Engine {
    /// A session that starts as any other.
    pub(crate) fn new_runspace(&mut self) -> Rc<Runspace> {
        let top = Scope::new(ScopeKind::Global, None, Rc::from([]));
        let state = Rc::new(SessionState { module: RefCell::default(), top: top.clone(), current: RefCell::new(top) });
        let runspace = Rc::new(Runspace { state, errors: Rc::new(List::new(TypeId::ARRAY_LIST, Vec::new())) });
        self.in_runspace(&runspace, Engine::set_initial_variables);
        runspace
    }

    /// Runs in another session; what it leaves there stays there.
    pub(crate) fn in_runspace<T>(&mut self, runspace: &Rc<Runspace>, run: impl FnOnce(&mut Engine) -> T) -> T {
        let global = std::mem::replace(&mut self.global, runspace.state.clone());
        let old_state = std::mem::replace(&mut self.state, runspace.state.clone());
        let errors = std::mem::replace(&mut self.errors, runspace.errors.clone());
        let stack = std::mem::take(&mut self.stack);
        let guarded = std::mem::take(&mut self.guarded);
        let location = (self.location.clone(), self.other_location.clone());
        let success = self.success;
        self.epoch += 1;
        let result = run(self);
        self.epoch += 1;
        self.success = success;
        (self.location, self.other_location) = location;
        self.guarded = guarded;
        self.stack = stack;
        self.errors = errors;
        self.state = old_state;
        self.global = global;
        result
    }

    /// Runs in a fresh global scope, with an empty `$Error`; `$using:` reads variables as the caller sees them. The
    /// location is put back afterwards, and with `own_process` the environment too.
    pub fn isolated<T>(&mut self, own_process: bool, run: impl FnOnce(&mut Engine) -> T) -> T {
        let caller = self.scope();
        let environment = own_process.then(|| self.environment.clone());
        self.using.push(caller);
        let runspace = self.new_runspace();
        let result = self.in_runspace(&runspace, run);
        self.using.pop();
        if let Some(environment) = environment {
            self.environment = environment;
        }
        result
    }

    /// Whether what runs is a job or a parallel block.
    pub fn is_isolated(&self) -> bool {
        !self.using.is_empty()
    }

    /// The block's code bound to the session state at hand.
    pub fn rebound(&self, block: &ScriptBlock) -> Rc<ScriptBlock> {
        Rc::new(ScriptBlock::new(block.code.clone(), Some(self.state.clone())))
    }
}

/// A background pipeline's text with its variables read from the caller, as PowerShell rewrites it.
pub(super) fn with_using(text: &str) -> String {
    const AUTOMATIC: [&str; 12] =
        ["_", "true", "false", "null", "args", "input", "this", "PSItem", "PSScriptRoot", "PSCommandPath", "Error", "Matches"];
    let mut out = String::with_capacity(text.len() + 16);
    let mut letters = text.char_indices().peekable();
    let mut quoted = false;
    let mut double = false;
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\'' if !double => quoted = !quoted,
            '"' if !quoted => double = !double,
            '`' if !quoted => {
                out.push(letter);
                if let Some((_, next)) = letters.next() {
                    out.push(next);
                }
                continue;
            }
            '$' if !quoted => {
                let rest = &text[at + 1..];
                let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                let name = &rest[..length];
                let is_scoped = rest[length..].starts_with(':') && !rest[length..].starts_with("::");
                if length > 0 && !is_scoped && !AUTOMATIC.iter().any(|own| own.eq_ignore_ascii_case(name)) {
                    out.push_str(&format!("${{using:{name}}}"));
                    while letters.peek().is_some_and(|(next, _)| *next < at + 1 + length) {
                        letters.next();
                    }
                    continue;
                }
            }
            _ => {}
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::with_using;

    #[test]
    fn rewrites_variables_of_a_background_pipeline() {
        assert_eq!(with_using("Write-Output \"bg $v\" '$w' $_ $env:HOME"), "Write-Output \"bg ${using:v}\" '$w' $_ $env:HOME");
    }
}
