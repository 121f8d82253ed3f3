//! `bridgesh test -Watch`: runs the tests, then again what a change touches, until Ctrl-C.
//!
//! Each run is a process of its own, so that nothing of one is left for the next.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::engine::Engine;

/// Between two looks at the files.
const INTERVAL: Duration = Duration::from_millis(300);

/// Files by path with the time of their last change.
type Files = BTreeMap<PathBuf, (SystemTime, u64)>;

fn look(folder: &Path, files: &mut Files) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || name == "__snapshots__" {
            continue;
        }
        let Ok(data) = entry.metadata() else { continue };
        if data.is_dir() {
            look(&path, files);
        } else if path
            .extension()
            .is_some_and(|ending| ["ps1", "psm1", "psd1", "json", "csv"].iter().any(|own| ending.eq_ignore_ascii_case(own)))
        {
            files.insert(path, (data.modified().unwrap_or(SystemTime::UNIX_EPOCH), data.len()));
        }
    }
}

fn is_test(path: &Path) -> bool {
    path.to_string_lossy().to_lowercase().ends_with(".tests.ps1")
}

/// The test files that a change touches: those changed, those named for what changed, those that name it. None: all.
pub fn touched(changed: &[PathBuf], tests: &[PathBuf], text_of: impl Fn(&Path) -> String) -> Option<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = Vec::new();
    for path in changed {
        let before = found.len();
        if is_test(path) {
            found.push(path.clone());
            continue;
        }
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
        for test in tests {
            let own = test.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
            if own == format!("{stem}.tests.ps1") || text_of(test).to_lowercase().contains(&name) {
                found.push(test.clone());
            }
        }
        if found.len() == before {
            return None;
        }
    }
    found.sort();
    found.dedup();
    Some(found)
}

/// Watches until Ctrl-C; the exit code is that of the last run.
pub fn run(engine: &mut Engine, paths: &[String], words: &[String]) -> u8 {
    let roots: Vec<PathBuf> = match paths {
        [] => vec![engine.location.clone()],
        paths => paths.iter().map(|path| engine.resolve_path(path)).collect(),
    };
    let folders: Vec<PathBuf> =
        roots.iter().map(|root| if root.is_dir() { root.clone() } else { root.parent().map(Path::to_owned).unwrap_or_default() }).collect();
    let survey = || {
        let mut files = Files::new();
        folders.iter().for_each(|folder| look(folder, &mut files));
        files
    };
    let options: Vec<String> = words.iter().filter(|word| !paths.contains(word)).cloned().collect();
    let mut wanted: Vec<String> = paths.to_vec();
    let mut code;
    loop {
        let before = survey();
        code = run_once(engine, &wanted, &options);
        engine.ui.write_out("Watching for changes; Ctrl-C ends it.\n");
        let changed = loop {
            if !engine.interrupt.sleep(INTERVAL) {
                return code;
            }
            let now = survey();
            let mut changed: Vec<PathBuf> =
                now.iter().filter(|(path, state)| before.get(*path) != Some(state)).map(|(path, _)| path.clone()).collect();
            changed.extend(before.keys().filter(|path| !now.contains_key(*path)).cloned());
            if !changed.is_empty() {
                break changed;
            }
        };
        let tests: Vec<PathBuf> = survey().into_keys().filter(|path| is_test(path)).collect();
        let text_of = |path: &Path| std::fs::read(path).map(|bytes| crate::engine::decode(&bytes)).unwrap_or_default();
        wanted = match touched(&changed, &tests, text_of) {
            Some(found) if !found.is_empty() => {
                found.iter().filter(|path| path.is_file()).map(|path| path.to_string_lossy().into_owned()).collect()
            }
            _ => paths.to_vec(),
        };
        let names: Vec<String> =
            changed.iter().filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned())).collect();
        engine.ui.write_out(&format!("\nChanged: {}\n", names.join(", ")));
    }
}

fn run_once(engine: &mut Engine, paths: &[String], options: &[String]) -> u8 {
    let Ok(program) = std::env::current_exe() else { return 1 };
    let status = std::process::Command::new(program)
        .args(["test"])
        .args(paths)
        .args(options)
        .args(&engine.session_arguments)
        .current_dir(&engine.location)
        .status();
    match status {
        Ok(status) => status.code().unwrap_or(130) as u8,
        Err(error) => {
            engine.ui.write_err(&format!("The tests cannot be run: {error}\n"));
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::touched;
    use std::path::PathBuf;

    #[test]
    fn a_change_runs_the_tests_that_it_touches() {
        let tests = ["/p/a.Tests.ps1", "/p/b.Tests.ps1"].map(PathBuf::from);
        let text = |path: &std::path::Path| if path.ends_with("b.Tests.ps1") { ". ./Shared.ps1".to_owned() } else { String::new() };
        let run = |changed: &str| touched(&[PathBuf::from(changed)], &tests, text);
        assert_eq!(run("/p/a.ps1"), Some(vec![tests[0].clone()]));
        assert_eq!(run("/p/b.Tests.ps1"), Some(vec![tests[1].clone()]));
        assert_eq!(run("/p/shared.ps1"), Some(vec![tests[1].clone()]));
        assert_eq!(run("/p/other.ps1"), None);
    }
}
