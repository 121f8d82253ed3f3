//! `TestDrive:` and `$TestDrive`: a folder of a container's tests. What a block makes in it is gone after the block.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::engine::Engine;
use crate::library::files::place::{Drives, UserDrive};
use crate::program::Symbol;
use crate::value::Runtime;
use crate::value::Value;

/// The drive's name.
const NAME: &str = "TestDrive";

/// A container's folder, and what was put aside for it.
pub struct TestDrive {
    root: PathBuf,
    outer: Option<UserDrive>,
    outer_variable: Option<Value>,
}

impl TestDrive {
    /// Makes an empty folder and the drive over it. None where the temporary folder cannot be written.
    pub fn open(engine: &mut Engine) -> Option<TestDrive> {
        let base = std::env::temp_dir();
        let root = loop {
            let number = engine.random();
            let path = base.join(format!("bridgesh-test-{}-{:08x}", std::process::id(), number as u32));
            match std::fs::create_dir(&path) {
                Ok(()) => break path,
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(_) => return None,
            }
        };
        let root = root.canonicalize().unwrap_or(root);
        let drives = &mut engine.extension::<Drives>().0;
        let outer = drives.iter().position(|drive| drive.name.eq_ignore_ascii_case(NAME)).map(|at| drives.remove(at));
        drives.push(UserDrive {
            name: Rc::from(NAME),
            root: root.clone(),
            description: Rc::from("A folder of the tests."),
            current: PathBuf::new(),
            scope: None,
        });
        let symbol = Symbol::of(NAME);
        let global = engine.global.top.clone();
        let outer_variable = global.get(symbol);
        global.set(symbol, Value::str(root.to_string_lossy()));
        Some(TestDrive { root, outer, outer_variable })
    }

    /// The files and folders in it.
    pub fn contents(&self) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        collect(&self.root, &mut found);
        found
    }

    /// Removes what was not there before.
    pub fn restore(&self, before: &BTreeSet<PathBuf>) {
        let now = self.contents();
        // What is in a folder comes after it: from behind, folders are empty when their turn comes.
        for path in now.iter().rev().filter(|path| !before.contains(*path)) {
            remove(path);
        }
    }

    /// Takes drive and folder away.
    pub fn close(self, engine: &mut Engine) {
        // Nobody stays in a folder that goes.
        if engine.location.starts_with(&self.root) {
            engine.location = std::env::temp_dir();
        }
        let drives = &mut engine.extension::<Drives>().0;
        drives.retain(|drive| !drive.name.eq_ignore_ascii_case(NAME));
        drives.extend(self.outer);
        let global = engine.global.top.clone();
        match self.outer_variable {
            Some(value) => global.set(Symbol::of(NAME), value),
            None => global.unset(Symbol::of(NAME)),
        }
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

fn collect(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, found);
        }
        found.insert(path);
    }
}

fn remove(path: &Path) {
    let is_folder = std::fs::symlink_metadata(path).is_ok_and(|data| data.is_dir());
    let _ = if is_folder { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
}
