//! Arrays and growing lists.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Members, TypeId, Value};

/// Members attached to a collection or script block; almost always none.
pub type Extra = RefCell<Option<Box<Members>>>;

/// A .NET array: its length never changes.
pub struct Array {
    /// The element type.
    pub element: TypeId,
    /// The items, in row-major order where there is more than one dimension.
    pub items: RefCell<Vec<Value>>,
    /// Lengths by dimension; none for an ordinary array.
    pub dimensions: Option<Box<[usize]>>,
    /// Attached members.
    pub extra: Extra,
}

impl Array {
    /// An ordinary array.
    pub fn new(element: TypeId, items: Vec<Value>) -> Array {
        Array { element, items: RefCell::new(items), dimensions: None, extra: Extra::default() }
    }

    /// The array's type, `element[]`.
    pub fn type_id(&self) -> TypeId {
        match &self.dimensions {
            None if self.element == TypeId::OBJECT => TypeId::object_array(),
            None => self.element.array_of(),
            Some(dimensions) => self.element.array_of_rank(dimensions.len() as u8),
        }
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.borrow().is_empty()
    }
}

/// A list that grows: `List[T]`, `ArrayList`, `Collection[T]`.
pub struct List {
    /// The list's own type.
    pub type_id: TypeId,
    /// The element type: `object` for an `ArrayList`.
    pub element: TypeId,
    /// The items.
    pub items: RefCell<Vec<Value>>,
    /// Counts changes, so that an enumeration notices one.
    pub version: std::cell::Cell<u32>,
    /// Whether it refuses changes (`ReadOnlyCollection`).
    pub read_only: bool,
    /// Attached members.
    pub extra: Extra,
}

impl List {
    /// A list of this type; the element type is its last generic argument.
    pub fn new(type_id: TypeId, items: Vec<Value>) -> List {
        let element = type_id.generic_parts().and_then(|(_, arguments)| arguments.last().copied()).unwrap_or(TypeId::OBJECT);
        let read_only = type_id.definition() == TypeId::READ_ONLY_COLLECTION;
        List { type_id, element, items: RefCell::new(items), version: std::cell::Cell::new(0), read_only, extra: Extra::default() }
    }

    /// An `ArrayList`.
    pub fn array_list(items: Vec<Value>) -> Value {
        Value::List(Rc::new(List::new(TypeId::ARRAY_LIST, items)))
    }

    /// Notes that the list has changed.
    pub fn touch(&self) {
        self.version.set(self.version.get().wrapping_add(1));
    }
}
