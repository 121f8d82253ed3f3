//! `BitArray`.

use std::any::Any;
use std::cell::RefCell;

use super::array::copy_into;
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{ClrObject, Object, TypeId, Value};

/// The longest array that is made.
const MOST: usize = 1 << 27;

/// Truth values in a row.
struct Bits(RefCell<Vec<bool>>);

impl Bits {
    fn value(bits: Vec<bool>) -> Value {
        Object::from_clr(Bits(RefCell::new(bits)))
    }
}

impl ClrObject for Bits {
    fn class(&self) -> TypeId {
        TypeId::BIT_ARRAY
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.0.borrow().iter().map(|bit| Value::Bool(*bit)).collect())
    }
}

fn this<'a>(c: &'a Call) -> Outcome<&'a Bits> {
    c.this.downcast::<Bits>().ok_or_else(|| Thrown::invalid_operation("The object is no BitArray."))
}

fn length(length: i64) -> Outcome<usize> {
    match usize::try_from(length) {
        Ok(length) if length <= MOST => Ok(length),
        Ok(_) => Err(Thrown::new(TypeId::OUT_OF_MEMORY_EXCEPTION, "Insufficient memory to continue the execution of the program.")),
        Err(_) => Err(Thrown::out_of_range("length", "Non-negative number required.")),
    }
}

fn new(c: &mut Call) -> Outcome {
    let first = c.arg(0);
    if let Some(other) = first.downcast::<Bits>() {
        return Ok(Bits::value(other.0.borrow().clone()));
    }
    let Value::Array(array) = first.base() else {
        return Ok(Bits::value(vec![c.bool(1); length(to_long(&first))?]));
    };
    let width = match array.element {
        TypeId::BYTE => 8,
        TypeId::INT32 => 32,
        _ => 1,
    };
    let mut bits = Vec::with_capacity(array.len() * width);
    for item in array.items.borrow().iter() {
        let number = to_long(item);
        bits.extend((0..width).map(|place| number >> place & 1 == 1));
    }
    Ok(Bits::value(bits))
}

fn place(c: &Call, at: i64) -> Outcome<usize> {
    let length = this(c)?.0.borrow().len();
    usize::try_from(at).ok().filter(|at| *at < length).ok_or_else(|| {
        Thrown::out_of_range("index", "Index was out of range. Must be non-negative and less than the size of the collection.")
    })
}

/// Joins with another array of the same length, bit by bit; gives this one.
fn join(c: &mut Call, compute: fn(bool, bool) -> bool) -> Outcome {
    let other = c.arg(0);
    let Some(other) = other.downcast::<Bits>().map(|bits| bits.0.borrow().clone()) else { return Err(Thrown::null("value")) };
    {
        let mut own = this(c)?.0.borrow_mut();
        if own.len() != other.len() {
            return Err(Thrown::argument("Array lengths must be the same."));
        }
        for (own, other) in own.iter_mut().zip(other) {
            *own = compute(*own, other);
        }
    }
    Ok(c.this.clone())
}

fn shift(c: &mut Call, up: bool) -> Outcome {
    let count = length(c.long(0))?;
    {
        let mut own = this(c)?.0.borrow_mut();
        let size = own.len();
        let old = own.clone();
        for (at, bit) in own.iter_mut().enumerate() {
            let from = if up { at.checked_sub(count) } else { at.checked_add(count).filter(|from| *from < size) };
            *bit = from.is_some_and(|from| old[from]);
        }
    }
    Ok(c.this.clone())
}

/// Members of `BitArray`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::BIT_ARRAY],
    new: Some(new),
    properties: &[
        ("Count", |c| ok(this(c)?.0.borrow().len() as i32)),
        ("IsReadOnly", |_| ok(false)),
        ("IsSynchronized", |_| ok(false)),
        ("Length", |c| ok(this(c)?.0.borrow().len() as i32)),
        ("SyncRoot", |c| Ok(c.this.clone())),
    ],
    setters: &[("Length", |c| {
        let size = length(c.long(0))?;
        this(c)?.0.borrow_mut().resize(size, false);
        void()
    })],
    methods: &[
        ("And", |c| join(c, |a, b| a & b)),
        ("Clone", |c| Ok(Bits::value(this(c)?.0.borrow().clone()))),
        ("CopyTo", |c| copy_into(&this(c)?.enumerate().unwrap_or_default(), &c.arg(0), c.long(1))),
        ("Get", |c| {
            let at = place(c, c.long(0))?;
            ok(this(c)?.0.borrow()[at])
        }),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), this(c)?.enumerate().unwrap_or_default()))),
        ("HasAllSet", |c| ok(this(c)?.0.borrow().iter().all(|bit| *bit))),
        ("HasAnySet", |c| ok(this(c)?.0.borrow().iter().any(|bit| *bit))),
        ("LeftShift", |c| shift(c, true)),
        ("Not", |c| {
            this(c)?.0.borrow_mut().iter_mut().for_each(|bit| *bit = !*bit);
            Ok(c.this.clone())
        }),
        ("Or", |c| join(c, |a, b| a | b)),
        ("RightShift", |c| shift(c, false)),
        ("Set", |c| {
            let at = place(c, c.long(0))?;
            this(c)?.0.borrow_mut()[at] = c.bool(1);
            void()
        }),
        ("SetAll", |c| {
            let bit = c.bool(0);
            this(c)?.0.borrow_mut().fill(bit);
            void()
        }),
        ("Xor", |c| join(c, |a, b| a ^ b)),
    ],
    index: Some(|c| {
        let at = place(c, c.long(0))?;
        ok(this(c)?.0.borrow()[at])
    }),
    set_index: Some(|c| {
        let at = place(c, c.long(0))?;
        let bit = c.args.last().is_some_and(crate::value::convert::to_bool);
        this(c)?.0.borrow_mut()[at] = bit;
        void()
    }),
    ..TypeImpl::EMPTY
};
