//! Bridges and service numbers, native and under their real names.

use super::act::{self, Optional, execute, is_blank};
use super::{MODULE, PASS_THRU, TEAMS, objects, parameters};
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec, Validation};
use crate::each;
use crate::engine::EngineContext;
use crate::tenant::command::{
    AddServiceNumber, ConfigureBridge, RegisterServiceNumber, SetServiceNumberLanguages, UnregisterServiceNumber,
};
use crate::tenant::model::{Bridge, Guid, Number, NumberKind, ServiceNumber, Tenant};
use crate::tenant::refusal::Refusal;
use crate::value::{Run, Value};

const BRIDGE: Parameter = Parameter::new("Identity", "Object")
    .sets(&[InSet::ALL.at(0).pipeline().by_property()])
    .complete(Completer::Bridge)
    .help("The bridge, by id or name.");
const NUMBER: Parameter = Parameter::new("Identity", "Object[]")
    .sets(&[InSet::ALL.at(0).mandatory().pipeline()])
    .aliases(&["Number"])
    .complete(Completer::ServiceNumber)
    .help("The number, or an object with it.");

const GET_BRIDGE: Spec = Spec {
    verb: "Get",
    noun: "Bridge",
    module: MODULE,
    synopsis: "Shows the conference bridges.",
    description: "",
    parameters: &[BRIDGE],
    output: &["Bridgesh.Bridge"],
    related: &["Set-Bridge", "Get-ServiceNumber"],
    examples: &[Example::new("Their names", "(Get-Bridge).Name", "Conference Bridge\nContoso EMEA Bridge\n")],
    ..Spec::EMPTY
};

fn write_bridges(ctx: &mut Context<'_>, given: Option<Value>, make: fn(&Tenant, &Bridge) -> Value) -> Run {
    let bridges = match given.filter(|value| !is_blank(value)) {
        Some(value) => act::bridge(ctx, &value)?.into_iter().collect(),
        // The page: with conferencing disabled for the tenant nothing is returned.
        None if !ctx.dispatch().tenant().configuration().enabled => Vec::new(),
        None => ctx.dispatch().tenant().bridges().to_vec(),
    };
    for bridge in bridges {
        let object = make(ctx.dispatch().tenant(), &bridge);
        ctx.write(object)?;
    }
    Ok(())
}

fn get_bridge(ctx: &mut Context<'_>) -> Run {
    let given = ctx.call.get("Identity").cloned();
    write_bridges(ctx, given, objects::native_bridge)
}

const SET_BRIDGE: Spec = Spec {
    verb: "Set",
    noun: "Bridge",
    module: MODULE,
    synopsis: "Renames a bridge, gives it another default number, or makes it the tenant's default.",
    description: "Existing users keep the numbers they have: nobody is mailed.",
    parameters: &[
        Parameter::new("Identity", "Object")
            .sets(&[InSet::ALL.at(0).mandatory().pipeline().by_property()])
            .complete(Completer::Bridge)
            .help("The bridge, by id or name."),
        Parameter::new("Name", "string").help("A new name."),
        Parameter::new("DefaultServiceNumber", "Object").complete(Completer::ServiceNumber).help("A toll number that is on it."),
        Parameter::switch("SetDefault").help("Makes it the tenant's default bridge."),
        PASS_THRU,
    ],
    output: &["Bridgesh.Bridge"],
    should_process: Some(Impact::Medium),
    related: &["Get-Bridge", "Register-ServiceNumber"],
    examples: &[Example::new(
        "Another default number",
        "Set-Bridge 'Conference Bridge' -DefaultServiceNumber 12125550142 -PassThru | ForEach-Object { $_.DefaultServiceNumber.Number }",
        "12125550142\n",
    )],
    ..Spec::EMPTY
};

fn set_bridge(ctx: &mut Context<'_>) -> Run {
    let given = ctx.call.get("Identity").cloned().unwrap_or(Value::Null);
    let Some(bridge) = act::bridge(ctx, &given)? else { return Ok(()) };
    let Ok(default_service_number) = act::number_argument(ctx, "DefaultServiceNumber")? else { return Ok(()) };
    let command = ConfigureBridge {
        bridge: bridge.id,
        name: act::text(ctx, "Name"),
        default_service_number,
        set_default: ctx.call.flag("SetDefault"),
    };
    execute(ctx, &bridge.name, &given, command)?;
    if ctx.call.flag("PassThru") {
        write_bridges(ctx, Some(objects::text(bridge.id)), objects::native_bridge)?;
    }
    Ok(())
}

const CS_GET_BRIDGE: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialInConferencingBridge",
    module: TEAMS,
    synopsis: "Shows the dial-in conferencing bridges.",
    description: "",
    parameters: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_BRIDGE,
    default_set: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_BRIDGE_DEFAULT,
    output: &["Microsoft.Rtc.Management.Hosted.Online.Models.ConferencingBridge"],
    related: &["Get-Bridge", "Set-CsOnlineDialInConferencingBridge"],
    examples: &[Example::new(
        "One bridge",
        "(Get-CsOnlineDialInConferencingBridge -Name 'Conference Bridge').Identity",
        "72dfe128-d079-46f8-8ad0-ab12369a167c\n",
    )],
    ..Spec::EMPTY
};

fn cs_get_bridge(ctx: &mut Context<'_>) -> Run {
    let given = ctx.call.get("Identity").or_else(|| ctx.call.get("Name")).cloned();
    write_bridges(ctx, given, objects::bridge)
}

const CS_SET_BRIDGE: Spec = Spec {
    verb: "Set",
    noun: "CsOnlineDialInConferencingBridge",
    module: TEAMS,
    synopsis: "Changes a dial-in conferencing bridge.",
    description: "Identity together with Name renames the bridge; Name alone names it. An edited object given by Instance brings its name, default number and default flag.",
    parameters: parameters::SET_CS_ONLINE_DIAL_IN_CONFERENCING_BRIDGE,
    default_set: parameters::SET_CS_ONLINE_DIAL_IN_CONFERENCING_BRIDGE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Set-Bridge"],
    examples: &[Example::new(
        "Another default number",
        "Set-CsOnlineDialInConferencingBridge -Name 'Conference Bridge' -DefaultServiceNumber 14255551234\n(Get-CsOnlineDialInConferencingBridge -Name 'Conference Bridge').DefaultServiceNumber.Number",
        "14255551234\n",
    )],
    ..Spec::EMPTY
};

fn cs_set_bridge(ctx: &mut Context<'_>) -> Run {
    let (mut identity, name, mut instance) =
        (ctx.call.get("Identity").cloned(), ctx.call.get("Name").cloned(), ctx.call.get("Instance").cloned());
    // By position an edited object is -Instance.
    if let Some(object) = identity.take_if(|value| value.note("Identity").is_some() && value.note("Name").is_some()) {
        instance = Some(object);
    }
    let Some(given) = identity.clone().or_else(|| name.clone()).or_else(|| instance.clone()) else {
        return act::refuse(ctx, &Refusal::BridgeNotFound { bridge: String::new() }, &Value::Null);
    };
    let Some(bridge) = act::bridge(ctx, &given)? else { return Ok(()) };
    let mut command = ConfigureBridge {
        bridge: bridge.id,
        name: identity.and(name).and_then(|name| name.as_str().map(|name| name.to_string())),
        default_service_number: None,
        set_default: ctx.call.flag("SetDefault"),
    };
    let Ok(number) = act::number_argument(ctx, "DefaultServiceNumber")? else { return Ok(()) };
    command.default_service_number = number;
    if let Some(instance) = instance {
        let own = ctx.engine().property(&instance, "DefaultServiceNumber", false)?;
        if number.is_none() && !is_blank(&own) {
            let Some(number) = act::number(ctx, &own)? else { return Ok(()) };
            command.default_service_number = Some(number);
        }
        let own = ctx.engine().property(&instance, "Name", false)?;
        command.name = own.as_str().map(|name| name.to_string()).or(command.name);
        let own = ctx.engine().property(&instance, "IsDefault", false)?;
        command.set_default |= crate::value::convert::to_bool(&own);
    }
    execute(ctx, &bridge.name, &given, command)?;
    Ok(())
}

const GET_NUMBER: Spec = Spec {
    verb: "Get",
    noun: "ServiceNumber",
    module: MODULE,
    synopsis: "Shows the service numbers.",
    description: "",
    parameters: &[
        Parameter::new("Identity", "Object")
            .sets(&[InSet::ALL.at(0).pipeline()])
            .aliases(&["Number"])
            .complete(Completer::ServiceNumber)
            .help("One number."),
        Parameter::new("Bridge", "string")
            .aliases(&["BridgeId", "BridgeName"])
            .complete(Completer::Bridge)
            .help("Only numbers of this bridge."),
        Parameter::new("Type", "string").validate(&[Validation::Set(&["Toll", "TollFree"])]).help("Only numbers of this type."),
        Parameter::new("Country", "string").help("Only numbers of this country code."),
        Parameter::switch("Unassigned").help("Only numbers on no bridge."),
    ],
    output: &["Bridgesh.ServiceNumber"],
    related: &["Register-ServiceNumber", "Set-ServiceNumber"],
    examples: &[Example::new("Those of a country", "(Get-ServiceNumber -Country DK).Number", "4532550117\n")],
    ..Spec::EMPTY
};

fn write_numbers(
    ctx: &mut Context<'_>,
    keeps: impl Fn(&Tenant, &ServiceNumber) -> bool,
    most: usize,
    make: fn(&Tenant, &ServiceNumber) -> Value,
) -> Run {
    let tenant = ctx.dispatch().tenant();
    let found: Vec<Value> =
        tenant.service_numbers().filter(|number| keeps(tenant, number)).take(most).map(|number| make(tenant, number)).collect();
    for object in found {
        ctx.write(object)?;
    }
    Ok(())
}

/// The one number that a value names, or the error that there is none.
fn one_number(ctx: &mut Context<'_>, value: &Value) -> Run<Option<Number>> {
    let Some(number) = act::number(ctx, value)? else { return Ok(None) };
    if ctx.dispatch().tenant().service_number(number).is_none() {
        act::refuse(ctx, &Refusal::UnknownServiceNumber { number }, value)?;
        return Ok(None);
    }
    Ok(Some(number))
}

fn get_number(ctx: &mut Context<'_>) -> Run {
    if let Some(value) = ctx.call.get("Identity").cloned().filter(|value| !is_blank(value)) {
        let Some(wanted) = one_number(ctx, &value)? else { return Ok(()) };
        return write_numbers(ctx, |_, number| number.number == wanted, 1, objects::native_number);
    }
    let Ok(bridge) = act::bridge_argument(ctx, "Bridge", "Bridge")? else { return Ok(()) };
    let kind = act::text(ctx, "Type").and_then(|name| NumberKind::parse(&name));
    let country = act::text(ctx, "Country");
    let unassigned = ctx.call.flag("Unassigned");
    let keeps = |_: &Tenant, number: &ServiceNumber| {
        bridge.is_none_or(|bridge| number.bridge_id == Some(bridge))
            && objects::is_kind(number, kind)
            && country.as_ref().is_none_or(|wanted| number.country.is_some_and(|own| own.code().eq_ignore_ascii_case(wanted.trim())))
            && (!unassigned || number.bridge_id.is_none())
    };
    write_numbers(ctx, keeps, usize::MAX, objects::native_number)
}

const CS_GET_NUMBER: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialInConferencingServiceNumber",
    module: TEAMS,
    synopsis: "Shows the dial-in conferencing service numbers.",
    description: "",
    parameters: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_SERVICE_NUMBER,
    default_set: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_SERVICE_NUMBER_DEFAULT,
    output: &["Microsoft.Rtc.Management.Hosted.Online.Models.ConferencingServiceNumber"],
    related: &["Get-ServiceNumber"],
    examples: &[Example::new("One number", "(Get-CsOnlineDialInConferencingServiceNumber -Identity +14255550100).City", "NOAM-US-WA-SE\n")],
    ..Spec::EMPTY
};

fn cs_get_number(ctx: &mut Context<'_>) -> Run {
    let make: fn(&Tenant, &ServiceNumber) -> Value = |_, number| objects::service_number(number);
    if let Some(value) = ctx.call.get("Identity").cloned().filter(|value| !is_blank(value)) {
        let Some(wanted) = one_number(ctx, &value)? else { return Ok(()) };
        return write_numbers(ctx, |_, number| number.number == wanted, 1, make);
    }
    let Ok(bridge) = act::bridge_argument(ctx, "BridgeId", "BridgeName")? else { return Ok(()) };
    let city = act::text(ctx, "City");
    let most = ctx.call.integer("ResultSize").and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let keeps = |_: &Tenant, number: &ServiceNumber| {
        // Numbers on no bridge are no conferencing numbers yet.
        number.bridge_id.is_some()
            && bridge.is_none_or(|bridge| number.bridge_id == Some(bridge))
            && city.as_ref().is_none_or(|city| super::filter::like(city, &number.city))
    };
    write_numbers(ctx, keeps, most, make)
}

const REGISTER: Spec = Spec {
    verb: "Register",
    noun: "ServiceNumber",
    module: MODULE,
    synopsis: "Puts service numbers on a bridge.",
    description: "A number that the tenant does not have yet is added first if -City, -Type or -New is given.",
    parameters: &[
        NUMBER,
        Parameter::new("Bridge", "string")
            .sets(&[InSet::ALL.at(1)])
            .aliases(&["BridgeId", "BridgeName"])
            .complete(Completer::Bridge)
            .help("The bridge, by id or name; the default one if not given."),
        Parameter::switch("New").help("The tenant gets the number first."),
        Parameter::new("Type", "string")
            .validate(&[Validation::Set(&["Toll", "TollFree"])])
            .help("Toll or toll-free; read from the digits if not given."),
        Parameter::new("City", "string").help("The geocode of its place, such as EMEA-FR-ALL-PA."),
        PASS_THRU,
    ],
    output: &["Bridgesh.ServiceNumber"],
    should_process: Some(Impact::Medium),
    related: &["Unregister-ServiceNumber"],
    examples: &[Example::new(
        "A number that is on no bridge",
        "Register-ServiceNumber 14255550177 'Conference Bridge' -PassThru | ForEach-Object BridgeName",
        "Conference Bridge\n",
    )],
    ..Spec::EMPTY
};

fn register(ctx: &mut Context<'_>) -> Run {
    let Ok(bridge) = act::bridge_argument(ctx, "Bridge", "Bridge")? else { return Ok(()) };
    let adds = ctx.call.flag("New") || ctx.call.has("City") || ctx.call.has("Type");
    for value in ctx.call.items("Identity").unwrap_or_default() {
        let Some(number) = act::number(ctx, &value)? else { continue };
        if adds && ctx.dispatch().tenant().service_number(number).is_none() {
            let command = AddServiceNumber {
                kind: act::text(ctx, "Type").and_then(|name| NumberKind::parse(&name)),
                city: act::text(ctx, "City").unwrap_or_default(),
                ..AddServiceNumber::new(number)
            };
            if execute(ctx, &number.to_string(), &value, command)?.is_none() {
                continue;
            }
        }
        execute(ctx, &number.to_string(), &value, RegisterServiceNumber { number, bridge })?;
        pass(ctx, number)?;
    }
    Ok(())
}

fn pass(ctx: &mut Context<'_>, wanted: Number) -> Run {
    if !ctx.call.flag("PassThru") {
        return Ok(());
    }
    write_numbers(ctx, |_, number| number.number == wanted, 1, objects::native_number)
}

const UNREGISTER: Spec = Spec {
    verb: "Unregister",
    noun: "ServiceNumber",
    module: MODULE,
    synopsis: "Takes service numbers off their bridge.",
    description: "Not a shared number, not one that users have as their default, and the bridge's default only with -RemoveDefault.",
    parameters: &[
        NUMBER,
        Parameter::new("Bridge", "string")
            .aliases(&["BridgeId", "BridgeName"])
            .complete(Completer::Bridge)
            .help("The bridge it must be on."),
        Parameter::switch("RemoveDefault").aliases(&["RemoveDefaultServiceNumber"]).help("Also if it is the bridge's default."),
        PASS_THRU,
    ],
    output: &["Bridgesh.ServiceNumber"],
    should_process: Some(Impact::Medium),
    related: &["Register-ServiceNumber"],
    examples: &[Example::new(
        "A dedicated number",
        "Unregister-ServiceNumber 14255551234\n$null -eq (Get-ServiceNumber 14255551234).BridgeId",
        "True\n",
    )],
    ..Spec::EMPTY
};

fn unregister(ctx: &mut Context<'_>) -> Run {
    let Ok(bridge) = act::bridge_argument(ctx, "Bridge", "Bridge")? else { return Ok(()) };
    let remove_default = ctx.call.flag("RemoveDefault");
    for value in ctx.call.items("Identity").unwrap_or_default() {
        let Some(number) = act::number(ctx, &value)? else { continue };
        execute(ctx, &number.to_string(), &value, UnregisterServiceNumber { number, bridge, remove_default })?;
        pass(ctx, number)?;
    }
    Ok(())
}

const SET_NUMBER: Spec = Spec {
    verb: "Set",
    noun: "ServiceNumber",
    module: MODULE,
    synopsis: "Changes the languages that callers of a number hear.",
    description: "Shared numbers cannot be changed.",
    parameters: &[
        NUMBER,
        Parameter::new("PrimaryLanguage", "string").complete(Completer::Language).help("The language heard first."),
        Parameter::new("SecondaryLanguages", "string[]").complete(Completer::Language).help("At most four others, in order."),
        Parameter::switch("RestoreDefaultLanguages").help("Back to the languages of the number's country."),
        PASS_THRU,
    ],
    output: &["Bridgesh.ServiceNumber"],
    should_process: Some(Impact::Medium),
    related: &["Get-ServiceNumber", "Get-CsOnlineDialInConferencingLanguagesSupported"],
    examples: &[Example::new(
        "French first",
        "Set-ServiceNumber 14255551234 -PrimaryLanguage fr-FR -PassThru | ForEach-Object PrimaryLanguage",
        "fr-FR\n",
    )],
    ..Spec::EMPTY
};

fn languages(ctx: &Context<'_>, number: Number) -> SetServiceNumberLanguages {
    let secondary = ctx.call.texts("SecondaryLanguages").map(|texts| {
        // A list in one text, as the pages write it, is a list too.
        texts.iter().flat_map(|text| text.split(',')).map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect()
    });
    SetServiceNumberLanguages {
        number,
        primary: act::text(ctx, "PrimaryLanguage"),
        secondary,
        restore_default: ctx.call.flag("RestoreDefaultLanguages"),
    }
}

fn set_number(ctx: &mut Context<'_>) -> Run {
    for value in ctx.call.items("Identity").unwrap_or_default() {
        let Some(number) = act::number(ctx, &value)? else { continue };
        let command = languages(ctx, number);
        execute(ctx, &number.to_string(), &value, command)?;
        pass(ctx, number)?;
    }
    Ok(())
}

const CS_REGISTER: Spec = Spec {
    verb: "Register",
    noun: "CsOnlineDialInConferencingServiceNumber",
    module: TEAMS,
    synopsis: "Puts a service number on a bridge.",
    description: "",
    parameters: parameters::REGISTER_CS_ONLINE_DIAL_IN_CONFERENCING_SERVICE_NUMBER,
    should_process: Some(Impact::Medium),
    related: &["Register-ServiceNumber"],
    examples: &[Example::runs(
        "A number that is on no bridge",
        "Register-CsOnlineDialInConferencingServiceNumber -Identity 14255550177 -BridgeName 'Conference Bridge'",
    )],
    ..Spec::EMPTY
};

/// The number of `-Identity`, or of the object in `-Instance`.
fn cs_number(ctx: &mut Context<'_>) -> Run<Option<(Number, Value)>> {
    let given = ctx.call.get("Identity").or_else(|| ctx.call.get("Instance")).cloned().filter(|value| !is_blank(value));
    let Some(value) = given else {
        act::refuse(ctx, &Refusal::EmptyText { what: "number" }, &Value::Null)?;
        return Ok(None);
    };
    Ok(act::number(ctx, &value)?.map(|number| (number, value)))
}

fn cs_bridge(ctx: &mut Context<'_>) -> Run<Optional<Guid>> {
    act::bridge_argument(ctx, "BridgeId", "BridgeName")
}

fn cs_register(ctx: &mut Context<'_>) -> Run {
    let Ok(bridge) = cs_bridge(ctx)? else { return Ok(()) };
    let Some((number, value)) = cs_number(ctx)? else { return Ok(()) };
    execute(ctx, &number.to_string(), &value, RegisterServiceNumber { number, bridge })?;
    Ok(())
}

const CS_UNREGISTER: Spec = Spec {
    verb: "Unregister",
    noun: "CsOnlineDialInConferencingServiceNumber",
    module: TEAMS,
    synopsis: "Takes a service number off its bridge.",
    description: "",
    parameters: parameters::UNREGISTER_CS_ONLINE_DIAL_IN_CONFERENCING_SERVICE_NUMBER,
    should_process: Some(Impact::Medium),
    related: &["Unregister-ServiceNumber"],
    examples: &[Example::runs(
        "A dedicated number",
        "Unregister-CsOnlineDialInConferencingServiceNumber -BridgeName 'Conference Bridge' -RemoveDefaultServiceNumber 14255551234",
    )],
    ..Spec::EMPTY
};

fn cs_unregister(ctx: &mut Context<'_>) -> Run {
    let Ok(bridge) = cs_bridge(ctx)? else { return Ok(()) };
    let Some((number, value)) = cs_number(ctx)? else { return Ok(()) };
    let remove_default = ctx.call.flag("RemoveDefaultServiceNumber");
    execute(ctx, &number.to_string(), &value, UnregisterServiceNumber { number, bridge, remove_default })?;
    Ok(())
}

const CS_SET_NUMBER: Spec = Spec {
    verb: "Set",
    noun: "CsOnlineDialInConferencingServiceNumber",
    module: TEAMS,
    synopsis: "Changes the languages of a service number.",
    description: "",
    parameters: parameters::SET_CS_ONLINE_DIAL_IN_CONFERENCING_SERVICE_NUMBER,
    should_process: Some(Impact::Medium),
    related: &["Set-ServiceNumber"],
    examples: &[Example::new(
        "German first",
        "Set-CsOnlineDialInConferencingServiceNumber -Identity +14255551234 -PrimaryLanguage de-DE -SecondaryLanguages en-US, ja-JP\n(Get-CsOnlineDialInConferencingServiceNumber 14255551234).SecondaryLanguages",
        "en-US\nja-JP\n",
    )],
    ..Spec::EMPTY
};

fn cs_set_number(ctx: &mut Context<'_>) -> Run {
    let Some((number, value)) = cs_number(ctx)? else { return Ok(()) };
    let mut command = languages(ctx, number);
    if let Some(instance) = ctx.call.get("Instance").cloned() {
        let primary = ctx.engine().property(&instance, "PrimaryLanguage", false)?;
        command.primary = command.primary.or_else(|| primary.as_str().map(|code| code.to_string()));
        let secondary = ctx.engine().property(&instance, "SecondaryLanguages", false)?;
        let codes = secondary.enumerate().map(|items| items.iter().filter_map(|item| item.as_str().map(|code| code.to_string())).collect());
        command.secondary = command.secondary.or(codes);
    }
    execute(ctx, &number.to_string(), &value, command)?;
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(GET_BRIDGE, get_bridge),
    each!(SET_BRIDGE, set_bridge),
    each!(CS_GET_BRIDGE, cs_get_bridge),
    each!(CS_SET_BRIDGE, cs_set_bridge),
    each!(GET_NUMBER, get_number),
    each!(CS_GET_NUMBER, cs_get_number),
    each!(REGISTER, register),
    each!(UNREGISTER, unregister),
    each!(SET_NUMBER, set_number),
    each!(CS_REGISTER, cs_register),
    each!(CS_UNREGISTER, cs_unregister),
    each!(CS_SET_NUMBER, cs_set_number),
];
