param($Who = 'me', [int]$N = 3)
BeforeDiscovery { $rows = 1..2; $cond = $true }
Describe 'params <Who>' { It 'has them' { $Who | Should -Be 'me'; $N | Should -Be 3 } }
Describe 'disc' { It 'row <_>' -ForEach $rows { $_ | Should -BeOfType int } ; It 'skips' -Skip:$cond { throw 1 } ; It 'pending' -Pending { } }
Describe 'scopes' {
  BeforeAll { $a = 1; $script:b = 2; function helper { 'h' } }
  BeforeEach { $c = 10 }
  AfterEach { $script:after = $c }
  It 'one' { $a | Should -Be 1; $b | Should -Be 2; $a = 5; $c = 11; helper | Should -Be h }
  It 'two' { $a | Should -Be 1; $after | Should -Be 11; $c | Should -Be 10 }
  Context 'deep' { BeforeAll { $a = 3 } ; It 'sees own' { $a | Should -Be 3 } }
  It 'three' { $a | Should -Be 1 }
}
Describe 'operators' {
  It 'all good' {
    'a' | Should -BeExactly 'a'; 'A' | Should -Not -BeExactly 'a'; 5 | Should -BeGreaterThan 4; 5 | Should -BeGreaterOrEqual 5; 3 | Should -BeLessThan 4
    3 | Should -BeLessOrEqual 3; 'abc' | Should -BeLike 'a*'; 'abc' | Should -BeLikeExactly 'a*'; 'abc' | Should -Match 'B'; 'abc' | Should -MatchExactly 'b'
    $null | Should -BeNullOrEmpty; '' | Should -BeNullOrEmpty; @() | Should -BeNullOrEmpty; 1 | Should -Not -BeNullOrEmpty; @{} | Should -BeNullOrEmpty
    1,2,3 | Should -Contain 2; 1,2,3 | Should -HaveCount 3; @() | Should -HaveCount 0; 1,2,3 | Should -Be 1,2,3; @(1,@(2,3)) | Should -Be @(1,@(2,3))
    { throw 'x' } | Should -Throw; { 1 } | Should -Not -Throw; { throw [System.IO.IOException]'disk' } | Should -Throw -ExceptionType ([System.IO.IOException]) -ExpectedMessage 'd*'
    Get-Command Get-Date | Should -HaveParameter Date -Type DateTime; Should -ActualValue 3 -Be 3
    { Get-Item nope -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound*'
    'x' | Should -BeIn 'x','y'; $true | Should -BeTrue; 0 | Should -BeFalse
  }
  It 'a <_.n>' -TestCases @(@{n=1},@{n=2}) { param($n) $n | Should -BeLessThan 3 }
  It 'm1' { 5 | Should -BeGreaterThan 9 }
  It 'm2' { 1,2 | Should -Contain 3 }
  It 'm3' { 'abc' | Should -BeLike 'x*' }
  It 'm4' { 1,2 | Should -HaveCount 3 }
  It 'm5' { { 1 } | Should -Throw 'abc' }
  It 'm6' { { throw 'boo' } | Should -Throw 'abc' -ExceptionType ([ArgumentException]) }
  It 'm7' { 'x' | Should -BeOfType int }
  It 'm8' { 'a' | Should -BeNullOrEmpty }
  It 'm9' { 1..20 | Should -Be 3 }
  It 'm10' { '/nope' | Should -Exist }
  It 'm11' { { throw 'boo' } | Should -Not -Throw }
  It 'm12' { $null | Should -Be 'x' }
  It 'm13' { 'abc' | Should -BeExactly 'abC' }
  It 'm14' { function f { param([Parameter(Mandatory)][string]$A, $B = 5) } ; Get-Command f | Should -HaveParameter A -Mandatory -Type [string]; Get-Command f | Should -HaveParameter B -DefaultValue 6 }
  It 'm15' { "a`nb" | Should -Be "a`nc" }
  It 'm16' { Get-Content /nope -ErrorAction Stop }
  It 'm17' { 1 | Should -Be 1 -Bogus 3 }
}
Describe 'custom' {
  BeforeAll { function BeAwesome($ActualValue, [switch]$Negate, $Extra, [string]$Because) { [pscustomobject]@{ Succeeded = ($ActualValue -eq 'Awesome') -ne $Negate; FailureMessage = "not awesome $Extra $Because" } }
    Add-ShouldOperator -Name BeAwesome -Test $function:BeAwesome -Alias BA }
  It 'c1' { 'Awesome' | Should -BeAwesome; 'x' | Should -Not -BeAwesome; 'Awesome' | Should -BA }
  It 'c2' { 'bad' | Should -BeAwesome 5 -Because 'why' }
}
