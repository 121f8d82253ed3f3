//! Dates as the reader's country writes them: the long form of the culture.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::value::date::DateTime;
use crate::value::text::culture::{self, Culture};

/// The day of an instant, in UTC: `Wednesday, 25 November 2026` for `en-GB`. The culture is the one that is wanted,
/// if the mail is written in its language; else that of the texts.
pub(super) fn written(instant: Timestamp, wanted: &str, texts: &str) -> String {
    let primary = |tag: &str| match tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase() {
        older if older == "iw" => "he".to_owned(),
        primary => primary,
    };
    let tag = if primary(wanted) == primary(texts) { wanted } else { texts };
    let civil = instant.to_zoned(jiff::tz::TimeZone::UTC).date();
    let culture = culture::get(tag).or_else(|_| culture::get(texts)).ok().map(gregorian);
    let mut date = String::new();
    if let (Some(culture), Ok(day)) = (culture, DateTime::from_date(civil.year().into(), civil.month().into(), civil.day().into()))
        && day.format(&mut date, "D", &culture).is_ok()
    {
        return date;
    }
    civil.to_string()
}

/// The culture with the Gregorian calendar, which appointments are made by in Saudi Arabia, too.
fn gregorian(culture: Arc<Culture>) -> Arc<Culture> {
    if !culture.dates.is_um_al_qura() {
        return culture;
    }
    static ARABIC: OnceLock<Arc<Culture>> = OnceLock::new();
    let arabic = ARABIC.get_or_init(|| {
        let mut arabic = Culture::clone(&culture);
        arabic.dates.calendar = "GregorianCalendar".to_owned();
        arabic.dates.long_dates = vec!["dddd، d MMMM yyyy".to_owned()];
        let months = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
        arabic.dates.months = months.map(str::to_owned);
        arabic.dates.months_genitive = months.map(str::to_owned);
        Arc::new(arabic)
    });
    Arc::clone(arabic)
}
