//! `Out-Null`: drops what it gets.

use crate::cmdlet::{Cmdlet, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Out",
    noun: "Null",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Drops its input.",
    description: "Takes objects from the pipeline and shows none of them.",
    parameters: parameters::OUT_NULL,
    related: &["Out-Default"],
    examples: &[Example::new("Drop output", "1..3 | Out-Null", "")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, OutNull);

#[derive(Default)]
struct OutNull;

impl Cmdlet for OutNull {}
