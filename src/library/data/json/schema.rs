//! JSON Schema: the keywords that configuration files use. Keywords that are not here are passed over, as the
//! standard says; references lead within the schema alone.

use serde_json::Value as Json;

use crate::value::text::regex::{Regex, RegexOptions};

/// Why a text does not fit its schema.
pub struct Misfit {
    /// What is wrong.
    pub message: String,
    /// Where, as a JSON pointer.
    pub place: String,
}

/// Checks a value; appends what does not fit.
pub fn check(schema: &Json, value: &Json, root: &Json, place: &str, misfits: &mut Vec<Misfit>) {
    let schema = match schema {
        Json::Bool(true) => return,
        Json::Bool(false) => return misfit(misfits, place, "All values fail against the false schema"),
        Json::Object(schema) => schema,
        _ => return,
    };
    if let Some(Json::String(reference)) = schema.get("$ref") {
        match reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)) {
            Some(found) => check(found, value, root, place, misfits),
            None => misfit(misfits, place, &format!("Cannot resolve reference \"{reference}\"")),
        }
    }
    if let Some(wanted) = schema.get("type") {
        let fits = |name: &Json| name.as_str().is_some_and(|name| has_type(value, name));
        let ok = match wanted {
            Json::Array(names) => names.iter().any(fits),
            name => fits(name),
        };
        if !ok {
            misfit(misfits, place, &format!("Value is \"{}\" but should be {wanted}", type_of(value)));
        }
    }
    if let Some(Json::Array(values)) = schema.get("enum")
        && !values.contains(value)
    {
        misfit(misfits, place, "Value should match one of the values specified by the enum");
    }
    if let Some(wanted) = schema.get("const")
        && wanted != value
    {
        misfit(misfits, place, &format!("Expected {wanted}"));
    }
    check_parts(schema, value, root, place, misfits);
    let passes = |schema: &Json| {
        let mut own = Vec::new();
        check(schema, value, root, place, &mut own);
        own.is_empty()
    };
    if let Some(Json::Array(all)) = schema.get("allOf") {
        all.iter().for_each(|schema| check(schema, value, root, place, misfits));
    }
    if let Some(Json::Array(any)) = schema.get("anyOf")
        && !any.iter().any(passes)
    {
        misfit(misfits, place, "Value matches none of the schemas of anyOf");
    }
    if let Some(Json::Array(one)) = schema.get("oneOf") {
        let n_passing = one.iter().filter(|schema| passes(schema)).count();
        if n_passing != 1 {
            misfit(misfits, place, &format!("Expected 1 matching subschema but found {n_passing}"));
        }
    }
    if let Some(not) = schema.get("not")
        && passes(not)
    {
        misfit(misfits, place, "Value matches the schema of not");
    }
    if let Some(condition) = schema.get("if") {
        let branch = if passes(condition) { schema.get("then") } else { schema.get("else") };
        if let Some(branch) = branch {
            check(branch, value, root, place, misfits);
        }
    }
}

fn check_parts(schema: &serde_json::Map<String, Json>, value: &Json, root: &Json, place: &str, misfits: &mut Vec<Misfit>) {
    let limit = |name: &str| schema.get(name).and_then(Json::as_f64);
    match value {
        Json::Number(number) => {
            let number = number.as_f64().unwrap_or(f64::NAN);
            let checks: [(&str, &str, fn(f64, f64) -> bool); 4] = [
                ("minimum", "greater than or equal to", |value, limit| value >= limit),
                ("maximum", "less than or equal to", |value, limit| value <= limit),
                ("exclusiveMinimum", "greater than", |value, limit| value > limit),
                ("exclusiveMaximum", "less than", |value, limit| value < limit),
            ];
            for (name, words, holds) in checks {
                if let Some(limit) = limit(name)
                    && !holds(number, limit)
                {
                    misfit(misfits, place, &format!("{number} should be {words} {limit}"));
                }
            }
            if let Some(step) = limit("multipleOf")
                && (number / step).fract() != 0.0
            {
                misfit(misfits, place, &format!("{number} should be a multiple of {step}"));
            }
        }
        Json::String(text) => {
            let length = text.chars().count() as f64;
            check_size(length, &limit, ("minLength", "maxLength"), "characters", place, misfits);
            if let Some(Json::String(pattern)) = schema.get("pattern") {
                let matches = Regex::new(pattern, RegexOptions::NONE).ok().and_then(|regex| regex.is_match(text).ok()).unwrap_or(false);
                if !matches {
                    misfit(misfits, place, "The string value is not a match for the indicated regular expression");
                }
            }
        }
        Json::Array(items) => {
            check_size(items.len() as f64, &limit, ("minItems", "maxItems"), "items", place, misfits);
            if schema.get("uniqueItems") == Some(&Json::Bool(true)) && items.iter().enumerate().any(|(at, item)| items[..at].contains(item))
            {
                misfit(misfits, place, "Items should be unique");
            }
            let prefix = schema.get("prefixItems").and_then(Json::as_array).map_or(&[][..], |items| items);
            for (at, item) in items.iter().enumerate() {
                let own = match (prefix.get(at), schema.get("items")) {
                    (Some(own), _) => own,
                    (None, Some(own)) => own,
                    (None, None) => continue,
                };
                check(own, item, root, &format!("{place}/{at}"), misfits);
            }
        }
        Json::Object(pairs) => {
            check_size(pairs.len() as f64, &limit, ("minProperties", "maxProperties"), "properties", place, misfits);
            let missing: Vec<String> = schema
                .get("required")
                .and_then(Json::as_array)
                .into_iter()
                .flatten()
                .filter(|name| name.as_str().is_some_and(|name| !pairs.contains_key(name)))
                .map(Json::to_string)
                .collect();
            if !missing.is_empty() {
                misfit(misfits, place, &format!("Required properties [{}] are not present", missing.join(",")));
            }
            let known = schema.get("properties").and_then(Json::as_object);
            let patterns = schema.get("patternProperties").and_then(Json::as_object);
            for (name, item) in pairs {
                let own_place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
                let mut is_known = false;
                if let Some(own) = known.and_then(|known| known.get(name)) {
                    is_known = true;
                    check(own, item, root, &own_place, misfits);
                }
                for (pattern, own) in patterns.into_iter().flatten() {
                    if Regex::new(pattern, RegexOptions::NONE).ok().and_then(|regex| regex.is_match(name).ok()).unwrap_or(false) {
                        is_known = true;
                        check(own, item, root, &own_place, misfits);
                    }
                }
                if !is_known && let Some(own) = schema.get("additionalProperties") {
                    check(own, item, root, &own_place, misfits);
                }
            }
        }
        _ => {}
    }
}

fn check_size(size: f64, limit: &dyn Fn(&str) -> Option<f64>, names: (&str, &str), what: &str, place: &str, misfits: &mut Vec<Misfit>) {
    if let Some(least) = limit(names.0)
        && size < least
    {
        misfit(misfits, place, &format!("Value should have at least {least} {what}"));
    }
    if let Some(most) = limit(names.1)
        && size > most
    {
        misfit(misfits, place, &format!("Value should have at most {most} {what}"));
    }
}

fn misfit(misfits: &mut Vec<Misfit>, place: &str, message: &str) {
    misfits.push(Misfit { message: message.to_owned(), place: place.to_owned() });
}

fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) if is_integer(value) => "integer",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

fn is_integer(value: &Json) -> bool {
    value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

fn has_type(value: &Json, name: &str) -> bool {
    match name {
        "number" => value.is_number(),
        "integer" => value.is_number() && is_integer(value),
        other => type_of(value) == other,
    }
}
