import BridgeDomain

/// Reads command lines against a set of commands.
struct CommandParser: Sendable {
    let commands: [Command]

    enum Outcome {
        case run(Command, options: [String: [String]], operands: [String])
        case overview
        /// Help on these: one command, or all of a group such as `map`.
        case help([Command])
    }

    /// Understands the words behind the program's name. Options that every command knows may also stand before it.
    func parse(_ words: [String]) throws(CommandFailure) -> Outcome {
        let leading = Self.leadingOptions(words)
        let words = Array(words.dropFirst(leading)) + words.prefix(leading)
        guard let first = words.first, first != "--help", first != "-h" else { return .overview }
        if first == "help" { return words.count == 1 ? .overview : .help(try named(Array(words.dropFirst()))) }
        if first == "--version" { return try parse(["version"] + words.dropFirst()) }
        guard let (command, used) = find(words) else {
            let isHelp = words.dropFirst().contains { $0 == "--help" || $0 == "-h" }
            return isHelp ? .help(try named([first])) : .help(try fail(unknown(words)))
        }
        let (options, operands) = try split(Array(words.dropFirst(used)), command)
        if options["help"] != nil { return .help([command]) }
        try check(operands, command)
        return .run(command, options: options, operands: operands)
    }

    /// How many words before the command are common options and their values.
    private static func leadingOptions(_ words: [String]) -> Int {
        var place = 0
        while place < words.count {
            let name = words[place].split(separator: "=").first.map(String.init) ?? ""
            switch name {
            case "--json": place += 1
            case "--config", "--lang": place += words[place].contains("=") ? 1 : 2
            default: return place
            }
        }
        return 0
    }

    private func fail(_ failure: CommandFailure) throws(CommandFailure) -> [Command] { throw failure }

    /// The commands a person names behind `help`.
    private func named(_ words: [String]) throws(CommandFailure) -> [Command] {
        if let found = find(words) { return [found.command] }
        let group = commands.filter { $0.path.first == words[0] }
        if group.isEmpty || words.count > 1 { throw unknown(words) }
        return group
    }

    /// The command with the longest path that the words begin with.
    private func find(_ words: [String]) -> (command: Command, used: Int)? {
        commands.filter { words.starts(with: $0.path) }.max { $0.path.count < $1.path.count }.map { ($0, $0.path.count) }
    }

    private func unknown(_ words: [String]) -> CommandFailure {
        let group = commands.filter { $0.path.first == words[0] }
        if !group.isEmpty {
            let verbs = group.map { $0.path.dropFirst().joined(separator: " ") }
            let near = words.count > 1 ? nearest(words[1], in: verbs) : nil
            let list = verbs.joined(separator: ", ")
            return CommandFailure(
                .usage, nl: "'\(words[0])' wil een van: \(list)" + (near.map { "; bedoelde u '\(words[0]) \($0)'?" } ?? ""),
                en: "'\(words[0])' takes one of: \(list)" + (near.map { "; did you mean '\(words[0]) \($0)'?" } ?? ""))
        }
        let near = nearest(words[0], in: commands.map { $0.path[0] })
        return CommandFailure(
            .usage,
            nl: "er is geen opdracht '\(words[0])'; "
                + (near.map { "bedoelde u '\($0)'?" } ?? "'ledgerbridge --help' noemt ze allemaal"),
            en: "there is no command '\(words[0])'; " + (near.map { "did you mean '\($0)'?" } ?? "'ledgerbridge --help' lists them all"))
    }

    // MARK: Options

    private func split(
        _ words: [String], _ command: Command
    ) throws(CommandFailure) -> (options: [String: [String]], operands: [String]) {
        var options: [String: [String]] = [:]
        var operands: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("-"), word.count > 1 else {
                operands.append(word)
                continue
            }
            let (option, value) = try option(word == "-h" ? "--help" : word, command)
            if option.value == nil {
                guard value == nil else {
                    throw CommandFailure(.usage, nl: "--\(option.name) heeft geen waarde", en: "--\(option.name) takes no value")
                }
                options[option.name, default: []].append("")
                continue
            }
            guard let given = value ?? rest.popFirst() else {
                let name = "--\(option.name) \(option.value ?? "")"
                throw CommandFailure(.usage, nl: "achter \(name) ontbreekt de waarde", en: "\(name) needs a value")
            }
            try check(given, "--\(option.name)", option.choices)
            options[option.name, default: []].append(given)
        }
        return (options, operands)
    }

    private func option(_ word: String, _ command: Command) throws(CommandFailure) -> (Option, value: String?) {
        let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let all = command.allOptions
        if word.hasPrefix("--"), let option = all.first(where: { $0.name == parts.first }) {
            return (option, parts.count == 2 ? parts[1] : nil)
        }
        let shown = word.split(separator: "=").first.map(String.init) ?? word
        let near = nearest(parts.first ?? "", in: all.map(\.name))
        throw CommandFailure(
            .usage,
            nl: "'\(command.name)' kent geen \(shown)" + (near.map { "; bedoelde u --\($0)?" } ?? "")
                + "; gebruik: \(command.usage), uitleg: ledgerbridge \(command.name) --help",
            en: "'\(command.name)' has no option \(shown)" + (near.map { "; did you mean --\($0)?" } ?? "")
                + "; usage: \(command.usage), more: ledgerbridge \(command.name) --help")
    }

    private func check(_ value: String, _ what: String, _ choices: [String]) throws(CommandFailure) {
        guard !choices.isEmpty, !choices.contains(value) else { return }
        let near = nearest(value, in: choices)
        let list = choices.prefix(Option.choicesShown).joined(separator: ", ") + (choices.count > Option.choicesShown ? ", …" : "")
        throw CommandFailure(
            .usage, nl: "\(what) kent geen '\(value)'; " + (near.map { "bedoelde u '\($0)'?" } ?? "kies uit: \(list)"),
            en: "\(what) does not know '\(value)'; " + (near.map { "did you mean '\($0)'?" } ?? "choose one of: \(list)"))
    }

    // MARK: Operands

    private func check(_ operands: [String], _ command: Command) throws(CommandFailure) {
        let needed = command.operands.count { !$0.isOptional }
        if operands.count < needed {
            let name = command.operands[operands.count].name
            throw CommandFailure(
                .usage, nl: "\(name) ontbreekt; gebruik: \(command.usage)", en: "\(name) is missing; usage: \(command.usage)")
        }
        if operands.count > command.operands.count, command.operands.last?.repeats != true {
            let word = operands[command.operands.count]
            throw CommandFailure(
                .usage, nl: "'\(word)' is een woord te veel; gebruik: \(command.usage)",
                en: "'\(word)' is one word too many; usage: \(command.usage)")
        }
        for (operand, value) in zip(command.operands, operands) { try check(value, operand.name, operand.choices) }
    }

    // MARK: Likeness

    /// How many letters a word may differ from one that is suggested.
    private static let distanceMax = 2

    private func nearest(_ word: String, in names: [String]) -> String? {
        let found = names.map { ($0, distance($0, word)) }.min { $0.1 < $1.1 }
        return found.flatMap { $0.1 <= min(Self.distanceMax, max(word.count - 1, 0)) ? $0.0 : nil }
    }

    /// Letters to add, drop or change to turn one word into the other.
    private func distance(_ left: String, _ right: String) -> Int {
        var row = Array(0...right.count)
        for (place, letter) in left.enumerated() {
            var previous = row[0]
            row[0] = place + 1
            for (column, other) in right.enumerated() {
                let change = previous + (letter == other ? 0 : 1)
                previous = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
    }
}
