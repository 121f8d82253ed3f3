//! Statements.

use std::rc::Rc;

use super::expr::nothing_to_null;
use super::plain;
use crate::cmdlet::{Host, Output};
use crate::engine::scope::Frame;
use crate::engine::session::Engine;
use crate::program::{Body, Expr, Stmt, TryCode};
use crate::value::{Category, ErrorRecord, Exception, Raise, Run, TypeId, Unwind, Value, convert};

/// How a statement ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// On to the next one.
    Next,
    /// `break` of the loop around.
    Break,
    /// `continue` of the loop around.
    Continue,
    /// `return`: the value is out already.
    Return,
}

impl Engine {
    /// Runs a body's statements; errors that do not stop it are reported on the way.
    pub(crate) fn run_body(&mut self, frame: &Frame, body: &Body, out: &mut dyn Output) -> Run<Flow> {
        if !body.types.is_empty() {
            self.define_types(frame, &body.types)?;
        }
        if !body.traps.is_empty() {
            return self.run_trapped(frame, body, out);
        }
        for statement in &body.statements {
            self.at(statement.span());
            match self.exec(frame, statement, out) {
                Ok(Flow::Next) => {}
                Ok(flow) => return Ok(flow),
                Err(raise) => self.statement_failed(raise)?,
            }
        }
        Ok(Flow::Next)
    }

    /// The same where `break` and the like must not get lost: inside `$( )` and `@( )`.
    pub(crate) fn run_inner(&mut self, frame: &Frame, body: &Body, out: &mut dyn Output) -> Run {
        match self.run_body(frame, body, out)? {
            Flow::Next => Ok(()),
            flow => Err(flow_to_raise(flow)),
        }
    }

    fn run_trapped(&mut self, frame: &Frame, body: &Body, out: &mut dyn Output) -> Run<Flow> {
        for statement in &body.statements {
            self.at(statement.span());
            self.guarded += 1;
            let result = self.exec(frame, statement, out);
            self.guarded -= 1;
            let raise = match result {
                Ok(Flow::Next) => continue,
                Ok(flow) => return Ok(flow),
                Err(raise) => raise,
            };
            let record = match raise.error() {
                Some(record) => record.clone(),
                None => return Err(raise),
            };
            self.locate(&record);
            let mut handled = false;
            for trap in &body.traps {
                let matches = match &trap.type_ref {
                    None => true,
                    Some(type_ref) => self.catches(type_ref, &record)?,
                };
                if !matches {
                    continue;
                }
                handled = true;
                self.log_error(&record);
                let saved = frame.scope.slots.borrow()[frame.place(trap.underscore)].value.clone();
                self.write_slot(frame, trap.underscore, record.value())?;
                // A trap's body has a scope of its own.
                let flow = self.run_trap_body(frame, &trap.body, out)?;
                frame.scope.slots.borrow_mut()[frame.place(trap.underscore)].value = saved;
                match flow {
                    Flow::Continue => {}
                    Flow::Break => return Err(raise),
                    Flow::Return => return Ok(Flow::Return),
                    Flow::Next => {
                        // Neither: reported, and on with the next statement.
                        self.success = false;
                        if self.guarded > 0 {
                            return Err(raise);
                        }
                        self.report_error(&record)?;
                    }
                }
                break;
            }
            if !handled {
                self.statement_failed(raise)?;
            }
        }
        Ok(Flow::Next)
    }

    fn run_trap_body(&mut self, frame: &Frame, body: &Body, out: &mut dyn Output) -> Run<Flow> {
        self.run_body(frame, body, out)
    }

    /// Runs one statement.
    pub(crate) fn exec(&mut self, frame: &Frame, statement: &Stmt, out: &mut dyn Output) -> Run<Flow> {
        match statement {
            Stmt::Expr(_, expr) => {
                if let Expr::Increment(code) = expr {
                    if !plain::step(frame, code) {
                        self.eval(frame, expr)?;
                    }
                    self.success = true;
                    return Ok(Flow::Next);
                }
                let value = self.eval(frame, expr)?;
                self.success = !matches!(expr, Expr::Paren(_) | Expr::Sub(_)) || self.success;
                self.emit(value, out)?;
                Ok(Flow::Next)
            }
            Stmt::Assign(code) => {
                self.assign_statement(frame, code)?;
                Ok(Flow::Next)
            }
            Stmt::Pipeline(code) => {
                self.run_pipeline(frame, code, out)?;
                Ok(Flow::Next)
            }
            Stmt::If(code) => {
                for (condition, body) in &code.clauses {
                    if self.condition(frame, condition)? {
                        return self.run_body(frame, body, out);
                    }
                }
                match &code.otherwise {
                    Some(body) => self.run_body(frame, body, out),
                    None => Ok(Flow::Next),
                }
            }
            Stmt::Loop(code) => self.exec_loop(frame, code, out),
            Stmt::For(code) => self.exec_for(frame, code, out),
            Stmt::ForEach(code) => self.exec_foreach(frame, code, out),
            Stmt::Switch(code) => self.exec_switch(frame, code, out),
            Stmt::Try(code) => self.exec_try(frame, code, out),
            Stmt::Return(_, value) => {
                if let Some(method) = &frame.method {
                    let value = match value {
                        Some(value) => self.value_of(frame, value)?,
                        None => Value::Nothing,
                    };
                    *method.returned.borrow_mut() = Some(value);
                    return Ok(Flow::Return);
                }
                if let Some(value) = value {
                    match &**value {
                        Stmt::Expr(_, expr) => {
                            let value = self.eval(frame, expr)?;
                            self.success = true;
                            self.emit(value, out)?;
                        }
                        other => {
                            self.at(other.span());
                            self.exec(frame, other, out)?;
                        }
                    }
                }
                Ok(Flow::Return)
            }
            Stmt::Throw(_, value) => {
                let value = match value {
                    Some(value) => self.value_of(frame, value)?,
                    None => match frame.scope.lookup(crate::program::Symbol::UNDERSCORE) {
                        Some(value) if ErrorRecord::from_value(&value).is_some() => value,
                        _ => Value::Null,
                    },
                };
                self.at(statement.span());
                Err(self.throw_value(value))
            }
            Stmt::Break(_, None) => Ok(Flow::Break),
            Stmt::Continue(_, None) => Ok(Flow::Continue),
            Stmt::Break(_, Some(label)) => {
                let label = self.label(frame, label)?;
                Err(Unwind::Break(label).into())
            }
            Stmt::Continue(_, Some(label)) => {
                let label = self.label(frame, label)?;
                Err(Unwind::Continue(label).into())
            }
            Stmt::Exit(_, value) => {
                let code = match value {
                    None => 0,
                    Some(value) => {
                        let value = self.value_of(frame, value)?;
                        exit_code(self, &value)
                    }
                };
                Err(Unwind::Exit(code).into())
            }
            Stmt::Function(code) => {
                self.define_function(&code.name, code.code.clone(), code.is_filter)?;
                self.success = true;
                Ok(Flow::Next)
            }
            Stmt::Type(definition) => {
                self.define_types(frame, std::slice::from_ref(definition))?;
                Ok(Flow::Next)
            }
            Stmt::Data(code) => match &code.variable {
                None => self.run_body(frame, &code.body, out),
                Some(target) => {
                    let mut items = Vec::new();
                    self.run_inner(frame, &code.body, &mut items)?;
                    self.assign_target(frame, target, nothing_to_null(Value::from_outputs(items)))?;
                    Ok(Flow::Next)
                }
            },
            Stmt::Chain(code) => {
                let flow = self.run_chained(frame, &code.left, out)?;
                if flow != Flow::Next {
                    return Ok(flow);
                }
                if self.success == code.and {
                    return self.run_chained(frame, &code.right, out);
                }
                Ok(Flow::Next)
            }
            Stmt::Error(_) => Err(self.raise("The statement could not be parsed.", "ParserError", Category::ParserError)),
        }
    }

    /// A side of `&&`: an error there is reported, and counts as failure.
    fn run_chained(&mut self, frame: &Frame, statement: &Stmt, out: &mut dyn Output) -> Run<Flow> {
        self.at(statement.span());
        match self.exec(frame, statement, out) {
            Ok(flow) => Ok(flow),
            Err(raise) => {
                self.statement_failed(raise)?;
                self.success = false;
                Ok(Flow::Next)
            }
        }
    }

    /// Writes a value to the output: collections item by item.
    #[inline]
    pub(crate) fn emit(&mut self, value: Value, out: &mut dyn Output) -> Run {
        match value {
            Value::Nothing => Ok(()),
            Value::Array(_) | Value::List(_) | Value::Object(_) => match self.enumerate(&value)? {
                Some(items) => {
                    for item in items {
                        out.push(self, item)?;
                    }
                    Ok(())
                }
                None => out.push(self, value),
            },
            value => out.push(self, value),
        }
    }

    /// A condition's truth.
    pub(super) fn condition(&mut self, frame: &Frame, statement: &Stmt) -> Run<bool> {
        self.at(statement.span());
        match statement {
            Stmt::Expr(_, expr) => {
                if let Expr::Binary(code) = expr
                    && code.plain
                    && let Some(truth) = self.plain(frame, code).truth()
                {
                    return Ok(truth);
                }
                let value = self.eval(frame, expr)?;
                Ok(convert::to_bool(&value))
            }
            Stmt::Assign(code) => {
                let value = self.assign(frame, code)?;
                Ok(convert::to_bool(&value))
            }
            other => {
                let value = self.value_of(frame, other)?;
                Ok(convert::to_bool(&value))
            }
        }
    }

    /// A statement as a value: an expression as it is, anything else by its outputs.
    pub(crate) fn value_of(&mut self, frame: &Frame, statement: &Stmt) -> Run<Value> {
        match statement {
            Stmt::Expr(_, expr) => {
                let value = self.eval(frame, expr)?;
                self.success = !matches!(expr, Expr::Paren(_) | Expr::Sub(_)) || self.success;
                Ok(value)
            }
            Stmt::Assign(code) => self.assign(frame, code),
            other => {
                self.at(other.span());
                let mut items = Collected::default();
                match self.exec(frame, other, &mut items) {
                    Ok(Flow::Next) => Ok(items.value()),
                    Ok(flow) => Err(flow_to_raise(flow)),
                    Err(raise) => Err(raise),
                }
            }
        }
    }

    fn label(&mut self, frame: &Frame, label: &Expr) -> Run<Option<Rc<str>>> {
        let value = self.eval(frame, label)?;
        Ok(Some(convert::to_text(self, &value)?))
    }

    fn exec_try(&mut self, frame: &Frame, code: &TryCode, out: &mut dyn Output) -> Run<Flow> {
        let guards = !code.catches.is_empty();
        self.guarded += usize::from(guards);
        let depth = self.stack.len();
        let mut result = self.run_body(frame, &code.body, out);
        self.guarded -= usize::from(guards);
        if let Err(raise) = &result
            && let Some(record) = raise.error().cloned()
            && guards
        {
            self.locate(&record);
            self.stack.truncate(depth);
            if let Some((body, record)) = self.catch_for(code, &record)? {
                self.log_error(&record);
                let place = frame.place(code.underscore);
                let saved = frame.scope.slots.borrow()[place].value.clone();
                frame.scope.slots.borrow_mut()[place].value = Some(record.value());
                let old_error = self.success;
                result = self.run_body(frame, body, out);
                let _ = old_error;
                frame.scope.slots.borrow_mut()[place].value = saved;
            }
        }
        if let Some(finally) = &code.finally {
            // What ends the try goes on after the finally block, which runs undisturbed.
            let stop = self.interrupt.is_set();
            if stop {
                self.interrupt.clear();
            }
            // A pipeline that is being stopped takes no more output: the first stops the block, too.
            let flow = if stop { self.run_body(frame, finally, &mut Stopping) } else { self.run_body(frame, finally, out) };
            if stop {
                self.interrupt.set();
            }
            if let Flow::Return = flow? {
                return Ok(Flow::Return);
            }
        }
        result
    }

    /// The catch clause that takes an error, and the record it sees.
    ///
    /// PowerShell asks by the inner exception first: a clause for its class sees that exception itself; then by the
    /// wrapping RuntimeException; a clause without types comes last.
    fn catch_for<'c>(&mut self, code: &'c TryCode, record: &ErrorRecord) -> Run<Option<(&'c Body, ErrorRecord)>> {
        let (outer, inner) = layers(record);
        if let Some(exception) = inner
            && let Some(body) = self.catch_of_type(code, exception.type_id())?
        {
            let same = exception.same_object(&record.0.exception);
            return Ok(Some((body, if same { record.clone() } else { record.with_exception(exception) })));
        }
        if let Some(body) = self.catch_of_type(code, outer)? {
            return Ok(Some((body, record.clone())));
        }
        Ok(code.catches.iter().find(|(types, _)| types.is_empty()).map(|(_, body)| (body, record.clone())))
    }

    /// Of the typed clauses that fit a class, the one whose type is nearest.
    fn catch_of_type<'c>(&mut self, code: &'c TryCode, class: TypeId) -> Run<Option<&'c Body>> {
        let mut best: Option<(usize, &Body)> = None;
        for (types, body) in &code.catches {
            for type_ref in types {
                let wanted = self.type_of(type_ref)?;
                if let Some(distance) = class.bases().position(|base| base == wanted)
                    && best.is_none_or(|(nearest, _)| distance < nearest)
                {
                    best = Some((distance, body));
                }
            }
        }
        Ok(best.map(|(_, body)| body))
    }

    pub(super) fn catches(&mut self, type_ref: &crate::program::TypeRef, record: &ErrorRecord) -> Run<bool> {
        let wanted = self.type_of(type_ref)?;
        let (outer, inner) = layers(record);
        let is = |class: TypeId| class.bases().any(|base| base == wanted);
        Ok(is(outer) || inner.is_some_and(|inner| is(inner.type_id())))
    }
}

/// The class of the RuntimeException that carries an error, and the exception inside.
fn layers(record: &ErrorRecord) -> (TypeId, Option<Value>) {
    let own = record.0.exception.type_id();
    if own.bases().any(|base| base == TypeId::RUNTIME_EXCEPTION) {
        (own, Exception::of(&record.0.exception).and_then(Exception::inner))
    } else {
        (TypeId::RUNTIME_EXCEPTION, Some(record.0.exception.clone()))
    }
}

/// Collects outputs without a list for the usual single one.
#[derive(Default)]
pub(crate) struct Collected {
    first: Option<Value>,
    rest: Vec<Value>,
}

impl Collected {
    /// What was collected, as one value.
    pub(crate) fn value(self) -> Value {
        match self.first {
            None => Value::Nothing,
            Some(first) if self.rest.is_empty() => first,
            Some(first) => {
                let mut items = Vec::with_capacity(self.rest.len() + 1);
                items.push(first);
                items.extend(self.rest);
                Value::array(items)
            }
        }
    }
}

/// Where output goes while the pipeline is being stopped.
struct Stopping;

impl Output for Stopping {
    fn push(&mut self, _: &mut dyn Host, _: Value) -> Run {
        Err(Unwind::Interrupted.into())
    }
}

impl Output for Collected {
    fn push(&mut self, _host: &mut dyn crate::cmdlet::Host, value: Value) -> Run {
        if self.first.is_none() {
            self.first = Some(value);
        } else {
            self.rest.push(value);
        }
        Ok(())
    }
}

/// Control that leaves an expression.
pub(crate) fn flow_to_raise(flow: Flow) -> Raise {
    match flow {
        Flow::Break => Unwind::Break(None).into(),
        Flow::Continue => Unwind::Continue(None).into(),
        Flow::Next | Flow::Return => Unwind::Return(Value::Nothing).into(),
    }
}

/// `exit`'s argument as a code: what is no number is 0.
fn exit_code(engine: &mut Engine, value: &Value) -> i32 {
    match convert::try_cast(engine, value, TypeId::INT32) {
        Ok(Value::Int(code)) => code,
        _ => 0,
    }
}
