public import BridgeDomain
public import BridgeReports

extension Acts {
    /// Records of an export.
    public static let historyExportMax = 50_000
    /// Characters of a condition that count.
    private static let conditionMax = 200
    private static let (firstDay, lastDay) = (CalendarDate(daysSinceEpoch: 7_305), CalendarDate(daysSinceEpoch: 60_000))

    /// Which records of history are asked for; days are those of the first bridge's clock.
    public func historyQuery(
        who: String?, subject: String?, from: CalendarDate?, to: CalendarDate?, before: Int64?
    ) -> HistoryQuery {
        HistoryQuery(
            who: who.map { String($0.prefix(Self.conditionMax)) }, subject: subject.map { String($0.prefix(Self.conditionMax)) },
            moments: moments(from, to), before: before)
    }

    private func moments(_ from: CalendarDate?, _ to: CalendarDate?) -> Range<Timestamp>? {
        guard from != nil || to != nil else { return nil }
        let (one, other) = (max(from ?? Self.firstDay, Self.firstDay), min(to ?? Self.lastDay, Self.lastDay))
        let (first, last) = (min(one, other), max(one, other))
        return zone.timestamp(of: first, hour: 0, minute: 0)..<zone.timestamp(of: last.adding(days: 1), hour: 0, minute: 0)
    }

    /// All that meets the conditions as a table of commas, or nothing: half a record of acts would look like a whole one.
    public func historyTable(_ query: HistoryQuery) async throws -> [UInt8] {
        guard let records = try await query.all(of: journal, limit: Self.historyExportMax) else {
            throw ActRefusal(
                .tooMany,
                BilingualText(
                    nl:
                        "Dit zijn er te veel voor één bestand (hoogstens \(Formatting(.dutch).count(Self.historyExportMax))): kies minder dagen.",
                    en: "These are too many for one file (\(Formatting(.english).count(Self.historyExportMax)) at most): choose fewer days."
                ))
        }
        return HistoryCSV.bytes(records)
    }
}
