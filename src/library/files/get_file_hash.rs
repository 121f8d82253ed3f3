//! `Get-FileHash`: hashes of files and streams.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::place;
use super::write_file::failure;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::members::objects::streams::Stream;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, Fields, Run, TypeId, Value};
use std::io::Read;
use std::path::Path;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "FileHash",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Computes hashes of files.",
    description: "SHA256 unless -Algorithm says otherwise: SHA1, SHA384, SHA512, MD5. Files are read piece by piece.",
    parameters: parameters::GET_FILEHASH,
    default_set: parameters::GET_FILEHASH_DEFAULT,
    output: &["Microsoft.PowerShell.Commands.FileHashInfo"],
    examples: &[Example::new(
        "A file's hash",
        "Set-Content a.txt 'abc' -NoNewline\n(Get-FileHash a.txt -Algorithm MD5).Hash",
        "900150983CD24FB0D6963F7D28E17F72\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetFileHash);

#[derive(Default)]
struct GetFileHash;

fn hash_of<D: Digest>(mut input: impl Read) -> std::io::Result<String> {
    let mut hasher = D::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match input.read(&mut buffer)? {
            0 => break,
            n => hasher.update(&buffer[..n]),
        }
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02X}")).collect())
}

fn hash(algorithm: &str, input: impl Read) -> std::io::Result<String> {
    match algorithm {
        "SHA1" => hash_of::<Sha1>(input),
        "SHA384" => hash_of::<Sha384>(input),
        "SHA512" => hash_of::<Sha512>(input),
        "MD5" => hash_of::<Md5>(input),
        _ => hash_of::<Sha256>(input),
    }
}

fn result(algorithm: &str, hash: String, path: Value) -> Value {
    Fields::open(TypeId::FILE_HASH_INFO, vec![("Algorithm", Value::str(algorithm)), ("Hash", Value::from(hash)), ("Path", path)])
}

impl Cmdlet for GetFileHash {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let algorithm = ctx.call.text("Algorithm").map_or_else(|| "SHA256".to_owned(), |name| name.to_uppercase());
        if let Some(stream) = ctx.call.get("InputStream").cloned() {
            let bytes = stream.downcast::<Stream>().map(Stream::rest).unwrap_or_default();
            return match hash(&algorithm, bytes.as_slice()) {
                Ok(hash) => ctx.write(result(&algorithm, hash, Value::Null)),
                Err(_) => Ok(()),
            };
        }
        let (texts, is_literal) = super::selection::path_texts(ctx);
        for text in texts {
            let files = match place::files_of(ctx.engine(), &text, is_literal) {
                Ok(files) => files,
                Err(raise) => match raise.error().cloned() {
                    Some(record) if is_literal || !contains_wildcards(&text) => {
                        let message = record.message();
                        let class = record.0.exception.type_id();
                        ctx.fail(class, message, "FileNotFound", Category::ObjectNotFound, Value::Str(text))?;
                        continue;
                    }
                    _ => return Err(raise),
                },
            };
            for file in files {
                ctx.engine().poll()?;
                self.file(ctx, &algorithm, &file)?;
            }
        }
        Ok(())
    }
}

impl GetFileHash {
    fn file(&self, ctx: &mut Context<'_>, algorithm: &str, path: &Path) -> Run {
        let shown = Value::str(path.to_string_lossy());
        if path.is_dir() {
            let message = format!("Access to the path '{}' is denied.", path.display());
            let class = TypeId::UNAUTHORIZED_ACCESS_EXCEPTION;
            return ctx.fail(class, message, "UnauthorizedAccessError", Category::PermissionDenied, shown);
        }
        match std::fs::File::open(path).and_then(|file| hash(algorithm, file)) {
            Ok(hash) => ctx.write(result(algorithm, hash, shown)),
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                ctx.error(failure(path, &error, "UnauthorizedAccessError", Category::PermissionDenied))
            }
            Err(error) => ctx.error(failure(path, &error, "FileReadError", Category::ReadError)),
        }
    }
}
