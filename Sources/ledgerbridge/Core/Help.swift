import BridgeDomain

/// Help texts, made from the commands themselves so that they cannot drift from what is there.
struct Help: Sendable {
    let commands: [Command]
    let language: Language
    let width: Int

    private func pick(_ dutch: String, _ english: String) -> String { language == .dutch ? dutch : english }

    /// All commands by chapter, and the exit codes.
    func overview() -> String {
        let names = commands.map(\.name.count).max() ?? 0
        let chapters = Chapter.allCases.map { chapter in
            let rows = commands.filter { $0.chapter == chapter }.map { ($0.name, $0.summary[language]) }
            return chapter.title[language] + "\n" + table(rows, width: names)
        }
        let exits = pick("eindcodes", "exit codes") + "\n" + table(Exit.allCases.map { ("\($0.rawValue)", $0.meaning[language]) }, width: 2)
        let opening = [
            pick(
                "LedgerBridge brengt goedgekeurde documenten in de boeken: precies één keer, op de cent.",
                "LedgerBridge carries approved documents into the books: exactly once, to the cent."),
            pick("gebruik: ledgerbridge OPDRACHT [opties]", "usage: ledgerbridge COMMAND [options]"),
        ]
        let closing = pick(
            "Elke opdracht legt zichzelf uit met --help. Begin met: ledgerbridge demo",
            "Every command explains itself with --help. Start with: ledgerbridge demo")
        return (opening.map { wrapped($0, indent: 0) } + chapters + [exits, wrapped(closing, indent: 0)]).joined(separator: "\n\n")
    }

    /// One command in full, or the commands of a group.
    func text(_ commands: [Command]) -> String {
        if commands.count == 1, let only = commands.first { return text(only) }
        let width = commands.map(\.name.count).max() ?? 0
        return table(commands.map { ($0.name, $0.summary[language]) }, width: width) + "\n\n"
            + pick("Elk legt zichzelf uit met --help.", "Each explains itself with --help.")
    }

    private func text(_ command: Command) -> String {
        var parts = [
            wrapped(command.summary[language], indent: 0),
            wrapped(pick("gebruik", "usage") + ": \(command.usage)", indent: 2),
        ]
        if let details = command.details { parts.append(wrapped(details[language], indent: 0)) }
        let rows =
            command.operands.map { ($0.name, $0.help[language] + list($0.choices)) }
            + command.allOptions.map { option in
                let isShort = option.value?.contains("|") == true
                return (
                    "--\(option.name)" + (option.value.map { " \($0)" } ?? ""),
                    option.help[language] + (isShort ? "" : list(option.choices))
                )
            }
        parts.append(table(rows, width: rows.map(\.0.count).max() ?? 0))
        parts.append(pick("voorbeeld", "example") + "\n  \(command.example)")
        return parts.joined(separator: "\n\n")
    }

    private func list(_ choices: [String]) -> String {
        choices.isEmpty || choices.count > Option.choicesShown ? "" : ": " + choices.joined(separator: ", ")
    }

    private func wrapped(_ text: String, indent: Int) -> String { TerminalText.wrapped(text, width: width, indent: indent) }

    private func table(_ rows: [(String, String)], width: Int) -> String {
        rows.map { wrapped("  " + $0.0.padded(to: width + 2) + $0.1, indent: width + 4) }.joined(separator: "\n")
    }
}
