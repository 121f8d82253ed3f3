//! Typing, recalling, searching, completing.

use super::Terminal;

#[test]
fn a_block_is_one_entry_of_the_history() {
    let mut terminal = Terminal::start(80, 24);
    terminal.keys("if ($true) {\r");
    terminal.wait(|screen| screen.ends_with("\n>>"));
    terminal.keys("'in' + 'side'\r");
    terminal.wait(|screen| screen.ends_with("'side'\n>>"));
    terminal.line("}");
    assert!(terminal.screen().contains("\ninside\n"));
    terminal.keys("\x1b[A");
    let screen = terminal.wait_for("}");
    assert!(screen.ends_with("if ($true) {\n>> 'in' + 'side'\n>> }"), "{screen}");
    let file = terminal.home().join(".local/share/powershell/PSReadLine/ConsoleHost_history.txt");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "if ($true) {`\n'in' + 'side'`\n}\n");
}

#[test]
fn the_history_is_searched_while_typing() {
    let mut terminal = Terminal::start(80, 24);
    terminal.line("'alpha one'");
    terminal.line("'beta'");
    terminal.keys("\x12alp");
    let screen = terminal.wait_for("bck-i-search: alp_");
    assert!(screen.ends_with("> 'alpha one'\nbck-i-search: alp_"), "{screen}");
    terminal.keys("\r");
    terminal.wait(|screen| screen.matches("\nalpha one\n").count() == 2);
}

#[test]
fn tab_completes_and_lists() {
    let mut terminal = Terminal::start(80, 24);
    terminal.keys("Get-ChildI\t");
    terminal.wait_for("> Get-ChildItem");
    terminal.keys("\x15function Get-Pet([ValidateSet('cat','cow')]$Name) {}\r");
    terminal.wait(|screen| screen.ends_with('>'));
    terminal.keys("Get-Pet -Name \t\t\t");
    let screen = terminal.wait_for("cat  cow");
    assert!(screen.ends_with("> Get-Pet -Name c"), "{screen}");
}

#[test]
fn a_menu_says_what_a_match_is() {
    let mut terminal = Terminal::start(100, 24);
    terminal.line("Set-PSReadLineKeyHandler -Key Ctrl+n -Function MenuComplete");
    terminal.keys("Get-CsOnlineUser -Id\x0e");
    terminal.wait_for("> Get-CsOnlineUser -Identity");
    terminal.keys("\x15Get-CsOnlineDialInConferencing\x0e");
    let screen = terminal.wait(|screen| screen.lines().count() > 3);
    assert!(screen.contains("> Get-CsOnlineDialInConferencing"), "{screen}");
    terminal.keys("\x1b");
    let screen = terminal.wait(|screen| screen.ends_with("> Get-CsOnlineDialInConferencing"));
    assert!(screen.ends_with("> Get-CsOnlineDialInConferencing"));
}

#[test]
fn suggestions_come_from_the_history_and_the_tenant() {
    let mut terminal = Terminal::start(80, 24);
    terminal.line("'a longer line'");
    terminal.keys("'a l");
    terminal.wait_for("> 'a longer line'");
    terminal.keys("\x1b[C\r");
    terminal.wait(|screen| screen.matches("\na longer line\n").count() == 2);
}

#[test]
fn colours_tell_commands_strings_and_errors() {
    let mut terminal = Terminal::start(80, 24);
    terminal.keys("Get-Date 'now'");
    terminal.wait_for("'now'");
    assert_eq!(terminal.colour_of("Get-Date"), vt100::Color::Idx(11));
    assert_eq!(terminal.colour_of("'now'"), vt100::Color::Idx(6));
    terminal.keys("\x15nosuchcommand");
    terminal.wait_for("nosuchcommand");
    assert_eq!(terminal.colour_of("nosuchcommand"), vt100::Color::Idx(9));
    terminal.keys("\x151 + + )");
    terminal.wait_for("1 + + )");
    assert_eq!(terminal.colour_of("> 1 + + )"), vt100::Color::Idx(9));
}

#[test]
fn wide_characters_are_moved_over_as_they_are_seen() {
    let mut terminal = Terminal::start(80, 24);
    terminal.keys("'日本e\u{301}x'\x1b[D\x1b[D\x1b[DY");
    terminal.wait_for("'日本Ye\u{301}x'");
}

#[test]
fn the_narrow_and_the_wide_screen_hold_the_line() {
    for columns in [20u16, 300] {
        let mut terminal = Terminal::start_with(columns, 30, &[], &[]);
        terminal.line("function prompt { 'p> ' }");
        terminal.keys("'0123456789012345678901234567890'.Length");
        terminal.wait(|screen| screen.replace('\n', "").ends_with("p> '0123456789012345678901234567890'.Length"));
        terminal.keys("\x01\x1b[C\x1b[C\x7f\r");
        terminal.wait(|screen| screen.ends_with("\n30\np>"));
    }
}

#[test]
fn another_size_draws_the_line_anew() {
    let mut terminal = Terminal::start(80, 24);
    terminal.line("function prompt { 'p> ' }");
    terminal.keys("'a line that does not fit into a narrow window'");
    terminal.wait_for("window'");
    terminal.resize(30, 24);
    terminal.keys(".Length");
    terminal.wait(|screen| screen.replace('\n', "").ends_with("> 'a line that does not fit into a narrow window'.Length"));
}
