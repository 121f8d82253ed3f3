//! What Outlook, Gmail and Apple Mail need, one test a rule, over every kind and language.

use std::collections::HashMap;

use bridgesh::notify::Kind;

use super::samples;

/// A piece of a page.
#[derive(Debug)]
enum Piece<'a> {
    Open { tag: &'a str, attributes: HashMap<&'a str, &'a str>, closed: bool },
    Close(&'a str),
    Text(&'a str),
}

/// Splits our own pages: attributes are in double quotes. Comments stay comments, but for Outlook's
/// conditional ones, whose inside only Outlook sees.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    let mut raw_until: Option<&str> = None;
    while !rest.is_empty() {
        if let Some(end) = raw_until.take() {
            rest = &rest[rest.find(end).unwrap()..];
        }
        let Some(at) = rest.find('<') else {
            pieces.push(Piece::Text(rest));
            break;
        };
        if at > 0 {
            pieces.push(Piece::Text(&rest[..at]));
        }
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = &rest[rest.find("-->").unwrap() + 3..];
            continue;
        }
        let end = rest.find('>').unwrap();
        let inside = &rest[1..end];
        rest = &rest[end + 1..];
        if inside.starts_with('!') {
            continue;
        }
        if let Some(tag) = inside.strip_prefix('/') {
            pieces.push(Piece::Close(tag));
            continue;
        }
        let (tag, mut attributes_text) = inside.split_once(' ').unwrap_or((inside, ""));
        let mut attributes = HashMap::new();
        while let Some((name, after)) = attributes_text.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap();
            attributes.insert(name.trim(), value);
            attributes_text = after;
        }
        let closed = matches!(tag, "meta" | "br");
        pieces.push(Piece::Open { tag, attributes, closed });
        if tag == "style" {
            raw_until = Some("</style>");
        }
    }
    pieces
}

fn pages() -> Vec<(String, String)> {
    let renderer = samples::renderer();
    let mut pages = Vec::new();
    for language in renderer.languages() {
        for kind in Kind::ALL {
            let mail = renderer.render(&samples::notification(kind, language)).unwrap();
            pages.push((format!("{kind} in {language}"), mail.html.expose().to_owned()));
        }
        let mail = renderer.render(&samples::information_with_pin(language)).unwrap();
        pages.push((format!("with PIN in {language}"), mail.html.expose().to_owned()));
    }
    pages
}

fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).map(|(name, value)| (name.trim(), value.trim()))
}

fn declaration<'a>(style: &'a str, wanted: &str) -> Option<&'a str> {
    declarations(style).find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

#[test]
fn tags_are_balanced() {
    for (page, html) in pages() {
        let mut open = Vec::new();
        for piece in pieces(&html) {
            match piece {
                Piece::Open { tag, closed: false, .. } => open.push(tag),
                Piece::Close(tag) => assert_eq!(open.pop(), Some(tag), "{page}"),
                _ => {}
            }
        }
        assert!(open.is_empty(), "{page}: {open:?}");
    }
}

#[test]
fn tables_are_for_layout_and_say_so() {
    for (page, html) in pages() {
        for table in html.split("<table").skip(1) {
            assert!(table.split('>').next().unwrap().contains("role=\"presentation\""), "{page}");
        }
    }
}

#[test]
fn nothing_is_wider_than_600_pixels() {
    for (page, html) in pages() {
        let outlook = html.split("<table").skip(1).filter_map(|table| table.split("width=\"").nth(1));
        for width in outlook.filter_map(|text| text.split('"').next()).filter(|width| !width.ends_with('%')) {
            assert!(width.parse::<u32>().unwrap() <= 600, "{page}: {width}");
        }
        for width in html.split("max-width:").skip(1) {
            assert!(width.split("px").next().unwrap().trim().parse::<u32>().unwrap() <= 600, "{page}");
        }
    }
}

#[test]
fn the_wrapper_has_language_and_direction() {
    for (page, html) in pages() {
        let all = pieces(&html);
        let wrapper = all.iter().find_map(|piece| match piece {
            Piece::Open { tag: "div", attributes, .. } => Some(attributes),
            _ => None,
        });
        let wrapper = wrapper.unwrap();
        let language = page.rsplit(' ').next().unwrap();
        let direction = if ["ar", "he"].contains(&language) { "rtl" } else { "ltr" };
        assert_eq!(wrapper.get("lang"), Some(&language), "{page}");
        assert_eq!(wrapper.get("dir"), Some(&direction), "{page}");
        assert!(html.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")), "{page}");
    }
}

#[test]
fn color_schemes_are_declared() {
    for (page, html) in pages() {
        for part in [
            "<meta name=\"color-scheme\" content=\"light dark\">",
            "<meta name=\"supported-color-schemes\" content=\"light dark\">",
            "@media (prefers-color-scheme: dark)",
        ] {
            assert!(html.contains(part), "{page}: {part}");
        }
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    for (page, html) in pages() {
        let lower = html.to_ascii_lowercase();
        for part in ["src=", "url(", "@import", "<link", "<img", "<script", "<iframe", "<object", "background=", "http://"] {
            assert!(!lower.contains(part), "{page}: {part}");
        }
        for link in html.split("href=\"").skip(1) {
            assert!(link.starts_with("https://") || link.starts_with("tel:+"), "{page}: {link:.30}");
        }
    }
}

#[test]
fn every_text_has_its_style_inline() {
    for (page, html) in pages() {
        for piece in pieces(&html) {
            if let Piece::Open { tag, attributes, .. } = piece {
                if matches!(tag, "p" | "h1" | "h2" | "a" | "span") {
                    let style = attributes.get("style").unwrap_or_else(|| panic!("{page}: <{tag}>"));
                    assert!(declaration(style, "font-size").is_some(), "{page}: <{tag} {style}>");
                }
                // A class only changes colours for the dark scheme: the light ones are inline.
                if attributes.contains_key("class") {
                    assert!(attributes.contains_key("style"), "{page}: <{tag}>");
                }
            }
        }
    }
}

#[test]
fn pages_are_small_enough_for_gmail() {
    for (page, html) in pages() {
        assert!(html.len() < 102 * 1024, "{page}");
        assert!(html.lines().all(|line| line.len() < 998), "{page}: a line is longer than a server takes");
    }
}

fn luminance(color: &str) -> f64 {
    let hex = color.split_whitespace().next().unwrap().strip_prefix('#').unwrap_or_else(|| panic!("{color}"));
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

/// The contrast of two colours (WCAG 2, 1.4.3).
fn contrast(first: &str, second: &str) -> f64 {
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

/// Class -> declarations of the dark scheme.
fn dark_rules(html: &str) -> HashMap<&str, &str> {
    let dark = html.split("@media (prefers-color-scheme: dark) {").nth(1).unwrap();
    let dark = dark.split("\n}").next().unwrap();
    dark.lines()
        .filter_map(|line| line.strip_prefix('.')?.split_once(" { "))
        .map(|(class, rest)| (class, rest.trim_end_matches('}').trim()))
        .collect()
}

fn lowest_contrast(html: &str, dark: bool) -> (f64, String) {
    let rules = dark_rules(html);
    let mut stack: Vec<(String, String)> = vec![("#ffffff".into(), "#000000".into())];
    let mut lowest = (f64::MAX, String::new());
    for piece in pieces(html) {
        match piece {
            Piece::Open { attributes, closed, .. } => {
                let (mut back, mut fore) = stack.last().unwrap().clone();
                let inline = attributes.get("style").copied().unwrap_or_default();
                let class = attributes.get("class").and_then(|class| rules.get(class)).copied().filter(|_| dark);
                for style in [Some(inline), class].into_iter().flatten() {
                    if let Some(color) = declaration(style, "background-color") {
                        back = color.to_owned();
                    }
                    if let Some(color) = declaration(style, "color") {
                        fore = color.to_owned();
                    }
                }
                if !closed {
                    stack.push((back, fore));
                }
            }
            Piece::Close(_) => {
                stack.pop();
            }
            Piece::Text(text) => {
                let (back, fore) = stack.last().unwrap();
                // The style sheet and the title are no text on the page.
                if !text.trim().is_empty() && text.trim() != "&nbsp;" && stack.len() > 4 {
                    let contrast = contrast(back, fore);
                    if contrast < lowest.0 {
                        lowest = (contrast, format!("{fore} on {back}: {:.40}", text.trim()));
                    }
                }
            }
        }
    }
    lowest
}

#[test]
fn contrast_is_at_least_4_5_in_light_and_dark() {
    for (page, html) in pages() {
        assert!(dark_rules(&html).len() >= 8, "{page}");
        for dark in [false, true] {
            let (contrast, place) = lowest_contrast(&html, dark);
            assert!((4.5..100.0).contains(&contrast), "{page}, dark {dark}: {contrast:.2}, {place}");
        }
    }
}

/// The words of a page as a reader sees them.
fn visible_words(html: &str) -> String {
    let body = &html[html.find("<body").unwrap()..];
    let mut words = String::new();
    for piece in pieces(body) {
        if let Piece::Text(text) = piece {
            words.push_str(text);
            words.push(' ');
        }
    }
    unescape(&words)
}

fn unescape(text: &str) -> String {
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn words(text: &str) -> Vec<String> {
    let isolates = ['\u{2066}', '\u{2068}', '\u{2069}'];
    text.replace(isolates, "").split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_text_part_says_what_the_page_says() {
    let renderer = samples::renderer();
    for language in renderer.languages() {
        for notification in
            Kind::ALL.into_iter().map(|kind| samples::notification(kind, language)).chain([samples::information_with_pin(language)])
        {
            let mail = renderer.render(&notification).unwrap();
            let text = words(mail.text.expose());
            let text_joined = text.join(" ");
            for piece in pieces(&mail.html.expose()[mail.html.expose().find("<body").unwrap()..]) {
                if let Piece::Text(shown) = piece {
                    let shown = words(&unescape(shown)).join(" ");
                    assert!(text_joined.contains(&shown), "{} in {language}: {shown:?}", mail.kind);
                }
            }
            // And the links.
            for link in mail.html.expose().split("href=\"https:").skip(1) {
                let link = unescape(&format!("https:{}", link.split('"').next().unwrap()));
                assert!(text_joined.contains(&link), "{} in {language}: {link}", mail.kind);
            }
            assert!(!visible_words(mail.html.expose()).is_empty());
        }
    }
}
