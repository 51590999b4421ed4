import BridgeDomain

/// What the lines of a document add up to.
struct DraftTotals {
    let net: Money
    let vat: Money
    let gross: Money
    let summary: [VATSummaryLine]

    private struct Group: Hashable {
        let code: SourceVATCode
        let rate: ExactDecimal
    }

    /// The printed VAT where the file has it; otherwise the rate over each code's sum, rounded once. nil where a sum leaves 64 bits: many
    /// lines of the largest amounts do.
    init?(_ lines: [LineReading.Line], _ currency: Currency) {
        var order: [Group] = []
        var members: [Group: [LineReading.Line]] = [:]
        for line in lines {
            guard let code = line.line.vatCode, let rate = line.line.vatRate else { continue }
            let group = Group(code: code, rate: rate)
            if members[group] == nil { order.append(group) }
            members[group, default: []].append(line)
        }
        var summary: [VATSummaryLine] = []
        for group in order {
            guard let row = Self.row(group, members[group] ?? [], currency) else { return nil }
            summary.append(row)
        }
        guard let net = lines.map(\.line.net).totalIfItFits(currency), let vat = summary.map(\.vat).totalIfItFits(currency),
            let gross = [net, vat].totalIfItFits(currency)
        else { return nil }
        (self.net, self.vat, self.gross, self.summary) = (net, vat, gross, summary)
    }

    private static func row(_ group: Group, _ lines: [LineReading.Line], _ currency: Currency) -> VATSummaryLine? {
        let printed = lines.compactMap(\.vat)
        guard let base = lines.map(\.line.net).totalIfItFits(currency),
            let vat = printed.isEmpty ? base.percentage(group.rate) : printed.totalIfItFits(currency)
        else { return nil }
        return VATSummaryLine(vatCode: group.code, rate: group.rate, base: base, vat: vat)
    }
}
