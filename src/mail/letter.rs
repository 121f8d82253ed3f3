//! Mails as letters: a page for a printer, for those whom no mail reaches or who are to be told by hand.

use super::Mail;

/// Sheets of A4, a letter on each; what a screen shows is the same, one below the other.
const STYLE: &str = "@page { size: A4; margin: 25mm 20mm }
body { font: 11pt/1.5 'Segoe UI', 'Noto Sans', Arial, sans-serif; color: #1b1b1b; background: #fff; margin: 0 auto; max-width: 170mm }
section { break-after: page; padding: 8mm 0 }
section:last-child { break-after: auto }
address { font-style: normal; margin-bottom: 16mm }
h1 { font-size: 14pt; margin: 0 0 6mm }
p { white-space: pre-wrap; margin: 0 }
@media screen { section { border-bottom: 1px dashed #999 } }";

/// A page of letters, one for each mail: whom it is for, the subject, the text. Nothing in it comes from elsewhere.
pub fn page(letters: &[Mail]) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"robots\" content=\"noindex\">\n<title>{} letters</title>\n\
         <style>\n{STYLE}\n</style>\n</head>\n<body>\n",
        letters.len()
    );
    for letter in letters {
        let name = if letter.to.name().is_empty() { letter.to.address() } else { letter.to.name() };
        page.push_str(&format!(
            "<section lang=\"{}\" dir=\"auto\">\n<address>{}<br>{}</address>\n<h1>{}</h1>\n<p>{}</p>\n</section>\n",
            escape(&letter.language),
            escape(name),
            escape(letter.to.address()),
            escape(&letter.subject),
            escape(letter.text.expose().trim_end()),
        ));
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
