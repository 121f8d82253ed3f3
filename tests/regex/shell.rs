//! Just enough of the language to run the recorded expressions against the regular-expression engine alone:
//! strings, `[regex]` and its members, the operators on text, pipelines to `%`.

use std::rc::Rc;

use bridgesh::value::text::regex::{self, Match, Regex, RegexError, RegexOptions, Replacement, Span, Utf16Index, Watch};
use bridgesh::value::text::wildcard::{self, WildcardCase, WildcardPattern};

/// Why an expression gives no value.
#[derive(Debug)]
pub enum Stop {
    /// It is beyond this translator.
    Skip,
    /// It throws: the short class name, whether an operator threw, the text, and the parse fault with its offset.
    Throw { class: String, by_operator: bool, message: String, fault: String },
}

type Outcome = Result<Item, Stop>;

/// A value.
#[derive(Debug, Clone)]
pub enum Item {
    Nothing,
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Item>),
    Table(Vec<(String, Item)>),
    Regex(Rc<Regex>),
    Match(Rc<str>, Rc<Regex>, Option<Rc<Match>>),
    Matches(Vec<Item>),
    Groups(Vec<Item>),
    Group(Rc<str>, String, Vec<Span>),
    Capture(Rc<str>, Span),
}

/// Runs an expression.
pub fn run(source: &str) -> Outcome {
    let mut shell = Shell { rest: source, current: None, matches: Item::Null };
    let mut outputs = vec![shell.pipeline()?];
    while shell.eat(";") {
        outputs.push(shell.pipeline()?);
    }
    shell.space();
    if !shell.rest.is_empty() {
        return Err(Stop::Skip);
    }
    let mut flat = Vec::new();
    let n_outputs = outputs.len();
    for output in outputs {
        match output {
            Item::Nothing => {}
            Item::List(items) if n_outputs > 1 => flat.extend(items),
            one => flat.push(one),
        }
    }
    Ok(unwrap(flat, n_outputs == 1))
}

fn unwrap(mut items: Vec<Item>, is_single: bool) -> Item {
    match items.len() {
        0 => Item::Nothing,
        1 if is_single => match items.remove(0) {
            Item::List(mut inner) if inner.len() == 1 => inner.remove(0),
            Item::List(inner) if inner.is_empty() => Item::Nothing,
            one => one,
        },
        1 => items.remove(0),
        _ => Item::List(items),
    }
}

struct Shell<'s> {
    rest: &'s str,
    current: Option<Item>,
    matches: Item,
}

impl Shell<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, token: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<(), Stop> {
        if self.eat(token) { Ok(()) } else { Err(Stop::Skip) }
    }

    fn word(&mut self) -> String {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_string()
    }

    fn pipeline(&mut self) -> Outcome {
        let mut value = self.expression()?;
        while self.eat("|") {
            if !self.eat("%") {
                return Err(Stop::Skip);
            }
            let inputs = match value {
                Item::List(items) | Item::Matches(items) | Item::Groups(items) => items,
                one => vec![one],
            };
            let mut outputs = Vec::new();
            let stage = self.rest;
            for input in inputs {
                self.rest = stage;
                self.current = Some(input.clone());
                let output = if self.eat("{") {
                    let output = self.expression()?;
                    self.expect("}")?;
                    output
                } else {
                    self.space();
                    let name = self.word();
                    member(&input, &name)?
                };
                match output {
                    Item::List(items) => outputs.extend(items),
                    one => outputs.push(one),
                }
            }
            if outputs.is_empty() {
                self.rest = "";
            }
            value = Item::List(outputs);
        }
        Ok(value)
    }

    fn expression(&mut self) -> Outcome {
        let mut left = self.postfix()?;
        loop {
            if !self.eat("-") {
                return Ok(left);
            }
            let operator = self.word().to_lowercase();
            let mut operands = vec![self.operand()?];
            while self.eat(",") {
                operands.push(self.operand()?);
            }
            left = self.operate(&operator, left, operands)?;
        }
    }

    fn operand(&mut self) -> Outcome {
        self.space();
        if self.rest.starts_with('{') {
            let end = self.rest.find('}').ok_or(Stop::Skip)?;
            let block = self.rest[1..end].to_string();
            self.rest = &self.rest[end + 1..];
            return Ok(Item::Table(vec![("block".to_string(), Item::Text(block))]));
        }
        self.postfix()
    }

    fn operate(&mut self, operator: &str, left: Item, operands: Vec<Item>) -> Outcome {
        let (is_sensitive, name) = match operator {
            "cmatch" | "creplace" | "csplit" | "clike" | "cnotlike" | "cnotmatch" => (true, &operator[1..]),
            "imatch" | "ireplace" | "isplit" | "ilike" | "inotlike" | "inotmatch" => (false, &operator[1..]),
            _ => (false, operator),
        };
        if name == "join" {
            let items = match left {
                Item::List(items) => items,
                Item::Null => Vec::new(),
                _ => return Err(Stop::Skip),
            };
            let texts: Result<Vec<String>, Stop> = items.iter().map(text_of).collect();
            return Ok(Item::Text(texts?.join(&text_of(&operands[0])?)));
        }
        if !matches!(left, Item::Text(_) | Item::Int(_) | Item::Bool(_) | Item::Null) {
            return Err(Stop::Skip);
        }
        let text = text_of(&left)?;
        let case = if is_sensitive { RegexOptions::NONE } else { RegexOptions::IGNORE_CASE };
        match name {
            "like" | "notlike" => {
                let case = if is_sensitive { WildcardCase::Sensitive } else { WildcardCase::Ignored };
                let pattern = WildcardPattern::new(&text_of(&operands[0])?, case);
                let pattern = pattern.map_err(|error| Stop::Throw {
                    class: "RuntimeException<WildcardPatternException>".to_string(),
                    by_operator: false,
                    message: error.message,
                    fault: String::new(),
                })?;
                Ok(Item::Bool(pattern.is_match(&text) == (name == "like")))
            }
            "match" | "notmatch" => {
                let regex = self.operator_regex(&operands[0], case)?;
                let found = regex.find(&text).map_err(|_| Stop::Skip)?;
                if let Some(found) = &found {
                    let captured =
                        found.groups().filter_map(|group| Some((group.name.to_string(), Item::Text(text_at(&text, group.span()?)))));
                    let mut table: Vec<(String, Item)> = captured.collect();
                    table.sort_by_key(|entry| (entry.0.parse::<u32>().unwrap_or(u32::MAX), entry.0.clone()));
                    self.matches = Item::Table(table);
                }
                Ok(Item::Bool(found.is_some() == (name == "match")))
            }
            "replace" if operands.len() > 2 => Err(Stop::Skip),
            "replace" => {
                let regex = self.operator_regex(&operands[0], case)?;
                let with = operands.get(1).cloned().unwrap_or(Item::Text(String::new()));
                if let Item::Table(block) = &with {
                    if text_of(&block[0].1)?.trim() != "$_.Length" {
                        return Err(Stop::Skip);
                    }
                    let replaced = regex.replace_by(&text, None, regex.origin(&text), &Watch::DEFAULT, |found, out| {
                        out.push_str(&Utf16Index::new(&text).place(found.span()).1.to_string());
                        Ok::<(), ()>(())
                    });
                    return replaced.map(Item::Text).map_err(|_| Stop::Skip);
                }
                replace(&regex, &text, &text_of(&with)?, None)
            }
            "split" => {
                let mut options = case;
                let mut pattern = match &operands[0] {
                    Item::Text(pattern) => pattern.clone(),
                    _ => return Err(Stop::Skip),
                };
                if let Some(names) = operands.get(2) {
                    let names = text_of(names)?.to_lowercase();
                    if names.contains("nope") {
                        return Err(Stop::Skip);
                    }
                    if names.contains("simplematch") {
                        pattern = regex::escape(&pattern);
                    }
                    let rest: Vec<&str> = names.split(',').filter(|name| *name != "simplematch").collect();
                    options |= RegexOptions::from_names(&rest.join(",")).unwrap_or_default();
                }
                let mut count = match operands.get(1) {
                    Some(Item::Int(count)) => *count,
                    Some(_) => return Err(Stop::Skip),
                    None => 0,
                };
                if count < 0 {
                    options |= RegexOptions::RIGHT_TO_LEFT;
                    count = -count;
                }
                let regex = self.operator_regex(&Item::Text(pattern), options)?;
                split(&regex, &text, count as usize)
            }
            _ => Err(Stop::Skip),
        }
    }

    fn operator_regex(&self, pattern: &Item, options: RegexOptions) -> Result<Rc<Regex>, Stop> {
        match pattern {
            Item::Regex(regex) => Ok(Rc::clone(regex)),
            other => new_regex(&text_of(other)?, options, true),
        }
    }

    fn postfix(&mut self) -> Outcome {
        let mut value = self.primary()?;
        loop {
            if self.rest.starts_with('.') && self.rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.rest = &self.rest[1..];
                let name = self.word();
                value = if self.rest.starts_with('(') {
                    let arguments = self.arguments()?;
                    call(&value, &name, &arguments)?
                } else {
                    member(&value, &name)?
                };
            } else if self.rest.starts_with('[') {
                self.rest = &self.rest[1..];
                let index = self.expression()?;
                self.expect("]")?;
                value = element(&value, &index)?;
            } else {
                return Ok(value);
            }
        }
    }

    fn arguments(&mut self) -> Result<Vec<Item>, Stop> {
        self.expect("(")?;
        let mut arguments = Vec::new();
        while !self.eat(")") {
            if !arguments.is_empty() {
                self.expect(",")?;
            }
            arguments.push(self.operand()?);
        }
        Ok(arguments)
    }

    fn primary(&mut self) -> Outcome {
        self.space();
        if self.eat("$Matches") {
            return Ok(self.matches.clone());
        }
        if self.eat("$_") {
            return self.current.clone().ok_or(Stop::Skip);
        }
        if self.eat("$null") {
            return Ok(Item::Null);
        }
        if self.eat("$true") {
            return Ok(Item::Bool(true));
        }
        if self.eat("[WildcardPattern]::") {
            let name = self.word();
            let arguments = self.arguments()?;
            let text = text_of(arguments.first().ok_or(Stop::Skip)?)?;
            return match name.as_str() {
                "Escape" => Ok(Item::Text(wildcard::escape(&text))),
                "Unescape" => Ok(Item::Text(wildcard::unescape(&text))),
                "ContainsWildcardCharacters" => Ok(Item::Bool(wildcard::contains_wildcards(&text))),
                _ => Err(Stop::Skip),
            };
        }
        if self.eat("[regex]::") {
            let name = self.word();
            if name == "CacheSize" {
                return Err(Stop::Skip);
            }
            let arguments = self.arguments()?;
            return static_call(&name, &arguments);
        }
        if self.eat("[regex]") {
            let pattern = text_of(&self.primary()?)?;
            return new_regex(&pattern, RegexOptions::NONE, false).map(Item::Regex);
        }
        if self.eat("(") {
            let value = self.expression()?;
            self.expect(")")?;
            return Ok(value);
        }
        match self.rest.chars().next() {
            Some('\'') => self.literal(),
            Some('"') => self.expandable(),
            Some(c) if c.is_ascii_digit() || c == '-' => {
                let end = self.rest[1..].find(|c: char| !c.is_ascii_digit()).map_or(self.rest.len(), |end| end + 1);
                let number = self.rest[..end].parse().map_err(|_| Stop::Skip)?;
                self.rest = &self.rest[end..];
                Ok(Item::Int(number))
            }
            _ => Err(Stop::Skip),
        }
    }

    fn literal(&mut self) -> Outcome {
        let mut text = String::new();
        let mut rest = &self.rest[1..];
        loop {
            let end = rest.find('\'').ok_or(Stop::Skip)?;
            text.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            if !rest.starts_with('\'') {
                self.rest = rest;
                return Ok(Item::Text(text));
            }
            text.push('\'');
            rest = &rest[1..];
        }
    }

    fn expandable(&mut self) -> Outcome {
        let mut text = String::new();
        self.rest = &self.rest[1..];
        loop {
            let c = self.rest.chars().next().ok_or(Stop::Skip)?;
            if let Some(rest) = self.rest.strip_prefix("$([char]") {
                let end = rest.find(')').ok_or(Stop::Skip)?;
                let digits = &rest[..end];
                let code = match digits.strip_prefix("0x") {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => digits.parse(),
                };
                text.push(char::from_u32(code.map_err(|_| Stop::Skip)?).ok_or(Stop::Skip)?);
                self.rest = &rest[end + 1..];
                continue;
            }
            if let Some(rest) = self.rest.strip_prefix("$(") {
                self.rest = rest;
                let value = self.expression()?;
                self.expect(")")?;
                text.push_str(&text_of(&value)?);
                continue;
            }
            self.rest = &self.rest[c.len_utf8()..];
            match c {
                '"' => return Ok(Item::Text(text)),
                '`' => {
                    let escaped = self.rest.chars().next().ok_or(Stop::Skip)?;
                    self.rest = &self.rest[escaped.len_utf8()..];
                    text.push(match escaped {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'e' => '\u{1b}',
                        'v' => '\u{b}',
                        'f' => '\u{c}',
                        other => other,
                    });
                }
                '$' => return Err(Stop::Skip),
                other => text.push(other),
            }
        }
    }
}

fn text_at(text: &str, span: Span) -> String {
    regex::slice(text, span).into_owned()
}

fn text_of(item: &Item) -> Result<String, Stop> {
    match item {
        Item::Text(text) => Ok(text.clone()),
        Item::Int(number) => Ok(number.to_string()),
        Item::Bool(true) => Ok("True".to_string()),
        Item::Bool(false) => Ok("False".to_string()),
        Item::Null => Ok(String::new()),
        _ => Err(Stop::Skip),
    }
}

fn throw(error: RegexError, by_operator: bool) -> Stop {
    let full = error.type_name();
    let class = full.rsplit('.').next().unwrap_or(full).to_string();
    let fault = format!("{} {}", error.kind.name(), error.offset);
    Stop::Throw { class, by_operator, message: error.message, fault }
}

fn new_regex(pattern: &str, options: RegexOptions, by_operator: bool) -> Result<Rc<Regex>, Stop> {
    Regex::new(pattern, options).map(Rc::new).map_err(|error| throw(error, by_operator))
}

fn options_of(argument: Option<&Item>) -> Result<RegexOptions, Stop> {
    match argument {
        None => Ok(RegexOptions::NONE),
        Some(Item::Text(names)) => RegexOptions::from_names(names).ok_or(Stop::Skip),
        Some(_) => Err(Stop::Skip),
    }
}

fn replace(regex: &Regex, text: &str, with: &str, max: Option<usize>) -> Outcome {
    let replacement = Replacement::new(with, regex);
    let replaced = regex.replace(text, &replacement, max, regex.origin(text), &Watch::DEFAULT);
    replaced.map(Item::Text).map_err(|_| Stop::Skip)
}

fn split(regex: &Regex, text: &str, max: usize) -> Outcome {
    let pieces = regex.split(text, max, regex.origin(text), &Watch::DEFAULT).map_err(|_| Stop::Skip)?;
    Ok(Item::List(pieces.into_iter().map(Item::Text).collect()))
}

fn static_call(name: &str, arguments: &[Item]) -> Outcome {
    let text = text_of(arguments.first().ok_or(Stop::Skip)?)?;
    match name {
        "Escape" => return Ok(Item::Text(regex::escape(&text))),
        "Unescape" => return regex::unescape(&text).map(Item::Text).map_err(|error| throw(error, false)),
        "new" => return new_regex(&text, options_of(arguments.get(1))?, false).map(Item::Regex),
        _ => {}
    }
    let pattern = text_of(arguments.get(1).ok_or(Stop::Skip)?)?;
    let n_before_options = if name == "Replace" { 3 } else { 2 };
    let regex = new_regex(&pattern, options_of(arguments.get(n_before_options))?, false)?;
    let mut arguments = arguments.to_vec();
    arguments.remove(1);
    call(&Item::Regex(regex), name, &arguments)
}

fn call(target: &Item, name: &str, arguments: &[Item]) -> Outcome {
    match target {
        Item::Regex(regex) => regex_call(regex, name, arguments),
        Item::Match(text, regex, found) => match name {
            "NextMatch" => {
                let Some(found) = found else { return Ok(target.clone()) };
                let next = regex.find_after(text, found.span(), &Watch::DEFAULT).map_err(|_| Stop::Skip)?;
                Ok(Item::Match(Rc::clone(text), Rc::clone(regex), next.map(Rc::new)))
            }
            "Result" => {
                let Some(found) = found else {
                    let class = "NotSupportedException".to_string();
                    return Err(Stop::Throw { class, by_operator: false, message: String::new(), fault: String::new() });
                };
                let mut out = String::new();
                Replacement::new(&text_of(&arguments[0])?, regex).expand(text, found, &mut out);
                Ok(Item::Text(out))
            }
            "ToString" => member(target, "Value"),
            _ => Err(Stop::Skip),
        },
        _ => Err(Stop::Skip),
    }
}

fn regex_call(regex: &Rc<Regex>, name: &str, arguments: &[Item]) -> Outcome {
    let texts: Vec<Item> = match name {
        "ToString" => return Ok(Item::Text(regex.pattern().to_string())),
        "GetGroupNames" => regex.groups().names().map(|name| Item::Text(name.to_string())).collect(),
        "GetGroupNumbers" => regex.groups().numbers().map(|number| Item::Int(i64::from(number))).collect(),
        "GroupNumberFromName" => {
            let number = regex.groups().number_of_name(&text_of(&arguments[0])?);
            return Ok(Item::Int(number.map_or(-1, i64::from)));
        }
        "GroupNameFromNumber" => {
            let Item::Int(number) = arguments[0] else { return Err(Stop::Skip) };
            let name = regex.groups().name_of_number(number as u32).unwrap_or_default();
            return Ok(Item::Text(name.to_string()));
        }
        _ => Vec::new(),
    };
    if !texts.is_empty() {
        return Ok(Item::List(texts));
    }
    let text = text_of(&arguments[0])?;
    let shared: Rc<str> = Rc::from(text.as_str());
    let found = |one: Option<Match>| Item::Match(Rc::clone(&shared), Rc::clone(regex), one.map(Rc::new));
    match (name, &arguments[1..]) {
        ("Match", rest) => {
            let start = match rest {
                [Item::Int(unit)] => Utf16Index::new(&text).byte_of(*unit as usize),
                [Item::Int(_), _] => return Err(Stop::Skip),
                _ => regex.origin(&text),
            };
            Ok(found(regex.find_at(&text, start).map_err(|_| Stop::Skip)?))
        }
        ("IsMatch", _) => Ok(Item::Bool(regex.is_match(&text).map_err(|_| Stop::Skip)?)),
        ("Count", _) => Ok(Item::Int(regex.matches(&text).count() as i64)),
        ("Matches", _) => {
            let all: Result<Vec<Match>, _> = regex.matches(&text).collect();
            Ok(Item::Matches(all.map_err(|_| Stop::Skip)?.into_iter().map(|one| found(Some(one))).collect()))
        }
        ("Split", [Item::Int(max)]) => split(regex, &text, *max as usize),
        ("Split", _) => split(regex, &text, 0),
        ("Replace", [Item::Text(with)]) | ("Replace", [Item::Text(with), Item::Text(_)]) => replace(regex, &text, with, None),
        ("Replace", [Item::Text(with), Item::Int(max)]) => replace(regex, &text, with, usize::try_from(*max).ok()),
        _ => Err(Stop::Skip),
    }
}

fn group(text: &Rc<str>, found: &Match, index: usize) -> Item {
    let group = found.group(index).unwrap();
    Item::Group(Rc::clone(text), group.name.to_string(), group.captures.to_vec())
}

fn no_group(text: &Rc<str>) -> Item {
    Item::Group(Rc::clone(text), String::new(), Vec::new())
}

fn member(target: &Item, name: &str) -> Outcome {
    match target {
        Item::List(items) | Item::Matches(items) | Item::Groups(items) => {
            if name == "Count" {
                return Ok(Item::Int(items.len() as i64));
            }
            let values: Result<Vec<Item>, Stop> = items.iter().map(|item| member(item, name)).collect();
            let values = values?;
            return Ok(if values.is_empty() { Item::Null } else { Item::List(values) });
        }
        Item::Match(text, _, found) => {
            if name == "Groups" {
                let Some(found) = found else {
                    return Ok(Item::Groups(vec![Item::Group(Rc::clone(text), "0".to_string(), Vec::new())]));
                };
                return Ok(Item::Groups((0..found.n_groups()).map(|index| group(text, found, index)).collect()));
            }
            let spans = found.as_ref().map(|found| found.span()).into_iter().collect();
            return member(&Item::Group(Rc::clone(text), "0".to_string(), spans), name);
        }
        _ => {}
    }
    let (text, spans, is_capture) = match target {
        Item::Group(text, _, spans) => (text, spans.clone(), false),
        Item::Capture(text, span) => (text, vec![*span], true),
        Item::Text(text) if name == "Length" => return Ok(Item::Int(regex::utf16_len(text) as i64)),
        Item::Regex(regex) if name == "RightToLeft" => return Ok(Item::Bool(regex.reads_back())),
        _ => return Err(Stop::Skip),
    };
    let span = spans.last().copied().unwrap_or_default();
    let (index, length) = Utf16Index::new(text).place(span);
    match (name, target) {
        ("Value", _) => Ok(Item::Text(text_at(text, span))),
        ("Index", _) => Ok(Item::Int(index as i64)),
        ("Length", _) => Ok(Item::Int(length as i64)),
        ("Success", _) if !is_capture => Ok(Item::Bool(!spans.is_empty())),
        ("Name", Item::Group(_, name, _)) => Ok(Item::Text(name.clone())),
        ("Captures", _) => Ok(Item::Matches(spans.iter().map(|span| Item::Capture(Rc::clone(text), *span)).collect())),
        _ => Err(Stop::Skip),
    }
}

fn element(target: &Item, index: &Item) -> Outcome {
    match (target, index) {
        (Item::Table(entries), index) => {
            let key = text_of(index)?;
            Ok(entries.iter().find(|entry| entry.0 == key).map_or(Item::Null, |entry| entry.1.clone()))
        }
        (Item::Null, _) => {
            Err(Stop::Throw { class: "NullArray".to_string(), by_operator: false, message: String::new(), fault: String::new() })
        }
        (Item::List(items) | Item::Matches(items), Item::Int(index)) => items.get(*index as usize).cloned().ok_or(Stop::Skip),
        (Item::Groups(items), key) => {
            let key = text_of(key)?;
            let is_named = |item: &&Item| matches!(item, Item::Group(_, name, _) if *name == key);
            let text: Rc<str> = Rc::from("");
            let by_index = key.parse::<usize>().ok().and_then(|index| items.get(index));
            Ok(items.iter().find(is_named).or(by_index).cloned().unwrap_or_else(|| no_group(&text)))
        }
        _ => Err(Stop::Skip),
    }
}
