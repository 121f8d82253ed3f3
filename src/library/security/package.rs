//! Secure strings as text, in PowerShell's own forms: with a key, AES in CBC mode behind a marker; without one, on systems
//! without DPAPI, the UTF-16 units in hexadecimal (which hides nothing, as PowerShell's documentation says too).

use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit};

use crate::value::text::encode::{base64_decode, base64_encode};

/// What stands in front of an encrypted text.
const MARKER: &str = "76492d1116743f0423413b16050a5345";

/// Why a text is no secure string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is not in the form.
    Form(String),
    /// The key is not the one it was made with.
    Key,
    /// The key is not 128, 192 or 256 bits long.
    KeyLength,
}

fn bytes_of(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn text_of(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Result<Vec<u8>, Fault> {
    let units: Vec<char> = text.chars().collect();
    units
        .chunks_exact(2)
        .map(|pair| {
            let pair: String = pair.iter().collect();
            let wrong = || Fault::Form(format!("The input string '{pair}' was not in a correct format."));
            if pair.starts_with('+') {
                return Err(wrong());
            }
            u8::from_str_radix(&pair, 16).map_err(|_| wrong())
        })
        .collect()
}

/// A plain text in the form without a key.
pub fn encode(text: &str) -> String {
    hex(&bytes_of(text))
}

/// The plain text of the form without a key.
pub fn decode(text: &str) -> Result<String, Fault> {
    Ok(text_of(&from_hex(text)?))
}

/// A plain text under a key; the vector comes from the session's random source.
pub fn encrypt(text: &str, key: &[u8], vector: [u8; 16]) -> Result<String, Fault> {
    let plain = bytes_of(text);
    let secret = match key.len() {
        16 => cbc::Encryptor::<Aes128>::new(key.into(), &vector.into()).encrypt_padded_vec_mut::<Pkcs7>(&plain),
        24 => cbc::Encryptor::<Aes192>::new(key.into(), &vector.into()).encrypt_padded_vec_mut::<Pkcs7>(&plain),
        32 => cbc::Encryptor::<Aes256>::new(key.into(), &vector.into()).encrypt_padded_vec_mut::<Pkcs7>(&plain),
        _ => return Err(Fault::KeyLength),
    };
    let package = format!("2|{}|{}", base64_encode(&vector, false), hex(&secret));
    Ok(format!("{MARKER}{}", base64_encode(&bytes_of(&package), false)))
}

/// The plain text of an encrypted one.
pub fn decrypt(text: &str, key: &[u8]) -> Result<String, Fault> {
    if !matches!(key.len(), 16 | 24 | 32) {
        return Err(Fault::KeyLength);
    }
    let damaged = || Fault::Form("The parameter value \"String\" is not a valid encrypted string.".to_owned());
    let (vector, secret) = match text.strip_prefix(MARKER) {
        Some(package) => {
            let package = text_of(&base64_decode(package).map_err(|_| damaged())?);
            let mut parts = package.split('|');
            let (Some("2"), Some(vector), Some(secret), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
                return Err(damaged());
            };
            (base64_decode(vector).map_err(|_| damaged())?, from_hex(secret)?)
        }
        // The first form had no vector.
        None => (vec![0; 16], from_hex(text)?),
    };
    let vector: [u8; 16] = vector.try_into().map_err(|_| damaged())?;
    let plain = match key.len() {
        16 => cbc::Decryptor::<Aes128>::new(key.into(), &vector.into()).decrypt_padded_vec_mut::<Pkcs7>(&secret),
        24 => cbc::Decryptor::<Aes192>::new(key.into(), &vector.into()).decrypt_padded_vec_mut::<Pkcs7>(&secret),
        _ => cbc::Decryptor::<Aes256>::new(key.into(), &vector.into()).decrypt_padded_vec_mut::<Pkcs7>(&secret),
    };
    plain.map(|plain| text_of(&plain)).map_err(|_| Fault::Key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_under_every_key_length() {
        for length in [16, 24, 32] {
            let key: Vec<u8> = (0..length).collect();
            for text in ["", "pw", "längeres Geheimnis mit 🔑 und mehr als einem Block"] {
                let package = encrypt(text, &key, [7; 16]);
                assert_eq!(package.and_then(|package| decrypt(&package, &key)), Ok(text.to_owned()));
            }
        }
    }

    #[test]
    fn a_wrong_key_gives_no_text() {
        let package = encrypt("secret", &[1; 16], [0; 16]).unwrap_or_default();
        assert_eq!(decrypt(&package, &[1; 15]), Err(Fault::KeyLength));
        assert_ne!(decrypt(&package, &[2; 16]), Ok("secret".to_owned()));
        assert!(matches!(decrypt("76492d1116743f0423413b16050a5345AAAA", &[1; 16]), Err(Fault::Form(_))));
    }

    #[test]
    fn without_a_key_the_units_stand_in_hexadecimal() {
        assert_eq!(encode("pw"), "70007700");
        assert_eq!(decode("70007700"), Ok("pw".to_owned()));
        assert_eq!(decode("zz"), Err(Fault::Form("The input string 'zz' was not in a correct format.".to_owned())));
    }
}
