function Get-Twice($x) {
    if ($x -gt 10) {
        Write-Output 'big'
        return 0
    } elseif ($x -lt 0) { throw 'negative' }
    $y = $x * 2
    foreach ($i in 1..2) { $null = $i }
    $y
}
function Unused { 'never' }
