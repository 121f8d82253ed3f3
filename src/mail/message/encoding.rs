//! Transfer encodings of bodies: 7bit, quoted-printable and base64 (RFC 2045).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// How a body is written so that it passes any server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    SevenBit,
    QuotedPrintable,
    Base64,
}

impl Encoding {
    /// The shortest encoding that keeps the body as it is.
    pub(super) fn of(body: &str) -> Self {
        // Each count is one pass that the compiler turns into vector instructions.
        let bytes = body.as_bytes();
        let n_foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
        if n_foreign > 0 {
            return if n_foreign * 6 > bytes.len() { Self::Base64 } else { Self::QuotedPrintable };
        }
        let n_controls = bytes.iter().filter(|&&byte| (byte < b' ' && byte != b'\n') || byte == 0x7f).count();
        let longest = body.split('\n').map(str::len).max().unwrap_or_default();
        if n_controls == 0 && longest <= 900 { Self::SevenBit } else { Self::QuotedPrintable }
    }

    /// The value of `Content-Transfer-Encoding`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SevenBit => "7bit",
            Self::QuotedPrintable => "quoted-printable",
            Self::Base64 => "base64",
        }
    }

    /// Writes the body; its line feeds become CRLF, and it ends in one.
    pub(super) fn write(self, out: &mut Vec<u8>, body: &str) {
        match self {
            Self::SevenBit => {
                for line in body.split('\n') {
                    out.extend_from_slice(line.as_bytes());
                    out.extend_from_slice(b"\r\n");
                }
            }
            Self::QuotedPrintable => quoted_printable_into(out, body),
            Self::Base64 => {
                let canonical = body.replace('\n', "\r\n");
                for line in canonical.as_bytes().chunks(57) {
                    base64_into(out, line);
                    out.extend_from_slice(b"\r\n");
                }
            }
        }
    }

    /// The body that [`Encoding::write`] wrote; `None` if these are not such bytes.
    pub(super) fn read(name: &str, bytes: &[u8]) -> Option<String> {
        let text = match name {
            "7bit" => String::from_utf8(bytes.to_vec()).ok()?.replace("\r\n", "\n"),
            "quoted-printable" => String::from_utf8(quoted_printable_from(bytes)?).ok()?,
            "base64" => return Some(String::from_utf8(base64_from(bytes)?).ok()?.replace("\r\n", "\n")),
            _ => return None,
        };
        // The writer ends the last line, too.
        text.strip_suffix('\n').map(str::to_owned)
    }
}

/// Appends the base64 of the bytes, padded.
pub(super) fn base64_into(out: &mut Vec<u8>, bytes: &[u8]) {
    out.reserve(bytes.len().div_ceil(3) * 4);
    let digit = |bits: u32| ALPHABET[(bits & 63) as usize];
    let chunks = bytes.chunks_exact(3);
    let rest = chunks.remainder();
    for chunk in chunks {
        let bits = u32::from(chunk[0]) << 16 | u32::from(chunk[1]) << 8 | u32::from(chunk[2]);
        out.extend_from_slice(&[digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), digit(bits)]);
    }
    match *rest {
        [one] => {
            let bits = u32::from(one) << 16;
            out.extend_from_slice(&[digit(bits >> 18), digit(bits >> 12), b'=', b'=']);
        }
        [one, two] => {
            let bits = u32::from(one) << 16 | u32::from(two) << 8;
            out.extend_from_slice(&[digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), b'=']);
        }
        _ => {}
    }
}

fn base64_from(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0u32, 0u32);
    for &byte in bytes {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' | b'\r' | b'\n' => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            decoded.push((bits >> n_bits & 0xff) as u8);
        }
    }
    Some(decoded)
}

/// Bytes that stand for themselves in quoted-printable; spaces do but at the end of a line.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = b' ' as usize;
    while byte <= b'~' as usize {
        plain[byte] = byte != b'=' as usize;
        byte += 1;
    }
    plain[b'\t' as usize] = true;
    plain
};

/// Columns of a line, its soft break aside.
const QUOTED_COLUMNS: usize = 75;

fn quoted_printable_into(out: &mut Vec<u8>, body: &str) {
    out.reserve(body.len() + body.len() / 8);
    for line in body.split('\n') {
        // A space or tab at the end of the line would be lost on the way.
        let (mut rest, last) = match line.as_bytes() {
            [rest @ .., blank @ (b' ' | b'\t')] => (rest, Some(*blank)),
            rest => (rest, None),
        };
        let mut column = 0;
        while let Some(&byte) = rest.first() {
            if PLAIN[usize::from(byte)] {
                if column == QUOTED_COLUMNS {
                    out.extend_from_slice(b"=\r\n");
                    column = 0;
                }
                // Plain bytes are copied by the run, as far as the line goes.
                let room = rest.len().min(QUOTED_COLUMNS - column);
                let run = rest[..room].iter().position(|&byte| !PLAIN[usize::from(byte)]).unwrap_or(room);
                out.extend_from_slice(&rest[..run]);
                column += run;
                rest = &rest[run..];
            } else {
                column = quote(out, byte, column);
                rest = &rest[1..];
            }
        }
        if let Some(byte) = last {
            quote(out, byte, column);
        }
        out.extend_from_slice(b"\r\n");
    }
}

/// Writes `=XX`, on a new line where the old one is full; gives the column after it.
fn quote(out: &mut Vec<u8>, byte: u8, mut column: usize) -> usize {
    if column + 3 > QUOTED_COLUMNS {
        out.extend_from_slice(b"=\r\n");
        column = 0;
    }
    out.extend_from_slice(&[b'=', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    column + 3
}

fn quoted_printable_from(bytes: &[u8]) -> Option<Vec<u8>> {
    let nibble = |byte: &u8| char::from(*byte).to_digit(16).map(|digit| digit as u8);
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = match (byte, tail) {
            (b'=', [b'\r', b'\n', tail @ ..]) => tail,
            (b'=', [high, low, tail @ ..]) => {
                decoded.push(nibble(high)? << 4 | nibble(low)?);
                tail
            }
            (b'=', _) => return None,
            (b'\r', [b'\n', ..]) => tail,
            _ => {
                decoded.push(byte);
                tail
            }
        };
    }
    Some(decoded)
}
