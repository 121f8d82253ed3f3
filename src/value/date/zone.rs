//! The local time zone (through `TZ` and the system's database), read once per process as .NET does.

use super::time_span::{TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan};
use super::windows_zones::WINDOWS_ZONES;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};
use std::sync::OnceLock;

/// Ticks from 0001-01-01 to 1970-01-01.
pub const UNIX_EPOCH_TICKS: i64 = 719_162 * TICKS_PER_DAY;

/// The local time zone.
pub fn local() -> &'static TimeZone {
    static LOCAL: OnceLock<TimeZone> = OnceLock::new();
    LOCAL.get_or_init(TimeZone::system)
}

/// The IANA name of the local zone, `UTC` where it has none.
pub fn local_name() -> &'static str {
    local().iana_name().unwrap_or("UTC")
}

fn whole_minutes(seconds: i32) -> TimeSpan {
    // .NET cuts the seconds of old local mean times off.
    TimeSpan(i64::from(seconds / 60 * 60) * TICKS_PER_SECOND)
}

fn timestamp(utc_ticks: i64) -> Timestamp {
    Timestamp::from_second((utc_ticks - UNIX_EPOCH_TICKS).div_euclid(TICKS_PER_SECOND)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A zone's offset from UTC at a moment given in UTC ticks.
pub fn offset_at_utc_in(zone: &TimeZone, utc_ticks: i64) -> TimeSpan {
    whole_minutes(zone.to_offset(timestamp(utc_ticks)).seconds())
}

/// A zone's offset from UTC at a wall-clock time. As in .NET, a time that occurs twice has the later
/// (standard) offset, and one that is skipped the offset before the change.
pub fn offset_at_local_in(zone: &TimeZone, local_ticks: i64) -> TimeSpan {
    let (year, month, day, _) = super::calendar::civil(local_ticks / TICKS_PER_DAY);
    let second = local_ticks % TICKS_PER_DAY / TICKS_PER_SECOND;
    let moment =
        civil::date(year as i16, month as i8, day as i8).at((second / 3600) as i8, (second / 60 % 60) as i8, (second % 60) as i8, 0);
    let offset = match zone.to_ambiguous_timestamp(moment).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Gap { before, .. } => before,
        AmbiguousOffset::Fold { after, .. } => after,
    };
    whole_minutes(offset.seconds())
}

/// Whether summer time holds in a zone at a wall-clock time.
pub fn is_daylight_in(zone: &TimeZone, local_ticks: i64) -> bool {
    let utc = local_ticks - offset_at_local_in(zone, local_ticks).0;
    zone.to_offset_info(timestamp(utc)).dst().is_dst()
}

/// The local offset at a moment given in UTC ticks.
pub fn offset_at_utc(utc_ticks: i64) -> TimeSpan {
    offset_at_utc_in(local(), utc_ticks)
}

/// The local offset at a wall-clock time.
pub fn offset_at_local(local_ticks: i64) -> TimeSpan {
    offset_at_local_in(local(), local_ticks)
}

/// The zone of an IANA name (`Europe/Berlin`) or of a Windows name (`W. Europe Standard Time`), where the
/// system knows it.
pub fn named(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok().or_else(|| TimeZone::get(iana_name(name)?).ok())
}

/// The IANA name of a Windows name, in any case.
pub fn iana_name(windows_name: &str) -> Option<&'static str> {
    WINDOWS_ZONES.iter().find(|row| row.0.eq_ignore_ascii_case(windows_name)).map(|row| row.1)
}

/// The Windows name of an IANA name, where it is the zone that the Windows name stands for.
pub fn windows_name(iana_name: &str) -> Option<&'static str> {
    WINDOWS_ZONES.iter().find(|row| row.1.eq_ignore_ascii_case(iana_name)).map(|row| row.0)
}

/// The names of all zones that the system knows, in order.
pub fn all_names() -> Vec<String> {
    let mut names: Vec<String> = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
    names.sort_unstable();
    names
}

/// A zone's offset without summer time in the year of a date (`BaseUtcOffset`).
pub fn base_offset(zone: &TimeZone, year: i32) -> TimeSpan {
    let [winter, summer] =
        half_years(year).map(|ticks| (offset_at_utc_in(zone, ticks), zone.to_offset_info(timestamp(ticks)).dst().is_dst()));
    if winter.1 && !summer.1 { summer.0 } else { winter.0 }
}

/// Whether a zone has summer time at some time of a year.
pub fn has_daylight(zone: &TimeZone, year: i32) -> bool {
    let [winter, summer] = half_years(year).map(|ticks| offset_at_utc_in(zone, ticks));
    winter != summer
}

/// UTC ticks of the middle of January and of July.
fn half_years(year: i32) -> [i64; 2] {
    [1, 7].map(|month| super::calendar::day_number(year, month, 15).unwrap_or(0) * TICKS_PER_DAY)
}
