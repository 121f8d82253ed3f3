//! How help is laid out: the views of what `Get-Help` puts out.

use super::access;
use super::packet::Token;
use super::text;
use super::views::{Body, Cell, Variant, View};
use crate::value::{Run, Runtime, Value};
use std::rc::Rc;

const INDENT: usize = 4;

/// What help says of the common parameters. The indent is part of the text: where the last line is broken, the rest
/// stands further left.
const COMMON_PARAMETERS: [&str; 4] = [
    "    This cmdlet supports the common parameters: Verbose, Debug,",
    "    ErrorAction, ErrorVariable, WarningAction, WarningVariable,",
    "    OutBuffer, PipelineVariable, and OutVariable. For more information, see",
    "    about_CommonParameters (https://go.microsoft.com/fwlink/?LinkID=113216).",
];

/// Names of the views that this file draws, which are their types' names.
const VIEWS: [&str; 10] = [
    "MamlCommandHelpInfo",
    "MamlCommandHelpInfo#DetailedView",
    "MamlCommandHelpInfo#ExamplesView",
    "MamlCommandHelpInfo#FullView",
    "MamlCommandHelpInfo#parameter",
    "ExtendedCmdletHelpInfo",
    "ExtendedCmdletHelpInfo#DetailedView",
    "ExtendedCmdletHelpInfo#ExamplesView",
    "ExtendedCmdletHelpInfo#FullView",
    "ExtendedCmdletHelpInfo#parameter",
];

/// The views of help.
pub(super) fn views() -> Vec<Rc<View>> {
    let view = |name: &str, body: Body| {
        Rc::new(View {
            types: vec![Rc::from(name)],
            name: Rc::from(name),
            body,
            group_by: None,
            wrap: false,
            auto_size: false,
            hide_header: false,
            columns: 0,
            out_of_band: false,
        })
    };
    let mut views: Vec<Rc<View>> = VIEWS.iter().map(|name| view(name, Body::Custom)).collect();
    let column = |label: &str, property: &str, width: usize| Cell { label: Some(Rc::from(label)), width, ..Cell::property(property) };
    let cells = vec![
        column("Name", "Name", 33),
        column("Category", "Category", 9),
        column("Module", "ModuleName", 25),
        column("Synopsis", "Synopsis", 0),
    ];
    views.push(view("HelpInfoShort", Body::Table(vec![Variant { types: Vec::new(), cells }])));
    views
}

/// Draws help; `None`: no view of help has this name.
pub(super) fn draw(rt: &mut dyn Runtime, name: &str, value: &Value) -> Run<Option<Vec<Token>>> {
    let (base, part) = name.split_once('#').unwrap_or((name, ""));
    let is_written = match base {
        "MamlCommandHelpInfo" => true,
        "ExtendedCmdletHelpInfo" => false,
        _ => return Ok(None),
    };
    let mut page = Page { rt, tokens: Vec::new() };
    match (is_written, part) {
        (_, "parameter") => page.parameter(value, true, is_written)?,
        (true, "ExamplesView") => {
            page.head(value)?;
            page.indented(|page| page.examples(value))?;
        }
        (true, "FullView") => page.full(value)?,
        (true, "DetailedView") => page.detailed(value)?,
        (true, _) => page.default(value)?,
        (false, "FullView" | "DetailedView") => page.bare(value, true)?,
        (false, _) => page.bare(value, false)?,
    }
    Ok(Some(page.tokens))
}

struct Page<'a> {
    rt: &'a mut dyn Runtime,
    tokens: Vec<Token>,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.tokens.extend([Token::Text(text.to_owned()), Token::NewLine]);
    }

    fn indented(&mut self, inside: impl FnOnce(&mut Page<'_>) -> Run) -> Run {
        let outer = std::mem::take(&mut self.tokens);
        let result = inside(self);
        let tokens = std::mem::replace(&mut self.tokens, outer);
        self.tokens.push(Token::Frame { left: INDENT, first_line: 0, tokens });
        result
    }

    fn value(&mut self, target: &Value, path: &str) -> Run<Value> {
        let mut value = target.clone();
        for name in path.split('.') {
            value = match access::property(self.rt, &value, name)? {
                Some(Ok(value)) => value,
                _ => return Ok(Value::Null),
            };
        }
        Ok(value)
    }

    fn text(&mut self, target: &Value, path: &str) -> Run<String> {
        let value = self.value(target, path)?;
        if value.is_null() { Ok(String::new()) } else { text::plain(self.rt, &value) }
    }

    fn items(&mut self, target: &Value, path: &str) -> Run<Vec<Value>> {
        let value = self.value(target, path)?;
        Ok(if value.is_null() { Vec::new() } else { value.enumerate().unwrap_or_else(|| vec![value]) })
    }

    /// The texts of paragraphs, a line each.
    fn paragraphs(&mut self, target: &Value, path: &str) -> Run {
        for item in self.items(target, path)? {
            let text = self.text(&item, "Text")?;
            self.line(&text);
        }
        Ok(())
    }

    fn section(&mut self, title: &str, inside: impl FnOnce(&mut Page<'_>) -> Run) -> Run {
        self.line(title);
        self.indented(inside)
    }

    fn head(&mut self, value: &Value) -> Run {
        let name = self.text(value, "Name")?;
        self.section("NAME", |page| {
            page.line(&name);
            page.line("");
            Ok(())
        })?;
        let synopsis = self.text(value, "Synopsis")?;
        self.section("SYNOPSIS", |page| {
            page.line(&synopsis);
            page.line("");
            page.line("");
            Ok(())
        })
    }

    fn syntax(&mut self, value: &Value) -> Run {
        let items = self.items(value, "Syntax.syntaxItem")?;
        self.section("SYNTAX", |page| {
            for item in items {
                let text = page.text(&item, "text")?;
                page.line(&text);
                page.line("");
            }
            page.line("");
            Ok(())
        })
    }

    fn description(&mut self, value: &Value) -> Run {
        let items = self.items(value, "description")?;
        self.section("DESCRIPTION", |page| {
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 {
                    page.line("");
                }
                let text = page.text(item, "Text")?;
                page.line(&text);
            }
            page.line("");
            page.line("");
            Ok(())
        })
    }

    fn default(&mut self, value: &Value) -> Run {
        self.head(value)?;
        self.syntax(value)?;
        self.description(value)?;
        self.links(value)?;
        self.line("");
        self.remarks(value)
    }

    fn links(&mut self, value: &Value) -> Run {
        let links = self.items(value, "relatedLinks.navigationLink")?;
        self.section("RELATED LINKS", |page| {
            for link in links {
                let (text, uri) = (page.text(&link, "linkText")?, page.text(&link, "uri")?);
                let line = [text, uri].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
                page.line(&line);
            }
            Ok(())
        })
    }

    fn remarks(&mut self, value: &Value) -> Run {
        let name = self.text(value, "Name")?;
        self.section("REMARKS", |page| {
            page.line(&format!("To see the examples, type: \"Get-Help {name} -Examples\""));
            page.line(&format!("For more information, type: \"Get-Help {name} -Detailed\""));
            page.line(&format!("For technical information, type: \"Get-Help {name} -Full\""));
            Ok(())
        })
    }

    fn parameters(&mut self, value: &Value, in_full: bool, is_written: bool) -> Run {
        let items = self.items(value, "parameters.parameter")?;
        let has_common = matches!(self.value(value, "CommonParameters")?.base(), Value::Bool(true));
        self.section("PARAMETERS", |page| {
            for item in items {
                page.parameter(&item, in_full, is_written)?;
            }
            if has_common {
                page.line("<CommonParameters>");
                for line in COMMON_PARAMETERS {
                    page.line(line);
                }
                page.line("");
            }
            Ok(())
        })
    }

    fn parameter(&mut self, item: &Value, in_full: bool, is_written: bool) -> Run {
        let (name, type_name) = (self.text(item, "name")?, self.text(item, "type.name")?);
        let value_name = self.text(item, "parameterValue")?;
        let line = if type_name == "SwitchParameter" {
            format!("-{name} [<{type_name}>]")
        } else if value_name.is_empty() {
            format!("-{name}")
        } else {
            format!("-{name} <{value_name}>")
        };
        self.line(&line);
        let paragraphs = self.items(item, "description")?;
        self.indented(|page| {
            for paragraph in &paragraphs {
                let text = page.text(paragraph, "Text")?;
                if !text.is_empty() {
                    page.line(&text);
                }
            }
            page.line("");
            if in_full {
                let rows: &[(&str, &str)] = if is_written {
                    &[
                        ("Required?", "required"),
                        ("Position?", "position"),
                        ("Default value", "defaultValue"),
                        ("Accept pipeline input?", "pipelineInput"),
                        ("Aliases", "aliases"),
                        ("Accept wildcard characters?", "globbing"),
                    ]
                } else {
                    &[
                        ("Required?", "required"),
                        ("Position?", "position"),
                        ("Accept pipeline input?", "pipelineInput"),
                        ("Parameter set name", "parameterSetName"),
                        ("Aliases", "aliases"),
                        ("Dynamic?", "isDynamic"),
                        ("Accept wildcard characters?", "globbing"),
                    ]
                };
                for (label, property) in rows {
                    let text = page.text(item, property)?;
                    page.line(&format!("{label:<29}{text}"));
                }
                page.line("");
            }
            Ok(())
        })
    }

    fn examples(&mut self, value: &Value) -> Run {
        for example in self.items(value, "examples.example")? {
            let title = self.text(&example, "title")?;
            self.line(&title);
            self.line("");
            for paragraph in self.items(&example, "introduction")? {
                let text = self.text(&paragraph, "Text")?;
                self.tokens.push(Token::Text(text));
            }
            let code = self.text(&example, "code")?;
            self.line(&code);
            self.line("");
            self.paragraphs(&example, "remarks")?;
        }
        Ok(())
    }

    fn detailed(&mut self, value: &Value) -> Run {
        self.head(value)?;
        self.syntax(value)?;
        self.description(value)?;
        self.parameters(value, false, true)?;
        self.indented(|page| page.examples(value))?;
        self.remarks(value)
    }

    fn full(&mut self, value: &Value) -> Run {
        self.head(value)?;
        self.syntax(value)?;
        self.description(value)?;
        self.parameters(value, true, true)?;
        for (title, path, inner) in [("INPUTS", "inputTypes.inputType", "type.name"), ("OUTPUTS", "returnValues.returnValue", "type.name")]
        {
            let items = self.items(value, path)?;
            self.section(title, |page| {
                for item in &items {
                    let text = page.text(item, inner)?;
                    page.line(&text);
                    page.line("");
                }
                page.line("");
                Ok(())
            })?;
        }
        let alerts = self.items(value, "alertSet.alert")?;
        if !alerts.is_empty() {
            self.section("NOTES", |page| {
                page.line("");
                page.line("");
                page.indented(|page| {
                    for alert in &alerts {
                        page.paragraphs(alert, "text")?;
                    }
                    page.line("");
                    Ok(())
                })
            })?;
        }
        self.indented(|page| page.examples(value))?;
        self.line("");
        self.links(value)?;
        self.line("");
        Ok(())
    }

    /// Help from parameters alone.
    fn bare(&mut self, value: &Value, with_parameters: bool) -> Run {
        let name = self.text(value, "Name")?;
        self.section("NAME", |page| {
            page.line(&name);
            page.line("");
            Ok(())
        })?;
        self.syntax(value)?;
        if with_parameters {
            self.line("");
            self.parameters(value, true, false)?;
            for (title, path) in [("INPUTS", "inputTypes.inputType"), ("OUTPUTS", "returnValues.returnValue")] {
                let items = self.items(value, path)?;
                self.line("");
                self.section(title, |page| {
                    if items.is_empty() {
                        page.line(if title == "INPUTS" { "None" } else { "System.Object" });
                    }
                    for item in &items {
                        let text = page.text(item, "type.name")?;
                        page.line(&text);
                    }
                    Ok(())
                })?;
            }
            self.line("");
        }
        let aliases = self.text(value, "aliases")?;
        self.section("ALIASES", |page| {
            page.line(&aliases);
            page.line("");
            Ok(())
        })?;
        self.section("REMARKS", |page| {
            page.line("None");
            page.line("");
            Ok(())
        })
    }
}
