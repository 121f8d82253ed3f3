//! XML documents: a tree that can be changed, PowerShell's view of it, a useful part of XPath.

mod adapter;
mod namespaces;
mod node;
mod parse;
mod table;
mod write;
mod xpath;

pub use adapter::{NodeList, XmlObject};
pub use namespaces::{MANAGER, NameTable, Namespaces, TABLE as NAME_TABLE};
pub use node::{Kind, Node};
pub use parse::parse_document;
pub use table::{ATTRIBUTES, DOCUMENT, LIST, NAMES, NODE};
pub use write::{indented, inner_xml, outer_xml};
pub use xpath::select;
