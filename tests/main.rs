//! All tests, in one binary.
#![allow(clippy::unwrap_used, clippy::panic)]

mod convert;
mod dispatch;
mod examples;
mod hostile;
mod library;
mod mail;
mod present;
mod regex;
mod session;
mod store;
mod syntax;
mod tenant;
mod terminal;
mod testing;
mod text;
mod tidy;
