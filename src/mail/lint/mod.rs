//! What Outlook, Gmail and Apple Mail need of a page, rule by rule. The compiled-in templates pass; `Test-MailTemplate`
//! holds an administrator's to the same.

mod contrast;
mod page;

use std::fmt;

use page::{Piece, VOID, attribute, declarations, pieces};

pub use page::unescape;

/// The widest that a mail may be, in pixels.
const WIDEST: u32 = 600;

/// Gmail cuts a page off behind so many bytes.
const LARGEST: usize = 102 * 1024;

/// The longest line of a message (RFC 5322, 2.1.1).
const LONGEST_LINE: usize = 998;

/// A rule of the lint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Tags close in the order in which they open.
    Balanced,
    /// Tables lay out, and say so: `role="presentation"`.
    TableRole,
    /// Nothing is wider than 600 pixels.
    Width,
    /// The page and its wrapper have `lang`, and `dir` where the language runs from right to left.
    Language,
    /// `color-scheme` is declared for light and dark.
    ColorScheme,
    /// Text has a contrast of 4.5 at least, in both schemes.
    Contrast,
    /// Nothing is loaded from elsewhere, and no script runs.
    RemoteContent,
    /// Text has its size inline: Gmail drops style sheets.
    InlineStyle,
    /// The page is smaller than what Gmail cuts off.
    Size,
    /// No line is longer than a server takes.
    LineLength,
}

impl Rule {
    /// The name that never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Balanced => "Balanced",
            Self::TableRole => "TableRole",
            Self::Width => "Width",
            Self::Language => "Language",
            Self::ColorScheme => "ColorScheme",
            Self::Contrast => "Contrast",
            Self::RemoteContent => "RemoteContent",
            Self::InlineStyle => "InlineStyle",
            Self::Size => "Size",
            Self::LineLength => "LineLength",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What is wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The rule that it breaks.
    pub rule: Rule,
    /// What is wrong, for people.
    pub message: String,
}

/// All that is wrong with a page, by rule; empty for a good one.
pub fn check(html: &str) -> Vec<Finding> {
    let pieces = pieces(html);
    let mut findings = Vec::new();
    let mut found = |rule: Rule, message: String| findings.push(Finding { rule, message });
    balance(&pieces, &mut found);
    let mut sheet = String::new();
    let mut in_style = false;
    let mut has_scheme = false;
    let mut wrapper = None;
    for piece in &pieces {
        match piece {
            Piece::Open { tag, attributes } => {
                in_style = tag == "style";
                element(tag, attributes, &mut found);
                if tag == "meta" && attribute(attributes, "name") == Some("color-scheme") {
                    has_scheme =
                        attribute(attributes, "content").is_some_and(|content| content.contains("light") && content.contains("dark"));
                }
                if matches!(tag.as_str(), "html" | "div") && (tag == "html" || wrapper.is_none()) {
                    language(tag, attributes, &mut found);
                    wrapper = if tag == "div" { Some(()) } else { wrapper };
                }
            }
            Piece::Text(text) if in_style => sheet.push_str(text),
            _ => {}
        }
    }
    if wrapper.is_none() {
        found(Rule::Language, "there is no <div lang> around the page: mail programs drop <html> and <body>".to_owned());
    }
    if !has_scheme {
        found(Rule::ColorScheme, "<meta name=\"color-scheme\" content=\"light dark\"> is missing".to_owned());
    }
    let dark = contrast::dark_rules(&sheet);
    if dark.is_empty() {
        found(Rule::ColorScheme, "there are no rules of '@media (prefers-color-scheme: dark)'".to_owned());
    }
    if sheet.to_ascii_lowercase().contains("@import") || sheet.to_ascii_lowercase().contains("url(") {
        found(Rule::RemoteContent, "the style sheet loads something".to_owned());
    }
    for is_dark in [false, true] {
        for fault in contrast::faults(&pieces, &dark, is_dark) {
            found(Rule::Contrast, fault);
        }
    }
    if html.len() >= LARGEST {
        found(Rule::Size, format!("the page has {} bytes", html.len()));
    }
    if html.lines().any(|line| line.len() > LONGEST_LINE) {
        found(Rule::LineLength, format!("a line has more than {LONGEST_LINE} bytes"));
    }
    findings.sort();
    findings.dedup();
    findings
}

fn balance(pieces: &[Piece<'_>], found: &mut dyn FnMut(Rule, String)) {
    let mut open: Vec<&str> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Open { tag, .. } if !VOID.contains(&tag.as_str()) => open.push(tag),
            Piece::Close(tag) => match open.pop() {
                Some(opened) if opened == tag => {}
                Some(opened) => return found(Rule::Balanced, format!("</{tag}> stands where <{opened}> is open")),
                None => return found(Rule::Balanced, format!("</{tag}> closes nothing")),
            },
            _ => {}
        }
    }
    if let Some(tag) = open.last() {
        found(Rule::Balanced, format!("<{tag}> is not closed"));
    }
}

fn language(tag: &str, attributes: &[(String, &str)], found: &mut dyn FnMut(Rule, String)) {
    let Some(language) = attribute(attributes, "lang").filter(|language| !language.is_empty()) else {
        return found(Rule::Language, format!("<{tag}> has no lang"));
    };
    let is_right_to_left = matches!(language.split('-').next(), Some("ar" | "he" | "fa" | "ur"));
    if is_right_to_left && attribute(attributes, "dir") != Some("rtl") {
        found(Rule::Language, format!("<{tag} lang=\"{language}\"> has no dir=\"rtl\""));
    }
}

fn element(tag: &str, attributes: &[(String, &str)], found: &mut dyn FnMut(Rule, String)) {
    let style = attribute(attributes, "style").unwrap_or_default();
    if tag == "table" && attribute(attributes, "role") != Some("presentation") {
        found(Rule::TableRole, "a <table> has no role=\"presentation\"".to_owned());
    }
    let too_wide = |width: &str| width.trim().trim_end_matches("px").parse::<u32>().is_ok_and(|width| width > WIDEST);
    if let Some(width) = attribute(attributes, "width").filter(|width| too_wide(width)) {
        found(Rule::Width, format!("<{tag}> is {width} pixels wide"));
    }
    for (name, value) in declarations(style) {
        if matches!(name.as_str(), "width" | "max-width" | "min-width") && too_wide(value) {
            found(Rule::Width, format!("<{tag}> is {value} wide"));
        }
    }
    if matches!(tag, "img" | "script" | "iframe" | "object" | "embed" | "link" | "video" | "audio" | "form" | "base" | "svg") {
        found(Rule::RemoteContent, format!("<{tag}> loads or runs something"));
    }
    for (name, value) in attributes {
        let lower = value.to_ascii_lowercase();
        let loads = matches!(name.as_str(), "src" | "background" | "srcset" | "poster") || (name == "style" && lower.contains("url("));
        if loads {
            found(Rule::RemoteContent, format!("<{tag} {name}> loads something"));
        }
        if name.starts_with("on") {
            found(Rule::RemoteContent, format!("<{tag} {name}> runs a script"));
        }
        if name == "href" && !["https://", "tel:", "mailto:"].iter().any(|start| lower.starts_with(start)) {
            found(Rule::RemoteContent, format!("<{tag} href> links to something other than https:, tel: and mailto:"));
        }
    }
    if matches!(tag, "p" | "h1" | "h2" | "h3" | "a" | "span") && !declarations(style).any(|(name, _)| name == "font-size") {
        found(Rule::InlineStyle, format!("a <{tag}> has no font-size of its own"));
    }
}
