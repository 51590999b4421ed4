/// Elements of `KING_JOURNAAL` (reference king §7.1).
enum JournalFields {
    /// The largest line number.
    static let linesMax = 999
    static let sides = ["DEB", "CRED"]
    static let number = 9_999_999_999

    static let batchText = KingField("BG_OMSCHRIJVING", .text(40))
    static let batchIsFinal = KingField("BG_DEFINITIEF", .flag)

    static let daybook = KingField("JP_DAGBOEKCODE", .text(10))
    static let entryDate = KingField("JP_BOEKDATUM", .date)
    static let voucher = KingField("JP_STUKNUMMER", .whole(number))
    static let entryText = KingField("JP_OMSCHRIJVING", .text(40))

    static let lineNumber = KingField("JR_VOLGNUMMER", .whole(linesMax))
    static let account = KingField("JR_REKENINGNUMMER", .text(28))
    static let side = KingField("JR_BOEKZIJDE", .choice(sides))
    static let currency = KingField("JR_VALUTACODE", .text(3))
    static let amount = KingField("JR_VALUTABEDRAG", .amount)
    static let lineText = KingField("JR_OMSCHRIJVING", .text(40))
    static let invoice = KingField("JR_FACTUURNUMMER", .text(40))
    static let invoiceDate = KingField("JR_FACTUURDATUM", .date)
    static let dueDate = KingField("JR_VERVALDATUM", .date)
    static let paymentReference = KingField("JR_BETALINGSKENMERK", .text(24))
    static let isApproved = KingField("JR_OPENSTAANDE_POST_GEFIATTEERD", .flag)

    static let helpKind = KingField("HULP_SOORT", .choice(["BTW", "BETVS", "KRSVS", "KREDBEP", "BETKORT"]))
    static let helpVATCode = KingField("HULP_BTWCODE", .whole(999))
    static let helpAccount = KingField("HULP_REKENINGNUMMER", .text(28))
    static let helpSide = KingField("HULP_BOEKZIJDE", .choice(sides))
    static let helpCurrency = KingField("HULP_VALUTACODE", .text(3))
    static let helpAmount = KingField("HULP_VALUTABEDRAG", .amount)

    static let all = [
        batchText, batchIsFinal, daybook, entryDate, voucher, entryText, lineNumber, account, side, currency, amount, lineText, invoice,
        invoiceDate, dueDate, paymentReference, isApproved, helpKind, helpVATCode, helpAccount, helpSide, helpCurrency,
        helpAmount,
    ]
}
