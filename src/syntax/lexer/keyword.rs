//! The words of the language.

use super::K;

/// Keywords in order of their length, so that few are compared.
#[rustfmt::skip]
static KEYWORDS: &[(&str, K)] = &[
    ("do", K::Do), ("if", K::If), ("in", K::In),
    ("end", K::End), ("for", K::For), ("try", K::Try), ("var", K::Var),
    ("base", K::Base), ("data", K::Data), ("else", K::Else), ("enum", K::Enum), ("exit", K::Exit), ("from", K::From),
    ("trap", K::Trap), ("type", K::Type),
    ("begin", K::Begin), ("break", K::Break), ("catch", K::Catch), ("class", K::Class), ("clean", K::Clean),
    ("param", K::Param), ("throw", K::Throw), ("until", K::Until), ("using", K::Using), ("while", K::While),
    ("define", K::Define), ("elseif", K::ElseIf), ("filter", K::Filter), ("hidden", K::Hidden), ("module", K::Module),
    ("public", K::Public), ("return", K::Return), ("static", K::Static), ("switch", K::Switch),
    ("command", K::Command), ("finally", K::Finally), ("foreach", K::Foreach), ("private", K::Private),
    ("process", K::Process), ("default", K::Default),
    ("assembly", K::Assembly), ("continue", K::Continue), ("function", K::Function), ("parallel", K::Parallel),
    ("sequence", K::Sequence), ("workflow", K::Workflow),
    ("interface", K::Interface), ("namespace", K::Namespace),
    ("dynamicparam", K::Dynamicparam), ("inlinescript", K::InlineScript),
    ("configuration", K::Configuration),
];

/// The keyword that a word is, in any case.
pub(in crate::syntax) fn keyword(word: &str) -> Option<K> {
    if word.len() < 2 || word.len() > 13 {
        return None;
    }
    let from = KEYWORDS.partition_point(|(k, _)| k.len() < word.len());
    KEYWORDS[from..].iter().take_while(|(k, _)| k.len() == word.len()).find(|(k, _)| k.eq_ignore_ascii_case(word)).map(|&(_, kind)| kind)
}
