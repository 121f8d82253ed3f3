//! Binding by name and position, and the choice of a parameter set.

use std::rc::Rc;

use super::arguments::Arg;
use super::signature::{ALL_SETS, Param, Signature};
use crate::engine::session::Engine;
use crate::source::Span;
use crate::value::{Run, TypeId, Value};

/// What arguments were bound to.
#[derive(Clone)]
pub struct Binding {
    /// Values by parameter; none: not bound.
    pub values: Vec<Option<Value>>,
    /// Sets still possible.
    pub mask: u64,
    /// `$args` of a simple function.
    pub rest: Vec<Value>,
    /// Script blocks to be run for each pipeline object, by parameter.
    pub delayed: Vec<(usize, Value)>,
    /// Names given to parameters that the signature has not (dynamic ones may).
    pub unknown: Vec<Arg>,
    /// Values left over where dynamic parameters may still take them.
    pub left: Vec<(Value, Span)>,
}

impl Binding {
    /// Nothing bound.
    pub fn new(signature: &Signature) -> Binding {
        Binding {
            values: vec![None; signature.parameters.len()],
            mask: ALL_SETS,
            rest: Vec::new(),
            delayed: Vec::new(),
            unknown: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Whether a parameter has a value, or a block that will give one.
    pub fn is_bound(&self, at: usize) -> bool {
        self.values[at].is_some() || self.delayed.iter().any(|(own, _)| *own == at)
    }
}

impl Engine {
    /// Binds arguments. With pipeline input to come, mandatory parameters may still be missing.
    pub fn bind(&mut self, signature: &Signature, args: Vec<Arg>, expecting_input: bool) -> Run<Binding> {
        self.bind_open(signature, args, expecting_input, false)
    }

    /// The same; with dynamic parameters to come values may be left over.
    pub(crate) fn bind_open(&mut self, signature: &Signature, args: Vec<Arg>, expecting_input: bool, dynamic: bool) -> Run<Binding> {
        let mut binding = Binding::new(signature);
        binding.mask = signature.all();
        let positional = self.bind_named(signature, &mut binding, args, expecting_input)?;
        if binding.mask == 0 {
            let raise = self.ambiguous_set(signature);
            if let Some(record) = raise.error() {
                // The whole command is where it stands.
                *record.0.invocation.borrow_mut() = None;
            }
            return Err(raise);
        }
        let positional = self.bind_positional(signature, &mut binding, positional, expecting_input)?;
        if dynamic && signature.advanced {
            binding.left = positional;
        } else {
            self.bind_remaining(signature, &mut binding, positional)?;
        }
        self.bind_defaults(signature, &mut binding)?;
        Ok(binding)
    }

    /// The parameter of a name: its own, an alias, or an unambiguous beginning.
    pub(crate) fn parameter_named(&mut self, signature: &Signature, name: &str, span: Option<Span>) -> Run<Option<usize>> {
        if let Some(exact) = signature.parameters.iter().position(|param| param.is_named(name)) {
            return Ok(Some(exact));
        }
        let name = name.trim_end_matches(':');
        let starts =
            |own: &str| own.len() >= name.len() && own.is_char_boundary(name.len()) && own[..name.len()].eq_ignore_ascii_case(name);
        let matches: Vec<usize> = signature
            .parameters
            .iter()
            .enumerate()
            .filter(|(_, param)| starts(&param.name) || param.aliases.iter().any(|alias| starts(alias)))
            .map(|(at, _)| at)
            .collect();
        match matches.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            several => {
                // The command's own parameters go before the common ones.
                let own: Vec<usize> =
                    several.iter().copied().filter(|at| !matches!(signature.parameters[*at].role, super::Role::Common(_))).collect();
                if let [only] = own.as_slice() {
                    return Ok(Some(*only));
                }
                let names: Vec<String> = several.iter().map(|at| format!("-{}", signature.parameters[*at].name)).collect();
                Err(self.ambiguous_parameter(signature, name, &names.join(" "), span))
            }
        }
    }

    fn bind_named(
        &mut self,
        signature: &Signature,
        binding: &mut Binding,
        args: Vec<Arg>,
        expecting_input: bool,
    ) -> Run<Vec<(Value, Span)>> {
        let mut positional = Vec::new();
        let mut splatted: Vec<(Rc<str>, Value, Span)> = Vec::new();
        let mut args = args.into_iter().peekable();
        while let Some(arg) = args.next() {
            let (name, value, text, span, mut value_span, from_splat) = match arg {
                Arg::Positional(value, span) => {
                    positional.push((value, span));
                    continue;
                }
                Arg::Named { name, value, text, span, value_span, splatted } => (name, value, text, span, value_span, splatted),
            };
            if from_splat {
                splatted.push((name, value.unwrap_or(Value::Null), span));
                continue;
            }
            let at = match self.parameter_named(signature, &name, Some(span))? {
                Some(at) => at,
                None if !signature.advanced => {
                    let text = if value.is_some() && !text.ends_with(':') { Rc::from(format!("{text}:")) } else { text };
                    positional.push((super::arguments::marked_name(&text, &name), span));
                    if let Some(value) = value {
                        positional.push((value, span));
                    }
                    continue;
                }
                None => {
                    // A parameter that takes what is left over takes unknown names, too.
                    if signature.parameters.iter().any(|param| param.places.iter().any(|place| place.remaining)) && value.is_none() {
                        positional.push((super::arguments::marked_name(&text, &name), span));
                        continue;
                    }
                    let mut unknown = Arg::Named { name: name.clone(), value, text, span, value_span, splatted: false };
                    if let Arg::Named { value: value @ None, .. } = &mut unknown
                        && binding.unknown_takes_value(signature)
                        && let Some(Arg::Positional(next, _)) = args.peek()
                    {
                        *value = Some(next.clone());
                        args.next();
                    }
                    binding.unknown.push(unknown);
                    continue;
                }
            };
            let param = &signature.parameters[at];
            if binding.is_bound(at) {
                return Err(self.already_bound(signature, &param.name, span));
            }
            let value = match value {
                Some(value) => value,
                None if param.is_switch => Value::Bool(true),
                None => match args.peek() {
                    Some(Arg::Positional(..)) => match args.next() {
                        Some(Arg::Positional(value, span)) => {
                            value_span = span;
                            value
                        }
                        _ => Value::Null,
                    },
                    _ => return Err(self.missing_argument(signature, param, span)),
                },
            };
            self.bind_value(signature, binding, at, value, expecting_input, Some(value_span))?;
        }
        for (name, value, span) in splatted {
            match self.parameter_named(signature, &name, Some(span))? {
                Some(at) if binding.is_bound(at) => {}
                Some(at) => self.bind_value(signature, binding, at, value, expecting_input, Some(span))?,
                None if !signature.advanced => {
                    let text: Rc<str> = Rc::from(format!("-{name}:"));
                    positional.push((super::arguments::marked_name(&text, &name), span));
                    positional.push((value, span));
                }
                None => binding.unknown.push(Arg::Named {
                    text: Rc::from(format!("-{name}")),
                    name,
                    value: Some(value),
                    span,
                    value_span: span,
                    splatted: true,
                }),
            }
        }
        Ok(positional)
    }

    /// Binds a value to a parameter by name or position, and narrows the sets.
    pub(crate) fn bind_value(
        &mut self,
        signature: &Signature,
        binding: &mut Binding,
        at: usize,
        value: Value,
        expecting_input: bool,
        span: Option<Span>,
    ) -> Run {
        let param = &signature.parameters[at];
        let takes_input = param.places.iter().any(|place| place.sets & binding.mask != 0 && (place.from_pipeline || place.by_property));
        if expecting_input
            && takes_input
            && matches!(value, Value::ScriptBlock(_))
            && !matches!(param.type_id, TypeId::SCRIPT_BLOCK | TypeId::OBJECT | TypeId::PS_OBJECT)
            && param.type_id.array_element().is_none_or(|(element, _)| !matches!(element, TypeId::SCRIPT_BLOCK | TypeId::OBJECT))
        {
            binding.delayed.push((at, value));
        } else {
            let value = self.coerce(signature, param, value, span)?;
            binding.values[at] = Some(value);
        }
        binding.mask &= param.sets();
        Ok(())
    }

    fn bind_positional(
        &mut self,
        signature: &Signature,
        binding: &mut Binding,
        values: Vec<(Value, Span)>,
        expecting_input: bool,
    ) -> Run<Vec<(Value, Span)>> {
        let mut values = values.into_iter();
        let mut left = Vec::new();
        let mut last_position = -1;
        while let Some((value, span)) = values.next() {
            if binding.mask == 0 {
                left.push((value, span));
                continue;
            }
            if !signature.advanced && value.note("<CommandParameterName>").is_some() {
                left.push((value, span));
                // What follows an unknown name stays with it.
                left.extend(values.by_ref());
                break;
            }
            let mut candidates: Vec<(i32, usize)> = Vec::new();
            for (at, param) in signature.parameters.iter().enumerate() {
                if binding.is_bound(at) {
                    continue;
                }
                for place in &param.places {
                    if let Some(position) = place.position
                        && place.sets & binding.mask != 0
                        && position > last_position - 1
                        && !candidates.iter().any(|(_, own)| *own == at)
                    {
                        candidates.push((position, at));
                    }
                }
            }
            candidates.sort_by_key(|(position, _)| *position);
            let Some(first) = candidates.first().map(|(position, _)| *position) else {
                left.push((value, span));
                left.extend(values.by_ref());
                break;
            };
            let same: Vec<usize> = candidates.iter().filter(|(position, _)| *position == first).map(|(_, at)| *at).collect();
            last_position = first;
            let chosen = self.choose_positional(signature, binding, &same, &value)?;
            let takes_rest = signature.parameters[chosen].places.iter().any(|place| place.remaining && place.sets & binding.mask != 0);
            if takes_rest && values.len() > 0 {
                // It takes this value with all that follow.
                left.push((value, span));
                left.extend(values.by_ref());
                break;
            }
            self.bind_value(signature, binding, chosen, value, expecting_input, Some(span))?;
        }
        Ok(left)
    }

    /// Of several parameters at one position: the default set's first, those whose type fits as it is before the rest.
    fn choose_positional(&mut self, signature: &Signature, binding: &Binding, candidates: &[usize], value: &Value) -> Run<usize> {
        if let [only] = candidates {
            return Ok(*only);
        }
        // A cmdlet without a default set takes the first that fits.
        let none = if signature.is_cmdlet { ALL_SETS } else { 0 };
        let default = signature.default_set.map_or(none, |at| 1 << at) & binding.mask;
        let fits = |param: &Param| fits_exactly(param, value);
        let in_default = |param: &Param| param.places.iter().any(|place| place.sets & default != 0 && place.position.is_some());
        let order = [(true, true), (false, true), (true, false), (false, false)];
        for (wants_default, wants_fit) in order {
            let mut chosen: Option<(usize, u64)> = None;
            for at in candidates {
                let param = &signature.parameters[*at];
                if is_anothers(param, value) {
                    continue;
                }
                if in_default(param) == wants_default && (!wants_fit || fits(param)) {
                    if !wants_fit && self.coerce_quietly(param, value.clone()).is_none() {
                        continue;
                    }
                    if wants_default {
                        return Ok(*at);
                    }
                    // Without a default set all that fit are bound: in different sets they rule each other out.
                    match &mut chosen {
                        None => chosen = Some((*at, param.sets() & binding.mask)),
                        Some((_, sets)) => {
                            *sets &= param.sets();
                            if *sets == 0 {
                                let raise = self.ambiguous_set(signature);
                                if let Some(record) = raise.error() {
                                    *record.0.invocation.borrow_mut() = None;
                                }
                                return Err(raise);
                            }
                        }
                    }
                }
            }
            if let Some((at, _)) = chosen {
                return Ok(at);
            }
        }
        Ok(candidates[0])
    }

    /// Binds what was left over once dynamic parameters are known.
    pub(crate) fn bind_left(
        &mut self,
        signature: &Signature,
        binding: &mut Binding,
        left: Vec<(Value, Span)>,
        expecting_input: bool,
    ) -> Run {
        let left = self.bind_positional(signature, binding, left, expecting_input)?;
        self.bind_remaining(signature, binding, left)
    }

    fn bind_remaining(&mut self, signature: &Signature, binding: &mut Binding, left: Vec<(Value, Span)>) -> Run {
        if left.is_empty() {
            return Ok(());
        }
        let taker = signature.parameters.iter().enumerate().find(|(at, param)| {
            !binding.is_bound(*at) && param.places.iter().any(|place| place.remaining && place.sets & binding.mask != 0)
        });
        if let Some((at, param)) = taker {
            let items: Vec<Value> = left.into_iter().map(|(value, _)| value).collect();
            let value = match items.as_slice() {
                [Value::Array(array)] => Value::Array(array.clone()),
                _ if param.type_id == TypeId::OBJECT || !param.typed => {
                    Value::List(Rc::new(crate::value::List::new(TypeId::LIST.generic(&[TypeId::OBJECT]), items)))
                }
                _ => Value::array(items),
            };
            self.bind_value(signature, binding, at, value, false, None)?;
            return Ok(());
        }
        if !signature.advanced {
            binding.rest = left.into_iter().map(|(value, _)| crate::value::plain_number(value)).collect();
            return Ok(());
        }
        let (value, _) = left.into_iter().next().expect("checked above");
        Err(self.no_position(signature, &value))
    }

    /// Values from `$PSDefaultParameterValues`.
    fn bind_defaults(&mut self, signature: &Signature, binding: &mut Binding) -> Run {
        if !signature.advanced {
            return Ok(());
        }
        let Some(Value::Dict(dict)) = self.lookup(crate::program::Symbol::PS_DEFAULT_PARAMETER_VALUES) else { return Ok(()) };
        if dict.is_empty() {
            return Ok(());
        }
        if let Some(disabled) = dict.get_str("Disabled")
            && crate::value::convert::to_bool(&disabled)
        {
            return Ok(());
        }
        for (key, value) in dict.pairs() {
            let key = crate::value::convert::to_text(self, &key)?;
            let Some((command, parameter)) = key.rsplit_once(':') else { continue };
            let pattern = command.trim().trim_matches(['\'', '"']);
            if !crate::value::members::objects::wildcard_matches(pattern, &signature.name) {
                continue;
            }
            let parameter = parameter.trim().trim_matches(['\'', '"']);
            let Some(at) = signature.parameters.iter().position(|param| param.is_named(parameter)) else { continue };
            if binding.is_bound(at) || signature.parameters[at].sets() & binding.mask == 0 {
                continue;
            }
            let value = match &value {
                Value::ScriptBlock(block) if signature.parameters[at].type_id != TypeId::SCRIPT_BLOCK => {
                    self.call_block(block, Vec::new())?
                }
                other => other.clone(),
            };
            self.bind_value(signature, binding, at, value, false, None)?;
        }
        Ok(())
    }

    /// Chooses the set and checks that all mandatory parameters are there; asks for them at a terminal.
    pub fn finish_binding(&mut self, signature: &Signature, binding: &mut Binding) -> Run {
        if let Some(Arg::Named { name, span, .. }) = binding.unknown.first().cloned() {
            return Err(self.no_parameter(signature, &name, span));
        }
        self.choose_set(signature, binding, None)?;
        let missing: Vec<usize> = signature
            .parameters
            .iter()
            .enumerate()
            .filter(|(at, param)| !binding.is_bound(*at) && param.place_in(binding.mask).is_some_and(|place| place.mandatory))
            .map(|(at, _)| at)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        if self.ui.interactive() && !self.non_interactive {
            return self.ask_for(signature, binding, &missing);
        }
        let names: Vec<&str> = missing.iter().map(|at| &*signature.parameters[*at].name).collect();
        Err(self.missing_mandatory(signature, &names.join(" ")))
    }

    /// Narrows the sets to one; `with_input`: parameters that the pipeline may still fill do not count as missing.
    pub(crate) fn choose_set(&mut self, signature: &Signature, binding: &mut Binding, with_input: Option<()>) -> Run {
        let mask = binding.mask & signature.all();
        if signature.sets.is_empty() {
            return Ok(());
        }
        if mask == 0 {
            return Err(self.ambiguous_set(signature));
        }
        if mask.count_ones() == 1 {
            binding.mask = mask;
            return Ok(());
        }
        // The pipeline's objects may still decide.
        if with_input.is_some() {
            return Ok(());
        }
        let missing_in = |set: u64| {
            signature.parameters.iter().enumerate().any(|(at, param)| {
                !binding.is_bound(at)
                    && param.places.iter().any(|place| {
                        place.sets & set != 0 && place.mandatory && !(with_input.is_some() && (place.from_pipeline || place.by_property))
                    })
            })
        };
        let complete: Vec<u64> =
            (0..signature.sets.len()).map(|at| 1u64 << at).filter(|set| mask & set != 0 && !missing_in(*set)).collect();
        let default = signature.default_set.map(|at| 1u64 << at).filter(|set| mask & set != 0);
        match (complete.as_slice(), default) {
            ([only], _) => {
                binding.mask = *only;
                Ok(())
            }
            (several, Some(default)) if several.contains(&default) || several.is_empty() => {
                if several.is_empty() && with_input.is_some() {
                    return Ok(());
                }
                binding.mask = default;
                Ok(())
            }
            ([], None) => {
                if with_input.is_some() {
                    return Ok(());
                }
                // No set is complete: the one with the fewest parameters missing is asked for, if it stands alone.
                Err(self.ambiguous_set(signature))
            }
            (several, _) => {
                if with_input.is_some() {
                    return Ok(());
                }
                // Sets that differ in nothing that was bound: parameters in all sets only.
                let all_only = signature.parameters.iter().enumerate().all(|(at, param)| !binding.is_bound(at) || param.sets() == ALL_SETS);
                if all_only && signature.default_set_name.is_some() {
                    return Ok(());
                }
                let _ = several;
                Err(self.ambiguous_set(signature))
            }
        }
    }
}

impl Binding {
    fn unknown_takes_value(&self, _signature: &Signature) -> bool {
        true
    }
}

/// Whether a check says that such a value belongs to another parameter.
fn is_anothers(param: &Param, value: &Value) -> bool {
    param.checks.iter().any(|check| match (check, value.as_str()) {
        (super::signature::Check::Spec(crate::cmdlet::Validation::NotOneOf(names)), Some(text)) => {
            names.iter().any(|name| name.eq_ignore_ascii_case(text))
        }
        _ => false,
    })
}

/// Whether a value has a parameter's type already.
pub(super) fn fits_exactly(param: &Param, value: &Value) -> bool {
    if value.is_null() {
        return !param.type_id.is_value_type();
    }
    let own = value.base().type_id();
    match param.type_id {
        TypeId::OBJECT | TypeId::PS_OBJECT => !param.foreign,
        wanted if wanted.is_assignable_from(own) => true,
        wanted => wanted.array_element().is_some_and(|(element, _)| element.is_assignable_from(own) && element != TypeId::OBJECT),
    }
}
