//! `$PSStyle`: escape sequences by name, and the styles that the display uses.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::engine::Engine;
use crate::present::style::Formatting;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, Run, TypeId, Value, convert};

/// `OutputRendering`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Rendering {
    /// Colours at a terminal.
    #[default]
    Host,
    /// None.
    PlainText,
    /// Always.
    Ansi,
}

/// What `$PSStyle` holds; the display and the terminal have it, too.
#[derive(Default)]
pub struct Styles {
    /// `.Formatting`.
    pub formatting: Rc<RefCell<Rc<Formatting>>>,
    /// `.OutputRendering`.
    pub rendering: Cell<Rendering>,
    /// `.Progress`: style, width, view and whether the terminal's title shows it.
    progress: RefCell<Vec<(&'static str, Value)>>,
    feedback: RefCell<Vec<(&'static str, Value)>>,
    files: RefCell<Vec<(&'static str, Value)>>,
}

/// The session's styles.
#[derive(Default, Clone)]
pub struct SessionStyles(pub Rc<Styles>);

/// Sequences that switch something on or off.
const SWITCHES: [(&str, &str); 17] = [
    ("Reset", "\x1b[0m"),
    ("BlinkOff", "\x1b[25m"),
    ("Blink", "\x1b[5m"),
    ("BoldOff", "\x1b[22m"),
    ("Bold", "\x1b[1m"),
    ("DimOff", "\x1b[22m"),
    ("Dim", "\x1b[2m"),
    ("Hidden", "\x1b[8m"),
    ("HiddenOff", "\x1b[28m"),
    ("Reverse", "\x1b[7m"),
    ("ReverseOff", "\x1b[27m"),
    ("ItalicOff", "\x1b[23m"),
    ("Italic", "\x1b[3m"),
    ("UnderlineOff", "\x1b[24m"),
    ("Underline", "\x1b[4m"),
    ("StrikethroughOff", "\x1b[29m"),
    ("Strikethrough", "\x1b[9m"),
];

const COLOURS: [&str; 8] = ["Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"];

const COLOUR_NAMES: [&str; 16] = [
    "Black",
    "BrightBlack",
    "White",
    "BrightWhite",
    "Red",
    "BrightRed",
    "Magenta",
    "BrightMagenta",
    "Blue",
    "BrightBlue",
    "Cyan",
    "BrightCyan",
    "Green",
    "BrightGreen",
    "Yellow",
    "BrightYellow",
];

const FORMATTING: [&str; 11] = [
    "FormatAccent",
    "TableHeader",
    "CustomTableHeaderLabel",
    "ErrorAccent",
    "Error",
    "Warning",
    "Verbose",
    "Debug",
    "FeedbackName",
    "FeedbackText",
    "FeedbackAction",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Root,
    Foreground,
    Background,
    Formatting,
    Progress,
    FileInfo,
}

/// `$PSStyle` or one of its parts.
struct StyleObject {
    kind: Kind,
    styles: Rc<Styles>,
}

/// Puts `$PSStyle` into a session, and tells the terminal of the styles.
pub fn install(engine: &mut Engine) {
    let styles = engine.extension::<SessionStyles>().0.clone();
    *styles.progress.borrow_mut() = vec![
        ("Style", Value::str("\x1b[33;1m")),
        ("MaxWidth", Value::Int(120)),
        ("View", enum_value("ProgressView", 0)),
        ("UseOSCIndicator", Value::Bool(false)),
    ];
    *styles.feedback.borrow_mut() = vec![
        ("FeedbackName", Value::str("\x1b[33m")),
        ("FeedbackText", Value::str("\x1b[96m")),
        ("FeedbackAction", Value::str("\x1b[97m")),
    ];
    let extensions = crate::value::Dict::hashtable();
    for (names, code) in [
        (&[".zip", ".tgz", ".gz", ".tar", ".nupkg", ".cab", ".7z"][..], "\x1b[31;1m"),
        (&[".ps1", ".psd1", ".psm1", ".ps1xml"][..], "\x1b[33;1m"),
    ] {
        for name in names {
            extensions.set_str(name, Value::str(code));
        }
    }
    *styles.files.borrow_mut() = vec![
        ("Directory", Value::str("\x1b[44;1m")),
        ("SymbolicLink", Value::str("\x1b[36;1m")),
        ("Executable", Value::str("\x1b[32;1m")),
        ("Extension", Value::Dict(Rc::new(extensions))),
    ];
    // As for PowerShell, the variable counts whatever its value.
    if engine.environment.contains_key("NO_COLOR")
        || matches!(engine.environment.get("TERM").map(String::as_str), Some("xterm-mono" | "xtermm"))
    {
        styles.rendering.set(Rendering::PlainText);
    }
    engine.ui.use_styles(styles.formatting.clone());
    let value = Object::from_clr(StyleObject { kind: Kind::Root, styles });
    engine.set_fixed("PSStyle", value, 0);
}

/// A value of an enumeration of PowerShell's, by number; the number where there is no such enumeration.
fn enum_value(name: &str, number: i64) -> Value {
    match crate::value::types::resolve(&format!("System.Management.Automation.{name}")) {
        Some(id) => Value::Enum(id, number),
        None => Value::Int(number as i32),
    }
}

/// The sequence of a named colour.
fn colour(name: &str, background: bool) -> Option<String> {
    let (bright, base) = match name.strip_prefix("Bright") {
        Some(base) => (60, base),
        None => (0, name),
    };
    let at = COLOURS.iter().position(|own| *own == base)?;
    Some(format!("\x1b[{}m", 30 + at + bright + if background { 10 } else { 0 }))
}

fn is(name: &str, own: &str) -> bool {
    own.eq_ignore_ascii_case(name)
}

/// A style as it is shown: its name written in it, as `"`e[32m"`.
fn text_of(value: &Value) -> String {
    convert::to_plain_text(value).map_or_else(String::new, |text| text.to_string())
}

impl StyleObject {
    fn part(&self, kind: Kind) -> Value {
        Object::from_clr(StyleObject { kind, styles: self.styles.clone() })
    }

    fn fields(&self) -> &RefCell<Vec<(&'static str, Value)>> {
        match self.kind {
            Kind::Progress => &self.styles.progress,
            Kind::FileInfo => &self.styles.files,
            _ => &self.styles.feedback,
        }
    }

    fn formatting(&self, name: &str) -> Option<Value> {
        let own = self.styles.formatting.borrow();
        let text = match name.to_ascii_lowercase().as_str() {
            "formataccent" => &own.format_accent,
            "tableheader" => &own.table_header,
            "customtableheaderlabel" => &own.custom_table_header_label,
            "erroraccent" => &own.error_accent,
            "error" => &own.error,
            "warning" => &own.warning,
            "verbose" => &own.verbose,
            "debug" => &own.debug,
            _ => return None,
        };
        Some(Value::Str(text.clone()))
    }

    fn set_formatting(&self, name: &str, text: &str) -> bool {
        let mut shared = self.styles.formatting.borrow_mut();
        let own = Rc::make_mut(&mut shared);
        let field = match name.to_ascii_lowercase().as_str() {
            "formataccent" => &mut own.format_accent,
            "tableheader" => &mut own.table_header,
            "customtableheaderlabel" => &mut own.custom_table_header_label,
            "erroraccent" => &mut own.error_accent,
            "error" => &mut own.error,
            "warning" => &mut own.warning,
            "verbose" => &mut own.verbose,
            "debug" => &mut own.debug,
            _ => return false,
        };
        *field = Rc::from(text);
        true
    }
}

/// Only sequences that change colours and looks are styles.
fn check(text: &str) -> Result<(), String> {
    let mut rest = text;
    while !rest.is_empty() {
        match crate::present::cells::escape_len(rest) {
            Some(len) if rest[..len].ends_with('m') => rest = &rest[len..],
            _ => {
                return Err("The specified string contains printable content when it should only contain ANSI escape sequences.".to_owned());
            }
        }
    }
    Ok(())
}

impl ClrObject for StyleObject {
    fn class(&self) -> TypeId {
        let part = |name: &str| crate::value::types::resolve(name).unwrap_or(TypeId::OBJECT);
        match self.kind {
            Kind::Root => TypeId::PS_STYLE,
            Kind::Foreground => part("System.Management.Automation.PSStyle+ForegroundColor"),
            Kind::Background => part("System.Management.Automation.PSStyle+BackgroundColor"),
            Kind::Formatting => part("System.Management.Automation.PSStyle+FormattingData"),
            Kind::Progress => part("System.Management.Automation.PSStyle+ProgressConfiguration"),
            Kind::FileInfo => part("System.Management.Automation.PSStyle+FileInfoFormatting"),
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        match self.kind {
            Kind::Root => {
                let mut names = vec!["OutputRendering", "AutoSizeDefaultFormatting"];
                names.extend(SWITCHES.iter().map(|(name, _)| *name));
                names.extend(["Formatting", "Progress", "Foreground", "Background", "FileInfo"]);
                names
            }
            Kind::Foreground | Kind::Background => COLOUR_NAMES.to_vec(),
            Kind::Formatting => FORMATTING.to_vec(),
            Kind::Progress | Kind::FileInfo => self.fields().borrow().iter().map(|(name, _)| *name).collect(),
        }
    }

    fn get(&self, name: &str) -> Option<Value> {
        match self.kind {
            Kind::Root => {
                if let Some((_, code)) = SWITCHES.iter().find(|(own, _)| is(name, own)) {
                    return Some(Value::str(code));
                }
                Some(match name.to_ascii_lowercase().as_str() {
                    "outputrendering" => enum_value("OutputRendering", self.styles.rendering.get() as i64),
                    "autosizedefaultformatting" => Value::Bool(false),
                    "formatting" => self.part(Kind::Formatting),
                    "progress" => self.part(Kind::Progress),
                    "foreground" => self.part(Kind::Foreground),
                    "background" => self.part(Kind::Background),
                    "fileinfo" => self.part(Kind::FileInfo),
                    _ => return None,
                })
            }
            Kind::Foreground | Kind::Background => {
                let own = COLOUR_NAMES.iter().find(|own| is(name, own))?;
                colour(own, self.kind == Kind::Background).map(Value::from)
            }
            Kind::Formatting if self.formatting(name).is_some() => self.formatting(name),
            _ => self.fields().borrow().iter().find(|(own, _)| is(name, own)).map(|(_, value)| value.clone()),
        }
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let text = text_of(value);
        match self.kind {
            Kind::Root if is(name, "OutputRendering") => {
                let number = match value.base() {
                    Value::Enum(_, number) => *number,
                    Value::Int(number) => i64::from(*number),
                    _ => ["Host", "PlainText", "Ansi"].iter().position(|own| is(&text, own)).map_or(-1, |at| at as i64),
                };
                self.styles.rendering.set(match number {
                    0 => Rendering::Host,
                    1 => Rendering::PlainText,
                    2 => Rendering::Ansi,
                    _ => {
                        return Some(Err(format!(
                            "Cannot convert value \"{text}\" to type \"System.Management.Automation.OutputRendering\". Specify one of: Host, PlainText, Ansi."
                        )));
                    }
                });
                Some(Ok(()))
            }
            Kind::Root if is(name, "AutoSizeDefaultFormatting") => Some(Ok(())),
            Kind::Root | Kind::Foreground | Kind::Background => None,
            Kind::Formatting if self.formatting(name).is_some() => {
                if let Err(message) = check(&text) {
                    return Some(Err(message));
                }
                self.set_formatting(name, &text);
                Some(Ok(()))
            }
            _ => {
                let mut fields = self.fields().borrow_mut();
                let (_, own) = fields.iter_mut().find(|(own, _)| is(name, own))?;
                if matches!(own, Value::Str(_))
                    && let Err(message) = check(&text)
                {
                    return Some(Err(message));
                }
                *own = match own {
                    Value::Enum(id, _) => {
                        let id = *id;
                        let known = id.enum_values().iter().find(|(name, _)| is(&text, name)).map(|(_, number)| *number);
                        match known {
                            Some(number) => Value::Enum(id, number),
                            None => return Some(Err(format!("The value '{text}' is none of the enumeration's."))),
                        }
                    }
                    _ => value.clone(),
                };
                Some(Ok(()))
            }
        }
    }

    fn to_text(&self, _: &Culture) -> Option<String> {
        None
    }
}

/// Methods of `$PSStyle` and its parts.
pub fn method(engine: &mut Engine, target: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    let kind = target.downcast::<StyleObject>()?.kind;
    let number = |engine: &mut Engine, value: &Value| match convert::try_cast(engine, value, TypeId::INT32) {
        Ok(Value::Int(number)) => number,
        _ => 0,
    };
    match (kind, name.to_ascii_lowercase().as_str()) {
        (Kind::Root, "formathyperlink") => Some((|| {
            let text = convert::to_text(engine, arguments.first().unwrap_or(&Value::Null))?;
            let link = convert::to_text(engine, arguments.get(1).unwrap_or(&Value::Null))?;
            let link = if link.matches('/').count() == 2 { format!("{link}/") } else { link.to_string() };
            Ok(Value::from(format!("\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\")))
        })()),
        (Kind::Foreground | Kind::Background, "fromrgb") => {
            let (red, green, blue) = match arguments {
                [red, green, blue] => (number(engine, red), number(engine, green), number(engine, blue)),
                [rgb] => {
                    let rgb = number(engine, rgb);
                    (rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255)
                }
                _ => return None,
            };
            let ground = if kind == Kind::Background { 48 } else { 38 };
            Some(Ok(Value::from(format!("\x1b[{ground};2;{red};{green};{blue}m"))))
        }
        _ => None,
    }
}

/// Static members of the class.
pub fn static_call(engine: &mut Engine, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    const ORDER: [&str; 16] = [
        "Black",
        "Blue",
        "Green",
        "Cyan",
        "Red",
        "Magenta",
        "Yellow",
        "White",
        "BrightBlack",
        "BrightBlue",
        "BrightGreen",
        "BrightCyan",
        "BrightRed",
        "BrightMagenta",
        "BrightYellow",
        "BrightWhite",
    ];
    let code = |engine: &mut Engine, value: Option<&Value>, background: bool| -> Run<String> {
        let value = convert::cast(engine, value.unwrap_or(&Value::Null), TypeId::CONSOLE_COLOR)?;
        let at = match value {
            Value::Enum(_, number) => usize::try_from(number).unwrap_or(0),
            _ => 0,
        };
        Ok(colour(ORDER.get(at).unwrap_or(&"White"), background).unwrap_or_default())
    };
    match name.to_ascii_lowercase().as_str() {
        "mapforegroundcolortoescapesequence" => Some(code(engine, arguments.first(), false).map(Value::from)),
        "mapbackgroundcolortoescapesequence" => Some(code(engine, arguments.first(), true).map(Value::from)),
        "mapcolorpairtoescapesequence" => Some((|| {
            let (front, back) = (code(engine, arguments.first(), false)?, code(engine, arguments.get(1), true)?);
            let inner = |code: &str| code.trim_start_matches("\x1b[").trim_end_matches('m').to_owned();
            Ok(Value::from(format!("\x1b[{};{}m", inner(&front), inner(&back))))
        })()),
        _ => None,
    }
}
