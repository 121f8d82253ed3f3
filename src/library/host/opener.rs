//! The system's own program for a file or a page: `xdg-open`, `open`.

use std::path::Path;
use std::rc::Rc;

use crate::cmdlet::Context;
use crate::engine::binding::Arg;
use crate::engine::{EngineContext, engine_of};
use crate::source::Span;
use crate::value::{Category, Run, TypeId, Value};

/// Opens a file as a double click would; `id` is the error's where there is no program for that. A plan refuses it as it
/// does any program.
pub fn open(ctx: &mut Context<'_>, path: &Path, id: &str) -> Run {
    let shown: Rc<str> = Rc::from(path.to_string_lossy());
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let Some(command) = ctx.engine().find_file(opener) else {
        let message = format!("The file '{shown}' cannot be opened: there is no program for that ({opener}).");
        return ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, id, Category::ResourceUnavailable, Value::Str(shown));
    };
    let Context { host, out, .. } = ctx;
    engine_of(*host).run_command(&command, vec![Arg::Positional(Value::Str(shown), Span::default())], None, *out)
}
