//! Text to a tree. Errors are worded as .NET's XmlException.

use std::rc::Rc;

use super::node::{Kind, Node};

struct Parser<'t> {
    text: &'t str,
    at: usize,
    document: Rc<Node>,
    keep_blanks: bool,
}

/// The document of a text; its error is the whole message.
pub fn parse_document(text: &str, keep_blanks: bool) -> Result<Rc<Node>, String> {
    let document = Node::new(Kind::Document, "#document", "");
    parse_into(&document, text, keep_blanks)?;
    if document.elements().is_empty() {
        return Err("Root element is missing.".to_owned());
    }
    Ok(document)
}

/// Parses a text's nodes into a document node that may be there already.
pub fn parse_into(document: &Rc<Node>, text: &str, keep_blanks: bool) -> Result<(), String> {
    document.children.borrow_mut().clear();
    let mut parser = Parser { text: text.trim_start_matches('\u{feff}'), at: 0, document: document.clone(), keep_blanks };
    parser.content(document, true)
}

/// Parses a piece (`InnerXml`) into an element.
pub fn parse_piece(parent: &Rc<Node>, text: &str) -> Result<(), String> {
    let document = parent.document.borrow().upgrade().unwrap_or_else(|| parent.clone());
    let mut parser = Parser { text, at: 0, document, keep_blanks: true };
    parser.content(parent, false)
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == ':'
}

fn is_name(c: char) -> bool {
    is_name_start(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{b7}')
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn place(&self, at: usize) -> String {
        let before = &self.text[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("Line {line}, position {column}.")
    }

    fn fail<T>(&self, message: &str, at: usize) -> Result<T, String> {
        Err(format!("{message} {}", self.place(at)))
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Everything up to a mark, which is taken too.
    fn until(&mut self, mark: &str, what: &str) -> Result<String, String> {
        match self.rest().find(mark) {
            Some(length) => {
                let text = self.rest()[..length].to_owned();
                self.at += length + mark.len();
                Ok(text)
            }
            None => self.fail(&format!("Unexpected end of file while parsing {what} has occurred."), self.text.len()),
        }
    }

    fn name(&mut self) -> Result<String, String> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return self.fail("Unexpected end of file has occurred.", self.at);
        };
        if !is_name_start(first) {
            return self
                .fail(&format!("Name cannot begin with the '{first}' character, hexadecimal value 0x{:02X}.", first as u32), self.at);
        }
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let name = rest[..length].to_owned();
        self.at += length;
        Ok(name)
    }

    fn add(&self, parent: &Rc<Node>, kind: Kind, name: &str, value: &str) -> Rc<Node> {
        let made = Node::new(kind, name, value);
        *made.document.borrow_mut() = Rc::downgrade(&self.document);
        parent.append(&made);
        made
    }

    /// The children of a node: to the end of the text, or to the end tag that closes it.
    fn content(&mut self, parent: &Rc<Node>, is_document: bool) -> Result<(), String> {
        let mut open: Vec<Rc<Node>> = vec![parent.clone()];
        loop {
            let Some(top) = open.last().cloned() else { return Ok(()) };
            if self.rest().is_empty() {
                if open.len() > 1 {
                    let names: Vec<&str> = open.iter().skip(1).rev().map(|node| node.name.as_str()).collect();
                    return self.fail(
                        &format!("Unexpected end of file has occurred. The following elements are not closed: {}.", names.join(", ")),
                        self.at,
                    );
                }
                return Ok(());
            }
            let start = self.at;
            if self.eat("<!--") {
                let text = self.until("-->", "Comment")?;
                self.add(&top, Kind::Comment, "#comment", &text);
            } else if self.eat("<![CDATA[") {
                let text = self.until("]]>", "CDATA")?;
                self.add(&top, Kind::CData, "#cdata-section", &text);
            } else if self.eat("<?") {
                let name = self.name()?;
                self.blanks();
                let text = self.until("?>", "PI")?;
                let kind = if name == "xml" { Kind::Declaration } else { Kind::Instruction };
                if kind == Kind::Declaration && (!is_document || start != 0) {
                    return self.fail("Unexpected XML declaration. The XML declaration must be the first node in the document, and no whitespace characters are allowed to appear before it.", start + 2);
                }
                self.add(&top, kind, &name, text.trim_end());
            } else if self.eat("<!DOCTYPE") {
                let text = self.doctype()?;
                self.add(&top, Kind::DocumentType, text.split_whitespace().next().unwrap_or(""), &text);
            } else if self.eat("</") {
                let at = self.at;
                let name = self.name()?;
                self.blanks();
                if !self.eat(">") {
                    return self.fail("'>' is expected.", self.at);
                }
                if open.len() == 1 {
                    return self.fail("Unexpected end tag.", at);
                }
                if name != top.name {
                    let opened = self.place_of_start(&top.name, start);
                    return self
                        .fail(&format!("The '{}' start tag on line {opened} does not match the end tag of '{name}'.", top.name), at);
                }
                open.pop();
            } else if self.eat("<") {
                if is_document && open.len() == 1 && !parent.elements().is_empty() {
                    return self.fail("There are multiple root elements.", self.at);
                }
                if let Some(element) = self.start_tag(&top)? {
                    open.push(element);
                }
            } else {
                self.text_node(&top, is_document && open.len() == 1)?;
            }
        }
    }

    fn place_of_start(&self, name: &str, before: usize) -> String {
        let at = self.text[..before].rfind(&format!("<{name}")).map_or(0, |at| at + 1);
        self.place(at).trim_start_matches("Line ").trim_end_matches('.').replace(", position", " position").to_owned()
    }

    fn doctype(&mut self) -> Result<String, String> {
        let start = self.at;
        let mut depth = 0;
        for (offset, c) in self.rest().char_indices() {
            match c {
                '[' => depth += 1,
                ']' => depth -= 1,
                '>' if depth == 0 => {
                    let text = self.text[start..start + offset].trim().to_owned();
                    self.at = start + offset + 1;
                    return Ok(text);
                }
                _ => {}
            }
        }
        self.fail("Unexpected end of file while parsing DOCTYPE has occurred.", self.text.len())
    }

    /// An element's start tag; `None` where it is closed at once.
    fn start_tag(&mut self, parent: &Rc<Node>) -> Result<Option<Rc<Node>>, String> {
        let name = self.name()?;
        let element = self.add(parent, Kind::Element, &name, "");
        loop {
            let before = self.at;
            self.blanks();
            if self.eat("/>") {
                return Ok(None);
            }
            if self.eat(">") {
                element.is_short.set(false);
                return Ok(Some(element));
            }
            if self.rest().is_empty() {
                return self.fail(&format!("Unexpected end of file has occurred. The following elements are not closed: {name}."), self.at);
            }
            if before == self.at {
                let c = self.rest().chars().next().unwrap_or(' ');
                return self
                    .fail(&format!("The '{c}' character, hexadecimal value 0x{:02X}, cannot be included in a name.", c as u32), self.at);
            }
            let at = self.at;
            let attribute = self.name()?;
            self.blanks();
            if !self.eat("=") {
                let found = self.rest().chars().next().unwrap_or(' ');
                return self.fail(&format!("'{found}' is an unexpected token. The expected token is '='."), self.at);
            }
            self.blanks();
            let Some(quote) = self.rest().chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                let found = self.rest().chars().next().unwrap_or(' ');
                return self.fail(&format!("'{found}' is an unexpected token. The expected token is '\"' or '''."), self.at);
            };
            self.at += 1;
            let value_at = self.at;
            let raw = self.until(&quote.to_string(), "attribute value")?;
            if raw.contains('<') {
                return self.fail("'<', hexadecimal value 0x3C, is an invalid attribute character.", value_at + raw.find('<').unwrap_or(0));
            }
            let value = self.expand(&raw.replace(['\n', '\t', '\r'], " "), value_at)?;
            if element.attribute(&attribute).is_some() {
                return self.fail(&format!("'{attribute}' is a duplicate attribute name."), at);
            }
            element.set_attribute(&attribute, &value);
        }
    }

    fn text_node(&mut self, parent: &Rc<Node>, at_root: bool) -> Result<(), String> {
        let at = self.at;
        let length = self.rest().find('<').unwrap_or(self.rest().len());
        let raw = self.rest()[..length].to_owned();
        self.at += length;
        let is_blank = raw.trim().is_empty();
        if at_root && !is_blank {
            let offset = raw.len() - raw.trim_start().len();
            return self.fail("Data at the root level is invalid.", at + offset);
        }
        if is_blank && (at_root || !self.keep_blanks) {
            return Ok(());
        }
        let text = self.expand(&raw.replace("\r\n", "\n"), at)?;
        self.add(parent, Kind::Text, "#text", &text);
        Ok(())
    }

    /// References replaced by what they stand for.
    fn expand(&self, raw: &str, at: usize) -> Result<String, String> {
        if !raw.contains('&') {
            return Ok(raw.to_owned());
        }
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(start) = rest.find('&') {
            out.push_str(&rest[..start]);
            let offset = at + (raw.len() - rest.len()) + start;
            let Some(length) = rest[start..].find(';') else {
                return self.fail("An error occurred while parsing EntityName.", offset + 1);
            };
            let name = &rest[start + 1..start + length];
            let number =
                name.strip_prefix("#x").map(|digits| u32::from_str_radix(digits, 16)).or_else(|| name.strip_prefix('#').map(str::parse));
            match (name, number) {
                (_, Some(Ok(code))) => match char::from_u32(code) {
                    Some(c) => out.push(c),
                    None => return self.fail("Invalid character in the given encoding.", offset),
                },
                ("amp", _) => out.push('&'),
                ("lt", _) => out.push('<'),
                ("gt", _) => out.push('>'),
                ("quot", _) => out.push('"'),
                ("apos", _) => out.push('\''),
                _ if name.is_empty() || !name.chars().all(is_name) => {
                    return self.fail("An error occurred while parsing EntityName.", offset + 1);
                }
                _ => return self.fail(&format!("Reference to undeclared entity '{name}'."), offset + 1),
            }
            rest = &rest[start + length + 1..];
        }
        out.push_str(rest);
        Ok(out)
    }
}
