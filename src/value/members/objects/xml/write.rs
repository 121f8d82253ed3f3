//! A tree as text: on one line as it is (`OuterXml`), or indented (`Save`).

use std::rc::Rc;

use super::node::{Kind, Node};

fn escape(text: &str, in_attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\n' if in_attribute => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            '\t' if in_attribute => out.push_str("&#x9;"),
            _ => out.push(c),
        }
    }
}

fn start_tag(node: &Rc<Node>, out: &mut String) {
    out.push('<');
    out.push_str(&node.name);
    // A namespace that no declaration gives is written where it begins.
    if let Some(namespace) = &*node.namespace.borrow() {
        let (prefix, parent) = (node.prefix(), node.parent.borrow().upgrade());
        let known = parent.and_then(|parent| inherited(&parent, prefix));
        let declared = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        if known.unwrap_or_default() != *namespace && node.attribute(&declared).is_none() {
            out.push_str(&format!(" {declared}=\""));
            escape(namespace, true, out);
            out.push('"');
        }
    }
    for attribute in node.attributes.borrow().iter() {
        out.push(' ');
        out.push_str(&attribute.name);
        out.push_str("=\"");
        escape(&attribute.value.borrow(), true, out);
        out.push('"');
    }
}

/// What a prefix means at a node, by declarations or by the namespaces given to elements.
fn inherited(node: &Rc<Node>, prefix: &str) -> Option<String> {
    let mut current = Some(node.clone());
    while let Some(own) = current {
        if own.prefix() == prefix
            && let Some(namespace) = &*own.namespace.borrow()
        {
            return Some(namespace.clone());
        }
        let declared = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        if let Some(found) = own.attribute(&declared) {
            return Some(found.value.borrow().clone());
        }
        current = own.parent.borrow().upgrade();
    }
    None
}

fn leaf(node: &Rc<Node>, out: &mut String) {
    let value = node.value.borrow();
    match node.kind {
        Kind::Text => escape(&value, false, out),
        Kind::CData => out.push_str(&format!("<![CDATA[{value}]]>")),
        Kind::Comment => out.push_str(&format!("<!--{value}-->")),
        Kind::Instruction | Kind::Declaration => out.push_str(&format!("<?{} {value}?>", node.name)),
        Kind::DocumentType => out.push_str(&format!("<!DOCTYPE {value}>")),
        Kind::Attribute => {
            out.push_str(&format!("{}=\"", node.name));
            escape(&value, true, out);
            out.push('"');
        }
        Kind::Element | Kind::Document | Kind::Fragment => {}
    }
}

fn write(node: &Rc<Node>, out: &mut String) {
    match node.kind {
        Kind::Element => {
            start_tag(node, out);
            if node.children.borrow().is_empty() && node.is_short.get() {
                out.push_str(" />");
                return;
            }
            out.push('>');
            for child in node.children.borrow().iter() {
                write(child, out);
            }
            out.push_str(&format!("</{}>", node.name));
        }
        Kind::Document | Kind::Fragment => {
            for child in node.children.borrow().iter() {
                write(child, out);
            }
        }
        _ => leaf(node, out),
    }
}

/// The node with everything in it.
pub fn outer_xml(node: &Rc<Node>) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

/// What is in the node.
pub fn inner_xml(node: &Rc<Node>) -> String {
    if node.kind == Kind::Attribute {
        let mut out = String::new();
        escape(&node.value.borrow(), true, &mut out);
        return out;
    }
    node.children.borrow().iter().map(outer_xml).collect()
}

fn write_indented(node: &Rc<Node>, depth: usize, out: &mut String) {
    if node.kind != Kind::Element {
        leaf(node, out);
        return;
    }
    start_tag(node, out);
    let children = node.children.borrow();
    if children.is_empty() {
        out.push_str(if node.is_short.get() { " />" } else { ">" });
        if !node.is_short.get() {
            out.push_str(&format!("</{}>", node.name));
        }
        return;
    }
    out.push('>');
    // Text among the children: everything stays on the line.
    let is_mixed = children.iter().any(|child| matches!(child.kind, Kind::Text | Kind::CData));
    for child in children.iter() {
        if is_mixed {
            write(child, out);
        } else {
            out.push('\n');
            out.push_str(&"  ".repeat(depth + 1));
            write_indented(child, depth + 1, out);
        }
    }
    if !is_mixed {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push_str(&format!("</{}>", node.name));
}

/// The document in lines, two blanks a level.
pub fn indented(node: &Rc<Node>) -> String {
    let mut out = String::new();
    let children = match node.kind {
        Kind::Document | Kind::Fragment => node.children.borrow().clone(),
        _ => vec![node.clone()],
    };
    for (place, child) in children.iter().enumerate() {
        if place > 0 {
            out.push('\n');
        }
        write_indented(child, 0, &mut out);
    }
    out
}
