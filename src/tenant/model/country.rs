//! Countries: their codes, calling codes and the language that mail to them defaults to.

use std::fmt;

/// An ISO 3166 alpha-2 country code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// Every assigned ISO 3166 alpha-2 code, sorted.
const CODES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// What is known of a country beyond its code.
struct Facts {
    code: &'static str,
    name: &'static str,
    calling_code: u16,
    language: &'static str,
}

macro_rules! facts {
    ($($code:literal $name:literal $calling:literal $language:literal)+) => {
        &[$(Facts { code: $code, name: $name, calling_code: $calling, language: $language }),+]
    };
}

/// Where dial-in numbers exist, with the first official language as its tag. Canada stands after
/// the United States: both have the calling code 1, and the first row wins.
const FACTS: &[Facts] = facts! {
    "AE" "United Arab Emirates" 971 "ar-AE"
    "AR" "Argentina" 54 "es-AR"
    "AT" "Austria" 43 "de-AT"
    "AU" "Australia" 61 "en-AU"
    "BE" "Belgium" 32 "nl-BE"
    "BG" "Bulgaria" 359 "bg-BG"
    "BR" "Brazil" 55 "pt-BR"
    "CH" "Switzerland" 41 "de-CH"
    "CL" "Chile" 56 "es-CL"
    "CN" "China" 86 "zh-CN"
    "CO" "Colombia" 57 "es-CO"
    "CR" "Costa Rica" 506 "es-CR"
    "CY" "Cyprus" 357 "el-GR"
    "CZ" "Czech Republic" 420 "cs-CZ"
    "DE" "Germany" 49 "de-DE"
    "DK" "Denmark" 45 "da-DK"
    "DO" "Dominican Republic" 1809 "es-DO"
    "EE" "Estonia" 372 "et-EE"
    "EG" "Egypt" 20 "ar-EG"
    "ES" "Spain" 34 "es-ES"
    "FI" "Finland" 358 "fi-FI"
    "FR" "France" 33 "fr-FR"
    "GB" "United Kingdom" 44 "en-GB"
    "GE" "Georgia" 995 "ka-GE"
    "GR" "Greece" 30 "el-GR"
    "HK" "Hong Kong SAR" 852 "zh-HK"
    "HR" "Croatia" 385 "hr-HR"
    "HU" "Hungary" 36 "hu-HU"
    "ID" "Indonesia" 62 "id-ID"
    "IE" "Ireland" 353 "en-IE"
    "IL" "Israel" 972 "he-IL"
    "IN" "India" 91 "en-IN"
    "IT" "Italy" 39 "it-IT"
    "JP" "Japan" 81 "ja-JP"
    "KR" "Korea" 82 "ko-KR"
    "LT" "Lithuania" 370 "lt-LT"
    "LU" "Luxembourg" 352 "fr-LU"
    "LV" "Latvia" 371 "lv-LV"
    "MX" "Mexico" 52 "es-MX"
    "MY" "Malaysia" 60 "ms-MY"
    "NG" "Nigeria" 234 "en-NG"
    "NL" "Netherlands" 31 "nl-NL"
    "NO" "Norway" 47 "nb-NO"
    "NZ" "New Zealand" 64 "en-NZ"
    "PA" "Panama" 507 "es-PA"
    "PE" "Peru" 51 "es-PE"
    "PH" "Philippines" 63 "fil-PH"
    "PL" "Poland" 48 "pl-PL"
    "PR" "Puerto Rico" 1787 "es-PR"
    "PT" "Portugal" 351 "pt-PT"
    "RO" "Romania" 40 "ro-RO"
    "RU" "Russia" 7 "ru-RU"
    "SA" "Saudi Arabia" 966 "ar-SA"
    "SE" "Sweden" 46 "sv-SE"
    "SG" "Singapore" 65 "en-SG"
    "SI" "Slovenia" 386 "sl-SI"
    "SK" "Slovakia" 421 "sk-SK"
    "TH" "Thailand" 66 "th-TH"
    "TR" "Turkey" 90 "tr-TR"
    "TW" "Taiwan" 886 "zh-TW"
    "UA" "Ukraine" 380 "uk-UA"
    "US" "United States" 1 "en-US"
    "VE" "Venezuela" 58 "es-VE"
    "VN" "Vietnam" 84 "vi-VN"
    "ZA" "South Africa" 27 "en-ZA"
    "CA" "Canada" 1 "en-CA"
};

impl Country {
    /// Reads an assigned code in any case.
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 2] = code.trim().as_bytes().try_into().ok()?;
        let code = [bytes[0].to_ascii_uppercase(), bytes[1].to_ascii_uppercase()];
        CODES.as_bytes().chunks_exact(2).any(|known| known == code).then_some(Country(code))
    }

    /// Reads a code, or the English name of a country with dial-in numbers.
    pub fn parse_code_or_name(text: &str) -> Option<Self> {
        Country::parse(text).or_else(|| {
            let facts = FACTS.iter().find(|facts| facts.name.eq_ignore_ascii_case(text.trim()))?;
            Country::parse(facts.code)
        })
    }

    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The English name, where dial-in numbers exist; the code elsewhere.
    pub fn name(&self) -> &str {
        self.facts().map_or(self.code(), |facts| facts.name)
    }

    /// The language tag that mail to this country defaults to.
    pub fn language(&self) -> Option<&'static str> {
        self.facts().map(|facts| facts.language)
    }

    /// The country whose calling code starts the digits; the longest code wins.
    pub fn of_number(number: super::Number) -> Option<Self> {
        let digits = number.to_string();
        FACTS
            .iter()
            .filter(|facts| digits.starts_with(&facts.calling_code.to_string()))
            .max_by_key(|facts| (facts.calling_code.ilog10(), facts.code != "CA"))
            .and_then(|facts| Country::parse(facts.code))
    }

    /// The country in a geocode such as `EMEA-DK-ALL-KO`.
    pub fn of_geocode(geocode: &str) -> Option<Self> {
        Country::parse(geocode.split('-').nth(1)?)
    }

    /// Countries with dial-in numbers, as code and English name, by name.
    pub fn with_dial_in() -> Vec<(&'static str, &'static str)> {
        let mut rows: Vec<_> = FACTS.iter().map(|facts| (facts.code, facts.name)).collect();
        rows.sort_by_key(|(_, name)| *name);
        rows
    }

    fn facts(&self) -> Option<&'static Facts> {
        FACTS.iter().find(|facts| facts.code == self.code())
    }

    pub(super) fn pack(country: Option<Country>) -> u16 {
        country.map_or(0, |country| u16::from_be_bytes(country.0))
    }

    pub(super) fn unpack(packed: u16) -> Option<Country> {
        (packed != 0).then_some(Country(packed.to_be_bytes()))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
