//! Variables by name, scope and drive; what a session starts with.

use std::rc::Rc;

use super::scope::{Frame, Guard, Scope, ScopeKind, Slot, VariableInfo, options};
use super::session::Engine;
use crate::cmdlet::Preference;
use crate::program::{Symbol, VariableRef};
use crate::syntax::ast::Qualifier;
use crate::value::{Category, Dict, Raise, Run, TypeId, Value, convert};

/// `$PSHOME`: the folder of this program.
fn home_of_shell() -> String {
    let program = std::env::current_exe().ok();
    program.and_then(|path| path.parent().map(|folder| folder.to_string_lossy().into_owned())).unwrap_or_default()
}

impl Engine {
    pub(super) fn set_initial_variables(&mut self) {
        let top = self.global.top.clone();
        let preference = |value: Preference| Value::Enum(TypeId::ACTION_PREFERENCE, value as i64);
        let start = [
            (Symbol::ERROR_ACTION_PREFERENCE, preference(Preference::Continue)),
            (Symbol::WARNING_PREFERENCE, preference(Preference::Continue)),
            (Symbol::VERBOSE_PREFERENCE, preference(Preference::SilentlyContinue)),
            (Symbol::DEBUG_PREFERENCE, preference(Preference::SilentlyContinue)),
            (Symbol::INFORMATION_PREFERENCE, preference(Preference::SilentlyContinue)),
            (Symbol::PROGRESS_PREFERENCE, preference(Preference::Continue)),
            (Symbol::WHAT_IF_PREFERENCE, Value::Bool(false)),
            (Symbol::CONFIRM_PREFERENCE, Value::Enum(TypeId::CONFIRM_IMPACT, 3)),
            (Symbol::ERROR, Value::List(self.errors.clone())),
            (Symbol::FORMAT_ENUMERATION_LIMIT, Value::Int(4)),
            (Symbol::PS_NATIVE_COMMAND_USE_ERROR_ACTION_PREFERENCE, Value::Bool(false)),
            (Symbol::ERROR_VIEW, Value::Enum(TypeId::ERROR_VIEW, 2)),
        ];
        for (symbol, value) in start {
            top.set(symbol, value);
        }
        let fixed = [
            ("PID", Value::Int(std::process::id() as i32)),
            ("ShellId", Value::str("Microsoft.PowerShell")),
            ("IsCoreCLR", Value::Bool(true)),
            ("IsLinux", Value::Bool(cfg!(target_os = "linux"))),
            ("IsMacOS", Value::Bool(cfg!(target_os = "macos"))),
            ("IsWindows", Value::Bool(cfg!(windows))),
            ("HOME", Value::str(std::env::var("HOME").unwrap_or_default())),
            ("PSEdition", Value::str("Core")),
            ("PSHOME", Value::str(home_of_shell())),
        ];
        for (name, value) in fixed {
            self.set_fixed(name, value, options::CONSTANT);
        }
        let plain = [
            ("OutputEncoding", Value::Null),
            ("MaximumHistoryCount", Value::Int(4096)),
            ("NestedPromptLevel", Value::Int(0)),
            ("PSSessionApplicationName", Value::str("wsman")),
            ("PSModuleAutoLoadingPreference", Value::Null),
            ("PSEmailServer", Value::empty_str()),
            ("PSNativeCommandArgumentPassing", Value::Enum(TypeId::NATIVE_ARGUMENT_PASSING_STYLE, 1)),
        ];
        for (name, value) in plain {
            top.set(Symbol::of(name), value);
        }
        let versions = self.version_table();
        self.set_fixed("PSVersionTable", versions, options::CONSTANT);
        let dict = Dict::new(crate::value::DictKind::Hashtable, true);
        top.set(Symbol::PS_DEFAULT_PARAMETER_VALUES, Value::Dict(Rc::new(dict)));
    }

    /// `$PSVersionTable`: the PowerShell whose behaviour this shell has.
    fn version_table(&mut self) -> Value {
        let mut version =
            |text: &str, type_id: TypeId| convert::try_cast(self, &Value::str(text), type_id).unwrap_or_else(|_| Value::str(text));
        let compatible = ["1.0", "2.0", "3.0", "4.0", "5.0", "5.1", "6.0", "7.0"].map(|text| version(text, TypeId::VERSION));
        let rows = [
            ("PSVersion", version("7.6.9", TypeId::SEMANTIC_VERSION)),
            ("PSEdition", Value::str("Core")),
            ("GitCommitId", Value::str("7.6.9")),
            ("OS", Value::str(std::env::consts::OS)),
            ("Platform", Value::str(if cfg!(windows) { "Win32NT" } else { "Unix" })),
            ("PSCompatibleVersions", Value::Array(Rc::new(crate::value::Array::new(TypeId::VERSION, compatible.to_vec())))),
            ("PSRemotingProtocolVersion", version("2.4", TypeId::VERSION)),
            ("SerializationVersion", version("1.1.0.1", TypeId::VERSION)),
            ("WSManStackVersion", version("3.0", TypeId::VERSION)),
        ];
        let dict = Dict::new(crate::value::DictKind::Hashtable, true);
        for (name, value) in rows {
            dict.set_str(name, value);
        }
        Value::Dict(Rc::new(dict))
    }

    /// Sets a variable of the global scope with options.
    pub fn set_fixed(&mut self, name: &str, value: Value, bits: u8) {
        let top = self.global.top.clone();
        let place = top.ensure(Symbol::of(name));
        top.slots.borrow_mut()[place] =
            Slot { value: Some(value), info: Some(Rc::new(VariableInfo { options: bits, ..VariableInfo::default() })) };
    }

    /// A slot's value, looked up through the callers where this scope has none.
    #[inline]
    pub(super) fn read_slot(&mut self, frame: &Frame, slot: u32) -> Run<Value> {
        let place = frame.place(slot);
        if let Some(value) = &frame.scope.slots.borrow()[place].value {
            return Ok(value.clone());
        }
        self.read_outer(frame, slot)
    }

    #[cold]
    fn read_outer(&mut self, frame: &Frame, slot: u32) -> Run<Value> {
        let symbol = frame.symbol(slot);
        if let Some(value) = frame.scope.lookup(symbol) {
            return Ok(value);
        }
        if let Some(value) = self.automatic(frame, symbol)? {
            return Ok(value);
        }
        if self.strict_in(frame) > 0 {
            return Err(self.unset_error(&symbol.name()));
        }
        Ok(Value::Null)
    }

    /// Strict mode's error for a variable that is not set.
    pub(super) fn unset_error(&mut self, name: &str) -> Raise {
        self.raise_as(
            TypeId::RUNTIME_EXCEPTION,
            format!("The variable '${name}' cannot be retrieved because it has not been set."),
            "VariableIsUndefined",
            Category::InvalidOperation,
            Value::str(name),
        )
    }

    /// The call that a scope, or one around it, belongs to.
    pub fn call_of(&self, scope: &Rc<Scope>) -> Option<Rc<super::scope::CallInfo>> {
        scope.chain().find_map(|scope| scope.call.borrow().clone())
    }

    /// An automatic variable that is made on demand.
    pub(super) fn automatic(&mut self, frame: &Frame, symbol: Symbol) -> Run<Option<Value>> {
        self.automatic_in(&frame.scope, symbol)
    }

    /// As seen from a scope.
    pub fn automatic_in(&mut self, scope: &Rc<Scope>, symbol: Symbol) -> Run<Option<Value>> {
        let call = || scope.chain().find_map(|scope| scope.call.borrow().clone());
        Ok(match symbol {
            Symbol::ARGS => Some(match call() {
                Some(call) if !call.advanced => match &*call.arguments.borrow() {
                    Value::Null => Value::array(Vec::new()),
                    arguments => arguments.clone(),
                },
                Some(_) => Value::Null,
                None => Value::array(Vec::new()),
            }),
            Symbol::PS_BOUND_PARAMETERS => Some(match call() {
                Some(call) => Value::Dict(call.bound()),
                None => Value::Dict(super::scope::bound_parameters()),
            }),
            Symbol::MY_INVOCATION => Some(match call() {
                Some(call) => super::objects::call_invocation(&call),
                None => super::objects::invocation_value(&Rc::default()),
            }),
            Symbol::PS_CMDLET => call().map(|call| call.cmdlet.borrow().clone()),
            Symbol::INPUT => Some(match call() {
                Some(call) => call.input.borrow().clone().unwrap_or_else(|| super::objects::input_enumerator(Vec::new())),
                None => super::objects::input_enumerator(Vec::new()),
            }),
            Symbol::QUESTION => Some(Value::Bool(self.success)),
            Symbol::MATCHES => {
                let found = scope.chain().find_map(|scope| scope.last_match.borrow().clone());
                found.map(|found| found.value.borrow_mut().get_or_insert_with(|| (found.make)()).clone())
            }
            Symbol::PS_SCRIPT_ROOT => Some(match self.script_of(scope) {
                Some(path) => {
                    Value::str(std::path::Path::new(&*path).parent().map_or(String::new(), |folder| folder.to_string_lossy().into_owned()))
                }
                None => Value::empty_str(),
            }),
            Symbol::PS_COMMAND_PATH => Some(self.script_of(scope).map_or_else(Value::empty_str, Value::Str)),
            Symbol::PWD => Some(self.location_value()),
            Symbol::EXECUTION_CONTEXT => Some(super::objects::execution_context()),
            Symbol::HOST => Some(super::objects::host()),
            Symbol::PS_CULTURE | Symbol::PS_UI_CULTURE => Some(Value::str(self.culture.name.as_str())),
            _ => None,
        })
    }

    fn script_of(&self, _scope: &Rc<Scope>) -> Option<Rc<str>> {
        self.stack.last().and_then(|top| top.block.source.name()).map(Rc::from)
    }

    /// Assigns to a slot, through its guards if it has any.
    #[inline]
    pub(super) fn write_slot(&mut self, frame: &Frame, slot: u32, value: Value) -> Run {
        let place = frame.place(slot);
        {
            let mut slots = frame.scope.slots.borrow_mut();
            let slot = &mut slots[place];
            if slot.info.is_none() {
                slot.value = Some(value);
                return Ok(());
            }
        }
        self.write_guarded(&frame.scope, place, frame.symbol(slot), value)
    }

    /// Assigns to a variable that has options, a type or attributes.
    pub fn write_guarded(&mut self, scope: &Rc<Scope>, place: usize, symbol: Symbol, value: Value) -> Run {
        let (guards, bits) = {
            let slots = scope.slots.borrow();
            match &slots[place].info {
                Some(info) => (info.guards.clone(), info.options),
                None => (Vec::new(), 0),
            }
        };
        if bits & (options::READ_ONLY | options::CONSTANT) != 0 {
            return Err(self.not_writable(&symbol.name()));
        }
        let value = self.guard(&guards, &symbol.name(), value)?;
        scope.slots.borrow_mut()[place].value = Some(value);
        Ok(())
    }

    pub(super) fn not_writable(&mut self, name: &str) -> Raise {
        self.raise_as(
            TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
            format!("Cannot overwrite variable {name} because it is read-only or constant."),
            "VariableNotWritable",
            Category::WriteError,
            Value::str(name),
        )
    }

    /// Passes a value through types and attributes.
    pub(super) fn guard(&mut self, guards: &[Guard], name: &str, mut value: Value) -> Run<Value> {
        for guard in guards.iter().rev() {
            match guard {
                Guard::Type(TypeId::BOOLEAN) if value.as_str().is_some() || value.enumerate().is_some() => {
                    let from = value.base().type_id().full_name();
                    return Err(self.raise_as(
                        TypeId::ARGUMENT_TRANSFORMATION_METADATA_EXCEPTION,
                        format!("Cannot convert value \"{from}\" to type \"System.Boolean\". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0."),
                        "RuntimeException",
                        Category::MetadataError,
                        Value::Null,
                    ));
                }
                Guard::Type(type_id) => {
                    let cast = if *type_id == TypeId::BOOLEAN && value.as_str().is_some() {
                        Err(super::binding::strict_boolean(&value))
                    } else {
                        convert::try_cast(self, &value, *type_id)
                    };
                    value = match cast {
                        Ok(value) => value,
                        Err(error) => {
                            let record = ErrorOf::metadata(self, error);
                            return Err(record);
                        }
                    };
                }
                Guard::Attribute(_, attribute) => {
                    value = self.transformed(attribute, value)?;
                    if let Some(problem) = self.check_attribute(attribute, &value)? {
                        let text = convert::to_text(self, &value)?;
                        let _ = problem;
                        return Err(self.raise_as(
                            TypeId::VALIDATION_METADATA_EXCEPTION,
                            format!(
                                "The variable cannot be validated because the value {text} is not a valid value for the {name} variable."
                            ),
                            "ValidateSetFailure",
                            Category::MetadataError,
                            Value::Null,
                        ));
                    }
                }
            }
        }
        Ok(value)
    }

    /// Reads a variable that names a scope or a drive.
    pub(super) fn read_variable(&mut self, frame: &Frame, variable: &VariableRef) -> Run<Value> {
        let scope = match &variable.path.qualifier {
            Qualifier::Global => frame.scope.global(),
            Qualifier::Script => frame.scope.script_scope(),
            Qualifier::Local | Qualifier::Private => {
                let found = frame.scope.get(variable.symbol);
                return self.found_or_strict(frame, found, &variable.path.user_path);
            }
            Qualifier::Using | Qualifier::None | Qualifier::Variable => frame.scope.clone(),
            Qualifier::Drive(drive) => return self.read_drive(drive, &variable.path.name),
        };
        let symbol = variable.symbol;
        match symbol {
            Symbol::TRUE => return Ok(Value::Bool(true)),
            Symbol::FALSE => return Ok(Value::Bool(false)),
            Symbol::NULL => return Ok(Value::Null),
            _ => {}
        }
        let found = match variable.path.qualifier {
            Qualifier::Script | Qualifier::Global => scope.get(symbol),
            _ => scope.lookup(symbol),
        };
        let found = match found {
            Some(value) => Some(value),
            None => self.automatic_in(&scope, symbol)?,
        };
        self.found_or_strict(frame, found, &variable.path.user_path)
    }

    fn found_or_strict(&mut self, frame: &Frame, found: Option<Value>, name: &str) -> Run<Value> {
        match found {
            Some(value) => Ok(value),
            None if self.strict_in(frame) > 0 => Err(self.unset_error(name)),
            None => Ok(Value::Null),
        }
    }

    /// Assigns to a variable that names a scope or a drive.
    pub(super) fn write_variable(&mut self, frame: &Frame, variable: &VariableRef, value: Value) -> Run {
        if matches!(variable.symbol, Symbol::TRUE | Symbol::FALSE) {
            return Err(self.not_writable(&variable.symbol.name()));
        }
        let scope = match &variable.path.qualifier {
            Qualifier::Global => frame.scope.global(),
            Qualifier::Script => frame.scope.script_scope(),
            Qualifier::Drive(drive) => return self.write_drive(drive, &variable.path.name, value),
            _ => frame.scope.clone(),
        };
        if matches!(variable.symbol, Symbol::TRUE | Symbol::FALSE) {
            return Err(self.not_writable(&variable.path.name));
        }
        let place = scope.ensure(variable.symbol);
        if variable.path.qualifier == Qualifier::Private {
            Rc::make_mut(scope.slots.borrow_mut()[place].info.get_or_insert_default()).options |= options::PRIVATE;
        }
        self.write_guarded(&scope, place, variable.symbol, value)
    }

    /// `$env:x`, `$function:x` …
    pub fn read_drive(&mut self, drive: &str, name: &str) -> Run<Value> {
        match drive.to_ascii_lowercase().as_str() {
            "env" => Ok(self.environment.get(name).map_or(Value::Null, Value::str)),
            "function" => Ok(self.find_function(name).map_or(Value::Null, |function| Value::ScriptBlock(function.block.clone()))),
            "alias" => Ok(self.find_alias(name).map_or(Value::Null, |alias| Value::Str(alias.definition.clone()))),
            _ => {
                // `$name:…` in a module: the variable of that module's name is rare; a file's content is not.
                match self.modules.iter().find(|module| module.name.eq_ignore_ascii_case(drive)).and_then(|module| module.state.clone()) {
                    Some(state) => Ok(state.top.get(Symbol::of(name)).unwrap_or(Value::Null)),
                    None => Err(self.no_drive(drive)),
                }
            }
        }
    }

    fn no_drive(&mut self, drive: &str) -> Raise {
        self.raise_as(
            TypeId::AUTOMATION_DRIVE_NOT_FOUND_EXCEPTION,
            format!("Cannot find drive. A drive with the name '{drive}' does not exist."),
            "DriveNotFound",
            Category::ObjectNotFound,
            Value::str(drive),
        )
    }

    /// `$env:x = …`
    pub fn write_drive(&mut self, drive: &str, name: &str, value: Value) -> Run {
        match drive.to_ascii_lowercase().as_str() {
            "env" => {
                if value.is_null() {
                    self.environment.shift_remove(name);
                } else {
                    let text = convert::to_text(self, &value)?;
                    self.environment.insert(name.to_owned(), text.to_string());
                }
                Ok(())
            }
            "function" => {
                if value.is_null() {
                    self.epoch += 1;
                    let scope = self.scope();
                    scope.tables_mut().functions.remove(&name.to_lowercase());
                    return Ok(());
                }
                let block = match value.base() {
                    Value::ScriptBlock(block) => block.clone(),
                    other => {
                        let text = convert::to_text(self, &other.clone())?;
                        self.script_block_from(&text, None)?
                    }
                };
                let scope = self.scope();
                let function =
                    super::Function { name: Rc::from(name), block, is_filter: false, module: None, options: 0, description: Rc::from("") };
                self.set_function(&scope, Rc::new(function))
            }
            "alias" => {
                let definition = convert::to_text(self, &value)?;
                self.epoch += 1;
                let alias =
                    super::scope::Alias { name: Rc::from(name), definition, options: 0, description: Rc::from(""), module: Rc::from("") };
                self.scope().tables_mut().aliases.insert(name.to_lowercase(), Rc::new(alias));
                Ok(())
            }
            _ => Err(self.no_drive(drive)),
        }
    }

    /// A variable by the text of its name, as `Get-Variable` and the like read it.
    pub fn variable_by_name(&mut self, name: &str) -> Run<Option<Value>> {
        let path = crate::syntax::ast::VariablePath::new(name);
        let scope = self.scope();
        let symbol = Symbol::of(&path.name);
        let found = match &path.qualifier {
            Qualifier::Global => scope.global().get(symbol),
            Qualifier::Script => scope.script_scope().get(symbol),
            Qualifier::Local | Qualifier::Private => scope.get(symbol),
            Qualifier::Drive(drive) => return self.read_drive(drive, &path.name).map(Some),
            _ => scope.lookup(symbol),
        };
        match (found, symbol) {
            (Some(value), _) => Ok(Some(value)),
            (None, Symbol::TRUE) => Ok(Some(Value::Bool(true))),
            (None, Symbol::FALSE) => Ok(Some(Value::Bool(false))),
            (None, Symbol::NULL) => Ok(Some(Value::Null)),
            (None, _) => self.automatic_in(&scope, symbol),
        }
    }

    /// The scope that a `-Scope` argument names: `Global`, `Script`, `Local`, or a number of parents.
    pub fn scope_named(&mut self, text: &str) -> Run<Rc<Scope>> {
        let scope = self.scope();
        match text.to_ascii_lowercase().as_str() {
            "global" => Ok(scope.global()),
            "script" => Ok(scope.script_scope()),
            "local" | "private" | "0" => Ok(scope),
            number => match number.parse::<usize>() {
                Ok(n) => match scope.chain().nth(n) {
                    Some(found) => Ok(found),
                    None => Err(self.raise_as(
                        TypeId::PS_ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                        format!("The scope number '{n}' exceeds the number of active scopes. (Parameter 'scope')"),
                        "ScopeOutOfRange",
                        Category::InvalidArgument,
                        Value::Int(n as i32),
                    )),
                },
                Err(_) => Err(self.raise_as(
                    TypeId::PS_ARGUMENT_EXCEPTION,
                    "Cannot process argument because the value of argument \"scope\" is not valid. Change the value of the \"scope\" argument and run the operation again.",
                    "Argument",
                    Category::InvalidArgument,
                    Value::Null,
                )),
            },
        }
    }
}

struct ErrorOf;

impl ErrorOf {
    /// A typed variable's conversion error.
    fn metadata(engine: &mut Engine, error: convert::CastError) -> Raise {
        // In a function or a block a typed variable is a cast of what is assigned.
        if error.raise.is_some() || engine.scope().kind == ScopeKind::Local {
            return error.into_raise();
        }
        engine.raise_as(
            TypeId::ARGUMENT_TRANSFORMATION_METADATA_EXCEPTION,
            &error.message,
            "RuntimeException",
            Category::MetadataError,
            Value::Null,
        )
    }
}
