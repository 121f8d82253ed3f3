//! Types by name: built in, or defined by the script.

use crate::engine::operators;
use std::rc::Rc;

use crate::engine::session::Engine;
use crate::program::TypeRef;
use crate::source::Span;
use crate::value::{Category, Raise, Run, TypeId, Value, convert, types};

impl Engine {
    /// The type a program names.
    pub(crate) fn type_of(&mut self, type_ref: &TypeRef) -> Run<TypeId> {
        if let Some(id) = type_ref.known.get() {
            return Ok(id);
        }
        match self.find_type(&type_ref.name) {
            Some(id) => {
                if id.info().is_some() && self.script_type(&type_ref.name).is_none() {
                    type_ref.known.set(Some(id));
                }
                Ok(id)
            }
            None => Err(self.type_not_found(&type_ref.name)),
        }
    }

    /// The error for a type that is not there: of a generic one it names the part that is missing.
    #[cold]
    fn type_not_found(&mut self, name: &str) -> Raise {
        let missing = self.missing_part(name).to_owned();
        if name.contains('[')
            && let Some(top) = self.stack.last()
        {
            // The place is that of the name, without the brackets of the literal.
            let (whole, source) = (top.span, top.block.source.clone());
            if let Some(at) = source.slice(whole).find(name) {
                let start = whole.start + at as u32;
                let inner = if missing == name.split('[').next().unwrap_or(name) { name } else { &*missing };
                let within = name.find(inner).unwrap_or(0) as u32;
                self.at(Span::new(start + within, start + within + inner.len() as u32));
            }
        }
        self.raise_as(
            TypeId::RUNTIME_EXCEPTION,
            format!("Unable to find type [{missing}]."),
            "TypeNotFound",
            Category::InvalidOperation,
            Value::str(&missing),
        )
    }

    /// The name in a type's name that means nothing: the definition of a generic type, or one of its arguments.
    fn missing_part<'n>(&self, name: &'n str) -> &'n str {
        let Some((definition, rest)) = name.split_once('[') else { return name };
        let Some(inner) = rest.strip_suffix(']') else { return name };
        if inner.is_empty() || inner.starts_with(',') {
            return self.missing_part(definition);
        }
        let mut depth = 0;
        let arguments: Vec<&str> = inner
            .split(|c: char| {
                depth += i32::from(c == '[') - i32::from(c == ']');
                c == ',' && depth == 0
            })
            .map(str::trim)
            .collect();
        if self.find_type(&format!("{definition}`{}", arguments.len())).is_none() {
            return definition;
        }
        arguments.into_iter().find(|argument| self.find_type(argument).is_none()).map_or(name, |argument| self.missing_part(argument))
    }

    /// The script-defined type of this name in the scopes at hand.
    fn script_type(&self, name: &str) -> Option<TypeId> {
        let key = name.to_lowercase();
        let in_scope =
            self.scope().chain().find_map(|scope| scope.tables.borrow().as_ref().and_then(|tables| tables.types.get(&key).copied()));
        in_scope.or_else(|| {
            let source = &self.stack.last()?.block.source;
            self.text_types.get(&Rc::as_ptr(source))?.1.get(&key).copied()
        })
    }

    /// A type by name, as a literal would give it.
    pub fn find_type(&self, name: &str) -> Option<TypeId> {
        let namespaces = self.stack.last().map(|top| top.block.namespaces.clone()).unwrap_or_default();
        let namespaces: Vec<&str> = namespaces.iter().map(|space| &**space).collect();
        types::resolve_in(name, &namespaces, &|name| self.script_type(name))
    }

    /// The right side of `-is` and `-as`: a type, or a name.
    pub(super) fn type_from_value(&mut self, value: &Value, is_as: bool) -> Run<TypeId> {
        if let Value::Type(id) = value.base() {
            return Ok(*id);
        }
        // Classes of the script are found by their names, too.
        if let Some(name) = value.as_str().cloned()
            && let Some(id) = self.find_type(&name)
        {
            return Ok(id);
        }
        operators::types::right_type(self, value, is_as)
    }

    pub(super) fn is_of_type(&mut self, value: &Value, type_value: &Value) -> Run<bool> {
        let type_id = self.type_from_value(type_value, false)?;
        Ok(convert::is_type(value, type_id))
    }
}
