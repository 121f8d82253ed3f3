//! Users: in full ([`UserRecord`]), read in place ([`User`]), and all of them ([`Users`]).

mod chunk;
mod identity;
mod index;
mod names;
mod pool;
mod record;
mod store;
mod view;

pub(in crate::tenant) use index::same_text;
pub use record::{Conferencing, Detail, Provider, UserRecord, local_part};
pub use store::{Users, strip_sip};
pub use view::User;
