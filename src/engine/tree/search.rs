//! Methods of nodes: `Find`, `FindAll`, `GetCommandName`, `GetScriptBlock`, `SafeGetValue` and their like.

use std::rc::Rc;

use super::names;
use super::node::{Field, Node};
use crate::engine::session::Engine;
use crate::value::{Array, Category, Dict, DictKind, Run, TypeId, Value, convert};

/// A method of a node or a type's name; none of another name.
pub(in crate::engine) fn method(engine: &mut Engine, target: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    if name.eq_ignore_ascii_case("GetReflectionType")
        && let Some(found) = names::reflection_type(target)
    {
        return Some(Ok(found));
    }
    let node = target.downcast::<Node>()?;
    match name.to_ascii_lowercase().as_str() {
        "find" => Some(find(engine, node, arguments, true).map(|mut found| if found.is_empty() { Value::Null } else { found.remove(0) })),
        "findall" => Some(find(engine, node, arguments, false).map(|found| Value::Array(Rc::new(Array::new(TypeId::AST, found))))),
        "getcommandname" => node.field(".CommandName").map(|field| match field {
            Field::Value(name) => Ok(name.clone()),
            _ => Ok(Value::Null),
        }),
        "getscriptblock" if node.data().class == TypeId::SCRIPT_BLOCK_AST => {
            let text = node.text();
            // With its braces it is a literal, whose value is the block.
            let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text).to_owned();
            Some(engine.script_block_from(&inner, None).map(Value::ScriptBlock))
        }
        "getpureexpression" if node.data().class == TypeId::PIPELINE_AST => Some(Ok(pure_expression(node))),
        "safegetvalue" => Some(safe_value(engine, node)),
        "copy" => Some(Ok(target.clone())),
        _ => None,
    }
}

/// The nodes, this one first, for which a block gives a true value.
fn find(engine: &mut Engine, node: &Node, arguments: &[Value], only_first: bool) -> Run<Vec<Value>> {
    let Some(Value::ScriptBlock(predicate)) = arguments.first().map(Value::base) else {
        return Err(engine.raise_as(
            TypeId::ARGUMENT_NULL_EXCEPTION,
            "Value cannot be null. (Parameter 'predicate')",
            "ArgumentNullException",
            Category::NotSpecified,
            Value::Null,
        ));
    };
    let predicate = predicate.clone();
    let nested = arguments.get(1).is_some_and(convert::to_bool);
    let end = node.data().end;
    let mut at = node.at;
    let mut found = Vec::new();
    while at < end {
        let candidate = Node::value(&node.tree, at);
        let answer = engine.call_block(&predicate, vec![candidate.clone()])?;
        if convert::to_bool(&answer) {
            found.push(candidate);
            if only_first {
                break;
            }
        }
        let data = &node.tree.nodes[at as usize];
        let is_block = matches!(data.class, TypeId::SCRIPT_BLOCK_EXPRESSION_AST | TypeId::FUNCTION_DEFINITION_AST);
        at = if is_block && !nested { data.end } else { at + 1 };
    }
    Ok(found)
}

/// The expression that a pipeline is nothing else than.
fn pure_expression(node: &Node) -> Value {
    let only = |node: &Node, name: &str| match node.field(name) {
        Some(Field::Nodes(_, all)) if all.len() == 1 => Some(Node { tree: node.tree.clone(), at: all[0] }),
        Some(Field::Node(at)) => Some(Node { tree: node.tree.clone(), at: *at }),
        _ => None,
    };
    let Some(element) = only(node, "PipelineElements").filter(|element| element.data().class == TypeId::COMMAND_EXPRESSION_AST) else {
        return Value::Null;
    };
    match element.field("Redirections") {
        Some(Field::Nodes(_, all)) if !all.is_empty() => Value::Null,
        _ => only(&element, "Expression").map_or(Value::Null, |found| Node::value(&found.tree, found.at)),
    }
}

/// The value of a node of constants alone.
fn safe_value(engine: &mut Engine, node: &Node) -> Run<Value> {
    let at = |at: u32| Node { tree: node.tree.clone(), at };
    let inner = |name: &str| match node.field(name) {
        Some(Field::Node(place)) => Some(at(*place)),
        Some(Field::Nodes(_, all)) if all.len() == 1 => Some(at(all[0])),
        _ => None,
    };
    match node.data().class {
        TypeId::CONSTANT_EXPRESSION_AST | TypeId::STRING_CONSTANT_EXPRESSION_AST => {
            if let Some(Field::Value(value)) = node.field("Value") {
                return Ok(value.clone());
            }
        }
        TypeId::VARIABLE_EXPRESSION_AST => match node.text().to_ascii_lowercase().as_str() {
            "$true" => return Ok(Value::Bool(true)),
            "$false" => return Ok(Value::Bool(false)),
            "$null" => return Ok(Value::Null),
            _ => {}
        },
        TypeId::HASHTABLE_AST => {
            if let Some(Field::Pairs(_, _, pairs)) = node.field("KeyValuePairs") {
                let dict = Dict::new(DictKind::Hashtable, true);
                for (key, value) in pairs {
                    let key = safe_value(engine, &at(*key))?;
                    let value = safe_value(engine, &at(*value))?;
                    dict.set(&key, value);
                }
                return Ok(Value::Dict(Rc::new(dict)));
            }
        }
        TypeId::ARRAY_LITERAL_AST => {
            if let Some(Field::Nodes(_, all)) = node.field("Elements") {
                return all.iter().map(|place| safe_value(engine, &at(*place))).collect::<Run<Vec<_>>>().map(Value::array);
            }
        }
        TypeId::ARRAY_EXPRESSION_AST => {
            if let Some(block) = inner("SubExpression")
                && let Some(Field::Nodes(_, all)) = block.field("Statements")
            {
                let mut items = Vec::new();
                for place in all {
                    let value = safe_value(engine, &at(*place))?;
                    match value.enumerate() {
                        Some(inner) => items.extend(inner),
                        None => items.push(value),
                    }
                }
                return Ok(Value::array(items));
            }
        }
        _ => {
            let wrapped = inner("Pipeline").or_else(|| inner("PipelineElements")).or_else(|| inner("Expression"));
            if let Some(wrapped) = wrapped
                && matches!(node.data().class, TypeId::PAREN_EXPRESSION_AST | TypeId::PIPELINE_AST | TypeId::COMMAND_EXPRESSION_AST)
            {
                return safe_value(engine, &wrapped);
            }
        }
    }
    Err(engine.raise_as(
        TypeId::INVALID_OPERATION_EXCEPTION,
        "Cannot generate a PowerShell object for a ScriptBlock evaluating dynamic expressions.",
        "InvalidOperationException",
        Category::NotSpecified,
        Value::Null,
    ))
}

impl Engine {
    /// The text of the first hash table of a script, blocks and functions left out, and how many keys it has.
    pub fn first_hashtable(&self, tree: &Rc<crate::syntax::ast::ScriptBlock>) -> Option<(String, usize)> {
        let root = super::script_value(tree);
        let node = root.downcast::<Node>()?;
        let mut at = node.at;
        while at < node.data().end {
            let data = &node.tree.nodes[at as usize];
            match data.class {
                TypeId::HASHTABLE_AST => {
                    let found = Node { tree: node.tree.clone(), at };
                    let keys = match found.field("KeyValuePairs") {
                        Some(Field::Pairs(_, _, pairs)) => pairs.len(),
                        _ => 0,
                    };
                    return Some((found.text().to_owned(), keys));
                }
                TypeId::SCRIPT_BLOCK_EXPRESSION_AST | TypeId::FUNCTION_DEFINITION_AST => at = data.end,
                _ => at += 1,
            }
        }
        None
    }
}
