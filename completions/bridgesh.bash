# bash completion for bridgesh, made by `bridgesh -ShellFile bash`
_bridgesh() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    case $before in
        -WorkingDirectory|-Outbox) COMPREPLY=($(compgen -d -- "$word")); return ;;
        -ShellFile) COMPREPLY=($(compgen -W 'bash zsh fish powershell man' -- "$word")); return ;;
        -Command|-CommandWithArgs|-EncodedCommand|-ExecutionPolicy|-Seed|-Now|-Culture|-Timeout|-MaxMemory) COMPREPLY=(); return ;;
    esac
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '-File -Command -CommandWithArgs -EncodedCommand -NoProfile -NonInteractive -NoLogo -NoExit -Interactive -ExecutionPolicy -WorkingDirectory -Tenant -Outbox -Plan -Json -Seed -Now -Culture -Plain -Timeout -MaxMemory -ShellFile -Version -Help' -- "$word"))
    else
        COMPREPLY=($(compgen -f -- "$word"))
    fi
}
complete -o filenames -F _bridgesh bridgesh
