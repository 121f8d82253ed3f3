BeforeAll { . $PSScriptRoot/lib.ps1 }
Describe 'Get-Twice' -Tag fast {
  It 'doubles <n>' -ForEach @(@{ n = 2; r = 4 }, @{ n = 3; r = 6 }) { Get-Twice $n | Should -Be $r }
  It 'big' { Get-Twice 11 | Should -Contain 'big' }
  It 'fails <_>' -TestCases 1 -Tag slow { 1 | Should -Be 2 }
}
Describe 'after' { AfterAll { throw 'late' } ; It 'x' { $true | Should -BeTrue } }
