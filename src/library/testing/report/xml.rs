//! XML text: elements, attributes, texts, indented. Characters that XML has no place for become U+FFFD.

/// XML as it grows.
pub struct Xml {
    out: String,
    open: Vec<(&'static str, bool)>,
    in_tag: bool,
}

fn escaped(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(letter),
            '\r' => out.push_str("&#xD;"),
            letter if (letter as u32) < 0x20 || matches!(letter as u32, 0xfffe | 0xffff) => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
}

impl Xml {
    /// Starts with these lines (declaration, document type).
    pub fn new(head: &str) -> Xml {
        Xml { out: head.to_owned(), open: Vec::new(), in_tag: false }
    }

    fn close_tag(&mut self) {
        if std::mem::take(&mut self.in_tag) {
            self.out.push('>');
        }
    }

    /// Opens an element.
    pub fn start(&mut self, name: &'static str) -> &mut Xml {
        self.close_tag();
        if let Some((_, has_children)) = self.open.last_mut() {
            *has_children = true;
        }
        self.out.push('\n');
        self.out.push_str(&"  ".repeat(self.open.len()));
        self.out.push('<');
        self.out.push_str(name);
        self.open.push((name, false));
        self.in_tag = true;
        self
    }

    /// An attribute of the element just opened.
    pub fn attribute(&mut self, name: &str, value: impl std::fmt::Display) -> &mut Xml {
        self.out.push_str(&format!(" {name}=\""));
        // Line ends in attributes are kept as references: readers make blanks of them otherwise.
        let mut text = String::new();
        escaped(&value.to_string(), &mut text);
        self.out.push_str(&text.replace('\n', "&#xA;").replace('\t', "&#x9;"));
        self.out.push('"');
        self
    }

    /// Text in the element.
    pub fn text(&mut self, text: &str) -> &mut Xml {
        self.close_tag();
        escaped(text, &mut self.out);
        self
    }

    /// Closes the innermost element.
    pub fn end(&mut self) -> &mut Xml {
        let Some((name, has_children)) = self.open.pop() else { return self };
        if std::mem::take(&mut self.in_tag) {
            self.out.push_str(" />");
            return self;
        }
        if has_children {
            self.out.push('\n');
            self.out.push_str(&"  ".repeat(self.open.len()));
        }
        self.out.push_str(&format!("</{name}>"));
        self
    }

    /// The text, with everything closed.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out.push('\n');
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn elements_nest_and_texts_are_escaped() {
        let mut xml = Xml::new("<?xml version=\"1.0\"?>");
        xml.start("a").attribute("b", "x<\"\n").start("c").text("1 & 2\u{1}").end().start("d").end().end();
        assert_eq!(xml.finish(), "<?xml version=\"1.0\"?>\n<a b=\"x&lt;&quot;&#xA;\">\n  <c>1 &amp; 2\u{fffd}</c>\n  <d />\n</a>\n");
    }
}
