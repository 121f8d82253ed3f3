//! Secure strings, credentials, hashes.

mod credential;
mod hash;

use super::implementation::TypeImpl;

pub use credential::{credential_parts, secure_text, secure_value};

/// The tables of this folder.
pub static TABLES: &[TypeImpl] =
    &[credential::SECURE, credential::CREDENTIAL, credential::NETWORK, credential::MARSHAL, hash::TABLE, hash::KEYED, hash::RANDOM];
