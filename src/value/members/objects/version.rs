//! `[version]` and `[semver]`.

use std::any::Any;
use std::cmp::Ordering;

use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::culture::Culture;
use crate::value::text::semantic_version::SemanticVersion;
use crate::value::text::version::Version;
use crate::value::{ClrObject, Object, TypeId, Value};

/// A `Version`.
#[derive(Clone, Copy)]
pub struct VersionObject(pub Version);

/// A version as a value.
pub fn version(value: Version) -> Value {
    Object::from_clr(VersionObject(value))
}

/// The version in a value.
pub fn as_version(value: &Value) -> Option<Version> {
    value.downcast::<VersionObject>().map(|object| object.0)
}

impl ClrObject for VersionObject {
    fn class(&self) -> TypeId {
        TypeId::VERSION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Major", "Minor", "Build", "Revision", "MajorRevision", "MinorRevision"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "major" => Value::Int(self.0.major),
            "minor" => Value::Int(self.0.minor),
            "build" => Value::Int(self.0.build),
            "revision" => Value::Int(self.0.revision),
            "majorrevision" => Value::Int16(self.0.major_revision()),
            "minorrevision" => Value::Int16(self.0.minor_revision()),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        let mut out = String::new();
        self.0.format(&mut out, self.0.n_parts()).ok()?;
        Some(out)
    }

    fn equals(&self, other: &Value) -> bool {
        as_version(other) == Some(self.0)
    }

    fn hash_code(&self) -> u64 {
        (self.0.major as u64) << 32 ^ (self.0.minor as u64) << 16 ^ self.0.build as u64
    }

    fn compare(&self, other: &Value) -> Option<Ordering> {
        as_version(other).map(|other| self.0.cmp(&other))
    }
}

fn new(c: &mut Call) -> Outcome {
    Ok(version(match c.args.first() {
        None => Version::new(0, 0, None, None)?,
        Some(Value::Str(text)) => Version::parse(text)?,
        _ => {
            let part = |at: usize| c.args.get(at).map(|value| to_long(value) as i32);
            Version::new(c.int(0), c.int(1), part(2), part(3))?
        }
    }))
}

fn try_parse(c: &mut Call) -> Outcome {
    let parsed = c.text(0).and_then(|text| Version::parse(&text).ok());
    c.write_ref(1, parsed.map_or(Value::Null, version))?;
    ok(parsed.is_some())
}

fn compare_to(c: &mut Call) -> Outcome {
    match (as_version(&c.this), as_version(&c.arg(0))) {
        (Some(own), Some(other)) => ok(own.cmp(&other) as i32),
        _ if !c.has(0) => ok(1),
        _ => Err(Thrown::argument("Object must be of type Version.")),
    }
}

fn to_string(c: &mut Call) -> Outcome {
    let Some(own) = as_version(&c.this) else { return Ok(Value::Null) };
    let mut out = String::new();
    let count = if matches!(c.args.first(), Some(Value::Int(_))) { c.int(0).max(0) as usize } else { own.n_parts() };
    own.format(&mut out, count)?;
    ok(out)
}

/// `[version]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::VERSION],
    new: Some(new),
    methods: &[("Clone", |c| Ok(c.this.clone())), ("CompareTo", compare_to), ("ToString", to_string)],
    statics: &[("Parse", |c| Ok(version(Version::parse(&c.str(0, "input")?)?))), ("TryParse", try_parse)],
    ..TypeImpl::EMPTY
};

/// A `SemanticVersion`.
pub struct SemanticObject(pub SemanticVersion);

/// The semantic version in a value.
pub fn as_semantic(value: &Value) -> Option<&SemanticVersion> {
    value.downcast::<SemanticObject>().map(|object| &object.0)
}

fn text_of(version: &SemanticVersion) -> String {
    let mut text = format!("{}.{}.{}", version.major, version.minor, version.patch);
    if let Some(label) = version.pre_release.as_ref().filter(|label| !label.is_empty()) {
        text.push('-');
        text.push_str(label);
    }
    if let Some(label) = version.build.as_ref().filter(|label| !label.is_empty()) {
        text.push('+');
        text.push_str(label);
    }
    text
}

/// The order of two semantic versions; build labels do not count.
pub fn compare_semantic(a: &SemanticVersion, b: &SemanticVersion) -> Ordering {
    let numbers = (a.major, a.minor, a.patch).cmp(&(b.major, b.minor, b.patch));
    if numbers.is_ne() {
        return numbers;
    }
    let label = |version: &SemanticVersion| version.pre_release.clone().filter(|label| !label.is_empty());
    match (label(a), label(b)) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) => compare_labels(&a, &b),
    }
}

fn compare_labels(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.split('.'), b.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => a.cmp(b),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

impl ClrObject for SemanticObject {
    fn class(&self) -> TypeId {
        TypeId::SEMANTIC_VERSION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Major", "Minor", "Patch", "PreReleaseLabel", "BuildLabel"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "major" => Value::Int(self.0.major),
            "minor" => Value::Int(self.0.minor),
            "patch" => Value::Int(self.0.patch),
            "prereleaselabel" => self.0.pre_release.clone().map_or(Value::Null, Value::from),
            "buildlabel" => self.0.build.clone().map_or(Value::Null, Value::from),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(text_of(&self.0))
    }

    fn equals(&self, other: &Value) -> bool {
        as_semantic(other).is_some_and(|other| compare_semantic(&self.0, other).is_eq() && self.0.build == other.build)
    }

    fn hash_code(&self) -> u64 {
        text_of(&self.0).len() as u64
    }

    fn compare(&self, other: &Value) -> Option<Ordering> {
        as_semantic(other).map(|other| compare_semantic(&self.0, other))
    }
}

fn new_semantic(c: &mut Call) -> Outcome {
    let made = match c.args.first() {
        Some(Value::Str(text)) => SemanticVersion::parse(text)?,
        Some(value) if as_version(value).is_some() => {
            let own = as_version(value).ok_or_else(|| Thrown::null("version"))?;
            if own.revision > 0 {
                return Err(Thrown::argument_named("version", "The version must not have a revision."));
            }
            SemanticVersion { major: own.major, minor: own.minor, patch: own.build.max(0), ..SemanticVersion::default() }
        }
        _ => {
            let numbers: Vec<i32> =
                c.args.iter().take_while(|value| matches!(value, Value::Int(_))).map(|value| to_long(value) as i32).collect();
            if numbers.iter().any(|number| *number < 0) {
                return Err(Thrown::new(TypeId::PS_ARGUMENT_EXCEPTION, "Parts of a version must not be negative."));
            }
            let part = |at: usize| numbers.get(at).copied().unwrap_or(0);
            let labels: Vec<String> = c.args[numbers.len()..].iter().filter_map(|value| value.as_str().map(ToString::to_string)).collect();
            SemanticVersion {
                major: part(0),
                minor: part(1),
                patch: part(2),
                pre_release: labels.first().cloned(),
                build: labels.get(1).cloned(),
            }
        }
    };
    Ok(Object::from_clr(SemanticObject(made)))
}

fn parse_semantic(c: &Call) -> Outcome {
    Ok(Object::from_clr(SemanticObject(SemanticVersion::parse(&c.str(0, "version")?)?)))
}

/// `[semver]`.
pub const SEMANTIC: TypeImpl = TypeImpl {
    ids: &[TypeId::SEMANTIC_VERSION],
    new: Some(new_semantic),
    methods: &[("CompareTo", |c| {
        let other = c.arg(0);
        ok(match (as_semantic(&c.this), as_semantic(&other)) {
            (Some(own), Some(other)) => compare_semantic(own, other) as i32,
            _ => 1,
        })
    })],
    statics: &[
        ("Compare", |c| {
            let (a, b) = (c.arg(0), c.arg(1));
            ok(match (as_semantic(&a), as_semantic(&b)) {
                (Some(a), Some(b)) => compare_semantic(a, b) as i32,
                (None, None) => 0,
                (None, _) => -1,
                _ => 1,
            })
        }),
        ("Parse", |c| parse_semantic(c)),
        ("TryParse", |c| {
            let parsed = parse_semantic(c).ok();
            let is_version = parsed.is_some();
            c.write_ref(1, parsed.unwrap_or_default())?;
            ok(is_version)
        }),
        ("op_Implicit", |c| {
            let value = c.arg(0);
            match as_semantic(&value) {
                Some(own) => Ok(version(Version::new(own.major, own.minor, Some(own.patch), None)?)),
                None => Ok(Value::Null),
            }
        }),
    ],
    ..TypeImpl::EMPTY
};
