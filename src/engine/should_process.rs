//! `ShouldProcess`: what if, and whether to ask.

use super::session::Engine;
use crate::cmdlet::{Impact, Preference, StreamKind};
use crate::program::Symbol;
use crate::value::{Run, TypeId, Value, convert};

impl Engine {
    /// `ShouldProcess`.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn ask_to_process(
        &mut self,
        what_if: Option<bool>,
        confirm: Option<bool>,
        verbose: Option<bool>,
        impact: Impact,
        answer: &mut Option<bool>,
        target: &str,
        action: &str,
        description: Option<&str>,
    ) -> Run<bool> {
        let sentence = match (description, action.is_empty()) {
            (Some(description), _) => description.to_owned(),
            (None, true) => format!("Performing the operation on target \"{target}\"."),
            (None, false) => format!("Performing the operation \"{action}\" on target \"{target}\"."),
        };
        let what_if = what_if.unwrap_or_else(|| self.lookup(Symbol::WHAT_IF_PREFERENCE).as_ref().is_some_and(convert::to_bool));
        if what_if {
            self.flush_shown()?;
            self.ui.write_out(&format!("What if: {sentence}\n"));
            return Ok(false);
        }
        if let Some(answer) = answer {
            return Ok(*answer);
        }
        let wanted = match confirm {
            Some(on) => on,
            None => {
                let level = match self.lookup(Symbol::CONFIRM_PREFERENCE) {
                    Some(Value::Enum(_, level)) => level,
                    Some(value) => match convert::try_cast(self, &value, TypeId::CONFIRM_IMPACT) {
                        Ok(Value::Enum(_, level)) => level,
                        _ => 3,
                    },
                    None => 3,
                };
                level > 0 && impact as i64 >= level
            }
        };
        if !wanted {
            let own = verbose.map(|on| if on { Preference::Continue } else { Preference::SilentlyContinue });
            self.stream_message(StreamKind::Verbose, own, &sentence)?;
            return Ok(true);
        }
        if description.is_some() {
            let caption = if action.is_empty() { "Confirm" } else { action };
            return self.ask_choice(caption, target, answer, true);
        }
        self.ask_choice("Confirm", &format!("Are you sure you want to perform this action?\n{sentence}"), answer, true)
    }
}
