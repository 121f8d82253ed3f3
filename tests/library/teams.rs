//! The real cmdlets, against what their pages say (`teams-cmdlets.tsv`): each binds with its parameters, types, sets,
//! aliases, positions and pipeline input, and the page of parameters in `docs/` is true.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bridgesh::cmdlet::{InSet, Parameter, Spec};
use bridgesh::library::conferencing::effect::{self, Effect};

use crate::examples::session;
use crate::session::Captured;

/// A parameter as its page has it.
struct PageParameter {
    name: &'static str,
    kind: &'static str,
    aliases: Vec<&'static str>,
    by_value: bool,
    by_property: bool,
    /// Values that the page names.
    values: Vec<&'static str>,
}

/// A parameter's place in a set: name, mandatory, position.
type Place = (&'static str, bool, Option<u8>);

/// A cmdlet as its page has it.
struct Page {
    name: &'static str,
    sets: Vec<(&'static str, Vec<Place>)>,
    parameters: Vec<PageParameter>,
    /// Names that the shipping module takes.
    module: Vec<&'static str>,
}

fn place(text: &'static str) -> Place {
    let (text, position) = match text.split_once('@') {
        Some((text, position)) => (text, Some(position.parse().unwrap())),
        None => (text, None),
    };
    match text.strip_suffix('!') {
        Some(name) => (name, true, position),
        None => (text, false, position),
    }
}

fn pages() -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for line in include_str!("teams-cmdlets.tsv").lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        if fields[0] == "cmdlet" {
            pages.push(Page { name: fields[1], sets: Vec::new(), parameters: Vec::new(), module: Vec::new() });
            continue;
        }
        let page = pages.last_mut().unwrap();
        match fields[0] {
            "set" => page.sets.push((fields[1], fields[2].split(' ').filter(|text| !text.is_empty()).map(place).collect())),
            "parameter" => page.parameters.push(PageParameter {
                name: fields[1],
                kind: fields[2],
                aliases: fields[3].split(' ').filter(|text| !text.is_empty()).collect(),
                by_value: fields[4].contains("value"),
                by_property: fields[4].contains("property"),
                values: fields[6].split('|').filter(|text| !text.is_empty()).collect(),
            }),
            "module" => page.module = fields[1].split(' ').collect(),
            other => panic!("a line of an unknown kind: {other}"),
        }
    }
    pages
}

fn specs() -> BTreeMap<String, &'static Spec> {
    let engine = session(&Captured::default());
    engine.registry.entries.iter().map(|entry| (entry.spec.name(), entry.spec)).collect()
}

fn is_common(name: &str) -> bool {
    matches!(name, "WhatIf" | "Confirm")
}

fn known(spec: &'static Spec, name: &str) -> Option<&'static Parameter> {
    spec.parameters
        .iter()
        .find(|own| own.name.eq_ignore_ascii_case(name) || own.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name)))
}

#[test]
fn every_cmdlet_and_parameter_of_the_pages_is_there() {
    let specs = specs();
    let mut missing = Vec::new();
    let pages = pages();
    assert_eq!(pages.len(), 65);
    assert_eq!(pages.iter().map(|page| page.parameters.len()).sum::<usize>(), 469);
    assert_eq!(pages.iter().map(|page| page.sets.len()).sum::<usize>(), 110);
    for page in &pages {
        let Some(spec) = specs.get(page.name) else {
            missing.push(page.name.to_owned());
            continue;
        };
        for own in page.parameters.iter().filter(|own| !is_common(own.name)) {
            let Some(parameter) = spec.parameters.iter().find(|known| known.name == own.name) else {
                missing.push(format!("{} -{}", page.name, own.name));
                continue;
            };
            // An alias that another parameter of the cmdlet has as its name (a page's misprint) is that parameter's.
            let taken = |alias: &str| page.parameters.iter().any(|other| other.name == alias);
            missing.extend(
                own.aliases
                    .iter()
                    .filter(|alias| !taken(alias) && !parameter.aliases.contains(alias))
                    .map(|alias| format!("{} -{} alias {alias}", page.name, own.name)),
            );
            for (is_said, is_so, what) in [
                (own.by_value, parameter.sets.iter().any(|set| set.from_pipeline), "by value"),
                (own.by_property, parameter.sets.iter().any(|set| set.from_pipeline_by_property), "by property name"),
            ] {
                if is_said && !is_so {
                    missing.push(format!("{} -{} takes no pipeline input {what}", page.name, own.name));
                }
            }
            let is_switch = own.kind == "SwitchParameter";
            if is_switch != parameter.is_switch() {
                missing.push(format!("{} -{} is {} and not {}", page.name, own.name, parameter.type_name, own.kind));
            }
        }
        let module = page.module.iter().filter(|name| !is_common(name) && known(spec, name).is_none());
        missing.extend(module.map(|name| format!("{} -{name} of the shipping module", page.name)));
        let changes = page.parameters.iter().any(|own| own.name == "WhatIf");
        if changes
            && !page.name.starts_with("Get-")
            && !page.name.contains("connect-")
            && !page.name.starts_with("Connect-")
            && spec.should_process.is_none()
            && page.name != "Connect-AzureAD"
        {
            missing.push(format!("{} takes no -WhatIf", page.name));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Whether the arguments of a documented set fit one of the cmdlet's own: all in it, at their positions, and no more
/// mandatory ones than the page has.
fn fits(spec: &'static Spec, own_set: &str, places: &[Place]) -> bool {
    let in_set = |parameter: &'static Parameter| -> Option<&'static InSet> {
        parameter.sets.iter().find(|set| set.set.is_empty() || set.set == own_set)
    };
    let all_there = places.iter().filter(|(name, ..)| !is_common(name)).all(|(name, _, position)| {
        spec.parameters
            .iter()
            .find(|own| own.name == *name)
            .and_then(in_set)
            // -Identity takes an edited object by position as -Instance would.
            .is_some_and(|set| position.is_none() || set.position.is_some() || *name == "Instance")
    });
    let no_more = spec.parameters.iter().all(|own| {
        let mandatory = in_set(own).is_some_and(|set| set.mandatory);
        !mandatory || places.iter().any(|(name, is_mandatory, _)| *name == own.name && *is_mandatory)
    });
    let order = |names: Vec<(u8, &'static str)>| {
        let mut names = names;
        names.sort_unstable();
        names.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    let named = places.iter().filter(|(name, ..)| *name != "Instance");
    let said = order(named.filter_map(|(name, _, position)| position.map(|position| (position, *name))).collect());
    let here = order(
        spec.parameters
            .iter()
            .filter_map(|own| in_set(own).and_then(|set| set.position).map(|position| (position, own.name)))
            .filter(|(_, name)| said.contains(name))
            .collect(),
    );
    all_there && no_more && said == here
}

#[test]
fn every_documented_set_fits_a_set_of_the_cmdlet() {
    let specs = specs();
    let mut wrong = Vec::new();
    for page in pages() {
        let spec = specs[page.name];
        for (name, places) in &page.sets {
            if !spec.sets().iter().any(|own| fits(spec, own, places)) {
                wrong.push(format!("{} {name}: {places:?}", page.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A value that a parameter of this type takes.
fn sample(cmdlet: &str, name: &str, kind: &str, values: &[&str]) -> String {
    if let Some(value) = values.first().filter(|value| kind != "Boolean" && !value.contains(' ')) {
        return format!("'{value}'");
    }
    let by_name = match name {
        "Identity" | "UserId" | "ObjectId" | "User" if kind != "SwitchParameter" => match cmdlet {
            _ if cmdlet.contains("ServiceNumber") => Some("14255551234"),
            _ if cmdlet.contains("Bridge") => Some("'Conference Bridge'"),
            _ if cmdlet.contains("Policy") && !cmdlet.starts_with("Grant") => Some("Global"),
            _ if cmdlet.contains("Settings") || cmdlet.contains("Configuration") => Some("Global"),
            _ if cmdlet.contains("Tenant") => Some("$null"),
            _ if kind == "Guid" => None,
            _ => Some("ken@contoso.com"),
        },
        "State" => Some("Pending"),
        "LogLevel" => Some("Info"),
        "SourceMeetingType" | "Source" => Some("All"),
        "TargetMeetingType" => Some("Current"),
        "Provider" => Some("Any"),
        "Select" => Some("NoFilter"),
        "PinLength" => Some("6"),
        "EntryExitAnnouncementsType" => Some("ToneOnly"),
        "MaskPstnNumbersType" => Some("NoMasking"),
        "ContextScope" => Some("Process"),
        "AllowFederatedUsersToDialOutToSelf" | "AllowFederatedUsersToDialOutToThirdParty" => Some("No"),
        "UsageLocation" | "Country" | "CountryOrRegion" => Some("US"),
        "EnabledFilter" => Some("All"),
        "LicenseState" => Some("PstnConferencing"),
        "Filter" | "Search" | "SearchString" => Some("'*'"),
        _ => None,
    };
    if let Some(value) = by_name {
        return value.to_owned();
    }
    match kind.trim_end_matches("[]") {
        "Guid" => "5b0c7f7e-1d52-4f3a-9d0e-2c9f1f6f7a11".to_owned(),
        "Boolean" => "$true".to_owned(),
        "Int32" | "UInt32" | "Double" | "Unlimited" => "5".to_owned(),
        "DateTime" => "'2026-03-01'".to_owned(),
        "PSCredential" => "$credential".to_owned(),
        "SecureString" => "$secret".to_owned(),
        "Hashtable" | "IMicrosoftGraphAssignedLicense" | "IUsersActionsIdentity" | "PSObject" => "@{}".to_owned(),
        _ => "'14255551234'".to_owned(),
    }
}

#[test]
fn every_documented_set_binds_with_all_its_parameters() {
    let mut wrong = Vec::new();
    let screen = Captured::default();
    let mut engine = session(&screen);
    let mut run = |script: &str| {
        screen.out.borrow_mut().clear();
        let options = bridgesh::engine::RunOptions::default();
        engine.run_text(script, &options, &mut bridgesh::library::host::display::ToHost);
        screen.out.borrow().clone()
    };
    run("$secret = ConvertTo-SecureString x -AsPlainText -Force; $credential = [pscredential]::new('a@contoso.com', $secret)");
    for page in pages() {
        for (name, places) in &page.sets {
            let mut command = page.name.to_owned();
            for (parameter, ..) in places {
                let own = page.parameters.iter().find(|own| own.name == *parameter);
                let (kind, values) = own.map_or(("String", &[][..]), |own| (own.kind, own.values.as_slice()));
                if kind == "SwitchParameter" {
                    let value = if *parameter == "Confirm" { ":$false" } else { "" };
                    write!(command, " -{parameter}{value}").unwrap();
                } else {
                    write!(command, " -{parameter} {}", sample(page.name, parameter, kind, values)).unwrap();
                }
            }
            let text = run(&format!(
                "try {{ $null = {command} 3>$null 2>$null }} catch {{ if ($_.Exception -is [System.Management.Automation.ParameterBindingException]) {{ 'UNBOUND ' + $_.FullyQualifiedErrorId; $_.Exception.Message }} }}"
            ));
            if text.contains("UNBOUND ") {
                wrong.push(format!("{name}: {command}\n    {}", text.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The page of parameters, as it has to be.
fn parameters_page() -> String {
    let specs = specs();
    let mut body = String::new();
    let mut counts = [0_usize; 3];
    for page in pages() {
        writeln!(body, "\n## {}\n\n| parameter | here | |\n|---|---|---|", page.name).unwrap();
        if page.parameters.is_empty() {
            writeln!(body, "| (none) | | |").unwrap();
        }
        for own in &page.parameters {
            let effect = effect::of(page.name, own.name);
            let is_known = is_common(own.name) || specs.get(page.name).is_some_and(|spec| known(spec, own.name).is_some());
            let word = if is_known { effect.word() } else { "unknown" };
            counts[["modelled", "accepted", "deprecated"].iter().position(|known| *known == word).unwrap()] += 1;
            let help = specs.get(page.name).and_then(|spec| known(spec, own.name)).map_or("", |parameter| parameter.help);
            let note = if effect == Effect::DeprecatedWithoutEffect { "without effect. " } else { "" };
            writeln!(body, "| {} | {word} | {note}{} |", own.name, help.replace('|', "\\|")).unwrap();
        }
    }
    let total: usize = counts.iter().sum();
    format!(
        "# Parameters of the real cmdlets\n\n\
         Made by `.ci/generate/teams-page`, checked by a test. *modelled*: it acts. *accepted*: it binds and has nothing to act on in a\n\
         simulation; `-Verbose` says so once. *deprecated*: the real module deprecates it; it acts, or is without effect where the\n\
         line says so. Any other parameter is unknown, with PowerShell's own error.\n\n\
         Of {total} parameters of {} cmdlets, {} are modelled ({} in 100), {} accepted, {} deprecated, none unknown.\n{body}",
        pages().len(),
        counts[0],
        counts[0] * 100 / total,
        counts[1],
        counts[2],
    )
}

#[test]
fn the_page_of_parameters_is_up_to_date() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/teams-parameters.md");
    let page = parameters_page();
    if std::env::var_os("BRIDGESH_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let own = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(own == page, "docs/teams-parameters.md is out of date: run .ci/generate/teams-page");
}

#[test]
fn at_least_eighty_in_a_hundred_are_modelled() {
    let pages = pages();
    let all: Vec<Effect> = pages.iter().flat_map(|page| page.parameters.iter().map(|own| effect::of(page.name, own.name))).collect();
    let modelled = all.iter().filter(|effect| **effect == Effect::Modelled).count();
    assert!(modelled * 100 >= all.len() * 80, "{modelled} of {}", all.len());
}
