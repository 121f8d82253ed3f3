//! Scopes: slots of a block, plus variables by name; functions and aliases; parents for dynamic look-up.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::command::Function;
use crate::cmdlet::Preferences;
use crate::program::{Block, Symbol};
use crate::value::{Dict, Invocation, TypeId, Value};

/// `ScopedItemOptions`, as bits.
pub mod options {
    /// Cannot be changed without `-Force`.
    pub const READ_ONLY: u8 = 1;
    /// Can never be changed.
    pub const CONSTANT: u8 = 2;
    /// Not seen from child scopes.
    pub const PRIVATE: u8 = 4;
    /// The same in all scopes.
    pub const ALL_SCOPE: u8 = 8;
}

/// What guards a variable: the type and attributes written before its name.
#[derive(Clone)]
pub enum Guard {
    /// A type constraint.
    Type(TypeId),
    /// An attribute, with the block it was written in (for its script arguments).
    Attribute(Rc<Block>, Rc<AttributeGuard>),
}

/// An evaluated attribute on a variable or parameter.
pub struct AttributeGuard {
    /// Its name without `Attribute`.
    pub name: Rc<str>,
    /// Arguments by position.
    pub positional: Vec<Value>,
    /// Arguments by name.
    pub named: Vec<(Rc<str>, Value)>,
}

/// What a variable has beside its value.
#[derive(Clone, Default)]
pub struct VariableInfo {
    /// Type constraint and attributes, outermost first.
    pub guards: Vec<Guard>,
    /// [`options`].
    pub options: u8,
    /// Description.
    pub description: Rc<str>,
}

/// A variable.
#[derive(Default)]
pub struct Slot {
    /// Its value; none: not set in this scope.
    pub value: Option<Value>,
    /// What else it has; almost always nothing.
    pub info: Option<Rc<VariableInfo>>,
}

/// What a scope is the scope of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    /// The session's.
    Global,
    /// A script file's.
    Script,
    /// A module's.
    Module,
    /// A function's or block's.
    Local,
}

/// Functions and aliases of a scope.
#[derive(Default)]
pub struct Tables {
    /// Functions by lower-case name.
    pub functions: HashMap<String, Rc<Function>>,
    /// Aliases by lower-case name.
    pub aliases: indexmap::IndexMap<String, Rc<Alias>>,
    /// Script-defined types by lower-case name.
    pub types: HashMap<String, TypeId>,
}

/// An alias.
pub struct Alias {
    /// Its name.
    pub name: Rc<str>,
    /// What it stands for.
    pub definition: Rc<str>,
    /// [`options`].
    pub options: u8,
    /// Description.
    pub description: Rc<str>,
    /// The module it belongs to.
    pub module: Rc<str>,
}

/// The call a scope belongs to.
#[derive(Default)]
pub struct CallInfo {
    /// `$MyInvocation`.
    pub invocation: Rc<Invocation>,
    /// `$args`.
    pub arguments: RefCell<Value>,
    /// `$PSBoundParameters`, once asked for or bound.
    pub bound: OnceCell<Rc<Dict>>,
    /// `$input`: what came, and how far it was read.
    pub input: RefCell<Option<Value>>,
    /// `$PSCmdlet`.
    pub cmdlet: RefCell<Value>,
    /// Whether the command binds as cmdlets do: it has no `$args`.
    pub advanced: bool,
    /// Whether `$PSCmdlet.WriteError` was called: `$?` is false then.
    pub failed: Cell<bool>,
    /// Common parameters of the call.
    pub preferences: RefCell<Preferences>,
}

/// What `-match` found last, turned into `$Matches` when read.
pub struct LastMatch {
    /// Makes `$Matches`.
    pub make: Box<dyn Fn() -> Value>,
    /// `$Matches`, once made.
    pub value: RefCell<Option<Value>>,
}

/// A scope.
pub struct Scope {
    /// Where names that are not here are looked up.
    pub parent: Option<Rc<Scope>>,
    /// What it is the scope of.
    pub kind: ScopeKind,
    base: Rc<[Symbol]>,
    more: RefCell<Vec<Symbol>>,
    index: RefCell<Option<HashMap<Symbol, u32>>>,
    /// Variables, those of the block first.
    pub slots: RefCell<Vec<Slot>>,
    /// Functions, aliases, types; made when the first is defined.
    pub tables: RefCell<Option<Box<Tables>>>,
    /// The call.
    pub call: RefCell<Option<Rc<CallInfo>>>,
    /// The last `-match`.
    pub last_match: RefCell<Option<Rc<LastMatch>>>,
    /// `Set-StrictMode`: 0 off; major version times 10 plus minor.
    pub strict: Cell<Option<u8>>,
}

impl Scope {
    /// A scope with the slots of a block.
    pub fn new(kind: ScopeKind, parent: Option<Rc<Scope>>, names: Rc<[Symbol]>) -> Rc<Scope> {
        let mut slots = Vec::with_capacity(names.len());
        slots.resize_with(names.len(), Slot::default);
        Rc::new(Scope {
            parent,
            kind,
            base: names,
            more: RefCell::default(),
            index: RefCell::default(),
            slots: RefCell::new(slots),
            tables: RefCell::default(),
            call: RefCell::default(),
            last_match: RefCell::default(),
            strict: Cell::new(None),
        })
    }

    /// The place of a name, whether it has a value or not.
    pub fn place(&self, symbol: Symbol) -> Option<usize> {
        if let Some(place) = self.base.iter().position(|own| *own == symbol) {
            return Some(place);
        }
        if let Some(index) = &*self.index.borrow() {
            return index.get(&symbol).map(|place| *place as usize);
        }
        self.more.borrow().iter().position(|own| *own == symbol).map(|place| place + self.base.len())
    }

    /// The place of a name, made if it has none.
    pub fn ensure(&self, symbol: Symbol) -> usize {
        if let Some(place) = self.place(symbol) {
            return place;
        }
        let mut more = self.more.borrow_mut();
        more.push(symbol);
        let place = self.base.len() + more.len() - 1;
        let mut slots = self.slots.borrow_mut();
        slots.push(Slot::default());
        let mut index = self.index.borrow_mut();
        match &mut *index {
            Some(index) => {
                index.insert(symbol, place as u32);
            }
            None if more.len() > 24 => {
                *index = Some(more.iter().enumerate().map(|(at, symbol)| (*symbol, (self.base.len() + at) as u32)).collect());
            }
            None => {}
        }
        place
    }

    /// The value of a variable of this very scope.
    pub fn get(&self, symbol: Symbol) -> Option<Value> {
        let place = self.place(symbol)?;
        self.slots.borrow()[place].value.clone()
    }

    /// Sets a variable of this very scope, past all guards.
    pub fn set(&self, symbol: Symbol, value: Value) {
        let place = self.ensure(symbol);
        self.slots.borrow_mut()[place].value = Some(value);
    }

    /// Takes a variable away.
    pub fn unset(&self, symbol: Symbol) {
        if let Some(place) = self.place(symbol) {
            self.slots.borrow_mut()[place] = Slot::default();
        }
    }

    /// Names of all set variables, in order of first use.
    pub fn names(&self) -> Vec<Symbol> {
        let slots = self.slots.borrow();
        let more = self.more.borrow();
        self.base
            .iter()
            .chain(more.iter())
            .enumerate()
            .filter(|(place, _)| slots[*place].value.is_some())
            .map(|(_, symbol)| *symbol)
            .collect()
    }

    /// The scope and its parents, innermost first.
    pub fn chain(self: &Rc<Scope>) -> impl Iterator<Item = Rc<Scope>> {
        std::iter::successors(Some(self.clone()), |scope| scope.parent.clone())
    }

    /// The scope that holds a set variable of this name, and its place there; private ones of parents are not seen.
    pub fn find(self: &Rc<Scope>, symbol: Symbol) -> Option<(Rc<Scope>, usize)> {
        let mut scope: &Rc<Scope> = self;
        loop {
            if let Some(place) = scope.place(symbol) {
                let slots = scope.slots.borrow();
                let slot = &slots[place];
                let private = slot.info.as_ref().is_some_and(|info| info.options & options::PRIVATE != 0);
                if slot.value.is_some() && (!private || Rc::ptr_eq(scope, self)) {
                    drop(slots);
                    return Some((scope.clone(), place));
                }
            }
            scope = scope.parent.as_ref()?;
        }
    }

    /// The value of a variable, looked up through the parents.
    pub fn lookup(self: &Rc<Scope>, symbol: Symbol) -> Option<Value> {
        let mut scope: &Rc<Scope> = self;
        loop {
            if let Some(place) = scope.place(symbol) {
                let slots = scope.slots.borrow();
                let slot = &slots[place];
                if let Some(value) = &slot.value {
                    let private = slot.info.as_ref().is_some_and(|info| info.options & options::PRIVATE != 0);
                    if !private || Rc::ptr_eq(scope, self) {
                        return Some(value.clone());
                    }
                }
            }
            scope = scope.parent.as_ref()?;
        }
    }

    /// The scope's tables, made if it has none.
    pub fn tables_mut(&self) -> std::cell::RefMut<'_, Tables> {
        std::cell::RefMut::map(self.tables.borrow_mut(), |tables| &mut **tables.get_or_insert_default())
    }

    /// The nearest script or module scope, else the global one.
    pub fn script_scope(self: &Rc<Scope>) -> Rc<Scope> {
        let mut last = self.clone();
        for scope in self.chain() {
            if scope.kind != ScopeKind::Local {
                return scope;
            }
            last = scope;
        }
        last
    }

    /// The outermost scope.
    pub fn global(self: &Rc<Scope>) -> Rc<Scope> {
        let mut scope = self.clone();
        while let Some(parent) = scope.parent.clone() {
            scope = parent;
        }
        scope
    }
}

/// The session state that code belongs to: the session itself, or a module.
pub struct SessionState {
    /// The module, for a module's state.
    pub module: RefCell<Option<Rc<super::module::Module>>>,
    /// Its outermost own scope: global, or the module's.
    pub top: Rc<Scope>,
    /// The scope at hand.
    pub current: RefCell<Rc<Scope>>,
}

/// Where a block runs: its scope, and how its slots map onto it.
pub struct Frame {
    /// The scope.
    pub scope: Rc<Scope>,
    /// For a dot-sourced block: the scope's place for each slot.
    pub map: Option<Box<[u32]>>,
    /// The block.
    pub block: Rc<Block>,
    /// The session state.
    pub state: Rc<SessionState>,
    /// In a method of a script class: the class, and what `return` gave.
    pub method: Option<Box<MethodFrame>>,
}

/// What the body of a method has beside its scope.
pub struct MethodFrame {
    /// The class that defines the method.
    pub class: TypeId,
    /// What `return` gave.
    pub returned: RefCell<Option<Value>>,
}

impl Frame {
    /// A frame that runs the block in an existing scope.
    pub fn dotted(scope: Rc<Scope>, block: Rc<Block>, state: Rc<SessionState>) -> Frame {
        let map = block.names.iter().map(|symbol| scope.ensure(*symbol) as u32).collect();
        Frame { scope, map: Some(map), block, state, method: None }
    }

    /// The scope's place of a slot.
    #[inline(always)]
    pub fn place(&self, slot: u32) -> usize {
        match &self.map {
            None => slot as usize,
            Some(map) => map[slot as usize] as usize,
        }
    }

    /// The name of a slot.
    pub fn symbol(&self, slot: u32) -> Symbol {
        self.block.names[slot as usize]
    }
}

impl CallInfo {
    /// `$PSBoundParameters`.
    pub fn bound(&self) -> Rc<Dict> {
        self.bound.get_or_init(bound_parameters).clone()
    }
}

/// An empty `$PSBoundParameters`.
pub fn bound_parameters() -> Rc<Dict> {
    let type_id = TypeId::DICTIONARY2.generic(&[TypeId::STRING, TypeId::OBJECT]);
    Rc::new(Dict::new(crate::value::DictKind::Generic(type_id), true))
}
