//! Users' telephone lines under the names of several generations: `Set-CsUser`, `Get-` and `Set-CsOnlineVoiceUser`.

use super::act::{self, execute, name_of};
use super::filter::Filter;
use super::objects::{maybe, text};
use super::{TEAMS, users};
use crate::cmdlet::{Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::tenant::command::ChangeUser;
use crate::tenant::event::UserField;
use crate::tenant::model::{Detail, Tenant, User};
use crate::value::{Category, Object, Run, TypeId, Value};

const IDENTITY: Parameter = Parameter::new("Identity", "Object")
    .sets(&[InSet::ALL.at(0).mandatory().pipeline().by_property()])
    .help("The user: principal name, object id, SIP address or display name.");

const SET_USER: Spec = Spec {
    verb: "Set",
    noun: "CsUser",
    module: TEAMS,
    synopsis: "Changes a user's line.",
    description: "-LineURI and -OnPremLineURI set the line, an empty one takes it away. Enterprise Voice and hosted voice mail follow from the line and are accepted. Nobody is mailed.",
    parameters: &[
        IDENTITY,
        Parameter::new("LineURI", "string").help("The line, tel:+E164; empty for none."),
        Parameter::new("OnPremLineURI", "string").help("The line, as above."),
        Parameter::new("EnterpriseVoiceEnabled", "Object").help("Accepted."),
        Parameter::new("HostedVoiceMail", "Object").help("Accepted."),
        Parameter::new("SipAddress", "string").help("The SIP address."),
        Parameter::new("Enabled", "Object").help("Accepted."),
        Parameter::new("DomainController", "string").aliases(&["DC"]).help("Accepted."),
        Parameter::switch("PassThru").help("Writes the user."),
    ],
    should_process: Some(Impact::Medium),
    related: &["Set-CsPhoneNumberAssignment", "Get-CsOnlineUser"],
    examples: &[Example::new(
        "A line",
        "Set-CsUser -Identity ken@contoso.com -EnterpriseVoiceEnabled $true -HostedVoiceMail $true -LineURI tel:+14255550123\n(Get-CsOnlineUser ken@contoso.com).LineUri",
        "tel:+14255550123\n",
    )],
    ..Spec::EMPTY
};

/// The line of a parameter, as it is kept: `tel:+E164`, with an extension behind it.
fn line(ctx: &mut Context<'_>, given: &str) -> Run<Result<Option<String>, ()>> {
    if given.trim().is_empty() {
        return Ok(Ok(None));
    }
    let (number, extension) = given.split_once(';').map_or((given, ""), |(number, extension)| (number, extension));
    Ok(match act::number(ctx, &Value::str(number.trim()))? {
        Some(number) if extension.is_empty() => Ok(Some(format!("tel:{}", number.with_plus()))),
        Some(number) => Ok(Some(format!("tel:{};{extension}", number.with_plus()))),
        None => Err(()),
    })
}

/// The field that a line given by a parameter changes.
pub(super) fn line_field(ctx: &mut Context<'_>, given: &str) -> Run<Result<UserField, ()>> {
    Ok(line(ctx, given)?.map(|line| UserField::Detail(Detail::LineUri, line)))
}

fn set_user(ctx: &mut Context<'_>) -> Run {
    let value = ctx.call.get("Identity").cloned().unwrap_or(Value::Null);
    let Some(user) = act::user(ctx, &value)? else { return Ok(()) };
    let mut fields = Vec::new();
    for name in ["LineURI", "OnPremLineURI"] {
        let Some(given) = ctx.call.has(name).then(|| act::text(ctx, name).unwrap_or_default()) else { continue };
        let Ok(field) = line_field(ctx, &given)? else { return Ok(()) };
        fields.push(field);
    }
    fields.extend(act::text(ctx, "SipAddress").map(|address| UserField::SipAddress(Some(address))));
    let name = name_of(ctx, user);
    execute(ctx, &name, &value, ChangeUser { user, fields })?;
    if ctx.call.flag("PassThru") {
        let object = super::objects::user_by(ctx.dispatch().tenant(), user, super::teams_users::online_user);
        return object.map_or(Ok(()), |object| ctx.write(object));
    }
    Ok(())
}

const GET_VOICE: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineVoiceUser",
    module: TEAMS,
    synopsis: "Shows users with their lines.",
    description: "Retired: Get-CsOnlineUser does it.",
    parameters: &[
        Parameter::new("Identity", "Object").sets(&[InSet::ALL.at(0).pipeline().by_property()]).help("One user."),
        Parameter::new("Filter", "string").help("A condition on the output."),
        Parameter::new("SearchQuery", "string").help("Part of the display or principal name."),
        Parameter::new("EnterpriseVoiceStatus", "string").help("All, Enabled or Disabled."),
        Parameter::new("PSTNConnectivity", "string").help("All, Online or OnPremises."),
        Parameter::new("LocationId", "Object").help("Accepted: locations are not kept."),
        Parameter::new("First", "Object").help("At most so many."),
        Parameter::new("ResultSize", "Object").help("At most so many."),
        Parameter::new("Skip", "int").help("Leaves out the first so many."),
        Parameter::switch("NumberAssigned").help("Only users with a line."),
        Parameter::switch("NumberNotAssigned").help("Only users without one."),
        Parameter::switch("ExpandLocation").help("Accepted."),
        Parameter::switch("GetFromAAD").help("Accepted."),
        Parameter::switch("GetPendingUsers").help("Accepted."),
        Parameter::switch("Force").help("Accepted."),
        Parameter::new("DomainController", "string").aliases(&["DC"]).help("Accepted."),
    ],
    related: &["Get-CsOnlineUser"],
    examples: &[Example::new("One user", "(Get-CsOnlineVoiceUser -Identity ken@contoso.com).Name", "Ken Myers\n")],
    ..Spec::EMPTY
};

fn voice_user(tenant: &Tenant, user: &User<'_>) -> Value {
    let line = user.detail(Detail::LineUri);
    let digits = line.map(|line| line.trim_start_matches("tel:").trim_start_matches('+').to_owned());
    let domain = user.sip_address().and_then(|address| address.rsplit_once('@')).map(|(_, domain)| domain.to_owned());
    Object::record(
        Some("Microsoft.Skype.EnterpriseVoice.BVDClient.VoiceUser"),
        [
            ("Name", text(user.display_name())),
            ("Id", text(user.object_id())),
            ("SipDomain", maybe(domain)),
            ("DataCenter", Value::from(tenant.info().region.clone())),
            ("TenantID", text(tenant.info().tenant_id)),
            ("Number", maybe(digits)),
            ("Location", Value::Null),
            ("PSTNConnectivity", Value::str("Online")),
            ("UsageLocation", maybe(user.usage_location())),
            ("EnterpriseVoiceEnabled", Value::Bool(line.is_some())),
        ],
    )
}

fn get_voice(ctx: &mut Context<'_>) -> Run {
    ctx.verbose("The real Get-CsOnlineVoiceUser is retired: use Get-CsOnlineUser.")?;
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    let query = act::text(ctx, "SearchQuery").unwrap_or_default().to_lowercase();
    let status = act::text(ctx, "EnterpriseVoiceStatus").unwrap_or_default().to_ascii_lowercase();
    let (with, without) = (ctx.call.flag("NumberAssigned"), ctx.call.flag("NumberNotAssigned"));
    let mut most = usize::MAX;
    for name in ["First", "ResultSize"] {
        most = most.min(act::any_text(ctx, name)?.and_then(|size| size.trim().parse().ok()).unwrap_or(usize::MAX));
    }
    let skip = ctx.call.integer("Skip").and_then(|skip| usize::try_from(skip).ok()).unwrap_or(0);
    let ids = users::selected(ctx, "Identity")?;
    let tenant = ctx.dispatch().tenant();
    let found: Vec<Value> = ids
        .into_iter()
        .filter_map(|id| tenant.user(id))
        .filter(|user| {
            let has_line = user.detail(Detail::LineUri).is_some();
            let named = |name: &str| name.to_lowercase().contains(&query);
            (query.is_empty() || named(user.display_name()) || named(user.user_principal_name()))
                && !(with && !has_line || without && has_line)
                && !(status == "enabled" && !has_line || status == "disabled" && has_line)
        })
        .map(|user| voice_user(tenant, &user))
        .filter(|object| filter.as_ref().is_none_or(|filter| filter.passes(object)))
        .skip(skip)
        .take(most)
        .collect();
    found.into_iter().try_for_each(|object| ctx.write(object))
}

const SET_VOICE: Spec = Spec {
    verb: "Set",
    noun: "CsOnlineVoiceUser",
    module: TEAMS,
    synopsis: "Gives a user a line, or takes it away with $null.",
    description: "Retired: Set-CsPhoneNumberAssignment does it.",
    parameters: &[
        IDENTITY,
        Parameter::new("TelephoneNumber", "Object").help("The number; $null for none."),
        Parameter::new("LocationID", "Object").help("Accepted: locations are not kept."),
        Parameter::new("DomainController", "string").aliases(&["DC"]).help("Accepted."),
        Parameter::switch("Force").help("Accepted."),
    ],
    should_process: Some(Impact::Medium),
    related: &["Set-CsPhoneNumberAssignment"],
    examples: &[Example::new(
        "A line",
        "Set-CsOnlineVoiceUser -Identity ken@contoso.com -TelephoneNumber +14255550123\n(Get-CsOnlineVoiceUser ken@contoso.com).Number",
        "14255550123\n",
    )],
    ..Spec::EMPTY
};

fn set_voice(ctx: &mut Context<'_>) -> Run {
    ctx.verbose("The real Set-CsOnlineVoiceUser is retired: use Set-CsPhoneNumberAssignment.")?;
    let value = ctx.call.get("Identity").cloned().unwrap_or(Value::Null);
    let Some(user) = act::user(ctx, &value)? else { return Ok(()) };
    if !ctx.call.has("TelephoneNumber") {
        return Ok(());
    }
    let given = act::any_text(ctx, "TelephoneNumber")?.unwrap_or_default();
    let Ok(field) = line_field(ctx, &given)? else { return Ok(()) };
    if let UserField::Detail(_, Some(_)) = &field
        && let Some(number) = crate::tenant::model::Number::parse(given.split(';').next().unwrap_or_default())
        && ctx.dispatch().tenant().service_number(number).is_some()
    {
        let message = format!("{number} is a service number: it cannot be the number of a user.");
        return ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, "NumberNotAssignable", Category::InvalidOperation, value);
    }
    let name = name_of(ctx, user);
    execute(ctx, &name, &value, ChangeUser { user, fields: vec![field] })?;
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(SET_USER, set_user), each!(GET_VOICE, get_voice), each!(SET_VOICE, set_voice)];
