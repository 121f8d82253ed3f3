//! `Get-FormatData`: the session's views of types.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::engine_of;
use crate::entry;
use crate::library::host::display;
use crate::library::parameters;
use crate::present::views::{Body, View};
use crate::value::text::wildcard::{WildcardCase, WildcardPattern};
use crate::value::{Object, Run, Value};

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "FormatData",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gets the views by which types are shown.",
    description: "Each object names the types and their views, as they are built in or were added by Update-FormatData.",
    parameters: parameters::GET_FORMATDATA,
    output: &["System.Management.Automation.ExtendedTypeDefinition"],
    related: &["Update-FormatData"],
    examples: &[Example::new("A type's views", "(Get-FormatData System.Version).FormatViewDefinition.Name", "System.Version")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetFormatData);

#[derive(Default)]
struct GetFormatData;

impl Cmdlet for GetFormatData {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let wanted = ctx.call.texts("TypeName").unwrap_or_default();
        let patterns: Vec<WildcardPattern> =
            wanted.iter().filter_map(|name| WildcardPattern::new(name, WildcardCase::Ignored).ok()).collect();
        let views = display::views(engine_of(ctx.host));
        // Views of the same types make one definition, in the order of their first view.
        let mut definitions: Vec<Definition> = Vec::new();
        for view in views.all() {
            if !wanted.is_empty() && !view.types.iter().any(|name| patterns.iter().any(|pattern| pattern.is_match(name))) {
                continue;
            }
            match definitions.iter_mut().find(|(types, _)| *types == view.types) {
                Some((_, own)) => own.push(view),
                None => definitions.push((view.types.clone(), vec![view])),
            }
        }
        for (types, views) in definitions {
            let views: Vec<Value> = views.iter().map(|view| definition(view)).collect();
            let pairs = [("TypeNames", Value::strings(types.iter())), ("FormatViewDefinition", Value::array(views))];
            ctx.write(Object::record(Some("System.Management.Automation.ExtendedTypeDefinition"), pairs))?;
        }
        Ok(())
    }
}

/// Types and their views.
type Definition = (Vec<Rc<str>>, Vec<Rc<View>>);

fn definition(view: &View) -> Value {
    let control = match &view.body {
        Body::Table(_) => "System.Management.Automation.TableControl",
        Body::List(_) => "System.Management.Automation.ListControl",
        Body::Wide(_) => "System.Management.Automation.WideControl",
        Body::Custom => "System.Management.Automation.CustomControl",
    };
    let pairs = [("Name", Value::Str(view.name.clone())), ("Control", Value::from(control))];
    Object::record(Some("System.Management.Automation.FormatViewDefinition"), pairs)
}
