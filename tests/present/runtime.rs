//! A runtime without an engine: a culture, nothing else.

use std::rc::Rc;
use std::sync::Arc;

use bridgesh::value::text::culture::{self, Culture};
use bridgesh::value::{DateTime, ErrorRecord, Run, Runtime, ScriptBlock, SpecialMember, TypeId, Value};

pub struct Bare;

impl Runtime for Bare {
    fn culture(&self) -> Arc<Culture> {
        culture::get("en-US").unwrap()
    }
    fn invoke_block(&mut self, _: &Rc<ScriptBlock>, _: Option<&Value>, _: Option<&Value>, _: Vec<Value>) -> Run<Value> {
        Ok(Value::Null)
    }
    fn class_method(&mut self, _: TypeId, _: &Value, _: &str, _: &[Value]) -> Option<Run<Value>> {
        None
    }
    fn class_static_method(&mut self, _: TypeId, _: &str, _: &[Value]) -> Option<Run<Value>> {
        None
    }
    fn class_static_property(&mut self, _: TypeId, _: &str, _: Option<Value>) -> Option<Run<Value>> {
        None
    }
    fn class_new(&mut self, _: TypeId, _: &[Value]) -> Run<Value> {
        Ok(Value::Null)
    }
    fn class_set_property(&mut self, _: TypeId, _: &Value, _: &str, _: Value) -> Option<Run<()>> {
        None
    }
    fn type_data(&self, _: &[Rc<str>], _: &str) -> Option<Rc<SpecialMember>> {
        None
    }
    fn now(&mut self) -> DateTime {
        panic!("no clock here")
    }
    fn random(&mut self) -> u64 {
        0
    }
    fn own_property(&mut self, _: &Value, _: &str) -> Option<Run<Value>> {
        None
    }
    fn check_interrupt(&self) -> Run<()> {
        Ok(())
    }
    fn current_directory(&self) -> std::path::PathBuf {
        std::path::PathBuf::from("/")
    }
    fn host_write(&mut self, _: &str, _: bool) {}
    fn note_error(&mut self, _: ErrorRecord) {}
}
