//! The command line, as PowerShell takes it: any case, unambiguous beginnings of names.

/// What the program is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The prompt.
    Interactive,
    /// A script file with its arguments.
    File(String, Vec<String>),
    /// `test`: tests of these words of the command line.
    Test(Vec<String>),
    /// A text.
    Command(String),
    /// A text whose `$args` are what stands behind it.
    CommandWithArgs(String, Vec<String>),
    /// A text from standard input.
    Input,
    /// `-Version`.
    Version,
    /// `-Help`.
    Help,
    /// `-ShellFile`: completions for another shell, or the manual page.
    ShellFile(String),
}

/// The command line.
#[derive(Debug, Clone)]
pub struct Arguments {
    /// What to do.
    pub action: Action,
    /// `-NonInteractive`.
    pub non_interactive: bool,
    /// `-NoProfile`.
    pub no_profile: bool,
    /// `-NoLogo`.
    pub no_logo: bool,
    /// `-NoExit`.
    pub no_exit: bool,
    /// `-Plain`: nothing on the screen changes once it is drawn.
    pub plain: bool,
    /// `-Tenant`.
    pub tenant: Option<String>,
    /// `-Seed`.
    pub seed: Option<u64>,
    /// `-Now`.
    pub now: Option<String>,
    /// `-Culture`.
    pub culture: Option<String>,
    /// `-Outbox`.
    pub outbox: Option<String>,
    /// `-Plan`.
    pub plan: bool,
    /// `-Json`: the plan's report as JSON.
    pub json: bool,
    /// `-Timeout`, in seconds.
    pub timeout: Option<f64>,
    /// `-MaxMemory`, in bytes.
    pub max_memory: Option<u64>,
    /// `-WorkingDirectory`.
    pub working_directory: Option<String>,
}

/// The options' names, their short forms, and whether they take a value.
pub const OPTIONS: &[(&str, &str, bool)] = &[
    ("file", "f", true),
    ("command", "c", true),
    ("commandwithargs", "cwa", true),
    ("encodedcommand", "e", true),
    ("noprofile", "nop", false),
    ("noninteractive", "noni", false),
    ("nologo", "nol", false),
    ("noexit", "noe", false),
    ("interactive", "i", false),
    ("executionpolicy", "ex", true),
    ("version", "v", false),
    ("help", "h", false),
    ("outputformat", "o", true),
    ("inputformat", "inp", true),
    ("login", "l", false),
    ("mta", "mta", false),
    ("sta", "sta", false),
    ("workingdirectory", "w", true),
    ("configurationname", "config", true),
    ("settingsfile", "settings", true),
    ("tenant", "t", true),
    ("seed", "seed", true),
    ("now", "now", true),
    ("culture", "cu", true),
    ("outbox", "outb", true),
    ("plan", "p", false),
    ("plain", "plain", false),
    ("json", "j", false),
    ("timeout", "timeo", true),
    ("maxmemory", "m", true),
    ("shellfile", "shellfile", true),
];

impl Arguments {
    /// Reads the command line; the error is what to print with exit code 64.
    pub fn parse(words: &[String]) -> Result<Arguments, String> {
        let mut arguments = Arguments {
            action: Action::Interactive,
            non_interactive: false,
            no_profile: false,
            no_logo: false,
            no_exit: false,
            plain: false,
            tenant: None,
            seed: None,
            now: None,
            culture: None,
            outbox: None,
            plan: false,
            json: false,
            timeout: None,
            max_memory: None,
            working_directory: None,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let Some(option) = word.strip_prefix("--").or_else(|| word.strip_prefix('-')).filter(|rest| !rest.is_empty()) else {
                arguments.action = match word.as_str() {
                    "test" => Action::Test(arguments.take_session_words(words.cloned().collect())?),
                    _ => Action::File(word.clone(), words.cloned().collect()),
                };
                return Ok(arguments);
            };
            let option = option.to_lowercase();
            if option == "?" {
                arguments.action = Action::Help;
                return Ok(arguments);
            }
            let Some((name, takes_value)) = find(&option) else {
                return Err(no_script(word));
            };
            let mut value = String::new();
            if takes_value {
                value = match words.next() {
                    Some(value) => value.clone(),
                    None => {
                        return Err(missing_value(name));
                    }
                };
            }
            match name {
                "file" => {
                    arguments.action = if value == "-" { Action::Input } else { Action::File(value, words.cloned().collect()) };
                    return Ok(arguments);
                }
                "command" => {
                    if value == "-" {
                        arguments.action = Action::Input;
                        return Ok(arguments);
                    }
                    for word in words.by_ref() {
                        value.push(' ');
                        value.push_str(word);
                    }
                    arguments.action = Action::Command(value);
                    return Ok(arguments);
                }
                "commandwithargs" => {
                    arguments.action = Action::CommandWithArgs(value, words.cloned().collect());
                    return Ok(arguments);
                }
                "encodedcommand" => {
                    arguments.action = Action::Command(decode_command(&value)?);
                }
                "noprofile" => arguments.no_profile = true,
                "noninteractive" => arguments.non_interactive = true,
                "nologo" => arguments.no_logo = true,
                "noexit" => arguments.no_exit = true,
                "version" => {
                    arguments.action = Action::Version;
                    return Ok(arguments);
                }
                "help" => {
                    arguments.action = Action::Help;
                    return Ok(arguments);
                }
                "shellfile" => {
                    arguments.action = Action::ShellFile(value);
                    return Ok(arguments);
                }
                "workingdirectory" => arguments.working_directory = Some(value),
                "tenant" => arguments.tenant = Some(value),
                "seed" => match value.parse() {
                    Ok(seed) => arguments.seed = Some(seed),
                    Err(_) => return Err(format!("-Seed takes a whole number from 0 to {}, but got '{value}'.", u64::MAX)),
                },
                "now" => arguments.now = Some(value),
                "culture" => arguments.culture = Some(value),
                "outbox" => arguments.outbox = Some(value),
                "plan" => arguments.plan = true,
                "plain" => arguments.plain = true,
                "json" => arguments.json = true,
                "timeout" => match value.parse::<f64>() {
                    Ok(seconds) if seconds > 0.0 && seconds.is_finite() => arguments.timeout = Some(seconds),
                    _ => return Err(format!("-Timeout takes a number of seconds above 0, but got '{value}'.")),
                },
                "maxmemory" => match memory(&value) {
                    Some(bytes) => arguments.max_memory = Some(bytes),
                    None => return Err(format!("-MaxMemory takes a number of bytes such as 500MB or 2GB, but got '{value}'.")),
                },
                _ => {}
            }
        }
        Ok(arguments)
    }
}

/// What is said of a word that is neither an option nor a file.
pub fn no_script(word: &str) -> String {
    format!(
        "The argument '{word}' is not recognized as the name of a script file. Check the spelling of the name, or if a path was included, verify that the path is correct and try again."
    )
}

/// What is said of an option without its value.
fn missing_value(name: &str) -> String {
    match name {
        "command" | "commandwithargs" => {
            "Cannot process the command because of a missing parameter. A command must follow -Command.".to_owned()
        }
        "file" => "Cannot process the command because of a missing parameter. A file path must follow -File.".to_owned(),
        _ => format!("Cannot process the command because of a missing parameter. A value must follow -{name}."),
    }
}

impl Arguments {
    /// `-Seed`, `-Now`, `-Culture` and `-Outbox` behind `test` are the session's as before it.
    fn take_session_words(&mut self, words: Vec<String>) -> Result<Vec<String>, String> {
        let mut rest = Vec::new();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let name = word.trim_start_matches('-').to_lowercase();
            let is_own = word.starts_with('-') && matches!(name.as_str(), "seed" | "now" | "culture" | "outbox" | "timeout" | "maxmemory");
            match if is_own { words.next() } else { None } {
                Some(value) => {
                    let parsed = Arguments::parse(&[word, value])?;
                    self.seed = parsed.seed.or(self.seed);
                    self.now = parsed.now.or(self.now.take());
                    self.culture = parsed.culture.or(self.culture.take());
                    self.outbox = parsed.outbox.or(self.outbox.take());
                    self.timeout = parsed.timeout.or(self.timeout);
                    self.max_memory = parsed.max_memory.or(self.max_memory);
                }
                _ => rest.push(word),
            }
        }
        Ok(rest)
    }
}

/// The option that a word names: in full, in its short form, or by an unambiguous beginning.
fn find(word: &str) -> Option<(&'static str, bool)> {
    if let Some((name, _, takes)) = OPTIONS.iter().find(|(name, short, _)| *name == word || *short == word) {
        return Some((name, *takes));
    }
    if matches!(word, "ec" | "enc" | "encoded") {
        return Some(("encodedcommand", true));
    }
    if word == "wd" {
        return Some(("workingdirectory", true));
    }
    if word == "ep" {
        return Some(("executionpolicy", true));
    }
    let mut matches = OPTIONS.iter().filter(|(name, ..)| name.starts_with(word));
    match (matches.next(), matches.next()) {
        (Some((name, _, takes)), None) => Some((name, *takes)),
        _ => None,
    }
}

fn memory(text: &str) -> Option<u64> {
    let lower = text.trim().to_ascii_lowercase();
    let (number, unit) = match lower.strip_suffix("b").unwrap_or(&lower) {
        rest if rest.ends_with('k') => (&rest[..rest.len() - 1], 1 << 10),
        rest if rest.ends_with('m') => (&rest[..rest.len() - 1], 1 << 20),
        rest if rest.ends_with('g') => (&rest[..rest.len() - 1], 1 << 30),
        rest => (rest, 1),
    };
    number.parse::<u64>().ok()?.checked_mul(unit).filter(|bytes| *bytes > 0)
}

/// `-EncodedCommand`: base64 of UTF-16 little-endian text.
fn decode_command(text: &str) -> Result<String, String> {
    let wrong = || {
        "Cannot process the command because the value specified with -EncodedCommand is not properly encoded. The value must be Base64 encoded."
            .to_owned()
    };
    let bytes = crate::value::text::encode::base64_decode(text).map_err(|_| wrong())?;
    if bytes.len() % 2 != 0 {
        return Err(wrong());
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).map_err(|_| wrong())
}

/// What `-Help` prints.
pub const HELP: &str = "Usage: bridgesh[.exe] [-Login] [[-File] <filePath> [args]]
                  [-Command { - | <script-block> | <string> }]
                  [-CommandWithArgs <string>] [-EncodedCommand <Base64EncodedCommand>]
                  [-ExecutionPolicy <ExecutionPolicy>] [-NoExit] [-NoLogo]
                  [-NonInteractive] [-NoProfile] [-WorkingDirectory <directoryPath>]
                  [-Tenant <file>] [-Outbox <folder>] [-Plan [-Json]]
                  [-Seed <number>] [-Now <time>] [-Culture <name>] [-Plain]
                  [-Timeout <seconds>] [-MaxMemory <bytes>]

       bridgesh test [PATH...] [-Watch] [-Output <level>] [-CI] [-Parallel]
                  [-Tag <tag>] [-ExcludeTag <tag>] [-FullName <pattern>]
                  [-Tenant <file>] [-UpdateSnapshot] [-TimeLimit <seconds>]
                  [-Report <file>] [-ReportFormat <format>]
                  [-Coverage <path>] [-CoverageReport <file>]

       bridgesh -h | -Help | -? | /?

  -File         runs a script with the arguments behind it
  -Command      runs a text; - reads it from standard input
  -CommandWithArgs  runs a text with what stands behind it as $args
  test          runs the tests (*.Tests.ps1) of the paths, here by default; the
                exit code is the number of failures. -Watch runs again what a
                change touches.
  -Tenant       starts from a tenant file instead of the sample tenant
  -Outbox       also writes every mail to this folder as an .eml file
  -Plan         runs the script on a copy of the tenant and reports what it would
                do: users touched, mails by kind, recipients; exit code 2 if a
                mail would go out. -Json prints the report as JSON.
  -Seed, -Now   make a run repeatable to the byte
  -Culture      the culture of formats, such as de-DE
  -Plain        a prompt without colours and drawings, for screen readers
  -Timeout      stops the script after so many seconds
  -MaxMemory    stops the script when it takes more memory
";
