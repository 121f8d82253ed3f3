//! Files and folders as objects: `FileInfo`, `DirectoryInfo`, with the note properties of PowerShell's provider; its
//! drives and providers as objects.

use std::any::Any;
use std::fs::{FileTimes, Metadata};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::attributes;
use crate::engine::Engine;
use crate::value::date::DateTimeKind;
use crate::value::text::culture::Culture;
use crate::value::{
    Category, ClrObject, DateTime, ErrorRecord, Exception, Members, Object, Payload, Run, Runtime, Shape, Slot, TypeId, Value, convert,
    members,
};

/// A file or folder.
pub struct FileObject {
    path: PathBuf,
    is_folder: bool,
    /// As it was written, where that is not the full path: what the object prints.
    written: Option<Rc<str>>,
}

/// .NET's ticks at the Unix epoch.
const EPOCH_TICKS: i64 = 621_355_968_000_000_000;

/// A moment as a date of this kind.
pub fn date_of(time: SystemTime, kind: DateTimeKind) -> DateTime {
    let ticks = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => EPOCH_TICKS + (after.as_nanos() / 100) as i64,
        Err(before) => EPOCH_TICKS - (before.duration().as_nanos() / 100) as i64,
    };
    let utc = DateTime::from_ticks_clamped(ticks, DateTimeKind::Utc);
    if kind == DateTimeKind::Utc { utc } else { utc.to_local_time() }
}

fn time_of(date: DateTime) -> SystemTime {
    let ticks = date.to_universal_time().ticks() - EPOCH_TICKS;
    let (seconds, rest) = (ticks.div_euclid(10_000_000), ticks.rem_euclid(10_000_000));
    let part = std::time::Duration::from_nanos(rest as u64 * 100);
    match u64::try_from(seconds) {
        Ok(seconds) => UNIX_EPOCH + std::time::Duration::from_secs(seconds) + part,
        Err(_) => UNIX_EPOCH - std::time::Duration::from_secs(seconds.unsigned_abs()) + part,
    }
}

thread_local! {
    static SHAPE: Rc<Shape> = Shape::new(["PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider", "PSIsContainer"].map(Rc::from).to_vec());
}

/// The provider's name in front of paths.
pub const PREFIX: &str = "Microsoft.PowerShell.Core\\FileSystem::";

/// A file or folder as a provider's cmdlet gives it.
pub fn file_value(path: &Path) -> Value {
    let is_folder = path.is_dir();
    let object = Object::new(Payload::Clr(Box::new(FileObject { path: path.to_owned(), is_folder, written: None })));
    let slots = vec![
        Value::str(format!("{PREFIX}{}", path.display())),
        path.parent().map_or_else(Value::empty_str, |parent| Value::str(format!("{PREFIX}{}", parent.display()))),
        Value::str(path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy())),
        drive_value("/", "FileSystem", "/", ""),
        provider_value("FileSystem"),
        Value::Bool(is_folder),
    ];
    *object.members.borrow_mut() =
        Members { shape: SHAPE.with(Rc::clone), slots: slots.into_iter().map(Slot::Note).collect(), ..Members::default() };
    Value::Object(Rc::new(object))
}

/// A file or folder as .NET's classes make it: without a provider's notes.
pub fn plain_value(path: &Path, is_folder: bool) -> Value {
    Object::from_clr(FileObject { path: path.to_owned(), is_folder, written: None })
}

/// `[IO.FileInfo]$path`, `[IO.DirectoryInfo]::new($path)`: an object of a path, whether there is a file or not.
pub fn new_object(engine: &mut Engine, class: TypeId, arguments: &[Value]) -> Option<Run<Value>> {
    let is_folder = match class {
        TypeId::FILE_INFO => false,
        TypeId::DIRECTORY_INFO => true,
        _ => return None,
    };
    let written = match arguments.first().map(Value::base) {
        Some(Value::Str(text)) => text.clone(),
        Some(Value::Null | Value::Nothing) | None => {
            let message = "Value cannot be null. (Parameter 'fileName')";
            return Some(Err(refused(TypeId::ARGUMENT_NULL_EXCEPTION, message, arguments.len())));
        }
        Some(other) => match convert::to_text(engine, &other.clone()) {
            Ok(text) => text,
            Err(raise) => return Some(Err(raise)),
        },
    };
    if written.is_empty() {
        let message = "The path is empty. (Parameter 'path')";
        return Some(Err(refused(TypeId::ARGUMENT_EXCEPTION, message, arguments.len())));
    }
    let path = Path::new(&engine.location).join(&*written);
    // `.` and `..` go, a slash at the end too.
    let mut parts: Vec<std::ffi::OsString> = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                parts.pop();
            }
            std::path::Component::Normal(name) => parts.push(name.to_owned()),
            _ => {}
        }
    }
    let path = parts.into_iter().fold(PathBuf::from("/"), |path, part| path.join(part));
    Some(Ok(Object::from_clr(FileObject { path, is_folder, written: Some(written) })))
}

/// What a constructor throws.
fn refused(class: TypeId, message: &str, count: usize) -> crate::value::Raise {
    let inner = Exception::object(class, message, None);
    let message = format!("Exception calling \".ctor\" with \"{count}\" argument(s): \"{message}\"");
    let exception = Exception::object(TypeId::METHOD_INVOCATION_EXCEPTION, message, Some(inner));
    ErrorRecord::of(exception, &*class.name(), Category::NotSpecified, Value::Null).into()
}

impl FileObject {
    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.is_folder
    }

    fn metadata(&self) -> Option<Metadata> {
        std::fs::symlink_metadata(&self.path).ok()
    }

    fn name(&self) -> String {
        self.path.file_name().map_or_else(|| self.path.to_string_lossy().into_owned(), |name| name.to_string_lossy().into_owned())
    }

    fn extension(&self) -> String {
        let name = self.name();
        name.rfind('.').map_or(String::new(), |dot| name[dot..].to_owned())
    }

    fn length(&self) -> i64 {
        std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len() as i64)
    }

    fn target(&self) -> Option<String> {
        std::fs::read_link(&self.path).ok().map(|target| target.to_string_lossy().into_owned())
    }

    /// `d--h-`: the letters of `Mode`.
    fn mode(&self) -> String {
        let bits = self.metadata().map_or(0, |metadata| attributes::attributes(&self.path, &metadata));
        let letter = |bit: i64, letter: char| if bits & bit != 0 { letter } else { '-' };
        let first = if bits & attributes::REPARSE_POINT != 0 { 'l' } else { letter(attributes::DIRECTORY, 'd') };

        [first, '-', letter(attributes::READ_ONLY, 'r'), letter(attributes::HIDDEN, 'h'), '-'].into_iter().collect()
    }

    fn time(&self, read: fn(&Metadata) -> std::io::Result<SystemTime>, kind: DateTimeKind) -> Value {
        let time = self.metadata().and_then(|metadata| read(&metadata).ok()).unwrap_or(UNIX_EPOCH);
        Value::DateTime(date_of(time, kind))
    }
}

/// When it was made: where the file system does not say, when it last changed.
fn created(metadata: &Metadata) -> std::io::Result<SystemTime> {
    let modified = metadata.modified()?;
    Ok(metadata.created().map_or(modified, |created| created.min(modified)))
}

/// How many names a file has.
#[cfg(unix)]
fn n_links(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn n_links(_metadata: &Metadata) -> u64 {
    1
}

#[cfg(unix)]
fn unix_mode(metadata: &Metadata) -> String {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode();
    let kind = if metadata.is_dir() {
        'd'
    } else if metadata.is_symlink() {
        'l'
    } else {
        '-'
    };
    let mut text = String::from(kind);
    // Set-user, set-group and sticky bits show in the place of the bits to run.
    for (shift, special, set, unset) in [(6, 0o4000, 's', 'S'), (3, 0o2000, 's', 'S'), (0, 0o1000, 't', 'T')] {
        let has = |bit: u32| mode >> shift & bit != 0;
        text.push(if has(4) { 'r' } else { '-' });
        text.push(if has(2) { 'w' } else { '-' });
        text.push(match (mode & special != 0, has(1)) {
            (true, true) => set,
            (true, false) => unset,
            (false, true) => 'x',
            (false, false) => '-',
        });
    }
    text
}

/// `UnixStat`: what the system knows of a file.
#[cfg(unix)]
fn unix_stat(path: &Path, metadata: &Metadata) -> Value {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let time = |read: std::io::Result<SystemTime>| read.map_or(Value::Null, |time| Value::DateTime(date_of(time, DateTimeKind::Local)));
    let kind = if metadata.is_dir() {
        "Directory"
    } else if metadata.is_symlink() {
        "SymbolicLink"
    } else {
        "File"
    };
    let bit = |bit: u32| Value::Bool(metadata.permissions().mode() & bit != 0);
    Object::record(
        Some("System.Management.Automation.Platform+Unix+CommonStat"),
        [
            ("Inode", Value::Long(metadata.ino() as i64)),
            ("Mode", Value::Int(metadata.permissions().mode() as i32)),
            ("UserId", Value::Int(metadata.uid() as i32)),
            ("GroupId", Value::Int(metadata.gid() as i32)),
            ("HardlinkCount", Value::Int(metadata.nlink() as i32)),
            ("Size", Value::Long(metadata.len() as i64)),
            ("AccessTime", time(metadata.accessed())),
            ("ModifiedTime", time(metadata.modified())),
            (
                "ChangeTime",
                Value::DateTime(date_of(UNIX_EPOCH + std::time::Duration::from_secs(metadata.ctime().max(0) as u64), DateTimeKind::Local)),
            ),
            ("BlockSize", Value::Long(metadata.blksize() as i64)),
            ("DeviceId", Value::Int(metadata.dev() as i32)),
            ("NumberOfBlocks", Value::Int(metadata.blocks() as i32)),
            ("ItemType", Value::str(kind)),
            ("IsSetUid", bit(0o4000)),
            ("IsSetGid", bit(0o2000)),
            ("IsSticky", bit(0o1000)),
            ("Name", Value::str(path.to_string_lossy())),
        ],
    )
}

#[cfg(not(unix))]
fn unix_stat(_path: &Path, _metadata: &Metadata) -> Value {
    Value::Null
}

#[cfg(not(unix))]
fn unix_mode(_metadata: &Metadata) -> String {
    String::new()
}

#[cfg(unix)]
fn owner(metadata: &Metadata, is_group: bool) -> String {
    use std::os::unix::fs::MetadataExt;
    let id = if is_group { metadata.gid() } else { metadata.uid() }.to_string();
    let table = std::fs::read_to_string(if is_group { "/etc/group" } else { "/etc/passwd" }).unwrap_or_default();
    let found = table.lines().find(|line| line.split(':').nth(2) == Some(&id)).and_then(|line| line.split(':').next());
    found.map_or(id.clone(), str::to_owned)
}

#[cfg(not(unix))]
fn owner(_metadata: &Metadata, _is_group: bool) -> String {
    String::new()
}

impl ClrObject for FileObject {
    fn class(&self) -> TypeId {
        if self.is_folder { TypeId::DIRECTORY_INFO } else { TypeId::FILE_INFO }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        let mut names = vec!["Mode", "ModeWithoutHardLink", "BaseName", "LinkType", "Target"];
        if self.is_folder {
            names.extend(["Parent", "Root"]);
        } else {
            names.extend(["Length", "DirectoryName", "Directory", "IsReadOnly"]);
        }
        names.extend([
            "FullName",
            "Extension",
            "Name",
            "Exists",
            "CreationTime",
            "CreationTimeUtc",
            "LastAccessTime",
            "LastAccessTimeUtc",
            "LastWriteTime",
            "LastWriteTimeUtc",
            "LinkTarget",
            "UnixFileMode",
            "Attributes",
        ]);
        names
    }

    fn get(&self, name: &str) -> Option<Value> {
        let folder = |path: Option<&Path>| path.map_or(Value::Null, |path| plain_value(path, true));
        let lower = name.to_ascii_lowercase();
        Some(match lower.as_str() {
            "name" => Value::str(self.name()),
            "namestring" => Value::str(match self.target() {
                Some(target) => format!("{} -> {target}", self.name()),
                None => self.name(),
            }),
            "fullname" => Value::str(self.path.to_string_lossy()),
            "extension" => Value::str(self.extension()),
            "basename" if self.is_folder => Value::str(self.name()),
            "basename" => {
                let (name, extension) = (self.name(), self.extension());
                Value::str(&name[..name.len() - extension.len()])
            }
            "exists" => Value::Bool(std::fs::metadata(&self.path).is_ok_and(|metadata| metadata.is_dir() == self.is_folder)),
            "length" if !self.is_folder => Value::Long(self.length()),
            "lastwritetimestring" => {
                let time = self.metadata().and_then(|metadata| metadata.modified().ok()).unwrap_or(UNIX_EPOCH);
                let date = date_of(time, DateTimeKind::Local);
                let (half, hour) = if date.hour() < 12 { ("AM", date.hour()) } else { ("PM", date.hour() - 12) };
                let hour = if hour == 0 { 12 } else { hour };
                Value::from(format!(
                    "{:>10} {hour:>6}:{:02} {half}",
                    format!("{}/{}/{}", date.month(), date.day(), date.year()),
                    date.minute()
                ))
            }
            "lengthstring" => {
                if self.is_folder {
                    Value::empty_str()
                } else {
                    Value::str(self.length().to_string())
                }
            }
            "size" => Value::Long(self.metadata().map_or(0, |metadata| metadata.len() as i64)),
            "directoryname" if !self.is_folder => {
                Value::str(self.path.parent().map_or_else(Default::default, |parent| parent.to_string_lossy()))
            }
            "directory" if !self.is_folder => folder(self.path.parent()),
            "parent" if self.is_folder => folder(self.path.parent()),
            "root" if self.is_folder => folder(Some(Path::new("/"))),
            "isreadonly" if !self.is_folder => Value::Bool(self.metadata().is_some_and(|metadata| metadata.permissions().readonly())),
            "attributes" => {
                Value::Enum(TypeId::FILE_ATTRIBUTES, self.metadata().map_or(-1, |metadata| attributes::attributes(&self.path, &metadata)))
            }
            "mode" | "modewithouthardlink" => Value::str(self.mode()),
            "unixstat" => self.metadata().map_or(Value::Null, |metadata| unix_stat(&self.path, &metadata)),
            "unixmode" => Value::str(self.metadata().map_or_else(String::new, |metadata| unix_mode(&metadata))),
            "user" => Value::str(self.metadata().map_or_else(String::new, |metadata| owner(&metadata, false))),
            "group" => Value::str(self.metadata().map_or_else(String::new, |metadata| owner(&metadata, true))),
            #[cfg(unix)]
            "unixfilemode" => {
                use std::os::unix::fs::PermissionsExt;
                Value::Enum(
                    TypeId::UNIX_FILE_MODE,
                    self.metadata().map_or(-1, |metadata| i64::from(metadata.permissions().mode() & 0o7777)),
                )
            }
            "linktype" => {
                if self.target().is_some() {
                    Value::str("SymbolicLink")
                } else if self.metadata().is_some_and(|metadata| metadata.is_file() && n_links(&metadata) > 1) {
                    Value::str("HardLink")
                } else {
                    Value::Null
                }
            }
            "linktarget" | "target" | "resolvedtarget" => match self.target() {
                Some(target) => Value::str(target),
                None if lower == "resolvedtarget" => Value::str(self.path.to_string_lossy()),
                None => Value::Null,
            },
            "lastwritetime" => self.time(Metadata::modified, DateTimeKind::Local),
            "lastwritetimeutc" => self.time(Metadata::modified, DateTimeKind::Utc),
            "lastaccesstime" => self.time(Metadata::accessed, DateTimeKind::Local),
            "lastaccesstimeutc" => self.time(Metadata::accessed, DateTimeKind::Utc),
            "creationtime" => self.time(created, DateTimeKind::Local),
            "creationtimeutc" => self.time(created, DateTimeKind::Utc),
            _ => return None,
        })
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let with_times = |make: fn(SystemTime) -> FileTimes| match value.base() {
            Value::DateTime(date) => {
                std::fs::File::open(&self.path).and_then(|file| file.set_times(make(time_of(*date)))).map_err(|error| error.to_string())
            }
            Value::Str(text) => match crate::value::text::date::parse_date_time(
                text,
                &Culture::invariant_arc(),
                Default::default(),
                DateTime::from_ticks_clamped(0, DateTimeKind::Unspecified),
            ) {
                Ok(date) => {
                    std::fs::File::open(&self.path).and_then(|file| file.set_times(make(time_of(date)))).map_err(|error| error.to_string())
                }
                Err(_) => Err(format!("String '{text}' was not recognized as a valid DateTime.")),
            },
            _ => Err("A DateTime is needed.".to_owned()),
        };
        Some(match name.to_ascii_lowercase().as_str() {
            // The file systems keep no time of making that could be set; the time of writing is what moves.
            "lastwritetime" | "lastwritetimeutc" | "creationtime" | "creationtimeutc" => {
                with_times(|time| FileTimes::new().set_modified(time))
            }
            "lastaccesstime" | "lastaccesstimeutc" => with_times(|time| FileTimes::new().set_accessed(time)),
            "isreadonly" => attributes::set_read_only(&self.path, convert::to_bool(value)).map_err(|error| error.to_string()),
            "attributes" => {
                let bits = match value.base() {
                    Value::Enum(_, bits) => *bits,
                    Value::Int(bits) => i64::from(*bits),
                    Value::Str(text) if text.to_ascii_lowercase().contains("readonly") => attributes::READ_ONLY,
                    _ => 0,
                };
                attributes::set_read_only(&self.path, bits & attributes::READ_ONLY != 0).map_err(|error| error.to_string())
            }
            _ => return None,
        })
    }

    fn file_to_change(&self) -> Option<PathBuf> {
        Some(self.path.clone())
    }

    fn invoke(&self, rt: &mut dyn Runtime, name: &str, args: &[Value]) -> Option<members::Outcome> {
        super::file_methods::invoke(self, rt, name, args)
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.written.as_ref().map_or_else(|| self.path.to_string_lossy().into_owned(), |written| written.to_string()))
    }

    fn equals(&self, _other: &Value) -> bool {
        false
    }
}

/// A provider.
struct ProviderObject {
    name: Rc<str>,
}

/// A provider as a value.
pub fn provider_value(name: &str) -> Value {
    Object::from_clr(ProviderObject { name: Rc::from(name) })
}

impl ClrObject for ProviderObject {
    fn class(&self) -> TypeId {
        TypeId::PROVIDER_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["ImplementingType", "HelpFile", "Name", "PSSnapIn", "ModuleName", "Module", "Description", "Capabilities", "Home", "Drives"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "modulename" => Value::str("Microsoft.PowerShell.Core"),
            "itemseparator" => Value::str("/"),
            "altitemseparator" => Value::str("\\"),
            "volumeseparatedbycolon" => Value::Bool(&*self.name != "FileSystem"),
            "capabilities" => Value::str(if &*self.name == "FileSystem" { "Filter, ShouldProcess, Credentials" } else { "ShouldProcess" }),
            "description" => Value::empty_str(),
            "drives" => match &*self.name {
                "FileSystem" => Value::strings(["/", "Temp"]),
                "Environment" => Value::strings(["Env"]),
                other => Value::strings([other]),
            },
            "home" if &*self.name == "FileSystem" => std::env::var("HOME").map_or(Value::Null, Value::from),
            "home" | "helpfile" | "pssnapin" | "module" | "implementingtype" => Value::Null,
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(format!("Microsoft.PowerShell.Core\\{}", self.name))
    }
}

/// Free and all bytes of the file system that a root lies on.
#[cfg(unix)]
fn space(provider: &str, root: &str) -> Option<(u64, u64)> {
    if provider != "FileSystem" {
        return None;
    }
    let stat = rustix::fs::statvfs(root).ok()?;
    Some((stat.f_bavail * stat.f_frsize, stat.f_blocks * stat.f_frsize))
}

#[cfg(not(unix))]
fn space(_provider: &str, _root: &str) -> Option<(u64, u64)> {
    None
}

/// A drive.
struct DriveObject {
    name: Rc<str>,
    provider: Rc<str>,
    root: Rc<str>,
    description: Rc<str>,
}

/// A drive as a value.
pub fn drive_value(name: &str, provider: &str, root: &str, description: &str) -> Value {
    Object::from_clr(DriveObject {
        name: Rc::from(name),
        provider: Rc::from(provider),
        root: Rc::from(root),
        description: Rc::from(description),
    })
}

impl ClrObject for DriveObject {
    fn class(&self) -> TypeId {
        TypeId::PS_DRIVE_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Used", "Free", "CurrentLocation", "Name", "Provider", "Root", "Description", "MaximumSize", "Credential", "DisplayRoot"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "provider" => provider_value(&self.provider),
            "root" => Value::Str(self.root.clone()),
            "description" => Value::Str(self.description.clone()),
            "currentlocation" => Value::empty_str(),
            "free" => space(&self.provider, &self.root).map_or(Value::Null, |(free, _)| Value::UInt64(free)),
            "used" => space(&self.provider, &self.root).map_or(Value::Null, |(free, all)| Value::UInt64(all.saturating_sub(free))),
            "maximumsize" | "credential" | "displayroot" => Value::Null,
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.name.to_string())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<DriveObject>().is_some_and(|other| other.name.eq_ignore_ascii_case(&self.name))
    }
}

/// An item of a session's drive with the provider's notes.
pub fn with_notes(item: Value, provider: &str, drive: &str, name: &str) -> Value {
    let item = item.wrapped();
    item.set_note("PSPath", Value::str(format!("Microsoft.PowerShell.Core\\{provider}::{name}")));
    item.set_note("PSDrive", drive_value(drive, provider, "", ""));
    item.set_note("PSProvider", provider_value(provider));
    item.set_note("PSIsContainer", Value::Bool(false));
    item
}
