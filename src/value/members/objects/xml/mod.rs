//! XML documents: a tree that can be changed, PowerShell's view of it, a useful part of XPath.

mod adapter;
mod node;
mod parse;
mod table;
mod write;
mod xpath;

pub use adapter::{NodeList, XmlObject};
pub use node::{Kind, Node};
pub use parse::parse_document;
pub use table::{ATTRIBUTES, DOCUMENT, LIST, NODE};
pub use write::{indented, inner_xml, outer_xml};
pub use xpath::select;
