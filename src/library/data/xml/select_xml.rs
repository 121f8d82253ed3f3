//! `Select-Xml`: finds nodes in XML documents with XPath.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::files::encoding::{encoding_of, text_of};
use crate::library::files::place;
use crate::library::parameters;
use crate::value::members::objects::xml::{Node, XmlObject, parse_document, select};
use crate::value::{Category, ErrorRecord, Fields, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Select",
    noun: "Xml",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Finds nodes in XML with XPath.",
    description: "The XML comes from files, from text or as nodes. Each find has the node, the file it is from, and the XPath. -Namespace gives prefixes for the XPath.",
    parameters: parameters::SELECT_XML,
    default_set: parameters::SELECT_XML_DEFAULT,
    output: &["Microsoft.PowerShell.Commands.SelectXmlInfo"],
    related: &["ConvertTo-Xml", "Select-String"],
    examples: &[
        Example::new("A node's text", "(Select-Xml -Content '<a><b>1</b></a>' -XPath '//b').Node.InnerText", "1\n"),
        Example::new(
            "With a namespace",
            "(Select-Xml -Content '<a xmlns=\"urn:x\"><b>1</b></a>' -XPath '//n:b' -Namespace @{ n = 'urn:x' }).Node.InnerText",
            "1\n",
        ),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SelectXml);

/// Where XML that is in no file comes from.
const NO_FILE: &str = "InputStream";

#[derive(Default)]
struct SelectXml;

impl Cmdlet for SelectXml {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(texts) = ctx.call.texts("Content") {
            for text in texts {
                match parse_document(&text, true) {
                    Ok(document) => find(ctx, &document, NO_FILE)?,
                    Err(message) => {
                        let message = format!("Cannot convert value \"{text}\" to type \"System.Xml.XmlDocument\". Error: \"{message}\"");
                        ctx.fail(
                            TypeId::PS_INVALID_CAST_EXCEPTION,
                            message,
                            "InvalidCastToXmlDocument",
                            Category::InvalidData,
                            Value::Str(text),
                        )?;
                    }
                }
            }
            return Ok(());
        }
        if let Some(nodes) = ctx.call.items("Xml") {
            for node in nodes {
                if let Some(node) = XmlObject::node_of(&node) {
                    find(ctx, &node, NO_FILE)?;
                }
            }
            return Ok(());
        }
        let (paths, is_literal) = match ctx.call.texts("LiteralPath") {
            Some(paths) => (paths, true),
            None => (ctx.call.texts("Path").unwrap_or_default(), false),
        };
        for path in paths {
            for file in place::files_of(ctx.engine(), &path, is_literal)? {
                let shown = file.to_string_lossy().into_owned();
                let text = match std::fs::read(&file) {
                    Ok(bytes) => text_of(&bytes, encoding_of(None)?),
                    Err(error) => {
                        ctx.error(crate::library::files::write_file::failure(&file, &error, "ProcessingFile", Category::NotSpecified))?;
                        continue;
                    }
                };
                match parse_document(&text, true) {
                    Ok(document) => find(ctx, &document, &shown)?,
                    Err(error) => {
                        let message = format!("Cannot read file \"{shown}\" because of the following error: {error}");
                        ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, "ProcessingFile", Category::NotSpecified, Value::Str(path.clone()))?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn find(ctx: &mut Context<'_>, from: &Rc<Node>, path: &str) -> Run {
    let pattern = ctx.call.text("XPath").unwrap_or_default();
    let mut prefixes = Vec::new();
    if let Some(Value::Dict(dict)) = ctx.call.get("Namespace").map(Value::base).cloned() {
        for (key, value) in dict.pairs() {
            let value = match value.is_null() {
                true => {
                    let message = format!("Prefix \"{}\" has no namespace.", convert::to_text(ctx.engine(), &key)?);
                    let record = ErrorRecord::new(
                        TypeId::INVALID_OPERATION_EXCEPTION,
                        message,
                        "PrefixError",
                        Category::InvalidOperation,
                        Value::Null,
                    );
                    return Err(ctx.raise(record));
                }
                false => convert::to_text(ctx.engine(), &value)?,
            };
            prefixes.push((convert::to_text(ctx.engine(), &key)?.to_string(), value.to_string()));
        }
    }
    match select(from, &pattern, &prefixes) {
        Ok(nodes) => {
            for node in nodes {
                let text: Rc<str> = Rc::from(node.inner_text().trim());
                let shown = if path == NO_FILE { text.clone() } else { Rc::from(format!("{text}:{path}")) };
                let fields = vec![("Node", XmlObject::value(&node)), ("Path", Value::str(path)), ("Pattern", Value::Str(pattern.clone()))];
                ctx.write(Fields::derived_with_text(
                    TypeId::OBJECT,
                    &["Microsoft.PowerShell.Commands.SelectXmlInfo", "System.Object"],
                    fields,
                    Some(shown),
                ))?;
            }
            Ok(())
        }
        Err(message) => ctx.fail(TypeId::X_PATH_EXCEPTION, message, "XPathError", Category::InvalidArgument, Value::Str(pattern)),
    }
}
