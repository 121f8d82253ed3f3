//! Writing to the streams beside output.

mod write_error;
mod write_host;
mod write_information;
mod write_message;
mod write_progress;

use std::rc::Rc;

use crate::cmdlet::{Context, Entry};
use crate::engine::EngineContext;
use crate::value::{Fields, Run, Runtime, TypeId, Value, convert};

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    write_error::ENTRY,
    write_host::ENTRY,
    write_information::ENTRY,
    write_message::WARNING_ENTRY,
    write_message::VERBOSE_ENTRY,
    write_message::DEBUG_ENTRY,
    write_progress::ENTRY,
];

/// Writes an information record with this data and these tags.
fn inform(ctx: &mut Context<'_>, data: Value, tags: Vec<Value>) -> Run {
    let text = convert::to_text(ctx.engine(), &data)?;
    let now = ctx.engine().now();
    let user = ctx.engine().environment("USER").unwrap_or_default();
    let source =
        ctx.engine().stack.last().and_then(|top| top.block.source.name().map(str::to_owned)).unwrap_or_else(|| ctx.call.spec.name());
    let tags = Value::List(Rc::new(crate::value::List::new(TypeId::LIST.generic(&[TypeId::STRING]), tags)));
    let fields = vec![
        ("MessageData", data),
        ("Source", Value::str(source)),
        ("TimeGenerated", Value::DateTime(now)),
        ("Tags", tags),
        ("User", Value::str(user)),
        ("Computer", Value::str("localhost")),
        ("ProcessId", Value::UInt32(std::process::id())),
        ("NativeThreadId", Value::UInt32(1)),
        ("ManagedThreadId", Value::UInt32(1)),
    ];
    let record = Fields::open_with_text(TypeId::INFORMATION_RECORD, fields, text);
    ctx.host.write_information(ctx.call, record)
}
