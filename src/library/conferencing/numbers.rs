//! Telephone numbers as the tenant's catalogue has them: `Get-CsPhoneNumberAssignment`, the older
//! `Get-CsOnlineTelephoneNumber` and their like. The catalogue here is the service numbers and the users' own lines.

use super::act::{self, execute, name_of, refuse};
use super::filter::{Filter, like};
use super::objects::{maybe, text};
use super::{TEAMS, parameters};
use crate::cmdlet::{Context, Entry, Example, Impact, Spec};
use crate::each;
use crate::tenant::command::{ChangeUser, expect_country};
use crate::tenant::event::UserField;
use crate::tenant::model::{Country, Detail, Guid, Number, NumberKind, Tenant, User};
use crate::value::{Category, Object, Run, TypeId, Value};

/// A number of the catalogue.
struct Line {
    number: Number,
    kind: Option<NumberKind>,
    city: String,
    country: Option<Country>,
    bridge: Option<Guid>,
    user: Option<Guid>,
}

impl Line {
    fn status(&self) -> &'static str {
        match (self.user, self.bridge) {
            (Some(_), _) => "UserAssigned",
            (None, Some(_)) => "ConferenceAssigned",
            _ => "Unassigned",
        }
    }

    fn capability(&self) -> &'static str {
        if self.kind.is_some() { "ConferenceAssignment" } else { "UserAssignment" }
    }
}

/// The number of a user's line, which may have an extension behind it.
fn line_number(line: &str) -> Option<Number> {
    Number::parse(line.split(';').next().unwrap_or(line))
}

/// All numbers, in ascending order of their text.
fn lines(tenant: &Tenant) -> Vec<Line> {
    let mut lines: Vec<Line> = tenant
        .service_numbers()
        .map(|number| Line {
            number: number.number,
            kind: Some(number.kind),
            city: number.city.clone(),
            country: number.country,
            bridge: number.bridge_id,
            user: None,
        })
        .collect();
    for user in tenant.users().iter() {
        let Some(number) = user.detail(Detail::LineUri).and_then(line_number) else { continue };
        let city = user.detail(Detail::City).unwrap_or_default().to_owned();
        lines.push(Line { number, kind: None, city, country: Country::of_number(number), bridge: None, user: Some(user.object_id()) });
    }
    lines.sort_by_key(|line| line.number.to_string());
    lines
}

fn assignment(line: &Line) -> Value {
    let zero = || Value::str("00000000-0000-0000-0000-000000000000");
    Object::record(
        Some("Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.SkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber"),
        [
            ("TelephoneNumber", Value::from(line.number.with_plus())),
            ("OperatorId", Value::str("9b1d2f00-38d1-4f0f-9b6d-7a0b8f3f1c55")),
            ("NumberType", Value::str("CallingPlan")),
            ("ActivationState", Value::str("Activated")),
            ("AssignedPstnTargetId", maybe(line.user)),
            ("AssignmentCategory", if line.user.is_some() { Value::str("Primary") } else { Value::Null }),
            ("Capability", Value::strings([line.capability()])),
            ("City", text(&line.city)),
            ("CivicAddressId", zero()),
            ("IsoCountryCode", maybe(line.country)),
            ("IsoSubdivision", Value::str("")),
            ("LocationId", zero()),
            ("LocationUpdateSupported", Value::Bool(true)),
            ("NetworkSiteId", Value::str("")),
            ("PortInOrderStatus", Value::Null),
            ("PstnAssignmentStatus", Value::str(line.status())),
            ("PstnPartnerId", Value::str("6c9b7a31-0e67-4c7e-8f5d-0f0c1d9be2a8")),
            ("PstnPartnerName", Value::str("Microsoft")),
            ("NumberSource", Value::str("Online")),
            ("ReverseNumberLookup", Value::array(Vec::new())),
            ("Tag", Value::array(Vec::new())),
            ("AssignmentBlockedState", Value::str("NotBlocked")),
            ("AssignmentBlockedUntil", Value::Null),
            ("SmsActivationState", Value::str("NotActivated")),
        ],
    )
}

const GET: Spec = Spec {
    verb: "Get",
    noun: "CsPhoneNumberAssignment",
    module: TEAMS,
    synopsis: "Shows the tenant's telephone numbers and what they are assigned to.",
    description: "",
    parameters: parameters::GET_CS_PHONE_NUMBER_ASSIGNMENT,
    related: &["Get-ServiceNumber"],
    examples: &[Example::new("Those of a country", "(Get-CsPhoneNumberAssignment -IsoCountryCode DK).TelephoneNumber", "+4532550117\n")],
    ..Spec::EMPTY
};

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn get(ctx: &mut Context<'_>) -> Run {
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    let given = |ctx: &Context<'_>, name: &str| act::text(ctx, name).filter(|text| !text.trim().is_empty());
    let (exact, contains, starts) =
        (given(ctx, "TelephoneNumber"), given(ctx, "TelephoneNumberContain"), given(ctx, "TelephoneNumberStartsWith"));
    let (greater, less) = (given(ctx, "TelephoneNumberGreaterThan"), given(ctx, "TelephoneNumberLessThan"));
    let (country, status, kind) = (given(ctx, "IsoCountryCode"), given(ctx, "PstnAssignmentStatus"), given(ctx, "NumberType"));
    let (capability, state, target) =
        (given(ctx, "CapabilitiesContain"), given(ctx, "ActivationState"), given(ctx, "AssignedPstnTargetId"));
    let target = match target {
        Some(target) => match ctx.dispatch().tenant().resolve(&target) {
            Ok(id) => Some(id),
            Err(_) => return Ok(()),
        },
        None => None,
    };
    let named = ["AssignmentCategory", "CivicAddressId", "LocationId", "NetworkSiteId"];
    let by_property: Vec<(&str, String)> = named.into_iter().filter_map(|name| given(ctx, name).map(|wanted| (name, wanted))).collect();
    let is_text = |object: &Value, name: &str, wanted: &str| {
        object.note(name).and_then(|own| own.as_str().map(|own| own.eq_ignore_ascii_case(wanted))).unwrap_or(false)
    };
    let skip = ctx.call.integer("Skip").and_then(|skip| usize::try_from(skip).ok()).unwrap_or(0);
    let top = ctx.call.integer("Top").and_then(|top| usize::try_from(top).ok()).unwrap_or(500);
    let same = |wanted: &Option<String>, own: &str| wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(own));
    let keeps = |line: &Line| {
        let own = line.number.to_string();
        exact.as_ref().is_none_or(|exact| digits(exact) == own)
            && contains.as_ref().is_none_or(|part| own.contains(&digits(part)))
            && starts.as_ref().is_none_or(|part| own.starts_with(&digits(part)))
            && greater.as_ref().is_none_or(|other| own > digits(other))
            && less.as_ref().is_none_or(|other| own < digits(other))
            && country.as_ref().is_none_or(|country| line.country.is_some_and(|own| own.code().eq_ignore_ascii_case(country)))
            && same(&status, line.status())
            && capability.as_ref().is_none_or(|wanted| wanted.split(',').any(|one| one.trim().eq_ignore_ascii_case(line.capability())))
            && same(&state, "Activated")
            && same(&kind, "CallingPlan")
            && target.is_none_or(|target| line.user == Some(target))
    };
    let found: Vec<Value> = lines(ctx.dispatch().tenant())
        .iter()
        .filter(|line| keeps(line))
        .map(assignment)
        .filter(|object| filter.as_ref().is_none_or(|filter| filter.passes(object)))
        .filter(|object| by_property.iter().all(|(name, wanted)| is_text(object, name, wanted)))
        .skip(skip)
        .take(top)
        .collect();
    found.into_iter().try_for_each(|object| ctx.write(object))
}

const SET: Spec = Spec {
    verb: "Set",
    noun: "CsPhoneNumberAssignment",
    module: TEAMS,
    synopsis: "Gives a user a telephone number of the own.",
    description: "It is the number of the user's line, not of conferencing: nobody is mailed.",
    parameters: parameters::SET_CS_PHONE_NUMBER_ASSIGNMENT,
    default_set: parameters::SET_CS_PHONE_NUMBER_ASSIGNMENT_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Remove-CsPhoneNumberAssignment"],
    examples: &[Example::new(
        "A line",
        "Set-CsPhoneNumberAssignment -Identity ken@contoso.com -PhoneNumber +14255550123 -PhoneNumberType CallingPlan\n(Get-CsOnlineUser ken@contoso.com).LineUri",
        "tel:+14255550123\n",
    )],
    ..Spec::EMPTY
};

/// The kinds of numbers that users have.
const NUMBER_TYPES: &[&str] = &["CallingPlan", "DirectRouting", "OperatorConnect", "OCMobile"];

/// Whether `-NumberType` names a kind of number; an error is written if not.
fn knows_number_type(ctx: &mut Context<'_>) -> Run<bool> {
    let Some(kind) = act::text(ctx, "NumberType").filter(|kind| !NUMBER_TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind))) else {
        return Ok(true);
    };
    let message = format!("'{kind}' is no type of telephone number: {}.", NUMBER_TYPES.join(", "));
    ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, "InvalidNumberType", Category::InvalidArgument, Value::from(kind))?;
    Ok(false)
}

fn set(ctx: &mut Context<'_>) -> Run {
    if !knows_number_type(ctx)? {
        return Ok(());
    }
    let Some(value) = ctx.call.get("Identity").cloned().filter(|_| ctx.call.has("TelephoneNumber")) else { return Ok(()) };
    let Some(user) = act::user(ctx, &value)? else { return Ok(()) };
    let given = act::any_text(ctx, "TelephoneNumber")?.unwrap_or_default();
    let Ok(field) = super::voice::line_field(ctx, &given)? else { return Ok(()) };
    let bare = given.split(';').next().unwrap_or_default();
    let Some(number) = Number::parse(bare) else { return Ok(()) };
    if ctx.dispatch().tenant().service_number(number).is_some() {
        let message = format!("{number} is a service number: it cannot be the number of a user.");
        return ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, "NumberNotAssignable", Category::InvalidOperation, value);
    }
    let name = name_of(ctx, user);
    execute(ctx, &name, &value, ChangeUser { user, fields: vec![field] })?;
    Ok(())
}

const REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "CsPhoneNumberAssignment",
    module: TEAMS,
    synopsis: "Takes a user's telephone number away.",
    description: "",
    parameters: parameters::REMOVE_CS_PHONE_NUMBER_ASSIGNMENT,
    default_set: parameters::REMOVE_CS_PHONE_NUMBER_ASSIGNMENT_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Set-CsPhoneNumberAssignment"],
    examples: &[Example::runs("No line", "Remove-CsPhoneNumberAssignment -Identity ken@contoso.com -RemoveAll")],
    ..Spec::EMPTY
};

fn remove(ctx: &mut Context<'_>) -> Run {
    if !knows_number_type(ctx)? {
        return Ok(());
    }
    let value = ctx.call.get("Identity").cloned().unwrap_or(Value::Null);
    let Some(user) = act::user(ctx, &value)? else { return Ok(()) };
    let own = ctx.dispatch().tenant().user(user).and_then(|user| user.detail(Detail::LineUri).and_then(line_number));
    if !ctx.call.flag("RemoveAll")
        && let Ok(Some(number)) = act::number_argument(ctx, "TelephoneNumber")?
        && own != Some(number)
    {
        let message = format!("{number} is not assigned to {}.", name_of(ctx, user));
        return ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, "NumberNotAssigned", Category::InvalidOperation, value);
    }
    let name = name_of(ctx, user);
    execute(ctx, &name, &value, ChangeUser { user, fields: vec![UserField::Detail(Detail::LineUri, None)] })?;
    Ok(())
}

const OLD: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineTelephoneNumber",
    module: TEAMS,
    synopsis: "Shows the tenant's telephone numbers in their older form.",
    description: "Deprecated: Get-CsPhoneNumberAssignment does it.",
    parameters: parameters::GET_CS_ONLINE_TELEPHONE_NUMBER,
    related: &["Get-CsPhoneNumberAssignment"],
    examples: &[Example::new("One number", "(Get-CsOnlineTelephoneNumber -TelephoneNumber 14255550100).TargetType", "caa\n")],
    ..Spec::EMPTY
};

fn old(ctx: &mut Context<'_>) -> Run {
    ctx.verbose("The real Get-CsOnlineTelephoneNumber is deprecated: use Get-CsPhoneNumberAssignment.")?;
    let given = |ctx: &Context<'_>, name: &str| act::text(ctx, name).filter(|text| !text.trim().is_empty());
    let (exact, starts) = (given(ctx, "TelephoneNumber"), given(ctx, "TelephoneNumberStartsWith"));
    let (greater, less, city) =
        (given(ctx, "TelephoneNumberGreaterThan"), given(ctx, "TelephoneNumberLessThan"), given(ctx, "CapitalOrMajorCity"));
    let inventory = ctx.call.texts("InventoryType");
    let assigned = ctx.call.texts("Assigned");
    let (unassigned, expands) = (ctx.call.flag("IsNotAssigned"), ctx.call.flag("ExpandLocation"));
    let most = ctx.call.integer("ResultSize").and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let tenant = ctx.dispatch().tenant();
    let one_of = |wanted: &Option<Vec<std::rc::Rc<str>>>, own: &str| {
        wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|one| one.eq_ignore_ascii_case(own)))
    };
    let kind_of = |line: &Line| if line.kind.is_some() { "Service" } else { "Subscriber" };
    let target_of = |line: &Line| match (line.user, line.bridge) {
        (Some(_), _) => "user",
        (None, Some(_)) => "caa",
        _ => "",
    };
    let found: Vec<Value> = lines(tenant)
        .iter()
        .filter(|line| {
            let own = line.number.to_string();
            exact.as_ref().is_none_or(|exact| digits(exact) == own)
                && starts.as_ref().is_none_or(|part| own.starts_with(&digits(part)))
                && greater.as_ref().is_none_or(|other| own > digits(other))
                && less.as_ref().is_none_or(|other| own < digits(other))
                && city.as_ref().is_none_or(|city| like(city, &line.city))
                && one_of(&inventory, kind_of(line))
                && one_of(&assigned, target_of(line))
                && (!unassigned || line.status() == "Unassigned")
        })
        .take(most)
        .map(|line| {
            Object::record(
                Some("Deserialized.Microsoft.Skype.EnterpriseVoice.BVDClient.Number"),
                [
                    ("ActivationState", Value::str("Activated")),
                    ("BridgeNumber", Value::Null),
                    ("CallingProfile", Value::str("BandwidthUS")),
                    ("InventoryType", Value::str(kind_of(line))),
                    ("CityCode", text(&line.city)),
                    ("Id", text(line.number)),
                    ("Location", if expands { text(&line.city) } else { Value::Null }),
                    ("O365Region", Value::from(line.city.split('-').next().unwrap_or_default().to_owned())),
                    ("SourceType", Value::str("Tnm")),
                    ("TargetType", Value::str(target_of(line))),
                    ("Tenant", Value::Null),
                    ("TenantId", text(tenant.info().tenant_id)),
                    ("UserId", maybe(line.user)),
                    ("IsManagedByServiceDesk", Value::Bool(true)),
                    ("PortInOrderStatus", Value::Null),
                ],
            )
        })
        .collect();
    found.into_iter().try_for_each(|object| ctx.write(object))
}

const COUNTRY: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineTelephoneNumberCountry",
    module: TEAMS,
    synopsis: "Shows the countries with dial-in numbers.",
    description: "",
    parameters: parameters::GET_CS_ONLINE_TELEPHONE_NUMBER_COUNTRY,
    related: &["Get-CsOnlineTelephoneNumberType"],
    examples: &[Example::new("One of them", "(Get-CsOnlineTelephoneNumberCountry | Where-Object Name -eq Denmark).Value", "DK\n")],
    ..Spec::EMPTY
};

fn country(ctx: &mut Context<'_>) -> Run {
    for (code, name) in Country::with_dial_in() {
        ctx.write(Object::record(
            Some("Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.Country"),
            [("Name", text(name)), ("Value", text(code))],
        ))?;
    }
    Ok(())
}

const TYPE: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineTelephoneNumberType",
    module: TEAMS,
    synopsis: "Shows the types of numbers that a country has.",
    description: "",
    parameters: parameters::GET_CS_ONLINE_TELEPHONE_NUMBER_TYPE,
    related: &["Get-CsOnlineTelephoneNumberCountry"],
    examples: &[Example::new("A country's", "(Get-CsOnlineTelephoneNumberType -Country DK).Id -contains 'ConferenceToll'", "True\n")],
    ..Spec::EMPTY
};

fn types(ctx: &mut Context<'_>) -> Run {
    let country = act::text(ctx, "Country").unwrap_or_default();
    if let Err(refusal) = expect_country(&country) {
        return refuse(ctx, &refusal, &Value::from(country));
    }
    for name in ["ConferenceToll", "ConferenceTollFree", "UserSubscriber", "CallQueueToll", "AutoAttendantToll"] {
        let pairs = [
            ("AllowedSearchType", Value::strings(["Prefix"])),
            ("AreaCode", Value::Null),
            ("AvailabilityInfo", Value::Null),
            ("Id", Value::str(name)),
            ("NumberType", Value::str(name)),
            ("OfferModel", Value::str("DirectStock")),
            ("PrefixSearchOption", Value::Null),
            ("RequiresCivicAddress", Value::Bool(name == "UserSubscriber")),
        ];
        ctx.write(Object::record(Some("Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.TelephoneNumberType"), pairs))?;
    }
    Ok(())
}

const ORDER: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineTelephoneNumberOrder",
    module: TEAMS,
    synopsis: "Shows an order of telephone numbers.",
    description: "The simulation has no orders: an order that is asked for is not found.",
    parameters: parameters::GET_CS_ONLINE_TELEPHONE_NUMBER_ORDER,
    related: &["Register-ServiceNumber"],
    examples: &[Example::runs("None", "Get-CsOnlineTelephoneNumberOrder -OrderId 1 -ErrorAction SilentlyContinue")],
    ..Spec::EMPTY
};

fn order(ctx: &mut Context<'_>) -> Run {
    let id = act::text(ctx, "OrderId").unwrap_or_default();
    ctx.fail(
        TypeId::INVALID_OPERATION_EXCEPTION,
        format!("There is no order '{id}'."),
        "OrderNotFound",
        Category::ObjectNotFound,
        Value::from(id),
    )
}

const APPLICATION: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineApplicationInstance",
    module: TEAMS,
    synopsis: "Shows the resource accounts of auto attendants and call queues.",
    description: "They are the users whose department is Microsoft Communication Application Instance, as the real service marks them.",
    parameters: parameters::GET_CS_ONLINE_APPLICATION_INSTANCE,
    should_process: Some(Impact::None),
    related: &["Get-CsOnlineUser"],
    examples: &[Example::new("How many", "@(Get-CsOnlineApplicationInstance).Count", "0\n")],
    ..Spec::EMPTY
};

/// What the service writes into the department of a resource account.
const INSTANCE_DEPARTMENT: &str = "Microsoft Communication Application Instance";
/// The application ids of auto attendants and of call queues.
const AUTO_ATTENDANT: &str = "ce933385-9390-45d1-9512-c8d228074e07";
const CALL_QUEUE: &str = "11cd3e2e-fccb-42ad-ad00-878b93575e07";

fn instance(tenant: &Tenant, user: &User<'_>) -> Option<Value> {
    if !user.detail(Detail::Department).is_some_and(|department| department.eq_ignore_ascii_case(INSTANCE_DEPARTMENT)) {
        return None;
    }
    let is_queue = user.detail(Detail::Title).is_some_and(|title| title.to_ascii_lowercase().contains("queue"));
    Some(Object::record(
        Some("Microsoft.Rtc.Management.Hosted.Online.Models.ApplicationInstance"),
        [
            ("ObjectId", text(user.object_id())),
            ("TenantId", text(tenant.info().tenant_id)),
            ("UserPrincipalName", text(user.user_principal_name())),
            ("ApplicationId", Value::str(if is_queue { CALL_QUEUE } else { AUTO_ATTENDANT })),
            ("DisplayName", text(user.display_name())),
            ("PhoneNumber", maybe(user.detail(Detail::LineUri))),
        ],
    ))
}

fn application(ctx: &mut Context<'_>) -> Run {
    let names: Vec<String> = match act::text(ctx, "Identity") {
        Some(name) => vec![name],
        None => ctx.call.texts("Identities").unwrap_or_default().iter().map(|name| name.to_string()).collect(),
    };
    for name in &names {
        let found = ctx.dispatch().tenant().resolve(name).ok();
        let object = found.and_then(|id| {
            let tenant = ctx.dispatch().tenant();
            tenant.user(id).and_then(|user| instance(tenant, &user))
        });
        match object {
            Some(object) => ctx.write(object)?,
            None => ctx.fail(
                TypeId::INVALID_OPERATION_EXCEPTION,
                format!("There is no application instance '{name}'."),
                "ApplicationInstanceNotFound",
                Category::ObjectNotFound,
                Value::str(name),
            )?,
        }
    }
    if !names.is_empty() {
        return Ok(());
    }
    let size = |name: &str| ctx.call.integer(name).and_then(|size| usize::try_from(size).ok());
    let (skip, most) = (size("Skip").unwrap_or(0), size("ResultSize").unwrap_or(usize::MAX));
    let tenant = ctx.dispatch().tenant();
    let found: Vec<Value> = tenant.users().iter().filter_map(|user| instance(tenant, &user)).skip(skip).take(most).collect();
    found.into_iter().try_for_each(|object| ctx.write(object))
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(GET, get),
    each!(SET, set),
    each!(REMOVE, remove),
    each!(OLD, old),
    each!(COUNTRY, country),
    each!(TYPE, types),
    each!(ORDER, order),
    each!(APPLICATION, application),
];
