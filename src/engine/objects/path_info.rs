//! `$PWD`.

use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};
use std::any::Any;
use std::rc::Rc;

/// `$PWD`.
pub struct PathInfo {
    /// The drive's name.
    pub drive: Rc<str>,
    /// The path.
    pub path: Rc<str>,
    /// The provider's name.
    pub provider: Rc<str>,
    /// The path as the provider has it.
    pub provider_path: Rc<str>,
}

impl ClrObject for PathInfo {
    fn class(&self) -> TypeId {
        TypeId::PATH_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Drive", "Provider", "ProviderPath", "Path"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "drive" => Some(Object::record(
                Some("System.Management.Automation.PSDriveInfo"),
                [("Name", Value::Str(self.drive.clone())), ("Root", Value::str("/"))],
            )),
            "provider" => {
                Some(Object::record(Some("System.Management.Automation.ProviderInfo"), [("Name", Value::Str(self.provider.clone()))]))
            }
            "path" => Some(Value::Str(self.path.clone())),
            "providerpath" => Some(Value::Str(self.provider_path.clone())),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.path.to_string())
    }
}
