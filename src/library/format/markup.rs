//! A small reader for the XML of view files: elements and their text. Attributes, comments and declarations are
//! passed over; document type declarations are refused.

/// An element.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its own text, entities resolved.
    pub text: String,
    /// Elements inside.
    pub children: Vec<Element>,
}

/// Elements may stand inside one another this deep.
const DEEPEST: usize = 64;

impl Element {
    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element at the end of a path of first children.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The trimmed text of a child, if it is there.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim())
    }
}

/// Reads a document; the error says what is wrong.
pub fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader { rest: text.trim_start_matches('\u{feff}') };
    reader.skip_misc()?;
    let root = reader.element(0)?;
    reader.skip_misc()?;
    if reader.rest.is_empty() { Ok(root) } else { Err("There is text after the end of the document's element.".to_owned()) }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn until(&mut self, end: &str) -> Result<&'a str, String> {
        let at = self.rest.find(end).ok_or_else(|| format!("'{end}' is missing."))?;
        let found = &self.rest[..at];
        self.rest = &self.rest[at + end.len()..];
        Ok(found)
    }

    /// Blanks, comments, declarations.
    fn skip_misc(&mut self) -> Result<(), String> {
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.starts_with("<!--") {
                self.until("-->")?;
            } else if self.rest.starts_with("<?") {
                self.until("?>")?;
            } else if self.rest.starts_with("<!DOCTYPE") {
                return Err("Document type declarations are not allowed.".to_owned());
            } else {
                return Ok(());
            }
        }
    }

    fn element(&mut self, depth: usize) -> Result<Element, String> {
        if depth > DEEPEST {
            return Err("Elements are nested too deeply.".to_owned());
        }
        self.rest = self.rest.strip_prefix('<').ok_or("An element is expected.")?;
        let length = self.rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).ok_or("A tag has no end.")?;
        let mut element = Element { name: self.rest[..length].to_owned(), ..Element::default() };
        if element.name.is_empty() {
            return Err("An element has no name.".to_owned());
        }
        if self.open_tag()? {
            return Ok(element);
        }
        loop {
            if let Some(rest) = self.rest.strip_prefix("</") {
                self.rest = rest;
                let name = self.until(">")?.trim_end();
                return if name == element.name { Ok(element) } else { Err(format!("'</{name}>' ends '<{}>'.", element.name)) };
            }
            if self.rest.starts_with("<!--") {
                self.until("-->")?;
            } else if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
                self.rest = rest;
                element.text.push_str(self.until("]]>")?);
            } else if self.rest.starts_with("<?") {
                self.until("?>")?;
            } else if self.rest.starts_with('<') {
                element.children.push(self.element(depth + 1)?);
            } else {
                let end = self.rest.find('<').ok_or_else(|| format!("'<{}>' has no end.", element.name))?;
                element.text.push_str(&entities(&self.rest[..end])?);
                self.rest = &self.rest[end..];
            }
        }
    }

    /// Passes over attributes; says whether the element ends here.
    fn open_tag(&mut self) -> Result<bool, String> {
        let mut quote = None;
        for (at, c) in self.rest.char_indices() {
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(c),
                (None, '>') => {
                    let is_empty = self.rest[..at].ends_with('/');
                    self.rest = &self.rest[at + 1..];
                    return Ok(is_empty);
                }
                (None, _) => {}
            }
        }
        Err("A tag has no end.".to_owned())
    }
}

fn entities(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find(';').ok_or("'&' begins no entity.")? + at;
        let name = &rest[at + 1..end];
        let c = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match name.strip_prefix("#x") {
                Some(digits) => u32::from_str_radix(digits, 16).ok().and_then(char::from_u32),
                None => name.strip_prefix('#').and_then(|digits| digits.parse().ok()).and_then(char::from_u32),
            },
        };
        out.push(c.ok_or_else(|| format!("The entity '&{name};' is unknown."))?);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_elements_and_text() {
        let root = parse("<?xml version='1.0'?><a x='>'><!-- c --><b>1 &lt; 2</b><c/><b><![CDATA[<raw>]]></b></a>").unwrap_or_default();
        let texts: Vec<&str> = root.all("b").map(|b| b.text.as_str()).collect();
        assert_eq!(texts, ["1 < 2", "<raw>"]);
        assert!(parse("<a><b></a>").is_err());
        assert!(parse("<!DOCTYPE a><a/>").is_err());
    }
}
