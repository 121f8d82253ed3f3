//! A process as an object, read from the system's process table when a property is asked for.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::process::Child;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::value::date::DateTimeKind;
use crate::value::members::{Outcome, Thrown, ok, void};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, DateTime, Object, Runtime, TimeSpan, TypeId, Value};

/// Ticks of 100 ns in a second.
const TICKS: i64 = 10_000_000;

/// A process.
pub struct Process {
    /// Its number.
    pub id: i32,
    /// Its name, kept from when it was found.
    pub name: Rc<str>,
    /// Where this session started it: the handle by which it is awaited.
    child: RefCell<Option<Child>>,
    exit_code: Cell<Option<i32>>,
    with_user: bool,
}

/// The numbers of `/proc/ID/stat` behind the name.
fn stat(id: i32) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let rest = &text[text.rfind(')')? + 1..];
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

/// A value of `/proc/ID/status` in bytes.
fn kilobytes(id: i32, key: &str) -> i64 {
    let text = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':')).unwrap_or("");
    line.split_whitespace().next().and_then(|number| number.parse::<i64>().ok()).unwrap_or(0) * 1024
}

/// The words of the command line; empty for the system's own threads.
fn words(id: i32) -> Vec<String> {
    let bytes = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    text.trim_end_matches('\0').split('\0').filter(|_| !text.is_empty()).map(str::to_owned).collect()
}

/// A process's name. The system keeps 15 bytes of it; the rest is in the command line.
fn name_of(id: i32) -> Option<Rc<str>> {
    let short = std::fs::read_to_string(format!("/proc/{id}/comm")).ok()?.trim_end_matches('\n').to_owned();
    if short.len() < 15 {
        return Some(Rc::from(short));
    }
    let long = words(id).into_iter().take(2).find_map(|word| {
        let name = word.rsplit('/').next().unwrap_or("").to_owned();
        name.starts_with(&short).then_some(name)
    });
    Some(Rc::from(long.unwrap_or(short)))
}

impl Process {
    fn value(id: i32, name: Rc<str>) -> Value {
        Object::from_clr(Process { id, name, child: RefCell::default(), exit_code: Cell::new(None), with_user: false })
    }

    /// Whether it has ended.
    pub fn has_exited(&self) -> bool {
        if self.exit_code.get().is_some() {
            return true;
        }
        if let Some(child) = &mut *self.child.borrow_mut() {
            return match child.try_wait() {
                Ok(Some(status)) => {
                    self.exit_code.set(Some(code(status)));
                    true
                }
                _ => false,
            };
        }
        stat(self.id).is_none_or(|fields| fields.first().is_some_and(|state| state == "Z"))
    }

    /// Waits until it has ended, or so long; true if it has. `poll` may stop the waiting.
    pub fn wait<E>(&self, limit: Option<Duration>, mut poll: impl FnMut() -> Result<(), E>) -> Result<bool, E> {
        let start = Instant::now();
        let mut pause = Duration::from_millis(1);
        while !self.has_exited() {
            poll()?;
            if limit.is_some_and(|limit| start.elapsed() >= limit) {
                return Ok(false);
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(50));
        }
        Ok(true)
    }

    /// Ends it at once.
    pub fn kill(&self) -> std::io::Result<()> {
        let id = rustix::process::Pid::from_raw(self.id).ok_or(std::io::ErrorKind::InvalidInput)?;
        rustix::process::kill_process(id, rustix::process::Signal::KILL).map_err(std::io::Error::from)
    }

    fn ticks(&self, places: &[usize]) -> i64 {
        let Some(fields) = stat(self.id) else { return 0 };
        let sum: i64 = places.iter().filter_map(|place| fields.get(*place)?.parse::<i64>().ok()).sum();
        sum * TICKS / clock_ticks()
    }

    fn path(&self) -> Option<PathBuf> {
        std::fs::read_link(format!("/proc/{}/exe", self.id)).ok()
    }

    fn start_time(&self) -> Option<DateTime> {
        let since_boot = stat(self.id)?.get(19)?.parse::<i64>().ok()? * TICKS / clock_ticks();
        Some(boot_time()?.add_ticks(since_boot).ok()?.to_local_time())
    }

    #[cfg(unix)]
    fn user(&self) -> Value {
        use std::os::unix::fs::MetadataExt;
        let Ok(metadata) = std::fs::metadata(format!("/proc/{}", self.id)) else { return Value::Null };
        let id = metadata.uid().to_string();
        let table = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let line = table.lines().find(|line| line.split(':').nth(2) == Some(&id));
        Value::str(line.and_then(|line| line.split(':').next()).unwrap_or(&id))
    }

    #[cfg(not(unix))]
    fn user(&self) -> Value {
        Value::Null
    }

    fn module(&self) -> Value {
        let Some(path) = self.path() else { return Value::Null };
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let size = std::fs::metadata(&path).map_or(0, |metadata| metadata.len() as i32);
        Object::record(
            Some("System.Diagnostics.ProcessModule"),
            [
                ("ModuleName", Value::str(name)),
                ("FileName", Value::str(path.to_string_lossy())),
                ("ModuleMemorySize", Value::Int(size)),
                ("Size", Value::Int(size / 1024)),
            ],
        )
    }
}

/// Ticks of the processor clock in a second.
fn clock_ticks() -> i64 {
    rustix::param::clock_ticks_per_second().max(1) as i64
}

/// When the machine started, in UTC.
pub fn boot_time() -> Option<DateTime> {
    let now = crate::library::files::file_info::date_of(std::time::SystemTime::now(), DateTimeKind::Utc);
    now.add_ticks(-(uptime()? * TICKS as f64) as i64).ok()
}

/// Seconds since the machine started.
pub fn uptime() -> Option<f64> {
    std::fs::read_to_string("/proc/uptime").ok()?.split_whitespace().next()?.parse().ok()
}

/// An exit code; a signal's number comes on top of 128.
fn code(status: std::process::ExitStatus) -> i32 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(-1)
    }
    #[cfg(not(unix))]
    status.code().unwrap_or(-1)
}

/// The process of a number, if there is one.
pub fn find(id: i32) -> Option<Value> {
    // Number 0 is the system itself: it has no entry.
    if id == 0 {
        return Some(Process::value(0, Rc::from("")));
    }
    Some(Process::value(id, name_of(id)?))
}

/// A process that this session started.
pub fn started(child: Child) -> Value {
    let id = child.id() as i32;
    let name = name_of(id).unwrap_or_else(|| Rc::from(""));
    Object::from_clr(Process { id, name, child: RefCell::new(Some(child)), exit_code: Cell::new(None), with_user: false })
}

/// All processes with name and number, by name.
pub fn all() -> Vec<(Rc<str>, i32, Value)> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    let mut found: Vec<(Rc<str>, i32, Value)> = entries
        .flatten()
        .filter_map(|entry| {
            let id: i32 = entry.file_name().to_str()?.parse().ok()?;
            let name = name_of(id)?;
            Some((name.clone(), id, Process::value(id, name)))
        })
        .collect();
    found.sort_by_key(|(name, id, _)| (name.to_lowercase(), *id));
    found
}

/// The same process with its user's name as a property.
pub fn with_user(process: &Process) -> Value {
    let own =
        Process { id: process.id, name: process.name.clone(), child: RefCell::default(), exit_code: Cell::new(None), with_user: true };
    let value = Object::from_clr(own);
    if let Some(mut members) = value.members_cell_mut() {
        let names = [
            "System.Diagnostics.Process#IncludeUserName",
            "System.Diagnostics.Process",
            "System.ComponentModel.Component",
            "System.MarshalByRefObject",
            "System.Object",
        ];
        members.type_names = Some(names.iter().map(|name| Rc::from(*name)).collect());
    }
    value
}

impl ClrObject for Process {
    fn class(&self) -> TypeId {
        TypeId::PROCESS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        let mut names = vec![
            "Id",
            "ProcessName",
            "Name",
            "Handles",
            "HandleCount",
            "SI",
            "SessionId",
            "CPU",
            "WS",
            "PM",
            "NPM",
            "VM",
            "WorkingSet64",
            "PagedMemorySize64",
            "VirtualMemorySize64",
            "TotalProcessorTime",
            "UserProcessorTime",
            "PrivilegedProcessorTime",
            "StartTime",
            "HasExited",
            "MachineName",
            "Responding",
            "Path",
            "CommandLine",
            "Parent",
            "MainModule",
        ];
        if self.with_user {
            names.push("UserName");
        }
        names
    }

    fn get(&self, name: &str) -> Option<Value> {
        let id = self.id;
        let span = |ticks: i64| Value::TimeSpan(TimeSpan(ticks));
        Some(match name.to_ascii_lowercase().as_str() {
            "id" => Value::Int(id),
            "processname" | "name" => Value::Str(self.name.clone()),
            "handles" | "handlecount" => {
                Value::Int(std::fs::read_dir(format!("/proc/{id}/fd")).map_or(0, |entries| entries.count() as i32))
            }
            "ws" | "workingset64" | "workingset" => Value::Long(kilobytes(id, "VmRSS")),
            "pm" | "pagedmemorysize64" | "privatememorysize64" => Value::Long(kilobytes(id, "VmSwap")),
            "npm" | "nonpagedsystemmemorysize64" => Value::Long(0),
            "vm" | "virtualmemorysize64" => Value::Long(kilobytes(id, "VmSize")),
            "cpu" => Value::Double(self.ticks(&[11, 12]) as f64 / TICKS as f64),
            "totalprocessortime" => span(self.ticks(&[11, 12])),
            "userprocessortime" => span(self.ticks(&[11])),
            "privilegedprocessortime" => span(self.ticks(&[12])),
            "starttime" => self.start_time().map_or(Value::Null, Value::DateTime),
            "si" | "sessionid" => Value::Int(stat(id).and_then(|fields| fields.get(3)?.parse().ok()).unwrap_or(0)),
            "hasexited" => Value::Bool(self.has_exited()),
            "exitcode" => {
                self.has_exited();
                self.exit_code.get().map_or(Value::Null, Value::Int)
            }
            "machinename" => Value::str("."),
            "responding" => Value::Bool(!self.has_exited()),
            "path" => self.path().map_or(Value::Null, |path| Value::str(path.to_string_lossy())),
            "commandline" => match words(id) {
                words if words.is_empty() => Value::Null,
                words => Value::str(words.join(" ")),
            },
            "parent" => stat(id)
                .and_then(|fields| fields.get(1)?.parse().ok())
                .filter(|parent: &i32| *parent != 0)
                .and_then(find)
                .unwrap_or_default(),
            "mainmodule" => self.module(),
            "username" if self.with_user => self.user(),
            _ => return None,
        })
    }

    fn invoke(&self, rt: &mut dyn Runtime, name: &str, args: &[Value]) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "waitforexit" => {
                let limit = match args.first().map(Value::base) {
                    Some(Value::Int(milliseconds)) => u64::try_from(*milliseconds).ok().map(Duration::from_millis),
                    _ => None,
                };
                let done = self.wait(limit, || rt.check_interrupt());
                Some(match done {
                    Err(raise) => Err(raise.into()),
                    Ok(_) if args.is_empty() => void(),
                    Ok(done) => ok(done),
                })
            }
            "kill" => {
                if let Err(raise) = rt.ask_program_gate("kill", &[self.id.to_string()]) {
                    return Some(Err(raise.into()));
                }
                Some(match self.kill() {
                    Ok(()) => void(),
                    Err(_) if self.has_exited() => void(),
                    Err(error) => Err(Thrown::invalid_operation(error.to_string())),
                })
            }
            "refresh" | "close" | "dispose" => Some(void()),
            "closemainwindow" => Some(ok(false)),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(if self.name.is_empty() {
            "System.Diagnostics.Process".to_owned()
        } else {
            format!("System.Diagnostics.Process ({})", self.name)
        })
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Process>().is_some_and(|other| other.id == self.id)
    }

    fn hash_code(&self) -> u64 {
        self.id as u64
    }
}
