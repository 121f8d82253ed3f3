//! `Join-String`: objects as one text.

use super::expression::{self, Expression, Keys};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Join",
    noun: "String",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Joins objects into one text.",
    description: "Joins the texts of objects, or of one of their properties, with -Separator between them (default: $OFS, or nothing). -SingleQuote, -DoubleQuote and -FormatString wrap each one.",
    parameters: parameters::JOIN_STRING,
    default_set: parameters::JOIN_STRING_DEFAULT,
    output: &["System.String"],
    related: &["ForEach-Object"],
    examples: &[Example::new("Join with commas", "'a', 'b' | Join-String -Separator ', ' -SingleQuote", "'a', 'b'\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, JoinString);

#[derive(Default)]
struct JoinString {
    property: Option<Expression>,
    text: String,
    any: bool,
}

impl Cmdlet for JoinString {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(property) = ctx.call.get("Property").cloned() {
            self.property = Some(expression::parse(ctx.engine(), &property, Keys::Expression)?);
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.call.input.clone().or_else(|| ctx.call.get("InputObject").cloned()) else { return Ok(()) };
        for item in input.enumerate().unwrap_or_else(|| vec![input]) {
            self.add(ctx, item)?;
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let part = |name: &str| ctx.call.text(name).map(|text| text.to_string()).unwrap_or_default();
        let text = format!("{}{}{}", part("OutputPrefix"), self.text, part("OutputSuffix"));
        ctx.write(text)
    }
}

impl JoinString {
    fn add(&mut self, ctx: &mut Context<'_>, item: Value) -> Run {
        if item.is_null() {
            return Ok(());
        }
        let value = match &self.property {
            None => item,
            Some(property) => match property.first(ctx.engine(), &item)? {
                Some(Ok(value)) => value,
                _ => Value::Null,
            },
        };
        if self.any {
            let separator = match ctx.call.text("Separator") {
                Some(separator) => separator,
                None => match ctx.host.variable("OFS") {
                    Some(separator) if !separator.is_null() => convert::to_text(ctx.engine(), &separator)?,
                    _ => "".into(),
                },
            };
            self.text.push_str(&separator);
        }
        self.any = true;
        if let Some(format) = ctx.call.text("FormatString") {
            let formatted = crate::engine::operators::binary(
                ctx.engine(),
                crate::syntax::operator::BinaryOperator::Format,
                &Value::Str(format),
                &Value::array(vec![value]),
            )?;
            self.text.push_str(&convert::to_text(ctx.engine(), &formatted)?);
            return Ok(());
        }
        let text = if ctx.call.flag("UseCulture") {
            convert::to_culture_text(ctx.engine(), &value)?
        } else {
            convert::to_text(ctx.engine(), &value)?
        };
        let quote = match (ctx.call.flag("SingleQuote"), ctx.call.flag("DoubleQuote")) {
            (true, _) => Some('\''),
            (_, true) => Some('"'),
            _ => None,
        };
        self.text.extend(quote);
        match quote {
            Some('\'') => self.text.push_str(&text.replace('\'', "''")),
            Some(_) => self.text.push_str(&text.replace('"', "\"\"")),
            None => self.text.push_str(&text),
        }
        self.text.extend(quote);
        Ok(())
    }
}
