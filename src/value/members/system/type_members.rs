//! Members of types as values.

use crate::value::types::ClassMemberKind;
use std::rc::Rc;

use super::activator::MethodInfo;
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::info::{MemberKind, static_members};
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::types::{Kind, resolve};
use crate::value::{Array, Object, TypeId, Value};

fn this(c: &Call) -> TypeId {
    match c.this.base() {
        Value::Type(id) => *id,
        _ => TypeId::OBJECT,
    }
}

fn kind(id: TypeId) -> Option<Kind> {
    id.definition().info().map(|info| info.kind)
}

fn types(ids: Vec<TypeId>) -> Value {
    Value::Array(Rc::new(Array::new(TypeId::TYPE, ids.into_iter().map(Value::Type).collect())))
}

fn arguments(id: TypeId) -> Vec<TypeId> {
    id.generic_parts().map(|(_, arguments)| arguments).unwrap_or_default()
}

/// Full name as reflection writes it, with the assemblies of generic arguments.
fn full_name(id: TypeId) -> String {
    match id.generic_parts() {
        Some((definition, arguments)) => {
            let parts: Vec<String> = arguments.iter().map(|argument| format!("[{}, {}]", full_name(*argument), ASSEMBLY)).collect();
            format!("{}[{}]", definition.full_name(), parts.join(","))
        }
        None => match id.array_element() {
            Some((element, rank)) => format!("{}[{}]", full_name(element), ",".repeat(usize::from(rank) - 1)),
            None => id.full_name().to_string(),
        },
    }
}

const ASSEMBLY: &str = "System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e";

fn is_primitive(id: TypeId) -> bool {
    matches!(
        id,
        TypeId::BOOLEAN
            | TypeId::CHAR
            | TypeId::S_BYTE
            | TypeId::BYTE
            | TypeId::INT16
            | TypeId::U_INT16
            | TypeId::INT32
            | TypeId::U_INT32
            | TypeId::INT64
            | TypeId::U_INT64
            | TypeId::SINGLE
            | TypeId::DOUBLE
            | TypeId::INT_PTR
    )
}

/// Methods and properties as small records with the names that scripts read.
fn members(c: &mut Call, wanted: MemberKind) -> Outcome {
    let id = this(c);
    let type_members = crate::value::members::catalog::members(id);
    let name_filter = c.text(0);
    let matches = |name: &str| name_filter.as_ref().is_none_or(|wanted| **wanted == *name);
    let mut found = Vec::new();
    let record = |property: &crate::value::members::catalog::Property, is_static: bool| {
        Object::record(
            Some("System.Reflection.PropertyInfo"),
            [
                ("Name", Value::str(property.name)),
                ("MemberType", Value::str("Property")),
                ("DeclaringType", Value::Type(id)),
                ("PropertyType", Value::Type(property.type_id)),
                ("CanRead", Value::Bool(true)),
                ("CanWrite", Value::Bool(property.writable)),
                ("IsStatic", Value::Bool(is_static)),
            ],
        )
    };
    for own in id.class_members() {
        let is_method = own.kind == ClassMemberKind::Method;
        if own.kind != ClassMemberKind::Constructor && is_method == (wanted == MemberKind::Method) && matches(&own.name) {
            found.push(Object::record(
                Some(if is_method { "System.Reflection.MethodInfo" } else { "System.Reflection.PropertyInfo" }),
                [
                    ("Name", Value::Str(own.name)),
                    ("MemberType", Value::str(if is_method { "Method" } else { "Property" })),
                    ("DeclaringType", Value::Type(id)),
                    ("IsStatic", Value::Bool(own.is_static)),
                ],
            ));
        }
    }
    if wanted == MemberKind::Method {
        for (groups, is_static) in [(&type_members.methods, false), (&type_members.statics, true)] {
            for group in groups.iter().filter(|group| matches(group.name)) {
                found.extend(
                    group.overloads.iter().map(|overload| {
                        Object::from_clr(MethodInfo { owner: id, name: group.name, text: overload.text.clone(), is_static })
                    }),
                );
            }
        }
    } else {
        for (properties, is_static) in [(&type_members.properties, false), (&type_members.static_properties, true)] {
            found.extend(properties.iter().filter(|property| matches(property.name)).map(|property| record(property, is_static)));
        }
    }
    if name_filter.is_some() {
        return Ok(found.into_iter().next().unwrap_or_default());
    }
    Ok(Value::array(found))
}

fn other(c: &Call) -> Option<TypeId> {
    match c.arg(0) {
        Value::Type(id) => Some(id),
        _ => None,
    }
}

fn make_generic(c: &mut Call) -> Outcome {
    let arguments: Vec<TypeId> = c.items(0).iter().filter_map(|item| if let Value::Type(id) = item { Some(*id) } else { None }).collect();
    Ok(Value::Type(this(c).generic(&arguments)))
}

fn get_type(c: &mut Call) -> Outcome {
    let name = c.str(0, "typeName")?;
    match resolve(&name) {
        // Reflection wants the full name: no accelerators.
        Some(id) if name.contains('.') || id.is_class() => Ok(Value::Type(id)),
        _ if c.bool(1) => Err(Thrown::new(TypeId::SYSTEM_EXCEPTION, format!("Could not load type '{name}'."))),
        _ => Ok(Value::Null),
    }
}

fn implements(c: &mut Call) -> Outcome {
    let id = this(c);
    let names: Vec<TypeId> = id
        .bases()
        .filter_map(|base| base.definition().info())
        .flat_map(|info| info.interfaces.iter())
        .filter_map(|text| resolve(text))
        .collect();
    Ok(types(names))
}

fn enum_call(c: &mut Call, name: &str) -> Outcome {
    let mut args = vec![c.this.clone()];
    args.extend(c.args.iter().cloned());
    Ok(crate::value::members::invoke_static(c.rt, TypeId::ENUM, name, &args)?.unwrap_or_default())
}

/// Members of types.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::TYPE, TypeId::RUNTIME_TYPE],
    properties: &[
        ("IsCollectible", |_| ok(false)),
        ("FullName", |c| ok(full_name(this(c)))),
        ("AssemblyQualifiedName", |c| ok(format!("{}, {ASSEMBLY}", full_name(this(c))))),
        ("Namespace", |c| {
            let namespace = this(c).namespace();
            Ok(if namespace.is_empty() { Value::Null } else { Value::Str(namespace) })
        }),
        ("GUID", |_| Ok(Value::Null)),
        ("IsEnum", |c| ok(this(c).is_enum())),
        ("IsGenericType", |c| ok(this(c).generic_parts().is_some() || this(c).full_name().contains('`'))),
        ("IsGenericTypeDefinition", |c| ok(this(c).generic_parts().is_none() && this(c).full_name().contains('`'))),
        ("IsConstructedGenericType", |c| ok(this(c).generic_parts().is_some())),
        ("GenericTypeArguments", |c| Ok(types(arguments(this(c))))),
        ("IsArray", |c| ok(this(c).array_element().is_some())),
        ("IsSZArray", |c| ok(this(c).array_element().is_some_and(|(_, rank)| rank == 1))),
        ("HasElementType", |c| ok(this(c).array_element().is_some())),
        ("IsInterface", |c| ok(this(c).is_interface())),
        ("IsAbstract", |c| ok(matches!(kind(this(c)), Some(Kind::AbstractClass | Kind::StaticClass | Kind::Interface)))),
        ("IsSealed", |c| {
            ok(this(c).is_value_type()
                || this(c).array_element().is_some()
                || matches!(kind(this(c)), Some(Kind::SealedClass | Kind::StaticClass)))
        }),
        ("IsClass", |c| ok(!this(c).is_value_type() && !this(c).is_interface())),
        ("IsValueType", |c| ok(this(c).is_value_type())),
        ("IsPrimitive", |c| ok(is_primitive(this(c)))),
        ("IsPublic", |_| ok(true)),
        ("IsNested", |c| ok(this(c).full_name().contains('+'))),
        ("IsByRef", |_| ok(false)),
        ("IsPointer", |_| ok(false)),
        ("IsSerializable", |c| ok(is_serializable(this(c)))),
        ("BaseType", |c| Ok(this(c).base().map_or(Value::Null, Value::Type))),
        ("UnderlyingSystemType", |c| Ok(c.this.clone())),
        ("DeclaringType", |_| Ok(Value::Null)),
        ("ReflectedType", |_| Ok(Value::Null)),
        ("Assembly", |_| {
            Ok(Object::record(Some("System.Reflection.Assembly"), [("FullName", Value::str(ASSEMBLY)), ("Location", Value::empty_str())]))
        }),
        ("Name", |c| Ok(Value::Str(this(c).name()))),
        ("ImplementedInterfaces", implements),
        ("DeclaredMethods", |c| members(c, MemberKind::Method)),
        ("DeclaredProperties", |c| members(c, MemberKind::Property)),
    ],
    methods: &[
        ("Equals", |c| ok(other(c) == Some(this(c)))),
        ("GetArrayRank", |c| ok(this(c).array_element().map_or(0, |(_, rank)| i32::from(rank)))),
        ("GetElementType", |c| Ok(this(c).array_element().map_or(Value::Null, |(element, _)| Value::Type(element)))),
        ("GetEnumName", |c| enum_call(c, "GetName")),
        ("GetEnumNames", |c| enum_call(c, "GetNames")),
        ("GetEnumUnderlyingType", |c| enum_call(c, "GetUnderlyingType")),
        ("GetEnumValues", |c| enum_call(c, "GetValues")),
        ("GetGenericArguments", |c| Ok(types(arguments(this(c))))),
        ("GetGenericTypeDefinition", |c| Ok(Value::Type(this(c).definition()))),
        ("GetInterfaces", implements),
        ("GetMethod", |c| members(c, MemberKind::Method)),
        ("GetMethods", |c| {
            c.args.clear();
            members(c, MemberKind::Method)
        }),
        ("GetProperty", |c| members(c, MemberKind::Property)),
        ("GetProperties", |c| {
            c.args.clear();
            members(c, MemberKind::Property)
        }),
        ("GetFields", |c| {
            Ok(Value::array(
                static_members(this(c))
                    .iter()
                    .filter(|info| info.kind == MemberKind::Property)
                    .map(|info| Object::record(None, [("Name", Value::Str(info.name.clone()))]))
                    .collect(),
            ))
        }),
        ("IsAssignableFrom", |c| ok(other(c).is_some_and(|id| this(c).is_assignable_from(id)))),
        ("IsAssignableTo", |c| ok(other(c).is_some_and(|id| id.is_assignable_from(this(c))))),
        ("IsInstanceOfType", |c| ok(c.has(0) && this(c).is_assignable_from(c.arg(0).base().type_id()))),
        ("IsSubclassOf", |c| ok(other(c).is_some_and(|id| id != this(c) && this(c).bases().any(|base| base == id)))),
        ("MakeArrayType", |c| Ok(Value::Type(this(c).array_of_rank(c.args.first().map_or(1, |_| c.int(0).max(1) as u8))))),
        ("MakeGenericType", make_generic),
        ("ToString", |c| Ok(Value::Str(this(c).clr_name()))),
    ],
    statics: &[("GetType", get_type), ("GetTypeCode", |c| Ok(Value::Int(if c.has(0) { 1 } else { 0 })))],
    ..TypeImpl::EMPTY
};

/// Whether .NET marks a type as one whose objects can be written out.
fn is_serializable(id: TypeId) -> bool {
    let marked = matches!(
        id.definition(),
        TypeId::STRING
            | TypeId::HASHTABLE
            | TypeId::ARRAY_LIST
            | TypeId::LIST
            | TypeId::DICTIONARY2
            | TypeId::HASH_SET
            | TypeId::ORDERED_DICTIONARY
            | TypeId::STRING_BUILDER
            | TypeId::VERSION
            | TypeId::URI
            | TypeId::REGEX
    );
    marked || id.array_element().is_some() || id.is_value_type() || TypeId::EXCEPTION.is_assignable_from(id)
}
