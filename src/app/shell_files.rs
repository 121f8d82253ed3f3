//! Completions of the command line for other shells, and the manual page: made from one table of the options.

/// The options as other shells offer them: name, what its value is (empty: it has none), a line about it.
pub const OPTIONS: &[(&str, &str, &str)] = &[
    ("File", "file", "run a script with the arguments behind it"),
    ("Command", "text", "run a text; - reads it from standard input"),
    ("CommandWithArgs", "text", "run a text with the arguments behind it"),
    ("EncodedCommand", "text", "run a text given as Base64 of UTF-16"),
    ("NoProfile", "", "run no profile scripts and read no configuration file"),
    ("NonInteractive", "", "ask nothing"),
    ("NoLogo", "", "show no banner"),
    ("NoExit", "", "go on with the prompt"),
    ("Interactive", "", "give the prompt"),
    ("ExecutionPolicy", "text", "accepted; changes nothing"),
    ("WorkingDirectory", "folder", "start in this folder"),
    ("Tenant", "file", "start from a tenant file instead of the sample tenant"),
    ("Outbox", "folder", "also write every mail to this folder as an .eml file"),
    ("Plan", "", "run the script on a copy of the tenant and report what it would do"),
    ("Json", "", "print the plan's report as JSON"),
    ("Seed", "number", "make a run repeatable: seed of the random source"),
    ("Now", "time", "make a run repeatable: the time it takes place"),
    ("Culture", "name", "the culture of formats, such as de-DE"),
    ("Plain", "", "a prompt without colours and drawings, for screen readers"),
    ("Timeout", "seconds", "stop the script after so many seconds"),
    ("MaxMemory", "bytes", "stop the script when it takes more memory"),
    ("ShellFile", "kind", "print completions for bash, zsh, fish or powershell, or the manual page (man)"),
    ("Version", "", "print the version"),
    ("Help", "", "print the options"),
];

/// The file of a kind: `bash`, `zsh`, `fish`, `powershell` or `man`.
pub fn text(kind: &str) -> Option<String> {
    Some(match kind.to_ascii_lowercase().as_str() {
        "bash" => bash(),
        "zsh" => zsh(),
        "fish" => fish(),
        "powershell" => powershell(),
        "man" => manual(),
        _ => return None,
    })
}

fn bash() -> String {
    let names: Vec<String> = OPTIONS.iter().map(|(name, ..)| format!("-{name}")).collect();
    let of = |kinds: &[&str]| {
        let own: Vec<String> = OPTIONS.iter().filter(|(_, value, _)| kinds.contains(value)).map(|(name, ..)| format!("-{name}")).collect();
        own.join("|")
    };
    format!(
        "# bash completion for bridgesh, made by `bridgesh -ShellFile bash`\n_bridgesh() {{\n    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}\n    case $before in\n        {folders}) COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n        -ShellFile) COMPREPLY=($(compgen -W 'bash zsh fish powershell man' -- \"$word\")); return ;;\n        {texts}) COMPREPLY=(); return ;;\n    esac\n    if [[ $word == -* ]]; then\n        COMPREPLY=($(compgen -W '{names}' -- \"$word\"))\n    else\n        COMPREPLY=($(compgen -f -- \"$word\"))\n    fi\n}}\ncomplete -o filenames -F _bridgesh bridgesh\n",
        folders = of(&["folder"]),
        texts = of(&["text", "number", "time", "name", "seconds", "bytes"]),
        names = names.join(" "),
    )
}

fn zsh() -> String {
    let mut out = String::from("#compdef bridgesh\n# zsh completion for bridgesh, made by `bridgesh -ShellFile zsh`\n_arguments \\\n");
    for (name, value, about) in OPTIONS {
        let action = match *value {
            "" => String::new(),
            "file" => ":file:_files".to_owned(),
            "folder" => ":folder:_files -/".to_owned(),
            "kind" => ":kind:(bash zsh fish powershell man)".to_owned(),
            other => format!(":{other}: "),
        };
        out.push_str(&format!("    '-{name}[{}]{action}' \\\n", about.replace('\'', "'\\''")));
    }
    out.push_str("    '*:script:_files'\n");
    out
}

fn fish() -> String {
    let mut out = String::from("# fish completion for bridgesh, made by `bridgesh -ShellFile fish`\n");
    for (name, value, about) in OPTIONS {
        let takes = match *value {
            "" => "",
            "file" => " -r",
            "folder" => " -x -a '(__fish_complete_directories)'",
            "kind" => " -x -a 'bash zsh fish powershell man'",
            _ => " -x",
        };
        out.push_str(&format!("complete -c bridgesh -o {name}{takes} -d '{}'\n", about.replace('\'', "\\'")));
    }
    out
}

fn powershell() -> String {
    let mut out = String::from(
        "# PowerShell completion for bridgesh, made by `bridgesh -ShellFile powershell`\nRegister-ArgumentCompleter -Native -CommandName bridgesh -ScriptBlock {\n    param($word, $ast, $cursor)\n    @(\n",
    );
    for (name, _, about) in OPTIONS {
        out.push_str(&format!("        , @('-{name}', '{}')\n", about.replace('\'', "''")));
    }
    out.push_str(
        "    ) | Where-Object { $_[0] -like \"$word*\" } | ForEach-Object {\n        [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterName', $_[1])\n    }\n}\n",
    );
    out
}

fn manual() -> String {
    let escape = |text: &str| text.replace('\\', "\\e").replace('-', "\\-");
    let mut out = format!(
        ".\\\" Made by `bridgesh -ShellFile man`.\n.TH BRIDGESH 1 \"\" \"bridgesh {}\" \"User commands\"\n.SH NAME\nbridgesh \\- a PowerShell\\-compatible shell with a Teams conferencing tenant inside\n.SH SYNOPSIS\n.B bridgesh\n[\\fIoptions\\fR] [\\fIscript\\fR [\\fIarguments\\fR]]\n.SH DESCRIPTION\nRuns a script, a text, or a prompt. The tenant lives in memory; what the real service would mail to its users is kept in an outbox, written as files, or sent.\n.PP\nOptions are taken in any case, with one dash or two, and may be shortened as long as they stay unambiguous.\n.SH OPTIONS\n",
        env!("CARGO_PKG_VERSION")
    );
    for (name, value, about) in OPTIONS {
        let value = if value.is_empty() { String::new() } else { format!(" \\fI{value}\\fR") };
        out.push_str(&format!(".TP\n\\fB\\-{name}\\fR{value}\n{}.\n", escape(about)));
    }
    out.push_str(
        ".SH EXIT STATUS\nThe script's own; 1 after an error that nothing caught; 2 where a plan would mail; 64 for a wrong option; 130 after Ctrl\\-C.\n.SH FILES\n.TP\n~/.config/bridgesh/config.json\nSettings for every session.\n.TP\n~/.config/powershell/profile.ps1, ~/.config/powershell/Microsoft.PowerShell_profile.ps1\nScripts run at the start of each session.\n.TP\n~/.local/share/powershell/PSReadLine/ConsoleHost_history.txt\nThe history of the prompt. Lines that may hold a secret are not kept.\n.SH ENVIRONMENT\n.TP\nNO_COLOR\nNo colours.\n.TP\nTERM=dumb\nA prompt that only prints lines.\n.TP\nXDG_CONFIG_HOME, XDG_DATA_HOME\nWhere configuration and history are.\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files of the repository are those that the program makes.
    #[test]
    fn files_are_up_to_date() {
        let files = [
            ("bash", "completions/bridgesh.bash"),
            ("zsh", "completions/_bridgesh"),
            ("fish", "completions/bridgesh.fish"),
            ("powershell", "completions/bridgesh.ps1"),
            ("man", "docs/bridgesh.1"),
        ];
        for (kind, path) in files {
            let full = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            let written = std::fs::read_to_string(&full).unwrap_or_default();
            assert_eq!(Some(written), text(kind), "{path}: run `bridgesh -ShellFile {kind} > {path}`");
        }
    }

    #[test]
    fn every_option_is_listed() {
        for (name, ..) in super::super::arguments::OPTIONS {
            let is_quiet = matches!(*name, "outputformat" | "inputformat" | "login" | "mta" | "sta" | "configurationname" | "settingsfile");
            assert!(is_quiet || OPTIONS.iter().any(|(own, ..)| own.eq_ignore_ascii_case(name)), "{name}");
        }
    }
}
