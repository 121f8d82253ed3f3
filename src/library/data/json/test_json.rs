//! `Test-Json`: whether a text is JSON, and fits a schema.

use serde_json::Value as Json;

use super::schema;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::files::encoding::{encoding_of, text_of};
use crate::library::files::{place, write_file};
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Test",
    noun: "Json",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Tells whether a text is JSON, and fits a schema.",
    description: "Gives true or false, and an error that says what is wrong.",
    parameters: parameters::TEST_JSON,
    default_set: parameters::TEST_JSON_DEFAULT,
    output: &["System.Boolean"],
    related: &["ConvertFrom-Json", "ConvertTo-Json"],
    examples: &[Example::new("Check a text", "Test-Json '{ \"minutes\": 60 }'", "True\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, TestJson);

#[derive(Default)]
struct TestJson;

impl Cmdlet for TestJson {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let options = ctx.call.texts("Options").unwrap_or_default();
        let has = |name: &str| options.iter().any(|option| option.eq_ignore_ascii_case(name));
        let text = match (ctx.call.text("Json"), ctx.call.text("Path"), ctx.call.text("LiteralPath")) {
            (Some(text), _, _) => text.to_string(),
            (None, Some(path), _) => file_text(ctx, &path, false)?,
            (None, None, Some(path)) => file_text(ctx, &path, true)?,
            (None, None, None) => return Ok(()),
        };
        let schema_text = match (ctx.call.text("Schema"), ctx.call.text("SchemaFile")) {
            (Some(schema), _) => Some(schema.to_string()),
            (None, Some(file)) => Some(file_text(ctx, &file, false)?),
            (None, None) => None,
        };
        let schema = match schema_text.map(|schema| serde_json::from_str::<Json>(&schema)) {
            Some(Ok(schema)) => Some(schema),
            None => None,
            Some(Err(error)) => {
                let record = ErrorRecord::new(
                    TypeId::EXCEPTION,
                    format!("Cannot parse the JSON schema. {error}"),
                    "InvalidJsonSchema",
                    Category::InvalidData,
                    Value::Null,
                );
                return Err(ctx.raise(record));
            }
        };
        let plain = loosened(&text, has("IgnoreComments"), has("AllowTrailingCommas"));
        let json: Json = match serde_json::from_str(&plain) {
            Ok(json) => json,
            Err(error) => {
                ctx.fail(
                    TypeId::EXCEPTION,
                    format!("Cannot parse the JSON. {error}"),
                    "InvalidJson",
                    Category::InvalidData,
                    Value::str(&text),
                )?;
                return ctx.write(false);
            }
        };
        let mut misfits = Vec::new();
        if let Some(schema) = &schema {
            schema::check(schema, &json, schema, "", &mut misfits);
        }
        let fits = misfits.is_empty();
        for misfit in misfits {
            ctx.fail(
                TypeId::EXCEPTION,
                format!("The JSON is not valid with the schema: {} at '{}'", misfit.message, misfit.place),
                "InvalidJsonAgainstSchemaDetailed",
                Category::InvalidData,
                Value::Null,
            )?;
        }
        ctx.write(fits)
    }
}

fn file_text(ctx: &mut Context<'_>, path: &str, is_literal: bool) -> Run<String> {
    let file = place::files_of(ctx.engine(), path, is_literal)?.into_iter().next().unwrap_or_default();
    let bytes = std::fs::read(&file).map_err(|error| write_file::open_error(&file, &error))?;
    Ok(text_of(&bytes, encoding_of(None)?))
}

/// The text without comments and without commas before a closing bracket, where those are allowed.
fn loosened(text: &str, without_comments: bool, without_last_commas: bool) -> String {
    if !without_comments && !without_last_commas {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut in_string = false;
    while let Some(c) = rest.next() {
        if in_string {
            out.push(c);
            match c {
                '\\' => out.extend(rest.next()),
                '"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match (c, rest.peek()) {
            ('/', Some('/')) if without_comments => while rest.next_if(|c| *c != '\n').is_some() {},
            ('/', Some('*')) if without_comments => {
                rest.next();
                let mut last = ' ';
                for c in rest.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            (']' | '}', _) if without_last_commas && out.trim_end().ends_with(',') => {
                out.truncate(out.trim_end().len() - 1);
                out.push(c);
            }
            _ => {
                in_string = c == '"';
                out.push(c);
            }
        }
    }
    out
}
