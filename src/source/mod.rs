//! Source text: spans, line tables and diagnostics. Not here: tokens and trees (see `syntax`).

mod diagnostic;
pub mod position;
mod span;
mod text;

pub use diagnostic::Diagnostic;
pub use span::Span;
pub use text::{Location, SourceText};
