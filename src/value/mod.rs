//! Values of the language: numbers, strings, collections, objects; their types, members, conversion, comparison.
//!
//! Not here: what a script block does when it runs ([`ScriptBlock`] is a handle; `engine` runs it) and what a
//! terminal shows of a value (`present`).

pub mod array;
pub mod compare;
pub mod convert;
pub mod date;
pub mod dict;
pub mod error;
pub mod fault;
pub mod fields;
pub mod limits;
pub mod members;
pub mod object;
pub mod raise;
pub mod runtime;
pub mod script_block;
pub mod string;
pub mod text;
pub mod types;

use std::rc::Rc;

use num_bigint::BigInt;
use rust_decimal::Decimal;

pub use array::{Array, List};
pub use date::{DateTime, TimeSpan};
pub use dict::{Dict, DictKind};
pub use error::{Category, ErrorRecord, Exception, Invocation};
pub use fields::Fields;
pub use object::{ClrObject, Members, Object, Payload, Shape, Slot, SpecialMember, number_as_written, plain_number};
pub use raise::{Raise, Run, Unwind};
pub use runtime::Runtime;
pub use script_block::{Code, ScriptBlock};
pub use types::TypeId;

/// A value of the language. 24 bytes; clones are cheap (reference types share).
#[derive(Clone, Default)]
pub enum Value {
    /// `$null`.
    #[default]
    Null,
    /// What a command without output gives (AutomationNull): `$null` in expressions, nothing in a pipeline.
    Nothing,
    /// `[bool]`.
    Bool(bool),
    /// `[char]`: one UTF-16 code unit.
    Char(u16),
    /// `[sbyte]`.
    SByte(i8),
    /// `[byte]`.
    Byte(u8),
    /// `[int16]`.
    Int16(i16),
    /// `[uint16]`.
    UInt16(u16),
    /// `[int]`.
    Int(i32),
    /// `[uint32]`.
    UInt32(u32),
    /// `[long]`.
    Long(i64),
    /// `[uint64]`.
    UInt64(u64),
    /// `[single]`.
    Single(f32),
    /// `[double]`.
    Double(f64),
    /// `[decimal]`.
    Decimal(Decimal),
    /// `[bigint]`.
    BigInt(Rc<BigInt>),
    /// `[string]`.
    Str(Rc<str>),
    /// `[datetime]`.
    DateTime(DateTime),
    /// `[timespan]`.
    TimeSpan(TimeSpan),
    /// A value of an enum type.
    Enum(TypeId, i64),
    /// A type literal's value.
    Type(TypeId),
    /// `[object[]]` and all typed arrays.
    Array(Rc<Array>),
    /// `[List[T]]`, `[ArrayList]`, `[Collection[T]]`.
    List(Rc<List>),
    /// Hash tables, ordered and generic dictionaries.
    Dict(Rc<Dict>),
    /// `{ … }`.
    ScriptBlock(Rc<ScriptBlock>),
    /// Everything else: custom objects, instances, exceptions, wrapped values with members of their own.
    Object(Rc<Object>),
}

const _: () = assert!(size_of::<Value>() <= 24);

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Nothing => f.write_str("nothing"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Int(value) => write!(f, "{value}"),
            Value::Long(value) => write!(f, "{value}L"),
            Value::Double(value) => write!(f, "{value:?}"),
            Value::Str(value) => write!(f, "{value:?}"),
            Value::Array(array) => f.debug_list().entries(array.items.borrow().iter()).finish(),
            other => write!(f, "<{}>", other.type_id().full_name()),
        }
    }
}

impl Value {
    /// An empty string.
    pub fn empty_str() -> Value {
        Value::Str(Rc::from(""))
    }

    /// A string.
    pub fn str(text: impl AsRef<str>) -> Value {
        Value::Str(Rc::from(text.as_ref()))
    }

    /// An `[object[]]` of these items.
    pub fn array(items: Vec<Value>) -> Value {
        Value::Array(Rc::new(Array::new(TypeId::OBJECT, items)))
    }

    /// A `[string[]]` of these texts.
    pub fn strings<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> Value {
        Value::Array(Rc::new(Array::new(TypeId::STRING, items.into_iter().map(Value::str).collect())))
    }

    /// What a list of outputs is as one value: nothing, the only item, or an array.
    pub fn from_outputs(mut items: Vec<Value>) -> Value {
        match items.len() {
            0 => Value::Nothing,
            1 => items.remove(0),
            _ => Value::array(items),
        }
    }

    /// Whether it is `$null` (nothing counts as null).
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null | Value::Nothing)
    }

    /// The value beneath an object that only adds members to it.
    pub fn base(&self) -> &Value {
        match self {
            Value::Object(object) => match &object.payload {
                Payload::Wrapped(inner) => inner.base(),
                _ => self,
            },
            _ => self,
        }
    }

    /// The text of a string value (also of a wrapped one).
    pub fn as_str(&self) -> Option<&Rc<str>> {
        match self.base() {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The exact .NET type; `System.Object` for null.
    pub fn type_id(&self) -> TypeId {
        match self {
            Value::Null | Value::Nothing => TypeId::OBJECT,
            Value::Bool(_) => TypeId::BOOLEAN,
            Value::Char(_) => TypeId::CHAR,
            Value::SByte(_) => TypeId::S_BYTE,
            Value::Byte(_) => TypeId::BYTE,
            Value::Int16(_) => TypeId::INT16,
            Value::UInt16(_) => TypeId::U_INT16,
            Value::Int(_) => TypeId::INT32,
            Value::UInt32(_) => TypeId::U_INT32,
            Value::Long(_) => TypeId::INT64,
            Value::UInt64(_) => TypeId::U_INT64,
            Value::Single(_) => TypeId::SINGLE,
            Value::Double(_) => TypeId::DOUBLE,
            Value::Decimal(_) => TypeId::DECIMAL,
            Value::BigInt(_) => TypeId::BIG_INTEGER,
            Value::Str(_) => TypeId::STRING,
            Value::DateTime(_) => TypeId::DATE_TIME,
            Value::TimeSpan(_) => TypeId::TIME_SPAN,
            Value::Enum(id, _) => *id,
            Value::Type(_) => TypeId::RUNTIME_TYPE,
            Value::Array(array) => array.type_id(),
            Value::List(list) => list.type_id,
            Value::Dict(dict) => dict.type_id(),
            Value::ScriptBlock(_) => TypeId::SCRIPT_BLOCK,
            Value::Object(object) => object.type_id(),
        }
    }

    /// The names in `.PSTypeNames`: names given to the object first, else its type and its bases.
    pub fn type_names(&self) -> Vec<Rc<str>> {
        if let Some(extra) = self.members_cell()
            && let Some(names) = &extra.type_names
        {
            return names.to_vec();
        }
        object::default_type_names(self.base().type_id(), self)
    }

    /// Whether both are the same object in memory (value types: never).
    pub fn same_object(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Array(a), Value::Array(b)) => Rc::ptr_eq(a, b),
            (Value::List(a), Value::List(b)) => Rc::ptr_eq(a, b),
            (Value::Dict(a), Value::Dict(b)) => Rc::ptr_eq(a, b),
            (Value::ScriptBlock(a), Value::ScriptBlock(b)) => Rc::ptr_eq(a, b),
            (Value::Object(a), Value::Object(b)) => {
                Rc::ptr_eq(a, b) || matches!((&a.payload, &b.payload), (Payload::Error(a), Payload::Error(b)) if Rc::ptr_eq(&a.0, &b.0))
            }
            (Value::Str(a), Value::Str(b)) => Rc::ptr_eq(a, b),
            (Value::Type(a), Value::Type(b)) => a == b,
            _ => false,
        }
    }

    /// Members that were attached to this very object.
    pub fn members_cell(&self) -> Option<std::cell::Ref<'_, Members>> {
        let cell = match self {
            Value::Object(object) => return Some(object.members.borrow()),
            Value::Array(array) => &array.extra,
            Value::List(list) => &list.extra,
            Value::Dict(dict) => &dict.extra,
            Value::ScriptBlock(block) => &block.extra,
            _ => return None,
        };
        let borrowed = cell.borrow();
        std::cell::Ref::filter_map(borrowed, |extra| extra.as_deref()).ok()
    }

    /// The same, to change; made if it was not there. None for plain value types and strings, which must be
    /// wrapped first ([`Value::wrapped`]).
    pub fn members_cell_mut(&self) -> Option<std::cell::RefMut<'_, Members>> {
        let cell = match self {
            Value::Object(object) => return Some(object.members.borrow_mut()),
            Value::Array(array) => &array.extra,
            Value::List(list) => &list.extra,
            Value::Dict(dict) => &dict.extra,
            Value::ScriptBlock(block) => &block.extra,
            _ => return None,
        };
        Some(std::cell::RefMut::map(cell.borrow_mut(), |extra| &mut **extra.get_or_insert_default()))
    }

    /// An object that can carry members: itself, or a wrapper around a value type or string.
    pub fn wrapped(&self) -> Value {
        match self {
            Value::Object(_) | Value::Array(_) | Value::List(_) | Value::Dict(_) | Value::ScriptBlock(_) => self.clone(),
            other => Value::Object(Rc::new(Object::new(Payload::Wrapped(other.clone())))),
        }
    }

    /// The items a pipeline would pass on, one by one, if this value enumerates (arrays, lists, some objects;
    /// not strings, not dictionaries).
    pub fn enumerate(&self) -> Option<Vec<Value>> {
        match self {
            Value::Array(array) => Some(array.items.borrow().clone()),
            Value::List(list) => Some(list.items.borrow().clone()),
            Value::Object(object) => match &object.payload {
                Payload::Wrapped(inner) => inner.enumerate(),
                Payload::Clr(clr) => clr.enumerate(),
                _ => None,
            },
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Str(Rc::from(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Str(Rc::from(text))
    }
}

impl From<Rc<str>> for Value {
    fn from(text: Rc<str>) -> Value {
        Value::Str(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Value {
        Value::Int(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Long(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Value {
        Value::Double(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
