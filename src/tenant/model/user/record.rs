//! A user in full, as one plain record: for events, files and comparisons.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::tenant::model::{Assignment, ConferenceId, Country, Guid, Number, Pin, PolicyArea};

/// Who provides a user's audio conferencing.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Provider {
    /// Nobody.
    #[default]
    None,
    /// Microsoft: the user has conferencing coordinates here.
    Microsoft,
    /// A third party, by name.
    Other(String),
}

impl Provider {
    /// `None`, `Microsoft`, or the third party's name.
    pub fn name(&self) -> &str {
        match self {
            Provider::None => "None",
            Provider::Microsoft => "Microsoft",
            Provider::Other(name) => name,
        }
    }

    /// Reads a provider's name; `None` and `Microsoft` in any case.
    pub fn parse(name: &str) -> Self {
        match name.trim() {
            none if none.is_empty() || none.eq_ignore_ascii_case("None") => Provider::None,
            microsoft if microsoft.eq_ignore_ascii_case("Microsoft") => Provider::Microsoft,
            other => Provider::Other(other.to_owned()),
        }
    }
}

macro_rules! details {
    ($($(#[$doc:meta])+ $variant:ident = $key:literal;)+) => {
        /// A fact about a user that few tenants fill in: free text.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum Detail {
            $($(#[$doc])+ $variant,)+
        }

        impl Detail {
            /// Every detail, in order.
            pub const ALL: &'static [Detail] = &[$(Detail::$variant),+];

            /// The property's name on the user.
            pub fn name(self) -> &'static str {
                match self { $(Detail::$variant => stringify!($variant),)+ }
            }

            /// The name in a tenant file.
            pub fn key(self) -> &'static str {
                match self { $(Detail::$variant => $key,)+ }
            }
        }
    };
}

details! {
    /// First name.
    GivenName = "givenName";
    /// Last name.
    Surname = "surname";
    /// Job title.
    Title = "title";
    /// Department.
    Department = "department";
    /// Company.
    Company = "company";
    /// Office.
    Office = "office";
    /// Street.
    Street = "street";
    /// City.
    City = "city";
    /// State or province.
    StateOrProvince = "stateOrProvince";
    /// Postal code.
    PostalCode = "postalCode";
    /// Country of the profile.
    Country = "country";
    /// Mobile telephone.
    MobilePhone = "mobilePhone";
    /// The telephone number of the user's own line, as `tel:+E164`.
    LineUri = "lineUri";
}

/// The coordinates of a user whose provider is Microsoft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conferencing {
    /// The bridge.
    pub bridge: Guid,
    /// The default toll number; none only where the bridge has none.
    pub toll: Option<Number>,
    /// The default toll-free number.
    pub toll_free: Option<Number>,
    /// The user's static conference ID. It is kept while the tenant uses dynamic IDs, but shown
    /// to nobody.
    pub conference_id: ConferenceId,
    /// The PIN; none for a user who came from a file without it: until a reset nobody here knows it.
    pub pin: Option<Pin>,
    /// Callers may start meetings without a PIN.
    pub allow_pstn_only_meetings: bool,
    /// Meetings can be joined by toll-free numbers.
    pub allow_toll_free_dial_in: bool,
}

/// A user in full.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserRecord {
    /// Object id: the user's identity for good.
    pub object_id: Guid,
    /// User principal name, unique without regard to case.
    pub user_principal_name: String,
    /// Display name.
    pub display_name: String,
    /// Primary mail address.
    pub mail: Option<String>,
    /// SIP address without `sip:`, unique without regard to case.
    pub sip_address: Option<String>,
    /// Mail nickname.
    pub alias: String,
    /// Further facts, each at most once, in the order of [`Detail`].
    pub details: Vec<(Detail, String)>,
    /// Whether the user may sign in.
    pub account_enabled: bool,
    /// Where the user uses the services.
    pub usage_location: Option<Country>,
    /// The language tag the user prefers.
    pub preferred_language: Option<String>,
    /// When the user was created, to the second.
    pub created: Timestamp,
    /// Licences, in the order of assignment.
    pub licences: Vec<Assignment>,
    /// Who provides audio conferencing: `Microsoft` exactly when `conferencing` is there.
    pub provider: Provider,
    /// The coordinates, while Microsoft is the provider.
    pub conferencing: Option<Conferencing>,
    /// Policies granted to the user directly, each area at most once, in order of area.
    pub policies: Vec<(PolicyArea, String)>,
}

impl UserRecord {
    /// A user with a name and a principal name, and every other field as a new account has it:
    /// mail and SIP address like the principal name, the alias its local part.
    pub fn new(object_id: Guid, user_principal_name: &str, display_name: &str, created: Timestamp) -> Self {
        UserRecord {
            object_id,
            user_principal_name: user_principal_name.to_owned(),
            display_name: display_name.to_owned(),
            mail: Some(user_principal_name.to_owned()),
            sip_address: Some(user_principal_name.to_owned()),
            alias: local_part(user_principal_name).to_owned(),
            details: Vec::new(),
            account_enabled: true,
            usage_location: None,
            preferred_language: None,
            created,
            licences: Vec::new(),
            provider: Provider::None,
            conferencing: None,
            policies: Vec::new(),
        }
    }

    /// Gives a detail a value, or takes it away.
    pub fn set_detail(&mut self, detail: Detail, value: Option<String>) {
        self.details.retain(|(known, _)| *known != detail);
        if let Some(value) = value {
            let at = self.details.partition_point(|(known, _)| *known < detail);
            self.details.insert(at, (detail, value));
        }
    }
}

/// What stands before the at sign.
pub fn local_part(address: &str) -> &str {
    address.split('@').next().unwrap_or_default()
}
