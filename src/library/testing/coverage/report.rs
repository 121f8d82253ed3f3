//! Reports of coverage: JaCoCo, Cobertura.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::super::report::xml::Xml;
use super::{Measurement, common_folder, relative};
use crate::engine::Engine;
use crate::value::Runtime;

#[derive(Clone, Copy, Default)]
struct Tally {
    missed: usize,
    covered: usize,
}

impl Tally {
    fn add(&mut self, hit: bool) {
        if hit { self.covered += 1 } else { self.missed += 1 }
    }

    fn merge(&mut self, other: Tally) {
        self.missed += other.missed;
        self.covered += other.covered;
    }
}

/// Counters of a method, class, package or report.
#[derive(Clone, Copy, Default)]
struct Tallies {
    instruction: Tally,
    line: Tally,
    method: Tally,
    class: Tally,
}

impl Tallies {
    fn merge(&mut self, other: Tallies) {
        self.instruction.merge(other.instruction);
        self.line.merge(other.line);
        self.method.merge(other.method);
        self.class.merge(other.class);
    }

    fn write(&self, xml: &mut Xml, with_class: bool) {
        let rows = [("INSTRUCTION", self.instruction), ("LINE", self.line), ("METHOD", self.method), ("CLASS", self.class)];
        for (kind, tally) in rows.into_iter().take(if with_class { 4 } else { 3 }) {
            xml.start("counter").attribute("type", kind).attribute("missed", tally.missed).attribute("covered", tally.covered).end();
        }
    }
}

#[derive(Default)]
struct ClassRows {
    tallies: Tallies,
    methods: Vec<(String, u32, Tallies)>,
    /// Missed and covered commands by line.
    lines: BTreeMap<u32, Tally>,
    /// How often a line ran.
    hits: BTreeMap<u32, u32>,
}

/// Scripts by folder, each with its counters.
fn folders(measurement: &Measurement) -> BTreeMap<String, BTreeMap<String, ClassRows>> {
    let mut folders: BTreeMap<String, BTreeMap<String, ClassRows>> = BTreeMap::new();
    for counted in &measurement.commands {
        let folder = Path::new(&*counted.path).parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
        let rows = folders.entry(folder).or_default().entry(counted.path.to_string()).or_default();
        let hit = counted.hits > 0;
        let (line, function) = (counted.command.line, &counted.command.function);
        let name = if function.is_empty() { "<script>".to_owned() } else { function.to_string() };
        let at = match rows.methods.iter().position(|(own, ..)| *own == name) {
            Some(at) => at,
            None => {
                rows.methods.push((name, line, Tallies::default()));
                rows.methods.len() - 1
            }
        };
        rows.methods[at].2.instruction.add(hit);
        rows.tallies.instruction.add(hit);
        let is_new = !rows.lines.contains_key(&line);
        rows.lines.entry(line).or_default().add(hit);
        *rows.hits.entry(line).or_default() += counted.hits;
        if is_new {
            rows.methods[at].2.line.add(hit);
            rows.tallies.line.add(hit);
        }
    }
    for rows in folders.values_mut().flat_map(BTreeMap::values_mut) {
        for (_, _, method) in &mut rows.methods {
            let hit = method.instruction.covered > 0;
            method.method.add(hit);
            rows.tallies.method.add(hit);
        }
        rows.tallies.class.add(rows.tallies.instruction.covered > 0);
    }
    folders
}

/// The present instant in milliseconds since 1970.
fn milliseconds(engine: &mut Engine) -> i64 {
    let ticks = engine.now().to_universal_time().ticks() - crate::value::DateTime::UNIX_EPOCH.ticks();
    ticks / 10_000
}

/// JaCoCo's format; for editors' gutters without the outermost folder's name.
pub fn jacoco(engine: &mut Engine, measurement: &Measurement, gutters: bool, took: Duration) -> String {
    let end = milliseconds(engine);
    let start = end - took.as_millis() as i64;
    let common = common_folder(&measurement.files);
    let leaf = common.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut xml = Xml::new(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><!DOCTYPE report PUBLIC \"-//JACOCO//DTD Report 1.1//EN\" \"report.dtd\">",
    );
    xml.start("report").attribute("name", "Pester");
    xml.start("sessioninfo").attribute("id", "this").attribute("start", start).attribute("dump", end).end();
    let mut total = Tallies::default();
    for (folder, scripts) in folders(measurement) {
        let inner = relative(&folder, &common);
        let name = match (inner.is_empty() || Path::new(&folder) == common, gutters) {
            (true, true) => ".".to_owned(),
            (true, false) => leaf.clone(),
            (false, true) => inner.to_owned(),
            (false, false) => format!("{leaf}/{inner}"),
        };
        xml.start("package").attribute("name", name);
        let mut package = Tallies::default();
        for (path, rows) in &scripts {
            package.merge(rows.tallies);
            let own = relative(path, &common);
            let file = if gutters { Path::new(own).file_name().map_or(own, |name| name.to_str().unwrap_or(own)) } else { own };
            let class = if gutters { own.to_owned() } else { format!("{leaf}/{own}") };
            let class = class.rsplit_once('.').map_or(class.as_str(), |(front, _)| front).to_owned();
            xml.start("class").attribute("name", class).attribute("sourcefilename", file);
            for (name, line, tallies) in &rows.methods {
                xml.start("method").attribute("name", name).attribute("desc", "()").attribute("line", line);
                tallies.write(&mut xml, false);
                xml.end();
            }
            rows.tallies.write(&mut xml, true);
            xml.end();
        }
        for (path, rows) in &scripts {
            let own = relative(path, &common);
            let file = if gutters { Path::new(own).file_name().map_or(own, |name| name.to_str().unwrap_or(own)) } else { own };
            xml.start("sourcefile").attribute("name", file);
            for (line, tally) in &rows.lines {
                xml.start("line")
                    .attribute("nr", line)
                    .attribute("mi", tally.missed)
                    .attribute("ci", tally.covered)
                    .attribute("mb", 0)
                    .attribute("cb", 0)
                    .end();
            }
            rows.tallies.write(&mut xml, true);
            xml.end();
        }
        package.write(&mut xml, true);
        xml.end();
        total.merge(package);
    }
    total.write(&mut xml, true);
    xml.finish()
}

fn rate(covered: usize, total: usize) -> f64 {
    if total == 0 { 0.0 } else { covered as f64 / total as f64 }
}

/// Cobertura's format.
pub fn cobertura(engine: &mut Engine, measurement: &Measurement) -> String {
    let common = common_folder(&measurement.files);
    let folders = folders(measurement);
    let count = |scripts: &BTreeMap<String, ClassRows>| {
        let total: usize = scripts.values().map(|rows| rows.hits.len()).sum();
        let covered: usize = scripts.values().map(|rows| rows.hits.values().filter(|hits| **hits > 0).count()).sum();
        (covered, total)
    };
    let (covered, total) = folders.values().map(count).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    let mut xml = Xml::new("<?xml version=\"1.0\" ?>\n<!DOCTYPE coverage SYSTEM \"coverage-loose.dtd\">");
    xml.start("coverage")
        .attribute("lines-valid", total)
        .attribute("lines-covered", covered)
        .attribute("line-rate", rate(covered, total))
        .attribute("branches-valid", 0)
        .attribute("branches-covered", 0)
        .attribute("branch-rate", 1)
        .attribute("timestamp", milliseconds(engine))
        .attribute("version", "0.1");
    xml.start("sources").start("source").text(&common.to_string_lossy()).end().end();
    xml.start("packages");
    for (folder, scripts) in &folders {
        let (covered, total) = count(scripts);
        let name = if Path::new(folder) == common { "" } else { relative(folder, &common) };
        xml.start("package").attribute("name", name).attribute("line-rate", rate(covered, total)).attribute("branch-rate", 0);
        xml.start("classes");
        for (path, rows) in scripts {
            let n_hit = rows.hits.values().filter(|hits| **hits > 0).count();
            let leaf = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            xml.start("class")
                .attribute("name", leaf)
                .attribute("filename", relative(path, &common))
                .attribute("line-rate", rate(n_hit, rows.hits.len()))
                .attribute("branch-rate", 1);
            xml.start("methods");
            let mut methods: Vec<&str> = rows.methods.iter().map(|(name, ..)| name.as_str()).filter(|name| *name != "<script>").collect();
            methods.sort_unstable();
            for name in methods {
                xml.start("method").attribute("name", name).attribute("signature", "()").start("lines");
                let mut lines: BTreeMap<u32, u32> = BTreeMap::new();
                for counted in &measurement.commands {
                    if *counted.path == **path && *counted.command.function == *name {
                        *lines.entry(counted.command.line).or_default() += counted.hits;
                    }
                }
                for (number, hits) in lines {
                    xml.start("line").attribute("number", number).attribute("hits", hits).end();
                }
                xml.end().end();
            }
            xml.end();
            xml.start("lines");
            for (number, hits) in &rows.hits {
                xml.start("line").attribute("number", number).attribute("hits", hits).end();
            }
            xml.end().end();
        }
        xml.end().end();
    }
    xml.finish()
}
