//! Which units are one where case is ignored.
//!
//! .NET's rule: two units are equivalent if their simple lower case is the same. So the Kelvin sign is a `k` and
//! the capital sharp s a `ß`, but `ſ` is no `s` and `ς` no `σ`. The dotted capital I (U+0130) is an `i` in all
//! cultures but the invariant one (and Turkish ones, which are not told apart here).

use std::collections::HashMap;
use std::sync::OnceLock;

/// The simple lower case of a unit.
pub(crate) fn lower(unit: u16) -> u16 {
    if unit < 0x80 {
        return if (0x41..=0x5A).contains(&unit) { unit | 0x20 } else { unit };
    }
    if unit == 0x130 {
        return 0x69;
    }
    let Some(c) = char::from_u32(u32::from(unit)) else { return unit };
    let mut lowered = c.to_lowercase();
    match (lowered.next(), lowered.next()) {
        (Some(one), None) => u16::try_from(u32::from(one)).unwrap_or(unit),
        _ => unit,
    }
}

/// Lower case to all units that have it, where there is more than one.
fn classes() -> &'static HashMap<u16, Vec<u16>> {
    static CLASSES: OnceLock<HashMap<u16, Vec<u16>>> = OnceLock::new();
    CLASSES.get_or_init(|| {
        let mut classes: HashMap<u16, Vec<u16>> = HashMap::new();
        for unit in 0..=u16::MAX {
            let lowered = lower(unit);
            if lowered != unit {
                classes.entry(lowered).or_insert_with(|| vec![lowered]).push(unit);
            }
        }
        classes
    })
}

/// Calls `add` for every unit equivalent to `unit`, itself included.
pub(super) fn for_each_equivalent(unit: u16, invariant: bool, mut add: impl FnMut(u16)) {
    if unit < 0x80 {
        add(unit);
        if u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphabetic()) {
            add(unit ^ 0x20);
            match unit | 0x20 {
                0x6B => add(0x212A),
                0x69 if !invariant => add(0x130),
                _ => {}
            }
        }
        return;
    }
    if unit == 0x130 && invariant {
        return add(unit);
    }
    match classes().get(&lower(unit)) {
        Some(class) => class.iter().filter(|one| !(invariant && **one == 0x130)).for_each(|one| add(*one)),
        None => add(unit),
    }
}

/// Calls `add` for every unit that is equivalent to a unit of a range. For wide ranges: it looks at all units with
/// case instead of all units of the range.
pub(super) fn for_each_equivalent_in(first: u16, last: u16, invariant: bool, mut add: impl FnMut(u16)) {
    for class in classes().values() {
        let counts = |one: &&u16| !(invariant && **one == 0x130);
        if class.iter().filter(counts).any(|one| (first..=last).contains(one)) {
            class.iter().filter(counts).for_each(|one| add(*one));
        }
    }
}

/// True if the unit has another case.
pub(super) fn has_case(unit: u16, invariant: bool) -> bool {
    let mut n_equivalents = 0;
    for_each_equivalent(unit, invariant, |_| n_equivalents += 1);
    n_equivalents > 1
}

/// True if two units are one where case is ignored.
pub(super) fn equivalent(one: u16, other: u16, invariant: bool) -> bool {
    one == other || (lower(one) == lower(other) && !(invariant && (one == 0x130 || other == 0x130)))
}
