//! Jobs: blocks that run at once in a session of their own, so that their results are the same every time.

mod cmdlets;
mod deserialize;
mod job;
mod start_job;

use crate::cmdlet::Entry;

pub use job::{JobObject, Kind};
pub use start_job::run_job;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    cmdlets::GET_ENTRY,
    cmdlets::RECEIVE_ENTRY,
    cmdlets::REMOVE_ENTRY,
    cmdlets::STOP_ENTRY,
    cmdlets::WAIT_ENTRY,
    start_job::PROCESS_ENTRY,
    start_job::THREAD_ENTRY,
];
