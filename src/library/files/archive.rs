//! `Compress-Archive`, `Expand-Archive`: zip files.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::file_info::file_value;
use super::selection::ask_gate;
use super::{place, write_file};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value};

/// What `Compress-Archive` says of itself.
pub const COMPRESS: Spec = Spec {
    verb: "Compress",
    noun: "Archive",
    module: "Microsoft.PowerShell.Archive",
    synopsis: "Packs files and folders into a zip file.",
    description: "A folder is packed with its name, folder/* without it. -Update adds to a file that is there and replaces files of the same name, -Force writes it anew. The old archive stays until the new one is complete.",
    parameters: parameters::COMPRESS_ARCHIVE,
    default_set: parameters::COMPRESS_ARCHIVE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Expand-Archive"],
    examples: &[Example::new(
        "Pack a file",
        "Set-Content a.txt 'text'\n(Compress-Archive a.txt packed -PassThru -Force).Name",
        "packed.zip\n",
    )],
    ..Spec::EMPTY
};

/// What `Expand-Archive` says of itself.
pub const EXPAND: Spec = Spec {
    verb: "Expand",
    noun: "Archive",
    module: "Microsoft.PowerShell.Archive",
    synopsis: "Unpacks a zip file into a folder.",
    description: "The folder has the archive's name unless -DestinationPath says otherwise; files that are there give way only to -Force. Names that lead out of the folder are refused.",
    parameters: parameters::EXPAND_ARCHIVE,
    default_set: parameters::EXPAND_ARCHIVE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Compress-Archive"],
    examples: &[Example::new(
        "Unpack",
        "Set-Content a.txt 'text'\nCompress-Archive a.txt packed.zip -Force\nExpand-Archive packed.zip there -Force\nGet-Content there/a.txt",
        "text\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const COMPRESS_ENTRY: Entry = entry!(COMPRESS, CompressArchive);
/// The registry's entry.
pub const EXPAND_ENTRY: Entry = entry!(EXPAND, ExpandArchive);

/// The error of these cmdlets: in PowerShell they are functions, whose names stand in the id as they are.
fn fault(ctx: &Context<'_>, class: TypeId, message: String, id: &str, category: Category, target: Value) -> ErrorRecord {
    ErrorRecord::new(class, message, format!("{id},{}", ctx.call.spec.name()), category, target)
}

fn archive_path(ctx: &mut Context<'_>, text: &str) -> Run<PathBuf> {
    let path = ctx.engine().resolve_path(text);
    match path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase()) {
        None => Ok(PathBuf::from(format!("{}.zip", path.display()))),
        Some(extension) if extension == "zip" => Ok(path),
        Some(extension) => {
            let message = format!(".{extension} is not a supported archive file format. .zip is the only supported archive file format.");
            let id = "NotSupportedArchiveFileExtension";
            Err(fault(ctx, TypeId::IO_EXCEPTION, message, id, Category::InvalidArgument, Value::str(text)).into())
        }
    }
}

fn no_path(ctx: &mut Context<'_>, text: &str) -> ErrorRecord {
    let message = format!("The path '{text}' either does not exist or is not a valid file system path.");
    fault(ctx, TypeId::INVALID_OPERATION_EXCEPTION, message, "ArchiveCmdletPathNotFound", Category::InvalidArgument, Value::str(text))
}

#[derive(Default)]
struct CompressArchive {
    sources: Vec<PathBuf>,
}

impl Cmdlet for CompressArchive {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (texts, is_literal) = super::selection::path_texts(ctx);
        for text in texts {
            match place::files_of(ctx.engine(), &text, is_literal) {
                Ok(files) => self.sources.extend(files),
                Err(raise) if raise.error().is_some() => {
                    let record = no_path(ctx, &text);
                    return Err(ctx.raise(record));
                }
                Err(raise) => return Err(raise),
            }
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let text = ctx.call.text("DestinationPath").unwrap_or_default();
        let path = archive_path(ctx, &text)?;
        let (update, force) = (ctx.call.flag("Update"), ctx.call.flag("Force"));
        let shown = path.to_string_lossy().into_owned();
        if path.exists() && !update && !force {
            let message = format!(
                "The archive file {shown} already exists. Use the -Update parameter to update the existing archive file or use the -Force parameter to overwrite the existing archive file."
            );
            let record = fault(ctx, TypeId::IO_EXCEPTION, message, "ArchiveFileExists", Category::InvalidArgument, Value::str(&shown));
            return Err(ctx.raise(record));
        }
        if !ctx.should_process(&shown, "Compress-Archive")? {
            return Ok(());
        }
        ask_gate(ctx.engine(), &path)?;
        let mut files: Vec<(String, PathBuf)> = Vec::new();
        for source in std::mem::take(&mut self.sources) {
            let name = source.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            collect(&source, name, &mut files).map_err(|error| Raise::from(write_file::open_error(&source, &error)))?;
        }
        let level = match ctx.call.text("CompressionLevel").as_deref() {
            Some(level) if level.eq_ignore_ascii_case("NoCompression") => None,
            Some(level) if level.eq_ignore_ascii_case("Fastest") => Some(1),
            _ => Some(6),
        };
        let old = if update && path.exists() { Some(path.as_path()) } else { None };
        if let Err(error) = pack(ctx, &path, old, &files, level)? {
            let message = format!("The archive file {shown} cannot be written: {error}");
            let record = fault(ctx, TypeId::IO_EXCEPTION, message, "ArchiveNotWritten", Category::WriteError, Value::str(&shown));
            return Err(ctx.raise(record));
        }
        if ctx.call.flag("PassThru") { ctx.write(file_value(&path)) } else { Ok(()) }
    }
}

/// A file, or a folder with all that it holds; an empty folder has an entry of its own.
fn collect(path: &Path, name: String, files: &mut Vec<(String, PathBuf)>) -> std::io::Result<()> {
    if !path.is_dir() {
        files.push((name, path.to_owned()));
        return Ok(());
    }
    let mut children: Vec<PathBuf> = std::fs::read_dir(path)?.flatten().map(|entry| entry.path()).collect();
    children.sort();
    if children.is_empty() {
        files.push((format!("{name}/"), path.to_owned()));
    }
    for child in children {
        let leaf = child.file_name().map_or_else(String::new, |leaf| leaf.to_string_lossy().into_owned());
        collect(&child, format!("{name}/{leaf}"), files)?;
    }
    Ok(())
}

/// Writes an archive beside the old one, which it replaces when it is complete.
fn pack(
    ctx: &mut Context<'_>,
    path: &Path,
    old: Option<&Path>,
    files: &[(String, PathBuf)],
    level: Option<i64>,
) -> Run<Result<(), String>> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let mut stopped = None;
    let result = (|| -> Result<(), String> {
        let text = |error: std::io::Error| error.to_string();
        let fault = |error: zip::result::ZipError| error.to_string();
        let mut writer = ZipWriter::new(BufWriter::new(File::create(&beside).map_err(text)?));
        if let Some(old) = old {
            let mut archive = ZipArchive::new(BufReader::new(File::open(old).map_err(text)?)).map_err(fault)?;
            for at in 0..archive.len() {
                let entry = archive.by_index_raw(at).map_err(fault)?;
                let own = entry.name().map_err(fault)?.into_owned();
                if !files.iter().any(|(name, _)| *name == own) {
                    writer.raw_copy_file(entry).map_err(fault)?;
                }
            }
        }
        let method = if level.is_some() { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let mut buffer = vec![0; 1 << 16];
        for (name, source) in files {
            let mut options = SimpleFileOptions::default().compression_method(method).compression_level(level).large_file(true);
            if let Some(time) = modified(source) {
                options = options.last_modified_time(time);
            }
            if let Some(folder) = name.strip_suffix('/') {
                writer.add_directory(folder, options).map_err(fault)?;
                continue;
            }
            let size = std::fs::metadata(source).map_err(text)?.len();
            writer.start_file(name.as_str(), options.large_file(size > u64::from(u32::MAX))).map_err(fault)?;
            let mut input = File::open(source).map_err(text)?;
            loop {
                if let Err(raise) = ctx.engine().poll() {
                    stopped = Some(raise);
                    return Ok(());
                }
                match input.read(&mut buffer).map_err(text)? {
                    0 => break,
                    n => writer.write_all(&buffer[..n]).map_err(text)?,
                }
            }
        }
        let mut file = writer.finish().map_err(fault)?;
        file.flush().map_err(text)?;
        std::fs::rename(&beside, path).map_err(text)
    })();
    if stopped.is_some() || result.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    match stopped {
        Some(raise) => Err(raise),
        None => Ok(result),
    }
}

/// A file's time as archives keep it: local, two seconds fine.
fn modified(path: &Path) -> Option<zip::DateTime> {
    let time = std::fs::metadata(path).ok()?.modified().ok()?;
    let date = super::file_info::date_of(time, crate::value::date::DateTimeKind::Local);
    let part = |number: u32| u8::try_from(number).ok();
    zip::DateTime::from_date_and_time(
        u16::try_from(date.year()).ok()?,
        part(date.month())?,
        part(date.day())?,
        part(date.hour())?,
        part(date.minute())?,
        part(date.second())?,
    )
    .ok()
}

#[derive(Default)]
struct ExpandArchive;

impl Cmdlet for ExpandArchive {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (texts, is_literal) = super::selection::path_texts(ctx);
        for text in texts {
            let found = match place::files_of(ctx.engine(), &text, is_literal) {
                Ok(found) if !found.is_empty() => found,
                Err(raise) if raise.error().is_none() => return Err(raise),
                _ => {
                    let record = no_path(ctx, &text);
                    return Err(ctx.raise(record));
                }
            };
            for path in found {
                self.expand(ctx, &path)?;
            }
        }
        Ok(())
    }
}

impl ExpandArchive {
    fn expand(&self, ctx: &mut Context<'_>, path: &Path) -> Run {
        let path = archive_path(ctx, &path.to_string_lossy())?;
        let shown: Rc<str> = Rc::from(path.to_string_lossy());
        let folder = match ctx.call.text("DestinationPath") {
            Some(folder) => ctx.engine().resolve_path(&folder),
            None => ctx.engine().location.join(path.file_stem().unwrap_or_default()),
        };
        if !ctx.should_process(&*shown, "Expand-Archive")? {
            return Ok(());
        }
        ask_gate(ctx.engine(), &folder)?;
        let opened = File::open(&path).map_err(|error| error.to_string());
        let opened = opened.and_then(|file| ZipArchive::new(BufReader::new(file)).map_err(|error| error.to_string()));
        let mut archive = match opened {
            Ok(archive) => archive,
            Err(error) => {
                let message = format!("The archive file {shown} cannot be read: {error}");
                let record = fault(ctx, TypeId::IO_EXCEPTION, message, "ArchiveNotRead", Category::InvalidData, Value::Str(shown));
                return Err(ctx.raise(record));
            }
        };
        let force = ctx.call.flag("Force");
        if let Err(error) = std::fs::create_dir_all(&folder) {
            return Err(write_file::open_error(&folder, &error).into());
        }
        for at in 0..archive.len() {
            ctx.engine().poll()?;
            let mut entry = match archive.by_index(at) {
                Ok(entry) => entry,
                Err(error) => {
                    let message = format!("An entry of the archive file {shown} cannot be read: {error}");
                    let record =
                        fault(ctx, TypeId::IO_EXCEPTION, message, "ArchiveNotRead", Category::InvalidData, Value::Str(shown.clone()));
                    return Err(ctx.raise(record));
                }
            };
            // A name such as ../../x leads out of the folder.
            let Some(name) = entry.enclosed_name() else {
                let own = entry.name().map_or_else(|error| error.to_string(), std::borrow::Cow::into_owned);
                let message = format!("The entry '{own}' of the archive file {shown} leads out of the folder.");
                let record = fault(
                    ctx,
                    TypeId::IO_EXCEPTION,
                    message,
                    "ArchiveEntryOutsideFolder",
                    Category::SecurityError,
                    Value::Str(shown.clone()),
                );
                ctx.error(record)?;
                continue;
            };
            let target = folder.join(name);
            if entry.is_dir() {
                if let Err(error) = std::fs::create_dir_all(&target) {
                    ctx.error(write_file::failure(&target, &error, "CreateDirectoryIOError", Category::WriteError))?;
                }
                continue;
            }
            if target.exists() && !force {
                let message = format!(
                    "Failed to create file '{0}' while expanding the archive file '{shown}' contents as the file '{0}' already exists. Use the -Force parameter if you want to overwrite the existing directory '{1}' contents when expanding the archive file.",
                    target.display(),
                    folder.display()
                );
                let record = fault(
                    ctx,
                    TypeId::IO_EXCEPTION,
                    message,
                    "ExpandArchiveFileExists",
                    Category::InvalidOperation,
                    Value::str(target.to_string_lossy()),
                );
                ctx.error(record)?;
                continue;
            }
            if let Some(parent) = target.parent() {
                let _ = std::fs::create_dir_all(parent);
            }
            let written = File::create(&target).and_then(|mut file| std::io::copy(&mut entry, &mut file));
            drop(entry);
            match written {
                Ok(_) if ctx.call.flag("PassThru") => ctx.write(file_value(&target))?,
                Ok(_) => {}
                Err(error) => ctx.error(write_file::failure(&target, &error, "ExpandArchiveIOError", Category::WriteError))?,
            }
        }
        Ok(())
    }
}
