//! `MatchInfo`: a line in which `Select-String` found its pattern.

use std::any::Any;
use std::rc::Rc;

use crate::value::text::culture::Culture;
use crate::value::{Array, ClrObject, Runtime, TypeId, Value, members};

/// Lines around a match.
pub struct LinesAround {
    /// Before it.
    pub before: Vec<Rc<str>>,
    /// After it.
    pub after: Vec<Rc<str>>,
}

/// A line with matches.
pub struct MatchInfo {
    /// The line.
    pub line: Rc<str>,
    /// Its number, from 1.
    pub line_number: i64,
    /// The file, or `InputStream`.
    pub path: Rc<str>,
    /// The pattern that matched.
    pub pattern: Rc<str>,
    /// The matches, as `[regex]` gives them.
    pub matches: Vec<Value>,
    /// Lines around it, if they were asked for.
    pub around: Option<Rc<LinesAround>>,
    /// Whether case did not count.
    pub ignores_case: bool,
    /// The folder that shown paths start from.
    pub base: Rc<str>,
}

impl MatchInfo {
    fn relative(&self, base: &str) -> String {
        if base.is_empty() {
            return self.path.to_string();
        }
        let base = base.trim_end_matches('/');
        match self.path.strip_prefix(base).and_then(|rest| rest.strip_prefix('/')) {
            Some(rest) => rest.to_owned(),
            None => self.path.to_string(),
        }
    }

    fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The line with where it stands, and the lines around it.
    pub fn shown(&self, base: &str) -> String {
        if &*self.path == "InputStream" && self.around.is_none() {
            return self.line.to_string();
        }
        let path = self.relative(base);
        let line_text = |number: i64, line: &str, mark: &str| {
            if &*self.path == "InputStream" { format!("{mark}{line}") } else { format!("{mark}{path}:{number}:{line}") }
        };
        let Some(around) = &self.around else { return line_text(self.line_number, &self.line, "") };
        let mut lines = Vec::new();
        let first = self.line_number - around.before.len() as i64;
        lines.extend(around.before.iter().enumerate().map(|(at, line)| line_text(first + at as i64, line, "  ")));
        lines.push(line_text(self.line_number, &self.line, "> "));
        lines.extend(around.after.iter().enumerate().map(|(at, line)| line_text(self.line_number + 1 + at as i64, line, "  ")));
        lines.join("\n")
    }
}

impl ClrObject for MatchInfo {
    fn class(&self) -> TypeId {
        TypeId::MATCH_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["IgnoreCase", "LineNumber", "Line", "Filename", "Path", "Pattern", "Context", "Matches"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "ignorecase" => Value::Bool(self.ignores_case),
            "linenumber" => Value::Long(self.line_number),
            "line" => Value::Str(self.line.clone()),
            "filename" => Value::str(self.file_name()),
            "path" => Value::Str(self.path.clone()),
            "pattern" => Value::Str(self.pattern.clone()),
            "context" => match &self.around {
                Some(around) => {
                    let lines = |lines: &[Rc<str>]| Value::strings(lines);
                    crate::value::Object::record(
                        Some("Microsoft.PowerShell.Commands.MatchInfoContext"),
                        [
                            ("PreContext", lines(&around.before)),
                            ("PostContext", lines(&around.after)),
                            ("DisplayPreContext", lines(&around.before)),
                            ("DisplayPostContext", lines(&around.after)),
                        ],
                    )
                }
                None => Value::Null,
            },
            "matches" => Value::Array(Rc::new(Array::new(TypeId::MATCH, self.matches.clone()))),
            // What the default view shows: the path from the folder of the search.
            "relativetext" => Value::str(self.shown(&self.base)),
            _ => return None,
        })
    }

    fn invoke(&self, _rt: &mut dyn Runtime, name: &str, args: &[Value]) -> Option<members::Outcome> {
        let text = |at: usize| args.get(at).and_then(Value::as_str).map_or("", |text| text);
        match name.to_ascii_lowercase().as_str() {
            "relativepath" => Some(members::ok(self.relative(text(0)))),
            "tostring" => Some(members::ok(if args.is_empty() { self.shown("") } else { self.shown(text(0)) })),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.shown(""))
    }
}
