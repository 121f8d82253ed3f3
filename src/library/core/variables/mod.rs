//! Variables and aliases.

mod alias;
mod alias_file;
mod clear_variable;
mod get_alias;
mod get_variable;
mod new_variable;
mod remove_variable;
mod set_variable;

use std::rc::Rc;

use crate::cmdlet::{Context, Entry};
use crate::engine::scope::{Scope, Slot, VariableInfo, options};
use crate::engine::{Engine, EngineContext};
use crate::program::Symbol;
use crate::value::text::wildcard::{WildcardCase, WildcardPattern, contains_wildcards};
use crate::value::{Category, ErrorRecord, Fields, Run, TypeId, Value};

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    alias::SET_ENTRY,
    alias::NEW_ENTRY,
    alias::REMOVE_ENTRY,
    alias_file::EXPORT_ENTRY,
    alias_file::IMPORT_ENTRY,
    clear_variable::ENTRY,
    get_alias::ENTRY,
    get_variable::ENTRY,
    new_variable::ENTRY,
    remove_variable::ENTRY,
    set_variable::ENTRY,
];

/// Variables that the language makes when asked for them.
const AUTOMATIC: [Symbol; 12] = [
    Symbol::QUESTION,
    Symbol::ARGS,
    Symbol::EXECUTION_CONTEXT,
    Symbol::HOST,
    Symbol::INPUT,
    Symbol::MY_INVOCATION,
    Symbol::PS_BOUND_PARAMETERS,
    Symbol::PS_COMMAND_PATH,
    Symbol::PS_CULTURE,
    Symbol::PS_SCRIPT_ROOT,
    Symbol::PS_UI_CULTURE,
    Symbol::PWD,
];

/// A variable that was found: in a scope, or made on demand.
enum Found {
    Slot(Rc<Scope>, Symbol),
    Automatic(Symbol, Value),
}

impl Found {
    fn symbol(&self) -> Symbol {
        match self {
            Found::Slot(_, symbol) | Found::Automatic(symbol, _) => *symbol,
        }
    }

    /// As `PSVariable`.
    fn object(&self) -> Value {
        match self {
            Found::Slot(scope, symbol) => crate::engine::variable_object(scope, *symbol),
            Found::Automatic(symbol, value) => Fields::open(
                TypeId::PS_VARIABLE,
                vec![
                    ("Name", Value::Str(symbol.name())),
                    ("Description", Value::empty_str()),
                    ("Value", value.clone()),
                    ("Visibility", Value::Enum(TypeId::SESSION_STATE_ENTRY_VISIBILITY, 0)),
                    ("Module", Value::Null),
                    ("ModuleName", Value::empty_str()),
                    ("Options", Value::Enum(TypeId::SCOPED_ITEM_OPTIONS, 0)),
                    ("Attributes", Value::array(Vec::new())),
                ],
            ),
        }
    }

    fn value(&self) -> Value {
        match self {
            Found::Slot(scope, symbol) => scope.get(*symbol).unwrap_or_default(),
            Found::Automatic(_, value) => value.clone(),
        }
    }
}

/// The scope that `-Scope` names; none: not given.
fn scope_of(ctx: &mut Context<'_>) -> Run<Option<Rc<Scope>>> {
    match ctx.call.text("Scope") {
        Some(name) => match ctx.engine().scope_named(&name) {
            Ok(scope) => Ok(Some(scope)),
            // The error is the cmdlet's own.
            Err(raise) => Err(match raise.error() {
                Some(record) => {
                    let id = if &*record.id() == "ScopeOutOfRange" { Rc::from("ArgumentOutOfRange") } else { record.id() };
                    ErrorRecord::of(record.0.exception.clone(), &*id, record.0.category, record.0.target.borrow().clone()).into()
                }
                None => raise,
            }),
        },
        None => Ok(None),
    }
}

/// `global:x` and its like: the scope named, and the rest.
fn qualified(ctx: &mut Context<'_>, name: &str) -> Run<(Option<Rc<Scope>>, Rc<str>)> {
    if let Some((start, rest)) = name.split_once(':')
        && !rest.is_empty()
    {
        match start.to_ascii_lowercase().as_str() {
            "variable" => return Ok((None, Rc::from(rest))),
            "global" | "script" | "local" | "private" => return Ok((Some(ctx.engine().scope_named(start)?), Rc::from(rest))),
            _ => {}
        }
    }
    Ok((None, Rc::from(name)))
}

fn is_private(scope: &Scope, symbol: Symbol) -> bool {
    scope
        .place(symbol)
        .is_some_and(|place| scope.slots.borrow()[place].info.as_ref().is_some_and(|info| info.options & options::PRIVATE != 0))
}

/// Variables of a name (wildcards allowed), seen from here or of one scope; sorted by name where there are wildcards.
fn find(ctx: &mut Context<'_>, name: &str, scope: Option<&Rc<Scope>>) -> Run<Vec<Found>> {
    let (own_scope, name) = qualified(ctx, name)?;
    let scope = scope.cloned().or(own_scope);
    let engine = ctx.engine();
    if !contains_wildcards(&name) {
        let symbol = Symbol::of(&name);
        let found = match &scope {
            Some(scope) => scope.get(symbol).is_some().then(|| scope.clone()),
            None => engine.scope().find(symbol).map(|(scope, _)| scope),
        };
        return Ok(match found {
            Some(scope) => vec![Found::Slot(scope, symbol)],
            None => automatic(engine, symbol, scope.as_ref())?.into_iter().collect(),
        });
    }
    let Ok(pattern) = WildcardPattern::new(&name, WildcardCase::Ignored) else { return Ok(Vec::new()) };
    let mut found: Vec<Found> = Vec::new();
    let here = engine.scope();
    let scopes: Vec<Rc<Scope>> = match &scope {
        Some(scope) => vec![scope.clone()],
        None => here.chain().collect(),
    };
    for own in &scopes {
        for symbol in own.names() {
            let is_hidden = scope.is_none() && !Rc::ptr_eq(own, &here) && is_private(own, symbol);
            if !is_hidden && pattern.is_match(&symbol.name()) && !found.iter().any(|known| known.symbol() == symbol) {
                found.push(Found::Slot(own.clone(), symbol));
            }
        }
    }
    for symbol in AUTOMATIC.into_iter().chain([Symbol::TRUE, Symbol::FALSE, Symbol::NULL]) {
        if pattern.is_match(&symbol.name())
            && !found.iter().any(|known| known.symbol() == symbol)
            && let Some(value) = automatic(engine, symbol, scope.as_ref())?
        {
            found.push(value);
        }
    }
    found.sort_by(|a, b| crate::value::compare::culture_order(&a.symbol().name(), &b.symbol().name(), true));
    Ok(found)
}

fn automatic(engine: &mut Engine, symbol: Symbol, scope: Option<&Rc<Scope>>) -> Run<Option<Found>> {
    let here = engine.scope();
    let value = match symbol {
        Symbol::TRUE => Some(Value::Bool(true)),
        Symbol::FALSE => Some(Value::Bool(false)),
        Symbol::NULL => Some(Value::Null),
        _ if scope.is_some_and(|scope| !Rc::ptr_eq(scope, &here) && scope.parent.is_some()) => None,
        _ => engine.automatic_in(&here, symbol)?,
    };
    Ok(value.map(|value| Found::Automatic(symbol, value)))
}

/// Whether `-Include` and `-Exclude` let a name pass.
fn passes(ctx: &Context<'_>, name: &str) -> bool {
    let matches = |parameter: &str| {
        ctx.call
            .texts(parameter)
            .map(|patterns| patterns.iter().any(|pattern| crate::value::members::objects::wildcard_matches(pattern, name)))
    };
    matches("Include").unwrap_or(true) && !matches("Exclude").unwrap_or(false)
}

/// The error for a variable that is not there.
fn not_found(ctx: &mut Context<'_>, name: &str) -> Run {
    let message = format!("Cannot find a variable with the name '{name}'.");
    ctx.fail(TypeId::ITEM_NOT_FOUND_EXCEPTION, message, "VariableNotFound", Category::ObjectNotFound, Value::str(name))
}

/// The error for one that cannot be written.
fn not_writable(name: &str) -> ErrorRecord {
    let message = format!("Cannot overwrite variable {name} because it is read-only or constant.");
    ErrorRecord::new(
        TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
        message,
        "VariableNotWritable",
        Category::WriteError,
        Value::str(name),
    )
}

fn bits_of(scope: &Scope, symbol: Symbol) -> u8 {
    scope.place(symbol).and_then(|place| scope.slots.borrow()[place].info.as_ref().map(|info| info.options)).unwrap_or(0)
}

/// Whether a variable may be changed: `-Force` helps against read-only, nothing against constant.
fn may_change(scope: &Scope, symbol: Symbol, force: bool) -> bool {
    if matches!(symbol, Symbol::TRUE | Symbol::FALSE | Symbol::QUESTION) {
        return false;
    }
    let bits = bits_of(scope, symbol);
    bits & options::CONSTANT == 0 && (force || bits & options::READ_ONLY == 0)
}

/// Assigns through type and attributes, whatever the options say.
fn assign(engine: &mut Engine, scope: &Rc<Scope>, symbol: Symbol, value: Value) -> Run {
    let place = scope.ensure(symbol);
    let saved = scope.slots.borrow()[place].info.clone();
    if let Some(info) = &saved
        && info.options & (options::READ_ONLY | options::CONSTANT) != 0
    {
        let open = VariableInfo { options: 0, ..(**info).clone() };
        scope.slots.borrow_mut()[place].info = Some(Rc::new(open));
    }
    let result = engine.write_guarded(scope, place, symbol, value);
    scope.slots.borrow_mut()[place].info = saved;
    result
}

/// Sets options and description where the call gives them.
fn describe(ctx: &mut Context<'_>, scope: &Rc<Scope>, symbol: Symbol) {
    let bits = ctx.call.integer("Option").map(|bits| bits as u8 & 0x0f);
    let description = ctx.call.text("Description");
    if bits.is_none() && description.is_none() {
        return;
    }
    let place = scope.ensure(symbol);
    let mut slots = scope.slots.borrow_mut();
    let slot: &mut Slot = &mut slots[place];
    let info = Rc::make_mut(slot.info.get_or_insert_default());
    if let Some(bits) = bits {
        info.options = bits;
    }
    if let Some(description) = description {
        info.description = description;
    }
}
