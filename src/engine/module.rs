//! Modules: session states of their own with what they export.

use std::cell::RefCell;
use std::rc::Rc;

use super::command::Function;
use super::scope::{Alias, SessionState};
use crate::program::Symbol;
use crate::value::Value;

/// A loaded module.
pub struct Module {
    /// Its name.
    pub name: Rc<str>,
    /// The file it came from.
    pub path: Rc<str>,
    /// Version text.
    pub version: RefCell<Rc<str>>,
    /// `Script`, `Manifest`, `Binary` (built in).
    pub kind: &'static str,
    /// Description from a manifest.
    pub description: RefCell<Rc<str>>,
    /// The manifest's data.
    pub manifest: RefCell<Value>,
    /// Its state; none for a built-in one.
    pub state: Option<Rc<SessionState>>,
    /// What `Export-ModuleMember` named, if it was called.
    pub exports_named: RefCell<bool>,
    /// Functions it exports.
    pub exported_functions: RefCell<Vec<(Rc<str>, Rc<Function>)>>,
    /// Aliases it exports.
    pub exported_aliases: RefCell<Vec<Rc<Alias>>>,
    /// Variables it exports.
    pub exported_variables: RefCell<Vec<Symbol>>,
    /// Cmdlets it exports (built-in modules).
    pub exported_cmdlets: RefCell<Vec<Rc<str>>>,
    /// `.OnRemove`.
    pub on_remove: RefCell<Value>,
    /// `-ArgumentList`.
    pub guid: RefCell<Rc<str>>,
    /// `.PrivateData`.
    pub private_data: RefCell<Value>,
    /// Modules it loaded itself.
    pub nested: RefCell<Vec<Rc<Module>>>,
    /// The prefix it was imported with.
    pub prefix: RefCell<Rc<str>>,
}

impl Module {
    /// A module with nothing exported yet.
    pub fn new(name: &str, path: &str, kind: &'static str, state: Option<Rc<SessionState>>) -> Rc<Module> {
        Rc::new(Module {
            name: Rc::from(name),
            path: Rc::from(path),
            version: RefCell::new(Rc::from("0.0")),
            kind,
            description: RefCell::new(Rc::from("")),
            manifest: RefCell::new(Value::Null),
            state,
            exports_named: RefCell::new(false),
            exported_functions: RefCell::default(),
            exported_aliases: RefCell::default(),
            exported_variables: RefCell::default(),
            exported_cmdlets: RefCell::default(),
            on_remove: RefCell::new(Value::Null),
            guid: RefCell::new(Rc::from("00000000-0000-0000-0000-000000000000")),
            private_data: RefCell::new(Value::Null),
            nested: RefCell::default(),
            prefix: RefCell::new(Rc::from("")),
        })
    }

    /// A value of the manifest's `PrivateData.PSData`.
    pub fn ps_data(&self, key: &str) -> Value {
        let part = |value: &Value, key: &str| match value.base() {
            Value::Dict(dict) => dict.get_str(key).unwrap_or(Value::Null),
            _ => Value::Null,
        };
        part(&part(&self.private_data.borrow(), "PSData"), key)
    }
}
