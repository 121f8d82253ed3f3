//! Who hands the mails in: from the environment or a file, never from the command line.

use std::fmt;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use crate::mail::private_file;

/// The environment's variable of the user's name.
pub const USER_VARIABLE: &str = "BRIDGESH_SMTP_USER";

/// The environment's variable of the password.
pub const PASSWORD_VARIABLE: &str = "BRIDGESH_SMTP_PASSWORD";

/// A name and a password. `Debug` shows the name alone.
#[derive(Clone)]
pub struct Credentials {
    user: String,
    password: SecretString,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Credentials {
    /// Credentials of a name and a password.
    ///
    /// # Errors
    /// An empty name, or a NUL or line break in either.
    pub fn new(user: &str, password: &str) -> Result<Self, String> {
        if user.is_empty() || [user, password].iter().any(|text| text.contains(['\0', '\r', '\n'])) {
            return Err("A user name of a mail server is not empty, and neither it nor the password has a line break.".to_owned());
        }
        Ok(Self { user: user.to_owned(), password: SecretString::from(password.to_owned()) })
    }

    /// Those of the environment, if it has a name.
    ///
    /// # Errors
    /// A name without a password.
    pub fn from_environment() -> Result<Option<Self>, String> {
        let Ok(user) = std::env::var(USER_VARIABLE) else { return Ok(None) };
        match std::env::var(PASSWORD_VARIABLE) {
            Ok(password) => Self::new(&user, &password).map(Some),
            Err(_) => Err(format!("{USER_VARIABLE} is set, but {PASSWORD_VARIABLE} is not.")),
        }
    }

    /// Those of a file: the name in the first line, the password in the second. The file must be its owner's alone.
    ///
    /// # Errors
    /// The file cannot be read, others may read it, it is a link, or it lacks a line.
    pub fn from_file(path: &Path) -> Result<Self, String> {
        let text = private_file::read(path, "file of credentials")?;
        let mut lines = text.lines();
        match (lines.next(), lines.next()) {
            (Some(user), Some(password)) => Self::new(user.trim(), password),
            _ => Err(format!("The file of credentials '{}' has a name in its first line and a password in its second.", path.display())),
        }
    }

    /// The name.
    pub(super) fn user(&self) -> &str {
        &self.user
    }

    /// The password.
    pub(super) fn password(&self) -> &str {
        self.password.expose_secret()
    }
}
