import BridgeDomain

extension ExactSandbox.Division {
    /// Division 3456789, a Dutch flower exporter: the chart of reference dutch-finance §14, three years of periods, and VAT codes in
    /// the style of the service.
    ///
    /// | Code | Meaning | Type |
    /// |---|---|---|
    /// | 0 | outside VAT | N |
    /// | 1, 2 | domestic sale 9 %, 21 % | E |
    /// | 3, 4 | domestic sale 9 %, 21 %, amounts including VAT | I |
    /// | 5 | domestic reverse charge | B |
    /// | 6 | export outside the EU | B |
    /// | 7, 8 | intra-EU goods, services | B |
    /// | D7 | OSS Germany 7 % | E |
    /// | 11, 12 | input VAT 9 %, 21 % | E |
    /// | 22 | reverse charge on purchases 21 % | E, charged |
    /// | 41, 43 | import under licence 9 %, 21 % | E, charged |
    /// | 42, 44 | intra-EU acquisition 9 %, 21 % | E, charged |
    ///
    /// Journals: 70 sales (control account 1300), 71 foreign sales (1320; currency and rate free), 72 sales EU (1310), 60 purchase
    /// (1600), 61 purchase foreign currency (1600), 62 auction (1610), 20 bank (1100), 90 general, 91 general with VAT.
    public static let bloemenexport: Self = {
        var division = Self(code: 3_456_789, name: "Bloemenexport Aalsmeer B.V.")
        division.vatNumber = "NL001234567B01"
        division.chamberOfCommerce = "12345678"
        division.ledgerAccounts = chart
        division.vatCodes = vatCodeList
        division.journals = journalList
        division.paymentConditions = [
            .init("00", "Cash", days: 0), .init("07", "7 days", days: 7), .init("14", "14 days", days: 14),
            .init("30", "30 days", days: 30), .init("60", "60 days", days: 60),
            .init("EM", "End of next month + 15 days", monthEnds: 1, days: 15),
        ]
        division.defaultPaymentCondition = "30"
        division.costCentres = [.init("AAL", "Aalsmeer"), .init("NWK", "Naaldwijk"), .init("RHB", "Rijnsburg")]
        division.costUnits = [.init("CUT", "Cut flowers"), .init("PLT", "Plants"), .init("HW", "Hardware and packaging")]
        division.currencies = ["EUR", "USD", "GBP", "CHF", "PLN", "SEK", "NOK", "DKK", "CZK", "JPY"]
        division.rates = rateList
        division.accounts = relations
        return division
    }()

    private static let chart: [ExactSandbox.LedgerAccount] = [
        .init("1100", "Bank EUR", type: 12), .init("1110", "Bank USD", type: 12), .init("1150", "Payments in transit", type: 90),
        .init("1290", "Unallocated receipts", type: 90), .init("1300", "Trade debtors, domestic", type: 20),
        .init("1310", "Trade debtors, other EU", type: 20), .init("1320", "Trade debtors, outside EU", type: 20),
        .init("1400", "Returnable packaging: deposits paid", type: 32), .init("1500", "VAT due, 21%", type: 24),
        .init("1510", "VAT due, 9%", type: 24), .init("1520", "VAT due, reverse charge shifted to us", type: 24),
        .init("1530", "VAT due, import", type: 24), .init("1540", "VAT due, intra-EU acquisition", type: 24),
        .init("1550", "VAT due, OSS", type: 24), .init("1560", "Input VAT", type: 24), .init("1600", "Trade creditors", type: 22),
        .init("1610", "Auction current account", type: 22),
        .init("1700", "Returnable packaging: deposits owed to customers", type: 60, vatCode: "0"),
        .init("1710", "Advance payments received", type: 60), .init("4510", "Auction and service fees", type: 121, vatCode: "12"),
        .init("4700", "Bad debts", type: 121), .init("4810", "Bank charges", type: 121, vatCode: "0"),
        .init("4820", "Exchange differences", type: 121), .init("4990", "Rounding and payment differences", type: 121),
        .init("7000", "Purchases cut flowers", type: 111, vatCode: "11"), .init("7010", "Purchases plants", type: 111, vatCode: "11"),
        .init("7020", "Purchases packaging and hardware", type: 111, vatCode: "12"),
        .init("7100", "Hired services", type: 111, vatCode: "12"), .init("8000", "Revenue cut flowers NL 9%", type: 110, vatCode: "1"),
        .init("8010", "Revenue plants NL 9%", type: 110, vatCode: "1"),
        .init("8020", "Revenue hardware and dyed flowers NL 21%", type: 110, vatCode: "2"),
        .init("8030", "Revenue transport and surcharges NL 9%", type: 110, vatCode: "1"),
        .init("8035", "Revenue transport and services NL 21%", type: 110, vatCode: "2"),
        .init("8040", "Revenue one-way packaging NL 9%", type: 110, vatCode: "1"),
        .init("8050", "Revenue packaging and trolley rental NL 21%", type: 110, vatCode: "2"),
        .init("8100", "Revenue cut flowers EU 0%", type: 110, vatCode: "7"), .init("8110", "Revenue plants EU 0%", type: 110, vatCode: "7"),
        .init("8130", "Revenue transport EU 0%", type: 110, vatCode: "7"), .init("8140", "Revenue services EU", type: 110, vatCode: "8"),
        .init("8200", "Revenue cut flowers outside EU", type: 110, vatCode: "6"),
        .init("8230", "Revenue transport outside EU", type: 110, vatCode: "6"),
        .init("8300", "Revenue OSS consumers", type: 110, vatCode: "D7"),
        .init("8400", "Revenue domestic reverse charge", type: 110, vatCode: "5"), .init("8900", "Sales discounts", type: 110),
    ]

    private static let vatCodeList: [ExactSandbox.VATCode] = [
        .init("0", "Outside VAT", .none, .both),
        .init("1", "Sales 9%", .excluding, .sales, percentages: low, toPay: "1510"),
        .init("2", "Sales 21%", .excluding, .sales, percentages: high, toPay: "1500"),
        .init("3", "Sales 9%, including", .including, .sales, percentages: low, toPay: "1510"),
        .init("4", "Sales 21%, including", .including, .sales, percentages: high, toPay: "1500"),
        .init("5", "Domestic reverse charge", .baseOnly, .sales, percentages: zero),
        .init("6", "Export outside the EU", .baseOnly, .sales, percentages: zero),
        .init("7", "Intra-EU goods", .baseOnly, .sales, percentages: zero, salesListing: "L"),
        .init("8", "Intra-EU services", .baseOnly, .sales, percentages: zero, salesListing: "S"),
        .init(
            "D7", "OSS Germany 7%", .excluding, .sales, percentages: since(2021, ExactDecimal(significand: 7, decimals: 2)), toPay: "1550"),
        .init("11", "Input VAT 9%", .excluding, .purchases, percentages: low, toClaim: "1560"),
        .init("12", "Input VAT 21%", .excluding, .purchases, percentages: high, toClaim: "1560"),
        .init(
            "22", "Reverse charge 21%", .excluding, .purchases, percentages: high, toPay: "1520", toClaim: "1560", isCharged: true),
        .init("41", "Import 9%", .excluding, .purchases, percentages: low, toPay: "1530", toClaim: "1560", isCharged: true),
        .init("43", "Import 21%", .excluding, .purchases, percentages: high, toPay: "1530", toClaim: "1560", isCharged: true),
        .init("42", "EU acquisition 9%", .excluding, .purchases, percentages: low, toPay: "1540", toClaim: "1560", isCharged: true),
        .init("44", "EU acquisition 21%", .excluding, .purchases, percentages: high, toPay: "1540", toClaim: "1560", isCharged: true),
    ]

    private static let zero = since(2012, .zero)
    private static let high = since(2012, ExactDecimal(significand: 21, decimals: 2))
    /// 6 % until the end of 2018 (reference dutch-finance §1).
    private static let low =
        since(2012, ExactDecimal(significand: 6, decimals: 2)) + since(2019, ExactDecimal(significand: 9, decimals: 2))

    private static func since(_ year: Int, _ fraction: ExactDecimal) -> [ExactSandbox.VATCode.Percentage] {
        CalendarDate(year: year, month: 1, day: 1).map { [.init(fraction, from: $0)] } ?? []
    }

    private static let journalList: [ExactSandbox.Journal] = {
        var foreign = ExactSandbox.Journal("71", "Sales foreign currency", type: 20, ledgerAccount: "1320")
        foreign.allowsForeignCurrency = true
        foreign.allowsRate = true
        var foreignPurchase = ExactSandbox.Journal("61", "Purchase foreign currency", type: 22, ledgerAccount: "1600")
        foreignPurchase.allowsForeignCurrency = true
        foreignPurchase.allowsRate = true
        var general = ExactSandbox.Journal("91", "General with VAT", type: 90)
        general.allowsVAT = true
        return [
            .init("20", "Bank", type: 12, ledgerAccount: "1100"), .init("60", "Purchase", type: 22, ledgerAccount: "1600"),
            foreignPurchase, .init("62", "Auction", type: 22, ledgerAccount: "1610"),
            .init("70", "Sales", type: 20, ledgerAccount: "1300"), foreign,
            .init("72", "Sales EU", type: 20, ledgerAccount: "1310"), .init("90", "General", type: 90), general,
        ]
    }()

    private static let rateList: [ExactSandbox.Rate] = [2025, 2026, 2027].flatMap { year -> [ExactSandbox.Rate] in
        guard let start = CalendarDate(year: year, month: 1, day: 1) else { return [] }
        let thousandths: [(String, Int64)] = [
            ("USD", 9200), ("GBP", 11_500), ("CHF", 10_600), ("PLN", 2340), ("SEK", 880), ("NOK", 850), ("DKK", 1340), ("CZK", 400),
            ("JPY", 61),
        ]
        return thousandths.map { .init($0.0, ExactDecimal(significand: $0.1, decimals: 4), from: start) }
    }

    private static let relations: [ExactSandbox.Relation] = {
        var blocked = ExactSandbox.Relation("502", "Plantenhal Zuid B.V.")
        blocked.isBlocked = true
        blocked.city = "Rotterdam"
        var florist = ExactSandbox.Relation("501", "Bloemenhuis De Tulp B.V.")
        florist.city = "Aalsmeer"
        florist.vatNumber = "NL808661863B01"
        florist.paymentCondition = "14"
        let prospect = ExactSandbox.Relation("503", "Fleurs du Nord SARL", status: "P")
        var grower = ExactSandbox.Relation("551", "Kwekerij Van der Meer", status: nil)
        grower.isSupplier = true
        grower.city = "De Lier"
        var auction = ExactSandbox.Relation("552", "Veiling Westland", status: nil)
        auction.isSupplier = true
        auction.city = "Naaldwijk"
        return [florist, blocked, prospect, grower, auction]
    }()
}
