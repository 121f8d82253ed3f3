# Tests of onboard-users.ps1.

BeforeAll {
    $script = Join-Path $PSScriptRoot '../onboard-users.ps1'

    function Write-Rows($Path) {
        @(
            [pscustomobject]@{ UserPrincipalName = 'mia.roth@contoso.com'; DisplayName = 'Mia Roth'; UsageLocation = 'DE'; PreferredLanguage = 'de-DE' }
            [pscustomobject]@{ UserPrincipalName = 'joe.hill@contoso.com'; DisplayName = 'Joe Hill'; UsageLocation = 'US'; PreferredLanguage = 'en-US' }
        ) | Export-Csv $Path
    }
}

Describe 'onboard-users.ps1' {
    BeforeAll {
        Reset-Tenant
        Write-Rows TestDrive:/people.csv
        & $script -Path $TestDrive/people.csv 6> $null | Out-Null
    }

    It 'mails <Address> in <Language>' -ForEach @(
        @{ Address = 'mia.roth@contoso.com'; Language = 'de' }
        @{ Address = 'joe.hill@contoso.com'; Language = 'en' }
    ) {
        Should -HaveSentMail -Kind Enabled -To $Address -Language $Language -Times 1
    }

    It 'tells each user the PIN, and nobody else' {
        Should -HaveSentMail -Times 2
        Get-Mail | Should -ContainPin
    }

    It 'licenses the users' {
        'mia.roth@contoso.com' | Should -HaveChanged -Property Licence
    }

    It 'changes nothing with -WhatIf' {
        Write-Rows $TestDrive/people.csv
        { & $script -Path $TestDrive/people.csv -WhatIf 6> $null } | Should -Not -HaveChanged
    }
}

Describe 'onboard-users.ps1 without licences' {
    It 'mails nobody where the pool is too small' {
        Mock Get-License { [pscustomobject]@{ Sku = 'MCOMEETADV'; Available = 0 } }
        Reset-Tenant

        { & $script 6> $null } | Should -Throw '*licences of MCOMEETADV are needed*'
        Should -Not -HaveSentMail
    }
}
