//! What the keys' functions do to the text.

use super::{Done, Editor, kill};
use crate::engine::{Engine, RunOptions};
use crate::library::host::display::{self, ToHost};
use crate::library::readline::{Code, Function, Key};
use crate::source::SourceText;

/// The character searched last.
#[derive(Clone, Copy, Default)]
pub struct CharSearch {
    wanted: Option<char>,
    is_back: bool,
    /// Stop before it.
    backs_off: bool,
}

/// A way from the cursor to another place.
type Way = fn(&Editor, usize) -> usize;

impl Editor {
    /// Does what a key asks for; `count` is the number typed before it.
    pub(super) fn run(&mut self, engine: &mut Engine, function: Function, key: Key, count: Option<i32>) {
        use Function::*;
        if !matches!(function, TabCompleteNext | TabCompletePrevious | ViTabCompleteNext | ViTabCompletePrevious) {
            self.cycle = None;
        }
        let keeps_selection = matches!(
            function,
            SelfInsert
                | DeleteChar
                | BackwardDeleteChar
                | DeleteCharOrExit
                | Copy
                | Cut
                | CopyOrCancelLine
                | Paste
                | KillRegion
                | ExchangePointAndMark
                | Yank
                | YankLastArg
                | UpcaseWord
                | DowncaseWord
                | WhatIsKey
                | Undo
                | DigitArgument
        ) || function.group() == crate::library::readline::functions::Group::Selection;
        if !keeps_selection {
            self.text.is_selecting = false;
        }
        self.carry_out(engine, function, key, count);
        let is_kill = matches!(
            function,
            KillLine
                | BackwardKillLine
                | BackwardKillInput
                | KillWord
                | BackwardKillWord
                | UnixWordRubout
                | KillRegion
                | ShellKillWord
                | ShellBackwardKillWord
        );
        if !is_kill {
            self.kills.goes_on = false;
        }
        self.last = Some(function);
    }

    fn carry_out(&mut self, engine: &mut Engine, function: Function, key: Key, count: Option<i32>) {
        use Function::*;
        let n = count.unwrap_or(1);
        let cursor = self.text.cursor;
        let length = self.text.as_str().len();
        match function {
            SelfInsert => {
                if let Some(c) = key.typed().or(match key.code {
                    Code::Char(c) => Some(c),
                    _ => None,
                }) {
                    self.text.insert(&c.to_string().repeat(usize::try_from(n).unwrap_or(0).min(10_000)));
                }
            }
            AcceptLine | ViAcceptLine => self.accept(engine),
            ValidateAndAcceptLine => self.validate(engine),
            AcceptAndGetNext => {
                let next = self.moves.at + 1;
                self.accept(engine);
                if self.done.is_some() && next < self.history.entries.len() {
                    self.offered = Some(next);
                }
            }
            AddLine => self.text.insert("\n"),
            InsertLineAbove | ViInsertLine => {
                let start = self.text.line_start(cursor);
                self.text.replace(start, start, "\n");
                self.text.cursor = start;
                self.insert_mode_for(engine, function == ViInsertLine);
            }
            InsertLineBelow | ViAppendLine => {
                self.text.cursor = self.text.line_end(cursor);
                self.text.insert("\n");
                self.insert_mode_for(engine, function == ViAppendLine);
            }
            Abort => {
                self.below.clear();
                self.prediction.clear();
            }
            CancelLine => self.done = Some(Done::Interrupted),
            CopyOrCancelLine => match self.text.selection() {
                Some((start, end)) => {
                    kill::copy(&self.text.as_str()[start..end]);
                    self.text.is_selecting = false;
                }
                None => self.done = Some(Done::Interrupted),
            },
            Copy => {
                let (start, end) = self.text.selection().unwrap_or((0, length));
                kill::copy(&self.text.as_str()[start..end]);
            }
            Cut => {
                if let Some((start, end)) = self.text.selection() {
                    kill::copy(&self.text.as_str()[start..end]);
                    self.kill(start, end, false);
                    self.text.is_selecting = false;
                }
            }
            Paste | PasteBefore | Yank => self.yank(),
            PasteAfter => {
                if cursor < self.text.line_end(cursor) {
                    self.text.cursor = self.text.next(cursor);
                }
                self.yank();
            }
            YankPop => self.yank_pop(),
            YankLastArg => self.yank_argument(count, true),
            YankNthArg => self.yank_argument(count, false),
            DeleteCharOrExit | ViAcceptLineOrExit if length == 0 && (function == DeleteCharOrExit || !self.vi.is_command()) => {
                self.done = Some(Done::Ended);
            }
            ViAcceptLineOrExit => self.accept(engine),
            DeleteChar | DeleteCharOrExit => self.delete(|own, at| if at < own.text.as_str().len() { own.text.next(at) } else { at }, n),
            BackwardDeleteChar => self.delete(|own, at| if at > 0 { own.text.previous(at) } else { at }, n),
            DeleteWord => self.delete(Editor::to_next_word, n),
            DeleteEndOfWord => self.delete(Editor::to_word_end, n),
            BackwardDeleteWord => self.delete(Editor::to_word_start, n),
            ViDeleteGlob => self.delete(Editor::to_next_argument, n),
            ViDeleteEndOfGlob => self.delete(Editor::to_argument_end, n),
            ViBackwardDeleteGlob => self.delete(Editor::to_argument_start, n),
            BackwardDeleteInput => self.delete(|_, _| 0, 1),
            ForwardDeleteInput | DeleteEndOfBuffer => self.delete(|own, _| own.text.as_str().len(), 1),
            BackwardDeleteLine => self.delete(|own, at| own.text.line_start(at), 1),
            ForwardDeleteLine | DeleteToEnd => self.delete(|own, at| own.text.line_end(at), 1),
            DeleteLineToFirstChar => self.delete(|own, at| own.text.line_text(at), 1),
            DeletePreviousLines => self.delete(|own, at| own.text.line_start(own.text.line_start(at).saturating_sub(1)), 1),
            DeleteLine => self.delete_line(),
            ViReplaceLine => {
                let (start, end) = (self.text.line_start(cursor), self.text.line_end(cursor));
                self.text.remove(start, end);
                self.insert_mode_for(engine, true);
            }
            ViDeleteBrace => {
                if let Some(partner) = self.text.partner(cursor) {
                    let (start, end) = (cursor.min(partner), cursor.max(partner));
                    let end = self.text.next(end);
                    self.text.remove(start, end);
                }
            }
            KillLine => self.kill(cursor, length, false),
            BackwardKillLine => self.kill(self.text.line_start(cursor), cursor, true),
            BackwardKillInput => self.kill(0, cursor, true),
            KillWord => self.kill_to(Editor::to_word_end, n),
            BackwardKillWord => self.kill_to(Editor::to_word_start, n),
            UnixWordRubout | ShellBackwardKillWord => self.kill_to(Editor::to_blank_before, n),
            ShellKillWord => self.kill_to(Editor::to_argument_end, n),
            KillRegion => {
                let (start, end) = (cursor.min(self.text.mark), cursor.max(self.text.mark));
                self.kill(start, end, cursor > self.text.mark);
                self.text.is_selecting = false;
            }
            Undo => {
                for _ in 0..n.max(1) {
                    if !self.text.undo() {
                        self.ding();
                    }
                }
            }
            Redo => {
                if !self.text.redo() {
                    self.ding();
                }
            }
            UndoAll | RevertLine => {
                while self.text.undo() {}
                self.moves.begin(self.history.entries.len());
            }
            SwapCharacters => self.swap(),
            UpcaseWord => self.change_word(n, str::to_uppercase),
            DowncaseWord => self.change_word(n, str::to_lowercase),
            CapitalizeWord => self.change_word(n, capitalized),
            InvertCase => self.invert_case(n),
            ViJoinLines => {
                let end = self.text.line_end(cursor);
                if end < length {
                    let next = self.text.line_text(end + 1);
                    self.text.replace(end, next, " ");
                }
            }
            PrependAndAccept => {
                self.text.cursor = 0;
                self.text.insert("#");
                self.accept(engine);
            }
            RepeatLastCommand => self.vi_repeat(engine),
            ViInsertMode | ViInsertWithAppend | ViInsertWithDelete | ViInsertAtBegining | ViInsertAtEnd | ViCommandMode => {
                self.vi_mode(engine, function)
            }
            ViYankLine
            | ViYankRight
            | ViYankLeft
            | ViYankToEndOfLine
            | ViYankBeginningOfLine
            | ViYankToFirstChar
            | ViYankNextWord
            | ViYankPreviousWord
            | ViYankEndOfWord
            | ViYankNextGlob
            | ViYankPreviousGlob
            | ViYankEndOfGlob
            | ViYankPercent => self.vi_yank(function),
            ViDeleteToChar
            | ViDeleteToCharBackward
            | ViDeleteToBeforeChar
            | ViDeleteToBeforeCharBackward
            | ViReplaceToChar
            | ViReplaceToCharBackward
            | ViReplaceToBeforeChar
            | ViReplaceToBeforeCharBackward => self.vi_to_char(engine, function),
            BackwardChar | ViBackwardChar => self.steps(|own, at| if at > 0 { own.text.previous(at) } else { 0 }, n),
            ForwardChar | ViForwardChar => {
                if cursor == length && function == ForwardChar && self.accept_suggestion() {
                    return;
                }
                self.steps(|own, at| if at < own.text.as_str().len() { own.text.next(at) } else { at }, n);
            }
            AcceptSuggestion => {
                self.accept_suggestion();
            }
            AcceptNextSuggestionWord => {
                self.accept_suggestion_words(n);
            }
            ForwardWord => {
                if cursor == length && self.accept_suggestion_words(n) {
                    return;
                }
                self.steps(Editor::to_word_end, n);
            }
            NextWord => {
                if cursor == length && self.accept_suggestion_words(n) {
                    return;
                }
                self.steps(Editor::to_next_word, n);
            }
            BackwardWord => self.steps(Editor::to_word_start, n),
            ViNextWord => self.steps(Editor::to_next_vi_word, n),
            ViBackwardWord => self.steps(Editor::to_vi_word_start, n),
            NextWordEnd => self.steps(Editor::to_vi_word_end, n),
            ViNextGlob | ShellNextWord => self.steps(Editor::to_next_argument, n),
            ViBackwardGlob | ShellBackwardWord => self.steps(Editor::to_argument_start, n),
            ViEndOfGlob | ShellForwardWord => self.steps(Editor::to_argument_end, n),
            ViEndOfPreviousGlob => self.steps(|own, at| own.text.as_str()[..Editor::to_argument_start(own, at)].trim_end().len(), n),
            BeginningOfLine => {
                let start = self.text.line_start(cursor);
                self.text.cursor = if start == cursor && start > 0 && !self.vi.is_command() { 0 } else { start };
            }
            EndOfLine | MoveToEndOfLine => {
                let end = self.text.line_end(cursor);
                self.text.cursor = if end == cursor && function == EndOfLine { length } else { end };
            }
            GotoFirstNonBlankOfLine => self.text.cursor = self.text.line_text(cursor),
            GotoColumn => {
                let (start, end) = (self.text.line_start(cursor), self.text.line_end(cursor));
                self.text.cursor = start;
                for _ in 1..n.max(1) {
                    if self.text.cursor < end {
                        self.text.cursor = self.text.next(self.text.cursor);
                    }
                }
            }
            GotoBrace | ViGotoBrace => match self.text.partner(cursor) {
                Some(at) => self.text.cursor = at,
                None => self.ding(),
            },
            PreviousLine => self.line_moves(-n),
            NextLine => self.line_moves(n),
            PreviousHistory => self.up_or_down(-n),
            NextHistory => self.up_or_down(n),
            BeginningOfHistory if !self.history.entries.is_empty() => self.show_entry(0, None),
            EndOfHistory => self.show_entry(self.history.entries.len(), None),
            HistorySearchBackward => self.move_by_prefix(false),
            HistorySearchForward => self.move_by_prefix(true),
            ClearHistory => {
                self.history.clear();
                self.moves.begin(0);
            }
            ReverseSearchHistory | ViSearchHistoryBackward => self.search_history(engine, true),
            ForwardSearchHistory | SearchForward => self.search_history(engine, false),
            RepeatSearch => self.search_again(false),
            RepeatSearchBackward => self.search_again(true),
            Complete => self.complete(engine),
            PossibleCompletions => self.possible_completions(engine),
            MenuComplete => self.menu(engine),
            TabCompleteNext | ViTabCompleteNext => self.cycle(engine, false),
            TabCompletePrevious | ViTabCompletePrevious => self.cycle(engine, true),
            NextSuggestion => {
                self.choose_prediction(true);
            }
            PreviousSuggestion => {
                self.choose_prediction(false);
            }
            SwitchPredictionView => self.switch_prediction_view(engine),
            CharacterSearch | SearchChar => self.search_char(engine, key, n, CharSearch { is_back: false, ..CharSearch::default() }),
            CharacterSearchBackward | SearchCharBackward => {
                self.search_char(engine, key, n, CharSearch { is_back: true, ..CharSearch::default() })
            }
            SearchCharWithBackoff => self.search_char(engine, key, n, CharSearch { backs_off: true, ..CharSearch::default() }),
            SearchCharBackwardWithBackoff => {
                self.search_char(engine, key, n, CharSearch { is_back: true, backs_off: true, ..CharSearch::default() })
            }
            RepeatLastCharSearch => self.repeat_char(n, false),
            RepeatLastCharSearchBackwards => self.repeat_char(n, true),
            SetMark => {
                self.text.mark = cursor;
                self.text.is_selecting = false;
            }
            ExchangePointAndMark => {
                let mark = self.text.mark.min(length);
                self.text.mark = cursor;
                self.text.cursor = mark;
            }
            SelectAll => {
                self.text.mark = 0;
                self.text.cursor = length;
                self.text.is_selecting = true;
            }
            SelectBackwardChar => self.select(|own, at| if at > 0 { own.text.previous(at) } else { 0 }, n),
            SelectForwardChar => self.select(|own, at| if at < own.text.as_str().len() { own.text.next(at) } else { at }, n),
            SelectBackwardWord => self.select(Editor::to_word_start, n),
            SelectForwardWord => self.select(Editor::to_word_end, n),
            SelectNextWord => self.select(Editor::to_next_word, n),
            SelectShellBackwardWord => self.select(Editor::to_argument_start, n),
            SelectShellForwardWord => self.select(Editor::to_argument_end, n),
            SelectShellNextWord => self.select(Editor::to_next_argument, n),
            SelectBackwardsLine => self.select(|own, at| own.text.line_start(at), 1),
            SelectLine => self.select(|own, at| own.text.line_end(at), 1),
            SelectCommandArgument => self.select_argument(),
            ClearScreen => self.screen.clear(),
            InvokePrompt => {
                self.screen.resized();
                self.prompt = crate::repl::prompt::text(engine);
                self.screen.restart();
            }
            DigitArgument | ViDigitArgumentInChord => self.digits(engine, key),
            ShowCommandHelp => self.show_help(engine, false),
            ShowParameterHelp => self.show_help(engine, true),
            ShowKeyBindings => self.show_keys(engine),
            WhatIsKey => self.what_is_key(engine),
            ViEditVisually => self.edit_visually(engine),
            ViExit => self.done = Some(Done::Ended),
            ShowFullPredictionTooltip
            | BeginningOfHistory
            | CaptureScreen
            | ScrollDisplayDown
            | ScrollDisplayDownLine
            | ScrollDisplayToCursor
            | ScrollDisplayTop
            | ScrollDisplayUp
            | ScrollDisplayUpLine => {}
        }
    }

    /// Enter: runs the line, or goes to the next one where more must follow.
    fn accept(&mut self, engine: &mut Engine) {
        if self.help_for_mark(engine) {
            return;
        }
        if self.is_incomplete(engine) {
            self.text.insert("\n");
        } else {
            self.vi.end_line();
            self.done = Some(Done::Accepted);
        }
    }

    /// Runs the line, unless it has an error or names a command that is none.
    fn validate(&mut self, engine: &mut Engine) {
        let source = SourceText::new(None, self.text.as_str());
        let parsed = engine.parse(&source);
        if let Some(error) = parsed.errors.first().filter(|_| !parsed.is_incomplete()) {
            self.text.cursor = (error.span.start as usize).min(self.text.as_str().len());
            self.below = vec![crate::present::cells::head(&error.message.to_string(), self.screen.columns.saturating_sub(1))];
            return;
        }
        self.accept(engine);
    }

    fn insert_mode_for(&mut self, engine: &mut Engine, is_vi: bool) {
        if is_vi {
            self.vi_mode(engine, Function::ViInsertMode);
        }
    }

    fn steps(&mut self, way: Way, n: i32) {
        for _ in 0..n.unsigned_abs() {
            self.text.cursor = way(self, self.text.cursor);
        }
    }

    fn place_after(&self, way: Way, n: i32) -> usize {
        (0..n.unsigned_abs()).fold(self.text.cursor, |at, _| way(self, at))
    }

    /// Takes out what lies between the cursor and the way's end; a selection instead, if there is one.
    fn delete(&mut self, way: Way, n: i32) {
        let (start, end) = match self.text.selection() {
            Some(selected) => selected,
            None => {
                let other = self.place_after(way, n);
                (other.min(self.text.cursor), other.max(self.text.cursor))
            }
        };
        self.text.is_selecting = false;
        if start == end {
            return;
        }
        let removed = self.text.remove(start, end);
        if self.vi.is_command() {
            self.kills.add(&removed, false, self.options.maximum_kill_ring_count, false);
            self.kills.goes_on = false;
        }
    }

    fn kill_to(&mut self, way: Way, n: i32) {
        let (cursor, other) = (self.text.cursor, self.place_after(way, n));
        self.kill(cursor.min(other), cursor.max(other), other < cursor);
    }

    pub(super) fn delete_line(&mut self) {
        let cursor = self.text.cursor;
        let (start, end) = (self.text.line_start(cursor), self.text.line_end(cursor));
        let length = self.text.as_str().len();
        let (start, end) = if end < length { (start, end + 1) } else { (start.saturating_sub(1), end) };
        let removed = self.text.remove(start, end);
        self.kills.add(&removed, false, self.options.maximum_kill_ring_count, false);
        self.kills.goes_on = false;
    }

    fn to_word_end(&self, at: usize) -> usize {
        self.text.word_end(at, &self.options.word_delimiters)
    }

    fn to_word_start(&self, at: usize) -> usize {
        self.text.word_start(at, &self.options.word_delimiters)
    }

    fn to_next_word(&self, at: usize) -> usize {
        self.text.next_word(at, &self.options.word_delimiters)
    }

    fn to_blank_before(&self, at: usize) -> usize {
        let head = self.text.as_str()[..at].trim_end();
        head.rfind(char::is_whitespace).map_or(0, |blank| blank + head[blank..].chars().next().map_or(1, char::len_utf8))
    }

    /// The words of a command line as the shell has them, blanks in quotes and all.
    fn arguments(&self) -> Vec<(usize, usize)> {
        let source = SourceText::new(None, self.text.as_str());
        let tokens = crate::syntax::parse(&source).tokens;
        let own = tokens.iter().filter(|token| token.depth == 0 && !source.slice(token.span).trim().is_empty());
        own.map(|token| (token.span.start as usize, token.span.end as usize)).collect()
    }

    fn to_argument_end(&self, at: usize) -> usize {
        self.arguments().into_iter().find(|(_, end)| *end > at).map_or(self.text.as_str().len(), |(_, end)| end)
    }

    fn to_argument_start(&self, at: usize) -> usize {
        self.arguments().into_iter().rev().find(|(start, _)| *start < at).map_or(0, |(start, _)| start)
    }

    fn to_next_argument(&self, at: usize) -> usize {
        self.arguments().into_iter().find(|(start, _)| *start > at).map_or(self.text.as_str().len(), |(start, _)| start)
    }

    fn swap(&mut self) {
        let length = self.text.as_str().len();
        let mut cursor = self.text.cursor;
        if cursor == 0 || length < 2 {
            return self.ding();
        }
        if cursor == length {
            cursor = self.text.previous(cursor);
        }
        let (start, end) = (self.text.previous(cursor), self.text.next(cursor));
        let swapped = format!("{}{}", &self.text.as_str()[cursor..end], &self.text.as_str()[start..cursor]);
        self.text.replace(start, end, &swapped);
    }

    fn change_word(&mut self, n: i32, change: fn(&str) -> String) {
        let (start, end) = match self.text.selection() {
            Some(selected) => selected,
            None => (self.text.cursor, self.place_after(Editor::to_word_end, n)),
        };
        let new = change(&self.text.as_str()[start..end]);
        self.text.replace(start, end, &new);
        self.text.is_selecting = false;
    }

    fn invert_case(&mut self, n: i32) {
        let end = self.place_after(|own, at| if at < own.text.as_str().len() { own.text.next(at) } else { at }, n);
        let invert = |c: char| if c.is_lowercase() { c.to_uppercase().to_string() } else { c.to_lowercase().to_string() };
        let new: String = self.text.as_str()[self.text.cursor..end].chars().map(invert).collect();
        self.text.replace(self.text.cursor, end, &new);
    }

    fn line_moves(&mut self, n: i32) {
        for _ in 0..n.unsigned_abs() {
            let cursor = self.text.cursor;
            let column = self.text.as_str()[self.text.line_start(cursor)..cursor].chars().count();
            let start = match n < 0 {
                true => match self.text.line_start(cursor).checked_sub(1) {
                    Some(before) => self.text.line_start(before),
                    None => return,
                },
                false => match self.text.line_end(cursor) {
                    end if end == self.text.as_str().len() => return,
                    end => end + 1,
                },
            };
            let end = self.text.line_end(start);
            let line = &self.text.as_str()[start..end];
            self.text.cursor = line.char_indices().nth(column).map_or(end, |(at, _)| start + at);
        }
    }

    /// Up and Down: in the list of suggestions, between the lines of a block that is being typed, else in the history.
    fn up_or_down(&mut self, n: i32) {
        if self.choose_prediction(n > 0) {
            return;
        }
        let cursor = self.text.cursor;
        let is_inside = match n < 0 {
            true => self.text.line_start(cursor) > 0,
            false => self.text.line_end(cursor) < self.text.as_str().len(),
        };
        // A line recalled from the history stays a step of the history until it is changed.
        let is_recalled = self.history.entries.get(self.moves.at).is_some_and(|line| **line == *self.text.as_str());
        if is_inside && !is_recalled {
            return self.line_moves(n);
        }
        self.move_in_history(n);
    }

    fn select(&mut self, way: Way, n: i32) {
        if !self.text.is_selecting {
            self.text.mark = self.text.cursor;
            self.text.is_selecting = true;
        }
        self.text.cursor = self.place_after(way, n);
    }

    /// Selects the next argument behind the cursor; behind the last comes the first.
    fn select_argument(&mut self) {
        let source = SourceText::new(None, self.text.as_str());
        let tokens = crate::syntax::parse(&source).tokens;
        use crate::syntax::token::{TokenKind, TokenRole};
        let is_argument = |token: &&crate::syntax::token::Token| {
            token.role == TokenRole::Plain
                && !matches!(
                    token.kind,
                    TokenKind::Parameter
                        | TokenKind::Pipe
                        | TokenKind::Semi
                        | TokenKind::NewLine
                        | TokenKind::EndOfInput
                        | TokenKind::Comment
                )
                && !source.slice(token.span).trim().is_empty()
        };
        let places: Vec<(usize, usize)> =
            tokens.iter().filter(is_argument).map(|token| (token.span.start as usize, token.span.end as usize)).collect();
        let from = self.text.cursor;
        let Some((start, end)) = places.iter().find(|(start, _)| *start >= from).or(places.first()).copied() else { return self.ding() };
        let quoted = self.text.as_str()[start..end].starts_with(['\'', '"']) && end - start >= 2;
        let (start, end) = if quoted { (start + 1, end - 1) } else { (start, end) };
        self.text.mark = start;
        self.text.cursor = end;
        self.text.is_selecting = true;
    }

    /// Reads a character to search for, then goes there.
    fn search_char(&mut self, engine: &mut Engine, key: Key, n: i32, mut search: CharSearch) {
        let _ = key;
        let Some(wanted) = self.key(engine).and_then(|key| key.typed()) else { return self.ding() };
        search.wanted = Some(wanted);
        self.searched = search;
        self.go_to_char(search, n);
    }

    fn repeat_char(&mut self, n: i32, other_way: bool) {
        let mut search = self.searched;
        search.is_back ^= other_way;
        self.go_to_char(search, n);
    }

    fn go_to_char(&mut self, search: CharSearch, n: i32) {
        let place = search.wanted.and_then(|wanted| self.place_of_char(wanted, search.is_back, search.backs_off, n));
        match place {
            Some(at) => self.text.cursor = at,
            None => self.ding(),
        }
    }

    /// The place of the nth next character, or the one before it.
    pub(super) fn place_of_char(&self, wanted: char, is_back: bool, backs_off: bool, n: i32) -> Option<usize> {
        let text = self.text.as_str();
        let mut at = self.text.cursor;
        for step in 0..n.max(1) {
            at = match is_back {
                true => {
                    let end = if backs_off && step > 0 { self.text.previous(at) } else { at };
                    text[..end].rfind(wanted)?
                }
                false => {
                    let from = if at < text.len() { self.text.next(at) } else { return None };
                    from + text[from..].find(wanted)?
                }
            };
        }
        Some(match (backs_off, is_back) {
            (true, true) => self.text.next(at),
            (true, false) => self.text.previous(at),
            _ => at,
        })
    }

    /// Reads the digits of a number for the next key.
    fn digits(&mut self, engine: &mut Engine, key: Key) {
        let mut text = String::new();
        let mut next = Some(key);
        while let Some(key) = next {
            match key.code {
                Code::Char(c) if c.is_ascii_digit() && text.len() < 6 => text.push(c),
                Code::Char('-') if text.is_empty() => text.push('-'),
                _ => {
                    self.input.give_back(key);
                    break;
                }
            }
            self.below = vec![format!("digit-argument: {text}")];
            let below = self.below.clone();
            let cursor = self.text.cursor;
            self.show(engine, &below, cursor, None);
            self.below.clear();
            next = self.key(engine);
        }
        self.count = Some(text.parse().unwrap_or(if text == "-" { -1 } else { 1 }));
    }

    /// Edits the text in the editor of the environment.
    fn edit_visually(&mut self, engine: &mut Engine) {
        let program = ["VISUAL", "EDITOR"].iter().find_map(|name| engine.environment.get(*name).filter(|text| !text.is_empty()).cloned());
        let Some(program) = program else {
            self.below = vec!["Set $env:VISUAL or $env:EDITOR to edit the line there.".to_owned()];
            return;
        };
        let path = std::env::temp_dir().join(format!("bridgesh-line-{}.ps1", std::process::id()));
        if std::fs::write(&path, self.text.as_str()).is_err() {
            return self.ding();
        }
        self.finish(engine, "");
        self.input.leave();
        engine.ui.lend_terminal(true);
        let quoted = path.to_string_lossy().replace('\'', "''");
        engine.run_text(&format!("& {program} '{quoted}'"), &RunOptions::default(), &mut ToHost);
        let _ = display::flush(engine);
        self.input.enter();
        if let Ok(text) = std::fs::read_to_string(&path) {
            let end = self.text.as_str().len();
            self.text.replace(0, end, text.trim_end_matches('\n'));
        }
        let _ = std::fs::remove_file(&path);
        engine.ui.begin_line();
        self.screen.restart();
    }
}

fn capitalized(word: &str) -> String {
    let at = word.find(char::is_alphanumeric).unwrap_or(word.len());
    let mut chars = word[at..].chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{}{first}{}", &word[..at], chars.as_str().to_lowercase())
}
