//! The value column of the tables: the few expressions that stand there.

use std::rc::Rc;

use bridgesh::value::members::objects::SwitchParameter;
use bridgesh::value::text::number::{ShellNumber, shell_number};
use bridgesh::value::types::resolve;
use bridgesh::value::{Dict, List, Object, TypeId, Value, convert};

use super::machine::{Machine, block};

/// The value of an expression; `None` if the table has one that is not known here.
pub fn value_of(text: &str) -> Option<Value> {
    if let Some(quoted) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Some(Value::str(if quoted == "$5" { "" } else { quoted }));
    }
    if let Some(number) = number(text) {
        return Some(number);
    }
    let cast = |text: &str, type_name: &str| convert::cast(&mut Machine, &Value::str(text), resolve(type_name)?).ok();
    Some(match text {
        "$null" => Value::Null,
        "$true" => Value::Bool(true),
        "$false" => Value::Bool(false),
        "[long]::MaxValue" => Value::Long(i64::MAX),
        "[int]::MaxValue" => Value::Int(i32::MAX),
        "[double]::NaN" => Value::Double(f64::NAN),
        "[double]::PositiveInfinity" => Value::Double(f64::INFINITY),
        "[bigint]::Pow(2,70)" => Value::BigInt(Rc::new(num_bigint::BigInt::from(2).pow(70))),
        "[bigint]7" => Value::BigInt(Rc::new(7.into())),
        "[single]0.1" => Value::Single(0.1),
        "[byte]200" => Value::Byte(200),
        "[char]\"A\"" => Value::Char(65),
        "[char]\"a\"" => Value::Char(97),
        "[char]\"5\"" => Value::Char(53),
        "@(,@(1,2))" => Value::array(vec![Value::array(vec![Value::Int(1), Value::Int(2)])]),
        "@{a=1}" => dictionary(Dict::hashtable(), &[("a", 1)]),
        "@{}" => dictionary(Dict::hashtable(), &[]),
        "[ordered]@{b=1;a=2}" => dictionary(Dict::ordered(), &[("b", 1), ("a", 2)]),
        "[pscustomobject]@{a=1}" => Object::record(None, [("a", Value::Int(1))]),
        "{1 + 1}" => block("1 + 1"),
        "{1}" => block("1"),
        "[datetime]\"2024-02-29T13:05:09\"" => cast("2024-02-29T13:05:09", "datetime")?,
        "[datetime]\"2024-02-29\"" => cast("2024-02-29", "datetime")?,
        "[datetimeoffset]\"2024-02-29T13:05:09+02:00\"" => cast("2024-02-29T13:05:09+02:00", "datetimeoffset")?,
        "[timespan]\"1:02:03\"" => cast("1:02:03", "timespan")?,
        "[timespan]\"1:00\"" => cast("1:00", "timespan")?,
        "[DayOfWeek]::Friday" => Value::Enum(TypeId::DAY_OF_WEEK, 5),
        "[DayOfWeek]::Monday" => Value::Enum(TypeId::DAY_OF_WEEK, 1),
        "[version]\"1.2.3\"" => cast("1.2.3", "version")?,
        "[version]\"1.2\"" => cast("1.2", "version")?,
        "[guid]::Empty" => cast("00000000-0000-0000-0000-000000000000", "guid")?,
        "[int]" => Value::Type(TypeId::INT32),
        "[regex]\"a\"" => cast("a", "regex")?,
        "[switch]$true" => SwitchParameter::value(true),
        "[xml]\"<a>1</a>\"" => cast("<a>1</a>", "xml")?,
        "[Collections.Generic.List[int]]@(3,4)" => {
            Value::List(Rc::new(List::new(TypeId::LIST.generic(&[TypeId::INT32]), vec![Value::Int(3), Value::Int(4)])))
        }
        "[dbnull]::Value" => bridgesh::value::members::objects::db_null::value(),
        "1..3" => Value::array(vec![Value::Int(1), Value::Int(2), Value::Int(3)]),
        _ => {
            let items = text.strip_prefix("@(")?.strip_suffix(')')?;
            let items: Option<Vec<Value>> = items.split(',').filter(|item| !item.is_empty()).map(value_of).collect();
            Value::array(items?)
        }
    })
}

fn number(text: &str) -> Option<Value> {
    if text.starts_with(['$', '[', '@', '{']) {
        return None;
    }
    if text == "1.50d" || text == "1.10d" {
        return text.strip_suffix('d')?.parse().ok().map(Value::Decimal);
    }
    Some(match shell_number(text)? {
        ShellNumber::Integer(value, kind) => convert::integer_value(value, kind)?,
        ShellNumber::Double(value) => Value::Double(value),
        ShellNumber::Decimal(value) => Value::Decimal(value),
        ShellNumber::BigInteger(value) => Value::BigInt(Rc::new(value)),
    })
}

fn dictionary(dict: Dict, entries: &[(&str, i32)]) -> Value {
    for (key, value) in entries {
        dict.set_str(key, Value::Int(*value));
    }
    Value::Dict(Rc::new(dict))
}
