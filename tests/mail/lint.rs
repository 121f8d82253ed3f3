//! The product's own lint, which `Test-MailTemplate` runs: it finds each fault, and none in our pages.

use bridgesh::mail::lint::{Rule, check};
use bridgesh::mail::templates::{Severity, trial};
use bridgesh::notify::Kind;

use super::samples;

fn page() -> String {
    samples::render(&samples::notification(Kind::Enabled, "en")).html.expose().to_owned()
}

#[test]
fn our_pages_have_no_fault() {
    for language in samples::renderer().languages() {
        for kind in Kind::ALL {
            let mail = samples::render(&samples::notification(kind, language));
            assert_eq!(check(mail.html.expose()), [], "{kind} in {language}");
        }
    }
}

#[test]
fn each_rule_finds_what_breaks_it() {
    let replaced = |from: &str, to: &str| {
        assert!(page().contains(from), "{from}");
        page().replacen(from, to, 1)
    };
    for (rule, html) in [
        (Rule::Balanced, replaced("</h1>", "")),
        (Rule::Balanced, replaced("</table>", "</div>")),
        (Rule::TableRole, replaced("role=\"presentation\"", "")),
        (Rule::Width, replaced("max-width:520px", "max-width:720px")),
        (Rule::Width, replaced("width=\"100%\"", "width=\"700\"")),
        (Rule::Language, replaced("<html lang=\"en\"", "<html")),
        (Rule::Language, page().replace("lang=\"en\" dir=\"ltr\"", "lang=\"ar\" dir=\"ltr\"")),
        (Rule::ColorScheme, replaced("<meta name=\"color-scheme\" content=\"light dark\">", "")),
        (Rule::ColorScheme, replaced("prefers-color-scheme: dark", "prefers-color-scheme: light")),
        (Rule::Contrast, page().replace("color:#201f1e", "color:#cccccc")),
        (Rule::Contrast, page().replace(".text { color: #f3f2f1", ".text { color: #333333")),
        (Rule::RemoteContent, replaced("</h1>", "</h1><img src=\"https://x.example/a.png\">")),
        (Rule::RemoteContent, replaced("</h1>", "</h1><script>alert(1)</script>")),
        (Rule::RemoteContent, page().replace("href=\"https:", "href=\"http:")),
        (Rule::RemoteContent, replaced("background-color:#f3f2f1;", "background:url(https://x.example/a.png);")),
        (Rule::InlineStyle, replaced("</h1>", "</h1><p>small</p>")),
        (Rule::Size, replaced("</h1>", &format!("</h1>{}", "<br>\n".repeat(30_000)))),
        (Rule::LineLength, replaced("</h1>", &format!("</h1>{}", "x".repeat(2_000)))),
    ] {
        let findings = check(&html);
        assert!(findings.iter().any(|finding| finding.rule == rule), "{rule}: {findings:?}");
    }
}

/// Any text is a page: the lint ends, and does not panic.
#[test]
fn cut_and_mixed_pages_do_not_panic() {
    let page = page();
    for at in (0..page.len()).step_by(7).filter(|at| page.is_char_boundary(*at)) {
        check(&page[..at]);
        check(&page[at..]);
    }
    for odd in ["<", "<>", "</", "<a b='", "<a =x =", "&#xffffffff;&#;&;&", "<style>", "<!--", "<a\u{e9}\u{301}=\u{e9}/>"] {
        check(odd);
    }
}

#[test]
fn a_trial_says_what_is_wrong() {
    let folder = std::env::temp_dir().join(format!("bridgesh-trial-{}", std::process::id()));
    let write = |file: &str, source: &str| {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, source).unwrap();
    };
    std::fs::create_dir_all(&folder).unwrap();
    assert_eq!(trial(&folder), [], "an empty folder is as good as what is compiled in");
    for (file, source, severity, rule, message) in [
        ("pin-reset/body.txt", "{{ account }} {{ number }} {{ conference_id }}", Severity::Error, "MissingField", "'pin'"),
        ("disabled/body.txt", "{{ account }} {{ pin }}", Severity::Error, "Template", "has no field 'pin'"),
        ("pin-reset/subject.txt", "{{ t.subject }}: {{ pin }}", Severity::Error, "SecretField", "subject"),
        ("enabled/subject.txt", "{{ t.nothing }}", Severity::Error, "Template", "nothing"),
        ("disabled/body.html", "<p>{{ name }} {{ account }}</p>", Severity::Warning, "InlineStyle", "font-size"),
        ("layout/band.html", "{% component row() %}{{ <row /> }}{% endcomponent %}", Severity::Error, "Template", "calls itself"),
        ("layout/footer.html", "{% include \"layout/page.html\" %}", Severity::Error, "Template", "itself"),
    ] {
        write(file, source);
        let faults = trial(&folder);
        assert!(
            faults.iter().any(|fault| fault.severity == severity && fault.rule == rule && fault.message.contains(message)),
            "{file}: {faults:?}"
        );
        std::fs::remove_file(folder.join(file)).unwrap();
    }
    // Components that call each other twice, thirty deep, would take for ever.
    let mut tower = String::from("{% component c0() %}{% endcomponent %}");
    for level in 1..30 {
        tower.push_str(&format!("{{% component c{level}() %}}{{{{ <c{0} /> }}}}{{{{ <c{0} /> }}}}{{% endcomponent %}}", level - 1));
    }
    write("disabled/subject.txt", &format!("{tower}{{{{ <c29 /> }}}}"));
    let faults = trial(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(faults[0].message.contains("more than 2000 pieces"), "{faults:?}");
}
