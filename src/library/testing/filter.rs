//! Which blocks and tests run: tags, names, lines; and which of them come first and last among their siblings.
//!
//! An exclusion beats everything; a line that is named includes even what is skipped; a block that is included
//! includes what is in it; a block runs if anything in it does.

use std::rc::Rc;

use super::model::{Block, Item};
use super::settings::Settings;
use crate::value::members::objects::wildcard_matches;

/// What filters say of an item.
#[derive(Default)]
struct Verdict {
    include: bool,
    exclude: bool,
    explicit: bool,
}

/// Decides for a container's whole tree.
pub fn apply(root: &Rc<Block>, settings: &Settings) {
    root.item.should_run.set(true);
    decide(root, settings);
}

fn line_of(item: &Item, kind: &str) -> String {
    let file = item.file().unwrap_or_else(|| Rc::from(kind));
    format!("{}:{}", file.replace('\\', "/"), item.line)
}

fn judge(item: &Item, parent: &Block, settings: &Settings, is_test: bool) -> Verdict {
    if parent.item.exclude.get() {
        return Verdict { exclude: true, ..Verdict::default() };
    }
    let has_tag = |wanted: &[String]| wanted.iter().any(|pattern| item.tags.iter().any(|tag| wildcard_matches(pattern, tag)));
    let is_line = |wanted: &[String]| {
        !wanted.is_empty() && {
            let own = line_of(item, "");
            wanted.iter().any(|line| line.replace('\\', "/").eq_ignore_ascii_case(&own))
        }
    };
    if has_tag(&settings.exclude_tag) {
        return Verdict { exclude: true, ..Verdict::default() };
    }
    if is_line(&settings.exclude_line) {
        return Verdict { exclude: true, explicit: true, ..Verdict::default() };
    }
    if is_line(&settings.line) {
        return Verdict { include: true, explicit: true, ..Verdict::default() };
    }
    if parent.item.include.get() || has_tag(&settings.tag) {
        return Verdict { include: true, ..Verdict::default() };
    }
    let path = item.path.join(".");
    if settings.full_name.iter().any(|pattern| wildcard_matches(pattern, &path)) {
        return Verdict { include: true, ..Verdict::default() };
    }
    let any = !settings.line.is_empty() || !settings.tag.is_empty() || !settings.full_name.is_empty();
    Verdict { include: !any && is_test, ..Verdict::default() }
}

/// `-Skip`, of the item itself or of what is around it, unless a line filter names it.
fn settle_skip(item: &Item, inherited: bool) {
    if item.skip.get() || inherited {
        item.skip.set(!(item.should_run.get() && item.explicit.get()));
    }
}

fn decide(block: &Rc<Block>, settings: &Settings) {
    let item = &block.item;
    if let Some(parent) = block.parent() {
        let verdict = judge(item, &parent, settings, false);
        item.explicit.set(verdict.explicit);
        item.exclude.set(verdict.exclude);
        item.include.set(verdict.include && !verdict.exclude);
        item.should_run.set(!verdict.exclude);
        settle_skip(item, parent.item.skip.get());
    }
    let tests = block.tests();
    for test in &tests {
        let verdict = judge(&test.item, block, settings, true);
        test.item.explicit.set(verdict.explicit);
        test.item.should_run.set(verdict.include && !verdict.exclude);
        settle_skip(&test.item, item.skip.get());
    }
    let mut any_runs = false;
    let mut all_skipped = true;
    if item.should_run.get() {
        let chosen: Vec<_> = tests.iter().filter(|test| test.item.should_run.get()).collect();
        if let (Some(first), Some(last)) = (chosen.first(), chosen.last()) {
            first.item.first.set(true);
            last.item.last.set(true);
            any_runs = true;
        }
        all_skipped &= chosen.iter().all(|test| test.item.skip.get());
    }
    let blocks = block.blocks();
    for inner in &blocks {
        decide(inner, settings);
    }
    let chosen: Vec<_> = blocks.iter().filter(|inner| inner.item.should_run.get()).collect();
    if let (Some(first), Some(last)) = (chosen.first(), chosen.last()) {
        first.item.first.set(true);
        last.item.last.set(true);
        any_runs = true;
    }
    all_skipped &= chosen.iter().all(|inner| inner.item.skip.get());
    item.should_run.set(any_runs);
    if any_runs {
        // A block whose tests are all left out needs no hooks; one with a test that a line filter names does.
        item.skip.set(all_skipped);
    }
}
