import BridgeDomain
import BridgeSource

/// Adds up what printed documents amount to, per day, kind and currency.
struct ExportTotals {
    private struct Key: Hashable {
        let date: CalendarDate
        let kind: DocumentKind
        let currency: String
    }

    private var sums: [Key: ControlTotal] = [:]

    /// Adds one document. An amount that the export lacks, or a currency that is none, leaves only the count.
    mutating func add(_ printed: PrintedTotals) {
        guard let date = printed.day else { return }
        let key = Key(date: date, kind: printed.kind, currency: printed.currency)
        let currency = Currency(code: printed.currency)
        let zero = currency.map { Money.zero($0) }
        var sum = sums[key] ?? ControlTotal(date: date, kind: printed.kind, documents: 0, lines: 0, net: zero, vat: zero, gross: zero)
        sum.documents += 1
        sum.lines += printed.lines
        sum.net = Self.sum(sum.net, printed.net)
        sum.vat = Self.sum(sum.vat, printed.vat)
        sum.gross = Self.sum(sum.gross, printed.gross)
        sums[key] = sum
    }

    /// nil when either is not known, or beyond 64 bits: a sum that leaves something out would mislead.
    private static func sum(_ sum: Money?, _ amount: ExactDecimal?) -> Money? {
        guard let sum, let amount, let total = sum.decimal.adding(amount), total.decimals <= sum.currency.exponent else { return nil }
        return Money(rounding: total, sum.currency)
    }

    /// One row per day, kind and currency, in that order.
    var totals: [ControlTotal] {
        sums.sorted { ($0.key.date, $0.key.kind.rawValue, $0.key.currency) < ($1.key.date, $1.key.kind.rawValue, $1.key.currency) }
            .map(\.value)
    }
}
