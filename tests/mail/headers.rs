//! The headers and bodies of messages: hostile names, and lettre's builder as the measure.

use bridgesh::mail::{Body, Mailbox, MessageId, gate, message};
use bridgesh::notify::Kind;
use lettre::message::header::ContentType;
use lettre::message::{MultiPart, SinglePart};
use mail_parser::{MessageParser, MimeHeaders};

use super::samples;

fn build(name: &str, subject: &str, text: &str, html: &str) -> Vec<u8> {
    let from = Mailbox::new(name, "noreply@contoso.com").unwrap();
    let to = Mailbox::new(name, "adele.vance@contoso.com").unwrap();
    let mut bytes = Vec::new();
    message::write(
        &mut bytes,
        &message::Draft {
            id: MessageId { outbox: 7, number: 1 },
            from: &from,
            to: &to,
            subject,
            language: "en",
            date: "2026-11-25T08:30:00Z".parse().unwrap(),
            text: &Body::from(text),
            extra: None,
            html: &Body::from(html),
        },
    );
    bytes
}

fn header_lines(message: &[u8]) -> Vec<&str> {
    let end = message.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    std::str::from_utf8(&message[..end]).unwrap().split("\r\n").collect()
}

/// Display names that try to be something else.
fn hostile_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "Adele Vance",
        "",
        " ",
        "Zoë Dubois",
        "O'Brien, Pat",
        "\"quoted\" \\ back",
        "a <b@c.example>",
        "=?utf-8?B?SGVsbG8=?=",
        "=?utf-8?Q?=0D=0ABcc:_x?=",
        "Eve\r\nBcc: all@contoso.com",
        "Eve\nBcc: all@contoso.com",
        "Eve\rBcc: all@contoso.com",
        "Eve\0Bcc",
        "Eve\u{85}next\u{2028}line\u{2029}",
        "evil\u{202e}moc.osotnoc@eleda",
        "\u{2066}isolated\u{2069}",
        "\u{feff}bom",
        "日本 太郎",
        "עדה לוי",
        "أمينة",
        "👩‍💻 Dev 🏳️‍🌈",
        "e\u{301}\u{301}\u{301}\u{301}",
        "two  spaces",
        "tab\there",
        "(comment)",
        "name:group;",
        "a@b",
        ".dot.",
        "\u{7f}delete",
        "\u{1b}[31mred",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("x".repeat(2000));
    names.push("word ".repeat(500).trim().to_owned());
    names.push("é".repeat(1000));
    names.push("𝄞".repeat(500));
    // A walk over mixtures, the same each time.
    let pieces = ["a", " ", "\r\n", "é", "\"", "\\", "=?", "?=", "<", ">", ",", "\u{202e}", "日", "\0", "🎺", "_", "."];
    let mut seed = 12345u64;
    for _ in 0..2000 {
        let mut name = String::new();
        for _ in 0..(seed >> 40) % 40 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            name.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        names.push(name);
    }
    names
}

#[test]
fn hostile_names_do_not_act() {
    let expected = [
        "Date",
        "From",
        "To",
        "Subject",
        "Message-ID",
        "MIME-Version",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "Content-Language",
        "Content-Type",
    ];
    for name in hostile_names() {
        let subject = gate::clean(&name).into_owned();
        let bytes = build(&name, &subject, "text\n", "<p>html</p>\n");
        let lines = header_lines(&bytes);
        let fields: Vec<&str> = lines.iter().filter(|line| !line.starts_with(' ')).map(|line| line.split(':').next().unwrap()).collect();
        assert_eq!(fields, expected, "{name:?}");
        for line in &lines {
            assert!(line.len() <= 998 && line.is_ascii() && !line.contains(['\r', '\n', '\0']), "{name:?}: {line:?}");
        }
        let parsed = MessageParser::default().parse(&bytes).unwrap();
        let from = parsed.from().unwrap().first().unwrap();
        assert_eq!(from.address(), Some("noreply@contoso.com"), "{name:?}");
        assert_eq!(from.name().unwrap_or_default(), gate::clean(&name), "{name:?}");
        assert_eq!(parsed.to().unwrap().first().unwrap().name().unwrap_or_default(), gate::clean(&name), "{name:?}");
        assert_eq!(parsed.subject().unwrap_or_default(), subject, "{name:?}");
    }
}

#[test]
fn addresses_with_anything_odd_are_refused() {
    for address in [
        "",
        "adele",
        "@contoso.com",
        "adele@",
        "a b@contoso.com",
        "adele@contoso.com\r\nBcc: x@y.example",
        "adele@contoso.com\n",
        "adele@con\0toso.com",
        "adele@contoso..com",
        ".adele@contoso.com",
        "adele@-contoso.com",
        "adele<x>@contoso.com",
        "adele@contoso.com>",
        "adele@contoso.com\u{202e}",
    ] {
        assert!(Mailbox::new("Adele", address).is_err(), "{address:?}");
    }
    for address in ["adele@contoso.com", "zoë@contoso.com", "o'brien+mails@sub.contoso.com", "a_b-c=d@localhost"] {
        assert!(Mailbox::new("Adele", address).is_ok(), "{address:?}");
    }
}

#[test]
fn bodies_come_back_as_they_were() {
    let long = "word ".repeat(400);
    for text in [
        "plain\n",
        "no line end",
        "",
        "trailing space \nand tab\t\n",
        "= signs == =3D\n",
        "é à ü – “”\n",
        "日本語のテキスト\n第二行\n",
        ".\n..\n.leading\n",
        "From here\n",
        "--=_0000000000000007.1\n",
        "a\n\n\nb\n",
        &long,
    ] {
        let bytes = build("Adele", "Subject", text, &format!("<p>{text}</p>\n"));
        assert!(bytes.is_ascii(), "{text:?}");
        let (read_text, read_html) = message::read_parts(&bytes).unwrap();
        assert_eq!(read_text.expose(), text);
        assert_eq!(read_html.expose(), format!("<p>{text}</p>\n"));
        let parsed = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), text.trim_end());
    }
}

/// lettre's builder is the measure: the same headers and the same bodies.
#[test]
fn messages_say_what_lettres_say() {
    for (_, notification) in samples::all() {
        let mail = samples::render(&notification);
        let lettres = lettre::Message::builder()
            .date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_795_595_400))
            .from(lettre::message::Mailbox::new(Some(mail.from.name().to_owned()), mail.from.address().parse().unwrap()))
            .to(lettre::message::Mailbox::new(Some(mail.to.name().to_owned()), mail.to.address().parse().unwrap()))
            .subject(&*mail.subject)
            .message_id(Some(MessageId { outbox: 0x5eed, number: 1 }.header(mail.from.domain())))
            .multipart(
                MultiPart::alternative()
                    .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(mail.text.expose().to_owned()))
                    .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(mail.html.expose().to_owned())),
            )
            .unwrap()
            .formatted();
        let ours = samples::message(mail);
        let (theirs, ours) = (MessageParser::default().parse(&lettres).unwrap(), MessageParser::default().parse(&ours).unwrap());
        assert_eq!(ours.date(), theirs.date());
        assert_eq!(ours.from(), theirs.from());
        assert_eq!(ours.to(), theirs.to());
        assert_eq!(ours.subject(), theirs.subject());
        assert_eq!(ours.message_id(), theirs.message_id());
        assert_eq!(ours.content_type().unwrap().ctype(), theirs.content_type().unwrap().ctype());
        assert_eq!(ours.content_type().unwrap().subtype(), theirs.content_type().unwrap().subtype());
        let body = |text: Option<std::borrow::Cow<'_, str>>| text.unwrap().replace("\r\n", "\n").trim_end().to_owned();
        assert_eq!(body(ours.body_text(0)), body(theirs.body_text(0)));
        assert_eq!(body(ours.body_html(0)), body(theirs.body_html(0)));
    }
}

#[test]
fn automatic_mails_say_so() {
    let bytes = samples::message(samples::render(&samples::notification(Kind::Enabled, "fr")));
    let lines = header_lines(&bytes);
    for line in [
        "Date: Wed, 25 Nov 2026 08:30:00 +0000",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "Content-Language: fr",
        "MIME-Version: 1.0",
        "Message-ID: <0000000000005eed.1@contoso.onmicrosoft.com>",
    ] {
        assert!(lines.contains(&line), "{line}\n{lines:#?}");
    }
}
