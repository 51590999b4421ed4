import BridgeDomain

/// The part of an entry's VAT that stands with one of its lines.
struct VATShare: Hashable, Sendable {
    let code: VATCode
    /// nil where the line has a VAT code and no VAT.
    let account: AccountCode?
    /// In the currency of the books, signed as the entry's VAT line; zero where the line has a VAT code and no VAT.
    let amount: Money
}

/// Which VAT line of an entry stands with which of its other lines.
///
/// With help accounts each line that falls under a code carries its part of that code's VAT, divided by amount over the lines of the VAT's own
/// side, so that a discount makes no turnover on the VAT account; the cents that division leaves are on the largest. A line has room for one help account (reference king §7.1), so a second VAT line of the same code, as where VAT is both
/// owed and claimed, stays a line of its own, and so does VAT of a code that no line falls under.
struct VATPlaces {
    private var shares: [Int: [VATShare]] = [:]
    private var helps: Set<Int> = []

    init(_ entry: Entry, _ placement: KingERPRules.VATPlacement) {
        guard placement == .helpAccount else { return }
        for (place, line) in entry.lines.enumerated() where line.role == .vat {
            guard let code = line.vatCode else { continue }
            let bases = entry.lines.indices.filter { base in
                entry.lines[base].role == .amount && entry.lines[base].vatCode == code && shares[base] == nil
            }
            guard !bases.isEmpty else { continue }
            helps.insert(place)
            let parts = Self.divide(line.bookAmount, by: bases.map { entry.lines[$0].bookAmount })
            for (base, part) in zip(bases, parts) { shares[base] = [VATShare(code: code, account: line.account, amount: part)] }
        }
        for (place, line) in entry.lines.enumerated() where line.role == .amount && shares[place] == nil {
            guard let code = line.vatCode else { continue }
            shares[place] = [VATShare(code: code, account: nil, amount: .zero(entry.bookCurrency))]
        }
    }

    /// Whether the line stands with others and not by itself.
    func isHelp(_ place: Int) -> Bool { helps.contains(place) }

    /// What stands with the line.
    func helps(of place: Int) -> [VATShare] { shares[place] ?? [] }

    /// Divides an amount by the amounts it belongs to, as far as they are on its side; the parts add up to it.
    static func divide(_ amount: Money, by amounts: [Money]) -> [Money] {
        let sameSide = amounts.map { $0.isNegative == amount.isNegative ? $0 : .zero($0.currency) }
        let bases = sameSide.allSatisfy(\.isZero) ? amounts : sameSide
        let total = bases.reduce(Int128(0)) { $0 + Int128($1.minorUnits) }
        guard let largest = bases.indices.max(by: { bases[$0].magnitude.minorUnits < bases[$1].magnitude.minorUnits }) else { return [] }
        var parts = bases.map { base -> Int64 in
            guard total != 0 else { return 0 }
            // Half away from zero.
            let product = Int128(amount.minorUnits) * Int128(base.minorUnits) * 2
            let doubled = product.magnitude / total.magnitude
            let rounded = Int64(clamping: (doubled + 1) / 2)
            return (product < 0) == (total < 0) ? rounded : -rounded
        }
        parts[largest] += amount.minorUnits - parts.reduce(0, +)
        return parts.map { Money(minorUnits: $0, amount.currency) }
    }
}
