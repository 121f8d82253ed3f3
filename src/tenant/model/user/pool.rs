//! Values that many users share, kept once and named by a small number.

use std::borrow::Borrow;
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

    /// The id of a value, which is copied only if it is new.
    pub(super) fn intern<Q>(&mut self, value: &Q) -> u32
    where
        T: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
        for<'a> T: From<&'a Q>,
    {
        let at = match self.0.get_index_of(value) {
            Some(at) => at,
            None => Arc::make_mut(&mut self.0).insert_full(T::from(value)).0,
        };
        at as u32 + 1
    }
}
