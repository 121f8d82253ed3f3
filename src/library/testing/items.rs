//! `Set-ItResult`, `Set-TestInconclusive`, `In`, `Setup`, `New-PesterContainer`, and what there is no registry for.

use std::rc::Rc;

use super::MODULE;
use super::define::block_of;
use super::failure::{self, placed_record};
use super::session::{Phase, current, thrown};
use super::should::because;
use crate::cmdlet::{Context, Entry, Example, InSet, Parameter, Spec};
use crate::each;
use crate::engine::{BlockInvocation, EngineContext};
use crate::library::files::place;
use crate::value::{Object, Run, Value, convert};

const SET_IT_RESULT: Spec = Spec {
    verb: "Set",
    noun: "ItResult",
    module: MODULE,
    synopsis: "Ends a test as skipped or inconclusive.",
    description: "The test neither passes nor fails; -Because says why.",
    parameters: &[
        Parameter::switch("Inconclusive").sets(&[InSet::named("Inconclusive")]).help("It cannot be told."),
        Parameter::switch("Pending").sets(&[InSet::named("Pending")]).help("It is not written yet: skipped."),
        Parameter::switch("Skipped").sets(&[InSet::named("Skipped")]).help("It does not apply here."),
        Parameter::new("Because", "string").help("Why."),
    ],
    related: &["It"],
    examples: &[Example::new(
        "A test that does not apply",
        "$tests = New-PesterContainer -ScriptBlock { Describe 'd' { It 'i' { Set-ItResult -Skipped -Because 'it is late' } } }\n(Invoke-Pester -Container $tests -Output None -PassThru).SkippedCount",
        "1\n",
    )],
    ..Spec::EMPTY
};

const SET_INCONCLUSIVE: Spec = Spec {
    verb: "Set",
    noun: "TestInconclusive",
    module: MODULE,
    synopsis: "Ends a test as inconclusive, as version 4 did.",
    description: "Set-ItResult -Inconclusive is its present form.",
    parameters: &[Parameter::new("Message", "string").sets(&[InSet::ALL.at(0)]).help("Why.")],
    related: &["Set-ItResult"],
    examples: &[Example::new(
        "A test that cannot tell",
        "$tests = New-PesterContainer -ScriptBlock { Describe 'd' { It 'i' { Set-TestInconclusive 'no idea' } } }\n(Invoke-Pester -Container $tests -Output None -PassThru).InconclusiveCount",
        "1\n",
    )],
    ..Spec::EMPTY
};

const IN: Spec = Spec {
    verb: "In",
    noun: "",
    module: MODULE,
    synopsis: "Runs a block in another folder.",
    description: "Afterwards the location is what it was before.",
    parameters: &[
        Parameter::new("Path", "string").sets(&[InSet::named("Default").at(0).mandatory()]).help("The folder."),
        Parameter::switch("TestDrive").sets(&[InSet::named("TestDrive").mandatory()]).help("The tests' own folder."),
        Parameter::new("ScriptBlock", "scriptblock").aliases(&["Execute"]).sets(&[InSet::ALL.at(1).mandatory()]).help("What runs."),
    ],
    default_set: "Default",
    related: &["Describe"],
    examples: &[Example::runs("In the root", "In / { (Get-Location).Path }")],
    ..Spec::EMPTY
};

const SETUP: Spec = Spec {
    verb: "Setup",
    noun: "",
    module: MODULE,
    synopsis: "Makes a file or folder on TestDrive:, as version 4 did.",
    description: "New-Item does the same today.",
    parameters: &[
        Parameter::switch("Dir").aliases(&["Directory"]).help("A folder."),
        Parameter::switch("File").help("A file."),
        Parameter::new("Path", "object").sets(&[InSet::ALL.at(0)]).help("Its path in the tests' folder."),
        Parameter::new("Content", "object").sets(&[InSet::ALL.at(1)]).help("What stands in the file."),
        Parameter::switch("PassThru").help("Puts out what was made."),
    ],
    related: &["It"],
    examples: &[Example::new(
        "A file",
        "$tests = New-PesterContainer -ScriptBlock { Describe 'd' { It 'i' { Setup -File a.txt hello; 'TestDrive:/a.txt' | Should -Exist } } }\n(Invoke-Pester -Container $tests -Output None -PassThru).PassedCount",
        "1\n",
    )],
    ..Spec::EMPTY
};

const CONTAINER: Spec = Spec {
    verb: "New",
    noun: "PesterContainer",
    module: MODULE,
    synopsis: "Says where tests are, with values for their parameters.",
    description: "A file or block with tests for Invoke-Pester -Container. -Data gives the parameters of its param block; several dictionaries make several containers.",
    parameters: &[
        Parameter::new("Path", "string[]").sets(&[InSet::named("Path").mandatory()]).help("Test files, also with wildcards."),
        Parameter::new("ScriptBlock", "scriptblock[]").sets(&[InSet::named("ScriptBlock").mandatory()]).help("Blocks with tests."),
        Parameter::new("Data", "System.Collections.IDictionary[]").help("Values for parameters."),
    ],
    default_set: "Path",
    output: &["Pester.ContainerInfo"],
    related: &["Invoke-Pester"],
    examples: &[Example::new(
        "A block with a parameter",
        "$tests = New-PesterContainer -Data @{ Sum = 4 } -ScriptBlock { param($Sum) Describe 'd' { It 'i' { 2 + 2 | Should -Be $Sum } } }\n(Invoke-Pester -Container $tests -Output None -PassThru).PassedCount",
        "1\n",
    )],
    ..Spec::EMPTY
};

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(SET_IT_RESULT, set_it_result),
    each!(SET_INCONCLUSIVE, set_inconclusive),
    each!(IN, in_folder),
    each!(SETUP, setup),
    each!(CONTAINER, container),
];

fn set_it_result(ctx: &mut Context<'_>) -> Run {
    let (id, what) = match () {
        () if ctx.call.flag("Inconclusive") => (failure::INCONCLUSIVE, "is inconclusive"),
        () if ctx.call.flag("Pending") => (failure::PENDING, "is pending"),
        () => (failure::SKIPPED, "is skipped"),
    };
    let reason = because(ctx.call.text("Because").as_deref());
    let message = format!("{what}{}", if reason.is_empty() { String::new() } else { format!(",{}", reason.trim_end_matches(',')) });
    let invocation = ctx.call.invocation.clone();
    Err(placed_record(ctx.engine(), id, &message, &invocation).into())
}

fn set_inconclusive(ctx: &mut Context<'_>) -> Run {
    let message = ctx.call.text("Message").unwrap_or_default();
    let invocation = ctx.call.invocation.clone();
    Err(placed_record(ctx.engine(), failure::INCONCLUSIVE, &message, &invocation).into())
}

fn in_folder(ctx: &mut Context<'_>) -> Run {
    let Some(block) = block_of(ctx, "ScriptBlock") else { return Ok(()) };
    let phase = current(ctx.engine()).map(|run| run.phase.get());
    let path = match ctx.call.flag("TestDrive") {
        true if phase == Some(Phase::Discovery) => None,
        true => Some(Rc::from("TestDrive:/")),
        false => ctx.call.text("Path"),
    };
    let outer = (ctx.engine().location.clone(), ctx.engine().other_location.clone());
    if let Some(path) = path {
        let found = place::place_of(ctx.engine(), &path)?;
        match found.file().filter(|folder| folder.is_dir()) {
            Some(folder) => {
                ctx.engine().location = folder.to_owned();
                ctx.engine().other_location = None;
            }
            None => return Err(place::not_found(&path).into()),
        }
    }
    let crate::cmdlet::Context { host, out, .. } = ctx;
    let engine = crate::engine::engine_of(*host);
    let result = engine.invoke(&block, BlockInvocation::default(), *out);
    (engine.location, engine.other_location) = outer;
    result
}

fn setup(ctx: &mut Context<'_>) -> Run {
    let path = ctx.call.get("Path").cloned().unwrap_or_default();
    let path = convert::to_text(ctx.engine(), &path)?;
    let content = ctx.call.get("Content").cloned().unwrap_or_default();
    let content = convert::to_text(ctx.engine(), &content)?;
    let full = match place::place_of(ctx.engine(), &format!("TestDrive:/{path}"))?.file() {
        Some(file) => file.to_owned(),
        None => return Ok(()),
    };
    let made = match ctx.call.flag("Dir") {
        true => std::fs::create_dir_all(&full),
        false => full.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&full, content.as_bytes())),
    };
    made.map_err(|error| thrown(format!("'{}' cannot be made: {error}", full.display())))?;
    if ctx.call.flag("PassThru") {
        ctx.write(crate::library::files::file_info::file_value(&full))?;
    }
    Ok(())
}

fn container(ctx: &mut Context<'_>) -> Run {
    let rows = ctx.call.items("Data").unwrap_or_default();
    let rows = if rows.is_empty() { vec![Value::Dict(Rc::new(crate::value::Dict::hashtable()))] } else { rows };
    let mut sources: Vec<(&str, Value)> = Vec::new();
    for block in ctx.call.items("ScriptBlock").unwrap_or_default() {
        sources.push(("ScriptBlock", block));
    }
    for path in ctx.call.texts("Path").unwrap_or_default() {
        let settings = super::invoke_pester::file_settings(ctx.engine(), &path)?;
        for file in super::discovery::find_files(ctx.engine(), &settings)? {
            sources.push(("File", crate::library::files::file_info::file_value(std::path::Path::new(&*file))));
        }
    }
    for (kind, item) in sources {
        for row in &rows {
            ctx.write(Object::record(
                Some("Pester.ContainerInfo"),
                [("Type", Value::str(kind)), ("Item", item.clone()), ("Data", row.clone())],
            ))?;
        }
    }
    Ok(())
}
