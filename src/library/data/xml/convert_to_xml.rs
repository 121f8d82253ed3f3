//! `ConvertTo-Xml`: objects described in XML, for other programs.

use super::escape;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::present::access;
use crate::value::members::objects::xml::{XmlObject, parse_document};
use crate::value::{Run, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertTo",
    noun: "Xml",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Describes objects in XML.",
    description: "Each object becomes an Object element with a Property element for each property. -As String and -As Stream give text instead of a document; -Depth says how deep objects inside objects are described.",
    parameters: parameters::CONVERTTO_XML,
    default_set: parameters::CONVERTTO_XML_DEFAULT,
    output: &["System.String", "System.Xml.XmlDocument"],
    related: &["Select-Xml", "Export-Clixml", "ConvertTo-Json", "ConvertTo-Html"],
    examples: &[
        Example::new(
            "As text",
            "[pscustomobject]@{ A = 1 } | ConvertTo-Xml -As String -NoTypeInformation",
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Objects>\n  <Object>\n    <Property Name=\"A\">1</Property>\n  </Object>\n</Objects>\n",
        ),
        Example::new("As a document", "([pscustomobject]@{ A = 1 } | ConvertTo-Xml).Objects.Object.Property.Name", "A\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertToXml);

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

#[derive(Default)]
struct ConvertToXml {
    objects: Vec<String>,
    depth: i64,
    with_types: bool,
    is_stream: bool,
}

impl Cmdlet for ConvertToXml {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        self.depth = ctx.call.integer("Depth").unwrap_or(1);
        self.with_types = !ctx.call.flag("NoTypeInformation");
        self.is_stream = ctx.call.text("As").is_some_and(|form| form.eq_ignore_ascii_case("Stream"));
        if self.is_stream {
            ctx.write(DECLARATION)?;
            ctx.write("<Objects>")?;
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(value) = ctx.call.get("InputObject").cloned() else { return Ok(()) };
        let mut text = String::new();
        let depth = self.depth;
        self.element(ctx.engine(), "Object", None, &value, depth, usize::from(!self.is_stream), &mut text)?;
        if self.is_stream {
            return ctx.write(text.trim_end_matches('\n'));
        }
        self.objects.push(text);
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        if self.is_stream {
            return ctx.write("</Objects>");
        }
        let body: String = self.objects.concat();
        let text = format!("{DECLARATION}\n<Objects>\n{body}</Objects>");
        if ctx.call.text("As").is_some_and(|form| form.eq_ignore_ascii_case("String")) {
            return ctx.write(text);
        }
        match parse_document(&text, false) {
            Ok(document) => ctx.write(XmlObject::value(&document)),
            Err(_) => ctx.write(text),
        }
    }
}

impl ConvertToXml {
    /// Writes one element with what is in it.
    #[allow(clippy::too_many_arguments)]
    fn element(
        &self,
        engine: &mut Engine,
        tag: &str,
        name: Option<&str>,
        value: &Value,
        depth: i64,
        level: usize,
        out: &mut String,
    ) -> Run {
        engine.poll()?;
        let indent = "  ".repeat(level);
        out.push_str(&format!("{indent}<{tag}"));
        if let Some(name) = name {
            out.push_str(&format!(" Name=\"{}\"", escape(name, true)));
        }
        if self.with_types {
            out.push_str(&format!(" Type=\"{}\"", escape(&type_name(value), true)));
        }
        if value.is_null() {
            out.push_str(" />\n");
            return Ok(());
        }
        let mut inside = String::new();
        if access::is_scalar(value) || depth < 1 && tag == "Property" && !is_collection(value) || depth < 0 {
            let text = convert::to_text(engine, value)?;
            if text.is_empty() {
                out.push_str(if value.as_str().is_some() { "></" } else { " />\n" });
                if value.as_str().is_some() {
                    out.push_str(&format!("{tag}>\n"));
                }
                return Ok(());
            }
            out.push_str(&format!(">{}</{tag}>\n", escape(&text, false)));
            return Ok(());
        }
        match value.base() {
            Value::Dict(dict) => {
                for (key, value) in dict.pairs() {
                    self.element(engine, "Property", Some("Key"), &key, depth - 1, level + 1, &mut inside)?;
                    self.element(engine, "Property", Some("Value"), &value, depth - 1, level + 1, &mut inside)?;
                }
            }
            _ => match value.enumerate() {
                Some(items) => {
                    for item in items {
                        self.element(engine, "Property", None, &item, depth - 1, level + 1, &mut inside)?;
                    }
                }
                None => {
                    for name in access::properties(engine, value) {
                        let property = match access::property(engine, value, &name)? {
                            Some(Ok(property)) => property,
                            _ => Value::Null,
                        };
                        self.element(engine, "Property", Some(&name), &property, depth - 1, level + 1, &mut inside)?;
                    }
                }
            },
        }
        if inside.is_empty() {
            out.push_str(" />\n");
        } else {
            out.push_str(&format!(">\n{inside}{indent}</{tag}>\n"));
        }
        Ok(())
    }
}

fn is_collection(value: &Value) -> bool {
    matches!(value.base(), Value::Dict(_)) || value.enumerate().is_some()
}

fn type_name(value: &Value) -> String {
    if value.is_null() {
        return "System.Object".to_owned();
    }
    if value.is_custom() {
        return "System.Management.Automation.PSCustomObject".to_owned();
    }
    value.type_id().clr_name().to_string()
}
