//! `Compare-Object`: what is in one collection and not in the other.

use std::rc::Rc;

use super::expression::{self, Expression, Keys};
use super::order::{Order, order_keys};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Members, Object, Payload, Run, Slot, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Compare",
    noun: "Object",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Compares two sets of objects.",
    description: "Objects only in -ReferenceObject are marked <=, those only in -DifferenceObject =>, and with -IncludeEqual those in both ==. With -Property only these properties are compared. -PassThru gives the objects themselves, with SideIndicator.",
    parameters: parameters::COMPARE_OBJECT,
    default_set: parameters::COMPARE_OBJECT_DEFAULT,
    related: &["Group-Object", "Where-Object"],
    examples: &[Example::new(
        "Compare two lists",
        "Compare-Object 1, 2, 3 2, 3, 4",
        "\nInputObject SideIndicator\n----------- -------------\n          4 =>\n          1 <=\n\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, CompareObject);

#[derive(Default)]
struct CompareObject {
    expressions: Vec<Expression>,
    reference: Vec<Item>,
    next_reference: usize,
    unmatched_reference: Vec<Item>,
    unmatched_difference: Vec<Item>,
    window: usize,
    how: Order,
}

/// An object with the keys it is compared by.
#[derive(Clone)]
struct Item {
    value: Value,
    keys: Rc<[Option<Value>]>,
}

impl Cmdlet for CompareObject {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let items = ctx.call.items("Property").unwrap_or_default();
        self.expressions = expression::parse_all(ctx.engine(), &items, Keys::Expression)?;
        self.window = ctx.call.integer("SyncWindow").map_or(usize::MAX, |window| window as usize);
        self.how = Order::of(ctx);
        for value in ctx.call.items("ReferenceObject").unwrap_or_default() {
            let item = self.item(ctx, value)?;
            self.reference.push(item);
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for value in ctx.call.items("DifferenceObject").unwrap_or_default() {
            let item = self.item(ctx, value)?;
            self.step(ctx, Some(item))?;
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        while self.next_reference < self.reference.len() {
            self.step(ctx, None)?;
        }
        for item in std::mem::take(&mut self.unmatched_difference) {
            self.differs(ctx, &item, "=>")?;
        }
        for item in std::mem::take(&mut self.unmatched_reference) {
            self.differs(ctx, &item, "<=")?;
        }
        Ok(())
    }
}

impl CompareObject {
    fn item(&self, ctx: &mut Context<'_>, value: Value) -> Run<Item> {
        if self.expressions.is_empty() {
            return Ok(Item { keys: Rc::from([Some(value.clone())]), value });
        }
        let mut keys = Vec::new();
        for expression in &self.expressions {
            keys.push(expression.first(ctx.engine(), &value)?.and_then(Result::ok));
        }
        Ok(Item { value, keys: keys.into() })
    }

    fn is_same(&self, ctx: &mut Context<'_>, a: &Item, b: &Item) -> bool {
        a.keys.iter().zip(b.keys.iter()).all(|(a, b)| order_keys(ctx.engine(), a, b, &self.how, false).is_eq())
    }

    fn take_match(&self, ctx: &mut Context<'_>, item: &Item, backlog: &mut Vec<Item>) -> Option<Item> {
        let place = backlog.iter().position(|known| self.is_same(ctx, item, known))?;
        Some(backlog.remove(place))
    }

    /// Sets the next object of each side against each other, then against what the other side has left over.
    fn step(&mut self, ctx: &mut Context<'_>, mut difference: Option<Item>) -> Run {
        let mut reference = self.reference.get(self.next_reference).cloned();
        self.next_reference += usize::from(reference.is_some());
        if let (Some(reference), Some(difference)) = (&reference, &difference)
            && self.is_same(ctx, reference, difference)
        {
            return self.equal(ctx, reference);
        }
        let mut left = std::mem::take(&mut self.unmatched_reference);
        let mut right = std::mem::take(&mut self.unmatched_difference);
        if let Some(item) = &difference
            && let Some(found) = self.take_match(ctx, item, &mut left)
        {
            self.equal(ctx, &found)?;
            difference = None;
        }
        if let Some(item) = &reference
            && self.take_match(ctx, item, &mut right).is_some()
        {
            self.equal(ctx, item)?;
            reference = None;
        }
        for (item, backlog, side) in [(difference, &mut right, "=>"), (reference, &mut left, "<=")] {
            let Some(item) = item else { continue };
            if self.window == 0 {
                self.differs(ctx, &item, side)?;
                continue;
            }
            while backlog.len() >= self.window {
                let oldest = backlog.remove(0);
                self.differs(ctx, &oldest, side)?;
            }
            backlog.push(item);
        }
        self.unmatched_reference = left;
        self.unmatched_difference = right;
        Ok(())
    }

    fn equal(&self, ctx: &mut Context<'_>, item: &Item) -> Run {
        let wants_equal = if ctx.call.has("IncludeEqual") { ctx.call.flag("IncludeEqual") } else { ctx.call.flag("ExcludeDifferent") };
        if wants_equal { self.put(ctx, item, "==") } else { Ok(()) }
    }

    fn differs(&self, ctx: &mut Context<'_>, item: &Item, side: &str) -> Run {
        if ctx.call.flag("ExcludeDifferent") { Ok(()) } else { self.put(ctx, item, side) }
    }

    fn put(&self, ctx: &mut Context<'_>, item: &Item, side: &str) -> Run {
        if ctx.call.flag("PassThru") {
            let object = item.value.wrapped();
            object.set_note("SideIndicator", Value::str(side));
            return ctx.write(object);
        }
        let mut members = Members::default();
        if self.expressions.is_empty() {
            members.push(Rc::from("InputObject"), Slot::Note(item.value.clone()));
        }
        for (expression, key) in self.expressions.iter().zip(item.keys.iter()) {
            members.set(&expression.text(), Slot::Note(key.clone().unwrap_or_default()));
        }
        members.set("SideIndicator", Slot::Note(Value::str(side)));
        ctx.write(Value::Object(Rc::new(Object { payload: Payload::Custom, members: std::cell::RefCell::new(members) })))
    }
}
