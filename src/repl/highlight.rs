//! Colours of a line while it is typed, by what its tokens are.

use crate::library::readline::Paint;
use crate::source::SourceText;
use crate::syntax::token::{Token, TokenKind, TokenRole};
use crate::syntax::{self, Parsed};

/// The number of a paint's style; 0 is no style.
pub const fn style_of(paint: Paint) -> u8 {
    paint as u8 + 1
}

/// The style of a bracket and its partner, behind those of the paints.
pub const BRACKET: u8 = 20;

/// Texts longer than this are not coloured: a key is to be seen at once.
const LONGEST: usize = 20_000;

/// A text as it was read for its colours.
#[derive(Default)]
pub struct Painted {
    text: String,
    tokens: Vec<Token>,
    marks: Vec<u8>,
    /// It has an error that more text does not mend.
    pub has_error: bool,
}

impl Painted {
    /// The styles of a text's bytes; a command that `is_command` does not know has an error's.
    pub fn read(&mut self, text: &str, is_command: &mut dyn FnMut(&str) -> bool) {
        if text == self.text {
            return;
        }
        *self = Painted { text: text.to_owned(), ..Painted::default() };
        if text.len() > LONGEST {
            return;
        }
        let source = SourceText::new(None, text);
        let parsed = syntax::parse(&source);
        self.marks = vec![0u8; text.len()];
        for token in &parsed.tokens {
            let style = style(token, source.slice(token.span), is_command);
            self.mark(token.span.start, token.span.end, style);
        }
        self.has_error = is_wrong(&parsed);
        if self.has_error
            && let Some(error) = parsed.errors.first()
        {
            self.mark(error.span.start, error.span.end, style_of(Paint::Error));
        }
        self.tokens = parsed.tokens;
    }

    fn mark(&mut self, from: u32, to: u32, style: u8) {
        let (from, to) = ((from as usize).min(self.marks.len()), (to as usize).min(self.marks.len()));
        if from < to {
            self.marks[from..to].fill(style);
        }
    }

    /// The styles with the bracket at the cursor and its partner marked.
    pub fn marks(&self, cursor: Option<usize>) -> Vec<u8> {
        let mut marks = self.marks.clone();
        if let Some((open, close)) = cursor.and_then(|cursor| brackets(&self.tokens, cursor)) {
            for token in [open, close] {
                marks[token.span.start as usize..(token.span.end as usize).min(self.text.len())].fill(BRACKET);
            }
        }
        marks
    }
}

/// Whether a text has an error that more text does not mend.
fn is_wrong(parsed: &Parsed) -> bool {
    !parsed.is_incomplete() && !parsed.errors.is_empty()
}

fn style(token: &Token, text: &str, is_command: &mut dyn FnMut(&str) -> bool) -> u8 {
    let paint = match token.role {
        TokenRole::CommandName if is_command(text.trim_matches(['\'', '"'])) => Paint::Command,
        TokenRole::CommandName => Paint::Error,
        TokenRole::Keyword => Paint::Keyword,
        TokenRole::TypeName | TokenRole::AttributeName => Paint::Type,
        TokenRole::MemberName => Paint::Member,
        TokenRole::DefinitionName | TokenRole::Plain => match token.kind {
            TokenKind::Comment => Paint::Comment,
            TokenKind::Variable | TokenKind::SplattedVariable => Paint::Variable,
            TokenKind::Parameter => Paint::Parameter,
            TokenKind::Number => Paint::Number,
            TokenKind::StringLiteral | TokenKind::StringExpandable | TokenKind::HereStringLiteral | TokenKind::HereStringExpandable => {
                Paint::String
            }
            TokenKind::Pipe | TokenKind::AndAnd | TokenKind::OrOr | TokenKind::Ampersand => Paint::Operator,
            kind if (TokenKind::MinusMinus as u32..=TokenKind::QuestionLBracket as u32).contains(&(kind as u32)) => Paint::Operator,
            _ => return 0,
        },
    };
    style_of(paint)
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
    use super::*;

    fn marks(line: &str, cursor: Option<usize>) -> Vec<u8> {
        let mut painted = Painted::default();
        painted.read(line, &mut |name| name == "Get-Item");
        painted.marks(cursor)
    }

    #[test]
    fn colours_commands_and_strings() {
        let (command, string, error) = (style_of(Paint::Command), style_of(Paint::String), style_of(Paint::Error));
        assert_eq!(marks("Get-Item 'a'", None), [vec![command; 8], vec![0], vec![string; 3]].concat());
        assert_eq!(marks("nosuch", None), vec![error; 6]);
    }

    #[test]
    fn marks_a_bracket_and_its_partner() {
        let found = marks("(1 + 2)", Some(7));
        assert_eq!((found[0], found[6]), (BRACKET, BRACKET));
        assert_ne!(found[1], BRACKET);
    }

    #[test]
    fn an_unfinished_line_is_no_error() {
        let mut painted = Painted::default();
        painted.read("if ($true) {", &mut |_| true);
        assert!(!painted.has_error);
        painted.read("1 + + )", &mut |_| true);
        assert!(painted.has_error);
    }
}
