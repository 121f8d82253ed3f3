//! `Start-Tour`: five steps through the product, on a copy of the sample tenant.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, InSet, Parameter, Spec, Validation};
use crate::dispatch::{Dispatch, Sources};
use crate::engine::{Engine, EngineContext, RunOptions};
use crate::entry;
use crate::tenant::sample;
use crate::value::{Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Start",
    noun: "Tour",
    module: crate::library::conferencing::MODULE,
    synopsis: "Shows in five steps what this shell is for.",
    description: "Each step says what happens, runs a command or two on a copy of the sample tenant, and waits for Enter; \"q\" leaves. Your tenant and outbox stay as they are. Without a terminal, or with -NoWait, nothing waits.",
    parameters: &[
        Parameter::new("Step", "int").sets(&[InSet::ALL.at(0)]).validate(&[Validation::Range(1, 5)]).help("Shows this step alone."),
        Parameter::switch("NoWait").help("Shows all steps without waiting for Enter."),
    ],
    output: &["System.String"],
    related: &["Start-Here", "Get-Help", "about_Mails", "about_Plan"],
    examples: &[
        Example::runs("The whole tour", "Start-Tour -NoWait"),
        Example::new(
            "One step",
            "@(Start-Tour -Step 2 -NoWait) -match 'Reset-Pin' | Select-Object -First 1 | ForEach-Object Length | ForEach-Object { $_ -gt 0 }",
            "True\n",
        ),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, StartTour);

struct Step {
    title: &'static str,
    words: &'static str,
    commands: &'static [&'static str],
}

/// Later steps see what earlier ones did.
const STEPS: &[Step] = &[
    Step {
        title: "The tenant",
        words: "A Microsoft Teams tenant with audio conferencing lives in this shell: users,\nbridges, telephone numbers, licences. The sample tenant is Contoso.",
        commands: &["Get-ConferencingUser | Select-Object -First 5 DisplayName, UsageLocation, ServiceNumber, ConferenceId | Format-Table"],
    },
    Step {
        title: "A change, and the mail it causes",
        words: "Cmdlets change the tenant as the real ones would, and the mail that the real\nservice would send lies in the outbox. Nothing leaves this machine by itself.",
        commands: &["Reset-Pin ken@contoso.com", "Get-Mail | Format-Table Kind, To, Subject"],
    },
    Step {
        title: "Who would be mailed?",
        words: "-WhatIf shows what one command would do. A plan runs a whole script on a copy\nand reports whom it would mail, and what would change.",
        commands: &[
            "Reset-Pin lene.holm@contoso.com -WhatIf",
            "Invoke-Plan { Get-ConferencingUser -Filter \"UsageLocation -eq 'DK'\" | Reset-Pin } -AsText",
        ],
    },
    Step {
        title: "Scripts written for the real tenant",
        words: "The real names work, too: MicrosoftTeams, MSOnline, AzureAD and Graph cmdlets,\nwith the preambles that scripts begin with.",
        commands: &[
            "Connect-MicrosoftTeams | Out-Null",
            "Get-CsOnlineDialInConferencingUser -Identity ken@contoso.com | Select-Object DisplayName, ServiceNumber, ConferenceId | Format-List",
        ],
    },
    Step {
        title: "Where to go on",
        words: "Every cmdlet has help with examples, and topics tell of the rest.",
        commands: &["Get-Help about_* | Format-Table Name, Synopsis", "(Get-Help Get-Mail).Synopsis"],
    },
];

#[derive(Default)]
struct StartTour;

impl Cmdlet for StartTour {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let only = ctx.call.integer("Step").and_then(|step| usize::try_from(step).ok());
        let waits = !ctx.call.flag("NoWait") && only.is_none() && {
            let engine = ctx.engine();
            engine.ui.interactive() && !engine.non_interactive
        };
        let now = ctx.dispatch().now();
        let copy = Dispatch::new(sample::contoso(now), Sources::new(Some(now), Some(1)));
        let original = ctx.engine().dispatch.replace(copy);
        let result = walk(ctx, only, waits);
        ctx.engine().dispatch = original;
        result
    }
}

fn walk(ctx: &mut Context<'_>, only: Option<usize>, waits: bool) -> Run {
    for (nth, step) in STEPS.iter().enumerate() {
        let number = nth + 1;
        let is_shown = only.is_none_or(|only| only == number);
        if is_shown {
            ctx.write(format!("\nStep {number} of {}: {}\n\n{}\n", STEPS.len(), step.title, step.words))?;
        }
        for command in step.commands {
            // Steps before the one asked for run unseen: it builds on them.
            if only.is_some_and(|only| number > only) {
                break;
            }
            if is_shown {
                ctx.write(format!("PS> {command}"))?;
                // What a command says to the host comes behind this line.
                ctx.engine().flush_shown()?;
            }
            let shown = run(ctx.engine(), command, is_shown)?;
            if is_shown {
                ctx.write(format!("{}\n", shown.trim_end()))?;
            }
        }
        if !is_shown {
            continue;
        }
        if waits && number < STEPS.len() {
            let engine = ctx.engine();
            engine.flush_shown()?;
            let answer = engine.ui.read_line("\nEnter for the next step, q to leave: ");
            engine.poll()?;
            match answer {
                Some(answer) if !answer.trim().eq_ignore_ascii_case("q") => {}
                _ => break,
            }
        }
    }
    Ok(())
}

/// Runs a command in the session; what it puts out, as text.
fn run(engine: &mut Engine, command: &str, is_shown: bool) -> Run<String> {
    let mut items: Vec<Value> = Vec::new();
    let _ = engine.run_text(command, &RunOptions::default(), &mut items);
    if is_shown { engine.format_text(&items) } else { Ok(String::new()) }
}
