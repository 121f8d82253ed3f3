//! `System.Guid`: sixteen bytes with five ways to write them.

use crate::value::fault::Fault;
use std::fmt::Write;

/// A globally unique identifier, its number in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Guid(pub u128);

impl Guid {
    /// All zeros.
    pub const EMPTY: Guid = Guid(0);

    /// A version 4 identifier made of random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Guid {
        let value = u128::from_be_bytes(bytes);
        Guid(value & !(0xF << 76) & !(3 << 62) | 4 << 76 | 2 << 62)
    }

    /// `ToByteArray`: the first three groups have their lowest byte first.
    pub fn to_net_bytes(self) -> [u8; 16] {
        let mut bytes = self.0.to_be_bytes();
        bytes[..4].reverse();
        bytes[4..6].reverse();
        bytes[6..8].reverse();
        bytes
    }

    /// From the bytes that `ToByteArray` gives.
    pub fn from_net_bytes(mut bytes: [u8; 16]) -> Guid {
        bytes[..4].reverse();
        bytes[4..6].reverse();
        bytes[6..8].reverse();
        Guid(u128::from_be_bytes(bytes))
    }

    /// `D`: 8-4-4-4-12 hexadecimal digits.
    pub fn invariant_text(self, out: &mut String) {
        let value = self.0;
        let _ = write!(
            out,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            value >> 96,
            value >> 80 & 0xFFFF,
            value >> 64 & 0xFFFF,
            value >> 48 & 0xFFFF,
            value & 0xFFFF_FFFF_FFFF
        );
    }

    /// In one of the formats `N`, `D`, `B`, `P`, `X`; the empty one is `D`.
    pub fn format(self, out: &mut String, format: &str) -> Result<(), Fault> {
        match format {
            "" | "D" | "d" => self.invariant_text(out),
            "N" | "n" => {
                let _ = write!(out, "{:032x}", self.0);
            }
            "B" | "b" | "P" | "p" => {
                let (open, close) = if format.eq_ignore_ascii_case("B") { ('{', '}') } else { ('(', ')') };
                out.push(open);
                self.invariant_text(out);
                out.push(close);
            }
            "X" | "x" => {
                let value = self.0;
                let _ = write!(out, "{{0x{:08x},0x{:04x},0x{:04x},{{", value >> 96, value >> 80 & 0xFFFF, value >> 64 & 0xFFFF);
                for (index, byte) in value.to_be_bytes()[8..].iter().enumerate() {
                    let _ = write!(out, "{}0x{byte:02x}", if index > 0 { "," } else { "" });
                }
                out.push_str("}}");
            }
            _ => {
                return Err(Fault::format(
                    "Format string can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\".",
                ));
            }
        }
        Ok(())
    }

    /// Any of the five formats, with blanks around it.
    pub fn parse(text: &str) -> Result<Guid, Fault> {
        let trimmed = text.trim();
        let inner = match (trimmed.as_bytes().first(), trimmed.as_bytes().last()) {
            (Some(b'{'), Some(b'}')) if trimmed.contains(',') => return hexadecimal(trimmed),
            (Some(b'{'), Some(b'}')) | (Some(b'('), Some(b')')) => {
                let inner = &trimmed[1..trimmed.len() - 1];
                if !inner.contains('-') {
                    return Err(unrecognized());
                }
                inner
            }
            (Some(b'{' | b'('), _) => return Err(unrecognized()),
            _ => trimmed,
        };
        if inner.contains('-') {
            let groups: Vec<&str> = inner.split('-').collect();
            let has_shape = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]);
            if !has_shape {
                return Err(if inner.len() == 36 {
                    Fault::format("Dashes are in the wrong position for GUID parsing.")
                } else {
                    unrecognized()
                });
            }
            return digits(&groups.concat());
        }
        if inner.len() == 32 { digits(inner) } else { Err(unrecognized()) }
    }
}

fn unrecognized() -> Fault {
    Fault::format("Unrecognized Guid format.")
}

fn digits(text: &str) -> Result<Guid, Fault> {
    if text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        u128::from_str_radix(text, 16).map(Guid).map_err(|_| unrecognized())
    } else {
        Err(Fault::format("Guid string should only contain hexadecimal characters."))
    }
}

/// `{0x00000000,0x0000,0x0000,{0x00,0x00,0x00,0x00,0x00,0x00,0x00,0x00}}`.
fn hexadecimal(text: &str) -> Result<Guid, Fault> {
    let plain: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let inner = plain.strip_prefix('{').and_then(|rest| rest.strip_suffix("}}")).ok_or_else(unrecognized)?;
    let (head, tail) = inner.split_once(",{").ok_or_else(unrecognized)?;
    let widths = [32u32, 16, 16, 8, 8, 8, 8, 8, 8, 8, 8];
    let parts: Vec<&str> = head.split(',').chain(tail.split(',')).collect();
    if parts.len() != widths.len() || head.split(',').count() != 3 {
        return Err(unrecognized());
    }
    let mut value = 0u128;
    for (part, width) in parts.iter().zip(widths) {
        let digits = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")).ok_or_else(unrecognized)?;
        let number = u32::from_str_radix(digits, 16).map_err(|_| unrecognized())?;
        if width < 32 && number >> width != 0 {
            return Err(Fault::overflow("Value was either too large or too small for a UInt32."));
        }
        value = value << width | u128::from(number);
    }
    Ok(Guid(value))
}
