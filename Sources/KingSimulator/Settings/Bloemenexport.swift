import BridgeDomain

extension KingSandbox.Administration {
    /// Administration A1B2C, a Dutch flower exporter: the chart of reference dutch-finance §14 with split account 2000 and account 8006 of
    /// reference king, three years of twelve periods.
    ///
    /// | Journal | Kind | | VAT code | Meaning | VAT account |
    /// |---|---|---|---|---|---|
    /// | 10 | sales (`V`) | | 1, 2 | sale 9 %, 21 % | 1510, 1500 |
    /// | 11 | sales that numbers itself | | 3 | domestic reverse charge | |
    /// | 20 | purchase (`I`) | | 5, 7 | intra-EU goods, services | |
    /// | 50, 51 | bank (`B`), accounts 1100 and 1110 | | 6 | export outside the EU | |
    /// | 90 | memorial (`M`) | | 8, 10 | OSS Germany 7 %; outside VAT | 1550; none |
    /// | 99 | blocked | | 11, 12 | purchase 9 %, 21 % | 1560 |
    /// | | | | 13, 14, 15 | reverse charge, import, intra-EU acquisition | 1520, 1530, 1540 |
    /// | | | | 99 | blocked | 1510 |
    ///
    /// Debtors 10042 (domestic), 10077 (EU), 10120 (outside the EU), 10099 (blocked), new ones from 10121; creditors 50010, 50020. Payment terms
    /// 14, 30 and 60. Cost centres 10, 20, 30; cost units 1, 2, 3. Account 4510 demands a cost centre.
    public static let bloemenexport: Self = {
        var administration = Self("A1B2C", "Bloemenexport Aalsmeer B.V.")
        administration.user = ("koppeling", "sandbox-secret")
        administration.records = [
            "GRB": chart, "BTW": vatCodes, "DAGBOEK": journals, "BETCOND": terms,
            "KPL": [centre("10", "Aalsmeer"), centre("20", "Naaldwijk"), centre("30", "Export"), centre("90", "Vervallen", blocked: true)],
            "KDR": [centre("1", "Snijbloemen"), centre("2", "Planten"), centre("3", "Hardware")], "VAL": currencies, "LAND": countries,
            "KOERS": rates,
            "TAAL": [["ZKSL": "NL", "OMSCHR": "Nederlands"], ["ZKSL": "EN", "OMSCHR": "Engels"], ["ZKSL": "DE", "OMSCHR": "Duits"]],
            "DEB": debtors, "CRE": creditors,
        ]
        return administration
    }()

    /// Administration D3E4F: the same set-up for trials, with books of its own.
    public static let bloemenexportTest: Self = {
        var administration = bloemenexport
        administration.code = "D3E4F"
        administration.name = "Bloemenexport proef"
        return administration
    }()

    private static func centre(_ number: String, _ text: String, blocked: Bool = false) -> [String: String] {
        ["NR": number, "ZKSL": text.uppercased(), "OMSCHR": text, "BLOK": blocked ? "J" : "N", "NIVO": "1"]
    }

    private static let chart: [[String: String]] = {
        func account(_ number: String, _ text: String, _ kind: String, _ more: [String: String] = [:]) -> [String: String] {
            [
                "NR": number, "ZKSL": text.uppercased().prefix(20).description, "OMSCHR": text, "APBL": kind, "KPLVERPL": "N",
                "KDRVERPL": "N", "SLUITREK": "N", "BLOK": "N",
            ].merging(more) { $1 }
        }
        func control(_ number: String, _ text: String) -> [String: String] { account(number, text, "B", ["SLUITREK": "J"]) }
        let balance = [
            ("1100", "Bank EUR"), ("1110", "Bank USD"), ("1150", "Betalingen onderweg"), ("1290", "Niet toegewezen ontvangsten"),
            ("1400", "Fust: betaald statiegeld"), ("1500", "Af te dragen btw 21%"), ("1510", "Af te dragen btw 9%"),
            ("1520", "Af te dragen btw verlegd"), ("1530", "Af te dragen btw invoer"), ("1540", "Af te dragen btw verwerving"),
            ("1550", "Af te dragen btw OSS"), ("1560", "Voorbelasting"), ("1700", "Fust: ontvangen statiegeld"),
            ("1710", "Vooruitontvangen"), ("2000", "Uitsplitsing"),
        ]
        let results = [
            ("4700", "Oninbare vorderingen"), ("4810", "Bankkosten"), ("4820", "Koersverschillen"), ("4990", "Afrondingsverschillen"),
            ("7000", "Inkoop snijbloemen"), ("7010", "Inkoop planten"), ("7020", "Inkoop verpakking"), ("7100", "Inhuur diensten"),
            ("8000", "Omzet snijbloemen NL 9%"), ("8006", "Omzet potplanten NL 9%"), ("8010", "Omzet planten NL 9%"),
            ("8020", "Omzet hardware NL 21%"), ("8030", "Omzet transport NL 9%"), ("8035", "Omzet diensten NL 21%"),
            ("8040", "Omzet eenmalig fust NL 9%"), ("8050", "Omzet verhuur fust NL 21%"), ("8100", "Omzet snijbloemen EU"),
            ("8110", "Omzet planten EU"), ("8130", "Omzet transport EU"), ("8140", "Omzet diensten EU"),
            ("8200", "Omzet snijbloemen buiten EU"), ("8230", "Omzet transport buiten EU"), ("8300", "Omzet OSS consumenten"),
            ("8400", "Omzet btw verlegd"), ("8900", "Kortingen"),
        ]
        return balance.map { account($0.0, $0.1, "B") } + results.map { account($0.0, $0.1, "R") } + [
            control("1300", "Debiteuren binnenland"), control("1310", "Debiteuren EU"), control("1320", "Debiteuren buiten EU"),
            control("1600", "Crediteuren"), control("1610", "Rekening-courant veiling"),
            account("4510", "Veiling- en servicekosten", "R", ["KPLVERPL": "J"]), account("8999", "Oude omzet", "R", ["BLOK": "J"]),
        ]
    }()

    private static let vatCodes: [[String: String]] = {
        func code(_ number: String, _ text: String, _ percentage: String, _ account: String, _ box: String, _ more: [String: String] = [:])
            -> [String: String]
        {
            [
                "NR": number, "ZKSL": text.uppercased().prefix(20).description, "OMSCHR": text, "PERC": percentage, "GRB": account,
                "BTWBER": "E", "BTWICT": "N", "FORMGRP": box, "BLOK": "N", "BLOKDEB": "N", "BLOKCRE": "N", "WAARSCHDEB": "N",
                "WAARSCHCRE": "N",
            ].merging(more) { $1 }
        }
        let purchase = ["BLOKDEB": "J"]
        return [
            code("1", "Verkoop laag", "9", "1510", "1b"), code("2", "Verkoop hoog", "21", "1500", "1a"),
            code("3", "Verkoop verlegd", "0", "", "1e"), code("5", "Verkoop EU goederen", "0", "", "3b", ["BTWICT": "J", "BTWPL": "I"]),
            code("6", "Export", "0", "", "3a", ["BTWPL": "U"]),
            code("7", "Verkoop EU diensten", "0", "", "3b", ["BTWICT": "J", "BTWPL": "I"]),
            code("8", "OSS Duitsland 7%", "7", "1550", ""), code("10", "Buiten de btw", "0", "", ""),
            code("11", "Inkoop laag", "9", "1560", "5b", purchase),
            code("12", "Inkoop hoog", "21", "1560", "5b", purchase), code("13", "Inkoop verlegd", "21", "1520", "2a", purchase),
            code("14", "Invoer art. 23", "9", "1530", "4a", purchase), code("15", "EU-verwerving", "9", "1540", "4b", purchase),
            code("99", "Oud laag tarief", "6", "1510", "1b", ["BLOK": "J"]),
        ]
    }()

    private static let journals: [[String: String]] = {
        func journal(_ number: String, _ text: String, _ kind: String, _ more: [String: String] = [:]) -> [String: String] {
            [
                "NR": number, "ZKSL": text.uppercased(), "OMSCHR": text, "SRT": kind, "FACT": "0", "GEBRJRFACT": "N",
                "GEBRJRBOEKSTUK": "N", "BLOK": "N", "BLOKDEB": "N", "BLOKCRE": "N", "BLOKGRB": "N", "BLOKHANDM": "N",
            ].merging(more) { $1 }
        }
        return [
            journal("10", "Verkoop", "V"), journal("11", "Verkoop eigen nummers", "V", ["GEBRJRFACT": "J", "FACT": "20260100"]),
            journal("20", "Inkoop", "I"), journal("50", "Bank", "B", ["TEGREK": "1100"]),
            journal("51", "Bank USD", "B", ["TEGREK": "1110"]),
            journal("90", "Memoriaal", "M"), journal("99", "Oud dagboek", "V", ["BLOK": "J"]),
        ]
    }()

    private static let terms: [[String: String]] = ["14", "30", "60"].map {
        ["NR": $0, "ZKSL": "\($0) DAGEN", "VERVDGN": $0, "INCASSO": "N", "BLOK": "N"]
    }

    private static let currencies: [[String: String]] = ["EUR", "USD", "GBP", "CHF", "PLN", "SEK", "NOK", "DKK", "CZK", "JPY"].map {
        ["ZKSL": $0, "ISO": $0, "OMSCHR": $0]
    }

    private static let rates: [[String: String]] = [("USD", "1.085"), ("GBP", "0.8637"), ("CHF", "0.945"), ("PLN", "4.27")].map {
        ["VAL": $0.0, "DATVAN": "2025-01-01", "KOERS": $0.1]
    }

    private static let countries: [[String: String]] = [
        ("NL", "Nederland"), ("BE", "België"), ("DE", "Duitsland"), ("FR", "Frankrijk"), ("AT", "Oostenrijk"), ("IT", "Italië"),
        ("ES", "Spanje"), ("LU", "Luxemburg"), ("DK", "Denemarken"), ("SE", "Zweden"), ("PL", "Polen"), ("CZ", "Tsjechië"),
        ("GB", "Verenigd Koninkrijk"), ("CH", "Zwitserland"), ("NO", "Noorwegen"), ("IE", "Ierland"), ("PT", "Portugal"),
        ("HU", "Hongarije"), ("RO", "Roemenië"), ("FI", "Finland"), ("KE", "Kenia"), ("US", "Verenigde Staten"),
    ].map { ["ZKSL": $0.0, "OMSCHR": $0.1, "ISO": $0.0] }

    private static func relation(_ number: String, _ key: String, _ name: String, control: String, _ more: [String: String] = [:])
        -> [String: String]
    {
        [
            "NR": number, "ZKSL": key, "NAAM": name, "LAND": "NL", "BTWPL": "B", "BETCOND": "14", "SLUITREK": control, "VAL": "EUR",
            "BLOK": "N",
        ].merging(more) { $1 }
    }

    private static let debtors: [[String: String]] = [
        relation(
            "10042", "FP000042", "Bloemenhuis De Tulp B.V.", control: "1300",
            ["BTWNR": "NL808661863B01", "PLAATS": "Aalsmeer", "POSTCD": "1431 AA", "EMAIL": "facturen@detulp.example"]),
        relation(
            "10077", "FP000077", "Blumen Großhandel Köln GmbH", control: "1310",
            ["LAND": "DE", "BTWPL": "I", "BTWNR": "DE136695976", "PLAATS": "Köln"]),
        relation("10120", "FP000120", "Flower Imports Ltd", control: "1320", ["LAND": "GB", "BTWPL": "U", "BETCOND": "30", "VAL": "GBP"]),
        relation("10099", "FP000099", "Plantenhal Zuid B.V.", control: "1300", ["BLOK": "J", "PLAATS": "Rotterdam"]),
    ]

    private static let creditors: [[String: String]] = [
        relation("50010", "KWEKER", "Kwekerij Van der Meer", control: "1600", ["PLAATS": "De Lier"]),
        relation("50020", "VEILING", "Veiling Westland", control: "1610", ["PLAATS": "Naaldwijk"]),
    ]
}
