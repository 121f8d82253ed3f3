//! .NET objects that the shell knows by type, one file each.

mod switch_parameter;

pub use switch_parameter::SwitchParameter;
