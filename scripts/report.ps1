<#
.SYNOPSIS
    Reports on the tenant's audio conferencing: users, numbers, licences, and what wants attention.
.EXAMPLE
    bridgesh scripts/report.ps1
.EXAMPLE
    bridgesh scripts/report.ps1 -Csv users.csv
#>
[CmdletBinding()]
param(
    # Also writes the users to this file.
    [string] $Csv
)

$users = Get-ConferencingUser

Write-Host 'Users by provider:'
$users | Group-Object Provider | Sort-Object Count -Descending | Format-Table Name, Count -AutoSize

Write-Host 'Default numbers in use:'
$users | Where-Object Enabled | Group-Object ServiceNumber | Sort-Object Count -Descending |
    Select-Object @{ Name = 'Number'; Expression = { '+' + $_.Name } }, @{ Name = 'Users'; Expression = { $_.Count } } |
    Format-Table -AutoSize

Write-Host 'Licences:'
Get-License -Pool | Where-Object Conferencing | Format-Table Sku, Total, Used, Available -AutoSize

$attention = foreach ($user in $users) {
    $reason = switch ($user) {
        { $_.Enabled -and -not $_.Mail } { 'has no mail address: nobody tells this user anything' }
        { $_.Provider -notin 'Microsoft', 'None' } { "is still with $($_.Provider)" }
        { $_.Enabled -and -not $_.PreferredLanguage } { 'has no preferred language: mails come in that of the country' }
    }
    if ($reason) {
        [pscustomobject]@{ User = $user.UserPrincipalName; Finding = $reason -join '; ' }
    }
}
Write-Host 'Wants attention:'
$attention | Sort-Object User | Format-Table -AutoSize

if ($Csv) {
    $users | Select-Object UserPrincipalName, DisplayName, UsageLocation, Provider, ServiceNumber |
        Export-Csv -Path $Csv -NoTypeInformation
    Write-Host "Written to $Csv."
}
