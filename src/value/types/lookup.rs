//! From a type's name, as a script writes it, to its [`TypeId`].

use super::TypeId;
use super::table::{ACCELERATORS, TYPES};
use std::cell::RefCell;
use std::collections::HashMap;

thread_local! {
    /// Lower-case full name to index; built at the first name that is no well-known accelerator.
    static BY_NAME: RefCell<HashMap<String, u32>> = RefCell::default();
}

/// Accelerators that name most scripts' types, so that the big table is not indexed for them.
const COMMON: &[(&str, TypeId)] = &[
    ("string", TypeId::STRING),
    ("int", TypeId::INT32),
    ("bool", TypeId::BOOLEAN),
    ("switch", TypeId::SWITCH_PARAMETER),
    ("object", TypeId::OBJECT),
    ("pscustomobject", TypeId::PS_OBJECT),
    ("psobject", TypeId::PS_OBJECT),
    ("hashtable", TypeId::HASHTABLE),
    ("array", TypeId::ARRAY),
    ("datetime", TypeId::DATE_TIME),
    ("timespan", TypeId::TIME_SPAN),
    ("double", TypeId::DOUBLE),
    ("long", TypeId::INT64),
    ("char", TypeId::CHAR),
    ("byte", TypeId::BYTE),
    ("decimal", TypeId::DECIMAL),
    ("math", TypeId::MATH),
    ("regex", TypeId::REGEX),
    ("guid", TypeId::GUID),
    ("void", TypeId::VOID),
    ("scriptblock", TypeId::SCRIPT_BLOCK),
    ("parameter", TypeId::PARAMETER_ATTRIBUTE),
    ("cmdletbinding", TypeId::CMDLET_BINDING_ATTRIBUTE),
    ("xml", TypeId::XML_DOCUMENT),
    // The static classes share their names with the generic ones, which carry their members here.
    ("tuple", TypeId::TUPLE),
    ("system.tuple", TypeId::TUPLE),
    ("valuetuple", TypeId::VALUE_TUPLE2),
    ("system.valuetuple", TypeId::VALUE_TUPLE2),
    ("version", TypeId::VERSION),
];

/// The built-in type of exactly this full name, whatever its case.
pub(super) fn by_full_name(name: &str) -> Option<TypeId> {
    BY_NAME.with(|cell| {
        let mut map = cell.borrow_mut();
        if map.is_empty() {
            map.reserve(TYPES.len());
            for (index, info) in TYPES.iter().enumerate() {
                map.insert(info.name.to_ascii_lowercase(), index as u32);
            }
        }
        match map.get(name) {
            Some(index) => Some(TypeId(*index)),
            None => map.get(&name.to_ascii_lowercase()).map(|index| TypeId(*index)),
        }
    })
}

fn simple(name: &str, namespaces: &[&str], arity: usize) -> Option<TypeId> {
    let name = name.trim();
    if arity == 0 {
        if let Some((_, id)) = COMMON.iter().find(|(common, _)| name.eq_ignore_ascii_case(common)) {
            return Some(*id);
        }
        let place = ACCELERATORS.binary_search_by(|(key, _)| key.to_ascii_lowercase().cmp(&name.to_ascii_lowercase()));
        if let Ok(place) = place {
            return by_full_name(ACCELERATORS[place].1);
        }
    }
    let name = if arity > 0 && !name.contains('`') { format!("{name}`{arity}") } else { name.to_owned() };
    by_full_name(&name)
        .or_else(|| by_full_name(&format!("System.{name}")))
        .or_else(|| namespaces.iter().find_map(|space| by_full_name(&format!("{space}.{name}"))))
        .or_else(|| {
            // An attribute may be named without its ending.
            (arity == 0).then(|| by_full_name(&format!("System.Management.Automation.{name}Attribute"))).flatten()
        })
}

/// The type of this name: accelerators, full names with or without `System.`, arrays (`int[]`, `int[,]`), closed
/// generics (`Collections.Generic.List[int]`, ``System.Nullable`1[System.Int32]``). Script types are not looked
/// up here: they live in scopes.
pub fn resolve(name: &str) -> Option<TypeId> {
    resolve_in(name, &[], &|_| None)
}

/// As [`resolve`], with the namespaces of `using namespace` and a look-up of script-defined types, tried first.
pub fn resolve_in(name: &str, namespaces: &[&str], script: &dyn Fn(&str) -> Option<TypeId>) -> Option<TypeId> {
    let mut parser = NameParser { text: name, at: 0, namespaces, script };
    let id = parser.parse()?;
    parser.skip_blanks();
    // An assembly-qualified name: what follows the comma names the assembly.
    (parser.at == name.len() || name[parser.at..].starts_with(',')).then_some(id)
}

struct NameParser<'a> {
    text: &'a str,
    at: usize,
    namespaces: &'a [&'a str],
    script: &'a dyn Fn(&str) -> Option<TypeId>,
}

impl NameParser<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_blanks(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    fn parse(&mut self) -> Option<TypeId> {
        self.skip_blanks();
        let start = self.at;
        while let Some(c) = self.peek().filter(|c| !matches!(c, '[' | ']' | ',')) {
            self.at += c.len_utf8();
        }
        let name = self.text[start..self.at].trim();
        if name.is_empty() {
            return None;
        }
        let mut arguments = Vec::new();
        let mut dimensions = Vec::new();
        while self.peek() == Some('[') {
            let open = self.at;
            self.at += 1;
            self.skip_blanks();
            match self.peek()? {
                ']' | ',' => {
                    let mut rank = 1;
                    while self.peek() == Some(',') {
                        rank += 1;
                        self.at += 1;
                        self.skip_blanks();
                    }
                    if self.peek() != Some(']') {
                        self.at = open;
                        break;
                    }
                    self.at += 1;
                    dimensions.push(rank);
                }
                _ if !arguments.is_empty() || !dimensions.is_empty() => return None,
                _ => loop {
                    let bracketed = self.peek() == Some('[');
                    if bracketed {
                        self.at += 1;
                    }
                    arguments.push(self.parse()?);
                    if bracketed {
                        while self.peek()? != ']' {
                            self.at += self.peek()?.len_utf8();
                        }
                        self.at += 1;
                    }
                    self.skip_blanks();
                    let next = self.peek()?;
                    self.at += 1;
                    match next {
                        ',' => self.skip_blanks(),
                        ']' => break,
                        _ => return None,
                    }
                },
            }
        }
        let mut id = match (self.script)(name).filter(|_| arguments.is_empty()) {
            Some(id) => id,
            None => simple(name, self.namespaces, arguments.len())?,
        };
        if !arguments.is_empty() {
            id = id.generic(&arguments);
        }
        for rank in dimensions {
            id = id.array_of_rank(rank);
        }
        Some(id)
    }
}
