//! `-Filter` strings: PowerShell's form (`UsageLocation -eq 'FR' -and Enabled -eq $true`) and OData's
//! (`usageLocation eq 'FR' and startsWith(displayName,'A')`), read into one condition on an output object.

use std::cmp::Ordering;
use std::rc::Rc;

use super::act;
use crate::cmdlet::Context;
use crate::value::text::wildcard::{WildcardCase, WildcardPattern};
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// A condition on an object's own properties.
pub enum Filter {
    /// Both hold.
    And(Box<Filter>, Box<Filter>),
    /// One of them holds.
    Or(Box<Filter>, Box<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// A property compared with a text.
    Compare(String, Operator, String),
    /// `collection/any(x:x/property eq value)`: one item passes.
    Any(String, Box<Filter>),
    /// `collection/all(x:…)`: each item passes.
    All(String, Box<Filter>),
    /// `collection/$count op number`.
    Count(String, Operator, i64),
    /// A property that stands alone holds if it is true.
    Truth(String),
}

/// A comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // The names say it.
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    NotLike,
    StartsWith,
    EndsWith,
    Contains,
}

/// Whether a pattern with wildcards fits a text, whatever the case. A pattern that is none fits only itself.
pub fn like(pattern: &str, text: &str) -> bool {
    match WildcardPattern::new(pattern, WildcardCase::Ignored) {
        Ok(compiled) => compiled.is_match(text),
        Err(_) => pattern.eq_ignore_ascii_case(text),
    }
}

impl Filter {
    /// The filter that a parameter gives; `Err` after an error has been written.
    pub fn of(ctx: &mut Context<'_>, parameter: &str) -> Run<Result<Option<Filter>, ()>> {
        let Some(text) = act::text(ctx, parameter).filter(|text| !text.trim().is_empty()) else { return Ok(Ok(None)) };
        match Filter::parse(&text) {
            Ok(filter) => Ok(Ok(Some(filter))),
            Err(message) => {
                let message = format!("The filter '{text}' is not valid: {message}.");
                ctx.error(ErrorRecord::new(
                    TypeId::ARGUMENT_EXCEPTION,
                    message,
                    "InvalidFilter",
                    Category::InvalidArgument,
                    Value::from(text),
                ))?;
                Ok(Err(()))
            }
        }
    }

    /// The filter that a parameter gives in LDAP's form: `Department=Finance`, `(&(st=WA)(title=*engineer*))`.
    pub fn of_ldap(ctx: &mut Context<'_>, parameter: &str) -> Run<Result<Option<Filter>, ()>> {
        let Some(text) = act::text(ctx, parameter).filter(|text| !text.trim().is_empty()) else { return Ok(Ok(None)) };
        let mut rest = text.trim();
        let read = if rest.starts_with('(') { ldap(&mut rest, 0) } else { ldap_item(rest) };
        match read {
            Ok(filter) if rest.is_empty() || !text.trim().starts_with('(') => Ok(Ok(Some(filter))),
            _ => {
                let message = format!("The filter '{text}' is not valid: it must be of LDAP's form, such as (&(st=WA)(title=*engineer*)).");
                let class = TypeId::ARGUMENT_EXCEPTION;
                ctx.error(ErrorRecord::new(class, message, "InvalidFilter", Category::InvalidArgument, Value::from(text)))?;
                Ok(Err(()))
            }
        }
    }

    /// Reads a filter; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Filter, String> {
        // A script block's text comes with its braces.
        let text = text.trim().trim_start_matches('{').trim_end_matches('}');
        let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0, variables: Vec::new() };
        let filter = parser.either()?;
        match parser.tokens.get(parser.at) {
            None => Ok(filter),
            Some(token) => Err(format!("'{}' stands where nothing more is expected", token.text())),
        }
    }

    /// Whether an object passes.
    pub fn passes(&self, object: &Value) -> bool {
        match self {
            Filter::And(left, right) => left.passes(object) && right.passes(object),
            Filter::Or(left, right) => left.passes(object) || right.passes(object),
            Filter::Not(inner) => !inner.passes(object),
            Filter::Truth(name) => crate::value::convert::to_bool(&read(object, name)),
            Filter::Compare(name, operator, wanted) => holds(&read(object, name), *operator, wanted),
            Filter::Any(name, inner) => read(object, name).enumerate().unwrap_or_default().iter().any(|item| inner.passes(item)),
            Filter::All(name, inner) => read(object, name).enumerate().unwrap_or_default().iter().all(|item| inner.passes(item)),
            Filter::Count(name, operator, wanted) => {
                let count = read(object, name).enumerate().map_or(0, |items| items.len());
                ordered(i64::try_from(count).unwrap_or(i64::MAX).cmp(wanted), *operator)
            }
        }
    }
}

/// Attributes of the directory by the properties that show them.
const LDAP_NAMES: &[(&str, &str)] = &[
    ("st", "StateOrProvince"),
    ("l", "City"),
    ("co", "Country"),
    ("c", "CountryAbbreviation"),
    ("sn", "LastName"),
    ("mail", "WindowsEmailAddress"),
    ("telephoneNumber", "LineUri"),
    ("msRTCSIP-PrimaryUserAddress", "SipAddress"),
    ("mailNickname", "Alias"),
];

/// One condition of an LDAP filter in parentheses; takes it off the text.
fn ldap(rest: &mut &str, depth: usize) -> Result<Filter, String> {
    let inner = rest.strip_prefix('(').filter(|_| depth < 100).ok_or("a parenthesis is missing")?;
    let Some(operator) = inner.chars().next().filter(|operator| "&|!".contains(*operator)) else {
        let end = inner.find(')').ok_or("a parenthesis is missing")?;
        *rest = inner[end + 1..].trim_start();
        return ldap_item(&inner[..end]);
    };
    let mut within = inner[1..].trim_start();
    let mut all: Option<Filter> = None;
    while within.starts_with('(') {
        let one = ldap(&mut within, depth + 1)?;
        all = Some(match (all, operator) {
            (Some(others), '|') => Filter::Or(Box::new(others), Box::new(one)),
            (Some(others), _) => Filter::And(Box::new(others), Box::new(one)),
            (None, '!') => Filter::Not(Box::new(one)),
            (None, _) => one,
        });
    }
    *rest = within.strip_prefix(')').ok_or("a parenthesis is missing")?.trim_start();
    all.ok_or_else(|| "a condition is missing".to_owned())
}

/// `attribute=value`, with asterisks.
fn ldap_item(text: &str) -> Result<Filter, String> {
    let (name, wanted) = text.split_once('=').ok_or("an equals sign is missing")?;
    let (name, operator) = match name.strip_suffix(['>', '<', '~']) {
        Some(bare) if name.ends_with('>') => (bare, Operator::GreaterOrEqual),
        Some(bare) if name.ends_with('<') => (bare, Operator::LessOrEqual),
        Some(bare) => (bare, Operator::Equal),
        None => (name, Operator::Like),
    };
    let name = name.trim();
    let property = LDAP_NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or(name, |(_, property)| *property);
    Ok(Filter::Compare(property.to_owned(), operator, wanted.trim().to_owned()))
}

fn read(object: &Value, path: &str) -> Value {
    let mut value = object.clone();
    // The item of a collection itself.
    if path.is_empty() {
        return value;
    }
    for part in path.split(['.', '/']) {
        value = value.note(part).unwrap_or(Value::Null);
    }
    value
}

/// A collection holds a comparison if one of its items does; a negated one if none contradicts it.
fn holds(own: &Value, operator: Operator, wanted: &str) -> bool {
    match own.enumerate() {
        Some(items) => match operator {
            Operator::NotEqual | Operator::NotLike => items.iter().all(|item| test(item, operator, wanted)),
            _ => items.iter().any(|item| test(item, operator, wanted)),
        },
        None => test(own, operator, wanted),
    }
}

fn test(own: &Value, operator: Operator, wanted: &str) -> bool {
    let text: Rc<str> = match own.base() {
        Value::Str(text) => text.clone(),
        Value::Bool(value) => Rc::from(if *value { "True" } else { "False" }),
        Value::Null | Value::Nothing => Rc::from(""),
        Value::Int(value) => Rc::from(value.to_string()),
        Value::UInt32(value) => Rc::from(value.to_string()),
        Value::Long(value) => Rc::from(value.to_string()),
        Value::DateTime(date) => Rc::from(format!("{:020}", date.ticks())),
        _ => Rc::from(""),
    };
    let (lower, other) = (text.to_lowercase(), wanted.to_lowercase());
    match operator {
        Operator::Like => like(wanted, &text),
        Operator::NotLike => !like(wanted, &text),
        Operator::StartsWith => lower.starts_with(&other),
        Operator::EndsWith => lower.ends_with(&other),
        Operator::Contains => lower.contains(&other),
        // Equality takes wildcards nowhere but in -like.
        _ => {
            let order = match (lower.parse::<i64>(), other.parse::<i64>()) {
                (Ok(left), Ok(right)) => left.cmp(&right),
                _ => lower.cmp(&other),
            };
            ordered(order, operator)
        }
    }
}

fn ordered(order: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::NotEqual => order.is_ne(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
        _ => false,
    }
}

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Mark(char),
}

impl Token {
    fn text(&self) -> String {
        match self {
            Token::Word(text) | Token::Text(text) => text.clone(),
            Token::Mark(mark) => mark.to_string(),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            _ if character.is_whitespace() => {}
            '(' | ')' | ',' | ':' | '[' | ']' => tokens.push(Token::Mark(character)),
            '\'' | '"' => {
                let mut own = String::new();
                loop {
                    match rest.next() {
                        // A doubled quote stands for itself.
                        Some(next) if next == character && rest.peek() == Some(&character) => {
                            rest.next();
                            own.push(character);
                        }
                        Some(next) if next == character => break,
                        Some(next) => own.push(next),
                        None => return Err("a text has no closing quote".to_owned()),
                    }
                }
                tokens.push(Token::Text(own));
            }
            _ => {
                let mut own = character.to_string();
                while let Some(next) = rest.next_if(|next| !next.is_whitespace() && !"(),'\":[]".contains(*next)) {
                    own.push(next);
                }
                tokens.push(Token::Word(own));
            }
        }
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// Variables of the collections that are being looked into.
    variables: Vec<String>,
}

impl Parser {
    fn peek_word(&self) -> Option<String> {
        match self.tokens.get(self.at) {
            Some(Token::Word(word)) => Some(word.trim_start_matches(['-', '\u{2013}', '\u{2014}']).to_ascii_lowercase()),
            _ => None,
        }
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let is_it = self.peek_word().as_deref() == Some(wanted);
        self.at += usize::from(is_it);
        is_it
    }

    fn take_mark(&mut self, wanted: char) -> bool {
        let is_it = self.tokens.get(self.at) == Some(&Token::Mark(wanted));
        self.at += usize::from(is_it);
        is_it
    }

    fn expect_mark(&mut self, wanted: char) -> Result<(), String> {
        if self.take_mark(wanted) { Ok(()) } else { Err(format!("'{wanted}' is missing")) }
    }

    fn either(&mut self) -> Result<Filter, String> {
        let mut left = self.both()?;
        while self.take_word("or") {
            left = Filter::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Filter, String> {
        let mut left = self.one()?;
        while self.take_word("and") {
            left = Filter::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Result<Filter, String> {
        self.depth += 1;
        if self.depth > 100 {
            return Err("it is nested too deep".to_owned());
        }
        let result = self.one_inner();
        self.depth -= 1;
        result
    }

    fn one_inner(&mut self) -> Result<Filter, String> {
        if self.take_word("not") {
            return Ok(Filter::Not(Box::new(self.one()?)));
        }
        if self.take_mark('(') {
            let inner = self.either()?;
            self.expect_mark(')')?;
            return Ok(inner);
        }
        let Some(Token::Word(name)) = self.tokens.get(self.at) else { return Err("a property's name is missing".to_owned()) };
        let name = name.clone();
        self.at += 1;
        if self.take_mark('(') {
            return self.function(&name);
        }
        let name = self.path(&name);
        if self.take_word("in") {
            return self.one_of(&name);
        }
        if let Some(collection) = name.strip_suffix("/$count") {
            let operator = self.operator()?.ok_or("a comparison is missing")?;
            let number = self.value()?.parse().map_err(|_| "a count is compared with a whole number")?;
            return Ok(Filter::Count(collection.to_owned(), operator, number));
        }
        match self.operator()? {
            Some(operator) => Ok(Filter::Compare(name, operator, self.value()?)),
            None => Ok(Filter::Truth(name)),
        }
    }

    /// A property's path without the variable of the collection's item before it.
    fn path(&self, name: &str) -> String {
        let is_item = |variable: &String| name == variable;
        if self.variables.iter().any(is_item) {
            return String::new();
        }
        let inner = self.variables.iter().find_map(|variable| name.strip_prefix(variable.as_str())?.strip_prefix('/'));
        inner.unwrap_or(name).to_owned()
    }

    /// `name in ('a', 'b')`.
    fn one_of(&mut self, name: &str) -> Result<Filter, String> {
        self.expect_mark('(')?;
        let mut found: Option<Filter> = None;
        loop {
            let one = Filter::Compare(name.to_owned(), Operator::Equal, self.value()?);
            found = Some(match found {
                Some(others) => Filter::Or(Box::new(others), Box::new(one)),
                None => one,
            });
            if !self.take_mark(',') {
                break;
            }
        }
        self.expect_mark(')')?;
        found.ok_or_else(|| "a value is missing".to_owned())
    }

    fn function(&mut self, name: &str) -> Result<Filter, String> {
        let operator = match name.to_ascii_lowercase().as_str() {
            "startswith" => Operator::StartsWith,
            "endswith" => Operator::EndsWith,
            "contains" => Operator::Contains,
            other => {
                let (collection, is_any) = match (other.strip_suffix("/any"), other.strip_suffix("/all")) {
                    (Some(collection), _) => (collection, true),
                    (None, Some(collection)) => (collection, false),
                    (None, None) => return Err(format!("there is no function '{name}'")),
                };
                let collection = self.path(&name[..collection.len()]);
                let Some(Token::Word(variable)) = self.tokens.get(self.at) else { return Err("a variable's name is missing".to_owned()) };
                self.variables.push(variable.clone());
                self.at += 1;
                self.expect_mark(':')?;
                let inner = Box::new(self.either()?);
                self.variables.pop();
                self.expect_mark(')')?;
                return Ok(if is_any { Filter::Any(collection, inner) } else { Filter::All(collection, inner) });
            }
        };
        let property = self.value()?;
        let property = self.path(&property);
        self.expect_mark(',')?;
        let wanted = self.value()?;
        self.expect_mark(')')?;
        Ok(Filter::Compare(property, operator, wanted))
    }

    fn operator(&mut self) -> Result<Option<Operator>, String> {
        let Some(word) = self.peek_word() else { return Ok(None) };
        let operator = match word.as_str() {
            "eq" | "ceq" | "ieq" => Operator::Equal,
            "ne" | "cne" | "ine" => Operator::NotEqual,
            "lt" => Operator::Less,
            "le" => Operator::LessOrEqual,
            "gt" => Operator::Greater,
            "ge" => Operator::GreaterOrEqual,
            "like" => Operator::Like,
            "notlike" => Operator::NotLike,
            "contains" => Operator::Contains,
            "and" | "or" => return Ok(None),
            other => return Err(format!("there is no operator '{other}'")),
        };
        self.at += 1;
        Ok(Some(operator))
    }

    fn value(&mut self) -> Result<String, String> {
        // A list of one, as Teams writes it: ['Engineering'].
        if self.take_mark('[') {
            let value = self.value()?;
            self.expect_mark(']')?;
            return Ok(value);
        }
        let token = self.tokens.get(self.at).ok_or("a value is missing")?;
        let text = match token {
            Token::Text(text) => text.clone(),
            Token::Word(word) => match word.to_ascii_lowercase().as_str() {
                "$true" | "true" => "True".to_owned(),
                "$false" | "false" => "False".to_owned(),
                "$null" | "null" => String::new(),
                _ => word.clone(),
            },
            Token::Mark(mark) => return Err(format!("'{mark}' stands where a value is expected")),
        };
        self.at += 1;
        Ok(text)
    }
}
