//! Pasted texts: typed as they are, run by nobody but the user.

use super::Terminal;

#[test]
fn a_paste_runs_nothing() {
    let mut terminal = Terminal::start(80, 24);
    terminal.keys("\x1b[200~'one'\n'two'\n\x1b[201~");
    let screen = terminal.wait_for("'two'");
    assert!(screen.ends_with("> 'one'\n>> 'two'"), "{screen}");
    terminal.line("");
    assert!(terminal.screen().contains("\none\ntwo\n"));
}

#[test]
fn a_large_paste_is_taken_at_once() {
    let mut terminal = Terminal::start(80, 24);
    let text: String = (0..20_000).map(|n| format!("$x = {n} # a comment that makes the line longer\n")).collect();
    let start = std::time::Instant::now();
    terminal.keys(&format!("\x1b[200~{text}\x1b[201~"));
    terminal.wait_for("$x = 19999 ");
    // A debug build on a busy machine; a release build takes a tenth of it.
    assert!(start.elapsed() < std::time::Duration::from_secs(15), "{:?}", start.elapsed());
    terminal.keys("\x03");
    terminal.wait(|screen| screen.ends_with('>'));
    terminal.line("\"x is [$x]\"");
    assert!(terminal.screen().contains("x is []"));
}

#[test]
fn bytes_that_are_no_text_do_no_harm() {
    let mut terminal = Terminal::start(80, 24);
    terminal.bytes(b"'a\xff\xfe\xc3b'");
    terminal.wait_for("'a");
    terminal.keys("\x15'still ' + 'here'\r");
    terminal.wait_for("\nstill here\n");
}
