public import BridgeDomain
public import BridgeMapping

/// What other rules would do with documents, beside what the rules in force do: seen before they are saved. Nothing is written.
public struct RulesEffect: Sendable {
    /// What becomes of one document.
    public enum Change: String, Hashable, Sendable, CaseIterable {
        /// It would be mapped from now on.
        case freed
        /// It would be stopped from now on.
        case stopped
        /// It would be booked otherwise.
        case otherwise
        /// It stays stopped.
        case stillStopped
        /// Nothing changes.
        case same
    }

    /// A document for which something changes.
    public struct Row: Sendable {
        public var document: DocumentKey
        public var change: Change
        public var gross: Money
        /// Lines of the entry that would go, and those that would come.
        public var before: [EntryLine]
        public var after: [EntryLine]
        /// What would stop it.
        public var problems: [Problem]
    }

    /// Documents named one by one.
    public static let rowsMax = 20

    public private(set) var counts: [Change: Int] = [:]
    /// The first ``rowsMax`` for which something changes.
    public private(set) var rows: [Row] = []

    /// Nothing compared yet.
    public init() {}

    /// How many were compared.
    public var documents: Int { counts.values.reduce(0, +) }
    /// How many would change.
    public var changed: Int { documents - (counts[.same] ?? 0) - (counts[.stillStopped] ?? 0) }

    /// Compares what both make of a document.
    public mutating func take(_ before: MappingResult, _ after: MappingResult) {
        let change = Self.change(before, after)
        counts[change, default: 0] += 1
        guard change != .same, change != .stillStopped, rows.count < Self.rowsMax else { return }
        let (old, new) = (before.entry?.lines ?? [], after.entry?.lines ?? [])
        rows.append(
            Row(
                document: after.document, change: change, gross: after.totals.gross,
                before: old.filter { line in !new.contains { Self.isSame(line, $0) } },
                after: new.filter { line in !old.contains { Self.isSame(line, $0) } },
                problems: after.problems.filter { $0.severity == .error }))
    }

    private static func change(_ before: MappingResult, _ after: MappingResult) -> Change {
        switch (before.entry, after.entry) {
        case (nil, nil): after.problems.contains { $0.severity == .error } ? .stillStopped : .same
        case (nil, .some): .freed
        case (.some, nil): .stopped
        case (let old?, let new?): isSame(old, new) ? .same : .otherwise
        }
    }

    /// Which rule decided and which version it stands in is no change to the books.
    private static func isSame(_ old: Entry, _ new: Entry) -> Bool {
        old.lines.count == new.lines.count && zip(old.lines, new.lines).allSatisfy { isSame($0, $1) } && Head(old) == Head(new)
    }

    /// What mapping decides once per entry.
    private struct Head: Hashable {
        let (daybook, date, period, dueDate): (DaybookCode, CalendarDate, Period, CalendarDate?)
        let texts: [String?]
        let originals: [EntryReference]

        init(_ entry: Entry) {
            (daybook, date, period, dueDate) = (entry.daybook, entry.date, entry.period, entry.dueDate)
            texts = [
                entry.partyNumber, entry.paymentCondition, entry.description, entry.reference.text, entry.paymentReference,
            ]
            originals = entry.originalReferences
        }
    }

    private static func isSame(_ old: EntryLine, _ new: EntryLine) -> Bool {
        var new = new
        (new.rule, new.vatRule) = (old.rule, old.vatRule)
        return old == new
    }
}
