//! Warnings, verbose and debug texts, information records: to their streams, by the preferences.

use super::session::Engine;
use crate::cmdlet::{Preference, StreamKind};
use crate::program::Symbol;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, ErrorRecord, Object, Run, TypeId, Value, convert};
use std::any::Any;
use std::rc::Rc;

impl Engine {
    /// Writes to the warning, verbose or debug stream by the preferences.
    pub(crate) fn stream_message(&mut self, stream: StreamKind, own: Option<Preference>, text: &str) -> Run {
        let (symbol, default, class) = match stream {
            StreamKind::Warning => (Symbol::WARNING_PREFERENCE, Preference::Continue, TypeId::WARNING_RECORD),
            StreamKind::Verbose => (Symbol::VERBOSE_PREFERENCE, Preference::SilentlyContinue, TypeId::VERBOSE_RECORD),
            _ => (Symbol::DEBUG_PREFERENCE, Preference::SilentlyContinue, TypeId::DEBUG_RECORD),
        };
        let record = message_record(class, text);
        self.streams.clone().collect(stream, &record);
        let preference = own.unwrap_or_else(|| self.preference(symbol, default));
        match preference {
            Preference::SilentlyContinue | Preference::Ignore => Ok(()),
            _ => {
                let streams = self.streams.clone();
                if streams.of(stream).is_host() {
                    self.flush_shown()?;
                    self.ui.write_message(stream, text);
                } else {
                    streams.of(stream).put(record);
                }
                if preference == Preference::Inquire && self.ui.interactive() && !self.non_interactive {
                    let mut all = false;
                    if !self.ask_to_go_on("Continue with this operation?", &mut all)? {
                        return Err(stopped_by_user().into());
                    }
                }
                if preference == Preference::Stop {
                    let name = symbol.name();
                    let record = ErrorRecord::new(
                        TypeId::ACTION_PREFERENCE_STOP_EXCEPTION,
                        format!(
                            "The running command stopped because the preference variable \"{name}\" or common parameter is set to Stop: {text}"
                        ),
                        "ActionPreferenceStop",
                        crate::value::Category::OperationStopped,
                        Value::Null,
                    );
                    return Err(record.into());
                }
                Ok(())
            }
        }
    }

    /// Writes an information record by the preferences.
    pub(crate) fn stream_information(&mut self, own: Option<Preference>, record: Value) -> Run {
        self.streams.clone().collect(StreamKind::Information, &record);
        let data = field(&record, "MessageData").unwrap_or(Value::Null);
        let for_host = data.type_names().iter().any(|name| name.ends_with("HostInformationMessage"));
        let preference = own.unwrap_or_else(|| self.preference(Symbol::INFORMATION_PREFERENCE, Preference::SilentlyContinue));
        let streams = self.streams.clone();
        if !streams.information.is_host() {
            if preference != Preference::Ignore {
                streams.information.put(record);
            }
            return Ok(());
        }
        let shown = match preference {
            Preference::Ignore => false,
            Preference::SilentlyContinue => for_host,
            _ => true,
        };
        if shown {
            self.flush_shown()?;
            let text = convert::to_text(self, &data)?;
            let newline = !for_host || !field(&data, "NoNewLine").is_some_and(|value| convert::to_bool(&value));
            let colour = |name: &str| match field(&data, name) {
                Some(Value::Enum(_, colour)) => Some(colour),
                _ => None,
            };
            self.ui.write_host(&text, colour("ForegroundColor"), colour("BackgroundColor"));
            if newline {
                self.ui.write_out("\n");
            }
        }
        Ok(())
    }
}

/// A property of an information record or its message: an object of the library's, or notes.
fn field(value: &Value, name: &str) -> Option<Value> {
    value.note(name).or_else(|| match value.base() {
        Value::Object(object) => object.clr().and_then(|clr| clr.get(name)),
        _ => None,
    })
}

/// A warning, verbose or debug record.
pub struct MessageRecord {
    class: TypeId,
    text: Rc<str>,
}

impl ClrObject for MessageRecord {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Message", "InvocationInfo", "PipelineIterationInfo"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "message" => Some(Value::Str(self.text.clone())),
            "invocationinfo" => Some(Value::Null),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.text.to_string())
    }
}

/// The error of a question answered with Halt Command.
pub(super) fn stopped_by_user() -> ErrorRecord {
    ErrorRecord::new(
        TypeId::ACTION_PREFERENCE_STOP_EXCEPTION,
        "The running command stopped because the user selected the Stop option.",
        "ActionPreferenceStop",
        crate::value::Category::OperationStopped,
        Value::Null,
    )
}

fn message_record(class: TypeId, text: &str) -> Value {
    Object::from_clr(MessageRecord { class, text: Rc::from(text) })
}
