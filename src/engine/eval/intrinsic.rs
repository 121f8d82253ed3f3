//! `.Where()` and `.ForEach()`, which every object has, and methods that only the engine can carry out.

use crate::engine::BlockInvocation;
use crate::engine::scope::Frame;
use crate::engine::session::Engine;
use crate::value::{Category, ErrorRecord, List, Run, TypeId, Value, convert};
use std::rc::Rc;

impl Engine {
    /// `.Where()` and `.ForEach()`; none: another name.
    pub(super) fn intrinsic(&mut self, frame: &Frame, target: &Value, name: &str, arguments: &[Value]) -> Run<Option<Value>> {
        if name.eq_ignore_ascii_case("Where") {
            return self.intrinsic_where(target, arguments).map(Some);
        }
        if name.eq_ignore_ascii_case("ForEach") {
            return self.intrinsic_foreach(frame, target, arguments).map(Some);
        }
        Ok(None)
    }

    fn intrinsic_items(&mut self, target: &Value) -> Run<Vec<Value>> {
        Ok(self.enumerate(target)?.unwrap_or_else(|| vec![target.clone()]))
    }

    fn intrinsic_where(&mut self, target: &Value, arguments: &[Value]) -> Run<Value> {
        let items = self.intrinsic_items(target)?;
        let block = match arguments.first() {
            Some(first) => convert::cast(self, first, TypeId::SCRIPT_BLOCK)?,
            None => Value::Null,
        };
        let Value::ScriptBlock(block) = &block else {
            return Err(self.raise(
                "The operator's first argument must be a script block.",
                "WhereOperatorArgument",
                Category::InvalidArgument,
            ));
        };
        let mode = match arguments.get(1) {
            None => 0,
            Some(mode) => match convert::cast(self, mode, TypeId::WHERE_OPERATOR_SELECTION_MODE)? {
                Value::Enum(_, mode) => mode,
                _ => 0,
            },
        };
        let mode = ["Default", "First", "Last", "SkipUntil", "Until", "Split"].get(mode as usize).copied().unwrap_or("Default");
        let count = match arguments.get(2) {
            None => 0,
            Some(count) => match convert::cast(self, count, TypeId::INT32)? {
                Value::Int(count) => count.max(0) as usize,
                _ => 0,
            },
        };
        let runner = self.runner(block);
        let saved = runner.save();
        let mut found = Vec::new();
        let mut rest = Vec::new();
        let limit = if count == 0 && mode == "First" { 1 } else { count };
        let mut skipping = mode == "SkipUntil";
        let mut done = false;
        for item in items {
            self.poll()?;
            if done {
                rest.push(item);
                continue;
            }
            if mode == "SkipUntil" && !skipping {
                if count == 0 || found.len() < count {
                    found.push(item);
                }
                continue;
            }
            let result = runner.value(self, item.clone());
            if result.is_err() {
                runner.restore(saved.clone());
            }
            let holds = convert::to_bool(&result?);
            match mode {
                "SkipUntil" => {
                    if holds {
                        skipping = false;
                        found.push(item);
                    }
                }
                "Until" => {
                    if holds || count > 0 && found.len() >= count {
                        break;
                    }
                    found.push(item);
                }
                "Split" => {
                    if holds && (count == 0 || found.len() < count) {
                        found.push(item);
                    } else {
                        rest.push(item);
                    }
                }
                "First" => {
                    if holds {
                        found.push(item);
                        done = found.len() >= limit;
                        if done {
                            break;
                        }
                    }
                }
                _ => {
                    if holds {
                        found.push(item);
                        if mode == "Default" && count > 0 && found.len() >= count {
                            break;
                        }
                    }
                }
            }
        }
        runner.restore(saved);
        if mode == "Last" {
            let keep = if count == 0 { 1 } else { count };
            found = found.split_off(found.len().saturating_sub(keep));
        }
        if mode == "Split" {
            return Ok(Value::array(vec![collection(found), collection(rest)]));
        }
        Ok(collection(found))
    }

    fn intrinsic_foreach(&mut self, frame: &Frame, target: &Value, arguments: &[Value]) -> Run<Value> {
        let items = self.intrinsic_items(target)?;
        let mut found = Vec::new();
        match arguments.first().map(Value::base) {
            Some(Value::ScriptBlock(block)) => {
                if arguments.len() > 1 {
                    // With arguments each item is a call of its own.
                    for item in items {
                        self.poll()?;
                        let call = BlockInvocation {
                            underscore: Some(item),
                            arguments: arguments[1..].to_vec(),
                            dotted: true,
                            ..Default::default()
                        };
                        self.invoke(block, call, &mut found)?;
                    }
                    return Ok(collection(found));
                }
                let runner = self.runner(block);
                let saved = runner.save();
                for item in items {
                    self.poll()?;
                    let result = runner.run(self, item, &mut found);
                    if result.is_err() {
                        runner.restore(saved.clone());
                    }
                    result?;
                }
                runner.restore(saved);
            }
            Some(Value::Type(type_id)) => {
                for item in items {
                    found.push(convert::try_cast(self, &item, *type_id).map_err(|error| {
                        let exception = error.exception();
                        ErrorRecord::of(exception, "MethodArgumentConversionInvalidCastArgument", Category::NotSpecified, Value::Null)
                    })?);
                }
            }
            Some(name) => {
                let name = convert::to_text(self, &name.clone())?;
                for item in items {
                    if let [_, value] = arguments
                        && !self.has_method(&item, &name)
                    {
                        self.set_member(&item, &name, value.clone())?;
                        continue;
                    }
                    let value = if self.has_method(&item, &name) {
                        self.invoke_method(frame, &item, &name, &arguments[1..])?
                    } else {
                        self.property(&item, &name, false)?
                    };
                    match self.enumerate(&value)? {
                        Some(values) => found.extend(values),
                        None if matches!(value, Value::Nothing) => {}
                        None => found.push(value),
                    }
                }
            }
            None => return Err(self.raise("The operator requires an argument.", "ForEachOperatorArgument", Category::InvalidArgument)),
        }
        Ok(collection(found))
    }

    fn has_method(&mut self, item: &Value, name: &str) -> bool {
        crate::value::members::methods(item).iter().any(|method| method.name.eq_ignore_ascii_case(name))
    }
}

/// The collection that `.Where()` and `.ForEach()` give.
fn collection(items: Vec<Value>) -> Value {
    Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::PS_OBJECT]), items)))
}
