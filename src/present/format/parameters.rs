//! What a `Format-*` cmdlet was told: properties (names, script blocks, tables of label and expression), grouping,
//! shape.

use std::rc::Rc;

use crate::present::expression::Expression;
use crate::present::packet::Align;
use crate::present::text;
use crate::present::views::Wanted;
use crate::value::{Category, ErrorRecord, Raise, Run, Runtime, TypeId, Value, convert};

/// A property as the command line has it.
#[derive(Clone)]
pub struct Parameter {
    /// Its value.
    pub expression: Expression,
    /// `Label` or `Name`.
    pub label: Option<Rc<str>>,
    /// `FormatString`.
    pub format: Option<Rc<str>>,
    /// `Width`.
    pub width: Option<usize>,
    /// `Alignment`.
    pub align: Option<Align>,
    /// `Depth`, for `Format-Custom`.
    pub depth: Option<usize>,
}

/// What to do with a collection that arrives as one object.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Expand {
    /// Its items are shown.
    #[default]
    EnumOnly,
    /// It itself is shown.
    CoreOnly,
    /// Both.
    Both,
}

impl Expand {
    /// By the parameter's words.
    pub fn from_text(text: &str) -> Option<Expand> {
        match text.to_ascii_lowercase().as_str() {
            "enumonly" => Some(Expand::EnumOnly),
            "coreonly" => Some(Expand::CoreOnly),
            "both" => Some(Expand::Both),
            _ => None,
        }
    }
}

/// All that a formatter is told.
#[derive(Clone, Default)]
pub struct Parameters {
    /// The shape; none: by the first object.
    pub wanted: Option<Wanted>,
    /// `-Property`.
    pub properties: Vec<Rc<Parameter>>,
    /// `-View`.
    pub view: Option<Rc<str>>,
    /// `-GroupBy`.
    pub group_by: Option<Rc<Parameter>>,
    /// `-AutoSize`.
    pub auto_size: Option<bool>,
    /// `-HideTableHeaders`.
    pub hide_headers: Option<bool>,
    /// `-Wrap`.
    pub wrap: Option<bool>,
    /// `-RepeatHeader`.
    pub repeat_header: bool,
    /// `-Column`.
    pub columns: Option<usize>,
    /// `-Depth` of `Format-Custom`.
    pub depth: Option<usize>,
    /// `-Force`: also numbers and strings are formatted as objects.
    pub force: bool,
    /// `-Expand`.
    pub expand: Option<Expand>,
    /// `-ShowError`.
    pub show_errors: bool,
    /// `-DisplayError`.
    pub display_errors: bool,
}

/// Where a table of label and expression stands: decides which keys it may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// `Format-Table -Property`.
    Table,
    /// `Format-List -Property`.
    List,
    /// `Format-Wide -Property`.
    Wide,
    /// `Format-Custom -Property`.
    Custom,
    /// `-GroupBy`.
    GroupBy,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Expression,
    Label,
    FormatString,
    Width,
    Alignment,
    Depth,
}

impl Place {
    /// Keys by their names; a start of one that is no other's is enough.
    fn keys(self) -> &'static [(&'static str, Key)] {
        const TABLE: &[(&str, Key)] = &[
            ("expression", Key::Expression),
            ("label", Key::Label),
            ("name", Key::Label),
            ("formatString", Key::FormatString),
            ("width", Key::Width),
            ("alignment", Key::Alignment),
        ];
        const LIST: &[(&str, Key)] =
            &[("expression", Key::Expression), ("label", Key::Label), ("name", Key::Label), ("formatString", Key::FormatString)];
        const WIDE: &[(&str, Key)] = &[("expression", Key::Expression), ("formatString", Key::FormatString)];
        const CUSTOM: &[(&str, Key)] = &[("expression", Key::Expression), ("depth", Key::Depth)];
        const GROUP: &[(&str, Key)] =
            &[("expression", Key::Expression), ("label", Key::Label), ("name", Key::Label), ("formatString", Key::FormatString)];
        match self {
            Place::Table => TABLE,
            Place::List => LIST,
            Place::Wide => WIDE,
            Place::Custom => CUSTOM,
            Place::GroupBy => GROUP,
        }
    }
}

/// The properties of a command line.
pub fn properties(rt: &mut dyn Runtime, items: &[Value], place: Place) -> Run<Vec<Rc<Parameter>>> {
    items.iter().map(|item| property(rt, item, place).map(Rc::new)).collect()
}

/// One property of a command line.
pub fn property(rt: &mut dyn Runtime, item: &Value, place: Place) -> Run<Parameter> {
    let mut parameter =
        Parameter { expression: Expression::Name(Rc::from("")), label: None, format: None, width: None, align: None, depth: None };
    match item.base() {
        Value::ScriptBlock(_) | Value::Str(_) => parameter.expression = expression(item)?,
        Value::Dict(dict) => {
            let mut has_expression = false;
            for (key, value) in dict.pairs() {
                match find_key(&text::plain(rt, &key)?, place)? {
                    Key::Expression => {
                        parameter.expression = expression(&value)?;
                        has_expression = true;
                    }
                    Key::Label => parameter.label = Some(label(rt, &value)?),
                    Key::FormatString => parameter.format = Some(Rc::from(text::plain(rt, &value)?)),
                    Key::Width => parameter.width = Some(whole(&value, "width")?),
                    Key::Alignment => parameter.align = Some(alignment(&text::plain(rt, &value)?)?),
                    Key::Depth => parameter.depth = Some(whole(&value, "depth")?),
                }
            }
            if !has_expression {
                return Err(illegal("DictionaryKeyMandatoryEntry", "A mandatory entry for expression is missing.".to_owned()));
            }
        }
        other => {
            let words = format!(
                "Cannot convert {} to one of the following types {{System.String, System.Management.Automation.ScriptBlock, System.Collections.Hashtable}}.",
                other.type_id().full_name()
            );
            return Err(illegal("UnknownParameterType", words));
        }
    }
    Ok(parameter)
}

fn expression(value: &Value) -> Run<Expression> {
    match value.base() {
        Value::ScriptBlock(block) => Ok(Expression::Block(block.clone())),
        Value::Str(name) if name.is_empty() => Err(illegal("ExpressionEmptyString1", "An empty string value is not allowed.".to_owned())),
        Value::Str(name) => Ok(Expression::Name(name.clone())),
        other => {
            let words = format!(
                "The \"expression\" key has a type, {}, that is not valid; expected types are {{System.String, System.Management.Automation.ScriptBlock}}.",
                other.type_id().full_name()
            );
            Err(illegal("DictionaryKeyIllegalValue1", words))
        }
    }
}

fn label(rt: &mut dyn Runtime, value: &Value) -> Run<Rc<str>> {
    let text = text::plain(rt, value)?;
    if text.is_empty() {
        return Err(illegal("EmptyLabel", "The \"label\" key cannot have an empty string value.".to_owned()));
    }
    Ok(Rc::from(text))
}

fn whole(value: &Value, key: &str) -> Run<usize> {
    let number = match value.base() {
        Value::Int(number) => usize::try_from(*number).ok(),
        Value::Long(number) => usize::try_from(*number).ok(),
        _ => None,
    };
    match number {
        Some(number) if number > 0 => Ok(number),
        Some(_) => Err(illegal(
            "OutOfRangeValue",
            format!("The value \"{}\" for key \"{key}\" should be greater than 0.", convert::to_plain_text(value).unwrap_or_default()),
        )),
        None => {
            let words =
                format!("The \"{key}\" key has a type, {}, that is not valid; expected type is System.Int32.", value.type_id().full_name());
            Err(illegal("DictionaryKeyIllegalValue1", words))
        }
    }
}

fn alignment(text: &str) -> Run<Align> {
    let starts = |word: &str| !text.is_empty() && word.starts_with(&text.to_ascii_lowercase());
    match () {
        () if starts("left") => Ok(Align::Left),
        () if starts("center") => Ok(Align::Center),
        () if starts("right") => Ok(Align::Right),
        () => Err(illegal(
            "IllegalAlignmentValue",
            format!("The value \"{text}\" for key \"alignment\" is not valid; valid values are {{left, center, right}}."),
        )),
    }
}

fn find_key(text: &str, place: Place) -> Run<Key> {
    let lower = text.to_lowercase();
    let exact = place.keys().iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    let mut found: Vec<Key> = match exact {
        Some((_, key)) => vec![*key],
        None => place
            .keys()
            .iter()
            .filter(|(name, _)| !lower.is_empty() && name.to_lowercase().starts_with(&lower))
            .map(|(_, key)| *key)
            .collect(),
    };
    found.dedup_by(|a, b| a == b);
    match found.as_slice() {
        [key] => Ok(*key),
        [] => Err(illegal("DictionaryKeyIllegal", format!("The {text} key is not valid."))),
        _ => Err(illegal("DictionaryKeyAmbiguous", format!("The {text} key is ambiguous."))),
    }
}

/// The terminating error of a wrong property; its exception has .NET's own words, the details ours.
fn illegal(id: &str, words: String) -> Raise {
    let record =
        ErrorRecord::new(TypeId::NOT_SUPPORTED_EXCEPTION, "Specified method is not supported.", id, Category::InvalidArgument, Value::Null);
    *record.0.details.borrow_mut() = Some((Rc::from(words), None));
    record.into()
}
