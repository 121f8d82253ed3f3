//! The help of one command, put together from what is known of it: a cmdlet's spec, a help comment, or the
//! parameters alone.

use std::rc::Rc;

use super::comment::{ExampleParts, HelpComment};
use super::{parameter_texts, placement};
use crate::cmdlet::Spec;
use crate::engine::binding::{Check, CommonParameter, Param, Place, Role, Signature};
use crate::engine::command::block_code;
use crate::engine::describe::{short_type, syntax_line_of};
use crate::engine::{Command, Engine};
use crate::program::{Expr, ParameterCode};
use crate::value::{Object, Run, TypeId, Value, convert};

/// Type name of help with words.
pub const WRITTEN: &str = "MamlCommandHelpInfo";
/// Type name of help from parameters alone.
pub const BARE: &str = "ExtendedCmdletHelpInfo";

/// The empty paragraphs behind an example's remarks: PowerShell has four, which its views show.
const EMPTY_PARAGRAPHS: usize = 4;

/// Types whose default is written as 0.
const NUMBERS: &[TypeId] = &[
    TypeId::BYTE,
    TypeId::S_BYTE,
    TypeId::INT16,
    TypeId::U_INT16,
    TypeId::INT32,
    TypeId::U_INT32,
    TypeId::INT64,
    TypeId::U_INT64,
    TypeId::SINGLE,
    TypeId::DOUBLE,
    TypeId::DECIMAL,
];

/// A parameter's help.
struct ParameterHelp {
    name: Rc<str>,
    text: String,
    place: Option<Place>,
    type_name: String,
    is_switch: bool,
    default: String,
    aliases: Vec<Rc<str>>,
    wildcards: bool,
    sets: String,
}

/// An example as help shows it.
struct ExampleHelp {
    title: String,
    prompt: String,
    code: String,
    remarks: String,
}

/// Help of one command.
pub struct Article {
    /// The command's name; a script's path.
    pub name: Rc<str>,
    /// `Cmdlet`, `Function`, `Filter`, `ExternalScript` …
    pub category: &'static str,
    /// The module it is from.
    pub module: Rc<str>,
    /// One line.
    pub synopsis: String,
    /// Whether there are words, not only parameters.
    pub is_written: bool,
    /// `.COMPONENT`
    pub component: String,
    /// `.ROLE`
    pub role: String,
    /// `.FUNCTIONALITY`
    pub functionality: String,
    /// Another command whose help is meant.
    pub forward_target: Option<String>,
    description: Vec<String>,
    syntax: Vec<String>,
    parameters: Vec<ParameterHelp>,
    has_common: bool,
    inputs: Vec<String>,
    outputs: Vec<String>,
    notes: Option<String>,
    examples: Vec<ExampleHelp>,
    links: Vec<String>,
    aliases: Vec<Rc<str>>,
}

impl Article {
    /// The help of a command.
    pub fn of(engine: &mut Engine, command: &Command) -> Run<Article> {
        let signature = engine.signature_of(command)?;
        match command {
            Command::Cmdlet(entry) => {
                let signature = match signature {
                    Some(signature) => signature,
                    None => engine.signature_of_spec(entry.spec),
                };
                Ok(Article::of_spec(engine, entry.spec, &signature))
            }
            Command::Function(function) => {
                let category = if function.is_filter { "Filter" } else { "Function" };
                let module = function.module.as_ref().map_or_else(|| Rc::from(""), |module| module.name.clone());
                let code = function.code();
                let texts = (placement::help_of(code), placement::parameter_comments(code));
                let codes = code.block().clone();
                Article::of_code(engine, function.name.clone(), category, module, texts, signature, &codes.parameters)
            }
            Command::Script(path) => {
                let block = engine.load_script(path)?;
                let code = block_code(&block);
                let texts = (placement::help_of(code), placement::parameter_comments(code));
                let codes = code.block().clone();
                Article::of_code(engine, path.clone(), "ExternalScript", Rc::from(""), texts, signature, &codes.parameters)
            }
            other => Ok(Article::empty(other.name(), "Application", Rc::from(""))),
        }
    }

    fn empty(name: Rc<str>, category: &'static str, module: Rc<str>) -> Article {
        Article {
            name,
            category,
            module,
            synopsis: String::new(),
            is_written: false,
            component: String::new(),
            role: String::new(),
            functionality: String::new(),
            forward_target: None,
            description: Vec::new(),
            syntax: Vec::new(),
            parameters: Vec::new(),
            has_common: false,
            inputs: Vec::new(),
            outputs: Vec::new(),
            notes: None,
            examples: Vec::new(),
            links: Vec::new(),
            aliases: Vec::new(),
        }
    }

    fn of_spec(engine: &mut Engine, spec: &'static Spec, signature: &Signature) -> Article {
        let name: Rc<str> = Rc::from(spec.name());
        let mut article = Article::empty(name.clone(), "Cmdlet", Rc::from(spec.module));
        article.is_written = true;
        article.synopsis = spec.synopsis.to_owned();
        article.description = spec.description.split("\n\n").filter(|text| !text.is_empty()).map(str::to_owned).collect();
        article.take_signature(signature, true);
        for parameter in &signature.parameters {
            let own = spec.parameters.iter().find(|own| own.name.eq_ignore_ascii_case(&parameter.name));
            if parameter.hidden || !is_shown(parameter) {
                continue;
            }
            let text = parameter_texts::text_of(&name, &parameter.name, own.map_or("", |own| own.help));
            let own_default = own.map_or("", |own| own.default);
            let default = if own_default.is_empty() && parameter.is_switch { "False" } else { own_default }.to_owned();
            let mut help = ParameterHelp::of(parameter, signature, text.to_owned(), default);
            help.wildcards = own.is_some_and(|own| own.wildcards);
            article.parameters.push(help);
        }
        article.inputs = signature
            .parameters
            .iter()
            .filter(|parameter| parameter.places.iter().any(|place| place.from_pipeline))
            .map(|parameter| parameter.type_id.full_name().to_string())
            .collect();
        article.outputs = spec.output.iter().map(|name| (*name).to_owned()).collect();
        article.links = spec.related.iter().map(|name| (*name).to_owned()).collect();
        article.aliases = super::aliases_of(engine, &name);
        for (nth, example) in super::examples_of(spec).enumerate() {
            article.examples.push(ExampleHelp {
                title: example_title(&format!("Example {}: {}", nth + 1, example.title)),
                prompt: "PS > ".to_owned(),
                code: example.script.to_owned(),
                remarks: example.output.unwrap_or("").trim_end().to_owned(),
            });
        }
        article
    }

    fn of_code(
        engine: &mut Engine,
        name: Rc<str>,
        category: &'static str,
        module: Rc<str>,
        (comment, above): (Option<HelpComment>, Vec<Option<String>>),
        signature: Option<Rc<Signature>>,
        codes: &[ParameterCode],
    ) -> Run<Article> {
        let mut article = Article::empty(name, category, module);
        article.is_written = comment.is_some();
        article.aliases = super::aliases_of(engine, &article.name);
        if let Some(signature) = &signature {
            article.take_signature(signature, comment.is_some());
            for parameter in signature.parameters.iter().filter(|parameter| is_shown(parameter) && !parameter.hidden) {
                let place = codes.iter().position(|code| parameter.name.eq_ignore_ascii_case(&code.name));
                let written = comment.as_ref().and_then(|comment| comment.parameter(&parameter.name)).map(|text| text.trim().to_owned());
                let text = written
                    .or_else(|| place.and_then(|place| above.get(place).cloned().flatten()))
                    .or_else(|| parameter.places.first().map(|place| place.help.to_string()))
                    .unwrap_or_default();
                let default = match place.and_then(|place| codes.get(place)) {
                    Some(code) => default_text(engine, code, parameter),
                    None => String::new(),
                };
                article.parameters.push(ParameterHelp::of(parameter, signature, text, default));
            }
        }
        let Some(comment) = comment else {
            article.synopsis = signature.as_ref().map_or_else(String::new, |signature| {
                let line = |set| syntax_line_of(signature, set, &|param| format!("<{}>", short_type(param.type_id)));
                if signature.sets.is_empty() {
                    line(None)
                } else {
                    (0..signature.sets.len()).map(|set| line(Some(set))).collect::<Vec<_>>().join("\n")
                }
            });
            return Ok(article);
        };
        article.synopsis = comment.synopsis.as_deref().unwrap_or("").trim().to_owned();
        article.description = comment.description.iter().map(|text| text.trim().to_owned()).collect();
        article.notes = comment.notes.as_ref().map(|text| text.trim_end().to_owned());
        article.inputs = comment.inputs.iter().map(|text| text.trim().to_owned()).collect();
        article.outputs = comment.outputs.iter().map(|text| text.trim().to_owned()).collect();
        article.links = comment.links;
        article.component = comment.component.unwrap_or_default();
        article.role = comment.role.unwrap_or_default();
        article.functionality = comment.functionality.unwrap_or_default();
        article.forward_target = comment.forward_target;
        for (nth, text) in comment.examples.iter().enumerate() {
            let ExampleParts { prompt, code, remarks } = ExampleParts::of(text);
            article.examples.push(ExampleHelp { title: example_title(&format!("EXAMPLE {}", nth + 1)), prompt, code, remarks });
        }
        Ok(article)
    }

    fn take_signature(&mut self, signature: &Signature, is_written: bool) {
        let value_of = |param: &Param| if is_written { format!("<{}>", help_type(param.type_id)) } else { choices_of(param) };
        let sets: Vec<Option<usize>> = if signature.sets.is_empty() { vec![None] } else { (0..signature.sets.len()).map(Some).collect() };
        for set in sets {
            let line = syntax_line_of(signature, set, &value_of);
            let rest = line.get(signature.name.len()..).unwrap_or("");
            self.syntax.push(format!("{}{rest}", self.name));
        }
        self.has_common = signature.advanced || is_written;
        if self.has_common && !signature.advanced {
            for line in &mut self.syntax {
                line.push_str(" [<CommonParameters>]");
            }
        }
    }

    /// What a search by words looks at.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}", self.name, self.synopsis, self.description.join("\n"))
    }

    /// Its names of parameters.
    pub fn parameter_names(&self) -> Vec<Rc<str>> {
        self.parameters.iter().map(|parameter| parameter.name.clone()).collect()
    }

    /// The object of one parameter.
    pub fn parameter_value(&self, name: &str) -> Option<Value> {
        let parameter = self.parameters.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(name))?;
        Some(parameter.value(self.is_written))
    }

    /// The row of a list of help.
    pub fn short_value(&self) -> Value {
        let (name, synopsis) = (last_part(&self.name), self.synopsis.lines().next().unwrap_or("").to_owned());
        short(&name, self.category, &self.module, &synopsis)
    }

    /// The object; `view` is `FullView` and the like, or empty.
    pub fn value(&self, view: &str) -> Value {
        let base = if self.is_written { WRITTEN } else { BARE };
        let details = Object::record(
            Some(&format!("{base}#details")),
            [
                ("name", Value::Str(self.name.clone())),
                ("description", paragraphs(std::slice::from_ref(&self.synopsis))),
                ("verb", Value::str(self.name.split_once('-').map_or("", |(verb, _)| verb))),
                ("noun", Value::str(self.name.split_once('-').map_or("", |(_, noun)| noun))),
            ],
        );
        let items: Vec<Value> = self
            .syntax
            .iter()
            .map(|line| {
                Object::record(Some(&format!("{base}#syntaxItem")), [("name", Value::Str(self.name.clone())), ("text", Value::str(line))])
            })
            .collect();
        let parameters: Vec<Value> = self.parameters.iter().map(|parameter| parameter.value(self.is_written)).collect();
        let list = |outer: &str, inner: &'static str, names: &[String]| {
            let items: Vec<Value> = names
                .iter()
                .map(|name| {
                    let type_value = Object::record(Some(&format!("{base}#type")), [("name", Value::str(name))]);
                    Object::record(Some(&format!("{base}#{inner}")), [("type", type_value)])
                })
                .collect();
            Object::record(Some(&format!("{base}#{outer}")), [(inner, one_or_many(items))])
        };
        let examples: Vec<Value> = self.examples.iter().map(|example| example.value(base)).collect();
        let links: Vec<Value> = self
            .links
            .iter()
            .map(|link| {
                let is_address = link.contains("://");
                let (text, uri) = if is_address { ("", link.as_str()) } else { (link.as_str(), "") };
                Object::record(Some(&format!("{base}#navigationLink")), [("linkText", Value::str(text)), ("uri", Value::str(uri))])
            })
            .collect();
        let mut pairs = vec![
            ("Name", Value::Str(self.name.clone())),
            ("Category", Value::str(self.category)),
            ("Synopsis", Value::str(&self.synopsis)),
            ("Component", optional(&self.component)),
            ("Role", optional(&self.role)),
            ("Functionality", optional(&self.functionality)),
            ("ModuleName", Value::Str(self.module.clone())),
            ("details", details),
            ("Syntax", Object::record(Some(&format!("{base}#syntax")), [("syntaxItem", one_or_many(items))])),
            ("parameters", Object::record(Some(&format!("{base}#parameters")), [("parameter", one_or_many(parameters))])),
            ("CommonParameters", Value::Bool(self.has_common)),
            ("aliases", Value::str(if self.aliases.is_empty() { "None\n".to_owned() } else { self.aliases.join("\n") + "\n" })),
        ];
        if !self.description.is_empty() {
            pairs.push(("description", paragraphs(&self.description)));
        }
        pairs.push(("inputTypes", list("inputTypes", "inputType", &self.inputs)));
        pairs.push(("returnValues", list("returnValues", "returnValue", &self.outputs)));
        if let Some(notes) = &self.notes {
            let alert = Object::record(Some(&format!("{base}#alert")), [("text", Value::str(notes))]);
            pairs.push(("alertSet", Object::record(Some(&format!("{base}#alertSet")), [("alert", paragraphs_of(alert, notes))])));
        }
        if !examples.is_empty() {
            pairs.push(("examples", Object::record(Some(&format!("{base}#examples")), [("example", one_or_many(examples))])));
        }
        if !links.is_empty() {
            pairs.push(("relatedLinks", Object::record(Some(&format!("{base}#relatedLinks")), [("navigationLink", one_or_many(links))])));
        }
        let object = Object::record(None, pairs);
        let mut names: Vec<Rc<str>> = Vec::new();
        if !view.is_empty() {
            names.push(Rc::from(format!("{base}#{view}")));
        }
        names.extend([
            Rc::from(base),
            Rc::from("HelpInfo"),
            Rc::from("System.Management.Automation.PSCustomObject"),
            Rc::from("System.Object"),
        ]);
        if let Some(mut members) = object.members_cell_mut() {
            members.type_names = Some(names.into());
        }
        object
    }
}

impl ParameterHelp {
    fn of(parameter: &Param, signature: &Signature, text: String, default: String) -> ParameterHelp {
        let in_all = parameter.places.iter().any(|place| place.sets == u64::MAX);
        let sets: Vec<&str> =
            signature.sets.iter().enumerate().filter(|(at, _)| parameter.sets() & (1 << at) != 0).map(|(_, name)| &**name).collect();
        ParameterHelp {
            name: parameter.name.clone(),
            text,
            place: parameter.places.first().cloned(),
            type_name: help_type(parameter.type_id),
            is_switch: parameter.is_switch,
            default,
            aliases: parameter.aliases.clone(),
            wildcards: false,
            sets: if in_all || sets.is_empty() { "(All)".to_owned() } else { sets.join(", ") },
        }
    }

    fn value(&self, is_written: bool) -> Value {
        let base = if is_written { WRITTEN } else { BARE };
        let position = match self.place.as_ref().and_then(|place| place.position) {
            Some(position) if is_written => (position + 1).to_string(),
            Some(position) => position.to_string(),
            None if is_written => "named".to_owned(),
            None => "Named".to_owned(),
        };
        let (by_value, by_property) = self.place.as_ref().map_or((false, false), |place| (place.from_pipeline, place.by_property));
        let pipeline = match (by_value, by_property) {
            (false, false) => "false",
            (true, false) => "true (ByValue)",
            (false, true) => "true (ByPropertyName)",
            (true, true) => "true (ByValue, ByPropertyName)",
        };
        let aliases = match (self.aliases.is_empty(), is_written) {
            (true, true) => String::new(),
            (true, false) => "None".to_owned(),
            _ => self.aliases.join(", "),
        };
        let required = self.place.as_ref().is_some_and(|place| place.mandatory);
        let type_name = if is_written { self.type_name.clone() } else { bare_type(&self.type_name) };
        let mut pairs = vec![
            ("description", if self.text.is_empty() && !is_written { Value::Null } else { paragraphs(std::slice::from_ref(&self.text)) }),
            ("name", Value::Str(self.name.clone())),
            ("type", Object::record(Some(&format!("{base}#type")), [("name", Value::str(&type_name))])),
            ("required", Value::str(if required { "true" } else { "false" })),
            ("position", Value::str(position)),
            ("pipelineInput", Value::str(pipeline)),
            ("aliases", Value::str(aliases)),
            ("globbing", Value::str(if self.wildcards { "true" } else { "false" })),
        ];
        if !self.is_switch || is_written {
            pairs.push(("parameterValue", Value::str(&type_name)));
        }
        if is_written {
            pairs.push(("defaultValue", Value::str(&self.default)));
        } else {
            pairs.push(("parameterSetName", Value::str(&self.sets)));
            pairs.push(("isDynamic", Value::str("false")));
        }
        Object::record(Some(&format!("{base}#parameter")), pairs)
    }
}

impl ExampleHelp {
    fn value(&self, base: &str) -> Value {
        let mut remarks = vec![self.remarks.clone()];
        remarks.resize(1 + EMPTY_PARAGRAPHS, String::new());
        Object::record(
            Some(&format!("{base}#example")),
            [
                ("title", Value::str(&self.title)),
                ("introduction", paragraphs(std::slice::from_ref(&self.prompt))),
                ("code", Value::str(&self.code)),
                ("remarks", paragraphs(&remarks)),
            ],
        )
    }
}

/// A row of a list of help.
pub fn short(name: &str, category: &str, module: &str, synopsis: &str) -> Value {
    let object = Object::record(
        None,
        [
            ("Name", Value::str(name)),
            ("Category", Value::str(category)),
            ("Synopsis", Value::str(synopsis)),
            ("ModuleName", Value::str(module)),
            ("Component", Value::empty_str()),
            ("Role", Value::empty_str()),
            ("Functionality", Value::empty_str()),
        ],
    );
    if let Some(mut members) = object.members_cell_mut() {
        let names = ["HelpInfoShort", "System.Management.Automation.PSCustomObject", "System.Object"];
        members.type_names = Some(names.map(Rc::from).to_vec().into());
    }
    object
}

/// The file's name of a path; any other name as it is.
fn last_part(name: &str) -> String {
    std::path::Path::new(name).file_name().map_or_else(|| name.to_owned(), |part| part.to_string_lossy().into_owned())
}

fn optional(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { Value::str(text) }
}

fn one_or_many(mut items: Vec<Value>) -> Value {
    match items.len() {
        0 => Value::Null,
        1 => items.remove(0),
        _ => Value::array(items),
    }
}

fn paragraphs(texts: &[String]) -> Value {
    Value::array(texts.iter().map(|text| Object::record(Some("MamlParaTextItem"), [("Text", Value::str(text))])).collect())
}

fn paragraphs_of(alert: Value, notes: &str) -> Value {
    alert.set_note("text", paragraphs(&[notes.to_owned()]));
    alert
}

fn example_title(title: &str) -> String {
    let line = "-".repeat(26);
    format!("{line} {title} {line}")
}

/// Common parameters are told of in one block.
fn is_shown(parameter: &Param) -> bool {
    !matches!(parameter.role, Role::Common(kind) if !matches!(kind, CommonParameter::WhatIf | CommonParameter::Confirm))
}

/// The last part of a type's .NET name, as help shows it.
fn help_type(id: TypeId) -> String {
    match id.array_element() {
        Some((element, _)) => format!("{}[]", help_type(element)),
        None => id.name().to_string(),
    }
}

/// The same for help without words: PowerShell's short names.
fn bare_type(name: &str) -> String {
    match name.strip_suffix("[]") {
        Some(element) => format!("{}[]", bare_type(element)),
        None if name == "SwitchParameter" => "switch".to_owned(),
        None => crate::value::types::resolve(&format!("System.{name}")).map_or_else(|| name.to_owned(), short_type),
    }
}

/// `{a | b}` where a parameter takes one of a few names, else its short type.
fn choices_of(param: &Param) -> String {
    let set = param.checks.iter().find_map(|check| match check {
        Check::Spec(crate::cmdlet::Validation::Set(values)) => Some(values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()),
        Check::Attribute(attribute) if attribute.name.eq_ignore_ascii_case("ValidateSet") => {
            Some(attribute.positional.iter().filter_map(|value| value.as_str().map(|text| text.to_string())).collect())
        }
        _ => None,
    });
    let names = match set {
        Some(names) => names,
        None if param.type_id.is_enum() => param.type_id.enum_values().into_iter().map(|(name, _)| name.to_string()).collect(),
        None => return format!("<{}>", short_type(param.type_id)),
    };
    format!("{{{}}}", names.join(" | "))
}

/// A default as help shows it: a constant's text, an expression as written, else the type's zero for numbers and
/// switches.
fn default_text(engine: &mut Engine, code: &ParameterCode, parameter: &Param) -> String {
    match (&code.default, &code.default_text) {
        (Some(Expr::Const(value)), _) => match convert::to_text(engine, value) {
            Ok(text) => text.to_string(),
            Err(_) => String::new(),
        },
        (Some(_), Some(text)) => text.to_string(),
        _ if parameter.is_switch || parameter.type_id == TypeId::BOOLEAN => "False".to_owned(),
        _ if NUMBERS.contains(&parameter.type_id) => "0".to_owned(),
        _ => String::new(),
    }
}
