//! The menu of matches: arrows choose, typing narrows it down, a line below says what the chosen one is.

use super::Editor;
use super::complete::{Found, common_start, leaves};
use super::screen::width;
use crate::engine::Engine;
use crate::library::completion::{Match, MatchKind};
use crate::library::readline::bindings::Handler;
use crate::library::readline::{Code, Function, Paint};
use crate::present::cells::head;
use crate::present::terminal::gate;

impl Editor {
    /// Shows the menu until a key takes or leaves it.
    pub(super) fn menu(&mut self, engine: &mut Engine) {
        let found = self.find_matches(engine);
        match found.matches.as_slice() {
            [] => self.ding(),
            [only] => {
                let text = only.text.clone();
                self.put_match(found.start, found.end, &text);
            }
            _ => self.run_menu(engine, found),
        }
    }

    fn run_menu(&mut self, engine: &mut Engine, found: Found) {
        let typed = self.text.as_str()[found.start..found.end].to_owned();
        let typed_cursor = self.text.cursor;
        let common = common_start(found.matches.iter().map(|own| own.text.as_str()));
        let mut filter = if common.len() > typed.len() { common } else { typed.clone() };
        let mut matches = found.matches.clone();
        let (start, mut end) = (found.start, found.end);
        let mut at = 0;
        self.text.begin_group();
        loop {
            let text = matches[at].text.clone();
            self.put_match(start, end, &text);
            end = start + text.len();
            let (lines, n_rows) = self.menu_lines(engine, &matches, at);
            self.prediction.clear();
            let cursor = self.text.cursor;
            self.show(engine, &lines, cursor, None);
            let Some(key) = self.key(engine) else { break };
            let n = matches.len();
            let step = |at: usize, by: usize, is_back: bool| {
                let next = if is_back { at as isize - by as isize } else { (at + by) as isize };
                if (0..n as isize).contains(&next) { next as usize } else { at }
            };
            let is_menu_key = matches!(
                self.bindings.get(&vec![key]),
                Some(Handler::Function(Function::MenuComplete | Function::TabCompleteNext | Function::Complete))
            );
            match key.code {
                _ if leaves(key) => {
                    self.put_match(start, end, &typed);
                    self.text.cursor = typed_cursor.min(self.text.as_str().len());
                    break;
                }
                Code::Enter => break,
                Code::Tab if key.shift => at = (at + n - 1) % n,
                Code::Tab => at = (at + 1) % n,
                Code::Down => at = (at + 1) % n,
                Code::Up => at = (at + n - 1) % n,
                Code::Right => at = step(at, n_rows, false),
                Code::Left => at = step(at, n_rows, true),
                Code::Home => at = 0,
                Code::End => at = n - 1,
                Code::PageDown => at = (at + self.screen.rows / 2).min(n - 1),
                Code::PageUp => at = at.saturating_sub(self.screen.rows / 2),
                _ if is_menu_key => at = (at + 1) % n,
                Code::Backspace if filter.len() > typed.len() => {
                    filter.pop();
                    (matches, at) = (filtered(&found.matches, &filter), 0);
                }
                Code::Char(c) if key.typed().is_some() => {
                    filter.push(c);
                    let fewer = filtered(&found.matches, &filter);
                    if fewer.is_empty() {
                        self.input.give_back(key);
                        break;
                    }
                    (matches, at) = (fewer, 0);
                }
                _ => {
                    self.input.give_back(key);
                    break;
                }
            }
        }
        self.text.end_group();
    }

    /// The menu's rows around the chosen match, and how many rows a column has.
    fn menu_lines(&self, engine: &mut Engine, matches: &[Match], chosen: usize) -> (Vec<String>, usize) {
        let room = self.screen.columns;
        let widest = matches.iter().map(|own| width(&own.list)).max().unwrap_or(0).min(room.saturating_sub(2)) + 2;
        let n_columns = (room / widest.max(1)).max(1);
        let n_rows = matches.len().div_ceil(n_columns);
        let tip = self.tip(engine, &matches[chosen]);
        let seen = self.screen.rows.saturating_sub(3 + tip.len()).clamp(1, n_rows);
        let first = (chosen % n_rows).saturating_sub(seen.saturating_sub(1));
        let (on, off) =
            if self.is_coloured { (self.options.colors[Paint::Selection as usize].as_str(), "\x1b[0m") } else { ("\x1b[7m", "\x1b[0m") };
        let mut lines: Vec<String> = (first..first + seen)
            .map(|row| {
                let mut line = String::new();
                for column in 0..n_columns {
                    let at = column * n_rows + row;
                    let Some(own) = matches.get(at) else { break };
                    let name = head(&gate(&own.list), widest.saturating_sub(2).max(1));
                    let blanks = " ".repeat(widest.saturating_sub(width(&name)));
                    let is_last = (column + 1) * n_rows + row >= matches.len();
                    match at == chosen {
                        true => line.push_str(&format!("{on}{name}{off}")),
                        false => line.push_str(&name),
                    }
                    if !is_last {
                        line.push_str(&blanks);
                    }
                }
                line
            })
            .collect();
        lines.extend(tip);
        (lines, n_rows)
    }

    /// What the chosen match is: a blank row and a line. PowerShell says nothing of its own commands.
    fn tip(&self, engine: &mut Engine, own: &Match) -> Vec<String> {
        let is_told = self.options.show_tool_tips && !own.tip.is_empty() && own.tip != own.list && own.tip != own.text;
        let is_common = own.kind == MatchKind::Command
            && engine.registry.entries.iter().any(|entry| {
                entry.spec.name() == own.list
                    && (entry.spec.module.starts_with("Microsoft.PowerShell.") || entry.spec.module == "PSReadLine")
            });
        if !is_told || is_common {
            return Vec::new();
        }
        let line = own.tip.lines().next().unwrap_or("");
        vec![String::new(), head(&gate(line), self.screen.columns.saturating_sub(1))]
    }
}

/// The matches that go on from a text.
fn filtered(matches: &[Match], filter: &str) -> Vec<Match> {
    let filter = filter.to_lowercase();
    let fits = |own: &&Match| own.text.to_lowercase().starts_with(&filter) || own.list.to_lowercase().starts_with(&filter);
    matches.iter().filter(fits).cloned().collect()
}
