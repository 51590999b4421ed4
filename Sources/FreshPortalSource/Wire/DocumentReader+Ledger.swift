import BridgeDomain
import BridgeJSON

extension DocumentReader {
    /// Reads a ledger-ready posting (reference freshportal §4.3): FreshPortal has chosen the accounts itself.
    ///
    /// Its totals are what it moves: net and gross are the sum of the debit side, VAT is nothing of its own.
    func ledgerPosting(_ fields: Fields, _ head: Head) -> Document {
        let currency = fields.currency("currency") ?? .eur
        let date = fields.required("date", fields.date)
        let daybook = fields.required("journal", fields.text)
        let period = period(fields)
        let lines = ledgerLines(fields, currency)
        // §4.3 has no rate: amounts in another currency could not be brought to the books.
        if currency != .eur { fields.problem(.valueUnknown, "currency", expected: Currency.eur.code) }
        let sum = lines.map(\.debit).totalIfItFits(currency)
        if sum == nil { fields.problem(.amountTooLarge, "lines") }
        let moved = sum ?? .zero(currency)
        var document = Document(
            key: head.key, sourceID: head.id, version: head.version, invoiceDate: date ?? CalendarDate(daysSinceEpoch: 0),
            currency: currency, party: nil,
            vatTreatment: .outsideScope, lines: [], vatSummary: [],
            totals: DocumentTotals(net: moved, vat: .zero(currency), gross: moved))
        document.approvedAt = fields.timestamp("approved_at")
        document.description = fields.text("description") ?? ""
        document.ledgerLines = lines
        document.daybook = daybook.map { DaybookCode($0) }
        document.period = period
        return document
    }

    private func period(_ fields: Fields) -> Period? {
        guard let text = fields.text("period") else { return nil }
        if let period = Period(text) { return period }
        fields.problem(.malformed, "period", expected: "a period (2026-11)")
        return nil
    }

    private func ledgerLines(_ fields: Fields, _ currency: Currency) -> [LedgerLine] {
        guard let elements = fields.required("lines", { fields.list($0, countMax: AssumedContract.linesMax) }) else { return [] }
        return elements.enumerated().compactMap { index, element in
            let number = element["no"]?.integer.flatMap { Int(exactly: $0) } ?? index + 1
            return ledgerLine(Fields(element, line: number, fields.findings), number: number, currency)
        }
    }

    private func ledgerLine(_ row: Fields, number: Int, _ currency: Currency) -> LedgerLine? {
        let account = row.required("account", row.text)
        let debit = row.money("debit", currency)
        let credit = row.money("credit", currency)
        guard let account else { return nil }
        var line = LedgerLine(
            number: number, account: AccountCode(account), debit: debit ?? .zero(currency), credit: credit ?? .zero(currency),
            description: row.text("description") ?? "")
        line.vatCode = row.text("vat_code").map { VATCode($0) }
        line.vatBase = row.money("vat_base", currency)
        line.costCentre = row.text("cost_centre").map { CostCentre($0) }
        line.costUnit = row.text("cost_unit").map { CostUnit($0) }
        line.party = ledgerParty(row)
        line.documentReference = row.text("document_ref")
        return line
    }

    private func ledgerParty(_ row: Fields) -> PartyKey? {
        guard let code = row.text("party_code"), let kind = row.required("party_kind", { row.word($0, WirePartyKind.self) }) else {
            return nil
        }
        return PartyKey(kind.kind, PartyCode(code))
    }
}
