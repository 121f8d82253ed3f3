//! `Tuple` and `ValueTuple`.

use std::any::Any;

use crate::value::dict::equals_exactly;
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::Outcome;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value, convert};

const NAMES: [&str; 8] = ["Item1", "Item2", "Item3", "Item4", "Item5", "Item6", "Item7", "Rest"];

/// Items of different types.
pub struct Tuple {
    class: TypeId,
    items: Vec<Value>,
}

/// A tuple of this generic type, closed over the items' types.
pub fn tuple(definition: TypeId, items: Vec<Value>) -> Value {
    let types: Vec<TypeId> = items.iter().map(|item| item.base().type_id()).collect();
    Object::from_clr(Tuple { class: definition.generic(&types), items })
}

/// A tuple of a closed type, whatever the items' own types are.
pub fn closed(class: TypeId, items: Vec<Value>) -> Value {
    Object::from_clr(Tuple { class, items })
}

impl ClrObject for Tuple {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = NAMES[..self.items.len().min(8)].to_vec();
        names.push("Length");
        names
    }

    fn get(&self, name: &str) -> Option<Value> {
        if name.eq_ignore_ascii_case("Length") {
            return Some(Value::Int(self.items.len() as i32));
        }
        let at = NAMES.iter().position(|own| own.eq_ignore_ascii_case(name))?;
        self.items.get(at).cloned()
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        let texts: Vec<String> =
            self.items.iter().map(|item| convert::to_plain_text(item).map_or_else(String::new, |text| text.to_string())).collect();
        Some(format!("({})", texts.join(", ")))
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Tuple>().is_some_and(|other| {
            self.items.len() == other.items.len() && self.items.iter().zip(&other.items).all(|(a, b)| equals_exactly(a, b))
        })
    }

    fn hash_code(&self) -> u64 {
        self.items.len() as u64
    }

    fn index(&self, index: &Value) -> Option<Value> {
        let at = usize::try_from(crate::value::members::call::to_long(index)).ok()?;
        Some(self.items.get(at).cloned().unwrap_or_default())
    }
}

fn definition(count: usize) -> TypeId {
    match count {
        2 => TypeId::TUPLE2,
        3 => TypeId::TUPLE3,
        4 => TypeId::TUPLE4,
        _ => TypeId::TUPLE,
    }
}

fn create(c: &mut Call) -> Outcome {
    let class = if c.type_id.definition() == TypeId::VALUE_TUPLE2 { TypeId::VALUE_TUPLE2 } else { definition(c.len()) };
    Ok(tuple(class, c.args.clone()))
}

fn new(c: &mut Call) -> Outcome {
    Ok(Object::from_clr(Tuple { class: c.type_id, items: c.args.clone() }))
}

/// Members of tuples.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::TUPLE, TypeId::TUPLE2, TypeId::TUPLE3, TypeId::TUPLE4, TypeId::VALUE_TUPLE2],
    new: Some(new),
    statics: &[("Create", create)],
    ..TypeImpl::EMPTY
};
