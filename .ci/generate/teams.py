#!/usr/bin/env python3
"""Writes src/library/conferencing/parameters.rs: the parameters of the Teams, Graph, MSOnline and AzureAD cmdlets,
and tests/library/teams-cmdlets.tsv: what the pages and the shipping module say of them, which the audit checks.

    .ci/generate/teams.py FOLDER-OF-teams-cmdlets.json
"""
import json, pathlib, sys

ref = pathlib.Path(sys.argv[1])
data = json.loads((ref / "teams-cmdlets.json").read_text())

# Types that only the real modules have: what they take is checked by the cmdlets themselves.
PLAIN = {"UserIdParameter": "Object", "Fqdn": "String", "XdsIdentity": "String", "OUIdParameter": "String",
         "MultiValuedProperty": "String[]", "Unlimited": "Object", "CountryCode": "String", "LogLevel": "String",
         "X509Certificate2": "Object", "SendAsyncStep[]": "Object[]", "ConferencingServiceNumber": "Object",
         "ConferencingBridge": "Object", "IMicrosoftGraphAssignedLicense[]": "Object[]", "IUsersActionsIdentity": "Object",
         "LicenseOption[]": "Object[]", "AssignedLicenses": "Object", "StateType": "String", "MmsSourceMeetingTypes": "String",
         "MmsTargetMeetingTypes": "String", "FilterSelection": "String", "ProviderType": "String", "ContextScope": "String",
         "AzureEnvironment": "String", "EnvironmentName": "String", "UserEnabledFilter": "String", "PSObject": "Object"}

# What the shipping module takes beyond its page (positions of pipeline input: value, property).
PIPELINE = {
    ("Set-CsOnlineDialInConferencingUser", "Identity"): (True, True),
    ("Get-CsOnlineDialInConferencingUser", "Identity"): (True, True),
    ("Enable-CsOnlineDialInConferencingUser", "Identity"): (True, True),
    ("Disable-CsOnlineDialInConferencingUser", "Identity"): (True, True),
    ("Get-CsOnlineDialInConferencingUserInfo", "Identity"): (True, True),
    ("Get-CsOnlineUser", "Identity"): (True, True),
    ("Start-CsExMeetingMigration", "Identity"): (True, True),
    ("Get-CsMeetingMigrationStatus", "Identity"): (True, True),
    ("Register-CsOnlineDialInConferencingServiceNumber", "Instance"): (True, False),
    ("Unregister-CsOnlineDialInConferencingServiceNumber", "Instance"): (True, False),
    ("Set-CsOnlineDialInConferencingServiceNumber", "Instance"): (True, False),
    ("Set-CsOnlineDialInConferencingBridge", "Instance"): (True, False),
    ("Set-CsOnlineDialInConferencingTenantSettings", "Instance"): (True, False),
    ("Set-CsTenantMigrationConfiguration", "Instance"): (True, False),
    ("Grant-CsDialoutPolicy", "Identity"): (True, True),
    ("Set-MgUserLicense", "UserId"): (False, True),
    ("Get-MgUserLicenseDetail", "UserId"): (False, True),
    ("Update-MgUser", "UserId"): (False, True),
    ("Get-MgUser", "UserId"): (False, True),
    ("Remove-CsPhoneNumberAssignment", "Identity"): (False, True),
}
# The bridge's name goes with its identity in the shipping module: together they rename.
EXTRA_SETS = {
    ("Set-CsOnlineDialInConferencingBridge", "Name"): ["UniqueBridgeParams"],
    ("Unregister-CsOnlineDialInConferencingServiceNumber", "Instance"): [],
    # The page's own example sets the look-up of one user's number.
    ("Set-CsPhoneNumberAssignment", "Identity"): ["ReverseNumberLookupUpdate"],
}
OPTIONAL = {("Set-CsOnlineDialInConferencingUser", "Identity"), ("Unregister-CsOnlineDialInConferencingServiceNumber", "Identity"),
            ("Register-CsOnlineDialInConferencingServiceNumber", "Identity"), ("Register-CsOnlineDialInConferencingServiceNumber", "Instance"),
            ("Set-CsOnlineDialInConferencingServiceNumber", "Identity"), ("Set-CsOnlineDialInConferencingServiceNumber", "Instance"),
            ("Remove-CsOnlineDialInConferencingTenantSettings", "Identity"), ("Get-CsOnlineDialInConferencingUserInfo", "Identity"),
            ("Set-CsOnlineDialInConferencingBridge", "Instance")}
# Cmdlets whose sets only repeat the same parameters for other tenants: one set takes them all.
ONE_SET = {"Set-CsOnlineDialInConferencingUser", "Register-CsOnlineDialInConferencingServiceNumber",
           "Unregister-CsOnlineDialInConferencingServiceNumber", "Set-CsOnlineDialInConferencingServiceNumber",
           "Get-CsOnlineDialInConferencingUserInfo", "Set-CsTeamsAudioConferencingPolicy", "Set-CsTenantMigrationConfiguration",
           "Get-CsOnlineDialInConferencingServiceNumber", "Get-CsOnlineDialInConferencingBridge", "Set-CsOnlineDialInConferencingBridge",
           "Set-MgUserLicense", "Set-MsolUserLicense", "Connect-MgGraph"}
# Parameters that the shipping module, or an older page, has beyond the current page: name, type, aliases, help.
EXTRA = {
    "Get-CsMeetingMigrationStatus": [("MigrationType", "String", [], "Only migrations of this type")],
    "Set-CsOnlineDialInConferencingUser": [
        ("ConferenceId", "Object", [], "A conference ID of the own; no longer supported since 2022"),
        ("ResetConferenceId", "SwitchParameter", [], "Gives a new conference ID; no longer supported since 2022"),
    ],
}
ALIASES = {("Set-MgUserLicense", "UserId"): ["Id"], ("Get-MgUserLicenseDetail", "UserId"): ["Id"], ("Update-MgUser", "UserId"): ["Id"], ("Get-MgUser", "UserId"): ["Id"],
           ("Set-CsOnlineDialInConferencingUser", "ResetLeaderPin"): []}
WIDER = {("Get-CsOnlineUser", "Identity"): "Object", ("Get-CsOnlineDialInConferencingBridge", "Identity"): "String",
         ("Set-CsOnlineDialInConferencingBridge", "Identity"): "Object", ("Get-CsOnlineApplicationInstance", "Identities"): "String[]",
         ("Set-CsOnlineDialInConferencingUser", "ServiceNumber"): "Object", ("Set-CsOnlineDialInConferencingUser", "TollFreeServiceNumber"): "Object",
         ("Set-CsOnlineDialInConferencingBridge", "DefaultServiceNumber"): "Object", ("Grant-CsOnlineAudioConferencingRoutingPolicy", "Identity"): "Object",
         ("Grant-CsTeamsAudioConferencingPolicy", "Identity"): "Object", ("Grant-CsDialoutPolicy", "Identity"): "Object",
         ("Register-CsOnlineDialInConferencingServiceNumber", "Identity"): "Object", ("Unregister-CsOnlineDialInConferencingServiceNumber", "Identity"): "Object",
         ("Set-CsOnlineDialInConferencingServiceNumber", "Identity"): "Object"}


def s(text):
    return json.dumps(str(text), ensure_ascii=False)


out = ["//! Parameters of the Teams, Graph, MSOnline and AzureAD cmdlets: types, positions, sets, pipeline input, aliases, checks.", "//!",
       "//! Generated by `.ci/generate/teams.py` from the table of the real cmdlets; not edited by hand.", "",
       "use crate::cmdlet::{InSet, Parameter, Validation};", ""]
for c in data["cmdlets"]:
    name = c["name"]
    const = "".join("_" + ch if ch.isupper() and i and not name[i - 1].isupper() and name[i - 1] != "-" else ch for i, ch in enumerate(name)).replace("-", "_").upper()
    one = name in ONE_SET
    sets = c["parameter_sets"]
    real_sets = [st["name"] for st in sets]
    out.append(f"/// Parameters of `{name}`.")
    out.append(f"pub const {const}: &[Parameter] = &[")
    for p in c["parameters"]:
        key = (name, p["name"])
        if p["name"] in ("WhatIf", "Confirm"):
            continue
        kind = WIDER.get(key) or p.get("type_inferred") or p["type"]
        # The shipping module takes texts; the pages' examples have ids that are none.
        if p["name"] == "BridgeId":
            kind = "Object"
        kind = PLAIN.get(kind, kind)
        value, prop = PIPELINE.get(key, (p["pipeline"]["by_value"], p["pipeline"]["by_property_name"]))
        tail = (".pipeline()" if value else "") + (".by_property()" if prop else "")
        places = []
        for st in sets:
            for q in st["parameters"]:
                if q["name"] == p["name"]:
                    places.append((st["name"], q.get("mandatory") and key not in OPTIONAL, q.get("position")))
        for extra in EXTRA_SETS.get(key, []):
            places.append((extra, False, None))
        if not places:
            places = [("__AllParameterSets", False, None)]
        if one:
            position = next((pos for _, _, pos in places if pos is not None), None)
            mandatory = len(places) == len(real_sets) and all(m for _, m, _ in places) and key not in OPTIONAL
            if p["name"] == "Instance":
                position = None
            places = [("__AllParameterSets", mandatory, position)]
        insets = []
        everywhere = len(places) == len(real_sets) and len({(m, pos) for _, m, pos in places}) == 1
        for set_name, mandatory, position in (places[:1] if everywhere else places):
            head = "InSet::ALL" if everywhere or set_name == "__AllParameterSets" else f"InSet::named({s(set_name)})"
            if position is not None:
                head += f".at({position})"
            if mandatory:
                head += ".mandatory()"
            insets.append(head + tail)
        text = f"    Parameter::new({s(p['name'])}, {s(kind)})"
        if insets != ["InSet::ALL"]:
            text += f".sets(&[{', '.join(insets)}])"
        aliases = list(p.get("aliases") or []) + ALIASES.get(key, [])
        if aliases:
            text += f".aliases(&[{', '.join(s(a) for a in aliases)}])"
        checks = []
        if p.get("accepted_values") and kind == "String" and p["name"] not in ("TeamsEnvironmentName", "NumberType", "OrderType", "CapabilitiesContain"):
            checks.append(f"Validation::Set(&[{', '.join(s(v) for v in p['accepted_values'])}])")
        if kind.endswith("[]") and any(m for _, m, _ in places):
            checks.append("Validation::AllowEmptyCollection")
        if checks:
            text += f".validate(&[{', '.join(checks)}])"
        if p.get("summary"):
            text += f".help({s(p['summary'])})"
        out.append(text + ",")
    # Every dial-in cmdlet had -AsJob once.
    jobs = [("AsJob", "SwitchParameter", [], "Run as a background job")] if "DialInConferencing" in name else []
    for extra, kind, aliases, summary in EXTRA.get(name, []) + jobs:
        if extra not in {p["name"] for p in c["parameters"]}:
            also = f".aliases(&[{', '.join(s(a) for a in aliases)}])" if aliases else ""
            out.append(f"    Parameter::new({s(extra)}, {s(kind)}){also}.help({s(summary)}),")
    out.append("];")
    default = c.get("default_parameter_set") or ""
    if one or default in ("None", "__AllParameterSets", "EmptySet") or default not in real_sets:
        default = ""
    out.append(f"/// The default parameter set of `{name}`.")
    out.append(f"pub const {const}_DEFAULT: &str = {s(default)};")
    out.append("")
pathlib.Path("src/library/conferencing/parameters.rs").write_text("\n".join(out))

rows = ["# What the pages say of the cmdlets: cmdlet (name, default set), set (name, its parameters with ! for mandatory and",
        "# @position), parameter (name, type, aliases, pipeline, flags), module (names that the shipping module takes)."]
for c in data["cmdlets"]:
    rows.append("\t".join(["cmdlet", c["name"], c.get("default_parameter_set") or "", c.get("status") or ""]))
    for st in c["parameter_sets"]:
        own = " ".join(q["name"] + ("!" if q["mandatory"] else "") + (f"@{q['position']}" if q["position"] is not None else "") for q in st["parameters"])
        rows.append("\t".join(["set", st["name"], own]))
    for p in c["parameters"]:
        pipe = ("value " if p["pipeline"]["by_value"] else "") + ("property" if p["pipeline"]["by_property_name"] else "")
        rows.append("\t".join(["parameter", p["name"], p.get("type_inferred") or p["type"], " ".join(p.get("aliases") or []), pipe.strip(),
                               " ".join(p["flags"]), "|".join(p.get("accepted_values") or [])]))
    if c.get("module_observed"):
        rows.append("\t".join(["module", " ".join(c["module_observed"]["parameters"])]))
pathlib.Path("tests/library/teams-cmdlets.tsv").write_text("\n".join(rows) + "\n")
