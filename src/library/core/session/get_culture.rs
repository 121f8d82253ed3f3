//! `Get-Culture`, `Get-UICulture`.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value, members};

/// What `Get-Culture` says of itself.
pub const CULTURE: Spec = Spec {
    verb: "Get",
    noun: "Culture",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gives the culture by which numbers and dates are written.",
    description: "Gives the session's culture, or with -Name another one.",
    parameters: parameters::GET_CULTURE,
    default_set: parameters::GET_CULTURE_DEFAULT,
    output: &["System.Globalization.CultureInfo"],
    related: &["Get-UICulture", "Get-Date"],
    examples: &[Example::new("Another culture", "(Get-Culture -Name de-DE).NumberFormat.NumberDecimalSeparator", ",\n")],
    ..Spec::EMPTY
};

/// What `Get-UICulture` says of itself.
pub const UI_CULTURE: Spec = Spec {
    verb: "Get",
    noun: "UICulture",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gives the culture of the texts that are shown.",
    description: "Gives the culture in whose language messages are written.",
    parameters: parameters::GET_UICULTURE,
    default_set: parameters::GET_UICULTURE_DEFAULT,
    output: &["System.Globalization.CultureInfo"],
    related: &["Get-Culture"],
    examples: &[Example::new("Its name", "(Get-UICulture).Name", "en-US\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const CULTURE_ENTRY: Entry = entry!(CULTURE, GetCulture);
/// The registry's entry.
pub const UI_ENTRY: Entry = entry!(UI_CULTURE, GetUiCulture);

#[derive(Default)]
struct GetCulture;

impl Cmdlet for GetCulture {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let names = match (ctx.call.texts("Name"), ctx.call.flag("ListAvailable")) {
            (Some(names), _) => names.iter().map(|name| name.to_string()).collect::<Vec<String>>(),
            (None, true) => crate::value::text::culture::table_names().map(str::to_owned).collect(),
            (None, false) => {
                let culture = members::get_static(ctx.engine(), TypeId::CULTURE_INFO, "CurrentCulture")?.unwrap_or_default();
                return ctx.write(culture);
            }
        };
        for name in names {
            match members::invoke_static(ctx.engine(), TypeId::CULTURE_INFO, "GetCultureInfo", &[Value::str(&name)]) {
                Ok(culture) => ctx.write(culture)?,
                Err(raise) => match raise.error() {
                    Some(record) => {
                        let message = record.exception_message();
                        ctx.fail(
                            TypeId::CULTURE_NOT_FOUND_EXCEPTION,
                            message,
                            "ItemNotFoundException",
                            Category::ObjectNotFound,
                            Value::str(name),
                        )?;
                    }
                    None => return Err(raise),
                },
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct GetUiCulture;

impl Cmdlet for GetUiCulture {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let culture = members::get_static(ctx.engine(), TypeId::CULTURE_INFO, "CurrentUICulture")?.unwrap_or_default();
        ctx.write(culture)
    }
}
