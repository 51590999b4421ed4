import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeReports

extension DeskCall {
    /// Documents: lists, one of them, and what can be done with one.
    static var documents: [DeskCall] {
        let looks: [DeskCall] = [
            .list(
                "documents", "/bridges/{bridge}/documents", .look, "Documents of a bridge, newest first.", pages: ["/documents"],
                query: documentFilters, item: Telling<PostingRecord>.summary,
                example: Example(["bridge": Example.bridge], query: [("state", "parked,rejected"), ("limit", "20")])
            ) { (asking: Asking, before: Int64?) in
                let query = DocumentsQuery(asking.bridge, now: asking.now, isPlain: true) { asking.asked($0) }
                let part = try await query.query(before: before)
                    .part(of: asking.acts.journal, limit: asking.limit, rowsMax: rowsMax)
                return Part(part.postings, next: part.next.map { "\($0)" })
            },
            .read(
                "document", documentPath, .look,
                "One document: as it came, its entry, calls, what the books hold, what is wrong and everything that happened.",
                pages: [documentPage] + DocumentVerb.allCases.map { "\(documentPage)/\($0.rawValue)" },
                tells: Telling<DocumentView>.document,
                example: Example(ExampleNumber.parked.path)
            ) { asking in
                try await asking.seen(try await asking.document())
            },
            .read(
                "documentAttempt", documentPath + attemptPath, .look,
                "One attempt made for a document: each request as it was sent to the books, and each answer.",
                pages: [documentPage + attemptPath, documentPage + attemptPath + "/all.txt"], tells: Telling<AttemptFacts>.attemptWhole,
                example: Example(ExampleNumber.parked.path.merging(["attempt": "1"]) { $1 })
            ) { asking in try await asking.attempt(of: try await asking.document().document.description) },
        ]
        return looks + DocumentVerb.allCases.map { carryingOut($0) }
    }

    static let documentPath = "/bridges/{bridge}/documents/{administration}/{kind}/{number}"
    /// An attempt, below what it was made for.
    static let attemptPath = "/attempts/{attempt}"
    static let documentPage = "/documents/{bridge}/{administration}/{kind}/{number}"
    /// Documents that are looked at for an amount, until more are asked for.
    private static let rowsMax = 20_000

    /// Which documents, as the page's address says it.
    static let documentFilters: [QueryField] = [
        .words("state", PostingState.allCases.map(\.rawValue), "States, separated by commas."),
        .word("kind", DocumentKind.allCases.map(\.rawValue), "What it is."),
        .word("problem", ProblemCode.allCases.map(\.rawValue), "A problem it has."),
        .text("q", "Text in number, reference, entry or party code.", max: 100),
        .party("party", "A debtor or creditor: `debtor/C0412`."),
        .decimal("amount", "The gross amount."),
        .date("from", "From this invoice date on."),
        .date("to", "Up to this invoice date."),
        .flag("late", "`1`: those that are late."),
        .flag("differing", "`1`: those that the books hold otherwise."),
        .word("hold", Hold.countedBlockers, "What holds it."),
    ]

    private static func carryingOut(_ verb: DocumentVerb) -> DeskCall {
        .act(
            verb.operation, "\(documentPath)/\(verb.rawValue)", verb.right, verb.summary, takes: verb.body, of: "document",
            tells: Telling<DocumentView>.document, example: Example(verb.example.path, body: verb.exampleBody)
        ) { asking in
            try await asking.seen(
                try await asking.acts.carryOut(
                    verb, try await asking.document(), of: asking.bridge, reason: asking.optional("reason"),
                    number: asking.optional("number"),
                    seal: asking.seal, by: asking.who))
        }
    }
}

extension Asking {
    /// The document that the path names.
    func document() async throws -> PostingRecord {
        try await acts.document(bridge, administration: path("administration"), kind: path("kind"), number: path("number"))
    }

    /// The attempt that the path names, made for a document or party.
    func attempt(of subject: String) async throws -> Seen<AttemptFacts> {
        Seen(try await acts.attempt(subject, path("attempt"), of: bridge))
    }

    /// A document with everything that is known of it.
    func seen(_ posting: PostingRecord) async throws -> Seen<DocumentView> {
        let facts = try await DocumentFacts.read(posting, journal: acts.journal)
        return Seen(
            DocumentView(
                facts: facts, difference: try await acts.judgedDifference(of: posting), entryPage: bridge.entryPage(posting),
                next: try await acts.nextAttempt(facts, of: bridge)),
            seal: "\(posting.revision)")
    }
}

/// The documents of the examples: what is done with one of them is possible.
enum ExampleNumber: Int, CaseIterable {
    case parked = 1, held, ready, differing, explained

    /// Its key, part by part.
    var path: [String: String] {
        [
            "bridge": Example.bridge, "administration": "NL01", "kind": DocumentKind.salesInvoice.rawValue,
            "number": "2026-\(100_000 + rawValue)",
        ]
    }
}

extension DocumentVerb {
    fileprivate var operation: String {
        switch self {
        case .retry: "retryDocument"
        case .approve: "approveDocument"
        case .hold: "holdDocument"
        case .bookedByHand: "bookDocumentByHand"
        case .withdraw: "withdrawDocument"
        }
    }

    fileprivate var summary: String {
        switch self {
        case .retry: "Try a document again: it is judged anew with the rules in force, and goes when nothing is wrong."
        case .approve: "Approve a document that waits for it."
        case .hold: "Hold a document until somebody tries it again."
        case .bookedByHand: "Say that a document was booked by hand, with the number of its entry."
        case .withdraw: "Withdraw a document: it is not sent."
        }
    }

    fileprivate var body: Shape? {
        switch self {
        case .withdraw: .withdrawal
        case .bookedByHand: .byHand
        case .retry, .approve, .hold: nil
        }
    }

    fileprivate var example: ExampleNumber {
        switch self {
        case .retry, .withdraw, .bookedByHand: .parked
        case .approve: .held
        case .hold: .ready
        }
    }

    fileprivate var exampleBody: JSON? {
        switch self {
        case .withdraw: ["reason": "entered twice by the trade"]
        case .bookedByHand: ["number": "26700123"]
        case .retry, .approve, .hold: nil
        }
    }
}

extension Shape {
    static let withdrawal = Shape(
        "Withdraw", "Why a document is withdrawn.",
        [Field("reason", .text(max: Acts.reasonMax), .always, "Why: it stands in the history.")])
    static let byHand = Shape(
        "BookedByHand", "Where a document was booked by hand.",
        [Field("number", .text(max: Acts.numberMax), .always, "The number of the entry in the books.")])
}
