//! JUnit's format.

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::failure_text;
use crate::library::testing::model::{Item, Outcome};
use crate::library::testing::result::RunResult;
use crate::library::testing::settings::Settings;

fn failed(item: &Item) -> TestCaseStatus {
    let (message, trace) = failure_text(item);
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(message).set_type("PesterFailure").set_description(trace);
    status
}

/// The report's text.
pub fn report(settings: &Settings, result: &RunResult) -> String {
    let mut report = Report::new(settings.suite_name.as_str());
    report.set_time(result.duration());
    for container in &result.containers {
        let root = &container.root;
        let errors = !root.item.errors.borrow().is_empty();
        if !root.item.should_run.get() && !errors {
            continue;
        }
        let name = container.container.source.name();
        let mut suite = TestSuite::new(&*name);
        suite.set_time(root.item.time());
        suite.extra.insert("package".into(), (&*name).into());
        suite.add_property(Property::new("framework-version", crate::library::testing::VERSION));
        if errors {
            let mut case = TestCase::new("Discovery and setup of the file", failed(&root.item));
            case.set_classname(&*name);
            suite.add_test_case(case);
        }
        for block in root.all_blocks() {
            if !block.item.errors.borrow().is_empty() {
                let mut case = TestCase::new(format!("{}.BeforeAll / AfterAll", block.item.expanded_path.borrow()), failed(&block.item));
                case.set_classname(&*name);
                suite.add_test_case(case);
            }
        }
        for test in root.all_tests() {
            let item = &test.item;
            let status = match item.outcome.get() {
                Outcome::NotRun => continue,
                Outcome::Passed => TestCaseStatus::success(),
                Outcome::Failed => failed(item),
                Outcome::Skipped | Outcome::Inconclusive => {
                    let mut status = TestCaseStatus::skipped();
                    let (message, _) = failure_text(item);
                    if !message.is_empty() {
                        status.set_message(message);
                    }
                    status
                }
            };
            let mut case = TestCase::new(&**item.expanded_path.borrow(), status);
            case.set_classname(&*name).set_time(item.time());
            case.extra.insert("status".into(), item.outcome.get().name().into());
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
    }
    report.to_string().unwrap_or_default()
}
