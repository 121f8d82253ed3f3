$computed = 1 + 1
Describe 'Version 4' {
    $inBody = 5
    BeforeEach { $each = 1 }
    It 'sees what the body of the group set' { $inBody | Should Be 5; $computed | Should Be 2; $each | Should Be 1 }
    It 'has words for operators' { 'abc' | Should Match 'b'; 'abc' | Should Not Match 'x'; { throw 'x' } | Should Throw; $null | Should BeNullOrEmpty; 3 | Should BeGreaterThan 2 }
    It 'fails <n>' -TestCases @{ n = 1 } { param($n) $n | Should Be 2 }
    It 'mocks' { Mock Get-Date { 'then' }; Get-Date | Should Be 'then'; Assert-MockCalled Get-Date -Exactly 1 }
    foreach ($i in 1..2) { It "is number $i" { $i | Should Be $i } }
    It 'has a drive' { Setup -File 'a.txt' 'text'; Get-Content TestDrive:/a.txt | Should Be 'text' }
}
