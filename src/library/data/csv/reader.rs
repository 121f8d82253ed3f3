//! Records of delimited text, as PowerShell reads them.

use std::rc::Rc;

use crate::value::{Category, ErrorRecord, Object, Run, Shape, TypeId, Value};

/// Splits text into records.
pub struct Records<'t> {
    text: &'t str,
    at: usize,
    delimiter: char,
}

impl<'t> Records<'t> {
    /// The records of a text.
    pub fn new(text: &'t str, delimiter: char) -> Records<'t> {
        Records { text, at: 0, delimiter }
    }

    fn next_char(&mut self) -> Option<char> {
        let c = self.text[self.at..].chars().next()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn peek_is(&self, c: char) -> bool {
        self.text[self.at..].starts_with(c)
    }

    /// Whether `c` ends a line; takes the line feed of a pair.
    fn ends_line(&mut self, c: char) -> Option<&'static str> {
        match c {
            '\n' => Some("\n"),
            '\r' if self.peek_is('\n') => {
                self.at += 1;
                Some("\r\n")
            }
            '\r' => Some("\r"),
            _ => None,
        }
    }

    /// Reads on to the delimiter; true at the end of the record. Behind a quoted field only blanks are dropped.
    fn till_delimiter(&mut self, field: &mut String, drop_blanks: bool) -> bool {
        let mut rest = String::new();
        let mut ended = true;
        while let Some(c) = self.next_char() {
            if c == self.delimiter {
                ended = false;
                break;
            }
            if self.ends_line(c).is_some() {
                break;
            }
            rest.push(c);
        }
        if !(drop_blanks && rest.chars().all(|c| c == ' ' || c == '\t')) {
            field.push_str(&rest);
        }
        ended
    }

    /// The next record's fields; empty at the end of the text.
    pub fn next_record(&mut self) -> Vec<Rc<str>> {
        // A line without quotes and without blanks around its fields is only split.
        if let Some(fields) = self.plain_record() {
            return fields;
        }
        let mut fields: Vec<Rc<str>> = Vec::new();
        let mut field = String::new();
        let mut is_quoted = false;
        while let Some(c) = self.next_char() {
            if c == self.delimiter {
                if is_quoted {
                    field.push(c);
                } else {
                    fields.push(Rc::from(&*field));
                    field.clear();
                }
                continue;
            }
            match c {
                '"' if is_quoted => {
                    if self.peek_is('"') {
                        self.at += 1;
                        field.push('"');
                        continue;
                    }
                    is_quoted = false;
                    let ended = self.till_delimiter(&mut field, true);
                    fields.push(Rc::from(&*field));
                    field.clear();
                    if ended {
                        return fields;
                    }
                }
                '"' if field.is_empty() => is_quoted = true,
                '"' | ' ' | '\t' if !is_quoted => {
                    if field.is_empty() {
                        continue;
                    }
                    field.push(c);
                    let ended = self.till_delimiter(&mut field, c != '"');
                    fields.push(Rc::from(&*field));
                    field.clear();
                    if ended {
                        return fields;
                    }
                }
                _ => match self.ends_line(c) {
                    Some(newline) if is_quoted => field.push_str(newline),
                    Some(_) => {
                        fields.push(Rc::from(&*field));
                        return fields;
                    }
                    None => field.push(c),
                },
            }
        }
        if !field.is_empty() {
            fields.push(Rc::from(&*field));
        }
        fields
    }

    /// A record on one line whose fields are bare or wholly in quotes: split, not read letter by letter.
    fn plain_record(&mut self) -> Option<Vec<Rc<str>>> {
        let rest = &self.text[self.at..];
        let end = memchr::memchr(b'\n', rest.as_bytes())?;
        let line = rest[..end].strip_suffix('\r').unwrap_or(&rest[..end]);
        if memchr::memchr(b'\r', line.as_bytes()).is_some() {
            return None;
        }
        let fields: Option<Vec<Rc<str>>> = line.split(self.delimiter).map(|piece| plain_field(piece).map(Rc::from)).collect();
        if fields.is_some() {
            self.at += end + 1;
        }
        fields
    }

    /// Whether all is read.
    pub fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }
}

/// What a field says that needs no reading: without quotes and without blanks around it, or in one pair of quotes.
fn plain_field(piece: &str) -> Option<&str> {
    let bytes = piece.as_bytes();
    let inner = match bytes {
        [b'"', inner @ .., b'"'] => {
            let inner_text = &piece[1..piece.len() - 1];
            return memchr::memchr(b'"', inner).is_none().then_some(inner_text);
        }
        [b' ' | b'\t', ..] | [.., b' ' | b'\t'] => return None,
        all => all,
    };
    memchr::memchr(b'"', inner).is_none().then_some(piece)
}

/// Turns records into objects.
pub struct Rows {
    delimiter: char,
    shape: Option<Rc<Shape>>,
    type_name: Option<Rc<[Rc<str>]>>,
    /// Whether a header had no name for a column.
    pub unnamed: bool,
}

impl Rows {
    /// Rows with these column names, or with those of the first record.
    pub fn new(delimiter: char, header: Option<Vec<Rc<str>>>) -> Run<Rows> {
        let mut rows = Rows { delimiter, shape: None, type_name: None, unnamed: false };
        if let Some(names) = header {
            rows.set_header(names)?;
        }
        Ok(rows)
    }

    fn set_header(&mut self, mut names: Vec<Rc<str>>) -> Run {
        let mut n_unnamed = 0;
        for at in 0..names.len() {
            if names[at].is_empty() {
                n_unnamed += 1;
                names[at] = Rc::from(format!("H{n_unnamed}"));
                self.unnamed = true;
            }
            if names[..at].iter().any(|own| own.eq_ignore_ascii_case(&names[at])) {
                let message = format!("The member \"{}\" is already present.", names[at]);
                return Err(ErrorRecord::new(
                    TypeId::EXTENDED_TYPE_SYSTEM_EXCEPTION,
                    message,
                    "AlreadyPresentPSMemberInfoInternalCollectionAdd",
                    Category::NotSpecified,
                    Value::Null,
                )
                .into());
            }
        }
        self.shape = Some(Shape::new(names));
        Ok(())
    }

    /// Reads the header if there is none yet; false if the text has none.
    fn header(&mut self, records: &mut Records<'_>) -> Run<bool> {
        while self.shape.is_none() {
            if records.is_done() {
                return Ok(false);
            }
            let rest = &records.text[records.at..];
            if self.type_name.is_none() && rest.starts_with("#TYPE ") {
                let line = rest.lines().next().unwrap_or("");
                let name: Rc<str> = Rc::from(line["#TYPE ".len()..].trim_end());
                let marked: Rc<str> = Rc::from(format!("CSV:{name}"));
                self.type_name = Some(vec![name, marked].into());
                records.at += line.len();
                while records.peek_is('\r') || records.peek_is('\n') {
                    records.at += 1;
                    if records.text.as_bytes()[records.at - 1] == b'\n' {
                        break;
                    }
                }
                continue;
            }
            let mut names = records.next_record();
            while names.len() > 1 && names.last().is_some_and(|name| name.is_empty()) {
                names.pop();
            }
            match names.first().cloned() {
                None => return Ok(false),
                Some(first) if first.starts_with("#Fields: ") => {
                    names[0] = Rc::from(&first["#Fields: ".len()..]);
                    self.set_header(names)?;
                }
                Some(first) if first.starts_with('#') => {}
                Some(first) if first.is_empty() && names.len() == 1 => {}
                Some(_) => self.set_header(names)?,
            }
        }
        Ok(true)
    }

    /// A text of `ConvertFrom-Csv` without the comment on its first line, where rows have no type name yet.
    pub fn without_type_line<'t>(&self, text: &'t str) -> &'t str {
        if self.shape.is_none() || self.type_name.is_some() || !text.starts_with('#') {
            return text;
        }
        text.split_once('\n').map_or("", |(_, rest)| rest)
    }

    /// Reads a text, giving each row to `take`.
    pub fn read(&mut self, text: &str, take: &mut dyn FnMut(Value) -> Run) -> Run {
        self.read_block(text, true, take).map(|_| ())
    }

    /// Reads a part of a text; gives how much of it was read. A record that reaches the part's end may go on in the
    /// next one, and is left for it.
    pub fn read_block(&mut self, text: &str, is_last: bool, take: &mut dyn FnMut(Value) -> Run) -> Run<usize> {
        let mut records = Records::new(text, self.delimiter);
        if !self.header(&mut records)? {
            return Ok(records.at);
        }
        let Some(shape) = self.shape.clone() else { return Ok(records.at) };
        loop {
            let start = records.at;
            let fields = records.next_record();
            if !is_last && records.at >= text.len() {
                return Ok(start);
            }
            if fields.is_empty() {
                if records.is_done() {
                    return Ok(records.at);
                }
                continue;
            }
            if fields.len() == 1 && fields[0].is_empty() {
                continue;
            }
            let mut values: Vec<Value> = fields.into_iter().take(shape.names.len()).map(Value::Str).collect();
            values.resize(shape.names.len(), Value::Null);
            let row = Object::custom(shape.clone(), values);
            if let (Some(names), Some(mut members)) = (&self.type_name, row.members_cell_mut()) {
                members.type_names = Some(names.clone());
            }
            take(row)?;
        }
    }
}
