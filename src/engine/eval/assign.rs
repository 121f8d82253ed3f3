//! Assignments.

use std::rc::Rc;

use super::expr::nothing_to_null;
use super::plain;
use crate::engine::operators::append_items;
use crate::engine::scope::{AttributeGuard, Frame, Guard};
use crate::engine::session::Engine;
use crate::program::{AssignCode, AttributeCode, Constraint, Expr, IndexCode, MemberCode, MemberName, Stmt, Target};
use crate::syntax::operator::BinaryOperator;
use crate::value::{Category, Run, TypeId, Value, convert, members};

impl Engine {
    /// An assignment as a statement: nothing comes of it.
    #[inline]
    pub(super) fn assign_statement(&mut self, frame: &Frame, code: &AssignCode) -> Run {
        if let (Target::Slot(slot), Stmt::Expr(_, expr), false) = (&code.target, &code.value, code.coalesce) {
            let plain = match (code.operator, expr) {
                (None, Expr::Binary(binary)) if binary.plain => self.plain(frame, binary),
                (Some(operator), _) => self.plain_compound(frame, *slot, operator, expr),
                _ => plain::OTHER,
            };
            if plain::store(frame, *slot, plain) {
                self.success = true;
                return Ok(());
            }
            let value = match code.operator {
                None => self.eval(frame, expr)?,
                Some(operator) => self.compound_slot(frame, *slot, operator, expr)?,
            };
            self.success = !matches!(expr, Expr::Paren(_) | Expr::Sub(_)) || self.success;
            return self.write_slot(frame, *slot, nothing_as_kept(value));
        }
        self.assign(frame, code).map(drop)
    }

    /// `$slot op= expr`, adding to an array in place where nobody else holds it.
    fn compound_slot(&mut self, frame: &Frame, slot: u32, operator: BinaryOperator, expr: &Expr) -> Run<Value> {
        let right = self.eval(frame, expr)?;
        if operator == BinaryOperator::Add
            && let Some(longer) = append_in_place(frame, slot, &right)
        {
            return Ok(longer);
        }
        let left = self.read_slot(frame, slot)?;
        self.binary(operator, &left, &right)
    }

    /// An assignment, and its value.
    pub(super) fn assign(&mut self, frame: &Frame, code: &AssignCode) -> Run<Value> {
        if code.coalesce {
            let old = self.read_target(frame, &code.target)?;
            if !old.is_null() {
                return Ok(old);
            }
        }
        let value = match code.operator {
            None => self.value_of(frame, &code.value)?,
            Some(operator) => {
                let right = self.value_of(frame, &code.value)?;
                let left = self.read_target(frame, &code.target)?;
                self.at(code.span);
                self.binary(operator, &left, &nothing_to_null(right))?
            }
        };
        self.at(code.span);
        self.assign_target(frame, &code.target, nothing_as_kept(value.clone()))?;
        match &code.target {
            Target::Constrained(_) => self.read_target(frame, &code.target),
            _ => Ok(value),
        }
    }

    /// What a target holds now.
    pub(super) fn read_target(&mut self, frame: &Frame, target: &Target) -> Run<Value> {
        match target {
            Target::Slot(slot) => self.read_slot(frame, *slot),
            Target::Variable(variable) => self.read_variable(frame, variable),
            Target::Member(code) => self.eval_member(frame, code),
            Target::Index(code) => {
                let owner = self.eval(frame, &code.target)?;
                let index = self.eval(frame, &code.index)?;
                self.index(frame, &owner, &index)
            }
            Target::Constrained(inner) => self.read_target(frame, &inner.1),
            Target::List(targets) => {
                let mut values = Vec::new();
                for target in targets {
                    values.push(self.read_target(frame, target)?);
                }
                Ok(Value::array(values))
            }
            Target::Error(_) => Ok(Value::Null),
        }
    }

    /// Assigns a value.
    pub(crate) fn assign_target(&mut self, frame: &Frame, target: &Target, value: Value) -> Run {
        match target {
            Target::Slot(slot) => self.write_slot(frame, *slot, value),
            Target::Variable(variable) => self.write_variable(frame, variable, value),
            Target::Member(code) => self.assign_member(frame, code, value),
            Target::Index(code) => self.assign_index(frame, code, value),
            Target::List(targets) => self.assign_list(frame, targets, value),
            Target::Constrained(inner) => self.assign_constrained(frame, &inner.0, &inner.1, value),
            Target::Error(_) => Err(self.raise(
                "The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property.",
                "InvalidLeftHandSide",
                Category::ParserError,
            )),
        }
    }

    /// `a, b = values`: the last takes what is left over.
    fn assign_list(&mut self, frame: &Frame, targets: &[Target], value: Value) -> Run {
        let items = self.enumerate(&value)?.unwrap_or_else(|| if value.is_null() { Vec::new() } else { vec![value] });
        let last = targets.len() - 1;
        for (at, target) in targets.iter().enumerate() {
            let part = if at < last || items.len() <= targets.len() {
                items.get(at).cloned().unwrap_or(Value::Null)
            } else {
                Value::array(items[at..].to_vec())
            };
            self.assign_target(frame, target, part)?;
        }
        Ok(())
    }

    fn assign_member(&mut self, frame: &Frame, code: &MemberCode, value: Value) -> Run {
        let name = self.member_name(frame, &code.name)?;
        if code.is_static {
            let type_id = self.static_target(frame, &code.target)?;
            if type_id.is_class()
                && let Some(result) = self.class_static(type_id, &name, Some(value.clone()))
            {
                return result.map(drop);
            }
            return members::set_static(self, type_id, &name, value);
        }
        let target = self.eval(frame, &code.target)?;
        self.set_member(&target, &name, value)
    }

    /// `target.name = value`.
    pub(crate) fn set_member(&mut self, target: &Value, name: &str, value: Value) -> Run {
        if target.is_null() {
            return Err(self.raise(
                format!("The property '{name}' cannot be found on this object. Verify that the property exists and can be set."),
                "PropertyNotFound",
                Category::InvalidOperation,
            ));
        }
        if let Some(result) = self.set_own_property(target, name, &value) {
            return result;
        }
        match members::set(self, target, name, value.clone()) {
            Ok(()) => Ok(()),
            Err(raise) => {
                // Objects whose members are their own say it in words of their own.
                if target.base().type_id().is_class()
                    && let Some(record) = raise.error()
                    && &*record.id() == "PropertyNotFound"
                {
                    *record.0.id.borrow_mut() = Rc::from("PropertyAssignmentException");
                }
                Err(raise)
            }
        }
    }

    fn assign_index(&mut self, frame: &Frame, code: &IndexCode, value: Value) -> Run {
        let target = self.eval(frame, &code.target)?;
        let index = self.eval(frame, &code.index)?;
        if target.is_null() {
            return Err(self.raise("Cannot index into a null array.", "NullArray", Category::InvalidOperation));
        }
        match (&target, &index) {
            (Value::Array(array), Value::Int(at)) if array.element == TypeId::OBJECT && array.dimensions.is_none() => {
                let mut items = array.items.borrow_mut();
                let place = if *at < 0 { items.len().checked_sub(at.unsigned_abs() as usize) } else { Some(*at as usize) };
                if let Some(slot) = place.and_then(|place| items.get_mut(place)) {
                    *slot = value;
                    return Ok(());
                }
            }
            (Value::Dict(dict), Value::Str(_))
                if !dict.read_only.get() && matches!(dict.kind, crate::value::DictKind::Hashtable | crate::value::DictKind::Ordered(_)) =>
            {
                dict.set(&index, value);
                return Ok(());
            }
            _ => {}
        }
        if index.is_null() {
            return Err(self.raise("Array index evaluated to null.", "NullArrayIndex", Category::InvalidOperation));
        }
        if let (Value::Array(indices), Value::Array(array)) = (&index, target.base()) {
            let indices = indices.items.borrow().clone();
            if array.dimensions.is_some() {
                return members::index_set(self, &target, &indices, value);
            }
            return Err(self.raise(
                "Array assignment to [] failed because assignment to slices is not supported.",
                "ArraySliceAssignmentFailed",
                Category::InvalidOperation,
            ));
        }
        members::index_set(self, &target, std::slice::from_ref(&index), value)
    }

    fn assign_constrained(&mut self, frame: &Frame, constraints: &[Constraint], target: &Target, value: Value) -> Run {
        let mut guards = Vec::new();
        for constraint in constraints {
            guards.push(match constraint {
                Constraint::Type(type_ref) if type_ref.name.eq_ignore_ascii_case("ref") => continue,
                Constraint::Type(type_ref) => Guard::Type(self.type_of(type_ref)?),
                Constraint::Attribute(code) => Guard::Attribute(frame.block.clone(), Rc::new(self.attribute_value(frame, code)?)),
            });
        }
        let (scope, symbol) = match target {
            Target::Slot(slot) => (frame.scope.clone(), frame.symbol(*slot)),
            Target::Variable(variable) if variable.path.is_variable() => {
                let scope = match variable.path.qualifier {
                    crate::syntax::ast::Qualifier::Global => frame.scope.global(),
                    crate::syntax::ast::Qualifier::Script => frame.scope.script_scope(),
                    _ => frame.scope.clone(),
                };
                (scope, variable.symbol)
            }
            other => {
                // A property or element: the value is converted, nothing stays.
                let mut value = value;
                for guard in guards.iter().rev() {
                    if let Guard::Type(type_id) = guard {
                        value = convert::cast(self, &value, *type_id)?;
                    }
                }
                return self.assign_target(frame, other, value);
            }
        };
        let place = scope.ensure(symbol);
        let bits = scope.slots.borrow()[place].info.as_ref().map_or(0, |info| info.options);
        if bits & (crate::engine::scope::options::READ_ONLY | crate::engine::scope::options::CONSTANT) != 0 {
            return Err(self.not_writable(&symbol.name()));
        }
        let value = self.guard(&guards, &symbol.name(), value)?;
        let mut slots = scope.slots.borrow_mut();
        let slot = &mut slots[place];
        slot.value = Some(value);
        // `[object]$x` constrains nothing.
        let keeps = guards.iter().any(|guard| !matches!(guard, Guard::Type(TypeId::OBJECT | TypeId::PS_OBJECT)));
        if keeps {
            Rc::make_mut(slot.info.get_or_insert_default()).guards = guards;
        } else if let Some(info) = &mut slot.info {
            Rc::make_mut(info).guards.clear();
        }
        Ok(())
    }

    /// An attribute's arguments, evaluated.
    pub(crate) fn attribute_value(&mut self, frame: &Frame, code: &AttributeCode) -> Run<AttributeGuard> {
        let mut positional = Vec::new();
        for argument in &code.positional {
            positional.push(self.eval(frame, argument)?);
        }
        let mut named = Vec::new();
        for (name, argument) in &code.named {
            let value = match argument {
                Some(argument) => self.eval(frame, argument)?,
                None => Value::Bool(true),
            };
            named.push((name.clone(), value));
        }
        Ok(AttributeGuard { name: code.name.clone(), positional, named })
    }

    /// The name in a member access.
    pub(super) fn member_name(&mut self, frame: &Frame, name: &MemberName) -> Run<Rc<str>> {
        match name {
            MemberName::Known(name) => Ok(name.clone()),
            MemberName::Computed(expr) => {
                let value = self.eval(frame, expr)?;
                if let Value::ScriptBlock(block) = &value {
                    return Ok(block.code.text());
                }
                convert::to_text(self, &value)
            }
        }
    }
}

/// A command without output leaves AutomationNull in a variable; any other value is kept as it is.
fn nothing_as_kept(value: Value) -> Value {
    value
}

/// `$list += x` where nobody else holds the list: its items move to the longer one, so that a loop of additions takes
/// linear time. `None` where that would show, or is not an array.
fn append_in_place(frame: &Frame, slot: u32, right: &Value) -> Option<Value> {
    let mut slots = frame.scope.slots.borrow_mut();
    let slot = &mut slots[frame.place(slot)];
    let Some(Value::Array(array)) = &mut slot.value else { return None };
    if slot.info.is_some() || array.element != TypeId::OBJECT || array.dimensions.is_some() {
        return None;
    }
    let items = Rc::get_mut(array)?.items.get_mut();
    let longer = append_items(std::mem::take(items), right);
    match longer {
        Ok(longer) => Some(longer),
        Err(unchanged) => {
            *items = unchanged;
            None
        }
    }
}
