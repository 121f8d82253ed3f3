//! Code pages: their numbers and names, and texts written in them.

use encoding_rs::Encoding;

/// A code page.
pub struct Page {
    /// Its number.
    pub number: i64,
    /// `WebName`.
    pub web_name: &'static str,
    /// `EncodingName`.
    pub name: &'static str,
    /// What reads and writes it.
    pub encoding: &'static Encoding,
}

const fn page(number: i64, web_name: &'static str, name: &'static str, encoding: &'static Encoding) -> Page {
    Page { number, web_name, name, encoding }
}

/// The code pages beside the forms of Unicode, ASCII and Latin 1.
pub const PAGES: &[Page] = &[
    page(874, "windows-874", "Thai (Windows)", encoding_rs::WINDOWS_874),
    page(932, "shift_jis", "Japanese (Shift-JIS)", encoding_rs::SHIFT_JIS),
    page(936, "gb2312", "Chinese Simplified (GB2312)", encoding_rs::GBK),
    page(949, "ks_c_5601-1987", "Korean", encoding_rs::EUC_KR),
    page(950, "big5", "Chinese Traditional (Big5)", encoding_rs::BIG5),
    page(1250, "windows-1250", "Central European (Windows)", encoding_rs::WINDOWS_1250),
    page(1251, "windows-1251", "Cyrillic (Windows)", encoding_rs::WINDOWS_1251),
    page(1252, "windows-1252", "Western European (Windows)", encoding_rs::WINDOWS_1252),
    page(1253, "windows-1253", "Greek (Windows)", encoding_rs::WINDOWS_1253),
    page(1254, "windows-1254", "Turkish (Windows)", encoding_rs::WINDOWS_1254),
    page(1255, "windows-1255", "Hebrew (Windows)", encoding_rs::WINDOWS_1255),
    page(1256, "windows-1256", "Arabic (Windows)", encoding_rs::WINDOWS_1256),
    page(1257, "windows-1257", "Baltic (Windows)", encoding_rs::WINDOWS_1257),
    page(1258, "windows-1258", "Vietnamese (Windows)", encoding_rs::WINDOWS_1258),
    page(866, "cp866", "Cyrillic (DOS)", encoding_rs::IBM866),
    page(10000, "macintosh", "Western European (Mac)", encoding_rs::MACINTOSH),
    page(20866, "koi8-r", "Cyrillic (KOI8-R)", encoding_rs::KOI8_R),
    page(21866, "koi8-u", "Cyrillic (KOI8-U)", encoding_rs::KOI8_U),
    page(28592, "iso-8859-2", "Central European (ISO)", encoding_rs::ISO_8859_2),
    page(28593, "iso-8859-3", "Latin 3 (ISO)", encoding_rs::ISO_8859_3),
    page(28594, "iso-8859-4", "Baltic (ISO)", encoding_rs::ISO_8859_4),
    page(28595, "iso-8859-5", "Cyrillic (ISO)", encoding_rs::ISO_8859_5),
    page(28596, "iso-8859-6", "Arabic (ISO)", encoding_rs::ISO_8859_6),
    page(28597, "iso-8859-7", "Greek (ISO)", encoding_rs::ISO_8859_7),
    page(28598, "iso-8859-8", "Hebrew (ISO-Visual)", encoding_rs::ISO_8859_8),
    page(28603, "iso-8859-13", "Estonian (ISO)", encoding_rs::ISO_8859_13),
    page(28605, "iso-8859-15", "Latin 9 (ISO)", encoding_rs::ISO_8859_15),
    page(51932, "euc-jp", "Japanese (EUC)", encoding_rs::EUC_JP),
    page(54936, "GB18030", "Chinese Simplified (GB18030)", encoding_rs::GB18030),
];

/// The code page of a name.
pub fn named(name: &str) -> Option<&'static Encoding> {
    if let Some(row) = PAGES.iter().find(|row| row.web_name.eq_ignore_ascii_case(name)) {
        return Some(row.encoding);
    }
    let encoding = Encoding::for_label(name.as_bytes())?;
    PAGES.iter().any(|row| row.encoding == encoding).then_some(encoding)
}

/// A text's bytes; what the page does not have is a question mark.
pub fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, has_gaps) = encoding.encode(text);
    if !has_gaps {
        return bytes.into_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut letter = [0; 4];
    for c in text.chars() {
        match encoding.encode(c.encode_utf8(&mut letter)) {
            (bytes, _, false) => out.extend_from_slice(&bytes),
            _ => out.push(b'?'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_euro_sign_of_windows() {
        assert_eq!(encode("10 €, 你", encoding_rs::WINDOWS_1252), b"10 \x80, ?");
        assert_eq!(named("Windows-1252"), Some(encoding_rs::WINDOWS_1252));
        assert_eq!(named("no-such-page"), None);
    }
}
