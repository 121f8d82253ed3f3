//! How many megabytes of script are parsed in a second, and what twice the text costs.
//!
//! `cargo bench --bench parse` prints the figures; after `--` a number gives another size in megabytes, the start of a
//! name one shape alone. The text is the sample scripts of `scripts/`, one after the other; the other shapes are what large generated files look like.

use std::hint::black_box;
use std::time::{Duration, Instant};

use bridgesh::source::SourceText;
use bridgesh::syntax::parse;

const SCRIPTS: &[&str] = &[
    include_str!("../scripts/move-country-number.ps1"),
    include_str!("../scripts/onboard-users.ps1"),
    include_str!("../scripts/report.ps1"),
    include_str!("../scripts/rotate-pins.ps1"),
    include_str!("../scripts/tell-users-by-hand.ps1"),
];

/// Shapes of large texts: a name, what stands before, what repeats, what stands after.
const SHAPES: &[(&str, &str, &str, &str)] = &[
    ("commands", "", "Set-CsOnlineDialInConferencingUser -Identity 'adele@contoso.com' -ServiceNumber +14255550100 -Verbose:$false\n", ""),
    (
        "pipelines",
        "",
        "Get-Thing $a | Where-Object { $_.Name -like 'a*' -and $_.Size -gt 10kb } | ForEach-Object { \"$($_.Name): $($_.Size)\" }\n",
        "",
    ),
    ("assignments", "", "$total[$i] = ($price * $count + 3.5) / 100 - [math]::Round($x.Value, 2)\n", ""),
    ("a long list", "@(\n", "    @{ Name = 'name with blanks'; Rows = @('one', 'two', 3) }\n", ")\n"),
    ("strings", "", "\"The user $name of $($place.City) has `\"$count`\" items.`n\"\n", ""),
    ("comments", "", "# Nothing but a line of words that nobody reads twice.\n", ""),
    (
        "functions",
        "",
        "function Get-One { [CmdletBinding()] param([Parameter(Mandatory)][string]$Name, [int]$Age = 3) process { if ($Age -gt 2) { $Name } else { throw 'young' } } }\n",
        "",
    ),
];

fn time(text: &str) -> Duration {
    let source = SourceText::new(None, text);
    (0..3)
        .map(|_| {
            let start = Instant::now();
            let parsed = black_box(parse(&source));
            let elapsed = start.elapsed();
            assert!(parsed.errors.is_empty(), "{:?}", parsed.errors.first());
            elapsed
        })
        .min()
        .unwrap_or_default()
}

fn show(name: &str, before: &str, repeated: &str, after: &str, size: usize) {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-') && argument.parse::<f64>().is_err());
    if wanted.is_some_and(|wanted| !name.starts_with(&wanted)) {
        return;
    }
    let text = |size: usize| format!("{before}{}{after}", repeated.repeat(size / repeated.len() + 1));
    let (one, two) = (text(size), text(size * 2));
    let (first, second) = (time(&one), time(&two));
    let speed = one.len() as f64 / first.as_secs_f64() / 1e6;
    println!("{name:<14} {speed:8.1} MB/s   twice the text {:5.2} times the time", second.as_secs_f64() / first.as_secs_f64());
}

fn main() {
    let size = std::env::args().skip(1).find_map(|argument| argument.parse::<f64>().ok()).unwrap_or(4.0) * 1e6;
    let work = move || {
        // A script of its own begins with its parameters: each is a function here.
        let scripts: String = SCRIPTS.iter().map(|script| format!("function Script {{\n{script}\n}}\n")).collect();
        show("scripts", "", &scripts, "", size as usize);
        for (name, before, repeated, after) in SHAPES {
            show(name, before, repeated, after, size as usize);
        }
    };
    // As large a stack as the shell's own.
    std::thread::Builder::new().stack_size(64 << 20).spawn(work).expect("a thread starts").join().expect("nothing fails");
}
