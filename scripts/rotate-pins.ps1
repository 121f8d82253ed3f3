<#
.SYNOPSIS
    Gives every conferencing user of a department a new, longer PIN.
.DESCRIPTION
    Existing PINs keep their length when the tenant's PIN length changes: only a reset makes them longer. Written with
    the names of the real Teams module, so that it runs against a real tenant as it stands.
.EXAMPLE
    bridgesh scripts/rotate-pins.ps1 -Department Sales -PinLength 6
#>
[CmdletBinding()]
param(
    [string] $Department = 'Finance',
    [ValidateRange(4, 12)]
    [int] $PinLength = 7
)

Import-Module MicrosoftTeams
$null = Connect-MicrosoftTeams

Set-CsOnlineDialInConferencingTenantSettings -PinLength $PinLength

$users = Get-CsOnlineUser -Filter "Department -eq '$Department'" |
    Where-Object { $_.FeatureTypes -contains 'AudioConferencing' }

foreach ($user in $users) {
    try {
        # The output would show the new PIN: the user learns it by mail, nobody else needs it.
        $null = Set-CsOnlineDialInConferencingUser -Identity $user.UserPrincipalName -ResetLeaderPin -ErrorAction Stop
        Write-Host "reset  $($user.UserPrincipalName)"
    }
    catch {
        Write-Warning "$($user.UserPrincipalName): $_"
    }
}

Write-Host ''
Write-Host 'Mails sent:'
Get-Mail -Kind PinReset | Format-Table To, Language, Subject -AutoSize
