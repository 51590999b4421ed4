import BridgeDomain
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Reference exact-online §6 and §12, items 15–20.
struct BookkeepingTests {
    /// `account debit/credit code` of each ledger line, in order.
    private func ledger(_ entry: ExactSandbox.BookedEntry?) -> [String] {
        (entry?.lines ?? []).map { "\($0.ledgerAccount) \($0.amountOwn) \($0.vatCode ?? "-")" }
    }

    private func line(_ desk: Desk, _ account: String, _ amount: String, _ code: String?, vat: String? = nil) async throws -> JSON {
        var members: [JSON.Member] = [
            .init("GLAccount", .string(try await desk.key("financial/GLAccounts", account))), .init("AmountFC", .number(amount)),
        ]
        if let code { members.append(.init("VATCode", .string(code))) }
        if let vat { members.append(.init("VATAmountFC", .number(vat))) }
        return .object(members)
    }

    private func booked(_ desk: Desk, _ answer: Answer) async -> ExactSandbox.BookedEntry? {
        #expect(answer.status == 201, "\(answer.text)")
        #expect(await desk.sandbox.inconsistencies(in: Desk.division).isEmpty)
        return await desk.sandbox.entry(Int(answer.d["EntryNumber"]?.integer ?? 0), in: Desk.division)
    }

    /// The VAT of one line of 100.05 (or as given), by code.
    @Test(
        arguments: [
            ("1", "100.05", nil, ["1300 109.05 -", "8000 -100.05 1", "1510 -9 1"]),
            ("1", "100.06", nil, ["1300 109.07 -", "8000 -100.06 1", "1510 -9.01 1"]),
            ("1", "-100.06", nil, ["1300 -109.07 -", "8000 100.06 1", "1510 9.01 1"]),
            ("1", "0.5", nil, ["1300 0.55 -", "8000 -0.5 1", "1510 -0.05 1"]),
            ("1", "100.05", "9.02", ["1300 109.07 -", "8000 -100.05 1", "1510 -9.02 1"]),
            ("3", "109", nil, ["1300 109 -", "8000 -100 3", "1510 -9 3"]),
            ("4", "100", nil, ["1300 100 -", "8000 -82.64 4", "1500 -17.36 4"]),
            ("7", "100.05", nil, ["1300 100.05 -", "8000 -100.05 7"]),
            ("0", "100.05", nil, ["1300 100.05 -", "8000 -100.05 0"]),
            ("D7", "100", nil, ["1300 107 -", "8000 -100 D7", "1550 -7 D7"]),
            (nil, "100", nil, ["1300 109 -", "8000 -100 1", "1510 -9 1"]),
        ] as [(String?, String, String?, [String])])
    func `VAT follows the code's type, is rounded half up per line, and a sent amount overrides it`(
        code: String?, amount: String, vat: String?, expected: [String]
    ) async throws {
        let desk = try await Desk.signedIn()
        let body = try await desk.sale(try await desk.customer(), lines: [try await line(desk, "8000", amount, code, vat: vat)])
        #expect(ledger(await booked(desk, await desk.post("salesentry/SalesEntries", body))) == expected)
    }

    @Test func `the old percentage holds for old dates`() async throws {
        let desk = try await Desk.signedIn {
            var division = ExactSandbox.Division.bloemenexport
            division.years = 2018...2026
            $0.divisions = [division]
        }
        let body = try await desk.sale(try await desk.customer(), ["EntryDate": "2018-12-31"])
        #expect(ledger(await booked(desk, await desk.post("salesentry/SalesEntries", body))).last == "1510 -6 1")
    }

    @Test func `several lines of one code share one VAT line`() async throws {
        let desk = try await Desk.signedIn()
        let lines = [
            try await line(desk, "8000", "10.05", "1"), try await line(desk, "8020", "20", "2"), try await line(desk, "8010", "10.05", "1"),
        ]
        let entry = await booked(
            desk, await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer(), lines: lines)))
        #expect(ledger(entry) == ["1300 46.1 -", "8000 -10.05 1", "8020 -20 2", "8010 -10.05 1", "1510 -1.8 1", "1500 -4.2 2"])
    }

    @Test func `a credit note is a negative entry of type 21 with letters of its own`() async throws {
        let desk = try await Desk.signedIn()
        let body = try await desk.sale(try await desk.customer(), lines: [try await line(desk, "8000", "-100", "1", vat: "-9")])
        let entry = await booked(desk, await desk.post("salesentry/SalesEntries", body))
        #expect(entry?.type == 21)
        #expect(entry?.amount == -109)
        #expect(entry?.lines.compactMap(\.vatType) == ["X", "Z"])
    }

    @Test func `an entry with only AmountDC is booked as nothing`() async throws {
        let desk = try await Desk.signedIn()
        let line: JSON = ["GLAccount": .string(try await desk.key("financial/GLAccounts", "8000")), "AmountDC": 100]
        let answer = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer(), lines: [line]))
        #expect(answer.status == 201)
        #expect(answer.d["AmountDC"] == 0)
    }

    @Test func `foreign currency is converted line by line and still adds up`() async throws {
        let desk = try await Desk.signedIn()
        let lines = [
            try await line(desk, "8200", "10.01", "6"), try await line(desk, "8200", "10.01", "6"),
            try await line(desk, "8230", "3.33", "6"),
        ]
        let body = try await desk.sale(
            try await desk.customer(), ["Journal": "71", "Currency": "USD", "Rate": .number("0.9137")], lines: lines)
        let entry = await booked(desk, await desk.post("salesentry/SalesEntries", body))
        #expect(ledger(entry) == ["1320 21.34 -", "8200 -9.15 6", "8200 -9.15 6", "8230 -3.04 6"])
        #expect(entry?.lines.first?.amount == ExactDecimal("23.35"))
    }

    @Test func `without a rate the division's own holds`() async throws {
        let desk = try await Desk.signedIn()
        let body = try await desk.sale(
            try await desk.customer(), ["Journal": "71", "Currency": "JPY"], lines: [try await line(desk, "8200", "10000", "6")])
        let entry = await booked(desk, await desk.post("salesentry/SalesEntries", body))
        #expect(entry?.rate == ExactDecimal("0.0061"))
        #expect(ledger(entry).first == "1320 61 -")
    }

    /// Refusals of sales entries: what differs from a good one, and the text.
    @Test(
        arguments: [
            (["Journal": "99"], "Invalid reference: Journal"), (["Journal": "60"], "Invalid: Journal (Type)"),
            (["Customer": "1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11"], "Invalid reference: Customer"),
            (["Customer": .null], "Mandatory: Customer"), (["PaymentCondition": "99"], "Invalid reference: Payment condition"),
            (["Currency": "XXX"], "Invalid reference: Currency"), (["Currency": "USD"], "Not allowed: Currency"),
            (["Rate": .number("1.1")], "Not allowed: Exchange rate"),
            (["Journal": "71", "Currency": "USD", "Rate": 0], "Invalid: Exchange rate"),
            (["EntryDate": "2031-01-01"], "Invalid: Financial year (period-date table)"),
            (["EntryDate": "2026-02-28"], "Period is closed: 2026 - 2"),
            (["ReportingYear": 2026, "ReportingPeriod": 2], "Period is closed: 2026 - 2"), (["SalesEntryLines": []], "Mandatory: Lines"),
            (["Document": "1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11"], "Invalid reference: Document"),
        ] as [([String: JSON], String)])
    func `heads that cannot be are refused with their reason`(change: [String: JSON], message: String) async throws {
        let desk = try await Desk.signedIn()
        try await desk.sandbox.close(Period(year: 2026, number: 2), in: Desk.division)
        let answer = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer(), change))
        #expect(answer.status == 500)
        #expect(answer.message == message)
        #expect(await desk.sandbox.entries(in: Desk.division).isEmpty)
    }

    /// Refusals of lines: ledger account, amount, VAT code, VAT amount, more, text.
    @Test(
        arguments: [
            ("8000", "5", "99", nil, [:], "Invalid reference: VAT code"), ("8000", "5", "11", nil, [:], "Invalid: VAT code (Type)"),
            ("8000", "5", "0", "1", [:], "A VAT amount is not allowed with a VAT code of type \"no VAT\""),
            ("8000", "5", "7", "1", [:], "Invalid: VAT amount"),
            ("1300", "5", "1", nil, [:], "Ledger account is of a wrong type: '20 - Accounts receivable'"),
            ("8000", "5", "1", nil, ["CostCenter": "XXX"], "Invalid reference: Cost center"),
            ("8000", "5", "1", nil, ["CostUnit": "XXX"], "Invalid reference: Cost unit"),
            ("8000", "5", "1", nil, ["GLAccount": .null], "Mandatory: Ledger account"),
            ("8000", "5", "1", nil, ["GLAccount": "1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11"], "Invalid reference: Ledger account"),
            ("8000", "5", "1", nil, ["AmountFC": .null], "Mandatory: Amount"),
            ("8000", "99999999999999", "1", nil, [:], "Invalid: Amount"),
            ("8000", "5", nil, nil, ["VATPercentage": .number("0.17")], "Invalid: VAT percentage [0.17]"),
        ] as [(String, String, String?, String?, [String: JSON], String)])
    func `lines that cannot be are refused with their reason`(
        account: String, amount: String, code: String?, vat: String?, change: [String: JSON], message: String
    ) async throws {
        let desk = try await Desk.signedIn()
        var members = try await line(desk, account, amount, code, vat: vat).members ?? []
        for (name, value) in change {
            members.removeAll { $0.name == name }
            members.append(.init(name, value))
        }
        let answer = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer(), lines: [.object(members)]))
        #expect(answer.status == 500)
        #expect(answer.message == message)
    }

    @Test(arguments: [("503", "Invalid: Customer (Type)"), ("551", "Invalid: Customer (Type)"), ("502", "Blocked: Customer")])
    func `who is no customer, or blocked, gets no invoice`(code: String, message: String) async throws {
        let desk = try await Desk.signedIn()
        let answer = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.key("crm/Accounts", code)))
        #expect(answer.message == message)
    }

    @Test func `blocked ledger accounts and demanded cost centres are refused`() async throws {
        let desk = try await Desk.signedIn()
        let revenue = try await desk.key("financial/GLAccounts", "8000")
        let body = try await desk.sale(try await desk.customer())
        #expect(await desk.call(.put, "financial/GLAccounts(guid'\(revenue)')", body: ["UseCostcenter": 1]).status == 204)
        #expect(await desk.post("salesentry/SalesEntries", body).message == "Mandatory: Cost center")
        #expect(await desk.call(.put, "financial/GLAccounts(guid'\(revenue)')", body: ["IsBlocked": true]).status == 204)
        #expect(await desk.post("salesentry/SalesEntries", body).message.contains("Blocked: Ledger account 8000"))
    }

    @Test func `an account with another control account than the journal's is refused`() async throws {
        let desk = try await Desk.signedIn()
        let control = try await desk.key("financial/GLAccounts", "1310")
        let customer = try await desk.customer("EU", [.init("GLAR", .string(control))])
        #expect(await desk.post("salesentry/SalesEntries", try await desk.sale(customer)).message == "Invalid: Ledger account (Customer)")
        #expect(await desk.post("salesentry/SalesEntries", try await desk.sale(customer, ["Journal": "72"])).status == 201)
    }

    @Test func `a period may be closed for one journal only`() async throws {
        let desk = try await Desk.signedIn()
        try await desk.sandbox.close(Period(year: 2026, number: 3), journal: "70", in: Desk.division)
        let customer = try await desk.customer()
        #expect(await desk.post("salesentry/SalesEntries", try await desk.sale(customer)).message == "Period is closed: 2026 - 3")
        #expect(await desk.post("salesentry/SalesEntries", try await desk.sale(customer, ["Journal": "72"])).status == 201)
        let status = await desk.get("read/financial/JournalStatusList", [("$filter", "Status eq 1"), ("$select", "Journal,Year,Period")])
        #expect(status.rows.map { $0["Journal"]?.string } == ["70"])
        try await desk.sandbox.open(Period(year: 2026, number: 3), journal: "70", in: Desk.division)
        #expect(await desk.post("salesentry/SalesEntries", try await desk.sale(customer)).status == 201)
    }

    @Test func `numbers run per journal and year, own numbers only while they are free`() async throws {
        let desk = try await Desk.signedIn()
        let customer = try await desk.customer()
        func number(_ change: [String: JSON] = [:]) async throws -> JSON? {
            await desk.post("salesentry/SalesEntries", try await desk.sale(customer, change)).d["EntryNumber"]
        }
        #expect(try await number() == 26_700_001)
        #expect(try await number(["EntryNumber": 26_700_002]) == 26_700_002)
        #expect(try await number() == 26_700_003)
        #expect(try await number(["EntryDate": "2025-12-31"]) == 25_700_001)
        #expect(try await number(["Journal": "72"]) == 26_720_001)
        let taken = await desk.post("salesentry/SalesEntries", try await desk.sale(customer, ["EntryNumber": 26_700_001]))
        #expect(taken.message == "In use: Entry number")
    }

    @Test func `a suggested invoice number that does not fit is silently replaced`() async throws {
        let desk = try await Desk.signedIn()
        let customer = try await desk.customer()
        func numbers(_ change: [String: JSON]) async throws -> [JSON?] {
            let row = await desk.post("salesentry/SalesEntries", try await desk.sale(customer, change)).d
            return [row["EntryNumber"], row["InvoiceNumber"]]
        }
        #expect(try await numbers(["InvoiceNumber": 90_000_000]) == [26_700_001, 90_000_000])
        #expect(try await numbers(["InvoiceNumber": 80_000_000]) == [26_700_002, 26_700_002])
    }

    @Test func `the same reference may be booked again: nothing protects the caller`() async throws {
        let desk = try await Desk.signedIn()
        let body = try await desk.sale(try await desk.customer())
        #expect(await desk.post("salesentry/SalesEntries", body).status == 201)
        #expect(await desk.post("salesentry/SalesEntries", body).status == 201)
        let found = await desk.get(
            "salesentry/SalesEntries", [("$filter", "YourRef eq 'FP-2026-000123'"), ("$select", "EntryNumber,YourRef")])
        #expect(found.rows.count == 2)
    }

    @Test(arguments: [("30", "2026-04-09"), ("00", "2026-03-10"), ("EM", "2026-05-15"), (nil, "2026-04-09")] as [(String?, String)])
    func `the due date counts month-ends first, then days`(condition: String?, due: String) async throws {
        let desk = try await Desk.signedIn()
        let change: [String: JSON] = condition.map { ["PaymentCondition": .string($0)] } ?? [:]
        let answer = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer(), change))
        #expect(await booked(desk, answer)?.dueDate == CalendarDate(due))
    }

    @Test func `month-ends are counted from the invoice's own month`() async throws {
        let desk = try await Desk.signedIn()
        let condition: JSON = ["Code": "2M", "Description": "Two", "PaymentEndOfMonths": 2, "PaymentDays": 15]
        #expect(await desk.post("cashflow/PaymentConditions", condition).status == 201)
        let body = try await desk.sale(try await desk.customer(), ["EntryDate": "2026-01-17", "PaymentCondition": "2M"])
        #expect(await booked(desk, await desk.post("salesentry/SalesEntries", body))?.dueDate == CalendarDate("2026-04-15"))
    }

    @Test func `purchases mirror sales, with reverse charge on both sides and a document of their own`() async throws {
        let desk = try await Desk.signedIn()
        let supplier = try await desk.key("crm/Accounts", "551")
        func purchase(_ account: String, _ code: String) async throws -> Answer {
            await desk.post(
                "purchaseentry/PurchaseEntries",
                [
                    "Journal": "60", "Supplier": .string(supplier), "EntryDate": "2026-03-10", "YourRef": "K-77", "Description": "Roses",
                    "PurchaseEntryLines": [try await line(desk, account, "100", code)],
                ])
        }
        let plain = try await purchase("7000", "11")
        #expect(ledger(await booked(desk, plain)) == ["1600 -109 -", "7000 100 11", "1560 9 11"])
        #expect(plain.d["AmountFC"] == 109)
        #expect(plain.d["Type"] == 30)
        #expect(plain.d["DocumentSubject"] == "Roses")
        let charged = try await purchase("7000", "42")
        #expect(ledger(await booked(desk, charged)) == ["1600 -100 -", "7000 100 42", "1560 9 42", "1540 -9 42"])
        #expect(charged.d["VATAmountFC"] == 0)
    }

    @Test func `without the purchase licence purchases are forbidden`() async throws {
        let desk = try await Desk.signedIn {
            var division = ExactSandbox.Division.bloemenexport
            division.licences = []
            $0.divisions = [division]
        }
        #expect(await desk.get("purchaseentry/PurchaseEntries").status == 403)
        let body = try await desk.sale(try await desk.customer(), ["Journal": "71", "Currency": "USD"])
        #expect(await desk.post("salesentry/SalesEntries", body).status == 403)
    }
}
