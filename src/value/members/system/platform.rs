//! `Platform`, `FileSystemProvider`, `InternalTestHooks`: types of PowerShell that scripts ask about the system.

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, ok, void};
use crate::value::{TypeId, Value};

/// `[System.Management.Automation.Platform]`.
pub const PLATFORM: TypeImpl = TypeImpl {
    ids: &[TypeId::PLATFORM],
    static_properties: &[
        ("IsLinux", |_| ok(cfg!(target_os = "linux"))),
        ("IsMacOS", |_| ok(cfg!(target_os = "macos"))),
        ("IsWindows", |_| ok(cfg!(windows))),
        ("IsCoreCLR", |_| ok(true)),
        ("IsNanoServer", |_| ok(false)),
        ("IsIoT", |_| ok(false)),
        ("IsWindowsDesktop", |_| ok(false)),
        ("IsStaSupported", |_| ok(cfg!(windows))),
    ],
    ..TypeImpl::EMPTY
};

/// A property of a file or folder as text.
fn text_of(c: &mut Call, property: &str) -> Outcome {
    let file = c.arg(0);
    let value = crate::value::members::get(c.rt, &file, property)?;
    Ok(value.unwrap_or_else(Value::empty_str))
}

/// `[Microsoft.PowerShell.Commands.FileSystemProvider]`: what the views of files call.
pub const FILES: TypeImpl = TypeImpl {
    ids: &[TypeId::FILE_SYSTEM_PROVIDER],
    statics: &[
        ("Mode", |c| text_of(c, "Mode")),
        ("ModeWithoutHardlink", |c| text_of(c, "ModeWithoutHardLink")),
        ("NameString", |c| text_of(c, "NameString")),
        ("LengthString", |c| text_of(c, "LengthString")),
        ("LastWriteTimeString", |c| text_of(c, "LastWriteTimeString")),
    ],
    static_texts: &[
        ("Mode", &["static string Mode(psobject instance)"]),
        ("ModeWithoutHardlink", &["static string ModeWithoutHardlink(psobject instance)"]),
        ("NameString", &["static string NameString(psobject instance)"]),
        ("LengthString", &["static string LengthString(psobject instance)"]),
        ("LastWriteTimeString", &["static string LastWriteTimeString(psobject instance)"]),
    ],
    ..TypeImpl::EMPTY
};

/// `[System.Management.Automation.Internal.InternalTestHooks]`: the switches by which PowerShell's own tests make its
/// implementation fail. Nothing here hangs on them: setting one has no effect.
pub const HOOKS: TypeImpl = TypeImpl {
    ids: &[TypeId::INTERNAL_TEST_HOOKS],
    statics: &[("SetTestHook", |_| void())],
    static_texts: &[("SetTestHook", &["static void SetTestHook(string property, System.Object value)"])],
    ..TypeImpl::EMPTY
};
