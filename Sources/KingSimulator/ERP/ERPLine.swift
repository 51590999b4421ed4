import BridgeDomain

/// A line of an entry of KING ERP, read and checked: one leg, and with a help account a second (reference king §7.1).
struct ERPLine: Sendable, Codable, Hashable {
    let number: Int
    let target: ERPBooks.Target
    /// Debit positive.
    let amount: ExactDecimal
    /// The elements of the record.
    let values: [String: String]
    let help: Help?

    /// A help account's leg.
    struct Help: Sendable, Codable, Hashable {
        let account: String
        let vatCode: String?
        let amount: ExactDecimal
    }

    /// The sum of its legs.
    var total: ExactDecimal { Arithmetic.sum([amount, help?.amount ?? .zero]) }

    /// Reads a line; `standard` is the number of a line that has none.
    init(_ record: XMLElement, number standard: Int, _ books: ERPBooks, _ settings: KingSandbox.ImportSettings) throws(ERPRefusal) {
        values = try RecordSchema.line.read(record)
        number = Int(values["JR_VOLGNUMMER"] ?? "") ?? standard
        target = try books.target(values["JR_REKENINGNUMMER"] ?? "")
        amount = try Self.amount(values, "JR", settings)
        for name in ["JR_ARCHIEFSTUK_NUMMER", "JR_ARCHIEFSTUK_EXTERN_ID"] {
            guard let id = values[name] else { continue }
            let column = name.hasSuffix("_ID") ? "DAR_EXTERN_ID" : "NUMMER"
            guard books.state.archive.contains(where: { $0[column] == id }) else { throw .archive(id) }
        }
        help = try record["HULPREKENING"].map { element throws(ERPRefusal) in try Self.help(element, books, settings) }
    }

    private static func help(
        _ element: XMLElement, _ books: ERPBooks, _ settings: KingSandbox.ImportSettings
    ) throws(ERPRefusal) -> Help {
        let values = try RecordSchema.help.read(element)
        var account = ""
        if let code = values["HULP_BTWCODE"] {
            guard let vat = books.vatCode(code) else { throw .vatCode(code) }
            account = vat.account
        } else if values["HULP_SOORT"] == "BTW" {
            throw .missing("HULP_BTWCODE")
        }
        // Without an account of its own it is the VAT code's.
        if let text = values["HULP_REKENINGNUMMER"] { account = try books.target(text).account }
        let amount = try amount(values, "HULP", settings)
        guard !account.isEmpty || amount.isZero else { throw .missing("HULP_REKENINGNUMMER") }
        return Help(account: account, vatCode: values["HULP_BTWCODE"], amount: amount)
    }

    /// The amount with the sign of its side. There is no rate in these files, so that nothing but euros can be booked.
    private static func amount(
        _ values: [String: String], _ prefix: String, _ settings: KingSandbox.ImportSettings
    ) throws(ERPRefusal) -> ExactDecimal {
        let currency = values["\(prefix)_VALUTACODE"] ?? ""
        guard currency == "EUR" else { throw .currency(currency) }
        let text = values["\(prefix)_VALUTABEDRAG"] ?? ""
        guard let amount = ExactDecimal(text) else { throw .value("\(prefix)_VALUTABEDRAG", text) }
        if settings.refusesNegativeAmounts, amount.isNegative { throw .negative(text) }
        return values["\(prefix)_BOEKZIJDE"] == "CRED" ? -amount : amount
    }
}
