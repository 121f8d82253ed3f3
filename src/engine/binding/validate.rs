//! Conversion to the parameter's type, and its checks.

use super::bind::fits_exactly;
use super::signature::{Check, Param, Signature};
use crate::cmdlet::Validation;
use crate::engine::scope::AttributeGuard;
use crate::engine::session::Engine;
use crate::source::Span;
use crate::syntax::operator::{BinaryOperator, Case};
use crate::value::{Run, TypeId, Value, convert};

impl Engine {
    /// A value as a parameter takes it.
    pub(super) fn coerce(&mut self, signature: &Signature, param: &Param, value: Value, span: Option<Span>) -> Run<Value> {
        if let Some(wanted) = &param.ps_type_name
            && !value.is_null()
            && !value.type_names().iter().any(|own| own.eq_ignore_ascii_case(wanted))
        {
            return Err(self.wrong_type_name(signature, param, wanted, span));
        }
        let mandatory = param.places.iter().any(|place| place.mandatory);
        let mut value = value;
        if param.is_credential
            && let Some(user) = value.as_str().cloned()
        {
            value = self.ask_credential(None, None, Some(&user))?;
        }
        for check in &param.checks {
            if let Check::Attribute(attribute) = check
                && !attribute.name.to_ascii_lowercase().starts_with("validate")
            {
                value = self.transformed(attribute, value)?;
            }
            if let Check::Type(type_id) = check {
                value = match convert::try_cast(self, &value, *type_id) {
                    Ok(value) => value,
                    Err(error) => return Err(self.transformation(signature, param, error, span)),
                };
            }
        }
        // An array is no text for an advanced function, though it is for any other.
        if param.type_id == TypeId::STRING && signature.advanced && !signature.is_cmdlet && matches!(value.base(), Value::Array(_)) {
            let error = convert::CastError {
                message: "Cannot convert value to type System.String.".to_owned(),
                ..convert::CastError::impossible("", value.base().type_id(), TypeId::STRING)
            };
            return Err(self.transformation(signature, param, error, span));
        }
        let value = match self.convert_argument(param, &value, signature.is_cmdlet) {
            Ok(value) => value,
            Err(error) => match error.raise {
                Some(raise) => return Err(raise),
                None => return Err(self.transformation(signature, param, error, span)),
            },
        };
        if mandatory || signature.is_cmdlet && param.typed && param.place_in(u64::MAX).is_some_and(|place| place.mandatory) {
            self.check_presence(signature, param, &value, span)?;
        }
        let value = if signature.is_cmdlet { value } else { crate::value::plain_number(value) };
        for check in &param.checks {
            let problem = match check {
                Check::Spec(validation) => self.check_validation(validation, &value)?,
                Check::Attribute(attribute) => self.check_attribute(attribute, &value)?,
                Check::Type(_) => None,
            };
            if let Some(reason) = problem {
                return Err(self.validation(signature, param, &reason, span));
            }
        }
        Ok(value)
    }

    /// The conversion alone; none where it fails.
    pub(super) fn coerce_quietly(&mut self, param: &Param, value: Value) -> Option<Value> {
        self.convert_argument(param, &value, true).ok()
    }

    fn convert_argument(&mut self, param: &Param, value: &Value, is_cmdlet: bool) -> Result<Value, convert::CastError> {
        match param.type_id {
            // An encoding may be named in PowerShell's own words; the cmdlet reads them.
            TypeId::OBJECT | TypeId::PS_OBJECT | TypeId::ENCODING => return Ok(value.clone()),
            TypeId::SWITCH_PARAMETER if value.as_str().is_some() => return Err(strict_boolean_to(value, param.type_id)),
            TypeId::BOOLEAN => {
                return match value.base() {
                    Value::Bool(_) => Ok(value.base().clone()),
                    base if convert::number_of(base).is_some_and(|number| !matches!(number, convert::Number::BigInteger(_))) => {
                        Ok(Value::Bool(convert::to_bool(base)))
                    }
                    base if base.type_id() == TypeId::SWITCH_PARAMETER => Ok(Value::Bool(convert::to_bool(base))),
                    Value::Null | Value::Nothing if is_cmdlet => Ok(Value::Bool(false)),
                    _ => Err(strict_boolean_to(value, param.type_id)),
                };
            }
            TypeId::SWITCH_PARAMETER => {
                return match value.base() {
                    Value::Bool(_) => Ok(value.base().clone()),
                    Value::Null | Value::Nothing if is_cmdlet => Ok(Value::Bool(false)),
                    other => {
                        convert::try_cast(self, &other.clone(), TypeId::SWITCH_PARAMETER).map(|value| Value::Bool(convert::to_bool(&value)))
                    }
                };
            }
            TypeId::STRING if value.is_null() && is_cmdlet => return Ok(Value::Null),
            TypeId::PS_REFERENCE => {
                if value.downcast::<crate::engine::objects::Reference>().is_some() {
                    return Ok(value.clone());
                }
                return Err(convert::CastError {
                    message: "Reference type is expected in argument.".to_owned(),
                    ..convert::CastError::impossible("", TypeId::OBJECT, TypeId::PS_REFERENCE)
                });
            }
            _ => {}
        }
        if fits_exactly(param, value) && !value.is_null() {
            // A single value for an array parameter becomes an array of one.
            if let Some((element, _)) = param.type_id.array_element()
                && !matches!(value.base(), Value::Array(_))
                && element != TypeId::OBJECT
            {
                return Ok(Engine::typed_array(element, vec![value.clone()]));
            }
            if param.type_id.array_element().is_none() {
                return Ok(value.clone());
            }
        }
        convert::try_cast(self, value, param.type_id)
    }

    fn check_presence(&mut self, signature: &Signature, param: &Param, value: &Value, span: Option<Span>) -> Run {
        let is_collection = param.type_id.array_element().is_some();
        match value.base() {
            Value::Null | Value::Nothing if !(param.allow_null || param.type_id == TypeId::STRING && param.allow_empty_string) => {
                // A function's text is made of null before it is looked at, a cmdlet's is not.
                if param.type_id == TypeId::STRING && !signature.is_cmdlet {
                    return Err(self.empty_value(
                        signature,
                        param,
                        "an empty string",
                        "ParameterArgumentValidationErrorEmptyStringNotAllowed",
                        span,
                    ));
                }
                Err(self.empty_value(signature, param, "null", "ParameterArgumentValidationErrorNullNotAllowed", span))
            }
            Value::Str(text) if text.is_empty() && !param.allow_empty_string && matches!(param.type_id, TypeId::STRING) => {
                Err(self.empty_value(signature, param, "an empty string", "ParameterArgumentValidationErrorEmptyStringNotAllowed", span))
            }
            // What a parameter takes whole is not looked into.
            Value::Array(_) | Value::List(_) if matches!(param.type_id, TypeId::OBJECT | TypeId::PS_OBJECT) => Ok(()),
            Value::Array(array) => {
                if array.is_empty() && !param.allow_empty_collection {
                    return Err(self.empty_value(
                        signature,
                        param,
                        "an empty array",
                        "ParameterArgumentValidationErrorEmptyArrayNotAllowed",
                        span,
                    ));
                }
                let items = array.items.borrow().clone();
                for item in &items {
                    match item {
                        Value::Null if !param.allow_null && is_collection => {
                            return Err(self.empty_value(signature, param, "null", "ParameterArgumentValidationErrorNullNotAllowed", span));
                        }
                        Value::Str(text)
                            if text.is_empty() && !param.allow_empty_string && is_collection && array.element == TypeId::STRING =>
                        {
                            return Err(self.empty_value(
                                signature,
                                param,
                                "an empty string",
                                "ParameterArgumentValidationErrorEmptyStringNotAllowed",
                                span,
                            ));
                        }
                        _ => {}
                    }
                }
                Ok(())
            }
            Value::List(list) if list.items.borrow().is_empty() && !param.allow_empty_collection => Err(self.empty_value(
                signature,
                param,
                "an empty collection",
                "ParameterArgumentValidationErrorEmptyCollectionNotAllowed",
                span,
            )),
            _ => Ok(()),
        }
    }

    fn each<F: FnMut(&mut Engine, &Value) -> Run<Option<String>>>(&mut self, value: &Value, mut check: F) -> Run<Option<String>> {
        if value.is_null() {
            return Ok(Some(NO_ITEMS.to_owned()));
        }
        match value.enumerate() {
            Some(items) => {
                for item in &items {
                    if let Some(problem) = check(self, item)? {
                        return Ok(Some(problem));
                    }
                }
                Ok(None)
            }
            None => check(self, value),
        }
    }

    fn check_validation(&mut self, validation: &Validation, value: &Value) -> Run<Option<String>> {
        match validation {
            Validation::Set(values) => {
                let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
                self.each(value, |engine, item| engine.in_set(&values, item, true, None))
            }
            Validation::Range(low, high) => {
                let (low, high) = (Value::Long(*low), Value::Long(*high));
                self.each(value, |engine, item| engine.in_range(item, &low, &high))
            }
            Validation::FloatRange(low, high) => {
                let (low, high) = (Value::Double(*low), Value::Double(*high));
                self.each(value, |engine, item| engine.in_range(item, &low, &high))
            }
            Validation::RangeKind(kind) => self.each(value, |engine, item| engine.in_kind(item, kind)),
            Validation::NotNull => Ok(not_null(value)),
            Validation::NotNullOrEmpty => Ok(not_null_or_empty(value, false)),
            Validation::NotNullOrWhiteSpace => Ok(not_null_or_empty(value, true)),
            Validation::Length(low, high) => self.each(value, |_, item| Ok(length(item, *low, *high))),
            Validation::Count(low, high) => Ok(count(value, *low as i64, *high as i64)),
            Validation::Pattern(pattern) => {
                let pattern = Value::str(pattern);
                self.each(value, |engine, item| engine.in_pattern(item, &pattern, None, true))
            }
            Validation::NotOneOf(_) | Validation::AllowNull | Validation::AllowEmptyString | Validation::AllowEmptyCollection => Ok(None),
        }
    }

    /// What an attribute has against a value; none: nothing.
    pub(crate) fn check_attribute(&mut self, attribute: &AttributeGuard, value: &Value) -> Run<Option<String>> {
        let named = |name: &str| attribute.named.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone());
        let message = match named("ErrorMessage") {
            Some(message) => Some(convert::to_text(self, &message)?),
            None => None,
        };
        let number = |value: Option<&Value>| match value.map(Value::base) {
            Some(Value::Int(number)) => *number as i64,
            Some(Value::Long(number)) => *number,
            _ => 0,
        };
        match attribute.name.to_ascii_lowercase().as_str() {
            "validateset" => {
                let mut values = Vec::new();
                for argument in &attribute.positional {
                    if let Value::Type(class) = argument.base() {
                        // A class that gives the valid values.
                        let generator = self.new_instance(*class, &[])?;
                        if let Some(result) = self.class_call(*class, &generator, "GetValidValues", &[]) {
                            let result = result?;
                            for item in result.enumerate().unwrap_or_else(|| vec![result.clone()]) {
                                values.push(convert::to_text(self, &item)?.to_string());
                            }
                        }
                        continue;
                    }
                    for item in argument.enumerate().unwrap_or_else(|| vec![argument.clone()]) {
                        values.push(convert::to_text(self, &item)?.to_string());
                    }
                }
                let ignore_case = named("IgnoreCase").is_none_or(|value| convert::to_bool(&value));
                self.each(value, |engine, item| engine.in_set(&values, item, ignore_case, message.as_deref()))
            }
            "validaterange" => {
                if let [kind] = attribute.positional.as_slice() {
                    let kind = convert::to_text(self, kind)?;
                    return self.each(value, |engine, item| engine.in_kind(item, &kind));
                }
                let (Some(low), Some(high)) = (attribute.positional.first().cloned(), attribute.positional.get(1).cloned()) else {
                    return Ok(None);
                };
                self.each(value, |engine, item| engine.in_range(item, &low, &high))
            }
            "validatepattern" => {
                let Some(pattern) = attribute.positional.first().cloned() else { return Ok(None) };
                let options = named("Options");
                let heed = match options {
                    Some(options) => !convert::to_text(self, &options)?.to_ascii_lowercase().contains("ignorecase"),
                    None => false,
                };
                self.each(value, |engine, item| engine.in_pattern(item, &pattern, message.as_deref(), !heed))
            }
            "validatelength" => {
                let (low, high) = (number(attribute.positional.first()), number(attribute.positional.get(1)));
                self.each(value, |_, item| Ok(length(item, low as i32, high as i32)))
            }
            "validatecount" => Ok(count(value, number(attribute.positional.first()), number(attribute.positional.get(1)))),
            "validatenotnull" => Ok(not_null(value)),
            "validatenotnullorempty" => Ok(not_null_or_empty(value, false)),
            "validatenotnullorwhitespace" => Ok(not_null_or_empty(value, true)),
            "validatescript" => {
                let Some(Value::ScriptBlock(block)) = attribute.positional.first().cloned() else { return Ok(None) };
                self.each(value, |engine, item| engine.in_script(item, &block, message.as_deref()))
            }
            _ => match self
                .attribute_class(&attribute.name)
                .filter(|class| class.bases().any(|base| base != TypeId::ARGUMENT_TRANSFORMATION_ATTRIBUTE))
            {
                Some(class) if !class.bases().any(|base| base == TypeId::ARGUMENT_TRANSFORMATION_ATTRIBUTE) => {
                    self.check_by_class(class, attribute, value)
                }
                _ => Ok(None),
            },
        }
    }

    /// The script's own class that an attribute names.
    fn attribute_class(&self, name: &str) -> Option<TypeId> {
        let found = self.find_type(name).filter(|class| class.is_class());
        found.or_else(|| self.find_type(&format!("{name}Attribute")).filter(|class| class.is_class()))
    }

    /// A value as the script's own `ArgumentTransformationAttribute`s make it.
    pub(crate) fn transformed(&mut self, attribute: &AttributeGuard, value: Value) -> Run<Value> {
        let Some(class) = self.attribute_class(&attribute.name) else { return Ok(value) };
        if !class.bases().any(|base| base == TypeId::ARGUMENT_TRANSFORMATION_ATTRIBUTE) {
            return Ok(value);
        }
        let instance = self.new_instance(class, &attribute.positional)?;
        match self.class_call(class, &instance, "Transform", &[Value::Null, value.clone()]) {
            Some(result) => Ok(crate::engine::eval::nothing_to_null(result?)),
            None => Ok(value),
        }
    }

    /// An attribute class of the script: `ValidateArgumentsAttribute` with its own `Validate`.
    fn check_by_class(&mut self, class: TypeId, attribute: &AttributeGuard, value: &Value) -> Run<Option<String>> {
        let instance = self.new_instance(class, &attribute.positional)?;
        for (name, argument) in &attribute.named {
            self.set_member(&instance, name, argument.clone())?;
        }
        match self.class_call(class, &instance, "Validate", &[value.clone(), Value::Null]) {
            Some(Err(raise)) => match raise.error() {
                Some(record) => Ok(Some(record.message().to_string())),
                None => Err(raise),
            },
            _ => Ok(None),
        }
    }

    fn in_set(&mut self, values: &[String], item: &Value, ignore_case: bool, message: Option<&str>) -> Run<Option<String>> {
        let text = convert::to_text(self, item)?;
        let found = values.iter().any(|value| if ignore_case { crate::value::dict::eq_folded(value, &text) } else { **value == *text });
        if found {
            return Ok(None);
        }
        let set = values.join(",");
        Ok(Some(match message {
            Some(message) => message.replace("{0}", &text).replace("{1}", &set),
            None => format!(
                "The argument \"{text}\" does not belong to the set \"{set}\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again."
            ),
        }))
    }

    fn in_range(&mut self, item: &Value, low: &Value, high: &Value) -> Run<Option<String>> {
        if item.is_null() {
            return Ok(Some(
                "The argument is null. Provide a valid value for the argument, and then try running the command again.".to_owned(),
            ));
        }
        let below = self.binary(BinaryOperator::Less(Case::Heed), item, low)?;
        if convert::to_bool(&below) {
            let (text, low) = (convert::to_text(self, item)?, convert::to_text(self, low)?);
            return Ok(Some(format!(
                "The {text} argument is less than the minimum allowed range of {low}. Supply an argument that is greater than or equal to {low} and then try the command again."
            )));
        }
        let above = self.binary(BinaryOperator::Greater(Case::Heed), item, high)?;
        if convert::to_bool(&above) {
            let (text, high) = (convert::to_text(self, item)?, convert::to_text(self, high)?);
            return Ok(Some(format!(
                "The {text} argument is greater than the maximum allowed range of {high}. Supply an argument that is less than or equal to {high} and then try the command again."
            )));
        }
        Ok(None)
    }

    fn in_kind(&mut self, item: &Value, kind: &str) -> Run<Option<String>> {
        if !crate::engine::eval::is_number(item.base()) {
            return Ok(Some(format!(
                "The argument cannot be validated because its type \"{}\" is not the same type (Int32) as the maximum and minimum limits of the parameter. Make sure the argument is of type Int32 and then try the command again.",
                item.base().type_id().name()
            )));
        }
        let zero = Value::Int(0);
        let (operator, wording) = match kind.to_ascii_lowercase().as_str() {
            "positive" => (BinaryOperator::Greater(Case::Heed), "greater than zero"),
            "nonnegative" => (BinaryOperator::GreaterOrEqual(Case::Heed), "greater than or equal to zero"),
            "negative" => (BinaryOperator::Less(Case::Heed), "less than zero"),
            _ => (BinaryOperator::LessOrEqual(Case::Heed), "less than or equal to zero"),
        };
        let holds = self.binary(operator, item, &zero)?;
        if convert::to_bool(&holds) {
            return Ok(None);
        }
        let text = convert::to_text(self, item)?;
        Ok(Some(format!("The argument \"{text}\" cannot be validated because its value is not {wording}.")))
    }

    fn in_pattern(&mut self, item: &Value, pattern: &Value, message: Option<&str>, ignore_case: bool) -> Run<Option<String>> {
        let text = convert::to_text(self, item)?;
        let case = if ignore_case { Case::Ignore } else { Case::Heed };
        let found = self.binary(BinaryOperator::Match(case), &Value::Str(text.clone()), pattern)?;
        if convert::to_bool(&found) {
            return Ok(None);
        }
        let pattern = convert::to_text(self, pattern)?;
        Ok(Some(match message {
            Some(message) => message.replace("{0}", &text).replace("{1}", &pattern),
            None => format!(
                "The argument \"{text}\" does not match the \"{pattern}\" pattern. Supply an argument that matches \"{pattern}\" and try the command again."
            ),
        }))
    }

    fn in_script(&mut self, item: &Value, block: &std::rc::Rc<crate::value::ScriptBlock>, message: Option<&str>) -> Run<Option<String>> {
        let result = match self.call_block_with(block, Some(item.clone()), vec![item.clone()]) {
            Ok(result) => result,
            Err(raise) => match raise.error() {
                Some(record) => return Ok(Some(record.message().to_string())),
                None => return Err(raise),
            },
        };
        if convert::to_bool(&result) {
            return Ok(None);
        }
        let text = convert::to_text(self, item)?;
        let script = block.code.text();
        Ok(Some(match message {
            Some(message) => message.replace("{0}", &text).replace("{1}", &script),
            None => format!(
                "The \"{script}\" validation script for the argument with value \"{text}\" did not return a result of True. Determine why the validation script failed, and then try the command again."
            ),
        }))
    }
}

/// The error for a text where a Boolean is wanted: variables and parameters do not take one.
pub(crate) fn strict_boolean(value: &Value) -> convert::CastError {
    strict_boolean_to(value, TypeId::BOOLEAN)
}

fn strict_boolean_to(value: &Value, wanted: TypeId) -> convert::CastError {
    let message = format!(
        "Cannot convert value \"{}\" to type \"{}\". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.",
        value.base().type_id().full_name(),
        wanted.full_name()
    );
    convert::CastError { message, ..convert::CastError::impossible("", TypeId::STRING, wanted) }
}

fn not_null(value: &Value) -> Option<String> {
    let null = "The argument is null. Provide a valid value for the argument, and then try running the command again.";
    let item_null = "The argument is a collection that contains null values. Provide an argument that contains no null values, and then try the command again.";
    match value {
        Value::Null | Value::Nothing => Some(null.to_owned()),
        other => match other.enumerate() {
            Some(items) if items.iter().any(Value::is_null) => Some(item_null.to_owned()),
            _ => None,
        },
    }
}

/// What is said of a collection without items, or with null among them.
const NO_ITEMS: &str = "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.";

fn not_null_or_empty(value: &Value, white_space: bool) -> Option<String> {
    let null = "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.";
    let empty = if white_space {
        "The argument is null, empty, or consists of only white-space characters. Provide an argument that contains non white-space characters, and then try the command again."
    } else {
        "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again."
    };
    let no_items = "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.";
    let items = if white_space {
        "An element of the argument collection is null, empty, or consists of only white-space characters. Supply a collection that does not contain any those values and then try the command again."
    } else {
        "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again."
    };
    let blank = |text: &str| text.is_empty() || white_space && text.trim().is_empty();
    match value.base() {
        Value::Null | Value::Nothing => Some(null.to_owned()),
        Value::Str(text) if blank(text) => Some(empty.to_owned()),
        other => match other.enumerate() {
            Some(list) if list.is_empty() => Some(no_items.to_owned()),
            Some(list) if list.iter().any(|item| item.is_null() || item.as_str().is_some_and(|text| blank(text))) => Some(items.to_owned()),
            _ => None,
        },
    }
}

fn length(item: &Value, low: i32, high: i32) -> Option<String> {
    let Some(text) = item.as_str() else {
        return Some("The argument cannot be validated because it is not a string.".to_owned());
    };
    let n = crate::value::string::utf16_len(text) as i32;
    if n < low {
        return Some(format!(
            "The character length ({n}) of the argument is too short. Specify an argument with a length that is greater than or equal to \"{low}\", and then try the command again."
        ));
    }
    if n > high {
        return Some(format!(
            "The character length of the {n} argument is too long. Shorten the character length of the argument so it is fewer than or equal to \"{high}\" characters, and then try the command again."
        ));
    }
    None
}

fn count(value: &Value, low: i64, high: i64) -> Option<String> {
    let n = match value.base() {
        Value::Null | Value::Nothing => 0,
        Value::Dict(dict) => dict.len() as i64,
        other => other.enumerate().map_or(1, |items| items.len() as i64),
    };
    if n < low || n > high {
        if low == high {
            return Some(format!("The number of provided arguments ({n}) does not match the required number ({low})."));
        }
        if n < low {
            return Some(format!(
                "The parameter requires at least {low} value(s) and no more than {high} value(s) - {n} value(s) were provided."
            ));
        }
        return Some(format!(
            "The parameter requires at least {low} value(s) and no more than {high} value(s) - {n} value(s) were provided."
        ));
    }
    None
}
