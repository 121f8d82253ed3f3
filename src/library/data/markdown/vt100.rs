//! Markdown as text for a terminal, coloured as the options say.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::options::Style;

/// Writes text; `paint` puts a style around it.
struct Writer<'p> {
    out: String,
    paint: &'p dyn Fn(Style, &str) -> String,
    /// Open lists: the next number, or none for bullets.
    lists: Vec<Option<u64>>,
    quotes: usize,
    /// Text of an element that is styled as a whole.
    held: Option<String>,
    /// What the block of code at hand is of, and its lines.
    code: Option<(String, String)>,
}

/// The text of a document.
pub fn text(markdown: &str, paint: &dyn Fn(Style, &str) -> String) -> String {
    let mut writer = Writer { out: String::new(), paint, lists: Vec::new(), quotes: 0, held: None, code: None };
    let events: Vec<Event<'_>> = super::parser(markdown).collect();
    for (at, event) in events.iter().enumerate() {
        writer.event(event, events.get(at + 1));
    }
    writer.out
}

impl Writer<'_> {
    fn push(&mut self, text: &str) {
        match &mut self.held {
            Some(held) => held.push_str(text),
            None => self.out.push_str(text),
        }
    }

    fn event(&mut self, event: &Event<'_>, next: Option<&Event<'_>>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                if let Some((_, lines)) = &mut self.code {
                    lines.push_str(text);
                    return;
                }
                self.push(text);
                // Text that ends a paragraph ends its line, beside what ends the paragraph.
                if self.held.is_none() && matches!(next, Some(Event::End(TagEnd::Paragraph | TagEnd::Item))) {
                    self.push("\n");
                }
            }
            Event::Code(text) => {
                let painted = (self.paint)(Style::Code, text);
                self.push(&painted);
            }
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::Rule => self.push("\n"),
            Event::TaskListMarker(is_done) => self.push(if *is_done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(name) => {
                let text = format!("[^{name}]");
                self.push(&text);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push(text),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } | Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } if self.held.is_none() => {
                self.held = Some(String::new());
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::List(first) => self.lists.push(*first),
            Tag::Item => {
                let indent = "  ".repeat(self.lists.len().saturating_sub(1));
                if !self.out.is_empty() && !self.out.ends_with('\n') {
                    self.out.push('\n');
                }
                self.out.push_str(&indent);
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        self.out.push_str(&format!("{number}. "));
                        *number += 1;
                    }
                    _ => self.out.push_str("- "),
                }
            }
            Tag::BlockQuote(_) => {
                self.quotes += 1;
                self.out.push_str("> ");
            }
            Tag::TableCell if !self.out.ends_with(['\n', ' ']) && !self.out.is_empty() => self.out.push_str("  "),
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let text = self.held.take().unwrap_or_default();
                if !text.is_empty() {
                    self.out.push_str(&(self.paint)(Style::heading(*level as usize), &text));
                    self.out.push_str("\n\n");
                }
            }
            TagEnd::Strong => self.release(Style::Bold),
            TagEnd::Emphasis => self.release(Style::Italics),
            TagEnd::Link => self.release(Style::Link),
            TagEnd::Image => self.release(Style::Image),
            TagEnd::CodeBlock => {
                let (language, lines) = self.code.take().unwrap_or_default();
                for line in lines.lines().filter(|line| !line.trim().is_empty()) {
                    if language.eq_ignore_ascii_case("yaml") {
                        self.out.push_str(&format!("\t{line}\n"));
                    } else {
                        self.out.push_str(&(self.paint)(Style::CodeBlock, line));
                        self.out.push('\n');
                    }
                }
                self.out.push('\n');
            }
            TagEnd::Paragraph => self.out.push('\n'),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    if !self.out.ends_with('\n') {
                        self.out.push('\n');
                    }
                    self.out.push('\n');
                }
            }
            TagEnd::BlockQuote(_) => self.quotes -= 1,
            TagEnd::TableHead | TagEnd::TableRow => self.out.push('\n'),
            TagEnd::Table => self.out.push('\n'),
            _ => {}
        }
    }

    /// Ends an element that is styled as a whole; one inside another is part of that.
    fn release(&mut self, style: Style) {
        if let Some(text) = self.held.take() {
            let painted = (self.paint)(style, &text);
            self.out.push_str(&painted);
        }
    }
}
