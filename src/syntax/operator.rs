//! The table of operators: text, token kind, precedence, arity, case variants.
//!
//! The lexer looks dashed words up here, the parser climbs by the precedences, and completion lists the rows.

use super::token::TokenKind as K;

/// Whether an operator heeds case: `-eq` and `-ieq` do not, `-ceq` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// `a` equals `A`.
    Ignore,
    /// `a` differs from `A`.
    Heed,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is named like its text in the table")]
#[rustfmt::skip]
pub enum BinaryOperator {
    And, Or, Xor,
    BitAnd, BitOr, BitXor, ShiftLeft, ShiftRight,
    Equal(Case), NotEqual(Case), GreaterOrEqual(Case), Greater(Case), Less(Case), LessOrEqual(Case),
    Like(Case), NotLike(Case), Match(Case), NotMatch(Case), Replace(Case),
    Contains(Case), NotContains(Case), In(Case), NotIn(Case), Split(Case),
    Is, IsNot, As, Join,
    Coalesce,
    Add, Subtract, Multiply, Divide, Remainder, Format, Range,
}

/// An operator with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is named like its text in the table")]
#[rustfmt::skip]
pub enum UnaryOperator {
    /// `!`
    Exclaim,
    /// `-not`
    Not,
    BitNot, Plus, Minus, Join, Split(Case),
    PreIncrement, PreDecrement, PostIncrement, PostDecrement,
}

/// An operator that assigns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is named like its text in the table")]
pub enum AssignmentOperator {
    Assign,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Coalesce,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Operator {
    /// As written, with the dash.
    pub text: &'static str,
    /// The token's kind.
    pub kind: K,
    /// How tightly it binds two operands; 0 if it takes none.
    pub precedence: u8,
    /// What it does between two operands.
    pub binary: Option<BinaryOperator>,
    /// What it does before one operand.
    pub unary: Option<UnaryOperator>,
    /// What it does as assignment.
    pub assignment: Option<AssignmentOperator>,
}

/// `-and -or -xor`
pub const LOGICAL: u8 = 1;
/// `-band -bor -bxor`
pub const BITWISE: u8 = 2;
/// `-eq` and its like, `-is`, `-split`, `-shl`
pub const COMPARISON: u8 = 5;
/// `??`
pub const COALESCE: u8 = 7;
/// `+ -`
pub const ADDITIVE: u8 = 9;
/// `* / %`
pub const MULTIPLICATIVE: u8 = 10;
/// `-f`
pub const FORMAT: u8 = 12;
/// `..`
pub const RANGE: u8 = 13;

const fn binary(text: &'static str, kind: K, precedence: u8, operator: BinaryOperator) -> Operator {
    Operator { text, kind, precedence, binary: Some(operator), unary: None, assignment: None }
}

const fn unary(text: &'static str, kind: K, operator: UnaryOperator) -> Operator {
    Operator { text, kind, precedence: 0, binary: None, unary: Some(operator), assignment: None }
}

const fn both(text: &'static str, kind: K, precedence: u8, operator: BinaryOperator, alone: UnaryOperator) -> Operator {
    Operator { text, kind, precedence, binary: Some(operator), unary: Some(alone), assignment: None }
}

const fn assignment(text: &'static str, kind: K, operator: AssignmentOperator) -> Operator {
    Operator { text, kind, precedence: 0, binary: None, unary: None, assignment: Some(operator) }
}

/// Every operator; of those with case variants the three forms follow each other, the plain one first.
#[rustfmt::skip]
pub static OPERATORS: &[Operator] = &[
    binary("-and", K::And, LOGICAL, BinaryOperator::And),
    binary("-or", K::Or, LOGICAL, BinaryOperator::Or),
    binary("-xor", K::Xor, LOGICAL, BinaryOperator::Xor),
    binary("-band", K::Band, BITWISE, BinaryOperator::BitAnd),
    binary("-bor", K::Bor, BITWISE, BinaryOperator::BitOr),
    binary("-bxor", K::Bxor, BITWISE, BinaryOperator::BitXor),
    binary("-eq", K::Ieq, COMPARISON, BinaryOperator::Equal(Case::Ignore)),
    binary("-ieq", K::Ieq, COMPARISON, BinaryOperator::Equal(Case::Ignore)),
    binary("-ceq", K::Ceq, COMPARISON, BinaryOperator::Equal(Case::Heed)),
    binary("-ne", K::Ine, COMPARISON, BinaryOperator::NotEqual(Case::Ignore)),
    binary("-ine", K::Ine, COMPARISON, BinaryOperator::NotEqual(Case::Ignore)),
    binary("-cne", K::Cne, COMPARISON, BinaryOperator::NotEqual(Case::Heed)),
    binary("-ge", K::Ige, COMPARISON, BinaryOperator::GreaterOrEqual(Case::Ignore)),
    binary("-ige", K::Ige, COMPARISON, BinaryOperator::GreaterOrEqual(Case::Ignore)),
    binary("-cge", K::Cge, COMPARISON, BinaryOperator::GreaterOrEqual(Case::Heed)),
    binary("-gt", K::Igt, COMPARISON, BinaryOperator::Greater(Case::Ignore)),
    binary("-igt", K::Igt, COMPARISON, BinaryOperator::Greater(Case::Ignore)),
    binary("-cgt", K::Cgt, COMPARISON, BinaryOperator::Greater(Case::Heed)),
    binary("-lt", K::Ilt, COMPARISON, BinaryOperator::Less(Case::Ignore)),
    binary("-ilt", K::Ilt, COMPARISON, BinaryOperator::Less(Case::Ignore)),
    binary("-clt", K::Clt, COMPARISON, BinaryOperator::Less(Case::Heed)),
    binary("-le", K::Ile, COMPARISON, BinaryOperator::LessOrEqual(Case::Ignore)),
    binary("-ile", K::Ile, COMPARISON, BinaryOperator::LessOrEqual(Case::Ignore)),
    binary("-cle", K::Cle, COMPARISON, BinaryOperator::LessOrEqual(Case::Heed)),
    binary("-like", K::Ilike, COMPARISON, BinaryOperator::Like(Case::Ignore)),
    binary("-ilike", K::Ilike, COMPARISON, BinaryOperator::Like(Case::Ignore)),
    binary("-clike", K::Clike, COMPARISON, BinaryOperator::Like(Case::Heed)),
    binary("-notlike", K::Inotlike, COMPARISON, BinaryOperator::NotLike(Case::Ignore)),
    binary("-inotlike", K::Inotlike, COMPARISON, BinaryOperator::NotLike(Case::Ignore)),
    binary("-cnotlike", K::Cnotlike, COMPARISON, BinaryOperator::NotLike(Case::Heed)),
    binary("-match", K::Imatch, COMPARISON, BinaryOperator::Match(Case::Ignore)),
    binary("-imatch", K::Imatch, COMPARISON, BinaryOperator::Match(Case::Ignore)),
    binary("-cmatch", K::Cmatch, COMPARISON, BinaryOperator::Match(Case::Heed)),
    binary("-notmatch", K::Inotmatch, COMPARISON, BinaryOperator::NotMatch(Case::Ignore)),
    binary("-inotmatch", K::Inotmatch, COMPARISON, BinaryOperator::NotMatch(Case::Ignore)),
    binary("-cnotmatch", K::Cnotmatch, COMPARISON, BinaryOperator::NotMatch(Case::Heed)),
    binary("-replace", K::Ireplace, COMPARISON, BinaryOperator::Replace(Case::Ignore)),
    binary("-ireplace", K::Ireplace, COMPARISON, BinaryOperator::Replace(Case::Ignore)),
    binary("-creplace", K::Creplace, COMPARISON, BinaryOperator::Replace(Case::Heed)),
    binary("-contains", K::Icontains, COMPARISON, BinaryOperator::Contains(Case::Ignore)),
    binary("-icontains", K::Icontains, COMPARISON, BinaryOperator::Contains(Case::Ignore)),
    binary("-ccontains", K::Ccontains, COMPARISON, BinaryOperator::Contains(Case::Heed)),
    binary("-notcontains", K::Inotcontains, COMPARISON, BinaryOperator::NotContains(Case::Ignore)),
    binary("-inotcontains", K::Inotcontains, COMPARISON, BinaryOperator::NotContains(Case::Ignore)),
    binary("-cnotcontains", K::Cnotcontains, COMPARISON, BinaryOperator::NotContains(Case::Heed)),
    binary("-in", K::Iin, COMPARISON, BinaryOperator::In(Case::Ignore)),
    binary("-iin", K::Iin, COMPARISON, BinaryOperator::In(Case::Ignore)),
    binary("-cin", K::Cin, COMPARISON, BinaryOperator::In(Case::Heed)),
    binary("-notin", K::Inotin, COMPARISON, BinaryOperator::NotIn(Case::Ignore)),
    binary("-inotin", K::Inotin, COMPARISON, BinaryOperator::NotIn(Case::Ignore)),
    binary("-cnotin", K::Cnotin, COMPARISON, BinaryOperator::NotIn(Case::Heed)),
    both("-split", K::Isplit, COMPARISON, BinaryOperator::Split(Case::Ignore), UnaryOperator::Split(Case::Ignore)),
    both("-isplit", K::Isplit, COMPARISON, BinaryOperator::Split(Case::Ignore), UnaryOperator::Split(Case::Ignore)),
    both("-csplit", K::Csplit, COMPARISON, BinaryOperator::Split(Case::Heed), UnaryOperator::Split(Case::Heed)),
    both("-join", K::Join, COMPARISON, BinaryOperator::Join, UnaryOperator::Join),
    binary("-is", K::Is, COMPARISON, BinaryOperator::Is),
    binary("-isnot", K::IsNot, COMPARISON, BinaryOperator::IsNot),
    binary("-as", K::As, COMPARISON, BinaryOperator::As),
    binary("-shl", K::Shl, COMPARISON, BinaryOperator::ShiftLeft),
    binary("-shr", K::Shr, COMPARISON, BinaryOperator::ShiftRight),
    binary("??", K::QuestionQuestion, COALESCE, BinaryOperator::Coalesce),
    both("+", K::Plus, ADDITIVE, BinaryOperator::Add, UnaryOperator::Plus),
    both("-", K::Minus, ADDITIVE, BinaryOperator::Subtract, UnaryOperator::Minus),
    binary("*", K::Multiply, MULTIPLICATIVE, BinaryOperator::Multiply),
    binary("/", K::Divide, MULTIPLICATIVE, BinaryOperator::Divide),
    binary("%", K::Rem, MULTIPLICATIVE, BinaryOperator::Remainder),
    binary("-f", K::Format, FORMAT, BinaryOperator::Format),
    binary("..", K::DotDot, RANGE, BinaryOperator::Range),
    unary("!", K::Exclaim, UnaryOperator::Exclaim),
    unary("-not", K::Not, UnaryOperator::Not),
    unary("-bnot", K::Bnot, UnaryOperator::BitNot),
    unary("++", K::PlusPlus, UnaryOperator::PreIncrement),
    unary("--", K::MinusMinus, UnaryOperator::PreDecrement),
    unary("++", K::PostfixPlusPlus, UnaryOperator::PostIncrement),
    unary("--", K::PostfixMinusMinus, UnaryOperator::PostDecrement),
    assignment("=", K::Equals, AssignmentOperator::Assign),
    assignment("+=", K::PlusEquals, AssignmentOperator::Add),
    assignment("-=", K::MinusEquals, AssignmentOperator::Subtract),
    assignment("*=", K::MultiplyEquals, AssignmentOperator::Multiply),
    assignment("/=", K::DivideEquals, AssignmentOperator::Divide),
    assignment("%=", K::RemainderEquals, AssignmentOperator::Remainder),
    assignment("??=", K::QuestionQuestionEquals, AssignmentOperator::Coalesce),
];

/// How many kinds of tokens there are at most.
const N_KINDS: usize = 192;

/// For each kind of token its first row, or 255.
static ROW_OF_KIND: [u8; N_KINDS] = {
    let mut rows = [u8::MAX; N_KINDS];
    let mut i = 0;
    while i < OPERATORS.len() {
        let kind = OPERATORS[i].kind as usize;
        if rows[kind] == u8::MAX {
            rows[kind] = i as u8;
        }
        i += 1;
    }
    rows
};

/// The row of a token kind.
pub fn of_kind(kind: K) -> Option<&'static Operator> {
    OPERATORS.get(usize::from(ROW_OF_KIND[kind as usize]))
}

/// The row of a dashed word, given without its dash and in any case.
pub fn of_word(word: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|o| o.text.len() == word.len() + 1 && o.text.starts_with('-') && o.text[1..].eq_ignore_ascii_case(word))
}

impl BinaryOperator {
    /// The row of the table: the plain form where there are variants.
    pub fn row(self) -> &'static Operator {
        OPERATORS.iter().find(|o| o.binary == Some(self)).unwrap_or(&OPERATORS[0])
    }

    /// The text as errors show it: `-eq`, `-ceq`, `+`.
    pub fn text(self) -> &'static str {
        self.row().text
    }
}

impl UnaryOperator {
    /// The row of the table: the plain form where there are variants.
    pub fn row(self) -> &'static Operator {
        OPERATORS.iter().find(|o| o.unary == Some(self)).unwrap_or(&OPERATORS[0])
    }

    /// The text as errors show it: `-not`, `++`.
    pub fn text(self) -> &'static str {
        self.row().text
    }
}

impl AssignmentOperator {
    /// The row of the table.
    pub fn row(self) -> &'static Operator {
        OPERATORS.iter().find(|o| o.assignment == Some(self)).unwrap_or(&OPERATORS[0])
    }

    /// The text as errors show it: `+=`.
    pub fn text(self) -> &'static str {
        self.row().text
    }

    /// What a compound assignment does with the old value and the new one; none for `=`.
    pub fn binary(self) -> Option<BinaryOperator> {
        Some(match self {
            Self::Assign => return None,
            Self::Add => BinaryOperator::Add,
            Self::Subtract => BinaryOperator::Subtract,
            Self::Multiply => BinaryOperator::Multiply,
            Self::Divide => BinaryOperator::Divide,
            Self::Remainder => BinaryOperator::Remainder,
            Self::Coalesce => BinaryOperator::Coalesce,
        })
    }
}
