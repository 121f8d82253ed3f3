//! `Export-ModuleMember`: says what a module lets out.

use super::load;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Export",
    noun: "ModuleMember",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Says what a module lets out.",
    description: "Functions, aliases and variables by name, wildcards allowed. Without a call a module lets out all its functions and aliases.",
    parameters: parameters::EXPORT_MODULEMEMBER,
    default_set: parameters::EXPORT_MODULEMEMBER_DEFAULT,
    related: &["Import-Module", "New-Module"],
    examples: &[Example::new(
        "Let out one function",
        "New-Module -Name Greet { function Get-Greeting { Get-Word }; function Get-Word { 'hello' }; Export-ModuleMember Get-Greeting } | Out-Null\nGet-Greeting",
        "hello\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ExportModuleMember);

#[derive(Default)]
struct ExportModuleMember;

impl Cmdlet for ExportModuleMember {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let module = ctx.engine().state.module.borrow().clone();
        let Some(module) = module else {
            let message = "The Export-ModuleMember cmdlet can only be called from inside a module.";
            let error = ErrorRecord::new(
                TypeId::INVALID_OPERATION_EXCEPTION,
                message,
                "Modules_CanOnlyExecuteExportModuleMemberInsideAModule",
                Category::PermissionDenied,
                Value::Null,
            );
            return Err(ctx.raise(error));
        };
        *module.exports_named.borrow_mut() = true;
        let names = |name: &str| ctx.call.texts(name).unwrap_or_default();
        let (functions, aliases, variables) = (names("Function"), names("Alias"), names("Variable"));
        load::export(&module, &functions, &aliases, &variables);
        Ok(())
    }
}
