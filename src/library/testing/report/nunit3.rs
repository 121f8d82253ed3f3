//! NUnit 3's format.

use std::rc::Rc;

use super::xml::Xml;
use super::{chosen, counted, environment, failure_text, later, result_word, seconds, utc};
use crate::engine::Engine;
use crate::library::testing::model::{Block, Counts, Item, Outcome, Source, Test};
use crate::library::testing::result::{ContainerResult, RunResult};
use crate::library::testing::settings::Settings;
use crate::value::{Value, convert};

struct Writer<'e> {
    xml: Xml,
    engine: &'e Engine,
    assembly: usize,
    node: usize,
}

/// What the head of a suite says.
struct Suite<'s> {
    kind: &'static str,
    name: String,
    full_name: String,
    class_name: Option<String>,
    item: &'s Item,
    counts: Counts,
    failed: bool,
    site: Option<&'static str>,
}

/// The report's text.
pub fn report(engine: &Engine, settings: &Settings, result: &RunResult) -> String {
    let mut xml = Xml::new("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?>");
    let counts = result.counts;
    let name = &settings.suite_name;
    xml.start("test-run")
        .attribute("id", 0)
        .attribute("name", name)
        .attribute("fullname", name)
        .attribute("testcasecount", chosen(counts))
        .attribute("result", result_word(counts, result.n_failures() > 0))
        .attribute("total", chosen(counts))
        .attribute("passed", counts.passed)
        .attribute("failed", counts.failed)
        .attribute("inconclusive", counts.inconclusive)
        .attribute("skipped", counts.skipped)
        .attribute("warnings", 0)
        .attribute("start-time", utc(Some(result.executed_at)))
        .attribute("end-time", utc(later(Some(result.executed_at), result.duration())))
        .attribute("duration", seconds(result.duration()))
        .attribute("asserts", chosen(counts))
        .attribute("random-seed", 0);
    xml.start("filter").end();
    let mut writer = Writer { xml, engine, assembly: 0, node: 1000 };
    for container in &result.containers {
        if container.root.item.should_run.get() || !container.root.item.errors.borrow().is_empty() {
            writer.assembly += 1;
            writer.node = 1000;
            writer.container(container);
        }
    }
    writer.xml.finish()
}

fn data_of(item: &Item) -> Vec<(String, String)> {
    let Some(row) = &item.data else { return Vec::new() };
    match row.base() {
        Value::Dict(dict) => dict
            .pairs()
            .into_iter()
            .map(|(key, value)| (convert::to_plain_text(&key).unwrap_or_default().to_string(), plain(&value)))
            .collect(),
        _ => Vec::new(),
    }
}

fn plain(value: &Value) -> String {
    match value.base() {
        Value::Null | Value::Nothing => "null".to_owned(),
        Value::Str(text) => format!("\"{text}\""),
        other => convert::to_plain_text(other).map_or_else(|| other.type_id().full_name().to_string(), |text| text.to_string()),
    }
}

/// The name, with the data behind it where templates do not tell it.
fn name_of(item: &Item) -> String {
    let expanded = item.expanded_name.borrow();
    let data = data_of(item);
    if item.data.is_some() && **expanded == *item.name && !data.is_empty() {
        let values: Vec<String> = data.into_iter().map(|(_, value)| value).collect();
        return format!("{}({})", item.name, values.join(","));
    }
    expanded.to_string()
}

fn site_of(block: &Block) -> Option<&'static str> {
    if block.own_passed.get() {
        return if block.item.passed.get() { None } else { Some("Child") };
    }
    if !block.item.executed.get() {
        return Some("Parent");
    }
    let ran = block.tests().iter().any(|test| test.item.executed.get()) || block.blocks().iter().any(|inner| inner.item.executed.get());
    Some(if ran { "TearDown" } else { "SetUp" })
}

impl Writer<'_> {
    fn id(&mut self) -> String {
        let id = format!("{}-{}", self.assembly, self.node);
        self.node += 1;
        id
    }

    fn head(&mut self, suite: &Suite<'_>) {
        let id = self.id();
        let item = suite.item;
        let counts = suite.counts;
        let state = match () {
            () if item.skip.get() => "Ignored",
            () if !item.should_run.get() && suite.failed => "NotRunnable",
            () => "Runnable",
        };
        self.xml.start("test-suite").attribute("type", suite.kind).attribute("id", id);
        self.xml.attribute("name", &suite.name).attribute("fullname", &suite.full_name);
        if let Some(class) = &suite.class_name {
            self.xml.attribute("classname", class);
        }
        self.xml.attribute("runstate", state).attribute("result", result_word(counts, suite.failed));
        if let Some(site) = suite.site {
            self.xml.attribute("site", site);
        }
        self.xml
            .attribute("start-time", utc(item.executed_at.get()))
            .attribute("end-time", utc(later(item.executed_at.get(), item.time())))
            .attribute("duration", seconds(item.time()))
            .attribute("testcasecount", chosen(counts))
            .attribute("total", chosen(counts))
            .attribute("passed", counts.passed)
            .attribute("failed", counts.failed)
            .attribute("inconclusive", counts.inconclusive)
            .attribute("warnings", 0)
            .attribute("skipped", counts.skipped)
            .attribute("asserts", chosen(counts));
    }

    fn container(&mut self, container: &ContainerResult) {
        let root = &container.root;
        let full_name = container.container.source.name().to_string();
        let name = match &container.container.source {
            Source::File(path) => {
                std::path::Path::new(&**path).file_name().map_or(full_name.clone(), |name| name.to_string_lossy().into_owned())
            }
            Source::Block(_) => full_name.clone(),
        };
        let failed = root.item.outcome.get() == Outcome::Failed;
        let site = if failed { site_of(root) } else { None };
        self.head(&Suite {
            kind: "Assembly",
            name,
            full_name,
            class_name: None,
            item: &root.item,
            counts: root.counts.get(),
            failed,
            site,
        });
        self.xml.start("environment");
        for (name, value) in environment(self.engine) {
            if !matches!(name, "nunit-version" | "junit-version") {
                self.xml.attribute(name, value);
            }
        }
        let culture = self.engine.culture.name.to_string();
        self.xml.attribute("culture", &culture).attribute("uiculture", &culture).attribute("os-architecture", "x64").end();
        self.failure(&root.item);
        self.children(root, None);
        self.xml.end();
    }

    fn failure(&mut self, item: &Item) {
        if item.errors.borrow().is_empty() {
            return;
        }
        let (message, trace) = failure_text(item);
        self.xml.start("failure");
        self.xml.start("message").text(&message).end();
        self.xml.start("stack-trace").text(&trace).end();
        self.xml.end();
    }

    fn block(&mut self, block: &Rc<Block>, parent: Option<&str>) {
        let item = &block.item;
        let name = name_of(item);
        let full_name = parent.map_or_else(|| name.clone(), |parent| format!("{parent}.{name}"));
        let kind = if block.own_counts.get().total > 0 { "TestFixture" } else { "TestSuite" };
        let failed = item.outcome.get() == Outcome::Failed;
        let class_name = (kind == "TestFixture").then(|| item.path.join("."));
        let site = if failed { site_of(block) } else { None };
        self.head(&Suite { kind, name, full_name: full_name.clone(), class_name, item, counts: block.counts.get(), failed, site });
        self.xml.start("properties");
        self.property("_TYPE", block.kind.name());
        self.properties(item);
        self.xml.end();
        self.failure(item);
        self.children(block, Some(&full_name));
        self.xml.end();
    }

    fn property(&mut self, name: &str, value: &str) {
        self.xml.start("property").attribute("name", name).attribute("value", value).end();
    }

    fn properties(&mut self, item: &Item) {
        for (name, value) in data_of(item) {
            self.property(&name, value.trim_matches('"'));
        }
        for tag in &item.tags {
            self.property("Category", tag);
        }
    }

    fn children(&mut self, block: &Rc<Block>, path: Option<&str>) {
        let blocks: Vec<Rc<Block>> = block.blocks().into_iter().filter(|inner| inner.item.should_run.get()).collect();
        for group in groups(&blocks, |inner| inner.item.group.clone()) {
            match &group[0].item.group {
                None => self.block(&group[0], path),
                Some(_) => {
                    let sample = &group[0].item;
                    let mut counts = Counts::default();
                    group.iter().for_each(|inner| counts.merge(inner.counts.get()));
                    let failed = group.iter().any(|inner| inner.item.outcome.get() == Outcome::Failed);
                    self.group("ParameterizedFixture", sample, None, counts, failed, path);
                    for inner in &group {
                        self.block(inner, path);
                    }
                    self.xml.end();
                }
            }
        }
        let tests: Vec<Rc<Test>> = block.tests().into_iter().filter(|test| test.item.should_run.get()).collect();
        for group in groups(&tests, |test| test.item.group.clone()) {
            match &group[0].item.group {
                None => self.test(&group[0], path),
                Some(_) => {
                    let counts = counted(group.iter().map(|test| test.item.outcome.get()));
                    let class = Some(block.item.path.join("."));
                    self.group("ParameterizedMethod", &group[0].item, class, counts, counts.failed > 0, path);
                    for test in &group {
                        self.test(test, path);
                    }
                    self.xml.end();
                }
            }
        }
    }

    /// What data made together.
    fn group(&mut self, kind: &'static str, sample: &Item, class_name: Option<String>, counts: Counts, failed: bool, path: Option<&str>) {
        let name = sample.name.to_string();
        let full_name = path.map_or_else(|| name.clone(), |path| format!("{path}.{name}"));
        self.head(&Suite { kind, name, full_name, class_name, item: sample, counts, failed, site: None });
        if kind == "ParameterizedMethod" && !sample.tags.is_empty() {
            self.xml.start("properties");
            for tag in &sample.tags {
                self.property("Category", tag);
            }
            self.xml.end();
        }
    }

    fn test(&mut self, test: &Rc<Test>, path: Option<&str>) {
        let item = &test.item;
        let id = self.id();
        let name = name_of(item);
        let full_name = path.map_or_else(|| name.clone(), |path| format!("{path}.{name}"));
        let result = match item.outcome.get() {
            Outcome::NotRun => "Inconclusive",
            outcome => outcome.name(),
        };
        let class = path.unwrap_or_default();
        self.xml
            .start("test-case")
            .attribute("id", id)
            .attribute("name", &name)
            .attribute("fullname", &full_name)
            .attribute("methodname", &item.name)
            .attribute("classname", class)
            .attribute("runstate", if item.skip.get() { "Ignored" } else { "Runnable" })
            .attribute("seed", 0)
            .attribute("result", result)
            .attribute("start-time", utc(item.executed_at.get()))
            .attribute("end-time", utc(later(item.executed_at.get(), item.time())))
            .attribute("duration", seconds(item.time()))
            .attribute("asserts", 1);
        if !item.tags.is_empty() && item.group.is_none() || !data_of(item).is_empty() {
            self.xml.start("properties");
            self.properties(item);
            self.xml.end();
        }
        match item.outcome.get() {
            Outcome::Failed => self.failure(item),
            Outcome::Skipped | Outcome::Inconclusive => {
                let (message, _) = failure_text(item);
                if !message.is_empty() {
                    self.xml.start("reason").start("message").text(&message).end().end();
                }
            }
            _ => {}
        }
        self.xml.end();
    }
}

/// Items in order, those of one group together.
fn groups<T: Clone>(items: &[T], group_of: impl Fn(&T) -> Option<Rc<str>>) -> Vec<Vec<T>> {
    let mut found: Vec<(Option<Rc<str>>, Vec<T>)> = Vec::new();
    for item in items {
        let group = group_of(item);
        let known = found.iter_mut().find(|(own, _)| group.is_some() && *own == group);
        match known {
            Some((_, list)) => list.push(item.clone()),
            None => found.push((group, vec![item.clone()])),
        }
    }
    found.into_iter().map(|(_, list)| list).collect()
}
