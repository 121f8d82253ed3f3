//! Cmdlets of the running session: code in texts and blocks, time, chance, history, the call stack.

mod get_culture;
mod get_date;
mod get_host;
mod get_pscallstack;
mod get_random;
mod get_verb;
mod history;
mod invoke_command;
mod invoke_expression;
mod measure_command;
mod new_guid;
mod new_timespan;
mod refused;
mod set_strictmode;
mod start_sleep;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    get_culture::CULTURE_ENTRY,
    get_culture::UI_ENTRY,
    get_date::ENTRY,
    get_host::ENTRY,
    get_pscallstack::ENTRY,
    get_random::RANDOM_ENTRY,
    get_random::SECURE_ENTRY,
    get_verb::ENTRY,
    history::GET_ENTRY,
    history::ADD_ENTRY,
    history::CLEAR_ENTRY,
    history::INVOKE_ENTRY,
    invoke_command::ENTRY,
    invoke_expression::ENTRY,
    measure_command::ENTRY,
    new_guid::ENTRY,
    new_timespan::ENTRY,
    refused::PSDEBUG_ENTRY,
    refused::TRACE_ENTRY,
    set_strictmode::ENTRY,
    start_sleep::ENTRY,
];
