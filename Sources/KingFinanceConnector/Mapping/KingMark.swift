import BridgeDomain

/// What stands in the remark (`OPM`) of the first row of each entry of ours: the amount of that row as it was written, and for a credit note the
/// invoice it takes back.
///
/// A row whose amount is not the one in its own remark was read with another decimal separator. So the books prove by themselves that amounts
/// arrive as they were meant, and nothing has to be kept elsewhere.
struct KingMark: Hashable, Sendable {
    /// What every mark begins with; also what ours are found by.
    static let beginning = "LedgerBridge | "

    /// As it was sent.
    var amount: String
    var original: EntryReference?

    init(amount: String, original: EntryReference?) {
        self.amount = amount
        self.original = original
    }

    /// Reads a mark; nil for any other remark.
    init?(_ remark: String?) {
        guard let remark, remark.hasPrefix(Self.beginning) else { return nil }
        let parts = remark.dropFirst(Self.beginning.utf8.count).split(separator: " | ", maxSplits: 1)
        guard let amount = parts.first else { return nil }
        self.amount = String(amount)
        guard parts.count == 2, parts[1].hasPrefix(Self.credits) else { return }
        original = EntryReference(String(parts[1].dropFirst(Self.credits.utf8.count)))
    }

    private static let credits = "credit "

    var text: String { Self.beginning + amount + (original.map { " | \(Self.credits)\($0)" } ?? "") }
}
