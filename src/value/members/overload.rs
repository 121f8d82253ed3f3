//! Overload texts (`string (int startIndex, int length)`) as parameters: parsed once a type, when first needed.

use std::rc::Rc;

use crate::value::types::resolve_in;
use crate::value::{TypeId, Value};

/// A parameter of a method.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its type; type parameters of a generic method count as `object`.
    pub type_id: TypeId,
    /// `[ref]` or `out`.
    pub by_ref: bool,
    /// Takes the rest of the arguments.
    pub rest: bool,
    /// What it is where it is left out.
    pub default: Option<Value>,
}

/// One overload.
pub struct Overload {
    /// The text, as the table has it, with the type's own arguments put in.
    pub text: Rc<str>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Whether its last parameter takes the rest.
    pub has_rest: bool,
    /// An explicitly implemented interface method.
    pub explicit: bool,
}

/// Names of a closed generic type's parameters with their arguments.
pub type Arguments = [(&'static str, TypeId)];

/// The names that the signature table uses for the parameters of a generic type.
pub fn generic_arguments(id: TypeId) -> Vec<(&'static str, TypeId)> {
    let Some((definition, arguments)) = id.generic_parts() else { return Vec::new() };
    let names: &[&'static str] = match (definition, arguments.len()) {
        (TypeId::PRIORITY_QUEUE2, 2) => &["TElement", "TPriority"],
        (TypeId::FUNC2, 2) => &["T", "TResult"],
        (TypeId::TUPLE2 | TypeId::VALUE_TUPLE2 | TypeId::TUPLE3 | TypeId::TUPLE4, _) => &["T1", "T2", "T3", "T4"],
        (_, 1) => &["T"],
        (_, 2) => &["TKey", "TValue"],
        _ => &["T1", "T2", "T3", "T4"],
    };
    names.iter().copied().zip(arguments).collect()
}

/// The type of a text in a signature; `None` if the table does not know it.
pub fn signature_type(text: &str, own: &Arguments, method: &[&str]) -> Option<TypeId> {
    // An array of a method's type parameter takes any array.
    if let Some(element) = text.strip_suffix("[]")
        && method.contains(&element)
    {
        return Some(TypeId::ARRAY);
    }
    resolve_in(text, &[], &|name| {
        own.iter().find(|(own, _)| *own == name).map(|(_, id)| *id).or_else(|| method.contains(&name).then_some(TypeId::OBJECT))
    })
}

/// Splits at commas outside brackets.
fn split_top(text: &'static str) -> Vec<&'static str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    if !text[start..].trim().is_empty() {
        parts.push(text[start..].trim());
    }
    parts
}

fn default_value(text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" | "default" => Value::Null,
        _ => {
            if let Ok(number) = text.parse::<i32>() {
                return Value::Int(number);
            }
            if let Some((type_name, member)) = text.rsplit_once('.')
                && let Some(id) = resolve_in(type_name, &[], &|_| None)
                && let Some((_, value)) = id.enum_values().iter().find(|(name, _)| **name == *member)
            {
                return Value::Enum(id, *value);
            }
            Value::str(text.trim_matches('"'))
        }
    }
}

fn parse_parameter(text: &'static str, own: &Arguments, method: &[&str]) -> Option<Parameter> {
    let (text, default) = match text.split_once(" = ") {
        Some((text, default)) => (text, Some(default_value(default.trim()))),
        None => (text, None),
    };
    let (text, by_ref) = match text.strip_prefix("[ref] ") {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (text, rest) = match text.strip_prefix("Params ") {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let (type_text, name) = text.rsplit_once(' ')?;
    Some(Parameter { name, type_id: signature_type(type_text, own, method)?, by_ref, rest, default })
}

/// Parses an overload text; `None` if it names a type that is not there, so that it can never be chosen.
pub fn parse(text: &'static str, own: &Arguments) -> Option<Overload> {
    let close = text.rfind(')')?;
    // The parameter list opens at the last bracket outside of type arguments.
    let open = text.find('(')?;
    let head = &text[..open];
    // `T[] [T](…)`: the type parameters of a generic method stand after the return type.
    let method: Vec<&str> = match head.strip_suffix(']').and_then(|head| head.rfind(" [").map(|at| &head[at + 2..])) {
        Some(names) => names.split(',').map(str::trim).collect(),
        None => Vec::new(),
    };
    let explicit = head.rsplit(' ').next().is_some_and(|name| name.contains('.'));
    let parameters: Option<Vec<Parameter>> =
        split_top(&text[open + 1..close]).into_iter().map(|part| parse_parameter(part, own, &method)).collect();
    let parameters = parameters?;
    let has_rest = parameters.last().is_some_and(|parameter| parameter.rest);
    Some(Overload { text: Rc::from(with_arguments(text, own)), parameters, has_rest, explicit })
}

/// The text with a type's arguments in place of their names.
pub fn with_arguments(text: &str, own: &Arguments) -> String {
    if own.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        match own.iter().find(|(name, _)| *name == word.as_str()) {
            Some((_, id)) => out.push_str(&id.short_name()),
            None => out.push_str(word),
        }
        word.clear();
    };
    for c in text.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else {
            flush(&mut word, &mut out);
            out.push(c);
        }
    }
    flush(&mut word, &mut out);
    for n in 1..=4 {
        out = out.replace(&format!("`{n}["), "[");
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{generic_arguments, parse};
    use crate::value::TypeId;

    #[test]
    fn reads_parameters_of_all_sorts() {
        let split = parse("string[] (char separator, StringSplitOptions options = System.StringSplitOptions.None)", &[]).unwrap();
        assert_eq!(split.parameters.iter().map(|parameter| parameter.name).collect::<Vec<_>>(), ["separator", "options"]);
        assert!(split.parameters[1].default.is_some() && !split.explicit);
        let format = parse("string (IFormatProvider provider, string format, Params Object[] args)", &[]).unwrap();
        assert!(format.has_rest);
        let try_parse = parse("bool (string s, [ref] int result)", &[]).unwrap();
        assert!(try_parse.parameters[1].by_ref);
        assert!(parse("int IComparable.CompareTo(Object obj)", &[]).unwrap().explicit);
        assert_eq!(parse("int [T](T[] array, T value)", &[]).unwrap().parameters[0].type_id, TypeId::ARRAY);
    }

    #[test]
    fn puts_a_types_arguments_in() {
        let own = generic_arguments(TypeId::LIST.generic(&[TypeId::INT32]));
        let add = parse("void (T item)", &own).unwrap();
        assert_eq!((add.parameters[0].type_id, &*add.text), (TypeId::INT32, "void (int item)"));
        let range = parse("System.Collections.Generic.List`1[T] (int index, int count)", &own).unwrap();
        assert_eq!(&*range.text, "System.Collections.Generic.List[int] (int index, int count)");
    }
}
