//! What the four `Format-*` cmdlets share: what their parameters mean, and the formatter behind them.

use crate::cmdlet::Context;
use crate::engine::engine_of;
use crate::library::host::display;
use crate::present::format::{Expand, Formatter, Parameters, Place, properties, property};
use crate::present::packet::Packet;
use crate::present::views::Wanted;
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value};

/// A formatter in a pipeline.
#[derive(Default)]
pub(super) struct Shaping {
    formatter: Option<Formatter>,
}

impl Shaping {
    /// Reads the parameters.
    pub(super) fn begin(&mut self, ctx: &mut Context<'_>, wanted: Wanted) -> Run {
        let place = match wanted {
            Wanted::Table => Place::Table,
            Wanted::List => Place::List,
            Wanted::Wide => Place::Wide,
            Wanted::Custom => Place::Custom,
        };
        let named = ctx.call.items("Property").unwrap_or_default();
        let given = |name: &str| ctx.call.has(name).then(|| ctx.call.flag(name));
        let mut parameters = Parameters {
            wanted: Some(wanted),
            view: ctx.call.text("View").filter(|view| !view.is_empty()),
            auto_size: given("AutoSize"),
            hide_headers: given("HideTableHeaders"),
            wrap: given("Wrap"),
            repeat_header: ctx.call.flag("RepeatHeader"),
            columns: whole(ctx, "Column"),
            depth: whole(ctx, "Depth"),
            force: ctx.call.flag("Force"),
            expand: ctx.call.text("Expand").and_then(|text| Expand::from_text(&text)),
            show_errors: ctx.call.flag("ShowError"),
            display_errors: ctx.call.flag("DisplayError"),
            ..Parameters::default()
        };
        if parameters.view.is_some() && !named.is_empty() {
            return Err(exclusive(
                ctx,
                "FormatCannotSpecifyViewAndProperty",
                "Cmdlet parameters View and Property are mutually exclusive.",
            ));
        }
        if parameters.auto_size == Some(true) && parameters.columns.is_some() {
            return Err(exclusive(
                ctx,
                "FormatCannotSpecifyAutosizeAndColumns",
                "Cmdlet parameters AutoSize and Column are mutually exclusive.",
            ));
        }
        parameters.properties = properties(ctx.host.runtime(), &named, place)?;
        if let Some(group_by) = ctx.call.get("GroupBy").cloned().filter(|value| !value.is_null()) {
            parameters.group_by = Some(property(ctx.host.runtime(), &group_by, Place::GroupBy)?.into());
        }
        self.formatter = Some(Formatter::new(parameters, display::settings(engine_of(ctx.host))));
        Ok(())
    }

    /// Formats the pipeline's object.
    pub(super) fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (Some(formatter), Some(value)) = (&mut self.formatter, ctx.input()) else { return Ok(()) };
        let mut packets = Vec::new();
        let formatted = formatter.object(ctx.host.runtime(), &value, &mut packets);
        write(ctx, packets)?;
        formatted
    }

    /// Ends the sequence.
    pub(super) fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(mut formatter) = self.formatter.take() else { return Ok(()) };
        let mut packets = Vec::new();
        formatter.finish(&mut packets);
        write(ctx, packets)
    }
}

fn write(ctx: &mut Context<'_>, packets: Vec<Packet>) -> Run {
    packets.into_iter().try_for_each(|packet| ctx.write(packet.into_value()))
}

fn whole(ctx: &Context<'_>, name: &str) -> Option<usize> {
    ctx.call.integer(name).and_then(|number| usize::try_from(number).ok())
}

fn exclusive(ctx: &mut Context<'_>, id: &str, words: &str) -> Raise {
    let record =
        ErrorRecord::new(TypeId::INVALID_DATA_EXCEPTION, "Found invalid data while decoding.", id, Category::InvalidArgument, Value::Null);
    *record.0.details.borrow_mut() = Some((words.into(), None));
    ctx.raise(record)
}
