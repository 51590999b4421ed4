import BridgeDomain
import BridgeJSON

/// One journal entry as it is posted to `FiEntries`, whose root object is `FiEntryPar` (reference `afas-profit` §6).
struct AFASEntryMessage: Hashable, Sendable {
    var Year: Int
    var Peri: Int
    var UnId: Int
    var JoCo: String
    var lines: [AFASEntryLine]

    var json: JSON {
        // Without an administration the service takes the one the user last opened.
        AFASElement(
            fields: [("Year", .number(Year)), ("Peri", .number(Peri)), ("UnId", .number(UnId)), ("JoCo", .string(JoCo))],
            objects: [("FiEntries", lines.map(\.element))]
        ).message(root: "FiEntryPar")
    }
}

/// A line: debit or credit, never below zero; a credit note has its sides swapped.
struct AFASEntryLine: Hashable, Sendable {
    /// `1` ledger account, `2` debtor, `3` creditor.
    var VaAs: String
    var AcNr: String
    var EnDa: CalendarDate
    var BpDa: CalendarDate
    var BpNr: String
    var InId: String?
    var Ds: String?
    /// In the currency of the books; debit positive.
    var amount: Money
    var VaId: String?
    var foreign: Foreign?
    var DaEx: CalendarDate?
    var PaCd: String?
    var PaId: String?
    var Fref: String?
    /// Codes by axis.
    var dimensions: [Int: String] = [:]
    /// The VAT of other lines of the entry; not sent.
    var isVAT = false

    /// The same in the document's currency.
    struct Foreign: Hashable, Sendable {
        /// Debit positive.
        var amount: Money
        /// Foreign units per unit of the books' currency.
        var Rate: ExactDecimal
    }

    var element: AFASElement {
        var element = AFASElement(fields: [
            ("VaAs", .string(VaAs)), ("AcNr", .string(AcNr)), ("EnDa", AFASValue.date(EnDa)), ("BpDa", AFASValue.date(BpDa)),
            ("BpNr", .string(BpNr)), ("InId", AFASValue.text(InId)), ("Ds", AFASValue.cut(Ds, Self.descriptionMax)),
            ("AmDe", Self.debit(amount)), ("AmCr", Self.debit(-amount)), ("VaId", AFASValue.text(VaId)),
            ("CuId", foreign.map { .string($0.amount.currency.code) }), ("Rate", foreign.map { .number($0.Rate) }),
            ("AmDc", foreign.map { Self.debit($0.amount) }), ("AmCc", foreign.map { Self.debit(-$0.amount) }),
            ("DaEx", AFASValue.date(DaEx)), ("PaCd", AFASValue.text(PaCd)), ("PaId", AFASValue.text(PaId)), ("Fref", AFASValue.text(Fref)),
        ])
        if !dimensions.isEmpty {
            let codes = dimensions.sorted { $0.key < $1.key }.map { (name: "DiC\($0.key)", value: JSON.string($0.value) as JSON?) }
            // Without amounts the codes are the whole line's.
            element.objects = [("FiDimEntries", [AFASElement(fields: codes)])]
        }
        return element
    }

    /// Characters of `Ds`.
    static let descriptionMax = 255

    private static func debit(_ amount: Money) -> JSON { AFASValue.amount(amount.isNegative ? .zero(amount.currency) : amount) }
}
