//! `docs/parameters.md` is what the code says: `UPDATE_PAGES=1 cargo test parameters_page` writes it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bridgesh::library::no_effect::{NO_EFFECT, reason};

use crate::examples::session;
use crate::session::Captured;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether a module's cmdlets are PowerShell's own.
fn is_powershell(module: &str) -> bool {
    module.starts_with("Microsoft.PowerShell") || module == "PSReadLine" || module == "ThreadJob"
}

fn page() -> String {
    let engine = session(&Captured::default());
    let mut entries: Vec<_> = engine.registry.entries.iter().filter(|entry| is_powershell(entry.spec.module)).collect();
    entries.sort_by_key(|entry| entry.spec.name());
    let (mut n_parameters, mut n_without) = (0, 0);
    let mut body = String::new();
    for entry in &entries {
        let name = entry.spec.name();
        let (mut acting, mut others) = (Vec::new(), Vec::new());
        for parameter in entry.spec.parameters {
            n_parameters += 1;
            match reason(&name, parameter.name) {
                Some(reason) => others.push(format!("`{}`: {reason}", parameter.name)),
                None => acting.push(format!("`{}`", parameter.name)),
            }
        }
        n_without += others.len();
        writeln!(body, "| `{name}` | {} | {} |", acting.join(" "), others.join("; ")).unwrap();
    }
    let table = fs::read_to_string(root().join("src/library/parameters.rs")).unwrap();
    let known: BTreeSet<&str> =
        table.lines().filter_map(|line| line.strip_prefix("/// Parameters of `")).filter_map(|rest| rest.strip_suffix("`.")).collect();
    let absent: Vec<String> = known.iter().filter(|name| engine.registry.get(name).is_none()).map(|name| format!("`{name}`")).collect();
    format!(
        "# Parameters\n\nEvery parameter of PowerShell's cmdlets that are here: which act, and which are accepted without effect, and why.\n\
         Written by `UPDATE_PAGES=1 cargo test parameters_page` from the cmdlets' own descriptions and `src/library/no_effect.rs`;\n\
         a test compares it. The common parameters act on every cmdlet (`Get-Help about_CommonParameters`).\n\n\
         {} cmdlets, {n_parameters} parameters, {n_without} of them without effect.\n\n\
         | cmdlet | parameters that act | accepted without effect |\n|---|---|---|\n{body}\n\
         ## Not here\n\nCalling one of these is the error of a name that is no command: {}.\n",
        entries.len(),
        absent.join(", ")
    )
}

#[test]
fn the_page_is_what_the_code_says() {
    let path = root().join("docs/parameters.md");
    let page = page();
    if std::env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/parameters.md is old: UPDATE_PAGES=1 cargo test parameters_page writes it anew");
}

fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.ends_with("parameters.rs")
            && !path.ends_with("no_effect.rs")
        {
            all.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn what_is_said_to_act_is_read_somewhere_and_no_reason_is_left_over() {
    let engine = session(&Captured::default());
    let mut code = String::new();
    for folder in ["src/library", "src/engine"] {
        sources(&root().join(folder), &mut code);
    }
    let mut unread = Vec::new();
    let is_there = |synopsis: &str| !synopsis.starts_with("Not available");
    for entry in engine.registry.entries.iter().filter(|entry| is_powershell(entry.spec.module) && is_there(entry.spec.synopsis)) {
        for parameter in entry.spec.parameters {
            if reason(&entry.spec.name(), parameter.name).is_none() && !code.contains(&format!("\"{}\"", parameter.name)) {
                unread.push(format!("{} {}", entry.spec.name(), parameter.name));
            }
        }
    }
    assert!(unread.is_empty(), "no code reads them: {unread:#?}");
    for (cmdlet, parameter, _) in NO_EFFECT {
        let is_there = engine.registry.entries.iter().any(|entry| {
            (*cmdlet == "*" || entry.spec.name() == *cmdlet) && entry.spec.parameters.iter().any(|own| own.name == *parameter)
        });
        assert!(is_there, "{cmdlet} has no parameter {parameter}");
    }
}
