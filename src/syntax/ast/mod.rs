//! The syntax tree: plain owned data, one struct for each class of `System.Management.Automation.Language` whose name
//! ends in `Ast`, under the same name without that ending.
//!
//! Every node has a [`Span`] in the text of its [`Unit`]. Big nodes are boxed, so that [`Statement`] and [`Expression`]
//! are two words. A [`ScriptBlock`] sits in an `Rc`, so that functions and script blocks keep their part of the tree.

mod command;
mod constant;
mod definition;
mod expression;
mod outline;
mod script;
mod statement;
mod type_name;
mod variable;

pub use command::*;
pub use constant::*;
pub use definition::*;
pub use expression::*;
pub use script::*;
pub use statement::*;
pub use type_name::*;
pub use variable::*;

pub use crate::source::Span;
