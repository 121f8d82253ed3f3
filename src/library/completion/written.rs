//! What the text itself defines and has not run yet: functions, classes, enums; and members that PowerShell adds to types
//! of .NET.

use super::{Match, MatchKind, starts_with};
use crate::source::SourceText;
use crate::syntax::ast::{MemberDefinition, Parameter, Statement, TypeKind};
use crate::value::TypeId;

/// The parameters' names of a function that the text defines.
pub fn function_parameters(text: &str, name: &str) -> Option<Vec<String>> {
    let source = SourceText::new(None, text);
    let parsed = crate::syntax::parse(&source);
    let statements = &parsed.tree.end.as_ref()?.statements;
    let function = statements.iter().rev().find_map(|statement| match statement {
        Statement::Function(function) if function.name.eq_ignore_ascii_case(name) => Some(function),
        _ => None,
    })?;
    let of = |parameters: &[Parameter]| parameters.iter().map(|own| own.name.path.name.to_string()).collect::<Vec<_>>();
    let inside = function.body.param_block.as_ref().map(|block| of(&block.parameters));
    Some(function.parameters.as_deref().map(of).or(inside).unwrap_or_default())
}

/// Parameters that go on from a word.
pub fn parameter_matches(names: &[String], word: &str) -> Vec<Match> {
    let word = word.trim_start_matches(['-', '–', '—', '―']);
    let fitting = names.iter().filter(|name| starts_with(name, word));
    fitting.map(|name| Match::new(format!("-{name}"), name.as_str(), MatchKind::ParameterName)).collect()
}

/// Members of a class or enum that the text defines: properties and methods, static or not.
pub struct WrittenType {
    /// Properties, or the values of an enum.
    pub properties: Vec<String>,
    /// Methods without constructors.
    pub methods: Vec<String>,
    /// It is an enum.
    pub is_enum: bool,
}

/// The type of this name.
pub fn written_type(text: &str, name: &str, is_static: bool) -> Option<WrittenType> {
    let source = SourceText::new(None, text);
    let parsed = crate::syntax::parse(&source);
    let statements = &parsed.tree.end.as_ref()?.statements;
    let definition = statements.iter().find_map(|statement| match statement {
        Statement::Type(definition) if definition.name.eq_ignore_ascii_case(name) => Some(definition),
        _ => None,
    })?;
    let is_enum = definition.kind == TypeKind::Enum;
    let mut found = WrittenType { properties: Vec::new(), methods: Vec::new(), is_enum };
    for member in &definition.members {
        match member {
            MemberDefinition::Property(own) if is_enum || own.is_static == is_static => found.properties.push(own.name.to_string()),
            MemberDefinition::Function(own)
                if own.is_static == is_static
                    && own.name != definition.name
                    && !found.methods.iter().any(|name| name.eq_ignore_ascii_case(&own.name)) =>
            {
                found.methods.push(own.name.to_string());
            }
            _ => {}
        }
    }
    Some(found)
}

/// Properties that PowerShell adds to types.
const ADDED: &[(&str, &[&str])] = &[
    (
        "System.IO.FileSystemInfo",
        &[
            "BaseName",
            "Group",
            "LastWriteTimeString",
            "LengthString",
            "LinkType",
            "Mode",
            "ModeWithoutHardLink",
            "NameString",
            "ResolvedTarget",
            "Size",
            "Target",
            "UnixMode",
            "User",
        ],
    ),
    ("System.IO.FileInfo", &["VersionInfo"]),
    ("System.DateTime", &["DateTime"]),
    ("System.Guid", &["Guid"]),
    ("System.Net.IPAddress", &["IPAddressToString"]),
    (
        "System.Diagnostics.Process",
        &[
            "CommandLine",
            "Company",
            "CPU",
            "Description",
            "FileVersion",
            "Handles",
            "Name",
            "NPM",
            "Parent",
            "Path",
            "PM",
            "Product",
            "ProductVersion",
            "SI",
            "VM",
            "WS",
        ],
    ),
    ("System.Management.Automation.ErrorRecord", &["PSMessageDetails"]),
    ("System.Management.Automation.AliasInfo", &["DisplayName", "ResolvedCommandName"]),
    ("System.Management.Automation.CommandInfo", &["HelpUri", "Namespace"]),
    ("System.Management.Automation.CmdletInfo", &["DLL"]),
    ("System.Collections.DictionaryEntry", &["Name"]),
    ("System.Management.Automation.PSDriveInfo", &["Free", "Used"]),
];

/// Those of a type and its bases.
pub fn added(id: TypeId) -> Vec<&'static str> {
    let mut names = Vec::new();
    for base in id.bases() {
        let full = base.full_name();
        names.extend(ADDED.iter().filter(|(own, _)| *own == &*full).flat_map(|(_, names)| names.iter().copied()));
    }
    names
}

/// The approved verbs in the order in which `Get-Verb` lists them: by group.
pub const VERBS: &[&str] = &[
    "Add Clear Close Copy Enter Exit Find Format Get Hide Join Lock Move New Open Optimize Push Pop Redo Remove Rename Reset Resize Search Select Set Show Skip Split Step Switch Undo Unlock Watch",
    "Connect Disconnect Read Receive Send Write",
    "Backup Checkpoint Compare Compress Convert ConvertFrom ConvertTo Dismount Edit Expand Export Group Import Initialize Limit Merge Mount Out Publish Restore Save Sync Unpublish Update",
    "Debug Measure Ping Repair Resolve Test Trace",
    "Approve Assert Build Complete Confirm Deny Deploy Disable Enable Install Invoke Register Request Restart Resume Start Stop Submit Suspend Uninstall Unregister Wait",
    "Use",
    "Block Grant Protect Revoke Unblock Unprotect",
];

/// Parameters in the order in which PowerShell's cmdlets declare them, where the measured tables have another.
const ORDER: &[(&str, &[&str])] = &[
    ("where-object", &["InputObject", "FilterScript", "Property", "Value", "EQ"]),
    ("write-error", &["Exception", "Message", "ErrorRecord", "Category", "ErrorId", "TargetObject"]),
    (
        "get-date",
        &["Date", "UnixTimeSeconds", "Year", "Month", "Day", "Hour", "Minute", "Second", "Millisecond", "DisplayHint", "UFormat", "Format"],
    ),
    (
        "select-object",
        &[
            "InputObject",
            "Property",
            "ExcludeProperty",
            "ExpandProperty",
            "Unique",
            "CaseInsensitive",
            "Last",
            "First",
            "Skip",
            "SkipLast",
            "Wait",
            "Index",
            "SkipIndex",
        ],
    ),
    ("foreach-object", &["InputObject", "Begin", "Process", "End", "RemainingScripts", "MemberName", "ArgumentList", "Parallel"]),
    (
        "measure-object",
        &["InputObject", "Property", "StandardDeviation", "Sum", "AllStats", "Average", "Maximum", "Minimum", "Line", "Word", "Character"],
    ),
];

/// Puts a command's parameters into their order.
pub fn order(command: &str, matches: &mut [Match]) {
    let lower = command.to_lowercase();
    if let Some((_, names)) = ORDER.iter().find(|(own, _)| *own == lower) {
        let place = |own: &Match| names.iter().position(|name| name.eq_ignore_ascii_case(&own.list)).unwrap_or(names.len());
        matches.sort_by_key(place);
        return;
    }
    // A literal path is declared behind the path.
    let find = |matches: &[Match], name: &str| matches.iter().position(|own| own.list.eq_ignore_ascii_case(name));
    if let (Some(path), Some(literal)) = (find(matches, "Path"), find(matches, "LiteralPath"))
        && literal > path + 1
    {
        matches[path + 1..=literal].rotate_right(1);
    }
}
