//! `Select-Object`: some of the objects, some of their properties.

use std::collections::VecDeque;
use std::rc::Rc;

use super::expression::{self, Expression, Found, Keys};
use super::order::order;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::text::wildcard::{WildcardCase, WildcardPattern};
use crate::value::{Category, ErrorRecord, Members, Object, Payload, Run, Slot, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Select",
    noun: "Object",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Selects objects, or properties of objects.",
    description: "With -Property each object becomes a new one with those properties; a property may be computed by a hash table with Name and Expression. -ExpandProperty gives a property's values themselves. -First, -Last, -Skip, -SkipLast, -Index and -SkipIndex choose objects by their place, -Unique drops equal ones. -First ends the commands before it as soon as it has enough.",
    parameters: parameters::SELECT_OBJECT,
    default_set: parameters::SELECT_OBJECT_DEFAULT,
    related: &["Where-Object", "Sort-Object", "Group-Object"],
    examples: &[
        Example::new("Take the first two", "1..5 | Select-Object -First 2", "1\n2\n"),
        Example::new(
            "Compute a property",
            "'ant', 'bee' | Select-Object Length, @{n = 'Upper'; e = { $_.ToUpper() } }",
            "\nLength Upper\n------ -----\n     3 ANT\n     3 BEE\n\n",
        ),
        Example::new(
            "Take a property's value",
            "[pscustomobject]@{ Name = 'Ann'; Age = 30 } | Select-Object -ExpandProperty Name",
            "Ann\n",
        ),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SelectObject);

#[derive(Default)]
struct SelectObject {
    properties: Vec<Expression>,
    expand: Option<Expression>,
    exclude: Option<Vec<WildcardPattern>>,
    unique: bool,
    case_sensitive: bool,
    kept: Vec<(Value, Vec<(Rc<str>, Value)>)>,
    places: Places,
}

/// Which objects by place.
#[derive(Default)]
struct Places {
    first: Option<i64>,
    last: Option<i64>,
    skip: i64,
    skip_last: i64,
    index: Option<Vec<i64>>,
    skip_index: Option<Vec<i64>>,
    wait: bool,
    seen: i64,
    taken: i64,
    queue: VecDeque<Value>,
}

impl Places {
    /// What goes on when this object comes.
    fn take(&mut self, value: Value) -> Option<Value> {
        let place = self.seen;
        self.seen += 1;
        if let Some(index) = &self.index {
            return index.contains(&place).then_some(value);
        }
        if let Some(skipped) = &self.skip_index {
            return (!skipped.contains(&place)).then_some(value);
        }
        if self.skip_last > 0 {
            if place < self.skip {
                return None;
            }
            self.queue.push_back(value);
            return if self.queue.len() as i64 > self.skip_last { self.queue.pop_front() } else { None };
        }
        match (self.first, self.last) {
            (None, None) => (place >= self.skip).then_some(value),
            (Some(first), None) => (place >= self.skip && self.advance(first)).then_some(value),
            // Skipping counts from the end where only the last are wanted.
            (None, Some(last)) => {
                self.queue.push_back(value);
                if self.queue.len() as i64 > last + self.skip {
                    self.queue.pop_front();
                }
                None
            }
            (Some(first), Some(last)) => {
                if place < self.skip {
                    return None;
                }
                if self.advance(first) {
                    return Some(value);
                }
                self.queue.push_back(value);
                if self.queue.len() as i64 > last {
                    self.queue.pop_front();
                }
                None
            }
        }
    }

    fn advance(&mut self, first: i64) -> bool {
        let takes = self.taken < first;
        self.taken += i64::from(takes);
        takes
    }

    /// Whether nothing that comes can be wanted.
    fn is_done(&self) -> bool {
        if self.wait {
            return false;
        }
        if let Some(index) = &self.index {
            return index.iter().all(|place| *place < self.seen);
        }
        self.skip_last == 0 && self.skip_index.is_none() && self.last.is_none() && self.first.is_some_and(|first| self.taken >= first)
    }

    /// What is left at the end.
    fn rest(&mut self) -> Vec<Value> {
        let mut rest: Vec<Value> = std::mem::take(&mut self.queue).into();
        if self.skip_last > 0 {
            rest.clear();
        } else if self.first.is_none() && self.last.is_some() {
            let count = (rest.len() as i64 - self.skip).max(0) as usize;
            rest.truncate(count);
        }
        rest
    }
}

impl Cmdlet for SelectObject {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let items = ctx.call.items("Property").unwrap_or_default();
        self.properties = expression::parse_all(ctx.engine(), &items, Keys::Label)?;
        self.expand = ctx.call.text("ExpandProperty").filter(|name| !name.is_empty()).map(Expression::of_name);
        self.exclude = ctx
            .call
            .texts("ExcludeProperty")
            .map(|names| names.iter().filter_map(|name| WildcardPattern::new(name, WildcardCase::Ignored).ok()).collect());
        if self.exclude.is_some() && self.properties.is_empty() && self.expand.is_none() {
            self.properties.push(Expression::of_name("*"));
        }
        self.unique = ctx.call.flag("Unique");
        self.case_sensitive = !ctx.call.flag("CaseInsensitive");
        let places = |name: &str| {
            ctx.call
                .items(name)
                .map(|items| items.iter().filter_map(crate::value::convert::integer_of).map(|place| place as i64).collect::<Vec<i64>>())
        };
        self.places = Places {
            first: ctx.call.integer("First"),
            last: ctx.call.integer("Last"),
            skip: ctx.call.integer("Skip").unwrap_or(0),
            skip_last: ctx.call.integer("SkipLast").unwrap_or(0),
            index: places("Index"),
            skip_index: places("SkipIndex"),
            wait: ctx.call.flag("Wait"),
            ..Places::default()
        };
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.input() else { return Ok(()) };
        if self.places.is_done() {
            return Err(ctx.stop_upstream());
        }
        if let Some(value) = self.places.take(input) {
            self.select(ctx, value)?;
        }
        if self.places.is_done() { Err(ctx.stop_upstream()) } else { Ok(()) }
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        for value in self.places.rest() {
            self.select(ctx, value)?;
        }
        for (value, _) in std::mem::take(&mut self.kept) {
            ctx.write(value)?;
        }
        Ok(())
    }
}

impl SelectObject {
    fn select(&mut self, ctx: &mut Context<'_>, input: Value) -> Run {
        if self.properties.is_empty() && self.expand.is_none() {
            return self.give(ctx, input.clone(), &input, Vec::new());
        }
        let mut notes: Vec<(Rc<str>, Value)> = Vec::with_capacity(self.properties.len());
        for property in &self.properties {
            self.read(ctx, property, &input, &mut notes)?;
        }
        match &self.expand {
            None => {
                let object = self.object(ctx, &input, &notes)?;
                self.give(ctx, object, &input, notes)
            }
            Some(_) => self.expand(ctx, &input, notes),
        }
    }

    fn is_excluded(&self, name: &str) -> bool {
        self.exclude.as_ref().is_some_and(|patterns| patterns.iter().any(|pattern| pattern.is_match(name)))
    }

    /// The values of one expression as notes.
    fn read(&self, ctx: &mut Context<'_>, property: &Expression, input: &Value, notes: &mut Vec<(Rc<str>, Value)>) -> Run {
        let mut found: Vec<Found> = property.values(ctx.engine(), input)?;
        found.retain(|found| !self.is_excluded(&found.name));
        if found.is_empty() && !property.has_wildcards() {
            let name = property.text();
            if self.is_excluded(&name) {
                return Ok(());
            }
            found.push(Found { name, value: Ok(Value::Null) });
        } else if property.label.is_some() && found.len() > 1 {
            return ctx.fail(
                TypeId::INVALID_OPERATION_EXCEPTION,
                "The property cannot be renamed because the expression gives more than one result.",
                "RenamingMultipleResults",
                Category::InvalidOperation,
                input.clone(),
            );
        }
        for found in found {
            let value = match found.value {
                Ok(Value::Nothing) | Err(_) => Value::Null,
                Ok(value) => value,
            };
            notes.push((property.label.clone().unwrap_or(found.name), value));
        }
        Ok(())
    }

    /// A new object of the notes.
    fn object(&self, ctx: &mut Context<'_>, input: &Value, notes: &[(Rc<str>, Value)]) -> Run<Value> {
        let mut members = Members::default();
        for (name, value) in notes {
            if members.get(name).is_some() {
                ctx.fail(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    format!("The property cannot be processed because the property \"{name}\" already exists."),
                    "AlreadyExistingUserSpecifiedPropertyNoExpand",
                    Category::InvalidOperation,
                    input.clone(),
                )?;
                continue;
            }
            members.push(name.clone(), Slot::Note(value.clone()));
        }
        Ok(Value::Object(Rc::new(Object { payload: Payload::Custom, members: std::cell::RefCell::new(members) })))
    }

    fn expand(&mut self, ctx: &mut Context<'_>, input: &Value, notes: Vec<(Rc<str>, Value)>) -> Run {
        let Some(expand) = &self.expand else { return Ok(()) };
        let found = expand.values(ctx.engine(), input)?;
        if found.len() > 1 {
            let text = expand.text();
            return ctx.fail(
                TypeId::PS_ARGUMENT_EXCEPTION,
                format!("Multiple properties match \"{text}\"; one is needed."),
                "MutlipleExpandProperties",
                Category::InvalidArgument,
                input.clone(),
            );
        }
        let Some(found) = found.into_iter().next() else {
            let message = format!("Property \"{}\" cannot be found.", expand.text());
            return ctx.fail(TypeId::PS_ARGUMENT_EXCEPTION, message, "ExpandPropertyNotFound", Category::InvalidArgument, input.clone());
        };
        let value = match found.value {
            Ok(value) => value,
            Err(record) => {
                return ctx.error(ErrorRecord::of(
                    record.0.exception.clone(),
                    "PropertyEvaluationExpand",
                    Category::InvalidResult,
                    input.clone(),
                ));
            }
        };
        match value.enumerate() {
            _ if value.is_null() => Ok(()),
            None => self.expanded(ctx, value, input, notes),
            Some(items) => {
                for item in items {
                    if !item.is_null() {
                        self.expanded(ctx, item, input, notes.clone())?;
                    }
                }
                Ok(())
            }
        }
    }

    /// Writes an expanded value with the other properties attached.
    fn expanded(&mut self, ctx: &mut Context<'_>, value: Value, input: &Value, notes: Vec<(Rc<str>, Value)>) -> Run {
        if notes.is_empty() {
            return self.give(ctx, value, input, notes);
        }
        let object = value.wrapped();
        for (name, note) in &notes {
            let exists = !crate::present::access::resolve(ctx.engine(), &object, name).is_empty();
            if exists {
                let message = format!("The property cannot be processed because the property \"{name}\" already exists.");
                ctx.fail(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    message,
                    "AlreadyExistingUserSpecifiedPropertyExpand",
                    Category::InvalidOperation,
                    input.clone(),
                )?;
                continue;
            }
            object.set_note(name, note.clone());
        }
        self.give(ctx, object, input, notes)
    }

    /// Writes an object, or keeps it to compare the next ones with.
    fn give(&mut self, ctx: &mut Context<'_>, value: Value, input: &Value, notes: Vec<(Rc<str>, Value)>) -> Run {
        if !self.unique {
            name_selected(&value, input, !notes.is_empty());
            return ctx.write(value);
        }
        let engine = ctx.engine();
        for (known, known_notes) in &self.kept {
            let same = order(engine, &value, known, self.case_sensitive).is_eq()
                && known_notes.len() == notes.len()
                && notes.iter().zip(known_notes).all(|((name, note), (known_name, known_note))| {
                    name.eq_ignore_ascii_case(known_name) && order(engine, note, known_note, self.case_sensitive).is_eq()
                });
            if same {
                return Ok(());
            }
        }
        name_selected(&value, input, !notes.is_empty());
        self.kept.push((value, notes));
        Ok(())
    }
}

/// Puts `Selected.…` before a custom object's type names.
fn name_selected(value: &Value, input: &Value, is_new: bool) {
    if !value.is_custom() {
        return;
    }
    let name: Rc<str> = Rc::from(format!("Selected.{}", input.base().type_id().clr_name()));
    let mut names = value.type_names();
    if is_new || !names.contains(&name) {
        names.insert(0, name);
        if let Some(mut members) = value.members_cell_mut() {
            members.type_names = Some(names.into());
        }
    }
}
