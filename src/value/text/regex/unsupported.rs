//! What `RegexOptions.NonBacktracking` refuses.

use super::node::{Anchor, Node};

/// The first refused construct in a tree, in .NET's words.
pub(super) fn find(node: &Node) -> Option<&'static str> {
    match node {
        Node::Anchor(Anchor::SearchStart) => Some("contiguous matches (\\G)"),
        Node::BackReference { .. } => Some("backreference (\\ number)"),
        Node::Look { is_negative: false, .. } => Some("positive lookahead (?= ) or positive lookbehind (?<= )"),
        Node::Look { is_negative: true, .. } => Some("negative lookahead (?! ) or negative lookbehind (?<! )"),
        Node::Atomic(_) => Some("atomic subexpressions (?> )"),
        Node::IfCaptured { .. } => {
            Some("captured group conditional (?( name ) yes-pattern | no-pattern ) or (?( number ) yes-pattern| no-pattern )")
        }
        Node::IfMatches { .. } => Some("test conditional (?( test-pattern ) yes-pattern | no-pattern )"),
        Node::Capture { popped: Some(_), .. } => Some("balancing group (?<name1-name2>subexpression) or (?'name1-name2' subexpression)"),
        Node::Capture { node, .. } | Node::Repeat { node, .. } => find(node),
        Node::Concat(nodes) | Node::Alternate(nodes) => nodes.iter().find_map(find),
        Node::Empty | Node::Unit { .. } | Node::Set { .. } | Node::Anchor(_) => None,
    }
}
