//! The cmdlets, one file each, by folder; each folder lists its own in `ALL`.

pub mod aliases;
pub mod completion;
pub mod conferencing;
pub mod core;
pub mod data;
pub mod files;
pub mod format;
pub mod help;
pub mod host;
pub mod licensing;
pub mod no_effect;
pub mod outbox;
pub mod parameters;
pub mod plan;
pub mod readline;
pub mod security;
pub mod testing;

use std::rc::Rc;

use crate::engine::Engine;

/// Puts all cmdlets and aliases into a session.
pub fn install(engine: &mut Engine) {
    let folders = [
        core::ALL,
        core::jobs::ALL,
        core::objects::ALL,
        core::session::ALL,
        core::streams::ALL,
        core::variables::ALL,
        data::ALL,
        data::markdown::ALL,
        files::ALL,
        files::PROPERTIES,
        format::ALL,
        help::ALL,
        host::ALL,
        host::process::ALL,
        plan::ALL,
        security::ALL,
        readline::ALL,
    ];
    for folder in folders {
        engine.registry.add(folder);
    }
    for folders in [conferencing::ALL, licensing::ALL, outbox::ALL, testing::ALL] {
        for file in folders {
            engine.registry.add(file);
        }
    }
    for (name, definition, _) in aliases::ALIASES {
        engine.builtin_aliases.insert(name, definition);
    }
    engine.hint = Some(Rc::new(conferencing::hint));
    engine.statics.push((crate::value::TypeId::PS_CONSOLE_READ_LINE, readline::host::call));
    engine.statics.push((crate::value::TypeId::PS_STYLE, host::ps_style::static_call));
    engine.statics.push((crate::value::TypeId::JSON_OBJECT, data::json::json_object::call));
    engine.methods.push(host::ps_style::method);
    engine.methods.push(data::markdown::method);
    host::ps_style::install(engine);
    host::display::install(engine);
    engine.drive_root = Some(files::place::drive_root);
    engine.autoload = Some(host::module::autoload::bring_in_command);
    testing::configuration::install(engine);
}
