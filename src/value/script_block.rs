//! Script blocks as values: an opaque handle to what the engine compiled.

use std::any::Any;
use std::rc::Rc;

use super::array::Extra;

/// What a script block holds for the engine. `value` never looks inside.
pub trait Code: Any {
    /// The text between the braces, as `ToString()` gives it.
    fn text(&self) -> Rc<str>;
    /// For the engine to get its own type back.
    fn as_any(&self) -> &dyn Any;
}

/// `{ … }`.
pub struct ScriptBlock {
    /// The compiled body.
    pub code: Rc<dyn Code>,
    /// The session state (module, closure) it is bound to, as the engine's own type; none: the caller's.
    pub home: Option<Rc<dyn Any>>,
    /// Attached members.
    pub extra: Extra,
}

impl ScriptBlock {
    /// A block bound to `home`.
    pub fn new(code: Rc<dyn Code>, home: Option<Rc<dyn Any>>) -> ScriptBlock {
        ScriptBlock { code, home, extra: Extra::default() }
    }
}
