// What people call the words that documents and rules use, wherever they are read: pages, terminals, explanations.

extension DocumentKind {
    /// What people call it.
    public var name: BilingualText {
        switch self {
        case .salesInvoice: BilingualText(nl: "verkoopfactuur", en: "sales invoice")
        case .creditNote: BilingualText(nl: "creditnota", en: "credit note")
        case .purchaseInvoice: BilingualText(nl: "inkoopfactuur", en: "purchase invoice")
        case .purchaseCreditNote: BilingualText(nl: "inkoopcreditnota", en: "purchase credit note")
        case .ledgerPosting: BilingualText(nl: "memoriaal", en: "ledger posting")
        }
    }
}

extension LineKind {
    /// What people call it.
    public var name: BilingualText {
        switch self {
        case .product: BilingualText(nl: "product", en: "product")
        case .transport: BilingualText(nl: "transport", en: "transport")
        case .surcharge: BilingualText(nl: "toeslag", en: "surcharge")
        case .discount: BilingualText(nl: "korting", en: "discount")
        case .service: BilingualText(nl: "dienst", en: "service")
        case .rounding: BilingualText(nl: "afronding", en: "rounding")
        case .text: BilingualText(nl: "tekst", en: "text")
        case .packagingSale: BilingualText(nl: "fust verkoop", en: "packaging sale")
        case .packagingRental: BilingualText(nl: "fust huur", en: "packaging rental")
        case .packagingDeposit: BilingualText(nl: "statiegeld", en: "deposit")
        case .packagingReturn: BilingualText(nl: "fust retour", en: "packaging return")
        case .auctionFee: BilingualText(nl: "veilingkosten", en: "auction fee")
        case .advance: BilingualText(nl: "voorschot", en: "advance")
        }
    }
}

extension VATTreatment {
    /// What people call it.
    public var name: BilingualText {
        switch self {
        case .domestic: BilingualText(nl: "binnenland", en: "domestic")
        case .euSupply: BilingualText(nl: "intracommunautaire levering", en: "intra-EU supply")
        case .export: BilingualText(nl: "uitvoer", en: "export")
        case .reverseCharge: BilingualText(nl: "btw verlegd", en: "reverse charge")
        case .euService: BilingualText(nl: "dienst aan een andere lidstaat", en: "intra-EU service")
        case .oss: BilingualText(nl: "eenloketregeling (OSS)", en: "one-stop shop (OSS)")
        case .outsideScope: BilingualText(nl: "buiten de btw", en: "outside the scope of VAT")
        case .euAcquisition: BilingualText(nl: "intracommunautaire verwerving", en: "intra-EU acquisition")
        case .importArticle23: BilingualText(nl: "invoer met artikel 23", en: "import under article 23")
        case .mixed: BilingualText(nl: "gemengd", en: "mixed")
        }
    }
}

extension CountryGroup {
    /// What people call it.
    public var name: BilingualText {
        switch self {
        case .domestic: BilingualText(nl: "binnenland", en: "domestic")
        case .eu: BilingualText(nl: "EU", en: "EU")
        case .nonEU: BilingualText(nl: "buiten de EU", en: "outside the EU")
        }
    }
}
