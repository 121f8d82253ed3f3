//! Running texts: scripts, lines typed, `-Command`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use super::binding::Arg;
use super::command::Command;
use super::eval::Flow;
use super::redirect::RedirectFile;
use super::scope::{CallInfo, Frame};
use super::session::Engine;
use crate::cmdlet::Output;
use crate::program::BlockCode;
use crate::source::SourceText;
use crate::syntax::{self, ParseError, Parsed, ast};
use crate::value::{Category, ErrorRecord, Invocation, Raise, Run, ScriptBlock, TypeId, Unwind, Value, convert, members};

/// How a text is run.
#[derive(Default)]
pub struct RunOptions {
    /// A name for messages and `$PSCommandPath`.
    pub name: Option<String>,
}

/// What a program is started with.
#[derive(Default)]
pub struct Entry {
    /// `$args`.
    pub arguments: Vec<Value>,
    /// `$input`, read when it is asked for.
    pub input: Option<super::objects::Source>,
}

/// How a script ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScriptOutcome {
    /// It ran to its end.
    Done,
    /// `exit` with a code.
    Exit(i32),
    /// An uncaught error.
    Failed,
    /// Ctrl-C, or a limit.
    Interrupted,
}

/// What a text may name: for its classes .NET's types, those of earlier texts and of modules it uses; the modules and
/// assemblies that it may use.
struct KnownTypes<'e>(&'e Engine, HashMap<String, TypeId>);

impl KnownTypes<'_> {
    fn find(&self, name: &str) -> Option<TypeId> {
        self.1.get(&name.to_lowercase()).copied().or_else(|| self.0.find_type(name))
    }
}

impl syntax::Environment for KnownTypes<'_> {
    fn full_type_name(&self, name: &str) -> Option<String> {
        self.find(name).map(|t| t.full_name().to_string())
    }

    fn derives_from(&self, derived: &str, base: &str) -> bool {
        match (self.find(derived), self.find(base)) {
            (Some(derived), Some(base)) => base.is_assignable_from(derived),
            _ => false,
        }
    }

    /// A path is looked for when it is loaded, from where the script lies; a name must be known, loaded, or lie in a
    /// folder of modules.
    fn module_exists(&self, name: &str) -> bool {
        if name.contains(['/', '\\']) || name.ends_with(".psm1") || name.ends_with(".psd1") {
            return true;
        }
        let is_known = super::host::KNOWN_MODULES.iter().any(|known| members::objects::wildcard_matches(known, name));
        let folders = self.0.environment.get("PSModulePath").cloned().unwrap_or_default();
        is_known
            || self.0.modules.iter().any(|module| module.name.eq_ignore_ascii_case(name))
            || self.0.registry.entries.iter().any(|entry| entry.spec.module.eq_ignore_ascii_case(name))
            || std::env::split_paths(&folders).any(|folder| folder.join(name).is_dir())
    }

    fn assembly_exists(&self, name: &str) -> bool {
        let is_own = ["System", "Microsoft", "netstandard", "mscorlib"].iter().any(|own| name.starts_with(own));
        is_own || self.0.location.join(name).is_file()
    }
}

impl Engine {
    /// Parses a text with the types at hand.
    pub fn parse(&mut self, source: &Rc<SourceText>) -> Parsed {
        let parsed = syntax::parse_in(source, &KnownTypes(self, HashMap::new()));
        let modules: Vec<Rc<str>> = parsed
            .tree
            .using_statements
            .iter()
            .filter(|using| using.kind == ast::UsingKind::Module)
            .filter_map(|using| using.name.as_ref().map(|name| name.value.clone()))
            .collect();
        if parsed.errors.is_empty() || modules.is_empty() {
            return parsed;
        }
        // The types of modules that it uses are known before it is read.
        let base = source.name().and_then(|name| std::path::Path::new(name).parent().map(PathBuf::from));
        let mut types = HashMap::new();
        for name in modules {
            types.extend(self.module_types(&name, base.clone()).unwrap_or_default());
        }
        syntax::parse_in(source, &KnownTypes(self, types))
    }

    /// The error for a text that does not parse.
    pub fn parse_failure(&mut self, source: &Rc<SourceText>, errors: &[ParseError]) -> Raise {
        let first = errors.first();
        let id = match errors {
            [only] => only.id,
            [] => "ParserError",
            [first, ..] => first.id,
        };
        let message = super::objects::parse_message(source, errors);
        let record = ErrorRecord::new(TypeId::PARSE_EXCEPTION, message, id, Category::ParserError, Value::Null);
        if let Some(first) = first {
            let invocation = Invocation { place: Some((source.clone(), first.span)), ..Invocation::default() };
            *record.0.invocation.borrow_mut() = Some(Rc::new(invocation));
        }
        *record.0.stack.borrow_mut() = Some(self.stack_trace());
        let exception = &record.0.exception;
        exception.set_note("Errors", super::objects::parse_errors_value(source, errors));
        if let Some(mut members) = exception.members_cell_mut() {
            members.hidden.get_or_insert_default().push(Rc::from("Errors"));
        }
        record.into()
    }

    /// Runs a text in the scope at hand, outputs to `out`; uncaught errors are shown here.
    pub fn run_text(&mut self, text: &str, options: &RunOptions, out: &mut dyn Output) -> ScriptOutcome {
        self.run_entry(text, options, None, out)
    }

    /// Runs the text of the command line.
    pub fn run_command_line(&mut self, text: &str, entry: Entry, out: &mut dyn Output) -> ScriptOutcome {
        self.run_entry(text, &RunOptions::default(), Some(entry), out)
    }

    fn run_entry(&mut self, text: &str, options: &RunOptions, entry: Option<Entry>, out: &mut dyn Output) -> ScriptOutcome {
        let source = SourceText::new(options.name.as_deref(), text);
        let parsed = self.parse(&source);
        if !parsed.errors.is_empty() {
            // A command line that could go on is refused without a word, as PowerShell does.
            if entry.is_some() && parsed.is_incomplete() {
                self.success = false;
                return ScriptOutcome::Failed;
            }
            let raise = self.parse_failure(&source, &parsed.errors);
            return self.finish_script(Err(raise));
        }
        let code = BlockCode::new(parsed.tree, Rc::from([]));
        let Some(entry) = entry else {
            let result = self.run_code_here(&code, out);
            return self.finish_script(result);
        };
        let block = Rc::new(ScriptBlock::new(code.clone(), Some(self.state.clone())));
        let invocation = Invocation { my_command: Command::Block(block).value(), ..Invocation::default() };
        let call = CallInfo { invocation: Rc::new(invocation), ..CallInfo::default() };
        *call.arguments.borrow_mut() = Value::array(entry.arguments);
        *call.input.borrow_mut() = entry.input.map(super::objects::lazy_enumerator);
        let scope = self.scope();
        let saved = scope.call.replace(Some(Rc::new(call)));
        let result = self.run_code_here(&code, out);
        *scope.call.borrow_mut() = saved;
        self.finish_script(result)
    }

    /// Runs a block in the scope at hand.
    pub fn run_code_here(&mut self, code: &Rc<BlockCode>, out: &mut dyn Output) -> Run {
        let block = code.block().clone();
        if let Some(requirements) = &block.requirements {
            self.check_requirements(requirements, "")?;
        }
        let frame = Frame::dotted(self.scope(), block.clone(), self.state.clone());
        self.activated(&block, Rc::from("<ScriptBlock>"), |engine| {
            engine.run_using(&frame)?;
            for body in [&block.begin, &block.process, &block.end].into_iter().flatten() {
                match engine.run_body(&frame, body, out)? {
                    Flow::Next => {}
                    Flow::Return => break,
                    flow => return Err(super::eval::flow_to_raise(flow)),
                }
            }
            Ok(())
        })
    }

    /// `using module …` at the head of a script.
    pub(crate) fn run_using(&mut self, frame: &Frame) -> Run {
        let block = frame.block.clone();
        for using in &block.using {
            if using.kind == ast::UsingKind::Module
                && let Some(name) = &using.name
            {
                let base = block.source.name().and_then(|name| std::path::Path::new(name).parent().map(PathBuf::from));
                self.use_module(&name.value, base)?;
            }
        }
        Ok(())
    }

    /// `using module`: imports it, and its types.
    fn use_module(&mut self, name: &str, base: Option<PathBuf>) -> Run {
        let types = self.module_types(name, base)?;
        let scope = self.scope();
        for (name, id) in types {
            scope.tables_mut().types.insert(name, id);
        }
        Ok(())
    }

    /// Imports a module, and gives its types.
    fn module_types(&mut self, name: &str, base: Option<PathBuf>) -> Run<Vec<(String, TypeId)>> {
        let path = match base {
            Some(base) if name.contains(['/', '\\', '.']) => {
                super::command::clean(&base.join(name.replace('\\', "/"))).to_string_lossy().into_owned()
            }
            _ => name.to_owned(),
        };
        let command = match self.find_command("Import-Module") {
            Some(command) => command,
            None => return Err(self.not_found("Import-Module", crate::source::Span::default())),
        };
        let span = crate::source::Span::default();
        let args = vec![
            Arg::Positional(Value::str(&path), span),
            Arg::Named {
                name: Rc::from("Global"),
                value: Some(Value::Bool(true)),
                text: Rc::from("-Global"),
                span,
                value_span: span,
                splatted: false,
            },
        ];
        let mut dropped = Vec::new();
        self.run_command(&command, args, None, &mut dropped)?;
        let mut types = Vec::new();
        if let Some(module) =
            self.modules.iter().rev().find(|module| module.name.eq_ignore_ascii_case(name) || *module.path == *path).cloned()
            && let Some(state) = &module.state
        {
            types = state.top.tables.borrow().as_ref().map(|tables| tables.types.clone().into_iter().collect()).unwrap_or_default();
        }
        Ok(types)
    }

    /// Runs a script file with arguments.
    pub fn run_script_file(
        &mut self,
        path: &str,
        args: Vec<Arg>,
        input: Option<super::objects::Source>,
        out: &mut dyn Output,
    ) -> ScriptOutcome {
        let command = Command::Script(Rc::from(path));
        let invocation = Rc::new(Invocation {
            command: Some(command.name()),
            invocation_name: Rc::from(path),
            my_command: command.value(),
            ..Invocation::default()
        });
        let input = match input {
            Some(source) if self.has_process_block(path) => match source() {
                lines if lines.is_empty() => None,
                lines => {
                    let result = self.run_command(&command, args, Some(lines), out);
                    return self.finish_script(result);
                }
            },
            input => input,
        };
        match self.function_stage(&command, args, invocation, false, false) {
            Err(raise) => self.finish_script(Err(raise)),
            Ok(mut stage) => {
                stage.take_input(input);
                let result = stage.run_alone(self, out);
                // `$ErrorView` is the script's own.
                let saved = self.enter(&stage.frame.state, stage.frame.scope.clone());
                let outcome = self.finish_script(result);
                self.leave(saved);
                outcome
            }
        }
    }

    fn has_process_block(&mut self, path: &str) -> bool {
        self.load_script(path).is_ok_and(|block| super::command::block_code(&block).block().process.is_some())
    }

    /// What a script's end means; an uncaught error is shown.
    pub fn finish_script(&mut self, result: Run) -> ScriptOutcome {
        let raise = match result {
            Ok(()) => return ScriptOutcome::Done,
            Err(raise) => raise,
        };
        match &*raise.0 {
            Unwind::Exit(code) => ScriptOutcome::Exit(*code),
            Unwind::Error(record) => {
                self.locate(record);
                self.log_error(record);
                let _ = self.flush_shown();
                self.show_error(&record.clone());
                self.success = false;
                ScriptOutcome::Failed
            }
            Unwind::Interrupted => {
                if self.interrupt.is_timed_out() {
                    let _ = self.flush_shown();
                    self.ui.write_err("bridgesh: the time limit is over; the script was stopped\n");
                }
                ScriptOutcome::Interrupted
            }
            // `break` outside of a loop ends the script quietly.
            Unwind::Break(_) | Unwind::Continue(_) | Unwind::Return(_) | Unwind::StopUpstream(_) => ScriptOutcome::Done,
        }
    }

    /// The block of a script file.
    pub fn load_script(&mut self, path: &str) -> Run<Rc<ScriptBlock>> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                return Err(self.raise_as(
                    TypeId::COMMAND_NOT_FOUND_EXCEPTION,
                    format!("The script file '{path}' cannot be read: {error}"),
                    "CommandNotFoundException",
                    Category::ObjectNotFound,
                    Value::str(path),
                ));
            }
        };
        let text = decode(&bytes);
        self.script_block_from(&text, Some(path))
    }

    /// Checks what `#Requires` asks for.
    pub(crate) fn check_requirements(&mut self, requirements: &ast::Requirements, name: &str) -> Run {
        if let Some(version) = &requirements.version {
            let own = [7u32, 6, 9];
            let newer = version.iter().zip(own).find(|(wanted, own)| **wanted != *own).is_some_and(|(wanted, own)| *wanted > own);
            if newer {
                let text: Vec<String> = version.iter().map(u32::to_string).collect();
                let text = text.join(".");
                return Err(self.raise_as(
                    TypeId::SCRIPT_REQUIRES_EXCEPTION,
                    format!("The script '{name}' cannot be run because it contained a \"#requires\" statement for PowerShell {text}. The version of PowerShell that is required by the script does not match the currently running version of PowerShell 7.6.9."),
                    "ScriptRequiresUnmatchedPSVersion",
                    Category::ResourceUnavailable,
                    Value::str(name),
                ));
            }
        }
        if !requirements.editions.is_empty() && !requirements.editions.iter().any(|edition| edition.eq_ignore_ascii_case("Core")) {
            return Err(self.raise_as(
                TypeId::SCRIPT_REQUIRES_EXCEPTION,
                format!("The script '{name}' cannot be run because it contained a \"#requires\" statement for PowerShell editions '{}'. The edition of PowerShell that is required by the script does not match the currently running PowerShell Core edition.", requirements.editions.join(", ")),
                "ScriptRequiresUnmatchedPSEdition",
                Category::ResourceUnavailable,
                Value::str(name),
            ));
        }
        let mut missing = Vec::new();
        for module in &requirements.modules {
            if !self.has_module(&module.name) {
                missing.push(module.name.to_string());
            }
        }
        if !missing.is_empty() {
            return Err(self.raise_as(
                TypeId::SCRIPT_REQUIRES_EXCEPTION,
                format!("The script '{name}' cannot be run because the following modules that are specified by the \"#requires\" statements of the script are missing: {}.", missing.join(", ")),
                "ScriptRequiresMissingModules",
                Category::ResourceUnavailable,
                Value::str(name),
            ));
        }
        Ok(())
    }

    /// Opens the target of a redirection.
    pub(super) fn redirect_file(&mut self, location: &Value, append: bool) -> Run<Rc<RefCell<RedirectFile>>> {
        let text = convert::to_text(self, location)?;
        let path = self.resolve_path(&text);
        if path.is_dir() {
            return Err(self.raise_as(
                TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
                format!("Access to the path '{}' is denied.", path.display()),
                "FileOpenFailure",
                Category::OpenError,
                Value::str(path.to_string_lossy()),
            ));
        }
        if let Some(gate) = self.file_gate.clone() {
            gate(self, &path)?;
        }
        Ok(Rc::new(RefCell::new(RedirectFile { path, items: Vec::new(), append })))
    }

    /// Writes what a redirection collected.
    pub(super) fn write_redirect_file(&mut self, file: &Rc<RefCell<RedirectFile>>) -> Run {
        let (path, items, append) = {
            let mut file = file.borrow_mut();
            (file.path.clone(), std::mem::take(&mut file.items), std::mem::replace(&mut file.append, true))
        };
        let text = self.format_text(&items)?;
        let result = super::redirect::write_text(&path, &text, append);
        if let Err(error) = result {
            let (class, message) = match error.kind() {
                std::io::ErrorKind::NotFound => {
                    (TypeId::DIRECTORY_NOT_FOUND_EXCEPTION, format!("Could not find a part of the path '{}'.", path.display()))
                }
                std::io::ErrorKind::PermissionDenied => {
                    (TypeId::UNAUTHORIZED_ACCESS_EXCEPTION, format!("Access to the path '{}' is denied.", path.display()))
                }
                _ => (TypeId::IO_EXCEPTION, error.to_string()),
            };
            return Err(self.raise_as(class, message, "FileOpenFailure", Category::OpenError, Value::str(path.to_string_lossy())));
        }
        Ok(())
    }

    /// A path of the file system, taken from the current directory.
    pub fn resolve_path(&self, text: &str) -> PathBuf {
        let text = text.replace('\\', "/");
        let text =
            text.strip_prefix("FileSystem::").or_else(|| text.strip_prefix("Microsoft.PowerShell.Core/FileSystem::")).unwrap_or(&text);
        let home = || PathBuf::from(self.environment.get("HOME").cloned().unwrap_or_default());
        let path = if text == "~" {
            home()
        } else if let Some(rest) = text.strip_prefix("~/") {
            home().join(rest)
        } else if let Some(rest) = text.strip_prefix("Temp:").or_else(|| text.strip_prefix("temp:")).or_else(|| text.strip_prefix("TEMP:"))
        {
            std::env::temp_dir().join(rest.trim_start_matches('/'))
        } else if let Some((drive, rest)) = text.split_once(':')
            && let Some(root) = self.drive_root.and_then(|root| root(self, drive))
        {
            root.join(rest.trim_start_matches('/'))
        } else {
            self.location.join(text)
        };
        super::command::clean(&path)
    }

    /// `&` at a pipeline's end: a job.
    pub(super) fn start_background(&mut self, frame: &Frame, code: &crate::program::PipelineCode, out: &mut dyn Output) -> Run {
        let text = frame.block.source.slice(code.span).trim_end().trim_end_matches('&').trim_end().to_owned();
        match self.find_command("Start-Job") {
            None => Err(self.not_found("Start-Job", code.span)),
            Some(command) => {
                let block = self.script_block_from(&super::isolate::with_using(&text), None)?;
                let args = vec![Arg::Named {
                    name: Rc::from("ScriptBlock"),
                    value: Some(Value::ScriptBlock(block)),
                    text: Rc::from("-ScriptBlock"),
                    span: code.span,
                    value_span: code.span,
                    splatted: false,
                }];
                self.run_command(&command, args, None, out)
            }
        }
    }
}

/// Text of a file: UTF-8, or what its byte-order mark says.
pub fn decode(bytes: &[u8]) -> String {
    let wide = |rest: &[u8], big: bool| {
        let units: Vec<u16> = rest
            .chunks_exact(2)
            .map(|pair| if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) })
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xff, 0xfe, rest @ ..] => wide(rest, false),
        [0xfe, 0xff, rest @ ..] => wide(rest, true),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}
