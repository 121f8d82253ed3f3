//! Binding of the pipeline's objects.

use super::bind::{Binding, fits_exactly};
use super::signature::Signature;
use crate::engine::session::Engine;
use crate::value::{Run, TypeId, Value, members};

/// How a command binds the pipeline's objects: what stands fast, and what each object adds.
pub struct PipelineBinding {
    /// Binding before any input.
    pub base: Binding,
    /// Parameters that may take the object itself.
    by_value: Vec<usize>,
    /// Parameters that may take one of its properties.
    by_property: Vec<usize>,
    /// The one parameter that takes whole objects of any type, where that is all there is.
    simple: Option<usize>,
}

impl PipelineBinding {
    /// What can still be bound from input.
    pub fn new(signature: &Signature, base: Binding) -> PipelineBinding {
        let open = |wanted: fn(&super::Place) -> bool| -> Vec<usize> {
            let params = signature.parameters.iter().enumerate();
            params
                .filter(|(at, param)| !base.is_bound(*at) && param.places.iter().any(|place| place.sets & base.mask != 0 && wanted(place)))
                .map(|(at, _)| at)
                .collect()
        };
        let by_value = open(|place| place.from_pipeline);
        let by_property = open(|place| place.by_property);
        let simple = match (by_value.as_slice(), by_property.as_slice()) {
            ([only], [])
                if matches!(signature.parameters[*only].type_id, TypeId::OBJECT | TypeId::PS_OBJECT)
                    && signature.parameters[*only].checks.is_empty()
                    && base.delayed.is_empty() =>
            {
                Some(*only)
            }
            _ => None,
        };
        PipelineBinding { base, by_value, by_property, simple }
    }

    /// The parameter that takes whole objects of any type, where nothing else takes input and the set is known.
    pub fn simple(&self) -> Option<usize> {
        self.simple
    }
}

impl Engine {
    /// Binds one object; false if it fits nothing.
    pub(crate) fn bind_input(
        &mut self,
        signature: &Signature,
        pipeline: &PipelineBinding,
        binding: &mut Binding,
        input: &Value,
    ) -> Run<bool> {
        binding.values.clone_from(&pipeline.base.values);
        binding.mask = pipeline.base.mask;
        binding.delayed.clear();
        let mut bound = false;
        for (at, block) in &pipeline.base.delayed {
            if let Value::ScriptBlock(block) = block {
                let value = self.call_block_with(block, Some(input.clone()), vec![input.clone()])?;
                let value = self.coerce(signature, &signature.parameters[*at], value, None)?;
                binding.values[*at] = Some(value);
                bound = true;
            }
        }
        let default = signature.default_set.map_or(u64::MAX, |at| 1 << at);
        // As it is first, the default set before others; then with conversion.
        for convert in [false, true] {
            for mask in [default, u64::MAX] {
                if bound_by_value(signature, binding, &pipeline.by_value) {
                    break;
                }
                for at in &pipeline.by_value {
                    let param = &signature.parameters[*at];
                    let takes = param.places.iter().any(|place| place.from_pipeline && place.sets & binding.mask & mask != 0);
                    if !takes
                        || binding.values[*at].is_some()
                        || !convert && !fits_exactly(param, input)
                        || !self.fits_type_name(param, input)
                    {
                        continue;
                    }
                    match self.coerce(signature, param, input.clone(), None) {
                        Ok(value) => {
                            binding.values[*at] = Some(value);
                            binding.mask &= param.sets();
                            bound = true;
                        }
                        // What does not convert is not bound: the error says that the object fits nothing.
                        Err(raise) if is_conversion(&raise) => {}
                        Err(raise) => return Err(raise),
                    }
                }
            }
            for at in &pipeline.by_property {
                let param = &signature.parameters[*at];
                let takes = param.places.iter().any(|place| place.by_property && place.sets & binding.mask != 0);
                if !takes || binding.values[*at].is_some() {
                    continue;
                }
                let Some(value) = self.property_for(input, param)? else { continue };
                if !convert && !fits_exactly(param, &value) {
                    continue;
                }
                match self.coerce(signature, param, value, None) {
                    Ok(value) => {
                        binding.values[*at] = Some(value);
                        binding.mask &= param.sets();
                        bound = true;
                    }
                    Err(raise) if convert || !is_conversion(&raise) => return Err(raise),
                    Err(_) => {}
                }
            }
        }
        Ok(bound)
    }

    fn fits_type_name(&self, param: &super::Param, input: &Value) -> bool {
        match &param.ps_type_name {
            None => true,
            Some(name) => input.type_names().iter().any(|own| own.eq_ignore_ascii_case(name)),
        }
    }

    /// The property of an object that a parameter binds to: of its name, or of an alias.
    fn property_for(&mut self, input: &Value, param: &super::Param) -> Run<Option<Value>> {
        if input.is_null() {
            return Ok(None);
        }
        for name in std::iter::once(&param.name).chain(&param.aliases) {
            if let Some(result) = self.engine_property(input, name) {
                return result.map(Some);
            }
            if let Value::Dict(_) = input {
                // Keys of a dictionary are no properties here.
                if let Some(value) = input.note(name) {
                    return Ok(Some(value));
                }
                continue;
            }
            if let Some(value) = members::get(self, input, name)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}

/// Whether a value could not be converted; a check that refused it is another matter.
fn is_conversion(raise: &crate::value::Raise) -> bool {
    raise.error().is_some_and(|record| {
        record.exception_type() == TypeId::PARAMETER_BINDING_ARGUMENT_TRANSFORMATION_EXCEPTION
            || record.id().starts_with("CannotConvertArgument")
    })
}

fn bound_by_value(_signature: &Signature, binding: &Binding, takers: &[usize]) -> bool {
    takers.iter().any(|at| binding.values[*at].is_some())
}
