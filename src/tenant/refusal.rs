//! Why a command was refused. A refused command changes nothing.

use std::fmt;

use super::model::{ConferenceId, Guid, MOST_BRIDGES, Number, NumberKind};

/// Why the tenant refused a command. The id never changes; the text says what, valid and actual.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// A text holds a control character, a line break or a bidirectional override.
    ControlCharacter {
        /// Which text.
        what: &'static str,
        /// The first such character.
        character: char,
    },
    /// A text that must not be is empty.
    EmptyText {
        /// Which text.
        what: &'static str,
    },
    /// A text is too long.
    TextTooLong {
        /// Which text.
        what: &'static str,
        /// Most characters.
        most: usize,
        /// Characters given.
        actual: usize,
    },
    /// A mail or SIP address has not the form `user@domain`.
    InvalidAddress {
        /// Which address.
        what: &'static str,
        /// What was given.
        value: String,
    },
    /// A user principal name has not the form `user@domain`.
    InvalidUserPrincipalName {
        /// What was given.
        value: String,
    },
    /// A language tag is none.
    InvalidLanguageTag {
        /// What was given.
        value: String,
    },
    /// No user has this identity.
    UserNotFound {
        /// What was given.
        identity: String,
    },
    /// More than one user has this identity.
    AmbiguousIdentity {
        /// What was given.
        identity: String,
        /// The principal names of the first of them.
        candidates: Vec<String>,
        /// How many there are.
        n_candidates: usize,
    },
    /// Another user has this principal name.
    DuplicateUserPrincipalName {
        /// The name.
        value: String,
    },
    /// Another user has this object id.
    DuplicateObjectId {
        /// The id.
        value: Guid,
    },
    /// Another user has this SIP address.
    DuplicateSipAddress {
        /// The address.
        value: String,
    },
    /// The user's licences do not allow audio conferencing.
    UserNotLicensed {
        /// The user's principal name.
        user: String,
    },
    /// Conferencing is not on for the user.
    UserNotEnabled {
        /// The user's principal name.
        user: String,
    },
    /// A third party provides the user's conferencing.
    ThirdPartyProvider {
        /// The user's principal name.
        user: String,
        /// The provider.
        provider: String,
    },
    /// Conferencing is off for the whole tenant.
    ConferencingDisabledForTenant,
    /// The tenant has no such SKU.
    UnknownSku {
        /// What was given.
        sku: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The SKU has no such plan.
    UnknownPlan {
        /// What was given.
        plan: String,
        /// The SKU.
        sku: String,
        /// What it has.
        known: Vec<String>,
    },
    /// The same SKU is to be added and removed.
    SkuAddedAndRemoved {
        /// The SKU.
        sku: String,
    },
    /// The user does not hold the licence.
    LicenceNotAssigned {
        /// The user's principal name.
        user: String,
        /// The SKU.
        sku: String,
    },
    /// The user holds the licence through groups alone.
    LicenceFromGroup {
        /// The user's principal name.
        user: String,
        /// The SKU.
        sku: String,
    },
    /// All licences of the SKU are in use.
    NoLicencesLeft {
        /// The SKU.
        sku: String,
        /// Licences bought.
        total: u32,
        /// Licences in use.
        used: u32,
        /// Licences the command needs.
        needed: u32,
    },
    /// No such group.
    GroupNotFound {
        /// What was given.
        group: String,
    },
    /// Another group has this name.
    DuplicateGroup {
        /// The name.
        name: String,
    },
    /// A text is no telephone number.
    InvalidNumber {
        /// What was given.
        value: String,
    },
    /// The tenant has no such service number.
    UnknownServiceNumber {
        /// The number.
        number: Number,
    },
    /// The tenant has the service number already.
    DuplicateServiceNumber {
        /// The number.
        number: Number,
    },
    /// The service number is not on the bridge that matters.
    ServiceNumberNotOnBridge {
        /// The number.
        number: Number,
        /// The bridge's name.
        bridge: String,
    },
    /// The service number is on another bridge.
    ServiceNumberOnOtherBridge {
        /// The number.
        number: Number,
        /// The other bridge's name.
        bridge: String,
    },
    /// A toll number was asked for and a toll-free one given, or the other way round.
    WrongNumberType {
        /// The number.
        number: Number,
        /// What was asked for.
        expected: NumberKind,
    },
    /// The bridge's default number cannot be taken off it.
    DefaultServiceNumber {
        /// The number.
        number: Number,
        /// The bridge's name.
        bridge: String,
    },
    /// Users have the number as their default.
    ServiceNumberInUse {
        /// The number.
        number: Number,
        /// How many users.
        n_users: usize,
    },
    /// A shared number cannot be changed or taken off its bridge.
    SharedServiceNumber {
        /// The number.
        number: Number,
    },
    /// A user must have a default toll number.
    TollNumberRequired {
        /// The user's principal name.
        user: String,
    },
    /// No such bridge.
    BridgeNotFound {
        /// What was given.
        bridge: String,
    },
    /// Another bridge has this name.
    DuplicateBridgeName {
        /// The name.
        name: String,
    },
    /// The tenant has as many bridges as it may have.
    TooManyBridges,
    /// There is no bridge to put a user on.
    NoBridge,
    /// A text is no conference ID.
    InvalidConferenceId {
        /// What was given.
        value: String,
    },
    /// A user or a meeting has this conference ID.
    DuplicateConferenceId {
        /// The ID.
        value: ConferenceId,
    },
    /// A conference ID is to be set and reset at once.
    BothConferenceIds,
    /// Each meeting has a conference ID of its own: users have none to set or reset.
    DynamicConferenceIds,
    /// All conference IDs are taken.
    NoConferenceIdLeft,
    /// A PIN length outside 4 to 12.
    PinLengthOutOfRange {
        /// What was given.
        actual: u32,
    },
    /// The sender override needs both address and display name.
    SenderIncomplete {
        /// What is missing.
        missing: &'static str,
    },
    /// A parameter of the manual mail without the mail.
    SendEmailRequired {
        /// The parameter.
        parameter: &'static str,
    },
    /// A language in which the bridge does not speak.
    UnsupportedLanguage {
        /// What was given.
        language: String,
    },
    /// More than four secondary languages.
    TooManySecondaryLanguages {
        /// How many were given.
        actual: usize,
    },
    /// A language stands twice among a number's languages.
    DuplicateLanguage {
        /// The language.
        language: String,
    },
    /// A policy name with characters it must not have.
    InvalidPolicyName {
        /// The name.
        name: String,
    },
    /// No such policy.
    PolicyNotFound {
        /// The area.
        area: String,
        /// The name.
        name: String,
    },
    /// Another policy has this name.
    DuplicatePolicy {
        /// The name.
        name: String,
    },
    /// A country code is none.
    UnknownCountry {
        /// What was given.
        value: String,
    },
    /// No such meeting.
    MeetingNotFound {
        /// Its id.
        id: Guid,
    },
    /// The migration of meetings is off for the tenant.
    MigrationDisabled,
}

impl Refusal {
    /// The id, in PascalCase. It never changes.
    pub fn id(&self) -> &'static str {
        match self {
            Refusal::ControlCharacter { .. } => "ControlCharacter",
            Refusal::EmptyText { .. } => "EmptyText",
            Refusal::TextTooLong { .. } => "TextTooLong",
            Refusal::InvalidAddress { .. } => "InvalidAddress",
            Refusal::InvalidUserPrincipalName { .. } => "InvalidUserPrincipalName",
            Refusal::InvalidLanguageTag { .. } => "InvalidLanguageTag",
            Refusal::UserNotFound { .. } => "UserNotFound",
            Refusal::AmbiguousIdentity { .. } => "AmbiguousIdentity",
            Refusal::DuplicateUserPrincipalName { .. } => "DuplicateUserPrincipalName",
            Refusal::DuplicateObjectId { .. } => "DuplicateObjectId",
            Refusal::DuplicateSipAddress { .. } => "DuplicateSipAddress",
            Refusal::UserNotLicensed { .. } => "UserNotLicensed",
            Refusal::UserNotEnabled { .. } => "UserNotEnabled",
            Refusal::ThirdPartyProvider { .. } => "ThirdPartyProvider",
            Refusal::ConferencingDisabledForTenant => "ConferencingDisabledForTenant",
            Refusal::UnknownSku { .. } => "UnknownSku",
            Refusal::UnknownPlan { .. } => "UnknownPlan",
            Refusal::SkuAddedAndRemoved { .. } => "SkuAddedAndRemoved",
            Refusal::LicenceNotAssigned { .. } => "LicenseNotAssigned",
            Refusal::LicenceFromGroup { .. } => "LicenseFromGroup",
            Refusal::NoLicencesLeft { .. } => "NoLicensesLeft",
            Refusal::GroupNotFound { .. } => "GroupNotFound",
            Refusal::DuplicateGroup { .. } => "DuplicateGroup",
            Refusal::InvalidNumber { .. } => "InvalidNumber",
            Refusal::UnknownServiceNumber { .. } => "UnknownServiceNumber",
            Refusal::DuplicateServiceNumber { .. } => "DuplicateServiceNumber",
            Refusal::ServiceNumberNotOnBridge { .. } => "ServiceNumberNotOnBridge",
            Refusal::ServiceNumberOnOtherBridge { .. } => "ServiceNumberOnOtherBridge",
            Refusal::WrongNumberType { .. } => "WrongNumberType",
            Refusal::DefaultServiceNumber { .. } => "DefaultServiceNumber",
            Refusal::ServiceNumberInUse { .. } => "ServiceNumberInUse",
            Refusal::SharedServiceNumber { .. } => "SharedServiceNumber",
            Refusal::TollNumberRequired { .. } => "TollNumberRequired",
            Refusal::BridgeNotFound { .. } => "BridgeNotFound",
            Refusal::DuplicateBridgeName { .. } => "DuplicateBridgeName",
            Refusal::TooManyBridges => "TooManyBridges",
            Refusal::NoBridge => "NoBridge",
            Refusal::InvalidConferenceId { .. } => "InvalidConferenceId",
            Refusal::DuplicateConferenceId { .. } => "DuplicateConferenceId",
            Refusal::BothConferenceIds => "BothConferenceIds",
            Refusal::DynamicConferenceIds => "DynamicConferenceIds",
            Refusal::NoConferenceIdLeft => "NoConferenceIdLeft",
            Refusal::PinLengthOutOfRange { .. } => "PinLengthOutOfRange",
            Refusal::SenderIncomplete { .. } => "SenderIncomplete",
            Refusal::SendEmailRequired { .. } => "SendEmailRequired",
            Refusal::UnsupportedLanguage { .. } => "UnsupportedLanguage",
            Refusal::TooManySecondaryLanguages { .. } => "TooManySecondaryLanguages",
            Refusal::DuplicateLanguage { .. } => "DuplicateLanguage",
            Refusal::InvalidPolicyName { .. } => "InvalidPolicyName",
            Refusal::PolicyNotFound { .. } => "PolicyNotFound",
            Refusal::DuplicatePolicy { .. } => "DuplicatePolicy",
            Refusal::UnknownCountry { .. } => "UnknownCountry",
            Refusal::MeetingNotFound { .. } => "MeetingNotFound",
            Refusal::MigrationDisabled => "MigrationDisabled",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::ControlCharacter { what, character } => {
                write!(f, "The {what} must have no control characters or line breaks, but has U+{:04X}.", u32::from(*character))
            }
            Refusal::EmptyText { what } => write!(f, "The {what} must not be empty."),
            Refusal::TextTooLong { what, most, actual } => {
                write!(f, "The {what} must have at most {most} characters, but has {actual}.")
            }
            Refusal::InvalidAddress { what, value } => {
                write!(f, "The {what} must have the form user@domain, but is '{value}'.")
            }
            Refusal::InvalidUserPrincipalName { value } => {
                write!(f, "The user principal name must have the form user@domain, but is '{value}'.")
            }
            Refusal::InvalidLanguageTag { value } => {
                write!(f, "The language must be a tag such as fr-FR, but is '{value}'.")
            }
            Refusal::UserNotFound { identity } => write!(f, "There is no user '{identity}'."),
            Refusal::AmbiguousIdentity { identity, candidates, n_candidates } => {
                write!(f, "'{identity}' is {n_candidates} users: {}", candidates.join(", "))?;
                f.write_str(if candidates.len() < *n_candidates { ", ..." } else { "." })?;
                f.write_str(" Name one by user principal name or object id.")
            }
            Refusal::DuplicateUserPrincipalName { value } => {
                write!(f, "Another user has the user principal name '{value}' already.")
            }
            Refusal::DuplicateObjectId { value } => write!(f, "Another user has the object id {value} already."),
            Refusal::DuplicateSipAddress { value } => {
                write!(f, "Another user has the SIP address 'sip:{value}' already.")
            }
            Refusal::UserNotLicensed { user } => {
                write!(f, "{user} must have a licence with audio conferencing (MCOMEETADV), but has none.")
            }
            Refusal::UserNotEnabled { user } => write!(f, "Audio conferencing is not enabled for {user}."),
            Refusal::ThirdPartyProvider { user, provider } => {
                write!(f, "The audio conferencing provider of {user} must be Microsoft, but is '{provider}'.")
            }
            Refusal::ConferencingDisabledForTenant => f.write_str("Audio conferencing is disabled for the tenant."),
            Refusal::UnknownSku { sku, known } => {
                write!(f, "The tenant has no licence '{sku}'. It has: {}.", list(known))
            }
            Refusal::UnknownPlan { plan, sku, known } => {
                write!(f, "{sku} has no service plan '{plan}'. It has: {}.", list(known))
            }
            Refusal::SkuAddedAndRemoved { sku } => {
                write!(f, "The licence {sku} cannot be added and removed at once.")
            }
            Refusal::LicenceNotAssigned { user, sku } => write!(f, "{user} does not have the licence {sku}."),
            Refusal::LicenceFromGroup { user, sku } => {
                write!(f, "{user} has the licence {sku} through a group. Take the user out of the group, or the licence off it.")
            }
            Refusal::NoLicencesLeft { sku, total, used, needed } => write!(
                f,
                "There are no licences left of {sku}: {used} of {total} are in use, and {needed} more {} needed.",
                if *needed == 1 { "is" } else { "are" }
            ),
            Refusal::GroupNotFound { group } => write!(f, "There is no group '{group}'."),
            Refusal::DuplicateGroup { name } => write!(f, "Another group is named '{name}' already."),
            Refusal::InvalidNumber { value } => {
                write!(f, "A telephone number must have 3 to 15 digits and may begin with + or tel:, but is '{value}'.")
            }
            Refusal::UnknownServiceNumber { number } => write!(f, "The tenant has no service number {number}."),
            Refusal::DuplicateServiceNumber { number } => {
                write!(f, "The tenant has the service number {number} already.")
            }
            Refusal::ServiceNumberNotOnBridge { number, bridge } => {
                write!(f, "The service number {number} must be on the bridge '{bridge}', but is not.")
            }
            Refusal::ServiceNumberOnOtherBridge { number, bridge } => {
                write!(f, "The service number {number} is on the bridge '{bridge}' already.")
            }
            Refusal::WrongNumberType { number, expected: NumberKind::Toll } => {
                write!(f, "The number must be a toll number, but {number} is toll-free.")
            }
            Refusal::WrongNumberType { number, expected: NumberKind::TollFree } => {
                write!(f, "The number must be a toll-free number, but {number} is a toll number.")
            }
            Refusal::DefaultServiceNumber { number, bridge } => {
                write!(f, "{number} is the default number of the bridge '{bridge}'. Use -RemoveDefaultServiceNumber to take it off.")
            }
            Refusal::ServiceNumberInUse { number, n_users } => write!(
                f,
                "{number} is the default number of {n_users} {}. Give them another number first.",
                if *n_users == 1 { "user" } else { "users" }
            ),
            Refusal::SharedServiceNumber { number } => {
                write!(f, "{number} is shared with other tenants: its bridge and languages are fixed.")
            }
            Refusal::TollNumberRequired { user } => write!(f, "{user} must have a default toll number."),
            Refusal::BridgeNotFound { bridge } => write!(f, "There is no conferencing bridge '{bridge}'."),
            Refusal::DuplicateBridgeName { name } => write!(f, "Another bridge is named '{name}' already."),
            Refusal::TooManyBridges => write!(f, "The tenant may have at most {MOST_BRIDGES} bridges."),
            Refusal::NoBridge => f.write_str("The tenant has no default conferencing bridge."),
            Refusal::InvalidConferenceId { value } => {
                write!(f, "The conference ID must have 7 to 9 digits and nothing else, but is '{value}'.")
            }
            Refusal::DuplicateConferenceId { value } => {
                write!(f, "The conference ID {value} is in use already.")
            }
            Refusal::BothConferenceIds => f.write_str("Set a conference ID or reset it, not both."),
            Refusal::DynamicConferenceIds => {
                f.write_str("The tenant uses a conference ID for each meeting (UseUniqueConferenceIds): users have none of their own.")
            }
            Refusal::NoConferenceIdLeft => f.write_str("All conference IDs are in use."),
            Refusal::PinLengthOutOfRange { actual } => {
                write!(f, "The PIN length must be 4 to 12 digits, but is {actual}.")
            }
            Refusal::SenderIncomplete { missing } => {
                write!(f, "A sender needs both SendEmailFromAddress and SendEmailFromDisplayName, but {missing} is not set.")
            }
            Refusal::SendEmailRequired { parameter } => {
                write!(f, "{parameter} needs -SendEmail, which is not there.")
            }
            Refusal::UnsupportedLanguage { language } => {
                write!(
                    f,
                    "The bridge speaks 44 languages, but not '{language}'. Get-CsOnlineDialInConferencingLanguagesSupported lists them."
                )
            }
            Refusal::TooManySecondaryLanguages { actual } => {
                write!(f, "A service number may have at most 4 secondary languages, but {actual} were given.")
            }
            Refusal::DuplicateLanguage { language } => {
                write!(f, "Each language of a service number must be there once, but {language} is there twice.")
            }
            Refusal::InvalidPolicyName { name } => {
                write!(f, "A policy's name must have 1 to 64 letters, digits, spaces, hyphens, underscores or dots, but is '{name}'.")
            }
            Refusal::PolicyNotFound { area, name } => write!(f, "There is no {area} '{name}'."),
            Refusal::DuplicatePolicy { name } => write!(f, "Another policy is named '{name}' already."),
            Refusal::UnknownCountry { value } => {
                write!(f, "The country must be a code of two letters, such as DK, but is '{value}'.")
            }
            Refusal::MeetingNotFound { id } => write!(f, "There is no meeting {id}."),
            Refusal::MigrationDisabled => {
                f.write_str("The migration of meetings is disabled for the tenant (MeetingMigrationEnabled is False).")
            }
        }
    }
}

impl std::error::Error for Refusal {}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
