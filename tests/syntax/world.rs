//! The world in which the tables were measured: .NET's types, and no module or assembly of the names asked for.

use bridgesh::syntax::Environment;
use bridgesh::value::types;

/// Types of the value layer; no modules.
pub struct World;

impl Environment for World {
    fn full_type_name(&self, name: &str) -> Option<String> {
        // Types that the recordings name and no script uses otherwise.
        const RARE: &[&str] = &["system.timers.timer", "system.threading.timer"];
        if RARE.contains(&&*name.to_lowercase()) {
            return Some(name.to_string());
        }
        types::resolve(name).map(|t| t.full_name().to_string())
    }

    fn derives_from(&self, derived: &str, base: &str) -> bool {
        match (types::resolve(derived), types::resolve(base)) {
            (Some(derived), Some(base)) => base.is_assignable_from(derived),
            _ => false,
        }
    }

    fn module_exists(&self, _: &str) -> bool {
        false
    }

    fn assembly_exists(&self, _: &str) -> bool {
        false
    }
}
