//! `Select-String`: finds text in files and strings.

use super::encoding::{encoding_of, text_of};
use super::get_content::split_lines;
use super::match_info::{LinesAround, MatchInfo};
use super::selection::NameFilter;
use super::{place, write_file};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::members::objects::regex::{Found, MatchObject};
use crate::value::text::case;
use crate::value::text::culture::{self, Culture};
use crate::value::text::regex::{Regex, RegexOptions};
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, ErrorRecord, Object, Run, TypeId, Value, convert};
use std::rc::Rc;
use std::sync::Arc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Select",
    noun: "String",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Finds text in files and strings.",
    description: "Patterns are regular expressions, with -SimpleMatch plain text; case does not count unless -CaseSensitive. Each line with a match becomes an object; -AllMatches finds all matches of a line, -NotMatch the lines without any, -Context brings lines around, -Quiet says only whether there is any.",
    parameters: parameters::SELECT_STRING,
    default_set: parameters::SELECT_STRING_DEFAULT,
    related: &["Get-Content", "Where-Object"],
    examples: &[Example::new(
        "Lines with a word",
        "'red car', 'blue sky', 'dark red' | Select-String red | ForEach-Object Line",
        "red car\ndark red\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SelectString);

#[derive(Default)]
struct SelectString {
    patterns: Vec<(Rc<str>, Rc<Regex>)>,
    lines: Vec<Rc<str>>,
    n_lines: i64,
    around: Option<(usize, usize)>,
    found_any: bool,
    /// The culture whose small letters are compared.
    letters: Option<Arc<Culture>>,
}

impl Cmdlet for SelectString {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(name) = ctx.call.text("Culture") {
            if !ctx.call.flag("SimpleMatch") {
                let message = "The -Culture parameter can be used only together with -SimpleMatch.";
                let class = TypeId::INVALID_OPERATION_EXCEPTION;
                let id = "CannotSpecifyCultureWithoutSimpleMatch";
                return Err(ctx.raise(ErrorRecord::new(class, message, id, Category::InvalidOperation, Value::Str(name))));
            }
            // Only where letters have other pairs than everywhere else does a culture make a difference.
            let culture = match &*name.to_ascii_lowercase() {
                "ordinal" | "invariant" => None,
                "current" => Some(ctx.engine().culture.clone()),
                _ => culture::get(&name).ok(),
            };
            if !ctx.call.flag("CaseSensitive") {
                self.letters = culture.filter(|culture| matches!(culture.iso2.as_str(), "tr" | "az"));
            }
        }
        let options = if ctx.call.flag("CaseSensitive") || self.letters.is_some() { RegexOptions::NONE } else { RegexOptions::IGNORE_CASE };
        for pattern in ctx.call.texts("Pattern").unwrap_or_default() {
            let pattern: Rc<str> = match &self.letters {
                Some(culture) => Rc::from(case::to_lower(&pattern, culture)),
                None => pattern,
            };
            let source = if ctx.call.flag("SimpleMatch") { crate::value::text::regex::escape(&pattern) } else { pattern.to_string() };
            match Regex::new(&source, options) {
                Ok(regex) => self.patterns.push((pattern, Rc::new(regex))),
                Err(error) => {
                    let message = format!("The string {pattern} is not a valid regular expression: {}", error.message);
                    let record = ErrorRecord::new(
                        TypeId::ARGUMENT_EXCEPTION,
                        message,
                        "InvalidRegex",
                        Category::InvalidArgument,
                        Value::Str(pattern),
                    );
                    return Err(ctx.raise(record));
                }
            }
        }
        if let Some(context) = ctx.call.items("Context") {
            let number = |value: Option<&Value>| match value {
                Some(Value::Int(n)) => Some((*n).max(0) as usize),
                _ => None,
            };
            let before = number(context.first()).unwrap_or(0);
            let pair = (before, number(context.get(1)).unwrap_or(before));
            self.around = (pair != (0, 0)).then_some(pair);
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if self.found_any && ctx.call.flag("Quiet") {
            return Ok(());
        }
        let (texts, is_literal) = super::selection::path_texts(ctx);
        let names = NameFilter::of(ctx);
        for text in texts {
            let files = match place::files_of(ctx.engine(), &text, is_literal) {
                Ok(files) => files,
                Err(raise) => match raise.error().cloned() {
                    Some(record) => {
                        ctx.error(record)?;
                        continue;
                    }
                    None => return Err(raise),
                },
            };
            for file in files {
                if file.is_dir() && contains_wildcards(&text) || !names.passes(&file.to_string_lossy()) {
                    continue;
                }
                self.search_file(ctx, &file)?;
            }
        }
        let Some(input) = ctx.call.get("InputObject").cloned() else { return Ok(()) };
        // A file is searched, any other object's text.
        if let Some(file) = input.downcast::<super::file_info::FileObject>() {
            let path = file.path().to_owned();
            return if path.is_dir() { Ok(()) } else { self.search_file(ctx, &path) };
        }
        if let Some(earlier) = input.downcast::<MatchInfo>() {
            let line = earlier.line.clone();
            return self.input_line(ctx, line);
        }
        for item in input.enumerate().unwrap_or_else(|| vec![input.clone()]) {
            let line = convert::to_culture_text(ctx.host.runtime(), &item)?;
            self.input_line(ctx, line)?;
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        // With lines around them, lines of the pipeline wait for those that follow.
        let lines = std::mem::take(&mut self.lines);
        if !lines.is_empty() {
            self.search_lines(ctx, &lines, &Rc::from("InputStream"))?;
        }
        if ctx.call.flag("Quiet") {
            return if self.found_any { ctx.write(true) } else { Ok(()) };
        }
        Ok(())
    }
}

impl SelectString {
    fn input_line(&mut self, ctx: &mut Context<'_>, line: Rc<str>) -> Run {
        self.n_lines += 1;
        if self.around.is_some() {
            self.lines.push(line);
            return Ok(());
        }
        let number = self.n_lines;
        self.search_line(ctx, &line, number, &Rc::from("InputStream"), None).map(|_| ())
    }

    fn search_file(&mut self, ctx: &mut Context<'_>, path: &std::path::Path) -> Run {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let mut record = write_file::failure(path, &error, "ProcessingFile", Category::NotSpecified);
                let message = format!("The file {} cannot be read: {}", path.display(), record.message());
                record = ErrorRecord::new(
                    TypeId::ARGUMENT_EXCEPTION,
                    message,
                    "ProcessingFile",
                    Category::InvalidArgument,
                    Value::str(path.to_string_lossy()),
                );
                return ctx.error(record);
            }
        };
        let text = text_of(&bytes, encoding_of(ctx.call.get("Encoding"))?);
        let lines: Vec<Rc<str>> = split_lines(&text).into_iter().map(Rc::from).collect();
        self.search_lines(ctx, &lines, &Rc::from(path.to_string_lossy()))
    }

    fn search_lines(&mut self, ctx: &mut Context<'_>, lines: &[Rc<str>], path: &Rc<str>) -> Run {
        for (at, line) in lines.iter().enumerate() {
            ctx.engine().poll()?;
            let around = self.around.map(|(before, after)| {
                let pick = |from: usize, to: usize| lines[from..to].to_vec();
                LinesAround { before: pick(at.saturating_sub(before), at), after: pick(at + 1, (at + 1 + after).min(lines.len())) }
            });
            let found = self.search_line(ctx, line, at as i64 + 1, path, around)?;
            if found && (ctx.call.flag("List") || ctx.call.flag("Quiet")) {
                break;
            }
        }
        Ok(())
    }

    fn search_line(
        &mut self,
        ctx: &mut Context<'_>,
        line: &Rc<str>,
        number: i64,
        path: &Rc<str>,
        around: Option<LinesAround>,
    ) -> Run<bool> {
        let wants_none = ctx.call.flag("NotMatch");
        let mut hit: Option<(Rc<str>, Vec<Value>)> = None;
        let small: Option<Rc<str>> = self.letters.as_ref().map(|culture| Rc::from(case::to_lower(line, culture)));
        for (pattern, regex) in &self.patterns {
            let mut matches = Vec::new();
            for found in regex.matches(small.as_ref().unwrap_or(line)) {
                let Ok(found) = found else { break };
                matches.push(MatchObject::value(Found {
                    text: small.as_ref().unwrap_or(line).clone(),
                    regex: Some(regex.clone()),
                    found: Some(Rc::new(found)),
                    offset: 0,
                }));
                if !ctx.call.flag("AllMatches") {
                    break;
                }
            }
            if !matches.is_empty() {
                hit = Some((pattern.clone(), matches));
                break;
            }
        }
        let (pattern, matches) = match (hit, wants_none) {
            (Some(hit), false) => hit,
            (None, true) => (self.patterns.first().map_or_else(|| Rc::from(""), |(pattern, _)| pattern.clone()), Vec::new()),
            _ => return Ok(false),
        };
        self.found_any = true;
        if ctx.call.flag("Quiet") {
            return Ok(true);
        }
        if ctx.call.flag("Raw") {
            ctx.write(line.clone())?;
            return Ok(true);
        }
        let base: Rc<str> = Rc::from(ctx.engine().location.to_string_lossy());
        let info = MatchInfo {
            line: line.clone(),
            line_number: number,
            path: path.clone(),
            pattern,
            matches,
            around: around.map(Rc::new),
            ignores_case: !ctx.call.flag("CaseSensitive"),
            base,
        };
        ctx.write(Object::from_clr(info))?;
        Ok(true)
    }
}
