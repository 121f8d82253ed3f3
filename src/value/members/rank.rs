//! How well a value fits a parameter: PowerShell's conversion ranks, by which overloads are compared.

use super::catalog::members;
use crate::value::TypeId;

/// A rank; higher fits better.
pub type Rank = u16;

/// No conversion.
pub const NONE: Rank = 0;
/// Arrays whose elements convert.
pub const UNRELATED_ARRAYS: Rank = 0x0f;
/// Anything to text.
pub const TO_STRING: Rank = 0x1f;
/// An object's own rules.
pub const CUSTOM: Rank = 0x2f;
/// Casts that a type defines.
pub const CAST: Rank = 0x4f;
/// By a constructor.
pub const CONSTRUCTOR: Rank = 0x6f;
/// By a static `Parse`.
pub const PARSE: Rank = 0x7f;
/// To a wrapper with members.
pub const PS_OBJECT: Rank = 0x8f;
/// Rules of the language.
pub const LANGUAGE: Rank = 0x9f;
/// Text to a name of an enum; text to a truth value goes before it.
pub const TO_ENUM: Rank = 0x9e;
/// Null to a value type.
pub const NULL_TO_VALUE: Rank = 0xaf;
/// Null to a reference.
pub const NULL_TO_REF: Rank = 0xbf;
/// A number to one that may not hold it.
pub const NUMERIC_EXPLICIT: Rank = 0xcf;
/// The same, preferred.
pub const NUMERIC_EXPLICIT_1: Rank = 0xdf;
/// Text to a number.
pub const NUMERIC_STRING: Rank = 0xef;
/// A number to a wider one.
pub const NUMERIC_IMPLICIT: Rank = 0xff;
/// A base class or interface.
pub const ASSIGNABLE: Rank = 0x10f;
/// Text to its characters.
pub const STRING_TO_CHAR_ARRAY: Rank = 0x11a;
/// The same type.
pub const IDENTITY: Rank = 0x11f;

/// A lone value where an array is wanted: the element's rank, a little worse.
fn to_array(rank: Rank) -> Rank {
    if rank == NONE { NONE } else { rank & !0x08 }
}

const SIGNED: [TypeId; 4] = [TypeId::S_BYTE, TypeId::INT16, TypeId::INT32, TypeId::INT64];
const UNSIGNED: [TypeId; 4] = [TypeId::BYTE, TypeId::U_INT16, TypeId::U_INT32, TypeId::U_INT64];

/// Whether it is one of the number types.
pub fn is_numeric(id: TypeId) -> bool {
    SIGNED.contains(&id) || UNSIGNED.contains(&id) || matches!(id, TypeId::SINGLE | TypeId::DOUBLE | TypeId::DECIMAL | TypeId::BIG_INTEGER)
}

fn numeric(from: TypeId, to: TypeId) -> Rank {
    let place = |table: &[TypeId; 4], id| table.iter().position(|own| *own == id);
    let implicit = match (place(&SIGNED, from), place(&UNSIGNED, from), place(&SIGNED, to), place(&UNSIGNED, to)) {
        (Some(a), _, Some(b), _) | (_, Some(a), _, Some(b)) => a < b,
        (_, Some(a), Some(b), _) => a < b,
        (Some(_), _, _, Some(_)) => false,
        (Some(_), ..) | (_, Some(_), ..) => true,
        _ => from == TypeId::SINGLE && to == TypeId::DOUBLE,
    };
    if implicit {
        return if to == TypeId::BIG_INTEGER { CAST } else { NUMERIC_IMPLICIT };
    }
    if to == TypeId::BIG_INTEGER || from == TypeId::BIG_INTEGER {
        return CAST;
    }
    match (from, to) {
        (TypeId::DECIMAL, TypeId::DOUBLE | TypeId::SINGLE) => NUMERIC_EXPLICIT_1,
        _ => NUMERIC_EXPLICIT,
    }
}

/// Whether it is a delegate type.
pub fn is_delegate(id: TypeId) -> bool {
    id == TypeId::DELEGATE || id.bases().any(|base| matches!(base, TypeId::DELEGATE | TypeId::MULTICAST_DELEGATE))
}

/// The element type of an interface that arrays implement (`IEnumerable[T]` …).
pub fn sequence_element(id: TypeId) -> Option<TypeId> {
    match id.generic_parts()? {
        (
            TypeId::GENERIC_I_ENUMERABLE
            | TypeId::GENERIC_I_LIST
            | TypeId::GENERIC_I_COLLECTION
            | TypeId::I_READ_ONLY_LIST
            | TypeId::I_READ_ONLY_COLLECTION,
            arguments,
        ) => arguments.first().copied(),
        _ => None,
    }
}

/// Types made from text by the language or by their own `Parse`.
const FROM_TEXT: &[(TypeId, Rank)] = &[
    (TypeId::CHAR, LANGUAGE),
    (TypeId::BOOLEAN, LANGUAGE),
    (TypeId::REGEX, LANGUAGE),
    (TypeId::TYPE, LANGUAGE),
    (TypeId::SCRIPT_BLOCK, LANGUAGE),
    (TypeId::XML_DOCUMENT, LANGUAGE),
    (TypeId::WILDCARD_PATTERN, CONSTRUCTOR),
    (TypeId::CULTURE_INFO, CONSTRUCTOR),
    (TypeId::DATE_TIME, PARSE),
    (TypeId::TIME_SPAN, PARSE),
    (TypeId::DATE_TIME_OFFSET, PARSE),
    (TypeId::DATE_ONLY, PARSE),
    (TypeId::TIME_ONLY, PARSE),
    (TypeId::GUID, PARSE),
    (TypeId::IP_ADDRESS, PARSE),
    (TypeId::BIG_INTEGER, PARSE),
    (TypeId::VERSION, PARSE),
];

/// The rank of a conversion between types; `from` is none for null.
pub fn rank(from: Option<TypeId>, to: TypeId) -> Rank {
    let Some(from) = from else {
        return if is_numeric(to)
            || matches!(to, TypeId::STRING | TypeId::CHAR | TypeId::BOOLEAN | TypeId::SWITCH_PARAMETER)
            || to.nullable_of().is_some()
        {
            NULL_TO_VALUE
        } else if !to.is_value_type() {
            NULL_TO_REF
        } else {
            NONE
        };
    };
    if from == to || (to == TypeId::TYPE && from == TypeId::RUNTIME_TYPE) {
        return IDENTITY;
    }
    if let Some(inner) = to.nullable_of() {
        return rank(Some(from), inner);
    }
    if to == TypeId::PS_OBJECT {
        return PS_OBJECT;
    }
    if is_numeric(from) && is_numeric(to) {
        return numeric(from, to);
    }
    if to.is_assignable_from(from) {
        return ASSIGNABLE;
    }
    if let Some((element, 1)) = to.array_element() {
        return match from.array_element() {
            Some((from_element, _)) => {
                if rank(Some(from_element), element) > NONE || from_element == TypeId::OBJECT {
                    UNRELATED_ARRAYS
                } else {
                    NONE
                }
            }
            None if from == TypeId::STRING && element == TypeId::CHAR => STRING_TO_CHAR_ARRAY,
            None if TypeId::I_ENUMERABLE.is_assignable_from(from) && from != TypeId::STRING => UNRELATED_ARRAYS,
            None => to_array(rank(Some(from), element)),
        };
    }
    if let Some(element) = sequence_element(to) {
        return match from.array_element() {
            Some((from_element, _)) if rank(Some(from_element), element) > NONE || from_element == TypeId::OBJECT => UNRELATED_ARRAYS,
            Some(_) => NONE,
            None if TypeId::I_ENUMERABLE.is_assignable_from(from) && from != TypeId::STRING => UNRELATED_ARRAYS,
            None => to_array(rank(Some(from), element)),
        };
    }
    if matches!(to, TypeId::I_ENUMERABLE | TypeId::I_COLLECTION | TypeId::I_LIST | TypeId::ARRAY) {
        return to_array(ASSIGNABLE);
    }
    // A cast to a delegate leaves a block a block, so that one fits as a delegate would.
    if from == TypeId::SCRIPT_BLOCK && is_delegate(to) {
        return NUMERIC_IMPLICIT;
    }
    if matches!(from, TypeId::PS_METHOD) && is_delegate(to) {
        return LANGUAGE;
    }
    match to {
        TypeId::STRING => return TO_STRING,
        TypeId::BOOLEAN | TypeId::SWITCH_PARAMETER => return LANGUAGE,
        _ => {}
    }
    if from == TypeId::STRING {
        if is_numeric(to) && to != TypeId::BIG_INTEGER {
            return NUMERIC_STRING;
        }
        if to.is_enum() {
            return TO_ENUM;
        }
        if let Some((_, rank)) = FROM_TEXT.iter().find(|(id, _)| *id == to) {
            return *rank;
        }
    }
    if to.is_enum() && is_numeric(from) || from.is_enum() && is_numeric(to) {
        return LANGUAGE;
    }
    if matches!((from, to), (TypeId::CHAR, to) if is_numeric(to)) || to == TypeId::CHAR && is_numeric(from) {
        return if from == TypeId::CHAR { NUMERIC_IMPLICIT } else { NUMERIC_EXPLICIT };
    }
    match (from, to) {
        (TypeId::BOOLEAN, to) if is_numeric(to) => return LANGUAGE,
        (TypeId::DATE_TIME, TypeId::DATE_TIME_OFFSET) => return CAST,
        (from, TypeId::DATE_TIME | TypeId::TIME_SPAN) if is_numeric(from) => return CONSTRUCTOR,
        (TypeId::HASHTABLE | TypeId::ORDERED_DICTIONARY, _) if !to.is_interface() && !to.is_value_type() => return CUSTOM,
        _ => {}
    }
    if !to.is_interface() && to.info().is_some() && constructs(from, to) { CONSTRUCTOR } else { NONE }
}

/// Whether the target has a constructor for exactly this type.
fn constructs(from: TypeId, to: TypeId) -> bool {
    let members = members(to);
    members.new.run.is_some()
        && members.new.overloads.iter().any(|overload| overload.parameters.len() == 1 && overload.parameters[0].type_id == from)
}
