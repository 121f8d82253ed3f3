//! `dynamicparam`: parameters that a function offers when it is called.

use super::binding::{Arg, Check, Param, Place, Role, Signature};
use super::eval::Collected;
use super::function::FunctionStage;
use super::scope::AttributeGuard;
use super::session::Engine;
use crate::value::{Run, TypeId, Value, convert, members};
use std::rc::Rc;

/// The parameters that a `dynamicparam` block offers.
pub(super) fn dynamic_parameters(engine: &mut Engine, offered: &Value) -> Run<Vec<Param>> {
    let Value::Dict(dict) = offered.base() else { return Ok(Vec::new()) };
    let mut params = Vec::new();
    for (at, (key, value)) in dict.pairs().into_iter().enumerate() {
        let name = match members::get(engine, &value, "Name")? {
            Some(name) if !name.is_null() => convert::to_text(engine, &name)?,
            _ => convert::to_text(engine, &key)?,
        };
        let type_id = match members::get(engine, &value, "ParameterType")? {
            Some(Value::Type(id)) => id,
            _ => TypeId::OBJECT,
        };
        let mut param = Param {
            name,
            aliases: Vec::new(),
            type_id,
            is_switch: type_id == TypeId::SWITCH_PARAMETER,
            places: Vec::new(),
            checks: Vec::new(),
            allow_null: false,
            allow_empty_string: false,
            allow_empty_collection: false,
            role: Role::Dynamic(at),
            is_credential: false,
            typed: true,
            hidden: false,
            ps_type_name: None,
            info: None,
        };
        let attributes = members::get(engine, &value, "Attributes")?.and_then(|list| list.enumerate()).unwrap_or_default();
        for attribute in attributes {
            super::dynamic::apply_attribute(engine, &mut param, &attribute)?;
        }
        if param.places.is_empty() {
            param.places.push(Place {
                sets: u64::MAX,
                position: None,
                mandatory: false,
                from_pipeline: false,
                by_property: false,
                remaining: false,
                help: Rc::from(""),
            });
        }
        params.push(param);
    }
    Ok(params)
}

/// Puts a bound value into the dictionary that `dynamicparam` gave.
pub(super) fn set_dynamic_value(offered: &Value, name: &str, value: Value) {
    if let Value::Dict(dict) = offered.base()
        && let Some(parameter) = dict.get_str(name)
    {
        parameter.set_note("Value", value.clone());
        parameter.set_note("IsSet", Value::Bool(true));
    }
}

/// Reads an attribute object (`[Parameter]`, `[Alias]`, `[ValidateSet]`) into a dynamic parameter.
pub(super) fn apply_attribute(engine: &mut Engine, param: &mut Param, attribute: &Value) -> Run {
    let class = attribute.base().type_id().name();
    let name = class.strip_suffix("Attribute").unwrap_or(&class);
    let flag = |engine: &mut Engine, name: &str| -> Run<bool> {
        Ok(members::get(engine, attribute, name)?.is_some_and(|value| convert::to_bool(&value)))
    };
    match name {
        "Parameter" => {
            let position = match members::get(engine, attribute, "Position")? {
                Some(Value::Int(position)) if position >= 0 => Some(position),
                _ => None,
            };
            param.places.push(Place {
                sets: u64::MAX,
                position,
                mandatory: flag(engine, "Mandatory")?,
                from_pipeline: flag(engine, "ValueFromPipeline")?,
                by_property: flag(engine, "ValueFromPipelineByPropertyName")?,
                remaining: flag(engine, "ValueFromRemainingArguments")?,
                help: Rc::from(""),
            });
        }
        "Alias" => {
            let names = members::get(engine, attribute, "AliasNames")?.and_then(|names| names.enumerate()).unwrap_or_default();
            for name in names {
                param.aliases.push(convert::to_text(engine, &name)?);
            }
        }
        _ => {
            let positional = match members::get(engine, attribute, "ValidValues")? {
                Some(values) => values.enumerate().unwrap_or_default(),
                None => Vec::new(),
            };
            param.checks.push(Check::Attribute(Rc::new(AttributeGuard { name: Rc::from(name), positional, named: Vec::new() })));
        }
    }
    Ok(())
}

impl FunctionStage {
    /// Runs `dynamicparam` and binds what it offers.
    pub(crate) fn bind_dynamic(&mut self, engine: &mut Engine) -> Run {
        let block = self.frame.block.clone();
        let Some(body) = &block.dynamic_param else { return Ok(()) };
        let saved = self.enter(engine);
        let mut items = Collected::default();
        let name = self.name.clone();
        let result = engine.activated(&block, name, |engine| {
            self.prepare(engine)?;
            engine.run_named(&self.frame, body, &mut items)
        });
        engine.leave(saved);
        result?;
        self.prepared = false;
        let offered = items.value();
        let dynamic = super::dynamic::dynamic_parameters(engine, &offered)?;
        let mut signature = Signature {
            name: self.signature.name.clone(),
            class: self.signature.class.clone(),
            parameters: self.signature.parameters.clone(),
            sets: self.signature.sets.clone(),
            default_set: self.signature.default_set,
            default_set_name: self.signature.default_set_name.clone(),
            positional: self.signature.positional,
            is_cmdlet: false,
            advanced: true,
            should_process: self.signature.should_process,
            takes_input: self.signature.takes_input,
        };
        let first = signature.parameters.len();
        signature.parameters.extend(dynamic);
        self.binding.values.resize(signature.parameters.len(), None);
        let unknown = std::mem::take(&mut self.binding.unknown);
        for arg in unknown {
            if let Arg::Named { name, value, span, value_span, .. } = arg {
                match engine.parameter_named(&signature, &name, Some(span))? {
                    Some(at) => {
                        let value = value.unwrap_or(Value::Bool(true));
                        engine.bind_value(&signature, &mut self.binding, at, value, false, Some(value_span))?;
                    }
                    None => return Err(engine.no_parameter(&signature, &name, span)),
                }
            }
        }
        engine.finish_binding(&signature, &mut self.binding)?;
        for (at, param) in signature.parameters.iter().enumerate().skip(first) {
            if let Some(value) = &self.binding.values[at] {
                super::dynamic::set_dynamic_value(&offered, &param.name, value.clone());
                self.dynamic.push((param.name.clone(), value.clone()));
            }
        }
        self.signature = Rc::new(signature);
        Ok(())
    }
}
