//! Templates and texts: complete languages, an administrator's own templates, mails without holes.

use std::path::{Path, PathBuf};

use bridgesh::mail::templates::Templates;
use bridgesh::mail::texts::{self, Texts, choose};
use bridgesh::mail::{RenderError, Renderer};
use bridgesh::notify::{Kind, Model};

use super::samples;

#[test]
fn every_language_has_every_text() {
    let english = Texts::parse("en", texts::BUILT_IN[0].1).unwrap();
    for (language, source) in texts::BUILT_IN {
        let read = Texts::parse(language, source).unwrap();
        assert_eq!(read.missing_from(&english), Vec::<String>::new(), "{language} lacks keys");
        assert_eq!(english.missing_from(&read), Vec::<String>::new(), "{language} has keys that English has not");
    }
}

#[test]
fn every_file_of_texts_is_compiled_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/texts");
    let mut files: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let mut built_in: Vec<&str> = texts::BUILT_IN.iter().map(|(language, _)| *language).collect();
    files.sort();
    built_in.sort_unstable();
    assert_eq!(files, built_in);
}

#[test]
fn every_kind_renders_in_every_language() {
    let renderer = samples::renderer();
    for language in renderer.languages() {
        for kind in Kind::ALL {
            let mail = renderer.render(&samples::notification(kind, language)).unwrap();
            assert_eq!(&*mail.language, language);
            assert!(!mail.subject.is_empty());
            for part in [mail.text.expose(), mail.html.expose()] {
                assert!(part.contains("adele.vance@contoso.com"), "{kind} in {language}");
                assert!(!part.contains("{{") && !part.contains("{%"), "{kind} in {language}");
            }
        }
    }
}

/// Each kind's subject is its own, so that nobody takes one mail for another.
#[test]
fn subjects_tell_the_kinds_apart() {
    let renderer = samples::renderer();
    for language in renderer.languages() {
        let mut subjects: Vec<String> =
            Kind::ALL.into_iter().map(|kind| renderer.render(&samples::notification(kind, language)).unwrap().subject).collect();
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), Kind::ALL.len(), "{language}");
    }
}

/// Each language says "on" in the mail that turns conferencing on, and "off" in the other.
#[test]
fn on_means_on_in_every_language() {
    let words = [
        ("en", "is now on", "off"),
        ("fr", "activée", "désactivée"),
        ("de", "eingeschaltet", "ausgeschaltet"),
        ("es", "activada", "desactiva"),
        ("it", "attivata", "disattivata"),
        ("pt-BR", "ativada", "desativada"),
        ("nl", "ingeschakeld", "uitgeschakeld"),
        ("pl", "włączone", "wyłączone"),
        ("tr", "açık", "kapat"),
        ("ja", "有効", "無効"),
        ("zh-Hans", "启用", "停用"),
        ("ar", "مفعّلة", "إيقاف"),
        ("he", "מופעלות", "כובו"),
    ];
    let renderer = samples::renderer();
    assert_eq!(words.map(|(language, ..)| language).to_vec(), renderer.languages().collect::<Vec<_>>());
    for (language, on, off) in words {
        let subject = |kind| renderer.render(&samples::notification(kind, language)).unwrap().subject;
        let (enabled, disabled) = (subject(Kind::Enabled), subject(Kind::Disabled));
        assert!(enabled.contains(on) && !enabled.contains(off), "{language}: {enabled}");
        assert!(disabled.contains(off) && !disabled.split_whitespace().any(|word| word == on), "{language}: {disabled}");
    }
}

#[test]
fn a_language_is_chosen_by_its_tag() {
    let known = ["en", "fr", "pt-BR", "zh-Hans", "he"];
    for (wanted, expected) in [
        ("fr-FR", "fr"),
        ("FR", "fr"),
        ("fr_CA", "fr"),
        ("pt-PT", "pt-BR"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "en"),
        ("iw-IL", "he"),
        ("xx", "en"),
        ("", "en"),
        ("en-GB", "en"),
    ] {
        assert_eq!(choose(&known, wanted).unwrap_or("en"), expected, "{wanted}");
    }
}

#[test]
fn values_are_escaped_in_html_and_not_in_text() {
    let name = "<script>alert('x')</script> & \"co\"";
    let mail = samples::render(&samples::with(Kind::Enabled, "en", "14255550123", Some("1234567"), name, "a@b.example"));
    assert!(!mail.html.expose().contains("<script>"));
    assert!(mail.html.expose().contains("&lt;script&gt;"));
    assert!(mail.text.expose().contains(name));
}

#[test]
fn a_mail_with_a_hole_is_not_rendered() {
    let renderer = samples::renderer();
    let mut notification = samples::notification(Kind::Disabled, "en");
    if let Model::Disabled(model) = &mut notification.model {
        model.account.user_principal_name = "\u{202e} \r\n".into();
    }
    assert_eq!(renderer.render(&notification).unwrap_err(), RenderError::MissingField { kind: Kind::Disabled, field: "account" });
    // A user without a display name is called by the account.
    if let Model::Disabled(model) = &mut notification.model {
        model.account.user_principal_name = "adele@contoso.com".into();
        model.account.name.clear();
    }
    assert!(renderer.render(&notification).unwrap().text.expose().contains("Name: adele@contoso.com"));
    notification.to.address = "nobody".into();
    assert!(matches!(renderer.render(&notification), Err(RenderError::Address(_))));
}

/// A folder with one template in it.
fn folder(name: &str, file: &str, source: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("bridgesh-templates-{name}-{}", std::process::id()));
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, source).unwrap();
    folder
}

#[test]
fn an_administrators_template_takes_the_place_of_ours() {
    let folder = folder("own", "disabled/subject.txt", "Phones off for {{ name }}");
    let mail = Renderer::with_folder(&folder).unwrap().render(&samples::notification(Kind::Disabled, "en")).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    assert_eq!(mail.subject, "Phones off for Adele Vance");
}

#[test]
fn a_template_sees_its_own_fields_alone() {
    for (name, file, source, expected) in [
        ("pin", "disabled/body.txt", "{{ pin }}", "has no field 'pin'"),
        ("changed", "information-changed/body.html", "{% if pin %}{{ pin }}{% endif %}", "has no field 'pin'"),
        ("context", "enabled/body.txt", "{{ __tera_context }}", "shows the whole context"),
        ("loop", "enabled/body.txt", "{% for i in range(end=9) %}{% endfor %}", "'for' cannot be used"),
        ("set", "enabled/body.txt", "{%- set a = name ~ name %}", "'set' cannot be used"),
        ("replace", "enabled/body.txt", "{{ name | replace(from='a', to='aa') }}", "'replace' cannot be used"),
        ("broken", "enabled/body.txt", "{{ name", "enabled/body.txt"),
        ("texts", "texts/en.txt", "name Name", "line 1"),
        ("incomplete", "texts/sv.txt", "name = Namn", "lacks the keys"),
    ] {
        let folder = folder(name, file, source);
        let error = Renderer::with_folder(&folder).unwrap_err().to_string();
        std::fs::remove_dir_all(folder).unwrap();
        assert!(error.contains(expected), "{name}: {error}");
    }
}

#[test]
fn a_missing_text_is_an_error_and_no_hole() {
    let folder = folder("text", "enabled/subject.txt", "{{ t.nothing }}");
    let result = Renderer::with_folder(&folder).unwrap().render(&samples::notification(Kind::Enabled, "en"));
    std::fs::remove_dir_all(folder).unwrap();
    assert!(matches!(result, Err(RenderError::Template(_))), "{result:?}");
}

#[test]
fn a_mail_is_bounded() {
    let large = "x".repeat(110_000);
    let folder = folder("large", "disabled/body.txt", &large);
    let result = Renderer::with_folder(&folder).unwrap().render(&samples::notification(Kind::Disabled, "en"));
    std::fs::remove_dir_all(folder).unwrap();
    assert_eq!(result.unwrap_err(), RenderError::TooLarge { template: "disabled/body.txt".into() });
}

#[test]
fn the_compiled_in_templates_keep_the_rules_for_others() {
    // A folder with all of ours is a valid folder of an administrator.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    assert!(Templates::with_folder(&folder).is_ok());
}

/// Filling cut templates writes what the engine writes, odd values and directions included.
#[test]
fn filled_templates_are_what_the_engine_writes() {
    let renderer = samples::renderer();
    let names = ["Adele Vance", "<b> & \"co\" 'x'", "\u{e000}0\u{e001}", "עדה לוי", "{{ name }}", ""];
    for language in renderer.languages() {
        for (kind, name) in Kind::ALL.into_iter().flat_map(|kind| names.map(|name| (kind, name))) {
            for (number, conference_id) in [("33170990123", Some("1234567")), ("none", Some("1234567")), ("none", None)] {
                let notification = samples::with(kind, language, number, conference_id, name, "a'b@contoso.com");
                let filled = renderer.render(&notification).unwrap();
                assert_eq!(filled, renderer.render_by_engine(&notification).unwrap(), "{kind} in {language}");
            }
        }
        let notification = samples::information_with_pin(language);
        assert_eq!(renderer.render(&notification).unwrap(), renderer.render_by_engine(&notification).unwrap());
    }
}

/// Every shape that a kind's model can have.
#[test]
fn every_sample_of_every_kind_renders() {
    let renderer = samples::renderer();
    for language in renderer.languages() {
        for model in Kind::ALL.into_iter().flat_map(bridgesh::notify::kinds::samples) {
            let mut notification = samples::notification(Kind::Disabled, language);
            notification.model = model;
            let mail = renderer.render(&notification).unwrap();
            assert_eq!(mail, renderer.render_by_engine(&notification).unwrap());
            assert!(!mail.text.expose().contains(": \n"), "a label without its value:\n{}", mail.text.expose());
        }
    }
}

/// The first language that there are texts for; the date as the wanted country writes it.
#[test]
fn languages_and_dates_follow_the_reader() {
    for (wanted, others, language, date) in [
        ("en-US", vec![], "en", "Wednesday, November 25, 2026"),
        ("en-GB", vec![], "en", "Wednesday, 25 November 2026"),
        ("fr-FR", vec![], "fr", "mercredi 25 novembre 2026"),
        ("de-AT", vec![], "de", "Mittwoch, 25. November 2026"),
        ("es-ES", vec![], "es", "miércoles, 25 de noviembre de 2026"),
        ("it-IT", vec![], "it", "mercoledì 25 novembre 2026"),
        ("pt-BR", vec![], "pt-BR", "quarta-feira, 25 de novembro de 2026"),
        ("nl-NL", vec![], "nl", "woensdag 25 november 2026"),
        ("pl-PL", vec![], "pl", "środa, 25 listopada 2026"),
        ("tr-TR", vec![], "tr", "25 Kasım 2026 Çarşamba"),
        ("ja-JP", vec![], "ja", "2026年11月25日水曜日"),
        ("zh-CN", vec![], "zh-Hans", "2026年11月25日星期三"),
        ("he-IL", vec![], "he", "יום רביעי, 25 בנובמבר 2026"),
        ("ar-SA", vec![], "ar", "الأربعاء، 25 نوفمبر 2026"),
        ("ar-AE", vec![], "ar", "الأربعاء، 25 نوفمبر 2026"),
        ("sv-SE", vec!["de-DE", "fr-FR"], "de", "Mittwoch, 25. November 2026"),
        ("sv-SE", vec!["fi-FI"], "en", "Wednesday, November 25, 2026"),
        ("zh-TW", vec!["fr-FR"], "fr", "mercredi 25 novembre 2026"),
    ] {
        let mut notification = samples::notification(Kind::Disabled, wanted);
        notification.other_languages = others.iter().map(|tag| (*tag).to_owned()).collect();
        let mail = samples::render(&notification);
        assert_eq!(&*mail.language, language, "{wanted}");
        assert!(mail.text.expose().contains(date), "{wanted}: {}", mail.text.expose());
    }
}
