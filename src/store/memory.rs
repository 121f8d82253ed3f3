//! Keeps nothing beyond the life of the program: the tenant and outbox in memory are all there is.

use super::{Batch, Store, StoreError};

/// The store of a tenant that lives in memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct MemoryStore;

impl Store for MemoryStore {
    fn commit(&mut self, _: &Batch<'_>) -> Result<(), StoreError> {
        Ok(())
    }
}
