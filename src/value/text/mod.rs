//! Text of values: .NET format strings, cultures, wildcards and regular expressions.
//!
//! Everything here works on primitives and knows no `Value`; conversion and comparison of values call it.
//! Output goes into a `&mut String`. Doors:
//!
//! | for | call |
//! |---|---|
//! | cultures | `culture::Culture::invariant() -> &'static Culture`, `culture::get(name) -> Result<Arc<Culture>, Fault>` |
//! | numbers to text | `number::invariant_f64(out, v)`, `invariant_f32`, `invariant_i64`, `number::format_i64(out, v, fmt, &Culture) -> Result<(), Fault>`, `format_int(out, Int, ..)`, `format_f64`, `format_f32`, `format_decimal`, `format_bigint` |
//! | text to numbers | `number::parse_i64(text, NumberStyles, &NumberFormat)`, `parse_f64`, `parse_decimal`, `parse_bigint` (all `Result<_, Fault>`); the shell's own rule: `number::shell_number(text) -> Option<ShellNumber>` |
//! | dates to text | `DateTime::format(out, fmt, &Culture) -> Result<(), Fault>`, the same on `DateTimeOffset`, `DateOnly`, `TimeOnly`, `TimeSpan`; `date::format_unix` (`-UFormat`) |
//! | text to dates | `date::parse_date_time(text, &Culture, DateTimeStyles, now)`, `parse_date_time_exact`, `parse_time_span`, ... |
//! | `-f` | `composite::format(format, n_items, out, FnMut(index, format) -> Result<Option<String>, E>)` |
//! | order | `compare::compare_culture(a, b, ignore_case) -> Ordering`, `compare_ordinal`, `compare_ordinal_ignore_case`, `equals_ignore_case`, `to_upper`, `to_lower` |
//! | encodings | `encode::html_encode`, `html_decode`, `escape_data_string`, `base64_encode`, `base64_decode` ... |
//! | regular expressions | `regex::Regex::new(pattern, RegexOptions)` or `Regex::cached`, `find_at`, `matches`, `replace`, `split` |
//! | wildcards | `wildcard::WildcardPattern::new(pattern, WildcardCase)`, `is_match`; `wildcard::escape` ... |
//! | others | `guid::Guid`, `version::Version`, `semantic_version::SemanticVersion` |

pub mod case;
pub mod compare;
pub mod composite;
pub mod culture;
pub mod date;
pub mod encode;
pub mod guid;
mod html_entities;
pub mod number;
pub mod regex;
pub mod semantic_version;
pub mod version;
pub mod wildcard;
