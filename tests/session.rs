//! A session whose terminal is memory: runs scripts and gives back what they printed.

use std::cell::RefCell;
use std::rc::Rc;

use bridgesh::cmdlet::StreamKind;
use bridgesh::engine::Ui;

/// What was written.
#[derive(Default, Clone)]
pub struct Captured {
    /// Standard output.
    pub out: Rc<RefCell<String>>,
    /// Standard error.
    pub err: Rc<RefCell<String>>,
}

impl Ui for Captured {
    fn write_out(&mut self, text: &str) {
        self.out.borrow_mut().push_str(text);
    }

    fn write_err(&mut self, text: &str) {
        self.err.borrow_mut().push_str(text);
    }

    fn width(&self) -> Option<usize> {
        None
    }

    fn colors(&self) -> bool {
        false
    }

    fn interactive(&self) -> bool {
        false
    }

    fn read_line(&mut self, _prompt: &str) -> Option<String> {
        None
    }

    fn read_secret(&mut self, _prompt: &str) -> Option<String> {
        None
    }

    fn write_message(&mut self, stream: StreamKind, text: &str) {
        let word = match stream {
            StreamKind::Warning => "WARNING",
            StreamKind::Verbose => "VERBOSE",
            _ => "DEBUG",
        };
        self.write_out(&format!("{word}: {text}\n"));
    }

    fn write_host(&mut self, text: &str, _foreground: Option<i64>, _background: Option<i64>) {
        self.write_out(text);
    }

    fn progress(&mut self, _progress: Option<(&str, &str, i32)>) {}

    fn clear(&mut self) {}
}
