//! Who a mail is from and to: an address and a display name, both past the gate.

use std::fmt;

use super::gate;

/// An address that a mail can be sent to, with the name that is shown for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    name: String,
    address: String,
}

/// Why a text is not an address of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressError {
    /// The text, past the gate.
    pub address: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is not an address that mail can be sent to: {}.", self.address, self.reason)
    }
}

impl std::error::Error for AddressError {}

impl Mailbox {
    /// A mailbox of a display name, which may be empty, and an address `local@domain`.
    ///
    /// Line breaks, control characters and bidirectional overrides of the name are taken out; an
    /// address that has any is refused, because it would then be another address.
    ///
    /// Characters outside ASCII may stand in an address (RFC 6531); only servers with SMTPUTF8 take it then.
    ///
    /// # Errors
    /// An address that is not `local@domain` (RFC 5321 and 6531, without quoted local parts).
    pub fn new(name: &str, address: &str) -> Result<Self, AddressError> {
        check(address).map_err(|reason| AddressError { address: gate::clean(address).into_owned(), reason })?;
        Ok(Self { name: gate::clean(name).into_owned(), address: address.to_owned() })
    }

    /// The display name; empty if there is none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address, `local@domain`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

fn check(address: &str) -> Result<(), &'static str> {
    if !gate::is_clean(address) || address.chars().any(char::is_whitespace) {
        return Err("it has a space or a control character");
    }
    let (local, domain) = address.rsplit_once('@').ok_or("it has no '@'")?;
    if local.is_empty() || local.len() > 64 {
        return Err("the part before the '@' must have 1 to 64 characters");
    }
    let atext = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    if !local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(atext)) {
        return Err("the part before the '@' has a character or a dot that cannot stand there");
    }
    if domain.is_empty() || domain.len() > 253 {
        return Err("the domain must have 1 to 253 characters");
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if !domain.split('.').all(label) {
        return Err("the domain is not a host name");
    }
    Ok(())
}
