import BridgeDomain

/// What fields are called in texts for people. Fields without a name of their own are called by their id.
enum Labels {
    static func label(_ id: String) -> BilingualText { all[id] ?? BilingualText(nl: id, en: id) }

    private static let all: [String: BilingualText] = [
        "Year": BilingualText(nl: "Boekjaar", en: "Year"), "Peri": BilingualText(nl: "Periode", en: "Period"),
        "UnId": BilingualText(nl: "Administratie", en: "Administration"), "JoCo": BilingualText(nl: "Dagboek", en: "Journal"),
        "VaAs": BilingualText(nl: "Kenmerk rekening", en: "Account type"),
        "AcNr": BilingualText(nl: "Rekeningnummer", en: "Account number"), "EnDa": BilingualText(nl: "Datum boeking", en: "Entry date"),
        "BpDa": BilingualText(nl: "Boekstukdatum", en: "Voucher date"), "BpNr": BilingualText(nl: "Boekstuknummer", en: "Voucher number"),
        "InId": BilingualText(nl: "Factuurnummer", en: "Invoice number"), "Ds": BilingualText(nl: "Omschrijving", en: "Description"),
        "AmDe": BilingualText(nl: "Bedrag debet", en: "Debit amount"), "AmCr": BilingualText(nl: "Bedrag credit", en: "Credit amount"),
        "VaId": BilingualText(nl: "Btw-code", en: "VAT code"), "CuId": BilingualText(nl: "Valuta", en: "Currency"),
        "Rate": BilingualText(nl: "Koers", en: "Rate"), "DaEx": BilingualText(nl: "Vervaldatum", en: "Due date"),
        "PaCd": BilingualText(nl: "Betalingsconditie", en: "Payment condition"),
        "PaId": BilingualText(nl: "Betalingskenmerk", en: "Payment reference"),
        "Fref": BilingualText(nl: "Factuurreferentie", en: "Invoice reference"),
        "Mref": BilingualText(nl: "Afletterreferentie", en: "Reconciliation reference"),
        "DbId": BilingualText(nl: "Verkooprelatie", en: "Sales relation"),
        "CrId": BilingualText(nl: "Inkooprelatie", en: "Purchase relation"),
        "BcCo": BilingualText(nl: "Nummer", en: "Number"), "Nm": BilingualText(nl: "Naam", en: "Name"),
        "LaNm": BilingualText(nl: "Achternaam", en: "Last name"), "SeNm": BilingualText(nl: "Zoeknaam", en: "Search name"),
        "ColA": BilingualText(nl: "Verzamelrekening", en: "Summary account"),
        "VaDu": BilingualText(nl: "Btw-plicht", en: "VAT duty"), "CoId": BilingualText(nl: "Land", en: "Country"),
        "Ad": BilingualText(nl: "Straat", en: "Street"), "ZpCd": BilingualText(nl: "Postcode", en: "Postal code"),
        "Rs": BilingualText(nl: "Woonplaats", en: "City"), "PbAd": BilingualText(nl: "Postbusadres", en: "P.O. box address"),
        "Iban": BilingualText(nl: "IBAN", en: "IBAN"), "CcNr": BilingualText(nl: "KvK-nummer", en: "Chamber of commerce number"),
        "StId": BilingualText(nl: "Type dossieritem", en: "Type of dossier item"),
        "DcNr": BilingualText(nl: "Debiteur/crediteur", en: "Debtor/creditor"),
        "MatchOga": BilingualText(nl: "Organisatie vergelijken op", en: "Match organisation on"),
        "MatchPer": BilingualText(nl: "Persoon vergelijken op", en: "Match person on"),
        "AxId": BilingualText(nl: "Verbijzonderingsas", en: "Allocation axis"), "VbCo": BilingualText(nl: "Code", en: "Code"),
        "FileName": BilingualText(nl: "Bestandsnaam", en: "File name"), "FileStream": BilingualText(nl: "Bestand", en: "File"),
    ]
}
