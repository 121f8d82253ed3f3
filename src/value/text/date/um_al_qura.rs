//! The Umm al-Qura calendar, in which ar-SA tells dates: years 1365 to 1500 after the Hijra.
//!
//! Month lengths follow no rule; they are as the King Abdulaziz City for Science and Technology published them.

/// Day number (days since 0001-01-01) of the first day of the table.
const FIRST_DAY: i64 = 710369;
const FIRST_YEAR: i32 = 1365;

/// A year's months: bit 0 is Muharram, a set bit is a month of 30 days, else it has 29.
const YEARS: [u16; 136] = [
    0xd55, 0x555, 0x555, 0xd55, 0x6d5, 0x555, 0xea5, 0xd2a, 0xaaa, 0xcd5, 0x655, 0x572, 0xda9, 0x555, 0xaaa, 0x555, 0x52d, 0xa6d, 0x55a,
    0x555, 0x74d, 0xd53, 0xd54, 0x556, 0xd55, 0x2d5, 0xd55, 0xd54, 0xd45, 0x655, 0x52d, 0xa5d, 0x55a, 0xad5, 0x6aa, 0xd4b, 0x52a, 0xa57,
    0x4ae, 0x976, 0x56c, 0xb55, 0xaaa, 0xa55, 0x4ad, 0x95d, 0x2da, 0x5d9, 0xdb2, 0xba4, 0xb4a, 0xa55, 0x2b5, 0x575, 0xb6a, 0xbd2, 0xbc4,
    0xb89, 0xa95, 0x52d, 0x5ad, 0xb6a, 0x6d4, 0xdc9, 0xd92, 0xaa6, 0x956, 0x2ae, 0x56d, 0x36a, 0xb55, 0xaaa, 0x94d, 0x49d, 0x95d, 0x2ba,
    0x5b5, 0x5aa, 0xd55, 0xa9a, 0x92e, 0x26e, 0x55d, 0xada, 0x6d4, 0x6a5, 0x54b, 0xa97, 0x54e, 0xaae, 0x5ac, 0xba9, 0xd92, 0xb25, 0x64b,
    0xcab, 0x55a, 0xb55, 0x6d2, 0xea5, 0xe4a, 0xa95, 0x52d, 0xaad, 0x36c, 0x759, 0x6d2, 0x695, 0x52d, 0xa5b, 0x4ba, 0x9ba, 0x3b4, 0xb69,
    0xb52, 0xaa6, 0x4b6, 0x96d, 0x2ec, 0x6d9, 0xeb2, 0xd54, 0xd2a, 0xa56, 0x4ae, 0x96d, 0xd6a, 0xb54, 0xb29, 0xa93, 0x52b, 0xa57, 0x536,
    0xab5, 0x6aa, 0xe93,
];

fn month_length(months: u16, month: u32) -> i64 {
    29 + i64::from(months >> month & 1)
}

/// Year, month and day of a day number; nothing outside of the table.
pub(super) fn civil(day_number: i64) -> Option<(i32, u32, u32)> {
    let mut left = day_number - FIRST_DAY;
    if left < 0 {
        return None;
    }
    for (index, months) in YEARS.iter().enumerate() {
        let length = 348 + i64::from(months.count_ones());
        if left >= length {
            left -= length;
            continue;
        }
        let mut month = 0;
        while left >= month_length(*months, month) {
            left -= month_length(*months, month);
            month += 1;
        }
        return Some((FIRST_YEAR + index as i32, month + 1, left as u32 + 1));
    }
    None
}

/// The day number of a date; nothing where the table has no such date.
pub(super) fn day_number(year: i32, month: u32, day: u32) -> Option<i64> {
    let index = usize::try_from(year - FIRST_YEAR).ok()?;
    let months = *YEARS.get(index)?;
    if !(1..=12).contains(&month) || day < 1 || i64::from(day) > month_length(months, month - 1) {
        return None;
    }
    let years: i64 = YEARS[..index].iter().map(|months| 348 + i64::from(months.count_ones())).sum();
    let before: i64 = (0..month - 1).map(|month| month_length(months, month)).sum();
    Some(FIRST_DAY + years + before + i64::from(day) - 1)
}
