//! F1, a trailing `?`, the keys' list: help that keeps the line.

use super::Editor;
use super::complete::columns;
use crate::engine::{Engine, RunOptions};
use crate::library::host::display::{self, ToHost};
use crate::library::readline::Key;
use crate::library::readline::chord;
use crate::source::SourceText;
use crate::syntax::token::{Token, TokenKind, TokenRole};

impl Editor {
    /// What `Get-Help` says of the command at the cursor, or of its parameter; then the line again.
    pub(super) fn show_help(&mut self, engine: &mut Engine, of_parameter: bool) {
        let text = self.text.as_str().to_owned();
        let cursor = self.text.cursor;
        let source = SourceText::new(None, &*text);
        let tokens = crate::syntax::parse(&source).tokens;
        let before = |token: &&Token| (token.span.start as usize) <= cursor;
        let name = tokens.iter().rev().filter(before).find(|token| token.role == TokenRole::CommandName);
        let name = match name {
            Some(token) => source.slice(token.span).trim_matches(['\'', '"']).to_owned(),
            None => match text.split_whitespace().next() {
                Some(word) => word.to_owned(),
                None => return self.show_keys(engine),
            },
        };
        let parameter = tokens.iter().rev().filter(before).find(|token| token.kind == TokenKind::Parameter);
        let parameter = parameter.map(|token| source.slice(token.span).trim_start_matches('-').trim_end_matches(':').to_owned());
        let script = match parameter.filter(|_| of_parameter) {
            Some(parameter) => format!("Get-Help {} -Parameter {}", quoted(&name), quoted(&format!("{parameter}*"))),
            None => format!("Get-Help {}", quoted(&name)),
        };
        self.print_script(engine, &script);
    }

    /// Runs a script whose output is shown between the line and its next drawing.
    fn print_script(&mut self, engine: &mut Engine, script: &str) {
        let cursor = self.text.cursor;
        self.prediction.clear();
        self.finish(engine, "");
        self.input.allow_interrupt(true);
        let (success, n_errors) = (engine.success, engine.errors.items.borrow().len());
        engine.interrupt.clear();
        engine.run_text(script, &RunOptions::default(), &mut ToHost);
        let _ = display::flush(engine);
        engine.interrupt.clear();
        engine.success = success;
        // What help did not find is no error of the session's.
        let n_more = engine.errors.items.borrow().len().saturating_sub(n_errors);
        engine.errors.items.borrow_mut().drain(..n_more);
        self.input.allow_interrupt(false);
        if !engine.ui.pending_line().is_empty() {
            engine.ui.write_out("\n");
        }
        engine.ui.begin_line();
        self.text.cursor = cursor;
        self.screen.restart();
    }

    /// Enter on `Get-Thing ?` or `Get-Thing?`: help, and the line without the mark; false if the line is another.
    pub(super) fn help_for_mark(&mut self, engine: &mut Engine) -> bool {
        let text = self.text.as_str().trim_end().to_owned();
        let Some(head) = text.strip_suffix('?') else { return false };
        let source = SourceText::new(None, &*text);
        let tokens = crate::syntax::parse(&source).tokens;
        let Some(last) = tokens.iter().rev().find(|token| token.span.end as usize == text.len() && !token.span.is_empty()) else {
            return false;
        };
        let is_alone = source.slice(last.span) == "?" && last.role != TokenRole::CommandName && head.ends_with(' ');
        let is_name = last.role == TokenRole::CommandName && engine.find_command(&text).is_none() && engine.find_command(head).is_some();
        let has_command = tokens.iter().any(|token| token.role == TokenRole::CommandName);
        if !(is_alone && has_command || is_name) {
            return false;
        }
        let end = self.text.as_str().len();
        let keep = head.len();
        self.text.replace(keep, end, "");
        self.text.cursor = keep;
        self.show_help(engine, false);
        true
    }

    /// All keys.
    pub(super) fn show_keys(&mut self, engine: &mut Engine) {
        let rows: Vec<String> =
            self.bindings.iter().map(|(keys, handler)| format!("{}: {}", chord::name(keys), handler.describe().0)).collect();
        let names: Vec<&str> = rows.iter().map(String::as_str).collect();
        let lines = columns(&names, self.screen.columns);
        self.print_below(engine, &lines);
    }

    /// What the next key does.
    pub(super) fn what_is_key(&mut self, engine: &mut Engine) {
        self.below = vec!["what-is-key:".to_owned()];
        let below = self.below.clone();
        let cursor = self.text.cursor;
        self.show(engine, &below, cursor, None);
        self.below.clear();
        let Some(key) = self.key(engine) else { return };
        let (handler, last) = self.handler(engine, key);
        let keys: Vec<Key> = if last == key { vec![key] } else { vec![key, last] };
        let what = handler.map_or_else(
            || "Key is unbound".to_owned(),
            |handler| {
                let (name, about, _) = handler.describe();
                format!("{name} - {about}")
            },
        );
        self.below = vec![format!("{}: {what}", chord::name(&keys))];
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
