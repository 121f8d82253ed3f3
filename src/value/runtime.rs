//! What values need of the running engine: script code, culture, time. The engine implements it.

use std::rc::Rc;
use std::sync::Arc;

use super::text::culture::Culture;
use super::{DateTime, ErrorRecord, Run, ScriptBlock, SpecialMember, TypeId, Value};

/// A mail that a script sends itself.
#[derive(Default, Debug, Clone)]
pub struct ScriptMail {
    /// Display name and address of the sender.
    pub from: (String, String),
    /// Display names and addresses of those in `To`.
    pub to: Vec<(String, String)>,
    /// Those in `Cc`.
    pub cc: Vec<(String, String)>,
    /// Those who get it and stand nowhere.
    pub bcc: Vec<(String, String)>,
    /// Where answers go.
    pub reply_to: Vec<(String, String)>,
    /// The subject.
    pub subject: String,
    /// The text; made from the page if there is none.
    pub text: Option<String>,
    /// The page, if there is one.
    pub html: Option<String>,
    /// .NET's `MailPriority`: 0 normal, 1 low, 2 high.
    pub priority: i64,
    /// Files that come with it.
    pub attachments: Vec<ScriptAttachment>,
}

/// A file that comes with a script's mail.
#[derive(Debug, Clone)]
pub struct ScriptAttachment {
    /// Its name.
    pub name: String,
    /// Its type, `text/csv`.
    pub media_type: String,
    /// What the page shows it by.
    pub content_id: Option<String>,
    /// Its bytes.
    pub content: Rc<[u8]>,
}

/// The engine, seen from below.
pub trait Runtime {
    /// The current culture (`$PSCulture`).
    fn culture(&self) -> Arc<Culture>;

    /// Makes another culture the current one (`[cultureinfo]::CurrentCulture = …`).
    fn set_culture(&mut self, _culture: Arc<Culture>) {}

    /// Runs a block in a new scope with `$this` / `$_` set as given, and returns its outputs.
    fn invoke_block(
        &mut self,
        block: &Rc<ScriptBlock>,
        this: Option<&Value>,
        underscore: Option<&Value>,
        arguments: Vec<Value>,
    ) -> Run<Value>;

    /// Calls an instance method of a script class (`base_call`: on exactly this class, without dynamic dispatch).
    /// `None` if the class and its script bases have no method of that name.
    fn class_method(&mut self, class: TypeId, this: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>>;

    /// Calls a static method of a script class.
    fn class_static_method(&mut self, class: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>>;

    /// Reads or, with a value, writes a static property of a script class.
    fn class_static_property(&mut self, class: TypeId, name: &str, value: Option<Value>) -> Option<Run<Value>>;

    /// Makes an instance of a script class.
    fn class_new(&mut self, class: TypeId, arguments: &[Value]) -> Run<Value>;

    /// Sets an instance property of a script class, with its type and validation.
    fn class_set_property(&mut self, class: TypeId, this: &Value, name: &str, value: Value) -> Option<Run<()>>;

    /// The parameter types of a script class's constructors; empty if it declares none.
    fn class_constructors(&self, _class: TypeId) -> Vec<Vec<TypeId>> {
        Vec::new()
    }

    /// Names and types of the properties of a script class that can be set, its bases' included.
    fn class_properties(&self, _class: TypeId) -> Vec<(Rc<str>, TypeId)> {
        Vec::new()
    }

    /// A member that `Update-TypeData` gave to a type of one of these names.
    fn type_data(&self, type_names: &[Rc<str>], member: &str) -> Option<Rc<SpecialMember>>;

    /// Names of all members that `Update-TypeData` gave to types of these names, in the order they were given.
    fn type_data_members(&self, _type_names: &[Rc<str>]) -> Vec<Rc<str>> {
        Vec::new()
    }

    /// `Get-Date`'s now, from the session's clock.
    fn now(&mut self) -> DateTime;

    /// 64 random bits, from the session's source.
    fn random(&mut self) -> u64;

    /// A property of a value that the engine owns (variables, commands, modules …); `None`: not one of its own.
    fn own_property(&mut self, target: &Value, name: &str) -> Option<Run<Value>>;

    /// Makes an object of a class that a layer above knows (files, commands …); `None`: not one of its own.
    fn own_new_object(&mut self, _class: TypeId, _arguments: &[Value]) -> Option<Run<Value>> {
        None
    }

    /// Columns and rows of the terminal.
    fn window(&self) -> (i32, i32) {
        (80, 24)
    }

    /// The type of a name, as a literal at the place where the program is would mean it.
    fn find_type(&self, name: &str) -> Option<TypeId> {
        super::types::resolve(name)
    }

    /// Polled in long loops: an error if the user pressed Ctrl-C or the time is over.
    fn check_interrupt(&self) -> Run<()>;

    /// The current directory of the file system.
    fn current_directory(&self) -> std::path::PathBuf;

    /// Asked before a member changes a file or folder (`[IO.File]::WriteAllText`): an error refuses.
    fn ask_file_gate(&mut self, _path: &std::path::Path) -> Run<()> {
        Ok(())
    }

    /// Asked before a member starts or ends a program: an error refuses.
    fn ask_program_gate(&mut self, _program: &str, _arguments: &[String]) -> Run<()> {
        Ok(())
    }

    /// Posts a script's own mail, one for each recipient.
    fn post_mail(&mut self, _message: &ScriptMail) -> Run<()> {
        Ok(())
    }

    /// Writes to the host directly (`[Console]::WriteLine`).
    fn host_write(&mut self, text: &str, error: bool);

    /// An environment variable of the session (changes never touch the process's own: they reach child processes).
    fn environment(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    /// All environment variables of the session, sorted by name.
    fn environment_all(&self) -> Vec<(String, String)> {
        let mut all: Vec<_> = std::env::vars().collect();
        all.sort();
        all
    }

    /// Sets or (none) removes an environment variable of the session.
    fn set_environment(&mut self, _name: &str, _value: Option<&str>) {}

    /// Adds to `$Error` an error that a member access swallowed.
    fn note_error(&mut self, record: ErrorRecord);
}
