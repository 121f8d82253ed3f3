//! Phone numbers as people read them: the international form, grouped as the country groups it.
//!
//! Not a validator: a number of a country that is not in the table is grouped in threes.
//! Sources: ITU-T E.123 (spaces in international numbers), ITU-T E.164 (country codes), and the
//! countries' numbering plans for the groups.

/// Groups of the national number, by the digits it starts with: the first row that fits counts.
/// A group of 0 takes what is left.
struct Country {
    code: &'static str,
    plans: &'static [(&'static str, &'static [usize])],
}

macro_rules! countries {
    ($($code:literal: $($start:literal => $groups:expr),+;)*) => {
        &[$(Country { code: $code, plans: &[$(($start, &$groups)),+] }),*]
    };
}

/// Countries whose groups are known; the country codes of the others are in [`code_length`].
const COUNTRIES: &[Country] = countries! {
    "20": "2" => [1, 4, 0], "" => [2, 4, 0];
    "27": "" => [2, 3, 0];
    "30": "21" => [2, 4, 0], "" => [3, 3, 0];
    "31": "10" => [2, 3, 0], "20" => [2, 3, 0], "6" => [1, 4, 0], "80" => [3, 0], "" => [2, 3, 0];
    "32": "2" => [1, 3, 2, 0], "4" => [3, 2, 2, 0], "80" => [3, 2, 0], "" => [2, 2, 2, 0];
    "33": "8" => [3, 3, 0], "" => [1, 2, 2, 2, 0];
    "34": "" => [3, 3, 0];
    "36": "1" => [1, 3, 0], "" => [2, 3, 0];
    "39": "02" => [2, 4, 0], "06" => [2, 4, 0], "8" => [3, 3, 0], "" => [3, 3, 0];
    "40": "21" => [2, 3, 0], "" => [3, 3, 0];
    "41": "" => [2, 3, 2, 0];
    "43": "1" => [1, 0], "800" => [3, 3, 0], "" => [3, 0];
    "44": "20" => [2, 4, 0], "2" => [2, 4, 0], "11" => [3, 3, 0], "3" => [3, 3, 0], "8" => [3, 3, 0], "" => [4, 0];
    "45": "" => [2, 2, 2, 0];
    "46": "8" => [1, 3, 3, 0], "20" => [2, 3, 0], "" => [2, 3, 2, 0];
    "47": "8" => [3, 2, 0], "" => [2, 2, 2, 0];
    "48": "80" => [3, 3, 0], "" => [2, 3, 2, 0];
    "49": "30" => [2, 0], "40" => [2, 0], "69" => [2, 0], "89" => [2, 0], "800" => [3, 0], "" => [3, 0];
    "52": "55" => [2, 4, 0], "56" => [2, 4, 0], "33" => [2, 4, 0], "81" => [2, 4, 0], "" => [3, 3, 0];
    "54": "11" => [2, 4, 0], "" => [3, 3, 0];
    "55": "800" => [3, 3, 0], "" => [2, 4, 0];
    "56": "2" => [1, 4, 0], "" => [2, 3, 0];
    "57": "" => [3, 3, 0];
    "60": "3" => [1, 4, 0], "" => [2, 3, 0];
    "61": "1" => [4, 3, 0], "4" => [3, 3, 0], "" => [1, 4, 0];
    "62": "21" => [2, 4, 0], "" => [3, 3, 0];
    "63": "2" => [1, 4, 0], "" => [2, 3, 0];
    "64": "" => [1, 3, 0];
    "65": "" => [4, 0];
    "66": "2" => [1, 3, 0], "" => [2, 3, 0];
    "7": "" => [3, 3, 2, 0];
    "81": "3" => [1, 4, 0], "6" => [1, 4, 0], "120" => [3, 3, 0], "" => [2, 3, 0];
    "82": "2" => [1, 4, 0], "" => [2, 3, 0];
    "84": "" => [2, 4, 0];
    "86": "10" => [2, 4, 0], "21" => [2, 4, 0], "400" => [3, 3, 0], "800" => [3, 3, 0], "" => [3, 4, 0];
    "90": "" => [3, 3, 2, 0];
    "91": "11" => [2, 4, 0], "22" => [2, 4, 0], "80" => [2, 4, 0], "" => [5, 0];
    "92": "" => [2, 3, 0];
    "212": "" => [3, 2, 2, 0];
    "351": "" => [3, 3, 0];
    "352": "" => [2, 2, 2, 0];
    "353": "1" => [1, 3, 0], "" => [2, 3, 0];
    "358": "9" => [1, 3, 0], "" => [2, 3, 0];
    "359": "2" => [1, 3, 0], "" => [2, 3, 0];
    "370": "5" => [1, 3, 0], "" => [3, 2, 0];
    "371": "" => [2, 3, 0];
    "372": "" => [3, 0];
    "380": "" => [2, 3, 2, 0];
    "385": "1" => [1, 4, 0], "" => [2, 3, 0];
    "386": "1" => [1, 3, 2, 0], "" => [2, 3, 0];
    "420": "" => [3, 3, 0];
    "421": "2" => [1, 4, 0], "" => [2, 3, 0];
    "852": "" => [4, 0];
    "886": "2" => [1, 4, 0], "" => [2, 3, 0];
    "962": "6" => [1, 3, 0], "" => [2, 3, 0];
    "965": "" => [4, 0];
    "966": "" => [2, 3, 0];
    "971": "800" => [3, 3, 0], "" => [1, 3, 0];
    "972": "2" => [1, 3, 0], "3" => [1, 3, 0], "" => [2, 3, 0];
    "974": "" => [4, 0];
};

/// Digits of the country code at the start of an E.164 number (ITU-T E.164, annex D): zone 1 and
/// zone 7 have one digit, the codes listed here two, all others three.
fn code_length(digits: &str) -> usize {
    const TWO: [&str; 46] = [
        "20", "27", "28", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53",
        "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95",
        "98", "83",
    ];
    match digits.as_bytes().first() {
        Some(b'1' | b'7') => 1,
        _ if digits.get(..2).is_some_and(|start| TWO.contains(&start)) => 2,
        _ => 3.min(digits.len()),
    }
}

/// The number's digits without `tel:`, the plus sign and separators; `None` if it is not 5 to 15 digits.
pub fn digits(number: &str) -> Option<String> {
    let trimmed = number.trim();
    let trimmed = match trimmed.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &trimmed[4..],
        _ => trimmed,
    };
    let mut found = String::with_capacity(15);
    for character in trimmed.chars() {
        match character {
            '0'..='9' => found.push(character),
            '+' | ' ' | '-' | '(' | ')' | '.' => {}
            _ => return None,
        }
    }
    (5..=15).contains(&found.len()).then_some(found)
}

/// The number as people read it: `14255550123` gives `+1 425-555-0123`, `442079460958` gives
/// `+44 20 7946 0958`. A text that is not a phone number comes back as it is.
pub fn readable(number: &str) -> String {
    let Some(digits) = digits(number) else { return number.to_owned() };
    let (code, national) = digits.split_at(code_length(&digits));
    let mut written = String::with_capacity(digits.len() + 6);
    written.push('+');
    written.push_str(code);
    written.push(' ');
    if code == "1" && national.len() == 10 {
        for (part, separator) in [(&national[..3], "-"), (&national[3..6], "-"), (&national[6..], "")] {
            written.push_str(part);
            written.push_str(separator);
        }
        return written;
    }
    let groups = COUNTRIES
        .iter()
        .find(|country| country.code == code)
        .and_then(|country| country.plans.iter().find(|(start, _)| national.starts_with(start)))
        .map_or(&[][..], |(_, groups)| groups);
    let mut rest = national;
    for &group in groups {
        if group == 0 || rest.len() <= group {
            break;
        }
        written.push_str(&rest[..group]);
        written.push(' ');
        rest = &rest[group..];
    }
    if groups.is_empty() {
        while rest.len() > 4 {
            written.push_str(&rest[..3]);
            written.push(' ');
            rest = &rest[3..];
        }
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn numbers_are_grouped_as_their_country_groups_them() {
        for (number, expected) in [
            ("14255550123", "+1 425-555-0123"),
            ("tel:+14255550123", "+1 425-555-0123"),
            ("+442079460958", "+44 20 7946 0958"),
            ("441632960961", "+44 1632 960961"),
            ("448081570192", "+44 808 157 0192"),
            ("33170990123", "+33 1 70 99 01 23"),
            ("33805101234", "+33 805 101 234"),
            ("4969667781234", "+49 69 667781234"),
            ("34917001234", "+34 917 001 234"),
            ("390200621234", "+39 02 0062 1234"),
            ("551143801234", "+55 11 4380 1234"),
            ("81345789012", "+81 3 4578 9012"),
            ("31202581234", "+31 20 258 1234"),
            ("48221162612", "+48 22 116 26 12"),
            ("902129001234", "+90 212 900 12 34"),
            ("97237630123", "+972 3 763 0123"),
            ("97144501234", "+971 4 450 1234"),
            ("8610569012345", "+86 10 5690 12345"),
            ("68812345", "+688 123 45"),
            ("not a number", "not a number"),
        ] {
            assert_eq!(readable(number), expected, "{number}");
        }
    }
}
