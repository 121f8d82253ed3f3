//! A method as a value: `'a'.Substring`, `[math]::Abs`.

use std::any::Any;
use std::rc::Rc;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown};
use crate::value::members::{invoke, invoke_static, overloads};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// A method of an object, or of a type.
pub struct PsMethod {
    /// The object; null for a static method.
    pub target: Value,
    /// The type it is a method of.
    pub owner: TypeId,
    /// Whether it is static.
    pub is_static: bool,
    /// Its name.
    pub name: Rc<str>,
}

impl PsMethod {
    /// A method of an object.
    pub fn bound(target: Value, name: &str) -> Value {
        let owner = target.base().type_id();
        Object::from_clr(PsMethod { target, owner, is_static: false, name: Rc::from(name) })
    }

    /// A static method.
    pub fn of_type(owner: TypeId, name: &str) -> Value {
        Object::from_clr(PsMethod { target: Value::Null, owner, is_static: true, name: Rc::from(name) })
    }

    /// Its overload definitions.
    pub fn definitions(&self) -> Vec<String> {
        overloads(self.owner, &self.name, self.is_static)
    }
}

impl ClrObject for PsMethod {
    fn class(&self) -> TypeId {
        TypeId::GENERIC_PS_METHOD.generic(&[TypeId::OBJECT])
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["OverloadDefinitions", "MemberType", "TypeNameOfValue", "Value", "Name", "IsInstance"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "overloaddefinitions" => Value::strings(self.definitions()),
            "name" => Value::Str(self.name.clone()),
            "membertype" => Value::Enum(TypeId::PS_MEMBER_TYPES, 64),
            "isinstance" => Value::Bool(true),
            "typenameofvalue" => Value::str("System.Management.Automation.PSMethod"),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.definitions().join(", "))
    }
}

fn call(c: &mut Call) -> Outcome {
    let Some(method) = c.this.downcast::<PsMethod>() else { return Ok(Value::Null) };
    let (target, owner, is_static, name) = (method.target.clone(), method.owner, method.is_static, method.name.clone());
    let args = c.items(0);
    let result = if is_static { invoke_static(c.rt, owner, &name, &args)? } else { invoke(c.rt, &target, &name, &args)? };
    result.ok_or_else(|| Thrown::invalid_operation(format!("There is no method '{name}'.")))
}

/// Members of methods as values.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::PS_METHOD, TypeId::PS_METHOD_INFO, TypeId::GENERIC_PS_METHOD],
    methods: &[("Invoke", call)],
    ..TypeImpl::EMPTY
};
