//! Views of the shell's own objects: tables with what one looks for first.

use super::packet::Align;
use super::views::{BuiltInBody, BuiltInCell, BuiltInView, Source};

const fn cell(label: &'static str, width: u16) -> BuiltInCell {
    BuiltInCell { label, width, ..BuiltInCell::EMPTY }
}

const fn right(label: &'static str, width: u16) -> BuiltInCell {
    BuiltInCell { align: Some(Align::Right), ..cell(label, width) }
}

const fn from(label: &'static str, property: &'static str, width: u16) -> BuiltInCell {
    BuiltInCell { source: Source::Property(property), ..cell(label, width) }
}

const fn table(types: &'static [&'static str], name: &'static str, cells: &'static [BuiltInCell]) -> BuiltInView {
    BuiltInView { types, name, body: BuiltInBody::Table(cells), group_by: None, wrap: false, auto_size: false, out_of_band: false }
}

/// The views, in order.
pub static NATIVE: &[BuiltInView] = &[
    table(
        &["Bridgesh.ConferencingUser"],
        "ConferencingUser",
        &[
            cell("UserPrincipalName", 34),
            cell("DisplayName", 22),
            from("Location", "UsageLocation", 8),
            cell("Provider", 10),
            from("Number", "ServiceNumber", 15),
            from("ID", "ConferenceId", 9),
            from("Licences", "Licenses", 0),
        ],
    ),
    table(
        &["Bridgesh.Bridge"],
        "Bridge",
        &[
            cell("Name", 26),
            from("Default", "IsDefault", 7),
            from("Number", "DefaultServiceNumber", 15),
            cell("Region", 8),
            from("Numbers", "ServiceNumbers", 0),
        ],
    ),
    table(
        &["Bridgesh.ServiceNumber"],
        "ServiceNumber",
        &[
            cell("Number", 15),
            cell("Type", 8),
            cell("Country", 7),
            from("Bridge", "BridgeName", 24),
            from("Default", "IsDefault", 7),
            from("Shared", "IsShared", 6),
            from("Languages", "PrimaryLanguage", 9),
            from("Others", "SecondaryLanguages", 0),
        ],
    ),
    table(&["Bridgesh.License"], "License", &[cell("User", 34), cell("Sku", 20), cell("Direct", 6), from("Plans on", "Plans", 0)]),
    table(
        &["Bridgesh.Subscription"],
        "Subscription",
        &[cell("Sku", 22), right("Total", 8), right("Used", 8), right("Available", 9), from("Conferencing", "Conferencing", 12)],
    ),
    table(
        &["Bridgesh.Mail"],
        "Mail",
        &[
            right("Id", 5),
            cell("Kind", 23),
            cell("To", 32),
            from("PIN", "ContainsPin", 5),
            cell("State", 8),
            from("Lang", "Language", 6),
            cell("Subject", 0),
        ],
    ),
    table(&["Bridgesh.SuppressedMail"], "SuppressedMail", &[cell("Kind", 23), cell("User", 34), cell("Reason", 24), cell("Created", 0)]),
    table(
        &["Bridgesh.TenantEvent"],
        "TenantEvent",
        &[cell("Time", 20), cell("Who", 22), cell("Event", 24), cell("User", 30), right("Mails", 5), cell("Detail", 0)],
    ),
    table(
        &["Bridgesh.TenantDifference"],
        "TenantDifference",
        &[cell("Area", 13), cell("Name", 34), cell("Property", 22), cell("Before", 18), cell("After", 18), cell("Mails", 0)],
    ),
    table(
        &["Bridgesh.Fault"],
        "Fault",
        &[
            cell("Cmdlet", 34),
            cell("Kind", 9),
            from("When", "When", 16),
            right("Times", 5),
            right("Calls", 5),
            right("Hit", 4),
            cell("Message", 0),
        ],
    ),
    table(
        &["Bridgesh.Import"],
        "Import",
        &[cell("File", 30), cell("Kind", 16), right("Read", 6), right("Placed", 6), from("Not placed", "NotPlaced", 0)],
    ),
    table(
        &["Bridge.PlannedMail"],
        "PlannedMail",
        &[
            cell("Kind", 23),
            cell("To", 32),
            cell("From", 28),
            from("Lang", "Language", 6),
            from("PIN", "ContainsPin", 5),
            cell("Subject", 0),
        ],
    ),
    table(&["Bridge.PlannedSuppression"], "PlannedSuppression", &[cell("Kind", 23), cell("User", 34), cell("Reason", 0)]),
];
