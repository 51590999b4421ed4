@testable import BridgeDomain

/// A document from a few words, so that a table of tests reads like one.
///
/// - Parameters:
///   - lines: one per line: kind, net, VAT code and rate (`product 140.00 L 9`); `-` for a charge that is to be spread.
///   - vat: the summary: code, rate, base, VAT (`L 9 140.00 12.60`). Totals follow from lines and summary.
func document(
    _ kind: DocumentKind = .salesInvoice, lines: [String] = ["product 140.00 L 9"], vat: [String] = ["L 9 140.00 12.60"],
    currency: Currency = .eur, rate: String = "1", treatment: VATTreatment = .domestic, deliverTo: String? = "NL",
    vatNumber: String? = nil, edit: (inout Document) -> Void = { _ in }
) -> Document {
    let lines = lines.enumerated().map { documentLine($0.offset + 1, $0.element, currency) }
    let summary = vat.map { summaryLine($0, currency) }
    let net = lines.map(\.net).total(currency)
    let tax = summary.map(\.vat).total(currency)
    var document = Document(
        key: DocumentKey("NL01", kind, "2026-104233"), sourceID: "700123", version: 1, invoiceDate: date("2026-11-18"), currency: currency,
        exchangeRate: decimal(rate), party: DocumentParty(key: PartyKey(kind.isSale ? .debtor : .creditor, "C0412"), sourceID: "12"),
        vatTreatment: treatment, lines: lines, vatSummary: summary, totals: DocumentTotals(net: net, vat: tax, gross: net + tax))
    document.dueDate = date("2026-12-02")
    document.delivery = Delivery(country: deliverTo)
    document.vatNumberUsed = vatNumber
    if kind.isCredit { document.references.originalDocument = "2026-104200" }
    edit(&document)
    return document
}

private func documentLine(_ number: Int, _ text: String, _ currency: Currency) -> DocumentLine {
    let words = text.split(separator: " ")
    guard words.count == 4, let kind = LineKind(rawValue: String(words[0])) else { preconditionFailure("no line: \(text)") }
    let isSpread = words[2] == "-"
    return DocumentLine(
        number: number, kind: kind, net: money(String(words[1]), currency), vatCode: isSpread ? nil : SourceVATCode(String(words[2])),
        vatRate: isSpread ? nil : decimal(String(words[3])))
}

private func summaryLine(_ text: String, _ currency: Currency) -> VATSummaryLine {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 4 else { preconditionFailure("no VAT: \(text)") }
    return VATSummaryLine(
        vatCode: SourceVATCode(words[0]), rate: decimal(words[1]), base: money(words[2], currency), vat: money(words[3], currency))
}

/// A ledger-ready posting: account, debit, credit (`8000 0.00 140.00`).
func ledgerPosting(_ lines: [String], edit: (inout Document) -> Void = { _ in }) -> Document {
    var document = Document(
        key: DocumentKey("NL01", .ledgerPosting, "M-17"), sourceID: "800001", version: 1, invoiceDate: date("2026-11-18"), currency: .eur,
        party: nil, vatTreatment: .outsideScope, lines: [], vatSummary: [],
        totals: DocumentTotals(net: .zero(.eur), vat: .zero(.eur), gross: .zero(.eur)))
    document.ledgerLines = lines.enumerated().map { place, text in
        let words = text.split(separator: " ").map(String.init)
        return LedgerLine(number: place + 1, account: AccountCode(words[0]), debit: euro(words[1]), credit: euro(words[2]))
    }
    edit(&document)
    return document
}
