import BridgeDomain

// VAT the buyer works out.
extension EntryLines {
    /// Owed and claimed in one entry: they cancel, so the entry stays balanced (scenarios P04 to P06).
    mutating func addSelfAssessed(_ groups: [VATGroup]) -> Problem? {
        guard let bases = bookBases(groups) else {
            return Problem(
                .currencyDiffers, at: Place("customs_value"), found: mapping.document.customsValue?.description ?? "",
                expected: mapping.context.bookCurrency.code)
        }
        for (group, bookBase) in zip(groups, bases) {
            let definition = definition(group)
            guard let due = definition.dueAccount, let claimable = definition.claimableAccount else {
                return Problem(.accountUnmapped, at: Place("vat_summary"), found: "vat_code=\(definition.code)")
            }
            guard let bookVAT = bookBase.percentage(group.rate), let base = inDocumentCurrency(bookBase, of: group),
                let vatAmount = base.percentage(group.rate)
            else { return Problem(.amountTooLarge, at: Place("exchange_rate"), found: "\(rate)") }
            guard !bookVAT.isZero || !vatAmount.isZero else { continue }
            for (account, isClaimed) in [(claimable, true), (due, false)] {
                lines.append(
                    EntryLine(
                        role: .vat, account: account, amount: isClaimed ? vatAmount : -vatAmount,
                        bookAmount: isClaimed ? bookVAT : -bookVAT,
                        vatCode: definition.code, vatRate: group.rate, vatBase: base, vatBookBase: bookBase,
                        rule: mapping.compiled.definitionNames[group.definition]))
            }
        }
        return nil
    }

    /// Per group the base in the currency of the books: the booked lines, but for imports the customs value (scenario P05).
    private func bookBases(_ groups: [VATGroup]) -> [Money]? {
        let currency = mapping.context.bookCurrency
        let invoiced = groups.map { booked(definition($0).code, $0.rate) }
        guard let customs = mapping.document.customsValue, groups.contains(where: { !$0.imports.isZero }) else { return invoiced }
        guard customs.currency == currency else { return nil }
        let shares = signed(customs).allocated(over: groups.map(\.imports.minorUnits))
        return zip(groups, zip(invoiced, shares)).map { group, amounts in
            // What is no import of the group keeps its invoiced base.
            let others = group.base - group.imports
            let kept = others.isZero ? .zero(currency) : amounts.0.allocated(over: [group.imports.minorUnits, others.minorUnits])[1]
            return amounts.1 + kept
        }
    }

    /// The base as the document's currency has it: the lines themselves, but a customs value is converted back.
    private func inDocumentCurrency(_ bookBase: Money, of group: VATGroup) -> Money? {
        if group.imports.isZero || mapping.document.customsValue == nil { return signed(group.base) }
        guard needsConversion else { return bookBase }
        return bookBase.multiplied(by: rate)?.converted(to: mapping.document.currency, rate: .one)
    }
}
