//! What a cmdlet says of itself, as constants: names, parameters, sets, examples. Help, completion, `Get-Command`,
//! binding and the syntax line all come from here.

/// `ConfirmImpact`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Impact {
    /// Never asks by itself.
    None,
    /// Asks when `$ConfirmPreference` is Low.
    Low,
    /// Asks when it is Medium or lower.
    Medium,
    /// Asks by default.
    High,
}

/// A cmdlet's description.
pub struct Spec {
    /// `Get`.
    pub verb: &'static str,
    /// `Item`.
    pub noun: &'static str,
    /// The module it belongs to.
    pub module: &'static str,
    /// One line.
    pub synopsis: &'static str,
    /// Paragraphs.
    pub description: &'static str,
    /// Parameters in the order of the syntax line.
    pub parameters: &'static [Parameter],
    /// The set taken when arguments leave more than one; empty: all parameters are in one set.
    pub default_set: &'static str,
    /// Types of its output.
    pub output: &'static [&'static str],
    /// Whether it takes `-WhatIf` and `-Confirm`, and how weighty it is.
    pub should_process: Option<Impact>,
    /// Whether it takes the common parameters (a few built-in ones do not).
    pub common_parameters: bool,
    /// Whether it takes parameters of names that are not its own: they come as dynamic ones (`Should` with operators
    /// that scripts add).
    pub takes_unknown: bool,
    /// Names of related cmdlets and topics.
    pub related: &'static [&'static str],
    /// Examples; `tests/examples.rs` runs them.
    pub examples: &'static [Example],
}

impl Spec {
    /// A description with nothing but its name; the fields are set by struct update.
    pub const EMPTY: Spec = Spec {
        verb: "",
        noun: "",
        module: "",
        synopsis: "",
        description: "",
        parameters: &[],
        default_set: "",
        output: &[],
        should_process: None,
        common_parameters: true,
        takes_unknown: false,
        related: &[],
        examples: &[],
    };

    /// `Verb-Noun`.
    pub fn name(&self) -> String {
        if self.noun.is_empty() { self.verb.to_owned() } else { format!("{}-{}", self.verb, self.noun) }
    }

    /// The names of its parameter sets, in order of first mention; `__AllParameterSets` if there are none.
    pub fn sets(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = Vec::new();
        for parameter in self.parameters {
            for place in parameter.sets {
                if !place.set.is_empty() && !names.contains(&place.set) {
                    names.push(place.set);
                }
            }
        }
        if names.is_empty() {
            names.push("__AllParameterSets");
        }
        names
    }
}

/// A parameter's part in one parameter set.
#[derive(Clone, Copy, Debug)]
pub struct InSet {
    /// The set's name; empty: all sets.
    pub set: &'static str,
    /// Where an argument without a name goes; positions bind in order, gaps are fine.
    pub position: Option<u8>,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Whether it takes the pipeline's object.
    pub from_pipeline: bool,
    /// Whether it takes the pipeline object's property of its name.
    pub from_pipeline_by_property: bool,
    /// Whether it takes all arguments left over.
    pub remaining: bool,
}

impl InSet {
    /// In all sets: named, optional, not from the pipeline.
    pub const ALL: InSet =
        InSet { set: "", position: None, mandatory: false, from_pipeline: false, from_pipeline_by_property: false, remaining: false };

    /// In the set of this name.
    pub const fn named(set: &'static str) -> InSet {
        InSet { set, ..InSet::ALL }
    }

    /// At this position.
    pub const fn at(mut self, position: u8) -> InSet {
        self.position = Some(position);
        self
    }

    /// Must be given.
    pub const fn mandatory(mut self) -> InSet {
        self.mandatory = true;
        self
    }

    /// Takes pipeline objects.
    pub const fn pipeline(mut self) -> InSet {
        self.from_pipeline = true;
        self
    }

    /// Takes the property of its name (or an alias of it) of pipeline objects.
    pub const fn by_property(mut self) -> InSet {
        self.from_pipeline_by_property = true;
        self
    }

    /// Takes what is left over.
    pub const fn remaining(mut self) -> InSet {
        self.remaining = true;
        self
    }
}

/// A check on a bound value, with PowerShell's attribute of that name.
#[derive(Clone, Copy, Debug)]
pub enum Validation {
    /// `ValidateSet`, ignoring case.
    Set(&'static [&'static str]),
    /// None of these, ignoring case: a value of the list belongs to another parameter at the same position.
    NotOneOf(&'static [&'static str]),
    /// `ValidateRange` of integers, ends included.
    Range(i64, i64),
    /// `ValidateRange` of floating numbers.
    FloatRange(f64, f64),
    /// `ValidateRange` of a kind: `Positive`, `NonNegative`.
    RangeKind(&'static str),
    /// `ValidateNotNull`.
    NotNull,
    /// `ValidateNotNullOrEmpty`.
    NotNullOrEmpty,
    /// `ValidateNotNullOrWhiteSpace`.
    NotNullOrWhiteSpace,
    /// `ValidateLength`.
    Length(i32, i32),
    /// `ValidateCount`.
    Count(i32, i32),
    /// `ValidatePattern`.
    Pattern(&'static str),
    /// `AllowNull` on a mandatory parameter.
    AllowNull,
    /// `AllowEmptyString`.
    AllowEmptyString,
    /// `AllowEmptyCollection`.
    AllowEmptyCollection,
}

/// What a prompt offers for a parameter's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completer {
    /// Nothing special: enum names, validate sets, paths.
    ByType,
    /// Files and folders.
    Path,
    /// Cmdlets, functions, aliases.
    Command,
    /// Variables' names.
    Variable,
    /// Types.
    TypeName,
    /// Modules.
    Module,
    /// Properties of the pipeline's objects.
    Property,
    /// Users of the tenant.
    User,
    /// Bridges of the tenant.
    Bridge,
    /// Service numbers of the tenant.
    ServiceNumber,
    /// Languages of service numbers.
    Language,
    /// Licence SKUs.
    Sku,
    /// Ids of mails in the outbox.
    Mail,
    /// Audio conferencing policies.
    Policy,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its type, as a type literal's text (`string[]`, `switch`).
    pub type_name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Its part in each set.
    pub sets: &'static [InSet],
    /// Checks.
    pub validation: &'static [Validation],
    /// One line of help.
    pub help: &'static str,
    /// Its default, as text for help.
    pub default: &'static str,
    /// What the prompt offers.
    pub completer: Completer,
    /// Whether values may have wildcards.
    pub wildcards: bool,
    /// Hidden from completion and syntax lines, still bound (`DontShow`).
    pub hidden: bool,
}

impl Parameter {
    /// An optional named parameter of this type, in all sets.
    pub const fn new(name: &'static str, type_name: &'static str) -> Parameter {
        Parameter {
            name,
            type_name,
            aliases: &[],
            sets: &[InSet::ALL],
            validation: &[],
            help: "",
            default: "",
            completer: Completer::ByType,
            wildcards: false,
            hidden: false,
        }
    }

    /// A switch.
    pub const fn switch(name: &'static str) -> Parameter {
        Parameter::new(name, "switch")
    }

    /// With a help line.
    pub const fn help(mut self, help: &'static str) -> Parameter {
        self.help = help;
        self
    }

    /// With its part in sets.
    pub const fn sets(mut self, sets: &'static [InSet]) -> Parameter {
        self.sets = sets;
        self
    }

    /// With other names.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Parameter {
        self.aliases = aliases;
        self
    }

    /// With checks.
    pub const fn validate(mut self, validation: &'static [Validation]) -> Parameter {
        self.validation = validation;
        self
    }

    /// With a default, as text for help.
    pub const fn default(mut self, default: &'static str) -> Parameter {
        self.default = default;
        self
    }

    /// With what the prompt offers.
    pub const fn complete(mut self, completer: Completer) -> Parameter {
        self.completer = completer;
        self
    }

    /// Taking wildcards.
    pub const fn wildcards(mut self) -> Parameter {
        self.wildcards = true;
        self
    }

    /// Whether it is a switch.
    pub fn is_switch(&self) -> bool {
        matches!(self.type_name, "switch" | "SwitchParameter")
    }
}

/// An example of a cmdlet: shown by help, run by the tests.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What it shows.
    pub title: &'static str,
    /// The script, a line each.
    pub script: &'static str,
    /// What it prints on the sample tenant; `None`: not compared (random values, times).
    pub output: Option<&'static str>,
    /// The mails that go out: `Kind recipient`, in order.
    pub mails: &'static [&'static str],
}

impl Example {
    /// An example whose output is compared.
    pub const fn new(title: &'static str, script: &'static str, output: &'static str) -> Example {
        Example { title, script, output: Some(output), mails: &[] }
    }

    /// An example that only has to run without an error.
    pub const fn runs(title: &'static str, script: &'static str) -> Example {
        Example { title, script, output: None, mails: &[] }
    }

    /// With the mails it sends.
    pub const fn mails(mut self, mails: &'static [&'static str]) -> Example {
        self.mails = mails;
        self
    }
}
