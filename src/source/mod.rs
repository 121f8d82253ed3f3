//! Source text: spans, line tables and diagnostics. Not here: tokens and trees (see `syntax`).
