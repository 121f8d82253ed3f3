//! `System.Version`: two to four numbers with points between them.

use crate::value::fault::{Fault, FaultKind};
use std::fmt;

/// A version; a part that was not given is -1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// First number.
    pub major: i32,
    /// Second number.
    pub minor: i32,
    /// Third number, or -1.
    pub build: i32,
    /// Fourth number, or -1.
    pub revision: i32,
}

impl Version {
    /// A version of two to four numbers, checked as the constructors check them.
    pub fn new(major: i32, minor: i32, build: Option<i32>, revision: Option<i32>) -> Result<Version, Fault> {
        for (name, part) in [("major", Some(major)), ("minor", Some(minor)), ("build", build), ("revision", revision)] {
            if part.is_some_and(|part| part < 0) {
                let part = part.unwrap_or(0);
                // .NET's text goes on after the parameter's name.
                let text = format!("{name} ('{part}') must be a non-negative value. (Parameter '{name}')\nActual value was {part}.");
                return Err(Fault::new(FaultKind::ArgumentOutOfRange, text));
            }
        }
        Ok(Version { major, minor, build: build.unwrap_or(-1), revision: revision.unwrap_or(-1) })
    }

    /// `Version.Parse`.
    pub fn parse(text: &str) -> Result<Version, Fault> {
        let parts: Vec<&str> = text.split('.').collect();
        if !(2..=4).contains(&parts.len()) {
            return Err(Fault::argument("input", "Version string portion was too short or too long."));
        }
        let mut numbers = [-1; 4];
        for (part, slot) in parts.iter().zip(&mut numbers) {
            *slot = number(part)?;
        }
        let [major, minor, build, revision] = numbers;
        Ok(Version { major, minor, build, revision })
    }

    /// How many parts were given.
    pub fn n_parts(self) -> usize {
        2 + usize::from(self.build >= 0) + usize::from(self.build >= 0 && self.revision >= 0)
    }

    /// `ToString(fieldCount)`: the first parts alone.
    pub fn format(self, out: &mut String, n_parts: usize) -> Result<(), Fault> {
        let available = self.n_parts();
        if n_parts > available {
            return Err(Fault::argument("fieldCount", format!("Argument must be between 0 and {available}.")));
        }
        for (index, part) in [self.major, self.minor, self.build, self.revision].iter().take(n_parts).enumerate() {
            if index > 0 {
                out.push('.');
            }
            out.push_str(&part.to_string());
        }
        Ok(())
    }

    /// The upper half of the revision.
    pub fn major_revision(self) -> i16 {
        (self.revision >> 16) as i16
    }
    /// The lower half of the revision.
    pub fn minor_revision(self) -> i16 {
        self.revision as i16
    }
}

fn number(part: &str) -> Result<i32, Fault> {
    let trimmed = part.trim();
    let digits = trimmed.strip_prefix(['+', '-']).unwrap_or(trimmed);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::format(format!("The input string '{part}' was not in a correct format.")));
    }
    match trimmed.parse::<i32>() {
        Ok(value) if value < 0 => Err(Fault::out_of_range("input", "Version's parameters must be greater than or equal to zero.")),
        Ok(value) => Ok(value),
        Err(_) => Err(Fault::new(FaultKind::Overflow, "Value was either too large or too small for an Int32.")),
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.build >= 0 {
            write!(f, ".{}", self.build)?;
            if self.revision >= 0 {
                write!(f, ".{}", self.revision)?;
            }
        }
        Ok(())
    }
}
