//! Bad input: whatever stands in a script, an error says so at its place, and the session goes on.

use bridgesh::engine::{RunOptions, ScriptOutcome};
use bridgesh::library::host::display::{self, ToHost};

use crate::examples::session;
use crate::session::Captured;

/// Scripts that are wrong in odd ways, each with a part of what is said of it.
const SCRIPTS: &[(&str, &str)] = &[
    ("e😀xit", "The term 'e😀xit' is not recognized"),
    ("me=me=me=日本語", "'me=me=me=日本語'"),
    ("& 'x日本'", "'x日本'"),
    ("$ErrorView = 'NormalView'; Get-Cont😀ent x", "Get-Cont😀ent"),
    ("$ErrorView = 'CategoryView'; 日本語", "ObjectNotFound"),
    ("\u{feff}\u{200b}", "not recognized"),
    ("'x' | & { process { throw \"\u{202e}\u{0}\" } }", "Exception"),
    ("[int]'日本語日本語'", "Cannot convert value"),
    ("\"$(throw '日')\"", "日"),
    ("Get-Help 日本 -ErrorAction Stop", "日本"),
    ("<# PS日\n.EXAMPLE\n日本 #> param($x) $x.Nö('日')", "null-valued"),
    ("Reset-Pin \"ken\u{0}@contoso.com\"", "ken"),
    ("Set-SenderDisplayName \"a`r`nBcc: x@example.org\"", "line"),
];

#[test]
fn odd_scripts_end_in_errors_that_name_what_is_odd() {
    for (script, said) in SCRIPTS {
        let screen = Captured::default();
        let mut engine = session(&screen);
        let outcome = engine.run_text(script, &RunOptions::default(), &mut ToHost);
        display::flush(&mut engine).unwrap();
        let err = screen.err.borrow().clone();
        assert!(err.contains(said), "{script:?} says {err:?}");
        assert!(!matches!(outcome, ScriptOutcome::Exit(_)), "{script:?}");
        engine.run_text("'goes on'", &RunOptions::default(), &mut ToHost);
        display::flush(&mut engine).unwrap();
        assert!(screen.out.borrow().ends_with("goes on\n"), "{script:?}: {}", screen.out.borrow());
    }
}
