//! Values that many users share, kept once and named by a small number.

use std::hash::Hash;
use std::sync::Arc;

use indexmap::IndexSet;

/// Shared values; id 0 is no value.
#[derive(Clone)]
pub(super) struct Pool<T>(Arc<IndexSet<T>>);

impl<T: Eq + Hash + Clone> Pool<T> {
    pub(super) fn new() -> Self {
        Pool(Arc::new(IndexSet::new()))
    }

    pub(super) fn get(&self, id: u32) -> Option<&T> {
        self.0.get_index((id as usize).checked_sub(1)?)
    }

    pub(super) fn find(&self, value: &T) -> Option<u32> {
        self.0.get_index_of(value).map(|at| at as u32 + 1)
    }

    pub(super) fn intern(&mut self, value: T) -> u32 {
        match self.find(&value) {
            Some(id) => id,
            None => Arc::make_mut(&mut self.0).insert_full(value).0 as u32 + 1,
        }
    }
}
