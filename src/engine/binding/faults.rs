//! Errors of binding, in PowerShell's words.

use std::rc::Rc;

use super::signature::{Param, Signature};
use crate::engine::session::Engine;
use crate::source::Span;
use crate::value::{Category, ErrorRecord, Exception, Invocation, Raise, TypeId, Value, convert};

impl Engine {
    /// A binding error of this class and id, at an argument.
    fn binding_fault(
        &mut self,
        signature: &Signature,
        class: TypeId,
        message: String,
        id: &str,
        category: Category,
        span: Option<Span>,
    ) -> Raise {
        self.binding_fault_of(signature, Exception::object(class, message, None), id, category, span)
    }

    fn binding_fault_of(&mut self, signature: &Signature, exception: Value, id: &str, category: Category, span: Option<Span>) -> Raise {
        let id = if signature.class.is_empty() { id.to_owned() } else { format!("{id},{}", signature.class) };
        let record = ErrorRecord::of(exception, id, category, Value::Null);
        *record.0.activity.borrow_mut() = signature.name.clone();
        let place = self.stack.last().map(|top| (top.block.source.clone(), span.unwrap_or(top.span)));
        let invocation =
            Invocation { command: Some(signature.name.clone()), invocation_name: signature.name.clone(), place, ..Invocation::default() };
        *record.0.invocation.borrow_mut() = Some(Rc::new(invocation));
        self.locate(&record);
        record.into()
    }

    /// No parameter of this name.
    pub(crate) fn no_parameter(&mut self, signature: &Signature, name: &str, span: Span) -> Raise {
        let message = format!("A parameter cannot be found that matches parameter name '{name}'.");
        self.binding_fault(
            signature,
            TypeId::PARAMETER_BINDING_EXCEPTION,
            message,
            "NamedParameterNotFound",
            Category::InvalidArgument,
            Some(span),
        )
    }

    /// Several parameters begin with this name.
    pub(super) fn ambiguous_parameter(&mut self, signature: &Signature, name: &str, matches: &str, span: Option<Span>) -> Raise {
        let message =
            format!("Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible matches include: {matches}.");
        self.binding_fault(signature, TypeId::PARAMETER_BINDING_EXCEPTION, message, "AmbiguousParameter", Category::InvalidArgument, span)
    }

    /// The parameter was given twice.
    pub(super) fn already_bound(&mut self, signature: &Signature, name: &str, span: Span) -> Raise {
        let message = format!(
            "Cannot bind parameter because parameter '{name}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\"."
        );
        self.binding_fault(
            signature,
            TypeId::PARAMETER_BINDING_EXCEPTION,
            message,
            "ParameterAlreadyBound",
            Category::InvalidArgument,
            Some(span),
        )
    }

    /// A value is missing behind a name.
    pub(super) fn missing_argument(&mut self, signature: &Signature, param: &Param, span: Span) -> Raise {
        let type_name = param.type_id.full_name();
        let message =
            format!("Missing an argument for parameter '{}'. Specify a parameter of type '{type_name}' and try again.", param.name);
        self.binding_fault(
            signature,
            TypeId::PARAMETER_BINDING_EXCEPTION,
            message,
            "MissingArgument",
            Category::InvalidArgument,
            Some(span),
        )
    }

    /// A value is left over.
    pub(super) fn no_position(&mut self, signature: &Signature, value: &Value) -> Raise {
        let text = convert::to_message_text(self, value);
        let message = format!("A positional parameter cannot be found that accepts argument '{text}'.");
        self.binding_fault(
            signature,
            TypeId::PARAMETER_BINDING_EXCEPTION,
            message,
            "PositionalParameterNotFound",
            Category::InvalidArgument,
            None,
        )
    }

    /// No single set fits.
    pub(super) fn ambiguous_set(&mut self, signature: &Signature) -> Raise {
        let message = "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.".to_owned();
        self.binding_fault(
            signature,
            TypeId::PARAMETER_BINDING_EXCEPTION,
            message,
            "AmbiguousParameterSet",
            Category::InvalidArgument,
            None,
        )
    }

    /// Mandatory parameters are missing.
    pub(crate) fn missing_mandatory(&mut self, signature: &Signature, names: &str) -> Raise {
        let message = format!("Cannot process command because of one or more missing mandatory parameters: {names}.");
        self.binding_fault(
            signature,
            TypeId::PARAMETER_BINDING_EXCEPTION,
            message,
            "MissingMandatoryParameter",
            Category::InvalidArgument,
            None,
        )
    }

    /// A conversion failed.
    pub(super) fn transformation(&mut self, signature: &Signature, param: &Param, error: convert::CastError, span: Option<Span>) -> Raise {
        let inner = error.exception();
        if signature.is_cmdlet {
            let message = format!("Cannot bind parameter '{}'. {}", param.name, error.message);
            let exception = Exception::object(TypeId::PARAMETER_BINDING_EXCEPTION, message, Some(inner));
            return self.binding_fault_of(signature, exception, "CannotConvertArgumentNoMessage", Category::InvalidArgument, span);
        }
        let message = format!("Cannot process argument transformation on parameter '{}'. {}", param.name, error.message);
        let middle = Exception::object(TypeId::ARGUMENT_TRANSFORMATION_METADATA_EXCEPTION, &error.message, Some(inner));
        let exception = Exception::object(TypeId::PARAMETER_BINDING_ARGUMENT_TRANSFORMATION_EXCEPTION, message, Some(middle));
        self.binding_fault_of(signature, exception, "ParameterArgumentTransformationError", Category::InvalidData, span)
    }

    /// A check refused the value.
    pub(super) fn validation(&mut self, signature: &Signature, param: &Param, reason: &str, span: Option<Span>) -> Raise {
        let message = format!("Cannot validate argument on parameter '{}'. {reason}", param.name);
        let inner = Exception::object(TypeId::VALIDATION_METADATA_EXCEPTION, reason, None);
        let exception = Exception::object(TypeId::PARAMETER_BINDING_VALIDATION_EXCEPTION, message, Some(inner));
        self.binding_fault_of(signature, exception, "ParameterArgumentValidationError", Category::InvalidData, span)
    }

    /// Null or empty for a parameter that must not be.
    pub(super) fn empty_value(&mut self, signature: &Signature, param: &Param, what: &str, id: &str, span: Option<Span>) -> Raise {
        let message = format!("Cannot bind argument to parameter '{}' because it is {what}.", param.name);
        self.binding_fault(signature, TypeId::PARAMETER_BINDING_VALIDATION_EXCEPTION, message, id, Category::InvalidData, span)
    }

    /// `[PSTypeName('…')]` names another type.
    pub(super) fn wrong_type_name(&mut self, signature: &Signature, param: &Param, wanted: &str, span: Option<Span>) -> Raise {
        let message = format!(
            "Cannot bind argument to parameter '{}', because PSTypeNames of the argument do not match the PSTypeName required by the parameter: {wanted}.",
            param.name
        );
        let class = TypeId::PARAMETER_BINDING_ARGUMENT_TRANSFORMATION_EXCEPTION;
        self.binding_fault(signature, class, message, "MismatchedPSTypeName", Category::InvalidArgument, span)
    }

    /// The pipeline's object fits no parameter.
    pub(crate) fn input_not_bound(&mut self, signature: &Signature, input: Value) -> ErrorRecord {
        let message = "The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.";
        let record = ErrorRecord::new(
            TypeId::PARAMETER_BINDING_EXCEPTION,
            message,
            format!("InputObjectNotBound,{}", signature.class),
            Category::InvalidArgument,
            input,
        );
        *record.0.activity.borrow_mut() = signature.name.clone();
        record
    }
}
