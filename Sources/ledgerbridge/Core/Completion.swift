/// Completion scripts for the shells, made from the commands themselves.
struct Completion: Sendable {
    enum Shell: String, Sendable, CaseIterable { case bash, zsh }

    let commands: [Command]

    func script(_ shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" + bash
        }
    }

    /// Knows the words of each command, the values of options that have a choice, and leaves the rest to file names.
    private var bash: String {
        let firsts = Set(commands.map { $0.path[0] } + ["help"]).sorted()
        let groups = firsts.filter { first in commands.contains { $0.path.count > 1 && $0.path[0] == first } }
        let verbs = groups.map { first in
            "    \(first)) verbs=\"\(commands.filter { $0.path[0] == first }.compactMap { $0.path.dropFirst().first }.joined(separator: " "))\" ;;"
        }
        let options = commands.map { command in
            let flags = command.allOptions.map { "--\($0.name)" }.joined(separator: " ")
            let names = command.operands.flatMap(\.choices).joined(separator: " ")
            return "    \"\(command.name)\") flags=\"\(flags)\" names=\"\(names)\" ;;"
        }
        return """
            _ledgerbridge() {
              local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}" verbs="" values="" flags="" names=""
              COMPREPLY=()
              if [ "$COMP_CWORD" -eq 1 ]; then
                COMPREPLY=($(compgen -W "\(firsts.joined(separator: " ")) --help --version" -- "$current"))
                return
              fi
              case "$command" in
            \(verbs.joined(separator: "\n"))
                help) verbs="\(firsts.filter { $0 != "help" }.joined(separator: " "))" ;;
              esac
              if [ -n "$verbs" ]; then
                if [ "$COMP_CWORD" -eq 2 ]; then
                  COMPREPLY=($(compgen -W "$verbs" -- "$current"))
                  return
                fi
                command="$command ${COMP_WORDS[2]}"
              fi
              case "$command $previous" in
            \(choices.joined(separator: "\n"))
              esac
              if [ -n "$values" ]; then
                COMPREPLY=($(compgen -W "$values" -- "$current"))
                return
              fi
              case "$command" in
            \(options.joined(separator: "\n"))
              esac
              case "$current" in
                -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
                *) if [ -n "$names" ]; then COMPREPLY=($(compgen -W "$names" -- "$current")); else COMPREPLY=($(compgen -f -- "$current")); fi ;;
              esac
            }
            complete -o filenames -F _ledgerbridge ledgerbridge
            """
    }

    private var choices: [String] {
        commands.flatMap { command in
            command.allOptions.filter { !$0.choices.isEmpty }.map { option in
                "    \"\(command.name) --\(option.name)\") values=\"\(option.choices.joined(separator: " "))\" ;;"
            }
        }
    }
}
