//! Objects that are shown at once, whatever table or list is under way: text, numbers, errors.

use std::rc::Rc;

use super::{Settings, associate, custom};
use crate::present::access;
use crate::present::packet::{Content, Entry, Packet};
use crate::present::text;
use crate::present::views::Body;
use crate::value::{Run, Runtime, Value};

/// The packet of an object that is shown out of band; none if it is not such an object. `as_list`: any object with
/// properties then becomes a list of its own.
pub(super) fn packet(rt: &mut dyn Runtime, settings: &Settings, value: &Value, as_list: bool) -> Run<Option<Packet>> {
    if access::is_plain_scalar(value) {
        let content = Content::Raw(text::plain(rt, value)?);
        return Ok(Some(Packet::Entry(Rc::new(Entry { content, out_of_band: true }))));
    }
    // A name of its own before the error's has a view of its own.
    let type_names = value.type_names();
    if type_names.first().is_some_and(|first| first.ends_with("#PSExtendedError")) {
        return Ok(None);
    }
    let content = match settings.views.find_out_of_band(&type_names) {
        Some(view) if matches!(view.body, Body::Custom) => Content::Complex(custom::by_name(rt, settings, &view.name, value)?),
        Some(_) => list(rt, settings, value)?,
        None if access::is_scalar(value) || !has_view(settings, value) && !access::has_properties(rt, value) => {
            Content::Raw(text::plain(rt, value)?)
        }
        None if as_list => list(rt, settings, value)?,
        None => return Ok(None),
    };
    Ok(Some(Packet::Entry(Rc::new(Entry { content, out_of_band: true }))))
}

fn list(rt: &mut dyn Runtime, settings: &Settings, value: &Value) -> Run<Content> {
    let mut fields = Vec::new();
    for association in associate::active(rt, &[], value) {
        let shown = match association.expression.value(rt, value)? {
            Some(Ok(shown)) => text::smart(rt, &shown, settings.limit, false)?,
            _ => String::new(),
        };
        fields.push((association.label(), shown));
    }
    Ok(Content::List(fields))
}

fn has_view(settings: &Settings, value: &Value) -> bool {
    settings.views.find(&value.type_names(), None, None).is_some()
}
