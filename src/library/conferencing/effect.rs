//! What a parameter of a real cmdlet does here: acts, is taken without effect, or is deprecated in the real module.
//!
//! The page `docs/teams-parameters.md` is made from this table and checked against it by a test.

/// What a parameter does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It acts.
    Modelled,
    /// It is taken and has nothing to act on; `-Verbose` says so once.
    Accepted,
    /// The real module deprecates it; it acts as long as it did there.
    Deprecated,
    /// Deprecated or removed there, and without effect here.
    DeprecatedWithoutEffect,
}

impl Effect {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Effect::Modelled => "modelled",
            Effect::Accepted => "accepted",
            Effect::Deprecated | Effect::DeprecatedWithoutEffect => "deprecated",
        }
    }

    /// Whether it has an effect.
    pub fn acts(self) -> bool {
        matches!(self, Effect::Modelled | Effect::Deprecated)
    }

    /// What `-Verbose` says of the parameter, if there is something to say.
    pub fn note(self, parameter: &str) -> Option<String> {
        match self {
            Effect::Modelled => None,
            Effect::Accepted => Some(format!("-{parameter} has no effect in the simulation.")),
            Effect::Deprecated => Some(format!("-{parameter} is deprecated in the real module.")),
            Effect::DeprecatedWithoutEffect => {
                Some(format!("-{parameter} is deprecated in the real module, and has no effect in the simulation."))
            }
        }
    }
}

/// Without effect in every cmdlet: directory servers, transport, ways to sign in, Microsoft's own switches.
const ACCEPTED: &[&str] = &[
    "DomainController",
    "LocalStore",
    "MsftInternalProcessingMode",
    "HttpPipelineAppend",
    "HttpPipelinePrepend",
    "Proxy",
    "ProxyCredential",
    "ProxyUseDefaultCredentials",
    "Break",
    "LogLevel",
    "LogFilePath",
    "DisableWAM",
    "ManagedServiceHostName",
    "ManagedServicePort",
    "ManagedServiceSecret",
    "ClientTimeout",
    "SendCertificateChain",
    "AzureEnvironment",
    "AdGraphAccessToken",
    "MsGraphAccessToken",
    "ExpandProperty",
    "AdditionalProperties",
    "OverrideDiscoveryUri",
    "OverridePowershellUri",
    "OverrideAccessToken",
    "SessionOption",
    "ShowBanner",
    "ShowProgress",
    "FormatTypeName",
];

/// Without effect in one cmdlet.
const ACCEPTED_IN: &[(&str, &[&str])] = &[
    ("Connect-AzureAD", &["AadAccessToken"]),
    ("Connect-MicrosoftTeams", &["UseDeviceAuthentication", "Certificate", "CertificateThumbprint", "AccessTokens"]),
    ("Connect-MsolService", &["Credential", "AccessToken"]),
    ("Get-CsOnlineTelephoneNumberOrder", &["OrderType"]),
    (
        "Set-CsPhoneNumberAssignment",
        &["LocationId", "NetworkSiteId", "ReverseNumberLookup", "AssignmentCategory", "Notify", "EnterpriseVoiceEnabled"],
    ),
    ("Remove-CsPhoneNumberAssignment", &["Notify", "AssignmentBlockedForever", "AssignmentBlockedDays"]),
];

/// Deprecated in the real module, and acting.
const DEPRECATED: &[(&str, &[&str])] = &[
    ("Get-CsOnlineDialInConferencingUser", &["BridgeName", "ServiceNumber", "BridgeId", "LdapFilter"]),
    ("Get-CsTenant", &["Filter", "Identity", "ResultSize"]),
    (
        "Set-CsOnlineDialInConferencingTenantSettings",
        &["SendEmailFromAddress", "SendEmailFromDisplayName", "SendEmailFromOverride", "UseUniqueConferenceIds"],
    ),
    ("Set-CsOnlineDialInConferencingUser", &["AllowPSTNOnlyMeetings", "ConferenceId", "ResetConferenceId"]),
    ("Enable-CsOnlineDialInConferencingUser", &["SendEmailFromDisplayName", "SendEmailFromAddress"]),
];

/// Deprecated, obsolete or removed in the real module, and kept as a value at most.
const DEPRECATED_WITHOUT_EFFECT: &[(&str, &[&str])] = &[
    ("Connect-MicrosoftTeams", &["AadAccessToken", "MsAccessToken"]),
    ("Get-CsOnlineDialInConferencingUser", &["Force"]),
    ("Get-CsTenant", &["DomainController"]),
    (
        "Set-CsOnlineDialInConferencingTenantSettings",
        &["EnableDialOutJoinConfirmation", "IncludeTollFreeNumberInMeetingInvites", "MigrateServiceNumbersOnCrossForestMove"],
    ),
];

fn lists(table: &[(&str, &[&str])], cmdlet: &str, parameter: &str) -> bool {
    table.iter().any(|(name, parameters)| *name == cmdlet && parameters.contains(&parameter))
}

/// What a parameter of a cmdlet does.
pub fn of(cmdlet: &str, parameter: &str) -> Effect {
    if lists(DEPRECATED_WITHOUT_EFFECT, cmdlet, parameter) {
        Effect::DeprecatedWithoutEffect
    } else if lists(DEPRECATED, cmdlet, parameter) {
        Effect::Deprecated
    } else if ACCEPTED.contains(&parameter)
        || lists(ACCEPTED_IN, cmdlet, parameter)
        // Nothing asks or warns where nothing changes.
        || parameter == "Force" && cmdlet.starts_with("Get-")
    {
        Effect::Accepted
    } else {
        Effect::Modelled
    }
}
