//! `ConvertFrom-SecureString`: a secure string as a text that can be kept.

use super::convert_to_secure_string::{key_length_error, key_of};
use super::package;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::members::security::secure_text;
use crate::value::{Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertFrom",
    noun: "SecureString",
    module: "Microsoft.PowerShell.Security",
    synopsis: "Writes a secure string as a text that can be kept.",
    description: "With -Key or -SecureKey the text is encrypted (AES; the key has 16, 24 or 32 bytes). Without a key it is only encoded, as on every system without Windows' own key store: whoever has the text has the secret. -AsPlainText gives the secret itself.",
    parameters: parameters::CONVERTFROM_SECURESTRING,
    default_set: parameters::CONVERTFROM_SECURESTRING_DEFAULT,
    output: &["System.String"],
    related: &["ConvertTo-SecureString"],
    examples: &[Example::new(
        "There and back under a key",
        "$key = [byte[]](1..16)\n$text = ConvertTo-SecureString 'secret' -AsPlainText | ConvertFrom-SecureString -Key $key\nConvertTo-SecureString $text -Key $key | ConvertFrom-SecureString -AsPlainText",
        "secret\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertFromSecureString);

#[derive(Default)]
struct ConvertFromSecureString;

impl Cmdlet for ConvertFromSecureString {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(text) = ctx.call.get("SecureString").and_then(secure_text) else { return Ok(()) };
        if ctx.call.flag("AsPlainText") {
            return ctx.write(Value::str(text));
        }
        let Some(key) = key_of(ctx) else { return ctx.write(Value::str(package::encode(&text))) };
        let (low, high) = (ctx.host.random(), ctx.host.random());
        let mut vector = [0; 16];
        vector[..8].copy_from_slice(&low.to_le_bytes());
        vector[8..].copy_from_slice(&high.to_le_bytes());
        match package::encrypt(&text, &key, vector) {
            Ok(package) => ctx.write(Value::str(package)),
            Err(_) => Err(ctx.raise(key_length_error())),
        }
    }
}
