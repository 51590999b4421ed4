import BridgeDomain

// The currency of the books.
extension EntryLines {
    /// Converts the total first, then VAT and lines each for itself; the cents that remain go to the last or largest line, so that the
    /// entry balances in both currencies (reference `dutch-finance` §6, scenarios S18 to S20).
    mutating func convert() -> Problem? {
        let target = mapping.context.bookCurrency
        for place in lines.indices {
            guard let converted = lines[place].amount.converted(to: target, rate: rate) else {
                return Problem(.amountTooLarge, at: Place("exchange_rate"), found: "\(rate)")
            }
            lines[place].bookAmount = converted
        }
        var remainder = Money.zero(target)
        for place in lines.indices { remainder += lines[place].bookAmount }
        guard !remainder.isZero else { return nil }
        guard let place = placeOfRemainder(amounts) ?? placeOfRemainder(vat) else {
            return Problem(.notBalanced, at: Place("exchange_rate"), found: remainder.amountText, expected: "0")
        }
        lines[place].bookAmount += -remainder
        return nil
    }

    private func placeOfRemainder(_ range: Range<Int>) -> Int? {
        guard mapping.compiled.rules.remainder == .largest else { return range.last }
        return range.max { lines[$0].amount.minorUnits.magnitude < lines[$1].amount.minorUnits.magnitude }
    }

    /// The base of each VAT line as the books hold it: what its amount lines came to after conversion.
    mutating func fillBookBases() {
        for place in vat {
            guard let code = lines[place].vatCode, let rate = lines[place].vatRate else { continue }
            lines[place].vatBookBase = booked(code, rate)
        }
    }

    /// What the amount lines of a VAT code and rate come to in the currency of the books.
    func booked(_ code: VATCode, _ rate: ExactDecimal) -> Money {
        lines[amounts].lazy.filter { $0.vatCode == code && $0.vatRate == rate }.map(\.bookAmount).total(mapping.context.bookCurrency)
    }
}
