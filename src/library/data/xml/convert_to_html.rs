//! `ConvertTo-Html`: objects as a page with a table.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::present::access;
use crate::present::expression::Expression;
use crate::present::format::{Parameter, Place, properties};
use crate::present::packet::Align;
use crate::present::text;
use crate::value::{Run, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertTo",
    noun: "Html",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes an HTML page of objects.",
    description: "The page has a table with a row for each object, or with -As List a row for each property. -Property chooses and computes columns; -Fragment leaves the page around the table out; -PreContent and -PostContent stand before and behind it.",
    parameters: parameters::CONVERTTO_HTML,
    default_set: parameters::CONVERTTO_HTML_DEFAULT,
    output: &["System.String"],
    related: &["ConvertTo-Xml", "ConvertTo-Json", "ConvertTo-Csv"],
    examples: &[
        Example::new(
            "A table alone",
            "[pscustomobject]@{ Name = 'Ken'; Id = 7 } | ConvertTo-Html -Fragment",
            "<table>\n<colgroup><col/><col/></colgroup>\n<tr><th>Name</th><th>Id</th></tr>\n<tr><td>Ken</td><td>7</td></tr>\n</table>\n",
        ),
        Example::runs(
            "A report as a page",
            "Get-ConferencingUser | ConvertTo-Html DisplayName, ServiceNumber -Title 'Conferencing' > report.html",
        ),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertToHtml);

const STRICT: &str = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"  \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">";
const TRANSITIONAL: &str =
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"  \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">";
/// Meta names that are HTTP headers.
const HTTP_EQUIVALENTS: [&str; 3] = ["content-type", "default-style", "x-ua-compatible"];
/// Meta names that browsers know.
const META_NAMES: [&str; 6] = ["application-name", "author", "description", "generator", "keywords", "viewport"];

#[derive(Default)]
struct ConvertToHtml {
    wanted: Vec<Rc<Parameter>>,
    columns: Option<Vec<Column>>,
    is_list: bool,
    n_objects: usize,
}

/// A property that is shown.
struct Column {
    expression: Expression,
    label: Rc<str>,
    width: Option<usize>,
    align: Option<Align>,
}

impl Cmdlet for ConvertToHtml {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let items = ctx.call.items("Property").unwrap_or_default();
        self.wanted = properties(ctx.engine(), &items, Place::Table)?;
        self.is_list = ctx.call.text("As").is_some_and(|form| form.eq_ignore_ascii_case("List"));
        if !ctx.call.flag("Fragment") {
            page_head(ctx)?;
        }
        lines(ctx, "PreContent")?;
        ctx.write("<table>")
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(value) = ctx.call.get("InputObject").cloned().filter(|value| !value.is_null()) else { return Ok(()) };
        if self.is_list && self.n_objects > 0 {
            ctx.write("<tr><td><hr></td></tr>")?;
        }
        self.n_objects += 1;
        let columns = match self.columns.take() {
            Some(columns) if !self.is_list => columns,
            old => {
                let columns = columns_of(ctx.engine(), &self.wanted, &value);
                if !self.is_list && old.is_none() {
                    ctx.write(column_group(&columns))?;
                    let cells: String = columns.iter().map(|column| format!("<th>{}</th>", encode(&column.label))).collect();
                    ctx.write(format!("<tr>{cells}</tr>"))?;
                }
                columns
            }
        };
        let mut row = String::new();
        for column in &columns {
            let shown = encode(&cell(ctx.engine(), &column.expression, &value)?);
            if self.is_list {
                ctx.write(format!("<tr><td>{}:</td><td>{shown}</td></tr>", encode(&column.label)))?;
            } else {
                row.push_str(&format!("<td>{shown}</td>"));
            }
        }
        self.columns = Some(columns);
        if self.is_list { Ok(()) } else { ctx.write(format!("<tr>{row}</tr>")) }
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        ctx.write("</table>")?;
        lines(ctx, "PostContent")?;
        if ctx.call.flag("Fragment") { Ok(()) } else { ctx.write("</body></html>") }
    }
}

fn lines(ctx: &mut Context<'_>, name: &str) -> Run {
    for line in ctx.call.texts(name).unwrap_or_default() {
        ctx.write(Value::Str(line))?;
    }
    Ok(())
}

fn page_head(ctx: &mut Context<'_>) -> Run {
    ctx.write(if ctx.call.flag("Transitional") { TRANSITIONAL } else { STRICT })?;
    ctx.write("<html xmlns=\"http://www.w3.org/1999/xhtml\">")?;
    ctx.write("<head>")?;
    if let Some(charset) = ctx.call.text("Charset") {
        ctx.write(format!("<meta charset=\"{charset}\">"))?;
    }
    if let Some(Value::Dict(meta)) = ctx.call.get("Meta").map(Value::base).cloned() {
        for (key, value) in meta.pairs() {
            let (key, value) = (convert::to_text(ctx.engine(), &key)?, convert::to_text(ctx.engine(), &value)?);
            let lower = key.to_ascii_lowercase();
            if HTTP_EQUIVALENTS.contains(&lower.as_str()) {
                ctx.write(format!("<meta http-equiv=\"{key}\" content=\"{value}\">"))?;
            } else if META_NAMES.contains(&lower.as_str()) {
                ctx.write(format!("<meta name=\"{key}\" content=\"{value}\">"))?;
            } else {
                let names = HTTP_EQUIVALENTS.iter().chain(&META_NAMES).copied().collect::<Vec<_>>().join(", ");
                ctx.warn(format!("The value '{key}' specified for parameter 'Meta' is not a known meta name; known are: {names}."))?;
                ctx.write(format!("<meta name=\"{key}\" content=\"{value}\">"))?;
            }
        }
    }
    if ctx.call.has("Head") {
        lines(ctx, "Head")?;
    } else {
        let title = ctx.call.text("Title").unwrap_or_else(|| Rc::from("HTML TABLE"));
        ctx.write(format!("<title>{title}</title>"))?;
    }
    if let Some(address) = ctx.call.get("CssUri").cloned() {
        let address = convert::to_text(ctx.engine(), &address)?;
        ctx.write(format!("<link rel=\"stylesheet\" type=\"text/css\" href=\"{address}\" />"))?;
    }
    ctx.write("</head><body>")?;
    lines(ctx, "Body")
}

fn columns_of(engine: &mut Engine, wanted: &[Rc<Parameter>], value: &Value) -> Vec<Column> {
    let plain = |expression: Expression| Column { label: expression.text(), expression, width: None, align: None };
    if wanted.is_empty() {
        return access::properties(engine, value).into_iter().map(|name| plain(Expression::Name(name))).collect();
    }
    let mut columns = Vec::new();
    for parameter in wanted {
        let found = if parameter.expression.has_wildcards() {
            parameter.expression.resolve(engine, value)
        } else {
            vec![parameter.expression.clone()]
        };
        for expression in found {
            let label = parameter.label.clone().unwrap_or_else(|| expression.text());
            columns.push(Column { expression, label, width: parameter.width, align: parameter.align });
        }
    }
    columns
}

fn column_group(columns: &[Column]) -> String {
    let columns: String = columns
        .iter()
        .map(|column| {
            let mut parts = String::from("<col");
            if let Some(width) = column.width {
                parts.push_str(&format!(" width = \"{width}\""));
            }
            if let Some(align) = column.align {
                let word = match align {
                    Align::Left => "left",
                    Align::Center => "center",
                    Align::Right => "right",
                };
                parts.push_str(&format!(" align = \"{word}\""));
            }
            parts + "/>"
        })
        .collect();
    format!("<colgroup>{columns}</colgroup>")
}

/// A value as text; a computation that fails leaves the cell empty.
fn cell(engine: &mut Engine, expression: &Expression, value: &Value) -> Run<String> {
    match expression.value(engine, value)? {
        // A collection is its type's name there, as its own ToString has it.
        Some(Ok(value)) if matches!(value.base(), Value::Array(_) | Value::List(_)) => Ok(value.base().type_id().clr_name().to_string()),
        Some(Ok(value)) if !value.is_null() => text::plain(engine, &value),
        _ => Ok(String::new()),
    }
}

/// Text with what HTML reserves, and the upper half of Latin-1, as references; so does .NET.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{a0}'..='\u{ff}' | '\u{10000}'.. => out.push_str(&format!("&#{};", c as u32)),
            c => out.push(c),
        }
    }
    out
}
