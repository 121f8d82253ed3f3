//! Tests of single units and runs of them: where most of the time of most matches goes.

use super::program::{One, Program};
use super::unit::{next_boundary, next_unit, previous_boundary, previous_unit};

#[inline]
fn accepts(program: &Program, one: One, unit: u16) -> bool {
    match one {
        One::Byte(byte) => unit == u16::from(byte),
        One::Letter(letter) => unit < 128 && unit | 0x20 == u16::from(letter),
        One::NotLineFeed => unit != 0x0A,
        One::Any => true,
        One::Set(set_idx) => program.sets[set_idx as usize].set.contains(unit),
    }
}

/// Reads one unit to the right: the place after it.
#[inline]
pub(super) fn forward(program: &Program, one: One, text: &[u8], pos: usize) -> Option<usize> {
    let byte = *text.get(pos)?;
    match one {
        One::Byte(wanted) => (byte == wanted).then_some(pos + 1),
        One::Letter(letter) => (byte | 0x20 == letter).then_some(pos + 1),
        One::NotLineFeed => (byte != b'\n').then(|| next_boundary(text, pos)),
        One::Any => Some(next_boundary(text, pos)),
        One::Set(set_idx) => {
            let fast = &program.sets[set_idx as usize];
            if byte < 0x80 {
                return fast.table[usize::from(byte)].then_some(pos + 1);
            }
            let (unit, next) = next_unit(text, pos);
            fast.set.contains(unit).then_some(next)
        }
    }
}

/// Reads one unit to the left: the place before it.
#[inline]
pub(super) fn backward(program: &Program, one: One, text: &[u8], pos: usize) -> Option<usize> {
    if pos == 0 {
        return None;
    }
    let (unit, before) = previous_unit(text, pos);
    accepts(program, one, unit).then_some(before)
}

/// Reads up to `max` units: where it ended, and how many there were (`max` at most, and at most as many as counted
/// where no count is needed).
#[inline]
pub(super) fn take(program: &Program, one: One, text: &[u8], pos: usize, max: u32, back: bool) -> (usize, u32) {
    if back { take_backward(program, one, text, pos, max) } else { take_forward(program, one, text, pos, max) }
}

fn take_backward(program: &Program, one: One, text: &[u8], mut pos: usize, max: u32) -> (usize, u32) {
    let mut n_taken = 0;
    while n_taken < max {
        match backward(program, one, text, pos) {
            Some(before) => pos = before,
            None => break,
        }
        n_taken += 1;
    }
    (pos, n_taken)
}

/// A count for runs whose units are not counted: their bytes.
fn bytes(from: usize, to: usize) -> u32 {
    u32::try_from(to - from).unwrap_or(u32::MAX)
}

fn take_forward(program: &Program, one: One, text: &[u8], start: usize, max: u32) -> (usize, u32) {
    let mut pos = start;
    // Every unit has at least one byte: a bound beyond the rest of the text is none.
    let is_unbounded = max as usize > text.len() - start;
    match one {
        One::Any if is_unbounded => (text.len(), bytes(start, text.len())),
        One::NotLineFeed if is_unbounded => {
            let end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |offset| start + offset);
            (end, bytes(start, end))
        }
        One::Set(set_idx) => {
            let fast = &program.sets[set_idx as usize];
            let mut n_taken = 0;
            while n_taken < max {
                match text.get(pos) {
                    Some(byte) if fast.table[usize::from(*byte)] => pos += 1,
                    Some(byte) if *byte >= 0x80 => {
                        let (unit, next) = next_unit(text, pos);
                        if !fast.set.contains(unit) {
                            break;
                        }
                        pos = next;
                    }
                    _ => break,
                }
                n_taken += 1;
            }
            (pos, n_taken)
        }
        _ => {
            let mut n_taken = 0;
            while n_taken < max {
                match forward(program, one, text, pos) {
                    Some(next) => pos = next,
                    None => break,
                }
                n_taken += 1;
            }
            (pos, n_taken)
        }
    }
}

/// Reads at least one more unit, and on to where the byte `next` stands if one is asked for: the place, unless the run
/// ends before, and how many units were read.
pub(super) fn take_until(
    program: &Program,
    one: One,
    text: &[u8],
    start: usize,
    max: u32,
    back: bool,
    next: Option<u8>,
) -> (Option<usize>, u32) {
    let mut pos = start;
    for n_taken in 0..max {
        let read = if back { backward(program, one, text, pos) } else { forward(program, one, text, pos) };
        match read {
            Some(place) => pos = place,
            None => return (None, n_taken),
        }
        if next.is_none_or(|next| text.get(pos) == Some(&next)) {
            return (Some(pos), n_taken + 1);
        }
    }
    (None, max)
}

/// Where a run of units ends that began at `pos`.
pub(super) fn run_end(program: &Program, one: One, text: &[u8], pos: usize) -> usize {
    take_forward(program, one, text, pos, u32::MAX).0
}

/// The place one unit on in the direction of reading, if there is one.
#[inline]
pub(super) fn step(text: &[u8], pos: usize, back: bool) -> Option<usize> {
    match back {
        true => (pos > 0).then(|| previous_boundary(text, pos)),
        false => (pos < text.len()).then(|| next_boundary(text, pos)),
    }
}
