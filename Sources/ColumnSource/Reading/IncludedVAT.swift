import BridgeDomain

/// Takes the VAT out of amounts that include it.
///
/// Per VAT code and rate of the document, not per line: the VAT is the rate's part of the sum, rounded once, half away from zero, and net is
/// what remains (reference `dutch-finance` §6). So the document keeps its gross to the cent. Then each line is taken apart, and the cents that
/// remain go to the largest line of its code. VAT that the file prints is the truth: of a line where the file has that column, of the document
/// where one rate makes all of it.
struct IncludedVAT {
    /// What the head says the VAT of the document is.
    private let printed: Money?

    init(_ head: DocumentHead) {
        printed = head.vat ?? [head.gross, head.net.map { -$0 }].compactMap(\.self).difference
    }

    /// True for the name of a column that says so: `Prijs incl. btw`, `Amount (incl. VAT)`; capitals, spaces and points do not count.
    static func isSaid(by name: String) -> Bool {
        let plain = name.lowercased().filter(\.isLetter)
        return ["inclbtw", "inclvat", "incltax", "inclusiefbtw", "includingvat", "inclusivevat", "inclusiveofvat", "vatincl", "btwincl"]
            .contains { plain.contains($0) }
    }

    /// The lines with net amounts, each with its VAT; nil where an amount leaves 64 bits.
    func takenOut(of lines: [LineReading.Line]) -> [LineReading.Line]? {
        var lines = lines
        var groups: [[Int]] = []
        for place in lines.indices where lines[place].line.vatRate != nil {
            let isSame = { (other: [Int]) in lines[other[0]].hasVAT(of: lines[place]) }
            if let known = groups.firstIndex(where: isSame) { groups[known].append(place) } else { groups.append([place]) }
        }
        let taxed = groups.filter { lines[$0[0]].line.vatRate != .zero }
        for group in groups {
            let isOnly = taxed.count == 1 && lines[group[0]].line.vatRate != .zero
            guard take(from: &lines, group, printed: isOnly ? printed : nil) else { return nil }
        }
        return lines
    }

    private func take(from lines: inout [LineReading.Line], _ group: [Int], printed: Money?) -> Bool {
        guard let rate = lines[group[0]].line.vatRate else { return true }
        let amounts = group.map { lines[$0].line.net }
        let currency = amounts[0].currency
        if group.allSatisfy({ lines[$0].vat != nil }) {
            for place in group { lines[place].takeOut(lines[place].vat ?? .zero(currency)) }
            return true
        }
        guard let whole = amounts.totalIfItFits(currency), let vat = printed ?? whole.included(percentage: rate) else { return false }
        var parts: [Money] = []
        for amount in amounts {
            guard let part = amount.included(percentage: rate) else { return false }
            parts.append(part)
        }
        guard let sum = parts.totalIfItFits(currency) else { return false }
        let largest = amounts.indices.max { amounts[$0].minorUnits.magnitude < amounts[$1].minorUnits.magnitude } ?? 0
        guard let rest = [parts[largest], vat, -sum].totalIfItFits(currency),
            rest.minorUnits.magnitude <= DocumentLimits.standard.amountMinorUnitsMax.magnitude
        else { return false }
        parts[largest] = rest
        for (place, part) in zip(group, parts) { lines[place].takeOut(part) }
        return true
    }
}

extension [Money] {
    /// Gross and negated net; nil unless both are there and of one currency.
    fileprivate var difference: Money? { count == 2 && self[0].currency == self[1].currency ? totalIfItFits(self[0].currency) : nil }
}

extension LineReading.Line {
    fileprivate func hasVAT(of other: Self) -> Bool { line.vatCode == other.line.vatCode && line.vatRate == other.line.vatRate }

    /// The price and its discount go where VAT was in them: quantity × price is no longer the line's amount.
    fileprivate mutating func takeOut(_ part: Money) {
        line.net -= part
        vat = part
        guard line.vatRate != .zero else { return }
        line.unitPrice = nil
        line.discountPercent = nil
    }
}
