//! Which key does what: PSReadLine's tables for Emacs, Windows and vi, and what a session makes of them.

use std::rc::Rc;

use indexmap::IndexMap;

use super::chord::{self, Chord, Key};
use super::functions::{Function, Group};
use crate::value::ScriptBlock;

/// What a chord does.
#[derive(Clone)]
pub enum Handler {
    /// One of the editor's own functions.
    Function(Function),
    /// A script, with its name and description.
    Script(Rc<ScriptBlock>, Rc<str>, Rc<str>),
}

impl Handler {
    /// Name, description and group.
    pub fn describe(&self) -> (String, String, Group) {
        match self {
            Handler::Function(function) => (function.name().to_owned(), function.about().to_owned(), function.group()),
            Handler::Script(_, name, about) => (name.to_string(), about.to_string(), Group::Custom),
        }
    }
}

/// Chords and what they do.
pub type Bindings = IndexMap<Chord, Handler>;

use Function::*;

/// `EditMode` Emacs, PowerShell's own choice on Linux.
const EMACS: &[(&str, Function)] = &[
    ("Enter", AcceptLine),
    ("Ctrl+j", AcceptLine),
    ("Ctrl+m", ValidateAndAcceptLine),
    ("Shift+Enter", AddLine),
    ("Backspace", BackwardDeleteChar),
    ("Ctrl+Backspace", BackwardDeleteChar),
    ("Ctrl+h", BackwardDeleteChar),
    ("Ctrl+o", AcceptAndGetNext),
    ("Ctrl+g", Abort),
    ("Ctrl+c", CopyOrCancelLine),
    ("Ctrl+d", DeleteCharOrExit),
    ("Delete", DeleteChar),
    ("Ctrl+k", KillLine),
    ("Ctrl+u", BackwardKillInput),
    ("Ctrl+x,Backspace", BackwardKillInput),
    ("Alt+d", KillWord),
    ("Alt+Backspace", BackwardKillWord),
    ("Ctrl+w", UnixWordRubout),
    ("Ctrl+y", Yank),
    ("Alt+y", YankPop),
    ("Alt+.", YankLastArg),
    ("Alt+_", YankLastArg),
    ("Ctrl+Alt+y", YankNthArg),
    ("Ctrl+_", Undo),
    ("Ctrl+x,Ctrl+u", Undo),
    ("Alt+r", RevertLine),
    ("Ctrl+t", SwapCharacters),
    ("Alt+u", UpcaseWord),
    ("Alt+l", DowncaseWord),
    ("Alt+c", CapitalizeWord),
    ("LeftArrow", BackwardChar),
    ("RightArrow", ForwardChar),
    ("Ctrl+b", BackwardChar),
    ("Ctrl+f", ForwardChar),
    ("Alt+b", BackwardWord),
    ("Alt+f", ForwardWord),
    ("Home", BeginningOfLine),
    ("Ctrl+a", BeginningOfLine),
    ("End", EndOfLine),
    ("Ctrl+e", EndOfLine),
    ("Ctrl+]", CharacterSearch),
    ("Ctrl+Alt+]", CharacterSearchBackward),
    ("UpArrow", PreviousHistory),
    ("DownArrow", NextHistory),
    ("Ctrl+p", PreviousHistory),
    ("Ctrl+n", NextHistory),
    ("Alt+<", BeginningOfHistory),
    ("Alt+>", EndOfHistory),
    ("Ctrl+r", ReverseSearchHistory),
    ("Ctrl+s", ForwardSearchHistory),
    ("Tab", Complete),
    ("Alt+=", PossibleCompletions),
    ("F2", SwitchPredictionView),
    ("F4", ShowFullPredictionTooltip),
    ("Ctrl+@", SetMark),
    ("Alt+Spacebar", SetMark),
    ("Ctrl+x,Ctrl+x", ExchangePointAndMark),
    ("Shift+LeftArrow", SelectBackwardChar),
    ("Shift+RightArrow", SelectForwardChar),
    ("Shift+Home", SelectBackwardsLine),
    ("Shift+End", SelectLine),
    ("Alt+B", SelectBackwardWord),
    ("Alt+F", SelectForwardWord),
    ("Alt+a", SelectCommandArgument),
    ("Ctrl+l", ClearScreen),
    ("F1", ShowCommandHelp),
    ("Alt+h", ShowParameterHelp),
    ("Ctrl+Alt+?", ShowKeyBindings),
    ("Alt+?", WhatIsKey),
    ("Ctrl+x,Ctrl+e", ViEditVisually),
    ("Alt+0", DigitArgument),
    ("Alt+1", DigitArgument),
    ("Alt+2", DigitArgument),
    ("Alt+3", DigitArgument),
    ("Alt+4", DigitArgument),
    ("Alt+5", DigitArgument),
    ("Alt+6", DigitArgument),
    ("Alt+7", DigitArgument),
    ("Alt+8", DigitArgument),
    ("Alt+9", DigitArgument),
    ("Alt+-", DigitArgument),
];

/// `EditMode` Windows.
const WINDOWS: &[(&str, Function)] = &[
    ("Enter", AcceptLine),
    ("Ctrl+j", AcceptLine),
    ("Shift+Enter", AddLine),
    ("Ctrl+Enter", InsertLineAbove),
    ("Ctrl+Shift+Enter", InsertLineBelow),
    ("Backspace", BackwardDeleteChar),
    ("Ctrl+h", BackwardDeleteWord),
    ("Ctrl+Backspace", BackwardKillWord),
    ("Ctrl+w", BackwardKillWord),
    ("Ctrl+Home", BackwardDeleteInput),
    ("Ctrl+End", ForwardDeleteInput),
    ("Ctrl+c", CopyOrCancelLine),
    ("Ctrl+x", Cut),
    ("Ctrl+v", Paste),
    ("Shift+Insert", Paste),
    ("Ctrl+d", DeleteCharOrExit),
    ("Delete", DeleteChar),
    ("Ctrl+Delete", KillWord),
    ("Alt+d", KillWord),
    ("Ctrl+z", Undo),
    ("Ctrl+y", Redo),
    ("Escape", RevertLine),
    ("Alt+.", YankLastArg),
    ("LeftArrow", BackwardChar),
    ("RightArrow", ForwardChar),
    ("Ctrl+LeftArrow", BackwardWord),
    ("Ctrl+RightArrow", NextWord),
    ("Home", BeginningOfLine),
    ("End", EndOfLine),
    ("Ctrl+]", GotoBrace),
    ("UpArrow", PreviousHistory),
    ("DownArrow", NextHistory),
    ("F8", HistorySearchBackward),
    ("Shift+F8", HistorySearchForward),
    ("Alt+F7", ClearHistory),
    ("Ctrl+r", ReverseSearchHistory),
    ("Ctrl+s", ForwardSearchHistory),
    ("Tab", TabCompleteNext),
    ("Shift+Tab", TabCompletePrevious),
    ("Ctrl+@", MenuComplete),
    ("F2", SwitchPredictionView),
    ("F4", ShowFullPredictionTooltip),
    ("F3", CharacterSearch),
    ("Shift+F3", CharacterSearchBackward),
    ("Ctrl+a", SelectAll),
    ("Shift+LeftArrow", SelectBackwardChar),
    ("Shift+RightArrow", SelectForwardChar),
    ("Ctrl+Shift+LeftArrow", SelectBackwardWord),
    ("Ctrl+Shift+RightArrow", SelectNextWord),
    ("Shift+Home", SelectBackwardsLine),
    ("Shift+End", SelectLine),
    ("Alt+a", SelectCommandArgument),
    ("Ctrl+l", ClearScreen),
    ("F1", ShowCommandHelp),
    ("Alt+h", ShowParameterHelp),
    ("Ctrl+Alt+?", ShowKeyBindings),
    ("Alt+?", WhatIsKey),
    ("PageUp", ScrollDisplayUp),
    ("PageDown", ScrollDisplayDown),
    ("Ctrl+PageUp", ScrollDisplayUpLine),
    ("Ctrl+PageDown", ScrollDisplayDownLine),
    ("Alt+0", DigitArgument),
    ("Alt+1", DigitArgument),
    ("Alt+2", DigitArgument),
    ("Alt+3", DigitArgument),
    ("Alt+4", DigitArgument),
    ("Alt+5", DigitArgument),
    ("Alt+6", DigitArgument),
    ("Alt+7", DigitArgument),
    ("Alt+8", DigitArgument),
    ("Alt+9", DigitArgument),
    ("Alt+-", DigitArgument),
];

/// vi's insert mode.
const VI_INSERT: &[(&str, Function)] = &[
    ("Enter", AcceptLine),
    ("Ctrl+j", AcceptLine),
    ("Ctrl+m", ValidateAndAcceptLine),
    ("Shift+Enter", AddLine),
    ("Escape", ViCommandMode),
    ("Backspace", BackwardDeleteChar),
    ("Ctrl+h", BackwardDeleteChar),
    ("Ctrl+Backspace", BackwardKillWord),
    ("Ctrl+c", CopyOrCancelLine),
    ("Ctrl+d", ViAcceptLineOrExit),
    ("Delete", DeleteChar),
    ("Ctrl+u", BackwardDeleteInput),
    ("Ctrl+w", BackwardDeleteWord),
    ("Ctrl+Delete", KillWord),
    ("Ctrl+v", Paste),
    ("Ctrl+z", Undo),
    ("Ctrl+y", Redo),
    ("Alt+.", YankLastArg),
    ("LeftArrow", BackwardChar),
    ("RightArrow", ForwardChar),
    ("Ctrl+LeftArrow", BackwardWord),
    ("Ctrl+RightArrow", NextWord),
    ("Home", BeginningOfLine),
    ("End", EndOfLine),
    ("UpArrow", PreviousHistory),
    ("DownArrow", NextHistory),
    ("Ctrl+p", PreviousHistory),
    ("Ctrl+n", NextHistory),
    ("Ctrl+r", ViSearchHistoryBackward),
    ("Ctrl+s", SearchForward),
    ("Tab", ViTabCompleteNext),
    ("Shift+Tab", ViTabCompletePrevious),
    ("Ctrl+@", PossibleCompletions),
    ("F2", SwitchPredictionView),
    ("F4", ShowFullPredictionTooltip),
    ("Ctrl+l", ClearScreen),
    ("F1", ShowCommandHelp),
    ("Alt+h", ShowParameterHelp),
];

/// vi's command mode. Numbers, `d`, `c` and `y` with a motion, and `r` are its own affair.
const VI_COMMAND: &[(&str, Function)] = &[
    ("Enter", ViAcceptLine),
    ("Ctrl+j", ViAcceptLine),
    ("Ctrl+c", CancelLine),
    ("Ctrl+d", ViAcceptLineOrExit),
    ("Backspace", BackwardChar),
    ("Delete", DeleteChar),
    ("LeftArrow", ViBackwardChar),
    ("RightArrow", ViForwardChar),
    ("Spacebar", ViForwardChar),
    ("Ctrl+LeftArrow", BackwardWord),
    ("Ctrl+RightArrow", NextWord),
    ("Home", BeginningOfLine),
    ("End", MoveToEndOfLine),
    ("UpArrow", PreviousHistory),
    ("DownArrow", NextHistory),
    ("Ctrl+r", ViSearchHistoryBackward),
    ("Tab", TabCompleteNext),
    ("Shift+Tab", TabCompletePrevious),
    ("Ctrl+l", ClearScreen),
    ("F1", ShowCommandHelp),
    ("i", ViInsertMode),
    ("I", ViInsertAtBegining),
    ("a", ViInsertWithAppend),
    ("A", ViInsertAtEnd),
    ("o", ViAppendLine),
    ("O", ViInsertLine),
    ("s", ViInsertWithDelete),
    ("S", ViReplaceLine),
    ("x", DeleteChar),
    ("X", BackwardDeleteChar),
    ("D", DeleteToEnd),
    ("J", ViJoinLines),
    ("p", PasteAfter),
    ("P", PasteBefore),
    ("u", Undo),
    ("U", UndoAll),
    (".", RepeatLastCommand),
    ("~", InvertCase),
    ("h", ViBackwardChar),
    ("l", ViForwardChar),
    ("w", ViNextWord),
    ("W", ViNextGlob),
    ("b", ViBackwardWord),
    ("B", ViBackwardGlob),
    ("e", NextWordEnd),
    ("E", ViEndOfGlob),
    ("0", BeginningOfLine),
    ("^", GotoFirstNonBlankOfLine),
    ("_", GotoFirstNonBlankOfLine),
    ("$", MoveToEndOfLine),
    ("%", ViGotoBrace),
    ("|", GotoColumn),
    ("f", SearchChar),
    ("F", SearchCharBackward),
    ("t", SearchCharWithBackoff),
    ("T", SearchCharBackwardWithBackoff),
    (";", RepeatLastCharSearch),
    (",", RepeatLastCharSearchBackwards),
    ("j", NextHistory),
    ("k", PreviousHistory),
    ("+", NextHistory),
    ("-", PreviousHistory),
    ("/", ViSearchHistoryBackward),
    ("?", SearchForward),
    ("n", RepeatSearch),
    ("N", RepeatSearchBackward),
    ("=", PossibleCompletions),
    ("#", PrependAndAccept),
    ("v", ViEditVisually),
];

fn table(rows: &[(&str, Function)]) -> Bindings {
    rows.iter().filter_map(|(chord, function)| Some((chord::parse(chord)?, Handler::Function(*function)))).collect()
}

/// The bindings of a mode as they are at first; for vi those of its insert mode.
pub fn initial(mode: &str) -> Bindings {
    match mode {
        "Windows" => table(WINDOWS),
        "Vi" => table(VI_INSERT),
        _ => table(EMACS),
    }
}

/// The bindings of vi's command mode as they are at first.
pub fn vi_command() -> Bindings {
    table(VI_COMMAND)
}

/// Whether longer chords begin with a key.
pub fn is_prefix(bindings: &Bindings, key: Key) -> bool {
    bindings.keys().any(|chord| chord.len() > 1 && chord[0] == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_chord() {
        for rows in [EMACS, WINDOWS, VI_INSERT, VI_COMMAND] {
            for (text, _) in rows {
                let chord = chord::parse(text).unwrap_or_default();
                assert_eq!(chord::name(&chord), *text);
            }
        }
    }
}
