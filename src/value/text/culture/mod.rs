//! Cultures: how numbers and dates are written in a language and country.
//!
//! `cultures.jsonl` has one culture a line: the first 23 as ICU 72 gives them to .NET, the others made from CLDR
//! 42, which is ICU 72's, by rules that give the first ones too. A line is read when its culture is first asked
//! for. Other names are derived: a language alone has the data of its main country, a country
//! that is not listed has its language's, an unknown language has the invariant names with ICU's numbers.

mod date_format;
mod derive;
mod number_format;

pub use date_format::{DateFormat, RFC1123, ROUND_TRIP, SORTABLE, UNIVERSAL};
pub use number_format::{NumberFormat, UnitFormat};

use crate::value::fault::{Fault, FaultKind};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

const TABLE: &str = include_str!("cultures.jsonl");

/// A culture: its names, and how it writes numbers and dates.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Culture {
    /// `en-US`; empty for the invariant culture.
    pub name: String,
    /// Name in English, which is also the display name.
    pub english: String,
    /// Name in its own language.
    pub native: String,
    /// Windows' number of the culture; 4096 where it has none.
    pub lcid: i32,
    /// Name of the parent.
    pub parent: String,
    /// ISO 639-1 code of the language.
    pub iso2: String,
    /// ISO 639-2 code of the language.
    pub iso3: String,
    /// Windows' three letters of the culture.
    pub win3: String,
    /// `IetfLanguageTag`.
    pub ietf: String,
    /// What separates the items of a list.
    pub list_separator: String,
    /// Whether the text runs from right to left.
    pub right_to_left: bool,
    /// How numbers are written.
    pub number: NumberFormat,
    /// How dates are written.
    pub dates: DateFormat,
}

static INVARIANT: LazyLock<Arc<Culture>> = LazyLock::new(|| Arc::new(stored("").expect("the table holds the invariant culture")));

/// How many derived cultures are remembered; more are made anew each time.
const CACHE_SIZE: usize = 256;

static CACHE: LazyLock<RwLock<HashMap<String, Arc<Culture>>>> = LazyLock::new(Default::default);

impl Culture {
    /// The invariant culture.
    pub fn invariant() -> &'static Culture {
        &INVARIANT
    }

    /// The invariant culture as a shared pointer.
    pub fn invariant_arc() -> Arc<Culture> {
        Arc::clone(&INVARIANT)
    }

    /// Whether the culture names a language without a country.
    pub fn is_neutral(&self) -> bool {
        !self.name.is_empty() && (!self.name.contains('-') || self.name.rsplit('-').next().is_some_and(|last| last.len() == 4))
    }
}

/// The names of the cultures of the table, the invariant one first as an empty name.
pub fn table_names() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter_map(line_name)
}

fn line_name(line: &'static str) -> Option<&'static str> {
    line.strip_prefix("{\"name\":\"")?.split('"').next()
}

/// The culture of the table with exactly this name, in any case.
fn stored(name: &str) -> Option<Culture> {
    let line = TABLE.lines().find(|line| line_name(line).is_some_and(|found| found.eq_ignore_ascii_case(name)))?;
    serde_json::from_str(line).ok()
}

/// The culture of a name, in any case; `CultureNotFoundException` for a name that cannot be one.
pub fn get(name: &str) -> Result<Arc<Culture>, Fault> {
    if name.is_empty() {
        return Ok(Culture::invariant_arc());
    }
    let key = name.to_ascii_lowercase();
    if let Some(culture) = CACHE.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(Arc::clone(culture));
    }
    let culture = Arc::new(match stored(name) {
        Some(culture) => culture,
        None => derive::derive(name).ok_or_else(|| not_found(name))?,
    });
    let mut cache = CACHE.write().unwrap_or_else(PoisonError::into_inner);
    if cache.len() < CACHE_SIZE {
        cache.insert(key, Arc::clone(&culture));
    }
    Ok(culture)
}

fn not_found(name: &str) -> Fault {
    Fault {
        kind: FaultKind::CultureNotFound,
        text: format!("Culture is not supported. (Parameter 'name')\n{name} is an invalid culture identifier.").into(),
        parameter: None,
    }
}

/// The culture of a Windows number such as 1033.
pub fn from_lcid(lcid: i32) -> Result<Arc<Culture>, Fault> {
    if lcid < 0 {
        return Err(Fault::new(
            FaultKind::ArgumentOutOfRange,
            format!("culture ('{lcid}') must be a non-negative value. (Parameter 'culture')\nActual value was {lcid}."),
        ));
    }
    let found = table_names()
        .filter_map(|name| get(name).ok())
        .find(|culture| culture.lcid == lcid)
        .or_else(|| derive::LANGUAGES.iter().filter_map(|language| get(language.name).ok()).find(|culture| culture.lcid == lcid));
    let found = found.or_else(|| derive::NUMBERS.iter().find(|(number, _)| *number == lcid).and_then(|(_, name)| get(name).ok()));
    found.ok_or_else(|| Fault {
        kind: FaultKind::CultureNotFound,
        text: format!("Culture is not supported. (Parameter 'culture')\n{lcid} (0x{lcid:04x}) is an invalid culture identifier.").into(),
        parameter: None,
    })
}
