//! Script blocks as delegates: `[Func[int, int]] { … }`.

use std::any::Any;
use std::rc::Rc;

use crate::value::members::call::{Call, call_delegate};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, void};
use crate::value::{ClrObject, Object, ScriptBlock, TypeId, Value, convert};

/// A delegate of a type, which runs a block.
pub struct Delegate {
    class: TypeId,
    /// What runs.
    pub block: Rc<ScriptBlock>,
}

/// A block as a delegate.
pub fn delegate(class: TypeId, block: &Rc<ScriptBlock>) -> Value {
    Object::from_clr(Delegate { class, block: block.clone() })
}

impl ClrObject for Delegate {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Delegate>().is_some_and(|other| self.class == other.class && Rc::ptr_eq(&self.block, &other.block))
    }
}

/// The type that calls give: none for `void`.
fn result_type(class: TypeId) -> Option<TypeId> {
    let arguments = class.generic_parts().map(|(_, arguments)| arguments).unwrap_or_default();
    let name = class.definition().name();
    match name.split('`').next().unwrap_or("") {
        "Func" | "Converter" => arguments.last().copied(),
        "Predicate" => Some(TypeId::BOOLEAN),
        "Comparison" => Some(TypeId::INT32),
        "Action" | "EventHandler" => None,
        "MatchEvaluator" => Some(TypeId::STRING),
        _ => Some(TypeId::OBJECT),
    }
}

fn invoke(c: &mut Call) -> Outcome {
    let Some((class, block)) = c.this.downcast::<Delegate>().map(|own| (own.class, own.block.clone())) else {
        return Err(Thrown::invalid_operation("The object is no delegate."));
    };
    let arguments = c.args.clone();
    let result = call_delegate(c.rt, &Value::ScriptBlock(block), arguments)?;
    match result_type(class) {
        None => void(),
        Some(TypeId::OBJECT) => Ok(result),
        Some(id) => Ok(convert::cast(c.rt, &result, id)?),
    }
}

/// Members of delegates.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::DELEGATE, TypeId::MULTICAST_DELEGATE],
    methods: &[
        ("DynamicInvoke", |c| {
            c.args = c.items(0);
            invoke(c)
        }),
        ("GetInvocationList", |c| Ok(Value::array(vec![c.this.clone()]))),
        ("Invoke", invoke),
    ],
    ..TypeImpl::EMPTY
};

fn ignores_case(c: &Call) -> bool {
    c.bool(2)
}

/// `[System.Management.Automation.LanguagePrimitives]`: the language's own conversions and comparisons.
pub const LANGUAGE: TypeImpl = TypeImpl {
    ids: &[TypeId::LANGUAGE_PRIMITIVES],
    statics: &[
        ("Compare", |c| {
            let (a, b) = (c.arg(0), c.arg(1));
            let heeds_case = !ignores_case(c);
            Ok(Value::Int(crate::value::compare::compare(c.rt, &a, &b, heeds_case)? as i32))
        }),
        ("ConvertTo", |c| {
            let Value::Type(id) = c.arg(1) else { return Err(Thrown::null("resultType")) };
            let value = c.arg(0);
            convert::try_cast(c.rt, &value, id).map_err(|error| match error.raise {
                Some(raise) => Thrown::Raise(raise),
                None => Thrown::Exception(error.exception()),
            })
        }),
        ("Equals", |c| {
            let (a, b) = (c.arg(0), c.arg(1));
            let heeds_case = !ignores_case(c);
            Ok(Value::Bool(crate::value::compare::eq(c.rt, &a, &b, heeds_case)?))
        }),
        ("GetEnumerable", |c| {
            let value = c.arg(0);
            Ok(if value.enumerate().is_some() { value } else { Value::Null })
        }),
        ("IsObjectEnumerable", |c| Ok(Value::Bool(c.arg(0).enumerate().is_some()))),
        ("IsTrue", |c| Ok(Value::Bool(convert::to_bool(&c.arg(0))))),
        ("TryConvertTo", |c| {
            let Value::Type(id) = c.arg(1) else { return Err(Thrown::null("resultType")) };
            let value = c.arg(0);
            let made = convert::try_cast(c.rt, &value, id).ok();
            let is_made = made.is_some();
            c.write_ref(c.len() - 1, made.unwrap_or_default())?;
            Ok(Value::Bool(is_made))
        }),
    ],
    ..TypeImpl::EMPTY
};
