//! Runs of tests: what they print, their reports, their exit codes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own that is gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("bridgesh-testing-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path.canonicalize().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/testing/cases")
}

fn shell(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bridgesh"))
        .args(["-NoProfile", "-Now", "2026-03-02T09:00:00Z", "-Seed", "1"])
        .args(words)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("TF_BUILD")
        .env("TZ", "UTC")
        .output()
        .unwrap()
}

/// What was printed, with times and the folder taken out, and the exit code.
fn transcript(output: &Output, folder: &Path) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    let text = text.replace(&*folder.to_string_lossy(), "{dir}");
    let mut lines: Vec<String> = text.lines().map(|line| without_times(line.trim_end())).collect();
    lines.push(format!("exit code {}", output.status.code().unwrap()));
    lines.join("\n") + "\n"
}

fn without_times(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let number = rest[at..].find(|letter: char| !letter.is_ascii_digit() && letter != '.').map_or(rest.len(), |end| at + end);
        let after = &rest[number..];
        let unit = if after.starts_with("ms") { "ms" } else { "s" };
        let is_time = after.starts_with(unit)
            && !after[unit.len()..].starts_with(|letter: char| letter.is_alphanumeric())
            && (rest[..at].ends_with([' ', '(', '|']));
        out.push_str(&rest[..at]);
        match is_time {
            true => {
                out.push_str("#ms");
                rest = &after[unit.len()..];
            }
            false => {
                out.push_str(&rest[at..number]);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Runs a case and compares it with what is written beside it; `BRIDGESH_UPDATE=1` writes it anew.
fn check(name: &str, words: &[&str]) {
    let file = format!("{name}.Tests.ps1");
    let mut all = vec!["test", file.as_str(), "-Output", "Detailed"];
    all.extend(words);
    let output = shell(&cases(), &all);
    let own = transcript(&output, &cases());
    let path = cases().join(format!("{name}.txt"));
    if std::env::var_os("BRIDGESH_UPDATE").is_some() {
        std::fs::write(&path, &own).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(expected, own, "{name}");
}

#[test]
fn groups_hooks_and_scopes() {
    check("scopes", &[]);
}

#[test]
fn operators_and_their_messages() {
    check("operators", &[]);
}

#[test]
fn mocks_and_modules() {
    check("mocks", &[]);
}

#[test]
fn mails_are_assertions() {
    check("mails", &[]);
}

#[test]
fn version_4_in_a_single_pass() {
    check("legacy", &["-SinglePass"]);
}

#[test]
fn the_sample_project_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = shell(root, &["test", "scripts/tests"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn reports_say_what_happened() {
    let folder = Folder::new("reports");
    let report = folder.0.join("out.xml");
    for (format, wanted) in [
        (
            "NUnit3",
            vec!["<test-run ", "result=\"Failed\" total=\"5\" passed=\"4\" failed=\"1\"", "site=\"TearDown\"", "name=\"doubles 2\""],
        ),
        ("NUnitXml", vec!["<test-results ", "total=\"5\"", "failures=\"1\"", "type=\"ParameterizedTest\""]),
        ("JUnitXml", vec!["<testsuites name=\"Pester\"", "failures=\"2\"", "name=\"Get-Twice.doubles 3\""]),
    ] {
        let words = ["test", "coverage.Tests.ps1", "-Report", report.to_str().unwrap(), "-ReportFormat", format];
        let output = shell(&cases(), &words);
        assert_eq!(output.status.code(), Some(2));
        let text = folder.read("out.xml");
        for part in wanted {
            assert!(text.contains(part), "{format}: no {part} in\n{text}");
        }
        assert!(text.contains("Expected 2, but got 1."), "{text}");
    }
}

#[test]
fn coverage_counts_commands() {
    let folder = Folder::new("coverage");
    let report = folder.0.join("cov.xml");
    let script = cases().join("lib.ps1");
    let words = [
        "test",
        "coverage.Tests.ps1",
        "-Coverage",
        script.to_str().unwrap(),
        "-CoverageReport",
        report.to_str().unwrap(),
        "-Output",
        "Detailed",
    ];
    let output = shell(&cases(), &words);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("Covered 80% / 75%. 10 analyzed Commands in 1 File."), "{text}");
    assert!(text.contains("lib.ps1       Unused      10 'never'"), "{text}");
    assert!(folder.read("cov.xml").contains("<line nr=\"5\" mi=\"1\" ci=\"1\" mb=\"0\" cb=\"0\" />"));
    let mut words = words.to_vec();
    words.extend(["-CoverageFormat", "Cobertura"]);
    shell(&cases(), &words);
    assert!(folder.read("cov.xml").contains("<line number=\"10\" hits=\"0\" />"));
}

#[test]
fn files_side_by_side_give_what_files_in_turn_give() {
    let folder = Folder::new("parallel");
    for number in 1..=4 {
        let text = format!("Describe 'File {number}' {{ It 'passes' {{ 1 }}; It 'fails' {{ {number} | Should -Be 0 }} }}");
        folder.file(&format!("f{number}.Tests.ps1"), &text);
    }
    let serial = transcript(&shell(&folder.0, &["test", "-Output", "Detailed"]), &folder.0);
    let drop = |text: &str| {
        text.lines()
            .filter(|line| !line.contains("Discovery found") && !line.starts_with("Running tests."))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    let parallel: Vec<String> =
        (0..3).map(|_| transcript(&shell(&folder.0, &["test", "-Output", "Detailed", "-Parallel"]), &folder.0)).collect();
    assert!(parallel.iter().all(|own| *own == parallel[0]));
    assert_eq!(drop(&serial), drop(&parallel[0]));
    assert!(serial.ends_with("exit code 4\n"), "{serial}");
}

#[test]
fn ten_runs_are_the_same_to_the_byte() {
    let first = transcript(&shell(&cases(), &["test", "mails.Tests.ps1", "-Output", "Detailed"]), &cases());
    for _ in 0..9 {
        assert_eq!(first, transcript(&shell(&cases(), &["test", "mails.Tests.ps1", "-Output", "Detailed"]), &cases()));
    }
}

#[test]
fn each_bad_input_is_a_failure_of_its_own() {
    let folder = Folder::new("bad");
    folder.file("a-parse.Tests.ps1", "Describe 'x' { It 'y' { \n");
    folder.file("b-throws.Tests.ps1", "Describe 'x' { It 'y' { 1 } }\nthrow 'in discovery'\n");
    folder.file("c-setup.Tests.ps1", "Describe 'x' {\n BeforeAll { throw 'in setup' }\n It 'y' { 1 } }\n");
    folder.file("d-mock.Tests.ps1", "Describe 'x' { It 'y' { Mock No-Such } }\n");
    folder.file(
        "e-ends.Tests.ps1",
        "Describe 'x' {\n It 'never ends' { while ($true) { } }\n It 'sleeps' { Start-Sleep 60 }\n It 'runs' { 1 } }\n",
    );
    folder.file("f-good.Tests.ps1", "Describe 'x' { It 'y' { 1 } }\n");
    folder.file("readonly", "");
    let output = shell(&folder.0, &["test", "-TimeLimit", "0.3", "-Report", "readonly/out.xml"]);
    let text = transcript(&output, &folder.0);
    for part in [
        "[-] Discovery in {dir}/a-parse.Tests.ps1 failed with:",
        "Missing closing '}'",
        "RuntimeException: in discovery\nat <ScriptBlock>, {dir}/b-throws.Tests.ps1:2",
        "[-] Describe x failed\n RuntimeException: in setup\n at <ScriptBlock>, {dir}/c-setup.Tests.ps1:2",
        "Could not find Command No-Such\n at <ScriptBlock>, {dir}/d-mock.Tests.ps1:1",
        "TimeoutException: The test did not end within its time limit of 0.3 s and was stopped.\n at <ScriptBlock>, {dir}/e-ends.Tests.ps1:2",
        "at <ScriptBlock>, {dir}/e-ends.Tests.ps1:3",
        "[+] {dir}/f-good.Tests.ps1",
        "[-] The report of the results '{dir}/readonly/out.xml' cannot be written",
        "Tests Passed: 3, Failed: 4",
        "Container failed: 2",
    ] {
        assert!(text.contains(part), "no {part} in\n{text}");
    }
    assert!(text.ends_with("exit code 8\n"), "{text}");
}

#[test]
fn filters_choose() {
    let folder = Folder::new("filters");
    let file = folder.file(
        "f.Tests.ps1",
        "Describe 'a' -Tag one { It 'x' { 1 }\n It 'y' -Tag two { 1 } }\nDescribe 'b' { It 'x' { 1 }\n It 'z' -Skip { throw } }\n",
    );
    let run = |words: &[&str]| {
        let mut all = vec!["test"];
        all.extend(words);
        let text = transcript(&shell(&folder.0, &all), &folder.0);
        text.lines().find(|line| line.starts_with("Tests Passed")).unwrap_or(&text).to_owned()
    };
    let line =
        |passed, skipped, not_run| format!("Tests Passed: {passed}, Failed: 0, Skipped: {skipped}, Inconclusive: 0, NotRun: {not_run}");
    assert_eq!(run(&[]), line(3, 1, 0));
    assert_eq!(run(&["-Tag", "one"]), line(2, 0, 2));
    assert_eq!(run(&["-Tag", "two"]), line(1, 0, 3));
    assert_eq!(run(&["-ExcludeTag", "two"]), line(2, 1, 1));
    assert_eq!(run(&["-FullName", "*.x"]), line(2, 0, 2));
    assert!(run(&["-ExcludePath", file.to_str().unwrap()]).contains("No test files were found"));
}

#[test]
fn snapshots_of_mails_are_kept_without_pins() {
    let folder = Folder::new("snapshots");
    let text = |user: &str| format!("Describe 'm' {{ It 'is as before' {{ Reset-Pin {user}; Should -MatchMailSnapshot }} }}\n");
    folder.file("s.Tests.ps1", &text("ken@contoso.com"));
    assert_eq!(shell(&folder.0, &["test"]).status.code(), Some(0));
    let snapshot = folder.read("__snapshots__/s.m.is as before.txt");
    assert!(snapshot.contains("To: ken@contoso.com") && snapshot.contains("****"), "{snapshot}");
    assert_eq!(shell(&folder.0, &["test"]).status.code(), Some(0));
    folder.file("s.Tests.ps1", &text("adele.vance@contoso.com"));
    let output = shell(&folder.0, &["test"]);
    assert_eq!(output.status.code(), Some(1));
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("line 3 differs.\n Expected: 'To: ken@contoso.com'\n But was:  'To: adele.vance@contoso.com'"), "{shown}");
    assert_eq!(shell(&folder.0, &["test", "-UpdateSnapshot"]).status.code(), Some(0));
    assert_eq!(shell(&folder.0, &["test"]).status.code(), Some(0));
}

#[test]
fn a_configuration_is_a_tree_of_options() {
    let script = "$c = [PesterConfiguration]@{ Run = @{ PassThru = $true; Path = 'f.Tests.ps1' }; Output = @{ Verbosity = 'None' } }\n\
        $c.Filter.Tag = 'one', 'two'\n\
        \"$($c.Run.PassThru.Value) $($c.Run.Exit.Value) $($c.Run.Exit.Default) $($c.Filter.Tag.Value) $($c.Run.Path.IsModified)\"\n\
        $c.Filter.Tag = @()\n\
        $r = Invoke-Pester -Configuration $c\n\
        \"$($r.Result) $($r.TotalCount) $($r.Tests[0].ExpandedPath) $($r.Failed[0].ErrorRecord[0].DisplayErrorMessage) $LASTEXITCODE\"\n\
        try { Invoke-Pester -Configuration @{ Output = @{ Verbosity = 'Loud' } } } catch { $_.Exception.Message }\n\
        try { $c.Run.Path = @(@{}) ; 'taken' } catch { 'refused' }\n\
        $c -is [PesterConfiguration]; [PesterConfiguration]::Default.Output.Verbosity.Value";
    let folder = Folder::new("configuration");
    folder.file("f.Tests.ps1", "Describe 'd' { It 'i' { 1 | Should -Be 2 } }");
    let output = shell(&folder.0, &["-Command", script]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let expected = "True False False one two True\nFailed 1 d.i Expected 2, but got 1. 1\nOutput.Verbosity must be 'None', 'Normal', 'Detailed' or 'Diagnostic', but it was 'Loud'. Please review your configuration.\nrefused\nTrue\nNormal\n";
    assert_eq!(text, expected, "{}", String::from_utf8_lossy(&output.stderr));
}
