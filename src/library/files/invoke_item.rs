//! `Invoke-Item`, `Unblock-File`: a program run by its file, and a mark that files here do not have.

use super::place::Place;
use super::selection;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::{Command, engine_of};
use crate::entry;
use crate::library::host::opener;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};
use std::path::Path;
use std::rc::Rc;

/// What `Invoke-Item` says of itself.
pub const INVOKE: Spec = Spec {
    verb: "Invoke",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Runs a program by its file, or opens a document.",
    description: "A file that may be run is run; any other, and a folder, goes to the system's opener (xdg-open, open). A plan runs nothing.",
    parameters: parameters::INVOKE_ITEM,
    default_set: parameters::INVOKE_ITEM_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Start-Process"],
    examples: &[Example::runs("Open a folder", "if ($false) { Invoke-Item . }")],
    ..Spec::EMPTY
};

/// What `Unblock-File` says of itself.
pub const UNBLOCK: Spec = Spec {
    verb: "Unblock",
    noun: "File",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Has nothing to do: files here have no mark of where they came from.",
    description: "Scripts written on Windows call it; the files must be there.",
    parameters: parameters::UNBLOCK_FILE,
    default_set: parameters::UNBLOCK_FILE_DEFAULT,
    should_process: Some(Impact::Medium),
    examples: &[Example::new("As scripts do", "Set-Content a.txt 1\nUnblock-File a.txt", "")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const INVOKE_ENTRY: Entry = entry!(INVOKE, InvokeItem);
/// The registry's entry.
pub const UNBLOCK_ENTRY: Entry = entry!(UNBLOCK, UnblockFile);

#[derive(Default)]
struct InvokeItem;

#[cfg(unix)]
fn may_run(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn may_run(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("exe"))
}

impl Cmdlet for InvokeItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for place in selection::places(ctx)? {
            let Place::File(path) = place else {
                let message = "Cannot process the command because the provider does not support invoking items.";
                let class = TypeId::PS_NOT_SUPPORTED_EXCEPTION;
                return Err(ctx.raise(ErrorRecord::new(class, message, "NotSupported", Category::NotImplemented, Value::Null)));
            };
            if !ctx.should_process(format!("Item: {}", path.display()), "Invoke Item")? {
                continue;
            }
            if !may_run(&path) {
                opener::open(ctx, &path, "NoOpener")?;
                continue;
            }
            let program = Command::Application(Rc::from(path.to_string_lossy()));
            let Context { host, out, .. } = ctx;
            engine_of(*host).run_command(&program, Vec::new(), None, *out)?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct UnblockFile;

impl Cmdlet for UnblockFile {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for place in selection::places(ctx)? {
            ctx.should_process(place.text(), "Unblock-File")?;
        }
        Ok(())
    }
}
