import BridgeDomain
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Reference exact-online §3.2–3.4 and §12, items 9–12.
struct ReadingTests {
    /// A desk with that many customers more.
    private func desk(customers: Int) async throws -> Desk {
        let desk = try await Desk.signedIn {
            var division = ExactSandbox.Division.bloemenexport
            division.accounts = (0..<customers).map { .init(String(1000 + $0), "Bloemist \($0 % 7)") }
            $0.divisions = [division]
        }
        return desk
    }

    /// Follows `__next` to the end; the rows of each page.
    private func pages(_ desk: Desk, _ path: String, _ options: [(name: String, value: String)]) async throws -> [[JSON]] {
        var answer = await desk.get(path, options)
        var pages = [answer.rows]
        while let next = answer.next {
            let start = try #require(next.range(of: "/api/v1/"))
            answer = await desk.raw(.get, String(next[start.lowerBound...]))
            #expect(answer.status == 200, "\(next) \(answer.text)")
            pages.append(answer.rows)
        }
        return pages
    }

    @Test(arguments: [("1", true), ("50", true), ("60", true), ("61", false), ("100", false)])
    func `rows stand bare when at most a page is asked for`(top: String, isBare: Bool) async throws {
        let desk = try await desk(customers: 5)
        let answer = await desk.get("crm/Accounts", [("$top", top), ("$select", "ID")])
        #expect((answer.d.array != nil) == isBare)
        #expect(answer.rows.count == min(5, Int(top) ?? 0))
    }

    @Test func `with a count asked for, or by the switch, rows stand in results`() async throws {
        let desk = try await desk(customers: 70)
        let counted = await desk.get("crm/Accounts", [("$top", "2"), ("$inlinecount", "allpages")])
        #expect(counted.d["__count"] == "70")
        #expect(counted.rows.count == 2)
        let switched = try await Desk.signedIn { $0.behaviour.alwaysResults = true }
        #expect(await switched.get("crm/Accounts", [("$top", "2")]).d["results"] != nil)
    }

    @Test func `pages have sixty rows, each row comes once, and the link keeps the options`() async throws {
        let desk = try await desk(customers: 150)
        let pages = try await pages(desk, "crm/Accounts", [("$select", "ID,Name"), ("$filter", "Blocked eq false")])
        #expect(pages.map(\.count) == [60, 60, 30])
        #expect(Set(pages.joined().compactMap { $0["ID"]?.string }).count == 150)
        #expect(pages[2].allSatisfy { $0["Code"] == nil }, "the selection holds on every page")
    }

    @Test func `the link lowers the top by the rows given`() async throws {
        let desk = try await desk(customers: 150)
        let answer = await desk.get("crm/Accounts", [("$top", "100"), ("$select", "ID")])
        #expect(answer.rows.count == 60)
        #expect(answer.next?.contains("$top=40&$skiptoken=guid'") ?? false, "\(answer.next ?? "")")
        #expect(answer.next?.hasPrefix("http://sandbox.test/api/v1/3456789/crm/Accounts?") ?? false)
        let all = try await pages(desk, "crm/Accounts", [("$top", "100"), ("$select", "ID")])
        #expect(all.map(\.count) == [60, 40])
    }

    @Test func `sorted pages go on behind the last row, equal values included`() async throws {
        let desk = try await desk(customers: 150)
        let all = try await pages(desk, "crm/Accounts", [("$orderby", "Name desc,Code"), ("$select", "Name,Code")]).joined()
        let names = all.compactMap { $0["Name"]?.string }
        #expect(names == names.sorted(by: >))
        #expect(Set(all.compactMap { $0["Code"]?.string }).count == 150)
    }

    @Test func `bulk pages have a thousand rows and need a selection`() async throws {
        let desk = try await desk(customers: 1001)
        #expect(await desk.get("bulk/CRM/Accounts").status == 400)
        let pages = try await pages(desk, "bulk/CRM/Accounts", [("$select", "ID"), ("$skip", "5")])
        #expect(pages.map(\.count) == [1000, 1], "bulk takes no notice of $skip")
    }

    @Test func `account numbers are padded and only padded text finds them`() async throws {
        let desk = try await Desk.signedIn()
        let key = try await desk.key("crm/Accounts", "501")
        #expect(await desk.get("crm/Accounts(guid'\(key)')").d["Code"]?.string == String(repeating: " ", count: 15) + "501")
        func found(_ filter: String) async -> Int { await desk.get("crm/Accounts", [("$filter", filter)]).rows.count }
        #expect(await found("Code eq '501'") == 0)
        #expect(await found("Code eq '\(String(repeating: " ", count: 15))501'") == 1)
        #expect(await found("trim(Code) eq '501'") == 1)
    }

    @Test func `fixed widths are as recorded`() async throws {
        let desk = try await Desk.signedIn()
        let answer = await desk.post(
            "crm/Accounts", ["Name": "X", "Country": "NL", "Language": "NL", "SearchCode": "RENTE", "SalesVATCode": "1"])
        #expect(answer.d["Country"] == "NL ")
        #expect(answer.d["Language"] == "NL        ")
        #expect(answer.d["SearchCode"] == "RENTE    ")
        #expect(answer.d["SalesVATCode"] == "1  ")
        #expect(await desk.get("financial/GLAccounts", [("$filter", "Code eq '1300'")]).rows.first?["Code"] == "1300")
    }

    @Test func `64-bit numbers are text, dates are milliseconds, created is Amsterdam's wall clock`() async throws {
        let desk = try await Desk.signedIn()
        let me = await desk.raw(.get, "/api/v1/current/Me")
        #expect(me.d["results"]?.array?.count == 1, "a collection with one row")
        #expect(me.rows.first?["Legislation"] == "128")
        #expect(me.rows.first?["CurrentDivision"] == 3_456_789)
        #expect(me.rows.first?["ServerTime"] == "2026-03-12T10:00:00")
        #expect(me.rows.first?["ServerUtcOffset"] == 3600)
        _ = try await desk.customer("Nieuw")
        let row = await desk.get("crm/Accounts", [("$filter", "Name eq 'Nieuw'")]).rows.first
        #expect(row?["CreatorFullName"] == "Femke de Jong")
        #expect(row?["Created"] == "/Date(1773309600000)/", "10:00 in Amsterdam, labelled UTC")
        #expect(row?["StartDate"] == "/Date(1773273600000)/", "midnight of the day")
    }

    @Test func `summer time is two hours ahead`() async throws {
        let desk = Desk()
        desk.clock.advance(seconds: 20 * 86_400)
        try await desk.signIn()
        #expect(await desk.raw(.get, "/api/v1/current/Me").rows.first?["ServerUtcOffset"] == 7200)
    }

    @Test(arguments: [
        ("Name eq 'Bloemenhuis De Tulp B.V.'", 1), ("substringof('Tulp',Name) eq true", 1), ("substringof('Tulp',Name)", 1),
        ("startswith(Name,'Bloemen')", 1), ("endswith(Name,'B.V.') eq true", 2), ("tolower(Name) eq 'veiling westland'", 1),
        ("toupper(City) eq 'AALSMEER'", 1), ("Blocked eq true", 1), ("Blocked eq false and Status eq 'C'", 1),
        ("Status eq 'C' or Status eq 'P'", 3), ("not (Status eq 'C')", 3),
        ("(Status eq 'C' or IsSupplier eq true) and Blocked eq false", 3),
        ("Status eq null", 2), ("Status ne null", 3), ("SecurityLevel ge 10 and SecurityLevel lt 11L", 5), ("SecurityLevel gt 10.5", 0),
        ("StartDate ge datetime'2026-03-12' and StartDate lt datetime'2026-03-13T00:00:00'", 5), ("Name eq 'O''Hara'", 0),
        ("((((Name eq 'x'))))", 0),
    ])
    func `filters mean what they say`(filter: String, count: Int) async throws {
        let desk = try await Desk.signedIn()
        let answer = await desk.get("crm/Accounts", [("$filter", filter)])
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.rows.count == count)
        #expect(await desk.get("crm/Accounts/$count", [("$filter", filter)]).text == String(count))
    }

    @Test(arguments: [
        "Name eq", "Name 'x'", "Name eq 'x", "Nonsense eq 1", "Name eq City", "ID eq '1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11'",
        "ID eq guid'1'",
        "Name eq 5", "Blocked eq 'true'", "year(Created) eq 2026", "Name eq 'x' and", "(Name eq 'x'", "Name eq 'x')", "Name like 'x'",
        "substringof(Name)", "SecurityLevel eq 10x", "StartDate eq datetime'yesterday'", "Name", "",
        String(repeating: "(", count: 200) + "Name eq 'x'" + String(repeating: ")", count: 200),
    ])
    func `what is no filter is refused with 400`(filter: String) async throws {
        let desk = try await Desk.signedIn()
        let answer = await desk.get("crm/Accounts", [("$filter", filter)])
        #expect(answer.status == 400)
        #expect(!answer.message.isEmpty)
    }

    @Test(arguments: [
        [("$select", "Nonsense")], [("$orderby", "Nonsense")], [("$orderby", "Name sideways")], [("$expand", "Nonsense")], [("$top", "-1")],
        [("$top", "x")], [("$nonsense", "1")], [("$skiptoken", "x'")], [("$top", "1"), ("$top", "2")], [("$inlinecount", "some")],
    ])
    func `unknown names and options are refused with 400`(options: [(String, String)]) async throws {
        let desk = try await Desk.signedIn()
        #expect(await desk.get("crm/Accounts", options.map { (name: $0.0, value: $0.1) }).status == 400)
    }

    @Test func `open items are read with a selection or one at a time`() async throws {
        let desk = try await Desk.signedIn()
        let refused = await desk.get("cashflow/Receivables")
        #expect(refused.message == "Please add a $select or a $top=1 statement to the query string.")
        #expect(await desk.get("cashflow/Receivables", [("$top", "1")]).status == 200)
        #expect(await desk.get("cashflow/Payments", [("$select", "ID")]).status == 200)
    }

    @Test func `the mandatory filter rule can be switched on`() async throws {
        let desk = try await Desk.signedIn { $0.behaviour.mandatoryFilters = true }
        let refused = await desk.get("crm/Accounts")
        #expect(refused.status == 400)
        #expect(refused.message.hasPrefix("This endpoint has mandatory filtering applied."))
        #expect(await desk.get("crm/Accounts", [("$filter", "Name eq 'x'")]).status == 200)
        #expect(await desk.get("financialtransaction/TransactionLines", [("$filter", "Quantity eq 1")]).status == 400)
    }

    @Test func `lines are deferred, expanded on demand, and found under their entry`() async throws {
        let desk = try await Desk.signedIn()
        let entry = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer())).d
        let path = "salesentry/SalesEntries(guid'\(entry["EntryID"]?.string ?? "")')"
        #expect(entry["SalesEntryLines"]?["__deferred"]?["uri"]?.string?.hasSuffix("\(path)/SalesEntryLines") ?? false)
        #expect(await desk.get(path, [("$expand", "SalesEntryLines")]).d["SalesEntryLines"]?["results"]?.array?.count == 1)
        let below = await desk.get("\(path)/SalesEntryLines")
        #expect(below.rows.first?["VATCode"] == "1  ")
        #expect(await desk.get("\(path)/SalesEntryLines/$count").text == "1")
    }

    @Test func `integer, text and composite keys name one row`() async throws {
        let desk = try await Desk.signedIn()
        #expect(await desk.get("system/Divisions(3456789)").d["Description"] == "Bloemenexport Aalsmeer B.V.")
        #expect(await desk.get("general/Currencies('EUR')").d["Code"] == "EUR")
        let status = await desk.get("read/financial/JournalStatusList(Journal='70',Year=2026,Period=3)")
        #expect(status.d["Status"] == 0)
    }

    @Test(arguments: [
        ("financial/GLAccounts", 44), ("financial/Journals", 9), ("vat/VATCodes", 17), ("cashflow/PaymentConditions", 6),
        ("financial/FinancialPeriods", 36), ("hrm/Costcenters", 3), ("hrm/Costunits", 3), ("general/Currencies", 10),
        ("financial/ExchangeRates", 27), ("vat/VatPercentages", 21), ("read/financial/JournalStatusList", 324), ("system/Divisions", 1),
    ])
    func `the sandbox opens with a believable division`(path: String, count: Int) async throws {
        let desk = try await Desk.signedIn()
        #expect(await desk.get("\(path)/$count").text == String(count))
    }
}
