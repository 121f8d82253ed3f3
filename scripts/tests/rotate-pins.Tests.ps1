# Tests of rotate-pins.ps1: who is mailed, and that nobody but the user sees the PIN.
# Run them with: bridgesh test scripts/tests

BeforeAll {
    $script = Join-Path $PSScriptRoot '../rotate-pins.ps1'
}

Describe 'rotate-pins.ps1' {
    BeforeEach {
        # Each test starts on a fresh copy of the tenant.
        Reset-Tenant
    }

    It 'mails a new PIN to everyone of <Department>' -ForEach @(
        @{ Department = 'Finance' }
        @{ Department = 'Sales' }
    ) {
        $users = Get-CsOnlineUser -Filter "Department -eq '$Department'" |
            Where-Object { $_.FeatureTypes -contains 'AudioConferencing' }

        & $script -Department $Department 6> $null

        foreach ($user in $users) {
            Should -HaveSentMail -Kind PinReset -To $user.UserPrincipalName -Times 1
        }
        Should -HaveSentMail -Times @($users).Count -Because 'nobody else is told anything'
    }

    It 'shows no PIN' {
        & $script -Department Finance 6>&1 | Out-String | Should -Not -ContainPin
    }

    It 'gives PINs of the length that was asked for' {
        & $script -Department Finance -PinLength 9 6> $null

        Should -HaveChanged -Setting PinLength
        Should -HaveSentMail -Kind PinReset -Matching '\b\d{9}\b'
    }

    It 'refuses a length that the service does not allow' {
        { & $script -PinLength 3 } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        Should -Not -HaveSentMail
    }

    It 'goes on when one user fails' {
        Mock Set-CsOnlineDialInConferencingUser { throw 'the service is busy' } -ParameterFilter { $ResetLeaderPin }

        & $script -Department Finance 3> $null 6> $null

        Should -Invoke Set-CsOnlineDialInConferencingUser -ParameterFilter { $ResetLeaderPin }
        Should -Not -HaveSentMail
    }
}
