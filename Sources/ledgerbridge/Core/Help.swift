/// Help texts, made from the commands themselves so that they cannot drift from what is there.
struct Help: Sendable {
    let parser: CommandParser

    func overview() -> String {
        let width = parser.commands.map { $0.path.joined(separator: " ").count }.max() ?? 0
        let lines = parser.commands.map { command in
            "  " + command.path.joined(separator: " ").padded(to: width + 2) + command.summary
        }
        let exits = Exit.allCases.map { "  " + String($0.rawValue).padded(to: 4) + $0.meaning }
        return """
            LedgerBridge carries approved documents into the books: exactly once, to the cent.

            usage: ledgerbridge COMMAND [options]

            \(lines.joined(separator: "\n"))

            Every command explains itself with --help. Start with: ledgerbridge demo

            exit codes
            \(exits.joined(separator: "\n"))
            """
    }

    func text(_ command: Command) -> String {
        var parts = [command.summary + "\n", "usage: \(parser.usage(command))\n"]
        if !command.details.isEmpty { parts.append(command.details + "\n") }
        let rows =
            command.operands.map { ($0.name, $0.help) }
            + (command.options + commonOptions).map { ("--\($0.name)" + ($0.value.map { " \($0)" } ?? ""), $0.help) }
        let width = rows.map { $0.0.count }.max() ?? 0
        parts.append(rows.map { "  " + $0.0.padded(to: width + 2) + $0.1 }.joined(separator: "\n") + "\n")
        parts.append("example\n  \(command.example)")
        return parts.joined(separator: "\n")
    }
}

/// Completion scripts for the shells, made from the commands themselves.
struct Completion: Sendable {
    let commands: [Command]

    func script(shell: String) -> String? {
        switch shell {
        case "bash": bash
        case "zsh": "autoload -U +X bashcompinit && bashcompinit\n" + bash
        default: nil
        }
    }

    private var bash: String {
        let firsts = Set(commands.map { $0.path[0] }).sorted().joined(separator: " ")
        var cases: [String] = []
        for first in Set(commands.map { $0.path[0] }).sorted() {
            let group = commands.filter { $0.path[0] == first }
            let verbs = group.compactMap { $0.path.count > 1 ? $0.path[1] : nil }
            let options = Set(group.flatMap(\.options).map { "--\($0.name)" } + commonOptions.map { "--\($0.name)" }).sorted()
            cases.append("    \(first)) words=\"\((verbs + options).joined(separator: " "))\" ;;")
        }
        return """
            _ledgerbridge() {
              local current="${COMP_WORDS[COMP_CWORD]}" words
              if [ "$COMP_CWORD" -eq 1 ]; then words="\(firsts)"; else
              case "${COMP_WORDS[1]}" in
            \(cases.joined(separator: "\n"))
                *) words="" ;;
              esac
              fi
              COMPREPLY=($(compgen -W "$words" -- "$current"))
            }
            complete -o default -F _ledgerbridge ledgerbridge
            """
    }
}

extension String {
    /// The text with spaces behind it up to a width; longer text stays as it is.
    func padded(to width: Int) -> String { count >= width ? self : self + String(repeating: " ", count: width - count) }
    /// The text with spaces before it up to a width.
    func leftPadded(to width: Int) -> String { count >= width ? self : String(repeating: " ", count: width - count) + self }
}
