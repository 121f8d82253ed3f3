//! bridgesh: a PowerShell-7-compatible shell with a Microsoft Teams audio-conferencing tenant inside.
//!
//! A module imports only from modules above it in this list (`tests/tidy.rs` reads the imports): `source`, `value`,
//! `syntax`, `program`, `present`, `tenant`, `notify`, `mail`, `store`, `dispatch`, `cmdlet`, `engine`, `library`,
//! `repl`, `app`.

pub mod source;

pub mod value;

pub mod syntax;

pub mod program;

pub mod present;

pub mod tenant;

pub mod notify;

pub mod mail;

pub mod store;

pub mod dispatch;

pub mod cmdlet;

pub mod engine;

pub mod library;

pub mod repl;

pub mod app;
