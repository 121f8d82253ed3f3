//! Members of XML nodes.

use std::fs;
use std::rc::Rc;

use super::adapter::{NodeList, XmlObject};
use super::namespaces::{NameTable, Namespaces};
use super::node::{Kind, Node};
use super::parse::{parse_into, parse_piece};
use super::write::{indented, inner_xml, outer_xml};
use super::xpath::select;
use crate::value::members::call::Call;
use crate::value::members::files::{io_error, on_disk, to_change};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::text::{Encoding, decode_file};
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{Object, TypeId, Value};

fn this(c: &Call) -> Outcome<Rc<Node>> {
    XmlObject::node_of(&c.this).ok_or_else(|| Thrown::invalid_operation("The object is no XML node."))
}

fn node_at(c: &Call, at: usize) -> Outcome<Rc<Node>> {
    XmlObject::node_of(&c.arg(at)).ok_or_else(|| Thrown::null("node"))
}

fn wrap(node: Option<Rc<Node>>) -> Value {
    node.map_or(Value::Null, |node| XmlObject::value(&node))
}

fn xml_error(message: String) -> Thrown {
    Thrown::new(TypeId::XML_EXCEPTION, message)
}

/// A node made by a document, for it.
fn made(c: &Call, kind: Kind, name: &str, value: &str) -> Outcome<Rc<Node>> {
    let own = this(c)?;
    let node = Node::new(kind, name, value);
    let document = if own.kind == Kind::Document { Rc::downgrade(&own) } else { own.document.borrow().clone() };
    *node.document.borrow_mut() = document;
    Ok(node)
}

/// Every node below belongs to this document now.
fn adopt(node: &Rc<Node>, document: &Rc<Node>) {
    *node.document.borrow_mut() = Rc::downgrade(document);
    for child in node.children.borrow().iter() {
        adopt(child, document);
    }
}

fn load(c: &mut Call, text: &str) -> Outcome {
    let own = this(c)?;
    let keep = c.this.note("PreserveWhitespace").is_some_and(|keep| crate::value::convert::to_bool(&keep));
    parse_into(&own, text, keep).map_err(xml_error)?;
    if own.elements().is_empty() {
        return Err(xml_error("Root element is missing.".to_owned()));
    }
    void()
}

fn load_file(c: &mut Call) -> Outcome {
    let path = on_disk(c, 0)?;
    let bytes = fs::read(&path).map_err(|error| io_error(&path, &error))?;
    load(c, &decode_file(&bytes, Encoding::UTF8))
}

fn save(c: &mut Call) -> Outcome {
    let own = this(c)?;
    let text = indented(&own);
    let target = c.arg(0);
    if target.as_str().is_some() {
        let path = to_change(c, 0)?;
        fs::write(&path, text).map_err(|error| io_error(&path, &error))?;
        return void();
    }
    // A writer takes the text as any other.
    crate::value::members::invoke(c.rt, &target, "Write", &[Value::from(text)])?;
    void()
}

/// Prefixes of the second argument: a hash table, as `Select-Xml -Namespace` has it.
fn prefixes(c: &Call) -> Vec<(String, String)> {
    let manager = c.arg(1);
    if let Some(manager) = manager.downcast::<Namespaces>() {
        return manager.all();
    }
    match manager.base() {
        Value::Dict(dict) => {
            dict.pairs().iter().filter_map(|(key, value)| Some((key.as_str()?.to_string(), value.as_str()?.to_string()))).collect()
        }
        _ => Vec::new(),
    }
}

fn select_nodes(c: &mut Call) -> Outcome<Vec<Rc<Node>>> {
    let path = c.str(0, "xpath")?;
    select(&this(c)?, &path, &prefixes(c)).map_err(|message| Thrown::new(TypeId::X_PATH_EXCEPTION, message))
}

fn by_tag(c: &mut Call) -> Outcome {
    let name = c.str(0, "name")?;
    let namespace = c.text(1);
    let mut all = Vec::new();
    this(c)?.descendants(&mut all);
    all.retain(|node| {
        node.kind == Kind::Element
            && match &namespace {
                Some(namespace) => {
                    (&*name == "*" || node.local_name() == &*name) && (&**namespace == "*" || node.namespace_uri() == **namespace)
                }
                None => &*name == "*" || node.name == *name,
            }
    });
    Ok(NodeList::value(all))
}

/// A neighbour among the parent's children.
fn sibling(c: &Call, step: isize) -> Outcome {
    let own = this(c)?;
    let Some(parent) = own.parent.borrow().upgrade() else { return Ok(Value::Null) };
    let at = parent.place_of(&own).and_then(|at| at.checked_add_signed(step));
    let found = at.and_then(|at| parent.children.borrow().get(at).cloned());
    Ok(wrap(found))
}

fn insert(c: &mut Call, after: bool) -> Outcome {
    let (own, new) = (this(c)?, node_at(c, 0)?);
    let at = match XmlObject::node_of(&c.arg(1)) {
        Some(reference) => match own.place_of(&reference) {
            Some(at) => at + usize::from(after),
            None => return Err(Thrown::argument("The reference node is not a child of this node.")),
        },
        None if after => 0,
        None => own.children.borrow().len(),
    };
    check_child(&own, &new)?;
    own.insert(at, &new);
    Ok(c.arg(0))
}

fn check_child(own: &Rc<Node>, new: &Rc<Node>) -> Outcome<()> {
    if own.kind == Kind::Document && new.kind == Kind::Element && !own.elements().is_empty() {
        return Err(Thrown::invalid_operation("This document already has a 'DocumentElement' node."));
    }
    let document = if own.kind == Kind::Document { Some(own.clone()) } else { own.document.borrow().upgrade() };
    if let (Some(document), Some(other)) = (document, new.document.borrow().upgrade())
        && !Rc::ptr_eq(&document, &other)
    {
        return Err(Thrown::argument("The node to be inserted is from a different document context."));
    }
    Ok(())
}

fn append(c: &mut Call) -> Outcome {
    let (own, new) = (this(c)?, node_at(c, 0)?);
    check_child(&own, &new)?;
    own.append(&new);
    Ok(c.arg(0))
}

fn remove_child(c: &mut Call) -> Outcome {
    let (own, child) = (this(c)?, node_at(c, 0)?);
    if own.place_of(&child).is_none() {
        return Err(Thrown::argument("The node to be removed is not a child of this node."));
    }
    child.detach();
    Ok(c.arg(0))
}

fn replace_child(c: &mut Call) -> Outcome {
    let (own, new, old) = (this(c)?, node_at(c, 0)?, node_at(c, 1)?);
    let Some(at) = own.place_of(&old) else { return Err(Thrown::argument("The reference node is not a child of this node.")) };
    old.detach();
    own.insert(at, &new);
    Ok(c.arg(1))
}

/// The attribute of a name, or of a local name and namespace.
fn attribute(c: &Call) -> Outcome<Option<Rc<Node>>> {
    let (own, name) = (this(c)?, c.str(0, "name")?);
    Ok(match c.text(1) {
        Some(namespace) => own
            .attributes
            .borrow()
            .iter()
            .find(|attribute| attribute.local_name() == &*name && attribute.namespace_uri() == *namespace)
            .cloned(),
        None => own.attribute(&name),
    })
}

fn create_element(c: &mut Call) -> Outcome {
    let (name, namespace) = match c.len() {
        1 => (c.str(0, "name")?.to_string(), None),
        2 => (c.str(0, "qualifiedName")?.to_string(), c.text(1)),
        _ => {
            let (prefix, local) = (c.text(0).unwrap_or_default(), c.str(1, "localName")?);
            (if prefix.is_empty() { local.to_string() } else { format!("{prefix}:{local}") }, c.text(2))
        }
    };
    if name.is_empty() {
        return Err(Thrown::argument("The local name for elements or attributes cannot be null or an empty string."));
    }
    if let Some(wrong) = name.chars().find(|c| c.is_whitespace() || "<>&\"'".contains(*c)) {
        return Err(xml_error(format!("The '{wrong}' character, hexadecimal value 0x{:02X}, cannot be included in a name.", wrong as u32)));
    }
    let node = made(c, Kind::Element, &name, "")?;
    if let Some(namespace) = namespace.filter(|namespace| !namespace.is_empty()) {
        *node.namespace.borrow_mut() = Some(namespace.to_string());
    }
    Ok(XmlObject::value(&node))
}

fn import(c: &mut Call) -> Outcome {
    let copied = node_at(c, 0)?.copy(c.bool(1));
    adopt(&copied, &this(c)?);
    Ok(XmlObject::value(&copied))
}

fn leaf(c: &mut Call, kind: Kind, name: &str) -> Outcome {
    let text = c.text(0).unwrap_or_default();
    Ok(XmlObject::value(&made(c, kind, name, &text)?))
}

fn declaration(c: &mut Call) -> Outcome {
    let part =
        |name: &str, at: usize| c.text(at).filter(|text| !text.is_empty()).map_or_else(String::new, |text| format!(" {name}=\"{text}\""));
    let value = format!("{}{}{}", part("version", 0), part("encoding", 1), part("standalone", 2));
    Ok(XmlObject::value(&made(c, Kind::Declaration, "xml", value.trim_start())?))
}

/// Documents.
pub const DOCUMENT: TypeImpl = TypeImpl {
    ids: &[TypeId::XML_DOCUMENT],
    new: Some(|_| Ok(XmlObject::value(&Node::new(Kind::Document, "#document", "")))),
    properties: &[
        ("DocumentElement", |c| Ok(wrap(this(c)?.elements().into_iter().next()))),
        ("DocumentType", |c| Ok(wrap(this(c)?.children.borrow().iter().find(|node| node.kind == Kind::DocumentType).cloned()))),
        ("PreserveWhitespace", |c| Ok(c.this.note("PreserveWhitespace").unwrap_or(Value::Bool(false)))),
        ("XmlResolver", |_| Ok(Value::Null)),
    ],
    setters: &[
        ("PreserveWhitespace", |c| {
            c.this.set_note("PreserveWhitespace", c.arg(0));
            if let Some(mut members) = c.this.members_cell_mut() {
                members.hidden.get_or_insert_default().push("PreserveWhitespace".into());
            }
            void()
        }),
        ("XmlResolver", |_| void()),
    ],
    methods: &[
        ("CreateAttribute", |c| leaf_named(c, Kind::Attribute)),
        ("CreateCDataSection", |c| leaf(c, Kind::CData, "#cdata-section")),
        ("CreateComment", |c| leaf(c, Kind::Comment, "#comment")),
        ("CreateDocumentFragment", |c| Ok(XmlObject::value(&made(c, Kind::Fragment, "#document-fragment", "")?))),
        ("CreateElement", create_element),
        ("CreateProcessingInstruction", |c| {
            let (name, value) = (c.str(0, "target")?, c.text(1).unwrap_or_default());
            Ok(XmlObject::value(&made(c, Kind::Instruction, &name, &value)?))
        }),
        ("CreateTextNode", |c| leaf(c, Kind::Text, "#text")),
        ("CreateXmlDeclaration", declaration),
        ("ImportNode", import),
        ("Load", load_file),
        ("LoadXml", |c| {
            let text = c.str(0, "xml")?;
            load(c, &text)
        }),
        ("Save", save),
    ],
    ..TypeImpl::EMPTY
};

fn leaf_named(c: &mut Call, kind: Kind) -> Outcome {
    let name = c.str(0, "name")?;
    Ok(XmlObject::value(&made(c, kind, &name, "")?))
}

/// What a document has beside.
pub const NAMES: TypeImpl = TypeImpl {
    ids: &[TypeId::XML_DOCUMENT],
    properties: &[("NameTable", |_| Ok(crate::value::Object::from_clr(NameTable)))],
    ..TypeImpl::EMPTY
};

/// All nodes, elements' and attributes' members among them.
pub const NODE: TypeImpl = TypeImpl {
    ids: &[TypeId::XML_NODE, TypeId::XML_DOCUMENT, TypeId::XML_ELEMENT, TypeId::XML_ATTRIBUTE, TypeId::XML_TEXT],
    properties: &[
        ("Name", |c| ok(this(c)?.name.as_str())),
        ("LocalName", |c| ok(this(c)?.local_name())),
        ("NamespaceURI", |c| ok(this(c)?.namespace_uri())),
        ("Prefix", |c| ok(this(c)?.prefix())),
        ("NodeType", |c| Ok(Value::Enum(TypeId::XML_NODE_TYPE, this(c)?.kind as i64))),
        ("ParentNode", |c| Ok(if this(c)?.kind == Kind::Attribute { Value::Null } else { wrap(this(c)?.parent.borrow().upgrade()) })),
        ("OwnerElement", |c| Ok(wrap(this(c)?.parent.borrow().upgrade()))),
        ("OwnerDocument", |c| Ok(wrap(this(c)?.document.borrow().upgrade()))),
        ("HasAttributes", |c| ok(!this(c)?.attributes.borrow().is_empty())),
        ("Attributes", |c| {
            let own = this(c)?;
            if own.kind != Kind::Element {
                return Ok(Value::Null);
            }
            let nodes = own.attributes.borrow().clone();
            Ok(Object::from_clr(NodeList { nodes, are_attributes: true }))
        }),
        ("ChildNodes", |c| Ok(NodeList::value(this(c)?.children.borrow().clone()))),
        ("FirstChild", |c| Ok(wrap(this(c)?.children.borrow().first().cloned()))),
        ("LastChild", |c| Ok(wrap(this(c)?.children.borrow().last().cloned()))),
        ("HasChildNodes", |c| ok(!this(c)?.children.borrow().is_empty())),
        ("NextSibling", |c| sibling(c, 1)),
        ("PreviousSibling", |c| sibling(c, -1)),
        ("InnerText", |c| ok(this(c)?.inner_text())),
        ("InnerXml", |c| ok(inner_xml(&this(c)?))),
        ("OuterXml", |c| ok(outer_xml(&this(c)?))),
        ("IsEmpty", |c| ok(this(c)?.is_short.get() && this(c)?.children.borrow().is_empty())),
        ("IsReadOnly", |_| ok(false)),
        ("BaseURI", |_| ok("")),
        ("Value", |c| {
            Ok(if matches!(this(c)?.kind, Kind::Element | Kind::Document | Kind::Fragment) {
                Value::Null
            } else {
                Value::from(this(c)?.value.borrow().clone())
            })
        }),
        ("Data", |c| ok(this(c)?.value.borrow().as_str())),
        ("Specified", |_| ok(true)),
    ],
    setters: &[
        ("InnerText", |c| {
            this(c)?.set_inner_text(&c.text(0).unwrap_or_default());
            void()
        }),
        ("Value", |c| {
            *this(c)?.value.borrow_mut() = c.text(0).unwrap_or_default().to_string();
            void()
        }),
        ("Data", |c| {
            *this(c)?.value.borrow_mut() = c.text(0).unwrap_or_default().to_string();
            void()
        }),
        ("InnerXml", |c| {
            let own = this(c)?;
            let text = c.text(0).unwrap_or_default();
            if own.kind == Kind::Document {
                parse_into(&own, &text, false).map_err(xml_error)?;
                return void();
            }
            own.children.borrow_mut().clear();
            parse_piece(&own, &text).map_err(xml_error)?;
            void()
        }),
        ("IsEmpty", |c| {
            this(c)?.is_short.set(c.bool(0));
            void()
        }),
    ],
    methods: &[
        ("AppendChild", append),
        ("Clone", |c| Ok(XmlObject::value(&this(c)?.copy(true)))),
        ("CloneNode", |c| Ok(XmlObject::value(&this(c)?.copy(c.bool(0))))),
        ("GetAttribute", |c| ok(attribute(c)?.map_or_else(String::new, |attribute| attribute.value.borrow().clone()))),
        ("GetAttributeNode", |c| Ok(wrap(attribute(c)?))),
        ("GetElementsByTagName", by_tag),
        ("GetEnumerator", |c| {
            let items = this(c)?.children.borrow().iter().map(XmlObject::value).collect();
            Ok(enumerator_of(c.this.clone(), items))
        }),
        ("GetNamespaceOfPrefix", |c| ok(this(c)?.namespace_of(&c.text(0).unwrap_or_default()).unwrap_or_default())),
        ("HasAttribute", |c| ok(attribute(c)?.is_some())),
        ("InsertAfter", |c| insert(c, true)),
        ("InsertBefore", |c| insert(c, false)),
        ("Normalize", |_| void()),
        ("PrependChild", |c| {
            let (own, new) = (this(c)?, node_at(c, 0)?);
            check_child(&own, &new)?;
            own.insert(0, &new);
            Ok(c.arg(0))
        }),
        ("RemoveAll", |c| {
            let own = this(c)?;
            own.children.borrow_mut().clear();
            own.attributes.borrow_mut().clear();
            void()
        }),
        ("RemoveAllAttributes", |c| {
            this(c)?.attributes.borrow_mut().clear();
            void()
        }),
        ("RemoveAttribute", |c| {
            let (own, name) = (this(c)?, c.str(0, "name")?);
            own.attributes.borrow_mut().retain(|attribute| attribute.name != *name);
            void()
        }),
        ("RemoveChild", remove_child),
        ("ReplaceChild", replace_child),
        ("SelectNodes", |c| Ok(NodeList::value(select_nodes(c)?))),
        ("SelectSingleNode", |c| Ok(wrap(select_nodes(c)?.into_iter().next()))),
        ("SetAttribute", |c| {
            let own = this(c)?;
            if c.len() == 3 {
                let (name, value) = (c.str(0, "localName")?, c.text(2).unwrap_or_default());
                let attribute = own.set_attribute(&name, &value);
                *attribute.namespace.borrow_mut() = c.text(1).map(|namespace| namespace.to_string());
                return ok(&*value);
            }
            own.set_attribute(&c.str(0, "name")?, &c.text(1).unwrap_or_default());
            void()
        }),
        ("SetAttributeNode", |c| {
            let (own, new) = (this(c)?, node_at(c, 0)?);
            own.add_attribute(new);
            Ok(Value::Null)
        }),
        ("WriteTo", |c| {
            let text = Value::from(outer_xml(&this(c)?));
            let target = c.arg(0);
            crate::value::members::invoke(c.rt, &target, "Write", &[text])?;
            void()
        }),
    ],
    ..TypeImpl::EMPTY
};

fn list<'a>(c: &'a Call) -> Outcome<&'a NodeList> {
    c.this.downcast::<NodeList>().ok_or_else(|| Thrown::invalid_operation("The object is no node list."))
}

/// Node lists.
pub const LIST: TypeImpl = TypeImpl {
    ids: &[TypeId::XML_NODE_LIST, TypeId::XML_ATTRIBUTE_COLLECTION],
    methods: &[
        ("Item", |c| {
            let at = usize::try_from(c.long(0)).ok();
            Ok(wrap(at.and_then(|at| list(c).ok().and_then(|list| list.nodes.get(at).cloned()))))
        }),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), c.this.enumerate().unwrap_or_default()))),
    ],
    ..TypeImpl::EMPTY
};

/// An element's attributes as a collection that can change them.
pub const ATTRIBUTES: TypeImpl = TypeImpl {
    ids: &[TypeId::XML_ATTRIBUTE_COLLECTION],
    methods: &[
        ("GetNamedItem", |c| {
            let name = c.str(0, "name")?;
            Ok(wrap(list(c)?.nodes.iter().find(|node| node.name == *name).cloned()))
        }),
        ("Append", |c| {
            let new = node_at(c, 0)?;
            let element = list(c)?.nodes.first().and_then(|node| node.parent.borrow().upgrade());
            if let Some(element) = element {
                element.add_attribute(new);
            }
            Ok(c.arg(0))
        }),
        ("RemoveNamedItem", |c| {
            let name = c.str(0, "name")?;
            let found = list(c)?.nodes.iter().find(|node| node.name == *name).cloned();
            if let Some(element) = found.as_ref().and_then(|node| node.parent.borrow().upgrade()) {
                element.attributes.borrow_mut().retain(|own| own.name != *name);
            }
            Ok(wrap(found))
        }),
    ],
    ..TypeImpl::EMPTY
};
