//! What the tenant says of itself, and its switches beside the settings.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Country, Guid};

/// The organization, as `Get-CsTenant` shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TenantInfo {
    /// The tenant's id.
    pub tenant_id: Guid,
    /// The organization's name.
    pub display_name: String,
    /// Its country.
    pub country: Country,
    /// State or province.
    #[serde(default)]
    pub state: String,
    /// City.
    #[serde(default)]
    pub city: String,
    /// Street.
    #[serde(default)]
    pub street: String,
    /// Postal code.
    #[serde(default)]
    pub postal_code: String,
    /// The language of those who have none of their own.
    pub preferred_language: String,
    /// Verified domains; the first is the default one.
    pub domains: Vec<String>,
    /// Where the tenant is hosted, such as `NOAM`.
    #[serde(default)]
    pub region: String,
    /// When it was created.
    pub created: Timestamp,
}

impl TenantInfo {
    /// The default domain.
    pub fn default_domain(&self) -> &str {
        self.domains.first().map_or("example.com", String::as_str)
    }
}

/// The tenant's dial-in configuration: only says whether conferencing is there at all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Configuration {
    /// Whether dial-in conferencing is there.
    pub enabled: bool,
    /// Whether the migration of meetings runs at all.
    pub meeting_migration_enabled: bool,
}

impl Default for Configuration {
    fn default() -> Self {
        Configuration { enabled: true, meeting_migration_enabled: true }
    }
}
