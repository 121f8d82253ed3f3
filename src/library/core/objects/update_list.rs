//! `Update-List`: adds to and removes from a property's list.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::members::{get, set};
use crate::value::{Category, Dict, DictKind, Run, TypeId, Value, compare};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Update",
    noun: "List",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Adds items to a list in a property, removes or replaces them.",
    description: "Changes the collection in the property of the object that comes, and passes the object on. Without an object it gives a hash table of Add, Remove and Replace, for cmdlets that take one.",
    parameters: parameters::UPDATE_LIST,
    default_set: parameters::UPDATE_LIST_DEFAULT,
    related: &["Select-Object"],
    examples: &[Example::new(
        "Add and remove",
        "$team = [pscustomobject]@{ Members = [System.Collections.ArrayList]('ann', 'bob') }\n($team | Update-List -Property Members -Add 'cleo' -Remove 'ann').Members",
        "bob\ncleo\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, UpdateList);

#[derive(Default)]
struct UpdateList;

impl Cmdlet for UpdateList {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.input() else {
            let changes = Dict::new(DictKind::Hashtable, true);
            for name in ["Add", "Remove", "Replace"] {
                if let Some(items) = ctx.call.items(name) {
                    changes.set_str(name, Value::array(items));
                }
            }
            return ctx.write(Value::Dict(Rc::new(changes)));
        };
        let Some(name) = ctx.call.text("Property") else {
            return ctx.fail(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                "The Property parameter is needed with an input object.",
                "MissingPropertyParameter",
                Category::InvalidArgument,
                Value::Null,
            );
        };
        let Some(list) = get(ctx.engine(), &input, &name)? else {
            let message = format!("The property \"{name}\" cannot be found.");
            return ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, "MemberDoesntExist", Category::InvalidArgument, input);
        };
        let mut items = list.enumerate().unwrap_or_else(|| if list.is_null() { Vec::new() } else { vec![list.clone()] });
        if let Some(replace) = ctx.call.items("Replace") {
            items = replace;
        }
        for gone in ctx.call.items("Remove").unwrap_or_default() {
            let mut place = None;
            for (at, item) in items.iter().enumerate() {
                if compare::eq(ctx.engine(), item, &gone, false)? {
                    place = Some(at);
                    break;
                }
            }
            if let Some(at) = place {
                items.remove(at);
            }
        }
        items.extend(ctx.call.items("Add").unwrap_or_default());
        match &list {
            Value::List(own) => {
                *own.items.borrow_mut() = items;
                own.touch();
            }
            _ => set(ctx.engine(), &input, &name, Value::array(items))?,
        }
        ctx.write(input)
    }
}
