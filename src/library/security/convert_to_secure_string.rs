//! `ConvertTo-SecureString`: a text as a secure string.

use super::package::{self, Fault};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::members::security::{secure_text, secure_value};
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertTo",
    noun: "SecureString",
    module: "Microsoft.PowerShell.Security",
    synopsis: "Makes a secure string of a text.",
    description: "With -AsPlainText of the text as it is (-Force is taken too, and not needed), else of the text that ConvertFrom-SecureString gave; -Key or -SecureKey is the key that it was encrypted with.",
    parameters: parameters::CONVERTTO_SECURESTRING,
    default_set: parameters::CONVERTTO_SECURESTRING_DEFAULT,
    output: &["System.Security.SecureString"],
    related: &["ConvertFrom-SecureString", "Get-Credential", "Read-Host"],
    examples: &[Example::new("A password", "(ConvertTo-SecureString 'secret' -AsPlainText -Force).Length", "6\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertToSecureString);

#[derive(Default)]
struct ConvertToSecureString;

impl Cmdlet for ConvertToSecureString {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(text) = ctx.call.text("String") else { return Ok(()) };
        if ctx.call.flag("AsPlainText") {
            return ctx.write(secure_value(&text));
        }
        let plain = match key_of(ctx) {
            Some(key) => package::decrypt(&text, &key),
            None => package::decode(&text),
        };
        match plain {
            Ok(plain) => ctx.write(secure_value(&plain)),
            Err(fault) => {
                let (class, message, id) = match fault {
                    Fault::Form(message) => (TypeId::FORMAT_EXCEPTION, message, "ImportSecureString_InvalidArgument"),
                    Fault::Key => (
                        TypeId::CRYPTOGRAPHIC_EXCEPTION,
                        "Padding is invalid and cannot be removed.".to_owned(),
                        "ImportSecureString_InvalidArgument_CryptographicError",
                    ),
                    Fault::KeyLength => (TypeId::PS_ARGUMENT_EXCEPTION, KEY_LENGTH.to_owned(), "ImportSecureString_InvalidArgument"),
                };
                // The text is no secret's plain form, but it is not repeated either.
                ctx.fail(class, message, id, Category::InvalidArgument, Value::Null)
            }
        }
    }
}

/// What is said of a key that has no valid length.
pub const KEY_LENGTH: &str = "The specified key is not valid. Ensure that the valid key length setting of the Advanced Encryption Standard (AES) encryption algorithm is either 128, 192, or 256 bits.";

/// The key of a call, from `-Key` or `-SecureKey`.
pub fn key_of(ctx: &Context<'_>) -> Option<Vec<u8>> {
    if let Some(items) = ctx.call.items("Key") {
        let byte = |item: &Value| match item.base() {
            Value::Byte(byte) => Some(*byte),
            _ => None,
        };
        return Some(items.iter().filter_map(byte).collect());
    }
    let text = secure_text(ctx.call.get("SecureKey")?)?;
    Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
}

/// The error for a key without a valid length.
pub fn key_length_error() -> ErrorRecord {
    ErrorRecord::new(TypeId::PS_ARGUMENT_EXCEPTION, KEY_LENGTH, "Argument", Category::InvalidArgument, Value::Null)
}
