public import BridgeDomain

/// Where reading of a stream goes on. Opaque to everyone but the source that gave it; the empty text is the beginning.
public struct SourceCursor: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }

    /// The beginning of a stream.
    public static let start = SourceCursor("")
}

/// A document as it arrived, readable or not. Nothing that arrives is dropped (design §2.1).
public struct SourceDocument: Hashable, Sendable {
    /// The source's technical identifier.
    public var sourceID: SourceID
    /// What identifies the document for good. Where the source's text lacks a number, the number is `#` and the source's identifier;
    /// where it lacks a known kind, the kind is sales invoice; ``problems`` then says so and the document can only be parked.
    public var key: DocumentKey
    /// Rises with a correction, from 1.
    public var version: Int
    /// The document's own text as received, for show and for the content hash; without what moves on while the document stays the same,
    /// such as its place in a stream.
    public var raw: [UInt8]
    /// nil when the text could not be read into a document; ``problems`` then says why.
    public var document: Document?
    /// What the reader found wrong; the validator adds its own.
    public var problems: [Problem]
    /// True when the source says that the document is withdrawn.
    public var isWithdrawn: Bool
    /// False where the source has no versions, as files have none: ``version`` is then 1 whatever was delivered before.
    public var countsVersions: Bool

    /// A document as it arrived.
    public init(
        sourceID: SourceID, key: DocumentKey, version: Int, raw: [UInt8], document: Document?, problems: [Problem],
        isWithdrawn: Bool = false, countsVersions: Bool = true
    ) {
        self.sourceID = sourceID
        self.key = key
        self.version = version
        self.raw = raw
        self.document = document
        self.problems = problems
        self.isWithdrawn = isWithdrawn
        self.countsVersions = countsVersions
    }
}

/// A debtor or creditor as it arrived.
public struct SourceParty: Hashable, Sendable {
    /// What identifies the party: kind and code. Without a code, `#` and the source's identifier.
    public var key: PartyKey
    /// The party's own text exactly as received.
    public var raw: [UInt8]
    /// nil when the text could not be read into a party.
    public var party: Party?
    /// What the reader found wrong.
    public var problems: [Problem]

    /// A party as it arrived.
    public init(key: PartyKey, raw: [UInt8], party: Party?, problems: [Problem]) {
        self.key = key
        self.raw = raw
        self.party = party
        self.problems = problems
    }
}

/// One page of a stream and where the next begins. Page and cursor are stored in one transaction.
public struct SourcePage<Item: Sendable>: Sendable {
    public var items: [Item]
    /// Where to go on after this page has been stored.
    public var next: SourceCursor
    /// False when the stream has no more right now.
    public var hasMore: Bool

    /// A page.
    public init(items: [Item], next: SourceCursor, hasMore: Bool) {
        self.items = items
        self.next = next
        self.hasMore = hasMore
    }
}

/// What the source says it approved on one day, for one kind and currency: the left column of every reconciliation.
public struct ControlTotal: Hashable, Sendable, Codable {
    public var date: CalendarDate
    public var kind: DocumentKind
    public var documents: Int
    public var lines: Int
    /// nil, like the two below, where the source totals a currency that is none: such documents are counted, never left out.
    public var net: Money?
    public var vat: Money?
    public var gross: Money?

    /// A day's total. Amounts of credit kinds are positive, as in the documents.
    public init(date: CalendarDate, kind: DocumentKind, documents: Int, lines: Int, net: Money?, vat: Money?, gross: Money?) {
        self.date = date
        self.kind = kind
        self.documents = documents
        self.lines = lines
        self.net = net
        self.vat = vat
        self.gross = gross
    }
}

/// The code lists a mapping is made with.
public enum CodeList: String, Sendable, CaseIterable {
    case vatCodes = "vat-codes"
    case productGroups = "product-groups"
    case paymentTerms = "payment-terms"
    case packaging = "packaging"
    case countries = "countries"
    case journals = "journals"
}

/// One row of a code list.
public struct ListedCode: Hashable, Sendable {
    public var code: String
    public var name: String
    /// For a VAT code its rate in percent; nil elsewhere.
    public var rate: ExactDecimal?

    /// A row.
    public init(code: String, name: String, rate: ExactDecimal? = nil) {
        self.code = code
        self.name = name
        self.rate = rate
    }
}

/// A legal entity in the source.
public struct SourceAdministrationInfo: Hashable, Sendable {
    public var code: SourceAdministration
    public var name: String
    public var currency: Currency
    public var vatNumber: String?

    /// A legal entity.
    public init(code: SourceAdministration, name: String, currency: Currency, vatNumber: String?) {
        self.code = code
        self.name = name
        self.currency = currency
        self.vatNumber = vatNumber
    }
}

/// What became of a document, as it goes back to the source (reference `freshportal` §4.4).
public struct StatusReport: Hashable, Sendable, Codable {
    /// The words the source knows.
    public enum Status: String, Hashable, Sendable, Codable {
        case queued, sent, accepted, posted, rejected, parked, withdrawn
    }

    public var document: SourceID
    public var documentVersion: Int
    public var target: String
    public var targetAdministration: TargetAdministration
    public var status: Status
    public var targetNumber: String?
    public var targetID: TargetID?
    public var daybook: DaybookCode?
    public var period: Period?
    public var postedAt: Timestamp?
    /// For people: why it is rejected or parked.
    public var message: String?

    /// A report about one version of a document.
    public init(
        document: SourceID, documentVersion: Int, target: String, targetAdministration: TargetAdministration, status: Status,
        targetNumber: String? = nil, targetID: TargetID? = nil, daybook: DaybookCode? = nil, period: Period? = nil,
        postedAt: Timestamp? = nil, message: String? = nil
    ) {
        self.document = document
        self.documentVersion = documentVersion
        self.target = target
        self.targetAdministration = targetAdministration
        self.status = status
        self.targetNumber = targetNumber
        self.targetID = targetID
        self.daybook = daybook
        self.period = period
        self.postedAt = postedAt
        self.message = message
    }
}

/// A push from the source: only a nudge to read the named stream sooner. Content is always read through the streams.
public struct SourceNudge: Hashable, Sendable {
    /// Which event, by the source's own identifier: repeats carry the same.
    public var eventID: String
    /// What to read: documents, or the parties of a kind.
    public var stream: SourceStream

    /// A nudge.
    public init(eventID: String, stream: SourceStream) {
        self.eventID = eventID
        self.stream = stream
    }
}

/// The streams a source has, each with a cursor of its own.
public enum SourceStream: String, Hashable, Sendable, Codable, CaseIterable {
    case debtors
    case creditors
    case documents
}

/// Why a source did not answer as asked, and what follows from it.
public struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Code: String, Hashable, Sendable {
        /// No connection, no answer, or an answer of the 5xx kind: reading is repeated with a growing pause.
        case unavailable
        /// 429: wait until ``SourceError/retryAt``.
        case throttled
        /// The key is refused, also after signing in again: a person must look.
        case unauthorised
        /// The key lacks the right for this.
        case forbidden
        /// The cursor is older than what the source keeps: start the stream over.
        case cursorExpired
        /// No such document.
        case notFound
        /// The same idempotency key with other content, or a version that is no longer current.
        case conflict
        /// The answer or our request did not have the form of the contract.
        case contract
    }

    public var code: Code
    /// For the operator: what failed and what to try; carries no secret and no body.
    public var message: String
    public var retryAt: Timestamp?

    /// A failed exchange with the source.
    public init(_ code: Code, _ message: String, retryAt: Timestamp? = nil) {
        self.code = code
        self.message = message
        self.retryAt = retryAt
    }

    /// `source unavailable: …`.
    public var description: String { "source \(code.rawValue): \(message)" }
}

/// A trade system documents come from. One implementation per contract; nothing else knows its paths or field names.
///
/// Reading twice from the same cursor gives at least the same items: a page may be read again after a crash.
public protocol DocumentSource: Sendable {
    /// The legal entities in this environment.
    func administrations() async throws(SourceError) -> [SourceAdministrationInfo]
    /// Debtors or creditors changed after `cursor`; at most `limit` (1…1,000), oldest change first.
    func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty>
    /// Approved documents of the bridge's administration changed after `cursor`; at most `limit` (1…1,000), oldest change first.
    func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument>
    /// One document, complete and current.
    func document(_ id: SourceID) async throws(SourceError) -> SourceDocument
    /// A code list for the mapping screen.
    func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode]
    /// What was approved with an invoice date in `from…to`, per day, kind and currency.
    func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal]
    /// Tells the source what became of a document. `key` makes repeats harmless: same key, same content, one effect.
    func report(_ status: StatusReport, key: String) async throws(SourceError)
    /// Checks a push's signature and age; nil when it is not the source's or too old.
    func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge?
    /// Where payments are told; nil where the source does not want to hear of them.
    var paymentReporting: (any PaymentReporting)? { get }
    /// Where the files of documents are had, as people read them; nil where the source has none.
    var documentFiles: (any DocumentFiles)? { get }
    /// True where asking for a page says nothing of the page before: documents may then be asked for while that one is still being written.
    /// Where it is false, the question for a page is word that everything before it is durable.
    var mayBeReadAhead: Bool { get }
}

extension DocumentSource {
    /// For a source that sends documents only.
    public var paymentReporting: (any PaymentReporting)? { nil }
    /// For a source without files.
    public var documentFiles: (any DocumentFiles)? { nil }
    /// The careful answer.
    public var mayBeReadAhead: Bool { false }
}
