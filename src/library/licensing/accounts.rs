//! Accounts made, changed and removed under the names of Graph, MSOnline and AzureAD.

use super::records::{licences, skus};
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::library::conferencing::act::{self, execute, name_of};
use crate::library::conferencing::objects::{maybe, text};
use crate::tenant::command::{ChangeUser, CreateUser, LicenceToAdd, RemoveUser, expect_country};
use crate::tenant::event::UserField;
use crate::tenant::model::{Detail, Tenant, User};
use crate::value::{Object, Run, Value};

const BY_PROPERTY: &[InSet] = &[InSet::ALL.by_property()];

const fn word(name: &'static str, help: &'static str) -> Parameter {
    Parameter::new(name, "string").sets(BY_PROPERTY).help(help)
}

/// Graph has a switch where the older modules have a Boolean.
macro_rules! new_parameters {
    ($enabled:literal) => {
        &[
            Parameter::new("UserPrincipalName", "string").sets(&[InSet::ALL.mandatory().by_property()]).help("The name to sign in with."),
            Parameter::new("DisplayName", "string").sets(&[InSet::ALL.mandatory().by_property()]).help("The name people see."),
            word("MailNickname", "The alias."),
            word("Mail", "The primary mail address."),
            word("UsageLocation", "A country code."),
            word("PreferredLanguage", "A language tag: the language of the mails."),
            word("GivenName", "The first name.").aliases(&["FirstName"]),
            word("Surname", "The family name.").aliases(&["LastName"]),
            word("JobTitle", "The title.").aliases(&["Title"]),
            word("Department", "The department."),
            word("City", "The city."),
            word("Country", "The country of the profile."),
            word("State", "The state."),
            word("OfficeLocation", "The office.").aliases(&["Office"]),
            Parameter::new("AccountEnabled", $enabled).help("Whether the user may sign in."),
            Parameter::new("LicenseAssignment", "string[]").help("Account SKU ids to assign."),
            Parameter::new("LicenseOptions", "Object[]").help("Plans to leave out."),
            Parameter::new("PasswordProfile", "Object").help("Accepted: there are no passwords."),
            Parameter::new("Password", "Object").help("Accepted: there are no passwords."),
            Parameter::new("ForceChangePassword", "Object").help("Accepted: there are no passwords."),
            Parameter::new("PasswordNeverExpires", "Object").help("Accepted: there are no passwords."),
            Parameter::new("BusinessPhones", "string[]").help("Accepted."),
            Parameter::new("MobilePhone", "string").help("Accepted."),
            Parameter::new("UserType", "string").help("Accepted."),
        ]
    };
}

const NEW_GRAPH: Spec = Spec {
    verb: "New",
    noun: "MgUser",
    module: "Microsoft.Graph.Users",
    synopsis: "Creates a user.",
    description: "",
    parameters: new_parameters!("switch"),
    should_process: Some(Impact::Medium),
    related: &["New-ConferencingUser", "Set-MgUserLicense"],
    examples: &[Example::new(
        "A user",
        "(New-MgUser -UserPrincipalName lucie@contoso.com -DisplayName 'Lucie Blanc' -MailNickname lucie -UsageLocation FR -AccountEnabled -PasswordProfile @{ Password = 'x' }).DisplayName",
        "Lucie Blanc\n",
    )],
    ..Spec::EMPTY
};

const NEW_MSOL: Spec = Spec {
    noun: "MsolUser",
    module: "MSOnline",
    parameters: new_parameters!("bool"),
    examples: &[Example::new(
        "A user with a licence",
        "(New-MsolUser -UserPrincipalName lucie@contoso.com -DisplayName 'Lucie Blanc' -UsageLocation FR -LicenseAssignment contoso:MCOMEETADV).DisplayName",
        "Lucie Blanc\n",
    )
    .mails(&["Enabled lucie@contoso.com"])],
    ..NEW_GRAPH
};

const NEW_AZURE: Spec = Spec {
    noun: "AzureADUser",
    module: "AzureAD",
    parameters: new_parameters!("bool"),
    examples: &[Example::new(
        "A user",
        "(New-AzureADUser -UserPrincipalName lucie@contoso.com -DisplayName 'Lucie Blanc' -AccountEnabled $true -MailNickName lucie).DisplayName",
        "Lucie Blanc\n",
    )],
    ..NEW_GRAPH
};

/// Where each parameter goes.
const DETAILS: &[(&str, Detail)] = &[
    ("GivenName", Detail::GivenName),
    ("Surname", Detail::Surname),
    ("JobTitle", Detail::Title),
    ("Department", Detail::Department),
    ("City", Detail::City),
    ("Country", Detail::Country),
    ("State", Detail::StateOrProvince),
    ("OfficeLocation", Detail::Office),
];

fn account(tenant: &Tenant, user: &User<'_>) -> Value {
    let skus = user.licences().iter().filter_map(|licence| tenant.find_subscription(&licence.sku)).map(|pool| pool.sku.clone());
    Object::record(
        Some("Bridgesh.Account"),
        [
            ("DisplayName", text(user.display_name())),
            ("Id", text(user.object_id())),
            ("ObjectId", text(user.object_id())),
            ("UserPrincipalName", text(user.user_principal_name())),
            ("Mail", maybe(user.mail())),
            ("UsageLocation", maybe(user.usage_location())),
            ("IsLicensed", Value::Bool(!user.licences().is_empty())),
            ("Licenses", Value::strings(skus)),
        ],
    )
}

fn country(ctx: &mut Context<'_>) -> Run<Result<Option<crate::tenant::model::Country>, ()>> {
    let Some(given) = act::text(ctx, "UsageLocation").filter(|text| !text.trim().is_empty()) else { return Ok(Ok(None)) };
    match expect_country(&given) {
        Ok(country) => Ok(Ok(Some(country))),
        Err(refusal) => {
            act::refuse(ctx, &refusal, &Value::from(given))?;
            Ok(Err(()))
        }
    }
}

fn new(ctx: &mut Context<'_>) -> Run {
    let Ok(usage_location) = country(ctx)? else { return Ok(()) };
    let upn = act::text(ctx, "UserPrincipalName").unwrap_or_default();
    let name = act::text(ctx, "DisplayName").unwrap_or_default();
    let filled = |ctx: &Context<'_>, name: &str| act::text(ctx, name).filter(|text| !text.trim().is_empty());
    let details = DETAILS.iter().filter_map(|(name, detail)| filled(ctx, name).map(|text| (*detail, text))).collect();
    let assigned = ctx.call.items("LicenseAssignment").unwrap_or_default();
    let options = ctx.call.items("LicenseOptions").unwrap_or_default();
    let mut wanted: Vec<LicenceToAdd> = skus(ctx, assigned)?.into_iter().map(LicenceToAdd::new).collect();
    for option in licences(ctx, options)? {
        if let Some(licence) = wanted.iter_mut().find(|licence| licence.sku.eq_ignore_ascii_case(&option.sku)) {
            licence.disabled_plans = option.disabled_plans;
        }
    }
    let command = CreateUser {
        mail: filled(ctx, "Mail").map(Some),
        alias: filled(ctx, "MailNickname"),
        usage_location,
        preferred_language: filled(ctx, "PreferredLanguage"),
        details,
        licences: wanted,
        ..CreateUser::new(&upn, name)
    };
    if execute(ctx, &upn, &Value::str(&upn), command)?.is_none() {
        return Ok(());
    }
    let tenant = ctx.dispatch().tenant();
    let object = tenant.users().by_upn(&upn).map(|user| account(tenant, &user));
    object.map_or(Ok(()), |object| ctx.write(object))
}

const WHO: Parameter = Parameter::new("UserId", "Object")
    .sets(&[InSet::ALL.at(0).mandatory().by_property()])
    .aliases(&["Id", "ObjectId", "UserPrincipalName"])
    .complete(Completer::User)
    .help("The user.");

const REMOVE_GRAPH: Spec = Spec {
    verb: "Remove",
    noun: "MgUser",
    module: "Microsoft.Graph.Users",
    synopsis: "Removes a user.",
    description: "The licences go back to their pools; nobody is mailed.",
    parameters: &[WHO],
    should_process: Some(Impact::Medium),
    related: &["Remove-ConferencingUser"],
    examples: &[Example::new("One", "Remove-MgUser -UserId alex.wilber@contoso.com\n@(Get-ConferencingUser).Count", "25\n")],
    ..Spec::EMPTY
};

const REMOVE_MSOL: Spec = Spec {
    noun: "MsolUser",
    module: "MSOnline",
    parameters: &[WHO, Parameter::switch("Force").help("No question."), Parameter::switch("RemoveFromRecycleBin").help("Accepted.")],
    examples: &[Example::new(
        "One",
        "Remove-MsolUser -UserPrincipalName alex.wilber@contoso.com -Force\n@(Get-ConferencingUser).Count",
        "25\n",
    )],
    ..REMOVE_GRAPH
};

const REMOVE_AZURE: Spec = Spec {
    noun: "AzureADUser",
    module: "AzureAD",
    examples: &[Example::new("One", "Remove-AzureADUser -ObjectId alex.wilber@contoso.com\n@(Get-ConferencingUser).Count", "25\n")],
    ..REMOVE_GRAPH
};

fn remove(ctx: &mut Context<'_>) -> Run {
    let value = ctx.call.get("UserId").cloned().unwrap_or(Value::Null);
    let Some(user) = act::user(ctx, &value)? else { return Ok(()) };
    let name = name_of(ctx, user);
    execute(ctx, &name, &value, RemoveUser { user })?;
    Ok(())
}

const SET_AZURE: Spec = Spec {
    verb: "Set",
    noun: "AzureADUser",
    module: "AzureAD",
    synopsis: "Changes facts of a user.",
    description: "Nobody is mailed.",
    parameters: &[
        WHO.aliases(&["ObjectId"]),
        Parameter::new("UserPrincipalName", "string").help("A new principal name."),
        Parameter::new("DisplayName", "string").help("A new display name."),
        Parameter::new("UsageLocation", "string").help("A country code."),
        Parameter::new("PreferredLanguage", "string").help("A language tag."),
        Parameter::new("GivenName", "string").help("The first name."),
        Parameter::new("Surname", "string").help("The family name."),
        Parameter::new("JobTitle", "string").help("The title."),
        Parameter::new("Department", "string").help("The department."),
        Parameter::new("City", "string").help("The city."),
        Parameter::new("Country", "string").help("The country of the profile."),
        Parameter::new("State", "string").help("The state."),
        Parameter::new("AccountEnabled", "bool").help("Whether the user may sign in."),
    ],
    should_process: Some(Impact::Medium),
    related: &["Update-MgUser"],
    examples: &[Example::new(
        "A usage location",
        "Set-AzureADUser -ObjectId ken@contoso.com -UsageLocation CA\n(Get-AzureADUser -ObjectId ken@contoso.com).UsageLocation",
        "CA\n",
    )],
    ..Spec::EMPTY
};

fn set(ctx: &mut Context<'_>) -> Run {
    let Ok(location) = country(ctx)? else { return Ok(()) };
    let value = ctx.call.get("UserId").cloned().unwrap_or(Value::Null);
    let Some(user) = act::user(ctx, &value)? else { return Ok(()) };
    let mut fields = Vec::new();
    fields.extend(act::text(ctx, "UserPrincipalName").map(UserField::UserPrincipalName));
    fields.extend(act::text(ctx, "DisplayName").map(UserField::DisplayName));
    fields.extend(location.map(|country| UserField::UsageLocation(Some(country))));
    fields.extend(act::text(ctx, "PreferredLanguage").map(|tag| UserField::PreferredLanguage(Some(tag).filter(|tag| !tag.is_empty()))));
    for (name, detail) in DETAILS.iter().filter(|(name, _)| *name != "OfficeLocation") {
        fields.extend(act::text(ctx, name).map(|text| UserField::Detail(*detail, Some(text).filter(|text| !text.is_empty()))));
    }
    fields.extend(act::flag(ctx, "AccountEnabled").map(UserField::AccountEnabled));
    let name = name_of(ctx, user);
    execute(ctx, &name, &value, ChangeUser { user, fields })?;
    Ok(())
}

const DETAIL: Spec = Spec {
    verb: "Get",
    noun: "AzureADUserLicenseDetail",
    module: "AzureAD",
    synopsis: "Shows a user's licences.",
    description: "",
    parameters: &[WHO],
    related: &["Get-MgUserLicenseDetail"],
    examples: &[Example::new(
        "One user's",
        "(Get-AzureADUserLicenseDetail -ObjectId ken@contoso.com).SkuPartNumber",
        "ENTERPRISEPACK\nMCOMEETADV\n",
    )],
    ..Spec::EMPTY
};

fn detail(ctx: &mut Context<'_>) -> Run {
    let value = ctx.call.get("UserId").cloned().unwrap_or(Value::Null);
    let Some(id) = act::user(ctx, &value)? else { return Ok(()) };
    let tenant = ctx.dispatch().tenant();
    let Some(user) = tenant.user(id) else { return Ok(()) };
    let all: Vec<Value> = user
        .licences()
        .iter()
        .filter_map(|licence| Some((tenant.find_subscription(&licence.sku)?, licence.effective_disabled_plans())))
        .map(|(pool, off)| {
            let plans = pool.plans.iter().map(|plan| {
                let status = if off.contains(&plan.name) { "Disabled" } else { "Success" };
                Object::record(
                    Some("Microsoft.Open.AzureAD.Model.ServicePlanInfo"),
                    [
                        ("AppliesTo", Value::str("User")),
                        ("ProvisioningStatus", Value::str(status)),
                        ("ServicePlanId", text(plan.id)),
                        ("ServicePlanName", text(&plan.name)),
                    ],
                )
            });
            Object::record(
                Some("Microsoft.Open.AzureAD.Model.LicenseDetail"),
                [
                    ("ObjectId", text(pool.id)),
                    ("ServicePlans", Value::array(plans.collect())),
                    ("SkuId", text(pool.id)),
                    ("SkuPartNumber", text(&pool.sku)),
                ],
            )
        })
        .collect();
    all.into_iter().try_for_each(|object| ctx.write(object))
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(NEW_GRAPH, new),
    each!(NEW_MSOL, new),
    each!(NEW_AZURE, new),
    each!(REMOVE_GRAPH, remove),
    each!(REMOVE_MSOL, remove),
    each!(REMOVE_AZURE, remove),
    each!(SET_AZURE, set),
    each!(DETAIL, detail),
];
