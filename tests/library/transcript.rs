//! A transcript keeps what a session shows, and none of its secrets.

use bridgesh::engine::RunOptions;
use bridgesh::library::host::display::{self, ToHost};

use crate::examples::session;
use crate::session::Captured;

#[test]
fn a_pin_that_is_shown_and_mailed_does_not_stand_in_a_transcript() {
    let path = std::env::temp_dir().join(format!("bridgesh-transcript-{}.txt", std::process::id()));
    let screen = Captured::default();
    let mut engine = session(&screen);
    let script = format!(
        "Start-Transcript '{}' | Out-Null\n'before'\n$reset = Reset-Pin ken@contoso.com -PassThru\n$reset | Format-List\nWrite-Host \"The PIN is $($reset.Pin).\"\nShow-Mail\nWrite-Warning 'careful'\nStop-Transcript | Out-Null\n'after'",
        path.display()
    );
    engine.run_text(&script, &RunOptions::default(), &mut ToHost);
    display::flush(&mut engine).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let _ = std::fs::remove_file(&path);
    let pins = engine.issued_pins();
    let [pin] = pins.as_slice() else { panic!("one PIN was reset: {}", screen.err.borrow()) };
    assert!(screen.out.borrow().contains(pin.as_str()), "the terminal shows it");
    assert!(!text.contains(pin.as_str()), "{text}");
    assert!(text.contains("The PIN is *****."), "{text}");
    assert!(text.contains("before\n") && text.contains("WARNING: careful\n") && !text.contains("after"), "{text}");
    assert!(text.contains("PowerShell transcript start\n") && text.contains("PowerShell transcript end\n"), "{text}");
}
