//! `[timezoneinfo]`.

use std::any::Any;

use jiff::tz::TimeZone;

use super::date_time::date;
use crate::value::date::{DateTimeKind, TICKS_PER_SECOND, zone};
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::dates::{as_offset, offset};
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, DateTime, Exception, Object, TimeSpan, TypeId, Value};

/// A time zone.
pub struct Zone {
    id: String,
    zone: TimeZone,
}

impl ClrObject for Zone {
    fn class(&self) -> TypeId {
        TypeId::TIME_ZONE_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.display())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Zone>().is_some_and(|other| self.id == other.id)
    }

    fn hash_code(&self) -> u64 {
        self.id.len() as u64
    }
}

impl Zone {
    /// The standard offset: that of the winter half of this year or of the summer half, whichever has no summer time.
    fn base(&self) -> TimeSpan {
        let mid = |month| DateTime::from_date(2024, month, 1).unwrap_or(DateTime::MIN).ticks();
        let (winter, summer) = (mid(1), mid(7));
        if zone::is_daylight_in(&self.zone, winter) {
            zone::offset_at_local_in(&self.zone, summer)
        } else {
            zone::offset_at_local_in(&self.zone, winter)
        }
    }

    fn display(&self) -> String {
        let minutes = self.base().0 / (60 * TICKS_PER_SECOND);
        if self.id == "UTC" {
            return "(UTC) Coordinated Universal Time".to_owned();
        }
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("(UTC{sign}{:02}:{:02}) {}", minutes.abs() / 60, minutes.abs() % 60, self.id)
    }

    fn has_summer_time(&self) -> bool {
        let mid = |month| DateTime::from_date(2024, month, 1).unwrap_or(DateTime::MIN).ticks();
        (1..=12).any(|month| zone::is_daylight_in(&self.zone, mid(month)))
    }

    fn wall_at(&self, utc_ticks: i64) -> Outcome<DateTime> {
        let kind = if self.id == "UTC" { DateTimeKind::Utc } else { DateTimeKind::Unspecified };
        Ok(DateTime::from_ticks(utc_ticks + zone::offset_at_utc_in(&self.zone, utc_ticks).0, kind)?)
    }

    /// The moment of a wall-clock time here; one that is skipped is refused.
    fn to_utc(&self, wall: DateTime) -> Outcome<i64> {
        let ticks = wall.ticks();
        let utc = ticks - zone::offset_at_local_in(&self.zone, ticks).0;
        if utc + zone::offset_at_utc_in(&self.zone, utc).0 != ticks {
            return Err(Thrown::argument_named(
                "dateTime",
                "The supplied DateTime represents an invalid time. For example, when the clock is adjusted forward, any time in the period that is skipped is invalid.",
            ));
        }
        Ok(utc)
    }

    fn is_ambiguous(&self, wall: DateTime) -> bool {
        let later = wall.ticks() - zone::offset_at_local_in(&self.zone, wall.ticks()).0;
        let earlier = later - 3600 * TICKS_PER_SECOND;
        earlier + zone::offset_at_utc_in(&self.zone, earlier).0 == wall.ticks()
    }
}

fn find(id: &str) -> Outcome<Value> {
    match zone::named(id) {
        Some(zone) => Ok(Object::from_clr(Zone { id: id.to_owned(), zone })),
        None => {
            // The zone's file is looked for: its folder may be missing already.
            let class = if id.contains('/') { TypeId::DIRECTORY_NOT_FOUND_EXCEPTION } else { TypeId::FILE_NOT_FOUND_EXCEPTION };
            let cause = Exception::object(class, format!("Could not find a part of the path '/usr/share/zoneinfo/{id}'."), None);
            let message = format!("The time zone ID '{id}' was not found on the local computer.");
            Err(Thrown::Exception(Exception::object(TypeId::TIME_ZONE_NOT_FOUND_EXCEPTION, message, Some(cause))))
        }
    }
}

fn utc() -> Value {
    Object::from_clr(Zone { id: "UTC".to_owned(), zone: TimeZone::UTC })
}

fn local() -> Value {
    let id = zone::local_name().to_owned();
    Object::from_clr(Zone { id: if id == "Etc/UTC" { "UTC".to_owned() } else { id }, zone: zone::local().clone() })
}

fn this<'a>(c: &'a Call) -> Outcome<&'a Zone> {
    zone_of(&c.this)
}

fn zone_of(value: &Value) -> Outcome<&Zone> {
    value.downcast::<Zone>().ok_or_else(|| Thrown::null("timeZone"))
}

/// A date's moment: by its kind, or in a zone where it says nothing.
fn moment(date: DateTime, source: Option<&Zone>) -> Outcome<i64> {
    match (date.kind(), source) {
        (DateTimeKind::Utc, _) => Ok(date.ticks()),
        (DateTimeKind::Unspecified, Some(source)) => source.to_utc(date),
        _ => Ok(date.to_universal_time().ticks()),
    }
}

fn convert(c: &mut Call, source: Option<Value>, target: &Value) -> Outcome {
    let target = zone_of(target)?;
    if let Some(moment) = as_offset(&c.arg(0)) {
        let offset_then = zone::offset_at_utc_in(&target.zone, moment.utc_ticks());
        return Ok(offset(moment.to_offset(offset_then)?));
    }
    let source = source.as_ref().map(zone_of).transpose()?;
    Ok(Value::DateTime(target.wall_at(moment(date(c, 0), source)?)?))
}

fn convert_time(c: &mut Call) -> Outcome {
    let (source, target) = if c.len() == 3 { (Some(c.arg(1)), c.arg(2)) } else { (None, c.arg(1)) };
    convert(c, source, &target)
}

fn convert_by_id(c: &mut Call) -> Outcome {
    let (source, target) =
        if c.len() == 3 { (Some(find(&c.str(1, "id")?)?), find(&c.str(2, "id")?)?) } else { (None, find(&c.str(1, "id")?)?) };
    convert(c, source, &target)
}

fn offset_of(c: &mut Call) -> Outcome {
    let own = this(c)?;
    let span = match as_offset(&c.arg(0)) {
        Some(moment) => zone::offset_at_utc_in(&own.zone, moment.utc_ticks()),
        None => {
            let date = date(c, 0);
            match date.kind() {
                DateTimeKind::Unspecified => zone::offset_at_local_in(&own.zone, date.ticks()),
                _ => zone::offset_at_utc_in(&own.zone, date.to_universal_time().ticks()),
            }
        }
    };
    Ok(Value::TimeSpan(span))
}

fn all_zones(_: &mut Call) -> Outcome {
    let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    Ok(Value::array(names.iter().filter_map(|name| find(name).ok()).collect()))
}

fn daylight(c: &mut Call) -> Outcome {
    let own = this(c)?;
    let ticks = match as_offset(&c.arg(0)) {
        Some(moment) => moment.utc_ticks() + zone::offset_at_utc_in(&own.zone, moment.utc_ticks()).0,
        None => date(c, 0).ticks(),
    };
    ok(zone::is_daylight_in(&own.zone, ticks))
}

/// `[TimeZone]`, which came before `[timezoneinfo]`: its current zone is the local one.
pub const OLD: TypeImpl =
    TypeImpl { ids: &[TypeId::TIME_ZONE], static_properties: &[("CurrentTimeZone", |_| Ok(local()))], ..TypeImpl::EMPTY };

/// `[timezoneinfo]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::TIME_ZONE_INFO],
    properties: &[
        ("Id", |c| ok(this(c)?.id.as_str())),
        ("HasIanaId", |c| ok(this(c)?.id.contains('/') || this(c)?.id == "UTC")),
        ("DisplayName", |c| ok(this(c)?.display())),
        ("StandardName", |c| ok(if this(c)?.id == "UTC" { "Coordinated Universal Time" } else { this(c)?.id.as_str() })),
        ("DaylightName", |c| ok(if this(c)?.id == "UTC" { "Coordinated Universal Time" } else { this(c)?.id.as_str() })),
        ("BaseUtcOffset", |c| Ok(Value::TimeSpan(this(c)?.base()))),
        ("SupportsDaylightSavingTime", |c| ok(this(c)?.has_summer_time())),
    ],
    methods: &[
        ("GetUtcOffset", offset_of),
        ("IsAmbiguousTime", |c| ok(this(c)?.is_ambiguous(date(c, 0)))),
        ("IsDaylightSavingTime", daylight),
        ("IsInvalidTime", |c| ok(this(c)?.to_utc(date(c, 0)).is_err())),
        ("HasSameRules", |c| ok(zone_of(&c.arg(0)).is_ok_and(|other| this(c).is_ok_and(|own| own.id == other.id)))),
    ],
    statics: &[
        ("ClearCachedData", |_| void()),
        ("ConvertTime", convert_time),
        ("ConvertTimeBySystemTimeZoneId", convert_by_id),
        ("ConvertTimeFromUtc", |c| {
            let target = c.arg(1);
            let ticks = date(c, 0).ticks();
            Ok(Value::DateTime(zone_of(&target)?.wall_at(ticks)?))
        }),
        ("ConvertTimeToUtc", |c| {
            let source = c.arg(1);
            let source = if source.is_null() { None } else { Some(zone_of(&source)?) };
            Ok(Value::DateTime(DateTime::from_ticks(moment(date(c, 0), source)?, DateTimeKind::Utc)?))
        }),
        ("FindSystemTimeZoneById", |c| find(&c.str(0, "id")?)),
        ("GetSystemTimeZones", all_zones),
        ("TryFindSystemTimeZoneById", |c| {
            let found = find(&c.text(0).unwrap_or_default()).ok();
            let is_zone = found.is_some();
            c.write_ref(1, found.unwrap_or_default())?;
            ok(is_zone)
        }),
    ],
    static_properties: &[("Local", |_| Ok(local())), ("Utc", |_| Ok(utc()))],
    ..TypeImpl::EMPTY
};
