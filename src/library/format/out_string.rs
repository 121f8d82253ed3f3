//! `Out-String`: objects as the text that the host would show.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::engine_of;
use crate::entry;
use crate::library::host::display;
use crate::library::parameters;
use crate::present::draw::LineSink;
use crate::present::format::Settings;
use crate::present::output::Output;
use crate::value::Run;

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Out",
    noun: "String",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gives objects as text.",
    description: "The text is what the host would show: one string of all lines, or with -Stream a string for each line. Without -Width tables are as wide as the window and lists as wide as they like.",
    parameters: parameters::OUT_STRING,
    default_set: parameters::OUT_STRING_DEFAULT,
    output: &["string"],
    related: &["Out-File", "Out-Host"],
    examples: &[Example::new("A table as lines", "([pscustomobject]@{A=1} | Out-String -Stream).Count", "5")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, OutString);

#[derive(Default)]
struct OutString {
    stream: Option<(Output, Settings)>,
    text: String,
}

impl Cmdlet for OutString {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let width = ctx.call.integer("Width").and_then(|width| usize::try_from(width).ok());
        let settings = display::settings(engine_of(ctx.host));
        let surface = display::text_surface(engine_of(ctx.host), width);
        self.stream = Some((Output::new(surface), settings));
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (Some((output, settings)), Some(value)) = (&mut self.stream, ctx.input()) else { return Ok(()) };
        let mut lines: Vec<String> = Vec::new();
        let result = output.object(ctx.host.runtime(), settings, &value, &mut lines as &mut dyn LineSink);
        self.take(ctx, lines)?;
        result
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some((mut output, _)) = self.stream.take() {
            let mut lines: Vec<String> = Vec::new();
            output.finish(&mut lines)?;
            self.take(ctx, lines)?;
        }
        if ctx.call.flag("Stream") {
            return Ok(());
        }
        ctx.write(std::mem::take(&mut self.text))
    }
}

impl OutString {
    fn take(&mut self, ctx: &mut Context<'_>, lines: Vec<String>) -> Run {
        if ctx.call.flag("Stream") {
            return lines.into_iter().try_for_each(|line| ctx.write(line));
        }
        let end = if ctx.call.flag("NoNewline") { "" } else { "\n" };
        for line in lines {
            self.text.push_str(&line);
            self.text.push_str(end);
        }
        Ok(())
    }
}
