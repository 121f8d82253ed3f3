# PowerShell completion for bridgesh, made by `bridgesh -ShellFile powershell`
Register-ArgumentCompleter -Native -CommandName bridgesh -ScriptBlock {
    param($word, $ast, $cursor)
    @(
        , @('-File', 'run a script with the arguments behind it')
        , @('-Command', 'run a text; - reads it from standard input')
        , @('-CommandWithArgs', 'run a text with the arguments behind it')
        , @('-EncodedCommand', 'run a text given as Base64 of UTF-16')
        , @('-NoProfile', 'run no profile scripts and read no configuration file')
        , @('-NonInteractive', 'ask nothing')
        , @('-NoLogo', 'show no banner')
        , @('-NoExit', 'go on with the prompt')
        , @('-Interactive', 'give the prompt')
        , @('-ExecutionPolicy', 'accepted; changes nothing')
        , @('-WorkingDirectory', 'start in this folder')
        , @('-Tenant', 'start from a tenant file instead of the sample tenant')
        , @('-Outbox', 'also write every mail to this folder as an .eml file')
        , @('-Plan', 'run the script on a copy of the tenant and report what it would do')
        , @('-Json', 'print the plan''s report as JSON')
        , @('-Seed', 'make a run repeatable: seed of the random source')
        , @('-Now', 'make a run repeatable: the time it takes place')
        , @('-Culture', 'the culture of formats, such as de-DE')
        , @('-Plain', 'a prompt without colours and drawings, for screen readers')
        , @('-Timeout', 'stop the script after so many seconds')
        , @('-MaxMemory', 'stop the script when it takes more memory')
        , @('-ShellFile', 'print completions for bash, zsh, fish or powershell, or the manual page (man)')
        , @('-Version', 'print the version')
        , @('-Help', 'print the options')
    ) | Where-Object { $_[0] -like "$word*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterName', $_[1])
    }
}
