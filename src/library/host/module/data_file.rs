//! Data files (`.psd1`): one expression of constants, arrays and hash tables; nothing in them runs.

use std::path::Path;

use crate::engine::{BlockInvocation, Engine};
use crate::source::SourceText;
use crate::syntax::Parsed;
use crate::syntax::token::TokenKind;
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value};

/// Commands and variables that a data file may have.
const ALLOWED_VARIABLES: &[&str] = &["true", "false", "null", "psscriptroot", "psculture", "psuiculture", "env"];

/// Those that a file of constants may have.
const CONSTANT_VARIABLES: &[&str] = &["true", "false", "null", "psscriptroot"];

/// Reads a data file's hash table.
pub fn read(engine: &mut Engine, path: &Path) -> Run<Value> {
    let name = path.to_string_lossy().into_owned();
    let bytes = std::fs::read(path).map_err(|error| crate::library::files::write_file::open_error(path, &error))?;
    let text = crate::library::files::encoding::text_of(&bytes, crate::library::files::encoding::encoding_of(None)?);
    read_text(engine, &text, Some(&name))
}

/// The most keys a data file may have.
const MOST_KEYS: usize = 500;

/// Reads the hash table of constants that `Import-PowerShellDataFile` takes: stricter than a manifest, which may name
/// environment variables.
pub fn read_constants(engine: &mut Engine, path: &Path, is_unlimited: bool) -> Run<Value> {
    let name = path.to_string_lossy().into_owned();
    let bytes = std::fs::read(path).map_err(|error| crate::library::files::write_file::open_error(path, &error))?;
    let text = crate::library::files::encoding::text_of(&bytes, crate::library::files::encoding::encoding_of(None)?);
    let wrong = |id: &str| {
        let message = format!("The file '{name}' could not be parsed as a PowerShell Data File.");
        Raise::from(ErrorRecord::new(TypeId::INVALID_OPERATION_EXCEPTION, message, id, Category::InvalidData, Value::str(&name)))
    };
    let source = SourceText::new(Some(&name), &*text);
    let parsed = engine.parse(&source);
    if !parsed.errors.is_empty() {
        return Err(wrong("CouldNotParseAsPowerShellDataFile"));
    }
    let Some((table, keys)) = engine.first_hashtable(&parsed.tree) else {
        return Err(wrong("CouldNotParseAsPowerShellDataFileNoHashtableRoot"));
    };
    let refused = |message: &str| {
        Raise::from(ErrorRecord::new(
            TypeId::INVALID_OPERATION_EXCEPTION,
            message,
            "System.InvalidOperationException",
            Category::InvalidOperation,
            Value::Null,
        ))
    };
    if keys > MOST_KEYS && !is_unlimited {
        return Err(refused("The hashtable exceeds the 500 key limit. Please use the -SkipLimitCheck parameter to skip this check."));
    }
    if forbidden(&parsed, &source, CONSTANT_VARIABLES).is_some() {
        return Err(refused("Cannot generate a PowerShell object for a ScriptBlock evaluating dynamic expressions."));
    }
    run(engine, &table, &name)
}

/// Reads the text of a data file.
pub fn read_text(engine: &mut Engine, text: &str, name: Option<&str>) -> Run<Value> {
    let source = SourceText::new(name, text);
    let parsed = engine.parse(&source);
    if !parsed.errors.is_empty() {
        return Err(engine.parse_failure(&source, &parsed.errors));
    }
    let file = name.unwrap_or("");
    if let Some(text) = forbidden(&parsed, &source, ALLOWED_VARIABLES) {
        let message = format!("The data file '{file}' has '{text}', which is more than constants, arrays and hash tables.");
        let record =
            ErrorRecord::new(TypeId::INVALID_OPERATION_EXCEPTION, message, "InvalidDataFile", Category::InvalidData, Value::str(file));
        return Err(record.into());
    }
    run(engine, text, file)
}

fn run(engine: &mut Engine, text: &str, name: &str) -> Run<Value> {
    let block = engine.script_block_from(text, Some(name).filter(|name| !name.is_empty()))?;
    let mut items: Vec<Value> = Vec::new();
    engine.invoke(&block, BlockInvocation::default(), &mut items)?;
    Ok(match items.len() {
        1 => items.remove(0),
        _ => Value::from_outputs(items),
    })
}

/// The first word that is no constant, array or hash table of them.
fn forbidden<'s>(parsed: &Parsed, source: &'s SourceText, variables: &[&str]) -> Option<&'s str> {
    // Hash tables and arrays that are open, and the token before.
    let mut open: Vec<TokenKind> = Vec::new();
    let mut before = TokenKind::NewLine;
    for token in &parsed.tokens {
        let text = source.slice(token.span);
        let is_allowed = match token.kind {
            TokenKind::Variable => {
                let plain = text.trim_start_matches(['$', '{']).trim_end_matches('}').to_ascii_lowercase();
                variables.contains(&plain.split(':').next().unwrap_or(""))
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
            return Some(text);
        }
    }
    None
}
