import BridgeDomain
import BridgeEngine
import BridgeHTTPClient
import BridgeJournal
import BridgeJSON
import BridgeRuntime
import CLinux
import Glibc

/// What a command works with: configuration, journal, bridge, language and form of output. Opened as far as the command needs.
struct Context: Sendable {
    let invocation: Invocation
    let configuration: Configuration
    let environment: [String: String]
    let clock = SystemClock()

    var language: Language { invocation.value("lang").flatMap { Language(rawValue: $0) } ?? configuration.language }
    var isJSON: Bool { invocation.flag("json") }
    var formatting: Formatting { Formatting(language) }

    /// Reads the configuration of an invocation; every mistake in it is told at once.
    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        environment = Self.readEnvironment()
        let file = invocation.value("config") ?? environment["LEDGERBRIDGE_CONFIG"] ?? "ledgerbridge.yaml"
        configuration = try ConfigurationFile.read(file, language: invocation.value("lang").flatMap { Language(rawValue: $0) } ?? .dutch)
    }

    /// Opens the journal for reading and writing.
    func openJournal() async throws -> any BridgeJournal {
        do { return try await JournalFile.open(configuration.path(configuration.journal)) } catch {
            throw CommandFailure(.journal, error.message)
        }
    }

    /// The bridge the command is about.
    func bridge() throws -> Configuration.Bridge {
        if let bridge = configuration.bridge(named: invocation.value("bridge")) { return bridge }
        let names = configuration.bridges.map { $0.policy.bridge.text }.joined(separator: ", ")
        guard let name = invocation.value("bridge") else {
            throw CommandFailure(.usage, "there are several bridges; name one with --bridge: \(names)")
        }
        throw CommandFailure(.usage, "there is no bridge '\(name)'; there is: \(names)")
    }

    /// The installation over an open journal.
    func installation(_ journal: any BridgeJournal) throws -> Installation {
        do {
            return try Installation(
                configuration, journal: journal, transport: CurlTransport(), clock: clock, environment: environment)
        } catch {
            throw CommandFailure(.configuration, error.description)
        }
    }

    /// Journal, installation and bridge in one go, for the commands that need all three; the journal is closed afterwards.
    func working<Answer>(_ work: (WorkingBridge) async throws -> Answer) async throws -> Answer {
        let journal = try await openJournal()
        do {
            let answer = try await work(try await workingBridge(journal))
            await journal.close()
            return answer
        } catch {
            await journal.close()
            throw error
        }
    }

    /// The bridge with its connector, source and newest mapping.
    func workingBridge(_ journal: any BridgeJournal) async throws -> WorkingBridge {
        do { return try await installation(journal).bridge(try bridge()) } catch let error as InstallationError {
            throw CommandFailure(.configuration, error.description)
        }
    }

    /// The name of the person at the keyboard, for the history.
    var person: Who { .person(environment["LEDGERBRIDGE_USER"] ?? environment["USER"] ?? "operator") }

    private static func readEnvironment() -> [String: String] {
        var result: [String: String] = [:]
        for name in ProcessEnvironment.names { result[name] = ProcessEnvironment.value(name) }
        return result
    }

    /// Prints data: the JSON when asked for, otherwise the text.
    func print(_ json: @autoclosure () -> JSON, _ text: @autoclosure () -> String) {
        Terminal.out(isJSON ? json().indentedText : text())
    }

    /// A document from what a person types: `2026-104233`, or with kind or administration before it.
    func document(_ text: String, _ journal: any BridgeJournal, _ bridge: BridgeID) async throws -> PostingRecord {
        let keys = try documentKeys(text)
        let found = try await journal.postings(keys, bridge: bridge)
        return try only(found, of: text, bridge)
    }

    /// The keys a text can stand for.
    private func documentKeys(_ text: String) throws -> [DocumentKey] {
        let administration = try bridge().policy.source
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        let kinds = parts.count == 2 ? DocumentKind(rawValue: parts[0]).map { [$0] } ?? DocumentKind.allCases : DocumentKind.allCases
        let number = DocumentNumber(parts.count == 2 ? parts[1] : text)
        return (DocumentKey(text).map { [$0] } ?? []) + kinds.map { DocumentKey(administration, $0, number) }
    }

    private func only(_ found: [DocumentKey: PostingRecord], of text: String, _ bridge: BridgeID) throws -> PostingRecord {
        // A whole key names one document, whatever else its text could stand for.
        if let whole = DocumentKey(text).flatMap({ found[$0] }) { return whole }
        if found.count == 1, let only = found.values.first { return only }
        if found.count > 1 {
            let names = found.keys.sorted().map { "\($0.kind.rawValue)/\($0.number)" }.joined(separator: ", ")
            throw CommandFailure(.usage, "'\(text)' is the number of several documents; name one: \(names)")
        }
        throw CommandFailure(.usage, "there is no document '\(text)' in bridge \(bridge); 'ledgerbridge list --search TEXT' looks for it")
    }
}

/// The environment without Foundation.
enum ProcessEnvironment {
    static var names: [String] {
        var names: [String] = []
        guard var place = clinux_environment() else { return [] }
        while let entry = place.pointee {
            names.append(String(String(cString: entry).prefix { $0 != "=" }))
            place += 1
        }
        return names
    }

    static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
