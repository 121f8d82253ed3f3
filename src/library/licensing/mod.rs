//! Licences: `Grant-`, `Revoke-` and `Get-License`, and the licence cmdlets of Graph, MSOnline and AzureAD on the same
//! commands.

mod accounts;
mod azure_ad;
mod graph;
mod groups;
pub mod model;
mod msol;
mod native;
pub mod records;

use crate::cmdlet::Entry;

/// The cmdlets of this folder, a list for each file.
pub const ALL: &[&[Entry]] = &[accounts::ALL, azure_ad::ALL, graph::ALL, groups::ALL, msol::ALL, native::ALL];
