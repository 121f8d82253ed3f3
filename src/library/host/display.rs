//! The session's display: objects through the formatter to the terminal, errors through the error view.
//!
//! A script's output is one stream: a table goes on over statements, and its first rows wait a moment for others.
//! What is written past the formatter (`Write-Host`, warnings, native programs) does not wait for them, as in
//! PowerShell; errors do.

use std::rc::Rc;

use super::ps_style::{Rendering as Asked, SessionStyles};
use crate::cmdlet::{Host, Output};
use crate::engine::Engine;
use crate::present::draw::{LineSink, Surface};
use crate::present::error_view::{self, ErrorOptions, ErrorView};
use crate::present::format::Settings;
use crate::present::output::Output as Shown;
use crate::present::style::{Formatting, Rendering};
use crate::present::terminal::{Terminal, gate};
use crate::present::views::ViewBase;
use crate::present::wrap::wraps_words;
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
    engine.error_text = Some(Rc::new(|engine, record| {
        let text = error_text(engine, record);
        queue_error(engine, text)
    }));
    engine.format_objects = Some(Rc::new(format));
    engine.make_object = Some(crate::library::files::file_info::new_object);
}

/// The views of the session.
pub fn views(engine: &mut Engine) -> Rc<ViewBase> {
    engine.extension::<Display>().views.get_or_insert_with(ViewBase::built_in).clone()
}

/// The terminal as the engine's host knows it.
pub fn terminal(engine: &Engine) -> Terminal {
    let colours = engine.ui.colors();
    match engine.ui.width() {
        Some(columns) => Terminal { columns, rows: engine.ui.height().unwrap_or(Terminal::NONE.rows), is_terminal: true, colours },
        None => Terminal { colours, ..Terminal::NONE },
    }
}

/// How objects are formatted now.
pub fn settings(engine: &mut Engine) -> Settings {
    let limit = match engine.lookup(Symbol::FORMAT_ENUMERATION_LIMIT) {
        Some(Value::Int(limit)) => i64::from(limit),
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
    let terminal = terminal(engine);
    let (styles, colours) = styles(engine, terminal.colours);
    ErrorOptions { view, width: terminal.columns, styles: colours.then_some(styles) }
}

/// The terminal as a surface.
pub fn surface(engine: &mut Engine) -> Surface {
    let terminal = terminal(engine);
    let width = terminal.usable_width();
    surface_of(engine, width, width, terminal.colours)
}

/// A surface for text that does not go to the terminal: as wide as was said, else lists as wide as they like and
/// tables as wide as the window.
pub fn text_surface(engine: &mut Engine, width: Option<usize>) -> Surface {
    let columns = terminal(engine).columns;
    surface_of(engine, width.unwrap_or(usize::MAX / 4), width.unwrap_or(columns), false)
}

fn surface_of(engine: &mut Engine, width: usize, table_width: usize, colours: bool) -> Surface {
    let (styles, colours) = styles(engine, colours);
    let rendering = if colours { Rendering::Ansi } else { Rendering::Plain };
    let height = engine.ui.height().unwrap_or(Terminal::NONE.rows);
    Surface { width, table_width, height, rendering, styles, words: wraps_words(&engine.culture) }
}

/// The styles as `$PSStyle` has them, and whether they are used where colours are possible or not.
fn styles(engine: &mut Engine, colours: bool) -> (Rc<Formatting>, bool) {
    let own = engine.extension::<SessionStyles>().0.clone();
    let used = match own.rendering.get() {
        Asked::Host => colours,
        Asked::PlainText => false,
        Asked::Ansi => true,
    };
    let formatting = own.formatting.borrow().clone();
    (formatting, used)
}

/// A line on its way to standard output or standard error.
enum Line {
    Out(String),
    Error(String),
}

/// Lines on their way to the terminal.
#[derive(Default)]
struct Lines(Vec<Line>);

impl LineSink for Lines {
    fn line(&mut self, text: &str) -> Run {
        self.0.push(Line::Out(text.to_owned()));
        Ok(())
    }

    fn error(&mut self, text: &str) -> Run {
        self.0.push(Line::Error(text.to_owned()));
        Ok(())
    }
}

impl Lines {
    fn write(self, engine: &mut Engine) {
        let at_terminal = engine.ui.width().is_some();
        for line in self.0 {
            let (mut text, is_error) = match line {
                Line::Out(text) => (text, false),
                Line::Error(text) => (text, true),
            };
            if at_terminal {
                text = gate(&text).into_owned();
            }
            text.push('\n');
            if is_error { engine.ui.write_err(&text) } else { engine.ui.write_out(&text) }
        }
    }
}

/// Shows an object.
pub fn show(engine: &mut Engine, value: Value) -> Run {
    // An error that a redirection put among the output is shown as what it is.
    if value.note(crate::engine::WRITE_ERROR_STREAM).is_some()
        && let Some(record) = ErrorRecord::from_value(&value)
    {
        engine.show_error(&record);
        return Ok(());
    }
    let mut shown = match engine.extension::<Display>().shown.take() {
        Some(shown) => shown,
        None => Shown::new(surface(engine)),
    };
    let settings = settings(engine);
    let mut lines = Lines::default();
    let result = shown.object(engine, &settings, &value, &mut lines);
    lines.write(engine);
    engine.extension::<Display>().shown = Some(shown);
    result
}

/// Ends what is being shown.
pub fn flush(engine: &mut Engine) -> Run {
    let Some(mut shown) = engine.extension::<Display>().shown.take() else { return Ok(()) };
    let mut lines = Lines::default();
    let result = shown.finish(&mut lines);
    lines.write(engine);
    result
}

/// Puts an error's text behind the rows that wait, if any do; gives back what is to be written at once.
fn queue_error(engine: &mut Engine, text: String) -> String {
    let Some(mut shown) = engine.extension::<Display>().shown.take() else { return format!("{text}\n") };
    let mut lines = Lines::default();
    // Plain text cannot fail to be drawn.
    let _ = shown.error(text, &mut lines);
    lines.write(engine);
    engine.extension::<Display>().shown = Some(shown);
    String::new()
}

/// Objects as text for files and programs.
pub fn format(engine: &mut Engine, values: &[Value]) -> Run<String> {
    let settings = settings(engine);
    let surface = text_surface(engine, None);
    let lines = crate::present::output::lines(engine, &settings, surface, values)?;
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

/// An error as standard error shows it, without a line end at its end.
pub fn error_text(engine: &mut Engine, record: &ErrorRecord) -> String {
    let options = error_options(engine);
    match error_view::text(engine, record, &options) {
        Ok(text) => text,
        Err(_) => record.message().to_string(),
    }
}

/// The end of a pipeline at the top: shows what comes.
pub struct ToHost;

impl Output for ToHost {
    fn push(&mut self, host: &mut dyn Host, value: Value) -> Run {
        show(crate::engine::engine_of(host), value)
    }

    fn is_host(&self) -> bool {
        true
    }
}

/// A cmdlet's own stream to the host: `Out-Host`, `Out-Default`.
#[derive(Default)]
pub struct HostStream(Option<Shown>);

impl HostStream {
    /// Takes an object.
    pub fn object(&mut self, engine: &mut Engine, value: &Value) -> Run {
        if value.note(crate::engine::WRITE_ERROR_STREAM).is_some()
            && let Some(record) = ErrorRecord::from_value(value)
        {
            engine.show_error(&record);
            return Ok(());
        }
        let settings = settings(engine);
        let surface = surface(engine);
        let shown = self.0.get_or_insert_with(|| Shown::new(surface));
        let mut lines = Lines::default();
        let result = shown.object(engine, &settings, value, &mut lines);
        lines.write(engine);
        result
    }

    /// Ends the stream.
    pub fn finish(&mut self, engine: &mut Engine) -> Run {
        let Some(mut shown) = self.0.take() else { return Ok(()) };
        let mut lines = Lines::default();
        let result = shown.finish(&mut lines);
        lines.write(engine);
        result
    }
}
