//! Error records as text: ConciseView, NormalView, CategoryView, DetailedView.

use std::rc::Rc;

use super::error_detail;
use super::style::{Formatting, RESET};
use crate::source::position::{excerpt, position_message};
use crate::value::members::objects::error_parts::{category_text, reason_name};
use crate::value::{Category, ErrorRecord, Run, Runtime, TypeId, Value};

/// `$ErrorView`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ErrorView {
    /// Command and message, and the place in a file.
    #[default]
    Concise,
    /// As Windows PowerShell had it.
    Normal,
    /// Category, target, command and reason in one line.
    Category,
    /// All there is.
    Detailed,
}

impl ErrorView {
    /// By the variable's words; anything else is NormalView, as in PowerShell.
    pub fn from_text(text: &str) -> ErrorView {
        match text.to_ascii_lowercase().as_str() {
            "conciseview" => ErrorView::Concise,
            "categoryview" => ErrorView::Category,
            "detailedview" => ErrorView::Detailed,
            _ => ErrorView::Normal,
        }
    }
}

/// How errors are shown.
#[derive(Clone, Default)]
pub struct ErrorOptions {
    /// `$ErrorView`.
    pub view: ErrorView,
    /// Width of the window in cells.
    pub width: usize,
    /// Colours; none: plain text.
    pub styles: Option<Rc<Formatting>>,
}

impl ErrorOptions {
    /// ConciseView without colours in a window of this width.
    pub fn plain(width: usize) -> ErrorOptions {
        ErrorOptions { width, ..ErrorOptions::default() }
    }

    fn error(&self) -> &str {
        self.styles.as_ref().map_or("", |styles| &styles.error)
    }

    pub(super) fn accent(&self) -> &str {
        self.styles.as_ref().map_or("", |styles| &styles.error_accent)
    }

    pub(super) fn reset(&self) -> &'static str {
        if self.styles.is_some() { RESET } else { "" }
    }
}

/// A record's text, without a line end at its end.
pub fn text(rt: &mut dyn Runtime, record: &ErrorRecord, options: &ErrorOptions) -> Run<String> {
    let id = record.id();
    if matches!(&*id, "NativeCommandErrorMessage" | "NativeCommandError") {
        return Ok(format!("{}{}{}", options.error(), record.exception_message(), options.reset()));
    }
    let body = match options.view {
        ErrorView::Concise => return Ok(concise(record, options)),
        ErrorView::Category => category_text(rt, record)?,
        ErrorView::Normal => normal(rt, record)?,
        ErrorView::Detailed => error_detail::text(rt, &record.value(), options)?,
    };
    Ok(format!("{}{body}{}", options.error(), options.reset()))
}

/// All there is of a record or exception: `Get-Error`.
pub fn detailed(rt: &mut dyn Runtime, value: &Value, options: &ErrorOptions) -> Run<String> {
    error_detail::text(rt, value, options)
}

fn concise(record: &ErrorRecord, options: &ErrorOptions) -> String {
    let (error, accent, reset) = (options.error(), options.accent(), options.reset());
    let invocation = record.0.invocation.borrow().clone();
    let is_parser_error = record.0.category == Category::ParserError;
    let place = invocation.as_ref().and_then(|invocation| invocation.place.as_ref());
    let place = place.filter(|(source, _)| is_parser_error || source.name().is_some());
    let mut message = record.message();
    if is_parser_error && record.0.details.borrow().is_none() {
        message = first_of_parse_errors(&message);
    }
    let reason = reason(record);
    let mut out = format!("{error}{reason}: ");
    match place {
        None => {
            out.push_str(error);
            out.push_str(&message);
        }
        Some((source, span)) => {
            let found = excerpt(source, *span);
            if let Some(name) = source.name() {
                out.push_str(&format!("{reset}{name}:{}", found.line_number));
            }
            let number = found.line_number.to_string();
            let gutter = number.len().max(4);
            out.push_str(&format!("\n{accent}{:>gutter$} |\n", "Line"));
            let mut line = format!(" {}", found.line);
            if !accent.is_empty() {
                line = accented(&found.line, found.indent, found.length, accent, reset);
            }
            out.push_str(&format!("{accent}{number:>gutter$} | {reset}{line}\n"));
            let bar = format!("{accent}{:gutter$} | {error}", "");
            out.push_str(&format!("{bar} {}{}\n", " ".repeat(found.indent), "~".repeat(found.length)));
            let one_line = message.replace("\r\n", " ").replace(['\n', '\t'], " ");
            out.push_str(error);
            out.push_str(&broken(&one_line, &bar, gutter + 3, options.width));
        }
    }
    if let Some((_, Some(action))) = &*record.0.details.borrow()
        && !action.trim().is_empty()
    {
        out.push_str(&format!("\n{error}  Recommendation: {action}{reset}"));
    }
    out.push_str(reset);
    out
}

/// The message of several parse errors has each with its place; the place is drawn here, so the first one's words do.
fn first_of_parse_errors(message: &Rc<str>) -> Rc<str> {
    match message.split_once("~\n") {
        Some((_, rest)) => Rc::from(rest.split("\n\n").next().unwrap_or(rest)),
        None => message.clone(),
    }
}

/// The line with its marked part in the accent's colour.
fn accented(line: &str, indent: usize, length: usize, accent: &str, reset: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let from = indent.min(chars.len());
    let to = (indent + length).min(chars.len());
    let part = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
    format!(" {}{accent}{}{reset}{}", part(0..from), part(from..to), part(to..chars.len()))
}

/// The message behind its bar, broken at blanks where it is wider than the window.
fn broken(message: &str, bar: &str, bar_width: usize, width: usize) -> String {
    let mut rest: Vec<char> = message.chars().collect();
    let mut lines: Vec<String> = Vec::new();
    while width > 0 && rest.len() + bar_width > width {
        let room = width.saturating_sub(bar_width);
        // Up to the last blank inside the room; a longer word is left whole.
        let Some(cut) = rest[..room.min(rest.len())].iter().rposition(|c| c.is_whitespace()).filter(|&cut| cut > 0) else { break };
        let line: String = rest[..cut].iter().collect();
        lines.push(if lines.is_empty() { line } else { line.trim_start().to_owned() });
        rest = trimmed(&rest[cut..]);
    }
    lines.push(rest.into_iter().collect());
    lines.iter().map(|line| format!("{bar}{line}")).collect::<Vec<_>>().join("\n")
}

fn trimmed(chars: &[char]) -> Vec<char> {
    let text: String = chars.iter().collect();
    text.trim().chars().collect()
}

/// What stands before the message: the command, or what sort of error it is.
fn reason(record: &ErrorRecord) -> Rc<str> {
    let data = &record.0;
    if data.thrown.get() && TypeId::RUNTIME_EXCEPTION.is_assignable_from(record.exception_type()) {
        return Rc::from("Exception");
    }
    let invocation = data.invocation.borrow();
    let command = invocation.as_ref().and_then(|invocation| invocation.command.clone());
    // A script file is no name that Get-Command would find.
    if let Some(command) = command.as_ref().filter(|command| !is_script_path(command)) {
        return command.clone();
    }
    let activity = data.activity.borrow();
    if !activity.is_empty() {
        return activity.clone();
    }
    if let Some(command) = command {
        return command;
    }
    if let Some(name) = invocation.as_ref().map(|invocation| invocation.invocation_name.clone()).filter(|name| !name.is_empty()) {
        return name;
    }
    match data.category {
        Category::NotSpecified => reason_name(record),
        category => Rc::from(format!("{category:?}")),
    }
}

fn is_script_path(command: &str) -> bool {
    command.len().checked_sub(4).is_some_and(|at| at > 0 && command.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(".ps1")))
}

fn normal(rt: &mut dyn Runtime, record: &ErrorRecord) -> Run<String> {
    let mut out = String::new();
    let invocation = record.0.invocation.borrow().clone();
    if let Some(invocation) = &invocation {
        let name = match &invocation.command {
            Some(command) if matches!(&*invocation.invocation_name, "" | "&" | ".") || is_script_path(command) => command,
            _ => &invocation.invocation_name,
        };
        // A script is named by its path.
        let path = match is_script_path(name) {
            true => crate::value::members::get(rt, &invocation.my_command, "Path")?.and_then(|path| path.as_str().cloned()),
            false => None,
        };
        let name = path.as_ref().unwrap_or(name);
        if !name.is_empty() {
            out.push_str(&format!("{name} : "));
        }
    }
    out.push_str(&record.message());
    if let Some((source, span)) = invocation.as_ref().and_then(|invocation| invocation.place.as_ref()) {
        out.push('\n');
        out.push_str(&position_message(source, *span));
    }
    out.push_str(&format!("\n+ CategoryInfo          : {}", category_text(rt, record)?));
    out.push_str(&format!("\n+ FullyQualifiedErrorId : {}", record.id()));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn breaks_as_recorded() {
        let text = "Cannot validate argument on parameter 'S'. The argument \"z\" does not belong to the set \"a,b\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.";
        let lines = [
            "     | Cannot validate argument on parameter 'S'. The argument \"z\" does not",
            "     | belong to the set \"a,b\" specified by the ValidateSet attribute. Supply",
            "     | an argument that is in the set and then try the command again.",
        ];
        assert_eq!(broken(text, "     | ", 7, 80), lines.join("\n"));
    }
}
