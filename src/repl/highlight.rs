//! Colours of a line while it is typed, by what its tokens are; PSReadLine's own colours.

use std::borrow::Cow;

use crate::source::SourceText;
use crate::syntax;
use crate::syntax::token::{Token, TokenKind, TokenRole};

/// Colours by number; 0: none.
const STYLES: [&str; 11] =
    ["", "\x1b[93m", "\x1b[32m", "\x1b[92m", "\x1b[36m", "\x1b[90m", "\x1b[37m", "\x1b[97m", "\x1b[91m", "\x1b[1;4m", "\x1b[94m"];
const COMMAND: u8 = 1;
const COMMENT: u8 = 2;
const KEYWORD: u8 = 3;
const STRING: u8 = 4;
const OPERATOR: u8 = 5;
const TYPE: u8 = 6;
const NUMBER: u8 = 7;
const ERROR: u8 = 8;
const BRACKET: u8 = 9;
const RESET: &str = "\x1b[0m";

/// A suggestion behind the cursor.
pub fn suggestion(text: &str) -> String {
    format!("\x1b[38;5;242m{text}{RESET}")
}

/// `line`, which goes on where `before` ends, with colours; the bracket at `cursor` and its partner stand out, and a
/// command that `is_command` does not know has an error's colour.
pub fn paint<'l>(before: &str, line: &'l str, cursor: usize, is_command: &dyn Fn(&str) -> bool) -> Cow<'l, str> {
    if line.is_empty() {
        return Cow::Borrowed(line);
    }
    let start = before.len();
    let source = SourceText::new(None, format!("{before}{line}"));
    let parsed = syntax::parse(&source);
    let mut marks = vec![0u8; line.len()];
    let mut mark = |from: u32, to: u32, style: u8| {
        let from = (from as usize).saturating_sub(start).min(line.len());
        let to = (to as usize).saturating_sub(start).min(line.len());
        marks[from..to].fill(style);
    };
    for token in &parsed.tokens {
        let style = style(token, source.slice(token.span), is_command);
        mark(token.span.start, token.span.end, style);
    }
    if !parsed.is_incomplete()
        && let Some(error) = parsed.errors.first()
    {
        mark(error.span.start, error.span.end, ERROR);
    }
    if let Some((open, close)) = brackets(&parsed.tokens, start + cursor) {
        mark(open.span.start, open.span.end, BRACKET);
        mark(close.span.start, close.span.end, BRACKET);
    }
    let mut out = String::with_capacity(line.len() * 2);
    let mut now = 0;
    for (at, c) in line.char_indices() {
        if marks[at] != now {
            if now != 0 {
                out.push_str(RESET);
            }
            now = marks[at];
            out.push_str(STYLES[usize::from(now)]);
        }
        out.push(c);
    }
    if now != 0 {
        out.push_str(RESET);
    }
    Cow::Owned(out)
}

fn style(token: &Token, text: &str, is_command: &dyn Fn(&str) -> bool) -> u8 {
    match token.role {
        TokenRole::CommandName => return if is_command(text.trim_matches(['\'', '"'])) { COMMAND } else { ERROR },
        TokenRole::Keyword => return KEYWORD,
        TokenRole::TypeName | TokenRole::AttributeName => return TYPE,
        TokenRole::MemberName => return NUMBER,
        TokenRole::DefinitionName | TokenRole::Plain => {}
    }
    match token.kind {
        TokenKind::Comment => COMMENT,
        TokenKind::Variable | TokenKind::SplattedVariable => KEYWORD,
        TokenKind::Parameter => OPERATOR,
        TokenKind::Number => NUMBER,
        TokenKind::StringLiteral | TokenKind::StringExpandable | TokenKind::HereStringLiteral | TokenKind::HereStringExpandable => STRING,
        TokenKind::Pipe | TokenKind::AndAnd | TokenKind::OrOr | TokenKind::Ampersand => OPERATOR,
        kind if (TokenKind::MinusMinus as u32..=TokenKind::QuestionLBracket as u32).contains(&(kind as u32)) => OPERATOR,
        _ => 0,
    }
}

/// The bracket at or before a place, and its partner, in order.
fn brackets(tokens: &[Token], at: usize) -> Option<(Token, Token)> {
    let mut open: Vec<Token> = Vec::new();
    let touches = |token: &Token| token.span.start as usize == at || token.span.end as usize == at;
    let mut found = None;
    for token in tokens {
        match token.kind {
            TokenKind::LParen
            | TokenKind::LCurly
            | TokenKind::LBracket
            | TokenKind::AtParen
            | TokenKind::AtCurly
            | TokenKind::DollarParen => open.push(*token),
            TokenKind::RParen | TokenKind::RCurly | TokenKind::RBracket => {
                let opened = open.pop()?;
                if touches(&opened) || touches(token) {
                    // The innermost pair wins, and of two that touch the one at the cursor.
                    if token.span.start as usize == at || opened.span.start as usize == at {
                        return Some((opened, *token));
                    }
                    found.get_or_insert((opened, *token));
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::paint;

    fn painted(line: &str) -> String {
        paint("", line, usize::MAX / 2, &|name| name == "Get-Item").replace('\x1b', "^")
    }

    #[test]
    fn colours_commands_and_strings() {
        assert_eq!(painted("Get-Item 'a'"), "^[93mGet-Item^[0m ^[36m'a'^[0m");
        assert_eq!(painted("nosuch"), "^[91mnosuch^[0m");
    }

    #[test]
    fn keeps_the_text() {
        for line in ["\"a $(1 + 2) b\"", "if ($x) { 1", "[int]$x.y('é')", "# é"] {
            let plain = paint("", line, 3, &|_| true);
            let mut text = String::new();
            let mut rest = &*plain;
            while let Some(at) = rest.find('\x1b') {
                text.push_str(&rest[..at]);
                rest = rest[at..].split_once('m').map_or("", |(_, rest)| rest);
            }
            text.push_str(rest);
            assert_eq!(text, line);
        }
    }
}
