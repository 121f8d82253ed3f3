//! `[random]`: with a seed .NET's own numbers, without one the session's source.

use std::any::Any;
use std::cell::RefCell;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{ClrObject, Object, TypeId, Value};

/// Knuth's subtractive generator as .NET has it, with its mistakes kept for the sake of old seeds.
#[derive(Clone)]
pub struct Subtractive {
    seeds: [i32; 56],
    next: usize,
    next_p: usize,
}

const BIG: i32 = i32::MAX;

impl Subtractive {
    /// The generator of a seed.
    pub fn new(seed: i32) -> Subtractive {
        let mut seeds = [0i32; 56];
        let subtraction = if seed == i32::MIN { i32::MAX } else { seed.abs() };
        let mut mj = 161_803_398i32.wrapping_sub(subtraction);
        seeds[55] = mj;
        let mut mk = 1i32;
        let mut ii = 0usize;
        for _ in 1..55 {
            ii += 21;
            if ii >= 55 {
                ii -= 55;
            }
            seeds[ii] = mk;
            mk = mj.wrapping_sub(mk);
            if mk < 0 {
                mk = mk.wrapping_add(BIG);
            }
            mj = seeds[ii];
        }
        for _ in 1..5 {
            for at in 1..56 {
                let mut n = at + 30;
                if n >= 55 {
                    n -= 55;
                }
                seeds[at] = seeds[at].wrapping_sub(seeds[1 + n]);
                if seeds[at] < 0 {
                    seeds[at] = seeds[at].wrapping_add(BIG);
                }
            }
        }
        Subtractive { seeds, next: 0, next_p: 21 }
    }

    fn sample(&mut self) -> i32 {
        self.next = if self.next + 1 >= 56 { 1 } else { self.next + 1 };
        self.next_p = if self.next_p + 1 >= 56 { 1 } else { self.next_p + 1 };
        let mut value = self.seeds[self.next].wrapping_sub(self.seeds[self.next_p]);
        if value == BIG {
            value -= 1;
        }
        if value < 0 {
            value = value.wrapping_add(BIG);
        }
        self.seeds[self.next] = value;
        value
    }

    /// A number from 0 to below 1.
    pub fn double(&mut self) -> f64 {
        f64::from(self.sample()) * (1.0 / f64::from(BIG))
    }

    /// A number in a range, its end left out.
    pub fn range(&mut self, low: i32, high: i32) -> i32 {
        let range = i64::from(high) - i64::from(low);
        if range <= i64::from(i32::MAX) {
            return (self.double() * range as f64) as i32 + low;
        }
        // A wide range takes two samples.
        let mut sample = f64::from(self.sample());
        if self.sample() % 2 == 0 {
            sample = -sample;
        }
        let large = (sample + f64::from(i32::MAX - 1)) / (2.0 * f64::from(i32::MAX) - 1.0);
        ((large * range as f64) as i64 + i64::from(low)) as i32
    }
}

/// A `System.Random`.
pub struct Random {
    seeded: Option<RefCell<Subtractive>>,
}

impl ClrObject for Random {
    fn class(&self) -> TypeId {
        TypeId::RANDOM
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A number from 0 to below 1.
fn double(c: &mut Call) -> f64 {
    if let Some(seeded) = c.this.downcast::<Random>().and_then(|random| random.seeded.as_ref()) {
        return seeded.borrow_mut().double();
    }
    (c.rt.random() >> 11) as f64 / (1u64 << 53) as f64
}

fn in_range(c: &mut Call, low: i64, high: i64) -> i64 {
    if low >= high {
        return low;
    }
    if let Some(seeded) = c.this.downcast::<Random>().and_then(|random| random.seeded.as_ref())
        && i32::try_from(low).is_ok()
        && i32::try_from(high).is_ok()
    {
        return i64::from(seeded.borrow_mut().range(low as i32, high as i32));
    }
    let bits = match c.this.downcast::<Random>().and_then(|random| random.seeded.as_ref()) {
        Some(seeded) => {
            let mut seeded = seeded.borrow_mut();
            (u64::from(seeded.sample() as u32) << 33) ^ (u64::from(seeded.sample() as u32) << 11) ^ u64::from(seeded.sample() as u32)
        }
        None => c.rt.random(),
    };
    let range = high.wrapping_sub(low) as u64;
    low.wrapping_add(((u128::from(bits) * u128::from(range)) >> 64) as i64)
}

fn next(c: &mut Call, max: i64) -> Outcome<i64> {
    let (low, high) = match c.len() {
        0 => {
            if let Some(seeded) = c.this.downcast::<Random>().and_then(|random| random.seeded.as_ref()) {
                return Ok(i64::from(seeded.borrow_mut().sample()));
            }
            (0, max)
        }
        1 => (0, c.long(0)),
        _ => (c.long(0), c.long(1)),
    };
    if c.len() == 1 && high < 0 {
        return Err(Thrown::out_of_range("maxValue", "'maxValue' must be greater than zero."));
    }
    if low > high {
        return Err(Thrown::out_of_range("minValue", "'minValue' cannot be greater than maxValue."));
    }
    Ok(in_range(c, low, high))
}

fn next_bytes(c: &mut Call) -> Outcome {
    if let Value::Array(array) = c.arg(0) {
        for at in 0..array.len() {
            let byte = match c.this.downcast::<Random>().and_then(|random| random.seeded.as_ref()) {
                Some(seeded) => seeded.borrow_mut().sample() as u8,
                None => c.rt.random() as u8,
            };
            array.items.borrow_mut()[at] = Value::Byte(byte);
        }
    }
    void()
}

fn shuffle(c: &mut Call) -> Outcome {
    if let Value::Array(array) = c.arg(0) {
        let length = array.len();
        for at in 0..length.saturating_sub(1) {
            let other = in_range(c, at as i64, length as i64) as usize;
            array.items.borrow_mut().swap(at, other);
        }
    }
    void()
}

fn get_items(c: &mut Call) -> Outcome {
    let choices = c.items(0);
    if choices.is_empty() {
        return Err(Thrown::argument_named("choices", "Span may not be empty."));
    }
    let count = c.int(1).max(0);
    let items = (0..count).map(|_| choices[in_range(c, 0, choices.len() as i64) as usize].clone()).collect();
    Ok(Value::array(items))
}

/// `[random]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::RANDOM],
    new: Some(|c| {
        let seeded = (!c.is_empty()).then(|| RefCell::new(Subtractive::new(c.int(0))));
        Ok(Object::from_clr(Random { seeded }))
    }),
    methods: &[
        ("GetItems", get_items),
        ("Next", |c| ok(next(c, i64::from(i32::MAX))? as i32)),
        ("NextBytes", next_bytes),
        ("NextDouble", |c| ok(double(c))),
        ("NextInt64", |c| ok(next(c, i64::MAX)?)),
        ("NextSingle", |c| Ok(Value::Single(double(c) as f32))),
        ("Shuffle", shuffle),
    ],
    static_properties: &[("Shared", |_| Ok(Object::from_clr(Random { seeded: None })))],
    ..TypeImpl::EMPTY
};

#[cfg(test)]
mod tests {
    use super::Subtractive;

    #[test]
    fn gives_the_numbers_of_dotnet() {
        assert_eq!(Subtractive::new(42).sample(), 1_434_747_710);
        assert_eq!(Subtractive::new(42).range(1, 100), 67);
        assert!((Subtractive::new(0).double() - 0.726_243_269_967_960_3).abs() < 1e-15);
    }
}
