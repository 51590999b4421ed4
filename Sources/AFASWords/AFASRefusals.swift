public import BridgeDomain

/// Classes the texts of refusals by a table. The text is the only detail an answer gives: the number beside it classes nothing (reference
/// `afas-profit` §2.2).
public struct AFASRefusals: Sendable {
    /// What a text means for the call.
    public enum Meaning: String, Hashable, Sendable, CaseIterable {
        case refused, later, unknown, rights, ours
    }

    /// A row of the table.
    struct Row: Hashable, Sendable {
        var meaning: Meaning
        var problem: ProblemCode?
        var place: String
        /// Pieces that stand in a text one behind the other, in lower case.
        var pieces: [String]
    }

    /// What a text of several findings comes to.
    public struct Reading: Hashable, Sendable {
        /// The worst of its findings; a text we do not know is a refusal, since faults are few and known.
        public var meaning: Meaning
        /// One for each kind of finding, with the finding's own words.
        public var problems: [Problem]
    }

    let rows: [Row]

    /// The rows of this environment, then ours. Rows that cannot be read are left out; ``issues(_:)`` names them.
    public init(adding own: String = "") { rows = Self.read(own).rows + Self.read(Self.table).rows }

    /// Every problem our own table makes of a refusal, each at its place.
    public static var knownProblems: Set<Problem> {
        Set(read(table).rows.compactMap { row in row.problem.map { Problem($0, at: Place(row.place)) } })
    }

    /// Rows of a table that cannot be read, for the check of a configuration.
    public static func issues(_ table: String) -> [BilingualText] {
        read(table).unread.map { line in
            BilingualText(
                nl: "regel '\(line)' van de tabel met weigeringen is niet te lezen: soort, probleem, plaats, tekst",
                en: "row '\(line)' of the table of refusals cannot be read: meaning, problem, place, text")
        }
    }

    /// Reads what a refusal says. Findings are joined by ` | `.
    public func reading(_ text: String) -> Reading {
        var problems: [Problem] = []
        var meanings: Set<Meaning> = []
        for finding in Self.findings(in: text) {
            let row = row(for: finding)
            meanings.insert(row?.meaning ?? .refused)
            let problem = Problem(row?.problem ?? .targetRejected, at: Place(row?.place ?? "document"), found: finding)
            // Two findings of one kind are one thing to mend: "date in a blocked period", "period blocked".
            if let place = problems.firstIndex(where: { $0.code == problem.code && $0.place == problem.place }) {
                problems[place] = Problem(problem.code, at: problem.place, found: "\(problems[place].found) | \(finding)")
            } else {
                problems.append(problem)
            }
        }
        let order: [Meaning] = [.unknown, .later, .rights, .ours]
        return Reading(meaning: order.first { meanings.contains($0) } ?? .refused, problems: problems)
    }

    static func findings(in text: String) -> [String] {
        var findings: [String] = []
        var rest = Substring(text)
        while let mark = rest.firstRange(ofText: " | ") {
            findings.append(String(rest[..<mark.lowerBound]))
            rest = rest[mark.upperBound...]
        }
        return (findings + [String(rest)]).filter { !$0.isEmpty }
    }

    private func row(for finding: String) -> Row? {
        let lowered = finding.lowercased()
        return rows.first { row in
            var rest = Substring(lowered)
            for piece in row.pieces {
                guard let found = rest.firstRange(ofText: piece) else { return false }
                rest = rest[found.upperBound...]
            }
            return true
        }
    }

    private static func read(_ table: String) -> (rows: [Row], unread: [String]) {
        var (rows, unread): ([Row], [String]) = ([], [])
        for line in table.split(whereSeparator: \.isNewline) {
            let text = line.drop { $0 == " " }
            if text.isEmpty || text.hasPrefix("#") { continue }
            if let row = row(text) { rows.append(row) } else { unread.append(String(text)) }
        }
        return (rows, unread)
    }

    private static func row(_ text: Substring) -> Row? {
        let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
        guard parts.count == 4, let meaning = Meaning(rawValue: String(parts[0])) else { return nil }
        let problem = parts[1] == "-" ? nil : ProblemCode(rawValue: String(parts[1]))
        if meaning == .refused, problem == nil { return nil }
        let pieces = parts[3].drop { $0 == " " }.lowercased().split(separator: "*").map { String($0) }.filter { !$0.isEmpty }
        guard !pieces.isEmpty else { return nil }
        return Row(meaning: meaning, problem: problem, place: parts[2] == "-" ? "document" : String(parts[2]), pieces: pieces)
    }
}

extension Substring {
    /// Where `text` stands first.
    func firstRange(ofText text: String) -> Range<Index>? {
        guard !text.isEmpty else { return startIndex..<startIndex }
        let (all, part) = (utf8, text.utf8)
        var start = all.startIndex
        while start != all.endIndex {
            if all[start...].starts(with: part) { return start..<all.index(start, offsetBy: part.count) }
            start = all.index(after: start)
        }
        return nil
    }
}
