//! The contrast of text with what is behind it (WCAG 2, 1.4.3), in the light and in the dark scheme.

use super::page::{Piece, VOID, attribute, declarations};

/// The least contrast of text that is not large.
pub(super) const LEAST: f64 = 4.5;

/// A colour as red, green and blue; `None` for a form other than `#rgb`, `#rrggbb` and the few names that mails use.
fn colour(text: &str) -> Option<[u8; 3]> {
    let word = text.split_whitespace().next()?.to_ascii_lowercase();
    let hex = match word.as_str() {
        "white" => "ffffff",
        "black" => "000000",
        other => other.strip_prefix('#')?,
    };
    let digit = |at: usize, n: usize| u8::from_str_radix(hex.get(at..at + n)?, 16).ok();
    match hex.len() {
        3 => Some([digit(0, 1)? * 17, digit(1, 1)? * 17, digit(2, 1)? * 17]),
        6 => Some([digit(0, 2)?, digit(2, 2)?, digit(4, 2)?]),
        _ => None,
    }
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast of two colours, from 1 to 21.
pub(super) fn contrast(first: [u8; 3], second: [u8; 3]) -> f64 {
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

/// The rules of the style sheet for the dark scheme: class and declarations.
pub(super) fn dark_rules(sheet: &str) -> Vec<(&str, &str)> {
    let Some((_, after)) = sheet.split_once("prefers-color-scheme: dark") else { return Vec::new() };
    let Some((_, mut rest)) = after.split_once('{') else { return Vec::new() };
    let mut rules = Vec::new();
    while let Some((selector, after)) = rest.split_once('{') {
        // The brace that ends the block stands before the next selector.
        if selector.contains('}') {
            break;
        }
        let (body, after) = after.split_once('}').unwrap_or((after, ""));
        for class in selector.split(',').filter_map(|part| part.trim().strip_prefix('.')) {
            rules.push((class, body));
        }
        rest = after;
    }
    rules
}

/// Texts whose contrast is too low, each with what is wrong.
pub(super) fn faults(pieces: &[Piece<'_>], rules: &[(&str, &str)], is_dark: bool) -> Vec<String> {
    let scheme = if is_dark { "dark" } else { "light" };
    let mut faults = Vec::new();
    let mut stack = vec![([255, 255, 255], [0, 0, 0], true)];
    for piece in pieces {
        let (mut back, mut fore, mut is_shown) = stack.last().copied().unwrap_or(([255; 3], [0; 3], true));
        match piece {
            Piece::Open { tag, attributes } => {
                is_shown &= !matches!(tag.as_str(), "style" | "script" | "title" | "head");
                let classes = attribute(attributes, "class").unwrap_or_default();
                let dark = rules.iter().filter(|(class, _)| is_dark && classes.split_whitespace().any(|own| own == *class));
                let inline = attribute(attributes, "style").unwrap_or_default();
                for style in std::iter::once(inline).chain(dark.map(|(_, body)| *body)) {
                    for (name, value) in declarations(style) {
                        let target = match name.as_str() {
                            "background-color" | "background" => &mut back,
                            "color" => &mut fore,
                            _ => continue,
                        };
                        match colour(value) {
                            Some(colour) => *target = colour,
                            None => faults.push(format!("the colour '{value}' is not of the form #rrggbb")),
                        }
                    }
                }
                if let Some(colour) = attribute(attributes, "bgcolor").filter(|_| !is_dark).and_then(colour) {
                    back = colour;
                }
                if !VOID.contains(&tag.as_str()) {
                    stack.push((back, fore, is_shown));
                }
            }
            Piece::Close(_) => {
                if stack.len() > 1 {
                    stack.pop();
                }
            }
            Piece::Text(text) => {
                let text = text.replace("&nbsp;", " ");
                if is_shown && !text.trim().is_empty() && contrast(back, fore) < LEAST {
                    let shown: String = text.trim().chars().take(30).collect();
                    faults.push(format!("'{shown}' has a contrast of {:.2} in the {scheme} scheme", contrast(back, fore)));
                }
            }
        }
    }
    faults
}
