//! `LinkedList[T]` and its nodes.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use crate::value::dict::equals_exactly;
use crate::value::members::call::{Call, items};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{ClrObject, Object, TypeId, Value};

type Nodes = Rc<RefCell<Vec<Rc<NodeData>>>>;

struct NodeData {
    value: RefCell<Value>,
    list: RefCell<Weak<RefCell<Vec<Rc<NodeData>>>>>,
    /// The list object, for `.List`.
    has_list: Cell<bool>,
}

/// A linked list; its nodes know their list.
pub struct LinkedList {
    class: TypeId,
    nodes: Nodes,
}

/// A node.
pub struct Node {
    class: TypeId,
    data: Rc<NodeData>,
}

impl ClrObject for LinkedList {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.nodes.borrow().iter().map(|node| node.value.borrow().clone()).collect())
    }
}

impl ClrObject for Node {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["List", "Next", "Previous", "Value"]
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Node>().is_some_and(|other| Rc::ptr_eq(&self.data, &other.data))
    }

    fn hash_code(&self) -> u64 {
        Rc::as_ptr(&self.data) as u64
    }
}

fn element(id: TypeId) -> TypeId {
    id.generic_parts().and_then(|(_, arguments)| arguments.first().copied()).unwrap_or(TypeId::OBJECT)
}

fn this<'a>(c: &'a Call) -> Outcome<&'a LinkedList> {
    c.this.downcast::<LinkedList>().ok_or_else(|| Thrown::invalid_operation("The object is no LinkedList."))
}

fn node_value(c: &Call, data: &Rc<NodeData>) -> Value {
    Object::from_clr(Node { class: TypeId::LINKED_LIST_NODE.generic(&[element(c.type_id)]), data: data.clone() })
}

fn optional_node(c: &Call, data: Option<&Rc<NodeData>>) -> Value {
    data.map_or(Value::Null, |data| node_value(c, data))
}

/// Puts a value, or a node that belongs to no list, at a place.
fn put(c: &mut Call, at: usize, argument: usize) -> Outcome {
    let given = c.arg(argument);
    let data = match given.downcast::<Node>() {
        Some(node) if node.data.has_list.get() => {
            return Err(Thrown::invalid_operation("The LinkedList node already belongs to a LinkedList."));
        }
        Some(node) => node.data.clone(),
        None => Rc::new(NodeData { value: RefCell::new(given), list: RefCell::default(), has_list: Cell::new(false) }),
    };
    let list = this(c)?;
    *data.list.borrow_mut() = Rc::downgrade(&list.nodes);
    data.has_list.set(true);
    list.nodes.borrow_mut().insert(at, data.clone());
    Ok(node_value(c, &data))
}

/// The place of a node argument in this list.
fn place_of(c: &Call, argument: usize) -> Outcome<usize> {
    let given = c.arg(argument);
    let Some(node) = given.downcast::<Node>() else { return Err(Thrown::null("node")) };
    let found = this(c)?.nodes.borrow().iter().position(|own| Rc::ptr_eq(own, &node.data));
    found.ok_or_else(|| Thrown::invalid_operation("The LinkedList node does not belong to current LinkedList."))
}

fn take(c: &Call, at: usize) -> Outcome {
    let removed = this(c)?.nodes.borrow_mut().remove(at);
    removed.has_list.set(false);
    *removed.list.borrow_mut() = Weak::new();
    void()
}

fn remove(c: &mut Call) -> Outcome {
    if c.arg(0).downcast::<Node>().is_some() {
        let at = place_of(c, 0)?;
        return take(c, at);
    }
    match find(c, false)? {
        Some(at) => {
            take(c, at)?;
            ok(true)
        }
        None => ok(false),
    }
}

fn find(c: &Call, last: bool) -> Outcome<Option<usize>> {
    let wanted = c.arg(0);
    let nodes = this(c)?.nodes.borrow();
    let matches = |node: &Rc<NodeData>| equals_exactly(&node.value.borrow(), &wanted);
    Ok(if last { nodes.iter().rposition(matches) } else { nodes.iter().position(matches) })
}

fn at_end(c: &mut Call, first: bool) -> Outcome {
    let length = this(c)?.nodes.borrow().len();
    if length == 0 {
        return Err(Thrown::invalid_operation("The LinkedList is empty."));
    }
    take(c, if first { 0 } else { length - 1 })
}

fn new(c: &mut Call) -> Outcome {
    let made = Object::from_clr(LinkedList { class: c.type_id, nodes: Nodes::default() });
    let source = c.arg(0);
    c.this = made.clone();
    for item in items(&source) {
        c.args = vec![item];
        let length = this(c)?.nodes.borrow().len();
        put(c, length, 0)?;
    }
    Ok(made)
}

/// `LinkedList[T]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::LINKED_LIST],
    new: Some(new),
    properties: &[
        ("Count", |c| ok(this(c)?.nodes.borrow().len() as i32)),
        ("First", |c| Ok(optional_node(c, this(c)?.nodes.borrow().first()))),
        ("Last", |c| Ok(optional_node(c, this(c)?.nodes.borrow().last()))),
    ],
    methods: &[
        ("AddAfter", |c| {
            let at = place_of(c, 0)?;
            put(c, at + 1, 1)
        }),
        ("AddBefore", |c| {
            let at = place_of(c, 0)?;
            put(c, at, 1)
        }),
        ("AddFirst", |c| put(c, 0, 0)),
        ("AddLast", |c| {
            let length = this(c)?.nodes.borrow().len();
            put(c, length, 0)
        }),
        ("Add", |c| {
            let length = this(c)?.nodes.borrow().len();
            put(c, length, 0)?;
            void()
        }),
        ("Clear", |c| {
            this(c)?.nodes.borrow_mut().clear();
            void()
        }),
        ("Contains", |c| ok(find(c, false)?.is_some())),
        ("CopyTo", |c| super::array::copy_into(&c.this.enumerate().unwrap_or_default(), &c.arg(0), c.long(1))),
        ("Find", |c| {
            let at = find(c, false)?;
            Ok(at.map_or(Value::Null, |at| this(c).map_or(Value::Null, |list| node_value(c, &list.nodes.borrow()[at]))))
        }),
        ("FindLast", |c| {
            let at = find(c, true)?;
            Ok(at.map_or(Value::Null, |at| this(c).map_or(Value::Null, |list| node_value(c, &list.nodes.borrow()[at]))))
        }),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), c.this.enumerate().unwrap_or_default()))),
        ("Remove", remove),
        ("RemoveFirst", |c| at_end(c, true)),
        ("RemoveLast", |c| at_end(c, false)),
    ],
    ..TypeImpl::EMPTY
};

fn node<'a>(c: &'a Call) -> Outcome<&'a Rc<NodeData>> {
    c.this.downcast::<Node>().map(|node| &node.data).ok_or_else(|| Thrown::invalid_operation("The object is no LinkedListNode."))
}

fn neighbour(c: &mut Call, step: isize) -> Outcome {
    let data = node(c)?;
    let Some(list) = data.list.borrow().upgrade() else { return Ok(Value::Null) };
    let nodes = list.borrow();
    let Some(at) = nodes.iter().position(|own| Rc::ptr_eq(own, data)) else { return Ok(Value::Null) };
    Ok(optional_node(c, at.checked_add_signed(step).and_then(|at| nodes.get(at))))
}

/// Nodes.
pub const NODE: TypeImpl = TypeImpl {
    ids: &[TypeId::LINKED_LIST_NODE],
    new: Some(|c| {
        let data = NodeData { value: RefCell::new(c.arg(0)), list: RefCell::default(), has_list: Cell::new(false) };
        Ok(Object::from_clr(Node { class: c.type_id, data: Rc::new(data) }))
    }),
    properties: &[
        ("Next", |c| neighbour(c, 1)),
        ("Previous", |c| neighbour(c, -1)),
        ("Value", |c| Ok(node(c)?.value.borrow().clone())),
        ("List", |c| {
            let list = node(c)?.list.borrow().upgrade();
            Ok(list.map_or(Value::Null, |nodes| {
                Object::from_clr(LinkedList { class: TypeId::LINKED_LIST.generic(&[element(c.type_id)]), nodes })
            }))
        }),
    ],
    setters: &[("Value", |c| {
        *node(c)?.value.borrow_mut() = c.arg(0);
        void()
    })],
    ..TypeImpl::EMPTY
};
