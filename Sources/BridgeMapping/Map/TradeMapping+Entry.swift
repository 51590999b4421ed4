import BridgeDomain

// From decided lines to a balanced entry.
extension TradeMapping {
    func entry(
        daybook: DaybookCode, collective: Decided<AccountCode>, condition: PaymentCondition?, number: String?
    ) -> Entry? {
        guard let rate = bookRate else { return nil }
        let texts = EntryTexts(self, number)
        let reference = texts.reference()
        problems += reference.problems
        let description = texts.description()
        let paymentReference = texts.paymentReference()
        problems += description.problems + paymentReference.problems

        var lines = EntryLines(self, rate: rate, collective: collective)
        let failure = lines.build(texts)
        problems += lines.problems + (failure.map { [$0] } ?? [])
        guard failure == nil, !problems.containsError else { return nil }
        return Entry(
            document: document.key, documentVersion: document.version, mappingVersion: context.mappingVersion, daybook: daybook,
            date: document.invoiceDate, period: document.period ?? Period(monthOf: document.invoiceDate),
            invoiceDate: document.invoiceDate, dueDate: dueDate, currency: document.currency, bookCurrency: context.bookCurrency,
            exchangeRate: rate, party: partyKey, partyNumber: number, paymentCondition: condition?.text, description: description.text,
            reference: EntryReference(reference.text), paymentReference: paymentReference.text.isEmpty ? nil : paymentReference.text,
            originalReferences: originalReferences, lines: lines.lines)
    }

    private var dueDate: CalendarDate? {
        document.dueDate ?? party?.paymentTermDays.map { document.invoiceDate.adding(days: $0) }
    }

    /// Found from the originals' numbers alone, so that a credit note needs no look-up.
    private var originalReferences: [EntryReference] {
        guard let original = document.key.kind.original else { return [] }
        return document.references.originals.map {
            compiled.rules.texts.references.reference(of: DocumentKey(document.key.administration, original, $0))
        }
    }
}
