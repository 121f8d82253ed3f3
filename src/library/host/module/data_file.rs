//! Data files (`.psd1`): one expression of constants, arrays and hash tables; nothing in them runs.

use std::path::Path;

use crate::engine::{BlockInvocation, Engine};
use crate::source::SourceText;
use crate::syntax::token::TokenKind;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// Commands and variables that a data file may have.
const ALLOWED_VARIABLES: &[&str] = &["true", "false", "null", "psscriptroot", "psculture", "psuiculture", "env"];

/// Reads a data file's hash table.
pub fn read(engine: &mut Engine, path: &Path) -> Run<Value> {
    let name = path.to_string_lossy().into_owned();
    let bytes = std::fs::read(path).map_err(|error| crate::library::files::write_file::open_error(path, &error))?;
    let text = crate::library::files::encoding::text_of(&bytes, crate::library::files::encoding::encoding_of(None)?);
    read_text(engine, &text, Some(&name))
}

/// Reads the text of a data file.
pub fn read_text(engine: &mut Engine, text: &str, name: Option<&str>) -> Run<Value> {
    let source = SourceText::new(name, text);
    let parsed = engine.parse(&source);
    if !parsed.errors.is_empty() {
        return Err(engine.parse_failure(&source, &parsed.errors));
    }
    // Hash tables and arrays that are open, and the token before.
    let mut open: Vec<TokenKind> = Vec::new();
    let mut before = TokenKind::NewLine;
    for token in &parsed.tokens {
        let text = source.slice(token.span);
        let is_allowed = match token.kind {
            TokenKind::Variable => {
                let plain = text.trim_start_matches(['$', '{']).trim_end_matches('}').to_ascii_lowercase();
                ALLOWED_VARIABLES.contains(&plain.split(':').next().unwrap_or(""))
            }
            TokenKind::AtCurly | TokenKind::AtParen | TokenKind::LParen => {
                open.push(token.kind);
                true
            }
            TokenKind::RCurly | TokenKind::RParen => {
                open.pop();
                true
            }
            TokenKind::LCurly | TokenKind::DollarParen | TokenKind::Pipe | TokenKind::Ampersand | TokenKind::LBracket => false,
            // A word is a key, or it would run.
            TokenKind::Identifier | TokenKind::Generic => open.last() == Some(&TokenKind::AtCurly) && before != TokenKind::Equals,
            _ => true,
        };
        if token.kind != TokenKind::Comment {
            before = token.kind;
        }
        if !is_allowed {
            let file = name.unwrap_or("");
            let message = format!("The data file '{file}' has '{text}', which is more than constants, arrays and hash tables.");
            let record =
                ErrorRecord::new(TypeId::INVALID_OPERATION_EXCEPTION, message, "InvalidDataFile", Category::InvalidData, Value::str(file));
            return Err(record.into());
        }
    }
    let block = engine.script_block_from(text, name)?;
    let mut items: Vec<Value> = Vec::new();
    engine.invoke(&block, BlockInvocation::default(), &mut items)?;
    Ok(match items.len() {
        1 => items.remove(0),
        _ => Value::from_outputs(items),
    })
}
