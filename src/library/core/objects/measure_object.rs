//! `Measure-Object`: counts, sums, extremes; lines, words, characters.

use std::rc::Rc;

use super::expression::{self, Expression, Keys};
use super::order::order;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Fields, Run, TypeId, Value, convert, string};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Measure",
    noun: "Object",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Counts objects, sums numbers, counts lines, words and characters.",
    description: "Without switches it counts. -Sum, -Average, -Minimum, -Maximum, -StandardDeviation (or -AllStats) measure the objects themselves or one of their properties. -Line, -Word and -Character measure text.",
    parameters: parameters::MEASURE_OBJECT,
    default_set: parameters::MEASURE_OBJECT_DEFAULT,
    output: &["Microsoft.PowerShell.Commands.GenericMeasureInfo", "Microsoft.PowerShell.Commands.TextMeasureInfo"],
    related: &["Group-Object", "Sort-Object"],
    examples: &[
        Example::new("Add numbers", "(1..100 | Measure-Object -Sum).Sum", "5050\n"),
        Example::new(
            "Count words",
            "'one two', 'three' | Measure-Object -Word -Line",
            "\nLines Words Characters Property\n----- ----- ---------- --------\n    2     3            \n\n",
        ),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, MeasureObject);

#[derive(Default)]
struct MeasureObject {
    properties: Vec<Expression>,
    wanted: Wanted,
    seen: usize,
    not_numeric: bool,
    statistics: Vec<(Rc<str>, Statistics)>,
}

#[derive(Default, Clone, Copy)]
struct Wanted {
    sum: bool,
    average: bool,
    deviation: bool,
    minimum: bool,
    maximum: bool,
    lines: bool,
    words: bool,
    characters: bool,
    ignore_space: bool,
}

impl Wanted {
    fn is_numeric(self) -> bool {
        self.sum || self.average || self.deviation
    }

    fn is_text(self) -> bool {
        self.lines || self.words || self.characters
    }

    fn is_order(self) -> bool {
        self.minimum || self.maximum
    }
}

#[derive(Default)]
struct Statistics {
    count: i32,
    sum: f64,
    variance: f64,
    minimum: Option<Value>,
    maximum: Option<Value>,
    lines: i32,
    words: i32,
    characters: i32,
}

impl Cmdlet for MeasureObject {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let all = ctx.call.flag("AllStats");
        let flag = |name: &str| ctx.call.flag(name);
        self.wanted = Wanted {
            sum: all || flag("Sum"),
            average: all || flag("Average"),
            deviation: all || flag("StandardDeviation"),
            minimum: all || flag("Minimum"),
            maximum: all || flag("Maximum"),
            lines: flag("Line"),
            words: flag("Word"),
            characters: flag("Character"),
            ignore_space: flag("IgnoreWhiteSpace"),
        };
        let items = ctx.call.items("Property").unwrap_or_default();
        self.properties = expression::parse_all(ctx.engine(), &items, Keys::Expression)?;
        if self.properties.is_empty() {
            self.statistics.push((Rc::from(""), Statistics::default()));
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.input() else { return Ok(()) };
        if input.is_null() {
            return Ok(());
        }
        self.seen += 1;
        if self.properties.is_empty() {
            return self.measure(ctx, 0, &input);
        }
        let properties = std::mem::take(&mut self.properties);
        let result = self.measure_properties(ctx, &properties, &input);
        self.properties = properties;
        result
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let with_property = !self.properties.is_empty();
        for (name, statistics) in std::mem::take(&mut self.statistics) {
            if with_property && statistics.count == 0 {
                if ctx.engine().strict() >= 20 {
                    let id = if self.wanted.is_text() { "TextMeasurePropertyNotFound" } else { "GenericMeasurePropertyNotFound" };
                    let message = format!("The property \"{name}\" cannot be found in the input for any objects.");
                    ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, id, Category::InvalidArgument, Value::Null)?;
                }
                continue;
            }
            let property = if with_property { Value::Str(name) } else { Value::Null };
            let info = if self.wanted.is_text() { self.text_info(statistics, property) } else { self.info(statistics, property) };
            ctx.write(info)?;
        }
        Ok(())
    }
}

impl MeasureObject {
    fn place(&mut self, name: &Rc<str>) -> usize {
        match self.statistics.iter().position(|(own, _)| own.eq_ignore_ascii_case(name)) {
            Some(place) => place,
            None => {
                self.statistics.push((name.clone(), Statistics::default()));
                self.statistics.len() - 1
            }
        }
    }

    fn measure_properties(&mut self, ctx: &mut Context<'_>, properties: &[Expression], input: &Value) -> Run {
        let mut measured: Vec<Rc<str>> = Vec::new();
        for property in properties {
            let found = property.values(ctx.engine(), input)?;
            if found.is_empty() {
                if !property.has_wildcards() {
                    // Kept without values, so that strict mode can complain at the end.
                    self.place(&property.text());
                }
                continue;
            }
            for found in found {
                if measured.contains(&found.name) {
                    continue;
                }
                let place = self.place(&found.name);
                measured.push(found.name);
                self.measure(ctx, place, &found.value.unwrap_or_default())?;
            }
        }
        Ok(())
    }

    fn measure(&mut self, ctx: &mut Context<'_>, place: usize, value: &Value) -> Run {
        let wanted = self.wanted;
        let statistics = &mut self.statistics[place].1;
        statistics.count += 1;
        if wanted.is_numeric() {
            let number = match value {
                Value::Int(number) => f64::from(*number),
                Value::Double(number) => *number,
                other => match convert::try_cast(ctx.engine(), other, TypeId::DOUBLE) {
                    Ok(Value::Double(number)) => number,
                    _ => {
                        self.not_numeric = true;
                        let text = convert::to_text(ctx.engine(), other)?;
                        return ctx.fail(
                            TypeId::PS_INVALID_OPERATION_EXCEPTION,
                            format!("Input object \"{text}\" is not numeric."),
                            "NonNumericInputObject",
                            Category::InvalidType,
                            other.clone(),
                        );
                    }
                },
            };
            if wanted.deviation && statistics.count > 1 {
                // The running form of the sample variance.
                let count = f64::from(statistics.count);
                let average_before = statistics.sum / (count - 1.0);
                statistics.variance *= (count - 2.0) / (count - 1.0);
                statistics.variance += (number - average_before).powi(2) / count;
            }
            statistics.sum += number;
        }
        if wanted.is_order() {
            if wanted.minimum && extreme(ctx, statistics.minimum.as_ref(), value, std::cmp::Ordering::Less) {
                statistics.minimum = Some(value.clone());
            }
            if wanted.maximum && extreme(ctx, statistics.maximum.as_ref(), value, std::cmp::Ordering::Greater) {
                statistics.maximum = Some(value.clone());
            }
        }
        if wanted.is_text() {
            let text = convert::to_culture_text(ctx.engine(), value)?;
            statistics.lines += lines(&text);
            statistics.words += text.split_whitespace().count() as i32;
            statistics.characters += match wanted.ignore_space {
                true => text.chars().filter(|c| !c.is_whitespace()).map(char::len_utf16).sum::<usize>() as i32,
                false => string::utf16_len(&text) as i32,
            };
        }
        Ok(())
    }

    fn info(&self, statistics: Statistics, property: Value) -> Value {
        let number = |wanted: bool, value: f64| if wanted && !self.not_numeric { Value::Double(value) } else { Value::Null };
        let count = f64::from(statistics.count);
        let average = number(self.wanted.average && statistics.count > 0, statistics.sum / count);
        let sum = number(self.wanted.sum, statistics.sum);
        let deviation = number(self.wanted.deviation, statistics.variance.sqrt());
        let as_double = |value: &Option<Value>| match value {
            None => Some(Value::Null),
            Some(value) => {
                convert::number_of(value.base()).map(|number| Value::Double(convert::to_f64(&number))).or_else(|| match value.base() {
                    Value::Str(text) => crate::value::text::number::shell_f64(text).ok().map(Value::Double),
                    Value::Null | Value::Nothing => Some(Value::Null),
                    _ => None,
                })
            }
        };
        let (minimum, maximum) = (as_double(&statistics.minimum), as_double(&statistics.maximum));
        let is_generic = minimum.is_some() && maximum.is_some();
        let pick =
            |number: Option<Value>, value: Option<Value>| if is_generic { number.unwrap_or_default() } else { value.unwrap_or_default() };
        let fields = vec![
            ("Count", Value::Int(statistics.count)),
            ("Average", average),
            ("Sum", sum),
            ("Maximum", pick(maximum, statistics.maximum)),
            ("Minimum", pick(minimum, statistics.minimum)),
            ("StandardDeviation", deviation),
            ("Property", property),
        ];
        if is_generic {
            return Fields::open(TypeId::GENERIC_MEASURE_INFO, fields);
        }
        let names =
            ["Microsoft.PowerShell.Commands.GenericObjectMeasureInfo", "Microsoft.PowerShell.Commands.MeasureInfo", "System.Object"];
        Fields::derived(TypeId::GENERIC_MEASURE_INFO, &names, fields)
    }

    fn text_info(&self, statistics: Statistics, property: Value) -> Value {
        let number = |wanted: bool, value: i32| if wanted { Value::Int(value) } else { Value::Null };
        let fields = vec![
            ("Lines", number(self.wanted.lines, statistics.lines)),
            ("Words", number(self.wanted.words, statistics.words)),
            ("Characters", number(self.wanted.characters, statistics.characters)),
            ("Property", property),
        ];
        Fields::open(TypeId::TEXT_MEASURE_INFO, fields)
    }
}

/// Whether a value takes the place of the extreme so far.
fn extreme(ctx: &mut Context<'_>, known: Option<&Value>, value: &Value, wanted: std::cmp::Ordering) -> bool {
    match known {
        None => true,
        Some(known) => order(ctx.engine(), value, known, false) == wanted,
    }
}

/// Line breaks, and a last line that has none.
fn lines(text: &str) -> i32 {
    let breaks = text.matches('\n').count() as i32;
    breaks + i32::from(!text.is_empty() && !text.ends_with('\n'))
}
