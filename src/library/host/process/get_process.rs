//! `Get-Process`: lists processes.

use super::info::{self, Process};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::{Object, Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Process",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Lists processes.",
    description: "All of them by name, or those of a name (wildcards allowed) or number. -IncludeUserName brings the user's name, -FileVersionInfo and -Module the program's file.",
    parameters: parameters::GET_PROCESS,
    default_set: parameters::GET_PROCESS_DEFAULT,
    output: &["System.Diagnostics.Process"],
    related: &["Start-Process", "Stop-Process", "Wait-Process"],
    examples: &[Example::new("This program's own", "(Get-Process -Id $PID).Id -eq $PID", "True\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetProcess);

#[derive(Default)]
struct GetProcess;

impl Cmdlet for GetProcess {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (module, version, user) = (ctx.call.flag("Module"), ctx.call.flag("FileVersionInfo"), ctx.call.flag("IncludeUserName"));
        for value in super::chosen(ctx)? {
            let Some(process) = value.downcast::<Process>() else { continue };
            if user {
                ctx.write(info::with_user(process))?;
            } else if module {
                if let Some(module) = crate::value::ClrObject::get(process, "MainModule").filter(|module| !module.is_null()) {
                    ctx.write(module)?;
                }
            } else if version {
                let path = crate::value::ClrObject::get(process, "Path").unwrap_or_default();
                if !path.is_null() {
                    let fields = [("FileName", path), ("FileVersion", Value::Null), ("ProductVersion", Value::Null)];
                    ctx.write(Object::record(Some("System.Diagnostics.FileVersionInfo"), fields))?;
                }
            } else {
                ctx.write(value.clone())?;
            }
        }
        Ok(())
    }
}
