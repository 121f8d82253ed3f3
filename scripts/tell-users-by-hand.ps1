<#
.SYNOPSIS
    Switches the automatic mails off, makes changes, and tells the users by hand.
.DESCRIPTION
    While automatic mails are off a change mails nobody, and what was not sent is kept with the reason. The manual mail
    goes out all the same, from a sender that people know; it never carries a PIN.
.EXAMPLE
    bridgesh scripts/tell-users-by-hand.ps1
#>
[CmdletBinding()]
param(
    [string[]] $User = @('ken@contoso.com', 'amos.marble@contoso.com'),
    [string] $Sender = 'Contoso Help Desk'
)

Set-BridgeSettings -SendEmailsToUsers $false
try {
    $User | Set-DefaultNumber -ServiceNumber 14255037265

    Write-Host 'Not sent:'
    Get-SuppressedMail | Format-Table Kind, User, Reason -AutoSize

    Set-SenderDisplayName $Sender
    $User | Send-ConferencingInfo
}
finally {
    # Whatever happens: the next administrator expects mails to go out, from the usual sender.
    Reset-Sender
    Set-BridgeSettings -SendEmailsToUsers $true
}

Write-Host 'Sent by hand:'
Get-Mail | Format-Table Kind, To, FromName, ContainsPin -AutoSize
