//! What the cursor stands in.

use crate::syntax::Parsed;
use crate::syntax::token::{Token, TokenKind, TokenRole};

/// The kind of word at the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Spot {
    /// In a comment.
    Comment,
    /// `$na`, `${na`, `@na`.
    Variable,
    /// Behind `.` or `::`, which starts at `dot`.
    Member {
        /// Where the dot is.
        dot: usize,
        /// `::`
        is_static: bool,
    },
    /// In `[` or `[a.b`.
    Type,
    /// A key of a hash table that opens at this place.
    Key {
        /// Where `@{` is.
        open: usize,
    },
    /// In the parentheses of an attribute.
    AttributeArgument {
        /// The attribute's name.
        name: String,
    },
    /// Behind `using`.
    Using,
    /// `-na` behind an expression.
    Operator,
    /// `-na` behind `switch`.
    SwitchFlag,
    /// Behind `>`.
    Redirection,
    /// A command's name.
    Command,
    /// A command's argument or parameter.
    Argument,
    /// Nothing that can be completed.
    Nothing,
}

/// The word at the cursor and what is around it.
pub struct Place<'t> {
    /// All of the text.
    pub text: &'t str,
    /// Tokens but line ends and the end.
    pub tokens: Vec<Token>,
    /// The kind of word.
    pub spot: Spot,
    /// Where the word starts.
    pub start: usize,
    /// Where it ends; the cursor is between.
    pub end: usize,
    /// The word up to the cursor, without its quote.
    pub word: String,
    /// The quote it starts with.
    pub quote: Option<char>,
    /// The cursor.
    pub cursor: usize,
    /// The tokens of the command the word belongs to, its name first, up to the word.
    pub command: Vec<Token>,
    /// Where the command's first token is among all.
    pub command_at: usize,
}

/// Ends a command, where no bracket is open.
fn is_boundary(kind: TokenKind) -> bool {
    use TokenKind::*;
    matches!(
        kind,
        Pipe | Semi
            | NewLine
            | AndAnd
            | OrOr
            | Ampersand
            | Equals
            | PlusEquals
            | MinusEquals
            | MultiplyEquals
            | DivideEquals
            | RemainderEquals
            | QuestionQuestionEquals
    )
}

/// Opens a bracket.
fn opens(kind: TokenKind) -> bool {
    use TokenKind::*;
    matches!(kind, LParen | LCurly | LBracket | AtParen | AtCurly | DollarParen | QuestionLBracket)
}

fn closes(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::RParen | TokenKind::RCurly | TokenKind::RBracket)
}

impl<'t> Place<'t> {
    /// Finds what the cursor stands in.
    pub fn find(text: &'t str, cursor: usize, parsed: &Parsed) -> Place<'t> {
        let tokens: Vec<Token> =
            parsed.tokens.iter().filter(|token| token.kind != TokenKind::EndOfInput && !token.span.is_empty()).copied().collect();
        let mut place = Place {
            text,
            tokens,
            spot: Spot::Nothing,
            start: cursor,
            end: cursor,
            word: String::new(),
            quote: None,
            cursor,
            command: Vec::new(),
            command_at: 0,
        };
        // The innermost token that ends at the cursor or has it inside.
        let at = place.tokens.iter().rposition(|token| {
            (token.span.start as usize) < cursor && cursor <= token.span.end as usize && token.kind != TokenKind::NewLine
        });
        if let Some(at) = at {
            let token = place.tokens[at];
            if token.kind == TokenKind::Comment {
                let head = &text[..cursor];
                let word = head.rfind(char::is_whitespace).map_or(0, |at| at + 1);
                let start = word + usize::from(head[word..].starts_with(['-', '.']));
                place.set(start, cursor, Spot::Comment);
                return place;
            }
            if place.variable(&token) || place.member(at) || place.type_name(at) {
                return place;
            }
        }
        place.take_word(at);
        place.in_command(at);
        place
    }

    /// What a token says.
    pub fn slice(&self, token: &Token) -> &'t str {
        &self.text[token.span.start as usize..token.span.end as usize]
    }

    fn set(&mut self, start: usize, end: usize, spot: Spot) -> bool {
        self.start = start;
        self.end = end.max(self.cursor);
        self.word = self.text[start..self.cursor].to_owned();
        self.spot = spot;
        true
    }

    fn variable(&mut self, token: &Token) -> bool {
        let head = &self.text[..self.cursor];
        let name_start = head
            .rfind(|c: char| !(c.is_alphanumeric() || "_:?^".contains(c)))
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        let before = &head[..name_start];
        let (start, is_variable) =
            if before.ends_with("${") { (name_start - 2, true) } else { (name_start.saturating_sub(1), before.ends_with('$')) };
        let in_string = matches!(token.kind, TokenKind::StringExpandable | TokenKind::HereStringExpandable) && is_variable;
        match token.kind {
            TokenKind::Variable | TokenKind::SplattedVariable => {
                self.set(token.span.start as usize, token.span.end as usize, Spot::Variable)
            }
            _ if in_string => self.set(start, self.cursor, Spot::Variable),
            TokenKind::Unknown | TokenKind::Generic | TokenKind::Identifier
                if is_variable || self.slice(token).starts_with('@') && self.slice(token).len() > 1 =>
            {
                let from = if is_variable { start } else { token.span.start as usize };
                self.set(from, token.span.end as usize, Spot::Variable)
            }
            _ => false,
        }
    }

    fn member(&mut self, at: usize) -> bool {
        let token = self.tokens[at];
        let is_dot = |token: &Token| matches!(token.kind, TokenKind::Dot | TokenKind::ColonColon | TokenKind::QuestionDot);
        let joins = |place: &Place, dot: usize| {
            dot > 0 && place.tokens[dot - 1].span.end == place.tokens[dot].span.start && place.tokens[dot - 1].kind != TokenKind::NewLine
        };
        if is_dot(&token) && token.span.end as usize == self.cursor && joins(self, at) {
            let (dot, is_static) = (token.span.start as usize, token.kind == TokenKind::ColonColon);
            return self.set(self.cursor, self.cursor, Spot::Member { dot, is_static });
        }
        if at > 0 && is_dot(&self.tokens[at - 1]) && self.tokens[at - 1].span.end == token.span.start && joins(self, at - 1) {
            let before = self.tokens[at - 1];
            let (dot, is_static) = (before.span.start as usize, before.kind == TokenKind::ColonColon);
            return self.set(token.span.start as usize, token.span.end as usize, Spot::Member { dot, is_static });
        }
        false
    }

    fn type_name(&mut self, at: usize) -> bool {
        let token = self.tokens[at];
        let head = &self.text[..self.cursor];
        let name_start = head
            .rfind(|c: char| !(c.is_alphanumeric() || "_.+`".contains(c)))
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        let open = head[..name_start].ends_with('[')
            && !head[..name_start - 1].ends_with(|c: char| c.is_alphanumeric() || c == ')' || c == ']' || c == '_' || c == '}');
        let is_name = matches!(token.role, TokenRole::TypeName | TokenRole::AttributeName);
        let is_bare = open
            && name_start < self.cursor
            && !matches!(token.kind, TokenKind::StringLiteral | TokenKind::StringExpandable | TokenKind::Number);
        if is_name || is_bare {
            let rest = &self.text[self.cursor..];
            let end = self.cursor + rest.find(|c: char| !(c.is_alphanumeric() || "_.+`".contains(c))).unwrap_or(rest.len());
            return self.set(name_start, end, Spot::Type);
        }
        false
    }

    /// The word as a command's arguments have it.
    fn take_word(&mut self, at: Option<usize>) {
        let Some(token) = at.map(|at| self.tokens[at]) else { return };
        if opens(token.kind)
            || closes(token.kind)
            || is_boundary(token.kind)
            || matches!(token.kind, TokenKind::Comma | TokenKind::Redirection | TokenKind::NewLine)
        {
            return;
        }
        let text = self.slice(&token);
        let start = token.span.start as usize;
        // `-Name:value` and `-Name:`: the value alone.
        if token.kind == TokenKind::Parameter && text.ends_with(':') && token.span.end as usize == self.cursor {
            return;
        }
        self.set(start, token.span.end as usize, Spot::Nothing);
        if let Some(quote) = self.word.chars().next().filter(|c| matches!(c, '\'' | '"')) {
            self.quote = Some(quote);
            self.word.remove(0);
            if self.word.ends_with(quote) && token.span.end as usize == self.cursor && text.len() > 1 {
                self.word.pop();
            }
        }
    }

    /// The command or expression around the word.
    fn in_command(&mut self, at: Option<usize>) {
        // The first token that is not before the word.
        let upto = self.tokens.iter().position(|token| token.span.start as usize >= self.start).unwrap_or(self.tokens.len());
        let depth = at.map_or(0, |at| self.tokens[at].depth);
        let mut open = 0usize;
        let mut first = 0;
        let mut opener = None;
        for index in (0..upto).rev() {
            let token = self.tokens[index];
            if token.depth < depth {
                first = index + 1;
                break;
            }
            if token.depth > depth {
                continue;
            }
            if closes(token.kind) {
                open += 1;
            } else if opens(token.kind) {
                if open == 0 {
                    first = index + 1;
                    opener = Some(token);
                    break;
                }
                open -= 1;
            } else if open == 0 && is_boundary(token.kind) {
                first = index + 1;
                if !matches!(token.kind, TokenKind::Pipe) {
                    opener = self.opener_before(index, depth);
                }
                break;
            }
        }
        // A dot that calls a script stands before its name.
        if first < upto
            && self.tokens[first].kind == TokenKind::Dot
            && self.tokens[first].span.end < self.tokens.get(first + 1).map_or(u32::MAX, |next| next.span.start)
        {
            first += 1;
        }
        self.command = self.tokens[first..upto]
            .iter()
            .filter(|token| token.depth == depth && token.kind != TokenKind::LineContinuation)
            .copied()
            .collect();
        self.command_at = first;
        self.spot = self.choose(opener, first);
    }

    /// Whether a brace opens the clauses of a `switch`.
    fn opens_switch(&self, opener: Token) -> bool {
        let Some(at) = self.tokens.iter().position(|token| token.span == opener.span) else { return false };
        let mut open = 0usize;
        for token in self.tokens[..at].iter().rev() {
            match token.kind {
                TokenKind::RParen => open += 1,
                TokenKind::LParen if open > 0 => open -= 1,
                TokenKind::Switch if open == 0 => return true,
                TokenKind::Parameter if open == 0 => {}
                _ if open == 0 => return false,
                _ => {}
            }
        }
        false
    }

    /// The bracket that is open before a token.
    fn opener_before(&self, index: usize, depth: u16) -> Option<Token> {
        let mut open = 0usize;
        for token in self.tokens[..index].iter().rev().filter(|token| token.depth == depth) {
            if closes(token.kind) {
                open += 1;
            } else if opens(token.kind) {
                if open == 0 {
                    return Some(*token);
                }
                open -= 1;
            }
        }
        None
    }

    fn choose(&self, opener: Option<Token>, first: usize) -> Spot {
        let is_word = !self.word.is_empty() || self.quote.is_some();
        if let Some(opener) = opener {
            let open = opener.span.start as usize;
            let after_equals = first > 0 && self.tokens[first - 1].kind == TokenKind::Equals;
            if opener.kind == TokenKind::AtCurly && self.command.is_empty() && !after_equals {
                return Spot::Key { open };
            }
            if opener.kind == TokenKind::LParen
                && let Some(before) = self.tokens.iter().rev().find(|token| token.span.end == opener.span.start)
                && before.role == TokenRole::AttributeName
            {
                return Spot::AttributeArgument { name: self.slice(before).to_owned() };
            }
        }
        if let Some(opener) = opener.filter(|opener| opener.kind == TokenKind::LCurly && self.command.is_empty())
            && self.opens_switch(opener)
        {
            // A clause's condition is no command.
            return Spot::Nothing;
        }
        let Some(head) = self.command.first() else {
            let head = self.tokens.iter().find(|token| token.span.start as usize == self.start);
            return match head {
                Some(token)
                    if is_word
                        && (token.role == TokenRole::CommandName
                            || self.quote.is_some()
                            || matches!(token.kind, TokenKind::Identifier | TokenKind::Generic)) =>
                {
                    Spot::Command
                }
                Some(token) if is_word && (token.kind.is_keyword() || self.slice(token).starts_with(['.', '/', '~'])) => Spot::Command,
                _ => Spot::Nothing,
            };
        };
        let last = self.command.last().unwrap_or(head);
        if last.kind == TokenKind::Redirection {
            return Spot::Redirection;
        }
        if head.role == TokenRole::Keyword || head.kind.is_keyword() && head.role != TokenRole::CommandName {
            return match head.kind {
                TokenKind::Using => Spot::Using,
                TokenKind::Switch if self.word.starts_with('-') => Spot::SwitchFlag,
                _ if self.command.len() > 1 && self.command[1].role == TokenRole::CommandName => Spot::Nothing,
                TokenKind::Return | TokenKind::Throw | TokenKind::Exit if is_word => Spot::Command,
                _ => Spot::Nothing,
            };
        }
        let is_call = head.role == TokenRole::CommandName
            || matches!(self.tokens.get(first.wrapping_sub(1)).map(|token| token.kind), Some(TokenKind::Ampersand | TokenKind::Dot));
        if is_call {
            return Spot::Argument;
        }
        if self.word.starts_with(['-', '–']) { Spot::Operator } else { Spot::Nothing }
    }
}
