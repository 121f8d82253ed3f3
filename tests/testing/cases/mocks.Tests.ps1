Describe 'mod' {
  BeforeAll { New-Module M { function Inner { 'inner' } ; function Outer { Inner } ; $secret = 42; Export-ModuleMember -Function Outer } | Import-Module }
  AfterAll { Remove-Module M }
  It 'scope' { InModuleScope M { $secret; Inner } | Should -Be 42, 'inner' }
  It 'mock in module' { Mock Inner { 'mocked' } -ModuleName M; Outer | Should -Be 'mocked'; Should -Invoke Inner -ModuleName M -Times 1 -Exactly }
  It 'gone' { Outer | Should -Be 'inner' }
  It 'params' { InModuleScope M -Parameters @{ P = 7 } { $P + $secret } | Should -Be 49 }
}
Describe 'mocks' {
  BeforeAll { function Get-Thing { param([string]$Name, [switch]$Force) "real $Name" } ; Mock Get-Thing { "default $Name $Force" } ; Mock Get-Thing { 'special' } -ParameterFilter { $Name -eq 'x' } }
  It 'filters' { Get-Thing a | Should -Be 'default a False'; Get-Thing -Name x | Should -Be 'special'; Get-Thing a -Force | Should -Be 'default a True' }
  It 'counts' { Should -Invoke Get-Thing -Times 0 -Exactly; Get-Thing q; Should -Invoke Get-Thing -Times 1 -Exactly; Should -Invoke Get-Thing -ParameterFilter { $Name -eq 'q' }; Should -Not -Invoke Get-Thing -ParameterFilter { $Name -eq 'zz' }
     Should -Invoke Get-Thing -Scope Describe -Times 4 -Exactly }
  It 'original' { Mock Get-Date { 'm' } -ParameterFilter { $Year -eq 1 }; (Get-Date -Year 2020).Year | Should -Be 2020 }
  It 'pipeline' { Mock Out-File { } ; 1..3 | Out-File x.txt; Should -Invoke Out-File -Times 3 -Exactly; Test-Path x.txt | Should -BeFalse }
  It 'verifiable' { Mock Get-Item { } -Verifiable; Should -InvokeVerifiable }
  It 'unknown' { Mock No-Such { } }
  It 'not mocked' { Should -Invoke Get-ChildItem }
  It 'tenant' { Mock Reset-Pin { 'no' }; Reset-Pin ken@contoso.com | Should -Be no; Should -Not -HaveSentMail; Assert-MockCalled Reset-Pin 1 }
  It 'exclusive' { Get-Thing a; Get-Thing b; Should -Invoke Get-Thing -ExclusiveFilter { $Name -eq 'a' } }
  It 'alias' { Mock Get-ChildItem { 'gci' }; gci | Should -Be gci; dir /tmp | Should -Be gci }
  It 'native' { Mock uname { 'Fake' }; uname -a | Should -Be Fake; Should -Invoke uname -ParameterFilter { $args -contains '-a' } }
  It 'throws in mock' { Mock Get-Date { throw 'nope' }; { Get-Date } | Should -Throw nope }
  It 'remove type' { Mock Get-Thing { $Name.GetType().Name } -RemoveParameterType Name ; Get-Thing 5 | Should -Be String }
}
Describe 'errors continue' { It 'two' { 1 | Should -Be 2 -ErrorAction Continue; 3 | Should -Be 4 -ErrorAction Continue } }
