import BridgeDomain

/// Divides charges that carry no VAT code over the rates of the goods (reference `dutch-finance` §2, scenario S04).
///
/// The division goes by the goods amounts without the charge. Where the printed bases say otherwise they win, because the printed VAT is
/// the truth; a printed division that is off by more than the cents of rounding is reported.
struct ChargeSpread {
    private struct Group {
        let code: SourceVATCode
        let rate: ExactDecimal
        let treatment: VATTreatment
        /// Amount of the goods, in minor units.
        var goods: Int64 = 0
        /// Amount of all lines that carry the code themselves.
        var coded: Int64 = 0
    }

    let parts: [LinePart]
    let problems: [Problem]

    /// True for a line that is divided.
    static func applies(to line: borrowing DocumentLine) -> Bool {
        line.vatCode == nil && (line.kind.followsGoods || line.kind == .rounding)
    }

    init(_ document: Document) {
        let groups = Self.groups(of: document)
        var parts: [LinePart] = []
        var divided: [Range<Int>] = []
        for (index, line) in document.lines.enumerated() where !line.net.isZero {
            let treatment = line.vatTreatment ?? document.vatTreatment
            guard Self.applies(to: line), !groups.isEmpty else {
                parts.append(
                    LinePart(line: index, net: line.net, code: line.vatCode, sourceRate: line.vatRate, treatment: treatment, isPart: false))
                continue
            }
            let shares = line.net.allocated(over: groups.map(\.goods))
            let start = parts.count
            for (group, share) in zip(groups, shares) {
                parts.append(
                    LinePart(
                        line: index, net: share, code: group.code, sourceRate: group.rate, treatment: group.treatment,
                        isPart: groups.count > 1))
            }
            divided.append(start..<parts.count)
        }
        var problems: [Problem] = []
        if groups.count > 1, let last = divided.last {
            Self.followPrintedBases(document, groups, divided, last, &parts, &problems)
        }
        self.parts = parts.filter { !$0.net.isZero }
        self.problems = problems
    }

    /// Code, rate and treatment of the goods, in the order of the lines. Deposits and charges are no goods; where there are no
    /// goods at all, whatever carries a code has to do.
    private static func groups(of document: Document) -> [Group] {
        var groups: [Group] = []
        var hasGoods = false
        for line in document.lines where !line.kind.isDeposit {
            guard let code = line.vatCode, let rate = line.vatRate else { continue }
            let treatment = line.vatTreatment ?? document.vatTreatment
            let place: Int
            if let known = groups.firstIndex(where: { $0.code == code && $0.rate == rate && $0.treatment == treatment }) {
                place = known
            } else {
                place = groups.count
                groups.append(Group(code: code, rate: rate, treatment: treatment))
            }
            groups[place].coded += line.net.minorUnits
            guard !line.kind.followsGoods, line.kind != .rounding else { continue }
            groups[place].goods += line.net.minorUnits
            hasGoods = true
        }
        guard hasGoods else {
            for place in groups.indices { groups[place].goods = max(0, groups[place].coded) }
            return groups
        }
        let withGoods = groups.filter { $0.goods > 0 }
        return withGoods.isEmpty ? groups : withGoods
    }

    /// Moves cents between the parts of the last charge until the bases are as printed.
    private static func followPrintedBases(
        _ document: Document, _ groups: [Group], _ divided: [Range<Int>], _ last: Range<Int>, _ parts: inout [LinePart],
        _ problems: inout [Problem]
    ) {
        let currency = document.currency
        var shifts: [Money] = []
        for (place, group) in groups.enumerated() {
            // Two treatments under one code and rate share a printed base; the formula then decides between them.
            guard groups.filter({ $0.code == group.code && $0.rate == group.rate }).count == 1 else { return }
            let rows = document.vatSummary.filter { $0.vatCode == group.code && $0.rate == group.rate }
            guard !rows.isEmpty else { return }
            let coded = document.lines.filter { $0.vatCode == group.code && $0.vatRate == group.rate }.map(\.net).total(currency)
            let formula = divided.map { parts[$0.lowerBound + place].net }.total(currency)
            shifts.append(rows.map(\.base).total(currency) - coded - formula)
        }
        guard shifts.total(currency).isZero else { return }
        let cents = Int64(divided.count)
        for (place, shift) in shifts.enumerated() where !shift.isZero {
            let part = parts[last.lowerBound + place]
            if shift.minorUnits.magnitude > UInt64(cents) {
                problems.append(
                    Problem(
                        .vatBaseMismatch, at: Place(line: document.lines[part.line].number, "net"),
                        found: (part.net + shift).amountText, expected: part.net.amountText, severity: .warning))
            }
            parts[last.lowerBound + place] = LinePart(
                line: part.line, net: part.net + shift, code: part.code, sourceRate: part.sourceRate, treatment: part.treatment,
                isPart: true)
        }
    }
}
