import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

/// Reference afas-profit §3.
struct ReadingTests {
    private static func many(_ count: Int, _ change: (inout AFASSandbox.Settings) -> Void = { _ in }) -> Desk {
        Desk { settings in
            settings.environments[0].debtors = (0..<count).map { .init(String(10_400 + $0), "Debtor \($0)", summaryAccount: "1300") }
            change(&settings)
        }
    }

    @Test func `a page has 100 rows unless asked otherwise, and skip and take are repeated`() async {
        let desk = Self.many(250)
        let first = await desk.get("Profit_Debtor", [("orderbyfieldids", "DebtorId")])
        #expect(first.rows.count == 100)
        #expect(first.json["skip"] == 0)
        #expect(first.json["take"] == 100)
        let last = await desk.get("Profit_Debtor", [("skip", "200"), ("take", "80"), ("orderbyfieldids", "DebtorId")])
        #expect(last.rows.count == 50)
        #expect(last.json["take"] == 80)
        #expect(last.texts("DebtorId").first == "10600")
        #expect(await desk.get("Profit_Debtor", [("skip", "999")]).rows.isEmpty)
    }

    @Test func `minus one twice is everything, once is refused unless the setting allows it`() async {
        let desk = Self.many(250)
        let all = await desk.get("Profit_Debtor", [("skip", "-1"), ("take", "-1")])
        #expect(all.rows.count == 250)
        #expect(all.json["skip"] == -1)
        for options in [[("skip", "-1")], [("take", "-1")], [("skip", "-1"), ("take", "10")], [("skip", "-2")], [("take", "x")]] {
            let answer = await desk.get("Profit_Debtor", options)
            #expect(answer.message == "An unexpected error has occurred.", "\(options)")
            #expect(answer.json["errorNumber"] == .number(-2_147_180_999))
        }
        let loose = Self.many(250) { $0.behaviour.refusesOneSidedAll = false }
        #expect(await loose.get("Profit_Debtor", [("skip", "-1"), ("take", "10")]).rows.count == 250, "the take is not looked at")
        #expect(await loose.get("Profit_Debtor", [("skip", "0"), ("take", "-1")]).status == 500)
    }

    @Test func `pages of an unsorted read lose and repeat rows, sorted ones do not`() async {
        func read(_ desk: Desk, _ order: [(name: String, value: String)]) async -> [String] {
            var seen: [String] = []
            for skip in stride(from: 0, to: 250, by: 50) {
                seen += await desk.get("Profit_Debtor", [("skip", String(skip)), ("take", "50")] + order).texts("DebtorId")
            }
            return seen
        }
        let sorted = await read(Self.many(250), [("orderbyfieldids", "DebtorId")])
        #expect(Set(sorted).count == 250)
        let unsorted = await read(Self.many(250), [])
        #expect(unsorted.count == 250)
        #expect(Set(unsorted).count < 250)
        #expect(await read(Self.many(250), []) == unsorted, "the same with the same seed")
        #expect(await read(Self.many(250) { $0.seed = 2 }, []) != unsorted)
        #expect(Set(await read(Self.many(250) { $0.behaviour.shufflesUnsorted = false }, [])).count == 250)
    }

    @Test func `order goes both ways and by several fields`() async {
        let desk = Desk()
        for (invoice, amount) in [("S1", "5.00"), ("S2", "7.00"), ("S3", "5.00")] {
            _ = await desk.post("FiEntries", Message.plain(invoice, amount))
        }
        func order(_ text: String) async -> [String] {
            await desk.get("Profit_Debtor_Invoices", [("orderbyfieldids", text)]).texts("InvoiceNr")
        }
        #expect(await order("AmtInvoice,-InvoiceNr") == ["S3", "S1", "S2"])
        #expect(await order("-AmtInvoice,InvoiceNr") == ["S2", "S1", "S3"])
        #expect(await desk.get("Profit_Debtor_Invoices", [("orderbyfieldids", "Nothing")]).message == "Connector field 'Nothing' not found")
    }

    /// Debtors 10044, 10077, 10099 (blocked), 20012 of the sample environment.
    @Test(
        arguments: [
            ("DebtorId", "10044", "1", ["10044"]), ("DebtorId", "10077", "2", ["10077", "10099", "20012"]),
            ("DebtorId", "10077", "3", ["10044", "10077"]), ("DebtorId", "10077", "4", ["10099", "20012"]),
            ("DebtorId", "10077", "5", ["10044"]),
            ("DebtorName", "bloemen", "6", ["10044"]), ("DebtorName", "%bloemen%", "6", ["10044"]),
            ("DebtorId", "10044", "7", ["10077", "10099", "20012"]), ("VatNr", "", "8", ["10099", "20012"]),
            ("VatNr", "", "9", ["10044", "10077"]), ("DebtorName", "blo%", "10", ["10044"]),
            ("DebtorName", "Flower", "11", ["10044", "10077", "10099"]),
            ("DebtorName", "B", "12", ["10099", "20012"]), ("DebtorName", "%B.V.", "13", ["10044", "10099"]),
            ("DebtorName", "B.V.", "14", ["10077", "20012"]), ("DebtorId", "10050..10099", "15", ["10077", "10099"]),
            ("Blocked", "true", "1", ["10099"]), ("Blocked", "0", "1", ["10044", "10077", "20012"]),
            ("DebtorId,Blocked", "10044,true", "2,1", ["10099"]), ("DebtorId;DebtorId", "10044;20012", "1;1", ["10044", "20012"]),
            ("DebtorId,Blocked;DebtorId", "10077,false;10099", "1,1;1", ["10077", "10099"]), ("debtorname", "x", "1", nil),
        ] as [(String, String, String, [String]?)])
    func `filters find what they should`(field: String, value: String, operation: String, expected: [String]?) async {
        let answer = await Desk().get(
            "Profit_Debtor",
            [("filterfieldids", field), ("filtervalues", value), ("operatortypes", operation), ("orderbyfieldids", "DebtorId")])
        if let expected {
            #expect(answer.texts("DebtorId") == expected)
        } else {
            #expect(answer.message == "Connector field '\(field)' not found")
        }
    }

    @Test(
        arguments: [
            ("DebtorId", "1,2", "1"), ("DebtorId,Blocked", "1", "1,1"), ("DebtorId", "1", ""), ("DebtorId", "1", "16"), ("", "1", "1"),
            ("DebtorId;Blocked", "1,1", "1;1"),
        ])
    func `lists that are not parallel are an unexpected error`(fields: String, values: String, operations: String) async {
        let answer = await Desk().get(
            "Profit_Debtor", [("filterfieldids", fields), ("filtervalues", values), ("operatortypes", operations)])
        #expect(answer.message == "An unexpected error has occurred.")
    }

    @Test func `a filter's value of another type is a type mismatch`() async {
        let desk = Desk()
        for (field, value) in [("CreditLimit", "1,5"), ("CreateDate", "12-3-2026"), ("Blocked", "maybe")] {
            #expect(await desk.get("Profit_Debtor", where: [(field, value)]).status == 500, "\(field)")
        }
        #expect(await desk.get("Profit_Debtor", where: [("CreditLimit", "1.5x")]).message == "Type mismatch")
    }

    @Test func `the JSON filter knows AND, OR and values with a comma`() async {
        let desk = Desk { $0.environments[0].debtors[0].name = "Tulp, De" }
        func names(_ json: JSON) async -> [String] {
            await desk.get("Profit_Debtor", [("filterjson", json.description), ("orderbyfieldids", "DebtorId")]).texts("DebtorId")
        }
        func field(_ name: String, _ value: JSON) -> JSON { ["@FieldId": .string(name), "@OperatorType": "1", "#text": value] }
        #expect(await names(["Filters": ["Filter": [["@FilterId": "F", "Field": [field("DebtorName", "Tulp, De")]]]]]) == ["10044"])
        #expect(
            await names(["Filters": ["Filter": ["@FilterId": "F", "Field": field("DebtorId", 20_012)]]]) == ["20012"], "objects for arrays")
        let both: JSON = [
            ["@FilterId": "1", "Field": field("DebtorId", "10077")], ["@FilterId": "2", "Field": field("DebtorId", "10044")],
        ]
        #expect(await names(["Filters": ["Filter": both]]) == ["10044", "10077"])
        #expect(await desk.get("Profit_Debtor", [("filterjson", "{")]).status == 500)
    }

    @Test func `changes since a moment are found on Amsterdam's clock`() async {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.plain("T1"))
        desk.clock.advance(seconds: 3600)
        _ = await desk.post("FiEntries", Message.plain("T2"))
        func since(_ text: String) async -> Set<String> {
            Set(
                await desk.get(
                    "Profit_Transactions", [("filterfieldids", "Modified"), ("filtervalues", text), ("operatortypes", "2")]
                ).texts("InvoiceId"))
        }
        #expect(await since("2026-03-12T10:00:00") == ["T1", "T2"], "10:00 in Amsterdam is 9:00 UTC")
        #expect(await since("2026-03-12T10:30:00") == ["T2"])
        #expect(await since("2026-03-12T11:00:01").isEmpty)
    }

    @Test func `stored times have fractions that the output rounds away`() async {
        let desk = Desk()
        let clock = StandingClock("2026-03-12T09:00:00.600Z")
        let sandbox = AFASSandbox(clock: clock)
        let body = Message.plain("F1")
        _ = await sandbox.answer(
            HTTPRequest(
                .post, target: "/ProfitRestServices/connectors/FiEntries", fields: ["Authorization": desk.authorization], body: body.bytes))
        let target = "/ProfitRestServices/connectors/Profit_Transactions?filterfieldids=Modified&operatortypes=2&filtervalues="
        func rows(_ moment: String) async -> [JSON] {
            guard
                case .respond(let response) = await sandbox.answer(
                    HTTPRequest(.get, target: target + moment, fields: ["Authorization": desk.authorization]))
            else { return [] }
            return Answer(response, .whole).rows
        }
        let shown = await rows("2026-03-12T10:00:00").first?["Modified"]
        #expect(shown == "2026-03-12T10:00:01Z")
        #expect(await rows("2026-03-12T10:00:01").isEmpty, "the shown time is later than the stored one")
    }

    @Test func `rights hide rows and columns without a word`() async {
        let desk = Desk {
            $0.tokens[0].user.hiddenUnits = [2]
            $0.tokens[0].user.hiddenRelations = ["10077"]
            $0.tokens[0].user.hiddenFields = ["Profit_Debtor": ["IBAN"]]
        }
        #expect(await desk.get("Profit_Administrations").column("AdminId") == [1])
        let debtors = await desk.get("Profit_Debtor")
        #expect(debtors.status == 200)
        #expect(!debtors.texts("DebtorId").contains("10077"))
        #expect(debtors.rows.first?["IBAN"] == nil)
        #expect(await desk.post("FiEntries", Message.plain("H1", debtor: "10077")).status == 201)
        #expect(await desk.get("Profit_Debtor_Invoices").rows.isEmpty)
        #expect(await desk.get("Profit_Transactions").texts("AccountNo") == ["8100"])
        #expect(await desk.get("Profit_Journals").rows.allSatisfy { $0["UnitId"] == 1 })
        #expect(await desk.post("FiEntries", Message.plain("H2", head: ["UnId": 2])).message == "No unit available")
    }

    @Test func `a page beyond the cells that fit is out of memory`() async {
        let desk = Self.many(100) { $0.limits.cellsMax = 1000 }
        #expect(await desk.get("Profit_Debtor").message == "Out of memory")
        #expect(await desk.get("Profit_Debtor", [("take", "40")]).status == 200)
    }

    @Test func `empty values are null, codes text, and old environments write fractions their own way`() async {
        let desk = Desk()
        #expect(await desk.get("Profit_Debtor", where: [("DebtorId", "10099")]).column("VatNr") == [.null])
        #expect(await desk.get("Profit_Accounts", where: [("Account", "8000")]).column("Account") == ["8000"])
        let old = Desk { $0.behaviour.bareFractions = true }
        _ = await old.post("FiEntries", Message.credit("B1", "0.50"))
        #expect(await old.get("Profit_Debtor_Invoices").text.contains("\"Balance\":-.50,"))
    }

    @Test func `every connector of the environment answers with the columns metainfo promises`() async {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.sale())
        let names = await desk.call(.get, "metainfo").json["getConnectors"]?.array?.compactMap { $0["id"]?.string } ?? []
        #expect(names.count == 22)
        #expect(names.contains("Profit_Allocation_Assigments"), "misspelt, as published")
        for name in names {
            let promised = await desk.call(.get, "metainfo/get/\(name)").json["fields"]?.array?.compactMap { $0["id"]?.string } ?? []
            for row in await desk.get(name, [("take", "5")]).rows {
                #expect(row.members?.map(\.name) == promised, "\(name)")
            }
        }
        let standard = Desk { $0.behaviour.hasOwnConnectors = false }
        #expect(await standard.get("LedgerBridge_EntryLines").status == 500)
        #expect(await standard.get("ProfitGetConnectoren").rows.count == 18)
    }

    @Test func `set-up is read with what a connection test needs`() async {
        let desk = Desk()
        let required = await desk.get("Profit_Accounts", where: [("DimAx1", "B")])
        #expect(required.texts("Account") == ["4510"])
        #expect(await desk.get("Profit_VAT_code", where: [("VatCode", "2")]).column("AccountNr") == ["1510"])
        #expect(await desk.get("Profit_periods_per_administration", where: [("Unit", "1"), ("Year", "2026")]).rows.count == 12)
        #expect(await desk.get("ProfitCountries", where: [("CoId", "B")]).column("Co") == ["België"])
        #expect(await desk.get("LedgerBridge_PaymentConditions", where: [("PaymentCondition", "14")]).column("Days") == [14])
        #expect(await desk.get("Profit_BankAccounts", where: [("Verkooprelatie", "10044")]).column("IBAN") == ["NL91ABNA0417164300"])
        _ = await desk.post("FiEntries", Message.sale())
        #expect(await desk.get("Profit_Period_balance", where: [("AccountNr", "1300")]).column("Balance") == [.number("1301.80")])
    }
}
