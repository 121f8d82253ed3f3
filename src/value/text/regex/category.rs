//! General categories of UTF-16 units, and .NET's sets of them.

use std::sync::OnceLock;

use super::category_table::RUNS;

macro_rules! categories {
    ($($name:ident $value:literal $text:literal),* $(,)?) => {
        $(#[doc = concat!("General category ", $text, ".")] pub(super) const $name: u8 = $value;)*
        /// The categories by the names that `\p{..}` knows.
        const NAMES: &[(&str, u32)] = &[$(($text, 1 << $value)),*];
    };
}

categories! {
    LU 0 "Lu", LL 1 "Ll", LT 2 "Lt", LM 3 "Lm", LO 4 "Lo", MN 5 "Mn", MC 6 "Mc", ME 7 "Me", ND 8 "Nd", NL 9 "Nl",
    NO 10 "No", ZS 11 "Zs", ZL 12 "Zl", ZP 13 "Zp", CC 14 "Cc", CF 15 "Cf", CS 16 "Cs", CO 17 "Co", PC 18 "Pc",
    PD 19 "Pd", PS 20 "Ps", PE 21 "Pe", PI 22 "Pi", PF 23 "Pf", PO 24 "Po", SM 25 "Sm", SC 26 "Sc", SK 27 "Sk",
    SO 28 "So", CN 29 "Cn",
}

/// In the table alone: a run of Lu and Ll in turn.
pub(super) const LULL: u8 = 30;

/// Every category.
pub(super) const ALL: u32 = (1 << 30) - 1;
/// Letters with case: what `\p{Lu}`, `\p{Ll}` and `\p{Lt}` all mean where case is ignored.
pub(super) const CASED: u32 = 1 << LU | 1 << LL | 1 << LT;
/// Letters, non-spacing marks, decimal digits, connectors: `\w`.
pub(super) const WORD: u32 = CASED | 1 << LM | 1 << LO | 1 << MN | 1 << ND | 1 << PC;
/// Decimal digits: `\d`.
pub(super) const DIGIT: u32 = 1 << ND;

/// The mask of a category's or a major class's name (`Lu`, `L`); `None` for other names.
pub(super) fn mask_of_name(name: &str) -> Option<u32> {
    if name.len() == 1 {
        let mask = NAMES.iter().filter(|(full, _)| full.starts_with(name)).fold(0, |mask, (_, bit)| mask | bit);
        return (mask != 0).then_some(mask);
    }
    NAMES.iter().find(|(full, _)| *full == name).map(|(_, bit)| *bit)
}

fn table() -> &'static [u8] {
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Vec::with_capacity(0x10000);
        for (run_idx, &(start, category)) in RUNS.iter().enumerate() {
            let end = RUNS.get(run_idx + 1).map_or(0x10000, |next| usize::from(next.0));
            for unit in usize::from(start)..end {
                let in_turn = if (unit - usize::from(start)) % 2 == 0 { LU } else { LL };
                table.push(if category == LULL { in_turn } else { category });
            }
        }
        table
    })
}

/// The bit of a unit's general category.
#[inline]
pub(crate) fn bit_of(unit: u16) -> u32 {
    1 << table()[usize::from(unit)]
}

/// True for what `\w` matches.
pub(super) fn is_word(unit: u16) -> bool {
    match u8::try_from(unit) {
        Ok(byte) if byte < 0x80 => byte.is_ascii_alphanumeric() || byte == b'_',
        _ => bit_of(unit) & WORD != 0,
    }
}

/// True for what counts as a word at `\b`: as [`is_word`], with the two joiners.
pub(super) fn is_boundary_word(unit: u16) -> bool {
    is_word(unit) || unit == 0x200C || unit == 0x200D
}

/// True for a word character of the ECMAScript option, which keeps U+0130 for old times' sake.
pub(super) fn is_ecma_word(unit: u16) -> bool {
    unit == 0x130 || u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// White space as `char.IsWhiteSpace` has it, in ranges.
pub(super) const SPACE: &[(u16, u16)] = &[
    (0x09, 0x0D),
    (0x20, 0x20),
    (0x85, 0x85),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];
/// `\s` of the ECMAScript option.
pub(super) const ECMA_SPACE: &[(u16, u16)] = &[(0x09, 0x0D), (0x20, 0x20)];
/// `\w` of the ECMAScript option.
pub(super) const ECMA_WORD: &[(u16, u16)] = &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0x130, 0x130)];
/// `\d` of the ECMAScript option.
pub(super) const ECMA_DIGIT: &[(u16, u16)] = &[(0x30, 0x39)];
