//! The PIN of a user: the one secret of the tenant.
//!
//! The type has no `Display`, no `Serialize` and a `Debug` that prints asterisks, so that a PIN
//! reaches text only where the source says [`Pin::expose_secret`].

use std::fmt;
use std::ops::RangeInclusive;

use secrecy::zeroize::Zeroize;

/// How many digits a PIN may have.
pub const PIN_LENGTHS: RangeInclusive<u32> = 4..=12;

/// What every reader but the addressed mail sees in place of a PIN: eleven asterisks.
pub const MASKED_PIN: &str = "***********";

/// A PIN of 4 to 12 digits, wiped from memory when dropped.
///
/// Packed as a one followed by the digits, so that leading zeros are kept and no PIN is zero.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(u64);

impl Pin {
    /// Reads 4 to 12 ASCII digits.
    pub fn parse(digits: &str) -> Option<Self> {
        if !PIN_LENGTHS.contains(&u32::try_from(digits.len()).ok()?) {
            return None;
        }
        let mut packed: u64 = 1;
        for byte in digits.bytes() {
            if !byte.is_ascii_digit() {
                return None;
            }
            packed = packed * 10 + u64::from(byte - b'0');
        }
        Some(Pin(packed))
    }

    /// The PIN that shows `value` with `length` digits (4 to 12).
    pub(in crate::tenant) fn from_value(value: u64, length: u32) -> Self {
        let one = 10u64.pow(length);
        Pin(one + value % one)
    }

    /// The digits, for the one who may read them; the copy wipes itself.
    pub fn expose_secret(&self) -> ExposedPin {
        let mut rest = self.0;
        let mut exposed = ExposedPin { digits: [0; 12], length: self.length() as usize };
        for at in (0..exposed.length).rev() {
            exposed.digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        rest.zeroize();
        exposed
    }

    /// How many digits the PIN has.
    pub fn length(&self) -> u32 {
        self.0.ilog10()
    }

    /// The packed form, for the store of users; 0 stands for no PIN.
    pub(super) fn pack(pin: Option<&Pin>) -> u64 {
        pin.map_or(0, |pin| pin.0)
    }

    /// The PIN of a packed form.
    pub(super) fn unpack(packed: u64) -> Option<Pin> {
        (packed != 0).then_some(Pin(packed))
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASKED_PIN)
    }
}

/// The digits of a PIN in the clear, wiped when dropped.
pub struct ExposedPin {
    digits: [u8; 12],
    length: usize,
}

impl ExposedPin {
    /// The digits as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..self.length]).unwrap_or_default()
    }
}

impl Drop for ExposedPin {
    fn drop(&mut self) {
        self.digits.zeroize();
    }
}

impl fmt::Debug for ExposedPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASKED_PIN)
    }
}
