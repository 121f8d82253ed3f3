//! Exchange, as far as scripts for conferencing ask it: who has a mailbox, and its primary address.

use super::act;
use super::filter::{Filter, like};
use super::objects::{date, maybe, text};
use super::users;
use crate::cmdlet::{Context, Entry, Example, InSet, Parameter, Spec};
use crate::each;
use crate::tenant::model::{Detail, Tenant, User};
use crate::value::{Category, Object, Run, TypeId, Value};

const EXCHANGE: &str = "ExchangeOnlineManagement";

const PARAMETERS: &[Parameter] = &[
    Parameter::new("Identity", "Object")
        .sets(&[InSet::ALL.at(0).pipeline().by_property()])
        .aliases(&["UserPrincipalName", "PrimarySmtpAddress", "ExternalDirectoryObjectId"])
        .help("One mailbox, by any name of the user."),
    Parameter::new("Filter", "string").help("A condition on the output, in Exchange's form."),
    Parameter::new("ResultSize", "Object").help("At most so many; Unlimited for all. 1,000 if not given."),
    Parameter::new("Anr", "string").help("The beginning of a name or an address."),
    Parameter::new("RecipientTypeDetails", "string[]").help("Only these: all here are UserMailbox."),
    Parameter::new("SortBy", "string").help("The property to sort by."),
    Parameter::new("Properties", "string[]").help("All are filled."),
    Parameter::new("PropertySets", "string[]").help("All are filled."),
];

const GET: Spec = Spec {
    verb: "Get",
    noun: "Mailbox",
    module: EXCHANGE,
    synopsis: "Shows users' mailboxes: above all the primary SMTP address.",
    description: "A user with a mail address has a mailbox.",
    parameters: PARAMETERS,
    output: &["Microsoft.Exchange.Data.Directory.Management.Mailbox"],
    related: &["Get-ConferencingUser", "Get-EXOMailbox"],
    examples: &[Example::new("Where mails go", "(Get-Mailbox ken@contoso.com).PrimarySmtpAddress", "ken@contoso.com\n")],
    ..Spec::EMPTY
};

const EXO: Spec = Spec {
    noun: "EXOMailbox",
    related: &["Get-Mailbox"],
    examples: &[Example::new("Where mails go", "(Get-EXOMailbox -Identity ken@contoso.com).PrimarySmtpAddress", "ken@contoso.com\n")],
    ..GET
};

const RECIPIENT: Spec = Spec {
    noun: "Recipient",
    synopsis: "Shows who can be mailed.",
    related: &["Get-Mailbox"],
    examples: &[Example::new("Who", "(Get-Recipient ken@contoso.com).DisplayName", "Ken Myers\n")],
    ..GET
};

fn mailbox(tenant: &Tenant, user: &User<'_>) -> Option<Value> {
    let address = user.mail()?;
    Some(Object::record(
        Some("Microsoft.Exchange.Data.Directory.Management.Mailbox"),
        [
            ("Name", text(user.alias())),
            ("Alias", text(user.alias())),
            ("DisplayName", text(user.display_name())),
            ("PrimarySmtpAddress", text(address)),
            ("UserPrincipalName", text(user.user_principal_name())),
            ("WindowsEmailAddress", text(address)),
            ("EmailAddresses", Value::strings([format!("SMTP:{address}")])),
            ("RecipientType", Value::str("UserMailbox")),
            ("RecipientTypeDetails", Value::str("UserMailbox")),
            ("Office", maybe(user.detail(Detail::Office))),
            ("UsageLocation", maybe(user.usage_location().map(|country| country.name().to_owned()))),
            ("Languages", Value::strings(user.preferred_language())),
            ("HiddenFromAddressListsEnabled", Value::Bool(false)),
            ("ExternalDirectoryObjectId", text(user.object_id())),
            ("ExchangeGuid", text(user.object_id())),
            ("Identity", text(user.alias())),
            ("Id", text(user.alias())),
            ("Guid", text(user.object_id())),
            ("OrganizationId", text(tenant.info().default_domain())),
            ("WhenCreated", date(user.created())),
        ],
    ))
}

fn get(ctx: &mut Context<'_>) -> Run {
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    let beginning = act::text(ctx, "Anr").unwrap_or_default().to_lowercase();
    let kinds = ctx.call.texts("RecipientTypeDetails").unwrap_or_default();
    if !kinds.is_empty() && !kinds.iter().any(|kind| like(kind, "UserMailbox")) {
        return Ok(());
    }
    let is_named = ctx.call.has("Identity") && !act::text(ctx, "Identity").is_some_and(|name| name.contains('*'));
    let size = act::any_text(ctx, "ResultSize")?;
    let most = match &size {
        Some(size) => size.trim().parse().unwrap_or(usize::MAX),
        None => 1000,
    };
    let mut found = Vec::new();
    for id in users::selected(ctx, "Identity")? {
        let tenant = ctx.dispatch().tenant();
        let Some(user) = tenant.user(id) else { continue };
        match mailbox(tenant, &user) {
            Some(object) => found.push(object),
            None if is_named => {
                let message = format!("{} has no mailbox.", user.user_principal_name());
                ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, "MailboxNotFound", Category::ObjectNotFound, text(id))?;
            }
            None => {}
        }
    }
    let begins = |object: &Value| {
        let text = |name: &str| object.note(name).and_then(|value| value.as_str().map(|text| text.to_lowercase())).unwrap_or_default();
        beginning.is_empty() || ["DisplayName", "PrimarySmtpAddress", "Alias"].iter().any(|name| text(name).starts_with(&beginning))
    };
    found.retain(|object| begins(object) && filter.as_ref().is_none_or(|filter| filter.passes(object)));
    if let Some(key) = act::text(ctx, "SortBy") {
        found.sort_by_key(|object| object.note(&key).and_then(|value| value.as_str().map(|text| text.to_lowercase())).unwrap_or_default());
    }
    let is_cut = found.len() > most;
    found.into_iter().take(most).try_for_each(|object| ctx.write(object))?;
    if is_cut && size.is_none() {
        ctx.warn("There are more results than are shown: only 1000 are. -ResultSize Unlimited shows all.")?;
    }
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(GET, get), each!(EXO, get), each!(RECIPIENT, get)];
