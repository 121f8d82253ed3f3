//! Help: every cmdlet, parameter and topic has words; comments of functions are found.

use bridgesh::engine::RunOptions;
use bridgesh::library::help::{TOPICS, parameter_text};

use crate::examples::session;
use crate::session::Captured;

/// What a script prints.
fn printed(script: &str) -> String {
    let screen = Captured::default();
    let mut engine = session(&screen);
    let mut items = Vec::new();
    engine.run_text(script, &RunOptions::default(), &mut items);
    let text = engine.format_text(&items).unwrap();
    let err = screen.err.borrow().clone();
    assert_eq!(err, "", "{script}");
    text
}

#[test]
fn every_parameter_of_every_cmdlet_says_what_it_does() {
    let engine = session(&Captured::default());
    let mut silent = Vec::new();
    for entry in &engine.registry.entries {
        assert!(!entry.spec.synopsis.is_empty(), "{}", entry.spec.name());
        for parameter in entry.spec.parameters {
            if !parameter.hidden && parameter_text(&entry.spec.name(), parameter.name, parameter.help).is_empty() {
                silent.push(format!("{} {}", entry.spec.name(), parameter.name));
            }
        }
    }
    assert!(silent.is_empty(), "no words in src/library/help/parameter_texts.txt: {silent:#?}");
}

#[test]
fn topics_have_their_parts_fit_a_screen_and_fill_their_tables() {
    let engine = session(&Captured::default());
    assert!(TOPICS.len() >= 15);
    for topic in TOPICS {
        assert!(!topic.synopsis().is_empty(), "{}", topic.name);
        for part in ["TOPIC\n", "SHORT DESCRIPTION\n", "LONG DESCRIPTION\n", "SEE ALSO\n"] {
            assert!(topic.source.contains(part), "{} has no {part}", topic.name);
        }
        let text = topic.text(&engine);
        assert!(!text.contains("{{"), "{}", topic.name);
        for line in topic.source.lines().filter(|line| line.starts_with("{{")) {
            let name = line.trim_matches(['{', '}']).split(' ').next().unwrap_or("");
            let known = ["mails", "kinds", "suppressed", "cmdlets", "real-names", "languages", "licences", "differences"];
            assert!(known.contains(&name), "{}: {line}", topic.name);
        }
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{}: {line}", topic.name);
        }
    }
}

#[test]
fn the_table_of_mails_comes_from_the_examples() {
    let text = printed("Get-Help about_Mails");
    let row = |cmdlet: &str| text.lines().find(|line| line.trim_start().starts_with(&format!("{cmdlet} "))).unwrap_or("").to_owned();
    assert!(row("Reset-Pin").ends_with("PinReset"), "{text}");
    assert!(row("Grant-License").ends_with("Enabled"), "{text}");
    assert!(row("Get-Mail").is_empty(), "{text}");
}

#[test]
fn a_question_mark_shows_help_and_runs_nothing() {
    let text = printed(
        "function Clear-Room {\n<#\n.SYNOPSIS\nClears a room.\n#>\n'ran' }\nClear-Room -?\nReset-Pin ken@contoso.com -?\n@(Get-Mail).Count",
    );
    assert!(text.contains("Clears a room.") && text.contains("Gives users a new PIN"), "{text}");
    assert!(!text.contains("ran\n") && text.trim_end().ends_with('0'), "{text}");
}

#[test]
fn the_tour_has_five_steps_and_leaves_the_tenant_alone() {
    let text = printed("Start-Tour -NoWait; @(Get-Mail).Count");
    for step in 1..=5 {
        assert!(text.contains(&format!("Step {step} of 5: ")), "{text}");
    }
    assert!(text.contains("What if: Performing the operation") || text.contains("PS> Reset-Pin lene.holm@contoso.com -WhatIf"), "{text}");
    assert!(text.trim_end().ends_with('0'), "{text}");
}

#[test]
fn help_of_a_word_that_no_command_has_is_a_list() {
    let text = printed("Get-Help Suppressed | ForEach-Object Name");
    assert!(text.contains("Get-SuppressedMail") && text.contains("about_Suppressed_Mails"), "{text}");
}
