//! `Set-Alias`, `New-Alias`, `Remove-Alias`.

use std::rc::Rc;

use super::scope_of;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::scope::{Alias, options};
use crate::engine::{Command, Engine, EngineContext};
use crate::entry;
use crate::library::aliases::ALIASES;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What `Set-Alias` says of itself.
pub const SET: Spec = Spec {
    verb: "Set",
    noun: "Alias",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gives a command another name.",
    description: "Makes an alias in the calling scope, or changes it. An alias stands for a command's name alone, not for arguments: use a function for those.",
    parameters: parameters::SET_ALIAS,
    default_set: parameters::SET_ALIAS_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["New-Alias", "Get-Alias", "Remove-Alias"],
    examples: &[Example::new("Another name", "Set-Alias say Write-Output; say hello", "hello\n")],
    ..Spec::EMPTY
};

/// What `New-Alias` says of itself.
pub const NEW: Spec = Spec {
    verb: "New",
    noun: "Alias",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes an alias.",
    description: "Like Set-Alias, but refuses a name that is an alias already, unless -Force is given.",
    parameters: parameters::NEW_ALIAS,
    default_set: parameters::NEW_ALIAS_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Set-Alias", "Get-Alias", "Remove-Alias"],
    examples: &[Example::new("Another name", "New-Alias tell Write-Output; tell hello", "hello\n")],
    ..Spec::EMPTY
};

/// What `Remove-Alias` says of itself.
pub const REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "Alias",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Takes aliases away.",
    description: "Removes the aliases with these names; read-only ones with -Force alone.",
    parameters: parameters::REMOVE_ALIAS,
    default_set: parameters::REMOVE_ALIAS_DEFAULT,
    related: &["Set-Alias", "Get-Alias"],
    examples: &[Example::new("Remove an alias", "Set-Alias say Write-Output; Remove-Alias say; @(Get-Alias sa?).Count -gt 0", "True\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const SET_ENTRY: Entry = entry!(SET, SetAlias);
/// The registry's entry.
pub const NEW_ENTRY: Entry = entry!(NEW, NewAlias);
/// The registry's entry.
pub const REMOVE_ENTRY: Entry = entry!(REMOVE, RemoveAlias);

/// The options of a built-in alias, from the table's text.
pub fn built_in_options(name: &str) -> u8 {
    let text = ALIASES.iter().find(|(own, _, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, _, options)| *options);
    let bit = |word: &str, bit: u8| if text.contains(word) { bit } else { 0 };
    bit("ReadOnly", options::READ_ONLY) | bit("Constant", options::CONSTANT) | bit("AllScope", options::ALL_SCOPE)
}

/// The alias of this name with its options, as it is seen from here.
pub fn find(engine: &mut Engine, name: &str) -> Option<Rc<Alias>> {
    let alias = engine.find_alias(name)?;
    let is_built_in = engine
        .scope()
        .chain()
        .all(|scope| scope.tables.borrow().as_ref().is_none_or(|tables| !tables.aliases.contains_key(&name.to_lowercase())));
    if !is_built_in {
        return Some(alias);
    }
    let own = ALIASES.iter().find(|(own, _, _)| own.eq_ignore_ascii_case(name)).map_or(&*alias.name, |(own, _, _)| own);
    Some(Rc::new(Alias {
        name: Rc::from(own),
        definition: alias.definition.clone(),
        options: built_in_options(name),
        description: Rc::from(""),
        module: Rc::from(""),
    }))
}

/// Makes an alias by the call's arguments; the error of one that may not be changed is not terminating.
pub fn put(ctx: &mut Context<'_>, name: &str, definition: &str, description: Rc<str>, bits: u8, is_new: bool) -> Run {
    let force = ctx.call.flag("Force");
    let scope = scope_of(ctx)?;
    let engine = ctx.engine();
    let known = find(engine, name);
    if let Some(known) = &known {
        if is_new && !force {
            let message = format!("The alias is not allowed, because an alias with the name '{name}' already exists.");
            return ctx.fail(TypeId::SESSION_STATE_EXCEPTION, message, "AliasAlreadyExists", Category::ResourceExists, Value::str(name));
        }
        if known.options & options::CONSTANT != 0 || known.options & options::READ_ONLY != 0 && !force {
            let message = format!("Alias is not writeable because alias {name} is read-only or constant and cannot be written to.");
            return ctx.fail(
                TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                message,
                "AliasNotWritable",
                Category::WriteError,
                Value::str(name),
            );
        }
        if known.options & options::ALL_SCOPE != 0 && bits & options::ALL_SCOPE == 0 {
            let message = format!("The AllScope option cannot be removed from the alias '{name}'.");
            return ctx.fail(
                TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                message,
                "AliasAllScopeOptionCannotBeRemoved",
                Category::WriteError,
                Value::str(name),
            );
        }
    }
    let engine = ctx.engine();
    engine.epoch += 1;
    let scope = match scope {
        Some(scope) => scope,
        None if bits & options::ALL_SCOPE != 0 => engine.scope().global(),
        None => engine.scope(),
    };
    let alias = Rc::new(Alias { name: Rc::from(name), definition: Rc::from(definition), options: bits, description, module: Rc::from("") });
    scope.tables_mut().aliases.insert(name.to_lowercase(), alias.clone());
    if ctx.call.flag("PassThru") {
        ctx.write(Command::Alias(alias).value())?;
    }
    Ok(())
}

fn put_from_call(ctx: &mut Context<'_>, is_new: bool) -> Run {
    let name = ctx.call.text("Name").unwrap_or_else(|| Rc::from(""));
    let definition = ctx.call.text("Value").unwrap_or_else(|| Rc::from(""));
    let action = if is_new { "New Alias" } else { "Set Alias" };
    if !ctx.should_process(format!("Name: {name} Value: {definition}"), action)? {
        return Ok(());
    }
    let description = ctx.call.text("Description").unwrap_or_else(|| Rc::from(""));
    let bits = ctx.call.integer("Option").unwrap_or(0) as u8 & 0x0f;
    put(ctx, &name, &definition, description, bits, is_new)
}

#[derive(Default)]
struct SetAlias;

impl Cmdlet for SetAlias {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        put_from_call(ctx, false)
    }
}

#[derive(Default)]
struct NewAlias;

impl Cmdlet for NewAlias {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        put_from_call(ctx, true)
    }
}

#[derive(Default)]
struct RemoveAlias;

impl Cmdlet for RemoveAlias {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let scope = scope_of(ctx)?;
        for name in ctx.call.texts("Name").unwrap_or_default() {
            let Some(known) = find(ctx.engine(), &name) else {
                let message = format!("This command cannot find a matching alias because an alias with the name '{name}' does not exist.");
                ctx.fail(TypeId::ITEM_NOT_FOUND_EXCEPTION, message, "ItemNotFoundException", Category::ObjectNotFound, Value::Str(name))?;
                continue;
            };
            if known.options & options::CONSTANT != 0 || known.options & options::READ_ONLY != 0 && !ctx.call.flag("Force") {
                let message = format!("Alias was not removed because alias {name} is constant or read-only.");
                ctx.fail(
                    TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                    message,
                    "AliasNotRemovable",
                    Category::WriteError,
                    Value::Str(name),
                )?;
                continue;
            }
            let key = name.to_lowercase();
            let engine = ctx.engine();
            engine.epoch += 1;
            let start = scope.clone().unwrap_or_else(|| engine.scope());
            let holder = start.chain().find(|scope| scope.tables.borrow().as_ref().is_some_and(|tables| tables.aliases.contains_key(&key)));
            match holder {
                Some(holder) => {
                    holder.tables_mut().aliases.shift_remove(&key);
                }
                None => {
                    engine.removed_aliases.insert(key);
                }
            }
        }
        Ok(())
    }
}
