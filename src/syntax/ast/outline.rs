//! A tree prints its outline: one line that tells its shape, the same for every implementation of the language.
//!
//! `Kind:detail+Flag(children)`: kinds are the names of the classes without `Ast`, `Expression` and `Statement`; children
//! stand in order with blanks between, statements in braces with `; ` between.

mod expressions;
mod statements;
mod text;

use super::{
    Attribute, AttributeBase, BlockKind, NamedBlock, ParamBlock, Parameter, Requirements, ScriptBlock, Statement, StatementBlock, Trap,
};
use text::{cell, type_text, variable_name};

impl ScriptBlock {
    /// The outline of the block, without braces around it.
    pub fn outline(&self) -> String {
        let mut parts: Vec<String> = self.using_statements.iter().map(|u| u.outline()).collect();
        parts.extend(self.requirements.as_deref().map(requirements));
        parts.extend(self.attributes.iter().map(|a| a.outline()));
        parts.extend(self.param_block.as_ref().map(ParamBlock::outline));
        parts.extend(self.blocks().filter_map(named_block));
        parts.join("; ")
    }
}

fn requirements(r: &Requirements) -> String {
    let mut asked = Vec::new();
    if let Some(version) = &r.version {
        let text: Vec<String> = version.iter().map(u32::to_string).collect();
        asked.push(format!("Version={}", text.join(".")));
    }
    asked.extend(r.editions.iter().map(|e| format!("Edition={e}")));
    asked.extend(r.modules.iter().map(|m| format!("Module={}", cell(&m.to_string()))));
    asked.extend(r.assemblies.iter().map(|a| format!("Assembly={}", cell(a))));
    if r.elevation {
        asked.push("RunAsAdministrator".into());
    }
    format!("Requires({})", asked.join(" "))
}

fn named_block(block: &NamedBlock) -> Option<String> {
    let inner = statements_text(&block.traps, &block.statements);
    if !block.unnamed {
        return Some(format!("{}{{{inner}}}", block.kind.name()));
    }
    if block.kind != BlockKind::End {
        return Some(format!("{}~{{{inner}}}", block.kind.name()));
    }
    (!inner.is_empty()).then_some(inner)
}

fn statements_text(traps: &[Trap], statements: &[Statement]) -> String {
    let mut parts: Vec<String> = traps.iter().map(Trap::outline).collect();
    parts.extend(statements.iter().map(Statement::outline));
    parts.join("; ")
}

impl StatementBlock {
    /// The outline with braces.
    pub fn outline(&self) -> String {
        format!("{{{}}}", statements_text(&self.traps, &self.statements))
    }
}

impl ParamBlock {
    fn outline(&self) -> String {
        let mut parts: Vec<String> = self.attributes.iter().map(Attribute::outline).collect();
        parts.extend(self.parameters.iter().map(Parameter::outline));
        format!("ParamBlock({})", parts.join(" "))
    }
}

impl Parameter {
    fn outline(&self) -> String {
        let mut more: Vec<String> = self.attributes.iter().map(AttributeBase::outline).collect();
        more.extend(self.default.as_ref().map(|d| format!("={}", d.outline())));
        with_more(&format!("Parameter${}", variable_name(&self.name.path.user_path)), &more)
    }
}

impl AttributeBase {
    fn outline(&self) -> String {
        match self {
            Self::Type(t) => type_text(&t.type_name),
            Self::Attribute(a) => a.outline(),
        }
    }
}

impl Attribute {
    fn outline(&self) -> String {
        let mut more: Vec<String> = self.positional.iter().map(|e| e.outline()).collect();
        more.extend(self.named.iter().map(|n| match &n.argument {
            Some(argument) => format!("{}={}", n.name, argument.outline()),
            None => n.name.to_string(),
        }));
        with_more(&format!("Attribute{}", type_text(&self.type_name)), &more)
    }
}

/// `head`, or `head(more)` where there is more.
fn with_more(head: &str, more: &[String]) -> String {
    if more.is_empty() { head.to_string() } else { format!("{head}({})", more.join(" ")) }
}
