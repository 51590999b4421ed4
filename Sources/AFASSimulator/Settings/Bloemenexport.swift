import BridgeDomain

extension AFASSandbox.Environment {
    /// Environment O12345AA, a Dutch flower exporter with administrations 1 and 2: the chart of reference dutch-finance §14 and three
    /// years of periods.
    ///
    /// | VAT code | Meaning | VAT account |
    /// |---|---|---|
    /// | 0 | outside VAT | |
    /// | 1, 2 | sale 21 %, 9 % | 1500, 1510 |
    /// | 3 | domestic reverse charge | |
    /// | 4, 5 | input VAT 9 %, 21 % | 1560 |
    /// | 6, 8 | intra-EU goods, services | |
    /// | 7 | export outside the EU | |
    /// | 9 | reverse charge on purchases 21 % | 1520 and 1560 |
    /// | 10 | import under licence 9 % | 1530 and 1560 |
    /// | 11 | intra-EU acquisition 9 % | 1540 and 1560 |
    /// | D7 | OSS Germany 7 % | 1550 |
    ///
    /// Journals: 10 purchase, 20 sales, 40 cash, 50 bank (1100), 51 bank USD (1110), 80 memorial. Payment conditions 0, 7, 14, 30, 60. Axis 1
    /// is the cost center, axis 2 the cost unit; account 4510 demands a cost center.
    public static let bloemenexport: Self = {
        var environment = Self(id: "O12345AA", kind: .production)
        environment.accounts = chart
        environment.vatCodes = vatCodeList
        environment.vatDuties = [("1", "Binnenland"), ("2", "Binnen EU"), ("3", "Buiten EU"), ("4", "Geen btw")]
        environment.paymentConditions = [
            .init("0", "Contant", days: 0), .init("7", "7 dagen", days: 7), .init("14", "14 dagen", days: 14),
            .init("30", "30 dagen", days: 30), .init("60", "60 dagen", days: 60),
        ]
        environment.axes = [BilingualText(nl: "Kostenplaats", en: "Cost center"), BilingualText(nl: "Kostendrager", en: "Cost unit")]
        environment.dimensionCodes = [
            .init(1, "AAL", "Aalsmeer"), .init(1, "NWK", "Naaldwijk"), .init(1, "RHB", "Rijnsburg"), .init(1, "EXPORT", "Export"),
            .init(2, "CUT", "Snijbloemen"), .init(2, "PLT", "Planten"), .init(2, "HW", "Hardware en verpakking"),
        ]
        environment.assignments = assigned(environment)
        environment.currencies = rates
        environment.countries = [
            ("NL", "Nederland"), ("B", "België"), ("D", "Duitsland"), ("F", "Frankrijk"), ("A", "Oostenrijk"), ("I", "Italië"),
            ("E", "Spanje"), ("L", "Luxemburg"), ("DK", "Denemarken"), ("S", "Zweden"), ("PL", "Polen"), ("CZ", "Tsjechië"),
            ("GB", "Verenigd Koninkrijk"), ("CH", "Zwitserland"), ("N", "Noorwegen"), ("IRL", "Ierland"), ("P", "Portugal"),
            ("H", "Hongarije"), ("RO", "Roemenië"), ("FIN", "Finland"), ("EAK", "Kenia"), ("USA", "Verenigde Staten"),
        ]
        environment.debtors = debtors
        environment.creditors = creditors
        environment.units = [unit(1, "Bloemenexport Aalsmeer B.V."), unit(2, "Bloemenexport Vastgoed B.V.")]
        return environment
    }()

    /// Environment T12345AA: the same set-up for tests, with books of its own.
    public static let bloemenexportTest: Self = {
        var environment = bloemenexport
        environment.id = "T12345AA"
        environment.kind = .test
        return environment
    }()

    private static func unit(_ id: Int, _ name: String) -> AFASSandbox.Unit {
        var unit = AFASSandbox.Unit(id, name, code: String(id))
        unit.journals = [
            .init("10", "Inkoop", .purchase, series: "I"), .init("20", "Verkoop", .sales, series: "V"), .init("40", "Kas", .cash),
            .init("50", "Bank", .bank, account: "1100"), .init("51", "Bank USD", .bank, account: "1110"),
            .init("80", "Memoriaal", .memorial),
        ]
        return unit
    }

    /// Every code on every account of profit and loss.
    private static func assigned(_ environment: Self) -> [AFASSandbox.Assignment] {
        environment.accounts.filter { $0.kind == .revenue || $0.kind == .cost }.flatMap { account in
            environment.dimensionCodes.map { .init(account.code, $0.axis, $0.code) }
        }
    }

    private static let chart: [AFASSandbox.LedgerAccount] = {
        func summary(_ code: String, _ text: String, _ kind: AFASSandbox.LedgerAccount.Kind, _ sums: AFASSandbox.LedgerAccount.Summary)
            -> AFASSandbox.LedgerAccount
        {
            var account = AFASSandbox.LedgerAccount(code, text, kind, vatAllowed: false)
            account.summary = sums
            return account
        }
        func vat(_ code: String, _ text: String) -> AFASSandbox.LedgerAccount { .init(code, text, .liability, vatAllowed: false) }
        func plain(_ code: String, _ text: String) -> AFASSandbox.LedgerAccount { .init(code, text, .asset, vatAllowed: false) }
        var fees = AFASSandbox.LedgerAccount("4510", "Veiling- en servicekosten", .cost, vat: "5")
        fees.requiredAxes = [1]
        return [
            plain("1100", "Bank EUR"), plain("1110", "Bank USD"), plain("1150", "Betalingen onderweg"),
            plain("1290", "Niet toegewezen ontvangsten"), summary("1300", "Debiteuren binnenland", .asset, .debtors),
            summary("1310", "Debiteuren EU", .asset, .debtors), summary("1320", "Debiteuren buiten EU", .asset, .debtors),
            .init("1400", "Fust: betaald statiegeld", .asset, vat: "0"), vat("1500", "Af te dragen btw 21%"),
            vat("1510", "Af te dragen btw 9%"), vat("1520", "Af te dragen btw verlegd"), vat("1530", "Af te dragen btw invoer"),
            vat("1540", "Af te dragen btw EU-verwerving"), vat("1550", "Af te dragen btw OSS"), vat("1560", "Voorbelasting"),
            summary("1600", "Crediteuren", .liability, .creditors), summary("1610", "Rekening-courant veiling", .liability, .both),
            .init("1700", "Fust: ontvangen statiegeld", .liability, vat: "0"), .init("1710", "Vooruitontvangen", .liability),
            fees, .init("4700", "Oninbare vorderingen", .cost), .init("4810", "Bankkosten", .cost, vat: "0"),
            .init("4820", "Koersverschillen", .cost), .init("4990", "Afrondings- en betalingsverschillen", .cost),
            .init("7000", "Inkoop snijbloemen", .cost, vat: "4"), .init("7010", "Inkoop planten", .cost, vat: "4"),
            .init("7020", "Inkoop verpakking en hardware", .cost, vat: "5"), .init("7100", "Inhuur diensten", .cost, vat: "5"),
            .init("8000", "Omzet snijbloemen NL 9%", .revenue, vat: "2"), .init("8010", "Omzet planten NL 9%", .revenue, vat: "2"),
            .init("8020", "Omzet hardware en gekleurde bloemen NL 21%", .revenue, vat: "1"),
            .init("8030", "Omzet transport en toeslagen NL 9%", .revenue, vat: "2"),
            .init("8035", "Omzet transport en diensten NL 21%", .revenue, vat: "1"),
            .init("8040", "Omzet eenmalig fust NL 9%", .revenue, vat: "2"), .init("8050", "Omzet verhuur fust NL 21%", .revenue, vat: "1"),
            .init("8100", "Omzet snijbloemen EU 0%", .revenue, vat: "6"), .init("8110", "Omzet planten EU 0%", .revenue, vat: "6"),
            .init("8130", "Omzet transport EU 0%", .revenue, vat: "6"), .init("8140", "Omzet diensten EU", .revenue, vat: "8"),
            .init("8200", "Omzet snijbloemen buiten EU", .revenue, vat: "7"),
            .init("8230", "Omzet transport buiten EU", .revenue, vat: "7"),
            .init("8300", "Omzet OSS consumenten", .revenue, vat: "D7"), .init("8400", "Omzet btw verlegd", .revenue, vat: "3"),
            .init("8900", "Kortingen", .revenue),
        ]
    }()

    private static let vatCodeList: [AFASSandbox.VATCode] = [
        .init("0", "Buiten de btw", 0, duty: "4"), .init("1", "Verkoop hoog", 21, account: "1500"),
        .init("2", "Verkoop laag", 9, account: "1510"), .init("3", "Verkoop verlegd", 0),
        .init("4", "Inkoop laag", 9, account: "1560", isForSales: false), .init("5", "Inkoop hoog", 21, account: "1560", isForSales: false),
        .init("6", "Verkoop EU goederen", 0, duty: "2"), .init("7", "Export", 0, duty: "3"),
        .init("8", "Verkoop EU diensten", 0, duty: "2"),
        .init("9", "Inkoop verlegd", 21, account: "1520", reclaim: "1560", isForSales: false),
        .init("10", "Invoer art. 23", 9, account: "1530", reclaim: "1560", duty: "3", isForSales: false),
        .init("11", "EU-verwerving", 9, account: "1540", reclaim: "1560", duty: "2", isForSales: false),
        .init("D7", "OSS Duitsland 7%", 7, account: "1550", duty: "2"),
    ]

    private static let rates: [AFASSandbox.CurrencyRate] = {
        guard let start = CalendarDate(year: 2025, month: 1, day: 1) else { return [] }
        // Units of the currency for one euro, in ten-thousandths.
        let table: [(String, Int64)] = [
            ("EUR", 10_000), ("USD", 10_850), ("GBP", 8_637), ("CHF", 9_450), ("PLN", 42_700), ("SEK", 113_600), ("NOK", 117_600),
            ("DKK", 74_600), ("CZK", 250_000), ("JPY", 1_640_000),
        ]
        return table.map { .init($0.0, ExactDecimal(significand: $0.1, decimals: 4), from: start) }
    }()

    private static let debtors: [AFASSandbox.Relation] = {
        var florist = AFASSandbox.Relation("10044", "Bloemenhuis De Tulp B.V.", summaryAccount: "1300")
        florist.street = "Bloemstraat 12"
        florist.postcode = "1431 AA"
        florist.city = "Aalsmeer"
        florist.vatNumber = "NL808661863B01"
        florist.chamberOfCommerce = "12345678"
        florist.iban = "NL91ABNA0417164300"
        florist.email = "facturen@detulp.example"
        var wholesaler = AFASSandbox.Relation("10077", "Blumen Großhandel Köln GmbH", summaryAccount: "1310")
        wholesaler.country = "D"
        wholesaler.city = "Köln"
        wholesaler.vatNumber = "DE136695976"
        wholesaler.vatDuty = "2"
        var importer = AFASSandbox.Relation("20012", "Flower Imports Ltd", summaryAccount: "1320")
        importer.country = "GB"
        importer.city = "London"
        importer.currency = "GBP"
        importer.vatDuty = "3"
        importer.paymentCondition = "30"
        var blocked = AFASSandbox.Relation("10099", "Plantenhal Zuid B.V.", summaryAccount: "1300")
        blocked.city = "Rotterdam"
        blocked.isBlocked = true
        return [florist, wholesaler, importer, blocked]
    }()

    private static let creditors: [AFASSandbox.Relation] = {
        var grower = AFASSandbox.Relation("50010", "Kwekerij Van der Meer", summaryAccount: "1600")
        grower.city = "De Lier"
        grower.iban = "NL20INGB0001234567"
        var auction = AFASSandbox.Relation("50020", "Veiling Westland", summaryAccount: "1610")
        auction.city = "Naaldwijk"
        auction.paymentCondition = "0"
        return [grower, auction]
    }()
}
