Describe 'Mails' {
    BeforeEach { Reset-Tenant }
    It 'finds a mail by kind, recipient, sender and language' {
        Reset-Pin ken@contoso.com
        Should -HaveSentMail -Kind PinReset -To ken@contoso.com -Language en -Times 1
        Should -HaveSentMail -From *contoso* -Matching 'PIN'
    }
    It 'takes a user' { $user = Get-ConferencingUser ken@contoso.com; Reset-Pin $user; Should -HaveSentMail -To $user }
    It 'counts what a block sends' { { Reset-Pin ken@contoso.com } | Should -HaveSentMail -Times 1; { } | Should -Not -HaveSentMail }
    It 'starts without mails' { Should -Not -HaveSentMail; Should -HaveSentMail -Times 0 }
    It 'fails: too few' { Reset-Pin ken@contoso.com; Should -HaveSentMail -Kind PinReset -To ken@contoso.com -Times 2 -Because 'both numbers changed' }
    It 'fails: one too many' { Reset-Pin ken@contoso.com; Should -Not -HaveSentMail }
    It 'fails: no such kind' { Should -HaveSentMail -Kind Birthday }
    It 'knows PINs' { Reset-Pin ken@contoso.com; Get-Mail | Should -ContainPin; Get-Mail | ForEach-Object Subject | Should -Not -ContainPin; 'no 1234 here' | Should -Not -ContainPin }
    It 'fails: a PIN in a text' { Reset-Pin ken@contoso.com; (Get-Mail).Text | Should -Not -ContainPin }
    It 'knows what did not go out' {
        Set-BridgeSettings -SendEmailsToUsers $false
        Reset-Pin ken@contoso.com
        Should -HaveSuppressedMail -Kind PinReset -To ken@contoso.com -Reason AutomaticMailsOff
        Should -Not -HaveSentMail
    }
    It 'knows what changed' {
        Reset-Pin ken@contoso.com
        'ken@contoso.com' | Should -HaveChanged -Property Pin
        Should -Not -HaveChanged -User adele.vance@contoso.com
        { Set-BridgeSettings -SendEmailsToUsers $false } | Should -HaveChanged -Setting AutomaticallySendEmailsToUsers
    }
    It 'fails: nothing changed' { { } | Should -HaveChanged -User ken@contoso.com }
    It 'fails: it changed' { { Reset-Pin ken@contoso.com } | Should -Not -HaveChanged -User ken@contoso.com }
}
