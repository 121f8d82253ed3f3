//! `System.Management.Automation.SemanticVersion`: three numbers, a label before release, a build label.

use crate::value::fault::Fault;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A semantic version. Order and equality leave the build label out.
#[derive(Debug, Clone, Default)]
pub struct SemanticVersion {
    /// First number.
    pub major: i32,
    /// Second number.
    pub minor: i32,
    /// Third number.
    pub patch: i32,
    /// What stands after `-`.
    pub pre_release: Option<String>,
    /// What stands after `+`.
    pub build: Option<String>,
}

impl SemanticVersion {
    /// `1`, `1.2`, `1.2.3`, each with `-label` and `+label`.
    pub fn parse(text: &str) -> Result<SemanticVersion, Fault> {
        let bad = || {
            Fault::format(format!(
                "Cannot convert value '{text}' to type 'System.Management.Automation.SemanticVersion'. The input string was not in a correct format."
            ))
        };
        let (rest, build) = match text.split_once('+') {
            Some((rest, build)) => (rest, Some(build)),
            None => (text, None),
        };
        let (rest, pre_release) = match rest.split_once('-') {
            Some((rest, label)) => (rest, Some(label)),
            None => (rest, None),
        };
        let has_zero_padding = |label: &str| {
            label.split('.').any(|part| part.len() > 1 && part.starts_with('0') && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if [pre_release, build].into_iter().flatten().any(|label| !is_label(label)) || pre_release.is_some_and(has_zero_padding) {
            return Err(bad());
        }
        let parts: Vec<&str> = rest.split('.').collect();
        if parts.len() > 3 {
            return Err(bad());
        }
        let mut numbers = [0i32; 3];
        for (part, slot) in parts.iter().zip(&mut numbers) {
            if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(bad());
            }
            *slot = part.parse().map_err(|_| bad())?;
        }
        let [major, minor, patch] = numbers;
        Ok(SemanticVersion { major, minor, patch, pre_release: pre_release.map(str::to_owned), build: build.map(str::to_owned) })
    }
}

fn is_label(label: &str) -> bool {
    label.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// Labels part by part: numbers by value and below words, the shorter first.
fn compare_labels(left: &str, right: &str) -> Ordering {
    let (mut left_parts, mut right_parts) = (left.split('.'), right.split('.'));
    loop {
        let (left, right) = match (left_parts.next(), right_parts.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(left), Some(right)) => (left, right),
        };
        let order = match (left.parse::<i32>(), right.parse::<i32>()) {
            (Ok(left), Ok(right)) => left.cmp(&right),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => left.cmp(right),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

impl Ord for SemanticVersion {
    fn cmp(&self, other: &SemanticVersion) -> Ordering {
        let numbers = (self.major, self.minor, self.patch).cmp(&(other.major, other.minor, other.patch));
        numbers.then_with(|| match (&self.pre_release, &other.pre_release) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(left), Some(right)) => compare_labels(left, right),
        })
    }
}
impl PartialOrd for SemanticVersion {
    fn partial_cmp(&self, other: &SemanticVersion) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for SemanticVersion {
    fn eq(&self, other: &SemanticVersion) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for SemanticVersion {}
impl Hash for SemanticVersion {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.major, self.minor, self.patch, &self.pre_release).hash(state);
    }
}

impl fmt::Display for SemanticVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if let Some(label) = &self.pre_release {
            write!(f, "-{label}")?;
        }
        if let Some(label) = &self.build {
            write!(f, "+{label}")?;
        }
        Ok(())
    }
}
