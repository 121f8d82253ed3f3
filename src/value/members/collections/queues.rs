//! `Stack`, `Queue` and their concurrent kin.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use super::array::copy_into;
use crate::value::dict::equals_exactly;
use crate::value::members::call::{Call, items};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::statics::default_value;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{Array, ClrObject, Object, TypeId, Value};

/// Items taken out at one end: stacks at the back, queues at the front.
pub struct Line {
    class: TypeId,
    items: RefCell<VecDeque<Value>>,
    version: Cell<u32>,
}

impl Line {
    fn is_stack(&self) -> bool {
        matches!(self.class.definition(), TypeId::STACK | TypeId::GENERIC_STACK | TypeId::CONCURRENT_STACK | TypeId::CONCURRENT_BAG)
    }

    /// In the order of an enumeration: the next to be taken first.
    fn in_order(&self) -> Vec<Value> {
        let items = self.items.borrow();
        if self.is_stack() { items.iter().rev().cloned().collect() } else { items.iter().cloned().collect() }
    }

    fn element(&self) -> TypeId {
        self.class.generic_parts().and_then(|(_, arguments)| arguments.first().copied()).unwrap_or(TypeId::OBJECT)
    }

    fn push(&self, value: Value) {
        self.items.borrow_mut().push_back(value);
        self.version.set(self.version.get().wrapping_add(1));
    }

    fn next(&self, take: bool) -> Option<Value> {
        let mut items = self.items.borrow_mut();
        match (self.is_stack(), take) {
            (true, true) => items.pop_back(),
            (false, true) => items.pop_front(),
            (true, false) => items.back().cloned(),
            (false, false) => items.front().cloned(),
        }
    }
}

impl ClrObject for Line {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.in_order())
    }
}

fn this<'a>(c: &'a Call) -> Outcome<&'a Line> {
    c.this.downcast::<Line>().ok_or_else(|| Thrown::invalid_operation("The object is no queue or stack."))
}

fn new(c: &mut Call) -> Outcome {
    let source = match c.args.first() {
        Some(Value::Int(capacity)) if *capacity < 0 => return Err(Thrown::out_of_range("capacity", "Non-negative number required.")),
        Some(value @ (Value::Array(_) | Value::List(_) | Value::Object(_))) => items(value),
        _ => Vec::new(),
    };
    Ok(Object::from_clr(Line { class: c.type_id, items: RefCell::new(source.into()), version: Cell::new(0) }))
}

fn take(c: &mut Call, remove: bool) -> Outcome {
    let line = this(c)?;
    line.next(remove).ok_or_else(|| Thrown::invalid_operation(if line.is_stack() { "Stack empty." } else { "Queue empty." }))
}

fn try_take(c: &mut Call, remove: bool) -> Outcome {
    let (found, value) = {
        let line = this(c)?;
        let next = line.next(remove);
        (next.is_some(), next.unwrap_or_else(|| default_value(line.element()).unwrap_or_default()))
    };
    c.write_ref(0, value)?;
    ok(found)
}

fn put(c: &mut Call) -> Outcome {
    let value = c.arg(0);
    this(c)?.push(if value.is_null() { Value::Null } else { value });
    void()
}

/// Members of stacks and queues.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[
        TypeId::STACK,
        TypeId::GENERIC_STACK,
        TypeId::CONCURRENT_STACK,
        TypeId::CONCURRENT_BAG,
        TypeId::QUEUE,
        TypeId::GENERIC_QUEUE,
        TypeId::CONCURRENT_QUEUE,
        TypeId::BLOCKING_COLLECTION,
    ],
    new: Some(new),
    properties: &[
        ("Count", |c| ok(this(c)?.items.borrow().len() as i32)),
        ("IsEmpty", |c| ok(this(c)?.items.borrow().is_empty())),
        ("IsSynchronized", |_| ok(false)),
        ("SyncRoot", |c| Ok(c.this.clone())),
    ],
    methods: &[
        ("Add", put),
        ("Clear", |c| {
            this(c)?.items.borrow_mut().clear();
            void()
        }),
        ("Clone", |c| {
            let line = this(c)?;
            let copied = Line { class: line.class, items: RefCell::new(line.items.borrow().clone()), version: Cell::new(0) };
            Ok(Object::from_clr(copied))
        }),
        ("Contains", |c| {
            let wanted = c.arg(0);
            ok(this(c)?.items.borrow().iter().any(|item| equals_exactly(item, &wanted)))
        }),
        ("CopyTo", |c| copy_into(&this(c)?.in_order(), &c.arg(0), c.long(1))),
        ("Dequeue", |c| take(c, true)),
        ("Enqueue", put),
        ("EnsureCapacity", |c| Ok(c.arg(0))),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), this(c)?.in_order()))),
        ("Peek", |c| take(c, false)),
        ("Pop", |c| take(c, true)),
        ("Push", put),
        ("PushRange", |c| {
            for item in c.items(0) {
                this(c)?.push(item);
            }
            void()
        }),
        ("ToArray", |c| {
            let line = this(c)?;
            Ok(Value::Array(Rc::new(Array::new(line.element(), line.in_order()))))
        }),
        ("TrimExcess", |_| void()),
        ("TrimToSize", |_| void()),
        ("TryAdd", |c| {
            put(c)?;
            ok(true)
        }),
        ("TryDequeue", |c| try_take(c, true)),
        ("TryPeek", |c| try_take(c, false)),
        ("TryPop", |c| try_take(c, true)),
        ("TryTake", |c| try_take(c, true)),
    ],
    statics: &[("Synchronized", |c| Ok(c.arg(0)))],
    ..TypeImpl::EMPTY
};
