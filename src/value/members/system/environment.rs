//! `[environment]`, `[console]`, `[gc]`, `[threading.thread]`, stopwatches.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::version::version;
use crate::value::members::text::{concat_text, format_composite};
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::version::Version;
use crate::value::{ClrObject, Dict, Object, TimeSpan, TypeId, Unwind, Value};

fn folder(c: &mut Call) -> Outcome {
    let home = std::env::var("HOME").unwrap_or_default();
    let under = |name: &str| format!("{home}/{name}");
    let number = crate::value::members::call::to_long(&c.arg(0));
    let from = |name: &str, otherwise: String| std::env::var(name).unwrap_or(otherwise);
    ok(match number {
        // Desktop, Personal, UserProfile, ApplicationData, LocalApplicationData …
        0 | 16 => under("Desktop"),
        5 => under("Documents"),
        40 => home,
        26 => from("XDG_CONFIG_HOME", under(".config")),
        28 => from("XDG_DATA_HOME", under(".local/share")),
        35 => "/usr/share".to_owned(),
        13 => under("Music"),
        14 => under("Videos"),
        39 => under("Pictures"),
        21 => under("Templates"),
        20 => under(".fonts"),
        _ => String::new(),
    })
}

fn expand(c: &Call, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('%') {
        let Some(length) = rest[start + 1..].find('%') else { break };
        let name = &rest[start + 1..start + 1 + length];
        match c.rt.environment(name) {
            Some(value) => {
                out.push_str(&rest[..start]);
                out.push_str(&value);
                rest = &rest[start + length + 2..];
            }
            None => {
                out.push_str(&rest[..start + 1 + length]);
                rest = &rest[start + 1 + length..];
            }
        }
    }
    out + rest
}

fn all_variables(c: &mut Call) -> Outcome {
    let dict = Dict::hashtable();
    for (name, value) in c.rt.environment_all() {
        dict.set_str(&name, Value::from(value));
    }
    Ok(Value::Dict(Rc::new(dict)))
}

fn system(name: &str) -> String {
    std::fs::read_to_string(format!("/proc/sys/kernel/{name}")).map(|text| text.trim().to_owned()).unwrap_or_default()
}

fn os_version(_: &mut Call) -> Outcome {
    let release = system("osrelease");
    let numbers: Vec<i32> = release.split(['.', '-']).map_while(|part| part.parse().ok()).take(4).collect();
    let part = |at: usize| numbers.get(at).copied();
    let made = Version::new(part(0).unwrap_or(0), part(1).unwrap_or(0), Some(part(2).unwrap_or(0)), Some(part(3).unwrap_or(0)))?;
    Ok(Object::record(
        Some("System.OperatingSystem"),
        [
            ("Platform", Value::str("Unix")),
            ("ServicePack", Value::empty_str()),
            ("Version", version(made)),
            ("VersionString", Value::from(format!("Unix {release}"))),
        ],
    ))
}

/// `[environment]`.
pub const ENVIRONMENT: TypeImpl = TypeImpl {
    ids: &[TypeId::ENVIRONMENT],
    statics: &[
        ("Exit", |c| Err(Thrown::Raise(Unwind::Exit(c.int(0)).into()))),
        ("ExpandEnvironmentVariables", |c| ok(expand(c, &c.str(0, "name")?))),
        ("GetCommandLineArgs", |_| Ok(Value::strings(std::env::args()))),
        ("GetFolderPath", folder),
        ("GetLogicalDrives", |_| Ok(Value::strings(["/"]))),
        ("GetEnvironmentVariable", |c| {
            let name = c.str(0, "variable")?;
            Ok(c.rt.environment(&name).map_or(Value::Null, Value::from))
        }),
        ("GetEnvironmentVariables", all_variables),
        ("SetEnvironmentVariable", |c| {
            let (name, value) = (c.str(0, "variable")?, c.text(1).filter(|value| !value.is_empty()));
            c.rt.set_environment(&name, value.as_deref());
            void()
        }),
    ],
    static_properties: &[
        ("CommandLine", |_| ok(std::env::args().collect::<Vec<_>>().join(" "))),
        ("CurrentDirectory", |c| ok(c.rt.current_directory().to_string_lossy().into_owned())),
        ("CurrentManagedThreadId", |_| ok(1)),
        ("ExitCode", |_| ok(0)),
        ("HasShutdownStarted", |_| ok(false)),
        ("Is64BitOperatingSystem", |_| ok(cfg!(target_pointer_width = "64"))),
        ("Is64BitProcess", |_| ok(cfg!(target_pointer_width = "64"))),
        ("MachineName", |_| ok(system("hostname"))),
        ("NewLine", |_| ok("\n")),
        ("OSVersion", os_version),
        ("ProcessId", |_| ok(std::process::id() as i32)),
        ("ProcessorCount", |_| ok(std::thread::available_parallelism().map_or(1, |count| count.get() as i32))),
        ("ProcessPath", |_| ok(std::env::current_exe().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default())),
        ("SystemDirectory", |_| ok("")),
        ("SystemPageSize", |_| ok(4096)),
        ("TickCount", |_| ok(uptime().as_millis() as i32)),
        ("TickCount64", |_| ok(uptime().as_millis() as i64)),
        ("UserDomainName", |_| ok(system("hostname"))),
        ("UserInteractive", |_| ok(true)),
        ("UserName", |_| ok(std::env::var("USER").or_else(|_| std::env::var("LOGNAME")).unwrap_or_else(|_| "root".to_owned()))),
        ("Version", |_| Ok(version(Version::new(10, 0, Some(12), None)?))),
    ],
    ..TypeImpl::EMPTY
};

fn uptime() -> Duration {
    let text = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    Duration::from_secs_f64(text.split(' ').next().and_then(|seconds| seconds.parse().ok()).unwrap_or(0.0))
}

/// `Write` and `WriteLine` of the console, to the host itself.
fn write(c: &mut Call, end: &str, error: bool) -> Outcome {
    let text = match (c.args.first().cloned(), c.len()) {
        (None, _) => String::new(),
        (Some(value), 1) => concat_text(c, &value)?.to_string(),
        (Some(format), _) => {
            let values: Vec<Value> = c.args[1..].to_vec();
            let culture = c.rt.culture();
            format_composite(c.rt, &format.as_str().cloned().unwrap_or_default(), &values, &culture)?
        }
    };
    c.rt.host_write(&format!("{text}{end}"), error);
    void()
}

/// `[console]::Out`, `[console]::Error`.
struct ConsoleWriter {
    error: bool,
}

impl ClrObject for ConsoleWriter {
    fn class(&self) -> TypeId {
        TypeId::CONSOLE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn write_through(c: &mut Call, end: &str) -> Outcome {
    let error = c.this.downcast::<ConsoleWriter>().is_some_and(|writer| writer.error);
    write(c, end, error)
}

/// `[console]`.
pub const CONSOLE: TypeImpl = TypeImpl {
    ids: &[TypeId::CONSOLE],
    methods: &[("Write", |c| write_through(c, "")), ("WriteLine", |c| write_through(c, "\n")), ("Flush", |_| void())],
    statics: &[
        ("Beep", |_| void()),
        ("ResetColor", |_| void()),
        ("Write", |c| write(c, "", false)),
        ("WriteLine", |c| write(c, "\n", false)),
        ("OpenStandardOutput", |_| Ok(Object::from_clr(ConsoleWriter { error: false }))),
        ("OpenStandardError", |_| Ok(Object::from_clr(ConsoleWriter { error: true }))),
    ],
    static_properties: &[
        ("Out", |_| Ok(Object::from_clr(ConsoleWriter { error: false }))),
        ("Error", |_| Ok(Object::from_clr(ConsoleWriter { error: true }))),
        ("IsInputRedirected", |_| ok(!std::io::IsTerminal::is_terminal(&std::io::stdin()))),
        ("IsOutputRedirected", |_| ok(!std::io::IsTerminal::is_terminal(&std::io::stdout()))),
        ("IsErrorRedirected", |_| ok(!std::io::IsTerminal::is_terminal(&std::io::stderr()))),
        ("OutputEncoding", |_| Ok(Object::from_clr(crate::value::members::text::Encoding::UTF8))),
        ("InputEncoding", |_| Ok(Object::from_clr(crate::value::members::text::Encoding::UTF8))),
        ("ForegroundColor", |_| Ok(Value::Enum(TypeId::CONSOLE_COLOR, -1))),
        ("BackgroundColor", |_| Ok(Value::Enum(TypeId::CONSOLE_COLOR, -1))),
        ("WindowWidth", |call| ok(call.rt.window().0)),
        ("WindowHeight", |call| ok(call.rt.window().1)),
        ("BufferWidth", |call| ok(call.rt.window().0)),
        ("BufferHeight", |call| ok(call.rt.window().1)),
        ("CursorVisible", |_| ok(true)),
        ("TreatControlCAsInput", |_| ok(false)),
        ("Title", |_| ok("")),
    ],
    static_setters: &[
        ("OutputEncoding", |_| void()),
        ("InputEncoding", |_| void()),
        ("ForegroundColor", |_| void()),
        ("BackgroundColor", |_| void()),
        ("CursorVisible", |_| void()),
        ("TreatControlCAsInput", |_| void()),
        ("Title", |_| void()),
    ],
    ..TypeImpl::EMPTY
};

/// `[gc]`: memory is not ours to steer.
pub const COLLECTOR: TypeImpl = TypeImpl {
    ids: &[TypeId::GC],
    statics: &[
        ("Collect", |_| void()),
        ("WaitForPendingFinalizers", |_| void()),
        ("SuppressFinalize", |_| void()),
        ("KeepAlive", |_| void()),
        ("GetTotalMemory", |_| ok(0i64)),
        ("CollectionCount", |_| ok(0)),
    ],
    static_properties: &[("MaxGeneration", |_| ok(2))],
    ..TypeImpl::EMPTY
};

fn sleep(c: &mut Call) -> Outcome {
    let mut left = match c.arg(0) {
        Value::TimeSpan(span) => Duration::from_nanos(span.0.max(0) as u64 * 100),
        _ => Duration::from_millis(c.long(0).max(0) as u64),
    };
    const STEP: Duration = Duration::from_millis(20);
    while !left.is_zero() {
        let step = left.min(STEP);
        std::thread::sleep(step);
        left -= step;
        c.rt.check_interrupt()?;
    }
    void()
}

/// `[threading.thread]`.
pub const THREAD: TypeImpl = TypeImpl {
    ids: &[TypeId::THREAD],
    statics: &[("Sleep", sleep), ("Yield", |_| ok(true)), ("SpinWait", |_| void())],
    static_properties: &[("CurrentThread", |c| {
        let culture = crate::value::members::objects::culture::CultureInfo::value(c.rt.culture());
        Ok(Object::record(
            Some("System.Threading.Thread"),
            [
                ("ManagedThreadId", Value::Int(1)),
                ("CurrentCulture", culture.clone()),
                ("CurrentUICulture", culture),
                ("Name", Value::str("Pipeline Execution Thread")),
                ("IsAlive", Value::Bool(true)),
            ],
        ))
    })],
    ..TypeImpl::EMPTY
};

/// A `Stopwatch`.
pub struct Stopwatch {
    started: Cell<Option<Instant>>,
    before: Cell<Duration>,
}

impl ClrObject for Stopwatch {
    fn class(&self) -> TypeId {
        TypeId::STOPWATCH
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn make(running: bool) -> Outcome {
    Ok(Object::from_clr(Stopwatch { started: Cell::new(running.then(Instant::now)), before: Cell::default() }))
}

fn watch<'a>(c: &'a Call) -> Outcome<&'a Stopwatch> {
    c.this.downcast::<Stopwatch>().ok_or_else(|| Thrown::invalid_operation("The object is no Stopwatch."))
}

fn elapsed(c: &Call) -> Outcome<Duration> {
    let own = watch(c)?;
    Ok(own.before.get() + own.started.get().map_or(Duration::ZERO, |start| start.elapsed()))
}

fn stop(c: &Call) -> Outcome {
    let total = elapsed(c)?;
    let own = watch(c)?;
    own.before.set(total);
    own.started.set(None);
    void()
}

/// `[diagnostics.stopwatch]`.
pub const STOPWATCH: TypeImpl = TypeImpl {
    ids: &[TypeId::STOPWATCH],
    new: Some(|_| make(false)),
    properties: &[
        ("IsRunning", |c| ok(watch(c)?.started.get().is_some())),
        ("Elapsed", |c| Ok(Value::TimeSpan(TimeSpan((elapsed(c)?.as_nanos() / 100) as i64)))),
        ("ElapsedMilliseconds", |c| ok(elapsed(c)?.as_millis() as i64)),
        ("ElapsedTicks", |c| ok(elapsed(c)?.as_nanos() as i64)),
    ],
    methods: &[
        ("Start", |c| {
            let own = watch(c)?;
            if own.started.get().is_none() {
                own.started.set(Some(Instant::now()));
            }
            void()
        }),
        ("Stop", |c| stop(c)),
        ("Reset", |c| {
            watch(c)?.started.set(None);
            watch(c)?.before.set(Duration::ZERO);
            void()
        }),
        ("Restart", |c| {
            watch(c)?.before.set(Duration::ZERO);
            watch(c)?.started.set(Some(Instant::now()));
            void()
        }),
    ],
    statics: &[("StartNew", |_| make(true)), ("GetTimestamp", |_| ok(uptime().as_nanos() as i64))],
    static_properties: &[("Frequency", |_| ok(1_000_000_000i64)), ("IsHighResolution", |_| ok(true))],
    ..TypeImpl::EMPTY
};
