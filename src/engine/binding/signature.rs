//! What binding needs to know of a command, from a cmdlet's spec or a function's attributes.

use std::collections::HashMap;
use std::rc::Rc;

use crate::cmdlet::{Impact, Spec, Validation};
use crate::engine::scope::{AttributeGuard, Frame, Guard, VariableInfo};
use crate::engine::session::Engine;
use crate::program::Block;
use crate::value::{Run, TypeId, Value, convert};

/// A parameter's part in parameter sets.
#[derive(Clone, Debug)]
pub struct Place {
    /// Bits of the sets; all ones: every set.
    pub sets: u64,
    /// Position.
    pub position: Option<i32>,
    /// Must be given.
    pub mandatory: bool,
    /// Takes the pipeline's object.
    pub from_pipeline: bool,
    /// Takes a property of the pipeline's object.
    pub by_property: bool,
    /// Takes what is left over.
    pub remaining: bool,
    /// `HelpMessage`.
    pub help: Rc<str>,
}

impl Place {
    /// In every set, and nothing special in any.
    pub fn everywhere() -> Place {
        Place {
            sets: ALL_SETS,
            position: None,
            mandatory: false,
            from_pipeline: false,
            by_property: false,
            remaining: false,
            help: Rc::from(""),
        }
    }
}

/// A check on a value.
#[derive(Clone)]
pub enum Check {
    /// Of a cmdlet's spec.
    Spec(Validation),
    /// Of a function's parameter.
    Attribute(Rc<AttributeGuard>),
    /// A further type constraint (`[int][string]$x`).
    Type(TypeId),
}

/// The common parameters.
#[allow(missing_docs)] // Named as PowerShell names them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CommonParameter {
    Verbose,
    Debug,
    ErrorAction,
    WarningAction,
    InformationAction,
    ProgressAction,
    ErrorVariable,
    WarningVariable,
    InformationVariable,
    OutVariable,
    OutBuffer,
    PipelineVariable,
    WhatIf,
    Confirm,
}

/// Whose a parameter is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The command's own, by its place there.
    Own(usize),
    /// A common one.
    Common(CommonParameter),
    /// A dynamic one, by its place among them.
    Dynamic(usize),
}

/// A parameter.
#[derive(Clone)]
pub struct Param {
    /// Name.
    pub name: Rc<str>,
    /// Other names.
    pub aliases: Vec<Rc<str>>,
    /// Type.
    pub type_id: TypeId,
    /// Whether it is a switch.
    pub is_switch: bool,
    /// Its part in sets.
    pub places: Vec<Place>,
    /// Checks in order.
    pub checks: Vec<Check>,
    /// `AllowNull`.
    pub allow_null: bool,
    /// `AllowEmptyString`.
    pub allow_empty_string: bool,
    /// `AllowEmptyCollection`.
    pub allow_empty_collection: bool,
    /// Whose it is.
    pub role: Role,
    /// `[Credential()]`.
    pub is_credential: bool,
    /// Whether a type is written at all.
    pub typed: bool,
    /// Whether its type is one that no value here can have (`Assembly`, `PSSession`).
    pub foreign: bool,
    /// `[SupportsWildcards()]`, `DontShow` …
    pub hidden: bool,
    /// `[PSTypeName('…')]`.
    pub ps_type_name: Option<Rc<str>>,
    /// Type and checks that stay on the function's variable.
    pub info: Option<Rc<VariableInfo>>,
}

impl Param {
    /// A parameter of a name and type alone.
    pub fn new(name: Rc<str>, type_id: TypeId, role: Role) -> Param {
        Param {
            name,
            aliases: Vec::new(),
            type_id,
            is_switch: type_id == TypeId::SWITCH_PARAMETER,
            places: Vec::new(),
            checks: Vec::new(),
            allow_null: false,
            allow_empty_string: false,
            allow_empty_collection: false,
            role,
            is_credential: false,
            typed: true,
            foreign: false,
            hidden: false,
            ps_type_name: None,
            info: None,
        }
    }

    /// Its part in the sets of `mask`.
    pub fn place_in(&self, mask: u64) -> Option<&Place> {
        self.places.iter().find(|place| place.sets & mask != 0)
    }

    /// The sets it is in.
    pub fn sets(&self) -> u64 {
        self.places.iter().fold(0, |sets, place| sets | place.sets)
    }

    /// Whether a name is its own or an alias, in full.
    pub fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }
}

/// A command's parameters and sets.
pub struct Signature {
    /// The command's name.
    pub name: Rc<str>,
    /// What error ids end with: a cmdlet's class, a function's name.
    pub class: Rc<str>,
    /// Own parameters, then common ones.
    pub parameters: Vec<Param>,
    /// Names of the sets.
    pub sets: Vec<Rc<str>>,
    /// The default set.
    pub default_set: Option<usize>,
    /// The default set as named, also where no parameter is in it.
    pub default_set_name: Option<Rc<str>>,
    /// Whether arguments bind by position.
    pub positional: bool,
    /// Whether it is a cmdlet: conversions are worded differently.
    pub is_cmdlet: bool,
    /// Whether it binds as cmdlets do (not a simple function).
    pub advanced: bool,
    /// `-WhatIf` and `-Confirm`.
    pub should_process: Option<Impact>,
    /// Whether any parameter takes pipeline input.
    pub takes_input: bool,
}

/// All sets.
pub const ALL_SETS: u64 = u64::MAX;

/// Where the types of cmdlets' parameters are looked for.
const NAMESPACES: &[&str] = &[
    "System.Management.Automation",
    "Microsoft.PowerShell.Commands",
    "System.Management.Automation.Runspaces",
    "System.Reflection",
    "System.Security.Cryptography.X509Certificates",
];

const COMMON: &[(CommonParameter, &str, &str, TypeId)] = &[
    (CommonParameter::Verbose, "Verbose", "vb", TypeId::SWITCH_PARAMETER),
    (CommonParameter::Debug, "Debug", "db", TypeId::SWITCH_PARAMETER),
    (CommonParameter::ErrorAction, "ErrorAction", "ea", TypeId::ACTION_PREFERENCE),
    (CommonParameter::WarningAction, "WarningAction", "wa", TypeId::ACTION_PREFERENCE),
    (CommonParameter::InformationAction, "InformationAction", "infa", TypeId::ACTION_PREFERENCE),
    (CommonParameter::ProgressAction, "ProgressAction", "proga", TypeId::ACTION_PREFERENCE),
    (CommonParameter::ErrorVariable, "ErrorVariable", "ev", TypeId::STRING),
    (CommonParameter::WarningVariable, "WarningVariable", "wv", TypeId::STRING),
    (CommonParameter::InformationVariable, "InformationVariable", "iv", TypeId::STRING),
    (CommonParameter::OutVariable, "OutVariable", "ov", TypeId::STRING),
    (CommonParameter::OutBuffer, "OutBuffer", "ob", TypeId::INT32),
    (CommonParameter::PipelineVariable, "PipelineVariable", "pv", TypeId::STRING),
    (CommonParameter::WhatIf, "WhatIf", "wi", TypeId::SWITCH_PARAMETER),
    (CommonParameter::Confirm, "Confirm", "cf", TypeId::SWITCH_PARAMETER),
];

fn add_common(parameters: &mut Vec<Param>, should_process: bool) {
    for (kind, name, alias, type_id) in COMMON {
        if matches!(kind, CommonParameter::WhatIf | CommonParameter::Confirm) && !should_process {
            continue;
        }
        parameters.push(Param {
            aliases: vec![Rc::from(*alias)],
            places: vec![Place::everywhere()],
            ..Param::new(Rc::from(*name), *type_id, Role::Common(*kind))
        });
    }
}

struct Sets {
    names: Vec<Rc<str>>,
}

impl Sets {
    fn bit(&mut self, name: &str) -> u64 {
        if name.is_empty() || name.eq_ignore_ascii_case("__AllParameterSets") {
            return ALL_SETS;
        }
        match self.names.iter().position(|own| own.eq_ignore_ascii_case(name)) {
            Some(at) => 1 << at,
            None => {
                self.names.push(Rc::from(name));
                1 << (self.names.len() - 1)
            }
        }
    }
}

impl Signature {
    /// The signature of a cmdlet.
    pub fn of_spec(spec: &'static Spec) -> Signature {
        let mut sets = Sets { names: Vec::new() };
        // The default set comes first where it has a name.
        if !spec.default_set.is_empty() && spec.sets().contains(&spec.default_set) {
            sets.bit(spec.default_set);
        }
        let mut parameters = Vec::with_capacity(spec.parameters.len() + COMMON.len());
        for (at, parameter) in spec.parameters.iter().enumerate() {
            let places = parameter
                .sets
                .iter()
                .map(|place| Place {
                    sets: sets.bit(place.set),
                    position: place.position.map(i32::from),
                    mandatory: place.mandatory,
                    from_pipeline: place.from_pipeline,
                    by_property: place.from_pipeline_by_property,
                    remaining: place.remaining,
                    help: Rc::from(""),
                })
                .collect();
            let has = |wanted: fn(&Validation) -> bool| parameter.validation.iter().any(wanted);
            let known = crate::value::types::resolve_in(parameter.type_name, NAMESPACES, &|_| None);
            let type_id = known.unwrap_or(TypeId::OBJECT);
            parameters.push(Param {
                name: Rc::from(parameter.name),
                aliases: parameter.aliases.iter().map(|alias| Rc::from(*alias)).collect(),
                type_id,
                is_switch: type_id == TypeId::SWITCH_PARAMETER,
                places,
                checks: parameter.validation.iter().map(|check| Check::Spec(*check)).collect(),
                allow_null: has(|check| matches!(check, Validation::AllowNull)),
                allow_empty_string: has(|check| matches!(check, Validation::AllowEmptyString)),
                allow_empty_collection: has(|check| matches!(check, Validation::AllowEmptyCollection)),
                role: Role::Own(at),
                is_credential: type_id == TypeId::PS_CREDENTIAL,
                typed: true,
                foreign: known.is_none() && !parameter.type_name.starts_with("PSPropertyExpression"),
                hidden: parameter.hidden,
                ps_type_name: None,
                info: None,
            });
        }
        if spec.common_parameters {
            add_common(&mut parameters, spec.should_process.is_some());
        }
        let default_set = sets.names.iter().position(|name| name.eq_ignore_ascii_case(spec.default_set));
        Signature {
            name: Rc::from(spec.name()),
            class: Rc::from(crate::engine::errors::class_of(spec)),
            takes_input: parameters.iter().flat_map(|parameter| &parameter.places).any(|place| place.from_pipeline || place.by_property),
            parameters,
            sets: sets.names,
            default_set,
            default_set_name: (!spec.default_set.is_empty()).then(|| Rc::from(spec.default_set)),
            positional: true,
            is_cmdlet: true,
            advanced: true,
            should_process: spec.should_process,
        }
    }

    /// The name of a set.
    pub fn set_name(&self, mask: u64) -> Rc<str> {
        if self.sets.is_empty() {
            return self.default_set_name.clone().unwrap_or_else(|| Rc::from("__AllParameterSets"));
        }
        let mask = mask & self.all();
        match self.sets.iter().enumerate().find(|(at, _)| mask & (1 << at) != 0) {
            Some((_, name)) if mask.count_ones() == 1 => name.clone(),
            _ => match (self.default_set, &self.default_set_name) {
                (Some(at), _) if mask & (1 << at) != 0 || mask == 0 => self.sets[at].clone(),
                (None, Some(name)) => name.clone(),
                _ => Rc::from("__AllParameterSets"),
            },
        }
    }

    /// Bits of the sets there are.
    pub fn all(&self) -> u64 {
        match self.sets.len() {
            0 => ALL_SETS,
            64.. => ALL_SETS,
            n => (1 << n) - 1,
        }
    }
}

impl Engine {
    /// The signature of a cmdlet, made once a session.
    pub fn signature_of_spec(&mut self, spec: &'static Spec) -> Rc<Signature> {
        let key = std::ptr::from_ref(spec) as usize;
        let cache = self.extension::<HashMap<usize, Rc<Signature>>>();
        if let Some(found) = cache.get(&key) {
            return found.clone();
        }
        let made = Rc::new(Signature::of_spec(spec));
        self.extension::<HashMap<usize, Rc<Signature>>>().insert(key, made.clone());
        made
    }

    /// The signature of a function's block, made at its first call.
    pub fn signature_of_block(&mut self, block: &Rc<Block>, name: &str, frame: Option<&Frame>) -> Run<Rc<Signature>> {
        if let Some(made) = block.signature.get().cloned()
            && let Ok(made) = made.downcast::<Signature>()
        {
            return Ok(made);
        }
        let own;
        let frame = match frame {
            Some(frame) => frame,
            None => {
                let scope =
                    crate::engine::scope::Scope::new(crate::engine::scope::ScopeKind::Local, Some(self.scope()), block.names.clone());
                own = Frame { scope, map: None, block: block.clone(), state: self.state.clone(), method: None };
                &own
            }
        };
        self.stack.push(crate::engine::session::Activation { block: block.clone(), span: block.span, name: Rc::from(name) });
        let made = self.make_signature(block, name, frame);
        self.stack.pop();
        let made = Rc::new(made?);
        let _ = block.signature.set(made.clone());
        Ok(made)
    }

    fn make_signature(&mut self, block: &Rc<Block>, name: &str, frame: &Frame) -> Run<Signature> {
        let mut positional = true;
        let mut default_set_name = None;
        let mut should_process = None;
        let mut impact = Impact::Medium;
        let mut supports = false;
        let mut paging = false;
        for attribute in &block.attributes {
            if !attribute.name.eq_ignore_ascii_case("CmdletBinding") {
                continue;
            }
            let value = self.attribute_value(frame, attribute)?;
            for (key, argument) in &value.named {
                match key.to_ascii_lowercase().as_str() {
                    "defaultparametersetname" => default_set_name = Some(convert::to_text(self, argument)?),
                    "positionalbinding" => positional = convert::to_bool(argument),
                    "supportsshouldprocess" => supports = convert::to_bool(argument),
                    "supportspaging" => paging = convert::to_bool(argument),
                    "confirmimpact" => {
                        if let Value::Enum(_, number) = convert::cast(self, argument, TypeId::CONFIRM_IMPACT)? {
                            impact = [Impact::None, Impact::Low, Impact::Medium, Impact::High][number.clamp(0, 3) as usize];
                        }
                    }
                    _ => {}
                }
            }
        }
        if supports {
            should_process = Some(impact);
        }
        let mut sets = Sets { names: Vec::new() };
        let mut parameters = Vec::with_capacity(block.parameters.len() + COMMON.len());
        let mut any_position = false;
        for (at, code) in block.parameters.iter().enumerate() {
            let type_id = match &code.type_ref {
                Some(type_ref) => self.type_of(type_ref)?,
                None => TypeId::OBJECT,
            };
            let mut param = Param { typed: code.type_ref.is_some(), ..Param::new(code.name.clone(), type_id, Role::Own(at)) };
            for attribute in &code.attributes {
                if &*attribute.name == "\0type" {
                    param.checks.push(Check::Type(self.type_of(&attribute.type_ref)?));
                    continue;
                }
                let value = self.attribute_value(frame, attribute)?;
                match attribute.name.to_ascii_lowercase().as_str() {
                    "parameter" => {
                        let mut place = Place::everywhere();
                        for (key, argument) in &value.named {
                            match key.to_ascii_lowercase().as_str() {
                                "mandatory" => place.mandatory = convert::to_bool(argument),
                                "position" => {
                                    if let Value::Int(position) = convert::cast(self, argument, TypeId::INT32)?
                                        && position >= 0
                                    {
                                        any_position = true;
                                        place.position = Some(position);
                                    }
                                }
                                "valuefrompipeline" => place.from_pipeline = convert::to_bool(argument),
                                "valuefrompipelinebypropertyname" => place.by_property = convert::to_bool(argument),
                                "valuefromremainingarguments" => place.remaining = convert::to_bool(argument),
                                "parametersetname" => {
                                    let name = convert::to_text(self, argument)?;
                                    place.sets = sets.bit(&name);
                                    any_position |= place.sets != ALL_SETS;
                                }
                                "helpmessage" => place.help = convert::to_text(self, argument)?,
                                "dontshow" => param.hidden = convert::to_bool(argument),
                                _ => {}
                            }
                        }
                        param.places.push(place);
                    }
                    "alias" => {
                        for argument in &value.positional {
                            let names = argument.enumerate().unwrap_or_else(|| vec![argument.clone()]);
                            for name in names {
                                param.aliases.push(convert::to_text(self, &name)?);
                            }
                        }
                    }
                    "allownull" => param.allow_null = true,
                    "allowemptystring" => param.allow_empty_string = true,
                    "allowemptycollection" => param.allow_empty_collection = true,
                    "credential" => param.is_credential = true,
                    "pstypename" => {
                        if let Some(first) = value.positional.first() {
                            param.ps_type_name = Some(convert::to_text(self, first)?);
                        }
                    }
                    _ => param.checks.push(Check::Attribute(Rc::new(value))),
                }
            }
            if param.places.is_empty() {
                param.places.push(Place::everywhere());
            }
            let mut guards = Vec::new();
            if param.typed && !matches!(param.type_id, TypeId::OBJECT | TypeId::PS_OBJECT | TypeId::SWITCH_PARAMETER) {
                guards.push(Guard::Type(param.type_id));
            }
            for check in &param.checks {
                if let Check::Attribute(attribute) = check {
                    guards.push(Guard::Attribute(block.clone(), attribute.clone()));
                }
            }
            if !guards.is_empty() {
                param.info = Some(Rc::new(VariableInfo { guards, ..VariableInfo::default() }));
            }
            parameters.push(param);
        }
        // Without a Position or a set of their own anywhere, parameters take the order in which they are written.
        if positional && !any_position {
            let mut next = 0;
            for param in &mut parameters {
                if param.is_switch || param.places.iter().any(|place| place.remaining) {
                    continue;
                }
                for place in &mut param.places {
                    place.position = Some(next);
                }
                next += 1;
            }
        }
        if paging {
            for (at, (name, type_id)) in
                [("First", TypeId::U_INT64), ("Skip", TypeId::U_INT64), ("IncludeTotalCount", TypeId::SWITCH_PARAMETER)]
                    .into_iter()
                    .enumerate()
            {
                let mut param = Param::new(Rc::from(name), type_id, Role::Dynamic(at));
                param.places.push(Place::everywhere());
                parameters.push(param);
            }
        }
        if block.advanced {
            add_common(&mut parameters, should_process.is_some());
        }
        let takes_input = parameters.iter().flat_map(|parameter| &parameter.places).any(|place| place.from_pipeline || place.by_property);
        // A default set that no parameter names still is a set of its own where others are named.
        if let Some(name) = &default_set_name
            && !sets.names.is_empty()
        {
            sets.bit(name);
        }
        let default_set = default_set_name.as_ref().and_then(|name| sets.names.iter().position(|own| own.eq_ignore_ascii_case(name)));
        Ok(Signature {
            name: Rc::from(name),
            class: Rc::from(name),
            parameters,
            sets: sets.names,
            default_set,
            default_set_name,
            positional: true,
            is_cmdlet: false,
            advanced: block.advanced,
            should_process,
            takes_input,
        })
    }
}
