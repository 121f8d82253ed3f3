//! What rehearsals stand on: the native cmdlets are all there, reports and audits hold no secret, faults strike as planned.

use bridgesh::engine::RunOptions;
use bridgesh::library::host::display::{self, ToHost};

use crate::examples::session;
use crate::session::Captured;

/// Runs a script on the sample tenant; gives what it printed, errors included.
fn run(script: &str) -> String {
    let screen = Captured::default();
    let mut engine = session(&screen);
    engine.run_text(script, &RunOptions::default(), &mut ToHost);
    display::flush(&mut engine).unwrap();
    let (out, err) = (screen.out.borrow().clone(), screen.err.borrow().clone());
    format!("{out}{err}")
}

/// The native cmdlets with parameters that scripts of people use.
const NATIVE: &[(&str, &str)] = &[
    ("Get-BridgeSettings", ""),
    (
        "Set-BridgeSettings",
        "SendEmailsToUsers PinLength EntryExitNotifications EntryExitAnnouncements NameRecording MaskNumbers DynamicConferenceIds MigrateMeetings PassThru",
    ),
    ("Reset-BridgeSettings", ""),
    ("Set-SenderDisplayName", "Name"),
    ("Set-SenderAddress", "Address"),
    ("Reset-Sender", ""),
    ("Get-ConferencingUser", "Identity Filter Licensed"),
    ("New-ConferencingUser", "UserPrincipalName DisplayName Mail UsageLocation PreferredLanguage License"),
    ("Set-ConferencingUser", "Identity"),
    ("Enable-ConferencingUser", "Identity"),
    ("Disable-ConferencingUser", "Identity"),
    ("Remove-ConferencingUser", "Identity"),
    ("Grant-License", "Identity Sku"),
    ("Revoke-License", "Identity Sku"),
    ("Get-License", "Identity"),
    ("Set-ConferencingProvider", "Identity Provider"),
    ("Reset-Pin", "Identity PassThru"),
    ("Reset-ConferenceId", "Identity"),
    ("Set-DefaultNumber", "Identity ServiceNumber"),
    ("Send-ConferencingInfo", "Identity To From FromDisplayName"),
    ("Get-Bridge", "Identity"),
    ("Set-Bridge", "Identity"),
    ("Get-ServiceNumber", "Identity"),
    ("Register-ServiceNumber", "Identity"),
    ("Unregister-ServiceNumber", "Identity"),
    ("Set-ServiceNumber", "Identity"),
    ("Get-Mail", "To Kind Newest"),
    ("Show-Mail", ""),
    ("Export-Mail", "Path"),
    ("Clear-Mail", ""),
    ("Get-SuppressedMail", ""),
    ("Send-SuppressedMail", ""),
    ("New-Tenant", "Name"),
    ("Import-Tenant", "Path"),
    ("Export-Tenant", "Path"),
    ("Save-Tenant", "Name"),
    ("Restore-Tenant", "Name"),
    ("Compare-Tenant", "Reference Difference"),
    ("Reset-Tenant", ""),
    ("Get-TenantEvent", "User"),
    ("Set-FaultPlan", "Cmdlet Kind Call Rate Seed"),
    ("Invoke-Plan", "Path ScriptBlock Json OutFile Apply Plan"),
];

#[test]
fn every_native_cmdlet_has_its_parameters() {
    let engine = session(&Captured::default());
    let mut missing = Vec::new();
    for (name, parameters) in NATIVE {
        let Some(entry) = engine.registry.get(name) else {
            missing.push((*name).to_owned());
            continue;
        };
        let has = |wanted: &&str| entry.spec.parameters.iter().any(|own| own.name == *wanted);
        missing.extend(parameters.split(' ').filter(|name| !name.is_empty()).filter(|name| !has(name)).map(|own| format!("{name} -{own}")));
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn native_objects_have_the_properties_that_scripts_read() {
    let names = |command: &str| run(&format!("({command} | Select-Object -First 1).PSObject.Properties.Name -join ' '"));
    let wanted = [
        (
            "Get-ConferencingUser ken@contoso.com",
            "UserPrincipalName DisplayName Mail SipAddress ObjectId UsageLocation PreferredLanguage Licenses Provider Enabled BridgeId BridgeName ServiceNumber TollFreeServiceNumber ConferenceId",
        ),
        ("Get-License ken@contoso.com", "User Sku Plans"),
        ("Get-ServiceNumber", "Number Type BridgeId City"),
        ("$(Reset-Pin ken@contoso.com; Get-Mail)", "Id Kind To ToName From FromName Subject Language ContainsPin State Created Text Html"),
        ("Reset-Pin ken@contoso.com -PassThru", "Pin"),
    ];
    for (command, properties) in wanted {
        let own = names(command);
        for property in properties.split(' ') {
            assert!(own.split_whitespace().any(|name| name == property), "{command} has no {property}: {own}");
        }
    }
}

#[test]
fn audits_comparisons_and_plans_hold_no_pin() {
    let text = run("Save-Tenant
        Set-BridgeSettings -PinLength 12
        $pin = (Reset-Pin ken@contoso.com -PassThru).Pin
        $shown = @(
            Get-TenantEvent | Format-List * | Out-String
            Compare-Tenant | Format-List * | Out-String
            Invoke-Plan { Reset-Pin amos.marble@contoso.com } -Json
            Invoke-Plan { Reset-Pin amos.marble@contoso.com } -Html
            Invoke-Plan { Reset-Pin amos.marble@contoso.com } -Markdown
        ) -join ' '
        $shown.Contains($pin)
        $shown -match '(?<![0-9a-f-])[0-9]{12}(?![0-9a-f-])'
        $shown.Contains('PinReset')
        (Compare-Tenant | Where-Object Property -eq Pin).Mails");
    assert_eq!(text, "False\nFalse\nTrue\nPinReset\n");
}

#[test]
fn faults_strike_as_planned_and_the_same_calls_each_time() {
    let script = "Set-FaultPlan Set-CsOnlineDialInConferencingUser Timeout -Rate 0.5 -Seed 7 -AfterChange
        $hit = foreach ($n in 1..20) { Set-CsOnlineDialInConferencingUser ken@contoso.com -AllowTollFreeDialIn ($n % 2 -eq 0) -ErrorAction SilentlyContinue -ErrorVariable e; [int]($e.Count -gt 0) }
        $hit -join ''
        (Get-CsOnlineDialInConferencingUser ken@contoso.com).AllowTollFreeDialIn
        Clear-FaultPlan
        Set-FaultPlan Get-MgUser Throttle -Times 3; @(Get-MgUser -UserId ken@contoso.com).Count
        Clear-FaultPlan
        Set-FaultPlan Get-MgUser Throttle; try { Get-MgUser -UserId ken@contoso.com -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }";
    let text = run(script);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].contains('1') && lines[0].contains('0'), "{text}");
    // A time-out after the change: the tenant has it all the same.
    assert_eq!(lines[1..], ["True", "1", "TooManyRequests"], "{text}");
    assert_eq!(run(script), text);
}

#[test]
fn real_cmdlets_that_are_not_simulated_say_so() {
    let id = |name: &str| {
        run(&format!("try {{ {name} }} catch [System.Management.Automation.CommandNotFoundException] {{ $_.FullyQualifiedErrorId }}"))
    };
    assert_eq!(id("Get-CsOnlineLisLocation"), "CmdletNotSimulated\n");
    assert_eq!(id("Get-MgDevice"), "CmdletNotSimulated\n");
    assert_eq!(id("Get-CsOnlineLisLocatoin"), "CommandNotFoundException\n");
}
