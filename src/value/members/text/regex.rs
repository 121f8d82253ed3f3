//! `[regex]`, matches, and wildcard patterns.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::objects::regex::{Found, Groups, MatchCollection, MatchObject, RegexObject};
use crate::value::members::objects::wildcard::WildcardObject;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::regex::{
    self, MatchAbort, Regex, RegexError, RegexErrorKind, RegexOptions, ReplaceError, Replacement, Utf16Index, Watch,
};
use crate::value::text::wildcard::{self, WildcardError};
use crate::value::{Array, Object, TypeId, Value};

/// How many patterns of static calls are kept, as .NET's `Regex.CacheSize` says.
const CACHE_SIZE: usize = 15;

thread_local! {
    static CACHE: RefCell<Vec<Rc<Regex>>> = const { RefCell::new(Vec::new()) };
}

fn wrong_pattern(error: RegexError) -> Thrown {
    let class = match error.kind {
        RegexErrorKind::OptionsOutOfRange => TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
        RegexErrorKind::NotSupported => TypeId::NOT_SUPPORTED_EXCEPTION,
        _ => TypeId::REGEX_PARSE_EXCEPTION,
    };
    let exception = crate::value::Exception::object(class, &error.message, None);
    if class == TypeId::REGEX_PARSE_EXCEPTION
        && let Some(mut members) = exception.members_cell_mut()
    {
        for (name, value) in [("Error", Value::str(error.kind.name())), ("Offset", Value::Int(error.offset as i32))] {
            members.push(Rc::from(name), crate::value::Slot::Note(value));
            members.hidden.get_or_insert_default().push(Rc::from(name));
        }
    }
    Thrown::Exception(exception)
}

fn given_up(c: &Call, abort: MatchAbort) -> Thrown {
    if abort == MatchAbort::Interrupted
        && let Err(raise) = c.rt.check_interrupt()
    {
        return raise.into();
    }
    Thrown::new(TypeId::REGEX_MATCH_TIMEOUT_EXCEPTION, abort.to_string())
}

/// A compiled pattern, from the cache if it was used lately.
fn compiled(pattern: &str, options: RegexOptions) -> Outcome<Rc<Regex>> {
    CACHE.with(|cache| {
        let mut cache = cache.borrow_mut();
        if let Some(place) = cache.iter().position(|own| own.options() == options && own.pattern() == pattern) {
            let regex = cache.remove(place);
            cache.push(regex.clone());
            return Ok(regex);
        }
        let regex = Rc::new(Regex::new(pattern, options).map_err(wrong_pattern)?);
        if cache.len() >= CACHE_SIZE {
            cache.remove(0);
        }
        cache.push(regex.clone());
        Ok(regex)
    })
}

/// Pattern, input and further arguments of a call on an instance or on the class.
struct Job {
    regex: Rc<Regex>,
    text: Rc<str>,
    /// Where the arguments behind input and pattern start.
    rest: usize,
    deadline: Option<Instant>,
}

fn job(c: &Call) -> Outcome<Job> {
    let text = c.str(0, "input")?;
    let timeout = c.args.iter().find_map(|value| if let Value::TimeSpan(span) = value { Some(*span) } else { None });
    let (regex, rest, timeout) = match c.this.downcast::<RegexObject>() {
        Some(object) => (object.regex.clone(), 1, object.timeout),
        None => {
            let options = (2..c.len()).find_map(|at| c.enum_of(at, TypeId::REGEX_OPTIONS)).unwrap_or(0);
            (compiled(&c.str(1, "pattern")?, RegexOptions(options as u32))?, 2, timeout)
        }
    };
    let deadline = timeout.filter(|span| span.0 > 0).map(|span| Instant::now() + Duration::from_nanos(span.0 as u64 * 100));
    Ok(Job { regex, text, rest, deadline })
}

/// The place of a `startat` argument, as a byte position.
fn start_of(job: &Job, startat: Option<i64>, parameter: &str) -> Outcome<usize> {
    let Some(startat) = startat else { return Ok(job.regex.origin(&job.text)) };
    if startat < 0 || startat > regex::utf16_len(&job.text) as i64 {
        return Err(Thrown::out_of_range(parameter, "Start index cannot be less than 0 or greater than input length."));
    }
    Ok(Utf16Index::new(&job.text).byte_of(startat as usize))
}

/// Integer arguments from a place on.
fn integers(c: &Call, from: usize) -> Vec<i64> {
    c.args
        .get(from..)
        .unwrap_or_default()
        .iter()
        .filter(|value| matches!(value, Value::Int(_)))
        .map(crate::value::members::call::to_long)
        .collect()
}

fn found(job: &Job, found: Option<regex::Match>) -> Value {
    MatchObject::value(Found { text: job.text.clone(), regex: Some(job.regex.clone()), found: found.map(Rc::new), offset: 0 })
}

fn single(c: &mut Call) -> Outcome {
    let mut job = job(c)?;
    let numbers = integers(c, job.rest);
    let mut offset = 0;
    let start = match numbers[..] {
        // A part of the text, which is all that anchors see.
        [beginning, length] => {
            if beginning < 0 || length < 0 || beginning + length > regex::utf16_len(&job.text) as i64 {
                return Err(Thrown::out_of_range("length", "Index and length must refer to a location within the string."));
            }
            job.text = Rc::from(super::string::text_part(&job.text, beginning as usize, (beginning + length) as usize));
            offset = beginning as usize;
            job.regex.origin(&job.text)
        }
        _ => start_of(&job, numbers.first().copied(), "startat")?,
    };
    let result = {
        let interrupt = || c.rt.check_interrupt().is_err();
        job.regex.find_watched(&job.text, start, &Watch { deadline: job.deadline, interrupt: Some(&interrupt), ..Watch::DEFAULT })
    };
    let result = result.map_err(|abort| given_up(c, abort))?;
    Ok(MatchObject::value(Found { text: job.text, regex: Some(job.regex), found: result.map(Rc::new), offset }))
}

/// All matches, as values.
fn all(c: &mut Call) -> Outcome<Vec<Value>> {
    let job = job(c)?;
    let start = start_of(&job, integers(c, job.rest).first().copied(), "startat")?;
    let mut list = Vec::new();
    let mut failure = None;
    {
        let interrupt = || c.rt.check_interrupt().is_err();
        let watch = Watch { deadline: job.deadline, interrupt: Some(&interrupt), ..Watch::DEFAULT };
        for result in job.regex.matches_from(&job.text, start, &watch) {
            match result {
                Ok(one) => list.push(found(&job, Some(one))),
                Err(abort) => {
                    failure = Some(abort);
                    break;
                }
            }
        }
    }
    match failure {
        Some(abort) => Err(given_up(c, abort)),
        None => Ok(list),
    }
}

fn is_match(c: &mut Call) -> Outcome {
    let job = job(c)?;
    let start = start_of(&job, integers(c, job.rest).first().copied(), "startat")?;
    let result = {
        let interrupt = || c.rt.check_interrupt().is_err();
        job.regex.find_watched(&job.text, start, &Watch { deadline: job.deadline, interrupt: Some(&interrupt), ..Watch::DEFAULT })
    };
    ok(result.map_err(|abort| given_up(c, abort))?.is_some())
}

fn replace(c: &mut Call) -> Outcome {
    let job = job(c)?;
    let with = c.arg(job.rest);
    let numbers = integers(c, job.rest + 1);
    let max = match numbers.first() {
        Some(-1) | None => None,
        Some(count) if *count < -1 => return Err(Thrown::out_of_range("count", "Count cannot be less than -1.")),
        Some(count) => Some(*count as usize),
    };
    let start = start_of(&job, numbers.get(1).copied(), "startat")?;
    let watch = Watch { deadline: job.deadline, ..Watch::DEFAULT };
    if let Some(text) = with.as_str() {
        let replacement = Replacement::new(text, &job.regex);
        return match job.regex.replace(&job.text, &replacement, max, start, &watch) {
            Ok(text) => ok(text),
            Err(abort) => Err(given_up(c, abort)),
        };
    }
    let (regex, text) = (job.regex.clone(), job.text.clone());
    let result = regex.replace_by(&text, max, start, &watch, |one, out| -> Result<(), Thrown> {
        let answer = crate::value::members::call::call_delegate(c.rt, &with, vec![found(&job, Some(one.clone()))])?;
        let answer = crate::value::convert::to_text(c.rt, &answer)?;
        out.push_str(&answer);
        Ok(())
    });
    match result {
        Ok(text) => ok(text),
        Err(ReplaceError::Callback(thrown)) => Err(thrown),
        Err(ReplaceError::Abort(abort)) => Err(given_up(c, abort)),
    }
}

fn split(c: &mut Call) -> Outcome {
    let job = job(c)?;
    let numbers = integers(c, job.rest);
    let max = numbers.first().copied().unwrap_or(0);
    if max < 0 {
        return Err(Thrown::out_of_range("count", "Count cannot be less than -1."));
    }
    let start = start_of(&job, numbers.get(1).copied(), "startat")?;
    let watch = Watch { deadline: job.deadline, ..Watch::DEFAULT };
    match job.regex.split(&job.text, max as usize, start, &watch) {
        Ok(parts) => Ok(Value::strings(parts)),
        Err(abort) => Err(given_up(c, abort)),
    }
}

fn own(c: &Call) -> Outcome<Rc<Regex>> {
    c.this.downcast::<RegexObject>().map(|object| object.regex.clone()).ok_or_else(|| Thrown::invalid_operation("The object is no Regex."))
}

fn new(c: &mut Call) -> Outcome {
    let pattern = c.str(0, "pattern")?;
    let options = RegexOptions(c.enum_of(1, TypeId::REGEX_OPTIONS).unwrap_or(0) as u32);
    let timeout = match c.arg(2) {
        Value::TimeSpan(span) if span.0 == -10_000 => None,
        Value::TimeSpan(span) if span.0 <= 0 => {
            return Err(Thrown::out_of_range("matchTimeout", "Specified argument was out of the range of valid values."));
        }
        Value::TimeSpan(span) => Some(span),
        _ => None,
    };
    let regex = Rc::new(Regex::new(&pattern, options).map_err(wrong_pattern)?);
    Ok(Object::from_clr(RegexObject { regex, timeout }))
}

/// `[regex]`.
pub const REGEX: TypeImpl = TypeImpl {
    ids: &[TypeId::REGEX],
    new: Some(new),
    methods: &[
        ("Count", |c| ok(all(c)?.len() as i32)),
        ("GetGroupNames", |c| Ok(Value::strings(own(c)?.groups().names()))),
        ("GetGroupNumbers", |c| {
            let numbers = own(c)?.groups().numbers().map(|number| Value::Int(number as i32)).collect();
            Ok(Value::Array(Rc::new(Array::new(TypeId::INT32, numbers))))
        }),
        ("GroupNameFromNumber", |c| {
            ok(u32::try_from(c.long(0))
                .ok()
                .and_then(|number| own(c).ok().and_then(|regex| regex.groups().name_of_number(number).map(str::to_owned)))
                .unwrap_or_default())
        }),
        ("GroupNumberFromName", |c| ok(own(c)?.groups().number_of_name(&c.str(0, "name")?).map_or(-1, |number| number as i32))),
        ("IsMatch", is_match),
        ("Match", single),
        ("Matches", |c| Ok(Object::from_clr(MatchCollection(all(c)?)))),
        ("Replace", replace),
        ("Split", split),
        ("ToString", |c| ok(own(c)?.pattern())),
    ],
    statics: &[
        ("Count", |c| ok(all(c)?.len() as i32)),
        ("Escape", |c| ok(regex::escape(&c.str(0, "str")?))),
        ("IsMatch", is_match),
        ("Match", single),
        ("Matches", |c| Ok(Object::from_clr(MatchCollection(all(c)?)))),
        ("Replace", replace),
        ("Split", split),
        ("Unescape", |c| ok(regex::unescape(&c.str(0, "str")?).map_err(wrong_pattern)?)),
    ],
    static_properties: &[("CacheSize", |_| ok(CACHE_SIZE as i32))],
    static_setters: &[("CacheSize", |_| void())],
    ..TypeImpl::EMPTY
};

fn match_of(c: &Call) -> Outcome<Found> {
    c.this.downcast::<MatchObject>().map(|object| object.0.clone()).ok_or_else(|| Thrown::invalid_operation("The object is no Match."))
}

fn next_match(c: &mut Call) -> Outcome {
    let last = match_of(c)?;
    let (Some(one), Some(regex)) = (&last.found, &last.regex) else { return Ok(c.this.clone()) };
    let next = regex.find_after(&last.text, one.span(), &Watch::DEFAULT).map_err(|abort| given_up(c, abort))?;
    Ok(MatchObject::value(Found { found: next.map(Rc::new), ..last.clone() }))
}

fn result(c: &mut Call) -> Outcome {
    let this = match_of(c)?;
    let replacement = c.str(0, "replacement")?;
    let (Some(one), Some(regex)) = (&this.found, &this.regex) else {
        return Err(Thrown::not_supported("Result cannot be called on a failed Match."));
    };
    let mut out = String::new();
    Replacement::new(&replacement, regex).expand(&this.text, one, &mut out);
    ok(out)
}

/// `Match`.
pub const MATCH: TypeImpl = TypeImpl {
    ids: &[TypeId::MATCH],
    methods: &[("NextMatch", next_match), ("Result", result)],
    statics: &[("Synchronized", |c| Ok(c.arg(0)))],
    static_properties: &[("Empty", |_| Ok(MatchObject::value(Found { text: Rc::from(""), regex: None, found: None, offset: 0 })))],
    ..TypeImpl::EMPTY
};

fn groups(c: &Call) -> Outcome<Found> {
    c.this.downcast::<Groups>().map(|groups| groups.0.clone()).ok_or_else(|| Thrown::invalid_operation("The object is no GroupCollection."))
}

fn has_group(found: &Found, name: &str) -> bool {
    found.regex.as_ref().is_some_and(|regex| regex.groups().index_of_name(name).is_some())
}

/// Collections of matches, groups and captures.
pub const GROUPS: TypeImpl = TypeImpl {
    ids: &[TypeId::GROUP_COLLECTION, TypeId::MATCH_COLLECTION, TypeId::CAPTURE_COLLECTION],
    methods: &[
        ("ContainsKey", |c| ok(has_group(&groups(c)?, &c.str(0, "key")?))),
        ("CopyTo", |c| {
            let items = c.this.enumerate().unwrap_or_default();
            crate::value::members::collections::array::copy_into(&items, &c.arg(0), c.long(1))
        }),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), c.this.enumerate().unwrap_or_default()))),
        ("TryGetValue", |c| {
            let (found, name) = (groups(c)?, c.str(0, "key")?);
            let has = has_group(&found, &name);
            let value = if has { found.group_at(&Value::Str(name)) } else { Value::Null };
            c.write_ref(1, value)?;
            ok(has)
        }),
    ],
    ..TypeImpl::EMPTY
};

fn wrong_wildcard(error: WildcardError) -> Thrown {
    Thrown::new(TypeId::WILDCARD_PATTERN_EXCEPTION, error.message)
}

fn new_wildcard(c: &mut Call) -> Outcome {
    let pattern = c.str(0, "pattern")?;
    let options = c.enum_of(1, TypeId::WILDCARD_OPTIONS).unwrap_or(0);
    Ok(Object::from_clr(WildcardObject::new(&pattern, options).map_err(wrong_wildcard)?))
}

/// `[wildcardpattern]`.
pub const WILDCARD: TypeImpl = TypeImpl {
    ids: &[TypeId::WILDCARD_PATTERN],
    new: Some(new_wildcard),
    methods: &[
        ("IsMatch", |c| {
            let text = c.str(0, "input")?;
            ok(c.this.downcast::<WildcardObject>().is_some_and(|object| object.is_match(&text)))
        }),
        ("ToWql", |c| {
            let pattern = c.this.downcast::<WildcardObject>().map(|object| object.pattern.clone()).unwrap_or_default();
            Ok(wildcard::to_wql(&pattern).map_err(wrong_wildcard)?.map_or(Value::Null, Value::from))
        }),
    ],
    statics: &[
        ("ContainsWildcardCharacters", |c| ok(wildcard::contains_wildcards(&c.text(0).unwrap_or_default()))),
        ("Escape", |c| ok(wildcard::escape(&c.str(0, "pattern")?))),
        ("Get", new_wildcard),
        ("Unescape", |c| ok(wildcard::unescape(&c.str(0, "pattern")?))),
    ],
    ..TypeImpl::EMPTY
};
