//! `Get-Alias`: aliases by name or by what they stand for.

use std::rc::Rc;

use super::{alias, scope_of};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::scope::Alias;
use crate::engine::{Command, EngineContext};
use crate::entry;
use crate::library::aliases::ALIASES;
use crate::library::parameters;
use crate::value::members::objects::wildcard_matches;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, Run, TypeId, Value, compare};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Alias",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gets aliases.",
    description: "Lists aliases, by name or with -Definition by the command they stand for; wildcards are allowed in both.",
    parameters: parameters::GET_ALIAS,
    default_set: parameters::GET_ALIAS_DEFAULT,
    output: &["System.Management.Automation.AliasInfo"],
    related: &["Set-Alias", "New-Alias", "Remove-Alias"],
    examples: &[Example::new("What an alias stands for", "(Get-Alias gci).Definition", "Get-ChildItem\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetAlias);

#[derive(Default)]
struct GetAlias;

impl Cmdlet for GetAlias {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let all = all(ctx)?;
        let exclude = ctx.call.texts("Exclude").unwrap_or_default();
        let (patterns, by_definition) = match ctx.call.texts("Definition") {
            Some(patterns) => (patterns, true),
            None => (ctx.call.texts("Name").unwrap_or_else(|| vec![Rc::from("*")]), false),
        };
        for pattern in patterns {
            let mut any = false;
            for own in &all {
                let text = if by_definition { &own.definition } else { &own.name };
                if !wildcard_matches(&pattern, text) || exclude.iter().any(|pattern| wildcard_matches(pattern, text)) {
                    continue;
                }
                any = true;
                ctx.write(Command::Alias(own.clone()).value())?;
            }
            if !any && !contains_wildcards(&pattern) {
                let what = if by_definition { "definition" } else { "name" };
                let message =
                    format!("This command cannot find a matching alias because an alias with the {what} '{pattern}' does not exist.");
                ctx.fail(
                    TypeId::ITEM_NOT_FOUND_EXCEPTION,
                    message,
                    "ItemNotFoundException",
                    Category::ObjectNotFound,
                    Value::Str(pattern),
                )?;
            }
        }
        Ok(())
    }
}

/// All aliases seen from here (or of one scope), by name.
pub fn all(ctx: &mut Context<'_>) -> Run<Vec<Rc<Alias>>> {
    let scope = scope_of(ctx)?;
    let engine = ctx.engine();
    let mut list: Vec<Rc<Alias>> = Vec::new();
    let scopes: Vec<_> = match &scope {
        Some(scope) => vec![scope.clone()],
        None => engine.scope().chain().collect(),
    };
    for own in &scopes {
        if let Some(tables) = &*own.tables.borrow() {
            for (key, alias) in &tables.aliases {
                if !list.iter().any(|known| known.name.to_lowercase() == *key) {
                    list.push(alias.clone());
                }
            }
        }
    }
    if scope.as_ref().is_none_or(|scope| scope.parent.is_none()) {
        for (name, _, _) in ALIASES {
            if !list.iter().any(|known| known.name.eq_ignore_ascii_case(name))
                && let Some(found) = alias::find(engine, name)
            {
                list.push(found);
            }
        }
    }
    list.sort_by(|a, b| compare::culture_order(&a.name, &b.name, true));
    Ok(list)
}
