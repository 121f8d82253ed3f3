//! `New-TemporaryFile`: makes an empty file in the temporary folder.

use super::file_info::file_value;
use super::{selection, write_file};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, Runtime};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "New",
    noun: "TemporaryFile",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes an empty file in the temporary folder.",
    description: "Gives the file; nobody removes it.",
    parameters: parameters::NEW_TEMPORARYFILE,
    default_set: parameters::NEW_TEMPORARYFILE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["New-Item"],
    examples: &[Example::new("An empty file", "(New-TemporaryFile).Length", "0\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, NewTemporaryFile);

#[derive(Default)]
struct NewTemporaryFile;

impl Cmdlet for NewTemporaryFile {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let folder = std::env::temp_dir();
        if !ctx.should_process(folder.to_string_lossy(), "New-TemporaryFile")? {
            return Ok(());
        }
        loop {
            ctx.engine().poll()?;
            let number = ctx.engine().random();
            let path = folder.join(format!("tmp{:012x}.tmp", number & 0xffff_ffff_ffff));
            selection::ask_gate(ctx.engine(), &path)?;
            match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(_) => return ctx.write(file_value(&path)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return ctx.error(write_file::failure(&path, &error, "NewTemporaryFileWriteError", Category::WriteError)),
            }
        }
    }
}
