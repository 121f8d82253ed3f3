//! Writes each message as an `.eml` file into a folder.
//!
//! The folder is made 0700 and the files 0600, because mails carry PINs. Names sort in the order of
//! posting: `20261125-001749-000001-PinReset-adele@contoso.com.eml`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Envelope, Outgoing, SendError, Transport, one_by_one};

/// A folder of `.eml` files.
#[derive(Debug, Clone)]
pub struct EmlFolder {
    folder: PathBuf,
}

impl EmlFolder {
    /// The folder, made if it is not there.
    ///
    /// # Errors
    /// It cannot be made, is a link, or is no folder.
    pub fn create(folder: &Path) -> io::Result<Self> {
        match fs::symlink_metadata(folder) {
            Ok(metadata) if metadata.file_type().is_symlink() => {
                return Err(io::Error::other(format!("'{}' is a link; mails are not written through it.", folder.display())));
            }
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(io::Error::other(format!("'{}' is not a folder.", folder.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => make_folder(folder)?,
            Err(error) => return Err(error),
        }
        Ok(Self { folder: folder.to_owned() })
    }

    /// Writes one message; gives the file.
    ///
    /// A file that is there already with the same bytes is left as it is; another one of that name is
    /// kept, and the new one gets a number behind its name.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, envelope: &Envelope<'_>, message: &[u8]) -> io::Result<PathBuf> {
        let stem = stem(envelope);
        for copy in 1u32.. {
            let name = if copy == 1 { format!("{stem}.eml") } else { format!("{stem}.{copy}.eml") };
            let path = self.folder.join(name);
            match new_file(&path) {
                Ok(mut file) => {
                    if let Err(error) = file.write_all(message) {
                        // Half a message is worse than none.
                        let _ = fs::remove_file(&path);
                        return Err(error);
                    }
                    return Ok(path);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    if fs::read(&path).is_ok_and(|there| there == message) {
                        return Ok(path);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("The folder has too many mails of that name."))
    }
}

impl Transport for EmlFolder {
    fn deliver(&mut self, mails: &[Outgoing<'_>], stop: &dyn Fn() -> bool, done: &mut dyn FnMut(usize, Result<String, SendError>)) {
        one_by_one(mails, stop, done, &mut |envelope, message| match self.write(envelope, message) {
            Ok(path) => Ok(path.display().to_string()),
            Err(error) => Err(SendError::Deferred(error.to_string())),
        });
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn new_file(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

fn stem(envelope: &Envelope<'_>) -> String {
    let created = envelope.created.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y%m%d-%H%M%S");
    // An address has few characters that file systems mind; those become underscores.
    let to: String =
        envelope.to.chars().take(100).map(|c| if c.is_ascii_alphanumeric() || "@.-_+".contains(c) { c } else { '_' }).collect();
    format!("{created}-{:06}-{}-{to}", envelope.id.number, envelope.kind)
}
