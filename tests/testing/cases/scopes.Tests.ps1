BeforeAll { function Get-Sum($a, $b) { $a + $b } }
AfterAll { $global:ended = $true }
Describe 'Sums' -Tag math {
    BeforeAll { $script:n = 0; $x = 5 }
    BeforeEach { $y = 1; $script:n++ }
    AfterEach { $script:seen = $y }
    It 'sees what the hooks set' { Get-Sum 1 2 | Should -Be 3; $x | Should -Be 5; $y | Should -Be 1; $y = 7; $x = 6 }
    It 'is not seen by the next test' { $x | Should -Be 5; $y | Should -Be 1; $seen | Should -Be 7; $n | Should -Be 2 }
    It 'adds <a> and <b.c>' -ForEach @(@{ a = 1; b = @{ c = 2 } }, @{ a = 3; b = @{ c = 4 } }) { $a + $b.c | Should -BeGreaterThan 2 }
    It 'takes <n> as a parameter' -TestCases @{ n = 4 } { param([int] $n) $n | Should -BeOfType int }
    It 'is left out' -Skip { throw 'never' }
    It 'is not written yet' -Pending { }
    It 'cannot tell' { Set-ItResult -Inconclusive -Because 'who knows' }
    It 'leaves itself out' { Set-ItResult -Skipped }
    It 'throws' { throw 'boom' }
    It 'has an error with another inside' { throw [System.InvalidOperationException]::new('outer', [System.IO.IOException]::new('inner')) }
    It 'breaks' { break }
    Context 'inner <_>' -ForEach 1, 2 {
        BeforeAll { $square = $_ * $_ }
        It 'is <_> squared' { $square | Should -Be ($_ * $_) }
        It 'fails for <_>' { $square | Should -Be 9 }
    }
}
Describe 'A group whose setup fails' {
    BeforeAll { throw 'setup' }
    AfterAll { throw 'teardown' }
    It 'never runs' { 1 }
}
Describe 'Files' {
    It 'makes one' { 'x' > TestDrive:/a.txt; 'TestDrive:/a.txt' | Should -Exist; "$TestDrive/a.txt" | Should -FileContentMatch '^x$' }
    It 'still has it' { 'TestDrive:/a.txt' | Should -Exist }
    It 'is in it' { In TestDrive:/ { Get-ChildItem -Name } | Should -Be a.txt }
}
Describe 'Files of another group' { It 'are gone' { 'TestDrive:/a.txt' | Should -Not -Exist } }
Describe 'Left out' -Skip {
    BeforeAll { throw 'never' }
    It 'too' { throw 'never' }
}
