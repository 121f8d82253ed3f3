//! An HTTP answer, as an object and as the objects that its content is.

use std::rc::Rc;

use crate::library::data::json::reader::{Dates, JsonReader, Objects};
use crate::value::members::{TextEncoding, decode_file};
use crate::value::text::regex::{Regex, RegexOptions};
use crate::value::{Array, Dict, Object, Run, Runtime, TypeId, Value, convert};

/// An answer.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Its reason, as HTTP has it.
    pub reason: String,
    /// Names and values of the headers, in order.
    pub headers: Vec<(String, String)>,
    /// The content.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The content as text, in the character set that its header names.
    pub fn text(&self) -> String {
        let kind = self.header("Content-Type").unwrap_or("").to_ascii_lowercase();
        let charset = kind.split(';').find_map(|part| part.trim().strip_prefix("charset=")).map(|name| name.trim_matches('"').to_owned());
        let encoding = charset.and_then(|name| TextEncoding::of(&Value::from(name))).unwrap_or(TextEncoding::UTF8);
        decode_file(&self.body, encoding)
    }

    /// The headers as a dictionary of lists.
    pub fn headers_value(&self) -> Value {
        let dict = Dict::ordered();
        for (name, value) in &self.headers {
            let mut values = dict.get_str(name).and_then(|list| list.enumerate()).unwrap_or_default();
            values.push(Value::str(value));
            dict.set_str(name, Value::Array(Rc::new(Array::new(TypeId::STRING, values))));
        }
        Value::Dict(Rc::new(dict))
    }

    fn raw(&self, text: &str) -> String {
        let mut raw = format!("HTTP/1.1 {} {}\r\n", self.status, self.reason);
        for (name, value) in &self.headers {
            raw.push_str(&format!("{name}: {value}\r\n"));
        }
        raw.push_str("\r\n");
        raw.push_str(text);
        raw
    }

    /// What `Invoke-WebRequest` gives.
    pub fn page(&self) -> Value {
        let text = self.text();
        let kind = self.header("Content-Type").unwrap_or("").to_ascii_lowercase();
        let is_text = kind.is_empty() || kind.starts_with("text/") || ["json", "xml", "javascript"].iter().any(|word| kind.contains(word));
        let content = if is_text { Value::str(&text) } else { bytes(&self.body) };
        let tags = |pattern: &str| if is_text { elements(&text, pattern) } else { Value::array(Vec::new()) };
        Object::record(
            Some("Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject"),
            [
                ("StatusCode", Value::Int(i32::from(self.status))),
                ("StatusDescription", Value::str(&self.reason)),
                ("Content", content),
                ("RawContent", Value::from(self.raw(&text))),
                ("Headers", self.headers_value()),
                ("Images", tags(r"<img\s[^>]*?>")),
                ("InputFields", tags(r"<input\s[^>]*?>")),
                ("Links", tags(r"<a\s[^>]*?>.*?</a>")),
                ("RawContentLength", Value::Int(self.body.len() as i32)),
                ("RelationLink", Value::Dict(Rc::new(Dict::hashtable()))),
            ],
        )
    }

    /// What `Invoke-RestMethod` gives.
    pub fn objects(&self, rt: &mut dyn Runtime) -> Run<Value> {
        let text = self.text();
        let kind = self.header("Content-Type").unwrap_or("").to_ascii_lowercase();
        if kind.contains("xml") {
            return Ok(convert::try_cast(rt, &Value::str(&text), TypeId::XML_DOCUMENT).unwrap_or_else(|_| Value::from(text)));
        }
        let first = text.trim_start().chars().next();
        if (kind.contains("json") || matches!(first, Some('{' | '[')))
            && let Ok(value) = JsonReader::new(&text, Objects::Custom, Dates::Default, 1024).read()
        {
            return Ok(value.unwrap_or_default());
        }
        Ok(Value::from(text))
    }
}

fn bytes(body: &[u8]) -> Value {
    Value::Array(Rc::new(Array::new(TypeId::BYTE, body.iter().map(|byte| Value::Byte(*byte)).collect())))
}

/// Elements of a page with their attributes.
fn elements(text: &str, pattern: &str) -> Value {
    let Ok(tag) = Regex::new(pattern, RegexOptions::IGNORE_CASE | RegexOptions::SINGLELINE) else { return Value::array(Vec::new()) };
    let Ok(attribute) = Regex::new(r#"([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"#, RegexOptions::NONE) else {
        return Value::array(Vec::new());
    };
    let mut found = Vec::new();
    for hit in tag.matches(text).flatten() {
        let span = hit.span();
        let outer = &text[span.start..span.end];
        let head = &outer[..outer.find('>').map_or(outer.len(), |at| at + 1)];
        let element = Object::record(None, [("outerHTML", Value::str(outer)), ("tagName", Value::str(tag_name(outer)))]);
        for pair in attribute.matches(head).flatten() {
            let name = part(&pair, head, 1).unwrap_or("");
            let value = (2..=4).find_map(|at| part(&pair, head, at)).unwrap_or("");
            element.set_note(name, Value::str(value));
        }
        found.push(element);
    }
    Value::array(found)
}

fn part<'t>(hit: &crate::value::text::regex::Match, text: &'t str, at: usize) -> Option<&'t str> {
    let span = hit.group(at)?.span()?;
    text.get(span.start..span.end)
}

fn tag_name(element: &str) -> String {
    element.trim_start_matches('<').chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}
