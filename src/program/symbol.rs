//! Names of variables as small numbers; case does not count.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// An interned variable name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Symbol(pub u32);

#[derive(Default)]
struct Interner {
    by_name: HashMap<Box<str>, Symbol>,
    names: Vec<Rc<str>>,
}

thread_local! {
    static INTERNER: RefCell<Interner> = RefCell::new(Interner::with_known());
}

macro_rules! known {
    ($($constant:ident = $index:literal $text:literal),* $(,)?) => {
        const KNOWN: &[&str] = &[$($text),*];
        /// Names that the engine itself uses.
        impl Symbol {
            $(#[doc = concat!("`$", $text, "`")] pub const $constant: Symbol = Symbol($index);)*
        }
    };
}

known! {
    UNDERSCORE = 0 "_",
    ARGS = 1 "args",
    INPUT = 2 "input",
    THIS = 3 "this",
    PS_BOUND_PARAMETERS = 4 "PSBoundParameters",
    MY_INVOCATION = 5 "MyInvocation",
    PS_CMDLET = 6 "PSCmdlet",
    MATCHES = 7 "Matches",
    QUESTION = 8 "?",
    LAST_EXIT_CODE = 9 "LASTEXITCODE",
    PS_SCRIPT_ROOT = 10 "PSScriptRoot",
    PS_COMMAND_PATH = 11 "PSCommandPath",
    FOREACH = 12 "foreach",
    SWITCH = 13 "switch",
    ERROR = 14 "Error",
    TRUE = 15 "true",
    FALSE = 16 "false",
    NULL = 17 "null",
    ERROR_ACTION_PREFERENCE = 18 "ErrorActionPreference",
    WARNING_PREFERENCE = 19 "WarningPreference",
    VERBOSE_PREFERENCE = 20 "VerbosePreference",
    DEBUG_PREFERENCE = 21 "DebugPreference",
    INFORMATION_PREFERENCE = 22 "InformationPreference",
    PROGRESS_PREFERENCE = 23 "ProgressPreference",
    WHAT_IF_PREFERENCE = 24 "WhatIfPreference",
    CONFIRM_PREFERENCE = 25 "ConfirmPreference",
    OFS = 26 "OFS",
    PS_DEFAULT_PARAMETER_VALUES = 27 "PSDefaultParameterValues",
    EXECUTION_CONTEXT = 28 "ExecutionContext",
    HOST = 29 "Host",
    PS_ITEM = 30 "PSItem",
    CARET = 31 "^",
    DOLLAR = 32 "$",
    PWD = 33 "PWD",
    ERROR_VIEW = 34 "ErrorView",
    PS_CULTURE = 35 "PSCulture",
    STACK_TRACE = 36 "StackTrace",
    PS_NATIVE_COMMAND_USE_ERROR_ACTION_PREFERENCE = 37 "PSNativeCommandUseErrorActionPreference",
    FORMAT_ENUMERATION_LIMIT = 38 "FormatEnumerationLimit",
    PS_STYLE = 39 "PSStyle",
    PS_UI_CULTURE = 40 "PSUICulture",
}

impl Interner {
    fn with_known() -> Interner {
        let mut interner = Interner::default();
        for name in KNOWN {
            interner.intern(name);
        }
        interner
    }

    fn intern(&mut self, name: &str) -> Symbol {
        let key = fold(name);
        if let Some(symbol) = self.by_name.get(&*key) {
            return *symbol;
        }
        let symbol = Symbol(self.names.len() as u32);
        self.by_name.insert(key.into_owned().into_boxed_str(), symbol);
        self.names.push(Rc::from(name));
        symbol
    }
}

fn fold(name: &str) -> std::borrow::Cow<'_, str> {
    if name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) { name.into() } else { name.to_lowercase().into() }
}

impl Symbol {
    /// The symbol of a name.
    pub fn of(name: &str) -> Symbol {
        INTERNER.with(|interner| interner.borrow_mut().intern(name))
    }

    /// The name, in the case in which it was first seen.
    pub fn name(self) -> Rc<str> {
        INTERNER.with(|interner| interner.borrow().names[self.0 as usize].clone())
    }
}
