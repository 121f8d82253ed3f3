//! Variables: `$name`, `$scope:name`, `${any text}`, `$$ $? $^`, `@splatted`.

use super::chars::{is_identifier_follow, is_variable_char, is_word_end};
use super::{K, Lexer, Payload, Tok};
use crate::source::Span;
use crate::syntax::ast::VariablePath;

impl Lexer<'_> {
    /// A variable token; the lexer stands at the sigil.
    pub(super) fn variable(&mut self, splatted: bool) -> Tok {
        match self.variable_path() {
            Some(path) => {
                // An argument that only starts with a variable is a word; members and indexes belong to the variable.
                let next = self.peek();
                let is_member = matches!(next, '.' | '[') || (next == ':' && self.peek_second() == ':');
                if self.in_command() && !splatted && !self.at_end() && !is_word_end(next) && !is_member {
                    self.pos = self.start;
                    return self.word(String::new());
                }
                let kind = if splatted { K::SplattedVariable } else { K::Variable };
                self.token_with(kind, Payload::Variable(path))
            }
            None => {
                // A lone `$` is a word.
                self.pos = self.start;
                self.word(String::new())
            }
        }
    }

    /// The path after a sigil, which is taken too; none if nothing that names a variable follows.
    pub(super) fn variable_path(&mut self) -> Option<VariablePath> {
        let start = self.pos;
        self.bump();
        let c = self.peek();
        if c == '{' {
            return Some(self.braced_variable(start));
        }
        if matches!(c, '$' | '^' | '?') && !self.at_end() {
            self.bump();
            return Some(VariablePath::new(&c.to_string()));
        }
        let name_start = self.pos;
        while !self.at_end() {
            let c = self.peek();
            if c == ':' {
                // The first colon ends a scope or drive, further ones may stand inside a name.
                let is_first = !self.text.get(name_start..self.pos).unwrap_or("").contains(':');
                if self.peek_second() == ':' || !(is_first || is_variable_char(self.peek_second())) {
                    break;
                }
                self.bump();
            } else if is_variable_char(c) {
                self.bump();
            } else {
                break;
            }
        }
        let name = self.text.get(name_start..self.pos).unwrap_or("");
        if name.is_empty() {
            return None;
        }
        let path = VariablePath::new(name);
        if name.ends_with(':') {
            let span = self.local_span(start, self.pos);
            let is_scope =
                name.len() == 1 || (path.is_variable() && !name.eq_ignore_ascii_case("using:") && !name.eq_ignore_ascii_case("variable:"));
            self.report_name(is_scope, span);
        }
        Some(path)
    }

    fn report_name(&mut self, is_scope: bool, span: Span) {
        if is_scope {
            self.error(
                "InvalidVariableReference",
                "Variable reference is not valid. '$' was not followed by a valid variable name character. Consider using ${} to delimit the name.",
                span,
            );
        } else {
            self.error(
                "InvalidVariableReferenceWithDrive",
                "Variable reference is not valid. ':' was not followed by a valid variable name character. Consider using ${} to delimit the name.",
                span,
            );
        }
    }

    fn braced_variable(&mut self, start: usize) -> VariablePath {
        self.bump();
        let mut name = String::new();
        let closed = loop {
            if self.at_end() {
                break false;
            }
            match self.bump() {
                '}' => break true,
                '`' if !self.at_end() => {
                    let c = self.escape();
                    name.extend(c);
                }
                '{' => {
                    // The place is the one after the brace, as in PowerShell.
                    let span = self.local_span(self.pos, self.pos + 1);
                    self.error("OpenBraceNeedsToBeBackTickedInVariableName", "Use `{ instead of { in variable names.", span);
                    name.push('{');
                }
                '"' if self.depth_of_string() && self.peek() == '"' => {
                    self.bump();
                    name.push('"');
                }
                c => name.push(c),
            }
        };
        if !closed {
            let span = self.local_span(start + 1, self.pos);
            self.incomplete(
                "IncompleteDollarVariableReference",
                "${{variable}} reference starting is missing the closing '}}'.",
                span,
                span,
            );
        } else if name.is_empty() {
            let span = self.local_span(self.pos - 1, self.pos);
            self.error("EmptyVariableReference", "An empty ${} variable reference was found. A name is required inside the braces.", span);
        } else if name.ends_with(':') {
            let span = self.local_span(start, self.pos);
            self.error("InvalidBracedVariableReference", "Variable reference is not valid. The variable name is missing.", span);
        }
        VariablePath::new(&name)
    }

    /// In a string, a doubled quote inside `${…}` is one quote. Outside strings quotes stand for themselves.
    fn depth_of_string(&self) -> bool {
        let first = self.char_at(self.start);
        super::is_double_quote(first)
    }

    /// The name of a variable may follow here.
    pub(super) fn names_variable(c: char) -> bool {
        is_identifier_follow(c) || matches!(c, '$' | '^' | '?' | ':' | '{')
    }
}
