import BridgeDomain
public import BridgeMapping

/// The rules of the scenarios: chart and VAT codes of reference `dutch-finance` §14.
public enum ScenarioRules {
    public static let rules: MappingRules = {
        var rules = MappingRules(name: "dutch-finance §14")
        rules.accounts = RuleTable(.accounts, revenue + purchases)
        rules.vatCodes = RuleTable(.vatCodes, salesVAT + purchaseVAT)
        rules.daybooks = RuleTable(
            .daybooks,
            [
                Rule("daybook-sales", when: [.documentKind(.salesInvoice, .creditNote)], "SALES"),
                Rule("daybook-purchases", when: [.documentKind(.purchaseInvoice, .purchaseCreditNote)], "PURCHASE"),
            ])
        rules.collectiveAccounts = RuleTable(.collectiveAccounts, collectiveAccounts)
        rules.vatDefinitions = definitions
        rules.sourceVATCodes = ["L", "H", "D", "V", "I", "E", "X"]
        rules.standardRates = [DatedRate(21)]
        rules.tolerances = Tolerances(
            vat: Tolerance(minorUnitsMax: 2, account: "4990"), payment: Tolerance(minorUnitsMax: 5, account: "4990"))
        rules.texts = TextTemplates(
            references: ReferenceTemplates(
                salesInvoice: "F{number}", creditNote: "C{number}", purchaseInvoice: "I{number}", purchaseCreditNote: "D{number}",
                ledgerPosting: "J{number}"))
        return rules
    }()

    public static let context = MappingContext(
        mappingVersion: 1, bookCurrency: .eur, ownCountry: .netherlands,
        limits: TextLimits(description: 60, reference: 30, paymentReference: 40, entryLines: 1000))

    private static let sale = RuleCondition.documentKind(.salesInvoice, .creditNote)
    private static let purchase = RuleCondition.documentKind(.purchaseInvoice, .purchaseCreditNote)
    private static let deposit = RuleCondition.lineKind(.packagingDeposit, .packagingReturn)
    private static let charge = RuleCondition.lineKind(.transport, .surcharge)

    private static func revenue(_ group: String, _ treatment: VATTreatment, _ account: AccountCode) -> Rule<AccountChoice> {
        Rule(
            RuleID("revenue-\(group.lowercased())-\(treatment.rawValue)"),
            when: [sale, .lineKind(.product), .productGroup(group), .vatTreatment(treatment)], AccountChoice(account))
    }

    private static let revenue: [Rule<AccountChoice>] = [
        revenue("CUTFLOWER", .domestic, "8000"),
        revenue("PLANT", .domestic, "8010"),
        revenue("HARDWARE", .domestic, "8020"),
        revenue("DYED", .domestic, "8020"),
        revenue("CUTFLOWER", .euSupply, "8100"),
        revenue("PLANT", .euSupply, "8110"),
        revenue("CUTFLOWER", .export, "8200"),
        Rule("revenue-charge-9", when: [sale, charge, .vatTreatment(.domestic), .rate(9)], AccountChoice("8030")),
        Rule("revenue-charge-21", when: [sale, charge, .vatTreatment(.domestic), .rate(21)], AccountChoice("8035")),
        Rule("revenue-one-way-packaging", when: [sale, .lineKind(.packagingSale), .vatTreatment(.domestic)], AccountChoice("8040")),
        Rule("revenue-rental", when: [sale, .lineKind(.packagingRental), .vatTreatment(.domestic)], AccountChoice("8050")),
        Rule("revenue-transport-eu", when: [sale, .lineKind(.transport), .vatTreatment(.euSupply)], AccountChoice("8130")),
        Rule("revenue-service-eu", when: [sale, .lineKind(.service), .vatTreatment(.euService)], AccountChoice("8140")),
        Rule("revenue-transport-export", when: [sale, .lineKind(.transport), .vatTreatment(.export)], AccountChoice("8230")),
        Rule("revenue-oss", when: [sale, .lineKind(.product), .vatTreatment(.oss)], AccountChoice("8300")),
        Rule("revenue-reverse-charge", when: [sale, .lineKind(.product), .vatTreatment(.reverseCharge)], AccountChoice("8400")),
        Rule("discounts", when: [sale, .lineKind(.discount, .auctionFee)], AccountChoice("8900")),
        Rule("advances-received", when: [sale, .lineKind(.advance)], AccountChoice("1710")),
        Rule("deposits-owed", when: [sale, deposit], AccountChoice("1700")),
    ]

    private static let purchases: [Rule<AccountChoice>] = [
        Rule("purchases-flowers", when: [purchase, .lineKind(.product), .productGroup("CUTFLOWER")], AccountChoice("7000")),
        Rule("purchases-plants", when: [purchase, .lineKind(.product), .productGroup("PLANT")], AccountChoice("7010")),
        Rule("purchases-hardware", when: [purchase, .lineKind(.product), .productGroup("HARDWARE")], AccountChoice("7020")),
        Rule("purchases-services", when: [purchase, .lineKind(.service)], AccountChoice("7100")),
        Rule("auction-fees", when: [purchase, .lineKind(.auctionFee)], AccountChoice("4510")),
        Rule("deposits-paid", when: [purchase, deposit], AccountChoice("1400")),
    ]

    private static let salesVAT: [Rule<VATCode>] = [
        Rule("vat-sale-9", when: [sale, .vatTreatment(.domestic), .rate(9)], from: CalendarDate("2019-01-01"), "V9"),
        Rule("vat-sale-21", when: [sale, .vatTreatment(.domestic), .rate(21)], "V21"),
        Rule("vat-sale-eu", when: [sale, .vatTreatment(.euSupply)], "V0I"),
        Rule("vat-sale-eu-service", when: [sale, .vatTreatment(.euService)], "V0S"),
        Rule("vat-sale-export", when: [sale, .vatTreatment(.export)], "V0E"),
        Rule("vat-sale-reverse-charge", when: [sale, .vatTreatment(.reverseCharge)], "V0V"),
        Rule("vat-sale-oss-de-7", when: [sale, .vatTreatment(.oss), .country("DE"), .rate(7)], "VOSS-DE7"),
        Rule("vat-sale-deposit", when: [sale, deposit, .packagingPolicy(.outside), .rate(0)], "VNO"),
    ]

    private static let purchaseVAT: [Rule<VATCode>] = [
        Rule("vat-purchase-9", when: [purchase, .vatTreatment(.domestic), .rate(9)], "I9"),
        Rule("vat-purchase-21", when: [purchase, .vatTreatment(.domestic), .rate(21)], "I21"),
        Rule("vat-purchase-reverse-charge", when: [purchase, .vatTreatment(.reverseCharge)], "I2A"),
        Rule("vat-purchase-import", when: [purchase, .vatTreatment(.importArticle23)], "I4A"),
        Rule("vat-purchase-acquisition", when: [purchase, .vatTreatment(.euAcquisition)], "I4B"),
        Rule("vat-purchase-deposit", when: [purchase, deposit, .packagingPolicy(.outside), .rate(0)], "VNO"),
    ]

    private static let collectiveAccounts: [Rule<AccountCode>] = [
        Rule("debtors-domestic", when: [sale, .countryGroup(.domestic)], "1300"),
        Rule("debtors-eu", when: [sale, .countryGroup(.eu)], "1310"),
        Rule("debtors-outside-eu", when: [sale, .countryGroup(.nonEU)], "1320"),
        Rule("auction-as-debtor", when: [sale, .countryGroup(.domestic), .customerGroup("AUCTION")], "1610"),
        Rule("creditors", when: [purchase], "1600"),
        Rule("auction-as-creditor", when: [purchase, .customerGroup("AUCTION")], "1610"),
    ]

    private static let definitions: [VATDefinition] = [
        VATDefinition("V9", "Domestic sale 9%", .due, rates: [DatedRate(9)], due: "1510", ublCategory: "S", returnBox: "1b"),
        VATDefinition("V21", "Domestic sale 21%", .due, rates: [DatedRate(21)], due: "1500", ublCategory: "S", returnBox: "1a"),
        VATDefinition("V0V", "Domestic reverse charge", .none, rates: [DatedRate(0)], ublCategory: "AE", returnBox: "1e"),
        VATDefinition("V0E", "Export", .none, rates: [DatedRate(0)], ublCategory: "G", returnBox: "3a"),
        VATDefinition("V0I", "Intra-EU goods", .none, rates: [DatedRate(0)], ublCategory: "K", returnBox: "3b + ICP"),
        VATDefinition("V0S", "Intra-EU service", .none, rates: [DatedRate(0)], ublCategory: "AE", returnBox: "3b + ICP"),
        VATDefinition("VOSS-DE7", "OSS Germany", .due, rates: [DatedRate(7)], due: "1550", ublCategory: "S", returnBox: "OSS"),
        VATDefinition("VNO", "Outside VAT", .none, rates: [DatedRate(0)], ublCategory: "E"),
        VATDefinition("I9", "Input VAT 9%", .claimable, rates: [DatedRate(9)], claimable: "1560", returnBox: "5b"),
        VATDefinition("I21", "Input VAT 21%", .claimable, rates: [DatedRate(21)], claimable: "1560", returnBox: "5b"),
        VATDefinition(
            "I2A", "Shifted to us", .selfAssessed, rates: [DatedRate(21)], due: "1520", claimable: "1560", returnBox: "2a and 5b"),
        VATDefinition(
            "I4A", "Import, article 23", .selfAssessed, rates: [DatedRate(9)], due: "1530", claimable: "1560", returnBox: "4a and 5b"),
        VATDefinition(
            "I4B", "Acquisition", .selfAssessed, rates: [DatedRate(9)], due: "1540", claimable: "1560", returnBox: "4b and 5b"),
    ]
}
