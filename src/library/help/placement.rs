//! Where a help comment stands: before a function, at the start or the end of its body, at the top or the end of a
//! script.

use std::rc::Rc;

use super::comment::{HelpComment, lines_of};
use crate::program::BlockCode;
use crate::source::Span;
use crate::syntax::ast::{ScriptBlock, Statement, Unit};

/// Between a comment and the function below it stands at most one empty line.
const FUNCTION_DISTANCE: u32 = 2;
/// A script's comment is the script's own only if it is further from a function that begins the script.
const SCRIPT_DISTANCE: u32 = 2;

/// The help comment of a function, script or block.
pub fn help_of(code: &BlockCode) -> Option<HelpComment> {
    let unit = &code.tree.unit;
    let comments = Comments { unit };
    if let Some(function) = &code.function {
        let start = function.span.start;
        let line = unit.source.locate(start).line;
        if let Some(help) = comments.help(&comments.before(start, line.saturating_sub(FUNCTION_DISTANCE))) {
            return Some(help);
        }
    }
    let span = code.tree.span;
    let is_script = code.function.is_none() && !unit.slice(span).starts_with('{');
    let mut from = if is_script { span.start } else { span.start + 1 };
    loop {
        let block = comments.after(from);
        let Some(last) = block.last() else { break };
        from = last.end;
        let Some(help) = comments.help(&block) else { continue };
        if is_script
            && let Some(function) = first_function(&code.tree)
            && unit.source.locate(function).line.saturating_sub(unit.source.locate(last.end).line) <= SCRIPT_DISTANCE
        {
            break;
        }
        return Some(help);
    }
    let end = if is_script { span.end } else { span.end.saturating_sub(1) };
    comments.help(&comments.before(end, 0))
}

/// What the comments above each parameter say, by the parameter's place.
pub fn parameter_comments(code: &BlockCode) -> Vec<Option<String>> {
    let unit = &code.tree.unit;
    let comments = Comments { unit };
    let parameters = match &code.function {
        Some(function) if function.parameters.is_some() => function.parameters.as_deref().unwrap_or_default(),
        _ => code.tree.param_block.as_ref().map_or(&[][..], |block| &block.parameters),
    };
    parameters
        .iter()
        .map(|parameter| {
            let start = parameter.span.start;
            let above = comments.before(start, unit.source.locate(start).line.saturating_sub(1));
            let lines: Vec<String> = above.iter().flat_map(|span| lines_of(unit.slice(*span))).map(|line| line.trim().to_owned()).collect();
            let text = lines.join("\n").trim().to_owned();
            (!text.is_empty()).then_some(text)
        })
        .collect()
}

fn first_function(tree: &ScriptBlock) -> Option<u32> {
    let end = tree.end.as_ref().filter(|end| end.unnamed)?;
    match end.statements.first() {
        Some(Statement::Function(function)) => Some(function.span.start),
        _ => None,
    }
}

struct Comments<'a> {
    unit: &'a Rc<Unit>,
}

impl Comments<'_> {
    fn help(&self, block: &[Span]) -> Option<HelpComment> {
        if block.is_empty() { None } else { HelpComment::parse(&self.unit.source, block) }
    }

    fn is_blank(&self, start: u32, end: u32) -> bool {
        start <= end && self.unit.slice(Span::new(start, end)).trim().is_empty()
    }

    /// Comments on lines that follow each other, with nothing but blanks before the first.
    fn after(&self, from: u32) -> Vec<Span> {
        let mut block: Vec<Span> = Vec::new();
        let mut at = from;
        for comment in self.unit.comments().iter().filter(|comment| comment.start >= from) {
            if !self.is_blank(at, comment.start) {
                break;
            }
            if let Some(last) = block.last()
                && self.line(comment.start) > self.line(last.end) + 1
            {
                break;
            }
            block.push(*comment);
            at = comment.end;
        }
        block
    }

    /// Comments on lines that follow each other up to a place, the last of them on `lowest_line` or below.
    fn before(&self, place: u32, mut lowest_line: u32) -> Vec<Span> {
        let mut block: Vec<Span> = Vec::new();
        let mut at = place;
        for comment in self.unit.comments().iter().rev().filter(|comment| comment.end <= place) {
            if !self.is_blank(comment.end, at) || self.line(comment.end) < lowest_line {
                break;
            }
            block.push(*comment);
            lowest_line = self.line(comment.start).saturating_sub(1);
            at = comment.start;
        }
        block.reverse();
        block
    }

    fn line(&self, offset: u32) -> u32 {
        self.unit.source.locate(offset).line
    }
}
