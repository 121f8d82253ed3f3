//! `Get-Random`, `Get-SecureRandom`: numbers and choices by chance.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Raise, Run, Runtime, TypeId, Value, convert, members};

/// What `Get-Random` says of itself.
pub const RANDOM: Spec = Spec {
    verb: "Get",
    noun: "Random",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gives random numbers, or picks objects by chance.",
    description: "Gives a whole number from -Minimum to below -Maximum (fractions where one of them has any), or picks -Count objects from a collection; -Shuffle gives all of them in random order. -SetSeed makes the numbers of the session repeatable.",
    parameters: parameters::GET_RANDOM,
    default_set: parameters::GET_RANDOM_DEFAULT,
    related: &["Get-SecureRandom", "New-Guid"],
    examples: &[
        Example::new("A die", "(Get-Random -Minimum 1 -Maximum 7) -in 1..6", "True\n"),
        Example::new("Pick one", "(Get-Random -InputObject 'a', 'b', 'c') -in 'a', 'b', 'c'", "True\n"),
    ],
    ..Spec::EMPTY
};

/// What `Get-SecureRandom` says of itself.
pub const SECURE: Spec = Spec {
    verb: "Get",
    noun: "SecureRandom",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gives random numbers nobody can foresee.",
    description: "Like Get-Random, from the system's secure source, without a seed.",
    parameters: parameters::GET_SECURERANDOM,
    default_set: parameters::GET_SECURERANDOM_DEFAULT,
    related: &["Get-Random"],
    examples: &[Example::new("A number below ten", "(Get-SecureRandom -Maximum 10) -lt 10", "True\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const RANDOM_ENTRY: Entry = entry!(RANDOM, GetRandom);
/// The registry's entry.
pub const SECURE_ENTRY: Entry = entry!(SECURE, GetRandom);

/// The generator that `-SetSeed` left in the session.
#[derive(Default)]
struct Seeded(Option<Value>);

#[derive(Default)]
struct GetRandom {
    chosen: Vec<Value>,
    seen: i64,
}

impl Cmdlet for GetRandom {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(seed) = ctx.call.get("SetSeed").cloned() {
            let generator = members::new_object(ctx.engine(), TypeId::RANDOM, &[seed])?;
            ctx.engine().extension::<Seeded>().0 = Some(generator);
        }
        if !picks(ctx) {
            let count = ctx.call.integer("Count").unwrap_or(1);
            for _ in 0..count {
                let number = number(ctx)?;
                ctx.write(number)?;
            }
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if !picks(ctx) {
            return Ok(());
        }
        let items = match ctx.call.input.clone() {
            Some(input) => vec![input],
            None => ctx.call.items("InputObject").unwrap_or_default(),
        };
        let count = if ctx.call.flag("Shuffle") { i64::MAX } else { ctx.call.integer("Count").unwrap_or(1) };
        for item in items {
            // Reservoir sampling: each object seen so far is as likely to be among the chosen ones.
            if self.seen < count {
                self.chosen.push(item);
            } else if below(ctx, self.seen + 1)? < count {
                let place = below(ctx, self.chosen.len() as i64)? as usize;
                self.chosen[place] = item;
            }
            self.seen += 1;
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut chosen = std::mem::take(&mut self.chosen);
        for at in 0..chosen.len() {
            let other = at + below(ctx, (chosen.len() - at) as i64)? as usize;
            chosen.swap(at, other);
        }
        for item in chosen {
            ctx.write(item)?;
        }
        Ok(())
    }
}

/// Whether objects are picked rather than numbers made.
fn picks(ctx: &Context<'_>) -> bool {
    ctx.call.expecting_input || ctx.call.has("InputObject")
}

/// A number from 0 to below 1.
fn fraction(ctx: &mut Context<'_>) -> Run<f64> {
    let is_secure = ctx.call.spec.noun == "SecureRandom";
    let engine: &mut Engine = ctx.engine();
    if !is_secure && let Some(generator) = engine.extension::<Seeded>().0.clone() {
        return Ok(match members::invoke(engine, &generator, "NextDouble", &[])? {
            Some(Value::Double(number)) => number,
            _ => 0.0,
        });
    }
    Ok((Runtime::random(engine) >> 11) as f64 / (1u64 << 53) as f64)
}

/// A whole number below a limit.
fn below(ctx: &mut Context<'_>, limit: i64) -> Run<i64> {
    Ok((fraction(ctx)? * limit as f64) as i64)
}

fn number(ctx: &mut Context<'_>) -> Run<Value> {
    let (minimum, maximum) = (limit(ctx, "Minimum")?, limit(ctx, "Maximum")?);
    let is_double = |value: &Option<Value>| matches!(value, Some(Value::Double(_) | Value::Single(_) | Value::Decimal(_)));
    let is_long = |value: &Option<Value>| matches!(value, Some(Value::Long(_) | Value::UInt32(_) | Value::UInt64(_)));
    let as_double = |value: &Option<Value>| value.as_ref().and_then(convert::number_of).map(|number| convert::to_f64(&number));
    let as_integer = |value: &Option<Value>| value.as_ref().and_then(convert::integer_of);
    if is_double(&minimum) || is_double(&maximum) {
        let (low, high) = (as_double(&minimum).unwrap_or(0.0), as_double(&maximum).unwrap_or(f64::MAX));
        if low >= high {
            return Err(wrong_order(ctx, Value::Double(low), Value::Double(high)));
        }
        let part = fraction(ctx)?;
        // The whole range may be more than a number can be.
        let number = if (high - low).is_finite() { low + part * (high - low) } else { low * (1.0 - part) + high * part };
        return Ok(Value::Double(number));
    }
    let wide = is_long(&minimum) || is_long(&maximum);
    let (low, high) =
        (as_integer(&minimum).unwrap_or(0), as_integer(&maximum).unwrap_or(if wide { i128::from(i64::MAX) } else { i128::from(i32::MAX) }));
    if low >= high {
        let value = |number: i128| Value::Long(number as i64);
        return Err(wrong_order(ctx, value(low), value(high)));
    }
    let range = high - low;
    let offset = if range <= i128::from(i32::MAX) {
        i128::from((fraction(ctx)? * range as f64) as i64)
    } else {
        // Two numbers of 32 bits of the generator at hand, so that a seed repeats them.
        let bits = (u128::from(below(ctx, 1 << 32)? as u64) << 32) | u128::from(below(ctx, 1 << 32)? as u64);
        ((bits * range as u128) >> 64) as i128
    };
    let number = low + offset;
    Ok(if wide { Value::Long(number as i64) } else { Value::Int(number as i32) })
}

/// A limit as the number it is; text is read as one.
fn limit(ctx: &mut Context<'_>, name: &str) -> Run<Option<Value>> {
    let Some(value) = ctx.call.get(name).map(|value| value.base().clone()).filter(|value| !value.is_null()) else { return Ok(None) };
    Ok(Some(match value {
        Value::Str(text) if text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("0x")) => {
            convert::cast(ctx.engine(), &Value::Str(text), TypeId::U_INT32)?
        }
        Value::Str(text) => crate::value::compare::string_operand(ctx.engine(), &text, TypeId::INT32)?,
        Value::Byte(_) | Value::SByte(_) | Value::Int16(_) | Value::UInt16(_) => convert::cast(ctx.engine(), &value, TypeId::INT32)?,
        Value::Int(_) | Value::Long(_) | Value::UInt32(_) | Value::UInt64(_) | Value::Double(_) | Value::Single(_) | Value::Decimal(_) => {
            value
        }
        other => convert::cast(ctx.engine(), &other, TypeId::INT32)?,
    }))
}

fn wrong_order(ctx: &mut Context<'_>, low: Value, high: Value) -> Raise {
    let (low, high) = (convert::to_message_text(ctx.engine(), &low), convert::to_message_text(ctx.engine(), &high));
    let message = format!("The Minimum value ({low}) cannot be greater than or equal to the Maximum value ({high}).");
    ErrorRecord::new(TypeId::ARGUMENT_EXCEPTION, message, "MinGreaterThanOrEqualMax", Category::InvalidArgument, Value::Null).into()
}
