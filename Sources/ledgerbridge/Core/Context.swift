import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime
import Glibc

/// What a command works with: configuration, journal, bridge, language and form of output. Opened as far as the command needs.
struct Context: Sendable {
    let invocation: Invocation
    let configuration: Configuration
    let language: Language

    var console: Console { invocation.console }
    var clock: any TimeSource { invocation.surroundings.clock }
    var isJSON: Bool { invocation.flag("json") }
    var formatting: Formatting { Formatting(language) }
    var words: Words { Words(language: language) }
    /// The name of the person at the keyboard, for the history.
    var person: Who {
        let environment = invocation.surroundings.environment
        return .person(environment["LEDGERBRIDGE_USER"] ?? environment["USER"] ?? "operator")
    }

    /// Reads the configuration of an invocation; every mistake in it is told at once.
    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        let asked: Language? = invocation.choice("lang")
        let file = Self.file(invocation.value("config"), invocation.surroundings)
        configuration = try ConfigurationFile.read(file)
        language = asked ?? configuration.language
    }

    /// The configuration file that is meant.
    static func file(_ given: String?, _ surroundings: Surroundings) -> String {
        given ?? surroundings.environment["LEDGERBRIDGE_CONFIG"].flatMap { $0.isEmpty ? nil : $0 } ?? "ledgerbridge.yaml"
    }

    // MARK: Printing

    /// Prints data: the JSON when asked for, otherwise the text.
    func print(_ json: @autoclosure () -> JSON, _ text: @autoclosure () -> String) {
        console.out(isJSON ? json().indentedText : text())
    }

    func amount(_ money: Money?) -> String { money.map { formatting.money($0) } ?? "–" }

    /// Amounts of several currencies on one line, in order of code.
    func amounts(_ all: some Sequence<Money>) -> String {
        all.sorted { $0.currency.code < $1.currency.code }.map { amount($0) }.joined(separator: ", ")
    }

    /// A moment on the clock of the bridge's country.
    func moment(_ moment: Timestamp) -> String { formatting.moment(moment, in: .amsterdam) }

    func text(_ table: TextTable) -> String { table.text(width: console.width) }

    /// `45,000 on their way to the books: 47,250 calls, until Mon 30 Nov 20:30 at the earliest`.
    func text(_ end: ExpectedEnd) -> String {
        let (documents, calls) = (formatting.count(end.documents), formatting.count(end.calls))
        guard end.at > clock.now() else {
            return words.pick("\(documents) onderweg naar de boeken.", "\(documents) on their way to the books.")
        }
        return wrapped(
            words.pick(
                "\(documents) onderweg naar de boeken: \(calls) oproepen, naar verwachting tot \(moment(end.at)).",
                "\(documents) on their way to the books: \(calls) calls, expected to take until \(moment(end.at))."), indent: 2)
    }

    func wrapped(_ text: String, indent: Int = 0) -> String { TerminalText.wrapped(text, width: console.width, indent: indent) }

    func progress(_ label: String, total: Int?, unit: String = "") -> Progress {
        Progress(label, total: total, unit: unit, words: words, in: invocation.surroundings)
    }

    // MARK: Opening

    /// This process where processes take turns.
    var process: String { "\(invocation.command.path[0])-\(getpid())-\(clock.now().milliseconds)" }

    var journalPath: String { configuration.path(configuration.journal) }

    /// Opens the journal for reading and writing.
    func openJournal() async throws -> any BridgeJournal { try await JournalFile.open(journalPath) }

    /// Works on the open journal and closes it, whatever happens.
    func withJournal<Answer>(_ work: (any BridgeJournal) async throws -> Answer) async throws -> Answer {
        let journal = try await openJournal()
        do {
            let answer = try await work(journal)
            await journal.close()
            return answer
        } catch {
            await journal.close()
            throw error
        }
    }

    /// The bridge the command is about. When there are several and a person can be asked, they are.
    func bridge() throws -> Configuration.Bridge {
        let named = invocation.value("bridge")
        if let bridge = configuration.bridge(named: named) { return bridge }
        let names = configuration.bridges.map(\.policy.bridge.text)
        let list = names.joined(separator: ", ")
        if let named {
            throw CommandFailure(
                .usage, nl: "er is geen brug '\(named)'; wel: \(list)", en: "there is no bridge '\(named)'; there is: \(list)")
        }
        if let chosen = ask(names) { return chosen }
        throw CommandFailure(
            .usage, nl: "er zijn meer bruggen; noem er een met --bridge: \(list)",
            en: "there are several bridges; name one with --bridge: \(list)")
    }

    private func ask(_ names: [String]) -> Configuration.Bridge? {
        guard console.canAsk, !isJSON else { return nil }
        console.say(words.pick("Welke brug?", "Which bridge?"))
        for (place, name) in names.enumerated() { console.say("  \(place + 1)  \(name)") }
        console.write(.status, "> ")
        guard let answer = console.readLine() else { return nil }
        if let place = Int(answer), names.indices.contains(place - 1) { return configuration.bridges[place - 1] }
        return configuration.bridge(named: answer)
    }

    /// The installation over an open journal.
    func installation(_ journal: any BridgeJournal) throws -> Installation {
        try Installation(
            configuration, journal: journal, transport: invocation.surroundings.transport, clock: clock,
            environment: invocation.surroundings.environment, owner: process)
    }

    /// The bridge with its connector, source and newest mapping.
    func workingBridge(_ journal: any BridgeJournal) async throws -> WorkingBridge { try await installation(journal).bridge(try bridge()) }

    /// When what is on its way over a bridge will have gone; nil when nothing is.
    func expectedEnd(of bridge: BridgeID, _ journal: any BridgeJournal) async throws(JournalError) -> ExpectedEnd? {
        guard let bridge = configuration.bridges.first(where: { $0.policy.bridge == bridge }) else { return nil }
        return try await configuration.expectedEnd(of: bridge, journal: journal, now: clock.now())
    }

    /// Which way what waits would go now; nil when nothing waits or there is no choice.
    func postingRoad(of bridge: Configuration.Bridge, _ journal: any BridgeJournal) async throws(JournalError) -> PostingRoad? {
        try await configuration.postingRoad(of: bridge, journal: journal, now: clock.now())
    }

    /// Journal, installation and bridge in one go, for the commands that need all three; the journal is closed afterwards.
    func working<Answer>(_ work: (WorkingBridge) async throws -> Answer) async throws -> Answer {
        try await withJournal { journal in
            let bridge = try await workingBridge(journal)
            do {
                let answer = try await work(bridge)
                await bridge.connection.end()
                return answer
            } catch {
                await bridge.connection.end()
                throw error
            }
        }
    }

    // MARK: Finding

    /// A document from what a person types: `2026-104233`, or with kind or administration before it.
    func document(_ text: String, _ journal: any BridgeJournal, _ bridge: BridgeID) async throws -> PostingRecord {
        let keys = try candidates(text)
        let found = try await journal.postings(keys, bridge: bridge)
        if found.count == 1, let only = found.values.first { return only }
        if found.count > 1 {
            let names = found.keys.sorted().map { "\($0.kind.rawValue)/\($0.number)" }.joined(separator: ", ")
            throw CommandFailure(
                .usage, nl: "'\(text)' is het nummer van meer documenten; noem er een: \(names)",
                en: "'\(text)' is the number of several documents; name one: \(names)")
        }
        throw CommandFailure(
            .usage, nl: "er is geen document '\(text)' in brug \(bridge); 'ledgerbridge list --search TEKST' zoekt ernaar",
            en: "there is no document '\(text)' in bridge \(bridge); 'ledgerbridge list --search TEXT' looks for it")
    }

    /// The keys a text can stand for: the one it spells out, or its number under every kind.
    private func candidates(_ text: String) throws -> [DocumentKey] {
        if let key = DocumentKey(text) { return [key] }
        let administration = try bridge().policy.source
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        let kind = parts.count == 2 ? DocumentKind(rawValue: parts[0]) : nil
        let number = DocumentNumber(kind == nil ? text : parts[1])
        return (kind.map { [$0] } ?? DocumentKind.allCases).map { DocumentKey(administration, $0, number) }
    }
}
