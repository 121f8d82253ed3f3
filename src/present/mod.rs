//! Objects -> text, as PowerShell's formatter prints them.
//!
//! Two halves with a protocol between them: [`mod@format`] turns objects into [`packet`]s (which columns, which text),
//! [`draw`] lays packets out in lines (widths, wrapping, colours). `Format-*` cmdlets are the first half, `Out-*`
//! the second; [`output`] joins both for objects that nobody formatted.
//!
//! | for | call |
//! |---|---|
//! | `Format-Table` and its kin | [`format::Formatter`] with [`format::Parameters`]; write `packet.into_value()` |
//! | `Out-Default`, `Out-String`, `Out-File` | [`output::Output`] with a [`draw::Surface`] and a [`draw::LineSink`] |
//! | an error | [`error_view::text`] |
//! | `WARNING: …` | [`message::message`] |
//! | anything that reaches a terminal | [`terminal::gate`] |
//!
//! Not here: reading the terminal's size or the environment, and variables such as `$FormatEnumerationLimit`: they
//! come in as [`format::Settings`] and [`draw::Surface`].

pub mod access;
pub mod cells;
pub mod draw;
mod error_detail;
pub mod error_view;
pub mod expression;
pub mod format;
mod help_view;
pub mod message;
mod native_views;
pub mod output;
pub mod packet;
pub mod phrase;
pub mod progress;
pub mod report;
pub mod style;
pub mod terminal;
pub mod text;
pub mod views;
pub mod views_table;
pub mod wrap;
