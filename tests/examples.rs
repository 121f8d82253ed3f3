//! Every example of every cmdlet runs on the sample tenant, prints what it says and sends the mails it names.

use bridgesh::dispatch::{Dispatch, Sources};
use bridgesh::engine::{Engine, RunOptions, ScriptOutcome};
use bridgesh::library::host::display::{self, ToHost};

use crate::session::Captured;

/// A session over the sample tenant, always at the same time and with the same chance.
pub fn session(screen: &Captured) -> Engine {
    let mut engine = Engine::new(Box::new(screen.clone()));
    engine.non_interactive = true;
    engine.location = std::env::temp_dir();
    bridgesh::library::install(&mut engine);
    let now: jiff::Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    let sources = Sources::new(Some(now), Some(1));
    engine.sources = sources.clone();
    engine.open_dispatch = Some(Box::new(move || Dispatch::new(bridgesh::tenant::sample::contoso(now), sources)));
    engine
}

/// The mails of a session, `Kind recipient` each.
pub fn mails(engine: &mut Engine) -> Vec<String> {
    let mails = engine.tenant().outbox().items();
    mails.iter().map(|item| format!("{} {}", item.kind(), item.mail.to.address())).collect()
}

fn plain(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

#[test]
fn the_examples_of_every_cmdlet_do_what_they_say() {
    let names = session(&Captured::default());
    let mut wrong = Vec::new();
    let mut n_examples = 0;
    for entry in &names.registry.entries {
        for example in bridgesh::library::help::examples_of(entry.spec) {
            n_examples += 1;
            let screen = Captured::default();
            let mut engine = session(&screen);
            let folder = std::env::temp_dir().join(format!("bridgesh-example-{}-{n_examples}", std::process::id()));
            std::fs::create_dir_all(&folder).unwrap();
            engine.location = folder.clone();
            let outcome = engine.run_text(example.script, &RunOptions::default(), &mut ToHost);
            display::flush(&mut engine).unwrap();
            std::fs::remove_dir_all(&folder).unwrap();
            let (out, err) = (screen.out.borrow().clone(), screen.err.borrow().clone());
            let name = format!("{} ({})", entry.spec.name(), example.title);
            if outcome != ScriptOutcome::Done || !err.is_empty() {
                wrong.push(format!("{name}: {outcome:?}\n{err}"));
                continue;
            }
            if let Some(expected) = example.output
                && plain(expected) != plain(&out)
            {
                wrong.push(format!("{name}: expected\n{expected}\nbut printed\n{out}"));
            }
            if !example.mails.is_empty() && mails(&mut engine) != example.mails {
                wrong.push(format!("{name}: mails {:?}, not {:?}", mails(&mut engine), example.mails));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {n_examples} examples differ:\n{}", wrong.len(), wrong.join("\n"));
}
