//! Secure strings, credentials, the execution policy. A secret is read here only where the script asks for its plain
//! text; it is never shown, logged or kept.

mod convert_from_secure_string;
mod convert_to_secure_string;
mod execution_policy;
mod get_credential;
pub mod package;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    convert_from_secure_string::ENTRY,
    convert_to_secure_string::ENTRY,
    execution_policy::GET_ENTRY,
    execution_policy::SET_ENTRY,
    get_credential::ENTRY,
];
