//! Runs a program at one place of a text.
//!
//! Backtracking goes by a stack of our own: ways not yet tried, and what must be undone on the way back to them.
//! The depth of the Rust stack does not depend on the text or the pattern.

use super::case;
use super::category;
use super::error::MatchAbort;
use super::node::{Anchor, Greed};
use super::program::{Inst, One, Program};
use super::single;
use super::unit::{next_boundary, next_unit, previous_boundary, previous_unit};
use super::watch::Fuel;

/// More frames than this end the match: some hundred megabytes.
const MAX_FRAMES: usize = 8 << 20;

/// Something to do on the way back.
#[derive(Debug, Clone, Copy)]
enum Frame {
    /// Another way: go on there.
    Branch { pc: u32, pos: usize },
    /// A greedy loop may give back a unit until `limit` is left.
    GiveBack { pc: u32, pos: usize, limit: usize },
    /// A lazy loop may take up to `left` more units.
    TakeMore { pc: u32, pos: usize, left: u32 },
    /// A lazy repeat may make another round.
    Round { pc: u32, pos: usize },
    /// A register had another value.
    Register { reg: u32, old: usize },
    /// A group had another last capture; `is_gain` where one was added to the log.
    Capture { group: u32, old: u32, is_gain: bool },
}

/// A capture in the log: the group's earlier one is `previous - 1`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) previous: u32,
}

/// Working memory, kept from one match to the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    stack: Vec<Frame>,
    regs: Vec<usize>,
    /// Captures of all groups, in the order in which they were made.
    pub(super) log: Vec<Entry>,
    /// By group, the place of its last capture in the log plus 1; 0 where it has none.
    pub(super) tops: Vec<u32>,
}

impl Scratch {
    fn reset(&mut self, program: &Program) {
        self.stack.clear();
        self.log.clear();
        self.tops.clear();
        self.tops.resize(program.n_groups, 0);
        self.regs.resize(program.n_regs, 0);
    }

    /// Frees what an extraordinary match took.
    pub(super) fn shrink(&mut self) {
        self.stack.clear();
        self.stack.shrink_to(4096);
        self.log.shrink_to(4096);
    }

    fn last_capture(&self, group: u32) -> Option<Entry> {
        self.tops[group as usize].checked_sub(1).map(|entry_idx| self.log[entry_idx as usize])
    }

    fn set_register(&mut self, reg: u32, value: usize, saves: bool) {
        let slot = &mut self.regs[reg as usize];
        if saves {
            self.stack.push(Frame::Register { reg, old: *slot });
        }
        *slot = value;
    }

    fn undo(&mut self, frame: Frame) {
        match frame {
            Frame::Register { reg, old } => self.regs[reg as usize] = old,
            Frame::Capture { group, old, is_gain } => {
                self.tops[group as usize] = old;
                if is_gain {
                    self.log.pop();
                }
            }
            _ => {}
        }
    }

    /// Drops the ways back above `height`; what undoes captures stays if `captures`.
    fn cut(&mut self, height: usize, captures: bool) {
        if !captures {
            return self.stack.truncate(height);
        }
        let mut kept = height;
        for frame_idx in height..self.stack.len() {
            if matches!(self.stack[frame_idx], Frame::Capture { .. }) {
                self.stack.swap(kept, frame_idx);
                kept += 1;
            }
        }
        self.stack.truncate(kept);
    }

    /// Undoes everything above `height`.
    fn unwind(&mut self, height: usize) {
        while self.stack.len() > height {
            if let Some(frame) = self.stack.pop() {
                self.undo(frame);
            }
        }
    }

    /// `(?<group-popped>..)` at its end; false if `popped` has nothing to lose.
    fn end_capture(&mut self, group: Option<u32>, popped: Option<u32>, from: usize, to: usize) -> bool {
        let (mut start, mut end) = (from.min(to), from.max(to));
        if let Some(popped) = popped {
            let Some(last) = self.last_capture(popped) else { return false };
            // The text between the capture that is lost and this one.
            if start >= last.end {
                end = start;
                start = last.end;
            } else if end <= last.start {
                start = last.start;
            } else {
                end = end.min(last.end);
                start = start.max(last.start);
            }
            (start, end) = (start.min(end), start.max(end));
            let old = self.tops[popped as usize];
            self.stack.push(Frame::Capture { group: popped, old, is_gain: false });
            self.tops[popped as usize] = last.previous;
        }
        if let Some(group) = group {
            let old = self.tops[group as usize];
            self.log.push(Entry { start, end, previous: old });
            self.tops[group as usize] = self.log.len() as u32;
            self.stack.push(Frame::Capture { group, old, is_gain: true });
        }
        true
    }
}

/// Where the program is and what it looks at.
pub(super) struct Machine<'m> {
    pub(super) program: &'m Program,
    pub(super) text: &'m [u8],
    /// Where the search began: `\G`.
    pub(super) search_start: usize,
    pub(super) scratch: &'m mut Scratch,
}

impl Machine<'_> {
    /// Matches at `start`: where the match ends, or nothing.
    pub(super) fn run(&mut self, start: usize, fuel: &mut Fuel<'_>) -> Result<Option<usize>, MatchAbort> {
        let program = self.program;
        let text = self.text;
        self.scratch.reset(program);
        let mut pc = 0;
        let mut pos = start;
        loop {
            if fuel.burn(1) {
                fuel.refill(self.scratch.stack.len() > MAX_FRAMES)?;
            }
            let advanced = match &program.insts[pc] {
                Inst::Text(bytes) => text[pos..].starts_with(bytes).then(|| pos + bytes.len()),
                Inst::Ones(ones) => ones.iter().try_fold(pos, |pos, one| single::forward(program, *one, text, pos)),
                Inst::One { one, back: false } => single::forward(program, *one, text, pos),
                Inst::One { one, back: true } => single::backward(program, *one, text, pos),
                Inst::Loop { one, min, max, greed, back, next } => {
                    let counts = (*min, *max);
                    self.enter_loop(pc, pos, *one, counts, *greed, *back, *next, fuel)
                }
                Inst::Anchor(anchor) => self.holds(*anchor, pos).then_some(pos),
                Inst::Jump(target) => {
                    pc = *target as usize;
                    continue;
                }
                Inst::Split { other } => {
                    self.scratch.stack.push(Frame::Branch { pc: *other, pos });
                    Some(pos)
                }
                Inst::SplitIf { begin, other, back } => {
                    let byte = if *back { pos.checked_sub(1).map(|before| text[before]) } else { text.get(pos).copied() };
                    let table = &program.begins[*begin as usize].table;
                    if byte.is_none_or(|byte| !table[usize::from(byte)]) {
                        pc = *other as usize;
                        continue;
                    }
                    self.scratch.stack.push(Frame::Branch { pc: *other, pos });
                    Some(pos)
                }
                Inst::RepeatStart { reg, saves } => {
                    self.scratch.set_register(*reg, 0, *saves);
                    self.scratch.set_register(*reg + 1, usize::MAX, *saves);
                    Some(pos)
                }
                Inst::RepeatNext { reg, min, max, is_lazy, exit } => {
                    let count = self.scratch.regs[*reg as usize];
                    let is_empty_round = self.scratch.regs[*reg as usize + 1] == pos;
                    if count >= *min as usize {
                        // A round that took nothing is the last one.
                        if count >= *max as usize || is_empty_round {
                            pc = *exit as usize;
                            continue;
                        }
                        if *is_lazy {
                            self.scratch.stack.push(Frame::Round { pc: pc as u32, pos });
                            pc = *exit as usize;
                            continue;
                        }
                        self.scratch.stack.push(Frame::Branch { pc: *exit, pos });
                    }
                    self.scratch.set_register(*reg, count + 1, true);
                    self.scratch.set_register(*reg + 1, pos, true);
                    Some(pos)
                }
                Inst::CaptureStart { reg, saves } => {
                    self.scratch.set_register(*reg, pos, *saves);
                    Some(pos)
                }
                Inst::CaptureEnd { reg, group, popped } => {
                    let from = self.scratch.regs[*reg as usize];
                    self.scratch.end_capture(*group, *popped, from, pos).then_some(pos)
                }
                Inst::BackReference { group, ignore_case, ecma, back } => match self.scratch.last_capture(*group) {
                    Some(entry) => self.match_capture(entry, pos, *ignore_case, *back, fuel),
                    None => ecma.then_some(pos),
                },
                Inst::AtomicStart { reg } => {
                    self.scratch.regs[*reg as usize] = self.scratch.stack.len();
                    Some(pos)
                }
                Inst::AtomicEnd { reg, captures } => {
                    let height = self.scratch.regs[*reg as usize];
                    self.scratch.cut(height, *captures);
                    Some(pos)
                }
                Inst::LookStart { reg, other } => {
                    self.scratch.regs[*reg as usize] = self.scratch.stack.len();
                    self.scratch.regs[*reg as usize + 1] = pos;
                    if let Some(other) = other {
                        self.scratch.stack.push(Frame::Branch { pc: *other, pos });
                    }
                    Some(pos)
                }
                Inst::LookEnd { reg, captures } => {
                    let height = self.scratch.regs[*reg as usize];
                    self.scratch.cut(height, *captures);
                    Some(self.scratch.regs[*reg as usize + 1])
                }
                Inst::LookFail { reg } => {
                    let height = self.scratch.regs[*reg as usize];
                    self.scratch.unwind(height);
                    None
                }
                Inst::IfCaptured { group, no } => {
                    if self.scratch.tops[*group as usize] == 0 {
                        pc = *no as usize;
                        continue;
                    }
                    Some(pos)
                }
                Inst::Match => return Ok(Some(pos)),
            };
            if let Some(next) = advanced {
                pos = next;
                pc += 1;
                continue;
            }
            match self.backtrack(fuel) {
                Some((next_pc, next_pos)) => (pc, pos) = (next_pc, next_pos),
                None => return Ok(None),
            }
        }
    }

    /// The next way not yet tried.
    fn backtrack(&mut self, fuel: &mut Fuel<'_>) -> Option<(usize, usize)> {
        let program = self.program;
        let text = self.text;
        loop {
            match self.scratch.stack.pop()? {
                Frame::Branch { pc, pos } => return Some((pc as usize, pos)),
                Frame::GiveBack { pc, pos, limit } => {
                    let Inst::Loop { back, next, .. } = &program.insts[pc as usize] else { continue };
                    let given = if *back { next_boundary(text, pos) } else { previous_boundary(text, pos) };
                    let Some(place) = place_before(text, limit, given, *next) else { continue };
                    if place != limit {
                        self.scratch.stack.push(Frame::GiveBack { pc, pos: place, limit });
                    }
                    return Some((pc as usize + 1, place));
                }
                Frame::TakeMore { pc, pos, left } => {
                    let Inst::Loop { one, back, next, .. } = &program.insts[pc as usize] else { continue };
                    let (place, n_taken) = single::take_until(program, *one, text, pos, left, *back, *next);
                    fuel.burn(u64::from(n_taken) >> 4);
                    let Some(place) = place else { continue };
                    if n_taken < left {
                        self.scratch.stack.push(Frame::TakeMore { pc, pos: place, left: left - n_taken });
                    }
                    return Some((pc as usize + 1, place));
                }
                Frame::Round { pc, pos } => {
                    let Inst::RepeatNext { reg, .. } = &program.insts[pc as usize] else { continue };
                    let count = self.scratch.regs[*reg as usize];
                    self.scratch.set_register(*reg, count + 1, true);
                    self.scratch.set_register(*reg + 1, pos, true);
                    return Some((pc as usize + 1, pos));
                }
                frame => self.scratch.undo(frame),
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    #[inline]
    fn enter_loop(
        &mut self,
        pc: usize,
        pos: usize,
        one: One,
        (min, max): (u32, u32),
        greed: Greed,
        back: bool,
        next: Option<u8>,
        fuel: &mut Fuel<'_>,
    ) -> Option<usize> {
        let program = self.program;
        let text = self.text;
        let (limit, n_first) = single::take(program, one, text, pos, min, back);
        fuel.burn(u64::from(n_first) >> 4);
        if n_first < min {
            return None;
        }
        let pc = pc as u32;
        if greed == Greed::Lazy {
            if max > min {
                self.scratch.stack.push(Frame::TakeMore { pc, pos: limit, left: max - min });
            }
            return Some(limit);
        }
        if max == min {
            return Some(limit);
        }
        let (end, n_more) = single::take(program, one, text, limit, max - min, back);
        fuel.burn(u64::from(n_more) >> 4);
        if greed == Greed::Possessive {
            return Some(end);
        }
        let place = place_before(text, limit, end, next)?;
        if place != limit {
            self.scratch.stack.push(Frame::GiveBack { pc, pos: place, limit });
        }
        Some(place)
    }

    fn match_capture(&self, entry: Entry, pos: usize, ignore_case: bool, back: bool, fuel: &mut Fuel<'_>) -> Option<usize> {
        let text = self.text;
        fuel.burn((entry.end - entry.start) as u64 >> 4);
        let captured = &text[entry.start..entry.end];
        let is_cut = |place: usize| text.get(place).is_some_and(|byte| byte & 0xC0 == 0x80);
        if !ignore_case && !is_cut(entry.start) && !is_cut(entry.end) {
            return if back {
                text[..pos].ends_with(captured).then(|| pos - captured.len())
            } else {
                text[pos..].starts_with(captured).then(|| pos + captured.len())
            };
        }
        let (mut pos, mut start, mut end) = (pos, entry.start, entry.end);
        while start < end {
            let wanted;
            let found;
            if back {
                (wanted, end) = previous_unit(text, end);
                (found, pos) = if pos > 0 { previous_unit(text, pos) } else { return None };
            } else {
                (wanted, start) = next_unit(text, start);
                (found, pos) = if pos < text.len() { next_unit(text, pos) } else { return None };
            }
            let is_same = wanted == found || (ignore_case && case::equivalent(wanted, found, self.program.is_invariant));
            if !is_same {
                return None;
            }
        }
        Some(pos)
    }

    fn holds(&self, anchor: Anchor, pos: usize) -> bool {
        let text = self.text;
        match anchor {
            Anchor::Start => pos == 0,
            Anchor::SearchStart => pos == self.search_start,
            Anchor::End => pos == text.len(),
            Anchor::EndOrLastBreak => pos == text.len() || (pos + 1 == text.len() && text[pos] == b'\n'),
            Anchor::LineStart => pos == 0 || text[pos - 1] == b'\n',
            Anchor::LineEnd => pos == text.len() || text[pos] == b'\n',
            Anchor::Boundary => self.is_boundary(pos, category::is_boundary_word),
            Anchor::NoBoundary => !self.is_boundary(pos, category::is_boundary_word),
            Anchor::EcmaBoundary => self.is_boundary(pos, category::is_ecma_word),
            Anchor::NoEcmaBoundary => !self.is_boundary(pos, category::is_ecma_word),
        }
    }

    fn is_boundary(&self, pos: usize, is_word: fn(u16) -> bool) -> bool {
        let before = pos > 0 && is_word(previous_unit(self.text, pos).0);
        let after = pos < self.text.len() && is_word(next_unit(self.text, pos).0);
        before != after
    }
}

/// The last place between `limit` and `end` where the byte `next` stands; `end` itself where none is asked for.
#[inline]
fn place_before(text: &[u8], limit: usize, end: usize, next: Option<u8>) -> Option<usize> {
    let Some(next) = next else { return Some(end) };
    if text.get(end) == Some(&next) {
        return Some(end);
    }
    memchr::memrchr(next, &text[limit..end]).map(|offset| limit + offset)
}
