//! JSON: reading, writing, and their cmdlets.

pub mod convert_from_json;
pub mod convert_to_json;
pub mod json_object;
pub mod reader;
pub mod schema;
pub mod test_json;
pub mod writer;
