//! The engine as values and cmdlets see it, and the objects through which scripts see the engine.

use std::any::Any;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::binding::{Param, Place, Role, Signature};
use super::invoke::Invocation as BlockCall;
use super::scope::{CallInfo, Scope, SessionState};
use super::session::Engine;
use crate::cmdlet::{Call, Host, Impact, Output, Preference, StreamKind};
use crate::dispatch::Dispatch;
use crate::program::Symbol;
use crate::source::SourceText;
use crate::syntax::ParseError;
use crate::value::text::culture::Culture;
use crate::value::{
    ClrObject, DateTime, ErrorRecord, Invocation, Object, Raise, Run, Runtime, ScriptBlock, SpecialMember, TypeId, Value, convert, members,
};

impl Runtime for Engine {
    fn culture(&self) -> Arc<Culture> {
        self.culture.clone()
    }

    fn set_culture(&mut self, culture: Arc<Culture>) {
        self.culture = culture;
    }

    fn invoke_block(
        &mut self,
        block: &Rc<ScriptBlock>,
        this: Option<&Value>,
        underscore: Option<&Value>,
        arguments: Vec<Value>,
    ) -> Run<Value> {
        let mut items = super::eval::Collected::default();
        let call = BlockCall { underscore: underscore.cloned(), this: this.cloned(), arguments, ..BlockCall::default() };
        self.invoke(block, call, &mut items)?;
        Ok(items.value())
    }

    fn class_method(&mut self, class: TypeId, this: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
        self.class_call(class, this, name, arguments)
    }

    fn class_static_method(&mut self, class: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
        self.class_static_call(class, name, arguments)
    }

    fn class_static_property(&mut self, class: TypeId, name: &str, value: Option<Value>) -> Option<Run<Value>> {
        self.class_static(class, name, value)
    }

    fn class_new(&mut self, class: TypeId, arguments: &[Value]) -> Run<Value> {
        self.new_instance(class, arguments)
    }

    fn class_set_property(&mut self, class: TypeId, this: &Value, name: &str, value: Value) -> Option<Run<()>> {
        self.class_property(class, this, name, value)
    }

    fn class_constructors(&self, class: TypeId) -> Vec<Vec<TypeId>> {
        let Some(runtime) = super::class::runtime_of(class) else { return Vec::new() };
        runtime
            .constructors
            .iter()
            .filter(|method| !method.is_static)
            .map(|method| method.parameters.iter().map(|(_, id)| *id).collect())
            .collect()
    }

    fn class_properties(&self, class: TypeId) -> Vec<(Rc<str>, TypeId)> {
        let mut properties: Vec<(Rc<str>, TypeId)> = Vec::new();
        for class in class.bases().take_while(|base| base.is_class()) {
            let Some(runtime) = super::class::runtime_of(class) else { break };
            for property in runtime.properties.iter().filter(|property| !property.is_static) {
                if !properties.iter().any(|(own, _)| own.eq_ignore_ascii_case(&property.name)) {
                    properties.push((property.name.clone(), property.type_id.unwrap_or(TypeId::OBJECT)));
                }
            }
        }
        properties
    }

    fn type_data(&self, type_names: &[Rc<str>], member: &str) -> Option<Rc<SpecialMember>> {
        if self.type_data.is_empty() {
            return None;
        }
        type_names.iter().find_map(|name| {
            let members = self.type_data.get(&name.to_lowercase())?;
            members.iter().find(|(own, _)| own.eq_ignore_ascii_case(member)).map(|(_, found)| found.clone())
        })
    }

    fn type_data_members(&self, type_names: &[Rc<str>]) -> Vec<Rc<str>> {
        if self.type_data.is_empty() {
            return Vec::new();
        }
        let mut names: Vec<Rc<str>> = Vec::new();
        for (name, _) in type_names.iter().filter_map(|name| self.type_data.get(&name.to_lowercase())).flatten() {
            if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                names.push(name.clone());
            }
        }
        names
    }

    fn now(&mut self) -> DateTime {
        DateTime::from_unix_nanoseconds(self.sources.now().as_nanosecond()).to_local_time()
    }

    fn random(&mut self) -> u64 {
        self.sources.number()
    }

    fn own_property(&mut self, target: &Value, name: &str) -> Option<Run<Value>> {
        self.engine_property(target, name)
    }

    fn check_interrupt(&self) -> Run<()> {
        self.poll()
    }

    fn current_directory(&self) -> PathBuf {
        self.location.clone()
    }

    fn host_write(&mut self, text: &str, error: bool) {
        let _ = self.flush_shown();
        if error { self.ui.write_err(text) } else { self.ui.write_out(text) }
    }

    fn environment(&self, name: &str) -> Option<String> {
        self.environment.get(name).cloned()
    }

    fn environment_all(&self) -> Vec<(String, String)> {
        let mut all: Vec<_> = self.environment.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        all.sort();
        all
    }

    fn set_environment(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => {
                self.environment.insert(name.to_owned(), value.to_owned());
            }
            None => {
                self.environment.shift_remove(name);
            }
        }
    }

    fn note_error(&mut self, record: ErrorRecord) {
        self.locate(&record);
        self.log_error(&record);
    }
}

impl Host for Engine {
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn runtime(&mut self) -> &mut dyn Runtime {
        self
    }

    fn write_error(&mut self, call: &mut Call, record: ErrorRecord) -> Run {
        self.write_call_error(call, record)
    }

    fn write_message(&mut self, call: &mut Call, stream: StreamKind, text: &str) -> Run {
        let own = match stream {
            StreamKind::Warning => call.preferences.warning,
            StreamKind::Verbose => call.preferences.verbose.map(|on| if on { Preference::Continue } else { Preference::SilentlyContinue }),
            StreamKind::Debug => call.preferences.debug.map(|on| if on { Preference::Continue } else { Preference::SilentlyContinue }),
            _ => call.preferences.information,
        };
        self.stream_message(stream, own, text)
    }

    fn write_information(&mut self, call: &mut Call, record: Value) -> Run {
        let own = call.preferences.information;
        self.stream_information(own, record)
    }

    fn write_progress(&mut self, call: &mut Call, activity: &str, status: &str, percent: i32, completed: bool) -> Run {
        let preference = call.preferences.progress.unwrap_or_else(|| self.preference(Symbol::PROGRESS_PREFERENCE, Preference::Continue));
        if preference != Preference::Continue {
            return Ok(());
        }
        if completed {
            self.ui.progress(None);
        } else {
            self.ui.progress(Some((activity, status, percent)));
        }
        Ok(())
    }

    fn should_process(&mut self, call: &mut Call, target: &str, action: &str, description: Option<&str>) -> Run<bool> {
        let own_what_if = call.preferences.what_if;
        let own_confirm = call.preferences.confirm;
        let impact = call.spec.should_process.unwrap_or(Impact::Medium);
        let mut answer = call.confirm_all;
        let result = self.ask_to_process(own_what_if, own_confirm, impact, &mut answer, target, action, description);
        call.confirm_all = answer;
        result
    }

    fn should_continue(&mut self, call: &mut Call, query: &str, caption: &str) -> Run<bool> {
        let mut answer = call.confirm_all;
        let result = self.ask_choice(caption, query, &mut answer, true);
        call.confirm_all = answer;
        result
    }

    fn variable(&mut self, name: &str) -> Option<Value> {
        self.variable_by_name(name).ok().flatten()
    }

    fn set_variable(&mut self, name: &str, value: Value) -> Run {
        let scope = self.scope();
        let symbol = Symbol::of(name);
        let place = scope.ensure(symbol);
        self.write_guarded(&scope, place, symbol, value)
    }

    fn run_block(&mut self, block: &Rc<ScriptBlock>, underscore: Option<Value>, arguments: Vec<Value>, out: &mut dyn Output) -> Run {
        self.invoke(block, BlockCall { underscore, arguments, dotted: true, ..BlockCall::default() }, out)
    }

    fn dispatch(&mut self) -> &mut Dispatch {
        self.tenant()
    }

    fn pipeline_id(&self) -> u64 {
        self.pipeline
    }
}

impl Engine {
    /// The tenant's door, opened at first use.
    pub fn tenant(&mut self) -> &mut Dispatch {
        if self.dispatch.is_none() {
            let open = self.open_dispatch.take().expect("the application sets how the tenant is opened");
            self.dispatch = Some(open());
        }
        self.dispatch.as_mut().expect("opened above")
    }

    /// Ends what the formatter is showing, so that other text comes behind it.
    pub fn flush_shown(&mut self) -> Run {
        match self.flush_show.clone() {
            Some(flush) => flush(self),
            None => Ok(()),
        }
    }

    /// Objects as the formatter prints them.
    pub fn format_text(&mut self, items: &[Value]) -> Run<String> {
        match self.format_objects.clone() {
            Some(format) => format(self, items),
            None => {
                let mut text = String::new();
                for item in items {
                    text.push_str(&convert::to_text(self, item)?);
                    text.push('\n');
                }
                Ok(text)
            }
        }
    }

    /// One object as text for a native program.
    pub(super) fn display_text(&mut self, value: &Value) -> Run<String> {
        match value.base() {
            Value::Str(text) => Ok(text.to_string()),
            _ => self.format_text(std::slice::from_ref(value)),
        }
    }

    /// A better text for a name that is no command.
    pub(super) fn command_hint(&self, name: &str) -> Option<String> {
        self.hint.as_ref().and_then(|hint| hint(self, name))
    }

    /// Whether a module can be loaded or is.
    pub(super) fn has_module(&mut self, name: &str) -> bool {
        if self.modules.iter().any(|module| module.name.eq_ignore_ascii_case(name))
            || self.registry.entries.iter().any(|entry| entry.spec.module.eq_ignore_ascii_case(name))
        {
            return true;
        }
        let known = crate::engine::host::KNOWN_MODULES;
        known.iter().any(|known| members::objects::wildcard_matches(known, name))
    }

    /// Writes to the warning, verbose or debug stream by the preferences.
    pub(crate) fn stream_message(&mut self, stream: StreamKind, own: Option<Preference>, text: &str) -> Run {
        let (symbol, default, class) = match stream {
            StreamKind::Warning => (Symbol::WARNING_PREFERENCE, Preference::Continue, TypeId::WARNING_RECORD),
            StreamKind::Verbose => (Symbol::VERBOSE_PREFERENCE, Preference::SilentlyContinue, TypeId::VERBOSE_RECORD),
            _ => (Symbol::DEBUG_PREFERENCE, Preference::SilentlyContinue, TypeId::DEBUG_RECORD),
        };
        let record = message_record(class, text);
        self.streams.clone().collect(stream, &record);
        let preference = own.unwrap_or_else(|| self.preference(symbol, default));
        match preference {
            Preference::SilentlyContinue | Preference::Ignore => Ok(()),
            _ => {
                let streams = self.streams.clone();
                if streams.of(stream).is_host() {
                    self.flush_shown()?;
                    self.ui.write_message(stream, text);
                } else {
                    streams.of(stream).put(record);
                }
                if preference == Preference::Stop {
                    let name = symbol.name();
                    let record = ErrorRecord::new(
                        TypeId::ACTION_PREFERENCE_STOP_EXCEPTION,
                        format!(
                            "The running command stopped because the preference variable \"{name}\" or common parameter is set to Stop: {text}"
                        ),
                        "ActionPreferenceStop",
                        crate::value::Category::OperationStopped,
                        Value::Null,
                    );
                    return Err(record.into());
                }
                Ok(())
            }
        }
    }

    /// Writes an information record by the preferences.
    pub(crate) fn stream_information(&mut self, own: Option<Preference>, record: Value) -> Run {
        self.streams.clone().collect(StreamKind::Information, &record);
        let data = field(&record, "MessageData").unwrap_or(Value::Null);
        let for_host = data.type_names().iter().any(|name| name.ends_with("HostInformationMessage"));
        let preference = own.unwrap_or_else(|| self.preference(Symbol::INFORMATION_PREFERENCE, Preference::SilentlyContinue));
        let streams = self.streams.clone();
        if !streams.information.is_host() {
            if preference != Preference::Ignore {
                streams.information.put(record);
            }
            return Ok(());
        }
        let shown = match preference {
            Preference::Ignore => false,
            Preference::SilentlyContinue => for_host,
            _ => true,
        };
        if shown {
            self.flush_shown()?;
            let text = convert::to_text(self, &data)?;
            let newline = !for_host || !field(&data, "NoNewLine").is_some_and(|value| convert::to_bool(&value));
            let colour = |name: &str| match field(&data, name) {
                Some(Value::Enum(_, colour)) => Some(colour),
                _ => None,
            };
            self.ui.write_host(&text, colour("ForegroundColor"), colour("BackgroundColor"));
            if newline {
                self.ui.write_out("\n");
            }
        }
        Ok(())
    }

    /// `ShouldProcess`.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn ask_to_process(
        &mut self,
        what_if: Option<bool>,
        confirm: Option<bool>,
        impact: Impact,
        answer: &mut Option<bool>,
        target: &str,
        action: &str,
        description: Option<&str>,
    ) -> Run<bool> {
        let sentence = match (description, action.is_empty()) {
            (Some(description), _) => description.to_owned(),
            (None, true) => format!("Performing the operation on target \"{target}\"."),
            (None, false) => format!("Performing the operation \"{action}\" on target \"{target}\"."),
        };
        let what_if = what_if.unwrap_or_else(|| self.lookup(Symbol::WHAT_IF_PREFERENCE).as_ref().is_some_and(convert::to_bool));
        if what_if {
            self.flush_shown()?;
            self.ui.write_out(&format!("What if: {sentence}\n"));
            return Ok(false);
        }
        if let Some(answer) = answer {
            return Ok(*answer);
        }
        let wanted = match confirm {
            Some(on) => on,
            None => {
                let level = match self.lookup(Symbol::CONFIRM_PREFERENCE) {
                    Some(Value::Enum(_, level)) => level,
                    Some(value) => match convert::try_cast(self, &value, TypeId::CONFIRM_IMPACT) {
                        Ok(Value::Enum(_, level)) => level,
                        _ => 3,
                    },
                    None => 3,
                };
                level > 0 && impact as i64 >= level
            }
        };
        if !wanted {
            return Ok(true);
        }
        self.ask_choice("Confirm", &format!("Are you sure you want to perform this action?\n{sentence}"), answer, true)
    }

    /// The current location as a value.
    pub fn location_value(&self) -> Value {
        let (drive, path, provider) = match &self.other_location {
            Some((drive, path)) => (drive.to_string(), format!("{drive}:{path}"), drive.to_string()),
            None => ("/".to_owned(), self.location.to_string_lossy().into_owned(), "FileSystem".to_owned()),
        };
        Object::from_clr(PathInfo { drive: Rc::from(drive), path: Rc::from(path), provider: Rc::from(provider) })
    }

    /// Properties of values that only the engine knows.
    pub(crate) fn engine_property(&mut self, target: &Value, name: &str) -> Option<Run<Value>> {
        match target {
            Value::ScriptBlock(block) => super::reflect::block_property(self, block, name),
            Value::Object(object) => {
                object.clr()?;
                super::reflect::object_property(self, target, name)
            }
            _ => None,
        }
    }

    /// Methods that only the engine can carry out.
    pub(crate) fn engine_method(
        &mut self,
        frame: &super::scope::Frame,
        target: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Option<Run<Value>> {
        let _ = frame;
        match target {
            Value::ScriptBlock(block) => super::reflect::block_method(self, block, name, arguments),
            Value::Object(object) => {
                object.clr()?;
                super::reflect::object_method(self, target, name, arguments)
            }
            _ => None,
        }
    }

    /// Static methods that only the engine can carry out.
    pub(crate) fn engine_static(&mut self, type_id: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
        super::reflect::static_method(self, type_id, name, arguments)
    }

    /// Sets a property of an object that is the engine's own.
    pub(crate) fn set_own_property(&mut self, target: &Value, name: &str, value: &Value) -> Option<Run> {
        if let Some(reference) = target.downcast::<Reference>()
            && name.eq_ignore_ascii_case("Value")
        {
            return Some(reference.assign(self, value.clone()));
        }
        super::reflect::set_object_property(self, target, name, value)
    }
}

/// A property of an information record or its message: an object of the library's, or notes.
fn field(value: &Value, name: &str) -> Option<Value> {
    value.note(name).or_else(|| match value.base() {
        Value::Object(object) => object.clr().and_then(|clr| clr.get(name)),
        _ => None,
    })
}

/// Modules that scripts import and whose cmdlets are built in, or whose absence changes nothing.
pub const KNOWN_MODULES: &[&str] = &[
    "Microsoft.PowerShell.*",
    "MicrosoftTeams",
    "Microsoft.Graph",
    "Microsoft.Graph.*",
    "MSOnline",
    "AzureAD",
    "AzureADPreview",
    "SkypeOnlineConnector",
    "LyncOnlineConnector",
    "ExchangeOnlineManagement",
    "PSReadLine",
    "ThreadJob",
    "Microsoft.PowerShell.ThreadJob",
    "PackageManagement",
    "PowerShellGet",
    "Pester",
];

/// A warning, verbose or debug record.
pub struct MessageRecord {
    class: TypeId,
    text: Rc<str>,
}

impl ClrObject for MessageRecord {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Message", "InvocationInfo", "PipelineIterationInfo"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "message" => Some(Value::Str(self.text.clone())),
            "invocationinfo" => Some(Value::Null),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.text.to_string())
    }
}

fn message_record(class: TypeId, text: &str) -> Value {
    Object::from_clr(MessageRecord { class, text: Rc::from(text) })
}

/// `$PWD`.
pub struct PathInfo {
    /// The drive's name.
    pub drive: Rc<str>,
    /// The path.
    pub path: Rc<str>,
    /// The provider's name.
    pub provider: Rc<str>,
}

impl ClrObject for PathInfo {
    fn class(&self) -> TypeId {
        TypeId::PATH_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Drive", "Provider", "ProviderPath", "Path"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "drive" => Some(Object::record(
                Some("System.Management.Automation.PSDriveInfo"),
                [("Name", Value::Str(self.drive.clone())), ("Root", Value::str("/"))],
            )),
            "provider" => {
                Some(Object::record(Some("System.Management.Automation.ProviderInfo"), [("Name", Value::Str(self.provider.clone()))]))
            }
            "providerpath" | "path" => Some(Value::Str(self.path.clone())),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.path.to_string())
    }
}

/// `[ref]`: a variable, or a value of its own.
pub struct Reference {
    variable: Option<(Rc<Scope>, usize, Symbol)>,
    value: std::cell::RefCell<Value>,
}

impl Reference {
    /// The value.
    pub fn read(&self) -> Value {
        match &self.variable {
            Some((scope, place, _)) => scope.slots.borrow()[*place].value.clone().unwrap_or(Value::Null),
            None => self.value.borrow().clone(),
        }
    }

    fn assign(&self, engine: &mut Engine, value: Value) -> Run {
        match &self.variable {
            Some((scope, place, symbol)) => engine.write_guarded(scope, *place, *symbol, value),
            None => {
                *self.value.borrow_mut() = value;
                Ok(())
            }
        }
    }
}

impl ClrObject for Reference {
    fn class(&self) -> TypeId {
        TypeId::GENERIC_PS_REFERENCE.generic(&[TypeId::OBJECT])
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Value"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Value").then(|| self.read())
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        if !name.eq_ignore_ascii_case("Value") {
            return None;
        }
        match &self.variable {
            Some((scope, place, _)) => scope.slots.borrow_mut()[*place].value = Some(value.clone()),
            None => *self.value.borrow_mut() = value.clone(),
        }
        Some(Ok(()))
    }
}

/// `[ref]$x`.
pub(super) fn variable_reference(scope: Rc<Scope>, place: usize, symbol: Symbol) -> Value {
    Object::from_clr(Reference { variable: Some((scope, place, symbol)), value: Default::default() })
}

/// `[ref]` of a value.
pub(crate) fn value_reference(value: Value) -> Value {
    Object::from_clr(Reference { variable: None, value: std::cell::RefCell::new(value) })
}

/// `$MyInvocation`, `.InvocationInfo`.
pub struct InvocationObject(pub Rc<Invocation>);

/// An invocation as a value.
pub fn invocation_value(invocation: &Rc<Invocation>) -> Value {
    Object::from_clr(InvocationObject(invocation.clone()))
}

impl ClrObject for InvocationObject {
    fn class(&self) -> TypeId {
        TypeId::INVOCATION_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "MyCommand",
            "BoundParameters",
            "UnboundArguments",
            "ScriptLineNumber",
            "OffsetInLine",
            "HistoryId",
            "ScriptName",
            "Line",
            "Statement",
            "PositionMessage",
            "PSScriptRoot",
            "PSCommandPath",
            "InvocationName",
            "PipelineLength",
            "PipelinePosition",
            "ExpectingInput",
            "CommandOrigin",
            "DisplayScriptPosition",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let invocation = &self.0;
        let place = invocation.place.as_ref();
        let file = || place.and_then(|(source, _)| source.name()).unwrap_or("").to_owned();
        Some(match name.to_ascii_lowercase().as_str() {
            "mycommand" => invocation.my_command.clone(),
            "boundparameters" => match &invocation.bound_parameters {
                Value::Null => Value::Dict(super::scope::bound_parameters()),
                bound => bound.clone(),
            },
            "unboundarguments" => match &invocation.unbound_arguments {
                Value::Null => Value::List(Rc::new(crate::value::List::new(TypeId::LIST.generic(&[TypeId::OBJECT]), Vec::new()))),
                rest => rest.clone(),
            },
            "scriptlinenumber" => Value::Int(place.map_or(0, |(source, span)| source.locate(span.start).line as i32)),
            "offsetinline" => Value::Int(place.map_or(0, |(source, span)| source.locate(span.start).column as i32)),
            "historyid" => Value::Long(invocation.history_id),
            "scriptname" => match place.and_then(|(source, _)| source.name()) {
                Some(name) => Value::str(name),
                None => Value::empty_str(),
            },
            "line" => place.map_or_else(Value::empty_str, |(source, span)| {
                let line = source.locate(span.start).line;
                let more = if line < source.n_lines() as u32 { "\n" } else { "" };
                Value::str(format!("{}{more}", source.line(line)))
            }),
            "statement" => place.map_or_else(Value::empty_str, |(source, span)| Value::str(source.slice(*span))),
            "positionmessage" => place.map_or_else(Value::empty_str, |(source, span)| Value::str(position_message(source, *span))),
            "psscriptroot" => {
                Value::str(std::path::Path::new(&file()).parent().map(|parent| parent.to_string_lossy().into_owned()).unwrap_or_default())
            }
            "pscommandpath" => Value::str(file()),
            "invocationname" => Value::Str(invocation.invocation_name.clone()),
            "pipelinelength" => Value::Int(invocation.pipeline_length),
            "pipelineposition" => Value::Int(invocation.pipeline_position),
            "expectinginput" => Value::Bool(invocation.expecting_input),
            "commandorigin" => Value::str("Internal"),
            "displayscriptposition" => Value::Null,
            _ => return None,
        })
    }
}

/// `At file:1 char:5` with the line and a mark beneath.
pub fn position_message(source: &SourceText, span: crate::source::Span) -> String {
    let start = source.locate(span.start);
    let file = source.name().unwrap_or("line");
    let line = source.line(start.line);
    let width = source.slice(span).lines().next().map_or(1, |text| text.chars().count().max(1));
    format!("At {file}:{} char:{}\n+ {line}\n+ {}{}", start.line, start.column, " ".repeat(start.column as usize - 1), "~".repeat(width))
}

/// A parse failure's whole message.
pub(super) fn parse_message(source: &Rc<SourceText>, errors: &[ParseError]) -> String {
    let mut text = String::new();
    for error in errors.iter().take(10) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&position_message(source, error.span));
        text.push('\n');
        text.push_str(&error.message);
    }
    if errors.len() > 10 {
        text.push_str("\nNot all parse errors were reported.  Correct the reported errors and try again.");
    }
    text
}

/// `.Errors` of a parse failure.
pub(super) fn parse_errors_value(source: &Rc<SourceText>, errors: &[ParseError]) -> Value {
    let items = errors.iter().map(|error| super::reflect::parse_error_value(source, error)).collect();
    Value::Array(Rc::new(crate::value::Array::new(TypeId::PARSE_ERROR, items)))
}

/// `$PSCmdlet`.
pub struct CmdletObject {
    /// The call.
    pub call: Rc<CallInfo>,
    /// The command's name.
    pub name: Rc<str>,
    /// The parameter set.
    pub set: std::cell::RefCell<Rc<str>>,
    /// Its weight for confirmation.
    pub impact: Impact,
    /// Answers "to all".
    pub answer: std::cell::Cell<Option<bool>>,
    /// The session state.
    pub state: Rc<SessionState>,
}

impl ClrObject for CmdletObject {
    fn class(&self) -> TypeId {
        TypeId::PS_CMDLET
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["ParameterSetName", "MyInvocation", "PagingParameters", "InvokeCommand", "Host", "SessionState", "CommandRuntime"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "parametersetname" => Some(Value::Str(self.set.borrow().clone())),
            "myinvocation" => Some(invocation_value(&self.call.invocation)),
            "host" => Some(host_object()),
            "sessionstate" => Some(super::reflect::session_state(&self.state)),
            "invokecommand" => Some(super::reflect::invoke_command()),
            _ => None,
        }
    }
}

/// `$PSCmdlet` of a call.
pub(super) fn cmdlet_object(call: &Rc<CallInfo>, signature: &Signature, set: Rc<str>, state: Rc<SessionState>) -> Value {
    Object::from_clr(CmdletObject {
        call: call.clone(),
        name: signature.name.clone(),
        set: std::cell::RefCell::new(set),
        impact: signature.should_process.unwrap_or(Impact::Medium),
        answer: std::cell::Cell::new(None),
        state,
    })
}

/// `$ExecutionContext`.
pub(super) fn execution_context() -> Value {
    super::reflect::execution_context()
}

/// `$Host`.
pub(super) fn host_object() -> Value {
    super::reflect::host()
}

/// The parameters that a `dynamicparam` block offers.
pub(super) fn dynamic_parameters(engine: &mut Engine, offered: &Value) -> Run<Vec<Param>> {
    let Value::Dict(dict) = offered.base() else { return Ok(Vec::new()) };
    let mut params = Vec::new();
    for (at, (key, value)) in dict.pairs().into_iter().enumerate() {
        let name = match members::get(engine, &value, "Name")? {
            Some(name) if !name.is_null() => convert::to_text(engine, &name)?,
            _ => convert::to_text(engine, &key)?,
        };
        let type_id = match members::get(engine, &value, "ParameterType")? {
            Some(Value::Type(id)) => id,
            _ => TypeId::OBJECT,
        };
        let mut param = Param {
            name,
            aliases: Vec::new(),
            type_id,
            is_switch: type_id == TypeId::SWITCH_PARAMETER,
            places: Vec::new(),
            checks: Vec::new(),
            allow_null: false,
            allow_empty_string: false,
            allow_empty_collection: false,
            role: Role::Dynamic(at),
            is_credential: false,
            typed: true,
            hidden: false,
            ps_type_name: None,
            info: None,
        };
        let attributes = members::get(engine, &value, "Attributes")?.and_then(|list| list.enumerate()).unwrap_or_default();
        for attribute in attributes {
            super::reflect::apply_attribute(engine, &mut param, &attribute)?;
        }
        if param.places.is_empty() {
            param.places.push(Place {
                sets: u64::MAX,
                position: None,
                mandatory: false,
                from_pipeline: false,
                by_property: false,
                remaining: false,
                help: Rc::from(""),
            });
        }
        params.push(param);
    }
    Ok(params)
}

/// Puts a bound value into the dictionary that `dynamicparam` gave.
pub(super) fn set_dynamic_value(offered: &Value, name: &str, value: Value) {
    if let Value::Dict(dict) = offered.base()
        && let Some(parameter) = dict.get_str(name)
    {
        parameter.set_note("Value", value.clone());
        parameter.set_note("IsSet", Value::Bool(true));
    }
}

/// An uncaught error's raise, for callers that only have a record.
pub fn raise_record(record: &ErrorRecord) -> Raise {
    record.clone().into()
}
