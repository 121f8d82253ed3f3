//! Profile scripts: what a user runs at the start of each session.

use std::path::PathBuf;

use crate::engine::Engine;
use crate::library::host::display::{self, ToHost};
use crate::value::Value;

/// The user's profiles in the order in which they run: of all hosts, of this one.
fn paths(engine: &Engine) -> Vec<PathBuf> {
    let set = |name: &str| engine.environment.get(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let Some(folder) = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config"))) else { return Vec::new() };
    ["profile.ps1", "Microsoft.PowerShell_profile.ps1"].map(|name| folder.join("powershell").join(name)).to_vec()
}

/// Sets `$PROFILE`.
pub fn set_variable(engine: &mut Engine) {
    if let Some(path) = paths(engine).pop() {
        engine.set_fixed("PROFILE", Value::str(path.to_string_lossy()), 0);
    }
}

/// Runs the profiles that are there, in the session's own scope; an error in one is shown and stops it alone.
pub fn run(engine: &mut Engine) {
    for path in paths(engine).into_iter().filter(|path| path.is_file()) {
        let quoted = path.to_string_lossy().replace('\'', "''");
        engine.run_text(&format!(". '{quoted}'"), &crate::engine::RunOptions::default(), &mut ToHost);
        let _ = display::flush(engine);
    }
}
