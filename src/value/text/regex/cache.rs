//! Patterns compiled before, for operators and static methods that get their pattern as a text each time.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::{Regex, RegexError, RegexOptions};

/// When so many patterns are kept, all are dropped: a script that makes them up as it goes gains nothing by keeping.
const MAX_PATTERNS: usize = 512;

thread_local! {
    static CACHE: RefCell<HashMap<RegexOptions, HashMap<String, Rc<Regex>>>> = RefCell::default();
}

impl Regex {
    /// As [`Regex::new`], but compiles a pattern only once for a while.
    pub fn cached(pattern: &str, options: RegexOptions) -> Result<Rc<Regex>, RegexError> {
        let known = CACHE.with_borrow(|cache| cache.get(&options)?.get(pattern).map(Rc::clone));
        if let Some(regex) = known {
            return Ok(regex);
        }
        let regex = Rc::new(Regex::new(pattern, options)?);
        CACHE.with_borrow_mut(|cache| {
            let patterns = cache.entry(options).or_default();
            if patterns.len() >= MAX_PATTERNS {
                patterns.clear();
            }
            patterns.insert(pattern.to_string(), Rc::clone(&regex));
        });
        Ok(regex)
    }
}
