//! `PSTypeName`: the name of a type that need not be there, as scripts ask whether it is.

use std::any::Any;
use std::rc::Rc;

use crate::value::members::implementation::TypeImpl;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// A type's name.
pub struct TypeName(Rc<str>);

impl ClrObject for TypeName {
    fn class(&self) -> TypeId {
        TypeId::PS_TYPE_NAME
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.0.to_string())
    }
}

fn name(this: &Value) -> Rc<str> {
    this.downcast::<TypeName>().map_or_else(|| Rc::from(""), |name| name.0.clone())
}

/// Its members.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::PS_TYPE_NAME],
    new: Some(|c| {
        let name = match c.arg(0) {
            Value::Type(id) => id.full_name(),
            _ => c.str(0, "name")?,
        };
        Ok(Object::from_clr(TypeName(name)))
    }),
    new_texts: &["System.Management.Automation.PSTypeName new(string name)", "System.Management.Automation.PSTypeName new(type type)"],
    properties: &[
        ("Name", |c| Ok(Value::Str(name(&c.this)))),
        ("Type", |c| {
            let name = name(&c.this);
            Ok(c.rt.find_type(&name).map_or(Value::Null, Value::Type))
        }),
    ],
    ..TypeImpl::EMPTY
};
