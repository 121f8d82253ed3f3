//! What keys can do: names, groups and one line about each, as `Get-PSReadLineKeyHandler` shows them.

/// The groups in the order in which they are listed.
#[allow(missing_docs)] // Their titles say it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    Basic,
    CursorMovement,
    History,
    Completion,
    Prediction,
    Miscellaneous,
    Selection,
    Search,
    Custom,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Basic => "Basic editing functions",
            Group::CursorMovement => "Cursor movement functions",
            Group::History => "History functions",
            Group::Completion => "Completion functions",
            Group::Prediction => "Prediction functions",
            Group::Miscellaneous => "Miscellaneous functions",
            Group::Selection => "Selection functions",
            Group::Search => "Search functions",
            Group::Custom => "User defined functions",
        }
    }

    /// Its name in the enumeration.
    pub fn name(self) -> &'static str {
        match self {
            Group::Basic => "Basic",
            Group::CursorMovement => "CursorMovement",
            Group::History => "History",
            Group::Completion => "Completion",
            Group::Prediction => "Prediction",
            Group::Miscellaneous => "Miscellaneous",
            Group::Selection => "Selection",
            Group::Search => "Search",
            Group::Custom => "Custom",
        }
    }
}

macro_rules! functions {
    ($($group:ident { $($name:ident $text:literal)* })*) => {
        /// Something a key can do.
        #[allow(missing_docs)] // The table says it.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Function { $($($name,)*)* }

        impl Function {
            /// All of them.
            pub const ALL: &'static [Function] = &[$($(Function::$name,)*)*];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $($(Function::$name => stringify!($name),)*)* }
            }

            /// What it does, in a line.
            pub fn about(self) -> &'static str {
                match self { $($(Function::$name => $text,)*)* }
            }

            /// The group it is listed in.
            pub fn group(self) -> Group {
                match self { $($(Function::$name => Group::$group,)*)* }
            }
        }
    };
}

functions! {
    Basic {
        Abort "Leave the search or menu at hand"
        AcceptAndGetNext "Run the line, and offer the next one of the history"
        AcceptLine "Run the line, or go to the next line where more must follow"
        AddLine "Go to the next line without running what is typed"
        BackwardDeleteChar "Delete the character before the cursor"
        BackwardDeleteInput "Delete all before the cursor"
        BackwardDeleteLine "Delete from the start of the line to the cursor"
        BackwardDeleteWord "Delete the word before the cursor"
        BackwardKillInput "Move all before the cursor to the kill ring"
        BackwardKillLine "Move from the start of the line to the cursor to the kill ring"
        BackwardKillWord "Move the word before the cursor to the kill ring"
        CancelLine "Give the line up"
        CapitalizeWord "Start the word with a capital letter"
        Copy "Copy the selection, or all"
        CopyOrCancelLine "Copy the selection; without one, give the line up"
        Cut "Copy the selection and delete it"
        DeleteChar "Delete the character at the cursor"
        DeleteCharOrExit "Delete the character at the cursor; on an empty line, leave"
        DeleteEndOfBuffer "Delete to the end of the last line"
        DeleteEndOfWord "Delete to the end of the word"
        DeleteLine "Delete the line at hand"
        DeleteLineToFirstChar "Delete from the line's first character to the cursor"
        DeletePreviousLines "Delete the lines before"
        DeleteToEnd "Delete to the end"
        DeleteWord "Delete to the next word"
        DowncaseWord "Make the word lower case"
        ForwardDeleteInput "Delete all behind the cursor"
        ForwardDeleteLine "Delete from the cursor to the end of the line"
        InsertLineAbove "Open a line above"
        InsertLineBelow "Open a line below"
        InvertCase "Change the case of the character, and go on"
        KillLine "Move all from the cursor to the end to the kill ring"
        KillRegion "Move what is between mark and cursor to the kill ring"
        KillWord "Move from the cursor to the end of the word to the kill ring"
        Paste "Paste the text of the clipboard"
        PasteAfter "Paste behind the cursor"
        PasteBefore "Paste before the cursor"
        PrependAndAccept "Comment the line out, and go on"
        Redo "Do again what was undone"
        RepeatLastCommand "Do the last change again"
        RevertLine "Undo everything"
        SelfInsert "Type the character"
        ShellBackwardKillWord "Move the argument before the cursor to the kill ring"
        ShellKillWord "Move from the cursor to the end of the argument to the kill ring"
        SwapCharacters "Swap the characters around the cursor"
        Undo "Undo the last change"
        UndoAll "Undo everything on the line"
        UnixWordRubout "Move back to the blank before to the kill ring"
        UpcaseWord "Make the word upper case"
        ValidateAndAcceptLine "Run the line, unless it has an error"
        ViAcceptLine "Run the line, and begin the next in insert mode"
        ViAcceptLineOrExit "Run the line; an empty one in insert mode leaves"
        ViAppendLine "Open a line below"
        ViBackwardDeleteGlob "Delete the argument before"
        ViDeleteBrace "Delete to the matching bracket"
        ViDeleteEndOfGlob "Delete to the end of the argument"
        ViDeleteGlob "Delete to the next argument"
        ViDeleteToBeforeChar "Delete up to a character"
        ViDeleteToBeforeCharBackward "Delete back up to a character"
        ViDeleteToChar "Delete up to and with a character"
        ViDeleteToCharBackward "Delete back up to and with a character"
        ViInsertAtBegining "Insert at the start of the line"
        ViInsertAtEnd "Insert at the end of the line"
        ViInsertLine "Open a line above"
        ViInsertMode "Insert"
        ViInsertWithAppend "Insert behind the cursor"
        ViInsertWithDelete "Delete the character, and insert"
        ViJoinLines "Join the next line to this one"
        ViReplaceLine "Replace the whole line"
        ViReplaceToBeforeChar "Replace up to a character"
        ViReplaceToBeforeCharBackward "Replace back up to a character"
        ViReplaceToChar "Replace up to and with a character"
        ViReplaceToCharBackward "Replace back up to and with a character"
        ViYankBeginningOfLine "Copy from the start of the line"
        ViYankEndOfGlob "Copy to the end of the argument"
        ViYankEndOfWord "Copy to the end of the word"
        ViYankLeft "Copy the character before"
        ViYankLine "Copy the line"
        ViYankNextGlob "Copy to the next argument"
        ViYankNextWord "Copy to the next word"
        ViYankPercent "Copy to the matching bracket"
        ViYankPreviousGlob "Copy back to the argument's start"
        ViYankPreviousWord "Copy back to the word's start"
        ViYankRight "Copy the character at the cursor"
        ViYankToEndOfLine "Copy to the end of the line"
        ViYankToFirstChar "Copy from the line's first character"
        Yank "Put in what was killed last"
        YankLastArg "Put in the last argument of the line before"
        YankNthArg "Put in an argument of the line before, by number"
        YankPop "Put in what was killed before, in place of what was put in"
    }
    CursorMovement {
        BackwardChar "Go a character back"
        BackwardWord "Go to the start of the word"
        BeginningOfLine "Go to the start of the line, then of all"
        EndOfLine "Go to the end of the line, then of all"
        ForwardChar "Go a character on; at the end, take the suggestion"
        ForwardWord "Go to the end of the word; at the end, take a word of the suggestion"
        GotoBrace "Go to the matching bracket"
        GotoColumn "Go to the column of this number"
        GotoFirstNonBlankOfLine "Go to the line's first character"
        MoveToEndOfLine "Go to the end of the line"
        NextLine "Go a line down"
        NextWord "Go to the next word"
        NextWordEnd "Go to the end of the word"
        PreviousLine "Go a line up"
        ShellBackwardWord "Go to the start of the argument"
        ShellForwardWord "Go to the end of the argument"
        ShellNextWord "Go to the next argument"
        ViBackwardChar "Go a character back in the line"
        ViBackwardGlob "Go to the start of the argument"
        ViBackwardWord "Go to the start of the word"
        ViEndOfGlob "Go to the end of the argument"
        ViEndOfPreviousGlob "Go to the end of the argument before"
        ViForwardChar "Go a character on in the line"
        ViGotoBrace "Go to the matching bracket"
        ViNextGlob "Go to the next argument"
        ViNextWord "Go to the next word"
    }
    History {
        BeginningOfHistory "Show the oldest line of the history"
        ClearHistory "Forget the history of this session"
        EndOfHistory "Show the line being typed"
        ForwardSearchHistory "Search the history forwards while typing"
        HistorySearchBackward "Show the line before that starts with what is typed"
        HistorySearchForward "Show the next line that starts with what is typed"
        NextHistory "Show the next line of the history"
        PreviousHistory "Show the line before of the history"
        ReverseSearchHistory "Search the history backwards while typing"
        ViSearchHistoryBackward "Search the history backwards"
        SearchForward "Search the history forwards"
        RepeatSearch "Search again"
        RepeatSearchBackward "Search again, the other way"
    }
    Completion {
        Complete "Complete the word; twice, list the ways to go on"
        MenuComplete "Choose among the ways to go on"
        PossibleCompletions "List the ways to go on"
        TabCompleteNext "Put in the next way to go on"
        TabCompletePrevious "Put in the way before"
        ViTabCompleteNext "Put in the next way to go on"
        ViTabCompletePrevious "Put in the way before"
    }
    Prediction {
        AcceptNextSuggestionWord "Take the next word of the suggestion"
        AcceptSuggestion "Take the suggestion"
        NextSuggestion "Go to the next suggestion of the list"
        PreviousSuggestion "Go to the suggestion before of the list"
        ShowFullPredictionTooltip "Show all that is known of the suggestion"
        SwitchPredictionView "Show suggestions in the line, or as a list"
    }
    Search {
        CharacterSearch "Go to the next place of a character"
        CharacterSearchBackward "Go to the place before of a character"
        RepeatLastCharSearch "Search the character again"
        RepeatLastCharSearchBackwards "Search the character again, the other way"
        SearchChar "Go to the next place of a character"
        SearchCharBackward "Go to the place before of a character"
        SearchCharBackwardWithBackoff "Go back to behind a character"
        SearchCharWithBackoff "Go to before the next place of a character"
    }
    Selection {
        ExchangePointAndMark "Swap mark and cursor"
        SelectAll "Select everything"
        SelectBackwardChar "Select a character back"
        SelectBackwardWord "Select a word back"
        SelectBackwardsLine "Select to the start of the line"
        SelectCommandArgument "Select the next argument of the command"
        SelectForwardChar "Select a character on"
        SelectForwardWord "Select to the end of the word"
        SelectLine "Select to the end of the line"
        SelectNextWord "Select to the next word"
        SelectShellBackwardWord "Select back to the argument's start"
        SelectShellForwardWord "Select to the end of the argument"
        SelectShellNextWord "Select to the next argument"
        SetMark "Set the mark"
    }
    Miscellaneous {
        CaptureScreen "Copy a part of the screen (not on this system)"
        ClearScreen "Clear the screen"
        DigitArgument "Begin a number for the next key"
        InvokePrompt "Draw the prompt again"
        ScrollDisplayDown "Scroll a screen down (the terminal's own affair here)"
        ScrollDisplayDownLine "Scroll a line down (the terminal's own affair here)"
        ScrollDisplayToCursor "Scroll to the cursor (the terminal's own affair here)"
        ScrollDisplayTop "Scroll to the top (the terminal's own affair here)"
        ScrollDisplayUp "Scroll a screen up (the terminal's own affair here)"
        ScrollDisplayUpLine "Scroll a line up (the terminal's own affair here)"
        ShowCommandHelp "Show help for the command at the cursor"
        ShowKeyBindings "Show the keys"
        ShowParameterHelp "Show help for the parameter at the cursor"
        ViCommandMode "Give commands"
        ViDigitArgumentInChord "Begin a number inside of a command"
        ViEditVisually "Edit in the editor of $env:VISUAL or $env:EDITOR"
        ViExit "Leave"
        WhatIsKey "Say what a key does"
    }
}

impl Function {
    /// The function of a name, whatever the case.
    pub fn named(name: &str) -> Option<Function> {
        Function::ALL.iter().find(|own| own.name().eq_ignore_ascii_case(name)).copied()
    }
}
