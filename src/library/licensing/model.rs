//! Classes of the licence modules that scripts make objects of with `New-Object`: bags of properties.

use crate::value::{Object, Value};

/// Full names without their namespaces' case mattering, and their properties.
const CLASSES: &[(&str, &[&str])] = &[
    ("Microsoft.Open.AzureAD.Model.AssignedLicense", &["DisabledPlans", "SkuId"]),
    ("Microsoft.Open.AzureAD.Model.AssignedLicenses", &["AddLicenses", "RemoveLicenses"]),
    ("Microsoft.Open.AzureAD.Model.PasswordProfile", &["Password", "ForceChangePasswordNextLogin", "EnforceChangePasswordPolicy"]),
    ("Microsoft.Graph.PowerShell.Models.MicrosoftGraphAssignedLicense", &["DisabledPlans", "SkuId"]),
    ("Microsoft.Online.Administration.LicenseOption", &["AccountSkuId", "DisabledPlans"]),
];

/// A new object of one of these classes, its properties null.
pub fn object(class: &str) -> Option<Value> {
    let (name, properties) = CLASSES.iter().find(|(name, _)| name.eq_ignore_ascii_case(class.trim()))?;
    Some(Object::record(Some(name), properties.iter().map(|property| (*property, Value::Null))))
}
