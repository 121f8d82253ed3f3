//! Outlines of expressions and pipelines.

use super::text::{cell, number, quoted, type_text, variable_name};
use crate::syntax::ast::{
    Command, CommandElement, Expression, Invocation, InvokeMember, Pipeline, PipelineElement, Redirection, Stream, StringKind, Variable,
};

fn joined<'a>(nodes: impl IntoIterator<Item = &'a Expression>) -> String {
    nodes.into_iter().map(Expression::outline).collect::<Vec<_>>().join(" ")
}

fn flags(named: &[(&str, bool)]) -> String {
    named.iter().filter(|(_, set)| *set).map(|(name, _)| format!("+{name}")).collect()
}

fn string_kind(kind: StringKind) -> &'static str {
    match kind {
        StringKind::Bare => "",
        StringKind::Single => ":single",
        StringKind::Double => ":double",
        StringKind::SingleHere => ":singlehere",
        StringKind::DoubleHere => ":doublehere",
    }
}

impl Variable {
    pub(super) fn outline(&self) -> String {
        let sigil = if self.splatted { '@' } else { '$' };
        format!("Variable{sigil}{}", variable_name(&self.path.user_path))
    }
}

impl Expression {
    /// The outline of the expression.
    pub fn outline(&self) -> String {
        match self {
            Self::Binary(e) => format!("Binary:{:?}({} {})", e.operator.row().kind, e.left.outline(), e.right.outline()),
            Self::Unary(e) => format!("Unary:{:?}({})", e.operator.row().kind, e.operand.outline()),
            Self::Ternary(e) => format!("Ternary({})", joined([&e.condition, &e.if_true, &e.if_false])),
            Self::Convert(e) => format!("Convert{}({})", type_text(&e.constraint.type_name), e.operand.outline()),
            Self::Attributed(e) => format!("Attributed({} {})", e.attribute.outline(), e.operand.outline()),
            Self::ArrayLiteral(e) => format!("ArrayLiteral({})", joined(&e.elements)),
            Self::Array(e) => format!("Array{}", e.block.outline()),
            Self::SubExpression(e) => format!("SubExpression{}", e.block.outline()),
            Self::Paren(e) => format!("Paren({})", e.pipeline.outline()),
            Self::Hashtable(e) => {
                let pairs: Vec<String> = e.pairs.iter().map(|(k, v)| format!("{}={}", k.outline(), v.outline())).collect();
                format!("Hashtable({})", pairs.join(" "))
            }
            Self::ScriptBlock(e) => format!("ScriptBlock{{{}}}", e.body.outline()),
            Self::Index(e) => {
                format!("Index{}({})", flags(&[("NullConditional", e.null_conditional)]), joined([&e.target, &e.index]))
            }
            Self::Member(e) => {
                let flags = flags(&[("Static", e.is_static), ("NullConditional", e.null_conditional)]);
                format!("Member{flags}({})", joined([&e.target, &e.member]))
            }
            Self::InvokeMember(e) => invoke_member(e),
            Self::BaseCtorInvoke(e) => {
                let arguments: String = e.arguments.iter().map(|a| format!(" {}", a.outline())).collect();
                format!("BaseCtorInvokeMember(Variable$this StringConstant\".ctor\"{arguments})")
            }
            Self::Type(e) => format!("Type{}", type_text(&e.type_name)),
            Self::Variable(e) => e.outline(),
            Self::Constant(e) => format!("Constant:{}({})", e.value.type_name(), number(&e.value)),
            Self::String(e) => format!("StringConstant{}{}", string_kind(e.kind), quoted(&e.value)),
            Self::Expandable(e) => {
                format!("ExpandableString{}{}({})", string_kind(e.kind), quoted(&e.value), joined(e.nested()))
            }
            Self::Using(e) => format!("Using({})", e.operand.outline()),
            Self::Error(_) => "?Error".into(),
        }
    }
}

fn invoke_member(e: &InvokeMember) -> String {
    let types = match e.generic_arguments.as_slice() {
        [] => String::new(),
        types => format!("<{}>", types.iter().map(|t| cell(&t.full_name())).collect::<Vec<_>>().join(",")),
    };
    let flags = flags(&[("Static", e.is_static), ("NullConditional", e.null_conditional)]);
    format!("InvokeMember{types}{flags}({})", joined([&e.target, &e.member].into_iter().chain(&e.arguments)))
}

impl Pipeline {
    pub(super) fn outline(&self) -> String {
        let elements: Vec<String> = self.elements.iter().map(PipelineElement::outline).collect();
        format!("Pipeline{}({})", flags(&[("Background", self.background)]), elements.join(" "))
    }
}

impl PipelineElement {
    fn outline(&self) -> String {
        match self {
            Self::Command(c) => c.outline(),
            Self::Expression(e) => command_expression(&e.expression, &e.redirections),
        }
    }
}

pub(super) fn command_expression(expression: &Expression, redirections: &[Redirection]) -> String {
    if redirections.is_empty() {
        return expression.outline();
    }
    let redirections: Vec<String> = redirections.iter().map(Redirection::outline).collect();
    format!("CommandExpression({} {})", expression.outline(), redirections.join(" "))
}

impl Command {
    fn outline(&self) -> String {
        let operator = match self.invocation {
            Invocation::Plain => "",
            Invocation::Call => ":Ampersand",
            Invocation::DotSource => ":Dot",
        };
        let mut parts: Vec<String> = self.elements.iter().map(CommandElement::outline).collect();
        parts.extend(self.redirections.iter().map(Redirection::outline));
        format!("Command{operator}({})", parts.join(" "))
    }
}

impl CommandElement {
    fn outline(&self) -> String {
        match self {
            Self::Expression(e) => e.outline(),
            Self::Parameter(p) => {
                let argument = p.argument.as_ref().map_or(String::new(), |a| format!(":{}", a.outline()));
                format!("Param-{}{argument}", cell(&p.name))
            }
        }
    }
}

impl Redirection {
    fn outline(&self) -> String {
        match self {
            Self::File { from, append, location, .. } => {
                format!("FileRedirection:{}{}({})", stream(*from), flags(&[("Append", *append)]), location.outline())
            }
            Self::Merging { from, to, .. } => format!("MergingRedirection:{}>{}", stream(*from), stream(*to)),
        }
    }
}

fn stream(stream: Stream) -> &'static str {
    match stream {
        Stream::All => "*",
        Stream::Output => "1",
        Stream::Error => "2",
        Stream::Warning => "3",
        Stream::Verbose => "4",
        Stream::Debug => "5",
        Stream::Information => "6",
    }
}
