//! What the licence cmdlets of Graph, MSOnline and AzureAD have in common: reading the lists of licences that scripts
//! hand over, and the users that they name.

use crate::cmdlet::Context;
use crate::engine::EngineContext;
use crate::library::conferencing::act;
use crate::library::conferencing::filter::Filter;
use crate::tenant::command::LicenceToAdd;
use crate::tenant::model::{Guid, Tenant, User};
use crate::value::{Run, Value, convert};

/// The licences of a list: texts, or objects (hash tables too) with `SkuId` and `DisabledPlans`.
pub fn licences(ctx: &mut Context<'_>, items: Vec<Value>) -> Run<Vec<LicenceToAdd>> {
    let mut wanted = Vec::new();
    for item in items.into_iter().filter(|item| !act::is_blank(item)) {
        let sku = act::text_of(ctx, &item, &["SkuId", "AccountSkuId", "SkuPartNumber", "Sku"])?;
        let plans = match &item {
            Value::Str(_) => Value::Null,
            other => ctx.engine().property(other, "DisabledPlans", false)?,
        };
        let mut disabled_plans = Vec::new();
        for plan in plans.enumerate().unwrap_or_else(|| if plans.is_null() { Vec::new() } else { vec![plans.clone()] }) {
            disabled_plans.push(convert::to_text(ctx.engine(), &plan)?.to_string());
        }
        wanted.push(LicenceToAdd { sku: sku.trim().to_owned(), disabled_plans });
    }
    Ok(wanted)
}

/// The SKUs of a list: texts, GUIDs, or objects with a `SkuId`.
pub fn skus(ctx: &mut Context<'_>, items: Vec<Value>) -> Run<Vec<String>> {
    Ok(licences(ctx, items)?.into_iter().map(|licence| licence.sku).collect())
}

/// The items of a value: of a collection its items, of null none.
pub fn items(value: &Value) -> Vec<Value> {
    match value.enumerate() {
        Some(items) => items,
        None if value.is_null() => Vec::new(),
        None => vec![value.clone()],
    }
}

/// Which of all users a listing shows.
pub struct Listing {
    /// A condition on the object.
    pub filter: Option<Filter>,
    /// The beginning of the name or address.
    pub beginning: Option<String>,
    /// At most so many.
    pub most: usize,
}

impl Listing {
    /// Writes the users that pass, made into objects.
    pub fn write(&self, ctx: &mut Context<'_>, keeps: impl Fn(&Tenant, &User<'_>) -> bool, make: fn(&Tenant, &User<'_>) -> Value) -> Run {
        self.find(ctx, keeps, make).into_iter().try_for_each(|object| ctx.write(object))
    }

    /// The users that pass, made into objects.
    pub fn find(
        &self,
        ctx: &mut Context<'_>,
        keeps: impl Fn(&Tenant, &User<'_>) -> bool,
        make: fn(&Tenant, &User<'_>) -> Value,
    ) -> Vec<Value> {
        let tenant = ctx.dispatch().tenant();
        let mut found = Vec::new();
        for user in tenant.users().iter() {
            if found.len() >= self.most {
                break;
            }
            let begins = |text: &str| {
                let wanted = self.beginning.as_deref().unwrap_or_default().to_lowercase();
                text.to_lowercase().starts_with(&wanted)
            };
            if self.beginning.is_some() && !begins(user.display_name()) && !begins(user.user_principal_name()) || !keeps(tenant, &user) {
                continue;
            }
            let object = make(tenant, &user);
            if self.filter.as_ref().is_none_or(|filter| filter.passes(&object)) {
                found.push(object);
            }
        }
        found
    }
}

/// Objects in the order of `-Sort`: names of properties, each with ` desc` for descending.
pub fn sorted(ctx: &Context<'_>, mut objects: Vec<Value>) -> Vec<Value> {
    let keys: Vec<(String, bool)> = ctx
        .call
        .texts("Sort")
        .unwrap_or_default()
        .iter()
        .flat_map(|text| text.split(','))
        .map(|key| match key.trim().split_once(' ') {
            Some((name, direction)) => (name.to_owned(), direction.trim().to_ascii_lowercase().starts_with("desc")),
            None => (key.trim().to_owned(), false),
        })
        .collect();
    let key = |object: &Value, name: &str| {
        let own = object.note(name).unwrap_or(Value::Null);
        match own.base() {
            Value::Int(number) => format!("{:020}", i64::from(*number) - i64::from(i32::MIN)),
            Value::DateTime(at) => format!("{:020}", at.ticks()),
            own => own.as_str().map(|text| text.to_lowercase()).unwrap_or_default(),
        }
    };
    // The last key first: the sort is stable.
    for (name, descends) in keys.iter().rev() {
        objects.sort_by(|left, right| {
            let order = key(left, name).cmp(&key(right, name));
            if *descends { order.reverse() } else { order }
        });
    }
    objects
}

/// Writes objects as Graph fills them: with `-Property` the properties named and the id, else those of the list (all
/// where there is none); the others are there and null.
pub fn shaped(ctx: &mut Context<'_>, objects: Vec<Value>, otherwise: Option<&[&str]>) -> Run {
    let named: Option<Vec<String>> =
        ctx.call.texts("Property").map(|texts| texts.iter().flat_map(|text| text.split(',')).map(|name| name.trim().to_owned()).collect());
    let keeps = |name: &str| match (&named, otherwise) {
        (Some(named), _) => name == "Id" || named.iter().any(|own| own == "*" || own.eq_ignore_ascii_case(name)),
        (None, Some(names)) => names.contains(&name),
        (None, None) => true,
    };
    for object in objects {
        let names = object.members_cell_mut().map(|members| members.shape.names.clone());
        for name in names.iter().flat_map(|names| names.iter()).filter(|name| !keeps(name)) {
            object.set_note(name, Value::Null);
        }
        ctx.write(object)?;
    }
    Ok(())
}

/// Writes one user, made into an object.
pub fn write_user(ctx: &mut Context<'_>, id: Guid, make: fn(&Tenant, &User<'_>) -> Value) -> Run {
    let tenant = ctx.dispatch().tenant();
    let object = tenant.user(id).map(|user| make(tenant, &user));
    object.map_or(Ok(()), |object| ctx.write(object))
}

/// A count parameter, if it was given and is no negative number.
pub fn count(ctx: &Context<'_>, name: &str) -> Option<usize> {
    ctx.call.integer(name).and_then(|count| usize::try_from(count).ok())
}
