//! Compiled patterns: kept at the call site where they are literal, in a small cache of this thread otherwise.

use std::cell::RefCell;
use std::rc::Rc;

use super::failure;
use crate::value::text::regex::{MatchAbort, Regex, RegexError, RegexOptions};
use crate::value::text::wildcard::{WildcardCase, WildcardError, WildcardPattern};
use crate::value::types::resolve;
use crate::value::{Category, ErrorRecord, Exception, Raise, Run, TypeId, Unwind, Value};

/// How many patterns are remembered.
const CACHE_SIZE: usize = 64;

/// Patterns by text and variant, the last used first.
struct Cache<V, T> {
    entries: Vec<(Rc<str>, V, Rc<T>)>,
}

impl<V: PartialEq, T> Cache<V, T> {
    const fn new() -> Cache<V, T> {
        Cache { entries: Vec::new() }
    }

    fn get(&mut self, text: &str, variant: &V) -> Option<Rc<T>> {
        let place = self.entries.iter().position(|(own, own_variant, _)| own_variant == variant && **own == *text)?;
        if place > 0 {
            self.entries[..=place].rotate_right(1);
        }
        Some(self.entries[0].2.clone())
    }

    fn insert(&mut self, text: &str, variant: V, pattern: &Rc<T>) {
        self.entries.truncate(CACHE_SIZE - 1);
        self.entries.insert(0, (Rc::from(text), variant, pattern.clone()));
    }
}

thread_local! {
    static REGEXES: RefCell<Cache<RegexOptions, Regex>> = const { RefCell::new(Cache::new()) };
    static WILDCARDS: RefCell<Cache<WildcardCase, WildcardPattern>> = const { RefCell::new(Cache::new()) };
}

/// The options of `-match` and `-cmatch`.
pub fn match_options(case_sensitive: bool) -> RegexOptions {
    if case_sensitive { RegexOptions::NONE } else { RegexOptions::IGNORE_CASE }
}

/// A compiled pattern of an operator.
pub fn regex(text: &str, options: RegexOptions) -> Run<Rc<Regex>> {
    if let Some(known) = REGEXES.with(|cache| cache.borrow_mut().get(text, &options)) {
        return Ok(known);
    }
    let compiled = Rc::new(Regex::new(text, options).map_err(|error| regex_error(&error))?);
    REGEXES.with(|cache| cache.borrow_mut().insert(text, options, &compiled));
    Ok(compiled)
}

/// A compiled pattern of `-like`.
pub fn wildcard(text: &str, case_sensitive: bool) -> Run<Rc<WildcardPattern>> {
    let case = if case_sensitive { WildcardCase::Sensitive } else { WildcardCase::Ignored };
    if let Some(known) = WILDCARDS.with(|cache| cache.borrow_mut().get(text, &case)) {
        return Ok(known);
    }
    let compiled = Rc::new(WildcardPattern::new(text, case).map_err(|error| wildcard_error(&error))?);
    WILDCARDS.with(|cache| cache.borrow_mut().insert(text, case, &compiled));
    Ok(compiled)
}

fn regex_error(error: &RegexError) -> Raise {
    failure::raw(resolve(error.type_name()).unwrap_or(TypeId::ARGUMENT_EXCEPTION), &error.message)
}

fn wildcard_error(error: &WildcardError) -> Raise {
    let inner = Exception::object(TypeId::WILDCARD_PATTERN_EXCEPTION, &error.message, None);
    let exception = Exception::object(TypeId::RUNTIME_EXCEPTION, &error.message, Some(inner));
    ErrorRecord::of(exception, "RuntimeException", Category::InvalidOperation, Value::Null).into()
}

/// The end of a match that ran too long, or that the user ended.
pub fn abort(abort: &MatchAbort) -> Raise {
    match abort {
        MatchAbort::Interrupted => Unwind::Interrupted.into(),
        other => failure::raw(TypeId::REGEX_MATCH_TIMEOUT_EXCEPTION, other.to_string()),
    }
}
