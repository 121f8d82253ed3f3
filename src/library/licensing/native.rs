//! `Grant-License`, `Revoke-License` and `Get-License`.

use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::library::conferencing::act::{execute, name_of, users};
use crate::library::conferencing::{IDENTITY, MODULE, OPTIONAL_IDENTITY, PASS_THRU, objects};
use crate::tenant::command::{ChangeLicences, LicenceToAdd, SetSubscription};
use crate::tenant::model::Guid;
use crate::value::{Object, Run, Value};

const SKU: Parameter = Parameter::new("Sku", "string[]")
    .sets(&[InSet::ALL.at(1).mandatory().by_property()])
    .aliases(&["SkuPartNumber", "License", "SkuId"])
    .complete(Completer::Sku)
    .help("Part numbers such as MCOMEETADV, account SKU ids, or SKU ids.");

const GRANT: Spec = Spec {
    verb: "Grant",
    noun: "License",
    module: MODULE,
    synopsis: "Assigns licences to users.",
    description: "A licence with audio conferencing turns conferencing on, and the user is mailed number, conference ID and PIN. A second one with the same plan changes nothing more.",
    parameters: &[IDENTITY, SKU, Parameter::new("DisabledPlans", "string[]").help("Plans of the SKU to leave out."), PASS_THRU],
    output: &["Bridgesh.ConferencingUser"],
    should_process: Some(Impact::Medium),
    related: &["Revoke-License", "Get-License", "Set-MgUserLicense"],
    examples: &[Example::runs("Conferencing for one user", "Grant-License alex.wilber@contoso.com -Sku MCOMEETADV")
        .mails(&["Enabled alex.wilber@contoso.com"])],
    ..Spec::EMPTY
};

fn grant(ctx: &mut Context<'_>) -> Run {
    let skus = ctx.call.texts("Sku").unwrap_or_default();
    let disabled: Vec<String> = ctx.call.texts("DisabledPlans").unwrap_or_default().iter().map(|plan| plan.to_string()).collect();
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        let add = skus.iter().map(|sku| LicenceToAdd { sku: sku.trim().to_owned(), disabled_plans: disabled.clone() }).collect();
        execute(ctx, &name, &about, ChangeLicences { user, add, remove: Vec::new() })?;
        pass(ctx, user)?;
    }
    Ok(())
}

fn pass(ctx: &mut Context<'_>, user: Guid) -> Run {
    if !ctx.call.flag("PassThru") {
        return Ok(());
    }
    let object = objects::user_by(ctx.dispatch().tenant(), user, objects::native_user);
    object.map_or(Ok(()), |object| ctx.write(object))
}

const REVOKE: Spec = Spec {
    verb: "Revoke",
    noun: "License",
    module: MODULE,
    synopsis: "Takes licences away from users.",
    description: "With the last licence that allows audio conferencing it goes off, and the user is mailed.",
    parameters: &[IDENTITY, SKU, PASS_THRU],
    output: &["Bridgesh.ConferencingUser"],
    should_process: Some(Impact::Medium),
    related: &["Grant-License"],
    examples: &[
        Example::runs("No conferencing any more", "Revoke-License ken@contoso.com -Sku MCOMEETADV").mails(&["Disabled ken@contoso.com"])
    ],
    ..Spec::EMPTY
};

fn revoke(ctx: &mut Context<'_>) -> Run {
    let skus: Vec<String> = ctx.call.texts("Sku").unwrap_or_default().iter().map(|sku| sku.trim().to_owned()).collect();
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        execute(ctx, &name, &about, ChangeLicences { user, add: Vec::new(), remove: skus.clone() })?;
        pass(ctx, user)?;
    }
    Ok(())
}

const GET: Spec = Spec {
    verb: "Get",
    noun: "License",
    module: MODULE,
    synopsis: "Shows users' licences, or with -Pool how many are left.",
    description: "Plans lists the plans that are on. Direct says whether the licence was assigned to the user and not through a group.",
    parameters: &[OPTIONAL_IDENTITY, Parameter::switch("Pool").help("The tenant's subscriptions with their counts.")],
    output: &["Bridgesh.License", "Bridgesh.Subscription"],
    related: &["Grant-License", "Set-Subscription"],
    examples: &[
        Example::new("One user's", "(Get-License ken@contoso.com).Sku", "ENTERPRISEPACK\nMCOMEETADV\n"),
        Example::new("How many are left", "(Get-License -Pool | Where-Object Sku -eq MCOMEETADV).Total", "25\n"),
    ],
    ..Spec::EMPTY
};

fn get(ctx: &mut Context<'_>) -> Run {
    if ctx.call.flag("Pool") {
        let tenant = ctx.dispatch().tenant();
        let pools: Vec<Value> = tenant
            .subscriptions()
            .iter()
            .map(|pool| {
                let used = tenant.users().consumed(&pool.sku);
                let count = |number: u32| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
                Object::record(
                    Some("Bridgesh.Subscription"),
                    [
                        ("Sku", objects::text(&pool.sku)),
                        ("Total", count(pool.total)),
                        ("Used", count(used)),
                        ("Available", count(pool.total.saturating_sub(used))),
                        ("Conferencing", Value::Bool(pool.gives_conferencing(&[]))),
                        ("SkuId", objects::text(pool.id)),
                    ],
                )
            })
            .collect();
        return pools.into_iter().try_for_each(|pool| ctx.write(pool));
    }
    let ids: Vec<Guid> = match ctx.call.has("Identity") {
        true => users(ctx, "Identity")?.into_iter().map(|(id, _)| id).collect(),
        false => ctx.dispatch().tenant().users().iter().map(|user| user.object_id()).collect(),
    };
    for id in ids {
        let tenant = ctx.dispatch().tenant();
        let Some(user) = tenant.user(id) else { continue };
        let licences: Vec<Value> = user
            .licences()
            .iter()
            .map(|licence| {
                let off = licence.effective_disabled_plans();
                let plans = tenant.find_subscription(&licence.sku).map(|pool| pool.plans.clone()).unwrap_or_default();
                let on = plans.into_iter().map(|plan| plan.name).filter(|plan| !off.contains(plan));
                Object::record(
                    Some("Bridgesh.License"),
                    [
                        ("User", objects::text(user.user_principal_name())),
                        ("Sku", objects::text(&licence.sku)),
                        ("Plans", Value::strings(on)),
                        ("DisabledPlans", Value::strings(&off)),
                        ("Direct", Value::Bool(licence.direct)),
                    ],
                )
            })
            .collect();
        licences.into_iter().try_for_each(|licence| ctx.write(licence))?;
    }
    Ok(())
}

const SET_POOL: Spec = Spec {
    verb: "Set",
    noun: "Subscription",
    module: MODULE,
    synopsis: "Buys licences, or gives them back.",
    description: "The SKU must be one of the catalogue. A count below what is in use takes nobody's licence, but nobody gets one.",
    parameters: &[
        Parameter::new("Sku", "string").sets(&[InSet::ALL.at(0).mandatory().by_property()]).complete(Completer::Sku).help("The SKU."),
        Parameter::new("Total", "uint32").sets(&[InSet::ALL.at(1).mandatory().by_property()]).help("How many licences there are to be."),
    ],
    should_process: Some(Impact::Medium),
    related: &["Get-License"],
    examples: &[Example::new(
        "A hundred",
        "Set-Subscription MCOMEETADV 100\n(Get-License -Pool | Where-Object Sku -eq MCOMEETADV).Total",
        "100\n",
    )],
    ..Spec::EMPTY
};

fn set_pool(ctx: &mut Context<'_>) -> Run {
    let sku = ctx.call.text("Sku").map(|sku| sku.to_string()).unwrap_or_default();
    let total = ctx.call.integer("Total").and_then(|total| u32::try_from(total).ok()).unwrap_or(0);
    let about = Value::str(&sku);
    execute(ctx, &sku.clone(), &about, SetSubscription { sku, total })?;
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(GRANT, grant), each!(REVOKE, revoke), each!(GET, get), each!(SET_POOL, set_pool)];
