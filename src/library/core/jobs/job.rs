//! A job as an object, and the session's list of them.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::value::text::culture::Culture;
use crate::value::types::Class;
use crate::value::{ClrObject, DateTime, ErrorRecord, Fields, Object, TypeId, Value};

/// `JobState`.
pub const COMPLETED: i64 = 2;
/// `JobState`.
pub const FAILED: i64 = 3;

/// What a job did.
pub struct Job {
    /// Its number in the session.
    pub id: i32,
    /// Its name.
    pub name: Rc<str>,
    /// `BackgroundJob` or `ThreadJob`.
    pub kind: Kind,
    /// Its block's text.
    pub command: Rc<str>,
    /// Its GUID.
    pub instance: Value,
    /// What it wrote, all streams in order: error records and messages are what they are.
    pub written: RefCell<Vec<Value>>,
    /// How much of that was received.
    pub received: Cell<usize>,
    /// The error that ended it.
    pub failure: Option<ErrorRecord>,
    /// How many child jobs it has.
    pub children: usize,
    /// When it began and ended.
    pub times: (DateTime, DateTime),
}

/// What sort of job.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `Start-Job`.
    Process,
    /// The part of it that runs.
    Child,
    /// `Start-ThreadJob`.
    Thread,
    /// `ForEach-Object -Parallel -AsJob`.
    Tasks,
}

thread_local! {
    static CLASSES: [TypeId; 4] = ["System.Management.Automation.PSRemotingJob", "System.Management.Automation.PSRemotingChildJob", "Microsoft.PowerShell.ThreadJob.ThreadJob", "System.Management.Automation.PSTasks.PSTaskJob"]
        .map(|name| TypeId::define_class(Class { name: Rc::from(name), base: TypeId::JOB, interfaces: Vec::new(), runtime: RefCell::default(), members: RefCell::default() }));
}

impl Job {
    /// `.State`.
    pub fn state(&self) -> i64 {
        if self.failure.is_some() { FAILED } else { COMPLETED }
    }

    /// Whether there is something to receive.
    pub fn has_more(&self) -> bool {
        self.received.get() < self.written.borrow().len()
    }

    fn of_class(&self, class: TypeId) -> Value {
        let items = self.written.borrow().iter().filter(|value| value.base().type_id() == class).cloned().collect();
        Value::array(items)
    }

    fn output(&self) -> Value {
        let streams =
            [TypeId::ERROR_RECORD, TypeId::WARNING_RECORD, TypeId::VERBOSE_RECORD, TypeId::DEBUG_RECORD, TypeId::INFORMATION_RECORD];
        Value::array(self.written.borrow().iter().filter(|value| !streams.contains(&value.base().type_id())).cloned().collect())
    }
}

/// A job as a value: shares the job itself.
pub struct JobObject(pub Rc<Job>, Kind);

impl JobObject {
    /// The job as scripts see it.
    pub fn value(job: &Rc<Job>) -> Value {
        Object::from_clr(JobObject(job.clone(), job.kind))
    }

    fn child(&self) -> Value {
        Object::from_clr(JobObject(self.0.clone(), Kind::Child))
    }
}

impl ClrObject for JobObject {
    fn class(&self) -> TypeId {
        CLASSES.with(|classes| classes[self.1 as usize])
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "State",
            "HasMoreData",
            "StatusMessage",
            "Location",
            "Command",
            "JobStateInfo",
            "InstanceId",
            "Id",
            "Name",
            "ChildJobs",
            "PSBeginTime",
            "PSEndTime",
            "PSJobTypeName",
            "Output",
            "Error",
            "Warning",
            "Verbose",
            "Debug",
            "Information",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let job = &self.0;
        let state = Value::Enum(TypeId::JOB_STATE, job.state());
        let is_child = self.1 == Kind::Child;
        Some(match name.to_ascii_lowercase().as_str() {
            "state" => state,
            "hasmoredata" => Value::Bool(job.has_more()),
            "statusmessage" => Value::empty_str(),
            "location" => Value::str(if job.kind != Kind::Process { "PowerShell" } else { "localhost" }),
            "command" => Value::Str(job.command.clone()),
            "jobstateinfo" => {
                let reason = job.failure.as_ref().map_or(Value::Null, |record| match job.kind {
                    Kind::Thread => record.0.exception.clone(),
                    _ => crate::value::Exception::object(TypeId::REMOTE_EXCEPTION, record.exception_message(), None),
                });
                let text = crate::value::convert::enum_text(TypeId::JOB_STATE, job.state());
                Fields::open_with_text(TypeId::OBJECT, vec![("State", state), ("Reason", reason)], text.into())
            }
            "instanceid" => job.instance.clone(),
            "id" => Value::Int(job.id + i32::from(is_child)),
            "name" if is_child => Value::str(format!("Job{}", job.id + 1)),
            "name" => Value::Str(job.name.clone()),
            "childjobs" if !is_child => Value::array((0..job.children).map(|_| self.child()).collect()),
            "childjobs" => Value::array(Vec::new()),
            "psbegintime" => Value::DateTime(job.times.0),
            "psendtime" => Value::DateTime(job.times.1),
            "psjobtypename" => match job.kind {
                Kind::Thread => Value::str("ThreadJob"),
                Kind::Tasks if !is_child => Value::str("PSTaskJob"),
                _ if is_child => Value::empty_str(),
                _ => Value::str("BackgroundJob"),
            },
            // What a background job writes stands in its child.
            "output" | "error" | "warning" | "verbose" | "debug" | "information" if job.kind == Kind::Process && !is_child => {
                Value::array(Vec::new())
            }
            "output" => job.output(),
            "error" => job.of_class(TypeId::ERROR_RECORD),
            "warning" => job.of_class(TypeId::WARNING_RECORD),
            "verbose" => job.of_class(TypeId::VERBOSE_RECORD),
            "debug" => job.of_class(TypeId::DEBUG_RECORD),
            "information" => job.of_class(TypeId::INFORMATION_RECORD),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.class().full_name().to_string())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<JobObject>().is_some_and(|other| Rc::ptr_eq(&other.0, &self.0))
    }

    fn hash_code(&self) -> u64 {
        self.0.id as u64
    }
}

/// The session's jobs.
#[derive(Default)]
pub struct Jobs {
    /// In the order they were started.
    pub list: Vec<Rc<Job>>,
    /// The last number given away.
    pub last_id: i32,
}
