/// What a document's type code (UNTDID 1001, the codes EN 16931 allows) makes of it.
enum DocumentType {
    case invoice
    /// 384: corrects an earlier invoice, up or down; booked beside it, as it stands.
    case corrective
    /// 386: an advance, invoiced before the supply.
    case advance
    /// 389 and 527: issued by the customer in the supplier's name.
    case selfBilled
    case credit
    /// 261 and 296: a credit note issued by the customer.
    case selfBilledCredit

    /// nil for a code that does not belong on this kind of document, or that is no claim at all (325, a pro forma).
    init?(code: String, isCreditNote: Bool) {
        switch (code, isCreditNote) {
        case ("384", false): self = .corrective
        case ("386", false): self = .advance
        case ("389", false), ("527", false): self = .selfBilled
        case ("261", true), ("296", true): self = .selfBilledCredit
        case (let code, false) where Self.invoices.contains(code): self = .invoice
        case (let code, true) where Self.credits.contains(code): self = .credit
        default: return nil
        }
    }

    /// Whether the one who receives the goods gave the number.
    var isSelfBilled: Bool { self == .selfBilled || self == .selfBilledCredit }

    private static let invoices: Set<String> = [
        "71", "80", "82", "84", "102", "130", "202", "203", "204", "211", "218", "219", "295", "326", "331", "380", "382", "383", "385",
        "387", "388", "390", "393", "394", "395", "456", "457", "553", "575", "623", "633", "751", "780", "817", "870", "875", "876", "877",
        "935",
    ]
    private static let credits: Set<String> = ["81", "83", "262", "308", "381", "396", "420", "458", "502", "503", "532"]
}
