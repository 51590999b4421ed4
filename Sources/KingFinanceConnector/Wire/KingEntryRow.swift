import BridgeDomain

/// One row of an entry as it is sent (reference `king` §3.2). What the account against it gets follows: `-(amount + vat)`.
struct KingEntryRow: Hashable, Sendable {
    /// `REK`: a debtor, a creditor or a ledger account.
    var account: String
    /// `TEGREK`.
    var contra: String
    /// `BEDRBOEK`; debit positive.
    var amount: Money
    var vatCode: VATCode?
    /// `BEDRBTW`: what the VAT code's own account gets.
    var vat: Money?
    /// The same two in the document's currency.
    var foreign: (amount: Money, vat: Money?)?
    /// `FACT`, on the row of a debtor or creditor only.
    var invoice: String?
    var dueDate: CalendarDate?
    var text = ""
    var remark = ""
    var costCentre: CostCentre?
    var costUnit: CostUnit?

    init(account: String, contra: String, amount: Money) {
        self.account = account
        self.contra = contra
        self.amount = amount
    }

    /// What all rows of an entry share.
    struct Head: Hashable, Sendable {
        var journal: DaybookCode
        var period: Period
        var date: CalendarDate
        var reference: EntryReference
        var rate: ExactDecimal
        var separator: KingDecimalSeparator
    }

    /// The columns to send.
    func cells(_ head: Head) -> [KingDocument.Cell] {
        func money(_ amount: Money) -> String { KingValue.text(amount, head.separator) }
        var cells: [KingDocument.Cell] = [
            ("JR", String(head.period.year)), ("PN", String(head.period.number)), ("DAGB", head.journal.text),
            ("DAT", KingValue.text(head.date)), ("REK", account), ("TEGREK", contra), ("BEDRBOEK", money(amount)),
        ]
        if let vatCode {
            cells.append(("BTW", vatCode.text))
            if let vat { cells.append(("BEDRBTW", money(vat))) }
        }
        if let foreign {
            cells += [("VAL", foreign.amount.currency.code), ("KOERS", KingValue.text(head.rate, head.separator))]
            cells.append(("BEDRBOEKVAL", money(foreign.amount)))
            if vatCode != nil, let vat = foreign.vat { cells.append(("BEDRBTWVAL", money(vat))) }
        }
        if let invoice { cells.append(("FACT", invoice)) }
        cells.append(("BOEKSTUK", head.reference.text))
        if let dueDate { cells.append(("DATVERV", KingValue.text(dueDate))) }
        cells.append(("OMSCHR", KingValue.cut(text, KingFinanceContract.descriptionMax)))
        if !remark.isEmpty { cells.append(("OPM", KingValue.cut(remark, Self.remarkMax))) }
        if let costCentre { cells.append(("KPL", costCentre.text)) }
        if let costUnit { cells.append(("KDR", costUnit.text)) }
        return cells
    }

    /// Characters of `OPM`.
    static let remarkMax = 250

    static func == (left: Self, right: Self) -> Bool {
        left.account == right.account && left.contra == right.contra && left.amount == right.amount && left.vatCode == right.vatCode
            && left.vat == right.vat && left.foreign?.amount == right.foreign?.amount && left.foreign?.vat == right.foreign?.vat
            && left.invoice == right.invoice && left.dueDate == right.dueDate && left.text == right.text && left.remark == right.remark
            && left.costCentre == right.costCentre && left.costUnit == right.costUnit
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(account)
        hasher.combine(amount)
        hasher.combine(vatCode)
    }
}
