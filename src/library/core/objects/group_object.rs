//! `Group-Object`: objects with equal values put together.

use std::collections::HashMap;
use std::rc::Rc;

use super::expression::{self, Keys};
use super::order::{Order, order_keys, sorted};
use super::sort_object::{keys, or_key_set, unfold};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Dict, DictKind, ErrorRecord, Fields, List, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Group",
    noun: "Object",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Groups objects that have the same value.",
    description: "Each group has Name, Count, Group (its objects) and Values. Groups come in the order of their values. -AsHashTable gives one hash table from value to objects.",
    parameters: parameters::GROUP_OBJECT,
    default_set: parameters::GROUP_OBJECT_DEFAULT,
    output: &["Microsoft.PowerShell.Commands.GroupInfo", "System.Collections.Hashtable"],
    related: &["Sort-Object", "Measure-Object"],
    examples: &[
        Example::new("Count words", "'b', 'a', 'b' | Group-Object -NoElement", "\nCount Name\n----- ----\n    1 a\n    2 b\n\n"),
        Example::new(
            "By a computed value",
            "1..6 | Group-Object { $_ % 2 } | ForEach-Object { \"$($_.Name): $($_.Group)\" }",
            "0: 2 4 6\n1: 1 3 5\n",
        ),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GroupObject);

#[derive(Default)]
struct GroupObject {
    inputs: Vec<Value>,
}

struct Group {
    key: usize,
    members: Vec<usize>,
}

impl Cmdlet for GroupObject {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.flag("AsString") && !ctx.call.flag("AsHashTable") {
            let message = "The AsString parameter must be used with the AsHashTable parameter.";
            return Err(
                ErrorRecord::new(TypeId::ARGUMENT_EXCEPTION, message, "ArgumentException", Category::InvalidArgument, Value::Null).into()
            );
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(input) = ctx.input()
            && !input.is_null()
        {
            self.inputs.push(input);
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let inputs = std::mem::take(&mut self.inputs);
        if inputs.is_empty() {
            return Ok(());
        }
        let case_sensitive = ctx.call.flag("CaseSensitive");
        let items = ctx.call.items("Property").unwrap_or_default();
        let expressions = expression::parse_all(ctx.engine(), &items, Keys::Expression)?;
        let expressions = unfold(ctx, expressions, &inputs);
        let expressions = or_key_set(ctx, expressions, &inputs);
        let keys = keys(ctx, &expressions, &inputs)?;
        let width = expressions.len().max(1);
        let how = Order::of(ctx);
        let groups = groups(ctx.engine(), &keys, width, inputs.len(), &how);
        let values_of =
            |group: &Group| -> Vec<Value> { (0..width).map(|at| keys[group.key * width + at].clone().unwrap_or_default()).collect() };
        if ctx.call.flag("AsHashTable") {
            let dict = Dict::new(DictKind::Hashtable, !case_sensitive);
            for group in &groups {
                let values = values_of(group);
                let name = name(ctx.engine(), &values)?;
                let key = if ctx.call.flag("AsString") {
                    Value::from(name.clone())
                } else if values.len() == 1 {
                    values[0].clone()
                } else {
                    List::array_list(values)
                };
                if key.is_null() {
                    continue;
                }
                if dict.contains(&key) {
                    let message = "The objects grouped by this property cannot be expanded because there is a key duplication. Provide a valid value for the property, and then try again.";
                    ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, "HashTableDuplicateKey", Category::InvalidArgument, key.clone())?;
                    continue;
                }
                dict.set(&key, collection(&inputs, &group.members));
            }
            return ctx.write(Value::Dict(Rc::new(dict)));
        }
        let without_elements = ctx.call.flag("NoElement");
        for group in &groups {
            let values = values_of(group);
            let name = Value::from(name(ctx.engine(), &values)?);
            let count = Value::Int(group.members.len() as i32);
            let values = List::array_list(values);
            let info = if without_elements {
                let types =
                    ["Microsoft.PowerShell.Commands.GroupInfoNoElement", "Microsoft.PowerShell.Commands.GroupInfo", "System.Object"];
                Fields::derived(
                    TypeId::GROUP_INFO,
                    &types,
                    vec![("Values", values), ("Count", count), ("Group", Value::Null), ("Name", name)],
                )
            } else {
                Fields::open(
                    TypeId::GROUP_INFO,
                    vec![("Values", values), ("Count", count), ("Group", collection(&inputs, &group.members)), ("Name", name)],
                )
            };
            ctx.write(info)?;
        }
        Ok(())
    }
}

/// The objects of a group as `Collection[PSObject]`.
fn collection(inputs: &[Value], members: &[usize]) -> Value {
    let items = members.iter().map(|place| inputs[*place].clone()).collect();
    Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::PS_OBJECT]), items)))
}

fn groups(engine: &mut Engine, keys: &[Option<Value>], width: usize, count: usize, how: &Order) -> Vec<Group> {
    let key = |place: usize, at: usize| &keys[place * width + at];
    let same =
        |engine: &mut Engine, a: usize, b: usize| (0..width).all(|at| order_keys(engine, key(a, at), key(b, at), how, false).is_eq());
    let mut groups: Vec<Group> = Vec::new();
    if width == 1
        && let Some(groups) = text_groups(keys, how)
    {
        return groups;
    }
    if has_one_type(keys, width) {
        let places = sorted(count, |a, b| {
            (0..width)
                .map(|at| order_keys(engine, key(a, at), key(b, at), how, false))
                .find(|order| order.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        for place in places {
            match groups.last_mut() {
                Some(group) if same(engine, group.key, place) => group.members.push(place),
                _ => groups.push(Group { key: place, members: vec![place] }),
            }
        }
        return groups;
    }
    // Keys of several types: groups in the order of their first objects.
    let mut by_text: HashMap<String, usize> = HashMap::new();
    for place in 0..count {
        let text = (width == 1).then(|| key(place, 0).as_ref().and_then(|key| key.as_str().map(|text| text.to_string()))).flatten();
        if let Some(known) = text.as_ref().and_then(|text| by_text.get(text)) {
            groups[*known].members.push(place);
            continue;
        }
        let found = groups.iter().position(|group| same(engine, group.key, place));
        let found = match found {
            Some(found) => {
                groups[found].members.push(place);
                found
            }
            None => {
                groups.push(Group { key: place, members: vec![place] });
                groups.len() - 1
            }
        };
        if let Some(text) = text {
            by_text.insert(text, found);
        }
    }
    groups
}

/// Groups by one key that is always a text: each text is looked up, and only the different ones are sorted.
fn text_groups(keys: &[Option<Value>], how: &Order) -> Option<Vec<Group>> {
    let mut by_text: HashMap<&str, usize> = HashMap::new();
    let mut found: Vec<(&str, Group)> = Vec::new();
    for (place, key) in keys.iter().enumerate() {
        let Some(Value::Str(text)) = key else { return None };
        let at = *by_text.entry(text).or_insert_with(|| {
            found.push((text, Group { key: place, members: Vec::new() }));
            found.len() - 1
        });
        found[at].1.members.push(place);
    }
    let places = sorted(found.len(), |a, b| how.texts(found[a].0, found[b].0));
    let mut groups: Vec<Group> = Vec::with_capacity(found.len());
    let mut last_text = None;
    for place in places {
        let text = found[place].0;
        let group = std::mem::replace(&mut found[place].1, Group { key: 0, members: Vec::new() });
        // Texts that count as one, such as those that differ by case, make one group, led by the first of them.
        if last_text.is_some_and(|last| how.texts(last, text).is_eq())
            && let Some(last) = groups.last_mut()
        {
            last.members.extend(group.members);
            last.members.sort_unstable();
            continue;
        }
        last_text = Some(text);
        groups.push(group);
    }
    Some(groups)
}

/// Whether the keys at each place are of one type, nulls aside: only then groups are sorted.
fn has_one_type(keys: &[Option<Value>], width: usize) -> bool {
    (0..width).all(|at| {
        let mut types = keys.iter().skip(at).step_by(width).flatten().filter(|value| !value.is_null()).map(|value| value.base().type_id());
        match types.next() {
            Some(first) => types.all(|other| other == first),
            None => true,
        }
    })
}

/// A group's name: its values' texts.
fn name(engine: &mut Engine, values: &[Value]) -> Run<String> {
    let mut parts = Vec::new();
    for value in values {
        if value.is_null() {
            continue;
        }
        match value.enumerate() {
            Some(items) => {
                let mut inner = Vec::new();
                for item in items {
                    inner.push(convert::to_culture_text(engine, &item)?.to_string());
                }
                parts.push(format!("{{{}}}", inner.join(", ")));
            }
            None => parts.push(convert::to_culture_text(engine, value)?.to_string()),
        }
    }
    Ok(parts.join(", "))
}
