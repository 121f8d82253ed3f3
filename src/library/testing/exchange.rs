//! Results between processes: a file's tree as JSON, for runs in which files are tested side by side.

use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value as Json, json};

use super::model::{Block, BlockKind, Child, Container, Failure, Found, Item, Outcome, Test};
use crate::value::date::DateTimeKind;
use crate::value::{Category, DateTime, ErrorRecord, TypeId, Value};

fn item_json(item: &Item) -> Json {
    let errors: Vec<Json> = item
        .errors
        .borrow()
        .iter()
        .map(|error| json!({ "id": &*error.record.id(), "text": &*error.record.message(), "message": error.message, "trace": error.trace }))
        .collect();
    json!({
        "name": &*item.name,
        "expanded": &**item.expanded_name.borrow(),
        "path": item.path.iter().map(|name| &**name).collect::<Vec<_>>(),
        "expandedPath": &**item.expanded_path.borrow(),
        "tags": item.tags.iter().map(|tag| &**tag).collect::<Vec<_>>(),
        "line": item.line,
        "group": item.group.as_deref(),
        "skip": item.skip.get(),
        "shouldRun": item.should_run.get(),
        "executed": item.executed.get(),
        "executedAt": item.executed_at.get().map(|time| time.ticks()),
        "passed": item.passed.get(),
        "outcome": item.outcome.get().name(),
        "user": item.user_time.get().as_nanos() as u64,
        "framework": item.framework_time.get().as_nanos() as u64,
        "errors": errors,
    })
}

/// A block with all that is in it.
pub fn block_json(block: &Block) -> Json {
    let children: Vec<Json> = block
        .children
        .borrow()
        .iter()
        .map(|child| match child {
            Child::Test(test) => json!({
                "item": item_json(&test.item),
                "skipped": test.skipped.get(),
                "inconclusive": test.inconclusive.get(),
            }),
            Child::Block(block) => block_json(block),
        })
        .collect();
    json!({
        "kind": block.kind.name(),
        "item": item_json(&block.item),
        "ownPassed": block.own_passed.get(),
        "discovery": block.discovery_time.get().as_nanos() as u64,
        "children": children,
    })
}

fn text(json: &Json, name: &str) -> Rc<str> {
    Rc::from(json[name].as_str().unwrap_or(""))
}

fn texts(json: &Json, name: &str) -> Vec<Rc<str>> {
    json[name].as_array().map(|items| items.iter().map(|item| Rc::from(item.as_str().unwrap_or(""))).collect()).unwrap_or_default()
}

fn flag(json: &Json, name: &str) -> bool {
    json[name].as_bool().unwrap_or(false)
}

fn time(json: &Json, name: &str) -> Duration {
    Duration::from_nanos(json[name].as_u64().unwrap_or(0))
}

fn item_of(json: &Json) -> Item {
    let mut item = Item::new(text(json, "name"), texts(json, "path"), None);
    *item.expanded_name.borrow_mut() = text(json, "expanded");
    *item.expanded_path.borrow_mut() = text(json, "expandedPath");
    item.tags = texts(json, "tags");
    item.line = json["line"].as_u64().unwrap_or(0) as u32;
    item.group = json["group"].as_str().map(Rc::from);
    item.skip.set(flag(json, "skip"));
    item.should_run.set(flag(json, "shouldRun"));
    item.executed.set(flag(json, "executed"));
    item.executed_at.set(json["executedAt"].as_i64().map(|ticks| DateTime::from_ticks_clamped(ticks, DateTimeKind::Local)));
    item.passed.set(flag(json, "passed"));
    item.user_time.set(time(json, "user"));
    item.framework_time.set(time(json, "framework"));
    let outcomes = [Outcome::Passed, Outcome::Failed, Outcome::Skipped, Outcome::Inconclusive, Outcome::NotRun];
    let outcome = text(json, "outcome");
    item.outcome.set(outcomes.into_iter().find(|own| *own.name() == *outcome).unwrap_or_default());
    for error in json["errors"].as_array().into_iter().flatten() {
        let record = ErrorRecord::new(TypeId::EXCEPTION, text(error, "text"), text(error, "id"), Category::InvalidResult, Value::Null);
        item.errors.borrow_mut().push(Failure {
            record,
            message: text(error, "message").to_string(),
            trace: text(error, "trace").to_string(),
        });
    }
    item
}

fn block_of(json: &Json, parent: Option<&Rc<Block>>) -> Rc<Block> {
    let kind = match &*text(json, "kind") {
        "Root" => BlockKind::Root,
        "Context" => BlockKind::Context,
        _ => BlockKind::Describe,
    };
    let block = Block::new(kind, item_of(&json["item"]), parent);
    block.own_passed.set(flag(json, "ownPassed"));
    block.discovery_time.set(time(json, "discovery"));
    for child in json["children"].as_array().into_iter().flatten() {
        let made = match child["kind"].as_str() {
            Some(_) => Child::Block(block_of(child, Some(&block))),
            None => Child::Test(Rc::new(Test {
                item: item_of(&child["item"]),
                block: Rc::downgrade(&block),
                skipped: std::cell::Cell::new(flag(child, "skipped")),
                inconclusive: std::cell::Cell::new(flag(child, "inconclusive")),
            })),
        };
        block.children.borrow_mut().push(made);
    }
    block
}

/// A container whose tests another process ran.
pub fn found_of(container: Container, json: &Json) -> Found {
    Found { container, root: block_of(json, None), broken: Default::default() }
}

/// A container whose process did not come to an end.
pub fn lost(container: Container, message: &str) -> Found {
    let root = Block::new(BlockKind::Root, Item::new(Rc::from("Root"), Vec::new(), None), None);
    let record = ErrorRecord::new(TypeId::EXCEPTION, message, "TestProcessFailed", Category::OperationStopped, Value::Null);
    root.item.errors.borrow_mut().push(Failure { record, message: message.to_owned(), trace: String::new() });
    root.own_passed.set(false);
    Found { container, root, broken: std::cell::Cell::new(true) }
}
