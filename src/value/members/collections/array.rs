//! Instance members of arrays, and making them.

use std::rc::Rc;

use crate::value::dict::equals_exactly;
use crate::value::limits::MAX_ITEMS;
use crate::value::members::call::{Call, to_long};
use crate::value::members::door::method_error;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::statics::default_value;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{Array, Run, Runtime, TypeId, Value, convert};

pub(super) fn this(value: &Value) -> Outcome<Rc<Array>> {
    match value.base() {
        Value::Array(array) => Ok(array.clone()),
        Value::Null | Value::Nothing => Err(Thrown::null("array")),
        _ => Err(Thrown::argument("The value is no array.")),
    }
}

/// A copy of an array.
pub fn copy(array: &Array) -> Value {
    let mut copied = Array::new(array.element, array.items.borrow().clone());
    copied.dimensions = array.dimensions.clone();
    Value::Array(Rc::new(copied))
}

/// `[T[]]::new(n)`, `[T[,]]::new(a, b)`.
pub fn create(rt: &mut dyn Runtime, element: TypeId, rank: u8, args: &[Value]) -> Run<Value> {
    let mut lengths = Vec::with_capacity(args.len());
    for arg in args {
        lengths.push(to_long(&convert::cast(rt, arg, TypeId::INT32)?));
    }
    if lengths.len() != usize::from(rank) {
        return Err(method_error(".ctor", args.len(), Thrown::argument("The number of dimensions does not match the array's rank.")));
    }
    if lengths.iter().any(|length| *length < 0) {
        return Err(method_error(".ctor", args.len(), Thrown::overflow("Arithmetic operation resulted in an overflow.")));
    }
    filled(element, &lengths.iter().map(|length| *length as usize).collect::<Vec<_>>())
        .map_err(|thrown| method_error(".ctor", args.len(), thrown))
}

/// An array of default values.
pub fn filled(element: TypeId, lengths: &[usize]) -> Outcome {
    let size = lengths.iter().try_fold(1usize, |size, length| size.checked_mul(*length)).filter(|size| *size <= MAX_ITEMS);
    let Some(size) = size else { return Err(Thrown::out_of_memory()) };
    let mut array = Array::new(element, vec![default_value(element).unwrap_or_default(); size]);
    if lengths.len() > 1 {
        array.dimensions = Some(lengths.into());
    }
    Ok(Value::Array(Rc::new(array)))
}

fn length_of(array: &Array, dimension: i64) -> Outcome<i32> {
    let lengths: Vec<usize> = array.dimensions.as_deref().map_or_else(|| vec![array.len()], <[usize]>::to_vec);
    match usize::try_from(dimension).ok().and_then(|at| lengths.get(at)) {
        Some(length) => Ok(*length as i32),
        None => Err(Thrown::new(TypeId::INDEX_OUT_OF_RANGE_EXCEPTION, "Array does not have that many dimensions.")),
    }
}

fn fixed() -> Outcome {
    Err(Thrown::not_supported("Collection was of a fixed size."))
}

/// The place of indexes given as arguments or as one array.
fn place(c: &Call, from: usize, array: &Array) -> Outcome<usize> {
    let mut indices: Vec<i64> = Vec::new();
    for arg in &c.args[from..] {
        match arg.enumerate() {
            Some(items) => indices.extend(items.iter().map(to_long)),
            None => indices.push(to_long(arg)),
        }
    }
    let lengths: Vec<usize> = array.dimensions.as_deref().map_or_else(|| vec![array.len()], <[usize]>::to_vec);
    if indices.len() != lengths.len() {
        return Err(Thrown::argument("Array was not a one-dimensional array."));
    }
    let mut at = 0;
    for (index, length) in indices.iter().zip(&lengths) {
        let Some(one) = usize::try_from(*index).ok().filter(|one| one < length) else {
            return Err(Thrown::new(TypeId::INDEX_OUT_OF_RANGE_EXCEPTION, "Index was outside the bounds of the array."));
        };
        at = at * length + one;
    }
    Ok(at)
}

fn get_value(c: &mut Call) -> Outcome {
    let array = this(&c.this)?;
    let at = place(c, 0, &array)?;
    let value = array.items.borrow()[at].clone();
    Ok(value)
}

fn set_value(c: &mut Call) -> Outcome {
    let array = this(&c.this)?;
    let at = place(c, 1, &array)?;
    let value = c.arg(0);
    let value = if array.element == TypeId::OBJECT { value } else { store(c, &value, array.element)? };
    array.items.borrow_mut()[at] = value;
    void()
}

/// A value as .NET lets it into an array of this type: widened, not converted.
pub(super) fn store(c: &mut Call, value: &Value, element: TypeId) -> Outcome {
    if element.is_assignable_from(value.base().type_id()) || value.is_null() {
        return Ok(if value.is_null() { default_value(element).unwrap_or_default() } else { value.clone() });
    }
    if crate::value::members::rank::is_numeric(element) && crate::value::members::rank::is_numeric(value.base().type_id()) {
        return Ok(convert::cast(c.rt, value, element)?);
    }
    Err(Thrown::new(TypeId::INVALID_CAST_EXCEPTION, "Object cannot be stored in an array of this type."))
}

/// Copies items into an array from a place on.
pub fn copy_into(source: &[Value], target: &Value, at: i64) -> Outcome {
    let target = this(target)?;
    let mut items = target.items.borrow_mut();
    if at < 0 {
        return Err(Thrown::out_of_range("destinationIndex", "Number was less than the array's lower bound in the first dimension."));
    }
    let at = at as usize;
    if at + source.len() > items.len() {
        return Err(Thrown::argument_named(
            "destinationArray",
            "Destination array was not long enough. Check the destination index, length, and the array's lower bounds.",
        ));
    }
    for (offset, value) in source.iter().enumerate() {
        items[at + offset] = value.clone();
    }
    void()
}

fn index_of(c: &mut Call) -> Outcome {
    let wanted = c.arg(0);
    ok(this(&c.this)?.items.borrow().iter().position(|item| equals_exactly(item, &wanted)).map_or(-1, |at| at as i32))
}

/// Members of arrays.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::ARRAY],
    properties: &[
        ("Count", |c| ok(this(&c.this)?.len() as i32)),
        ("Length", |c| ok(this(&c.this)?.len() as i32)),
        ("LongLength", |c| ok(this(&c.this)?.len() as i64)),
        ("Rank", |c| ok(this(&c.this)?.dimensions.as_ref().map_or(1, |lengths| lengths.len() as i32))),
        ("SyncRoot", |c| Ok(c.this.clone())),
        ("IsReadOnly", |_| ok(false)),
        ("IsFixedSize", |_| ok(true)),
        ("IsSynchronized", |_| ok(false)),
    ],
    methods: &[
        ("Add", |_| fixed()),
        ("Insert", |_| fixed()),
        ("Remove", |_| fixed()),
        ("RemoveAt", |_| fixed()),
        ("Address", |_| Err(Thrown::not_supported("Addresses of elements are not available."))),
        ("Clear", |c| {
            let array = this(&c.this)?;
            let empty = default_value(array.element).unwrap_or_default();
            array.items.borrow_mut().fill(empty);
            void()
        }),
        ("Clone", |c| Ok(copy(&*this(&c.this)?))),
        ("Contains", |c| {
            let wanted = c.arg(0);
            ok(this(&c.this)?.items.borrow().iter().any(|item| equals_exactly(item, &wanted)))
        }),
        ("CopyTo", |c| {
            let items = this(&c.this)?.items.borrow().clone();
            copy_into(&items, &c.arg(0), c.long(1))
        }),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), this(&c.this)?.items.borrow().clone()))),
        ("Get", get_value),
        ("Set", |c| {
            if let Some(value) = c.args.pop() {
                c.args.insert(0, value);
            }
            set_value(c)
        }),
        ("GetLength", |c| ok(length_of(&*this(&c.this)?, c.long(0))?)),
        ("GetLongLength", |c| ok(i64::from(length_of(&*this(&c.this)?, c.long(0))?))),
        ("GetLowerBound", |c| length_of(&*this(&c.this)?, c.long(0)).map(|_| Value::Int(0))),
        ("GetUpperBound", |c| ok(length_of(&*this(&c.this)?, c.long(0))? - 1)),
        ("GetValue", get_value),
        ("SetValue", set_value),
        ("IndexOf", index_of),
        ("Initialize", |_| void()),
    ],
    ..TypeImpl::EMPTY
};
