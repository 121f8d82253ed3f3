//! Commands of PowerShell that reach into the machine or the network in ways that this shell does not: each says so, so
//! that a script learns it at that line and not from a name that is not found.

use crate::cmdlet::{Cmdlet, Context, Entry, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

const MANAGEMENT: &str = "Microsoft.PowerShell.Management";

/// What `Test-Connection` says of itself.
pub const PING: Spec = Spec {
    verb: "Test",
    noun: "Connection",
    module: MANAGEMENT,
    synopsis: "Not available: this shell sends no echo requests.",
    description: "Use the system's own ping. This command ends with an error that says so.",
    parameters: parameters::TEST_CONNECTION,
    default_set: parameters::TEST_CONNECTION_DEFAULT,
    ..Spec::EMPTY
};

/// What `Get-Clipboard` says of itself.
pub const GET_CLIPBOARD: Spec = Spec {
    verb: "Get",
    noun: "Clipboard",
    module: MANAGEMENT,
    synopsis: "Not available: this shell does not reach the clipboard.",
    description: "This command ends with an error that says so.",
    parameters: parameters::GET_CLIPBOARD,
    default_set: parameters::GET_CLIPBOARD_DEFAULT,
    ..Spec::EMPTY
};

/// What `Set-Clipboard` says of itself.
pub const SET_CLIPBOARD: Spec = Spec {
    verb: "Set",
    noun: "Clipboard",
    module: MANAGEMENT,
    synopsis: "Not available: this shell does not reach the clipboard.",
    description: "This command ends with an error that says so.",
    parameters: parameters::SET_CLIPBOARD,
    default_set: parameters::SET_CLIPBOARD_DEFAULT,
    ..Spec::EMPTY
};

/// What `Restart-Computer` says of itself.
pub const RESTART: Spec = Spec {
    verb: "Restart",
    noun: "Computer",
    module: MANAGEMENT,
    synopsis: "Not available: this shell does not restart machines.",
    description: "This command ends with an error that says so.",
    parameters: parameters::RESTART_COMPUTER,
    default_set: parameters::RESTART_COMPUTER_DEFAULT,
    ..Spec::EMPTY
};

/// What `Stop-Computer` says of itself.
pub const STOP: Spec = Spec {
    verb: "Stop",
    noun: "Computer",
    module: MANAGEMENT,
    synopsis: "Not available: this shell does not stop machines.",
    description: "This command ends with an error that says so.",
    parameters: parameters::STOP_COMPUTER,
    default_set: parameters::STOP_COMPUTER_DEFAULT,
    ..Spec::EMPTY
};

/// The entries.
pub const PING_ENTRY: Entry = entry!(PING, Refused);
/// The registry's entry.
pub const GET_CLIPBOARD_ENTRY: Entry = entry!(GET_CLIPBOARD, Refused);
/// The registry's entry.
pub const SET_CLIPBOARD_ENTRY: Entry = entry!(SET_CLIPBOARD, Refused);
/// The registry's entry.
pub const RESTART_ENTRY: Entry = entry!(RESTART, Refused);
/// The registry's entry.
pub const STOP_ENTRY: Entry = entry!(STOP, Refused);

#[derive(Default)]
struct Refused;

impl Cmdlet for Refused {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let message = format!("{} is not available in this shell.", ctx.call.spec.name());
        let class = TypeId::NOT_SUPPORTED_EXCEPTION;
        Err(ctx.raise(ErrorRecord::new(class, message, "NotSupported", Category::NotImplemented, Value::Null)))
    }
}
