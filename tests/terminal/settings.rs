//! Edit modes, key handlers, plain terminals.

use super::Terminal;

#[test]
fn a_script_can_be_a_key() {
    let mut terminal = Terminal::start(80, 24);
    terminal.line(
        "Set-PSReadLineKeyHandler -Chord Ctrl+t -ScriptBlock { [Microsoft.PowerShell.PSConsoleReadLine]::Insert('typed by a script') }",
    );
    terminal.keys("\x14");
    terminal.wait_for("> typed by a script");
    terminal.keys("\x15");
    terminal.line("Set-PSReadLineKeyHandler -Chord Ctrl+t -ScriptBlock { $l = $null; $c = 0; [Microsoft.PowerShell.PSConsoleReadLine]::GetBufferState([ref]$l, [ref]$c); [Microsoft.PowerShell.PSConsoleReadLine]::Replace(0, $l.Length, $l.ToUpper()) }");
    terminal.keys("abc\x14");
    terminal.wait_for("> ABC");
}

#[test]
fn vi_commands_edit() {
    let mut terminal = Terminal::start(80, 24);
    terminal.line("Set-PSReadLineOption -EditMode Vi");
    terminal.keys("one two three\x1b");
    std::thread::sleep(std::time::Duration::from_millis(300));
    terminal.keys("0dw");
    terminal.wait_for("> two three");
    terminal.keys("wcwfour\x1b");
    std::thread::sleep(std::time::Duration::from_millis(300));
    terminal.wait_for("> two four");
    terminal.keys("0x.");
    terminal.wait_for("> o four");
    terminal.keys("uu");
    terminal.wait_for("> two four");
    terminal.keys("A!");
    terminal.wait_for("> two four!");
}

#[test]
fn windows_mode_cycles() {
    let mut terminal = Terminal::start(80, 24);
    terminal.line("Set-PSReadLineOption -EditMode Windows");
    terminal.line("function Get-PetA {}; function Get-PetB {}");
    terminal.keys("Get-Pet\t");
    terminal.wait_for("> Get-PetA");
    terminal.keys("\t");
    terminal.wait_for("> Get-PetB");
    terminal.keys("\x1b");
    std::thread::sleep(std::time::Duration::from_millis(300));
    terminal.wait(|screen| screen.ends_with('>'));
}

#[test]
fn a_dumb_terminal_gets_plain_lines() {
    let mut terminal = Terminal::start_with(80, 24, &[], &[("TERM", "dumb")]);
    terminal.keys("'pla' + 'in'\r");
    let screen = terminal.wait_for("\nplain\n");
    assert!(!screen.contains('\u{1b}'));
}

#[test]
fn no_color_means_none() {
    let mut terminal = Terminal::start_with(80, 24, &[], &[("NO_COLOR", "1")]);
    terminal.keys("Get-Date 'now'");
    terminal.wait_for("'now'");
    assert_eq!(terminal.colour_of("Get-Date"), vt100::Color::Default);
}
