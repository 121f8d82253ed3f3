//! The index of names that need not be unique: display name, alias, mail address.
//!
//! It is built when the first such look-up comes, and thrown away when a user's texts change:
//! most scripts never ask by name.

use hashbrown::HashTable;

use super::index::{hash_text, same_text};
use super::store::Users;
use super::view::User;

/// Row number, and which of the row's names.
pub(super) struct NameIndex(HashTable<(u32, u8)>);

const N_NAMES: u8 = 3;

impl NameIndex {
    pub(super) fn new(users: &Users) -> Self {
        let mut table = HashTable::with_capacity(users.len() * usize::from(N_NAMES));
        for user in users.iter() {
            for which in 0..N_NAMES {
                if let Some(name) = name_of(&user, which) {
                    table.insert_unique(hash_text(name), (user.number, which), |(number, which)| {
                        name_of(&users.at(*number), *which).map_or(0, hash_text)
                    });
                }
            }
        }
        NameIndex(table)
    }

    pub(super) fn find(&self, users: &Users, name: &str) -> Vec<u32> {
        let mut found: Vec<u32> = self
            .0
            .iter_hash(hash_text(name))
            .filter(|(number, which)| name_of(&users.at(*number), *which).is_some_and(|known| same_text(known, name)))
            .map(|(number, _)| *number)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn name_of<'a>(user: &User<'a>, which: u8) -> Option<&'a str> {
    match which {
        0 => Some(user.display_name()),
        1 => Some(user.alias()),
        // A mail address that is the principal name is found as such.
        _ => user.mail().filter(|mail| *mail != user.user_principal_name()),
    }
}
