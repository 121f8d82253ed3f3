//! A runtime without an engine: no script code, a fixed clock.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use bridgesh::value::script_block::Code;
use bridgesh::value::text::culture::{self, Culture};
use bridgesh::value::{DateTime, ErrorRecord, Run, Runtime, ScriptBlock, SpecialMember, TypeId, Value};

/// The day on which the tables were measured.
pub const TODAY: (i32, i32, i32) = (2026, 11, 24);

pub struct Machine;

/// A block that is only text.
pub struct Text(pub &'static str);

impl Code for Text {
    fn text(&self) -> Rc<str> {
        Rc::from(self.0)
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

pub fn block(text: &'static str) -> Value {
    Value::ScriptBlock(Rc::new(ScriptBlock::new(Rc::new(Text(text)), None)))
}

impl Runtime for Machine {
    fn culture(&self) -> Arc<Culture> {
        culture::get("en-US").unwrap()
    }
    fn invoke_block(
        &mut self,
        block: &Rc<ScriptBlock>,
        _this: Option<&Value>,
        _underscore: Option<&Value>,
        _arguments: Vec<Value>,
    ) -> Run<Value> {
        // `{1}` gives 1; the tables have no other block that is run.
        Ok(block.code.text().trim().parse::<i32>().map_or(Value::Null, Value::Int))
    }
    fn class_method(&mut self, _class: TypeId, _this: &Value, _name: &str, _arguments: &[Value]) -> Option<Run<Value>> {
        None
    }
    fn class_static_method(&mut self, _class: TypeId, _name: &str, _arguments: &[Value]) -> Option<Run<Value>> {
        None
    }
    fn class_static_property(&mut self, _class: TypeId, _name: &str, _value: Option<Value>) -> Option<Run<Value>> {
        None
    }
    fn class_new(&mut self, _class: TypeId, _arguments: &[Value]) -> Run<Value> {
        panic!("there are no classes here")
    }
    fn class_set_property(&mut self, _class: TypeId, _this: &Value, _name: &str, _value: Value) -> Option<Run<()>> {
        None
    }
    fn type_data(&self, _type_names: &[Rc<str>], _member: &str) -> Option<Rc<SpecialMember>> {
        None
    }
    fn now(&mut self) -> DateTime {
        let (year, month, day) = TODAY;
        DateTime::from_date(year, month, day).unwrap()
    }
    fn random(&mut self) -> u64 {
        4
    }
    fn own_property(&mut self, _target: &Value, _name: &str) -> Option<Run<Value>> {
        None
    }
    fn check_interrupt(&self) -> Run<()> {
        Ok(())
    }
    fn current_directory(&self) -> PathBuf {
        PathBuf::from("/")
    }
    fn host_write(&mut self, _text: &str, _error: bool) {}
    fn note_error(&mut self, _record: ErrorRecord) {}
}
