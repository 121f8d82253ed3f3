//! The line editor as scripts know it (PSReadLine): settings, keys, and the cmdlets that change them.
//!
//! `options` holds the settings, `functions` what keys can do, `bindings` which key does what, `chord` reads keys' names,
//! `host` is the way in for key handlers that are scripts. Not here: the editor itself, which is the prompt's.

pub mod bindings;
pub mod chord;
pub mod cmdlets;
pub mod functions;
pub mod host;
mod key_handlers;
pub mod options;

pub use bindings::Handler;
pub use chord::{Code, Key};
pub use functions::Function;
pub use host::LineHost;
pub use options::{Options, Paint, ReadLine, history_path};

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    cmdlets::GET_OPTION,
    cmdlets::SET_OPTION,
    key_handlers::GET_KEY_HANDLER,
    key_handlers::SET_KEY_HANDLER,
    key_handlers::REMOVE_KEY_HANDLER,
];
