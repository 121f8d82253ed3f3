//! `Get-PSReadLineOption` and `Set-PSReadLineOption`.

use super::options::{COLORS, ReadLine, color_of, history_path};
use super::{Options, bindings};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Object, Run, ScriptBlock, TypeId, Value, convert};
use std::rc::Rc;

/// What `Get-PSReadLineOption` says of itself.
pub const GET_SPEC: Spec = Spec {
    verb: "Get",
    noun: "PSReadLineOption",
    module: "PSReadLine",
    synopsis: "Shows the settings of the prompt's line editor.",
    description: "Gives one object with all settings: edit mode, history, suggestions, colours.",
    parameters: parameters::GET_PSREADLINEOPTION,
    output: &["Microsoft.PowerShell.PSConsoleReadLineOptions"],
    related: &["Set-PSReadLineOption", "Get-PSReadLineKeyHandler"],
    examples: &[
        Example::new("The edit mode", "(Get-PSReadLineOption).EditMode", "Emacs\n"),
        Example::new("How many lines the history keeps", "(Get-PSReadLineOption).MaximumHistoryCount", "4096\n"),
    ],
    ..Spec::EMPTY
};

/// What `Set-PSReadLineOption` says of itself.
pub const SET_SPEC: Spec = Spec {
    verb: "Set",
    noun: "PSReadLineOption",
    module: "PSReadLine",
    synopsis: "Changes settings of the prompt's line editor.",
    description: "What is set holds for this session; a profile script is the place for what shall always hold. -EditMode sets the keys of that mode anew.",
    parameters: parameters::SET_PSREADLINEOPTION,
    default_set: parameters::SET_PSREADLINEOPTION_DEFAULT,
    related: &["Get-PSReadLineOption", "Set-PSReadLineKeyHandler"],
    examples: &[
        Example::new(
            "Tab goes through the matches",
            "Set-PSReadLineOption -EditMode Windows\n(Get-PSReadLineOption).EditMode",
            "Windows\n",
        ),
        Example::new("No suggestions", "Set-PSReadLineOption -PredictionSource None\n(Get-PSReadLineOption).PredictionSource", "None\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry of `Get-PSReadLineOption`.
pub const GET_OPTION: Entry = entry!(GET_SPEC, GetOption);
/// The registry's entry of `Set-PSReadLineOption`.
pub const SET_OPTION: Entry = entry!(SET_SPEC, SetOption);

#[derive(Default)]
struct GetOption;

impl Cmdlet for GetOption {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let value = options_value(ctx.engine())?;
        ctx.write(value)
    }
}

fn enum_value(engine: &mut Engine, type_name: &str, number: i64) -> Run<Value> {
    let full = format!("Microsoft.PowerShell.{type_name}");
    match crate::value::types::resolve(&full) {
        Some(id) => convert::cast(engine, &Value::Int(number as i32), id),
        None => Ok(Value::Int(number as i32)),
    }
}

/// The numbers of the edit modes.
fn mode_number(mode: &str) -> i64 {
    match mode {
        "Windows" => 0,
        "Vi" => 2,
        _ => 1,
    }
}

/// The settings as an object.
pub fn options_value(engine: &mut Engine) -> Run<Value> {
    let options = engine.extension::<ReadLine>().options.clone();
    let path = history_path(engine).unwrap_or_default();
    let block = |block: &Option<Rc<ScriptBlock>>| block.clone().map_or(Value::Null, Value::ScriptBlock);
    let mut pairs: Vec<(String, Value)> = Vec::new();
    let mut put = |name: &str, value: Value| pairs.push((name.to_owned(), value));
    put("EditMode", enum_value(engine, "EditMode", mode_number(options.edit_mode))?);
    put("AddToHistoryHandler", block(&options.add_to_history));
    put("HistoryNoDuplicates", Value::Bool(options.history_no_duplicates));
    put("HistorySavePath", Value::str(&path));
    put("HistorySaveStyle", enum_value(engine, "HistorySaveStyle", options.history_save_style)?);
    put("HistorySearchCaseSensitive", Value::Bool(options.history_search_case_sensitive));
    put("HistorySearchCursorMovesToEnd", Value::Bool(options.history_search_cursor_moves_to_end));
    put("MaximumHistoryCount", Value::Int(options.maximum_history_count));
    put("ContinuationPrompt", Value::str(&options.continuation_prompt));
    put("ExtraPromptLineCount", Value::Int(options.extra_prompt_line_count));
    put("PromptText", Value::array(options.prompt_text.iter().map(Value::str).collect()));
    put("BellStyle", enum_value(engine, "BellStyle", options.bell_style)?);
    put("DingDuration", Value::Int(options.ding_duration));
    put("DingTone", Value::Int(options.ding_tone));
    let names = ["ForEach-Object", "%", "Invoke-Command", "icm", "Measure-Command", "New-Module", "nmo", "Register-EngineEvent"];
    put("CommandsToValidateScriptBlockArguments", Value::array(names.map(Value::str).to_vec()));
    put("CommandValidationHandler", block(&options.command_validation));
    put("CompletionQueryItems", Value::Int(options.completion_query_items));
    put("MaximumKillRingCount", Value::Int(options.maximum_kill_ring_count));
    put("ShowToolTips", Value::Bool(options.show_tool_tips));
    put("ScreenReaderModeEnabled", Value::Bool(options.screen_reader));
    put("ViModeIndicator", enum_value(engine, "ViModeStyle", options.vi_mode_indicator)?);
    put("ViModeChangeHandler", block(&options.vi_mode_change));
    put("WordDelimiters", Value::str(&options.word_delimiters));
    put("AnsiEscapeTimeout", Value::Int(options.ansi_escape_timeout));
    put("PredictionSource", enum_value(engine, "PredictionSource", options.prediction_source)?);
    put("PredictionViewStyle", enum_value(engine, "PredictionViewStyle", options.prediction_view_style)?);
    put("TerminateOrphanedConsoleApps", Value::Bool(options.terminate_orphaned));
    for ((name, _), code) in COLORS.iter().zip(&options.colors) {
        put(&format!("{name}Color"), Value::str(code));
    }
    Ok(Object::record(
        Some("Microsoft.PowerShell.PSConsoleReadLineOptions"),
        pairs.iter().map(|(name, value)| (name.as_str(), value.clone())),
    ))
}

#[derive(Default)]
struct SetOption;

impl Cmdlet for SetOption {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut options = ctx.engine().extension::<ReadLine>().options.clone();
        let number = |ctx: &Context<'_>, name: &str| match ctx.call.get(name).map(Value::base) {
            Some(Value::Enum(_, number)) => Some(*number),
            Some(Value::Int(number)) => Some(i64::from(*number)),
            _ => None,
        };
        let flag = |ctx: &Context<'_>, name: &str, own: &mut bool| {
            if ctx.call.has(name) {
                *own = ctx.call.flag(name);
            }
        };
        let count = |ctx: &Context<'_>, name: &str, own: &mut i32| {
            if let Some(value) = number(ctx, name) {
                *own = value as i32;
            }
        };
        flag(ctx, "HistoryNoDuplicates", &mut options.history_no_duplicates);
        flag(ctx, "HistorySearchCursorMovesToEnd", &mut options.history_search_cursor_moves_to_end);
        flag(ctx, "HistorySearchCaseSensitive", &mut options.history_search_case_sensitive);
        flag(ctx, "ShowToolTips", &mut options.show_tool_tips);
        flag(ctx, "TerminateOrphanedConsoleApps", &mut options.terminate_orphaned);
        flag(ctx, "EnableScreenReaderMode", &mut options.screen_reader);
        count(ctx, "MaximumHistoryCount", &mut options.maximum_history_count);
        count(ctx, "MaximumKillRingCount", &mut options.maximum_kill_ring_count);
        count(ctx, "ExtraPromptLineCount", &mut options.extra_prompt_line_count);
        count(ctx, "DingTone", &mut options.ding_tone);
        count(ctx, "DingDuration", &mut options.ding_duration);
        count(ctx, "CompletionQueryItems", &mut options.completion_query_items);
        count(ctx, "AnsiEscapeTimeout", &mut options.ansi_escape_timeout);
        for (name, own) in [
            ("BellStyle", &mut options.bell_style),
            ("HistorySaveStyle", &mut options.history_save_style),
            ("ViModeIndicator", &mut options.vi_mode_indicator),
            ("PredictionSource", &mut options.prediction_source),
            ("PredictionViewStyle", &mut options.prediction_view_style),
        ] {
            if let Some(value) = number(ctx, name) {
                *own = value;
            }
        }
        if let Some(text) = ctx.call.text("ContinuationPrompt") {
            options.continuation_prompt = text.to_string();
        }
        if let Some(text) = ctx.call.text("WordDelimiters") {
            options.word_delimiters = text.to_string();
        }
        if let Some(texts) = ctx.call.texts("PromptText") {
            options.prompt_text = texts.iter().map(|text| text.to_string()).collect();
        }
        if let Some(path) = ctx.call.text("HistorySavePath") {
            options.history_save_path = Some(ctx.engine().resolve_path(&path).to_string_lossy().into_owned());
        }
        for (name, own) in [
            ("AddToHistoryHandler", &mut options.add_to_history),
            ("CommandValidationHandler", &mut options.command_validation),
            ("ViModeChangeHandler", &mut options.vi_mode_change),
        ] {
            if let Some(value) = ctx.call.get(name) {
                *own = block_of(value);
            }
        }
        self.colors(ctx, &mut options)?;
        let mode = number(ctx, "EditMode");
        let own = ctx.engine().extension::<ReadLine>();
        if let Some(mode) = mode {
            options.edit_mode = match mode {
                0 => "Windows",
                2 => "Vi",
                _ => "Emacs",
            };
            own.bindings = bindings::initial(options.edit_mode);
            own.vi_bindings = bindings::vi_command();
        }
        own.options = options;
        own.version += 1;
        Ok(())
    }
}

/// The script of a handler; a delegate's own script inside.
fn block_of(value: &Value) -> Option<Rc<ScriptBlock>> {
    match value.base() {
        Value::ScriptBlock(block) => Some(block.clone()),
        _ => None,
    }
}

impl SetOption {
    /// `-Colors @{ Command = '#8181f7' }`.
    fn colors(&self, ctx: &mut Context<'_>, options: &mut Options) -> Run {
        let Some(Value::Dict(colors)) = ctx.call.get("Colors").map(Value::base).cloned() else { return Ok(()) };
        for (key, value) in colors.pairs() {
            let name = convert::to_text(ctx.engine(), &key)?;
            let bare = name.strip_suffix("Color").unwrap_or(&name);
            let bare = if bare.eq_ignore_ascii_case("Default") { "DefaultToken" } else { bare };
            let Some(at) = COLORS.iter().position(|(own, _)| own.eq_ignore_ascii_case(bare)) else {
                let message = format!("The key '{name}' is not a color of the line editor.");
                return Err(ctx.raise(ErrorRecord::new(
                    TypeId::ARGUMENT_EXCEPTION,
                    message,
                    "InvalidColorKey",
                    Category::InvalidArgument,
                    key.clone(),
                )));
            };
            let text = convert::to_text(ctx.engine(), &value)?;
            match color_of(&value, &text) {
                Ok(code) => options.colors[at] = code,
                Err(message) => {
                    return Err(ctx.raise(ErrorRecord::new(
                        TypeId::ARGUMENT_EXCEPTION,
                        message,
                        "InvalidColorParameter",
                        Category::InvalidArgument,
                        value.clone(),
                    )));
                }
            }
        }
        Ok(())
    }
}
