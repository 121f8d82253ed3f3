//! Names of cmdlets that the real modules have and the simulation does not: one clear error, not that of a misspelt name.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::engine::Engine;

/// Module of each real cmdlet, by lower-case name.
static REAL: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    let mut module = "";
    for line in include_str!("real-cmdlets.txt").lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[') {
            Some(name) => module = name.trim_end_matches(']'),
            None => known.extend(line.split(' ').map(|name| (name.to_lowercase(), module))),
        }
    }
    known
});

/// Families whose members are too many to list: the beginning of the noun, and the modules.
const FAMILIES: &[(&str, &str)] = &[("Mg", "Microsoft.Graph"), ("MgBeta", "Microsoft.Graph.Beta"), ("Entra", "Microsoft.Entra")];

/// The module that really has a cmdlet of this name, as far as its documentation lists it.
pub fn module_of(name: &str) -> Option<&'static str> {
    REAL.get(&name.to_lowercase()).copied()
}

/// What is said of a name that no command here has, if a real module has it or seems to.
pub fn hint(_engine: &Engine, name: &str) -> Option<String> {
    if let Some(module) = module_of(name) {
        return Some(format!(
            "The cmdlet '{name}' is one of the real module {module}, but the simulation does not have it. It is spelt right; the script works with the real module, and cannot be rehearsed beyond this point as it is."
        ));
    }
    let (_, noun) = name.split_once('-')?;
    let (_, module) = FAMILIES.iter().rev().find(|(beginning, _)| {
        let rest = noun.get(beginning.len()..).unwrap_or_default();
        noun.get(..beginning.len()) == Some(*beginning) && rest.starts_with(|letter: char| letter.is_ascii_uppercase())
    })?;
    Some(format!(
        "The cmdlet '{name}' is named as those of {module} are, but the simulation does not have it: it is one that is not simulated, or its name is misspelt. Get-Command -Module {module}* lists those that are here."
    ))
}
