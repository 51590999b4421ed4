import BridgeDomain

/// The texts of one entry, within the target's lengths.
struct EntryTexts {
    private let mapping: DocumentMapping
    private let partyNumber: String?
    /// Asked for every line.
    private let (showsLineAsItIs, lineLimit): (Bool, Int)

    init(_ mapping: DocumentMapping, _ partyNumber: String?) {
        self.mapping = mapping
        self.partyNumber = partyNumber
        showsLineAsItIs = mapping.compiled.rules.texts.lineDescription.isLineDescription
        lineLimit = mapping.context.limits.lineDescription
    }

    private var templates: TextTemplates { mapping.compiled.rules.texts }
    private var limits: TextLimits { mapping.context.limits }

    /// Never cut: a shortened reference would no longer name one document.
    func reference() -> (text: String, problems: [Problem]) {
        let text = templates.references.reference(of: mapping.document.key).text
        guard FittedText.fits(text, limits.reference) else {
            return (text, [Problem(.referenceTooLong, at: Place("number"), found: text, expected: "≤ \(limits.reference)")])
        }
        return (text, [])
    }

    func description() -> (text: String, problems: [Problem]) {
        fitted(templates.description, limits.description, "description")
    }

    func paymentReference() -> (text: String, problems: [Problem]) {
        fitted(templates.paymentReference, limits.paymentReference, "payment.reference")
    }

    /// The text of the line at a place of the document's lines.
    func line(_ lines: borrowing Span<DocumentLine>, at place: Int) -> FittedText {
        if showsLineAsItIs { return FittedText(lines[place].description, limit: lineLimit) }
        let line = lines[place]
        return FittedText(templates.lineDescription.filled { value($0, line) }, limit: lineLimit)
    }

    private func fitted(_ template: TextTemplate, _ limit: Int, _ field: String) -> (text: String, problems: [Problem]) {
        let fitted = FittedText(template.filled { value($0, nil) }, limit: limit)
        guard fitted.wasCut else { return (fitted.text, []) }
        return (fitted.text, [Problem(.textTooLong, at: Place(field), found: fitted.text, expected: "≤ \(limit)")])
    }

    private func value(_ placeholder: TextPlaceholder, _ line: DocumentLine?) -> String {
        switch placeholder {
        case .number: mapping.document.key.number.text
        case .kind: mapping.document.key.kind.name(templates.language)
        case .date: mapping.document.invoiceDate.description
        case .supplyDate: mapping.document.supplyDate.description
        case .dueDate: mapping.document.dueDate?.description ?? ""
        case .currency: mapping.document.currency.code
        case .order: mapping.document.references.customerOrder ?? ""
        case .deliveryNotes: mapping.document.references.deliveryNotes.joined(separator: ", ")
        case .original: mapping.document.key.kind.isCredit ? mapping.document.references.originals.map(\.text).joined(separator: ", ") : ""
        case .description: mapping.document.description
        case .paymentReference: mapping.document.payment.reference ?? ""
        case .administration: mapping.document.key.administration.text
        case .partyCode: mapping.document.party?.key.code.text ?? ""
        case .partyName: mapping.party?.name ?? ""
        case .partyNumber: partyNumber ?? ""
        case .lineNumber: line.map { String($0.number) } ?? ""
        case .lineDescription: line?.description ?? ""
        case .lineProduct: line?.product ?? ""
        case .lineGroup: line?.productGroup ?? ""
        case .lineQuantity: line?.quantity?.description ?? ""
        case .lineUnit: line?.unit ?? ""
        case .lineGrower: line?.grower ?? ""
        }
    }
}

extension FittedText {
    /// True for a text within the limit. Bytes first: they are counted at once, characters one by one.
    static func fits(_ text: String, _ limit: Int) -> Bool { text.utf8.count <= limit || text.count <= limit }
}

extension DocumentKind {
    /// The kind as a word for people.
    func name(_ language: Language) -> String {
        switch (self, language) {
        case (.salesInvoice, .dutch): "Factuur"
        case (.salesInvoice, .english): "Invoice"
        case (.creditNote, .dutch): "Creditnota"
        case (.creditNote, .english): "Credit note"
        case (.purchaseInvoice, .dutch): "Inkoopfactuur"
        case (.purchaseInvoice, .english): "Purchase invoice"
        case (.purchaseCreditNote, .dutch): "Inkoopcreditnota"
        case (.purchaseCreditNote, .english): "Purchase credit note"
        case (.ledgerPosting, .dutch): "Memoriaal"
        case (.ledgerPosting, .english): "Ledger posting"
        }
    }
}
