//! What a call site remembers.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::value::Shape;

/// Where a property was found last: in objects of this shape, at this place.
#[derive(Default)]
pub struct MemberCache {
    shape: RefCell<Option<Rc<Shape>>>,
    place: Cell<usize>,
}

impl MemberCache {
    /// The place, if the shape is the one seen last.
    pub fn find(&self, shape: &Rc<Shape>) -> Option<usize> {
        match &*self.shape.borrow() {
            Some(seen) if Rc::ptr_eq(seen, shape) => Some(self.place.get()),
            _ => None,
        }
    }

    /// Remembers a place.
    pub fn keep(&self, shape: &Rc<Shape>, place: usize) {
        *self.shape.borrow_mut() = Some(shape.clone());
        self.place.set(place);
    }
}

/// What a command's name meant last, valid while the engine's command epoch is the same. The engine's own type.
#[derive(Default)]
pub struct CallCache {
    epoch: Cell<u64>,
    found: RefCell<Option<Rc<dyn Any>>>,
}

impl CallCache {
    /// What was found in this epoch.
    pub fn get(&self, epoch: u64) -> Option<Rc<dyn Any>> {
        if self.epoch.get() == epoch { self.found.borrow().clone() } else { None }
    }

    /// Remembers it.
    pub fn keep(&self, epoch: u64, found: Rc<dyn Any>) {
        self.epoch.set(epoch);
        *self.found.borrow_mut() = Some(found);
    }
}
