//! Types of expressions, found without running them: values of variables, literals, casts, what commands say they
//! put out.

use std::rc::Rc;

use super::place::Place;
use super::written::{WrittenType, written_type};
use crate::engine::Engine;
use crate::source::SourceText;
use crate::syntax::ast::{AttributeBase, CommandElement, Expression, PipelineElement, ScriptBlock, Statement, TypeName};
use crate::syntax::token::TokenKind;
use crate::value::{TypeId, Value};

/// What is known of a value.
#[derive(Clone)]
pub enum Known {
    /// The value itself.
    Value(Value),
    /// Its type.
    Type(TypeId),
    /// Names of its properties, and the type that has its other members.
    Names(Vec<String>, Option<TypeId>),
    /// A class or enum of the text, and the type that has its other members.
    Written(Rc<WrittenType>, TypeId),
}

/// How far assignments are followed.
const DEPTH: usize = 6;

/// What stands before a dot.
pub fn before_dot(engine: &mut Engine, place: &Place, dot: usize) -> Vec<Known> {
    let start = operand_start(place, dot);
    let text = &place.text[start..dot];
    let context = Context { before: &place.text[..start], all: place.text };
    of_text(engine, &context, text, DEPTH)
}

/// What comes to the command at the cursor from the pipeline.
pub fn incoming(engine: &mut Engine, place: &Place) -> Vec<Known> {
    let Some(pipe) = place.command_at.checked_sub(1).map(|at| place.tokens[at]).filter(|token| token.kind == TokenKind::Pipe) else {
        return Vec::new();
    };
    let upto = pipe.span.start as usize;
    let start = pipeline_start(place, place.command_at - 1);
    let context = Context { before: &place.text[..start], all: place.text };
    let text = place.text[start..upto].to_owned();
    elements(of_text(engine, &context, &text, DEPTH))
}

/// The text around an expression.
struct Context<'t> {
    before: &'t str,
    all: &'t str,
}

/// Where the pipeline starts that ends at a pipe.
fn pipeline_start(place: &Place, pipe: usize) -> usize {
    let mut open = 0usize;
    for (at, token) in place.tokens[..pipe].iter().enumerate().rev() {
        match token.kind {
            TokenKind::RParen | TokenKind::RCurly | TokenKind::RBracket => open += 1,
            TokenKind::LParen
            | TokenKind::LCurly
            | TokenKind::LBracket
            | TokenKind::AtParen
            | TokenKind::AtCurly
            | TokenKind::DollarParen => {
                if open == 0 {
                    return place.tokens[at].span.end as usize;
                }
                open -= 1;
            }
            TokenKind::Semi | TokenKind::NewLine | TokenKind::AndAnd | TokenKind::OrOr | TokenKind::Equals if open == 0 => {
                return token.span.end as usize;
            }
            _ => {}
        }
    }
    0
}

/// Where the operand of a dot starts: a primary expression with what is joined to it.
fn operand_start(place: &Place, dot: usize) -> usize {
    let Some(mut at) = place.tokens.iter().rposition(|token| token.span.end as usize <= dot) else { return dot };
    // Tokens inside a string belong to it.
    while at > 0 && place.tokens[at].depth > 0 && place.tokens[at - 1].span.end as usize >= place.tokens[at].span.end as usize {
        at -= 1;
    }
    let mut start = dot;
    loop {
        let token = place.tokens[at];
        if token.span.end as usize != start {
            return start;
        }
        match token.kind {
            TokenKind::RParen | TokenKind::RCurly | TokenKind::RBracket => {
                let mut open = 0usize;
                loop {
                    match place.tokens[at].kind {
                        TokenKind::RParen | TokenKind::RCurly | TokenKind::RBracket => open += 1,
                        TokenKind::LParen
                        | TokenKind::LCurly
                        | TokenKind::LBracket
                        | TokenKind::AtParen
                        | TokenKind::AtCurly
                        | TokenKind::DollarParen => open -= 1,
                        _ => {}
                    }
                    if open == 0 {
                        break;
                    }
                    match at.checked_sub(1) {
                        Some(before) => at = before,
                        None => return start,
                    }
                }
                start = place.tokens[at].span.start as usize;
            }
            TokenKind::Dot | TokenKind::ColonColon | TokenKind::QuestionDot => start = token.span.start as usize,
            TokenKind::Variable
            | TokenKind::StringLiteral
            | TokenKind::StringExpandable
            | TokenKind::Number
            | TokenKind::Identifier
            | TokenKind::Generic => start = token.span.start as usize,
            _ if token.role == crate::syntax::token::TokenRole::MemberName || token.role == crate::syntax::token::TokenRole::TypeName => {
                start = token.span.start as usize
            }
            _ => return start,
        }
        match at.checked_sub(1) {
            Some(before) => at = before,
            None => return start,
        }
    }
}

fn of_text(engine: &mut Engine, context: &Context, text: &str, depth: usize) -> Vec<Known> {
    if depth == 0 {
        return Vec::new();
    }
    let source = SourceText::new(None, text);
    let parsed = engine.parse(&source);
    let Some(statement) = parsed.tree.end.as_ref().and_then(|block| block.statements.last()) else { return Vec::new() };
    of_statement(engine, context, &parsed.tree, statement, depth)
}

fn of_statement(engine: &mut Engine, context: &Context, tree: &ScriptBlock, statement: &Statement, depth: usize) -> Vec<Known> {
    match statement {
        Statement::Pipeline(pipeline) => {
            let mut known: Vec<Known> = Vec::new();
            for element in &pipeline.elements {
                known = match element {
                    PipelineElement::Expression(expression) => of_expression(engine, context, tree, &expression.expression, depth),
                    PipelineElement::Command(command) => of_command(engine, tree, command, elements(known)),
                };
            }
            known
        }
        Statement::CommandExpression(expression) => of_expression(engine, context, tree, &expression.expression, depth),
        Statement::Assignment(assignment) => of_statement(engine, context, tree, &assignment.right, depth),
        _ => Vec::new(),
    }
}

/// What a pipeline passes on of a value: a collection's elements.
fn elements(known: Vec<Known>) -> Vec<Known> {
    let mut out = Vec::new();
    for own in known {
        match own {
            Known::Value(value) => match value.enumerate() {
                Some(items) => out.extend(items.first().cloned().map(Known::Value)),
                None => out.push(Known::Value(value)),
            },
            Known::Type(id) => match id.array_element() {
                Some((element, _)) => out.push(Known::Type(element)),
                None => out.push(Known::Type(id)),
            },
            other => out.push(other),
        }
    }
    out
}

/// What a command puts out.
fn of_command(engine: &mut Engine, tree: &ScriptBlock, command: &crate::syntax::ast::Command, incoming: Vec<Known>) -> Vec<Known> {
    let Some(CommandElement::Expression(head)) = command.elements.first() else { return Vec::new() };
    let name = tree.slice(head.span()).trim_matches(['\'', '"']).to_owned();
    let Some(found) = engine.find_command(&name) else { return Vec::new() };
    let full = found.name().to_lowercase();
    match full.as_str() {
        "where-object" | "sort-object" | "tee-object" | "write-output" => return incoming,
        "select-object" => {
            let rest = tree.slice(command.span);
            let words: Vec<&str> =
                rest[name.len().min(rest.len())..].split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()).collect();
            let names: Vec<String> = words
                .iter()
                .filter(|word| !word.starts_with(['-', '@', '{', '$']))
                .map(|word| word.trim_matches('\'').to_owned())
                .collect();
            let takes_all = words.iter().any(|word| {
                word.starts_with("-f")
                    || word.starts_with("-F")
                    || word.starts_with("-l")
                    || word.starts_with("-L")
                    || word.starts_with("-s")
                    || word.starts_with("-S")
            });
            return if names.is_empty() || takes_all { incoming } else { vec![Known::Names(names, Some(TypeId::PS_OBJECT))] };
        }
        "new-object" => {
            let name = command.elements.iter().skip(1).rev().find_map(|element| match element {
                CommandElement::Expression(expression) => Some(tree.slice(expression.span()).to_owned()),
                CommandElement::Parameter(_) => None,
            });
            return name.and_then(|name| engine.find_type(&name)).map(Known::Type).into_iter().collect();
        }
        _ => {}
    }
    let mut names: Vec<String> = match &found {
        crate::engine::Command::Cmdlet(entry) => entry.spec.output.iter().map(|name| (*name).to_owned()).collect(),
        crate::engine::Command::Function(function) => output_types(&function.code().block().source),
        _ => Vec::new(),
    };
    if matches!(full.as_str(), "get-item" | "get-childitem") {
        names = vec!["System.IO.FileInfo".to_owned(), "System.IO.DirectoryInfo".to_owned()];
    }
    names.iter().filter_map(|name| engine.find_type(name)).map(Known::Type).collect()
}

/// Types that `[OutputType()]` of a function's text names.
fn output_types(source: &SourceText) -> Vec<String> {
    let text = source.text();
    let Some(at) = text.find("OutputType(") else { return Vec::new() };
    let inside = text[at + 11..].split(")]").next().unwrap_or("");
    inside.split(',').map(|name| name.trim().trim_matches(['[', ']', '\'', '"']).to_owned()).collect()
}

fn of_expression(engine: &mut Engine, context: &Context, tree: &ScriptBlock, expression: &Expression, depth: usize) -> Vec<Known> {
    match expression {
        Expression::Variable(variable) => of_variable(engine, context, &variable.path.name, depth),
        Expression::String(_) | Expression::Expandable(_) => vec![Known::Type(TypeId::STRING)],
        Expression::Constant(_) => {
            let text = tree.slice(expression.span());
            let id = if text.contains(['.', 'e', 'E']) && !text.starts_with("0x") { TypeId::DOUBLE } else { TypeId::INT32 };
            vec![Known::Type(id)]
        }
        Expression::Convert(convert) => {
            if let Expression::Hashtable(table) = &convert.operand
                && convert.constraint.type_name.name().eq_ignore_ascii_case("pscustomobject")
            {
                return vec![Known::Names(key_names(tree, table), Some(TypeId::PS_OBJECT))];
            }
            find_type(engine, &convert.constraint.type_name).map(Known::Type).into_iter().collect()
        }
        Expression::Hashtable(table) => vec![Known::Names(key_names(tree, table), Some(TypeId::HASHTABLE))],
        Expression::Type(named) => match find_type(engine, &named.type_name) {
            Some(id) => vec![Known::Value(Value::Type(id))],
            None => of_written(context.all, named.type_name.name(), true).into_iter().collect(),
        },
        Expression::Binary(binary) if tree.slice(binary.operator_span) == ".." => vec![Known::Type(TypeId::INT32.array_of())],
        Expression::ArrayLiteral(_) | Expression::Array(_) => vec![Known::Type(TypeId::object_array())],
        Expression::Paren(paren) => of_statement(engine, context, tree, &paren.pipeline, depth),
        Expression::SubExpression(sub) => {
            sub.block.statements.last().map(|last| of_statement(engine, context, tree, last, depth)).unwrap_or_default()
        }
        Expression::Index(index) => elements(of_expression(engine, context, tree, &index.target, depth)),
        Expression::Member(member) => {
            let name = tree.slice(member.member.span()).to_owned();
            let targets = of_expression(engine, context, tree, &member.target, depth);
            targets.iter().flat_map(|target| of_member(engine, target, &name, member.is_static)).collect()
        }
        Expression::InvokeMember(call) => {
            let name = tree.slice(call.member.span()).to_owned();
            let targets = of_expression(engine, context, tree, &call.target, depth);
            if call.is_static && name.eq_ignore_ascii_case("new") {
                return targets
                    .into_iter()
                    .filter_map(|target| match target {
                        Known::Value(Value::Type(id)) => Some(Known::Type(id)),
                        _ => None,
                    })
                    .collect::<Vec<_>>()
                    .into_iter()
                    .chain(written_class(context, tree, &call.target))
                    .collect();
            }
            targets.iter().flat_map(|target| of_method(engine, target, &name, call.is_static)).collect()
        }
        _ => Vec::new(),
    }
}

fn key_names(tree: &ScriptBlock, table: &crate::syntax::ast::Hashtable) -> Vec<String> {
    table.pairs.iter().map(|(key, _)| tree.slice(key.span()).trim_matches(['\'', '"']).to_owned()).collect()
}

fn find_type(engine: &Engine, name: &TypeName) -> Option<TypeId> {
    engine.find_type(&name.full_name())
}

/// A class that the text defines: its properties and methods, by the text alone.
fn written_class(context: &Context, tree: &ScriptBlock, target: &Expression) -> Option<Known> {
    let name = tree.slice(target.span()).trim_matches(['[', ']']);
    class_members(context.all, name)
}

fn class_members(text: &str, name: &str) -> Option<Known> {
    of_written(text, name, false)
}

fn of_written(text: &str, name: &str, is_static: bool) -> Option<Known> {
    let own = written_type(text, name, is_static)?;
    let rest = if own.is_enum { TypeId::ENUM } else { TypeId::OBJECT };
    Some(Known::Written(Rc::new(own), rest))
}

/// A variable: its value in the session, else what the text assigns to it.
fn of_variable(engine: &mut Engine, context: &Context, name: &str, depth: usize) -> Vec<Known> {
    if matches!(name, "_" | "PSItem") {
        return underscore(engine, context, depth);
    }
    if name.eq_ignore_ascii_case("this")
        && let Some(at) = context.before.rfind("class ")
    {
        let class = context.before[at + 6..].split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        return class_members(context.all, class).into_iter().collect();
    }
    if let Some(known) = assigned(engine, context, name, depth) {
        return known;
    }
    match engine.variable_by_name(name) {
        Ok(Some(value)) if !value.is_null() => vec![Known::Value(value)],
        _ => Vec::new(),
    }
}

/// The newest assignment of the text before the cursor, a cast before it, or the `foreach` whose variable it is.
fn assigned(engine: &mut Engine, context: &Context, name: &str, depth: usize) -> Option<Vec<Known>> {
    let source = SourceText::new(None, context.before);
    let tokens: Vec<_> = crate::syntax::parse(&source).tokens;
    let is_it = |token: &crate::syntax::token::Token| {
        token.kind == TokenKind::Variable && source.slice(token.span).trim_start_matches('$').eq_ignore_ascii_case(name)
    };
    for at in (0..tokens.len()).rev().filter(|at| is_it(&tokens[*at])) {
        let next = tokens.get(at + 1)?;
        let start = next.span.end as usize;
        if next.kind == TokenKind::In {
            let rest = &context.before[start..];
            let upto = rest.find(')').unwrap_or(rest.len());
            let inner = Context { before: &context.before[..start], all: context.all };
            return Some(elements(of_text(engine, &inner, &rest[..upto], depth - 1)));
        }
        if next.kind != TokenKind::Equals {
            continue;
        }
        if at >= 3
            && tokens[at - 1].kind == TokenKind::RBracket
            && tokens[at - 3].kind == TokenKind::LBracket
            && let Some(id) = engine.find_type(source.slice(tokens[at - 2].span))
        {
            return Some(vec![Known::Type(id)]);
        }
        let mut open = 0i32;
        let mut upto = context.before.len();
        for token in &tokens[at + 2..] {
            match token.kind {
                TokenKind::LParen
                | TokenKind::LCurly
                | TokenKind::LBracket
                | TokenKind::AtParen
                | TokenKind::AtCurly
                | TokenKind::DollarParen => open += 1,
                TokenKind::RParen | TokenKind::RCurly | TokenKind::RBracket => open -= 1,
                TokenKind::Semi | TokenKind::NewLine if open == 0 => {
                    upto = token.span.start as usize;
                    break;
                }
                _ => {}
            }
        }
        let inner = Context { before: &context.before[..start], all: context.all };
        let text = context.before.get(start..upto)?.to_owned();
        return Some(of_text(engine, &inner, &text, depth - 1));
    }
    None
}

/// `$_`: what the pipeline brings to the block the cursor is in; in a `catch` block an error.
fn underscore(engine: &mut Engine, context: &Context, depth: usize) -> Vec<Known> {
    let source = SourceText::new(None, context.before);
    let parsed = crate::syntax::parse(&source);
    let tokens: Vec<_> =
        parsed.tokens.iter().filter(|token| token.kind != TokenKind::EndOfInput && !token.span.is_empty()).copied().collect();
    let mut open = 0usize;
    let mut curly = None;
    for (at, token) in tokens.iter().enumerate().rev() {
        match token.kind {
            TokenKind::RCurly => open += 1,
            TokenKind::LCurly if open == 0 => {
                curly = Some(at);
                break;
            }
            TokenKind::LCurly => open -= 1,
            _ => {}
        }
    }
    let Some(curly) = curly else { return Vec::new() };
    if tokens[..curly].last().is_some_and(|token| token.kind == TokenKind::Catch) {
        return vec![Known::Type(TypeId::ERROR_RECORD)];
    }
    let Some(pipe) = tokens[..curly].iter().rposition(|token| token.kind == TokenKind::Pipe) else { return Vec::new() };
    let place = Place {
        text: context.before,
        tokens,
        spot: super::place::Spot::Nothing,
        start: 0,
        end: 0,
        word: String::new(),
        quote: None,
        cursor: 0,
        command: Vec::new(),
        command_at: pipe + 1,
    };
    let start = pipeline_start(&place, pipe);
    let upto = place.tokens[pipe].span.start as usize;
    let inner = Context { before: &context.before[..start], all: context.all };
    elements(of_text(engine, &inner, &context.before[start..upto], depth - 1))
}

/// The type of a property.
fn of_member(engine: &mut Engine, target: &Known, name: &str, is_static: bool) -> Vec<Known> {
    use crate::value::members;
    let infos = match target {
        Known::Value(Value::Type(id)) if is_static => members::static_members(*id),
        Known::Value(value) => members::properties(value),
        Known::Type(id) => members::instance_members(*id),
        Known::Names(..) | Known::Written(..) => return Vec::new(),
    };
    if let Known::Value(value) = target
        && !is_static
        && let Some(note) = value.note(name)
    {
        return vec![Known::Value(note)];
    }
    let found = infos.iter().find(|info| info.name.eq_ignore_ascii_case(name));
    found
        .and_then(|info| definition_type(engine, &info.definition).or_else(|| engine.find_type(&info.type_name)))
        .map(Known::Type)
        .into_iter()
        .collect()
}

/// What a method gives.
fn of_method(engine: &mut Engine, target: &Known, name: &str, is_static: bool) -> Vec<Known> {
    use crate::value::members;
    let id = match target {
        Known::Value(Value::Type(id)) if is_static => *id,
        Known::Value(value) => value.base().type_id(),
        Known::Type(id) => *id,
        Known::Names(..) | Known::Written(..) => return Vec::new(),
    };
    let overloads = members::overloads(id, name, is_static);
    overloads.first().and_then(|text| definition_type(engine, text)).map(Known::Type).into_iter().collect()
}

/// The type that a definition such as `static int Abs(int value)` starts with.
fn definition_type(engine: &Engine, definition: &str) -> Option<TypeId> {
    let text = definition.strip_prefix("static ").unwrap_or(definition);
    engine.find_type(text.split(' ').next()?)
}

/// `[ArgumentCompletions('a', 'b')]` or `[ArgumentCompleter({ … })]` of a parameter in a function's text: the words, or
/// the block's text.
pub fn completer_attribute(source: &std::rc::Rc<SourceText>, parameter: &str) -> Option<(Vec<String>, Option<String>)> {
    let parsed = crate::syntax::parse(source);
    let mut found = None;
    let mut blocks: Vec<&ScriptBlock> = vec![&parsed.tree];
    let functions: Vec<_> = parsed
        .tree
        .end
        .iter()
        .flat_map(|block| &block.statements)
        .filter_map(|statement| match statement {
            Statement::Function(definition) => Some(definition.clone()),
            _ => None,
        })
        .collect();
    blocks.extend(functions.iter().map(|definition| &*definition.body));
    for block in blocks {
        let own = block.param_block.iter().flat_map(|params| &params.parameters);
        for param in own.filter(|param| param.name.path.name.eq_ignore_ascii_case(parameter)) {
            for attribute in &param.attributes {
                let AttributeBase::Attribute(attribute) = attribute else { continue };
                let name = attribute.type_name.name();
                if name.eq_ignore_ascii_case("ArgumentCompletions") {
                    let words =
                        attribute.positional.iter().map(|word| source.slice(word.span()).trim_matches(['\'', '"']).to_owned()).collect();
                    found = Some((words, None));
                } else if name.eq_ignore_ascii_case("ArgumentCompleter")
                    && let Some(Expression::ScriptBlock(script)) = attribute.positional.first()
                {
                    let text = source.slice(script.span);
                    found = Some((Vec::new(), text.get(1..text.len().saturating_sub(1)).map(str::to_owned)));
                }
            }
        }
    }
    found
}
