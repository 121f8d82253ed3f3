//! Items of the session's drives: variables, functions, aliases, environment variables.

use std::rc::Rc;

use super::place::SessionDrive;
use crate::engine::Engine;
use crate::engine::Function;
use crate::engine::command::Command;
use crate::engine::describe::VariableObject;
use crate::engine::scope::Alias;
use crate::program::Symbol;
use crate::value::{Run, Value};

/// The names of a drive's items, sorted.
pub fn names(engine: &mut Engine, drive: SessionDrive) -> Vec<Rc<str>> {
    let mut names: Vec<Rc<str>> = match drive {
        SessionDrive::Env => engine.environment.keys().map(|name| Rc::from(name.as_str())).collect(),
        SessionDrive::Alias => {
            let mut names: Vec<Rc<str>> =
                engine.builtin_aliases.keys().filter(|name| !engine.removed_aliases.contains(**name)).map(|name| Rc::from(*name)).collect();
            names.extend(engine.scope().chain().flat_map(|scope| {
                scope
                    .tables
                    .borrow()
                    .as_ref()
                    .map(|tables| tables.aliases.values().map(|alias| alias.name.clone()).collect::<Vec<_>>())
                    .unwrap_or_default()
            }));
            names
        }
        SessionDrive::Function => engine
            .scope()
            .chain()
            .flat_map(|scope| {
                scope
                    .tables
                    .borrow()
                    .as_ref()
                    .map(|tables| tables.functions.values().map(|function| function.name.clone()).collect::<Vec<_>>())
                    .unwrap_or_default()
            })
            .collect(),
        SessionDrive::Variable => engine.scope().chain().flat_map(|scope| scope.names()).map(|symbol| symbol.name()).collect(),
    };
    names.sort_by_key(|name| name.to_lowercase());
    names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    names
}

/// An item as `Get-Item` gives it.
pub fn get(engine: &mut Engine, drive: SessionDrive, name: &str) -> Option<Value> {
    match drive {
        SessionDrive::Env => {
            let value = engine.environment.get(name)?.clone();
            Some(crate::value::members::dictionary_entry(Value::str(name), Value::str(value)))
        }
        SessionDrive::Function => engine.find_function(name).map(|function| Command::Function(function).value()),
        SessionDrive::Alias => engine.find_alias(name).map(|alias| Command::Alias(alias).value()),
        SessionDrive::Variable => {
            let symbol = Symbol::of(name);
            let (scope, _) = engine.scope().find(symbol)?;
            Some(VariableObject::value(&scope, symbol))
        }
    }
}

/// The value that `Get-Content` and `$drive:name` give.
pub fn content(engine: &mut Engine, drive: SessionDrive, name: &str) -> Run<Option<Value>> {
    match drive {
        SessionDrive::Variable => Ok(engine.scope().lookup(Symbol::of(name))),
        other => engine.read_drive(other.name(), name).map(|value| if value.is_null() { None } else { Some(value) }),
    }
}

/// Sets an item's value; null removes it.
pub fn set(engine: &mut Engine, drive: SessionDrive, name: &str, value: Value) -> Run {
    match drive {
        SessionDrive::Variable => crate::cmdlet::Host::set_variable(engine, name, value),
        other => engine.write_drive(other.name(), name, value),
    }
}

/// `ScopedItemOptions` bits of a function or alias; 0 for other items.
pub fn options(engine: &mut Engine, drive: SessionDrive, name: &str) -> u8 {
    match drive {
        SessionDrive::Function => engine.find_function(name).map_or(0, |function| function.options),
        SessionDrive::Alias => engine.find_alias(name).map_or(0, |alias| alias.options),
        _ => 0,
    }
}

/// Sets the options of a function, alias or variable.
pub fn set_options(engine: &mut Engine, drive: SessionDrive, name: &str, bits: u8) {
    let key = name.to_lowercase();
    engine.epoch += 1;
    for scope in engine.scope().chain() {
        match drive {
            SessionDrive::Variable => {
                let symbol = Symbol::of(name);
                if scope.get(symbol).is_none() {
                    continue;
                }
                let place = scope.ensure(symbol);
                let slot = &mut scope.slots.borrow_mut()[place];
                let mut info = slot.info.as_deref().cloned().unwrap_or_default();
                info.options = bits;
                slot.info = Some(Rc::new(info));
                return;
            }
            SessionDrive::Function => {
                let mut tables = scope.tables.borrow_mut();
                let Some(own) = tables.as_mut().and_then(|tables| tables.functions.get_mut(&key)) else { continue };
                let old = own.clone();
                *own = Rc::new(Function {
                    name: old.name.clone(),
                    block: old.block.clone(),
                    is_filter: old.is_filter,
                    module: old.module.clone(),
                    options: bits,
                    description: old.description.clone(),
                });
                return;
            }
            SessionDrive::Alias => {
                let mut tables = scope.tables.borrow_mut();
                let Some(own) = tables.as_mut().and_then(|tables| tables.aliases.get_mut(&key)) else { continue };
                let old = own.clone();
                *own = Rc::new(Alias {
                    name: old.name.clone(),
                    definition: old.definition.clone(),
                    options: bits,
                    description: old.description.clone(),
                    module: old.module.clone(),
                });
                return;
            }
            SessionDrive::Env => return,
        }
    }
}

/// Removes an item.
pub fn remove(engine: &mut Engine, drive: SessionDrive, name: &str) -> Run {
    match drive {
        SessionDrive::Env => {
            engine.environment.shift_remove(name);
            Ok(())
        }
        SessionDrive::Function => engine.write_drive("function", name, Value::Null),
        SessionDrive::Alias => {
            let key = name.to_lowercase();
            engine.epoch += 1;
            let mut was_own = false;
            for scope in engine.scope().chain() {
                let mut tables = scope.tables.borrow_mut();
                if tables.as_mut().is_some_and(|tables| tables.aliases.shift_remove(&key).is_some()) {
                    was_own = true;
                    break;
                }
            }
            if !was_own {
                engine.removed_aliases.insert(key);
            }
            Ok(())
        }
        SessionDrive::Variable => {
            let symbol = Symbol::of(name);
            if let Some((scope, _)) = engine.scope().find(symbol) {
                scope.unset(symbol);
            }
            Ok(())
        }
    }
}
