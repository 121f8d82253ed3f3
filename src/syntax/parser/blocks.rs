//! Script blocks, named blocks, statement blocks, `param(…)`.

use super::Parser;
use crate::source::Span;
use crate::syntax::ast::{
    Attribute, AttributeBase, BlockKind, NamedBlock, ParamBlock, Parameter, ScriptBlock, Statement, StatementBlock, Trap, Using, Variable,
    VariablePath,
};
use crate::syntax::lexer::{Mode, Payload, Tok};
use crate::syntax::token::TokenKind as K;

/// The statements of a block.
#[derive(Default)]
pub(super) struct Statements {
    pub traps: Vec<Trap>,
    pub statements: Vec<Statement>,
    /// From the first to the last.
    pub span: Option<Span>,
}

impl Statements {
    fn push(&mut self, statement: Statement) {
        let span = statement.span();
        self.span = Some(self.span.map_or(span, |s| s.to(span)));
        match statement {
            Statement::Trap(trap) => self.traps.push(*trap),
            statement => self.statements.push(statement),
        }
    }
}

impl Parser<'_> {
    /// `script = { using_statement } [ param_block ] body ;`
    pub(super) fn script(&mut self) -> ScriptBlock {
        let using_statements = self.using_statements();
        let end = self.lexer.text().len() as u32;
        let mut script = self.script_block_rest(None, false, Span::new(0, end));
        script.using_statements = using_statements;
        script
    }

    fn using_statements(&mut self) -> Vec<Using> {
        let mut all = Vec::new();
        loop {
            self.skip_newlines_and_semicolons();
            if self.peek() != K::Using {
                return all;
            }
            let token = self.next();
            all.extend(self.using_statement(&token));
        }
    }

    /// `script_block = "{" [ param_block ] body "}" ;` after its `{`
    pub(super) fn script_block(&mut self, curly: &Tok, is_filter: bool) -> ScriptBlock {
        self.with_comma(false, |p| p.in_mode(Mode::Command, |p| p.script_block_rest(Some(curly.span), is_filter, curly.span)))
    }

    fn script_block_rest(&mut self, curly: Option<Span>, is_filter: bool, span: Span) -> ScriptBlock {
        let mut script = ScriptBlock {
            span,
            unit: self.unit.clone(),
            using_statements: Vec::new(),
            attributes: Vec::new(),
            param_block: self.param_block(),
            dynamic_param: None,
            begin: None,
            process: None,
            end: None,
            clean: None,
            requirements: None,
            is_configuration: false,
        };
        self.skip_newlines_and_semicolons();
        if block_kind(self.peek()).is_some() {
            self.named_blocks(&mut script, curly);
            return script;
        }
        let mut body = Statements::default();
        self.statement_list(&mut body);
        self.close_script_block(&mut script, curly, &mut body);
        let kind = if is_filter { BlockKind::Process } else { BlockKind::End };
        let (traps, statements) = (body.traps, body.statements);
        let inner = body.span.unwrap_or(Span::at(script.span.start));
        let block = Some(NamedBlock { span: inner, kind, unnamed: true, traps, statements });
        if is_filter {
            script.process = block;
        } else {
            script.end = block;
        }
        script
    }

    /// The `}` of a script block, or the end of the text, past tokens that belong nowhere.
    fn close_script_block(&mut self, script: &mut ScriptBlock, curly: Option<Span>, body: &mut Statements) {
        let Some(curly) = curly else {
            loop {
                self.skip_newlines_and_semicolons();
                let extra = self.next();
                if extra.kind == K::EndOfInput || self.aborted {
                    return;
                }
                self.unexpected(&extra);
                self.statement_list(body);
            }
        };
        let token = self.next();
        if token.kind == K::RCurly {
            script.span = curly.to(token.span);
        } else {
            let end = body.span.or(script.param_block.as_ref().map(|p| p.span)).unwrap_or(curly);
            script.span = curly.to(end);
            self.missing_curly(curly, token.span);
            self.unget(token);
        }
    }

    /// `named_block = ( "begin" | "process" | "end" | "clean" | "dynamicparam" ) statement_block ;`
    fn named_blocks(&mut self, script: &mut ScriptBlock, curly: Option<Span>) {
        loop {
            let token = self.next();
            let Some(kind) = block_kind(token.kind) else {
                if matches!(token.kind, K::RCurly | K::EndOfInput) {
                    self.unget(token);
                    break;
                }
                let shown = self.shown(&token);
                let message = format!("unexpected token '{shown}', expected 'begin', 'process', 'end', 'clean', or 'dynamicparam'.");
                self.error("MissingNamedBlocks", message, token.span);
                if curly.is_some() {
                    self.unget(token);
                } else {
                    // The rest of a script is given up.
                    let end = self.lexer.absolute(self.lexer.text().len());
                    self.resync(end);
                }
                return;
            };
            self.set_role(token.span, crate::syntax::token::TokenRole::Keyword);
            let block = self.statement_block();
            let block = block.unwrap_or_else(|| {
                let name = kind.name().to_ascii_lowercase();
                self.incomplete("MissingNamedStatementBlock", format!("Missing statement block after '{name}'."), token.span.after());
                StatementBlock { span: token.span, ..StatementBlock::default() }
            });
            let span = token.span.to(block.span);
            script.span = script.span.to(block.span);
            let block = NamedBlock { span, kind, unnamed: false, traps: block.traps, statements: block.statements };
            let slot = match kind {
                BlockKind::DynamicParam => &mut script.dynamic_param,
                BlockKind::Begin => &mut script.begin,
                BlockKind::Process => &mut script.process,
                BlockKind::End => &mut script.end,
                BlockKind::Clean => &mut script.clean,
            };
            if slot.is_none() {
                *slot = Some(block);
            } else {
                let name = kind.name().to_ascii_lowercase();
                self.error("DuplicateScriptCommandClause", format!("Script command clause '{name}' has already been defined."), span);
            }
            self.skip_newlines_and_semicolons();
        }
        let end = script.span;
        let mut body = Statements { span: Some(end), ..Statements::default() };
        self.close_script_block(script, curly, &mut body);
        if curly.is_none() {
            script.span = Span::new(0, self.lexer.text().len() as u32);
        }
    }

    /// `statement_list = { statement ( newline | ";" ) } ;`
    pub(super) fn statement_list(&mut self, list: &mut Statements) {
        self.skip_newlines_and_semicolons();
        while !self.aborted {
            let Some(statement) = self.statement() else { return };
            list.push(statement);
            self.skip_newlines_and_semicolons();
            if self.at_list_end() {
                return;
            }
        }
    }

    /// A `)`, a `}` or the end is next. Tells by the character where no token was looked at: what else is next is to be
    /// read in another mode.
    fn at_list_end(&mut self) -> bool {
        match &self.ungot {
            Some(token) => matches!(token.kind, K::RParen | K::RCurly | K::EndOfInput),
            None => self.lexer.is_at_text_end() || matches!(self.lexer.peek(), ')' | '}'),
        }
    }

    /// `statement_block = "{" statement_list "}" ;`
    pub(super) fn statement_block(&mut self) -> Option<StatementBlock> {
        self.skip_newlines();
        let curly = self.take(K::LCurly)?;
        Some(self.with_comma(false, |p| p.in_mode(Mode::Command, |p| p.statement_block_rest(&curly))))
    }

    fn statement_block_rest(&mut self, curly: &Tok) -> StatementBlock {
        let mut list = Statements::default();
        self.statement_list(&mut list);
        let token = self.next();
        let end = if token.kind == K::RCurly {
            token.span
        } else {
            self.missing_curly(curly.span, token.span);
            self.unget(token);
            list.span.unwrap_or(curly.span)
        };
        StatementBlock { span: curly.span.to(end), traps: list.traps, statements: list.statements }
    }

    /// `param_block = { attribute } "param" "(" [ parameter_list ] ")" ;`
    fn param_block(&mut self) -> Option<ParamBlock> {
        self.skip_newlines();
        let attributes = self.attribute_list(false);
        self.skip_newlines();
        let start = attributes.first().map(|a| a.span().start);
        if self.peek() != K::Param {
            if let Some(start) = start {
                self.resync(start);
            }
            return None;
        }
        let param = self.next();
        self.skip_newlines();
        if self.peek() != K::LParen {
            // A command called `param`.
            self.resync(start.unwrap_or(param.span.start));
            return None;
        }
        self.set_role(param.span, crate::syntax::token::TokenRole::Keyword);
        let paren = self.next();
        let parameters = self.parameter_list();
        self.skip_newlines();
        let last = parameters.last().map_or(paren.span, |p| p.span);
        let end = match self.take(K::RParen) {
            Some(token) => token.span,
            None => {
                self.missing_parameter_paren(last);
                last
            }
        };
        let mut kept = Vec::new();
        for attribute in attributes {
            match attribute {
                AttributeBase::Attribute(a) => kept.push(a),
                AttributeBase::Type(t) => {
                    let message = format!("Unexpected type [{}] was found in the parameter statement.", t.type_name.full_name());
                    self.error("TypeNotAllowedBeforeParam", message, t.span);
                }
            }
        }
        Some(ParamBlock { span: param.span.to(end), attributes: kept, parameters })
    }

    pub(super) fn missing_parameter_paren(&mut self, last: Span) {
        self.incomplete("MissingEndParenthesisInFunctionParameterList", "Missing ')' in function parameter list.", last.after());
    }

    /// `parameter_list = parameter { "," parameter } ;`
    pub(super) fn parameter_list(&mut self) -> Vec<Parameter> {
        self.with_comma(true, |p| p.in_mode(Mode::Expression, Self::parameters))
    }

    fn parameters(&mut self) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut comma: Option<Span> = None;
        loop {
            let Some(parameter) = self.parameter() else {
                if let Some(comma) = comma {
                    self.incomplete("MissingExpressionAfterToken", "Missing expression after ','.", comma.after());
                }
                return parameters;
            };
            parameters.push(parameter);
            self.skip_newlines();
            let Some(token) = self.take(K::Comma) else { return parameters };
            comma = Some(token.span);
        }
    }

    /// `parameter = { attribute } variable [ "=" expression ] ;`
    fn parameter(&mut self) -> Option<Parameter> {
        self.skip_newlines();
        let attributes = self.attribute_list(false);
        let token = self.next();
        let start = attributes.first().map_or(token.span, AttributeBase::span);
        let Payload::Variable(path) = token.payload else {
            self.unget(token);
            let last = attributes.last()?.span();
            self.incomplete(
                "InvalidFunctionParameter",
                "Parameter declarations are a comma-separated list of variable names with optional initializer expressions.",
                last.after(),
            );
            self.sync_past(&[K::RParen]);
            let name = Variable { span: last, path: VariablePath::new("__error__"), splatted: false };
            return Some(Parameter { span: start.to(last), attributes, name, default: None });
        };
        let name = Variable { span: token.span, path, splatted: token.kind == K::SplattedVariable };
        let mut span = start.to(name.span);
        self.skip_newlines();
        let mut default = None;
        if let Some(equals) = self.take(K::Equals) {
            self.skip_newlines();
            default = self.expression();
            match &default {
                Some(e) => span = span.to(e.span()),
                None => self.incomplete("MissingExpressionAfterToken", "Missing expression after '='.", equals.span.after()),
            }
        }
        Some(Parameter { span, attributes, name, default })
    }

    /// Attributes before a statement that takes none.
    pub(super) fn unexpected_attributes(&mut self, attributes: &[Attribute]) {
        for attribute in attributes {
            let message = format!("Unexpected attribute '{}'.", attribute.type_name.full_name());
            self.error("UnexpectedAttribute", message, attribute.span);
        }
    }
}

fn block_kind(kind: K) -> Option<BlockKind> {
    Some(match kind {
        K::Begin => BlockKind::Begin,
        K::Process => BlockKind::Process,
        K::End => BlockKind::End,
        K::Clean => BlockKind::Clean,
        K::Dynamicparam => BlockKind::DynamicParam,
        _ => return None,
    })
}
