//! Microsoft Graph: `Connect-MgGraph`, `Get-MgUser`, `Set-MgUserLicense` and their like.

use super::records::{Listing, count, items, licences, shaped, skus, sorted, write_user};
use crate::cmdlet::{Context, Entry, Example, Impact, Spec};
use crate::each;
use crate::engine::EngineContext;
use crate::library::conferencing::act::{self, execute, name_of};
use crate::library::conferencing::filter::Filter;
use crate::library::conferencing::objects::{self, date, maybe, text};
use crate::library::conferencing::parameters;
use crate::library::conferencing::sessions;
use crate::tenant::command::{ChangeLicences, ChangeUser, expect_country};
use crate::tenant::event::UserField;
use crate::tenant::model::{Detail, Subscription, Tenant, User};
use crate::value::{Category, Object, Run, TypeId, Value};

const USERS: &str = "Microsoft.Graph.Users";
const ACTIONS: &str = "Microsoft.Graph.Users.Actions";
const DIRECTORY: &str = "Microsoft.Graph.Identity.DirectoryManagement";
const AUTHENTICATION: &str = "Microsoft.Graph.Authentication";

const CONNECT: Spec = Spec {
    verb: "Connect",
    noun: "MgGraph",
    module: AUTHENTICATION,
    synopsis: "Signs in to Graph: here, to the tenant in memory.",
    description: "No network is used.",
    parameters: parameters::CONNECT_MG_GRAPH,
    related: &["Get-MgContext", "Disconnect-MgGraph"],
    examples: &[Example::runs("Sign in", "Connect-MgGraph -Scopes User.ReadWrite.All -NoWelcome")],
    ..Spec::EMPTY
};

fn connect(ctx: &mut Context<'_>) -> Run {
    let context = signed_in(ctx)?;
    ctx.engine().extension::<sessions::Connections>().graph = Some(context);
    if ctx.call.flag("NoWelcome") { Ok(()) } else { ctx.write(Value::str("Welcome to Microsoft Graph!")) }
}

const DISCONNECT: Spec = Spec {
    verb: "Disconnect",
    noun: "MgGraph",
    module: AUTHENTICATION,
    synopsis: "Signs out of Graph.",
    description: "",
    parameters: parameters::DISCONNECT_MG_GRAPH,
    related: &["Connect-MgGraph"],
    examples: &[Example::runs("Sign out", "Connect-MgGraph -NoWelcome\n$null = Disconnect-MgGraph")],
    ..Spec::EMPTY
};

fn disconnect(ctx: &mut Context<'_>) -> Run {
    let context = context(ctx);
    ctx.engine().extension::<sessions::Connections>().graph = None;
    ctx.write(context)
}

const GET_CONTEXT: Spec = Spec {
    verb: "Get",
    noun: "MgContext",
    module: AUTHENTICATION,
    synopsis: "Shows who is signed in to Graph.",
    description: "",
    parameters: parameters::GET_MG_CONTEXT,
    related: &["Connect-MgGraph"],
    examples: &[Example::new("Whether somebody is", "$null -eq (Get-MgContext)", "True\n")],
    ..Spec::EMPTY
};

/// Who signs in, and how, as the parameters of `Connect-MgGraph` say.
fn signed_in(ctx: &mut Context<'_>) -> Run<Value> {
    let secret = ctx.call.get("ClientSecretCredential").cloned();
    let secret_id = match &secret {
        Some(credential) => ctx.engine().property(credential, "UserName", false)?.as_str().map(|name| name.to_string()),
        None => None,
    };
    let call = &ctx.call;
    let certificate = ["CertificateThumbprint", "CertificateSubjectName", "Certificate"].iter().any(|name| call.has(name));
    let (auth, kind) = match () {
        () if call.has("AccessToken") => ("UserProvidedAccessToken", "UserProvidedAccessToken"),
        () if call.flag("Identity") => ("ManagedIdentity", "ManagedIdentity"),
        () if certificate => ("AppOnly", "ClientCertificate"),
        () if secret.is_some() => ("AppOnly", "ClientSecret"),
        () if call.flag("UseDeviceCode") => ("Delegated", "DeviceCode"),
        () => ("Delegated", "InteractiveBrowser"),
    };
    let delegated = auth == "Delegated";
    let scopes = ctx.call.texts("Scopes").unwrap_or_default();
    let client = act::text(ctx, "ClientId").or(secret_id);
    let given = |name: &str| maybe(act::text(ctx, name));
    let (thumbprint, subject) = (given("CertificateThumbprint"), given("CertificateSubjectName"));
    let scope = act::text(ctx, "ContextScope").unwrap_or_else(|| if delegated { "CurrentUser" } else { "Process" }.to_owned());
    let environment = act::text(ctx, "Environment").unwrap_or_else(|| "Global".to_owned());
    let info = ctx.dispatch().tenant().info();
    let app = client.is_none().then_some("Microsoft Graph Command Line Tools");
    Ok(Object::record(
        Some("Microsoft.Graph.PowerShell.Authentication.AuthContext"),
        [
            ("ClientId", Value::from(client.unwrap_or_else(|| "14d82eec-204b-4c2f-b7e8-296a70dab67e".to_owned()))),
            ("TenantId", text(info.tenant_id)),
            ("Scopes", Value::strings(&scopes)),
            ("AuthType", Value::str(auth)),
            ("TokenCredentialType", Value::str(kind)),
            ("CertificateThumbprint", thumbprint),
            ("CertificateSubjectName", subject),
            ("Account", if delegated { Value::from(sessions::account(info)) } else { Value::Null }),
            ("AppName", maybe(app)),
            ("ContextScope", Value::from(scope)),
            ("PSHostVersion", Value::str("7.6.9")),
            ("Environment", Value::from(environment)),
        ],
    ))
}

/// Who is signed in, or nothing.
fn context(ctx: &mut Context<'_>) -> Value {
    ctx.engine().extension::<sessions::Connections>().graph.clone().unwrap_or(Value::Nothing)
}

fn get_context(ctx: &mut Context<'_>) -> Run {
    let context = context(ctx);
    ctx.write(context)
}

fn assigned(tenant: &Tenant, user: &User<'_>) -> Value {
    let licences = user.licences().iter().filter_map(|licence| {
        let pool = tenant.find_subscription(&licence.sku)?;
        let off = licence.effective_disabled_plans();
        let ids = off.iter().filter_map(|name| pool.plan(name)).map(|plan| plan.id.to_string());
        Some(Object::record(
            Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphAssignedLicense"),
            [("DisabledPlans", Value::strings(ids)), ("SkuId", text(pool.id))],
        ))
    });
    Value::array(licences.collect())
}

fn plans(tenant: &Tenant, user: &User<'_>) -> Value {
    let mut all = Vec::new();
    for licence in user.licences() {
        let Some(pool) = tenant.find_subscription(&licence.sku) else { continue };
        let off = licence.effective_disabled_plans();
        all.extend(pool.plans.iter().map(|plan| {
            let status = if off.contains(&plan.name) { "Deleted" } else { "Enabled" };
            Object::record(
                Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphAssignedPlan"),
                [("CapabilityStatus", text(status)), ("Service", text(&plan.name)), ("ServicePlanId", text(plan.id))],
            )
        }));
    }
    Value::array(all)
}

/// A user as Graph shows it.
fn graph_user(tenant: &Tenant, user: &User<'_>) -> Value {
    Object::record(
        Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphUser"),
        [
            ("DisplayName", text(user.display_name())),
            ("Id", text(user.object_id())),
            ("Mail", maybe(user.mail())),
            ("UserPrincipalName", text(user.user_principal_name())),
            ("AccountEnabled", Value::Bool(user.account_enabled())),
            ("AssignedLicenses", assigned(tenant, user)),
            ("AssignedPlans", plans(tenant, user)),
            ("City", maybe(user.detail(Detail::City))),
            ("Country", maybe(user.detail(Detail::Country))),
            ("CreatedDateTime", date(user.created())),
            ("Department", maybe(user.detail(Detail::Department))),
            ("GivenName", maybe(user.detail(Detail::GivenName))),
            ("JobTitle", maybe(user.detail(Detail::Title))),
            ("MailNickname", text(user.alias())),
            ("OfficeLocation", maybe(user.detail(Detail::Office))),
            ("PreferredLanguage", maybe(user.preferred_language())),
            ("ProxyAddresses", Value::strings(user.mail().map(|mail| format!("SMTP:{mail}")))),
            ("State", maybe(user.detail(Detail::StateOrProvince))),
            ("Surname", maybe(user.detail(Detail::Surname))),
            ("UsageLocation", maybe(user.usage_location())),
            ("UserType", Value::str("Member")),
        ],
    )
}

const GET_USER: Spec = Spec {
    verb: "Get",
    noun: "MgUser",
    module: USERS,
    synopsis: "Shows users as Graph does.",
    description: "Without -All or -Top the first 100. -Filter takes OData conditions. As Graph does, a list fills only a few properties (display name, given name, id, job title, mail, office, language, surname and principal name) unless -Property names others.",
    parameters: parameters::GET_MG_USER,
    default_set: parameters::GET_MG_USER_DEFAULT,
    output: &["Microsoft.Graph.PowerShell.Models.MicrosoftGraphUser"],
    related: &["Set-MgUserLicense"],
    examples: &[
        Example::new("One user", "(Get-MgUser -UserId ken@contoso.com).DisplayName", "Ken Myers\n"),
        Example::new("By a filter", "(Get-MgUser -Filter \"startsWith(displayName,'Amos')\").Mail", "amos.marble@contoso.com\n"),
    ],
    ..Spec::EMPTY
};

fn get_user(ctx: &mut Context<'_>) -> Run {
    if ctx.call.has("UserId") {
        return match users_of(ctx)? {
            Some((id, _)) => {
                let user = objects::user_by(ctx.dispatch().tenant(), id, graph_user).into_iter().collect();
                shaped(ctx, user, None)
            }
            None => Ok(()),
        };
    }
    if let Some(size) = ctx.call.integer("PageSize").filter(|size| !(1..=999).contains(size)) {
        let message = format!("Invalid page size specified: '{size}'. Must be between 1 and 999 inclusive.");
        return bad_request(ctx, message, "Request_UnsupportedQuery");
    }
    // Graph demands the header for searches.
    let is_eventual = act::text(ctx, "ConsistencyLevel").is_some_and(|level| level.eq_ignore_ascii_case("eventual"));
    if ctx.call.has("Search") && !is_eventual {
        let message =
            "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'";
        return bad_request(ctx, message.to_owned(), "Request_UnsupportedQuery");
    }
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    // "displayName:Ken" is a search for a word.
    let search = act::text(ctx, "Search").map(|text| text.trim_matches('"').rsplit(':').next().unwrap_or_default().to_owned());
    let most = if ctx.call.flag("All") { usize::MAX } else { count(ctx, "Top").unwrap_or(100) };
    // Graph sorts before it cuts.
    let sorts = ctx.call.has("Sort");
    let listing = Listing { filter, beginning: search, most: if sorts { usize::MAX } else { most } };
    if let Some(name) = act::text(ctx, "CountVariable") {
        let n_users = i32::try_from(ctx.dispatch().tenant().users().len()).unwrap_or(i32::MAX);
        ctx.host.set_variable(&name, Value::Int(n_users))?;
    }
    let found = listing.find(ctx, |_, _| true, graph_user);
    let mut found = sorted(ctx, found);
    found.truncate(most);
    shaped(ctx, found, Some(LISTED))
}

/// A request that Graph refuses.
fn bad_request(ctx: &mut Context<'_>, message: String, id: &str) -> Run {
    ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, id, Category::InvalidArgument, Value::Null)
}

/// What a list of Graph fills if `-Property` names nothing.
const LISTED: &[&str] = &[
    "BusinessPhones",
    "DisplayName",
    "GivenName",
    "Id",
    "JobTitle",
    "Mail",
    "MobilePhone",
    "OfficeLocation",
    "PreferredLanguage",
    "Surname",
    "UserPrincipalName",
];

/// The one user of `-UserId`.
fn users_of(ctx: &mut Context<'_>) -> Run<Option<(crate::tenant::model::Guid, Value)>> {
    let Some(value) = ctx.call.get("UserId").or_else(|| ctx.call.get("InputObject")).cloned() else { return Ok(None) };
    Ok(act::user(ctx, &value)?.map(|id| (id, value)))
}

const SET_LICENCE: Spec = Spec {
    verb: "Set",
    noun: "MgUserLicense",
    module: ACTIONS,
    synopsis: "Assigns licences to a user and takes others away.",
    description: "AddLicenses and RemoveLicenses are both needed; @() stands for none.",
    parameters: parameters::SET_MG_USER_LICENSE,
    output: &["Microsoft.Graph.PowerShell.Models.MicrosoftGraphUser"],
    should_process: Some(Impact::Medium),
    related: &["Grant-License", "Get-MgSubscribedSku"],
    examples: &[
        Example::runs(
            "Audio conferencing for a user",
            "$sku = Get-MgSubscribedSku | Where-Object SkuPartNumber -eq MCOMEETADV\n$null = Set-MgUserLicense -UserId alex.wilber@contoso.com -AddLicenses @{ SkuId = $sku.SkuId } -RemoveLicenses @()",
        )
        .mails(&["Enabled alex.wilber@contoso.com"]),
    ],
    ..Spec::EMPTY
};

fn set_licence(ctx: &mut Context<'_>) -> Run {
    let Some((user, about)) = users_of(ctx)? else { return Ok(()) };
    let (mut add, mut remove) = (ctx.call.items("AddLicenses").unwrap_or_default(), ctx.call.items("RemoveLicenses").unwrap_or_default());
    if let Some(body) = ctx.call.get("BodyParameter").cloned() {
        add.extend(items(&ctx.engine().property(&body, "addLicenses", false)?));
        remove.extend(items(&ctx.engine().property(&body, "removeLicenses", false)?));
    }
    let command = ChangeLicences { user, add: licences(ctx, add)?, remove: skus(ctx, remove)? };
    let name = name_of(ctx, user);
    match execute(ctx, &name, &about, command)? {
        Some(_) => write_user(ctx, user, graph_user),
        None => Ok(()),
    }
}

fn service_plans(pool: &Subscription, off: Option<&[String]>) -> Value {
    let plans = pool.plans.iter().map(|plan| {
        let mut pairs = vec![("AppliesTo", Value::str("User"))];
        let status = if off.is_some_and(|off| off.contains(&plan.name)) { "Disabled" } else { "Success" };
        pairs.push(("ProvisioningStatus", Value::str(status)));
        pairs.push(("ServicePlanId", text(plan.id)));
        pairs.push(("ServicePlanName", text(&plan.name)));
        Object::record(Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphServicePlanInfo"), pairs)
    });
    Value::array(plans.collect())
}

const DETAIL: Spec = Spec {
    verb: "Get",
    noun: "MgUserLicenseDetail",
    module: USERS,
    synopsis: "Shows a user's licences as Graph does.",
    description: "",
    parameters: parameters::GET_MG_USER_LICENSE_DETAIL,
    default_set: parameters::GET_MG_USER_LICENSE_DETAIL_DEFAULT,
    related: &["Get-License"],
    examples: &[Example::new(
        "One user's",
        "(Get-MgUserLicenseDetail -UserId ken@contoso.com).SkuPartNumber",
        "ENTERPRISEPACK\nMCOMEETADV\n",
    )],
    ..Spec::EMPTY
};

fn detail(ctx: &mut Context<'_>) -> Run {
    let Some((id, _)) = users_of(ctx)? else { return Ok(()) };
    let wanted = act::text(ctx, "LicenseDetailsId");
    let tenant = ctx.dispatch().tenant();
    let Some(user) = tenant.user(id) else { return Ok(()) };
    let details: Vec<Value> = user
        .licences()
        .iter()
        .filter_map(|licence| Some((tenant.find_subscription(&licence.sku)?, licence.effective_disabled_plans())))
        .filter(|(pool, _)| wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(&pool.id.to_string())))
        .map(|(pool, off)| {
            Object::record(
                Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphLicenseDetails"),
                [
                    ("Id", text(pool.id)),
                    ("ServicePlans", service_plans(pool, Some(&off))),
                    ("SkuId", text(pool.id)),
                    ("SkuPartNumber", text(&pool.sku)),
                ],
            )
        })
        .collect();
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    let most = if ctx.call.flag("All") { usize::MAX } else { count(ctx, "Top").unwrap_or(usize::MAX) };
    let kept = details.into_iter().filter(|object| filter.as_ref().is_none_or(|filter| filter.passes(object))).take(most).collect();
    shaped(ctx, kept, None)
}

const SKUS: Spec = Spec {
    verb: "Get",
    noun: "MgSubscribedSku",
    module: DIRECTORY,
    synopsis: "Shows the tenant's subscriptions as Graph does.",
    description: "",
    parameters: parameters::GET_MG_SUBSCRIBED_SKU,
    default_set: parameters::GET_MG_SUBSCRIBED_SKU_DEFAULT,
    related: &["Get-License"],
    examples: &[Example::new(
        "How many there are",
        "(Get-MgSubscribedSku | Where-Object SkuPartNumber -eq MCOMEETADV).PrepaidUnits.Enabled",
        "25\n",
    )],
    ..Spec::EMPTY
};

fn subscribed(ctx: &mut Context<'_>) -> Run {
    let wanted = act::text(ctx, "SubscribedSkuId");
    let tenant = ctx.dispatch().tenant();
    let info = tenant.info();
    let int = |number: u32| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
    let all: Vec<Value> = tenant
        .subscriptions()
        .iter()
        .map(|pool| (pool, format!("{}_{}", info.tenant_id, pool.id)))
        .filter(|(_, id)| wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(id)))
        .map(|(pool, id)| {
            let units = Object::record(
                Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphLicenseUnitsDetail"),
                [("Enabled", int(pool.total)), ("LockedOut", Value::Int(0)), ("Suspended", Value::Int(0)), ("Warning", Value::Int(0))],
            );
            Object::record(
                Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphSubscribedSku"),
                [
                    ("AccountId", text(info.tenant_id)),
                    ("AccountName", text(account_name(tenant))),
                    ("AppliesTo", Value::str("User")),
                    ("CapabilityStatus", Value::str("Enabled")),
                    ("ConsumedUnits", int(tenant.users().consumed(&pool.sku))),
                    ("Id", Value::from(id)),
                    ("PrepaidUnits", units),
                    ("ServicePlans", service_plans(pool, None)),
                    ("SkuId", text(pool.id)),
                    ("SkuPartNumber", text(&pool.sku)),
                    ("SubscriptionIds", Value::array(Vec::new())),
                ],
            )
        })
        .collect();
    // "skuPartNumber:MCO" is a search for a word.
    let search = act::text(ctx, "Search").map(|text| text.trim_matches('"').rsplit(':').next().unwrap_or_default().to_lowercase());
    let fits = |sku: &Value| {
        let name = sku.note("SkuPartNumber").and_then(|name| name.as_str().map(|name| name.to_lowercase())).unwrap_or_default();
        search.as_ref().is_none_or(|wanted| name.contains(wanted.as_str()))
    };
    let kept = all.into_iter().filter(fits).collect();
    let kept = sorted(ctx, kept);
    // The list has one page: -All changes nothing.

    shaped(ctx, kept, None)
}

/// The tenant's short name, which stands before the colon of an account SKU id.
pub(super) fn account_name(tenant: &Tenant) -> String {
    let domains = &tenant.info().domains;
    let own = domains.iter().find_map(|domain| domain.strip_suffix(".onmicrosoft.com"));
    own.unwrap_or_else(|| tenant.info().default_domain().split('.').next().unwrap_or_default()).to_owned()
}

const UPDATE: Spec = Spec {
    verb: "Update",
    noun: "MgUser",
    module: USERS,
    synopsis: "Changes facts of a user.",
    description: "",
    parameters: parameters::UPDATE_MG_USER,
    should_process: Some(Impact::Medium),
    related: &["Set-ConferencingUser"],
    examples: &[Example::new(
        "A usage location",
        "Update-MgUser -UserId ken@contoso.com -UsageLocation CA\n(Get-MgUser -UserId ken@contoso.com).UsageLocation",
        "CA\n",
    )],
    ..Spec::EMPTY
};

fn update(ctx: &mut Context<'_>) -> Run {
    let Some((user, about)) = users_of(ctx)? else { return Ok(()) };
    let body = ctx.call.get("BodyParameter").cloned();
    let mut fields = Vec::new();
    for name in ["UsageLocation", "Country", "DisplayName"] {
        let given = match (act::text(ctx, name), &body) {
            (Some(text), _) => Some(text),
            (None, Some(body)) => ctx.engine().property(body, name, false)?.as_str().map(|text| text.to_string()),
            _ => None,
        };
        let Some(given) = given else { continue };
        fields.push(match name {
            "UsageLocation" => match expect_country(&given) {
                Ok(country) => UserField::UsageLocation(Some(country)),
                Err(refusal) => return act::refuse(ctx, &refusal, &Value::from(given)),
            },
            "Country" => UserField::Detail(Detail::Country, Some(given)),
            _ => UserField::DisplayName(given),
        });
    }
    let name = name_of(ctx, user);
    execute(ctx, &name, &about, ChangeUser { user, fields })?;
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(CONNECT, connect),
    each!(DISCONNECT, disconnect),
    each!(GET_CONTEXT, get_context),
    each!(GET_USER, get_user),
    each!(SET_LICENCE, set_licence),
    each!(DETAIL, detail),
    each!(SKUS, subscribed),
    each!(UPDATE, update),
];
