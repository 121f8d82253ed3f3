//! The house rules that a reader could check, checked: layers, names confined to their folder, words that do not belong.

use std::path::{Path, PathBuf};

/// The layers, lowest first: a module imports only from modules above it here.
const LAYERS: &[&str] = &[
    "source", "value", "syntax", "program", "present", "tenant", "notify", "mail", "store", "dispatch", "cmdlet", "engine", "library",
    "repl", "app",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| (path.strip_prefix(&root).unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The lines of code: comments may name what they like.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn a_module_imports_only_from_layers_above() {
    let mut wrong = Vec::new();
    for (path, text) in all_sources() {
        let own = path.split('/').next().unwrap();
        let Some(own_place) = LAYERS.iter().position(|layer| *layer == own) else { continue };
        for line in code(&text) {
            for part in line.split("crate::").skip(1) {
                let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if let Some(place) = LAYERS.iter().position(|layer| *layer == used)
                    && place > own_place
                {
                    wrong.push(format!("{path}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports from below:\n{}", wrong.join("\n"));
}

#[test]
fn crates_stay_in_the_folder_that_owns_them() {
    let confined = [("nom::", "syntax/"), ("tera::", "mail/"), ("lettre::", "mail/"), ("rustyline::", "repl/")];
    let mut wrong = Vec::new();
    for (path, text) in all_sources() {
        for (name, folder) in confined {
            if !path.starts_with(folder)
                && code(&text).any(|line| line.contains(&format!("use {name}")) || line.contains(&format!(" {name}")))
            {
                wrong.push(format!("{path} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_unfinished() {
    let words = ["todo!(", "unimplemented!(", "FIXME"];
    let mut wrong = Vec::new();
    for (path, text) in all_sources() {
        for (number, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_cmdlet_says_what_it_is() {
    let mut engine = bridgesh::engine::Engine::new(Box::new(crate::session::Captured::default()));
    bridgesh::library::install(&mut engine);
    let mut wrong = Vec::new();
    let mut names = std::collections::HashSet::new();
    for entry in &engine.registry.entries {
        let spec = entry.spec;
        let name = spec.name();
        if !names.insert(name.to_lowercase()) {
            wrong.push(format!("{name} stands twice in the registry"));
        }
        if spec.synopsis.is_empty() || spec.module.is_empty() && !spec.noun.is_empty() {
            wrong.push(format!("{name} lacks a synopsis or a module"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
