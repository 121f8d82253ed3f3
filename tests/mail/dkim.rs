//! Signatures of messages, checked by a verifier of its own.

use std::path::{Path, PathBuf};

use bridgesh::mail::dkim::Signer;
use bridgesh::notify::Kind;
use bridgesh::value::text::encode::base64_decode;
use ring::signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm};

use super::samples;

/// The keys of a folder of the test, each its owner's alone, which a checkout does not keep.
fn keys() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/dkim");
    for name in ["rsa.pem", "rsa-older.pem", "ed25519.pem"] {
        private(folder.path().join(name), &std::fs::read(source.join(name)).unwrap());
    }
    folder
}

fn private(path: PathBuf, content: &[u8]) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(&path, content).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

fn public(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/dkim").join(name);
    base64_decode(std::fs::read_to_string(path).unwrap().trim()).unwrap()
}

/// The relaxed form of a field (RFC 6376, 3.4.2).
fn relaxed(name: &str, value: &str) -> String {
    let unfolded = value.replace("\r\n", "");
    let words: Vec<&str> = unfolded.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    format!("{}:{}\r\n", name.to_lowercase(), words.join(" "))
}

/// The relaxed form of a body (3.4.4).
fn relaxed_body(body: &str) -> String {
    let lines = body.split_terminator("\r\n").map(|line| {
        let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        let indent = if line.starts_with([' ', '\t']) && !words.is_empty() { " " } else { "" };
        format!("{indent}{}\r\n", words.join(" "))
    });
    let whole: String = lines.collect();
    format!("{}\r\n", whole.trim_end_matches("\r\n"))
}

/// Verifies the signature in front of a message; the tags if it holds.
fn verify(message: &str, algorithm: &'static dyn VerificationAlgorithm, key: &[u8]) -> Result<Vec<(String, String)>, String> {
    let (header, body) = message.split_once("\r\n\r\n").unwrap();
    let unfolded = header.replace("\r\n ", "\u{1} ").replace("\r\n\t", "\u{1}\t");
    let fields: Vec<(String, String)> = unfolded
        .split("\r\n")
        .map(|line| line.split_once(':').unwrap())
        .map(|(name, value)| (name.to_owned(), value.replace('\u{1}', "\r\n")))
        .collect();
    let (name, value) = &fields[0];
    assert_eq!(name, "DKIM-Signature");
    let tags: Vec<(String, String)> = value
        .split(';')
        .filter_map(|tag| tag.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), value.split_whitespace().collect()))
        .collect();
    let tag = |name: &str| tags.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()).unwrap();
    let hash = ring::digest::digest(&ring::digest::SHA256, relaxed_body(body).as_bytes());
    if base64_decode(&tag("bh")).unwrap() != hash.as_ref() {
        return Err("the body is another".to_owned());
    }
    let mut signed = String::new();
    for wanted in tag("h").split(':') {
        if let Some((name, value)) = fields.iter().rfind(|(name, _)| name.eq_ignore_ascii_case(wanted)) {
            signed.push_str(&relaxed(name, value));
        }
    }
    let (before, after) = value.split_once(" b=").unwrap();
    assert!(!after.contains(';'), "b= stands last");
    signed.push_str(relaxed(name, &format!("{before} b=")).trim_end());
    // Ed25519 signs the digest, RSA digests on its own (RFC 8463, 3).
    let digest = ring::digest::digest(&ring::digest::SHA256, signed.as_bytes());
    let data = if tag("a") == "ed25519-sha256" { digest.as_ref() } else { signed.as_bytes() };
    let signature = base64_decode(&tag("b")).unwrap();
    UnparsedPublicKey::new(algorithm, key).verify(data, &signature).map_err(|_| "the header is another".to_owned())?;
    Ok(tags)
}

#[test]
fn signatures_hold_for_the_message_and_for_no_other() {
    let folder = keys();
    let keys: [(&str, &'static dyn VerificationAlgorithm, &str); 3] = [
        ("rsa.pem", &RSA_PKCS1_2048_8192_SHA256, "rsa.pub"),
        ("rsa-older.pem", &RSA_PKCS1_2048_8192_SHA256, "rsa.pub"),
        ("ed25519.pem", &ED25519, "ed25519.pub"),
    ];
    for (file, algorithm, key) in keys {
        let signer = Signer::from_file("Contoso.com", "mail2026", &folder.path().join(file)).unwrap();
        for (kind, language) in [(Kind::PinReset, "en"), (Kind::Enabled, "ja"), (Kind::Disabled, "ar")] {
            let message = samples::message(samples::render(&samples::notification(kind, language)));
            let mut signed = signer.signature(&message).unwrap();
            signed.extend_from_slice(&message);
            let signed = String::from_utf8(signed).unwrap();
            assert!(signed.lines().all(|line| line.len() <= 998));
            let tags = verify(&signed, algorithm, &public(key)).unwrap_or_else(|fault| panic!("{file} {kind} {language}: {fault}"));
            for (name, value) in [("v", "1"), ("d", "contoso.com"), ("s", "mail2026"), ("c", "relaxed/relaxed")] {
                assert!(tags.contains(&(name.to_owned(), value.to_owned())), "{name} {tags:?}");
            }
            for (from, to) in [("Subject: ", "Subject: x"), ("\r\nTo: ", "\r\nCc: boss@example.org\r\nTo: "), ("</body>", "!</body>")] {
                if signed.contains(from) {
                    assert!(verify(&signed.replacen(from, to, 1), algorithm, &public(key)).is_err(), "{from} may not change");
                }
            }
        }
    }
}

#[test]
fn keys_that_others_may_read_and_what_is_no_key_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = keys();
    let open = folder.path().join("rsa.pem");
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(Signer::from_file("contoso.com", "s", &open).unwrap_err().contains("chmod 600"));
    let none = folder.path().join("none.pem");
    private(none.clone(), b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assert!(Signer::from_file("contoso.com", "s", &none).unwrap_err().contains("has to be a private key"));
    let key = folder.path().join("ed25519.pem");
    assert!(Signer::from_file("contoso.com; t=y", "s", &key).unwrap_err().contains("is no domain"));
    assert!(Signer::from_file("contoso.com", "a b", &key).unwrap_err().contains("is no selector"));
}
