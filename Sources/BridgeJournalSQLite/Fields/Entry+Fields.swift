import BridgeDomain
import BridgeJournal

/// Form 1 of an entry. A field added to an entry is added here, at the end and under form 2; a test compares the fields.
extension Entry {
    /// The entry as bytes. Some microseconds.
    var fields: [UInt8] {
        var writer = FieldWriter(form: 1, reserving: 192 + 96 * lines.count)
        writer.key(document)
        writer.number(documentVersion)
        writer.number(mappingVersion)
        writer.text(daybook)
        writer.day(date)
        writer.period(period)
        writer.day(invoiceDate)
        writer.day(dueDate)
        writer.currency(currency)
        writer.currency(bookCurrency)
        writer.decimal(exchangeRate)
        writer.optional(party) { $0.party($1) }
        writer.text(partyNumber)
        writer.text(paymentCondition)
        writer.text(description)
        writer.text(reference)
        writer.text(paymentReference)
        writer.list(originalReferences) { $0.text($1) }
        writer.list(lines) { $1.write(&$0) }
        return writer.bytes
    }

    /// Reads ``fields``; `place` says whose they are. An entry that does not balance is refused as damaged.
    init(fields: [UInt8], at place: String) throws(JournalError) {
        var reader = FieldReader(fields)
        guard reader.form == 1 else { throw Codec.damaged(place, "form \(reader.form)") }
        let (document, documentVersion, mappingVersion) = (reader.key(), reader.int(), reader.int())
        let (daybook, date, period) = (reader.text(DaybookCode.self), reader.day(), reader.period())
        let (invoiceDate, dueDate) = (reader.day(), reader.optionalDay())
        let (currency, bookCurrency, rate) = (reader.currency(), reader.currency(), reader.decimal())
        let party = reader.optional { $0.party() }
        let (partyNumber, condition, description) = (reader.optionalText(), reader.optionalText(), reader.text())
        let (reference, paymentReference) = (reader.text(EntryReference.self), reader.optionalText())
        let originals = reader.list { $0.text(EntryReference.self) }
        let lines = reader.list { EntryLine(&$0) }
        try reader.end(place)
        guard Self.balances(lines.map(\.amount), currency), Self.balances(lines.map(\.bookAmount), bookCurrency) else {
            throw Codec.damaged(place, "it does not balance")
        }
        self.init(
            document: document, documentVersion: documentVersion, mappingVersion: mappingVersion, daybook: daybook, date: date,
            period: period, invoiceDate: invoiceDate, dueDate: dueDate, currency: currency, bookCurrency: bookCurrency, exchangeRate: rate,
            party: party, partyNumber: partyNumber, paymentCondition: condition, description: description, reference: reference,
            paymentReference: paymentReference, originalReferences: originals, lines: lines)
    }

    /// What the entry's own initialiser demands, asked without trapping.
    private static func balances(_ amounts: [Money], _ currency: Currency) -> Bool {
        var sum: Int64 = 0
        for amount in amounts {
            let (next, overflowed) = sum.addingReportingOverflow(amount.minorUnits)
            guard amount.currency == currency, !overflowed else { return false }
            sum = next
        }
        return sum == 0
    }
}

extension EntryLine {
    fileprivate func write(_ writer: inout FieldWriter) {
        writer.text(role.rawValue)
        writer.text(account)
        writer.money(amount)
        writer.money(bookAmount)
        writer.text(vatCode)
        writer.decimal(vatRate)
        writer.money(vatBase)
        writer.money(vatBookBase)
        writer.text(costCentre)
        writer.text(costUnit)
        writer.text(description)
        writer.list(sourceLines) { $0.number($1) }
        writer.text(rule)
        writer.text(vatRule)
        writer.optional(party) { $0.party($1) }
        writer.text(documentReference)
    }

    fileprivate init(_ reader: inout FieldReader) {
        self.init(
            role: reader.choice(EntryLineRole.amount), account: reader.text(), amount: reader.money(), bookAmount: reader.money(),
            vatCode: reader.optionalText(), vatRate: reader.optionalDecimal(), vatBase: reader.optionalMoney(),
            vatBookBase: reader.optionalMoney(), costCentre: reader.optionalText(), costUnit: reader.optionalText(),
            description: reader.text(), sourceLines: reader.list { $0.int() }, rule: reader.text(), vatRule: reader.optionalText(),
            party: reader.optional { $0.party() }, documentReference: reader.optionalText())
    }
}

extension EntryTotal {
    /// Totals as bytes, form 1.
    static func fields(_ totals: [EntryTotal]) -> [UInt8] {
        var writer = FieldWriter(form: 1, reserving: 4 + 24 * totals.count)
        writer.list(totals) { writer, total in
            writer.text(total.daybook)
            writer.text(total.vatCode)
            writer.money(total.net)
            writer.money(total.vat)
        }
        return writer.bytes
    }

    /// Reads ``fields(_:)``; `place` says whose they are.
    static func read(_ fields: [UInt8], at place: String) throws(JournalError) -> [EntryTotal] {
        var reader = FieldReader(fields)
        guard reader.form == 1 else { throw Codec.damaged(place, "form \(reader.form)") }
        let totals = reader.list { reader in
            EntryTotal(daybook: reader.text(), vatCode: reader.optionalText(), net: reader.money(), vat: reader.money())
        }
        try reader.end(place)
        return totals
    }
}
