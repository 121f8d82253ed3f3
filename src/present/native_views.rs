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
        &[right("Id", 5), cell("Kind", 18), cell("To", 24), from("PIN", "ContainsPin", 5), cell("State", 8), cell("Subject", 0)],
    ),
    table(&["Bridgesh.SuppressedMail"], "SuppressedMail", &[cell("Kind", 23), cell("User", 34), cell("Reason", 24), cell("Created", 0)]),
    table(
        &["Bridgesh.SendReport"],
        "SendReport",
        &[
            cell("Transport", 30),
            right("Sent", 7),
            right("Deferred", 8),
            right("Failed", 7),
            right("Unknown", 7),
            right("Left", 7),
            right("Seconds", 8),
            BuiltInCell { source: Source::Property("MailsPerSecond"), ..right("A second", 8) },
        ],
    ),
    table(
        &["Bridgesh.DeliveryReport"],
        "DeliveryReport",
        &[
            cell("Recipient", 32),
            right("Total", 5),
            right("Sent", 5),
            right("Queued", 6),
            right("Held", 5),
            right("Deferred", 8),
            right("Failed", 6),
            right("Unknown", 7),
            cell("Trouble", 0),
        ],
    ),
    table(
        &["Bridgesh.MailSink"],
        "MailSink",
        &[cell("Transport", 28), cell("Behavior", 18), right("Connections", 11), right("Received", 9)],
    ),
    table(
        &["Bridgesh.MailSinkMessage"],
        "MailSinkMessage",
        &[cell("From", 30), cell("To", 34), cell("OverTls", 7), cell("User", 20), right("Size", 9)],
    ),
    table(&["Bridgesh.MailTemplate"], "MailTemplate", &[cell("Name", 36), cell("Kind", 23), cell("Source", 13), cell("Fields", 0)]),
    table(
        &["Bridgesh.MailTemplateFault"],
        "MailTemplateFault",
        &[cell("Severity", 8), cell("File", 30), from("Lang", "Language", 6), cell("Rule", 20), cell("Message", 0)],
    ),
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

/// What lists show of objects whose other properties are long.
pub static NATIVE_DISPLAY_SETS: &[(&str, &[&str])] = &[
    ("Bridgesh.Mail", &["Id", "Kind", "To", "From", "Subject", "ContainsPin", "State", "Detail", "Created", "Attachments"]),
    ("Bridgesh.MailTemplate", &["Name", "Kind", "Source", "Fields"]),
    ("Bridgesh.MailSink", &["Transport", "Behavior", "Connections", "Received"]),
    ("Bridgesh.MailSinkMessage", &["From", "To", "OverTls", "User", "Size"]),
];
