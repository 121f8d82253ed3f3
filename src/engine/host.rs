//! The engine as values and cmdlets see it, and the objects through which scripts see the engine.

use super::objects::{PathInfo, Reference};
use std::any::Any;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::invoke::Invocation as BlockCall;
use super::session::Engine;
use crate::cmdlet::{Call, Host, Impact, Output, Preference, StreamKind};
use crate::dispatch::Dispatch;
use crate::program::Symbol;
use crate::value::text::culture::Culture;
use crate::value::{DateTime, ErrorRecord, Object, Raise, Run, Runtime, ScriptBlock, SpecialMember, TypeId, Value, convert, members};

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
        if super::class::native_of(class).is_some() {
            return vec![vec![TypeId::I_DICTIONARY]];
        }
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

    fn own_new_object(&mut self, class: TypeId, arguments: &[Value]) -> Option<Run<Value>> {
        if let Some(made) = super::objects::new_object(self, class, arguments) {
            return Some(made);
        }
        if let Some(made) = super::described::new_object(self, class, arguments) {
            return Some(made);
        }
        let make = self.make_object?;
        make(self, class, arguments)
    }

    fn find_type(&self, name: &str) -> Option<TypeId> {
        Engine::find_type(self, name)
    }

    fn window(&self) -> (i32, i32) {
        (self.ui.width().unwrap_or(80) as i32, self.ui.height().unwrap_or(24) as i32)
    }

    fn check_interrupt(&self) -> Run<()> {
        self.poll()
    }

    fn current_directory(&self) -> PathBuf {
        self.location.clone()
    }

    fn ask_file_gate(&mut self, path: &std::path::Path) -> Run<()> {
        match self.file_gate.clone() {
            Some(gate) => gate(self, path),
            None => Ok(()),
        }
    }

    fn ask_program_gate(&mut self, program: &str, arguments: &[String]) -> Run<()> {
        match self.native_gate.clone() {
            Some(gate) => gate(self, program, arguments),
            None => Ok(()),
        }
    }

    fn post_mail(&mut self, message: &crate::value::runtime::ScriptMail) -> Run<()> {
        self.post_script_mail(message)
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
        let result =
            self.ask_to_process(own_what_if, own_confirm, call.preferences.verbose, impact, &mut answer, target, action, description);
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
        let dispatch = self.dispatch.as_mut().expect("opened above");
        dispatch.refresh();
        dispatch
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

    /// The current location as a value.
    pub fn location_value(&self) -> Value {
        let folder: Rc<str> = Rc::from(self.location.to_string_lossy());
        let Some((drive, path)) = &self.other_location else {
            let (drive, provider) = (Rc::from("/"), Rc::from("FileSystem"));
            return Object::from_clr(PathInfo { drive, path: folder.clone(), provider, provider_path: folder });
        };
        let (provider, provider_path) = match &**drive {
            "Env" => ("Environment", path.clone()),
            own @ ("Alias" | "Function" | "Variable") => (own, path.clone()),
            // A drive that a script made over a folder.
            _ => ("FileSystem", folder),
        };
        Object::from_clr(PathInfo {
            drive: drive.clone(),
            path: Rc::from(format!("{drive}:{path}")),
            provider: Rc::from(provider),
            provider_path,
        })
    }

    /// Properties of values that only the engine knows.
    pub(crate) fn engine_property(&mut self, target: &Value, name: &str) -> Option<Run<Value>> {
        match target {
            Value::ScriptBlock(block) => super::objects::block_property(self, block, name),
            Value::Object(object) => {
                object.clr()?;
                super::objects::object_property(self, target, name)
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
            Value::ScriptBlock(block) => super::objects::block_method(self, block, name, arguments),
            Value::Object(object) => {
                object.clr()?;
                let above = self.methods.clone();
                if let Some(result) = above.iter().find_map(|method| method(self, target, name, arguments)) {
                    return Some(result);
                }
                super::objects::object_method(self, target, name, arguments)
            }
            _ => None,
        }
    }

    /// Static methods that only the engine can carry out.
    pub(crate) fn engine_static(&mut self, type_id: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
        if let Some((_, call)) = self.statics.iter().find(|(own, _)| *own == type_id) {
            return call(self, name, arguments);
        }
        super::objects::static_method(self, type_id, name, arguments)
    }

    /// Sets a property of an object that is the engine's own.
    pub(crate) fn set_own_property(&mut self, target: &Value, name: &str, value: &Value) -> Option<Run> {
        if let Some(reference) = target.downcast::<Reference>()
            && name.eq_ignore_ascii_case("Value")
        {
            return Some(reference.assign(self, value.clone()));
        }
        super::objects::set_object_property(self, target, name, value)
    }
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

/// An uncaught error's raise, for callers that only have a record.
pub fn raise_record(record: &ErrorRecord) -> Raise {
    record.clone().into()
}
