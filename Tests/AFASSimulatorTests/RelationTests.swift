import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

/// Reference afas-profit §8 and §11.
struct RelationTests {
    @Test func `a new debtor with an organisation, an address and a bank account can be booked on`() async {
        let desk = Desk()
        let address: JSON = [
            "CoId": "NL", "PbAd": false, "Ad": "Veilingweg", "HmNr": 12, "ZpCd": "1431 AA", "Rs": "Aalsmeer", "ResZip": false,
        ]
        let bank: JSON = ["CoId": "NL", "IbCk": true, "Iban": "NL91ABNA0417164300"]
        let body = Message.debtor(objects: [
            .init("KnBasicAddressAdr", ["Element": ["Fields": address]]), .init("KnBankAccount", ["Element": ["Fields": bank]]),
        ])
        let answer = await desk.post("KnSalesRelationOrg", body)
        #expect(answer.status == 201)
        #expect(answer.json["results"]?["KnSalesRelationOrg"]?["DbId"] == "10901")
        let row = await desk.get("Profit_Debtor", where: [("DebtorId", "10901")]).rows.first
        #expect(row?["DebtorName"] == "Tulpenhof Bloemen B.V.")
        #expect(row?["AdressLine1"] == "Veilingweg 12")
        #expect(row?["AdressLine3"] == "1431 AA  Aalsmeer")
        #expect(row?["AdressLine4"] == "Nederland")
        #expect(row?["IBAN"] == "NL91ABNA0417164300")
        #expect(row?["ChOfCommNr"] == "12345679")
        #expect(await desk.post("FiEntries", Message.plain("N1", debtor: "10901")).status == 201)
    }

    @Test func `a relation that is no debtor does not count`() async {
        let desk = Desk()
        _ = await desk.post("KnSalesRelationOrg", Message.debtor("10902", ["IsDb": false]))
        #expect(await desk.get("Profit_Debtor", where: [("DebtorId", "10902")]).rows.isEmpty)
        #expect(await desk.post("FiEntries", Message.plain("N1", debtor: "10902")).status == 500)
    }

    @Test func `without a number the service gives one`() async {
        let desk = Desk()
        let first = await desk.post("KnSalesRelationOrg", Message.debtor(nil)).json["results"]?["KnSalesRelationOrg"]
        let second = await desk.post("KnSalesRelationOrg", Message.debtor(nil)).json["results"]?["KnSalesRelationOrg"]
        #expect(first?["DbId"] == "20000")
        #expect(second?["DbId"] == "20001")
        #expect(first?["BcCo"] != second?["BcCo"])
    }

    @Test func `an update changes what it names, clears what is empty and leaves the rest`() async {
        let desk = Desk()
        let made = await desk.post("KnSalesRelationOrg", Message.debtor())
        let organisation = made.json["results"]?["KnSalesRelationOrg"]?["BcCo"]?.string ?? ""
        let body: JSON = [
            "KnSalesRelationOrg": [
                "Element": [
                    "@DbId": "10901", "Fields": ["PaCd": "30", "VaId": ""],
                    "Objects": [
                        [
                            "KnOrganisation": [
                                "Element": ["Fields": ["MatchOga": "0", "BcCo": .string(organisation), "Nm": "Tulpenhof International"]]
                            ]
                        ]
                    ],
                ]
            ]
        ]
        #expect(await desk.put("KnSalesRelationOrg", body).status == 201)
        let row = await desk.get("Profit_Debtor", where: [("DebtorId", "10901")]).rows.first
        #expect(row?["PayCon"] == "30")
        #expect(row?["VatNr"] == .null)
        #expect(row?["DebtorName"] == "Tulpenhof International")
        #expect(row?["CollectAccount"] == "1300")
        #expect(row?["Email"] == "facturen@tulpenhof.example")
        let noKey: JSON = ["KnSalesRelationOrg": ["Element": ["Fields": ["PaCd": "30"]]]]
        #expect(await desk.put("KnSalesRelationOrg", noKey).status == 500)
    }

    @Test(
        arguments: [
            ("1", ["CcNr": "12345678"], "10044", 4), ("3", ["Nm": "Flower Imports Ltd"], "20012", 4), ("1", ["CcNr": "87654321"], nil, 4),
            ("6", ["CcNr": "12345678"], nil, 4),
        ] as [(String, [String: JSON], String?, Int)])
    func `a match code finds the one organisation, or makes a new one`(
        match: String, fields: [String: JSON], found: String?, debtors: Int
    ) async {
        let desk = Desk()
        let known = await desk.get("Profit_Debtor").rows
        let answer = await desk.post("KnSalesRelationOrg", Message.debtor(match: match, organisation: fields))
        let number = answer.json["results"]?["KnSalesRelationOrg"]?["BcCo"]
        let owner = known.first { $0["BcCo"] == number }?["DebtorId"]?.string
        #expect(answer.status == 201)
        #expect(owner == found)
        #expect(known.count == debtors)
    }

    @Test func `several hits are an error, and code 0 wants a number on an update`() async {
        let desk = Desk()
        _ = await desk.post("KnSalesRelationOrg", Message.debtor("1"))
        _ = await desk.post("KnSalesRelationOrg", Message.debtor("2"))
        #expect(
            await desk.post("KnSalesRelationOrg", Message.debtor("3", match: "1")).message == "Several organisations/persons were found.")
        #expect(await desk.post("KnSalesRelationOrg", Message.debtor("4", match: "0")).status == 201, "an insert makes a new one")
        #expect(await desk.put("KnSalesRelationOrg", Message.debtor("4", match: "0")).message == "The organisation/person was not found.")
        #expect(await desk.put("KnSalesRelationOrg", Message.debtor("4", match: "9", organisation: ["Nm": "Own"])).status == 201)
        #expect(await desk.get("Profit_Debtor", where: [("DebtorId", "4")]).column("DebtorName") == ["Own"])
    }

    @Test(
        arguments: [
            (["CuId": .null], "Enter a value for 'Currency'."), (["PaCd": .null], "Enter a value for 'Payment condition'."),
            (["ColA": .null], "Enter a value for 'Summary account'."),
            (["ColA": "8000"], "The entered value for 'Summary account' does not exist."),
            (["ColA": "1600"], "The entered value for 'Summary account' does not exist."),
            (["PaCd": "99"], "The entered value for 'Payment condition' does not exist."),
            (["CuId": "XXX"], "The entered value for 'Currency' does not exist."),
            (["VaDu": "9"], "The entered value for 'VAT duty' does not exist."),
            (["InPv": "Z"], "The entered value for 'InPv' does not exist."),
            (["Nothing": "x"], "Field or object 'Nothing' does not occur in 'KnSalesRelationOrg'."),
        ] as [([String: JSON], String)])
    func `a debtor with something wrong is refused whole`(fields: [String: JSON], text: String) async {
        let desk = Desk()
        #expect(await desk.post("KnSalesRelationOrg", Message.debtor("10903", fields)).message == text)
        #expect(await desk.sandbox.relations(.debtor).contains("10903") == false)
        #expect(await desk.get("Profit_OrgPer", where: [("Name", "Tulpenhof Bloemen B.V.")]).rows.isEmpty)
    }

    @Test func `doubles and bad bank accounts are refused`() async {
        let desk = Desk()
        _ = await desk.post("KnSalesRelationOrg", Message.debtor())
        let double = await desk.post("KnSalesRelationOrg", Message.debtor())
        #expect(double.message == "(AntaObject) The primary key already exists for field 'Organisatie/persoon'")
        func bank(_ iban: String) -> JSON.Member {
            .init("KnBankAccount", ["Element": ["Fields": ["CoId": "NL", "IbCk": true, "Iban": .string(iban)]]])
        }
        let bad = await desk.post("KnSalesRelationOrg", Message.debtor("10904", objects: [bank("NL91ABNA0417164301")]))
        #expect(bad.message == "The IBAN is not valid.")
        let again = Message.debtor(match: "9", objects: [bank("NL91ABNA0417164300")])
        #expect(await desk.put("KnSalesRelationOrg", again).status == 201)
        #expect(await desk.put("KnSalesRelationOrg", again).status == 500, "the same account twice")
    }

    @Test func `countries are the service's own codes`() async {
        let desk = Desk()
        func address(_ country: String) -> JSON.Member {
            .init("KnBasicAddressAdr", ["Element": ["Fields": ["CoId": .string(country), "PbAd": false, "Rs": "Gent"]]])
        }
        #expect(
            await desk.post("KnSalesRelationOrg", Message.debtor(objects: [address("BE")])).message
                == "The entered value for 'Country' does not exist.")
        #expect(await desk.post("KnSalesRelationOrg", Message.debtor(objects: [address("B")])).status == 201)
        let bare = JSON.Member("KnBasicAddressAdr", ["Element": ["Fields": ["Rs": "Gent"]]])
        let missing = await desk.post("KnSalesRelationOrg", Message.debtor("10905", objects: [bare]))
        #expect(missing.message == "Enter a value for 'Country'. | Enter a value for 'P.O. box address'.")
    }

    @Test func `a private person is a debtor with a name of parts`() async {
        let desk = Desk()
        let person: JSON = ["MatchPer": "7", "AutoNum": true, "FiNm": "Anna", "Is": "de", "LaNm": "Vries", "ViGe": "V"]
        let body: JSON = [
            "KnSalesRelationPer": [
                "Element": [
                    "@DbId": "30001", "Fields": ["IsDb": true, "CuId": "EUR", "PaCd": "0", "ColA": "1300"],
                    "Objects": [["KnPerson": ["Element": ["Fields": person]]]],
                ]
            ]
        ]
        #expect(await desk.post("KnSalesRelationPer", body).status == 201)
        #expect(await desk.get("Profit_Debtor", where: [("DebtorId", "30001")]).column("DebtorName") == ["Anna de Vries"])
    }

    @Test func `a creditor is made, booked on and then no longer deleted`() async {
        let desk = Desk()
        let body: JSON = [
            "KnPurchaseRelationOrg": [
                "Element": [
                    "@CrId": "50030", "Fields": ["IsCr": true, "CuId": "EUR", "PaCd": "30", "ColA": "1600"],
                    "Objects": [["KnOrganisation": ["Element": ["Fields": ["MatchOga": 6, "Nm": "Kwekerij Nieuw"]]]]],
                ]
            ]
        ]
        let answer = await desk.post("KnPurchaseRelationOrg", body)
        #expect(answer.json["results"]?["KnPurchaseRelationOrg"]?["CrId"] == "50030")
        #expect(await desk.get("LedgerBridge_Creditors", where: [("CreditorId", "50030")]).column("CreditorName") == ["Kwekerij Nieuw"])
        let lines = [
            Message.line("3", "50030", credit: "109", ["InId": "K7"]), Message.line("1", "7000", debit: "100", ["VaId": "4"]),
            Message.line("1", "1560", debit: "9", ["VaId": "4"]),
        ]
        let path = "connectors/KnPurchaseRelationOrg/KnPurchaseRelationOrg/@CrId/50030"
        #expect(await desk.post("FiEntries", Message.entry(["JoCo": "10"], lines)).status == 201)
        #expect(await desk.call(.delete, path).status == 500)
        _ = await desk.call(.delete, "connectors/FiEntries/FiEntryPar/UnId,JoCo/1,10/FiEntries/InId/K7")
        #expect(await desk.call(.delete, path).status == 200)
        #expect(await desk.sandbox.relations(.creditor) == ["50010", "50020"])
    }

    @Test func `a bank account is added below an organisation that is there`() async {
        let desk = Desk()
        let number = await desk.get("Profit_Debtor", where: [("DebtorId", "10077")]).texts("BcCo").first ?? ""
        let account: JSON = ["CoId": "D", "Iban": "DE89370400440532013000"]
        let body: JSON = [
            "KnOrganisation": [
                "Element": [
                    "@BcCo": .string(number), "Fields": ["MatchOga": "0"], "Objects": [["KnBankAccount": ["Element": ["Fields": account]]]],
                ]
            ]
        ]
        #expect(await desk.post("KnOrganisation/KnBankAccount", body).status == 201)
        #expect(await desk.get("Profit_BankAccounts", where: [("BcCo", number)]).column("IBAN") == ["DE89370400440532013000"])
        #expect(await desk.get("Profit_Debtor").rows.count == 4, "nothing new was made")
        #expect(await desk.post("KnOrganisation/KnNothing", body).status == 404)
        let bare: JSON = [
            "KnOrganisation": ["Element": ["@BcCo": .string(number), "Objects": [["KnBankAccount": ["Element": ["Fields": [:]]]]]]]
        ]
        #expect(await desk.post("KnOrganisation/KnBankAccount", bare).message == "Enter a value for 'Country'.")
    }

    @Test func `a block that a person set stops bookings until it is taken away`() async throws {
        let desk = Desk()
        try await desk.sandbox.block(.debtor, "10044")
        #expect(await desk.post("FiEntries", Message.plain("B1")).message == "Debtor 10044 is blocked.")
        #expect(await desk.get("Profit_Debtor", where: [("DebtorId", "10044")]).column("Blocked") == [true])
        try await desk.sandbox.block(.debtor, "10044", false)
        #expect(await desk.post("FiEntries", Message.plain("B1")).status == 201)
    }

    @Test func `allocation codes are made and changed`() async {
        let desk = Desk()
        let body: JSON = ["KnDimCode": ["Element": ["@AxId": "1", "@VbCo": "GENT", "Fields": ["Ds": "Gent"]]]]
        #expect(await desk.post("KnDimCode", body).status == 201)
        #expect(await desk.post("KnDimCode", body).status == 500)
        let block: JSON = ["KnDimCode": ["Element": ["Fields": ["AxId": 1, "VbCo": "GENT", "Bl": true]]]]
        #expect(await desk.put("KnDimCode", block).status == 201)
        #expect(await desk.get("LedgerBridge_DimensionCodes", where: [("DimCode", "GENT")]).column("Blocked") == [true])
        #expect(await desk.put("KnDimCode", ["KnDimCode": ["Element": ["@AxId": "1", "@VbCo": "X"]]]).status == 500)
    }
}
