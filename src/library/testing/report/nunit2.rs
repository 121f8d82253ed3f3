//! NUnit 2.5's format (`NUnitXml`).

use std::rc::Rc;

use super::xml::Xml;
use super::{chosen, environment, failure_text, seconds};
use crate::engine::Engine;
use crate::library::testing::model::{Block, Counts, Item, Outcome, Test};
use crate::library::testing::result::RunResult;
use crate::library::testing::settings::Settings;

fn word(counts: Counts, failed: bool) -> &'static str {
    match () {
        () if failed || counts.failed > 0 => "Failure",
        () if counts.skipped > 0 => "Ignored",
        () if counts.inconclusive > 0 => "Inconclusive",
        () => "Success",
    }
}

fn suite(xml: &mut Xml, kind: &str, name: &str, description: &str, counts: Counts, failed: bool, time: std::time::Duration) {
    xml.start("test-suite")
        .attribute("type", kind)
        .attribute("name", name)
        .attribute("executed", "True")
        .attribute("result", word(counts, failed))
        .attribute("success", if failed || counts.failed > 0 { "False" } else { "True" })
        .attribute("time", seconds(time))
        .attribute("asserts", 0)
        .attribute("description", description);
    xml.start("results");
}

/// The report's text.
pub fn report(engine: &Engine, settings: &Settings, result: &RunResult) -> String {
    let mut xml = Xml::new("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?>");
    let counts = result.counts;
    let at = result.executed_at;
    xml.start("test-results")
        .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .attribute("xsi:noNamespaceSchemaLocation", "nunit_schema_2.5.xsd")
        .attribute("name", &settings.suite_name)
        .attribute("total", chosen(counts))
        .attribute("errors", 0)
        .attribute("failures", counts.failed)
        .attribute("not-run", counts.not_run)
        .attribute("inconclusive", counts.inconclusive)
        .attribute("ignored", 0)
        .attribute("skipped", counts.skipped)
        .attribute("invalid", 0)
        .attribute("date", format!("{:04}-{:02}-{:02}", at.year(), at.month(), at.day()))
        .attribute("time", format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second()));
    xml.start("environment");
    for (name, value) in environment(engine) {
        if !matches!(name, "junit-version" | "framework-version") {
            xml.attribute(name, value);
        }
    }
    xml.end();
    let culture = engine.culture.name.to_string();
    xml.start("culture-info").attribute("current-culture", &culture).attribute("current-uiculture", &culture).end();
    let name = &settings.suite_name;
    suite(&mut xml, "TestFixture", name, name, counts, result.n_failures() > 0, result.duration());
    for container in &result.containers {
        let root = &container.root;
        let failed = !root.item.errors.borrow().is_empty();
        if !root.item.should_run.get() && !failed {
            continue;
        }
        let name = container.container.source.name();
        suite(&mut xml, "TestFixture", &name, &name, root.counts.get(), failed || !root.item.passed.get(), root.item.time());
        if failed {
            failed_case(&mut xml, &root.item, &name);
        }
        children(&mut xml, root);
        xml.end().end();
    }
    xml.finish()
}

/// An error outside of any test, as a test of its own: the format has no other place for it.
fn failed_case(xml: &mut Xml, item: &Item, name: &str) {
    xml.start("test-case")
        .attribute("description", name)
        .attribute("name", name)
        .attribute("time", 0)
        .attribute("asserts", 0)
        .attribute("success", "False")
        .attribute("result", "Error")
        .attribute("executed", "True");
    failure(xml, item);
    xml.end();
}

fn failure(xml: &mut Xml, item: &Item) {
    let (message, trace) = failure_text(item);
    xml.start("failure");
    xml.start("message").text(&message).end();
    xml.start("stack-trace").text(&trace).end();
    xml.end();
}

fn children(xml: &mut Xml, block: &Rc<Block>) {
    for inner in block.blocks().iter().filter(|inner| inner.item.should_run.get()) {
        let item = &inner.item;
        let path = item.expanded_path.borrow().clone();
        suite(xml, "TestFixture", &path, &path, inner.counts.get(), item.outcome.get() == Outcome::Failed, item.time());
        if !item.errors.borrow().is_empty() {
            failed_case(xml, item, &format!("{path}.BeforeAll / AfterAll"));
        }
        children(xml, inner);
        xml.end().end();
    }
    let tests: Vec<Rc<Test>> = block.tests().into_iter().filter(|test| test.item.should_run.get()).collect();
    let mut done: Vec<Rc<str>> = Vec::new();
    for test in &tests {
        match &test.item.group {
            None => case(xml, test),
            Some(group) if done.contains(group) => {}
            Some(group) => {
                done.push(group.clone());
                let own: Vec<_> = tests.iter().filter(|other| other.item.group.as_ref() == Some(group)).collect();
                let counts = super::counted(own.iter().map(|test| test.item.outcome.get()));
                let time = own.iter().map(|test| test.item.time()).sum();
                suite(xml, "ParameterizedTest", &test.item.path.join("."), &test.item.name, counts, false, time);
                own.iter().for_each(|test| case(xml, test));
                xml.end().end();
            }
        }
    }
}

fn case(xml: &mut Xml, test: &Test) {
    let item = &test.item;
    let (result, executed) = match item.outcome.get() {
        Outcome::Passed => ("Success", "True"),
        Outcome::Failed => ("Failure", "True"),
        Outcome::Skipped => ("Ignored", "False"),
        Outcome::Inconclusive => ("Inconclusive", "True"),
        Outcome::NotRun => ("NotRunnable", "False"),
    };
    xml.start("test-case")
        .attribute("description", item.expanded_name.borrow())
        .attribute("name", item.expanded_path.borrow())
        .attribute("time", seconds(item.time()))
        .attribute("asserts", 0)
        .attribute("success", if item.outcome.get() == Outcome::Passed { "True" } else { "False" })
        .attribute("result", result)
        .attribute("executed", executed);
    match item.outcome.get() {
        Outcome::Failed => failure(xml, item),
        Outcome::Skipped | Outcome::Inconclusive => {
            let (message, _) = failure_text(item);
            if !message.is_empty() {
                xml.start("reason").start("message").text(&message).end().end();
            }
        }
        _ => {}
    }
    xml.end();
}
