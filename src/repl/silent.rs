//! A terminal that nobody sees, for the engine that stands in while the session's own answers rustyline's questions.

use crate::cmdlet::StreamKind;
use crate::engine::Ui;

/// Shows nothing, answers nothing.
pub struct Silent;

impl Ui for Silent {
    fn write_out(&mut self, _: &str) {}
    fn write_err(&mut self, _: &str) {}
    fn width(&self) -> Option<usize> {
        None
    }
    fn colors(&self) -> bool {
        false
    }
    fn interactive(&self) -> bool {
        false
    }
    fn read_line(&mut self, _: &str) -> Option<String> {
        None
    }
    fn read_secret(&mut self, _: &str) -> Option<String> {
        None
    }
    fn write_message(&mut self, _: StreamKind, _: &str) {}
    fn write_host(&mut self, _: &str, _: Option<i64>, _: Option<i64>) {}
    fn progress(&mut self, _: Option<(&str, &str, i32)>) {}
    fn clear(&mut self) {}
}
