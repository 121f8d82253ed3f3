<#
.SYNOPSIS
    Gives the people of a CSV file audio conferencing.
.DESCRIPTION
    Creates those who do not exist yet, assigns the licence, and shows who was mailed what. The licence turns
    conferencing on: each user is mailed a dial-in number, a conference ID and a PIN, in the user's own language.
.EXAMPLE
    bridgesh scripts/onboard-users.ps1
.EXAMPLE
    bridgesh scripts/onboard-users.ps1 -Path people.csv -Sku MCOMEETADV -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # A file with UserPrincipalName, DisplayName, UsageLocation and PreferredLanguage.
    [string] $Path = (Join-Path $PSScriptRoot 'data/new-users.csv'),

    # The licence that allows conferencing.
    [string] $Sku = 'MCOMEETADV'
)

$ErrorActionPreference = 'Stop'
$rows = @(Import-Csv -Path $Path)
$pool = Get-License -Pool | Where-Object Sku -eq $Sku

# Better to know before the first mail goes out than after the tenth.
if ($pool.Available -lt $rows.Count) {
    throw "$($rows.Count) licences of $Sku are needed, but only $($pool.Available) are left."
}

$failed = @()
foreach ($row in $rows) {
    try {
        $user = Get-ConferencingUser -Identity $row.UserPrincipalName -ErrorAction SilentlyContinue
        if (-not $user) {
            $row | New-ConferencingUser
            Write-Host "created   $($row.UserPrincipalName)"
        }
        if ($user.Licenses -contains $Sku) {
            Write-Host "has $Sku  $($row.UserPrincipalName)"
            continue
        }
        if ($PSCmdlet.ShouldProcess($row.UserPrincipalName, "Assign $Sku")) {
            Grant-License -Identity $row.UserPrincipalName -Sku $Sku
            Write-Host "licensed  $($row.UserPrincipalName)"
        }
    }
    catch {
        $failed += $row.UserPrincipalName
        Write-Warning "$($row.UserPrincipalName): $($_.Exception.Message)"
    }
}

Write-Host ''
Write-Host 'Users now:'
$rows.UserPrincipalName | Get-ConferencingUser -ErrorAction SilentlyContinue |
    Format-Table DisplayName, UsageLocation, ServiceNumber, ConferenceId -AutoSize

Write-Host 'Mails sent:'
Get-Mail | Format-Table Kind, To, Language, ContainsPin, Subject -AutoSize

if ($failed) { exit 1 }
