//! What names a property in the object cmdlets' arguments: a name (wildcards allowed), a script block, or a hash
//! table of them with a label and a direction.

use std::rc::Rc;

use crate::engine::{Engine, LocalRunner};
use crate::present::access;
use crate::value::{Category, Dict, DictKind, ErrorRecord, Raise, Run, Slot, TypeId, Unwind, Value, convert};

/// A property or a computation, with its label and direction where a hash table gave them.
pub struct Expression {
    /// `Name`, `Label`.
    pub label: Option<Rc<str>>,
    /// Where its values come from.
    pub source: Source,
    /// `Descending`, `Ascending`.
    pub descending: Option<bool>,
}

/// Where an expression's values come from.
pub enum Source {
    /// A property by name.
    Name {
        /// The name, perhaps with wildcards.
        name: Rc<str>,
        /// Whether it has wildcards.
        wildcards: bool,
    },
    /// A block, run with the object as `$_`.
    Block(LocalRunner),
}

/// A value found, under the name the object has for it; an error if reading it failed.
pub struct Found {
    /// The property's name as the object spells it, or the block's text.
    pub name: Rc<str>,
    /// What came.
    pub value: Result<Value, ErrorRecord>,
}

/// Keys a hash table may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// `Expression` alone: `Group-Object`, `Compare-Object`.
    Expression,
    /// With a direction: `Sort-Object`.
    Order,
    /// With a name: `Select-Object`.
    Label,
}

impl Keys {
    fn names(self) -> &'static [&'static str] {
        match self {
            Keys::Expression => &["Expression"],
            Keys::Order => &["Expression", "Ascending", "Descending"],
            Keys::Label => &["Name", "Label", "Expression"],
        }
    }
}

/// Reads the items of a `-Property` argument.
pub fn parse_all(engine: &mut Engine, items: &[Value], keys: Keys) -> Run<Vec<Expression>> {
    let mut list = Vec::with_capacity(items.len());
    for item in items {
        if !item.is_null() {
            list.push(parse(engine, item, keys)?);
        }
    }
    Ok(list)
}

/// Reads one.
pub fn parse(engine: &mut Engine, item: &Value, keys: Keys) -> Run<Expression> {
    let mut expression = Expression { label: None, source: Source::name(""), descending: None };
    match item.base() {
        Value::Dict(dict) => {
            let mut has_expression = false;
            for (key, value) in dict.pairs() {
                let key = convert::to_text(engine, &key)?;
                let found = keys
                    .names()
                    .iter()
                    .find(|name| !key.is_empty() && name.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(&key)));
                match found {
                    None => return Err(refused("DictionaryKeyIllegal", format!("The {key} key is not valid."))),
                    Some(&"Expression") => {
                        expression.source = Source::of(engine, &value, "ExpressionEmptyString1")?;
                        has_expression = true;
                    }
                    Some(&"Name" | &"Label") => {
                        let text = convert::to_text(engine, &value)?;
                        if text.is_empty() {
                            return Err(refused("NameEmptyString", format!("The value of the {key} key cannot be an empty string.")));
                        }
                        expression.label = Some(text);
                    }
                    Some(&"Ascending") => expression.descending = Some(!convert::to_bool(&value)),
                    Some(_) => expression.descending = Some(convert::to_bool(&value)),
                }
            }
            if !has_expression {
                return Err(refused("DictionaryKeyMandatoryEntry", "The Expression key is mandatory.".to_owned()));
            }
        }
        other => expression.source = Source::of(engine, &other.clone(), "ExpressionEmptyString")?,
    }
    Ok(expression)
}

/// A refusal of an argument: the exception is .NET's, the words are in the details.
fn refused(id: &str, text: String) -> Raise {
    let record =
        ErrorRecord::new(TypeId::NOT_SUPPORTED_EXCEPTION, "Specified method is not supported.", id, Category::InvalidArgument, Value::Null);
    *record.0.details.borrow_mut() = Some((Rc::from(text), None));
    record.into()
}

impl Source {
    /// A property by name.
    pub fn name(name: impl Into<Rc<str>>) -> Source {
        let name = name.into();
        Source::Name { wildcards: access::has_wildcards(&name), name }
    }

    fn of(engine: &mut Engine, value: &Value, empty: &str) -> Run<Source> {
        match value.base() {
            Value::ScriptBlock(block) => Ok(Source::Block(engine.local_runner(block))),
            Value::Str(text) if text.is_empty() => {
                Err(refused(empty, "The value of the expression key cannot be an empty string.".to_owned()))
            }
            Value::Str(text) => Ok(Source::name(text.clone())),
            other => {
                let text = format!(
                    "Cannot convert {} to one of the following types {{System.String, System.Management.Automation.ScriptBlock}}.",
                    other.type_id().full_name()
                );
                Err(refused("DictionaryKeyUnknownType", text))
            }
        }
    }
}

/// A note property of an object that carries it itself, under its own spelling: the usual case.
fn own_note(target: &Value, name: &str) -> Option<Found> {
    let members = target.members_cell()?;
    let place = members.shape.find(name)?;
    match &members.slots[place] {
        Slot::Note(value) => Some(Found { name: members.shape.names[place].clone(), value: Ok(value.clone()) }),
        Slot::Special(_) => None,
    }
}

/// The error inside a raise; control that leaves the cmdlet goes on.
fn caught(raise: Raise) -> Run<ErrorRecord> {
    match *raise.0 {
        Unwind::Error(record) => Ok(record),
        other => Err(other.into()),
    }
}

impl Expression {
    /// An expression that is a property's name.
    pub fn of_name(name: impl Into<Rc<str>>) -> Expression {
        Expression { label: None, source: Source::name(name), descending: None }
    }

    /// Whether it is a name with wildcards.
    pub fn has_wildcards(&self) -> bool {
        matches!(self.source, Source::Name { wildcards: true, .. })
    }

    /// Its words.
    pub fn text(&self) -> Rc<str> {
        match &self.source {
            Source::Name { name, .. } => name.clone(),
            Source::Block(runner) => runner.script_block().code.text(),
        }
    }

    /// The names of properties that it stands for on this object.
    pub fn resolve(&self, engine: &mut Engine, target: &Value) -> Vec<Rc<str>> {
        match &self.source {
            Source::Name { name, .. } => names_on(engine, target, name),
            Source::Block(_) => vec![self.text()],
        }
    }

    /// Its values on an object: none if there is no such property.
    pub fn values(&self, engine: &mut Engine, target: &Value) -> Run<Vec<Found>> {
        match &self.source {
            Source::Name { name, wildcards } => {
                if !wildcards && let Some(found) = own_note(target, name) {
                    return Ok(vec![found]);
                }
                let mut list = Vec::new();
                for name in names_on(engine, target, name) {
                    let value =
                        if let Some(value) = key_value(target, &name) { Some(Ok(value)) } else { access::property(engine, target, &name)? };
                    if let Some(value) = value {
                        list.push(Found { name, value });
                    }
                }
                Ok(list)
            }
            Source::Block(runner) => {
                let value = match runner.value(engine, target.clone()) {
                    Ok(value) => Ok(value),
                    Err(raise) => Err(caught(raise)?),
                };
                Ok(vec![Found { name: self.text(), value }])
            }
        }
    }

    /// Its first value on an object.
    pub fn first(&self, engine: &mut Engine, target: &Value) -> Run<Option<Result<Value, ErrorRecord>>> {
        Ok(self.values(engine, target)?.into_iter().next().map(|found| found.value))
    }
}

/// The value under a hash table's string key: there they count as properties.
fn key_value(target: &Value, name: &str) -> Option<Value> {
    match target.base() {
        Value::Dict(dict) if is_hashtable(dict) => dict.get_str(name),
        _ => None,
    }
}

/// Hash tables, those with an order (`ConvertFrom-Json -AsHashtable`) among them; not `[ordered]` dictionaries.
fn is_hashtable(dict: &Dict) -> bool {
    match dict.kind {
        DictKind::Hashtable => true,
        DictKind::Ordered(class) => class != TypeId::ORDERED_DICTIONARY,
        _ => false,
    }
}

fn names_on(engine: &mut Engine, target: &Value, name: &str) -> Vec<Rc<str>> {
    if let Value::Dict(dict) = target.base()
        && is_hashtable(dict)
    {
        let keys: Vec<Rc<str>> = dict.keys().iter().filter_map(|key| key.as_str().cloned()).collect();
        let matching: Vec<Rc<str>> = keys.into_iter().filter(|key| crate::value::members::objects::wildcard_matches(name, key)).collect();
        if !matching.is_empty() {
            return matching;
        }
    }
    access::resolve(engine, target, name)
}
