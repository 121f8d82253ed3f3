//! Raising, catching and reporting errors.

use std::rc::Rc;

use super::scope::Frame;
use super::session::Engine;
use crate::cmdlet::{Call, Preference};
use crate::program::Symbol;
use crate::value::{Category, ErrorRecord, Exception, Invocation, Raise, Run, TypeId, Unwind, Value};

impl Engine {
    /// A `RuntimeException` of the language, at the statement at hand.
    pub fn raise(&mut self, message: impl AsRef<str>, id: &str, category: Category) -> Raise {
        self.raise_as(TypeId::RUNTIME_EXCEPTION, message, id, category, Value::Null)
    }

    /// An exception of this class, at the statement at hand.
    pub fn raise_as(&mut self, type_id: TypeId, message: impl AsRef<str>, id: &str, category: Category, target: Value) -> Raise {
        let record = ErrorRecord::new(type_id, message, id, category, target);
        self.locate(&record);
        record.into()
    }

    /// A new exception as an object.
    pub fn exception(&self, type_id: TypeId, message: &str) -> Value {
        Exception::object(type_id, message, None)
    }

    /// The invocation info of the statement at hand.
    pub fn here(&self) -> Option<Rc<Invocation>> {
        let top = self.stack.last()?;
        Some(Rc::new(Invocation {
            place: Some((top.block.source.clone(), top.span)),
            invocation_name: Rc::from(""),
            ..Invocation::default()
        }))
    }

    /// Gives a record its place and stack trace, if it has none.
    pub fn locate(&self, record: &ErrorRecord) {
        if record.0.invocation.borrow().is_none() {
            *record.0.invocation.borrow_mut() = self.here();
        }
        if record.0.stack.borrow().is_none() {
            *record.0.stack.borrow_mut() = Some(self.stack_trace());
        }
    }

    /// `.ScriptStackTrace`.
    pub fn stack_trace(&self) -> Rc<str> {
        let mut text = String::new();
        for activation in self.stack.iter().rev().take(1000) {
            if !text.is_empty() {
                text.push('\n');
            }
            let line = activation.block.source.locate(activation.span.start).line;
            let name = if activation.name.is_empty() { "<ScriptBlock>" } else { &activation.name };
            let file = activation.block.source.name().unwrap_or("<No file>");
            text.push_str(&format!("at {name}, {file}: line {line}"));
        }
        Rc::from(text)
    }

    /// Puts a record into `$Error`, once.
    pub fn log_error(&mut self, record: &ErrorRecord) {
        if record.0.logged.replace(true) {
            return;
        }
        let mut items = self.errors.items.borrow_mut();
        items.insert(0, record.value());
        items.truncate(256);
    }

    /// The preference variable of this name, as the scopes at hand have it.
    pub fn preference(&mut self, symbol: Symbol, default: Preference) -> Preference {
        match self.lookup(symbol) {
            None => default,
            Some(value) => match value.base() {
                Value::Enum(_, number) => Preference::from_value(*number).unwrap_or(default),
                Value::Int(number) => Preference::from_value(*number as i64).unwrap_or(default),
                Value::Str(text) => {
                    let names = TypeId::ACTION_PREFERENCE.enum_values();
                    let found = names.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
                    found.and_then(|(_, number)| Preference::from_value(*number)).unwrap_or(default)
                }
                _ => default,
            },
        }
    }

    /// Runs as inside of a `try`: an error ends all of it.
    pub fn guarding<T>(&mut self, run: impl FnOnce(&mut Engine) -> T) -> T {
        self.guarded += 1;
        let result = run(self);
        self.guarded -= 1;
        result
    }

    /// What happens to an error that ended a statement: `Ok` means go on with the next one.
    pub(super) fn statement_failed(&mut self, raise: Raise) -> Run {
        let record = match &*raise.0 {
            Unwind::Error(record) => record.clone(),
            _ => return Err(raise),
        };
        self.locate(&record);
        self.success = false;
        if self.guarded > 0 || record.0.escapes.get() || self.stops(&record) {
            return Err(raise);
        }
        let thrown = record.0.thrown.get();
        let preference = self.preference(Symbol::ERROR_ACTION_PREFERENCE, Preference::Continue);
        if !matches!(preference, Preference::Ignore | Preference::Stop) && !thrown {
            self.streams.clone().collect(crate::cmdlet::StreamKind::Error, &record.value());
        }
        match preference {
            Preference::Ignore => Ok(()),
            Preference::SilentlyContinue => {
                self.log_error(&record);
                Ok(())
            }
            Preference::Stop => Err(raise),
            _ if thrown => Err(raise),
            Preference::Inquire if self.ui.interactive() && !self.non_interactive => {
                let mut all = false;
                let message = record.message().to_string();
                if !self.ask_to_go_on(&message, &mut all)? {
                    self.log_error(&record);
                    return Err(super::messages::stopped_by_user().into());
                }
                self.log_error(&record);
                self.report_error(&record)
            }
            _ => {
                self.log_error(&record);
                self.report_error(&record)
            }
        }
    }

    /// Whether an error ends everything up to a `try`, whatever the preference.
    fn stops(&self, record: &ErrorRecord) -> bool {
        matches!(
            record.exception_type(),
            TypeId::ACTION_PREFERENCE_STOP_EXCEPTION | TypeId::PIPELINE_STOPPED_EXCEPTION | TypeId::SCRIPT_CALL_DEPTH_EXCEPTION
        ) || record.0.stop.get()
    }

    /// Writes an error to the error stream.
    pub fn report_error(&mut self, record: &ErrorRecord) -> Run {
        let streams = self.streams.clone();
        streams.write_error(self, record.value())
    }

    /// Shows an error on standard error.
    pub fn show_error(&mut self, record: &ErrorRecord) {
        let text = match self.error_text.clone() {
            Some(make) => make(self, record),
            None => format!("{}\n", record.message()),
        };
        self.ui.write_err(&text);
    }

    /// Writes a non-terminating error by the preferences of a call.
    pub(super) fn write_call_error(&mut self, call: &mut Call, record: ErrorRecord) -> Run {
        {
            let data = &record.0;
            if data.invocation.borrow().is_none() {
                *data.invocation.borrow_mut() = Some(call.invocation.clone());
            }
            if data.activity.borrow().is_empty() {
                *data.activity.borrow_mut() = Rc::from(call.spec.name());
            }
            append_class(&record, &class_of(call.spec));
        }
        self.locate(&record);
        call.failed = true;
        let preference = call.preferences.error;
        self.write_error_by(preference, record)
    }

    /// Writes a non-terminating error by a preference.
    pub fn write_error_by(&mut self, own: Option<Preference>, record: ErrorRecord) -> Run {
        let preference = own.unwrap_or_else(|| self.preference(Symbol::ERROR_ACTION_PREFERENCE, Preference::Continue));
        if preference != Preference::Ignore {
            self.streams.clone().collect(crate::cmdlet::StreamKind::Error, &record.value());
        }
        match preference {
            Preference::Ignore => Ok(()),
            Preference::SilentlyContinue => {
                self.log_error(&record);
                Ok(())
            }
            Preference::Stop => {
                self.log_error(&record);
                record.0.stop.set(true);
                Err(record.into())
            }
            Preference::Inquire if self.ui.interactive() && !self.non_interactive => {
                let mut all = false;
                let message = record.message().to_string();
                if !self.ask_to_go_on(&message, &mut all)? {
                    self.log_error(&record);
                    return Err(super::messages::stopped_by_user().into());
                }
                self.log_error(&record);
                self.report_error(&record)
            }
            _ => {
                self.log_error(&record);
                self.report_error(&record)
            }
        }
    }

    /// A terminating error of a command: gets the command's name and place.
    pub(super) fn command_error(&mut self, invocation: &Rc<Invocation>, class: &str, name: &str, raise: Raise) -> Raise {
        if let Unwind::Error(record) = &*raise.0 {
            let data = &record.0;
            if data.invocation.borrow().is_none() {
                *data.invocation.borrow_mut() = Some(invocation.clone());
                if data.activity.borrow().is_empty() {
                    *data.activity.borrow_mut() = Rc::from(name);
                }
                append_class(record, class);
            }
            self.locate(record);
        }
        raise
    }

    /// `throw value`.
    pub(super) fn throw_value(&mut self, value: Value) -> Raise {
        let record = if let Some(record) = ErrorRecord::from_value(&value) {
            record
        } else if Exception::of(&value).is_some() {
            let exception = Exception::of(&value).and_then(|exception| exception.record.borrow().clone());
            match exception.as_ref().and_then(ErrorRecord::from_value) {
                Some(record) => record,
                None => {
                    let message = Exception::of(&value).map(|exception| exception.message()).unwrap_or_else(|| Rc::from(""));
                    ErrorRecord::of(value.clone(), &*message, Category::OperationStopped, Value::Null)
                }
            }
        } else {
            let text = match value.is_null() {
                true => Rc::from("ScriptHalted"),
                false => crate::value::convert::to_text(self, &value).unwrap_or_else(|_| Rc::from("")),
            };
            ErrorRecord::new(TypeId::RUNTIME_EXCEPTION, &*text, &*text, Category::OperationStopped, value)
        };
        record.0.thrown.set(true);
        self.locate(&record);
        record.into()
    }

    /// Strict mode's version at hand, times 10; 0: off.
    pub fn strict(&self) -> u8 {
        if !self.any_strict {
            return 0;
        }
        self.scope().chain().find_map(|scope| scope.strict.get()).unwrap_or(0)
    }

    /// Strict mode as a frame sees it.
    pub(super) fn strict_in(&self, frame: &Frame) -> u8 {
        if !self.any_strict {
            return 0;
        }
        frame.scope.chain().find_map(|scope| scope.strict.get()).unwrap_or(0)
    }

    /// An error unless nobody asked to stop.
    #[inline(always)]
    pub fn poll(&self) -> Run {
        if self.interrupt.is_set() { Err(Unwind::Interrupted.into()) } else { Ok(()) }
    }
}

/// Appends the command's class to an error id, as cmdlets' errors have it.
pub fn append_class(record: &ErrorRecord, class: &str) {
    let mut id = record.0.id.borrow_mut();
    if !class.is_empty() && !id.contains(',') {
        *id = Rc::from(format!("{id},{class}"));
    }
}

/// The .NET class that implements a cmdlet, as error ids name it.
pub fn class_of(spec: &crate::cmdlet::Spec) -> String {
    let name = spec.name();
    if let Some((_, class)) = CLASSES.iter().find(|(own, _)| name.eq_ignore_ascii_case(own)) {
        return format!("Microsoft.PowerShell.Commands.{class}");
    }
    format!("Microsoft.PowerShell.Commands.{}{}Command", spec.verb, spec.noun)
}

/// Cmdlets whose class is not named `VerbNounCommand`.
const CLASSES: &[(&str, &str)] = &[
    ("Format-Hex", "FormatHex"),
    ("Get-ChildItem", "GetChildItemCommand"),
    ("Import-LocalizedData", "ImportLocalizedData"),
    ("Invoke-Item", "InvokeItemCommand"),
    ("Import-Csv", "ImportCsvCommand"),
    ("Join-String", "JoinStringCommand"),
    ("Sort-Object", "SortObjectCommand"),
    ("Invoke-WebRequest", "InvokeWebRequestCommand"),
    ("Get-Random", "GetRandomCommand"),
    ("Test-Connection", "TestConnectionCommand"),
    ("Start-ThreadJob", "StartThreadJobCommand"),
    ("ConvertTo-Xml", "ConvertToXmlCommand"),
];
