//! Names of types: those that a text defines, and those that its classes are made of.

use super::attributes::is_known;
use super::{Report, walk};
use crate::syntax::ast::{Attribute, AttributeBase, MemberDefinition, ScriptBlock, Span, Statement, TypeDefinition, TypeName, UsingKind};
use std::collections::HashSet;

/// Checks that no type is defined twice, and that the types in members and bases exist.
pub(super) fn check(tree: &ScriptBlock, report: &mut Report<'_>) {
    let mut definitions = Definitions { report, levels: Vec::new(), all: HashSet::new() };
    walk::script_block(&mut definitions, tree);
    let defined = definitions.all;
    if defined.is_empty() || !report.environment.knows_types() {
        return;
    }
    let namespaces = tree
        .using_statements
        .iter()
        .filter(|u| u.kind == UsingKind::Namespace)
        .filter_map(|u| u.name.as_ref().map(|n| n.value.to_string()))
        .collect();
    let mut names = Names { report, defined, namespaces };
    walk::script_block(&mut names, tree);
}

/// Finds definitions.
struct Definitions<'r, 'a> {
    report: &'r mut Report<'a>,
    /// Names by script block, from the outside in.
    levels: Vec<HashSet<String>>,
    all: HashSet<String>,
}

impl walk::Visitor for Definitions<'_, '_> {
    fn script_block(&mut self, _: &ScriptBlock) -> bool {
        self.levels.push(HashSet::new());
        true
    }

    fn leave_script_block(&mut self, _: &ScriptBlock) {
        self.levels.pop();
    }

    fn statement(&mut self, statement: &Statement) -> bool {
        if let Statement::Type(t) = statement {
            let name = t.name.to_lowercase();
            self.all.insert(name.clone());
            let is_new = self.levels.last_mut().is_none_or(|level| level.insert(name));
            if !is_new {
                self.report.error("MemberAlreadyDefined", format!("The member '{}' is already defined.", t.name), t.span);
            }
        }
        true
    }
}

/// Checks names.
struct Names<'r, 'a> {
    report: &'r mut Report<'a>,
    defined: HashSet<String>,
    namespaces: Vec<String>,
}

impl walk::Visitor for Names<'_, '_> {
    fn statement(&mut self, statement: &Statement) -> bool {
        if let Statement::Type(t) = statement {
            self.definition(t);
        }
        true
    }
}

impl Names<'_, '_> {
    fn definition(&mut self, t: &TypeDefinition) {
        self.attributes(&t.attributes);
        for base in &t.base_types {
            self.type_name(&base.type_name);
        }
        for member in &t.members {
            match member {
                MemberDefinition::Property(p) => {
                    self.attributes(&p.attributes);
                    p.property_type.iter().for_each(|t| self.type_name(&t.type_name));
                }
                MemberDefinition::Function(f) => {
                    self.attributes(&f.attributes);
                    f.return_type.iter().for_each(|t| self.type_name(&t.type_name));
                    for p in &f.parameters {
                        for a in &p.attributes {
                            match a {
                                AttributeBase::Type(t) => self.type_name(&t.type_name),
                                AttributeBase::Attribute(a) => self.attribute(a),
                            }
                        }
                    }
                }
            }
        }
    }

    fn attributes(&mut self, attributes: &[Attribute]) {
        attributes.iter().for_each(|a| self.attribute(a));
    }

    fn attribute(&mut self, a: &Attribute) {
        let name = a.type_name.full_name();
        if !is_known(&name) && !self.exists(&name) && !self.exists(&format!("{name}Attribute")) {
            let message = format!(
                "Cannot find the type for custom attribute '{name}'. Make sure that the assembly that contains this type is loaded."
            );
            self.report.error("CustomAttributeTypeNotFound", message, a.type_name.span());
        }
    }

    fn type_name(&mut self, name: &TypeName) {
        match name {
            TypeName::Simple { span, name, .. } => self.expect(name, *span),
            TypeName::Array { element, .. } => self.type_name(element),
            TypeName::Generic { definition, arguments, .. } => {
                let open = format!("{}`{}", definition.name(), arguments.len());
                if !self.exists(&open) {
                    self.expect(definition.name(), definition.span());
                }
                arguments.iter().for_each(|a| self.type_name(a));
            }
        }
    }

    fn expect(&mut self, name: &str, span: Span) {
        if !self.exists(name) {
            self.report.error("TypeNotFound", format!("Unable to find type [{name}]."), span);
        }
    }

    /// One type has this name. Two of two namespaces are none.
    fn exists(&self, name: &str) -> bool {
        let environment = self.report.environment;
        if self.defined.contains(&name.to_lowercase()) || environment.full_type_name(name).is_some() {
            return true;
        }
        self.namespaces.iter().filter(|n| environment.full_type_name(&format!("{n}.{name}")).is_some()).count() == 1
    }
}
