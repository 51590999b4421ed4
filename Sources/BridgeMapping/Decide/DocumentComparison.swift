public import BridgeDomain

/// One field in which two documents of the same number differ.
public struct DocumentDifference: Hashable, Sendable {
    public var place: Place
    /// What the document that is known says; nil when it does not have the line or field.
    public var known: String?
    /// What the document that arrived says.
    public var arrived: String?
}

/// Compares two documents of one number: the same content is the same document, other content stops it (refusal N07).
public enum DocumentComparison {
    /// More differences than this are not listed: the first ones say enough.
    public static let differencesMax = 200

    /// Where they differ in what is booked: head, lines and totals. What only describes the delivery (version, time of approval, the
    /// source's own identifier) is no difference. Empty for the same content.
    public static func differences(known: Document, arrived: Document) -> [DocumentDifference] {
        var found: [DocumentDifference] = []
        func compare(_ place: Place, _ left: String?, _ right: String?) {
            if left != right, found.count < differencesMax { found.append(DocumentDifference(place: place, known: left, arrived: right)) }
        }
        for (left, right) in zip(known.headFields, arrived.headFields) { compare(Place(left.name), left.value, right.value) }
        compareRows(known.vatSummary.map(\.text), arrived.vatSummary.map(\.text)) { compare(Place("vat_summary[\($0)]"), $1, $2) }
        compareRows(known.lines.map(\.text), arrived.lines.map(\.text)) { compare(Place(line: $0, "line"), $1, $2) }
        compareRows(known.ledgerLines.map(\.text), arrived.ledgerLines.map(\.text)) { compare(Place(line: $0, "line"), $1, $2) }
        return found
    }

    /// The problem to park the later one with; nil when the content is the same.
    public static func problem(known: Document, arrived: Document) -> Problem? {
        let found = differences(known: known, arrived: arrived)
        guard let first = found.first else { return nil }
        let more = found.count > 1 ? " (+\(found.count - 1))" : ""
        return Problem(
            .numberWithOtherContent, at: Place("number"), found: "\(first.place): \(first.arrived ?? "–")\(more)",
            expected: first.known ?? "–")
    }

    private static func compareRows(_ left: [String], _ right: [String], _ report: (Int, String?, String?) -> Void) {
        for place in 0..<max(left.count, right.count) {
            report(place + 1, place < left.count ? left[place] : nil, place < right.count ? right[place] : nil)
        }
    }
}

extension Document {
    fileprivate var headFields: [(name: String, value: String?)] {
        [
            ("invoice_date", "\(invoiceDate)"), ("supply_date", "\(supplyDate)"), ("due_date", dueDate.map { "\($0)" }),
            ("currency", currency.code), ("exchange_rate", "\(exchangeRate)"), ("party", party.map { "\($0.key)" }),
            ("deliver_to.country", delivery?.country), ("vat_treatment", vatTreatment.rawValue), ("vat_number_used", vatNumberUsed),
            ("references.original_document", references.originals.map(\.text).joined(separator: ", ")),
            ("customs_value", customsValue.map { "\($0)" }), ("journal", daybook?.text), ("period", period.map { "\($0)" }),
            ("totals.net", "\(totals.net)"), ("totals.vat", "\(totals.vat)"), ("totals.gross", "\(totals.gross)"),
        ]
    }
}

extension VATSummaryLine {
    fileprivate var text: String { "\(vatCode) \(rate)%: \(base) → \(vat)" }
}

extension DocumentLine {
    fileprivate var text: String {
        [
            kind.rawValue, productGroup, product, description, quantity.map { "\($0)" }, unitPrice.map { "× \($0)" }, "\(net)",
            vatCode?.text, vatRate.map { "\($0)%" }, vatTreatment?.rawValue, costCentre?.text, costUnit?.text,
        ].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension LedgerLine {
    fileprivate var text: String {
        [account.text, "\(debit)", "\(credit)", vatCode?.text, party.map { "\($0)" }, costCentre?.text, documentReference, description]
            .compactMap(\.self).joined(separator: " ")
    }
}
