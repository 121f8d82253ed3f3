//! `Set-StrictMode`: how strict the language is in this scope and those below.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, InSet, Parameter, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Set",
    noun: "StrictMode",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Makes the language stricter.",
    description: "Version 1.0 refuses variables that were never set; 2.0 also properties that do not exist and functions called like methods; 3.0 also indexes out of range. Latest is the strictest. It holds in the calling scope and those below.",
    parameters: &[
        // The version is a number, a text, or the word Latest.
        Parameter::new("Version", "Object").sets(&[InSet::named("Version").mandatory()]).aliases(&["v"]),
        Parameter::new("Off", "SwitchParameter").sets(&[InSet::named("Off").mandatory()]),
    ],
    default_set: parameters::SET_STRICTMODE_DEFAULT,
    related: &["Set-PSDebug"],
    examples: &[Example::new(
        "Find a wrong name",
        "Set-StrictMode -Version Latest; try { $nmae } catch { $_.FullyQualifiedErrorId }",
        "VariableIsUndefined\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SetStrictMode);

#[derive(Default)]
struct SetStrictMode;

impl Cmdlet for SetStrictMode {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let version = match ctx.call.get("Version").cloned() {
            None => 0,
            Some(value) => {
                let text = convert::to_text(ctx.engine(), &value)?;
                match parse(&text) {
                    Some(version) => version,
                    None => {
                        let message = format!(
                            "Cannot validate argument on parameter 'Version'. The \"{text}\" argument does not contain a valid PowerShell version. Supply a valid version number and then try the command again."
                        );
                        return Err(ErrorRecord::new(
                            TypeId::PARAMETER_BINDING_EXCEPTION,
                            message,
                            "ParameterArgumentValidationError",
                            Category::InvalidData,
                            Value::Null,
                        )
                        .into());
                    }
                }
            }
        };
        let engine = ctx.engine();
        engine.any_strict = true;
        engine.scope().strict.set(Some(version));
        Ok(())
    }
}

/// Major version times ten plus minor.
fn parse(text: &str) -> Option<u8> {
    if text.eq_ignore_ascii_case("latest") {
        return Some(70);
    }
    let mut parts = text.split('.');
    let major: u8 = parts.next()?.parse().ok()?;
    let minor: u8 = parts.next().map_or(Some(0), |minor| minor.parse().ok())?;
    (major <= 7 && minor <= 9).then_some(major * 10 + minor)
}
