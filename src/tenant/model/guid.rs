//! Identifiers of 128 bits: object ids, bridge ids, SKU ids.

use std::fmt;
use std::str::FromStr;

/// A GUID, compared and ordered as its 128 bits, printed in lower case with hyphens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Guid(u128);

impl Guid {
    /// The GUID of these 128 bits, the first hexadecimal digit on top.
    pub const fn from_u128(bits: u128) -> Self {
        Guid(bits)
    }

    /// The 128 bits, the first hexadecimal digit on top.
    pub const fn to_u128(self) -> u128 {
        self.0
    }

    /// A version 4 GUID from 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        let mut bits = u128::from_be_bytes(bytes);
        bits &= !(0xf << 76);
        bits |= 0x4 << 76;
        bits &= !(0x3 << 62);
        bits |= 0x2 << 62;
        Guid(bits)
    }

    /// Reads the forms .NET's `Guid.Parse` reads: 32 digits, hyphens, braces, parentheses.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let inner = match (text.as_bytes().first(), text.as_bytes().last()) {
            (Some(b'{'), Some(b'}')) | (Some(b'('), Some(b')')) => &text[1..text.len() - 1],
            _ => text,
        };
        let hyphens = match inner.len() {
            36 => true,
            32 if inner.len() == text.len() => false,
            _ => return None,
        };
        let mut bits: u128 = 0;
        for (at, byte) in inner.bytes().enumerate() {
            if hyphens && matches!(at, 8 | 13 | 18 | 23) {
                if byte != b'-' {
                    return None;
                }
                continue;
            }
            let digit = (byte as char).to_digit(16)?;
            bits = bits << 4 | u128::from(digit);
        }
        Some(Guid(bits))
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let b = self.0;
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            b >> 96,
            b >> 80 & 0xffff,
            b >> 64 & 0xffff,
            b >> 48 & 0xffff,
            b & 0xffff_ffff_ffff
        )
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Guid {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Guid::parse(text).ok_or(())
    }
}
