//! Questions to the user: confirmations, choices, values of mandatory parameters.

use std::rc::Rc;

use super::binding::{Binding, Signature};
use super::session::Engine;
use crate::program::Symbol;
use crate::value::{Category, List, Run, TypeId, Unwind, Value, convert, members};

/// What `?` says of the answers to a confirmation.
const CONFIRM_HELP: &[(&str, &str)] = &[
    ("Y", "Continue with only the next step of the operation."),
    ("A", "Continue with all the steps of the operation."),
    ("N", "Skip this operation and proceed with the next operation."),
    ("L", "Skip this operation and all subsequent operations."),
    ("S", "Pause the current pipeline and return to the command prompt. Type \"exit\" to resume the pipeline."),
];

/// What `?` says of the answers where a preference is Inquire.
const INQUIRE_HELP: &[(&str, &str)] = &[
    ("Y", "Continue with only the next step of the operation."),
    ("A", "Continue with all the steps of the operation."),
    ("H", "Stop this command."),
    ("S", "Pause the current pipeline and return to the command prompt. Type \"exit\" to resume the pipeline."),
];

/// A choice: its label, the key in it, what it does.
struct Choice {
    label: String,
    key: String,
    help: String,
}

impl Engine {
    /// A line from the user; Ctrl-C stops what runs.
    pub fn ask_line(&mut self, prompt: &str) -> Run<Option<String>> {
        let line = self.ui.read_line(prompt);
        self.poll()?;
        Ok(line)
    }

    fn refuse_to_ask(&mut self) -> Run {
        if !self.non_interactive {
            return Ok(());
        }
        Err(self.raise_as(
            TypeId::PS_INVALID_OPERATION_EXCEPTION,
            "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.",
            "InvalidOperation",
            Category::InvalidOperation,
            Value::Null,
        ))
    }

    /// Asks Yes, Yes to All, No, No to All; or, with `all` off, Yes and No. Suspend gives a prompt in between.
    pub(crate) fn ask_choice(&mut self, caption: &str, query: &str, answer: &mut Option<bool>, all: bool) -> Run<bool> {
        if let Some(answer) = answer {
            return Ok(*answer);
        }
        self.refuse_to_ask()?;
        self.flush_shown()?;
        let caption = if caption.is_empty() { String::new() } else { format!("\n{caption}\n") };
        let question = format!("{caption}{}", self.wrapped(query));
        let answers = if all { "[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [S] Suspend" } else { "[Y] Yes  [N] No  [S] Suspend" };
        let prompt = format!("{answers}  [?] Help (default is \"Y\"): ");
        self.ui.write_out(&question);
        loop {
            let Some(line) = self.ask_line(&prompt)? else { return Err(Unwind::Interrupted.into()) };
            match line.trim().to_ascii_lowercase().as_str() {
                "" | "y" | "yes" => return Ok(true),
                "a" | "yes to all" if all => {
                    *answer = Some(true);
                    return Ok(true);
                }
                "n" | "no" => return Ok(false),
                "l" | "no to all" if all => {
                    *answer = Some(false);
                    return Ok(false);
                }
                "s" | "suspend" => {
                    self.enter_nested_prompt();
                    self.ui.write_out(&question);
                }
                "?" => {
                    for (key, text) in CONFIRM_HELP.iter().filter(|(key, _)| all || !matches!(*key, "A" | "L")) {
                        self.write_wrapped(&format!("{key} - {text}"));
                    }
                }
                _ => {}
            }
        }
    }

    /// Asks whether to go on after a message whose preference is Inquire; an error of `class` if not.
    pub(super) fn ask_to_go_on(&mut self, query: &str, is_all: &mut bool) -> Run<bool> {
        self.refuse_to_ask()?;
        self.flush_shown()?;
        let question = format!("\nConfirm\n{}", self.wrapped(query));
        self.ui.write_out(&question);
        loop {
            let prompt = "[Y] Yes  [A] Yes to All  [H] Halt Command  [S] Suspend  [?] Help (default is \"Y\"): ";
            let Some(line) = self.ask_line(prompt)? else { return Err(Unwind::Interrupted.into()) };
            match line.trim().to_ascii_lowercase().as_str() {
                "" | "y" | "yes" => return Ok(true),
                "a" | "yes to all" => {
                    *is_all = true;
                    return Ok(true);
                }
                "h" | "halt command" => return Ok(false),
                "s" | "suspend" => {
                    self.enter_nested_prompt();
                    self.ui.write_out(&question);
                }
                "?" => {
                    for (key, text) in INQUIRE_HELP {
                        self.write_wrapped(&format!("{key} - {text}"));
                    }
                }
                _ => {}
            }
        }
    }

    /// A line broken between words where the terminal's width asks for it.
    fn write_wrapped(&mut self, text: &str) {
        let text = self.wrapped(text);
        self.ui.write_out(&text);
    }

    /// Lines broken between words where the terminal's width asks for it, each with its end.
    fn wrapped(&self, text: &str) -> String {
        text.split('\n').map(|line| self.wrapped_line(line)).collect()
    }

    fn wrapped_line(&self, text: &str) -> String {
        let mut out = String::new();
        let width = self.ui.width().unwrap_or(usize::MAX);
        let mut line = String::new();
        for word in text.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() >= width {
                line.push('\n');
                out.push_str(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        line.push('\n');
        out.push_str(&line);
        out
    }

    /// A prompt inside of what runs, until `exit`; nothing where nobody is at the prompt.
    pub fn enter_nested_prompt(&mut self) {
        let Some(prompt) = self.nested_prompt.clone() else { return };
        let globals = self.scope().global();
        let level = Symbol::of("NestedPromptLevel");
        let depth = match globals.get(level) {
            Some(Value::Int(depth)) => depth,
            _ => 0,
        };
        globals.set(level, Value::Int(depth + 1));
        prompt(self);
        globals.set(level, Value::Int(depth));
    }

    /// Asks for the values of parameters that must be given.
    pub(super) fn ask_for(&mut self, signature: &Signature, binding: &mut Binding, missing: &[usize]) -> Run {
        self.flush_shown()?;
        let help_of =
            |at: usize, mask: u64| signature.parameters[at].place_in(mask).map(|place| place.help.clone()).filter(|help| !help.is_empty());
        let has_help = missing.iter().any(|at| help_of(*at, binding.mask).is_some());
        self.ui.write_out(&format!(
            "\ncmdlet {} at command pipeline position 1\nSupply values for the following parameters:\n{}",
            signature.name,
            if has_help { "(Type !? for Help.)\n" } else { "" }
        ));
        for at in missing {
            let param = &signature.parameters[*at];
            let help = help_of(*at, binding.mask);
            let value = match param.type_id.array_element() {
                Some((element, _)) => {
                    let mut items = Vec::new();
                    loop {
                        let prompt = format!("{}[{}]: ", param.name, items.len());
                        match self.ask_value(&prompt, help.as_deref(), element)? {
                            Some(Value::Str(text)) if text.is_empty() => break,
                            Some(value) => items.push(value),
                            None => break,
                        }
                    }
                    Some(Value::array(items))
                }
                None => self.ask_value(&format!("{}: ", param.name), help.as_deref(), param.type_id)?,
            };
            match value {
                Some(value) => self.bind_value(signature, binding, *at, value, false, None)?,
                None => return Err(self.missing_mandatory(signature, &param.name)),
            }
        }
        Ok(())
    }

    /// One value of a type: text that does not convert asks again; `!?` shows the help, `!!x` is `!x`.
    fn ask_value(&mut self, prompt: &str, help: Option<&str>, type_id: TypeId) -> Run<Option<Value>> {
        loop {
            let line = if type_id == TypeId::SECURE_STRING { self.ui.read_secret(prompt) } else { self.ui.read_line(prompt) };
            self.poll()?;
            let Some(line) = line else { return Ok(None) };
            if type_id == TypeId::SECURE_STRING {
                return self.secure_string(&line).map(Some);
            }
            if let Some(help) = help
                && line == "!?"
            {
                self.ui.write_out(&format!("{help}\n"));
                continue;
            }
            let text = line.strip_prefix("!!").map_or_else(|| line.clone(), |rest| format!("!{rest}"));
            if text.is_empty() || matches!(type_id, TypeId::STRING | TypeId::OBJECT | TypeId::PS_OBJECT) {
                return Ok(Some(Value::str(text)));
            }
            if type_id == TypeId::BOOLEAN && matches!(text.to_ascii_lowercase().as_str(), "$true" | "$false") {
                return Ok(Some(Value::Bool(text.eq_ignore_ascii_case("$true"))));
            }
            match convert::try_cast(self, &Value::str(&text), type_id) {
                Ok(value) => return Ok(Some(value)),
                Err(_) => self.ui.write_err(&format!("Cannot recognize \"{text}\" as a {} due to a format error.\n", type_id.full_name())),
            }
        }
    }

    /// Asks for a user name (unless it is known) and a password; null where there is no answer.
    pub fn ask_credential(&mut self, title: Option<&str>, message: Option<&str>, user: Option<&str>) -> Run<Value> {
        self.refuse_to_ask()?;
        self.flush_shown()?;
        let title = title.unwrap_or("PowerShell credential request");
        let message = message.unwrap_or("Enter your credentials.");
        self.ui.write_out(&format!("\n{title}\n{message}\n"));
        let mut user = user.unwrap_or("").to_owned();
        while user.is_empty() {
            match self.ask_line("User: ")? {
                Some(line) => user = line,
                None => return Ok(Value::Null),
            }
        }
        let secret = self.ui.read_secret(&format!("Password for user {user}: "));
        self.ui.write_out("\n");
        self.poll()?;
        let Some(secret) = secret else { return Ok(Value::Null) };
        let password = self.secure_string(&secret)?;
        members::new_object(self, TypeId::PS_CREDENTIAL, &[Value::str(user), password])
    }

    /// A secret as the object that cmdlets take.
    fn secure_string(&mut self, text: &str) -> Run<Value> {
        let value = members::new_object(self, TypeId::SECURE_STRING, &[])?;
        for unit in text.encode_utf16() {
            members::invoke(self, &value, "AppendChar", &[Value::Char(unit)])?;
        }
        Ok(value)
    }
}

/// `$Host.UI.PromptForChoice(caption, message, choices, default)`; with a list of defaults several may be chosen.
pub(super) fn prompt_for_choice(engine: &mut Engine, arguments: &[Value]) -> Run<Value> {
    let text = |engine: &mut Engine, at: usize| -> Run<Rc<str>> {
        match arguments.get(at) {
            Some(value) => convert::to_text(engine, value),
            None => Ok(Rc::from("")),
        }
    };
    let (caption, message) = (text(engine, 0)?, text(engine, 1)?);
    let mut choices = Vec::new();
    for choice in arguments.get(2).and_then(Value::enumerate).unwrap_or_default() {
        let label = match members::get(engine, &choice, "Label")? {
            Some(label) => convert::to_text(engine, &label)?,
            None => convert::to_text(engine, &choice)?,
        };
        let help = match members::get(engine, &choice, "HelpMessage")? {
            Some(help) => convert::to_text(engine, &help)?.to_string(),
            None => String::new(),
        };
        let at = label.find('&');
        let key = at.and_then(|at| label[at + 1..].chars().next()).map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        choices.push(Choice { label: label.replace('&', ""), key, help });
    }
    engine.refuse_to_ask()?;
    engine.flush_shown()?;
    let caption = if caption.is_empty() { String::new() } else { format!("\n{caption}\n") };
    engine.ui.write_out(&format!("{caption}{message}\n"));
    let position =
        |line: &str| choices.iter().position(|choice| line.eq_ignore_ascii_case(&choice.key) || line.eq_ignore_ascii_case(&choice.label));
    if let Some(defaults) = arguments.get(3).and_then(Value::enumerate) {
        return choose_several(engine, &choices, &defaults, &position);
    }
    let default = match arguments.get(3) {
        Some(Value::Int(default)) => *default,
        _ => -1,
    };
    let mut prompt: String = choices.iter().map(|choice| format!("[{}] {}  ", choice.key, choice.label)).collect();
    prompt.push_str("[?] Help ");
    if let Some(choice) = usize::try_from(default).ok().and_then(|at| choices.get(at)) {
        prompt.push_str(&format!("(default is \"{}\"): ", choice.key));
    }
    loop {
        let Some(line) = engine.ask_line(&prompt)? else { return Ok(Value::Int(default)) };
        let line = line.trim();
        if line.is_empty() && default >= 0 {
            return Ok(Value::Int(default));
        }
        if line == "?" {
            show_help(engine, &choices);
        } else if let Some(at) = position(line) {
            return Ok(Value::Int(at as i32));
        }
    }
}

fn show_help(engine: &mut Engine, choices: &[Choice]) {
    for choice in choices {
        engine.write_wrapped(&format!("{} - {}", choice.key, choice.help));
    }
}

fn choose_several(engine: &mut Engine, choices: &[Choice], defaults: &[Value], position: &dyn Fn(&str) -> Option<usize>) -> Run<Value> {
    let indices: Vec<i32> = defaults
        .iter()
        .filter_map(|value| match value {
            Value::Int(at) => Some(*at),
            _ => None,
        })
        .collect();
    let keys: Vec<&str> =
        indices.iter().filter_map(|at| choices.get(usize::try_from(*at).ok()?)).map(|choice| choice.key.as_str()).collect();
    let list: String = choices.iter().map(|choice| format!("[{}] {}\n", choice.key, choice.label)).collect();
    engine.ui.write_out(&format!("{list}[?] Help\n"));
    match keys.as_slice() {
        [] => {}
        [only] => engine.ui.write_out(&format!("(default is \"{only}\")\n")),
        several => engine.ui.write_out(&format!("(default choices are {})\n", several.join(","))),
    }
    let mut chosen: Vec<Value> = Vec::new();
    loop {
        let Some(line) = engine.ask_line(&format!("Choice[{}]: ", chosen.len()))? else { break };
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if line == "?" {
            show_help(engine, choices);
        } else if let Some(at) = position(line) {
            chosen.push(Value::Int(at as i32));
        }
    }
    if chosen.is_empty() {
        chosen = indices.into_iter().map(Value::Int).collect();
    }
    Ok(Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::INT32]), chosen))))
}

/// `$Host.UI.Prompt(caption, message, fields)`: a line for each field.
pub(super) fn prompt_fields(engine: &mut Engine, arguments: &[Value]) -> Run<Value> {
    engine.refuse_to_ask()?;
    engine.flush_shown()?;
    let mut head = String::new();
    for argument in arguments.iter().take(2) {
        let text = convert::to_text(engine, argument)?;
        if !text.is_empty() {
            head.push_str(&engine.wrapped(&text));
        }
    }
    engine.ui.write_out(&format!("\n{head}"));
    let class = TypeId::DICTIONARY2.generic(&[TypeId::STRING, TypeId::PS_OBJECT]);
    let answers = crate::value::Dict::new(crate::value::DictKind::Generic(class), false);
    for field in arguments.get(2).and_then(Value::enumerate).unwrap_or_default() {
        let mut text = |name: &str| -> Run<Rc<str>> {
            match members::get(engine, &field, name)? {
                Some(value) => convert::to_text(engine, &value),
                None => Ok(Rc::from("")),
            }
        };
        let (name, label, help, type_name) = (text("Name")?, text("Label")?, text("HelpMessage")?, text("ParameterTypeFullName")?);
        let shown = if label.is_empty() { name.clone() } else { Rc::from(label.replace('&', "")) };
        let type_id = crate::value::types::resolve(&type_name).unwrap_or(TypeId::STRING);
        let help = (!help.is_empty()).then_some(&*help);
        let value = engine.ask_value(&format!("{shown}: "), help, type_id)?;
        answers.set_str(&name, value.unwrap_or(Value::Null));
    }
    Ok(Value::Dict(Rc::new(answers)))
}
