//! Tree to program.

use super::first::First;
use super::node::{Anchor, Greed, Node, UNBOUNDED};
use super::parse::Parsed;
use super::program::{Begin, FastSet, Inst, One, Program, Strategy};
use super::set::CharSet;

/// What comes after a part, as far as it is known.
#[derive(Clone)]
enum Follow {
    /// The end of the pattern, or of an atomic part: nothing that could fail.
    Nothing,
    /// Something that begins with one of these.
    Units(First),
    /// The end of the text or a line break.
    End,
    /// No knowledge.
    Unknown,
}

/// Compiles a parsed pattern.
pub(super) fn compile(parsed: &Parsed, reads_back: bool, is_invariant: bool) -> Program {
    let Node::Capture { node: root, .. } = &parsed.tree else {
        return compile_root(&parsed.tree, parsed, reads_back, is_invariant);
    };
    compile_root(root, parsed, reads_back, is_invariant)
}

fn compile_root(root: &Node, parsed: &Parsed, reads_back: bool, is_invariant: bool) -> Program {
    let mut compiler = Compiler {
        insts: Vec::new(),
        sets: Vec::new(),
        begins: Vec::new(),
        n_regs: 0,
        slots: parsed.groups.iter().map(|group| group.0).collect(),
        repeat_depth: 0,
        has_back_reference: false,
    };
    compiler.node(root, &Follow::Nothing);
    compiler.insts.push(Inst::Match);
    let (strategy, leading_loop) = if reads_back { (Strategy::Everywhere, None) } else { compiler.strategy(root) };
    Program {
        insts: compiler.insts,
        sets: compiler.sets,
        begins: compiler.begins,
        n_regs: compiler.n_regs as usize,
        n_groups: parsed.groups.len(),
        min_len: root.min_len(),
        reads_back,
        is_invariant,
        strategy,
        leading_loop,
    }
}

struct Compiler {
    insts: Vec<Inst>,
    sets: Vec<FastSet>,
    begins: Vec<Begin>,
    n_regs: u32,
    /// Group numbers in order: a group's place in it is its index.
    slots: Vec<u32>,
    repeat_depth: usize,
    has_back_reference: bool,
}

impl Compiler {
    fn here(&self) -> u32 {
        self.insts.len() as u32
    }

    fn push(&mut self, inst: Inst) -> usize {
        self.insts.push(inst);
        self.insts.len() - 1
    }

    fn regs(&mut self, n_regs: u32) -> u32 {
        self.n_regs += n_regs;
        self.n_regs - n_regs
    }

    fn group(&self, slot: u32) -> u32 {
        self.slots.binary_search(&slot).unwrap_or(0) as u32
    }

    /// Points the jump at `inst_idx` to the next instruction.
    fn land(&mut self, inst_idx: usize) {
        let here = self.here();
        match &mut self.insts[inst_idx] {
            Inst::Jump(target)
            | Inst::Split { other: target }
            | Inst::SplitIf { other: target, .. }
            | Inst::RepeatNext { exit: target, .. }
            | Inst::LookStart { other: Some(target), .. }
            | Inst::IfCaptured { no: target, .. } => *target = here,
            _ => {}
        }
    }

    fn one(&mut self, node: &Node) -> One {
        let set = match node {
            Node::Unit { unit, .. } if *unit < 128 => return One::Byte(*unit as u8),
            Node::Unit { unit, .. } => CharSet::of_range(*unit, *unit),
            Node::Set { set, .. } => {
                if set.is_everything() {
                    return One::Any;
                }
                if let Some(unit) = set.single().filter(|unit| *unit < 128) {
                    return One::Byte(unit as u8);
                }
                if *set == CharSet::not_line_feed() {
                    return One::NotLineFeed;
                }
                let lower = (set.ascii() >> 0x60) as u32;
                if !set.may_be_wide() && lower.count_ones() == 1 && set.ascii().count_ones() == 2 {
                    let letter = 0x60 + lower.trailing_zeros() as u8;
                    if letter.is_ascii_lowercase() && set.contains_ascii(letter ^ 0x20) {
                        return One::Letter(letter);
                    }
                }
                set.clone()
            }
            _ => CharSet::default(),
        };
        let known = self.sets.iter().position(|fast| fast.set == set);
        let set_idx = known.unwrap_or_else(|| {
            self.sets.push(FastSet::new(set));
            self.sets.len() - 1
        });
        One::Set(set_idx as u32)
    }

    fn begin(&mut self, begin: Begin) -> u32 {
        let known = self.begins.iter().position(|one| *one == begin);
        known.unwrap_or_else(|| {
            self.begins.push(begin);
            self.begins.len() - 1
        }) as u32
    }

    fn node(&mut self, node: &Node, follow: &Follow) {
        match node {
            Node::Empty => {}
            Node::Unit { back, .. } | Node::Set { back, .. } => {
                let one = self.one(node);
                self.push(Inst::One { one, back: *back });
            }
            Node::Anchor(anchor) => drop(self.push(Inst::Anchor(*anchor))),
            Node::BackReference { slot, ignore_case, ecma, back } => {
                let group = self.group(*slot);
                self.has_back_reference = true;
                self.push(Inst::BackReference { group, ignore_case: *ignore_case, ecma: *ecma, back: *back });
            }
            Node::Concat(nodes) => self.concat(nodes, follow),
            Node::Alternate(nodes) => self.alternate(nodes, follow),
            Node::Repeat { max: 0, .. } => {}
            Node::Repeat { node, min, max, greed } if node.is_single() => self.single_loop(node, (*min, *max), *greed, follow),
            Node::Repeat { node, min: 1, max: 1, .. } => self.node(node, follow),
            Node::Repeat { node, min: 0, max: 1, greed } if node.min_len() > 0 => {
                self.optional(node, *greed == Greed::Lazy, follow);
            }
            Node::Repeat { node, min, max, greed } => self.repeat(node, (*min, *max), *greed == Greed::Lazy),
            Node::Capture { node, slot, popped } => {
                let reg = self.regs(1);
                self.push(Inst::CaptureStart { reg, saves: self.repeat_depth > 0 });
                // A balancing group may fail at its end, which asks for another way through it.
                let inner = if popped.is_some() { &Follow::Unknown } else { follow };
                self.node(node, inner);
                let group = slot.map(|slot| self.group(slot));
                let popped = popped.map(|slot| self.group(slot));
                self.push(Inst::CaptureEnd { reg, group, popped });
            }
            Node::Look { node, is_negative } => {
                let reg = self.regs(2);
                let start = self.push(Inst::LookStart { reg, other: is_negative.then_some(0) });
                self.node(node, &Follow::Nothing);
                if *is_negative {
                    self.push(Inst::LookFail { reg });
                    self.land(start);
                } else {
                    self.push(Inst::LookEnd { reg, captures: node.captures() });
                }
            }
            Node::Atomic(node) => {
                let reg = self.regs(1);
                self.push(Inst::AtomicStart { reg });
                self.node(node, &Follow::Nothing);
                self.push(Inst::AtomicEnd { reg, captures: node.captures() });
            }
            Node::IfCaptured { slot, yes, no } => {
                self.has_back_reference = true;
                let group = self.group(*slot);
                let test = self.push(Inst::IfCaptured { group, no: 0 });
                self.branches(test, yes, no, follow);
            }
            Node::IfMatches { test, yes, no } => {
                let reg = self.regs(2);
                let start = self.push(Inst::LookStart { reg, other: Some(0) });
                self.node(test, &Follow::Nothing);
                self.push(Inst::LookEnd { reg, captures: test.captures() });
                self.branches(start, yes, no, follow);
            }
        }
    }

    fn branches(&mut self, test: usize, yes: &Node, no: &Node, follow: &Follow) {
        self.node(yes, follow);
        let skip = self.push(Inst::Jump(0));
        self.land(test);
        self.node(no, follow);
        self.land(skip);
    }

    fn concat(&mut self, nodes: &[Node], follow: &Follow) {
        let mut node_idx = 0;
        while node_idx < nodes.len() {
            let n_run = nodes[node_idx..].iter().take_while(|node| is_forward_single(node)).count();
            if n_run > 1 {
                self.run(&nodes[node_idx..node_idx + n_run]);
                node_idx += n_run;
                continue;
            }
            let rest = &nodes[node_idx + 1..];
            // Only loops ask what follows; to compute it for plain units would cost for nothing.
            let after = if is_forward_single(&nodes[node_idx]) { Follow::Unknown } else { follow_of(rest, follow) };
            self.node(&nodes[node_idx], &after);
            node_idx += 1;
        }
    }

    /// A run of single units, left to right.
    fn run(&mut self, nodes: &[Node]) {
        let units: Option<Vec<u16>> = nodes
            .iter()
            .map(|node| match node {
                Node::Unit { unit, .. } => Some(*unit),
                _ => None,
            })
            .collect();
        // Halves of a pair that stand alone have no bytes: they are tested one by one.
        if let Some(text) = units.and_then(|units| String::from_utf16(&units).ok()) {
            self.push(Inst::Text(text.into_bytes().into_boxed_slice()));
            return;
        }
        let ones = nodes.iter().map(|node| self.one(node)).collect();
        self.push(Inst::Ones(ones));
    }

    fn alternate(&mut self, nodes: &[Node], follow: &Follow) {
        let mut jumps = Vec::new();
        for (node_idx, node) in nodes.iter().enumerate() {
            if node_idx + 1 == nodes.len() {
                self.node(node, follow);
                break;
            }
            let split = self.split(node);
            self.node(node, follow);
            jumps.push(self.push(Inst::Jump(0)));
            self.land(split);
        }
        jumps.into_iter().for_each(|jump| self.land(jump));
    }

    /// A split that tries `node` first, unless its first unit rules it out.
    fn split(&mut self, node: &Node) -> usize {
        let (first, is_nullable) = First::of(node);
        match first.begin().filter(|_| !is_nullable) {
            Some(begin) => {
                let begin = self.begin(begin);
                self.push(Inst::SplitIf { begin, other: 0, back: reads_back(node) })
            }
            None => self.push(Inst::Split { other: 0 }),
        }
    }

    fn optional(&mut self, node: &Node, is_lazy: bool, follow: &Follow) {
        if is_lazy {
            let try_exit = self.push(Inst::Split { other: 0 });
            let exit = self.push(Inst::Jump(0));
            self.land(try_exit);
            self.node(node, follow);
            self.land(exit);
        } else {
            let split = self.split(node);
            self.node(node, follow);
            self.land(split);
        }
    }

    fn repeat(&mut self, node: &Node, (min, max): (u32, u32), is_lazy: bool) {
        let reg = self.regs(2);
        self.push(Inst::RepeatStart { reg, saves: self.repeat_depth > 0 });
        self.repeat_depth += 1;
        let next = self.push(Inst::RepeatNext { reg, min, max, is_lazy, exit: 0 });
        self.node(node, &Follow::Unknown);
        self.push(Inst::Jump(next as u32));
        self.repeat_depth -= 1;
        self.land(next);
    }

    fn single_loop(&mut self, node: &Node, (min, max): (u32, u32), greed: Greed, follow: &Follow) {
        let (set, back) = match node {
            Node::Set { set, back } => (set.clone(), *back),
            Node::Unit { unit, back } => (CharSet::of_range(*unit, *unit), *back),
            _ => return,
        };
        let one = self.one(node);
        if min == 1 && max == 1 {
            self.push(Inst::One { one, back });
            return;
        }
        let is_safe = min == max
            || match follow {
                Follow::Nothing => greed == Greed::Greedy,
                Follow::Units(first) => greed == Greed::Greedy && first.excludes(&set),
                // Giving back from right to left moves towards the end.
                Follow::End => greed == Greed::Greedy && !back && !set.contains(0x0A),
                Follow::Unknown => false,
            };
        let greed = if is_safe { Greed::Possessive } else { greed };
        let next = match follow {
            Follow::Units(first) if !back => first.single_byte(),
            _ => None,
        };
        self.push(Inst::Loop { one, min, max, greed, back, next });
    }

    fn strategy(&self, root: &Node) -> (Strategy, Option<One>) {
        let mut insts = self.insts.iter().skip_while(|inst| matches!(inst, Inst::CaptureStart { .. }));
        let leading = insts.next();
        let leading_loop = match leading {
            Some(Inst::Loop { one, min: 0 | 1, max: UNBOUNDED, back: false, .. }) if !self.has_back_reference => Some(*one),
            _ => None,
        };
        match leading {
            Some(Inst::Anchor(Anchor::Start)) => return (Strategy::Start, None),
            Some(Inst::Anchor(Anchor::SearchStart)) => return (Strategy::SearchStart, None),
            Some(Inst::Anchor(Anchor::End | Anchor::EndOrLastBreak)) => return (Strategy::End, None),
            Some(Inst::Anchor(Anchor::LineStart)) => return (Strategy::Lines, None),
            Some(Inst::Loop { one: One::NotLineFeed, min: 0, .. }) if leading_loop.is_some() => {
                return (Strategy::Lines, None);
            }
            Some(Inst::Text(text)) => {
                return (Strategy::Prefix(Box::new(memchr::memmem::Finder::new(&text[..]).into_owned())), None);
            }
            _ => {}
        }
        let (first, is_nullable) = First::of(root);
        if is_nullable {
            return (Strategy::Everywhere, leading_loop);
        }
        let strategy = match (first.few_bytes(), first.begin()) {
            (Some(bytes), _) => Strategy::Bytes(bytes),
            (None, Some(begin)) => Strategy::Begin(Box::new(begin)),
            (None, None) => Strategy::Everywhere,
        };
        (strategy, leading_loop)
    }
}

fn is_forward_single(node: &Node) -> bool {
    matches!(node, Node::Unit { back: false, .. } | Node::Set { back: false, .. })
}

/// The direction in which the first unit of a node is read.
fn reads_back(node: &Node) -> bool {
    match node {
        Node::Unit { back, .. } | Node::Set { back, .. } | Node::BackReference { back, .. } => *back,
        Node::Concat(nodes) | Node::Alternate(nodes) => nodes.iter().any(reads_back),
        Node::Repeat { node, .. } | Node::Capture { node, .. } | Node::Atomic(node) => reads_back(node),
        Node::IfCaptured { yes, no, .. } | Node::IfMatches { yes, no, .. } => reads_back(yes) || reads_back(no),
        Node::Empty | Node::Anchor(_) | Node::Look { .. } => false,
    }
}

/// What comes after a part: the rest of its sequence, then what follows the sequence.
fn follow_of(rest: &[Node], follow: &Follow) -> Follow {
    match rest.first() {
        None => return follow.clone(),
        Some(Node::Anchor(Anchor::End | Anchor::EndOrLastBreak | Anchor::LineEnd)) => return Follow::End,
        Some(_) => {}
    }
    let mut first = First::default();
    // Parts of no width are passed over: what follows them must match at the same place.
    if !rest.iter().all(|node| first.add(node)) {
        return Follow::Units(first);
    }
    match follow {
        Follow::Units(later) => {
            first.merge(later);
            Follow::Units(first)
        }
        _ => Follow::Unknown,
    }
}
