//! The session's display: objects through the formatter to the terminal, errors through the error view.

use std::rc::Rc;

use crate::cmdlet::{Host, Output};
use crate::engine::Engine;
use crate::present::draw::{LineSink, Surface};
use crate::present::error_view::{self, ErrorOptions, ErrorView};
use crate::present::format::Settings;
use crate::present::output::Output as Shown;
use crate::present::views::ViewBase;
use crate::program::Symbol;
use crate::value::{ErrorRecord, Run, Value};

/// What the display keeps in the session.
#[derive(Default)]
pub struct Display {
    shown: Option<Shown>,
    views: Option<Rc<ViewBase>>,
}

/// Connects the engine with the formatter.
pub fn install(engine: &mut Engine) {
    engine.show = Some(Rc::new(|engine, value| match value {
        Some(value) => show(engine, value),
        None => flush(engine),
    }));
    engine.flush_show = Some(Rc::new(flush));
    engine.error_text = Some(Rc::new(|engine, record| error_text(engine, record)));
    engine.format_objects = Some(Rc::new(|engine, values| {
        let width = engine.ui.width().unwrap_or(80);
        format(engine, values, width)
    }));
}

/// The views of the session.
pub fn views(engine: &mut Engine) -> Rc<ViewBase> {
    engine.extension::<Display>().views.get_or_insert_with(ViewBase::built_in).clone()
}

/// How objects are formatted now.
pub fn settings(engine: &mut Engine) -> Settings {
    let limit = match engine.lookup(Symbol::FORMAT_ENUMERATION_LIMIT) {
        Some(Value::Int(limit)) => limit as i64,
        _ => 4,
    };
    let errors = error_options(engine);
    Settings { limit, views: views(engine), errors }
}

fn error_options(engine: &mut Engine) -> ErrorOptions {
    let view = match engine.lookup(Symbol::ERROR_VIEW) {
        Some(Value::Enum(_, 0)) => ErrorView::Normal,
        Some(Value::Enum(_, 1)) => ErrorView::Category,
        Some(Value::Enum(_, 3)) => ErrorView::Detailed,
        Some(Value::Str(text)) => ErrorView::from_text(&text),
        _ => ErrorView::Concise,
    };
    let mut options = ErrorOptions::plain(engine.ui.width().unwrap_or(120));
    options.view = view;
    if engine.ui.colors() {
        options.styles = Some(Rc::default());
    }
    options
}

/// The terminal as a surface.
pub fn surface(engine: &mut Engine) -> Surface {
    let width = engine.ui.width().unwrap_or(80);
    let mut surface = Surface::plain(width, &engine.culture);
    if engine.ui.colors() {
        surface.rendering = crate::present::style::Rendering::Ansi;
    }
    surface
}

/// Lines on their way to the terminal.
struct Lines(String);

impl LineSink for Lines {
    fn line(&mut self, text: &str) -> Run {
        self.0.push_str(text);
        self.0.push('\n');
        Ok(())
    }
}

/// Shows an object.
pub fn show(engine: &mut Engine, value: Value) -> Run {
    let mut shown = match engine.extension::<Display>().shown.take() {
        Some(shown) => shown,
        None => Shown::new(surface(engine)),
    };
    let settings = settings(engine);
    let mut lines = Lines(String::new());
    let result = shown.object(engine, &settings, &value, &mut lines);
    engine.ui.write_out(&lines.0);
    engine.extension::<Display>().shown = Some(shown);
    result
}

/// Ends what is being shown.
pub fn flush(engine: &mut Engine) -> Run {
    let Some(mut shown) = engine.extension::<Display>().shown.take() else { return Ok(()) };
    let mut lines = Lines(String::new());
    let result = shown.finish(&mut lines);
    engine.ui.write_out(&lines.0);
    result
}

/// Objects as text, laid out for this width.
pub fn format(engine: &mut Engine, values: &[Value], width: usize) -> Run<String> {
    let settings = settings(engine);
    let surface = Surface::plain(width, &engine.culture);
    let lines = crate::present::output::lines(engine, &settings, surface, values)?;
    let mut text = String::new();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}

/// An error as standard error shows it.
pub fn error_text(engine: &mut Engine, record: &ErrorRecord) -> String {
    let options = error_options(engine);
    match error_view::text(engine, record, &options) {
        Ok(text) => format!("{text}\n"),
        Err(_) => format!("{}\n", record.message()),
    }
}

/// The end of a pipeline at the top: shows what comes.
pub struct ToHost;

impl Output for ToHost {
    fn push(&mut self, host: &mut dyn Host, value: Value) -> Run {
        let engine = crate::engine::engine_of(host);
        if let Some(record) = ErrorRecord::from_value(&value) {
            // An error in the output stream is shown as an error, on standard output.
            let _ = record;
        }
        show(engine, value)
    }
}
