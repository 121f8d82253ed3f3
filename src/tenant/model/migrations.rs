//! All requests to migrate meetings.
//!
//! A copy of the tenant is written to by every command that turns somebody's conferencing on: the requests lie in
//! blocks, and the tables that find them in shards, each shared until it changes, so that a command copies a few
//! kilobytes and not the whole list.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Guid, Migration, MigrationState};

/// Requests in a block.
const BLOCK: usize = 128;
/// Shards of a table.
const SHARDS: usize = 256;

/// Places of requests by an id.
#[derive(Clone)]
struct Places(Arc<Vec<Arc<HashMap<Guid, u32>>>>);

impl Default for Places {
    fn default() -> Self {
        Places(Arc::new(vec![Arc::default(); SHARDS]))
    }
}

impl Places {
    fn shard_of(id: Guid) -> usize {
        let bits = id.to_u128();
        // Ids are random but for their version: mixed, so that those of a file count too.
        (((bits >> 64) as u64 ^ bits as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize % SHARDS
    }

    fn get(&self, id: Guid) -> Option<usize> {
        self.0[Self::shard_of(id)].get(&id).map(|place| *place as usize)
    }

    fn shard_mut(&mut self, id: Guid) -> &mut HashMap<Guid, u32> {
        Arc::make_mut(&mut Arc::make_mut(&mut self.0)[Self::shard_of(id)])
    }
}

/// Requests to migrate meetings, in the order they were queued.
#[derive(Clone, Default)]
pub struct Migrations {
    blocks: Arc<Vec<Arc<Vec<Migration>>>>,
    place_of: Places,
    /// The pending request of a user: at most one, because one run updates every meeting.
    pending_of: Places,
}

impl PartialEq for Migrations {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Migrations {
    /// Every request, in the order they were queued.
    pub fn iter(&self) -> impl Iterator<Item = &Migration> + '_ {
        self.blocks.iter().flat_map(|block| block.iter())
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.blocks.last().map_or(0, |last| (self.blocks.len() - 1) * BLOCK + last.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    fn at(&self, place: usize) -> Option<&Migration> {
        self.blocks.get(place / BLOCK)?.get(place % BLOCK)
    }

    /// The request of a correlation id.
    pub fn get(&self, id: Guid) -> Option<&Migration> {
        self.at(self.place_of.get(id)?)
    }

    /// The request of a user that still waits.
    pub fn pending_of(&self, user: Guid) -> Option<&Migration> {
        self.at(self.pending_of.get(user)?)
    }

    /// Puts a request in, in place of one of the same id.
    pub(in crate::tenant) fn put(&mut self, request: Migration) {
        let place = self.place_of.get(request.id).unwrap_or_else(|| self.len());
        let small = u32::try_from(place).unwrap_or(u32::MAX);
        if request.state == MigrationState::Pending {
            self.pending_of.shard_mut(request.user).insert(request.user, small);
        } else if self.pending_of.get(request.user) == Some(place) {
            self.pending_of.shard_mut(request.user).remove(&request.user);
        }
        let is_new = place == self.len();
        if is_new {
            self.place_of.shard_mut(request.id).insert(request.id, small);
        }
        let blocks = Arc::make_mut(&mut self.blocks);
        if place / BLOCK == blocks.len() {
            blocks.push(Arc::new(Vec::with_capacity(BLOCK)));
        }
        let block = Arc::make_mut(&mut blocks[place / BLOCK]);
        match block.get_mut(place % BLOCK) {
            Some(known) => *known = request,
            None => block.push(request),
        }
    }
}
