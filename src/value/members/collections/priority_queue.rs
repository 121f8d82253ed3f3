//! `PriorityQueue`: a heap with four children a node, as .NET's, so that equal priorities come out in its order.

use std::any::Any;
use std::cell::RefCell;
use std::cmp::Ordering;

use super::order::compare_with;
use crate::value::dict::equals_exactly;
use crate::value::members::call::{Call, items};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::tuple::closed;
use crate::value::members::statics::default_value;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{Array, ClrObject, Object, TypeId, Value};
use std::rc::Rc;

/// Elements with priorities; the least comes out first.
struct Heap {
    class: TypeId,
    nodes: RefCell<Vec<(Value, Value)>>,
    comparer: Value,
}

impl ClrObject for Heap {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn this<'a>(c: &'a Call) -> Outcome<&'a Heap> {
    c.this.downcast::<Heap>().ok_or_else(|| Thrown::invalid_operation("The object is no PriorityQueue."))
}

fn order(c: &mut Call, a: &Value, b: &Value) -> Outcome<Ordering> {
    let comparer = this(c)?.comparer.clone();
    compare_with(c, &comparer, a, b)
}

/// How many children a node has.
const WIDTH: usize = 4;

fn nodes(c: &Call) -> Outcome<Vec<(Value, Value)>> {
    Ok(std::mem::take(&mut *this(c)?.nodes.borrow_mut()))
}

fn put_back(c: &Call, nodes: Vec<(Value, Value)>) -> Outcome<()> {
    *this(c)?.nodes.borrow_mut() = nodes;
    Ok(())
}

fn push(c: &mut Call, element: Value, priority: Value) -> Outcome<()> {
    let mut heap = nodes(c)?;
    heap.push((element, priority));
    let mut at = heap.len() - 1;
    let result = (|| {
        while at > 0 {
            let parent = (at - 1) / WIDTH;
            if order(c, &heap[at].1, &heap[parent].1)?.is_ge() {
                break;
            }
            heap.swap(at, parent);
            at = parent;
        }
        Ok(())
    })();
    put_back(c, heap)?;
    result
}

fn pop(c: &mut Call) -> Outcome<Option<(Value, Value)>> {
    let mut heap = nodes(c)?;
    if heap.is_empty() {
        return Ok(None);
    }
    let first = heap.swap_remove(0);
    let result = (|| {
        let mut at = 0;
        loop {
            let children = at * WIDTH + 1;
            let Some(mut least) = (children < heap.len()).then_some(children) else { break };
            for child in children + 1..(children + WIDTH).min(heap.len()) {
                if order(c, &heap[child].1, &heap[least].1)?.is_lt() {
                    least = child;
                }
            }
            if order(c, &heap[at].1, &heap[least].1)?.is_le() {
                break;
            }
            heap.swap(at, least);
            at = least;
        }
        Ok(())
    })();
    put_back(c, heap)?;
    result.map(|()| Some(first))
}

fn empty() -> Thrown {
    Thrown::invalid_operation("Queue empty.")
}

fn new(c: &mut Call) -> Outcome {
    let mut pairs = Vec::new();
    let mut comparer = Value::Null;
    for argument in &c.args {
        match argument.base() {
            Value::Array(_) | Value::List(_) => pairs = items(argument),
            Value::Object(_) | Value::ScriptBlock(_) => comparer = argument.clone(),
            _ => {}
        }
    }
    c.this = Object::from_clr(Heap { class: c.type_id, nodes: RefCell::default(), comparer });
    add_pairs(c, pairs)?;
    Ok(c.this.clone())
}

fn add_pairs(c: &mut Call, pairs: Vec<Value>) -> Outcome<()> {
    for pair in pairs {
        if let Value::Object(object) = pair.base()
            && let Some(clr) = object.clr()
            && let (Some(element), Some(priority)) = (clr.get("Item1"), clr.get("Item2"))
        {
            push(c, element, priority)?;
        }
    }
    Ok(())
}

fn out(c: &mut Call, found: Option<(Value, Value)>) -> Outcome {
    let class = this(c)?.class;
    let none = |place: usize| {
        let id = class.generic_parts().and_then(|(_, arguments)| arguments.get(place).copied());
        id.and_then(default_value).unwrap_or_default()
    };
    let is_there = found.is_some();
    let (element, priority) = found.unwrap_or_else(|| (none(0), none(1)));
    c.write_ref(0, element)?;
    c.write_ref(1, priority)?;
    ok(is_there)
}

/// Members of `PriorityQueue`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::PRIORITY_QUEUE2],
    new: Some(new),
    properties: &[
        ("Capacity", |c| ok(this(c)?.nodes.borrow().len() as i32)),
        ("Comparer", |c| Ok(this(c)?.comparer.clone())),
        ("Count", |c| ok(this(c)?.nodes.borrow().len() as i32)),
        ("UnorderedItems", |c| {
            let own = this(c)?;
            let arguments = own.class.generic_parts().map(|(_, arguments)| arguments).unwrap_or_default();
            let pair = TypeId::VALUE_TUPLE2.generic(&arguments);
            let all = own.nodes.borrow().iter().map(|(a, b)| closed(pair, vec![a.clone(), b.clone()])).collect();
            Ok(Value::Array(Rc::new(Array::new(pair, all))))
        }),
    ],
    methods: &[
        ("Clear", |c| {
            this(c)?.nodes.borrow_mut().clear();
            void()
        }),
        ("Dequeue", |c| pop(c)?.map(|(element, _)| element).ok_or_else(empty)),
        ("DequeueEnqueue", |c| {
            let (element, priority) = (c.arg(0), c.arg(1));
            let first = pop(c)?.ok_or_else(empty)?;
            push(c, element, priority)?;
            Ok(first.0)
        }),
        ("Enqueue", |c| {
            let (element, priority) = (c.arg(0), c.arg(1));
            push(c, element, priority)?;
            void()
        }),
        ("EnqueueDequeue", |c| {
            let (element, priority) = (c.arg(0), c.arg(1));
            push(c, element, priority)?;
            pop(c)?.map(|(element, _)| element).ok_or_else(empty)
        }),
        ("EnqueueRange", |c| {
            let all = c.items(0);
            if c.given == 1 {
                add_pairs(c, all)?;
                return void();
            }
            let priority = c.arg(1);
            for element in all {
                push(c, element, priority.clone())?;
            }
            void()
        }),
        ("EnsureCapacity", |c| Ok(c.arg(0))),
        ("Peek", |c| this(c)?.nodes.borrow().first().map(|(element, _)| element.clone()).ok_or_else(empty)),
        ("Remove", |c| {
            let wanted = c.arg(0);
            let heap = nodes(c)?;
            let at = heap.iter().position(|(element, _)| equals_exactly(element, &wanted));
            let mut removed = None;
            for (place, (element, priority)) in heap.into_iter().enumerate() {
                if Some(place) == at {
                    removed = Some((element, priority));
                } else {
                    push(c, element, priority)?;
                }
            }
            let found = removed.is_some();
            if let Some((element, priority)) = removed {
                c.write_ref(1, element)?;
                c.write_ref(2, priority)?;
            }
            ok(found)
        }),
        ("TrimExcess", |_| void()),
        ("TryDequeue", |c| {
            let found = pop(c)?;
            out(c, found)
        }),
        ("TryPeek", |c| {
            let found = this(c)?.nodes.borrow().first().cloned();
            out(c, found)
        }),
    ],
    ..TypeImpl::EMPTY
};
