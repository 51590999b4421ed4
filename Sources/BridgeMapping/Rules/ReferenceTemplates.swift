public import BridgeDomain

/// How a document's key becomes the reference the target stores, and back.
///
/// The reference is how an entry is found again after a lost answer, so it must be unique and reversible: `{number}` stands in each
/// template exactly once, besides only `{administration}` and fixed text, and no two kinds can ever give the same text.
public struct ReferenceTemplates: Hashable, Sendable {
    public var salesInvoice: TextTemplate
    public var creditNote: TextTemplate
    public var purchaseInvoice: TextTemplate
    public var purchaseCreditNote: TextTemplate
    public var ledgerPosting: TextTemplate

    /// Templates; by default a letter per kind and the number.
    public init(
        salesInvoice: TextTemplate = "F-{number}", creditNote: TextTemplate = "C-{number}", purchaseInvoice: TextTemplate = "I-{number}",
        purchaseCreditNote: TextTemplate = "D-{number}", ledgerPosting: TextTemplate = "J-{number}"
    ) {
        self.salesInvoice = salesInvoice
        self.creditNote = creditNote
        self.purchaseInvoice = purchaseInvoice
        self.purchaseCreditNote = purchaseCreditNote
        self.ledgerPosting = ledgerPosting
    }

    /// The template of a kind.
    public subscript(kind: DocumentKind) -> TextTemplate {
        get {
            switch kind {
            case .salesInvoice: salesInvoice
            case .creditNote: creditNote
            case .purchaseInvoice: purchaseInvoice
            case .purchaseCreditNote: purchaseCreditNote
            case .ledgerPosting: ledgerPosting
            }
        }
        set {
            switch kind {
            case .salesInvoice: salesInvoice = newValue
            case .creditNote: creditNote = newValue
            case .purchaseInvoice: purchaseInvoice = newValue
            case .purchaseCreditNote: purchaseCreditNote = newValue
            case .ledgerPosting: ledgerPosting = newValue
            }
        }
    }

    /// The reference of a document, whatever its length.
    public func reference(of key: DocumentKey) -> EntryReference {
        EntryReference(
            self[key.kind].filled { placeholder in
                switch placeholder {
                case .number: key.number.text
                case .administration: key.administration.text
                default: ""
                }
            })
    }

    /// The document a reference stands for; nil for a text that none of the templates gives, so for a stranger's entry.
    public func document(of reference: EntryReference, administration: SourceAdministration) -> DocumentKey? {
        for kind in DocumentKind.allCases {
            let (before, after) = surroundings(kind, administration.text)
            let text = reference.text
            guard text.utf8.count > before.utf8.count + after.utf8.count, text.hasPrefix(before), text.hasSuffix(after) else { continue }
            return DocumentKey(administration, kind, DocumentNumber(String(text.dropFirst(before.count).dropLast(after.count))))
        }
        return nil
    }

    /// Why a template does not keep the promise, or nil when it does.
    func fault(in kind: DocumentKind) -> String? {
        let template = self[kind]
        if let word = template.unknown.first { return "{\(word)}" }
        if let other = template.placeholders.first(where: { $0 != .number && $0 != .administration }) { return "{\(other.rawValue)}" }
        return template.placeholders.filter { $0 == .number }.count == 1 ? nil : "{number}"
    }

    /// True when some number of one kind and some number of the other give the same text.
    ///
    /// That is so exactly when one text before the number begins the other and one text after it ends the other.
    func canCollide(_ left: DocumentKind, _ right: DocumentKind) -> Bool {
        // Any administration will do: it is the same text for both kinds.
        let (leftBefore, leftAfter) = surroundings(left, "\u{0}")
        let (rightBefore, rightAfter) = surroundings(right, "\u{0}")
        return (leftBefore.hasPrefix(rightBefore) || rightBefore.hasPrefix(leftBefore))
            && (leftAfter.hasSuffix(rightAfter) || rightAfter.hasSuffix(leftAfter))
    }

    private func surroundings(_ kind: DocumentKind, _ administration: String) -> (before: String, after: String) {
        var before = ""
        var after = ""
        var seen = false
        for piece in self[kind].pieces {
            let text: String
            switch piece {
            case .literal(let literal): text = literal
            case .placeholder(.number):
                seen = true
                continue
            case .placeholder: text = administration
            }
            if seen { after += text } else { before += text }
        }
        return (before, after)
    }
}

/// The texts of entries.
public struct TextTemplates: Hashable, Sendable {
    /// The language of words such as the kind of document.
    public var language: Language
    /// The entry's description.
    public var description: TextTemplate
    /// The description of an amount line.
    public var lineDescription: TextTemplate
    /// What the payer is asked to quote; an empty outcome leaves it out.
    public var paymentReference: TextTemplate
    public var references: ReferenceTemplates

    /// Texts.
    public init(
        language: Language = .dutch, description: TextTemplate = "{kind} {number} {party.name}",
        lineDescription: TextTemplate = "{line.description}", paymentReference: TextTemplate = "{payment_reference}",
        references: ReferenceTemplates = ReferenceTemplates()
    ) {
        self.language = language
        self.description = description
        self.lineDescription = lineDescription
        self.paymentReference = paymentReference
        self.references = references
    }
}
