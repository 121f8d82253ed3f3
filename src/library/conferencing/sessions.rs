//! Signing in, as scripts of all generations do: `Connect-MicrosoftTeams`, `New-CsOnlineSession`, `Import-PSSession`
//! and their like. There is nothing to sign in to: they give what scripts look at and go on.

use super::objects::text;
use super::{TEAMS, act, parameters};
use crate::cmdlet::{Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::engine::EngineContext;
use crate::tenant::model::TenantInfo;
use crate::value::{Object, Run, Value};

/// What is signed in to in this session.
#[derive(Default)]
pub struct Connections {
    /// The context of Graph, if it is connected.
    pub graph: Option<Value>,
    /// Remote sessions made and not yet removed.
    pub sessions: Vec<Value>,
}

/// The administrator's account.
pub fn account(info: &TenantInfo) -> String {
    format!("admin@{}", info.default_domain())
}

const CONNECT: Spec = Spec {
    verb: "Connect",
    noun: "MicrosoftTeams",
    module: TEAMS,
    synopsis: "Signs in to Teams: here, to the tenant in memory.",
    description: "No network is used.",
    parameters: parameters::CONNECT_MICROSOFT_TEAMS,
    default_set: parameters::CONNECT_MICROSOFT_TEAMS_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Disconnect-MicrosoftTeams"],
    examples: &[Example::new("Sign in", "(Connect-MicrosoftTeams).Account", "admin@contoso.com\n")],
    ..Spec::EMPTY
};

fn connect(ctx: &mut Context<'_>) -> Run {
    let target = account(ctx.dispatch().tenant().info());
    if !ctx.should_process(target, "Connect-MicrosoftTeams")? {
        return Ok(());
    }
    let given = match ctx.call.get("Credential").cloned() {
        Some(credential) => ctx.engine().property(&credential, "UserName", false)?.as_str().map(|name| name.to_string()),
        // An application and a managed identity sign in under their own names.
        None if ctx.call.flag("Identity") => Some(act::text(ctx, "AccountId").unwrap_or_else(|| "MSI@50342".to_owned())),
        None => act::text(ctx, "AccountId").or_else(|| act::text(ctx, "ApplicationId")),
    };
    let environment = act::text(ctx, "TeamsEnvironmentName").unwrap_or_else(|| "AzureCloud".to_owned());
    let info = ctx.dispatch().tenant().info();
    let pairs = [
        ("Account", Value::from(given.unwrap_or_else(|| account(info)))),
        ("Environment", Value::from(environment)),
        ("Tenant", text(info.tenant_id)),
        ("TenantId", text(info.tenant_id)),
    ];
    ctx.write(Object::record(Some("Microsoft.TeamsCmdlets.Powershell.Connect.Models.PSAzureContext"), pairs))
}

const DISCONNECT: Spec = Spec {
    verb: "Disconnect",
    noun: "MicrosoftTeams",
    module: TEAMS,
    synopsis: "Signs out of Teams.",
    description: "",
    parameters: parameters::DISCONNECT_MICROSOFT_TEAMS,
    should_process: Some(Impact::Medium),
    related: &["Connect-MicrosoftTeams"],
    examples: &[Example::runs("Sign out", "Disconnect-MicrosoftTeams")],
    ..Spec::EMPTY
};

fn disconnect(ctx: &mut Context<'_>) -> Run {
    let target = account(ctx.dispatch().tenant().info());
    ctx.should_process(target, "Disconnect-MicrosoftTeams").map(|_| ())
}

fn quiet(_ctx: &mut Context<'_>) -> Run {
    Ok(())
}

const NEW_SESSION: Spec = Spec {
    verb: "New",
    noun: "CsOnlineSession",
    module: "SkypeOnlineConnector",
    synopsis: "Makes a remote session as scripts of the Skype for Business age do.",
    description: "No network is used: the cmdlets are here already.",
    parameters: &[
        Parameter::new("Credential", "Object").sets(&[InSet::ALL.at(0)]).help("Who signs in."),
        Parameter::new("UserName", "string").help("Who signs in."),
        Parameter::new("OverrideAdminDomain", "string").help("The tenant's domain."),
        Parameter::new("OverrideDiscoveryUri", "Object").help("No effect here."),
        Parameter::new("OverridePowershellUri", "Object").help("No effect here."),
        Parameter::new("OverrideAccessToken", "string").help("No effect here."),
        Parameter::new("SessionOption", "Object").help("No effect here."),
        Parameter::new("TeamsEnvironmentName", "string").help("No effect here."),
    ],
    related: &["Import-PSSession", "Remove-PSSession"],
    examples: &[Example::runs(
        "The old preamble",
        "$session = New-CsOnlineSession\nImport-PSSession $session -AllowClobber | Out-Null\nRemove-PSSession $session",
    )],
    ..Spec::EMPTY
};

fn new_session(ctx: &mut Context<'_>) -> Run {
    let connections = ctx.engine().extension::<Connections>();
    let id = i32::try_from(connections.sessions.len()).unwrap_or(0) + 1;
    let session = Object::record(
        Some("System.Management.Automation.Runspaces.PSSession"),
        [
            ("Id", Value::Int(id)),
            ("Name", Value::from(format!("SfBPowerShellSession_{id}"))),
            ("ComputerName", Value::str("api.interfaces.records.teams.microsoft.com")),
            ("ComputerType", Value::str("RemoteMachine")),
            ("State", Value::str("Opened")),
            ("ConfigurationName", Value::str("Microsoft.PowerShell")),
            ("Availability", Value::str("Available")),
        ],
    );
    connections.sessions.push(session.clone());
    ctx.write(session)
}

const SESSION: Parameter = Parameter::new("Session", "Object[]").sets(&[InSet::ALL.at(0).pipeline()]).help("Sessions.");

const IMPORT_SESSION: Spec = Spec {
    verb: "Import",
    noun: "PSSession",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Imports a remote session's commands: they are here already.",
    description: "",
    parameters: &[
        SESSION,
        Parameter::new("CommandName", "string[]").sets(&[InSet::ALL.at(1)]).aliases(&["Name"]).help("No effect here."),
        Parameter::new("FormatTypeName", "string[]").help("No effect here."),
        Parameter::new("Module", "Object[]").aliases(&["PSSnapin"]).help("No effect here."),
        Parameter::new("Prefix", "string").help("No effect here."),
        Parameter::new("ArgumentList", "Object[]").help("No effect here."),
        Parameter::new("CommandType", "string").help("No effect here."),
        Parameter::switch("AllowClobber").help("No effect here."),
        Parameter::switch("DisableNameChecking").help("No effect here."),
    ],
    related: &["New-CsOnlineSession"],
    examples: &[Example::runs("Quietly", "Import-PSSession (New-CsOnlineSession) -AllowClobber")],
    ..Spec::EMPTY
};

const GET_SESSION: Spec = Spec {
    verb: "Get",
    noun: "PSSession",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Shows the remote sessions made by New-CsOnlineSession.",
    description: "",
    parameters: &[
        Parameter::new("Name", "string[]").help("Only sessions of these names."),
        Parameter::new("Id", "int[]").sets(&[InSet::ALL.at(0)]).help("Only these."),
    ],
    related: &["Remove-PSSession"],
    examples: &[Example::new("How many", "$null = New-CsOnlineSession\n@(Get-PSSession).Count", "1\n")],
    ..Spec::EMPTY
};

fn get_session(ctx: &mut Context<'_>) -> Run {
    let names = ctx.call.texts("Name");
    let ids: Option<Vec<Value>> = ctx.call.items("Id");
    let all = ctx.engine().extension::<Connections>().sessions.clone();
    for session in all {
        let text_of = |name: &str| session.note(name).and_then(|value| value.as_str().cloned()).unwrap_or_else(|| "".into());
        let id = match session.note("Id") {
            Some(Value::Int(id)) => id,
            _ => 0,
        };
        let named = names.as_ref().is_none_or(|names| names.iter().any(|name| super::filter::like(name, &text_of("Name"))));
        let numbered = ids.as_ref().is_none_or(|ids| ids.iter().any(|own| matches!(own.base(), Value::Int(own) if *own == id)));
        if named && numbered {
            ctx.write(session)?;
        }
    }
    Ok(())
}

const REMOVE_SESSION: Spec = Spec {
    verb: "Remove",
    noun: "PSSession",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Ends remote sessions.",
    description: "",
    parameters: &[
        SESSION,
        Parameter::new("Name", "string[]").help("Sessions of these names."),
        Parameter::new("Id", "int[]").help("Sessions of these numbers."),
    ],
    related: &["Get-PSSession"],
    examples: &[Example::new("All", "$null = New-CsOnlineSession\nGet-PSSession | Remove-PSSession\n@(Get-PSSession).Count", "0\n")],
    ..Spec::EMPTY
};

fn remove_session(ctx: &mut Context<'_>) -> Run {
    let doomed = ctx.call.items("Session").unwrap_or_default();
    let names = ctx.call.texts("Name").unwrap_or_default();
    let ids = ctx.call.items("Id").unwrap_or_default();
    ctx.engine().extension::<Connections>().sessions.retain(|session| {
        let name = session.note("Name").and_then(|name| name.as_str().cloned());
        let id = session.note("Id");
        let is_named = name.is_some_and(|name| names.iter().any(|wanted| super::filter::like(wanted, &name)));
        let is_numbered = matches!(id, Some(Value::Int(id)) if ids.iter().any(|own| matches!(own.base(), Value::Int(own) if *own == id)));
        !is_named && !is_numbered && !doomed.iter().any(|own| own.same_object(session))
    });
    Ok(())
}

const EXCHANGE: Spec = Spec {
    verb: "Connect",
    noun: "ExchangeOnline",
    module: "ExchangeOnlineManagement",
    synopsis: "Signs in to Exchange: here, to the tenant in memory.",
    description: "No network is used.",
    parameters: &[
        Parameter::new("UserPrincipalName", "string").help("Who signs in."),
        Parameter::new("Credential", "Object").help("Who signs in."),
        Parameter::new("Organization", "string").help("The tenant's domain."),
        Parameter::new("AppId", "string").help("No effect here."),
        Parameter::new("CertificateThumbprint", "string").help("No effect here."),
        Parameter::new("ShowBanner", "Object").help("No effect here."),
        Parameter::new("ShowProgress", "Object").help("No effect here."),
        Parameter::switch("Device").help("No effect here."),
    ],
    examples: &[Example::runs("Sign in", "Connect-ExchangeOnline -ShowBanner:$false")],
    ..Spec::EMPTY
};

const LEAVE_EXCHANGE: Spec = Spec {
    verb: "Disconnect",
    noun: "ExchangeOnline",
    module: "ExchangeOnlineManagement",
    synopsis: "Signs out of Exchange.",
    description: "",
    should_process: Some(Impact::Medium),
    examples: &[Example::runs("Sign out", "Disconnect-ExchangeOnline")],
    ..Spec::EMPTY
};

const LEAVE_AZURE: Spec = Spec {
    verb: "Disconnect",
    noun: "AzureAD",
    module: "AzureAD",
    synopsis: "Signs out of AzureAD.",
    description: "",
    examples: &[Example::runs("Sign out", "Disconnect-AzureAD")],
    ..Spec::EMPTY
};

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(CONNECT, connect),
    each!(DISCONNECT, disconnect),
    each!(NEW_SESSION, new_session),
    each!(IMPORT_SESSION, quiet),
    each!(GET_SESSION, get_session),
    each!(REMOVE_SESSION, remove_session),
    each!(EXCHANGE, quiet),
    each!(LEAVE_EXCHANGE, quiet),
    each!(LEAVE_AZURE, quiet),
];
