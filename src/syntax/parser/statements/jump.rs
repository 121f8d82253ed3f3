//! `return`, `throw`, `exit`, `break`, `continue`.

use super::super::Parser;
use crate::syntax::ast::{Jump, LoopJump, Statement};
use crate::syntax::lexer::Tok;
use crate::syntax::token::TokenKind as K;

impl Parser<'_> {
    /// `jump_statement = ( "return" | "throw" | "exit" ) [ pipeline_chain ] ;`
    pub(super) fn jump_statement(&mut self, token: &Tok) -> Statement {
        let pipeline = self.pipeline_chain();
        let span = pipeline.as_ref().map_or(token.span, |p| token.span.to(p.span()));
        let jump = Box::new(Jump { span, pipeline });
        match token.kind {
            K::Return => Statement::Return(jump),
            K::Throw => Statement::Throw(jump),
            _ => Statement::Exit(jump),
        }
    }

    /// `loop_jump_statement = ( "break" | "continue" ) [ argument ] ;`
    pub(super) fn loop_jump_statement(&mut self, token: &Tok) -> Statement {
        let label = self.single_argument();
        let span = label.as_ref().map_or(token.span, |l| token.span.to(l.span()));
        let jump = Box::new(LoopJump { span, label });
        if token.kind == K::Break { Statement::Break(jump) } else { Statement::Continue(jump) }
    }
}
