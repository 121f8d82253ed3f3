//! `Clear-ItemProperty` and the cmdlets for properties that come and go, which no drive here has: `Copy-`, `Move-`,
//! `New-`, `Remove-` and `Rename-ItemProperty`.

use super::{attributes, selection};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

const MODULE: &str = "Microsoft.PowerShell.Management";
const WHERE: &str = "Files, variables, functions and aliases have no properties that come and go (the registry of Windows has): this command ends with an error that says so.";

/// What `Clear-ItemProperty` says of itself.
pub const CLEAR: Spec = Spec {
    verb: "Clear",
    noun: "ItemProperty",
    module: MODULE,
    synopsis: "Clears a file's attributes.",
    description: "Attributes is the one property that can be cleared: the file is then neither read-only nor hidden.",
    parameters: parameters::CLEAR_ITEMPROPERTY,
    default_set: parameters::CLEAR_ITEMPROPERTY_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Set-ItemProperty", "Get-ItemProperty"],
    examples: &[Example::new(
        "Make a file writable",
        "Set-Content a.txt 1\nSet-ItemProperty a.txt IsReadOnly $true\nClear-ItemProperty a.txt Attributes\n(Get-Item a.txt).IsReadOnly",
        "False\n",
    )],
    ..Spec::EMPTY
};

/// What `New-ItemProperty` says of itself.
pub const NEW: Spec = refused(
    "New",
    "Not available: no drive here has properties that can be added.",
    parameters::NEW_ITEMPROPERTY,
    parameters::NEW_ITEMPROPERTY_DEFAULT,
);
/// What `Remove-ItemProperty` says of itself.
pub const REMOVE: Spec = refused(
    "Remove",
    "Not available: no drive here has properties that can be removed.",
    parameters::REMOVE_ITEMPROPERTY,
    parameters::REMOVE_ITEMPROPERTY_DEFAULT,
);
/// What `Rename-ItemProperty` says of itself.
pub const RENAME: Spec = refused(
    "Rename",
    "Not available: no drive here has properties that can be renamed.",
    parameters::RENAME_ITEMPROPERTY,
    parameters::RENAME_ITEMPROPERTY_DEFAULT,
);
/// What `Copy-ItemProperty` says of itself.
pub const COPY: Spec = refused(
    "Copy",
    "Not available: no drive here has properties that can be copied.",
    parameters::COPY_ITEMPROPERTY,
    parameters::COPY_ITEMPROPERTY_DEFAULT,
);
/// What `Move-ItemProperty` says of itself.
pub const MOVE: Spec = refused(
    "Move",
    "Not available: no drive here has properties that can be moved.",
    parameters::MOVE_ITEMPROPERTY,
    parameters::MOVE_ITEMPROPERTY_DEFAULT,
);

const fn refused(
    verb: &'static str,
    synopsis: &'static str,
    parameters: &'static [crate::cmdlet::Parameter],
    default_set: &'static str,
) -> Spec {
    Spec {
        verb,
        noun: "ItemProperty",
        module: MODULE,
        synopsis,
        description: WHERE,
        parameters,
        default_set,
        should_process: Some(Impact::Medium),
        ..Spec::EMPTY
    }
}

/// The entries.
pub const ALL: [Entry; 6] = [
    entry!(CLEAR, ClearItemProperty),
    entry!(NEW, NoProperty),
    entry!(REMOVE, NoProperty),
    entry!(RENAME, NoProperty),
    entry!(COPY, NoProperty),
    entry!(MOVE, NoProperty),
];

/// The error of a drive without such properties.
pub fn not_supported() -> ErrorRecord {
    let message = "Cannot process the command because the provider does not support properties of items.";
    ErrorRecord::new(TypeId::PS_NOT_SUPPORTED_EXCEPTION, message, "NotSupported", Category::NotImplemented, Value::Null)
}

#[derive(Default)]
struct ClearItemProperty;

impl Cmdlet for ClearItemProperty {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let name = ctx.call.text("Name").unwrap_or_default();
        for place in selection::places(ctx)? {
            let Some(path) = place.file().map(std::path::Path::to_owned) else { return Err(ctx.raise(not_supported())) };
            if !name.eq_ignore_ascii_case("Attributes") {
                let message = format!("The property '{name}' cannot be cleared: only Attributes can.");
                ctx.fail(TypeId::PS_ARGUMENT_EXCEPTION, message, "Argument", Category::InvalidArgument, Value::Str(name.clone()))?;
                continue;
            }
            if !ctx.should_process(format!("Item: {} Property: {name}", path.display()), "Clear Property File")? {
                continue;
            }
            selection::ask_gate(ctx.engine(), &path)?;
            if let Err(error) = attributes::set_read_only(&path, false) {
                ctx.error(super::write_file::failure(&path, &error, "ClearPropertyIOError", Category::WriteError))?;
            }
            if ctx.call.flag("PassThru")
                && let Some(item) = selection::item_value(ctx.engine(), &place)
            {
                ctx.write(item)?;
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct NoProperty;

impl Cmdlet for NoProperty {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if selection::places(ctx)?.is_empty() {
            return Ok(());
        }
        Err(ctx.raise(not_supported()))
    }
}
