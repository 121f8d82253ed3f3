//! MSOnline, retired: `Connect-MsolService`, `Get-MsolUser`, `Set-MsolUserLicense` and their like.

use super::graph::account_name;
use super::records::{Listing, count, licences, skus, write_user};
use crate::cmdlet::{Context, Entry, Example, Impact, Spec};
use crate::each;
use crate::library::conferencing::act::{self, execute, name_of};
use crate::library::conferencing::objects::{maybe, text};
use crate::library::conferencing::parameters;
use crate::tenant::command::{ChangeLicences, ChangeUser, LicenceToAdd, expect_country};
use crate::tenant::event::UserField;
use crate::tenant::model::{Detail, Guid, Subscription, Tenant, User};
use crate::value::{Category, Object, Run, TypeId, Value};

const MODULE: &str = "MSOnline";

const CONNECT: Spec = Spec {
    verb: "Connect",
    noun: "MsolService",
    module: MODULE,
    synopsis: "Signs in: here, to the tenant in memory.",
    description: "No network is used. The real module is retired.",
    parameters: parameters::CONNECT_MSOL_SERVICE,
    related: &["Connect-MgGraph"],
    examples: &[Example::runs("Sign in", "Connect-MsolService")],
    ..Spec::EMPTY
};

fn connect(ctx: &mut Context<'_>) -> Run {
    ctx.verbose("The MSOnline module is retired: use Connect-MgGraph.")
}

fn sku_object(tenant: &Tenant, pool: &Subscription) -> Value {
    let int = |number: u32| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
    Object::record(
        Some("Microsoft.Online.Administration.AccountSkuDetails"),
        [
            ("AccountSkuId", Value::from(format!("{}:{}", account_name(tenant), pool.sku))),
            ("ActiveUnits", int(pool.total)),
            ("WarningUnits", Value::Int(0)),
            ("ConsumedUnits", int(tenant.users().consumed(&pool.sku))),
            ("SkuPartNumber", text(&pool.sku)),
            ("SkuId", text(pool.id)),
            ("ServiceStatus", service_status(pool, &[])),
        ],
    )
}

fn service_status(pool: &Subscription, off: &[String]) -> Value {
    let plans = pool.plans.iter().map(|plan| {
        let own = Object::record(
            Some("Microsoft.Online.Administration.ServicePlan"),
            [("ServiceName", text(&plan.name)), ("ServicePlanId", text(plan.id))],
        );
        let status = if off.contains(&plan.name) { "Disabled" } else { "Success" };
        Object::record(
            Some("Microsoft.Online.Administration.ServiceStatus"),
            [("ServicePlan", own), ("ProvisioningStatus", Value::str(status))],
        )
    });
    Value::array(plans.collect())
}

const SKU: Spec = Spec {
    verb: "Get",
    noun: "MsolAccountSku",
    module: MODULE,
    synopsis: "Shows the tenant's subscriptions.",
    description: "",
    parameters: parameters::GET_MSOL_ACCOUNT_SKU,
    related: &["Get-MgSubscribedSku"],
    examples: &[Example::new(
        "The account SKU id",
        "(Get-MsolAccountSku | Where-Object SkuPartNumber -eq MCOMEETADV).AccountSkuId",
        "contoso:MCOMEETADV\n",
    )],
    ..Spec::EMPTY
};

fn sku(ctx: &mut Context<'_>) -> Run {
    let tenant = ctx.dispatch().tenant();
    let all: Vec<Value> = tenant.subscriptions().iter().map(|pool| sku_object(tenant, pool)).collect();
    all.into_iter().try_for_each(|sku| ctx.write(sku))
}

fn msol_user(tenant: &Tenant, user: &User<'_>) -> Value {
    let licences = user.licences().iter().filter_map(|licence| {
        let pool = tenant.find_subscription(&licence.sku)?;
        Some(Object::record(
            Some("Microsoft.Online.Administration.UserLicense"),
            [
                ("AccountSkuId", Value::from(format!("{}:{}", account_name(tenant), pool.sku))),
                (
                    "AccountSku",
                    Object::record(
                        Some("Microsoft.Online.Administration.AccountSkuIdentifier"),
                        [("AccountName", Value::from(account_name(tenant))), ("SkuPartNumber", text(&pool.sku))],
                    ),
                ),
                ("ServiceStatus", service_status(pool, &licence.effective_disabled_plans())),
            ],
        ))
    });
    Object::record(
        Some("Microsoft.Online.Administration.User"),
        [
            ("UserPrincipalName", text(user.user_principal_name())),
            ("DisplayName", text(user.display_name())),
            ("isLicensed", Value::Bool(!user.licences().is_empty())),
            ("Licenses", Value::array(licences.collect())),
            ("ObjectId", text(user.object_id())),
            ("UsageLocation", maybe(user.usage_location())),
            ("Country", maybe(user.detail(Detail::Country))),
            ("City", maybe(user.detail(Detail::City))),
            ("Department", maybe(user.detail(Detail::Department))),
            ("FirstName", maybe(user.detail(Detail::GivenName))),
            ("LastName", maybe(user.detail(Detail::Surname))),
            ("PreferredLanguage", maybe(user.preferred_language())),
            ("BlockCredential", Value::Bool(!user.account_enabled())),
            ("ProxyAddresses", Value::strings(user.mail().map(|mail| format!("SMTP:{mail}")))),
            ("UserType", Value::str("Member")),
        ],
    )
}

const USER: Spec = Spec {
    verb: "Get",
    noun: "MsolUser",
    module: MODULE,
    synopsis: "Shows users.",
    description: "At most 500 unless -All or -MaxResults says otherwise.",
    parameters: parameters::GET_MSOL_USER,
    related: &["Get-MgUser"],
    examples: &[Example::new("Whether a user is licensed", "(Get-MsolUser -UserPrincipalName ken@contoso.com).isLicensed", "True\n")],
    ..Spec::EMPTY
};

/// The user that the principal name or the object id names.
fn one(ctx: &mut Context<'_>) -> Run<Option<(Guid, Value)>> {
    let Some(value) = ctx.call.get("UserPrincipalName").or_else(|| ctx.call.get("ObjectId")).cloned() else { return Ok(None) };
    Ok(act::user(ctx, &value)?.map(|id| (id, value)))
}

fn get_user(ctx: &mut Context<'_>) -> Run {
    if ctx.call.has("UserPrincipalName") || ctx.call.has("ObjectId") {
        return match one(ctx)? {
            Some((id, _)) => write_user(ctx, id, msol_user),
            None => Ok(()),
        };
    }
    if ctx.call.flag("ReturnDeletedUsers") {
        return ctx.verbose("Deleted users are not kept in the simulation.");
    }
    let same = |wanted: &Option<String>, own: Option<&str>| {
        wanted.as_ref().is_none_or(|wanted| own.is_some_and(|own| own.eq_ignore_ascii_case(wanted)))
    };
    let (location, country) = (act::text(ctx, "UsageLocation"), act::text(ctx, "Country"));
    let (department, city) = (act::text(ctx, "Department"), act::text(ctx, "City"));
    let enabled = act::text(ctx, "EnabledFilter").unwrap_or_default();
    let unlicensed = ctx.call.flag("UnlicensedUsersOnly");
    let most = if ctx.call.flag("All") { usize::MAX } else { count(ctx, "MaxResults").unwrap_or(500) };
    let listing = Listing { filter: None, beginning: act::text(ctx, "SearchString"), most };
    let keeps = |_: &Tenant, user: &User<'_>| {
        let own = user.usage_location();
        same(&location, own.as_ref().map(|own| own.code()))
            && same(&country, user.detail(Detail::Country))
            && same(&department, user.detail(Detail::Department))
            && same(&city, user.detail(Detail::City))
            && (!unlicensed || user.licences().is_empty())
            && (!enabled.eq_ignore_ascii_case("EnabledOnly") || user.account_enabled())
            && (!enabled.eq_ignore_ascii_case("DisabledOnly") || !user.account_enabled())
    };
    listing.write(ctx, keeps, msol_user)
}

const SET_LICENCE: Spec = Spec {
    verb: "Set",
    noun: "MsolUserLicense",
    module: MODULE,
    synopsis: "Assigns licences to a user and takes others away.",
    description: "Licences have the form contoso:MCOMEETADV.",
    parameters: parameters::SET_MSOL_USER_LICENSE,
    should_process: Some(Impact::Medium),
    related: &["Set-MgUserLicense"],
    examples: &[Example::runs(
        "Audio conferencing for a user",
        "Set-MsolUserLicense -UserPrincipalName alex.wilber@contoso.com -AddLicenses contoso:MCOMEETADV",
    )
    .mails(&["Enabled alex.wilber@contoso.com"])],
    ..Spec::EMPTY
};

fn set_licence(ctx: &mut Context<'_>) -> Run {
    let Some((user, about)) = one(ctx)? else { return Ok(()) };
    let added = ctx.call.items("AddLicenses").unwrap_or_default();
    let removed = ctx.call.items("RemoveLicenses").unwrap_or_default();
    let options = ctx.call.items("LicenseOptions").unwrap_or_default();
    let (mut add, remove, options) = (licences(ctx, added)?, skus(ctx, removed)?, licences(ctx, options)?);
    for option in options {
        let is_same = |licence: &&mut LicenceToAdd| licence.sku.eq_ignore_ascii_case(&option.sku);
        match add.iter_mut().find(is_same) {
            Some(licence) => licence.disabled_plans = option.disabled_plans,
            // Options alone change the plans of a licence that the user has.
            None => add.push(option),
        }
    }
    let name = name_of(ctx, user);
    execute(ctx, &name, &about, ChangeLicences { user, add, remove })?;
    Ok(())
}

const OPTIONS: Spec = Spec {
    verb: "New",
    noun: "MsolLicenseOptions",
    module: MODULE,
    synopsis: "Says which plans of a licence are to be left out.",
    description: "",
    parameters: parameters::NEW_MSOL_LICENSE_OPTIONS,
    related: &["Set-MsolUserLicense"],
    examples: &[Example::new(
        "Without one plan",
        "(New-MsolLicenseOptions -AccountSkuId contoso:ENTERPRISEPREMIUM -DisabledPlans MCOMEETADV).DisabledPlans",
        "MCOMEETADV\n",
    )],
    ..Spec::EMPTY
};

fn options(ctx: &mut Context<'_>) -> Run {
    let account = act::text(ctx, "AccountSkuId").unwrap_or_default();
    if ctx.dispatch().tenant().find_subscription(&account).is_none() {
        let message = format!("The tenant has no licence '{account}'.");
        return ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, "UnknownSku", Category::ObjectNotFound, Value::from(account));
    }
    let off = ctx.call.texts("DisabledPlans").unwrap_or_default();
    let pairs = [("AccountSkuId", Value::from(account)), ("DisabledPlans", Value::strings(off))];
    ctx.write(Object::record(Some("Microsoft.Online.Administration.LicenseOption"), pairs))
}

const SET_USER: Spec = Spec {
    verb: "Set",
    noun: "MsolUser",
    module: MODULE,
    synopsis: "Changes facts of a user.",
    description: "",
    parameters: parameters::SET_MSOL_USER,
    should_process: Some(Impact::Medium),
    related: &["Update-MgUser"],
    examples: &[Example::runs("A usage location", "Set-MsolUser -UserPrincipalName ken@contoso.com -UsageLocation CA")],
    ..Spec::EMPTY
};

fn set_user(ctx: &mut Context<'_>) -> Run {
    let Some((user, about)) = one(ctx)? else { return Ok(()) };
    let mut fields = Vec::new();
    if let Some(given) = act::text(ctx, "UsageLocation") {
        match expect_country(&given) {
            Ok(country) => fields.push(UserField::UsageLocation(Some(country))),
            Err(refusal) => return act::refuse(ctx, &refusal, &Value::from(given)),
        }
    }
    fields.extend(act::text(ctx, "Country").map(|country| UserField::Detail(Detail::Country, Some(country))));
    fields.extend(act::text(ctx, "DisplayName").map(UserField::DisplayName));
    let name = name_of(ctx, user);
    execute(ctx, &name, &about, ChangeUser { user, fields })?;
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(CONNECT, connect),
    each!(SKU, sku),
    each!(USER, get_user),
    each!(SET_LICENCE, set_licence),
    each!(OPTIONS, options),
    each!(SET_USER, set_user),
];
