import BridgeDomain
public import BridgeJournal

extension Desk {
    /// Does one verb with many documents, part by part, and records beside each document's own history that they were done together: how many,
    /// with what amount, and `what` they were. The record is written before the first, so that it is there whatever happens after. Returns how
    /// many changed.
    public func together(
        _ act: String, _ postings: [PostingRecord], what: String,
        _ verb: ([PostingRecord]) async throws(JournalError) -> [Outcome]
    ) async throws(JournalError) -> Int {
        let sheet = ControlSheet(of: postings)
        let sums = sheet.rows.compactMap(\.gross).reduce(into: [Currency: Money]()) { sums, gross in
            sums[gross.currency, default: .zero(gross.currency)] += gross
        }
        let amount = sums.values.sorted { $0.currency.code < $1.currency.code }.map(\.description).joined(separator: ", ")
        var builder = UnitBuilder(parts, who: who, fence: nil)
        builder.history("documents", act, "\(postings.count) together, \(amount), seal \(sheet.seal), \(what)")
        try await parts.journal.commit(builder.unit)
        var changed = 0
        for start in stride(from: 0, to: postings.count, by: TurnLimits.judged) {
            let part = postings[start..<min(start + TurnLimits.judged, postings.count)]
            changed += try await verb(Array(part)).count { $0.changed }
        }
        return changed
    }
}
