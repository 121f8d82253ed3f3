//! A useful part of XPath 1.0: location paths, predicates, the common functions. Names are compared with their
//! prefix, or by namespace where a manager maps prefixes.

use std::rc::Rc;

use super::node::{Kind, Node};

/// What an expression gives.
#[derive(Clone)]
enum Found {
    Nodes(Vec<Rc<Node>>),
    Text(String),
    Number(f64),
    Truth(bool),
}

impl Found {
    fn text(&self) -> String {
        match self {
            Found::Nodes(nodes) => nodes.first().map_or_else(String::new, |node| node.inner_text()),
            Found::Text(text) => text.clone(),
            Found::Number(number) => number.to_string(),
            Found::Truth(truth) => truth.to_string(),
        }
    }

    fn number(&self) -> f64 {
        match self {
            Found::Number(number) => *number,
            Found::Truth(truth) => f64::from(u8::from(*truth)),
            other => other.text().trim().parse().unwrap_or(f64::NAN),
        }
    }

    fn truth(&self) -> bool {
        match self {
            Found::Nodes(nodes) => !nodes.is_empty(),
            Found::Text(text) => !text.is_empty(),
            Found::Number(number) => *number != 0.0 && !number.is_nan(),
            Found::Truth(truth) => *truth,
        }
    }
}

struct Place<'a> {
    node: &'a Rc<Node>,
    position: usize,
    size: usize,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    root: Rc<Node>,
    prefixes: &'t [(String, String)],
}

type Step = Result<Found, String>;

/// The nodes that a path finds from a node; the error is .NET's text.
pub fn select(from: &Rc<Node>, path: &str, prefixes: &[(String, String)]) -> Result<Vec<Rc<Node>>, String> {
    let mut root = from.clone();
    loop {
        let parent = root.parent.borrow().upgrade();
        match parent {
            Some(parent) => root = parent,
            None => break,
        }
    }
    let mut reader = Reader { text: path, at: 0, root, prefixes };
    let found = reader.union(&Place { node: from, position: 1, size: 1 })?;
    reader.blanks();
    if reader.at < path.len() {
        return Err(format!("'{path}' has an invalid token."));
    }
    match found {
        Found::Nodes(nodes) => Ok(nodes),
        _ => Err("Expression must evaluate to a node-set.".to_owned()),
    }
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, text: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// A word that is an operator here.
    fn eat_word(&mut self, word: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(word)
            && !self.rest()[word.len()..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if found {
            self.at += word.len();
        }
        found
    }

    fn invalid<T>(&self) -> Result<T, String> {
        Err(format!("'{}' has an invalid token.", self.text))
    }

    fn or(&mut self, place: &Place) -> Step {
        let mut left = self.and(place)?;
        while self.eat_word("or") {
            let right = self.and(place)?;
            left = Found::Truth(left.truth() || right.truth());
        }
        Ok(left)
    }

    fn and(&mut self, place: &Place) -> Step {
        let mut left = self.comparison(place)?;
        while self.eat_word("and") {
            let right = self.comparison(place)?;
            left = Found::Truth(left.truth() && right.truth());
        }
        Ok(left)
    }

    fn comparison(&mut self, place: &Place) -> Step {
        let mut left = self.sum(place)?;
        loop {
            let operator = ["!=", "<=", ">=", "=", "<", ">"].into_iter().find(|operator| self.eat(operator));
            let Some(operator) = operator else { return Ok(left) };
            let right = self.sum(place)?;
            left = Found::Truth(compare(&left, operator, &right));
        }
    }

    fn sum(&mut self, place: &Place) -> Step {
        let mut left = self.union(place)?;
        loop {
            if self.eat("+") {
                left = Found::Number(left.number() + self.union(place)?.number());
            } else if self.eat("- ") {
                left = Found::Number(left.number() - self.union(place)?.number());
            } else if self.eat_word("mod") {
                left = Found::Number(left.number() % self.union(place)?.number());
            } else if self.eat_word("div") {
                left = Found::Number(left.number() / self.union(place)?.number());
            } else {
                return Ok(left);
            }
        }
    }

    fn union(&mut self, place: &Place) -> Step {
        let mut left = self.primary(place)?;
        while self.eat("|") {
            let right = self.primary(place)?;
            if let (Found::Nodes(nodes), Found::Nodes(more)) = (&mut left, right) {
                for node in more {
                    if !nodes.iter().any(|own| Rc::ptr_eq(own, &node)) {
                        nodes.push(node);
                    }
                }
            }
        }
        Ok(left)
    }

    fn primary(&mut self, place: &Place) -> Step {
        self.blanks();
        let first = self.rest().chars().next();
        match first {
            None => self.invalid(),
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                match self.rest().find(quote) {
                    Some(length) => {
                        let text = self.rest()[..length].to_owned();
                        self.at += length + 1;
                        Ok(Found::Text(text))
                    }
                    None => Err("This is an unclosed string.".to_owned()),
                }
            }
            Some(digit) if digit.is_ascii_digit() => {
                let length = self.rest().find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.rest().len());
                let number = self.rest()[..length].parse().unwrap_or(f64::NAN);
                self.at += length;
                Ok(Found::Number(number))
            }
            Some('-') => {
                self.at += 1;
                Ok(Found::Number(-self.primary(place)?.number()))
            }
            Some('(') => {
                self.at += 1;
                let inner = self.or(place)?;
                if !self.eat(")") {
                    return self.invalid();
                }
                match inner {
                    Found::Nodes(nodes) => {
                        let nodes = self.predicates(nodes)?;
                        self.more_steps(nodes)
                    }
                    other => Ok(other),
                }
            }
            _ => match self.function(place)? {
                Some(found) => Ok(found),
                None => self.path(place),
            },
        }
    }

    /// A function call; `None` if a path stands here.
    fn function(&mut self, place: &Place) -> Result<Option<Found>, String> {
        let length = self.rest().find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(self.rest().len());
        let name = self.rest()[..length].to_owned();
        if length == 0
            || !self.rest()[length..].trim_start().starts_with('(')
            || matches!(name.as_str(), "text" | "node" | "comment" | "processing-instruction")
        {
            return Ok(None);
        }
        self.at += length;
        self.eat("(");
        let mut args: Vec<Found> = Vec::new();
        if !self.eat(")") {
            loop {
                args.push(self.or(place)?);
                if self.eat(")") {
                    break;
                }
                if !self.eat(",") {
                    return self.invalid();
                }
            }
        }
        let own_text = || place.node.inner_text();
        let text = |at: usize| args.get(at).map_or_else(own_text, Found::text);
        let first_node = || match args.first() {
            Some(Found::Nodes(nodes)) => nodes.first().cloned(),
            _ => Some(place.node.clone()),
        };
        Ok(Some(match name.as_str() {
            "position" => Found::Number(place.position as f64),
            "last" => Found::Number(place.size as f64),
            "count" => match args.first() {
                Some(Found::Nodes(nodes)) => Found::Number(nodes.len() as f64),
                _ => return self.invalid(),
            },
            "not" => Found::Truth(!args.first().is_some_and(Found::truth)),
            "true" => Found::Truth(true),
            "false" => Found::Truth(false),
            "boolean" => Found::Truth(args.first().is_some_and(Found::truth)),
            "number" => Found::Number(args.first().map_or_else(|| Found::Text(own_text()).number(), Found::number)),
            "string" => Found::Text(text(0)),
            "contains" => Found::Truth(text(0).contains(&text(1))),
            "starts-with" => Found::Truth(text(0).starts_with(&text(1))),
            "string-length" => Found::Number(text(0).chars().count() as f64),
            "normalize-space" => Found::Text(text(0).split_whitespace().collect::<Vec<_>>().join(" ")),
            "concat" => Found::Text(args.iter().map(Found::text).collect()),
            "substring-before" => {
                Found::Text(text(0).split_once(text(1).as_str()).map_or_else(String::new, |(before, _)| before.to_owned()))
            }
            "substring-after" => Found::Text(text(0).split_once(text(1).as_str()).map_or_else(String::new, |(_, after)| after.to_owned())),
            "substring" => {
                let from = args.get(1).map_or(1.0, Found::number).round();
                let to = args.get(2).map_or(f64::INFINITY, |length| from + length.number().round());
                Found::Text(
                    text(0)
                        .chars()
                        .enumerate()
                        .filter(|(at, _)| *at as f64 + 1.0 >= from && (*at as f64 + 1.0) < to)
                        .map(|(_, c)| c)
                        .collect(),
                )
            }
            "translate" => {
                let (from, to): (Vec<char>, Vec<char>) = (text(1).chars().collect(), text(2).chars().collect());
                Found::Text(
                    text(0)
                        .chars()
                        .filter_map(|c| match from.iter().position(|own| *own == c) {
                            Some(at) => to.get(at).copied(),
                            None => Some(c),
                        })
                        .collect(),
                )
            }
            "sum" => match args.first() {
                Some(Found::Nodes(nodes)) => Found::Number(nodes.iter().map(|node| Found::Text(node.inner_text()).number()).sum()),
                _ => return self.invalid(),
            },
            "floor" => Found::Number(args.first().map_or(f64::NAN, Found::number).floor()),
            "ceiling" => Found::Number(args.first().map_or(f64::NAN, Found::number).ceil()),
            "round" => Found::Number((args.first().map_or(f64::NAN, Found::number) + 0.5).floor()),
            "name" => Found::Text(first_node().map_or_else(String::new, |node| node.name.clone())),
            "local-name" => Found::Text(first_node().map_or_else(String::new, |node| node.local_name().to_owned())),
            "namespace-uri" => Found::Text(first_node().map_or_else(String::new, |node| node.namespace_uri())),
            _ => {
                return Err(
                    "Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function.".to_owned()
                );
            }
        }))
    }

    fn path(&mut self, place: &Place) -> Step {
        if self.eat("//") {
            let mut nodes = vec![self.root.clone()];
            self.root.descendants(&mut nodes);
            let found = self.step(nodes, true)?;
            return self.more_steps(found);
        }
        if self.eat("/") {
            let root = vec![self.root.clone()];
            self.blanks();
            if self.rest().is_empty() || self.rest().starts_with([']', ')', '|', ',']) {
                return Ok(Found::Nodes(root));
            }
            let found = self.step(root, false)?;
            return self.more_steps(found);
        }
        let found = self.step(vec![place.node.clone()], false)?;
        self.more_steps(found)
    }

    fn more_steps(&mut self, mut nodes: Vec<Rc<Node>>) -> Step {
        loop {
            if self.eat("//") {
                let mut all = Vec::new();
                for node in &nodes {
                    all.push(node.clone());
                    node.descendants(&mut all);
                }
                nodes = self.step(all, true)?;
            } else if self.eat("/") {
                nodes = self.step(nodes, false)?;
            } else {
                return Ok(Found::Nodes(nodes));
            }
        }
    }

    /// One step from each node, with its predicates.
    fn step(&mut self, from: Vec<Rc<Node>>, _deep: bool) -> Result<Vec<Rc<Node>>, String> {
        self.blanks();
        if self.eat("..") {
            let parents = unique(from.iter().filter_map(|node| node.parent.borrow().upgrade()).collect());
            return self.predicates(parents);
        }
        if self.rest().starts_with('.') {
            self.at += 1;
            return self.predicates(from);
        }
        let axis = [
            "self::",
            "child::",
            "descendant-or-self::",
            "descendant::",
            "parent::",
            "ancestor-or-self::",
            "ancestor::",
            "following-sibling::",
            "preceding-sibling::",
            "attribute::",
        ]
        .into_iter()
        .find(|axis| self.eat(axis))
        .or_else(|| self.eat("@").then_some("attribute::"))
        .unwrap_or("child::");
        let test = self.node_test()?;
        let start = self.at;
        let mut out: Vec<Rc<Node>> = Vec::new();
        let mut end = start;
        for node in &from {
            let candidates = along(node, axis);
            let matching: Vec<Rc<Node>> = candidates.into_iter().filter(|candidate| self.fits(candidate, &test, axis)).collect();
            self.at = start;
            let kept = self.predicates(matching)?;
            end = self.at;
            out.extend(kept);
        }
        if from.is_empty() {
            // The predicates are read all the same.
            self.predicates(Vec::new())?;
            end = self.at;
        }
        self.at = end;
        Ok(unique(out))
    }

    fn node_test(&mut self) -> Result<String, String> {
        self.blanks();
        for function in ["text()", "node()", "comment()", "processing-instruction()"] {
            if self.eat(function) {
                return Ok(function.to_owned());
            }
        }
        if self.eat("*") {
            return Ok("*".to_owned());
        }
        let length =
            self.rest().find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '*'))).unwrap_or(self.rest().len());
        if length == 0 {
            return self.invalid();
        }
        let name = self.rest()[..length].to_owned();
        self.at += length;
        Ok(name)
    }

    fn fits(&self, node: &Rc<Node>, test: &str, axis: &str) -> bool {
        let principal = if axis == "attribute::" { Kind::Attribute } else { Kind::Element };
        match test {
            "node()" => true,
            "text()" => matches!(node.kind, Kind::Text | Kind::CData),
            "comment()" => node.kind == Kind::Comment,
            "processing-instruction()" => node.kind == Kind::Instruction,
            "*" => node.kind == principal,
            name => {
                if node.kind != principal {
                    return false;
                }
                let (prefix, local) = name.split_once(':').unwrap_or(("", name));
                match self.prefixes.iter().find(|(own, _)| own == prefix) {
                    Some((_, namespace)) => (local == "*" || node.local_name() == local) && node.namespace_uri() == *namespace,
                    // A name without prefix is in no namespace.
                    None if prefix.is_empty() => node.name == name && (node.kind == Kind::Attribute || node.namespace_uri().is_empty()),
                    None => node.name == name,
                }
            }
        }
    }

    fn predicates(&mut self, mut nodes: Vec<Rc<Node>>) -> Result<Vec<Rc<Node>>, String> {
        while self.eat("[") {
            let start = self.at;
            let mut kept = Vec::new();
            let size = nodes.len();
            for (offset, node) in nodes.iter().enumerate() {
                self.at = start;
                let found = self.or(&Place { node, position: offset + 1, size })?;
                let holds = match found {
                    Found::Number(number) => number == (offset + 1) as f64,
                    other => other.truth(),
                };
                if holds {
                    kept.push(node.clone());
                }
            }
            if nodes.is_empty() {
                let root = self.root.clone();
                self.or(&Place { node: &root, position: 1, size: 1 })?;
            }
            if !self.eat("]") {
                return self.invalid();
            }
            nodes = kept;
        }
        Ok(nodes)
    }
}

fn unique(nodes: Vec<Rc<Node>>) -> Vec<Rc<Node>> {
    let mut seen = std::collections::HashSet::new();
    nodes.into_iter().filter(|node| seen.insert(Rc::as_ptr(node))).collect()
}

fn along(node: &Rc<Node>, axis: &str) -> Vec<Rc<Node>> {
    let up = |node: &Rc<Node>| node.parent.borrow().upgrade();
    let mut out = Vec::new();
    match axis {
        "self::" => out.push(node.clone()),
        "child::" => out.extend(node.children.borrow().iter().cloned()),
        "attribute::" => out.extend(node.attributes.borrow().iter().cloned()),
        "descendant::" => node.descendants(&mut out),
        "descendant-or-self::" => {
            out.push(node.clone());
            node.descendants(&mut out);
        }
        "parent::" => out.extend(up(node)),
        "ancestor::" | "ancestor-or-self::" => {
            let mut current = if axis == "ancestor::" { up(node) } else { Some(node.clone()) };
            while let Some(own) = current {
                out.push(own.clone());
                current = up(&own);
            }
        }
        _ => {
            if let Some(parent) = up(node)
                && let Some(at) = parent.place_of(node)
            {
                let children = parent.children.borrow();
                if axis == "following-sibling::" {
                    out.extend(children[at + 1..].iter().cloned());
                } else {
                    out.extend(children[..at].iter().rev().cloned());
                }
            }
        }
    }
    out
}

fn compare(left: &Found, operator: &str, right: &Found) -> bool {
    // A set of nodes compares if any of its nodes does.
    if let Found::Nodes(nodes) = left {
        return match right {
            Found::Truth(truth) => compare(&Found::Truth(!nodes.is_empty()), operator, &Found::Truth(*truth)),
            _ => nodes.iter().any(|node| compare(&Found::Text(node.inner_text()), operator, right)),
        };
    }
    if let Found::Nodes(nodes) = right {
        return nodes.iter().any(|node| compare(left, operator, &Found::Text(node.inner_text())));
    }
    match operator {
        "=" | "!=" => {
            let equal = match (left, right) {
                (Found::Truth(_), _) | (_, Found::Truth(_)) => left.truth() == right.truth(),
                (Found::Number(_), _) | (_, Found::Number(_)) => left.number() == right.number(),
                _ => left.text() == right.text(),
            };
            equal == (operator == "=")
        }
        "<" => left.number() < right.number(),
        "<=" => left.number() <= right.number(),
        ">" => left.number() > right.number(),
        _ => left.number() >= right.number(),
    }
}
