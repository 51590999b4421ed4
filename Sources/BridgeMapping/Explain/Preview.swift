public import BridgeDomain

/// What would happen if everything that waits were posted now: what would be booked, what would fail and why, with the amounts behind it.
public struct Preview: Hashable, Sendable {
    /// What would be booked in one daybook and currency.
    public struct Booked: Hashable, Sendable {
        public var daybook: DaybookCode
        public var currency: Currency
        public var documents: Int
        /// Credit notes count negative.
        public var net: Money
        public var vat: Money
        public var gross: Money
    }

    /// One cause and the documents it stops, or warns about.
    public struct Cause: Hashable, Sendable {
        public var code: ProblemCode
        public var severity: Severity
        /// What was found, where it makes the cause (an unmapped value, a closed period); empty where every document has its own.
        public var found: String
        public var documents: Int
        /// Printed gross totals per currency; credit notes count negative.
        public var amounts: [Currency: Money]
        /// Some of the documents, at most ``Preview/examplesMax``.
        public var examples: [DocumentKey]
    }

    /// How many documents are named per cause.
    public static let examplesMax = 5

    private struct BookedKey: Hashable {
        var daybook: DaybookCode
        var currency: Currency
    }
    private struct CauseKey: Hashable {
        var code: ProblemCode
        var severity: Severity
        var found: String
    }
    private var bookedRows: [BookedKey: Booked] = [:]
    private var causeRows: [CauseKey: Cause] = [:]
    /// How many documents were looked at.
    public private(set) var documents = 0
    /// Documents that would be booked.
    public private(set) var bookable = 0
    /// Documents that come to nothing and are not sent.
    public private(set) var nothingToPost = 0
    /// Documents that something stops. A document with several causes counts once here and once in each cause.
    public private(set) var stopped = 0

    /// Nothing looked at yet.
    public init() {}

    /// Takes one document's result.
    ///
    /// - Parameter others: what was found outside mapping: validation, period, party. An error among them stops the document though it can be
    ///   mapped.
    public mutating func take(_ result: MappingResult, others: [Problem] = []) {
        documents += 1
        var seen: Set<CauseKey> = []
        for problem in others + result.problems {
            let key = CauseKey(code: problem.code, severity: problem.severity, found: problem.code.isOneCausePerValue ? problem.found : "")
            if seen.insert(key).inserted { count(result.document, result.totals.gross, under: key) }
        }
        guard let entry = result.entry, !others.containsError else {
            stopped += 1
            return
        }
        if entry.isZero { nothingToPost += 1 } else { book(entry) }
    }

    /// Takes a document that cannot be read, and so has no amounts.
    public mutating func take(unreadable document: DocumentKey, problems: [Problem]) {
        documents += 1
        stopped += 1
        var seen: Set<CauseKey> = []
        for problem in problems {
            let key = CauseKey(code: problem.code, severity: problem.severity, found: problem.code.isOneCausePerValue ? problem.found : "")
            if seen.insert(key).inserted { count(document, nil, under: key) }
        }
    }

    private mutating func book(_ entry: Entry) {
        bookable += 1
        let zero = Money.zero(entry.currency)
        let key = BookedKey(daybook: entry.daybook, currency: entry.currency)
        var row = bookedRows[key] ?? Booked(daybook: key.daybook, currency: key.currency, documents: 0, net: zero, vat: zero, gross: zero)
        let totals = entry.totals
        row.documents += 1
        row.net += totals.net
        row.vat += totals.vat
        row.gross += totals.gross
        bookedRows[key] = row
    }

    private mutating func count(_ document: DocumentKey, _ gross: Money?, under key: CauseKey) {
        var cause =
            causeRows[key] ?? Cause(code: key.code, severity: key.severity, found: key.found, documents: 0, amounts: [:], examples: [])
        cause.documents += 1
        if let gross { cause.amounts.add(document.kind.isCredit ? -gross : gross) }
        if cause.examples.count < Self.examplesMax { cause.examples.append(document) }
        causeRows[key] = cause
    }

    /// What would be booked, by daybook and currency.
    public var booked: [Booked] { bookedRows.values.sorted { ($0.daybook.text, $0.currency.code) < ($1.daybook.text, $1.currency.code) } }

    /// The causes, errors first, then those with the most documents.
    public var causes: [Cause] {
        causeRows.values.sorted {
            ($1.severity, $1.documents, $0.code.rawValue, $0.found) < ($0.severity, $0.documents, $1.code.rawValue, $1.found)
        }
    }
}
