//! The tenant as a whole: `New-` and `Export-Tenant`, and `Get-CsTenant` with its configuration and the migration of
//! meetings.

use super::act::{self, execute, is_blank, name_of, users};
use super::filter::Filter;
use super::objects::{date, text};
use super::{MODULE, PASS_THRU, TEAMS, parameters};
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::engine::EngineContext;
use crate::mail::private_file;
use crate::tenant::command::{AdvanceMigrations, ReplaceTenant, StartMigration, SwitchMeetingMigration};
use crate::tenant::file;
use crate::tenant::model::{Guid, MigrationState, MigrationType, Tenant, language};
use crate::value::{Category, Object, Run, TypeId, Value, convert};

pub(super) fn replace(ctx: &mut Context<'_>, tenant: Tenant) -> Run {
    let target = tenant.info().display_name.clone();
    execute(ctx, &target, &Value::str(&target), ReplaceTenant { tenant: Box::new(tenant) })?;
    if ctx.call.flag("PassThru") {
        let object = tenant_object(ctx);
        return ctx.write(object);
    }
    Ok(())
}

const NEW: Spec = Spec {
    verb: "New",
    noun: "Tenant",
    module: MODULE,
    synopsis: "Starts an empty tenant in place of the present one.",
    description: "It has no users, bridges or licences yet. Mails already sent stay in the outbox.",
    parameters: &[
        Parameter::new("Name", "string").sets(&[InSet::ALL.at(0)]).default("Contoso").help("The organization's name."),
        PASS_THRU,
    ],
    should_process: Some(Impact::Medium),
    related: &["Import-Tenant", "Reset-Tenant"],
    examples: &[Example::new("Empty", "New-Tenant Fabrikam\n@(Get-ConferencingUser).Count", "0\n")],
    ..Spec::EMPTY
};

fn new(ctx: &mut Context<'_>) -> Run {
    let name = act::text(ctx, "Name").unwrap_or_else(|| "Contoso".to_owned());
    let now = ctx.dispatch().now();
    let id = ctx.dispatch().sources().world().guid();
    replace(ctx, Tenant::named(&name, id, now))
}

const EXPORT: Spec = Spec {
    verb: "Export",
    noun: "Tenant",
    module: MODULE,
    synopsis: "Writes the tenant to a file.",
    description: "Without the PINs unless -IncludePins asks for them; then the file must be kept like a password.",
    parameters: &[
        Parameter::new("Path", "string").sets(&[InSet::ALL.at(0).mandatory()]).complete(Completer::Path).help("The file."),
        Parameter::switch("IncludePins").help("Also writes the PINs, in the clear."),
    ],
    should_process: Some(Impact::Medium),
    related: &["Import-Tenant"],
    examples: &[Example::runs("A file", "Export-Tenant (Join-Path ([IO.Path]::GetTempPath()) 'bridgesh-export-tenant-example.json')")],
    ..Spec::EMPTY
};

fn export(ctx: &mut Context<'_>) -> Run {
    let path = act::text(ctx, "Path").unwrap_or_default();
    if !ctx.should_process(&path, "Export-Tenant")? {
        return Ok(());
    }
    let pins = if ctx.call.flag("IncludePins") { file::Pins::InTheClear } else { file::Pins::LeftOut };
    let full = ctx.engine().resolve_path(&path);
    crate::library::files::selection::ask_gate(ctx.engine(), &full)?;
    let mut bytes = Vec::new();
    let written = file::write(ctx.dispatch().tenant(), pins, &mut bytes).and_then(|()| private_file::write(&full, &bytes));
    match written {
        Ok(()) => Ok(()),
        Err(error) => {
            let message = format!("The tenant file '{path}' was not written: {error}.");
            ctx.fail(TypeId::IO_EXCEPTION, message, "TenantFileNotWritten", Category::WriteError, Value::from(path))
        }
    }
}

const CS_TENANT: Spec = Spec {
    verb: "Get",
    noun: "CsTenant",
    module: TEAMS,
    synopsis: "Shows the organization.",
    description: "",
    parameters: parameters::GET_CS_TENANT,
    related: &["Get-BridgeSettings"],
    examples: &[Example::new("Its name", "(Get-CsTenant).DisplayName", "Contoso\n")],
    ..Spec::EMPTY
};

fn get_tenant(ctx: &mut Context<'_>) -> Run {
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    if let Some(name) = act::any_text(ctx, "Identity")?.filter(|name| !name.trim().is_empty()) {
        let info = ctx.dispatch().tenant().info();
        let is_it = Guid::parse(&name) == Some(info.tenant_id)
            || info.display_name.eq_ignore_ascii_case(name.trim())
            || info.domains.iter().any(|domain| domain.eq_ignore_ascii_case(name.trim()));
        if !is_it {
            let message = format!("There is no tenant '{name}'.");
            let class = TypeId::INVALID_OPERATION_EXCEPTION;
            return ctx.fail(class, message, "TenantNotFound", Category::ObjectNotFound, Value::from(name));
        }
    }
    // The page: no result with a size of 0.
    if ctx.call.integer("ResultSize") == Some(0) {
        return Ok(());
    }
    let object = tenant_object(ctx);
    if filter.is_none_or(|filter| filter.passes(&object)) { ctx.write(object) } else { Ok(()) }
}

fn tenant_object(ctx: &mut Context<'_>) -> Value {
    let info = ctx.dispatch().tenant().info();
    Object::record(
        Some("Microsoft.Rtc.Management.ADConnect.Schema.TenantObject"),
        [
            ("TenantId", text(info.tenant_id)),
            ("DisplayName", text(&info.display_name)),
            ("Country", text(info.country.name())),
            ("CountryLetterCode", text(info.country)),
            ("State", text(&info.state)),
            ("City", text(&info.city)),
            ("Street", text(&info.street)),
            ("PostalCode", text(&info.postal_code)),
            ("PreferredLanguage", text(&info.preferred_language)),
            ("Domains", Value::strings(&info.domains)),
            ("SipDomain", Value::strings(&info.domains)),
            ("VerifiedDomains", Value::strings(&info.domains)),
            ("DirSyncEnabled", Value::Bool(false)),
            ("ServiceInstance", Value::from(format!("SkypeTeams/{}", info.region))),
            ("TeamsUpgradeEffectiveMode", Value::str("TeamsOnly")),
            ("TeamsUpgradeNotificationsEnabled", Value::Bool(false)),
            ("WhenChanged", date(info.created)),
            ("WhenCreated", date(info.created)),
        ],
    )
}

const CONFIGURATION: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialinConferencingTenantConfiguration",
    module: TEAMS,
    synopsis: "Shows whether the tenant has dial-in conferencing.",
    description: "",
    parameters: parameters::GET_CS_ONLINE_DIALIN_CONFERENCING_TENANT_CONFIGURATION,
    default_set: parameters::GET_CS_ONLINE_DIALIN_CONFERENCING_TENANT_CONFIGURATION_DEFAULT,
    related: &["Set-BridgeSettings"],
    examples: &[Example::new("Whether", "(Get-CsOnlineDialinConferencingTenantConfiguration).Status", "Enabled\n")],
    ..Spec::EMPTY
};

fn configuration(ctx: &mut Context<'_>) -> Run {
    if !act::wants_global(ctx)? {
        return Ok(());
    }
    let status = if ctx.dispatch().tenant().configuration().enabled { "Enabled" } else { "Disabled" };
    let pairs = [
        ("Identity", Value::str("Global")),
        ("Status", Value::str(status)),
        ("EnableCustomTrunking", Value::Bool(false)),
        ("ThirdPartyNumberStatus", Value::str("Disabled")),
    ];
    ctx.write(Object::record(
        Some("Microsoft.Rtc.Management.WritableConfig.Settings.OnLineDialInConferencing.OnLineDialInConferencingTenantConfiguration"),
        pairs,
    ))
}

const LANGUAGES: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialInConferencingLanguagesSupported",
    module: TEAMS,
    synopsis: "Shows the languages that callers can hear.",
    description: "",
    parameters: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_LANGUAGES_SUPPORTED,
    related: &["Set-ServiceNumber"],
    examples: &[Example::new("How many", "@(Get-CsOnlineDialInConferencingLanguagesSupported).Count", "44\n")],
    ..Spec::EMPTY
};

fn languages(ctx: &mut Context<'_>) -> Run {
    for (code, name) in language::SUPPORTED {
        let pairs = [("Code", text(code)), ("Name", text(name))];
        ctx.write(Object::record(Some("Microsoft.Rtc.Management.Hosted.Online.Models.LanguageSupported"), pairs))?;
    }
    Ok(())
}

const MIGRATION_GET: Spec = Spec {
    verb: "Get",
    noun: "CsTenantMigrationConfiguration",
    module: TEAMS,
    synopsis: "Shows whether meetings are migrated at all.",
    description: "",
    parameters: parameters::GET_CS_TENANT_MIGRATION_CONFIGURATION,
    default_set: parameters::GET_CS_TENANT_MIGRATION_CONFIGURATION_DEFAULT,
    related: &["Set-CsTenantMigrationConfiguration"],
    examples: &[Example::new("Whether", "(Get-CsTenantMigrationConfiguration).MeetingMigrationEnabled", "True\n")],
    ..Spec::EMPTY
};

fn migration_get(ctx: &mut Context<'_>) -> Run {
    if !act::wants_global(ctx)? {
        return Ok(());
    }
    let enabled = ctx.dispatch().tenant().configuration().meeting_migration_enabled;
    let pairs = [("Identity", Value::str("Global")), ("MeetingMigrationEnabled", Value::Bool(enabled))];
    ctx.write(Object::record(Some("Microsoft.Rtc.Management.WritableConfig.Settings.TenantMigration.TenantMigrationConfiguration"), pairs))
}

const MIGRATION_SET: Spec = Spec {
    verb: "Set",
    noun: "CsTenantMigrationConfiguration",
    module: TEAMS,
    synopsis: "Turns the migration of meetings on or off.",
    description: "",
    parameters: parameters::SET_CS_TENANT_MIGRATION_CONFIGURATION,
    should_process: Some(Impact::Medium),
    related: &["Get-CsTenantMigrationConfiguration"],
    examples: &[Example::new(
        "Off",
        "Set-CsTenantMigrationConfiguration -MeetingMigrationEnabled $false\n(Get-CsTenantMigrationConfiguration).MeetingMigrationEnabled",
        "False\n",
    )],
    ..Spec::EMPTY
};

fn migration_set(ctx: &mut Context<'_>) -> Run {
    if !act::wants_global(ctx)? {
        return Ok(());
    }
    let instance = ctx.call.get("Instance").cloned();
    let enabled = match (act::flag(ctx, "MeetingMigrationEnabled"), instance) {
        (Some(enabled), _) => enabled,
        (None, Some(instance)) => convert::to_bool(&ctx.engine().property(&instance, "MeetingMigrationEnabled", false)?),
        (None, None) => return Ok(()),
    };
    execute(ctx, "Global", &Value::str("Global"), SwitchMeetingMigration { enabled })?;
    Ok(())
}

const START: Spec = Spec {
    verb: "Start",
    noun: "CsExMeetingMigration",
    module: TEAMS,
    synopsis: "Queues the update of a user's meetings.",
    description: "",
    parameters: parameters::START_CS_EX_MEETING_MIGRATION,
    should_process: Some(Impact::Medium),
    related: &["Get-CsMeetingMigrationStatus"],
    examples: &[Example::new(
        "One user",
        "Start-CsExMeetingMigration -Identity ken@contoso.com\n(Get-CsMeetingMigrationStatus -Identity ken@contoso.com).State",
        "Pending\n",
    )],
    ..Spec::EMPTY
};

fn start(ctx: &mut Context<'_>) -> Run {
    let source = act::text(ctx, "SourceMeetingType").unwrap_or_default().to_ascii_lowercase();
    let to_teams = act::text(ctx, "TargetMeetingType").is_some_and(|target| target.eq_ignore_ascii_case("Teams"));
    let migration_type = match (source.as_str(), to_teams) {
        ("sfb", _) => MigrationType::SfbToTeams,
        ("teams", _) => MigrationType::TeamsToTeams,
        (_, true) => MigrationType::AllToTeams,
        _ => MigrationType::ToSameType,
    };
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        execute(ctx, &name, &about, StartMigration { user, migration_type })?;
    }
    Ok(())
}

const STATUS: Spec = Spec {
    verb: "Get",
    noun: "CsMeetingMigrationStatus",
    module: TEAMS,
    synopsis: "Shows the queue of meeting migrations.",
    description: "The queue moves with the session's clock: a request waits 90 minutes.",
    parameters: parameters::GET_CS_MEETING_MIGRATION_STATUS,
    related: &["Start-CsExMeetingMigration"],
    examples: &[Example::new(
        "Counts",
        "Start-CsExMeetingMigration -Identity ken@contoso.com\n(Get-CsMeetingMigrationStatus -SummaryOnly)[0].UserCount",
        "1\n",
    )],
    ..Spec::EMPTY
};

fn status(ctx: &mut Context<'_>) -> Run {
    // What is due by now has happened by now.
    if let Err(error) = ctx.dispatch().execute(&AdvanceMigrations.into()) {
        return act::fail(ctx, &error, &Value::Null);
    }
    let user = match ctx.call.get("Identity").cloned().filter(|value| !is_blank(value)) {
        Some(value) => match act::user(ctx, &value)? {
            Some(id) => Some(id),
            None => return Ok(()),
        },
        None => None,
    };
    let (state, kind) = (act::text(ctx, "State"), act::text(ctx, "MigrationType"));
    let ticks = |name: &str| match ctx.call.get(name).map(Value::base) {
        Some(Value::DateTime(date)) => Some(date.to_universal_time().ticks()),
        _ => None,
    };
    let (from, to) = (ticks("StartTime"), ticks("EndTime"));
    let tenant = ctx.dispatch().tenant();
    let ticks_of = |value: &Value| match value {
        Value::DateTime(date) => date.ticks(),
        _ => 0,
    };
    let found: Vec<_> = tenant
        .migrations()
        .iter()
        .filter(|request| user.is_none_or(|user| user == request.user))
        .filter(|request| state.as_ref().is_none_or(|state| state.eq_ignore_ascii_case(request.state.name())))
        .filter(|request| kind.as_ref().is_none_or(|kind| kind.eq_ignore_ascii_case(&request.migration_type.to_string())))
        .filter(|request| {
            let created = ticks_of(&date(request.created));
            from.is_none_or(|from| created >= from) && to.is_none_or(|to| created <= to)
        })
        .cloned()
        .collect();
    if ctx.call.flag("SummaryOnly") {
        for state in MigrationState::ALL {
            let count = found.iter().filter(|request| request.state == state).count();
            let pairs = [("State", text(state)), ("UserCount", Value::Int(i32::try_from(count).unwrap_or(i32::MAX)))];
            ctx.write(Object::record(Some("Microsoft.Rtc.Management.Mms.MigrationSummary"), pairs))?;
        }
        return Ok(());
    }
    for request in found {
        let name = name_of(ctx, request.user);
        let int = |number: u32| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
        let object = Object::record(
            Some("Microsoft.Rtc.Management.Mms.MigrationStatus"),
            [
                ("CorrelationId", text(request.id)),
                ("CreateDate", date(request.created)),
                ("FailedMeeting", int(request.failed)),
                ("InvitesUpdate", int(request.invites_updated)),
                ("LastMessage", text(&request.last_message)),
                ("MigrationType", text(request.migration_type)),
                ("ModifiedDate", date(request.modified)),
                ("RetryCount", int(request.retries)),
                ("State", text(request.state)),
                ("SucceededMeeting", int(request.succeeded)),
                ("TotalMeeting", int(request.total)),
                ("UserId", text(request.user)),
                ("UserPrincipalName", Value::str(&name)),
                // The admin page prints it, though the cmdlet's page does not list it.
                ("Identity", Value::from(name)),
            ],
        );
        ctx.write(object)?;
    }
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(NEW, new),
    each!(EXPORT, export),
    each!(CS_TENANT, get_tenant),
    each!(CONFIGURATION, configuration),
    each!(LANGUAGES, languages),
    each!(MIGRATION_GET, migration_get),
    each!(MIGRATION_SET, migration_set),
    each!(START, start),
    each!(STATUS, status),
];
