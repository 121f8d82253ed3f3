//! The text of a mail, which may have a PIN in it: it does not print itself.

use std::fmt;
use std::sync::Arc;

/// A part of a mail. `Debug` prints its length alone; [`Body::expose`] is for the one who was asked
/// to show or send the mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(Arc<str>);

impl Body {
    /// The text of the part.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Arc::from(text))
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}
