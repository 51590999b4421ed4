/// An option of a command: `--name`, or `--name VALUE`.
struct Option: Sendable {
    var name: String
    /// What stands for the value in help; nil for a switch.
    var value: String?
    var help: String

    static func flag(_ name: String, _ help: String) -> Option { Option(name: name, value: nil, help: help) }
    static func value(_ name: String, _ value: String, _ help: String) -> Option { Option(name: name, value: value, help: help) }
}

/// A word of a command that is no option.
struct Operand: Sendable {
    var name: String
    var help: String
    var isOptional = false
    var repeats = false
}

/// One command of the program: what it is called, what it says of itself, what it does.
struct Command: Sendable {
    /// `["map", "import"]` is `ledgerbridge map import`.
    var path: [String]
    var summary: String
    var details: String = ""
    var example: String
    var options: [Option] = []
    var operands: [Operand] = []
    /// False for commands that need no configuration file.
    var needsConfiguration = true
    var run: @Sendable (Invocation) async throws -> Exit
}

/// How the program ends. Scripts may rely on the numbers.
enum Exit: Int32, Sendable, CaseIterable {
    case success = 0
    /// The command did its work and found something a person must look at.
    case needsPerson = 1
    case usage = 2
    case configuration = 3
    case journal = 4
    case unreachable = 5
    /// A document is lost, double or different, or the history was changed.
    case proofFailed = 6
    case failure = 70

    var meaning: String {
        switch self {
        case .success: "done; nothing needs a person"
        case .needsPerson: "done; something needs a person (parked, rejected, late, differing)"
        case .usage: "the command line is wrong"
        case .configuration: "the configuration or a rules file is wrong"
        case .journal: "the journal cannot be used (full, locked, damaged, newer)"
        case .unreachable: "the trade system or the books cannot be reached, or a consent is needed"
        case .proofFailed: "a document is lost, double or different, or the history was changed"
        case .failure: "something unexpected; the message says what"
        }
    }
}

/// Something that ends a command with a message for people.
struct CommandFailure: Error {
    var exit: Exit
    var message: String

    init(_ exit: Exit, _ message: String) {
        self.exit = exit
        self.message = message
    }
}

/// A command line, understood.
struct Invocation: Sendable {
    var command: Command
    var options: [String: [String]]
    var operands: [String]

    func flag(_ name: String) -> Bool { options[name] != nil }
    func value(_ name: String) -> String? { options[name]?.last }

    /// A whole number within bounds, or the default.
    func integer(_ name: String, in range: ClosedRange<Int>, default usual: Int) throws -> Int {
        guard let text = value(name) else { return usual }
        guard let number = Int(text), range.contains(number) else {
            throw CommandFailure(.usage, "--\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
    }
}

/// Options every command knows.
let commonOptions: [Option] = [
    .value("config", "FILE", "the configuration; ledgerbridge.yaml in this folder unless given (or $LEDGERBRIDGE_CONFIG)"),
    .flag("json", "print data as JSON instead of tables"),
    .value("lang", "nl|en", "language of texts for people; the configuration's unless given"),
    .flag("help", "explain the command"),
]

/// Reads command lines against a set of commands.
struct CommandParser: Sendable {
    let commands: [Command]

    enum Outcome {
        case run(Invocation)
        case help(Command?)
    }

    func parse(_ words: [String]) throws -> Outcome {
        guard let first = words.first, first != "--help", first != "help" else {
            return .help(words.count > 1 ? find(Array(words.dropFirst()))?.command : nil)
        }
        guard let (command, used) = find(words) else { throw unknown(words) }
        let (options, operands) = try split(Array(words.dropFirst(used)), command)
        if options["help"] != nil { return .help(command) }
        let needed = command.operands.count { !$0.isOptional }
        guard operands.count >= needed else {
            throw CommandFailure(.usage, "\(command.operands[operands.count].name) is missing; usage: \(usage(command))")
        }
        if operands.count > command.operands.count, command.operands.last?.repeats != true {
            throw CommandFailure(.usage, "'\(operands[command.operands.count])' is one word too many; usage: \(usage(command))")
        }
        return .run(Invocation(command: command, options: options, operands: operands))
    }

    /// The command with the longest path that the words begin with.
    private func find(_ words: [String]) -> (command: Command, used: Int)? {
        commands.filter { words.starts(with: $0.path) }.max { $0.path.count < $1.path.count }.map { ($0, $0.path.count) }
    }

    private func unknown(_ words: [String]) -> CommandFailure {
        let group = commands.filter { $0.path.first == words.first }
        if !group.isEmpty {
            let verbs = group.map { $0.path.dropFirst().joined(separator: " ") }.joined(separator: ", ")
            return CommandFailure(.usage, "'\(words[0])' takes one of: \(verbs)")
        }
        let names = Set(commands.map { $0.path[0] })
        let near = names.min { distance($0, words[0]) < distance($1, words[0]) }
        let hint =
            near.flatMap { distance($0, words[0]) <= 2 ? "; did you mean '\($0)'?" : nil } ?? "; 'ledgerbridge --help' lists them all"
        return CommandFailure(.usage, "there is no command '\(words[0])'\(hint)")
    }

    private func split(_ words: [String], _ command: Command) throws -> (options: [String: [String]], operands: [String]) {
        var options: [String: [String]] = [:]
        var operands: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("--"), word.count > 2 else {
                operands.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = (command.options + commonOptions).first(where: { $0.name == name }) else {
                let all = (command.options + commonOptions).map(\.name)
                let near = all.min { distance($0, name) < distance($1, name) }
                let hint = near.flatMap { distance($0, name) <= 2 ? "; did you mean --\($0)?" : nil } ?? ""
                throw CommandFailure(.usage, "there is no option --\(name)\(hint); usage: \(usage(command))")
            }
            if option.value == nil {
                guard parts.count == 1 else { throw CommandFailure(.usage, "--\(name) takes no value") }
                options[name, default: []].append("")
            } else if parts.count == 2 {
                options[name, default: []].append(String(parts[1]))
            } else {
                guard let value = rest.popFirst() else { throw CommandFailure(.usage, "--\(name) needs a value: \(option.value ?? "")") }
                options[name, default: []].append(value)
            }
        }
        return (options, operands)
    }

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

    func usage(_ command: Command) -> String {
        let operands = command.operands.map { operand -> String in
            let name = operand.name + (operand.repeats ? "…" : "")
            return operand.isOptional ? "[\(name)]" : name
        }
        return (["ledgerbridge"] + command.path + operands + (command.options.isEmpty ? [] : ["[options]"])).joined(separator: " ")
    }
}
