//! Every kind as it looks: `tests/mail/<kind>/<sample>.{subject,txt,html,eml}`.
//!
//! `UPDATE_GOLDENS=1 cargo test` writes them anew; look at the difference before you commit it.

use std::path::Path;

use super::samples;

#[test]
fn mails_are_as_they_were() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let renderer = samples::renderer();
    let mut different = Vec::new();
    for (name, notification) in samples::all() {
        let folder = bridgesh::mail::templates::folder_of(notification.kind());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail").join(folder);
        let mail = renderer.render(&notification).unwrap();
        let files = [
            ("subject", format!("{}\n", mail.subject).into_bytes()),
            ("txt", mail.text.expose().as_bytes().to_owned()),
            ("html", mail.html.expose().as_bytes().to_owned()),
            ("eml", samples::message(mail)),
        ];
        for (extension, bytes) in files {
            let path = folder.join(format!("{name}.{extension}"));
            if update {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &bytes).unwrap();
            } else if std::fs::read(&path).ok().as_deref() != Some(&bytes[..]) {
                different.push(path.display().to_string());
            }
        }
    }
    assert!(different.is_empty(), "different from their goldens: {different:#?}");
}

#[test]
fn the_same_mail_gives_the_same_bytes() {
    for (_, notification) in samples::all() {
        let first = samples::message(samples::render(&notification));
        assert_eq!(first, samples::message(samples::render(&notification)));
    }
}
