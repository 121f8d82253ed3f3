//! AzureAD, retired: `Connect-AzureAD`, `Get-AzureADUser`, `Set-AzureADUserLicense` and `Get-AzureADSubscribedSku`.

use super::records::{Listing, count, items, licences, skus, write_user};
use crate::cmdlet::{Context, Entry, Example, Impact, Spec};
use crate::each;
use crate::engine::EngineContext;
use crate::library::conferencing::act::{self, execute, name_of};
use crate::library::conferencing::filter::Filter;
use crate::library::conferencing::objects::{maybe, text};
use crate::library::conferencing::{parameters, sessions};
use crate::tenant::command::ChangeLicences;
use crate::tenant::model::{Detail, Tenant, User};
use crate::value::{Object, Run, Value};

const MODULE: &str = "AzureAD";

const CONNECT: Spec = Spec {
    verb: "Connect",
    noun: "AzureAD",
    module: MODULE,
    synopsis: "Signs in: here, to the tenant in memory.",
    description: "No network is used. The real module is retired.",
    parameters: parameters::CONNECT_AZURE_AD,
    should_process: Some(Impact::Medium),
    related: &["Connect-MgGraph"],
    examples: &[Example::runs("Sign in", "$null = Connect-AzureAD")],
    ..Spec::EMPTY
};

fn connect(ctx: &mut Context<'_>) -> Run {
    ctx.verbose("The AzureAD module is retired: use Connect-MgGraph.")?;
    let given = match ctx.call.get("Credential").cloned() {
        Some(credential) => ctx.engine().property(&credential, "UserName", false)?.as_str().map(|name| name.to_string()),
        None => act::text(ctx, "AccountId"),
    };
    let environment = act::text(ctx, "AzureEnvironmentName").unwrap_or_else(|| "AzureCloud".to_owned());
    let info = ctx.dispatch().tenant().info();
    let context = Object::record(
        Some("Microsoft.Open.Azure.AD.CommonLibrary.PSAzureContext"),
        [
            ("Account", Value::from(given.unwrap_or_else(|| sessions::account(info)))),
            ("Environment", Value::from(environment)),
            ("TenantId", text(info.tenant_id)),
            ("TenantDomain", text(info.default_domain())),
            ("AccountType", Value::str("User")),
        ],
    );
    ctx.write(context)
}

fn user(tenant: &Tenant, user: &User<'_>) -> Value {
    let assigned = user.licences().iter().filter_map(|licence| {
        let pool = tenant.find_subscription(&licence.sku)?;
        let off = licence.effective_disabled_plans();
        let ids = off.iter().filter_map(|name| pool.plan(name)).map(|plan| plan.id.to_string());
        Some(Object::record(
            Some("Microsoft.Open.AzureAD.Model.AssignedLicense"),
            [("DisabledPlans", Value::strings(ids)), ("SkuId", text(pool.id))],
        ))
    });
    let mut plans = Vec::new();
    for licence in user.licences() {
        let Some(pool) = tenant.find_subscription(&licence.sku) else { continue };
        let off = licence.effective_disabled_plans();
        plans.extend(pool.plans.iter().map(|plan| {
            let status = if off.contains(&plan.name) { "Deleted" } else { "Enabled" };
            Object::record(
                Some("Microsoft.Open.AzureAD.Model.AssignedPlan"),
                [("CapabilityStatus", text(status)), ("Service", text(&plan.name)), ("ServicePlanId", text(plan.id))],
            )
        }));
    }
    Object::record(
        Some("Microsoft.Open.AzureAD.Model.User"),
        [
            ("ObjectId", text(user.object_id())),
            ("DisplayName", text(user.display_name())),
            ("UserPrincipalName", text(user.user_principal_name())),
            ("UserType", Value::str("Member")),
            ("UsageLocation", maybe(user.usage_location())),
            ("AssignedLicenses", Value::array(assigned.collect())),
            ("AssignedPlans", Value::array(plans)),
            ("Country", maybe(user.detail(Detail::Country))),
            ("Mail", maybe(user.mail())),
            ("AccountEnabled", Value::Bool(user.account_enabled())),
            ("City", maybe(user.detail(Detail::City))),
            ("Department", maybe(user.detail(Detail::Department))),
            ("GivenName", maybe(user.detail(Detail::GivenName))),
            ("Surname", maybe(user.detail(Detail::Surname))),
            ("MailNickName", text(user.alias())),
            ("PreferredLanguage", maybe(user.preferred_language())),
            ("SipProxyAddress", maybe(user.sip_address())),
            ("ProxyAddresses", Value::strings(user.mail().map(|mail| format!("SMTP:{mail}")))),
        ],
    )
}

const GET_USER: Spec = Spec {
    verb: "Get",
    noun: "AzureADUser",
    module: MODULE,
    synopsis: "Shows users.",
    description: "At most 100 unless -All or -Top says otherwise.",
    parameters: parameters::GET_AZURE_ADUSER,
    related: &["Get-MgUser"],
    examples: &[Example::new("One user", "(Get-AzureADUser -ObjectId ken@contoso.com).DisplayName", "Ken Myers\n")],
    ..Spec::EMPTY
};

fn get_user(ctx: &mut Context<'_>) -> Run {
    if let Some(value) = ctx.call.get("ObjectId").cloned() {
        return match act::user(ctx, &value)? {
            Some(id) => write_user(ctx, id, user),
            None => Ok(()),
        };
    }
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    let most = if ctx.call.flag("All") { usize::MAX } else { count(ctx, "Top").unwrap_or(100) };
    Listing { filter, beginning: act::text(ctx, "SearchString"), most }.write(ctx, |_, _| true, user)
}

const SKUS: Spec = Spec {
    verb: "Get",
    noun: "AzureADSubscribedSku",
    module: MODULE,
    synopsis: "Shows the tenant's subscriptions.",
    description: "",
    parameters: parameters::GET_AZURE_ADSUBSCRIBED_SKU,
    related: &["Get-MgSubscribedSku"],
    examples: &[Example::new("Their names", "(Get-AzureADSubscribedSku).SkuPartNumber -contains 'MCOMEETADV'", "True\n")],
    ..Spec::EMPTY
};

fn subscribed(ctx: &mut Context<'_>) -> Run {
    let wanted = act::any_text(ctx, "ObjectId")?;
    let tenant = ctx.dispatch().tenant();
    let int = |number: u32| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
    let all: Vec<Value> = tenant
        .subscriptions()
        .iter()
        .map(|pool| (pool, format!("{}_{}", tenant.info().tenant_id, pool.id)))
        .filter(|(_, id)| wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(id)))
        .map(|(pool, id)| {
            let plans = pool.plans.iter().map(|plan| {
                Object::record(
                    Some("Microsoft.Open.AzureAD.Model.ServicePlanInfo"),
                    [
                        ("AppliesTo", Value::str("User")),
                        ("ProvisioningStatus", Value::str("Success")),
                        ("ServicePlanId", text(plan.id)),
                        ("ServicePlanName", text(&plan.name)),
                    ],
                )
            });
            let units = [("Enabled", int(pool.total)), ("Suspended", Value::Int(0)), ("Warning", Value::Int(0))];
            Object::record(
                Some("Microsoft.Open.AzureAD.Model.SubscribedSku"),
                [
                    ("ObjectId", Value::from(id)),
                    ("SkuPartNumber", text(&pool.sku)),
                    ("PrepaidUnits", Object::record(Some("Microsoft.Open.AzureAD.Model.LicenseUnitsDetail"), units)),
                    ("ConsumedUnits", int(tenant.users().consumed(&pool.sku))),
                    ("SkuId", text(pool.id)),
                    ("ServicePlans", Value::array(plans.collect())),
                    ("CapabilityStatus", Value::str("Enabled")),
                ],
            )
        })
        .collect();
    all.into_iter().try_for_each(|sku| ctx.write(sku))
}

const SET_LICENCE: Spec = Spec {
    verb: "Set",
    noun: "AzureADUserLicense",
    module: MODULE,
    synopsis: "Assigns licences to a user and takes others away.",
    description: "AssignedLicenses has AddLicenses, objects with SkuId and DisabledPlans, and RemoveLicenses, SKU ids.",
    parameters: parameters::SET_AZURE_ADUSER_LICENSE,
    should_process: Some(Impact::Medium),
    related: &["Set-MgUserLicense"],
    examples: &[
        Example::runs(
            "Audio conferencing for a user",
            "$sku = (Get-AzureADSubscribedSku | Where-Object SkuPartNumber -eq MCOMEETADV).SkuId\nSet-AzureADUserLicense -ObjectId alex.wilber@contoso.com -AssignedLicenses @{ AddLicenses = @(@{ SkuId = $sku }); RemoveLicenses = @() }",
        )
        .mails(&["Enabled alex.wilber@contoso.com"]),
    ],
    ..Spec::EMPTY
};

fn set_licence(ctx: &mut Context<'_>) -> Run {
    let value = ctx.call.get("ObjectId").cloned().unwrap_or(Value::Null);
    let Some(user) = act::user(ctx, &value)? else { return Ok(()) };
    let wish = ctx.call.get("AssignedLicenses").cloned().unwrap_or(Value::Null);
    let add = items(&ctx.engine().property(&wish, "AddLicenses", false)?);
    let remove = items(&ctx.engine().property(&wish, "RemoveLicenses", false)?);
    let command = ChangeLicences { user, add: licences(ctx, add)?, remove: skus(ctx, remove)? };
    let name = name_of(ctx, user);
    execute(ctx, &name, &value, command)?;
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(CONNECT, connect), each!(GET_USER, get_user), each!(SKUS, subscribed), each!(SET_LICENCE, set_licence)];
