import BridgeDomain
import BridgeJournal
import BridgeReports
import FoundationEssentials
import Testing

@Suite struct `Every sentence of the history is told in Dutch` {
    /// Rooms all of whose sentences are the history's, and others that write into it here and there.
    private static let writers = ["BridgeEngine", "BridgeAccess", "BridgeWebhooks"]
    private static let others = ["BridgeActs", "BridgeAPI", "BridgeConsole", "BridgeReports", "ledgerbridge"]

    /// What stands in those files and is no detail of the history: errors for logs, mistakes of ours, parts of whole sentences.
    private static let elsewhere: Set<String> = [
        // Errors of the journal and of kept values, for logs.
        "a list of documents cannot be kept", "the list of a bulk job of bridge 7 cannot be read: 7",
        "the call budget cannot be written: 7",
        "what is kept as 7 of bridge 7 cannot be read: 7", "somebody else is changing 7 of bridge 7 at this moment",
        "7 of bridge 7 cannot be written down", "What was read of payments could not be kept, and is read again later: 7",
        // What waits, as the state of a lane.
        "7 is left alone until 7: too many refused calls in an hour", "the call budget of 7 is spent until 7",
        "postings wait for calls of the budget until 7",
        "another process works on this bridge and has not read the code lists yet: try again in a minute",
        // Mistakes in our own code.
        "the loop above ends by itself", "a run always encodes",
        // Parts of sentences.
        "dated up to 7", "of period 7", "documents 7", "VAT number 7", "chamber of commerce number",
        "linked to another party",
        "other name", "account 7", "(approved by 7)", "7 bytes", "7 (id 7)", ", one of 7 together: 7", "; the books warn: 7", "en nog 7",
        // Subjects.
        "run 7",
    ]

    @Test func `every sentence that is written somewhere has its Dutch one`() throws {
        var found = 0
        for (path, isWriter) in Self.files() {
            let content = try ProjectFile.read(path)
            for sentence in Sentences(of: isWriter ? content : Self.entries(in: content)).all
            where !Self.elsewhere.contains(sentence) && !sentence.hasPrefix(" ") {
                found += 1
                #expect(Self.isTold(sentence), "\(path): '\(sentence)' has no pattern in HistoryWords")
            }
        }
        #expect(found > 60, "the sentences are still found")
    }

    @Test func `what is said to stand elsewhere still does`() throws {
        let all = try Set(Self.files().flatMap { Sentences(of: try ProjectFile.read($0.path)).all })
        #expect(Self.elsewhere.subtracting(all).isEmpty)
    }

    @Test func `a reader that misses sentences would find nothing here`() {
        let code = #"""
            /// "not this one here"
            builder.history("run \(run.number)", "begun", "\(run.before.documents()) documents, seal \(x)") // "nor this one"
            step("a", "found \(n) entr\(n == 1 ? "y" : "ies") that differ")
            BilingualText(nl: "dit niet, \(a)" + "ook niet", en: "nor this" + " one")
            """#
        #expect(
            Set(Sentences(of: code).all) == ["run 7", "7 documents, seal 7", "found 7 entry that differ", "found 7 entries that differ"])
    }

    @Test func `whoever of the machine writes into it has a name in both languages`() throws {
        var found: Set<String> = []
        for room in Self.writers + Self.others {
            for path in Self.files(of: room) {
                let content = try ProjectFile.read(path)
                for mark in content.ranges(of: ".machine(\"") {
                    let name = String(content[mark.upperBound...].prefix { $0 != "\"" })
                    guard !name.contains("\\") else { continue }
                    found.insert(name)
                    #expect(Terms.machines[name] != nil, "\(path): '\(name)' has no words in Terms")
                }
            }
        }
        #expect(found.count > 10, "the names are still found")
    }

    /// What of connectors stands in no history, beside no call: it ends a command, or the programmer is told.
    @Test func `what connectors say of a call that failed is told in Dutch`() throws {
        var found = 0
        for room in ["ExactConnector", "AFASConnector", "KingFinanceConnector", "KingERPConnector", "BridgeExchange", "BridgeConnector"] {
            for path in Self.files(of: room) {
                let content = try ProjectFile.read(path)
                let raised = content.ranges(of: "ConnectorError(").map { error in
                    content[error.upperBound...].split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
                        .joined(separator: "\n")
                }
                for code in raised where Self.standsInHistory(code) {
                    guard let sentence = Sentences(of: String(code)).all.first else { continue }
                    found += 1
                    #expect(Self.isTold(sentence), "\(path): '\(sentence)' has no pattern in HistoryWords")
                }
            }
        }
        #expect(found > 25, "the sentences are still found")
    }

    /// Whether a posting or a party can end so: what asks an operator, or is a mistake of ours, stands in `doctor` and the log.
    private static func standsInHistory(_ code: String) -> Bool {
        [".unavailable", ".throttled", ".rejected", ".outcomeUnknown"].contains { code.drop { $0.isWhitespace }.hasPrefix($0) }
    }

    @Test func `several findings of the set-up are told one behind another`() {
        let gone = " of the rules does not exist in the books (any more): what needs it is parked; make it or change the rules"
        let told =
            " uit de regels bestaat niet (meer) in de boekhouding: wat hem nodig heeft wordt geparkeerd; maak hem aan of pas de regels aan"
        let numbers = 8_000...8_005
        let entry = HistoryEntry(
            at: Timestamp(milliseconds: 0), who: .machine("test"), bridge: nil, subject: "connection", act: "setup_found",
            detail: numbers.map { "account \($0)\(gone)" }.joined(separator: "; ") + "; and 2 more")
        #expect(Self.terms.detail(entry) == numbers.map { "rekening \($0)\(told)" }.joined(separator: "; ") + "; en nog 2")
    }

    private static func files() -> [(path: String, isWriter: Bool)] {
        (writers.map { ($0, true) } + others.map { ($0, false) }).flatMap { room, isWriter in files(of: room).map { ($0, isWriter) } }
    }

    private static func files(of room: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: ProjectFile.root.appending(path: "Sources/\(room)").path())) ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { "Sources/\(room)/\($0)" }
    }

    /// The first lines of whatever makes a record of the history there; the rest of such a file is for people.
    private static func entries(in content: String) -> String {
        content.ranges(of: "HistoryEntry(").map { entry in
            content[entry.upperBound...].split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false).prefix(4)
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static let terms = Terms(.dutch)

    private static func isTold(_ sentence: String) -> Bool {
        if terms.story(sentence) != sentence { return true }
        return Terms.dutchActs.keys.contains { act in
            let entry = HistoryEntry(
                at: Timestamp(milliseconds: 0), who: .machine("test"), bridge: nil, subject: "s", act: act, detail: sentence)
            let told = terms.detail(entry)
            return told != sentence && !told.contains("„")
        }
    }
}

/// Sentences in the source of a program: its texts of more than one word, but for those in two languages, with 7 for whatever is put in.
private struct Sentences {
    private(set) var all: [String] = []
    private var rest: Substring
    /// True behind `nl:` or `en:`, up to the end of that argument.
    private var isBilingual = false

    init(of code: String) {
        rest = code[...]
        while let next = rest.first {
            if rest.hasPrefix("//") {
                rest = rest.drop { !$0.isNewline }
            } else if next == "\"" {
                let texts = text()
                if !isBilingual { all += texts.filter { Self.isSentence($0) } }
            } else {
                if rest.hasPrefix("nl:") || rest.hasPrefix("en:") { isBilingual = true }
                if next == "," || next == ")" { isBilingual = false }
                rest = rest.dropFirst()
            }
        }
    }

    private static func isSentence(_ text: String) -> Bool {
        text.split(separator: " ").count > 1 && text.contains { $0.isLetter } && !text.contains("=")
            && text.split(separator: " ").contains { $0.count > 2 && $0.allSatisfy { $0.isLowercase || $0.isPunctuation } }
    }

    /// A text with every choice between two texts in it taken both ways.
    private mutating func text() -> [String] {
        rest = rest.dropFirst()
        if rest.hasPrefix("\"\"") { return skippedLines() }
        var texts = [""]
        while let next = rest.first, next != "\"", !next.isNewline {
            if rest.hasPrefix("\\(") {
                let choices = Self.choices(in: interpolation())
                texts = texts.flatMap { text in choices.map { text + $0 } }
            } else if next == "\\" {
                rest = rest.dropFirst(2)
            } else {
                texts = texts.map { $0 + String(next) }
                rest = rest.dropFirst()
            }
        }
        rest = rest.dropFirst()
        return texts
    }

    private mutating func skippedLines() -> [String] {
        rest = rest.dropFirst(2)
        while !rest.isEmpty, !rest.hasPrefix("\"\"\"") { rest = rest.dropFirst() }
        rest = rest.dropFirst(3)
        return []
    }

    /// What stands between the brackets.
    private mutating func interpolation() -> Substring {
        rest = rest.dropFirst(2)
        let start = rest
        var depth = 1
        while let next = rest.first, depth > 0 {
            if next == "\"" { _ = text(); continue }
            if next == "(" { depth += 1 }
            if next == ")" { depth -= 1 }
            rest = rest.dropFirst()
        }
        return start[..<rest.startIndex].dropLast()
    }

    private static func choices(in code: Substring) -> [String] {
        guard let mark = code.firstRange(of: " ? \"") else { return ["7"] }
        let parts = code[mark.upperBound...].split(separator: "\"", omittingEmptySubsequences: false)
        guard let first = parts.first else { return ["7"] }
        return [String(first), parts.count >= 3 ? String(parts[2]) : "7"]
    }
}
