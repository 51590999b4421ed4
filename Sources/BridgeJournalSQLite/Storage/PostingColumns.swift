import BridgeDomain
import BridgeHash
import BridgeJournal

/// The parts of a posting that are kept as text, made on the caller's thread.
struct PostingTexts: Sendable {
    let problems: String?
    let readProblems: String?
    let originals: String?

    init(_ record: PostingRecord) throws(JournalError) {
        try record.checkCurrency()
        problems = try Codec.encode(problems: record.problems)
        if case .differs(_, let found) = record.readBack { readProblems = try Codec.encode(problems: found) } else { readProblems = nil }
        originals = Codec.encode(originals: record.originals)
    }
}

/// How a posting lies in its table.
enum PostingColumns {
    /// What ``read(_:_:)`` reads, in its order.
    static let selected = """
        posting.bridge, posting.administration, posting.kind, posting.number, posting.source_id, posting.document_version, \
        posting.content_hash, posting.state, posting.revision, posting.sequence, posting.received_at, posting.changed_at, posting.due_at, \
        posting.deadline, posting.hold, posting.problems, posting.attempts, posting.approved_by, posting.party, posting.invoice_date, \
        posting.daybook, posting.period_year, posting.period_number, posting.reference, posting.mapping_version, posting.target_id, \
        posting.target_number, posting.booked_at, posting.read_back, posting.read_at, posting.read_problems, posting.currency, posting.net, \
        posting.vat, posting.gross, posting.originals, posting.deposits_currency, posting.deposits
        """

    static func read(_ row: Statement, _ tables: Tables) throws(JournalError) -> PostingRecord {
        let bridge = try tables.bridge(row.number())
        let administration = SourceAdministration(row.text())
        let key = DocumentKey(administration, try Codes.kind(row.number()), DocumentNumber(row.text()))
        var record = PostingRecord(
            bridge: bridge, document: key, sourceID: SourceID(row.text()), documentVersion: row.int(), contentHash: row.text(),
            state: try Codes.postingState(row.number()), receivedAt: Timestamp(milliseconds: 0),
            invoiceDate: CalendarDate(daysSinceEpoch: 0))
        record.revision = row.number()
        record.sequence = row.number()
        record.receivedAt = Timestamp(milliseconds: row.number())
        record.changedAt = Timestamp(milliseconds: row.number())
        record.dueAt = row.moment()
        record.deadline = row.moment()
        if let hold = row.optionalText() { record.hold = try Hold(blocker: hold, at: key) }
        record.problems = try Codec.decode(problems: row.optionalText(), at: "\(key)")
        record.attempts = row.int()
        record.approvedBy = row.optionalText()
        if let party = row.optionalText() { record.party = try partyKey(party, at: key) }
        record.invoiceDate = row.day()
        record.daybook = row.optionalText().map { DaybookCode($0) }
        let (year, number) = (row.optionalInt(), row.optionalInt())
        if let year, let number { record.period = Period(year: year, number: number) }
        record.reference = row.optionalText().map { EntryReference($0) }
        record.mappingVersion = row.optionalInt()
        record.targetID = row.optionalText().map { TargetID($0) }
        record.targetNumber = row.optionalText()
        record.bookedAt = row.moment()
        record.readBack = try readBack(row, at: key)
        let currency = try row.currency(at: key)
        record.net = row.money(currency)
        record.vat = row.money(currency)
        record.gross = row.money(currency)
        record.originals = try Codec.decode(originals: row.optionalText(), at: "\(key)")
        record.deposits = row.money(try row.currency(at: key))
        return record
    }

    private static func readBack(_ row: Statement, at key: DocumentKey) throws(JournalError) -> ReadBack {
        let code = row.number()
        let at = row.moment()
        let problems = row.optionalText()
        switch (code, at) {
        case (0, _): return .pending
        case (1, let at?): return .agrees(at: at)
        case (2, let at?): return .differs(at: at, problems: try Codec.decode(problems: problems, at: "\(key)"))
        default: throw Codec.damaged("\(key)", "read-back")
        }
    }

    static func partyKey(_ text: String, at place: some CustomStringConvertible) throws(JournalError) -> PartyKey {
        guard let key = PartyKey(kept: text) else { throw Codec.damaged("\(place)", "party \(text)") }
        return key
    }
}

extension PartyKey {
    /// Reads what was kept. Unlike the reader for people's input it takes an empty code: broken documents are kept too.
    init?(kept text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = PartyKind(rawValue: String(parts[0])) else { return nil }
        self.init(kind, PartyCode(String(parts[1])))
    }
}

extension DocumentKey {
    /// Reads what was kept; takes empty parts, see ``PartyKey/init(kept:)``.
    init?(kept text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let kind = DocumentKind(rawValue: String(parts[1])) else { return nil }
        self.init(SourceAdministration(String(parts[0])), kind, DocumentNumber(String(parts[2])))
    }
}

extension Hold {
    /// Reads ``blocker``.
    init(blocker: String, at key: DocumentKey) throws(JournalError) {
        let parts = blocker.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count == 2 ? parts[1] : ""
        switch parts.first {
        case "approval": self = .approval
        case "schedule": self = .schedule
        case "person": self = .person
        case "period": if let period = Period(rest) { self = .period(period) } else { throw Codec.damaged("\(key)", blocker) }
        case "party": if let party = PartyKey(kept: rest) { self = .party(party) } else { throw Codec.damaged("\(key)", blocker) }
        case "original":
            if let original = DocumentKey(kept: rest) { self = .original(original) } else { throw Codec.damaged("\(key)", blocker) }
        default: throw Codec.damaged("\(key)", blocker)
        }
    }
}

extension Statement {
    /// A moment, or nothing.
    func moment() -> Timestamp? { optionalNumber().map { Timestamp(milliseconds: $0) } }
    /// A day of the calendar.
    func day() -> CalendarDate { CalendarDate(daysSinceEpoch: Int32(clamping: number())) }
    /// An amount in a currency that was read before; nothing where either is missing.
    func money(_ currency: Currency?) -> Money? {
        let amount = optionalNumber()
        guard let amount, let currency else { return nil }
        return Money(minorUnits: amount, currency)
    }

    /// 32 bytes as hexadecimal digits.
    func digestText() -> String { Hex.encode(bytes()) }

    /// A currency, or nothing.
    func currency(at place: some CustomStringConvertible) throws(JournalError) -> Currency? {
        guard let code = optionalText() else { return nil }
        guard let currency = Currency(kept: code) else { throw Codec.damaged("\(place)", "currency \(code)") }
        return currency
    }

    /// Binds a moment, or null.
    @discardableResult
    func bind(_ moment: Timestamp?) -> Statement { bind(moment?.milliseconds) }
    /// Binds a day.
    @discardableResult
    func bind(_ day: CalendarDate) -> Statement { bind(Int64(day.daysSinceEpoch)) }
}

extension Currency {
    /// Reads a code that was kept; the euro, which nearly all are, without looking it up.
    init?(kept code: String) {
        if code == "EUR" { self = .eur } else if let currency = Currency(code: code) { self = currency } else { return nil }
    }
}
