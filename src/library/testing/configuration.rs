//! `New-PesterConfiguration` and `[PesterConfiguration]`: the tree of options, as a table.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use super::MODULE;
use super::session::thrown;
use crate::cmdlet::{Context, Entry, Example, InSet, Parameter, Spec};
use crate::each;
use crate::engine::{Engine, EngineContext};
use crate::value::text::culture::Culture;
use crate::value::{Array, ClrObject, Object, Run, TypeId, Value, convert};

/// What an option holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A Boolean.
    Flag,
    /// A text.
    Text,
    /// Texts.
    Texts,
    /// A number.
    Number,
    /// Blocks.
    Blocks,
    /// Containers.
    Containers,
}

/// A default.
#[derive(Clone, Copy)]
enum Start {
    Off,
    On,
    Text(&'static str),
    Texts(&'static [&'static str]),
    Number(i64),
    Nothing,
}

struct OptionSpec {
    name: &'static str,
    shape: Shape,
    start: Start,
    help: &'static str,
}

const fn option(name: &'static str, shape: Shape, start: Start, help: &'static str) -> OptionSpec {
    OptionSpec { name, shape, start, help }
}

struct SectionSpec {
    name: &'static str,
    help: &'static str,
    options: &'static [OptionSpec],
}

use Shape::{Blocks, Containers, Flag, Number, Text, Texts};
use Start::{Nothing, Off, On};

const NONE: Start = Start::Texts(&[]);

/// The sections with their options.
const SECTIONS: &[SectionSpec] = &[
    SectionSpec {
        name: "Run",
        help: "What runs, and what becomes of the result.",
        options: &[
            option("Path", Texts, Start::Texts(&["."]), "Test files, and folders to look for them in."),
            option("ExcludePath", Texts, NONE, "Files and folders that are left out."),
            option("ScriptBlock", Blocks, Nothing, "Blocks with tests."),
            option("Container", Containers, Nothing, "Containers with tests."),
            option("TestExtension", Text, Start::Text(".Tests.ps1"), "How names of test files end."),
            option("Exit", Flag, Off, "Ends the shell with the number of failures where there are any."),
            option("Throw", Flag, Off, "Throws where there are failures."),
            option("PassThru", Flag, Off, "Puts out the result."),
            option("SkipRun", Flag, Off, "Only looks for tests."),
            option("SkipRemainingOnFailure", Text, Start::Text("None"), "What is left out after a failure: None, Run, Container or Block."),
            option("SinglePass", Flag, Off, "Runs groups and tests as they are met, as version 4 did."),
            option("Parallel", Flag, Off, "Runs files side by side, each in a process of its own."),
            option("TimeLimit", Number, Start::Number(0), "Seconds after which a test is stopped; 0: never."),
            option("Tenant", Text, Start::Text(""), "The tenant file on whose copies the test files run; empty: the session's tenant."),
            option("UpdateSnapshot", Flag, Off, "Writes snapshots of mails anew."),
        ],
    },
    SectionSpec {
        name: "Filter",
        help: "Which tests run.",
        options: &[
            option("Tag", Texts, NONE, "Tags of what runs."),
            option("ExcludeTag", Texts, NONE, "Tags of what is left out."),
            option("Line", Texts, NONE, "Places of what runs, as file:line."),
            option("ExcludeLine", Texts, NONE, "Places of what is left out."),
            option("FullName", Texts, NONE, "Names of what runs: group.group.test, with wildcards."),
        ],
    },
    SectionSpec {
        name: "CodeCoverage",
        help: "Which commands of scripts the tests reach.",
        options: &[
            option("Enabled", Flag, Off, "Measures coverage."),
            option("OutputFormat", Text, Start::Text("JaCoCo"), "JaCoCo, CoverageGutters or Cobertura."),
            option("OutputPath", Text, Start::Text("coverage.xml"), "The report's file."),
            option("OutputEncoding", Text, Start::Text("UTF8"), "The report's encoding."),
            option("Path", Texts, NONE, "Scripts that are measured; none: those beside the tests."),
            option("ExcludeTests", Flag, On, "Leaves test files out."),
            option("RecursePaths", Flag, On, "Looks in folders of folders."),
            option("CoveragePercentTarget", Number, Start::Number(75), "The percentage wanted."),
            option("UseBreakpoints", Flag, On, "Without effect: coverage needs no breakpoints here."),
            option("SingleHitBreakpoints", Flag, On, "Without effect: coverage needs no breakpoints here."),
        ],
    },
    SectionSpec {
        name: "TestResult",
        help: "The report of the results.",
        options: &[
            option("Enabled", Flag, Off, "Writes a report."),
            option("OutputFormat", Text, Start::Text("NUnitXml"), "NUnitXml, NUnit2.5, NUnit3 or JUnitXml."),
            option("OutputPath", Text, Start::Text("testResults.xml"), "The report's file."),
            option("OutputEncoding", Text, Start::Text("UTF8"), "The report's encoding."),
            option("TestSuiteName", Text, Start::Text("Pester"), "The name of the outermost suite."),
        ],
    },
    SectionSpec {
        name: "Should",
        help: "Assertions.",
        options: &[option("ErrorAction", Text, Start::Text("Stop"), "Stop: a failed assertion ends the test; Continue: the test goes on.")],
    },
    SectionSpec {
        name: "Debug",
        help: "For those who look for faults of a test.",
        options: &[
            option("ShowFullErrors", Flag, Off, "Shows whole stacks."),
            option("WriteDebugMessages", Flag, Off, "Says what happens inside."),
            option("WriteDebugMessagesFrom", Texts, Start::Texts(&["Discovery", "Skip", "Mock", "CodeCoverage"]), "What is said of it."),
            option("ShowNavigationMarkers", Flag, Off, "Writes the place behind each name."),
            option("ReturnRawResultObject", Flag, Off, "Without effect: results have nothing hidden."),
        ],
    },
    SectionSpec {
        name: "Output",
        help: "What is shown.",
        options: &[
            option("Verbosity", Text, Start::Text("Normal"), "None, Normal, Detailed or Diagnostic."),
            option("StackTraceVerbosity", Text, Start::Text("Filtered"), "None, FirstLine, Filtered or Full."),
            option("CIFormat", Text, Start::Text("Auto"), "Errors as a build log wants them: None, Auto, AzureDevops, GithubActions."),
            option("CILogLevel", Text, Start::Text("Error"), "Error or Warning."),
            option("RenderMode", Text, Start::Text("Auto"), "Auto, Ansi, ConsoleColor or Plaintext."),
        ],
    },
    SectionSpec { name: "TestDrive", help: "The tests' own folder.", options: &[option("Enabled", Flag, On, "Makes TestDrive:.")] },
    SectionSpec {
        name: "TestRegistry",
        help: "The tests' own registry key: there is no registry here.",
        options: &[option("Enabled", Flag, On, "Without effect.")],
    },
];

fn strings(items: &[&str]) -> Value {
    Value::strings(items)
}

fn start_value(start: Start) -> Value {
    match start {
        Off => Value::Bool(false),
        On => Value::Bool(true),
        Start::Text(text) => Value::str(text),
        Start::Texts(texts) => strings(texts),
        Start::Number(number) => Value::Decimal(number.into()),
        Nothing => Value::array(Vec::new()),
    }
}

/// One option: default, description, value, and whether it was changed.
pub struct OptionObject {
    spec: &'static OptionSpec,
    value: RefCell<Option<Value>>,
}

impl OptionObject {
    fn value(&self) -> Value {
        self.value.borrow().clone().unwrap_or_else(|| start_value(self.spec.start))
    }
}

impl ClrObject for OptionObject {
    fn class(&self) -> TypeId {
        TypeId::OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Default", "Description", "Value", "IsModified"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "default" => start_value(self.spec.start),
            "description" => Value::str(self.spec.help),
            "value" => self.value(),
            "ismodified" => Value::Bool(self.value.borrow().is_some()),
            _ => return None,
        })
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        name.eq_ignore_ascii_case("Value").then(|| self.assign(value))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(format!("{} ({}, default: {})", self.spec.help, plain(&self.value()), plain(&start_value(self.spec.start))))
    }
}

/// A value as an option's text shows it.
fn plain(value: &Value) -> String {
    match value.base() {
        Value::Null | Value::Nothing => "$null".to_owned(),
        Value::Bool(true) => "$true".to_owned(),
        Value::Bool(false) => "$false".to_owned(),
        Value::Str(text) => format!("'{text}'"),
        other => match other.enumerate() {
            Some(items) => format!("@({})", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
            None => convert::to_plain_text(other).map_or_else(|| other.type_id().full_name().to_string(), |text| text.to_string()),
        },
    }
}

impl OptionObject {
    /// Takes a value of a fitting type; another option gives its value.
    fn assign(&self, value: &Value) -> Result<(), String> {
        if let Some(other) = value.downcast::<OptionObject>() {
            return match &*other.value.borrow() {
                Some(value) => self.assign(value),
                None => Ok(()),
            };
        }
        let base = value.base();
        let items = || base.enumerate().unwrap_or_else(|| vec![base.clone()]);
        let text_of = |item: &Value| -> Option<Rc<str>> { convert::to_plain_text(item.base()) };
        let wrong = || Err(format!("The option {} does not take the value {}.", self.spec.name, plain(base)));
        let taken = match self.spec.shape {
            Flag => match base {
                Value::Bool(on) => Value::Bool(*on),
                Value::Int(number) => Value::Bool(*number != 0),
                Value::Object(_) => match base.type_id() {
                    TypeId::SWITCH_PARAMETER => Value::Bool(convert::to_bool(base)),
                    _ => return wrong(),
                },
                _ => return wrong(),
            },
            Text => match base {
                Value::Null | Value::Nothing => return wrong(),
                other => match text_of(other) {
                    Some(text) => Value::Str(text),
                    None => return wrong(),
                },
            },
            Texts => {
                let mut texts = Vec::new();
                for item in items() {
                    if item.is_null() {
                        continue;
                    }
                    // A file's or folder's object is meant as its path.
                    let path = match item.base() {
                        Value::Object(object) => object.clr().and_then(|clr| clr.get("FullName")).and_then(|path| path.as_str().cloned()),
                        _ => None,
                    };
                    match path.or_else(|| text_of(&item)) {
                        Some(text) => texts.push(Value::Str(text)),
                        None => return wrong(),
                    }
                }
                Value::Array(Rc::new(Array::new(TypeId::STRING, texts)))
            }
            Number => match convert::number_of(base).or_else(|| text_of(base)?.parse::<f64>().ok().map(convert::Number::Double)) {
                Some(number) => match convert::to_decimal(&number) {
                    Some(number) => Value::Decimal(number),
                    None => return wrong(),
                },
                None => return wrong(),
            },
            Blocks => {
                let items = items();
                if items.iter().any(|item| !matches!(item.base(), Value::ScriptBlock(_))) {
                    return wrong();
                }
                Value::array(items)
            }
            Containers => Value::array(items().into_iter().filter(|item| !item.is_null()).collect()),
        };
        *self.value.borrow_mut() = Some(taken);
        Ok(())
    }
}

/// A section: its options by name.
pub struct SectionObject {
    spec: &'static SectionSpec,
    options: Vec<Value>,
}

impl SectionObject {
    fn option(&self, name: &str) -> Option<&OptionObject> {
        let at = self.spec.options.iter().position(|option| option.name.eq_ignore_ascii_case(name))?;
        self.options[at].downcast::<OptionObject>()
    }

    /// Takes a dictionary's entries, or those options of another section that were changed.
    fn assign(&self, value: &Value) -> Result<(), String> {
        if let Some(other) = value.downcast::<SectionObject>() {
            for (own, theirs) in self.options.iter().zip(&other.options) {
                if let Some(own) = own.downcast::<OptionObject>() {
                    own.assign(theirs)?;
                }
            }
            return Ok(());
        }
        let Value::Dict(dict) = value.base() else {
            return Err(format!("The section {} takes a dictionary of its options.", self.spec.name));
        };
        for (key, value) in dict.pairs() {
            let name = convert::to_plain_text(&key).unwrap_or_default();
            match self.option(&name) {
                Some(option) => option.assign(&value)?,
                None => {
                    let known: Vec<&str> = self.spec.options.iter().map(|option| option.name).collect();
                    return Err(format!("The section {} has no option '{name}', but {}.", self.spec.name, known.join(", ")));
                }
            }
        }
        Ok(())
    }
}

impl ClrObject for SectionObject {
    fn class(&self) -> TypeId {
        TypeId::OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        self.spec.options.iter().map(|option| option.name).collect()
    }

    fn get(&self, name: &str) -> Option<Value> {
        let at = self.spec.options.iter().position(|option| option.name.eq_ignore_ascii_case(name))?;
        Some(self.options[at].clone())
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        Some(self.option(name)?.assign(value))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.spec.help.to_owned())
    }
}

/// All sections.
pub struct ConfigurationObject {
    sections: Vec<Value>,
}

impl ConfigurationObject {
    /// A configuration with all defaults.
    pub fn defaults() -> Value {
        let sections = SECTIONS
            .iter()
            .map(|spec| {
                let options = spec.options.iter().map(|spec| Object::from_clr(OptionObject { spec, value: RefCell::default() })).collect();
                Object::from_clr(SectionObject { spec, options })
            })
            .collect();
        Object::from_clr(ConfigurationObject { sections })
    }

    /// A configuration from a dictionary of dictionaries, another configuration, or nothing.
    pub fn from_value(value: &Value) -> Result<Value, String> {
        let made = ConfigurationObject::defaults();
        if let Some(own) = made.downcast::<ConfigurationObject>() {
            own.merge(value)?;
        }
        Ok(made)
    }

    /// Takes what another configuration or a dictionary sets.
    pub fn merge(&self, value: &Value) -> Result<(), String> {
        if let Some(other) = value.downcast::<ConfigurationObject>() {
            for (own, theirs) in self.sections.iter().zip(&other.sections) {
                if let Some(own) = own.downcast::<SectionObject>() {
                    own.assign(theirs)?;
                }
            }
            return Ok(());
        }
        match value.base() {
            Value::Null | Value::Nothing => Ok(()),
            Value::Dict(dict) => {
                for (key, value) in dict.pairs() {
                    let name = convert::to_plain_text(&key).unwrap_or_default();
                    match self.section(&name) {
                        Some(section) => section.assign(&value)?,
                        None => {
                            let known: Vec<&str> = SECTIONS.iter().map(|section| section.name).collect();
                            return Err(format!("A configuration has no section '{name}', but {}.", known.join(", ")));
                        }
                    }
                }
                Ok(())
            }
            _ => Err("A configuration is made of a dictionary of sections.".to_owned()),
        }
    }

    fn section(&self, name: &str) -> Option<&SectionObject> {
        let at = SECTIONS.iter().position(|section| section.name.eq_ignore_ascii_case(name))?;
        self.sections[at].downcast::<SectionObject>()
    }

    /// Sets an option of a known name.
    pub fn set_option(&self, section: &str, option: &str, value: &Value) -> Result<(), String> {
        match self.section(section).and_then(|section| section.option(option)) {
            Some(option) => option.assign(value),
            None => Err(format!("There is no option {section}.{option}.")),
        }
    }

    /// An option's value.
    pub fn value(&self, section: &str, option: &str) -> Value {
        self.section(section).and_then(|section| section.option(option)).map(OptionObject::value).unwrap_or_default()
    }

    /// An option that is a Boolean.
    pub fn flag(&self, section: &str, option: &str) -> bool {
        convert::to_bool(&self.value(section, option))
    }

    /// An option that is a text.
    pub fn text(&self, section: &str, option: &str) -> String {
        self.value(section, option).as_str().map(|text| text.to_string()).unwrap_or_default()
    }

    /// An option that is a list of texts.
    pub fn texts(&self, section: &str, option: &str) -> Vec<String> {
        let items = self.value(section, option).enumerate().unwrap_or_default();
        items.iter().filter_map(|item| item.as_str().map(|text| text.to_string())).collect()
    }

    /// An option that is a number.
    pub fn number(&self, section: &str, option: &str) -> f64 {
        convert::number_of(&self.value(section, option)).map_or(0.0, |number| convert::to_f64(&number))
    }
}

thread_local! {
    static CLASS: std::cell::Cell<TypeId> = const { std::cell::Cell::new(TypeId::OBJECT) };
}

/// Makes `[PesterConfiguration]` known.
pub fn install(engine: &mut Engine) {
    let class = engine.define_native_class(
        "PesterConfiguration",
        crate::engine::class::NativeClass {
            make: |_, arguments| ConfigurationObject::from_value(arguments.first().unwrap_or(&Value::Null)).map_err(thrown),
            statics: |_, name| (name == "default").then(ConfigurationObject::defaults),
        },
    );
    CLASS.with(|cell| cell.set(class));
}

impl ClrObject for ConfigurationObject {
    fn class(&self) -> TypeId {
        CLASS.with(std::cell::Cell::get)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        SECTIONS.iter().map(|section| section.name).collect()
    }

    fn get(&self, name: &str) -> Option<Value> {
        let at = SECTIONS.iter().position(|section| section.name.eq_ignore_ascii_case(name))?;
        Some(self.sections[at].clone())
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        Some(self.section(name)?.assign(value))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some("PesterConfiguration".to_owned())
    }
}

const NEW: Spec = Spec {
    verb: "New",
    noun: "PesterConfiguration",
    module: MODULE,
    synopsis: "Makes a configuration for Invoke-Pester.",
    description: "Sections hold options, each with a default, a description and a value. -Hashtable sets options at once.",
    parameters: &[Parameter::new("Hashtable", "System.Collections.IDictionary")
        .sets(&[InSet::ALL.at(0)])
        .help("A dictionary of sections, each a dictionary of options.")],
    output: &["PesterConfiguration"],
    related: &["Invoke-Pester"],
    examples: &[Example::new(
        "Set an option",
        "$config = New-PesterConfiguration\n$config.Run.PassThru = $true\n\"$($config.Run.PassThru.Value) $($config.Filter.Tag.IsModified)\"",
        "True False\n",
    )],
    ..Spec::EMPTY
};

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(NEW, new)];

fn new(ctx: &mut Context<'_>) -> Run {
    let value = ctx.call.get("Hashtable").cloned().unwrap_or_default();
    let made = ConfigurationObject::from_value(&value).map_err(thrown)?;
    let _ = ctx.engine();
    ctx.write(made)
}

/// A configuration with these options set.
pub fn with_options(options: &[(&str, &str, Value)]) -> Result<Value, String> {
    let made = ConfigurationObject::defaults();
    if let Some(own) = made.downcast::<ConfigurationObject>() {
        for (section, option, value) in options {
            own.set_option(section, option, value)?;
        }
    }
    Ok(made)
}
