import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeRuntime

/// The accounting system of a demo or a torture: its sandbox, how a configuration names it, and what stands in its books by its own
/// account. Another system is one more of these, and its line in ``all``.
protocol DemoBooks: Sendable {
    /// The word of `--target`; also the target's name in the configuration, and that of its files.
    var name: String { get }
    /// What people call it.
    var title: String { get }
    /// Rules to begin with.
    var rules: String { get }
    /// The name under which its calls are counted.
    var connectionName: String { get }
    /// The words behind `sandbox` that start it, for calls at these limits.
    func sandbox(_ folder: DemoFolder, _ limits: DemoFolder.Limits) -> [String]
    /// Files with secrets the configuration refers to, by name in the folder.
    var secrets: [(file: String, text: String)] { get }
    /// The target's part of the configuration, without indent.
    func configuration(_ folder: DemoFolder, port: Int, _ limits: DemoFolder.Limits) -> String
    /// Every entry in the sandbox's books.
    func entries(_ sandbox: SandboxClient) async throws -> [DemoEntry]
    /// Answers lost after the entry was booked, and requests lost before: the two must not look alike to anyone but the books. nil where
    /// nobody answers.
    var lostAnswers: JSON? { get }
    /// What a torture asks of the sandbox.
    var disasters: DemoDisasters { get }
    /// True where entries lie somewhere for a while before the books hold them.
    var answersLater: Bool { get }
    /// True where the sandbox can be told that a customer paid, and the books tell us.
    var takesPayments: Bool { get }
    /// What the sandbox's books hold as files, by the entry they stand with; nil where no files can be attached.
    func files(_ sandbox: SandboxClient) async throws -> [DemoFile]?
    /// What a document may be stopped for that is stopped for `code` where the books can be asked.
    func reasons(for code: ProblemCode) -> Set<ProblemCode>
    /// Makes what its sandbox needs in the folder.
    func prepare(_ folder: DemoFolder)
}

/// An entry as the sandbox's own books show it.
struct DemoEntry {
    /// By which we find it again.
    var reference: String
    /// Including VAT, in the entry's currency; negative for a credit note.
    var amount: ExactDecimal
}

/// A document with files in the sandbox's own books.
struct DemoFile {
    /// The entry's identifier there; nil where it belongs to none.
    var entry: String?
    /// Whether the entry shows it.
    var isLinked: Bool
    var names: [String]
}

extension DemoBooks {
    /// For books that take entries without files.
    func files(_ sandbox: SandboxClient) async throws -> [DemoFile]? { nil }
}

/// Faults of a sandbox, as its keeper's door takes them.
struct DemoDisasters {
    typealias Fault = [JSON.Member]
    /// Only calls with this in their path are struck.
    var path: String
    /// What is over once it has struck.
    var passing: [Fault]
    /// What we answer by waiting a while. Not among them: what blocks an endpoint for an hour, which is the budget's story.
    var asksToWait: [Fault]
}

extension DemoBooks {
    var lostAnswers: JSON? { nil }
    var answersLater: Bool { false }
    var takesPayments: Bool { false }
    func reasons(for code: ProblemCode) -> Set<ProblemCode> { [code] }
    func prepare(_ folder: DemoFolder) {}

    /// What a person does in the browser, where the books ask for that.
    func consent(_ bridge: WorkingBridge, _ sandbox: SandboxClient) async throws {
        guard let consent = bridge.connection.consent else { return }
        // The sandbox gives consent at once; a real system asks a person: ledgerbridge connect consent.
        let answer = try await sandbox.get(String(consent.link.dropFirst(sandbox.origin.count)))
        guard let location = answer.fields["Location"], let mark = location.firstIndex(of: "?") else {
            throw CommandFailure(
                .failure, nl: "de sandbox gaf geen toestemming (status \(answer.status))",
                en: "the sandbox gave no consent (status \(answer.status))")
        }
        try await consent.accept(callback: String(location[location.index(after: mark)...]), by: "demo")
    }
}

/// The systems a demo can be played with.
enum DemoTargets {
    static let all: [any DemoBooks] = [
        ExactBooks(), AFASBooks(), AFASFolderBooks(), KingFinanceBooks.http, KingFinanceBooks.soap, KingERPFileBooks(),
        KingERPServiceBooks(),
    ]

    /// The one that was asked for with `--target`; the first when none was.
    static func asked(_ invocation: Invocation) throws -> any DemoBooks {
        guard let name = invocation.value("target") else { return ExactBooks() }
        if let found = all.first(where: { $0.name == name }) { return found }
        let names = all.map(\.name).joined(separator: ", ")
        throw CommandFailure(
            .usage, nl: "onbekende boekhouding \(name); kies uit: \(names)", en: "unknown books \(name); choose from: \(names)")
    }

    static var option: Option {
        let names = all.map(\.name).joined(separator: ", ")
        return .value(
            "target", "NAME", nl: "welke boekhouding: \(names); exact", en: "which books: \(names); exact unless given")
    }
}
