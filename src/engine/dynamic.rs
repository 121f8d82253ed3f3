//! `dynamicparam`: parameters that a function offers when it is called.

use std::rc::Rc;

use super::binding::{Arg, Check, Param, PipelineBinding, Place, Role, Signature};
use super::command::Command;
use super::eval::Collected;
use super::function::FunctionStage;
use super::objects::guard_of;
use super::session::Engine;
use crate::value::{Dict, DictKind, Fields, List, Run, TypeId, Value, convert, members};

/// A new `RuntimeDefinedParameter`.
pub(super) fn runtime_parameter(arguments: &[Value]) -> Value {
    let attributes = match arguments.get(2) {
        Some(given @ Value::List(_)) => given.clone(),
        given => {
            let items = given.and_then(Value::enumerate).unwrap_or_default();
            Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::ATTRIBUTE]), items)))
        }
    };
    Fields::open(
        TypeId::RUNTIME_DEFINED_PARAMETER,
        vec![
            ("Name", arguments.first().cloned().unwrap_or(Value::Null)),
            ("ParameterType", arguments.get(1).cloned().unwrap_or(Value::Null)),
            ("Value", Value::Null),
            ("IsSet", Value::Bool(false)),
            ("Attributes", attributes),
        ],
    )
}

/// A new `RuntimeDefinedParameterDictionary`.
pub(super) fn runtime_dictionary() -> Value {
    let type_id = TypeId::DICTIONARY2.generic(&[TypeId::STRING, TypeId::RUNTIME_DEFINED_PARAMETER]);
    Value::Dict(Rc::new(Dict::new(DictKind::Generic(type_id), true)))
}

/// The parameters that a `dynamicparam` block offers; sets that they name come to those of the function.
fn dynamic_parameters(engine: &mut Engine, offered: &Value, sets: &mut Vec<Rc<str>>) -> Run<Vec<Param>> {
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
        let mut param = Param::new(name, type_id, Role::Dynamic(at));
        let attributes = members::get(engine, &value, "Attributes")?.and_then(|list| list.enumerate()).unwrap_or_default();
        for attribute in attributes {
            apply_attribute(engine, &mut param, &attribute, sets)?;
        }
        if param.places.is_empty() {
            param.places.push(Place::everywhere());
        }
        params.push(param);
    }
    Ok(params)
}

/// Puts a bound value into the dictionary that `dynamicparam` gave.
fn set_dynamic_value(offered: &Value, name: &str, value: Value) {
    if let Value::Dict(dict) = offered.base()
        && let Some(parameter) = dict.get_str(name)
    {
        match parameter.downcast::<Fields>() {
            Some(fields) => {
                fields.put("Value", value);
                fields.put("IsSet", Value::Bool(true));
            }
            None => {
                parameter.set_note("Value", value);
                parameter.set_note("IsSet", Value::Bool(true));
            }
        }
    }
}

/// Reads an attribute object (`[Parameter]`, `[Alias]`, `[ValidateSet]` …) into a dynamic parameter.
fn apply_attribute(engine: &mut Engine, param: &mut Param, attribute: &Value, sets: &mut Vec<Rc<str>>) -> Run {
    let Some(guard) = guard_of(attribute) else { return Ok(()) };
    match guard.name.to_ascii_lowercase().as_str() {
        "parameter" => {
            let mut place = Place::everywhere();
            for (name, value) in &guard.named {
                match name.to_ascii_lowercase().as_str() {
                    "position" => {
                        place.position = match convert::cast(engine, value, TypeId::INT32)? {
                            Value::Int(position) if position >= 0 => Some(position),
                            _ => None,
                        }
                    }
                    "mandatory" => place.mandatory = convert::to_bool(value),
                    "valuefrompipeline" => place.from_pipeline = convert::to_bool(value),
                    "valuefrompipelinebypropertyname" => place.by_property = convert::to_bool(value),
                    "valuefromremainingarguments" => place.remaining = convert::to_bool(value),
                    "helpmessage" => place.help = convert::to_text(engine, value)?,
                    "dontshow" => param.hidden = convert::to_bool(value),
                    "parametersetname" => {
                        let name = convert::to_text(engine, value)?;
                        if !name.is_empty() && !name.eq_ignore_ascii_case("__AllParameterSets") {
                            let at = match sets.iter().position(|own| own.eq_ignore_ascii_case(&name)) {
                                Some(at) => at,
                                None => {
                                    sets.push(name);
                                    sets.len() - 1
                                }
                            };
                            place.sets = 1 << at;
                        }
                    }
                    _ => {}
                }
            }
            param.places.push(place);
        }
        "alias" => {
            for name in &guard.positional {
                param.aliases.push(convert::to_text(engine, name)?);
            }
        }
        "allownull" => param.allow_null = true,
        "allowemptystring" => param.allow_empty_string = true,
        "allowemptycollection" => param.allow_empty_collection = true,
        _ => param.checks.push(Check::Attribute(Rc::new(guard))),
    }
    Ok(())
}

impl FunctionStage {
    /// Runs `dynamicparam` and adds what it offers to the signature; what it gave is returned.
    fn offer_dynamic(&mut self, engine: &mut Engine) -> Run<Value> {
        let block = self.frame.block.clone();
        let Some(body) = &block.dynamic_param else { return Ok(Value::Null) };
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
        let mut sets = self.signature.sets.clone();
        let dynamic = dynamic_parameters(engine, &offered, &mut sets)?;
        let mut parameters = self.signature.parameters.clone();
        parameters.extend(dynamic);
        self.binding.values.resize(parameters.len(), None);
        let takes_input = parameters.iter().flat_map(|param| &param.places).any(|place| place.from_pipeline || place.by_property);
        if sets.len() != self.signature.sets.len() {
            self.binding.mask |= !self.signature.all();
        }
        let signature = Signature {
            name: self.signature.name.clone(),
            class: self.signature.class.clone(),
            parameters,
            default_set: self
                .signature
                .default_set_name
                .as_ref()
                .and_then(|name| sets.iter().position(|own| own.eq_ignore_ascii_case(name))),
            sets,
            default_set_name: self.signature.default_set_name.clone(),
            positional: self.signature.positional,
            is_cmdlet: false,
            advanced: true,
            should_process: self.signature.should_process,
            takes_input,
        };
        self.binding.mask &= signature.all();
        self.signature = Rc::new(signature);
        Ok(offered)
    }

    /// Runs `dynamicparam` and binds what it offers.
    pub(crate) fn bind_dynamic(&mut self, engine: &mut Engine, expecting_input: bool) -> Run {
        let first = self.signature.parameters.len();
        let offered = self.offer_dynamic(engine)?;
        let signature = self.signature.clone();
        let mut left = std::mem::take(&mut self.binding.left);
        for arg in std::mem::take(&mut self.binding.unknown) {
            let Arg::Named { name, value, span, value_span, .. } = arg else { continue };
            let Some(at) = engine.parameter_named(&signature, &name, Some(span))? else {
                return Err(engine.no_parameter(&signature, &name, span));
            };
            let value = match value {
                // A switch has taken what follows it for its value.
                Some(value) if signature.parameters[at].is_switch && !matches!(value.base(), Value::Bool(_)) => {
                    left.insert(0, (value, value_span));
                    Value::Bool(true)
                }
                Some(value) => value,
                None => Value::Bool(true),
            };
            engine.bind_value(&signature, &mut self.binding, at, value, expecting_input, Some(value_span))?;
        }
        engine.bind_left(&signature, &mut self.binding, left, expecting_input)?;
        let takes = expecting_input && signature.takes_input;
        if takes {
            engine.choose_set(&signature, &mut self.binding, Some(()))?;
        } else {
            engine.finish_binding(&signature, &mut self.binding)?;
        }
        for (at, param) in signature.parameters.iter().enumerate().skip(first) {
            if let Some(value) = &self.binding.values[at] {
                set_dynamic_value(&offered, &param.name, value.clone());
                self.dynamic.push((param.name.clone(), value.clone()));
            }
        }
        self.pipeline = takes.then(|| PipelineBinding::new(&signature, self.binding.clone()));
        Ok(())
    }
}

impl Engine {
    /// A command's signature with the parameters that its `dynamicparam` offers without arguments.
    pub(crate) fn signature_with_dynamic(&mut self, command: &Command) -> Run<Option<Rc<Signature>>> {
        let block = match command {
            Command::Function(function) => Some(function.code().block().clone()),
            Command::Block(block) => Some(super::command::block_code(block).block().clone()),
            _ => None,
        };
        if block.is_none_or(|block| block.dynamic_param.is_none()) {
            return self.signature_of(command);
        }
        let mut stage = self.open_stage(command, Vec::new(), Rc::default(), false, true)?;
        // What the block cannot do without arguments it does not offer.
        Ok(Some(match stage.offer_dynamic(self) {
            Ok(_) => stage.signature,
            Err(raise) if raise.error().is_some() => stage.signature,
            Err(raise) => return Err(raise),
        }))
    }
}
