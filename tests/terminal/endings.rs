//! Interrupts, signals, the end: the prompt comes back, and the terminal is left as it was.

use super::Terminal;
use std::time::{Duration, Instant};

fn interrupts(line: &str) {
    let mut terminal = Terminal::start(80, 24);
    // Echo before the wait: what runs has begun when its first output stands there.
    terminal.keys(&format!("'begun' + '!'; {line}\r"));
    terminal.wait_for("\nbegun!");
    let start = Instant::now();
    terminal.keys("\x03");
    terminal.wait(|screen| screen.ends_with('>'));
    assert!(start.elapsed() < Duration::from_secs(2), "{line}: {:?}", start.elapsed());
    terminal.line("'and ' + 'on'");
    assert!(terminal.screen().contains("\nand on\n"));
}

#[test]
fn ctrl_c_ends_a_loop_a_sleep_and_a_pipeline() {
    interrupts("while ($true) { }");
    interrupts("Start-Sleep 60");
    interrupts("1..1000000000 | ForEach-Object { $_ } | Out-Null");
}

#[test]
fn ctrl_c_ends_a_completion() {
    let mut terminal = Terminal::start(80, 24);
    terminal.line("function f($Name) {}; Register-ArgumentCompleter -CommandName f -ParameterName Name -ScriptBlock { while ($true) {} }");
    terminal.keys("f -Name \t");
    std::thread::sleep(Duration::from_millis(500));
    terminal.keys("\x03");
    terminal.keys("x");
    terminal.wait_for("> f -Name x");
}

#[test]
fn the_terminal_is_left_as_it_was() {
    let mut terminal = Terminal::start(80, 24);
    terminal.line("1");
    terminal.keys("exit 3\r");
    assert_eq!(terminal.end(), Some(3));
    assert!(terminal.is_cooked());
}

#[test]
fn a_terminate_signal_restores_the_terminal() {
    let mut terminal = Terminal::start(80, 24);
    terminal.line("'kept'");
    terminal.signal("-TERM");
    terminal.end();
    assert!(terminal.is_cooked());
    let file = terminal.home().join(".local/share/powershell/PSReadLine/ConsoleHost_history.txt");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "'kept'\n");
}

#[test]
fn ctrl_d_leaves() {
    let mut terminal = Terminal::start(80, 24);
    terminal.keys("\x04");
    assert_eq!(terminal.end(), Some(0));
    assert!(terminal.is_cooked());
}
