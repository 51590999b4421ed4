public import BridgeDomain
public import BridgeJournal

/// A document that stands in the books otherwise than it was sent, with the amount between the two.
public struct DifferingDocument: Sendable {
    public var posting: PostingRecord
    /// The entry's amount as it was sent; nil where there is none in one currency.
    public var sent: Money?
    /// The same of what the books hold; nil where they hold none in one currency.
    public var booked: Money?
    /// What differs, field by field.
    public var problems: [Problem]

    /// What the books hold more than was sent; nil where the two cannot be compared.
    public var difference: Money? {
        guard let sent, let booked, sent.currency == booked.currency else { return nil }
        return booked - sent
    }

    /// Documents dated in `dates` (nil: all) whose read-back differs, newest first; at most `limit` (1…1,000). Cost: two look-ups each.
    public static func read(
        _ bridge: BridgeID, dates: ClosedRange<CalendarDate>?, limit: Int, journal: any BridgeJournal
    ) async throws(JournalError) -> [DifferingDocument] {
        let postings = try await journal.list(
            PostingFilter(bridge: bridge, invoiceDates: dates, differing: true), before: nil, limit: limit)
        let entries = try await journal.entries(of: postings, bridge: bridge)
        var all: [DifferingDocument] = []
        for posting in postings {
            all.append(try await read(posting, entries, journal))
        }
        return all
    }

    /// One posting whose read-back differs. Cost: two look-ups.
    public static func read(_ posting: PostingRecord, journal: any BridgeJournal) async throws(JournalError) -> DifferingDocument {
        let entries = try await journal.entries(of: [posting], bridge: posting.bridge)
        return try await read(posting, entries, journal)
    }

    private static func read(
        _ posting: PostingRecord, _ entries: [DocumentKey: EntryRecord], _ journal: any BridgeJournal
    ) async throws(JournalError) -> DifferingDocument {
        let booked = try await journal.booked(posting.document, bridge: posting.bridge)
        var problems: [Problem] = []
        if case .differs(_, let found) = posting.readBack { problems = found }
        return DifferingDocument(
            posting: posting, sent: gross(entries[posting.document]?.totals ?? []), booked: gross(booked?.totals ?? []),
            problems: problems)
    }

    private static func gross(_ totals: [EntryTotal]) -> Money? {
        guard let currency = totals.first?.net.currency, totals.allSatisfy({ $0.net.currency == currency }) else { return nil }
        return totals.map { $0.net + $0.vat }.total(currency)
    }
}
