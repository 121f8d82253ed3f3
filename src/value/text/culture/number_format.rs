//! How a culture writes numbers (`NumberFormatInfo`).

use serde::Deserialize;

/// Separators, signs and patterns of numbers. Pattern numbers are .NET's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NumberFormat {
    /// Decimal separator.
    pub decimal: String,
    /// Group separator.
    pub group: String,
    /// Digits of a group, counted from the decimal separator; the last repeats, 0 ends grouping.
    pub group_sizes: Vec<u8>,
    /// Decimals of `N` and `F` without a precision.
    pub digits: u8,
    /// 0 `(n)`, 1 `-n`, 2 `- n`, 3 `n-`, 4 `n -`.
    pub negative_pattern: u8,
    /// Negative sign.
    pub minus: String,
    /// Positive sign.
    pub plus: String,
    /// Not a number.
    pub nan: String,
    /// Positive infinity.
    pub infinity: String,
    /// Negative infinity.
    pub negative_infinity: String,
    /// Per mille symbol.
    pub per_mille: String,
    /// The ten digits of the culture's own script; formatting does not use them.
    pub native_digits: String,
    /// Amounts of money.
    pub currency: UnitFormat,
    /// Percentages.
    pub percent: UnitFormat,
}

/// Separators and patterns of amounts with a symbol: currency or percent.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct UnitFormat {
    /// The symbol.
    pub symbol: String,
    /// Decimal separator.
    pub decimal: String,
    /// Group separator.
    pub group: String,
    /// Digits of a group, as in [`NumberFormat::group_sizes`].
    pub group_sizes: Vec<u8>,
    /// Decimals without a precision.
    pub digits: u8,
    /// Pattern of positive amounts.
    pub positive_pattern: u8,
    /// Pattern of negative amounts.
    pub negative_pattern: u8,
}
