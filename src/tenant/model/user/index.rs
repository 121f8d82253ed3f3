//! A hash index from a key of a user to the user's row.
//!
//! The table holds row numbers alone; keys stay where they are, in the rows. It is cut into
//! shards, each shared until written, so that a copy of the tenant costs next to nothing and a
//! growing table never doubles at once.

use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

use hashbrown::HashTable;

const SHARD_BITS: u32 = 6;

/// Row numbers by the hash of a key.
#[derive(Clone)]
pub(super) struct Index {
    shards: Arc<Vec<Arc<HashTable<u32>>>>,
}

impl Index {
    pub(super) fn new() -> Self {
        let empty = Arc::new(HashTable::new());
        Index { shards: Arc::new(vec![empty; 1 << SHARD_BITS]) }
    }

    /// What stands in an index's place while it is written to: no shard, no memory.
    pub(super) fn hollow() -> Self {
        static HOLLOW: std::sync::LazyLock<Arc<Vec<Arc<HashTable<u32>>>>> = std::sync::LazyLock::new(Arc::default);
        Index { shards: Arc::clone(&HOLLOW) }
    }

    /// The first row of this hash that `is_it` accepts.
    pub(super) fn find(&self, hash: u64, mut is_it: impl FnMut(u32) -> bool) -> Option<u32> {
        self.shards[shard_of(hash)].find(hash, |row| is_it(*row)).copied()
    }

    /// Adds a row; `rehash` gives the hash of any row already in the table.
    pub(super) fn insert(&mut self, hash: u64, row: u32, rehash: impl Fn(u32) -> u64) {
        self.shard_mut(hash).insert_unique(hash, row, |row| rehash(*row));
    }

    /// Makes room for so many rows, if the index is still empty.
    pub(super) fn reserve(&mut self, n_rows: usize) {
        let per_shard = n_rows >> SHARD_BITS;
        for shard in Arc::make_mut(&mut self.shards) {
            if shard.is_empty() {
                // Hashes do not fall quite evenly.
                *shard = Arc::new(HashTable::with_capacity(per_shard + per_shard / 32));
            }
        }
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, hash: u64, row: u32) {
        if let Ok(entry) = self.shard_mut(hash).find_entry(hash, |known| *known == row) {
            entry.remove();
        }
    }

    fn shard_mut(&mut self, hash: u64) -> &mut HashTable<u32> {
        Arc::make_mut(&mut Arc::make_mut(&mut self.shards)[shard_of(hash)])
    }
}

fn shard_of(hash: u64) -> usize {
    // The table itself uses the low bits and the top seven: take the shard from between.
    (hash >> 40) as usize & ((1 << SHARD_BITS) - 1)
}

/// A hash of text that does not regard case.
pub(super) fn hash_text(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    if text.is_ascii() {
        let mut folded = [0; 64];
        for piece in text.as_bytes().chunks(64) {
            let folded = &mut folded[..piece.len()];
            folded.copy_from_slice(piece);
            folded.make_ascii_lowercase();
            hasher.write(folded);
        }
    } else {
        let lower = text.to_lowercase();
        for piece in lower.as_bytes().chunks(64) {
            hasher.write(piece);
        }
    }
    hasher.finish()
}

/// A hash of a number.
pub(super) fn hash_number(number: u64) -> u64 {
    // Numbers and ids come from a random source: mixing is enough.
    let mixed = (number ^ number >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ mixed >> 32
}

/// Whether two texts are equal without regard to case.
pub(in crate::tenant) fn same_text(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right) || (!(left.is_ascii() && right.is_ascii()) && left.to_lowercase() == right.to_lowercase())
}
