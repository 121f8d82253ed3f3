//! `Grant-Cs…Policy` of areas beyond audio conferencing: accepted, and recorded on the user, the group or the tenant.

use super::policies::grant_policy;
use super::{TEAMS, parameters};
use crate::cmdlet::{Context, Entry, Example, Impact, Spec};
use crate::each;
use crate::tenant::model::PolicyArea;
use crate::value::Run;

/// The property of a user that shows the policy which a cmdlet of this noun grants.
fn property(noun: &str) -> &str {
    noun.strip_prefix("Cs").unwrap_or(noun)
}

fn grant(ctx: &mut Context<'_>) -> Run {
    let area = PolicyArea::Other(property(ctx.call.spec.noun).to_owned());
    ctx.verbose(format!("{} is recorded and has no further effect in the simulation.", area.property()))?;
    grant_policy(ctx, area)
}

macro_rules! grants {
    ($($noun:literal)*) => {
        /// The cmdlets of this file.
        pub const ALL: &[Entry] = &[$(each!(
            Spec {
                verb: "Grant",
                noun: $noun,
                module: TEAMS,
                synopsis: "Grants a policy: recorded, without further effect.",
                description: "Whether there is a policy of that name is not checked. $null takes the grant away.",
                parameters: parameters::GRANT_CS_TEAMS_AUDIO_CONFERENCING_POLICY,
                default_set: parameters::GRANT_CS_TEAMS_AUDIO_CONFERENCING_POLICY_DEFAULT,
                should_process: Some(Impact::Medium),
                related: &["Get-CsOnlineUser"],
                examples: &[
                    Example::runs("One user", concat!("Grant-", $noun, " -Identity ken@contoso.com -PolicyName 'Nordic team'")),
                    Example::runs("Back to the organization's", concat!("Grant-", $noun, " -Identity ken@contoso.com -PolicyName $null")),
                ],
                ..Spec::EMPTY
            },
            grant
        )),*];
        /// Properties of `Get-CsOnlineUser` that these cmdlets fill.
        pub const NOUNS: &[&str] = &[$($noun),*];
    };
}

grants! {
    "CsApplicationAccessPolicy" "CsCallingLineIdentity" "CsClientPolicy" "CsConferencingPolicy" "CsExternalAccessPolicy"
    "CsHostedVoicemailPolicy" "CsMobilityPolicy" "CsOnlineVoiceRoutingPolicy" "CsOnlineVoicemailPolicy" "CsTeamsAIPolicy"
    "CsTeamsAppPermissionPolicy" "CsTeamsAppSetupPolicy" "CsTeamsCallHoldPolicy" "CsTeamsCallParkPolicy" "CsTeamsCallingPolicy"
    "CsTeamsChannelsPolicy" "CsTeamsComplianceRecordingPolicy" "CsTeamsCortanaPolicy" "CsTeamsEmergencyCallRoutingPolicy"
    "CsTeamsEmergencyCallingPolicy" "CsTeamsEnhancedEncryptionPolicy" "CsTeamsEventsPolicy" "CsTeamsFeedbackPolicy"
    "CsTeamsFilesPolicy" "CsTeamsIPPhonePolicy" "CsTeamsInteropPolicy" "CsTeamsMediaConnectivityPolicy"
    "CsTeamsMediaLoggingPolicy" "CsTeamsMeetingBrandingPolicy" "CsTeamsMeetingBroadcastPolicy" "CsTeamsMeetingPolicy"
    "CsTeamsMeetingTemplatePermissionPolicy" "CsTeamsMessagingPolicy" "CsTeamsMobilityPolicy" "CsTeamsPersonalAttendantPolicy"
    "CsTeamsRoomVideoTeleConferencingPolicy" "CsTeamsSharedCallingRoutingPolicy" "CsTeamsShiftsPolicy"
    "CsTeamsSurvivableBranchAppliancePolicy" "CsTeamsUpdateManagementPolicy" "CsTeamsUpgradePolicy" "CsTeamsVdiPolicy"
    "CsTeamsVideoInteropServicePolicy" "CsTeamsVirtualAppointmentsPolicy" "CsTeamsVoiceApplicationsPolicy"
    "CsTeamsWorkLoadPolicy" "CsTeamsWorkLocationDetectionPolicy" "CsTenantDialPlan" "CsVoicePolicy"
}
