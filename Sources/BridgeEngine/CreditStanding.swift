import BridgeConnector
public import BridgeDomain
public import BridgeJournal
import FoundationEssentials

/// What is left of an invoice after its credit notes, by the journal: the same for every accounting system.
///
/// A credit note may take back several invoices at once without saying how much of each. Such invoices are one standing: what is left is left of
/// them together.
public struct CreditStanding: Hashable, Sendable {
    /// An invoice that is credited.
    public struct Original: Hashable, Sendable {
        public var document: DocumentKey
        /// As printed, positive; nil when the invoice never came, or could not be read.
        public var gross: Money?
        /// nil when it never came.
        public var state: PostingState?
    }

    /// A credit note on it.
    public struct Credit: Hashable, Sendable {
        public var document: DocumentKey
        /// As printed, positive; nil when it could not be read.
        public var gross: Money?
        public var state: PostingState
        public var link: Link
        /// The invoices it names.
        public var originals: [DocumentNumber]
    }

    /// Whether the books tie a credit note to its invoice.
    public enum Link: String, Hashable, Sendable, CaseIterable {
        /// The books show it.
        case tied
        /// The books show none, or another invoice.
        case missing
        /// Booked, and not read back yet.
        case notReadBack = "not_read_back"
        /// These books have no such link, or do not tell.
        case notTold = "not_told"
        /// Not booked.
        case none
    }

    /// In order of number.
    public var originals: [Original]
    /// In order of arrival.
    public var credits: [Credit]
    /// In whose currency everything is added; nil when no original is known.
    public var currency: Currency?
    /// False where more documents hang together than are looked at.
    public var isWhole: Bool

    /// Documents looked at for one standing.
    public static let documentsMax = 200

    /// Taken back by what is booked.
    public var credited: Money? { sum { $0.state == .booked } }
    /// Taken back by what is on its way: sent, ready or held. What is parked, refused or withdrawn counts for nothing.
    public var underWay: Money? {
        sum {
            switch $0.state {
            case .held, .ready, .inFlight, .outcomeUnknown: true
            case .parked, .rejected, .withdrawn, .nothingToPost, .booked: false
            }
        }
    }
    /// The amount of the originals together; nil unless every one is known.
    public var gross: Money? {
        guard let currency, isWhole else { return nil }
        let amounts = originals.compactMap(\.gross).filter { $0.currency == currency }
        return amounts.count == originals.count ? amounts.total(currency) : nil
    }
    /// What is left once what is booked is taken off; nil unless every amount is known.
    public var remaining: Money? {
        guard let gross, let credited else { return nil }
        return gross - credited
    }

    private func sum(_ counts: (Credit) -> Bool) -> Money? {
        guard let currency, isWhole else { return nil }
        let wanted = credits.filter(counts)
        let amounts = wanted.compactMap(\.gross).filter { $0.currency == currency }
        return amounts.count == wanted.count ? amounts.total(currency) : nil
    }
}

extension CreditStanding {
    /// The standing a document is part of, as invoice or as credit note; nil where nothing was credited and nothing is named. Cost: one read for each
    /// invoice that hangs together with it, and one for each credit note.
    public static func read(
        of posting: PostingRecord, journal: any BridgeJournal
    ) async throws(JournalError) -> CreditStanding? {
        var open: [DocumentKey] =
            posting.document.kind.isCredit ? posting.originalKeys : posting.document.kind.isCredited ? [posting.document] : []
        var (keys, credits): (Set<DocumentKey>, [DocumentKey: PostingRecord]) = ([], [:])
        while let key = open.popLast(), keys.count + credits.count < documentsMax {
            guard keys.insert(key).inserted else { continue }
            for credit in try await journal.credits(of: key, bridge: posting.bridge) where credits[credit.document] == nil {
                credits[credit.document] = credit
                if credit.counts { open += credit.originalKeys.filter { !keys.contains($0) } }
            }
        }
        if credits.isEmpty { return nil }
        let known = try await journal.postings(Array(keys), bridge: posting.bridge)
        let references = known.compactMapValues(\.reference)
        var standing = CreditStanding(
            originals: keys.sorted().map { Original(document: $0, gross: known[$0]?.gross, state: known[$0]?.state) }, credits: [],
            currency: known.values.compactMap(\.gross?.currency).first, isWhole: open.isEmpty)
        for credit in credits.values.sorted(by: { $0.sequence < $1.sequence }) {
            standing.credits.append(
                Credit(
                    document: credit.document, gross: credit.gross, state: credit.state,
                    link: try await link(of: credit, credit.originalKeys.compactMap { references[$0] }, journal),
                    originals: credit.originals))
        }
        return standing
    }

    private static func link(
        of credit: PostingRecord, _ originals: [EntryReference], _ journal: any BridgeJournal
    ) async throws(JournalError) -> Link {
        guard credit.state == .booked else { return .none }
        if credit.lacksLinkSince != nil { return .missing }
        guard let record = try await journal.booked(credit.document, bridge: credit.bridge),
            let booked = try? JSONDecoder().decode(BookedEntry.self, from: Data(record.content.utf8))
        else { return .notReadBack }
        guard let credited = booked.creditedReferences else { return .notTold }
        return credited.contains { originals.contains($0) } ? .tied : .missing
    }
}

extension PostingRecord {
    /// The documents a credit note takes back; none for anything else.
    fileprivate var originalKeys: [DocumentKey] {
        guard let kind = document.kind.original else { return [] }
        return originals.map { DocumentKey(document.administration, kind, $0) }
    }

    /// True for a credit note that took something back, or is about to.
    fileprivate var counts: Bool {
        switch state {
        case .parked, .rejected, .withdrawn, .nothingToPost: false
        case .booked, .held, .ready, .inFlight, .outcomeUnknown: true
        }
    }
}

extension DocumentKind {
    /// True for what credit notes take back.
    fileprivate var isCredited: Bool { DocumentKind.allCases.contains { $0.original == self } }
}
