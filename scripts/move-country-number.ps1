<#
.SYNOPSIS
    Moves the users of a country from one default number to another.
.DESCRIPTION
    Each of them is mailed the new number, and their meetings are queued to be updated. Those who have the new number
    already are left alone, and are not mailed.
.EXAMPLE
    bridgesh scripts/move-country-number.ps1 -Country US -From 14255550100 -To 14255551234
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Country = 'US',
    [string] $From = '14255550100',
    [string] $To = '14255551234'
)

$number = Get-ServiceNumber -Identity $To -ErrorAction Stop
if (-not $number.BridgeId) {
    throw "$To is on no bridge: register it first."
}

$users = @(Get-ConferencingUser -Enabled -Filter "UsageLocation -eq '$Country'" |
        Where-Object { $_.ServiceNumber -eq $From -and $_.BridgeId -eq $number.BridgeId })
Write-Host "$($users.Count) users of $Country have $From."

$users | Set-DefaultNumber -ServiceNumber $To

Get-ConferencingUser -Enabled -Filter "UsageLocation -eq '$Country'" |
    Format-Table DisplayName, BridgeName, ServiceNumber -AutoSize

Write-Host 'Mails sent:'
Get-Mail -Kind InformationChanged | Format-Table To, Language, ContainsPin -AutoSize

Write-Host 'Meetings to be updated:'
Get-CsMeetingMigrationStatus -SummaryOnly | Format-Table State, UserCount -AutoSize
