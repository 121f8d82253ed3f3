//! The tenant's conferencing settings: exactly one set per tenant, identity `Global`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How joins and leaves are announced.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Announcements {
    /// With the recorded name, or the number.
    UseNames,
    /// With a tone.
    ToneOnly,
}

/// Who does not see the numbers of callers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Masking {
    /// People of other organizations see them masked.
    MaskedForExternalUsers,
    /// Everybody but the organizer sees them masked.
    MaskedForAllUsers,
    /// Nobody sees them masked.
    NoMasking,
}

/// Whether federated users may have the meeting dial out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FederatedDialOut {
    /// They may not.
    No,
    /// They may.
    Yes,
    /// Users of the same enterprise may.
    RequireSameEnterpriseUser,
}

/// An enumeration of settings whose values have names, matched in any case.
pub trait Named: Sized + Copy + 'static {
    /// Every value with its name.
    const NAMES: &'static [(&'static str, Self)];

    /// The value of a name.
    fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim())).map(|(_, value)| *value)
    }
}

macro_rules! named {
    ($type:ident { $($name:ident),+ }) => {
        impl Named for $type {
            const NAMES: &'static [(&'static str, Self)] = &[$((stringify!($name), $type::$name)),+];
        }
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self { $($type::$name => stringify!($name)),+ })
            }
        }
    };
}
named!(Announcements { UseNames, ToneOnly });
named!(Masking { MaskedForExternalUsers, MaskedForAllUsers, NoMasking });
named!(FederatedDialOut { No, Yes, RequireSameEnterpriseUser });

macro_rules! settings {
    ($($(#[$doc:meta])+ $field:ident $variant:ident: $type:ty = $default:expr;)+) => {
        /// All properties of the tenant's settings, in the order the real cmdlet shows them.
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", default, deny_unknown_fields)]
        pub struct Settings {
            $($(#[$doc])+ pub $field: $type,)+
        }

        impl Default for Settings {
            fn default() -> Self {
                Settings { $($field: $default,)+ }
            }
        }

        /// One property of the settings with a value for it.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum Setting {
            $($(#[$doc])+ $variant($type),)+
        }

        impl Setting {
            /// The property's name, as the real cmdlet spells it.
            pub fn name(&self) -> &'static str {
                match self { $(Setting::$variant(_) => stringify!($variant),)+ }
            }

            /// The value in words.
            pub fn shown(&self) -> String {
                match self { $(Setting::$variant(value) => Shown::shown(value),)+ }
            }
        }

        impl Settings {
            /// Gives one property its new value.
            pub fn apply(&mut self, setting: &Setting) {
                match setting { $(Setting::$variant(value) => self.$field.clone_from(value),)+ }
            }

            /// Whether the property has this value already.
            pub fn has(&self, setting: &Setting) -> bool {
                match setting { $(Setting::$variant(value) => self.$field == *value,)+ }
            }

            /// Every property with its present value, in the order of the real output.
            pub fn all(&self) -> Vec<Setting> {
                vec![$(Setting::$variant(self.$field.clone()),)+]
            }
        }
    };
}

/// A setting's value in words.
trait Shown {
    fn shown(&self) -> String;
}

impl Shown for bool {
    fn shown(&self) -> String {
        if *self { "True" } else { "False" }.to_owned()
    }
}

impl Shown for u32 {
    fn shown(&self) -> String {
        self.to_string()
    }
}

impl Shown for Option<String> {
    fn shown(&self) -> String {
        self.clone().unwrap_or_default()
    }
}

impl Shown for Vec<String> {
    fn shown(&self) -> String {
        self.join(", ")
    }
}

macro_rules! shown {
    ($($kind:ty),+) => {
        $(impl Shown for $kind {
            fn shown(&self) -> String {
                self.to_string()
            }
        })+
    };
}

shown!(Announcements, Masking, FederatedDialOut);

settings! {
    /// External domains that meetings may dial out to.
    allowed_dial_out_external_domains AllowedDialOutExternalDomains: Vec<String> = Vec::new();
    /// Announce joins and leaves.
    enable_entry_exit_notifications EnableEntryExitNotifications: bool = true;
    /// Announce them by name or by tone.
    entry_exit_announcements_type EntryExitAnnouncementsType: Announcements = Announcements::UseNames;
    /// Ask callers to say their name.
    enable_name_recording EnableNameRecording: bool = true;
    /// Obsolete: does nothing.
    include_toll_free_number_in_meeting_invites IncludeTollFreeNumberInMeetingInvites: bool = true;
    /// Who sees callers' numbers masked.
    mask_pstn_numbers_type MaskPstnNumbersType: Masking = Masking::MaskedForExternalUsers;
    /// Digits of newly generated PINs, 4 to 12; existing PINs keep their length.
    pin_length PinLength: u32 = 5;
    /// What a user's `AllowPSTNOnlyMeetings` starts with when conferencing is enabled.
    allow_pstn_only_meetings_by_default AllowPSTNOnlyMeetingsByDefault: bool = false;
    /// Master switch of the automatic mails.
    automatically_send_emails_to_users AutomaticallySendEmailsToUsers: bool = true;
    /// Use the two fields below as the sender.
    send_email_from_override SendEmailFromOverride: bool = false;
    /// The sender's address under the override.
    send_email_from_address SendEmailFromAddress: Option<String> = None;
    /// The sender's display name under the override.
    send_email_from_display_name SendEmailFromDisplayName: Option<String> = None;
    /// A licence moves a third-party user to Microsoft.
    automatically_replace_acp_provider AutomaticallyReplaceAcpProvider: bool = false;
    /// Each meeting has a conference ID of its own ("dynamic IDs").
    use_unique_conference_ids UseUniqueConferenceIds: bool = false;
    /// Changed coordinates queue a migration of the user's meetings.
    automatically_migrate_user_meetings AutomaticallyMigrateUserMeetings: bool = true;
    /// Not applicable to Teams.
    migrate_service_numbers_on_cross_forest_move MigrateServiceNumbersOnCrossForestMove: bool = false;
    /// Not applicable to Teams.
    enable_dial_out_join_confirmation EnableDialOutJoinConfirmation: bool = false;
    /// Federated users may have themselves called.
    allow_federated_users_to_dial_out_to_self AllowFederatedUsersToDialOutToSelf: FederatedDialOut = FederatedDialOut::No;
    /// Federated users may have others called.
    allow_federated_users_to_dial_out_to_third_party AllowFederatedUsersToDialOutToThirdParty: FederatedDialOut = FederatedDialOut::No;
}
