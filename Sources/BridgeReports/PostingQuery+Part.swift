public import BridgeDomain
public import BridgeJournal

extension PostingQuery {
    /// A part of what meets a query.
    public struct Part: Sendable {
        /// Newest first.
        public var postings: [PostingRecord]
        /// Where the next part begins, as ``PostingQuery/before``; nil after the last.
        public var next: Int64?
    }

    /// The next part: at most `limit` postings, after looking at no more than `rowsMax` rows. Where amounts are asked for, a part may hold few or
    /// none although there is more: ``Part/next`` says so.
    public func part(of journal: any BridgeJournal, limit: Int, rowsMax: Int) async throws(JournalError) -> Part {
        var part = Part(postings: [], next: before)
        var looked = 0
        while looked < rowsMax {
            let room = min(limit - part.postings.count, Self.pageMax)
            let page = try await journal.list(filter, before: part.next, limit: asksAmount ? Self.pageMax : room)
            guard let last = page.last else { return Part(postings: part.postings, next: nil) }
            looked += page.count
            part.next = last.sequence
            for posting in page where hasAmount(posting) {
                part.postings.append(posting)
                if part.postings.count == limit {
                    part.next = posting.sequence
                    let more = try await journal.list(filter, before: posting.sequence, limit: 1)
                    return more.isEmpty ? Part(postings: part.postings, next: nil) : part
                }
            }
        }
        return part
    }
}

/// Parties by a part of their name.
public enum PartySearch {
    /// Parties whose name holds that text, the case ignored, in order of key: at most `limit`, among the first `lookedMax`. `isWhole` is false
    /// when there are parties that were not looked at.
    public static func named(
        _ text: String, _ bridge: BridgeID, limit: Int, lookedMax: Int, journal: any BridgeJournal
    ) async throws(JournalError) -> (parties: [PartyRecord], isWhole: Bool) {
        let wanted = text.lowercased()
        var found: [PartyRecord] = []
        var looked = 0
        var after: PartyKey?
        while looked < lookedMax {
            let page = try await journal.listParties(bridge, states: [], after: after, limit: min(1_000, lookedMax - looked))
            guard let last = page.last else { return (found, true) }
            for party in page where party.party?.name.lowercased().contains(wanted) ?? false {
                if found.count == limit { return (found, false) }
                found.append(party)
            }
            looked += page.count
            after = last.key
        }
        return (found, false)
    }
}
