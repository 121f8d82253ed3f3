//! Arguments to parameters: names, positions, sets, pipeline input, conversion, validation.

mod arguments;
mod bind;
mod faults;
mod input;
mod signature;
mod validate;

pub(crate) use validate::strict_boolean;

pub use arguments::Arg;
pub use bind::Binding;
pub use input::PipelineBinding;
pub use signature::{Check, CommonParameter, Param, Place, Role, Signature};
