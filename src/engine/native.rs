//! Native programs.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command as Process, Stdio};
use std::rc::Rc;

use super::binding::Arg;
use super::session::Engine;
use crate::cmdlet::Output;
use crate::program::Symbol;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, convert};

/// A native program in a pipeline: gets its input as lines when all of it has come.
pub(crate) struct NativeStage {
    path: Rc<str>,
    name: Rc<str>,
    arguments: Vec<String>,
    input: Vec<u8>,
    has_input: bool,
    /// Whether its output is taken as lines; else it writes to the terminal itself.
    pub(crate) capture: bool,
    /// Whether it ended with a code other than 0.
    pub(crate) failed: bool,
}

impl Engine {
    pub(crate) fn native_stage(&mut self, path: &Rc<str>, name: &str, args: Vec<Arg>, has_input: bool, last: bool) -> Run<NativeStage> {
        let _ = last;
        let mut arguments = Vec::new();
        for arg in args {
            match arg {
                Arg::Named { text, value, .. } => match value {
                    None => arguments.push(text.to_string()),
                    Some(value) => {
                        let value = convert::to_text(self, &value)?;
                        arguments.push(format!("{text}:{value}"));
                    }
                },
                Arg::Positional(value, _) => {
                    if value.is_null() {
                        continue;
                    }
                    let items = self.enumerate(&value)?.unwrap_or_else(|| vec![value]);
                    for item in items {
                        let text = convert::to_text(self, &item)?;
                        self.expand_native(&text, &mut arguments);
                    }
                }
            }
        }
        Ok(NativeStage { path: path.clone(), name: Rc::from(name), arguments, input: Vec::new(), has_input, capture: true, failed: false })
    }

    /// `~` alone or at the head of a path is the home folder; other text is passed as it stands.
    fn expand_native(&self, text: &str, arguments: &mut Vec<String>) {
        let home = self.environment.get("HOME").cloned().unwrap_or_default();
        if text == "~" {
            arguments.push(home);
        } else if let Some(rest) = text.strip_prefix("~/") {
            arguments.push(format!("{home}/{rest}"));
        } else {
            arguments.push(text.to_owned());
        }
    }
}

impl NativeStage {
    pub(crate) fn take(&mut self, engine: &mut Engine, value: Value) -> Run {
        let text = engine.display_text(&value)?;
        self.input.extend_from_slice(text.as_bytes());
        if !text.ends_with('\n') {
            self.input.push(b'\n');
        }
        Ok(())
    }

    pub(crate) fn end(&mut self, engine: &mut Engine, out: &mut dyn Output) -> Run {
        if let Some(refuse) = engine.native_gate.clone() {
            refuse(engine, &self.path, &self.arguments)?;
            return Ok(());
        }
        let mut process = Process::new(&*self.path);
        process.args(&self.arguments).current_dir(&engine.location).env_clear().envs(&engine.environment);
        process.stdin(if self.has_input { Stdio::piped() } else { Stdio::inherit() });
        // At a terminal it writes to the terminal itself: editors and pagers need one.
        let is_shown = out.is_host() && engine.at_prompt && engine.ui.width().is_some();
        engine.is_column_unknown |= is_shown;
        process.stdout(if is_shown { Stdio::inherit() } else { Stdio::piped() });
        let errors_shown = engine.streams.error.is_host();
        process.stderr(if errors_shown { Stdio::inherit() } else { Stdio::piped() });
        engine.flush_shown()?;
        // Only the prompt takes the terminal's echo away while it runs something.
        if engine.at_prompt {
            engine.ui.lend_terminal(true);
        }
        let mut child = match process.spawn() {
            Ok(child) => child,
            Err(error) => {
                if engine.at_prompt {
                    engine.ui.lend_terminal(false);
                }
                return Err(engine.raise_as(
                    TypeId::APPLICATION_FAILED_EXCEPTION,
                    format!("Program '{}' failed to run: {error}", self.name),
                    "NativeCommandFailed",
                    Category::ResourceUnavailable,
                    Value::Null,
                ));
            }
        };
        let input = std::mem::take(&mut self.input);
        let writer = child.stdin.take().map(|mut stdin| {
            std::thread::spawn(move || {
                let _ = stdin.write_all(&input);
            })
        });
        let errors = child.stderr.take().map(|mut stderr| {
            std::thread::spawn(move || {
                let mut text = Vec::new();
                let _ = stderr.read_to_end(&mut text);
                text
            })
        });
        let mut result = Ok(());
        if let Some(stdout) = child.stdout.take() {
            let mut reader = BufReader::new(stdout);
            let mut line = Vec::new();
            loop {
                line.clear();
                match reader.read_until(b'\n', &mut line) {
                    Ok(0) | Err(_) => break,
                    Ok(_) => {
                        if line.last() == Some(&b'\n') {
                            line.pop();
                        }
                        result = engine.poll().and_then(|()| out.push(engine, Value::str(String::from_utf8_lossy(&line))));
                        if result.is_err() {
                            let _ = child.kill();
                            break;
                        }
                    }
                }
            }
        }
        if let Some(writer) = writer {
            let _ = writer.join();
        }
        if let Some(errors) = errors.and_then(|errors| errors.join().ok()) {
            for line in String::from_utf8_lossy(&errors).lines() {
                let record =
                    ErrorRecord::new(TypeId::REMOTE_EXCEPTION, line, "NativeCommandErrorMessage", Category::NotSpecified, Value::str(line));
                let streams = engine.streams.clone();
                streams.write_error(engine, record.value())?;
            }
        }
        let code = child.wait().map_or(-1, exit_code);
        if engine.at_prompt {
            engine.ui.lend_terminal(false);
        }
        engine.scope().global().set(Symbol::LAST_EXIT_CODE, Value::Int(code));
        self.failed = code != 0;
        if engine.interrupt.is_set() && engine.at_prompt {
            // The terminal has drawn `^C`.
            engine.ui.write_out("\n");
        }
        engine.poll()?;
        result?;
        let strict = engine.lookup(Symbol::PS_NATIVE_COMMAND_USE_ERROR_ACTION_PREFERENCE);
        if code != 0 && strict.as_ref().is_some_and(convert::to_bool) {
            let record = ErrorRecord::new(
                TypeId::NATIVE_COMMAND_EXIT_EXCEPTION,
                format!("Program \"{}\" ended with non-zero exit code: {code} (0x{code:02X}).", self.name),
                "ProgramExitedWithNonZeroCode",
                Category::NotSpecified,
                Value::str(&*self.path),
            );
            engine.locate(&record);
            return engine.write_error_by(None, record);
        }
        Ok(())
    }
}

/// A program's exit code; one that a signal ended has 128 and the signal's number, as in POSIX shells.
#[cfg(unix)]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(-1)
}

#[cfg(not(unix))]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}
