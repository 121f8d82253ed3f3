//! Outlines of statements and definitions.

use super::expressions::command_expression;
use super::text::{cell, type_text};
use super::with_more;
use crate::syntax::ast::{
    ChainOperator, DoLoop, Expression, FunctionDefinition, Jump, LoopJump, MemberDefinition, Statement, Switch, Trap, Try, TypeDefinition,
    TypeKind, Using,
};
use std::rc::Rc;

fn label(label: &Option<Rc<str>>) -> String {
    label.as_ref().map_or(String::new(), |l| format!(":{l}"))
}

fn optional(statement: &Option<Statement>) -> String {
    statement.as_ref().map_or("-".into(), Statement::outline)
}

fn jump(kind: &str, jump: &Jump) -> String {
    jump.pipeline.as_ref().map_or(kind.into(), |p| format!("{kind}({})", p.outline()))
}

fn loop_jump(kind: &str, jump: &LoopJump) -> String {
    jump.label.as_ref().map_or(kind.into(), |l| format!("{kind}({})", l.outline()))
}

fn do_loop(kind: &str, s: &DoLoop) -> String {
    format!("{kind}{}({} {})", label(&s.label), s.body.outline(), s.condition.outline())
}

impl Statement {
    /// The outline of the statement.
    pub fn outline(&self) -> String {
        match self {
            Self::Pipeline(s) => s.outline(),
            Self::Chain(s) => {
                let operator = if s.operator == ChainOperator::And { "AndAnd" } else { "OrOr" };
                let background = if s.background { "+Background" } else { "" };
                format!("PipelineChain:{operator}{background}({} {})", s.left.outline(), s.right.outline())
            }
            Self::CommandExpression(s) => command_expression(&s.expression, &s.redirections),
            Self::Assignment(s) => {
                format!("Assignment:{:?}({} {})", s.operator.row().kind, s.left.outline(), s.right.outline())
            }
            Self::If(s) => {
                let mut all: Vec<String> = s.clauses.iter().map(|(c, b)| format!("{} {}", c.outline(), b.outline())).collect();
                all.extend(s.otherwise.as_ref().map(|b| format!("else {}", b.outline())));
                format!("If({})", all.join(" "))
            }
            Self::While(s) => format!("While{}({} {})", label(&s.label), s.condition.outline(), s.body.outline()),
            Self::DoWhile(s) => do_loop("DoWhile", s),
            Self::DoUntil(s) => do_loop("DoUntil", s),
            Self::For(s) => format!(
                "For{}({}; {}; {} {})",
                label(&s.label),
                optional(&s.initializer),
                optional(&s.condition),
                optional(&s.iterator),
                s.body.outline()
            ),
            Self::ForEach(s) => {
                format!("ForEach{}({} {} {})", label(&s.label), s.variable.outline(), s.condition.outline(), s.body.outline())
            }
            Self::Switch(s) => switch(s),
            Self::Try(s) => try_catch(s),
            Self::Trap(s) => s.outline(),
            Self::Throw(s) => jump("Throw", s),
            Self::Return(s) => jump("Return", s),
            Self::Exit(s) => jump("Exit", s),
            Self::Break(s) => loop_jump("Break", s),
            Self::Continue(s) => loop_jump("Continue", s),
            Self::Data(s) => {
                let mut all: Vec<String> = s.commands_allowed.iter().map(Expression::outline).collect();
                all.push(s.body.outline());
                format!("Data{}({})", label(&s.variable), all.join(" "))
            }
            Self::Function(s) => s.outline(),
            Self::Type(s) => s.outline(),
            Self::Block(s) => format!("Block{}", s.body.outline()),
            Self::Error(_) => "?Error".into(),
        }
    }
}

fn switch(s: &Switch) -> String {
    let flags = [
        ("File", s.flags.file),
        ("Regex", s.flags.regex),
        ("Wildcard", s.flags.wildcard),
        ("CaseSensitive", s.flags.case_sensitive),
        ("Parallel", s.flags.parallel),
    ];
    let flags: String = flags.iter().filter(|(_, set)| *set).map(|(name, _)| format!("+{name}")).collect();
    let mut all = vec![s.condition.outline()];
    all.extend(s.clauses.iter().map(|(value, block)| format!("{} {}", value.outline(), block.outline())));
    all.extend(s.default.as_ref().map(|b| format!("default {}", b.outline())));
    format!("Switch{}{flags}({})", label(&s.label), all.join(" "))
}

fn try_catch(s: &Try) -> String {
    let mut all = vec![s.body.outline()];
    for clause in &s.catches {
        let types: String = clause.types.iter().map(|t| type_text(&t.type_name)).collect();
        all.push(format!("catch{types}{}", clause.body.outline()));
    }
    all.extend(s.finally.as_ref().map(|b| format!("finally{}", b.outline())));
    format!("Try({})", all.join(" "))
}

impl Trap {
    pub(super) fn outline(&self) -> String {
        let trap_type = self.trap_type.as_ref().map_or(String::new(), |t| type_text(&t.type_name));
        format!("Trap{trap_type}{}", self.body.outline())
    }
}

impl Using {
    pub(super) fn outline(&self) -> String {
        let constant = |s: &crate::syntax::ast::StringConstant| Expression::String(Box::new(s.clone())).outline();
        let mut all: Vec<String> = self.name.as_ref().map(constant).into_iter().collect();
        all.extend(self.module_specification.as_ref().map(|t| Expression::Hashtable(Box::new(t.clone())).outline()));
        all.extend(self.alias.as_ref().map(constant));
        format!("UsingStatement:{:?}({})", self.kind, all.join(" "))
    }
}

impl FunctionDefinition {
    fn outline(&self) -> String {
        let kind = if self.is_filter { "Filter" } else { "Function" };
        let parameters = match self.parameters.as_deref() {
            None | Some([]) => String::new(),
            Some(list) => format!("({})", list.iter().map(|p| p.outline()).collect::<Vec<_>>().join(" ")),
        };
        format!("{kind}:{}{parameters}{{{}}}", cell(&self.name), self.body.outline())
    }
}

impl TypeDefinition {
    fn outline(&self) -> String {
        let kind = match self.kind {
            TypeKind::Class => "Class",
            TypeKind::Enum => "Enum",
            TypeKind::Interface => "Interface",
        };
        let mut more: Vec<String> = self.base_types.iter().map(|t| type_text(&t.type_name)).collect();
        more.extend(self.attributes.iter().map(|a| a.outline()));
        let members: Vec<String> = self.members.iter().map(MemberDefinition::outline).collect();
        format!("{}{{{}}}", with_more(&format!("{kind}:{}", self.name), &more), members.join("; "))
    }
}

impl MemberDefinition {
    fn outline(&self) -> String {
        let (attributes, type_constraint, is_static, is_hidden) = match self {
            Self::Property(p) => (&p.attributes, &p.property_type, p.is_static, p.is_hidden),
            Self::Function(f) => (&f.attributes, &f.return_type, f.is_static, f.is_hidden),
        };
        let mut flags = String::new();
        if is_static {
            flags.push_str("+Static");
        }
        if is_hidden {
            flags.push_str("+Hidden");
        }
        let mut more: Vec<String> = attributes.iter().map(|a| a.outline()).collect();
        more.extend(type_constraint.as_ref().map(|t| type_text(&t.type_name)));
        match self {
            Self::Property(p) => {
                more.extend(p.initial.as_ref().map(|e| format!("={}", e.outline())));
                with_more(&format!("Property:{}{flags}", p.name), &more)
            }
            Self::Function(f) => {
                let kind = if f.is_constructor { "Constructor" } else { "Method" };
                let head = with_more(&format!("{kind}:{}{flags}", f.name), &more);
                let parameters: Vec<String> = f.parameters.iter().map(|p| p.outline()).collect();
                format!("{head}({}){{{}}}", parameters.join(" "), f.body.outline())
            }
        }
    }
}
