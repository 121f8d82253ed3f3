//! All tests, in one binary.
#![allow(clippy::unwrap_used, clippy::panic)]

mod mail;
mod regex;
mod text;
