//! Tokens, as the highlighter and `[Parser]::ParseInput` see them.

use crate::source::Span;

/// The kind of a token: the names of PowerShell's `TokenKind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are PowerShell's own and say all there is")]
#[rustfmt::skip]
pub enum TokenKind {
    Unknown, Variable, SplattedVariable, Parameter, Number, Label, Identifier, Generic, NewLine, LineContinuation, Comment,
    EndOfInput, StringLiteral, StringExpandable, HereStringLiteral, HereStringExpandable,
    LParen, RParen, LCurly, RCurly, LBracket, RBracket, AtParen, AtCurly, DollarParen, Semi, AndAnd, OrOr, Ampersand, Pipe,
    Comma, MinusMinus, PlusPlus, DotDot, ColonColon, Dot, Exclaim, Multiply, Divide, Rem, Plus, Minus,
    Equals, PlusEquals, MinusEquals, MultiplyEquals, DivideEquals, RemainderEquals, Redirection, RedirectInStd,
    Format, Not, Bnot, And, Or, Xor, Band, Bor, Bxor, Join,
    Ieq, Ine, Ige, Igt, Ilt, Ile, Ilike, Inotlike, Imatch, Inotmatch, Ireplace, Icontains, Inotcontains, Iin, Inotin, Isplit,
    Ceq, Cne, Cge, Cgt, Clt, Cle, Clike, Cnotlike, Cmatch, Cnotmatch, Creplace, Ccontains, Cnotcontains, Cin, Cnotin, Csplit,
    Is, IsNot, As, PostfixPlusPlus, PostfixMinusMinus, Shl, Shr, Colon,
    QuestionMark, QuestionQuestionEquals, QuestionQuestion, QuestionDot, QuestionLBracket,
    Begin, Break, Catch, Class, Continue, Data, Define, Do, Dynamicparam, Else, ElseIf, End, Exit, Filter, Finally, For,
    Foreach, From, Function, If, In, Param, Process, Return, Switch, Throw, Trap, Try, Until, Using, Var, While, Workflow,
    Parallel, Sequence, InlineScript, Configuration, DynamicKeyword, Public, Private, Static, Interface, Enum, Namespace,
    Module, Type, Assembly, Command, Hidden, Base, Default, Clean,
}

impl TokenKind {
    /// A word of the language, such as `if`.
    pub fn is_keyword(self) -> bool {
        self as u32 >= Self::Begin as u32
    }
}

/// What a word is where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TokenRole {
    /// Nothing special: operators, brackets, arguments.
    #[default]
    Plain,
    /// The name of a command.
    CommandName,
    /// A keyword that acts as one.
    Keyword,
    /// The name of a type, in brackets.
    TypeName,
    /// The name of a member, after `.` or `::`, or a key of a hash table.
    MemberName,
    /// The name of a function or class that is defined.
    DefinitionName,
    /// The name of an attribute.
    AttributeName,
}

/// A token with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The kind.
    pub kind: TokenKind,
    /// What it is where it stands.
    pub role: TokenRole,
    /// How many strings it stands in: tokens inside an expandable string follow the string's own.
    pub depth: u16,
    /// The place.
    pub span: Span,
}
